// RUN: burin-opt %s --select-row-sums --split-input-file | FileCheck %s
// RUN: burin-opt %s --select-row-sums --select-row-sums --split-input-file | FileCheck %s

module attributes {burin.target = {name = "h100", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, launch_ns = 2500, matrix_unit = "mma.sync", matrix_gflops = 800000, matrix_tiles = [[64, 64, 32, 32, 2, 32, 2, 300, 500]]}} {
  // Sub-groups have 32 columns: ten blocks of a projection with a residual.
  // CHECK-LABEL: func.func @residual
  // CHECK: fused.row_statistics {{.*}} {kernel.blocks = 10 : i64}
  func.func @residual(%a: tensor<2048x320xf16>, %w: tensor<320x320xf16>, %r: tensor<2048x320xf16>, %v: tensor<320x640xf16>) -> tensor<2048x640xf16> {
    %z = arith.constant dense<0.0> : tensor<2048x320xf32>
    %m = linalg.matmul ins(%a, %w : tensor<2048x320xf16>, tensor<320x320xf16>) outs(%z : tensor<2048x320xf32>) -> tensor<2048x320xf32>
    %h = tensor.empty() : tensor<2048x320xf16>
    %x = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]} ins(%m, %r : tensor<2048x320xf32>, tensor<2048x320xf16>) outs(%h : tensor<2048x320xf16>) {
    ^bb0(%i0: f32, %i1: f16, %o: f16):
      %g = arith.extf %i1 : f16 to f32
      %t = arith.addf %i0, %g : f32
      %u = arith.truncf %t : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2048x320xf16>
    %e = tensor.empty() : tensor<2048x2xf32>
    %s = fused.row_statistics epsilon = 1.0e-5 ins(%x : tensor<2048x320xf16>) outs(%e : tensor<2048x2xf32>) -> tensor<2048x2xf32>
    %z1 = arith.constant dense<0.0> : tensor<2048x640xf32>
    %p = linalg.matmul ins(%x, %v : tensor<2048x320xf16>, tensor<320x640xf16>) outs(%z1 : tensor<2048x640xf32>) -> tensor<2048x640xf32>
    %f = tensor.empty() : tensor<2048x640xf16>
    %y = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, 1)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]} ins(%p, %s : tensor<2048x640xf32>, tensor<2048x2xf32>) outs(%f : tensor<2048x640xf16>) {
    ^bb0(%i0: f32, %i1: f32, %o: f16):
      %t = arith.mulf %i0, %i1 : f32
      %u = arith.truncf %t : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2048x640xf16>
    return %y : tensor<2048x640xf16>
  }
  // What is viewed has another reader, as every residual has.
  // CHECK-LABEL: func.func @viewed
  // CHECK: fused.row_statistics {{.*}} {kernel.blocks = 10 : i64}
  func.func @viewed(%a: tensor<2048x320xf16>, %w: tensor<320x320xf16>, %r: tensor<2048x320xf16>, %v: tensor<320x640xf16>) -> (tensor<2048x640xf16>, tensor<1x2048x320xf16>) {
    %z = arith.constant dense<0.0> : tensor<2048x320xf32>
    %m = linalg.matmul ins(%a, %w : tensor<2048x320xf16>, tensor<320x320xf16>) outs(%z : tensor<2048x320xf32>) -> tensor<2048x320xf32>
    %h = tensor.empty() : tensor<2048x320xf16>
    %x0 = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]} ins(%m, %r : tensor<2048x320xf32>, tensor<2048x320xf16>) outs(%h : tensor<2048x320xf16>) {
    ^bb0(%i0: f32, %i1: f16, %o: f16):
      %g = arith.extf %i1 : f16 to f32
      %t = arith.addf %i0, %g : f32
      %u = arith.truncf %t : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2048x320xf16>
    %d = tensor.expand_shape %x0 [[0, 1], [2]] output_shape [1, 2048, 320] : tensor<2048x320xf16> into tensor<1x2048x320xf16>
    %x = tensor.collapse_shape %d [[0, 1], [2]] : tensor<1x2048x320xf16> into tensor<2048x320xf16>
    %e = tensor.empty() : tensor<2048x2xf32>
    %s = fused.row_statistics epsilon = 1.0e-5 ins(%x : tensor<2048x320xf16>) outs(%e : tensor<2048x2xf32>) -> tensor<2048x2xf32>
    %z1 = arith.constant dense<0.0> : tensor<2048x640xf32>
    %p = linalg.matmul ins(%x, %v : tensor<2048x320xf16>, tensor<320x640xf16>) outs(%z1 : tensor<2048x640xf32>) -> tensor<2048x640xf32>
    %f = tensor.empty() : tensor<2048x640xf16>
    %y = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, 1)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]} ins(%p, %s : tensor<2048x640xf32>, tensor<2048x2xf32>) outs(%f : tensor<2048x640xf16>) {
    ^bb0(%i0: f32, %i1: f32, %o: f16):
      %t = arith.mulf %i0, %i1 : f32
      %u = arith.truncf %t : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2048x640xf16>
    return %y, %d : tensor<2048x640xf16>, tensor<1x2048x320xf16>
  }
  // Nobody makes an input of the function.
  // CHECK-LABEL: func.func @argument
  // CHECK-NOT: kernel.blocks
  func.func @argument(%a: tensor<2048x320xf16>, %w: tensor<320x320xf16>, %r: tensor<2048x320xf16>, %v: tensor<320x640xf16>) -> tensor<2048x640xf16> {
    %z = arith.constant dense<0.0> : tensor<2048x320xf32>
    %m = linalg.matmul ins(%a, %w : tensor<2048x320xf16>, tensor<320x320xf16>) outs(%z : tensor<2048x320xf32>) -> tensor<2048x320xf32>
    %h = tensor.empty() : tensor<2048x320xf16>
    %x = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]} ins(%m, %r : tensor<2048x320xf32>, tensor<2048x320xf16>) outs(%h : tensor<2048x320xf16>) {
    ^bb0(%i0: f32, %i1: f16, %o: f16):
      %g = arith.extf %i1 : f16 to f32
      %t = arith.addf %i0, %g : f32
      %u = arith.truncf %t : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2048x320xf16>
    %e = tensor.empty() : tensor<2048x2xf32>
    %s = fused.row_statistics epsilon = 1.0e-5 ins(%r : tensor<2048x320xf16>) outs(%e : tensor<2048x2xf32>) -> tensor<2048x2xf32>
    %z1 = arith.constant dense<0.0> : tensor<2048x640xf32>
    %p = linalg.matmul ins(%x, %v : tensor<2048x320xf16>, tensor<320x640xf16>) outs(%z1 : tensor<2048x640xf32>) -> tensor<2048x640xf32>
    %f = tensor.empty() : tensor<2048x640xf16>
    %y = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, 1)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]} ins(%p, %s : tensor<2048x640xf32>, tensor<2048x2xf32>) outs(%f : tensor<2048x640xf16>) {
    ^bb0(%i0: f32, %i1: f32, %o: f16):
      %t = arith.mulf %i0, %i1 : f32
      %u = arith.truncf %t : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2048x640xf16>
    return %y : tensor<2048x640xf16>
  }
  // 32 columns are no part of 72.
  // CHECK-LABEL: func.func @other_columns
  // CHECK-NOT: kernel.blocks
  func.func @other_columns(%a: tensor<2048x320xf16>, %w: tensor<320x72xf16>, %r: tensor<2048x72xf16>, %v: tensor<72x640xf16>) -> tensor<2048x640xf16> {
    %z = arith.constant dense<0.0> : tensor<2048x72xf32>
    %m = linalg.matmul ins(%a, %w : tensor<2048x320xf16>, tensor<320x72xf16>) outs(%z : tensor<2048x72xf32>) -> tensor<2048x72xf32>
    %h = tensor.empty() : tensor<2048x72xf16>
    %x = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]} ins(%m, %r : tensor<2048x72xf32>, tensor<2048x72xf16>) outs(%h : tensor<2048x72xf16>) {
    ^bb0(%i0: f32, %i1: f16, %o: f16):
      %g = arith.extf %i1 : f16 to f32
      %t = arith.addf %i0, %g : f32
      %u = arith.truncf %t : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2048x72xf16>
    %e = tensor.empty() : tensor<2048x2xf32>
    %s = fused.row_statistics epsilon = 1.0e-5 ins(%x : tensor<2048x72xf16>) outs(%e : tensor<2048x2xf32>) -> tensor<2048x2xf32>
    %z1 = arith.constant dense<0.0> : tensor<2048x640xf32>
    %p = linalg.matmul ins(%x, %v : tensor<2048x72xf16>, tensor<72x640xf16>) outs(%z1 : tensor<2048x640xf32>) -> tensor<2048x640xf32>
    %f = tensor.empty() : tensor<2048x640xf16>
    %y = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, 1)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]} ins(%p, %s : tensor<2048x640xf32>, tensor<2048x2xf32>) outs(%f : tensor<2048x640xf16>) {
    ^bb0(%i0: f32, %i1: f32, %o: f16):
      %t = arith.mulf %i0, %i1 : f32
      %u = arith.truncf %t : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2048x640xf16>
    return %y : tensor<2048x640xf16>
  }
  // What is computed while loading keeps the projection from matrix units.
  // CHECK-LABEL: func.func @inlined
  // CHECK-NOT: kernel.blocks
  func.func @inlined(%a: tensor<2048x320xf16>, %w: tensor<320x320xf16>, %r: tensor<2048x320xf16>, %v: tensor<320x640xf16>) -> tensor<2048x640xf16> {
    %n = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]} ins(%a : tensor<2048x320xf16>) outs(%a : tensor<2048x320xf16>) attrs = {fused.inline} {
    ^bb0(%i0: f16, %o: f16):
      %u = arith.negf %i0 : f16
      linalg.yield %u : f16
    } -> tensor<2048x320xf16>
    %z = arith.constant dense<0.0> : tensor<2048x320xf32>
    %m = linalg.matmul ins(%n, %w : tensor<2048x320xf16>, tensor<320x320xf16>) outs(%z : tensor<2048x320xf32>) -> tensor<2048x320xf32>
    %h = tensor.empty() : tensor<2048x320xf16>
    %x = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]} ins(%m : tensor<2048x320xf32>) outs(%h : tensor<2048x320xf16>) {
    ^bb0(%i0: f32, %o: f16):
      %u = arith.truncf %i0 : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2048x320xf16>
    %e = tensor.empty() : tensor<2048x2xf32>
    %s = fused.row_statistics epsilon = 1.0e-5 ins(%x : tensor<2048x320xf16>) outs(%e : tensor<2048x2xf32>) -> tensor<2048x2xf32>
    %z1 = arith.constant dense<0.0> : tensor<2048x640xf32>
    %p = linalg.matmul ins(%x, %v : tensor<2048x320xf16>, tensor<320x640xf16>) outs(%z1 : tensor<2048x640xf32>) -> tensor<2048x640xf32>
    %f = tensor.empty() : tensor<2048x640xf16>
    %y = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, 1)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]} ins(%p, %s : tensor<2048x640xf32>, tensor<2048x2xf32>) outs(%f : tensor<2048x640xf16>) {
    ^bb0(%i0: f32, %i1: f32, %o: f16):
      %t = arith.mulf %i0, %i1 : f32
      %u = arith.truncf %t : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2048x640xf16>
    return %y : tensor<2048x640xf16>
  }
  // Two contractions meet: which is the root of the group is not known yet.
  // CHECK-LABEL: func.func @two_roots
  // CHECK-NOT: kernel.blocks
  func.func @two_roots(%a: tensor<2048x320xf16>, %w: tensor<320x320xf16>, %r: tensor<2048x320xf16>, %v: tensor<320x640xf16>) -> tensor<2048x640xf16> {
    %z = arith.constant dense<0.0> : tensor<2048x320xf32>
    %m = linalg.matmul ins(%a, %w : tensor<2048x320xf16>, tensor<320x320xf16>) outs(%z : tensor<2048x320xf32>) -> tensor<2048x320xf32>
    %m2 = linalg.matmul ins(%r, %w : tensor<2048x320xf16>, tensor<320x320xf16>) outs(%z : tensor<2048x320xf32>) -> tensor<2048x320xf32>
    %h = tensor.empty() : tensor<2048x320xf16>
    %x = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]} ins(%m, %m2 : tensor<2048x320xf32>, tensor<2048x320xf32>) outs(%h : tensor<2048x320xf16>) {
    ^bb0(%i0: f32, %i1: f32, %o: f16):
      %t = arith.addf %i0, %i1 : f32
      %u = arith.truncf %t : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2048x320xf16>
    %e = tensor.empty() : tensor<2048x2xf32>
    %s = fused.row_statistics epsilon = 1.0e-5 ins(%x : tensor<2048x320xf16>) outs(%e : tensor<2048x2xf32>) -> tensor<2048x2xf32>
    %z1 = arith.constant dense<0.0> : tensor<2048x640xf32>
    %p = linalg.matmul ins(%x, %v : tensor<2048x320xf16>, tensor<320x640xf16>) outs(%z1 : tensor<2048x640xf32>) -> tensor<2048x640xf32>
    %f = tensor.empty() : tensor<2048x640xf16>
    %y = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, 1)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]} ins(%p, %s : tensor<2048x640xf32>, tensor<2048x2xf32>) outs(%f : tensor<2048x640xf16>) {
    ^bb0(%i0: f32, %i1: f32, %o: f16):
      %t = arith.mulf %i0, %i1 : f32
      %u = arith.truncf %t : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2048x640xf16>
    return %y : tensor<2048x640xf16>
  }
  // Nor is it where the other can sum nothing.
  // CHECK-LABEL: func.func @softmax
  // CHECK-NOT: kernel.blocks
  func.func @softmax(%a: tensor<2048x320xf16>, %w: tensor<320x320xf16>, %r: tensor<2048x320xf16>, %v: tensor<320x640xf16>, %q: tensor<2048x320xf32>) -> tensor<2048x640xf16> {
    %z = arith.constant dense<0.0> : tensor<2048x320xf32>
    %m = linalg.matmul ins(%a, %w : tensor<2048x320xf16>, tensor<320x320xf16>) outs(%z : tensor<2048x320xf32>) -> tensor<2048x320xf32>
    %h2 = tensor.empty() : tensor<2048x320xf32>
    %m2 = linalg.softmax dimension(1) ins(%q : tensor<2048x320xf32>) outs(%h2 : tensor<2048x320xf32>) -> tensor<2048x320xf32>
    %h = tensor.empty() : tensor<2048x320xf16>
    %x = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]} ins(%m, %m2 : tensor<2048x320xf32>, tensor<2048x320xf32>) outs(%h : tensor<2048x320xf16>) {
    ^bb0(%i0: f32, %i1: f32, %o: f16):
      %t = arith.addf %i0, %i1 : f32
      %u = arith.truncf %t : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2048x320xf16>
    %e = tensor.empty() : tensor<2048x2xf32>
    %s = fused.row_statistics epsilon = 1.0e-5 ins(%x : tensor<2048x320xf16>) outs(%e : tensor<2048x2xf32>) -> tensor<2048x2xf32>
    %z1 = arith.constant dense<0.0> : tensor<2048x640xf32>
    %p = linalg.matmul ins(%x, %v : tensor<2048x320xf16>, tensor<320x640xf16>) outs(%z1 : tensor<2048x640xf32>) -> tensor<2048x640xf32>
    %f = tensor.empty() : tensor<2048x640xf16>
    %y = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, 1)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]} ins(%p, %s : tensor<2048x640xf32>, tensor<2048x2xf32>) outs(%f : tensor<2048x640xf16>) {
    ^bb0(%i0: f32, %i1: f32, %o: f16):
      %t = arith.mulf %i0, %i1 : f32
      %u = arith.truncf %t : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2048x640xf16>
    return %y : tensor<2048x640xf16>
  }
  // CHECK-LABEL: func.func @parts
  // CHECK-NOT: kernel.blocks
  func.func @parts(%a: tensor<2048x320xf16>, %w: tensor<320x320xf16>, %r: tensor<2048x320xf16>, %v: tensor<320x640xf16>, %q: tensor<4x2048x320xf32>) -> tensor<2048x640xf16> {
    %z = arith.constant dense<0.0> : tensor<2048x320xf32>
    %m = linalg.matmul ins(%a, %w : tensor<2048x320xf16>, tensor<320x320xf16>) outs(%z : tensor<2048x320xf32>) -> tensor<2048x320xf32>
    %m2 = linalg.generic {indexing_maps = [affine_map<(m, n, p) -> (p, m, n)>, affine_map<(m, n, p) -> (m, n)>], iterator_types = ["parallel", "parallel", "reduction"]} ins(%q : tensor<4x2048x320xf32>) outs(%z : tensor<2048x320xf32>) {
    ^bb0(%i0: f32, %o: f32):
      %t = arith.addf %i0, %o : f32
      linalg.yield %t : f32
    } -> tensor<2048x320xf32>
    %h = tensor.empty() : tensor<2048x320xf16>
    %x = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]} ins(%m, %m2 : tensor<2048x320xf32>, tensor<2048x320xf32>) outs(%h : tensor<2048x320xf16>) {
    ^bb0(%i0: f32, %i1: f32, %o: f16):
      %t = arith.addf %i0, %i1 : f32
      %u = arith.truncf %t : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2048x320xf16>
    %e = tensor.empty() : tensor<2048x2xf32>
    %s = fused.row_statistics epsilon = 1.0e-5 ins(%x : tensor<2048x320xf16>) outs(%e : tensor<2048x2xf32>) -> tensor<2048x2xf32>
    %z1 = arith.constant dense<0.0> : tensor<2048x640xf32>
    %p = linalg.matmul ins(%x, %v : tensor<2048x320xf16>, tensor<320x640xf16>) outs(%z1 : tensor<2048x640xf32>) -> tensor<2048x640xf32>
    %f = tensor.empty() : tensor<2048x640xf16>
    %y = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, 1)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]} ins(%p, %s : tensor<2048x640xf32>, tensor<2048x2xf32>) outs(%f : tensor<2048x640xf16>) {
    ^bb0(%i0: f32, %i1: f32, %o: f16):
      %t = arith.mulf %i0, %i1 : f32
      %u = arith.truncf %t : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2048x640xf16>
    return %y : tensor<2048x640xf16>
  }
  // Few rows take the matrix-vector schedule.
  // CHECK-LABEL: func.func @few_rows
  // CHECK-NOT: kernel.blocks
  func.func @few_rows(%a: tensor<4x320xf16>, %w: tensor<320x320xf16>, %r: tensor<4x320xf16>, %v: tensor<320x640xf16>) -> tensor<4x640xf16> {
    %z = arith.constant dense<0.0> : tensor<4x320xf32>
    %m = linalg.matmul ins(%a, %w : tensor<4x320xf16>, tensor<320x320xf16>) outs(%z : tensor<4x320xf32>) -> tensor<4x320xf32>
    %h = tensor.empty() : tensor<4x320xf16>
    %x = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]} ins(%m, %r : tensor<4x320xf32>, tensor<4x320xf16>) outs(%h : tensor<4x320xf16>) {
    ^bb0(%i0: f32, %i1: f16, %o: f16):
      %g = arith.extf %i1 : f16 to f32
      %t = arith.addf %i0, %g : f32
      %u = arith.truncf %t : f32 to f16
      linalg.yield %u : f16
    } -> tensor<4x320xf16>
    %e = tensor.empty() : tensor<4x2xf32>
    %s = fused.row_statistics epsilon = 1.0e-5 ins(%x : tensor<4x320xf16>) outs(%e : tensor<4x2xf32>) -> tensor<4x2xf32>
    %z1 = arith.constant dense<0.0> : tensor<4x640xf32>
    %p = linalg.matmul ins(%x, %v : tensor<4x320xf16>, tensor<320x640xf16>) outs(%z1 : tensor<4x640xf32>) -> tensor<4x640xf32>
    %f = tensor.empty() : tensor<4x640xf16>
    %y = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, 1)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]} ins(%p, %s : tensor<4x640xf32>, tensor<4x2xf32>) outs(%f : tensor<4x640xf16>) {
    ^bb0(%i0: f32, %i1: f32, %o: f16):
      %t = arith.mulf %i0, %i1 : f32
      %u = arith.truncf %t : f32 to f16
      linalg.yield %u : f16
    } -> tensor<4x640xf16>
    return %y : tensor<4x640xf16>
  }
  // The reader has other rows than the statistics.
  // CHECK-LABEL: func.func @columns
  // CHECK-NOT: kernel.blocks
  func.func @columns(%a: tensor<2048x320xf16>, %w: tensor<320x640xf16>, %r: tensor<2048x640xf16>, %v: tensor<640x2048xf16>) -> tensor<2048x2048xf16> {
    %z = arith.constant dense<0.0> : tensor<2048x640xf32>
    %m = linalg.matmul ins(%a, %w : tensor<2048x320xf16>, tensor<320x640xf16>) outs(%z : tensor<2048x640xf32>) -> tensor<2048x640xf32>
    %h = tensor.empty() : tensor<2048x640xf16>
    %x = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]} ins(%m, %r : tensor<2048x640xf32>, tensor<2048x640xf16>) outs(%h : tensor<2048x640xf16>) {
    ^bb0(%i0: f32, %i1: f16, %o: f16):
      %g = arith.extf %i1 : f16 to f32
      %t = arith.addf %i0, %g : f32
      %u = arith.truncf %t : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2048x640xf16>
    %e = tensor.empty() : tensor<2048x2xf32>
    %s = fused.row_statistics epsilon = 1.0e-5 ins(%x : tensor<2048x640xf16>) outs(%e : tensor<2048x2xf32>) -> tensor<2048x2xf32>
    %z1 = arith.constant dense<0.0> : tensor<2048x2048xf32>
    %p = linalg.matmul ins(%x, %v : tensor<2048x640xf16>, tensor<640x2048xf16>) outs(%z1 : tensor<2048x2048xf32>) -> tensor<2048x2048xf32>
    %f = tensor.empty() : tensor<2048x2048xf16>
    %y = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (n, 1)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]} ins(%p, %s : tensor<2048x2048xf32>, tensor<2048x2xf32>) outs(%f : tensor<2048x2048xf16>) {
    ^bb0(%i0: f32, %i1: f32, %o: f16):
      %t = arith.mulf %i0, %i1 : f32
      %u = arith.truncf %t : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2048x2048xf16>
    return %y : tensor<2048x2048xf16>
  }
  // No contraction reads them.
  // CHECK-LABEL: func.func @element_wise
  // CHECK-NOT: kernel.blocks
  func.func @element_wise(%a: tensor<2048x320xf16>, %w: tensor<320x320xf16>, %r: tensor<2048x320xf16>, %v: tensor<320x640xf16>) -> tensor<2048x320xf16> {
    %z = arith.constant dense<0.0> : tensor<2048x320xf32>
    %m = linalg.matmul ins(%a, %w : tensor<2048x320xf16>, tensor<320x320xf16>) outs(%z : tensor<2048x320xf32>) -> tensor<2048x320xf32>
    %h = tensor.empty() : tensor<2048x320xf16>
    %x = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]} ins(%m, %r : tensor<2048x320xf32>, tensor<2048x320xf16>) outs(%h : tensor<2048x320xf16>) {
    ^bb0(%i0: f32, %i1: f16, %o: f16):
      %g = arith.extf %i1 : f16 to f32
      %t = arith.addf %i0, %g : f32
      %u = arith.truncf %t : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2048x320xf16>
    %e = tensor.empty() : tensor<2048x2xf32>
    %s = fused.row_statistics epsilon = 1.0e-5 ins(%x : tensor<2048x320xf16>) outs(%e : tensor<2048x2xf32>) -> tensor<2048x2xf32>
    %f = tensor.empty() : tensor<2048x320xf16>
    %y = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, 1)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]} ins(%x, %s : tensor<2048x320xf16>, tensor<2048x2xf32>) outs(%f : tensor<2048x320xf16>) {
    ^bb0(%i0: f16, %i1: f32, %o: f16):
      %g = arith.extf %i0 : f16 to f32
      %t = arith.mulf %g, %i1 : f32
      %u = arith.truncf %t : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2048x320xf16>
    return %y : tensor<2048x320xf16>
  }
  // Nor is the result of the function one.
  // CHECK-LABEL: func.func @returned
  // CHECK-NOT: kernel.blocks
  func.func @returned(%a: tensor<2048x320xf16>, %w: tensor<320x320xf16>, %r: tensor<2048x320xf16>, %v: tensor<320x640xf16>) -> tensor<2048x2xf32> {
    %z = arith.constant dense<0.0> : tensor<2048x320xf32>
    %m = linalg.matmul ins(%a, %w : tensor<2048x320xf16>, tensor<320x320xf16>) outs(%z : tensor<2048x320xf32>) -> tensor<2048x320xf32>
    %h = tensor.empty() : tensor<2048x320xf16>
    %x = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]} ins(%m, %r : tensor<2048x320xf32>, tensor<2048x320xf16>) outs(%h : tensor<2048x320xf16>) {
    ^bb0(%i0: f32, %i1: f16, %o: f16):
      %g = arith.extf %i1 : f16 to f32
      %t = arith.addf %i0, %g : f32
      %u = arith.truncf %t : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2048x320xf16>
    %e = tensor.empty() : tensor<2048x2xf32>
    %s = fused.row_statistics epsilon = 1.0e-5 ins(%x : tensor<2048x320xf16>) outs(%e : tensor<2048x2xf32>) -> tensor<2048x2xf32>
    return %s : tensor<2048x2xf32>
  }
}

