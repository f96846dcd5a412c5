// RUN: burin-opt %s --select-norm-blocks --split-input-file | FileCheck %s
// RUN: burin-opt %s --select-norm-blocks --select-norm-blocks --split-input-file | FileCheck %s
// RUN: burin-opt %s --select-norm-blocks=producer-statistics=false --split-input-file | FileCheck %s --check-prefix=OFF

// OFF-NOT: kernel.statistics

// Work groups of 8 x 8 rows sum 64 positions each next to what they store.
module attributes {burin.target = {name = "large", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, launch_ns = 2500}} {
  // CHECK-LABEL: func.func @convolution
  // CHECK: fused.group_norm {{.*}} {kernel.blocks = 64 : i64, kernel.statistics = "producer"}
  func.func @convolution(%a: tensor<2x66x66x64xf16>, %w: tensor<3x3x64x320xf16>, %t: tensor<320xf16>, %g: tensor<320xf16>) -> tensor<2x4096x320xf16> {
    %z = arith.constant 0.0 : f32
    %e = tensor.empty() : tensor<2x64x64x320xf32>
    %f = linalg.fill ins(%z : f32) outs(%e : tensor<2x64x64x320xf32>) -> tensor<2x64x64x320xf32>
    %c = linalg.conv_2d_nhwc_hwcf ins(%a, %w : tensor<2x66x66x64xf16>, tensor<3x3x64x320xf16>) outs(%f : tensor<2x64x64x320xf32>) -> tensor<2x64x64x320xf32>
    %i = tensor.empty() : tensor<2x64x64x320xf16>
    %x = linalg.generic {indexing_maps = [affine_map<(n, h, w, c) -> (n, h, w, c)>, affine_map<(n, h, w, c) -> (c)>, affine_map<(n, h, w, c) -> (n, h, w, c)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
        ins(%c, %t : tensor<2x64x64x320xf32>, tensor<320xf16>) outs(%i : tensor<2x64x64x320xf16>) {
    ^bb0(%i0: f32, %i1: f16, %o: f16):
      %s = arith.extf %i1 : f16 to f32
      %u = arith.addf %i0, %s : f32
      %v = arith.truncf %u : f32 to f16
      linalg.yield %v : f16
    } -> tensor<2x64x64x320xf16>
    %r = tensor.collapse_shape %x [[0], [1, 2], [3]] : tensor<2x64x64x320xf16> into tensor<2x4096x320xf16>
    %q = tensor.empty() : tensor<2x4096x320xf16>
    %0 = fused.group_norm groups = 32 epsilon = 1.0e-05 ins(%r, %g, %g : tensor<2x4096x320xf16>, tensor<320xf16>, tensor<320xf16>) outs(%q : tensor<2x4096x320xf16>) -> tensor<2x4096x320xf16>
    return %0 : tensor<2x4096x320xf16>
  }
  // 64 rows are no part of 65 x 65 positions.
  // CHECK-LABEL: func.func @uneven
  // CHECK-NOT: kernel.statistics
  func.func @uneven(%a: tensor<2x67x67x64xf16>, %w: tensor<3x3x64x320xf16>, %t: tensor<320xf16>, %g: tensor<320xf16>) -> tensor<2x4225x320xf16> {
    %z = arith.constant 0.0 : f32
    %e = tensor.empty() : tensor<2x65x65x320xf32>
    %f = linalg.fill ins(%z : f32) outs(%e : tensor<2x65x65x320xf32>) -> tensor<2x65x65x320xf32>
    %c = linalg.conv_2d_nhwc_hwcf ins(%a, %w : tensor<2x67x67x64xf16>, tensor<3x3x64x320xf16>) outs(%f : tensor<2x65x65x320xf32>) -> tensor<2x65x65x320xf32>
    %i = tensor.empty() : tensor<2x65x65x320xf16>
    %x = linalg.generic {indexing_maps = [affine_map<(n, h, w, c) -> (n, h, w, c)>, affine_map<(n, h, w, c) -> (c)>, affine_map<(n, h, w, c) -> (n, h, w, c)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
        ins(%c, %t : tensor<2x65x65x320xf32>, tensor<320xf16>) outs(%i : tensor<2x65x65x320xf16>) {
    ^bb0(%i0: f32, %i1: f16, %o: f16):
      %s = arith.extf %i1 : f16 to f32
      %u = arith.addf %i0, %s : f32
      %v = arith.truncf %u : f32 to f16
      linalg.yield %v : f16
    } -> tensor<2x65x65x320xf16>
    %r = tensor.collapse_shape %x [[0], [1, 2], [3]] : tensor<2x65x65x320xf16> into tensor<2x4225x320xf16>
    %q = tensor.empty() : tensor<2x4225x320xf16>
    %0 = fused.group_norm groups = 32 epsilon = 1.0e-05 ins(%r, %g, %g : tensor<2x4225x320xf16>, tensor<320xf16>, tensor<320xf16>) outs(%q : tensor<2x4225x320xf16>) -> tensor<2x4225x320xf16>
    return %0 : tensor<2x4225x320xf16>
  }
  // Small: the launches would cost more than they save.
  // CHECK-LABEL: func.func @small
  // CHECK-NOT: kernel.blocks
  func.func @small(%a: tensor<2x10x10x64xf16>, %w: tensor<3x3x64x1280xf16>, %t: tensor<1280xf16>, %g: tensor<1280xf16>) -> tensor<2x64x1280xf16> {
    %z = arith.constant 0.0 : f32
    %e = tensor.empty() : tensor<2x8x8x1280xf32>
    %f = linalg.fill ins(%z : f32) outs(%e : tensor<2x8x8x1280xf32>) -> tensor<2x8x8x1280xf32>
    %c = linalg.conv_2d_nhwc_hwcf ins(%a, %w : tensor<2x10x10x64xf16>, tensor<3x3x64x1280xf16>) outs(%f : tensor<2x8x8x1280xf32>) -> tensor<2x8x8x1280xf32>
    %i = tensor.empty() : tensor<2x8x8x1280xf16>
    %x = linalg.generic {indexing_maps = [affine_map<(n, h, w, c) -> (n, h, w, c)>, affine_map<(n, h, w, c) -> (c)>, affine_map<(n, h, w, c) -> (n, h, w, c)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
        ins(%c, %t : tensor<2x8x8x1280xf32>, tensor<1280xf16>) outs(%i : tensor<2x8x8x1280xf16>) {
    ^bb0(%i0: f32, %i1: f16, %o: f16):
      %s = arith.extf %i1 : f16 to f32
      %u = arith.addf %i0, %s : f32
      %v = arith.truncf %u : f32 to f16
      linalg.yield %v : f16
    } -> tensor<2x8x8x1280xf16>
    %r = tensor.collapse_shape %x [[0], [1, 2], [3]] : tensor<2x8x8x1280xf16> into tensor<2x64x1280xf16>
    %q = tensor.empty() : tensor<2x64x1280xf16>
    %0 = fused.group_norm groups = 32 epsilon = 1.0e-05 ins(%r, %g, %g : tensor<2x64x1280xf16>, tensor<1280xf16>, tensor<1280xf16>) outs(%q : tensor<2x64x1280xf16>) -> tensor<2x64x1280xf16>
    return %0 : tensor<2x64x1280xf16>
  }
  // Both parts of a concatenation, in blocks of as many rows.
  // CHECK-LABEL: func.func @concatenation
  // CHECK: fused.group_norm {{.*}} {kernel.blocks = 64 : i64, kernel.statistics = "producer"}
  func.func @concatenation(%a: tensor<8192x64xf16>, %w: tensor<64x320xf16>, %g: tensor<640xf16>) -> tensor<2x4096x640xf16> {
    %z = arith.constant 0.0 : f32
    %e = tensor.empty() : tensor<8192x320xf32>
    %f = linalg.fill ins(%z : f32) outs(%e : tensor<8192x320xf32>) -> tensor<8192x320xf32>
    %m = linalg.matmul ins(%a, %w : tensor<8192x64xf16>, tensor<64x320xf16>) outs(%f : tensor<8192x320xf32>) -> tensor<8192x320xf32>
    %n = linalg.matmul ins(%a, %w : tensor<8192x64xf16>, tensor<64x320xf16>) outs(%f : tensor<8192x320xf32>) -> tensor<8192x320xf32>
    %c = tensor.concat dim(1) %m, %n : (tensor<8192x320xf32>, tensor<8192x320xf32>) -> tensor<8192x640xf32>
    %v = tensor.expand_shape %c [[0, 1], [2]] output_shape [2, 4096, 640] : tensor<8192x640xf32> into tensor<2x4096x640xf32>
    %q = tensor.empty() : tensor<2x4096x640xf16>
    %0 = fused.group_norm groups = 32 epsilon = 1.0e-05 ins(%v, %g, %g : tensor<2x4096x640xf32>, tensor<640xf16>, tensor<640xf16>) outs(%q : tensor<2x4096x640xf16>) -> tensor<2x4096x640xf16>
    return %0 : tensor<2x4096x640xf16>
  }
  // One part is an input of the model.
  // CHECK-LABEL: func.func @half_an_input
  // CHECK: fused.group_norm {{.*}} {kernel.blocks = 32 : i64}
  func.func @half_an_input(%a: tensor<8192x64xf16>, %w: tensor<64x320xf16>, %n: tensor<8192x320xf32>, %g: tensor<640xf16>) -> tensor<2x4096x640xf16> {
    %z = arith.constant 0.0 : f32
    %e = tensor.empty() : tensor<8192x320xf32>
    %f = linalg.fill ins(%z : f32) outs(%e : tensor<8192x320xf32>) -> tensor<8192x320xf32>
    %m = linalg.matmul ins(%a, %w : tensor<8192x64xf16>, tensor<64x320xf16>) outs(%f : tensor<8192x320xf32>) -> tensor<8192x320xf32>
    %c = tensor.concat dim(1) %m, %n : (tensor<8192x320xf32>, tensor<8192x320xf32>) -> tensor<8192x640xf32>
    %v = tensor.expand_shape %c [[0, 1], [2]] output_shape [2, 4096, 640] : tensor<8192x640xf32> into tensor<2x4096x640xf32>
    %q = tensor.empty() : tensor<2x4096x640xf16>
    %0 = fused.group_norm groups = 32 epsilon = 1.0e-05 ins(%v, %g, %g : tensor<2x4096x640xf32>, tensor<640xf16>, tensor<640xf16>) outs(%q : tensor<2x4096x640xf16>) -> tensor<2x4096x640xf16>
    return %0 : tensor<2x4096x640xf16>
  }
  // Nothing makes an input of the model.
  // CHECK-LABEL: func.func @input
  // CHECK: fused.group_norm {{.*}} {kernel.blocks = 64 : i64}
  func.func @input(%x: tensor<2x4096x320xf16>, %g: tensor<320xf16>, %e: tensor<2x4096x320xf16>) -> tensor<2x4096x320xf16> {
    %0 = fused.group_norm groups = 32 epsilon = 1.0e-05 ins(%x, %g, %g : tensor<2x4096x320xf16>, tensor<320xf16>, tensor<320xf16>) outs(%e : tensor<2x4096x320xf16>) -> tensor<2x4096x320xf16>
    return %0 : tensor<2x4096x320xf16>
  }
}

// -----

// The sub-groups of the best tile that can: the second has columns that no sub-group
// holds in runs of 32.
module attributes {burin.target = {name = "large", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, launch_ns = 2500, matrix_unit = "mma.sync", matrix_gflops = 798000, matrix_tiles = [[128, 128, 64, 64, 3, 32, 2, 570, 670], [128, 64, 32, 16, 4, 32, 2, 990, 770]]}} {
  // CHECK-LABEL: func.func @matrix
  // CHECK: fused.group_norm {{.*}} {kernel.blocks = 64 : i64, kernel.statistics = "producer"}
  func.func @matrix(%a: tensor<2x66x66x64xf16>, %w: tensor<3x3x64x320xf16>, %t: tensor<320xf16>, %g: tensor<320xf16>) -> tensor<2x4096x320xf16> {
    %z = arith.constant 0.0 : f32
    %e = tensor.empty() : tensor<2x64x64x320xf32>
    %f = linalg.fill ins(%z : f32) outs(%e : tensor<2x64x64x320xf32>) -> tensor<2x64x64x320xf32>
    %c = linalg.conv_2d_nhwc_hwcf ins(%a, %w : tensor<2x66x66x64xf16>, tensor<3x3x64x320xf16>) outs(%f : tensor<2x64x64x320xf32>) -> tensor<2x64x64x320xf32>
    %i = tensor.empty() : tensor<2x64x64x320xf16>
    %x = linalg.generic {indexing_maps = [affine_map<(n, h, w, c) -> (n, h, w, c)>, affine_map<(n, h, w, c) -> (c)>, affine_map<(n, h, w, c) -> (n, h, w, c)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
        ins(%c, %t : tensor<2x64x64x320xf32>, tensor<320xf16>) outs(%i : tensor<2x64x64x320xf16>) {
    ^bb0(%i0: f32, %i1: f16, %o: f16):
      %s = arith.extf %i1 : f16 to f32
      %u = arith.addf %i0, %s : f32
      %v = arith.truncf %u : f32 to f16
      linalg.yield %v : f16
    } -> tensor<2x64x64x320xf16>
    %r = tensor.collapse_shape %x [[0], [1, 2], [3]] : tensor<2x64x64x320xf16> into tensor<2x4096x320xf16>
    %q = tensor.empty() : tensor<2x4096x320xf16>
    %0 = fused.group_norm groups = 32 epsilon = 1.0e-05 ins(%r, %g, %g : tensor<2x4096x320xf16>, tensor<320xf16>, tensor<320xf16>) outs(%q : tensor<2x4096x320xf16>) -> tensor<2x4096x320xf16>
    return %0 : tensor<2x4096x320xf16>
  }
}

// -----

// A CPU core runs a work group alone, and fast.
module attributes {burin.target = {name = "cpu", kind = "cpu", local_memory_bytes = 524288, max_workgroup_size = 4096, subgroup_size = 1, vector_bytes = 32, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [1, 1], compute_units = 132}} {
  // CHECK-LABEL: func.func @cpu
  // CHECK-NOT: kernel.blocks
  func.func @cpu(%a: tensor<2x66x66x64xf16>, %w: tensor<3x3x64x320xf16>, %t: tensor<320xf16>, %g: tensor<320xf16>) -> tensor<2x4096x320xf16> {
    %z = arith.constant 0.0 : f32
    %e = tensor.empty() : tensor<2x64x64x320xf32>
    %f = linalg.fill ins(%z : f32) outs(%e : tensor<2x64x64x320xf32>) -> tensor<2x64x64x320xf32>
    %c = linalg.conv_2d_nhwc_hwcf ins(%a, %w : tensor<2x66x66x64xf16>, tensor<3x3x64x320xf16>) outs(%f : tensor<2x64x64x320xf32>) -> tensor<2x64x64x320xf32>
    %i = tensor.empty() : tensor<2x64x64x320xf16>
    %x = linalg.generic {indexing_maps = [affine_map<(n, h, w, c) -> (n, h, w, c)>, affine_map<(n, h, w, c) -> (c)>, affine_map<(n, h, w, c) -> (n, h, w, c)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
        ins(%c, %t : tensor<2x64x64x320xf32>, tensor<320xf16>) outs(%i : tensor<2x64x64x320xf16>) {
    ^bb0(%i0: f32, %i1: f16, %o: f16):
      %s = arith.extf %i1 : f16 to f32
      %u = arith.addf %i0, %s : f32
      %v = arith.truncf %u : f32 to f16
      linalg.yield %v : f16
    } -> tensor<2x64x64x320xf16>
    %r = tensor.collapse_shape %x [[0], [1, 2], [3]] : tensor<2x64x64x320xf16> into tensor<2x4096x320xf16>
    %q = tensor.empty() : tensor<2x4096x320xf16>
    %0 = fused.group_norm groups = 32 epsilon = 1.0e-05 ins(%r, %g, %g : tensor<2x4096x320xf16>, tensor<320xf16>, tensor<320xf16>) outs(%q : tensor<2x4096x320xf16>) -> tensor<2x4096x320xf16>
    return %0 : tensor<2x4096x320xf16>
  }
}
