// RUN: burin-opt %s --select-norm-prologues --split-input-file | FileCheck %s
// RUN: burin-opt %s --select-norm-prologues --select-norm-prologues --split-input-file | FileCheck %s
// RUN: burin-opt %s --select-norm-prologues --split-input-file --remarks-filter=strategy 2>&1 >/dev/null | FileCheck %s --check-prefix=REMARK
// RUN: burin-opt %s --select-norm-prologues=method=always --split-input-file | FileCheck %s --check-prefix=ALWAYS
// RUN: burin-opt %s --select-norm-prologues=method=off --split-input-file | FileCheck %s --check-prefix=OFF
// OFF-NOT: kernel.norm_prologue

#id = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
// A phone: 31 FLOPs per byte.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 1024, subgroup_size = 64, vector_bytes = 16, workgroup_items = 128, registers_per_item = 96, compute_units = 6, bandwidth_mbps = 67200, f32_gflops = 2089, launch_ns = 10000, register_tile = [4, 2], contraction_workgroup = [16, 8]}} {
  // The transform waits for memory: SiLU 36 / 16 times per element costs nothing.
  // REMARK: applied by its reader at 2.25 loads per element it is predicted to take {{.*}} saves 10.5 MB
  // CHECK-LABEL: func.func @winograd(
  // CHECK: kernel.norm_prologue
  func.func @winograd(%x: tensor<2x64x64x320xf16>, %g: tensor<320xf16>) -> tensor<36x512x320xf16> {
    %c = tensor.collapse_shape %x [[0], [1, 2], [3]] : tensor<2x64x64x320xf16> into tensor<2x4096x320xf16>
    %e = tensor.empty() : tensor<2x4096x320xf16>
    %n = fused.group_norm groups = 32 epsilon = 1.0e-5 ins(%c, %g, %g : tensor<2x4096x320xf16>, tensor<320xf16>, tensor<320xf16>) outs(%e : tensor<2x4096x320xf16>) -> tensor<2x4096x320xf16>
    %v = tensor.expand_shape %n [[0], [1, 2], [3]] output_shape [2, 64, 64, 320] : tensor<2x4096x320xf16> into tensor<2x64x64x320xf16>
    %one = arith.constant 1.0 : f32
    %ee = tensor.empty() : tensor<2x64x64x320xf16>
    %a = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%v : tensor<2x64x64x320xf16>) outs(%ee : tensor<2x64x64x320xf16>) {
    ^bb0(%in: f16, %out: f16):
      %wide = arith.extf %in : f16 to f32
      %m = arith.negf %wide : f32
      %p = math.exp %m : f32
      %d = arith.addf %p, %one : f32
      %r = arith.divf %one, %d : f32
      %q = arith.mulf %wide, %r : f32
      %o = arith.truncf %q : f32 to f16
      linalg.yield %o : f16
    } -> tensor<2x64x64x320xf16>
    %z = arith.constant 0.0 : f16
    %p = tensor.pad %a low[0, 1, 1, 0] high[0, 1, 1, 0] {
    ^bb0(%i: index, %j: index, %k: index, %l: index):
      tensor.yield %z : f16
    } : tensor<2x64x64x320xf16> to tensor<2x66x66x320xf16>
    %we = tensor.empty() : tensor<36x512x320xf16>
    %y = fused.winograd_input tile = 4 ins(%p : tensor<2x66x66x320xf16>) outs(%we : tensor<36x512x320xf16>) -> tensor<36x512x320xf16>
    return %y : tensor<36x512x320xf16>
  }
  // Each work item has 8 of 320 columns: 9 windows times 40.
  // REMARK: written by a kernel of its own: applied by its reader at 360.00 loads per element
  // CHECK-LABEL: func.func @convolution(
  // CHECK-NOT: kernel.norm_prologue
  // ALWAYS-LABEL: func.func @convolution(
  // ALWAYS: kernel.norm_prologue
  func.func @convolution(%x: tensor<2x64x64x320xf16>, %g: tensor<320xf16>, %w: tensor<3x3x320x320xf16>) -> tensor<2x64x64x320xf32> {
    %c = tensor.collapse_shape %x [[0], [1, 2], [3]] : tensor<2x64x64x320xf16> into tensor<2x4096x320xf16>
    %e = tensor.empty() : tensor<2x4096x320xf16>
    %n = fused.group_norm groups = 32 epsilon = 1.0e-5 ins(%c, %g, %g : tensor<2x4096x320xf16>, tensor<320xf16>, tensor<320xf16>) outs(%e : tensor<2x4096x320xf16>) -> tensor<2x4096x320xf16>
    %v = tensor.expand_shape %n [[0], [1, 2], [3]] output_shape [2, 64, 64, 320] : tensor<2x4096x320xf16> into tensor<2x64x64x320xf16>
    %one = arith.constant 1.0 : f32
    %ee = tensor.empty() : tensor<2x64x64x320xf16>
    %a = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%v : tensor<2x64x64x320xf16>) outs(%ee : tensor<2x64x64x320xf16>) {
    ^bb0(%in: f16, %out: f16):
      %wide = arith.extf %in : f16 to f32
      %m = arith.negf %wide : f32
      %p = math.exp %m : f32
      %d = arith.addf %p, %one : f32
      %r = arith.divf %one, %d : f32
      %q = arith.mulf %wide, %r : f32
      %o = arith.truncf %q : f32 to f16
      linalg.yield %o : f16
    } -> tensor<2x64x64x320xf16>
    %z = arith.constant 0.0 : f16
    %p = tensor.pad %a low[0, 1, 1, 0] high[0, 1, 1, 0] {
    ^bb0(%i: index, %j: index, %k: index, %l: index):
      tensor.yield %z : f16
    } : tensor<2x64x64x320xf16> to tensor<2x66x66x320xf16>
    %f = arith.constant dense<0.0> : tensor<2x64x64x320xf32>
    %y = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%p, %w : tensor<2x66x66x320xf16>, tensor<3x3x320x320xf16>) outs(%f : tensor<2x64x64x320xf32>) -> tensor<2x64x64x320xf32>
    return %y : tensor<2x64x64x320xf32>
  }
  // REMARK: written by a kernel of its own: applied by its reader at 40.00 loads per element
  // CHECK-LABEL: func.func @pointwise(
  // CHECK-NOT: kernel.norm_prologue
  func.func @pointwise(%x: tensor<2x64x64x320xf16>, %g: tensor<320xf16>, %w: tensor<1x1x320x320xf16>) -> tensor<2x64x64x320xf32> {
    %c = tensor.collapse_shape %x [[0], [1, 2], [3]] : tensor<2x64x64x320xf16> into tensor<2x4096x320xf16>
    %e = tensor.empty() : tensor<2x4096x320xf16>
    %n = fused.group_norm groups = 32 epsilon = 1.0e-5 ins(%c, %g, %g : tensor<2x4096x320xf16>, tensor<320xf16>, tensor<320xf16>) outs(%e : tensor<2x4096x320xf16>) -> tensor<2x4096x320xf16>
    %v = tensor.expand_shape %n [[0], [1, 2], [3]] output_shape [2, 64, 64, 320] : tensor<2x4096x320xf16> into tensor<2x64x64x320xf16>
    %f = arith.constant dense<0.0> : tensor<2x64x64x320xf32>
    %y = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%v, %w : tensor<2x64x64x320xf16>, tensor<1x1x320x320xf16>) outs(%f : tensor<2x64x64x320xf32>) -> tensor<2x64x64x320xf32>
    return %y : tensor<2x64x64x320xf32>
  }
  // All columns in one work item.
  // REMARK: applied by its reader at 1.00 loads per element
  // CHECK-LABEL: func.func @narrow_pointwise(
  // CHECK: kernel.norm_prologue
  func.func @narrow_pointwise(%x: tensor<2x64x64x320xf16>, %g: tensor<320xf16>, %w: tensor<1x1x320x8xf16>) -> tensor<2x64x64x8xf32> {
    %c = tensor.collapse_shape %x [[0], [1, 2], [3]] : tensor<2x64x64x320xf16> into tensor<2x4096x320xf16>
    %e = tensor.empty() : tensor<2x4096x320xf16>
    %n = fused.group_norm groups = 32 epsilon = 1.0e-5 ins(%c, %g, %g : tensor<2x4096x320xf16>, tensor<320xf16>, tensor<320xf16>) outs(%e : tensor<2x4096x320xf16>) -> tensor<2x4096x320xf16>
    %v = tensor.expand_shape %n [[0], [1, 2], [3]] output_shape [2, 64, 64, 320] : tensor<2x4096x320xf16> into tensor<2x64x64x320xf16>
    %f = arith.constant dense<0.0> : tensor<2x64x64x8xf32>
    %y = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%v, %w : tensor<2x64x64x320xf16>, tensor<1x1x320x8xf16>) outs(%f : tensor<2x64x64x8xf32>) -> tensor<2x64x64x8xf32>
    return %y : tensor<2x64x64x8xf32>
  }
  // REMARK: written by a kernel of its own: several ops read it
  // CHECK-LABEL: func.func @two_readers(
  // CHECK-NOT: kernel.norm_prologue
  // ALWAYS-LABEL: func.func @two_readers(
  // ALWAYS-NOT: kernel.norm_prologue
  func.func @two_readers(%x: tensor<2x64x64x320xf16>, %g: tensor<320xf16>) -> (tensor<36x512x320xf16>, tensor<2x64x64x320xf16>) {
    %c = tensor.collapse_shape %x [[0], [1, 2], [3]] : tensor<2x64x64x320xf16> into tensor<2x4096x320xf16>
    %e = tensor.empty() : tensor<2x4096x320xf16>
    %n = fused.group_norm groups = 32 epsilon = 1.0e-5 ins(%c, %g, %g : tensor<2x4096x320xf16>, tensor<320xf16>, tensor<320xf16>) outs(%e : tensor<2x4096x320xf16>) -> tensor<2x4096x320xf16>
    %v = tensor.expand_shape %n [[0], [1, 2], [3]] output_shape [2, 64, 64, 320] : tensor<2x4096x320xf16> into tensor<2x64x64x320xf16>
    %one = arith.constant 1.0 : f32
    %ee = tensor.empty() : tensor<2x64x64x320xf16>
    %a = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%v : tensor<2x64x64x320xf16>) outs(%ee : tensor<2x64x64x320xf16>) {
    ^bb0(%in: f16, %out: f16):
      %wide = arith.extf %in : f16 to f32
      %m = arith.negf %wide : f32
      %p = math.exp %m : f32
      %d = arith.addf %p, %one : f32
      %r = arith.divf %one, %d : f32
      %q = arith.mulf %wide, %r : f32
      %o = arith.truncf %q : f32 to f16
      linalg.yield %o : f16
    } -> tensor<2x64x64x320xf16>
    %z = arith.constant 0.0 : f16
    %p = tensor.pad %a low[0, 1, 1, 0] high[0, 1, 1, 0] {
    ^bb0(%i: index, %j: index, %k: index, %l: index):
      tensor.yield %z : f16
    } : tensor<2x64x64x320xf16> to tensor<2x66x66x320xf16>
    %we = tensor.empty() : tensor<36x512x320xf16>
    %y = fused.winograd_input tile = 4 ins(%p : tensor<2x66x66x320xf16>) outs(%we : tensor<36x512x320xf16>) -> tensor<36x512x320xf16>
    return %y, %v : tensor<36x512x320xf16>, tensor<2x64x64x320xf16>
  }
  // REMARK: written by a kernel of its own: its reader is no contraction, convolution or transform of Winograd
  // CHECK-LABEL: func.func @result(
  // CHECK-NOT: kernel.norm_prologue
  // ALWAYS-LABEL: func.func @result(
  func.func @result(%x: tensor<2x64x64x320xf16>, %g: tensor<320xf16>) -> tensor<2x64x64x320xf16> {
    %c = tensor.collapse_shape %x [[0], [1, 2], [3]] : tensor<2x64x64x320xf16> into tensor<2x4096x320xf16>
    %e = tensor.empty() : tensor<2x4096x320xf16>
    %n = fused.group_norm groups = 32 epsilon = 1.0e-5 ins(%c, %g, %g : tensor<2x4096x320xf16>, tensor<320xf16>, tensor<320xf16>) outs(%e : tensor<2x4096x320xf16>) -> tensor<2x4096x320xf16>
    %v = tensor.expand_shape %n [[0], [1, 2], [3]] output_shape [2, 64, 64, 320] : tensor<2x4096x320xf16> into tensor<2x64x64x320xf16>
    %one = arith.constant 1.0 : f32
    %ee = tensor.empty() : tensor<2x64x64x320xf16>
    %a = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%v : tensor<2x64x64x320xf16>) outs(%ee : tensor<2x64x64x320xf16>) {
    ^bb0(%in: f16, %out: f16):
      %wide = arith.extf %in : f16 to f32
      %m = arith.negf %wide : f32
      %p = math.exp %m : f32
      %d = arith.addf %p, %one : f32
      %r = arith.divf %one, %d : f32
      %q = arith.mulf %wide, %r : f32
      %o = arith.truncf %q : f32 to f16
      linalg.yield %o : f16
    } -> tensor<2x64x64x320xf16>
    return %a : tensor<2x64x64x320xf16>
  }
}