// -----

module attributes {burin.target = {name = "h100", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 300000000, f32_gflops = 100, launch_ns = 0, matrix_unit = "mma.sync", matrix_gflops = 800000, matrix_tiles = [[64, 64, 32, 32, 2, 32, 2, 300, 500]]}} {
  // Arithmetic costs more than launches and bytes.
  // CHECK-LABEL: func.func @slow
  // CHECK-NOT: kernel.blocks
  func.func @slow(%a: tensor<2048x320xf16>, %w: tensor<320x320xf16>, %r: tensor<2048x320xf16>, %v: tensor<320x640xf16>) -> tensor<2048x640xf16> {
    %z = arith.constant dense<0.0> : tensor<2048x320xf32>
    %m = linalg.matmul ins(%a, %w : tensor<2048x320xf16>, tensor<320x320xf16>) outs(%z : tensor<2048x320xf32>) -> tensor<2048x320xf32>
    %h = tensor.empty() : tensor<2048x320xf16>
    %x = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]} ins(%m, %r : tensor<2048x320xf32>, tensor<2048x320xf16>) outs(%h : tensor<2048x320xf16>) {
    ^bb0(%i0: f32, %i1: f16, %o: f16):
      %g = arith.extf %i1 : f16 to f32
      %t = arith.addf %i0, %g : f32
      %u = arith.truncf %t : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2048x320xf16>
    %e = tensor.empty() : tensor<2048x2xf32>
    %s = fused.row_statistics epsilon = 1.0e-5 ins(%x : tensor<2048x320xf16>) outs(%e : tensor<2048x2xf32>) -> tensor<2048x2xf32>
    %z1 = arith.constant dense<0.0> : tensor<2048x640xf32>
    %p = linalg.matmul ins(%x, %v : tensor<2048x320xf16>, tensor<320x640xf16>) outs(%z1 : tensor<2048x640xf32>) -> tensor<2048x640xf32>
    %f = tensor.empty() : tensor<2048x640xf16>
    %y = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, 1)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]} ins(%p, %s : tensor<2048x640xf32>, tensor<2048x2xf32>) outs(%f : tensor<2048x640xf16>) {
    ^bb0(%i0: f32, %i1: f32, %o: f16):
      %t = arith.mulf %i0, %i1 : f32
      %u = arith.truncf %t : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2048x640xf16>
    return %y : tensor<2048x640xf16>
  }
}

