// RUN: burin-opt %s --select-kernel-config --verify-kernel-config | FileCheck %s

// Work groups and widths of rows, reductions and element-wise groups.
// A phone: at most 64 work items.

module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  // The lanes divide the row.
  // CHECK: func.func private @softmax_4096({{.*}}<schedule = "row", workgroup = [64, 1, 1], tile = [0], vector = 4>
  func.func private @softmax_4096(%x: tensor<8x4096xf32>) -> tensor<8x4096xf32> {
    %e = tensor.empty() : tensor<8x4096xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<8x4096xf32>) outs(%e : tensor<8x4096xf32>) -> tensor<8x4096xf32>
    return %0 : tensor<8x4096xf32>
  }
  // 77 tokens: an odd row is read by scalars.
  // CHECK: func.func private @softmax_77({{.*}}<schedule = "row", workgroup = [16, 4, 1], tile = [1], vector = 1>
  func.func private @softmax_77(%x: tensor<8x77xf32>) -> tensor<8x77xf32> {
    %e = tensor.empty() : tensor<8x77xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<8x77xf32>) outs(%e : tensor<8x77xf32>) -> tensor<8x77xf32>
    return %0 : tensor<8x77xf32>
  }
  // Statistics follow the row they read, not the pair they write.
  // CHECK: func.func private @statistics_512({{.*}}<schedule = "row", workgroup = [32, 2, 1], tile = [1], vector = 4>
  func.func private @statistics_512(%x: tensor<8x512xf32>) -> tensor<8x2xf32> {
    %e = tensor.empty() : tensor<8x2xf32>
    %0 = fused.softmax_statistics ins(%x : tensor<8x512xf32>) outs(%e : tensor<8x2xf32>) -> tensor<8x2xf32>
    return %0 : tensor<8x2xf32>
  }
  // Group norm: channels of a group are contiguous, 10 of them.
  // CHECK: func.func private @group_norm_320({{.*}}<schedule = "row", workgroup = [64, 1, 1], tile = [1], vector = 2>
  func.func private @group_norm_320(%x: tensor<1x64x320xf32>, %g: tensor<320xf32>) -> tensor<1x64x320xf32> {
    %e = tensor.empty() : tensor<1x64x320xf32>
    %0 = fused.group_norm groups = 32 epsilon = 1.0e-5 ins(%x, %g, %g : tensor<1x64x320xf32>, tensor<320xf32>, tensor<320xf32>) outs(%e : tensor<1x64x320xf32>) -> tensor<1x64x320xf32>
    return %0 : tensor<1x64x320xf32>
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
  // Few results of long sums: a work group for each.
  // CHECK: func.func private @sum_few({{.*}}<schedule = "reduction", workgroup = [64, 1, 1], tile = [64], vector = 1>
  func.func private @sum_few(%x: tensor<5x4096xf32>) -> tensor<5xf32> {
    %i = arith.constant dense<0.0> : tensor<5xf32>
    %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<5x4096xf32>) outs(%i : tensor<5xf32>) {
    ^bb0(%a: f32, %o: f32):
      %s = arith.addf %a, %o : f32
      linalg.yield %s : f32
    } -> tensor<5xf32>
    return %0 : tensor<5xf32>
  }
  // Element-wise: the last extent is read in whole vectors.
  // CHECK: func.func private @copy_wide({{.*}}<schedule = "elementwise", workgroup = [64, 1, 1], tile = [], vector = 4>
  func.func private @copy_wide(%x: tensor<64x64xf32>) -> tensor<64x64xf32> {
    return %x : tensor<64x64xf32>
  }
  // Fewer elements than the processors have work items for: one each.
  // CHECK: func.func private @copy_few({{.*}}<schedule = "elementwise", workgroup = [16, 1, 1], tile = [], vector = 1>
  func.func private @copy_few(%x: tensor<3x4xf32>) -> tensor<3x4xf32> {
    return %x : tensor<3x4xf32>
  }
}