// -----

#id = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
// Arithmetic is cheap: narrow convolutions pay.
module attributes {burin.target = {name = "arithmetic", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 1024, subgroup_size = 64, vector_bytes = 16, workgroup_items = 128, registers_per_item = 96, compute_units = 6, bandwidth_mbps = 67200, f32_gflops = 20000, launch_ns = 10000, register_tile = [4, 2], contraction_workgroup = [16, 8]}} {
  // CHECK-LABEL: func.func @narrow_convolution(
  // CHECK: kernel.norm_prologue
  func.func @narrow_convolution(%x: tensor<2x64x64x320xf16>, %g: tensor<320xf16>, %w: tensor<3x3x320x8xf16>) -> tensor<2x64x64x8xf32> {
    %c = tensor.collapse_shape %x [[0], [1, 2], [3]] : tensor<2x64x64x320xf16> into tensor<2x4096x320xf16>
    %e = tensor.empty() : tensor<2x4096x320xf16>
    %n = fused.group_norm groups = 32 epsilon = 1.0e-5 ins(%c, %g, %g : tensor<2x4096x320xf16>, tensor<320xf16>, tensor<320xf16>) outs(%e : tensor<2x4096x320xf16>) -> tensor<2x4096x320xf16>
    %v = tensor.expand_shape %n [[0], [1, 2], [3]] output_shape [2, 64, 64, 320] : tensor<2x4096x320xf16> into tensor<2x64x64x320xf16>
    %one = arith.constant 1.0 : f32
    %ee = tensor.empty() : tensor<2x64x64x320xf16>
    %a = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%v : tensor<2x64x64x320xf16>) outs(%ee : tensor<2x64x64x320xf16>) {
    ^bb0(%in: f16, %out: f16):
      %wide = arith.extf %in : f16 to f32
      %m = arith.negf %wide : f32
      %p = math.exp %m : f32
      %d = arith.addf %p, %one : f32
      %r = arith.divf %one, %d : f32
      %q = arith.mulf %wide, %r : f32
      %o = arith.truncf %q : f32 to f16
      linalg.yield %o : f16
    } -> tensor<2x64x64x320xf16>
    %z = arith.constant 0.0 : f16
    %p = tensor.pad %a low[0, 1, 1, 0] high[0, 1, 1, 0] {
    ^bb0(%i: index, %j: index, %k: index, %l: index):
      tensor.yield %z : f16
    } : tensor<2x64x64x320xf16> to tensor<2x66x66x320xf16>
    %f = arith.constant dense<0.0> : tensor<2x64x64x8xf32>
    %y = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%p, %w : tensor<2x66x66x320xf16>, tensor<3x3x320x8xf16>) outs(%f : tensor<2x64x64x8xf32>) -> tensor<2x64x64x8xf32>
    return %y : tensor<2x64x64x8xf32>
  }
  // CHECK-LABEL: func.func @convolution(
  // CHECK-NOT: kernel.norm_prologue
  func.func @convolution(%x: tensor<2x64x64x320xf16>, %g: tensor<320xf16>, %w: tensor<3x3x320x320xf16>) -> tensor<2x64x64x320xf32> {
    %c = tensor.collapse_shape %x [[0], [1, 2], [3]] : tensor<2x64x64x320xf16> into tensor<2x4096x320xf16>
    %e = tensor.empty() : tensor<2x4096x320xf16>
    %n = fused.group_norm groups = 32 epsilon = 1.0e-5 ins(%c, %g, %g : tensor<2x4096x320xf16>, tensor<320xf16>, tensor<320xf16>) outs(%e : tensor<2x4096x320xf16>) -> tensor<2x4096x320xf16>
    %v = tensor.expand_shape %n [[0], [1, 2], [3]] output_shape [2, 64, 64, 320] : tensor<2x4096x320xf16> into tensor<2x64x64x320xf16>
    %one = arith.constant 1.0 : f32
    %ee = tensor.empty() : tensor<2x64x64x320xf16>
    %a = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%v : tensor<2x64x64x320xf16>) outs(%ee : tensor<2x64x64x320xf16>) {
    ^bb0(%in: f16, %out: f16):
      %wide = arith.extf %in : f16 to f32
      %m = arith.negf %wide : f32
      %p = math.exp %m : f32
      %d = arith.addf %p, %one : f32
      %r = arith.divf %one, %d : f32
      %q = arith.mulf %wide, %r : f32
      %o = arith.truncf %q : f32 to f16
      linalg.yield %o : f16
    } -> tensor<2x64x64x320xf16>
    %z = arith.constant 0.0 : f16
    %p = tensor.pad %a low[0, 1, 1, 0] high[0, 1, 1, 0] {
    ^bb0(%i: index, %j: index, %k: index, %l: index):
      tensor.yield %z : f16
    } : tensor<2x64x64x320xf16> to tensor<2x66x66x320xf16>
    %f = arith.constant dense<0.0> : tensor<2x64x64x320xf32>
    %y = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%p, %w : tensor<2x66x66x320xf16>, tensor<3x3x320x320xf16>) outs(%f : tensor<2x64x64x320xf32>) -> tensor<2x64x64x320xf32>
    return %y : tensor<2x64x64x320xf32>
  }
}