// -----

module attributes {burin.target = {name = "h100", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, launch_ns = 2500}} {
  // Other schedules do not hold whole rows of blocks.
  // CHECK-LABEL: func.func @portable
  // CHECK-NOT: kernel.blocks
  func.func @portable(%a: tensor<2048x320xf16>, %w: tensor<320x320xf16>, %r: tensor<2048x320xf16>, %v: tensor<320x640xf16>) -> tensor<2048x640xf16> {
    %z = arith.constant dense<0.0> : tensor<2048x320xf32>
    %m = linalg.matmul ins(%a, %w : tensor<2048x320xf16>, tensor<320x320xf16>) outs(%z : tensor<2048x320xf32>) -> tensor<2048x320xf32>
    %h = tensor.empty() : tensor<2048x320xf16>
    %x = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]} ins(%m, %r : tensor<2048x320xf32>, tensor<2048x320xf16>) outs(%h : tensor<2048x320xf16>) {
    ^bb0(%i0: f32, %i1: f16, %o: f16):
      %g = arith.extf %i1 : f16 to f32
      %t = arith.addf %i0, %g : f32
      %u = arith.truncf %t : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2048x320xf16>
    %e = tensor.empty() : tensor<2048x2xf32>
    %s = fused.row_statistics epsilon = 1.0e-5 ins(%x : tensor<2048x320xf16>) outs(%e : tensor<2048x2xf32>) -> tensor<2048x2xf32>
    %z1 = arith.constant dense<0.0> : tensor<2048x640xf32>
    %p = linalg.matmul ins(%x, %v : tensor<2048x320xf16>, tensor<320x640xf16>) outs(%z1 : tensor<2048x640xf32>) -> tensor<2048x640xf32>
    %f = tensor.empty() : tensor<2048x640xf16>
    %y = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, 1)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]} ins(%p, %s : tensor<2048x640xf32>, tensor<2048x2xf32>) outs(%f : tensor<2048x640xf16>) {
    ^bb0(%i0: f32, %i1: f32, %o: f16):
      %t = arith.mulf %i0, %i1 : f32
      %u = arith.truncf %t : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2048x640xf16>
    return %y : tensor<2048x640xf16>
  }
}

