// RUN: burin-opt %s --select-kernel-config --verify-kernel-config | FileCheck %s

// Work groups and widths of rows, reductions and element-wise groups.
// A CPU: one work item per row.

module attributes {burin.target = {name = "cpu", kind = "cpu", local_memory_bytes = 32768, max_workgroup_size = 4096, subgroup_size = 8, vector_bytes = 32, workgroup_items = 64, register_tile = [6, 2], contraction_workgroup = [1, 8]}} {
  // The lanes divide the row.
  // CHECK: func.func private @softmax_4096({{.*}}<schedule = "row", workgroup = [1, 1, 1], tile = [], vector = 8>
  func.func private @softmax_4096(%x: tensor<8x4096xf32>) -> tensor<8x4096xf32> {
    %e = tensor.empty() : tensor<8x4096xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<8x4096xf32>) outs(%e : tensor<8x4096xf32>) -> tensor<8x4096xf32>
    return %0 : tensor<8x4096xf32>
  }
  // 77 tokens: an odd row is read by scalars.
  // CHECK: func.func private @softmax_77({{.*}}<schedule = "row", workgroup = [1, 1, 1], tile = [], vector = 1>
  func.func private @softmax_77(%x: tensor<8x77xf32>) -> tensor<8x77xf32> {
    %e = tensor.empty() : tensor<8x77xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<8x77xf32>) outs(%e : tensor<8x77xf32>) -> tensor<8x77xf32>
    return %0 : tensor<8x77xf32>
  }
  // A row of 36 is read in accesses of 4.
  // CHECK: func.func private @softmax_36({{.*}}<schedule = "row", workgroup = [1, 1, 1], tile = [], vector = 4>
  func.func private @softmax_36(%x: tensor<8x36xf32>) -> tensor<8x36xf32> {
    %e = tensor.empty() : tensor<8x36xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<8x36xf32>) outs(%e : tensor<8x36xf32>) -> tensor<8x36xf32>
    return %0 : tensor<8x36xf32>
  }
  // Statistics follow the row they read, not the pair they write.
  // CHECK: func.func private @statistics_512({{.*}}<schedule = "row", workgroup = [1, 1, 1], tile = [], vector = 8>
  func.func private @statistics_512(%x: tensor<8x512xf32>) -> tensor<8x2xf32> {
    %e = tensor.empty() : tensor<8x2xf32>
    %0 = fused.softmax_statistics ins(%x : tensor<8x512xf32>) outs(%e : tensor<8x2xf32>) -> tensor<8x2xf32>
    return %0 : tensor<8x2xf32>
  }
  // Group norm: channels of a group are contiguous, 10 of them.
  // CHECK: func.func private @group_norm_320({{.*}}<schedule = "row", workgroup = [1, 1, 1], tile = [], vector = 2>
  func.func private @group_norm_320(%x: tensor<1x64x320xf32>, %g: tensor<320xf32>) -> tensor<1x64x320xf32> {
    %e = tensor.empty() : tensor<1x64x320xf32>
    %0 = fused.group_norm groups = 32 epsilon = 1.0e-5 ins(%x, %g, %g : tensor<1x64x320xf32>, tensor<320xf32>, tensor<320xf32>) outs(%e : tensor<1x64x320xf32>) -> tensor<1x64x320xf32>
    return %0 : tensor<1x64x320xf32>
  }
  // 8 channels of a group; a row is 8 x 16 elements.
  // CHECK: func.func private @group_norm_64({{.*}}<schedule = "row", workgroup = [1, 1, 1], tile = [], vector = 8>
  func.func private @group_norm_64(%x: tensor<1x16x64xf32>, %g: tensor<64xf32>) -> tensor<1x16x64xf32> {
    %e = tensor.empty() : tensor<1x16x64xf32>
    %0 = fused.group_norm groups = 8 epsilon = 1.0e-5 ins(%x, %g, %g : tensor<1x16x64xf32>, tensor<64xf32>, tensor<64xf32>) outs(%e : tensor<1x16x64xf32>) -> tensor<1x16x64xf32>
    return %0 : tensor<1x16x64xf32>
  }
  // A reduction has an item per result.
  // CHECK: func.func private @sum_many({{.*}}<schedule = "reduction", workgroup = [64, 1, 1], tile = [], vector = 1>
  func.func private @sum_many(%x: tensor<4096x8xf32>) -> tensor<4096xf32> {
    %i = arith.constant dense<0.0> : tensor<4096xf32>
    %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<4096x8xf32>) outs(%i : tensor<4096xf32>) {
    ^bb0(%a: f32, %o: f32):
      %s = arith.addf %a, %o : f32
      linalg.yield %s : f32
    } -> tensor<4096xf32>
    return %0 : tensor<4096xf32>
  }
  // Element-wise: the last extent is read in whole vectors.
  // CHECK: func.func private @copy_wide({{.*}}<schedule = "elementwise", workgroup = [64, 1, 1], tile = [], vector = 8>
  func.func private @copy_wide(%x: tensor<64x64xf32>) -> tensor<64x64xf32> {
    return %x : tensor<64x64xf32>
  }
  // Halves: as many lanes as f32 has, because they are computed as such.
  // CHECK: func.func private @copy_half({{.*}}<schedule = "elementwise", workgroup = [64, 1, 1], tile = [], vector = 8>
  func.func private @copy_half(%x: tensor<64x64xf16>) -> tensor<64x64xf16> {
    return %x : tensor<64x64xf16>
  }
  // Arithmetic on them stays scalar: vectors of 64-bit integers cost conversions.
  // CHECK: func.func private @sum_i64({{.*}}<schedule = "elementwise", workgroup = [64, 1, 1], tile = [], vector = 1>
  func.func private @sum_i64(%x: tensor<64x64xi64>) -> tensor<64x64xi64> {
    %e = tensor.empty() : tensor<64x64xi64>
    %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]} ins(%x : tensor<64x64xi64>) outs(%e : tensor<64x64xi64>) {
    ^bb0(%a: i64, %o: i64):
      %s = arith.addi %a, %a : i64
      linalg.yield %s : i64
    } -> tensor<64x64xi64>
    return %0 : tensor<64x64xi64>
  }
  // 32-bit integers are computed in vectors.
  // CHECK: func.func private @sum_i32({{.*}}<schedule = "elementwise", workgroup = [64, 1, 1], tile = [], vector = 8>
  func.func private @sum_i32(%x: tensor<64x64xi32>) -> tensor<64x64xi32> {
    %e = tensor.empty() : tensor<64x64xi32>
    %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]} ins(%x : tensor<64x64xi32>) outs(%e : tensor<64x64xi32>) {
    ^bb0(%a: i32, %o: i32):
      %s = arith.addi %a, %a : i32
      linalg.yield %s : i32
    } -> tensor<64x64xi32>
    return %0 : tensor<64x64xi32>
  }
}