// -----

#id = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
// Matrix units copy operands as they are; the transform has none.
module attributes {burin.target = {name = "matrix", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 1024, subgroup_size = 64, vector_bytes = 16, workgroup_items = 128, registers_per_item = 96, compute_units = 6, bandwidth_mbps = 3000000, f32_gflops = 60000, launch_ns = 10000, matrix_unit = "mma.sync", matrix_gflops = 798000, matrix_tiles = [[128, 128, 64, 32, 3, 32, 2, 1000, 700]], register_tile = [4, 2], contraction_workgroup = [16, 8]}} {
  // REMARK: its reader runs on matrix units, which copy operands as they are
  // CHECK-LABEL: func.func @narrow_pointwise(
  // CHECK-NOT: kernel.norm_prologue
  func.func @narrow_pointwise(%x: tensor<2x64x64x320xf16>, %g: tensor<320xf16>, %w: tensor<1x1x320x8xf16>) -> tensor<2x64x64x8xf32> {
    %c = tensor.collapse_shape %x [[0], [1, 2], [3]] : tensor<2x64x64x320xf16> into tensor<2x4096x320xf16>
    %e = tensor.empty() : tensor<2x4096x320xf16>
    %n = fused.group_norm groups = 32 epsilon = 1.0e-5 ins(%c, %g, %g : tensor<2x4096x320xf16>, tensor<320xf16>, tensor<320xf16>) outs(%e : tensor<2x4096x320xf16>) -> tensor<2x4096x320xf16>
    %v = tensor.expand_shape %n [[0], [1, 2], [3]] output_shape [2, 64, 64, 320] : tensor<2x4096x320xf16> into tensor<2x64x64x320xf16>
    %f = arith.constant dense<0.0> : tensor<2x64x64x8xf32>
    %y = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%v, %w : tensor<2x64x64x320xf16>, tensor<1x1x320x8xf16>) outs(%f : tensor<2x64x64x8xf32>) -> tensor<2x64x64x8xf32>
    return %y : tensor<2x64x64x8xf32>
  }
  // CHECK-LABEL: func.func @winograd(
  // CHECK-NOT: kernel.norm_prologue
  func.func @winograd(%x: tensor<2x64x64x320xf16>, %g: tensor<320xf16>) -> tensor<36x512x320xf16> {
    %c = tensor.collapse_shape %x [[0], [1, 2], [3]] : tensor<2x64x64x320xf16> into tensor<2x4096x320xf16>
    %e = tensor.empty() : tensor<2x4096x320xf16>
    %n = fused.group_norm groups = 32 epsilon = 1.0e-5 ins(%c, %g, %g : tensor<2x4096x320xf16>, tensor<320xf16>, tensor<320xf16>) outs(%e : tensor<2x4096x320xf16>) -> tensor<2x4096x320xf16>
    %v = tensor.expand_shape %n [[0], [1, 2], [3]] output_shape [2, 64, 64, 320] : tensor<2x4096x320xf16> into tensor<2x64x64x320xf16>
    %one = arith.constant 1.0 : f32
    %ee = tensor.empty() : tensor<2x64x64x320xf16>
    %a = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%v : tensor<2x64x64x320xf16>) outs(%ee : tensor<2x64x64x320xf16>) {
    ^bb0(%in: f16, %out: f16):
      %wide = arith.extf %in : f16 to f32
      %m = arith.negf %wide : f32
      %p = math.exp %m : f32
      %d = arith.addf %p, %one : f32
      %r = arith.divf %one, %d : f32
      %q = arith.mulf %wide, %r : f32
      %o = arith.truncf %q : f32 to f16
      linalg.yield %o : f16
    } -> tensor<2x64x64x320xf16>
    %z = arith.constant 0.0 : f16
    %p = tensor.pad %a low[0, 1, 1, 0] high[0, 1, 1, 0] {
    ^bb0(%i: index, %j: index, %k: index, %l: index):
      tensor.yield %z : f16
    } : tensor<2x64x64x320xf16> to tensor<2x66x66x320xf16>
    %we = tensor.empty() : tensor<36x512x320xf16>
    %y = fused.winograd_input tile = 4 ins(%p : tensor<2x66x66x320xf16>) outs(%we : tensor<36x512x320xf16>) -> tensor<36x512x320xf16>
    return %y : tensor<36x512x320xf16>
  }
}