// -----

module attributes {burin.target = {name = "h100", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, launch_ns = 2500, api = "vulkan", matrix_unit = "cooperative-matrix", matrix_gflops = 800000, matrix_tiles = [[64, 64, 32, 32, 2, 32, 2, 300, 500]]}} {
  // Cooperative matrices, likewise.
  // CHECK-LABEL: func.func @cooperative
  // CHECK: fused.row_statistics {{.*}} {kernel.blocks = 10 : i64}
  func.func @cooperative(%a: tensor<2048x320xf16>, %w: tensor<320x320xf16>, %r: tensor<2048x320xf16>, %v: tensor<320x640xf16>) -> tensor<2048x640xf16> {
    %z = arith.constant dense<0.0> : tensor<2048x320xf32>
    %m = linalg.matmul ins(%a, %w : tensor<2048x320xf16>, tensor<320x320xf16>) outs(%z : tensor<2048x320xf32>) -> tensor<2048x320xf32>
    %h = tensor.empty() : tensor<2048x320xf16>
    %x = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]} ins(%m, %r : tensor<2048x320xf32>, tensor<2048x320xf16>) outs(%h : tensor<2048x320xf16>) {
    ^bb0(%i0: f32, %i1: f16, %o: f16):
      %g = arith.extf %i1 : f16 to f32
      %t = arith.addf %i0, %g : f32
      %u = arith.truncf %t : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2048x320xf16>
    %e = tensor.empty() : tensor<2048x2xf32>
    %s = fused.row_statistics epsilon = 1.0e-5 ins(%x : tensor<2048x320xf16>) outs(%e : tensor<2048x2xf32>) -> tensor<2048x2xf32>
    %z1 = arith.constant dense<0.0> : tensor<2048x640xf32>
    %p = linalg.matmul ins(%x, %v : tensor<2048x320xf16>, tensor<320x640xf16>) outs(%z1 : tensor<2048x640xf32>) -> tensor<2048x640xf32>
    %f = tensor.empty() : tensor<2048x640xf16>
    %y = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, 1)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]} ins(%p, %s : tensor<2048x640xf32>, tensor<2048x2xf32>) outs(%f : tensor<2048x640xf16>) {
    ^bb0(%i0: f32, %i1: f32, %o: f16):
      %t = arith.mulf %i0, %i1 : f32
      %u = arith.truncf %t : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2048x640xf16>
    return %y : tensor<2048x640xf16>
  }
  // Their schedule writes no sums where the rhs runs along k.
  // CHECK-LABEL: func.func @along_k
  // CHECK-NOT: kernel.blocks
  func.func @along_k(%a: tensor<2048x320xf16>, %w: tensor<320x320xf16>, %r: tensor<2048x320xf16>, %v: tensor<320x640xf16>) -> tensor<2048x640xf16> {
    %z = arith.constant dense<0.0> : tensor<2048x320xf32>
    %m = linalg.matmul indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (n, k)>, affine_map<(m, n, k) -> (m, n)>] ins(%a, %w : tensor<2048x320xf16>, tensor<320x320xf16>) outs(%z : tensor<2048x320xf32>) -> tensor<2048x320xf32>
    %h = tensor.empty() : tensor<2048x320xf16>
    %x = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]} ins(%m, %r : tensor<2048x320xf32>, tensor<2048x320xf16>) outs(%h : tensor<2048x320xf16>) {
    ^bb0(%i0: f32, %i1: f16, %o: f16):
      %g = arith.extf %i1 : f16 to f32
      %t = arith.addf %i0, %g : f32
      %u = arith.truncf %t : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2048x320xf16>
    %e = tensor.empty() : tensor<2048x2xf32>
    %s = fused.row_statistics epsilon = 1.0e-5 ins(%x : tensor<2048x320xf16>) outs(%e : tensor<2048x2xf32>) -> tensor<2048x2xf32>
    %z1 = arith.constant dense<0.0> : tensor<2048x640xf32>
    %p = linalg.matmul ins(%x, %v : tensor<2048x320xf16>, tensor<320x640xf16>) outs(%z1 : tensor<2048x640xf32>) -> tensor<2048x640xf32>
    %f = tensor.empty() : tensor<2048x640xf16>
    %y = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, 1)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]} ins(%p, %s : tensor<2048x640xf32>, tensor<2048x2xf32>) outs(%f : tensor<2048x640xf16>) {
    ^bb0(%i0: f32, %i1: f32, %o: f16):
      %t = arith.mulf %i0, %i1 : f32
      %u = arith.truncf %t : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2048x640xf16>
    return %y : tensor<2048x640xf16>
  }
}