// -----

#id = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
// A CPU of little arithmetic per byte: the transform is no longer free.
module attributes {burin.target = {name = "cpu", kind = "cpu", local_memory_bytes = 32768, max_workgroup_size = 1024, subgroup_size = 64, vector_bytes = 32, workgroup_items = 128, registers_per_item = 96, compute_units = 6, bandwidth_mbps = 100000, f32_gflops = 100, launch_ns = 1000, register_tile = [4, 2], contraction_workgroup = [16, 8]}} {
  // CHECK-LABEL: func.func @winograd(
  // CHECK-NOT: kernel.norm_prologue
  func.func @winograd(%x: tensor<2x64x64x320xf16>, %g: tensor<320xf16>) -> tensor<36x512x320xf16> {
    %c = tensor.collapse_shape %x [[0], [1, 2], [3]] : tensor<2x64x64x320xf16> into tensor<2x4096x320xf16>
    %e = tensor.empty() : tensor<2x4096x320xf16>
    %n = fused.group_norm groups = 32 epsilon = 1.0e-5 ins(%c, %g, %g : tensor<2x4096x320xf16>, tensor<320xf16>, tensor<320xf16>) outs(%e : tensor<2x4096x320xf16>) -> tensor<2x4096x320xf16>
    %v = tensor.expand_shape %n [[0], [1, 2], [3]] output_shape [2, 64, 64, 320] : tensor<2x4096x320xf16> into tensor<2x64x64x320xf16>
    %one = arith.constant 1.0 : f32
    %ee = tensor.empty() : tensor<2x64x64x320xf16>
    %a = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%v : tensor<2x64x64x320xf16>) outs(%ee : tensor<2x64x64x320xf16>) {
    ^bb0(%in: f16, %out: f16):
      %wide = arith.extf %in : f16 to f32
      %m = arith.negf %wide : f32
      %p = math.exp %m : f32
      %d = arith.addf %p, %one : f32
      %r = arith.divf %one, %d : f32
      %q = arith.mulf %wide, %r : f32
      %o = arith.truncf %q : f32 to f16
      linalg.yield %o : f16
    } -> tensor<2x64x64x320xf16>
    %z = arith.constant 0.0 : f16
    %p = tensor.pad %a low[0, 1, 1, 0] high[0, 1, 1, 0] {
    ^bb0(%i: index, %j: index, %k: index, %l: index):
      tensor.yield %z : f16
    } : tensor<2x64x64x320xf16> to tensor<2x66x66x320xf16>
    %we = tensor.empty() : tensor<36x512x320xf16>
    %y = fused.winograd_input tile = 4 ins(%p : tensor<2x66x66x320xf16>) outs(%we : tensor<36x512x320xf16>) -> tensor<36x512x320xf16>
    return %y : tensor<36x512x320xf16>
  }
}
