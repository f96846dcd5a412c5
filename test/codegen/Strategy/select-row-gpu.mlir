// RUN: burin-opt %s --select-kernel-config --verify-kernel-config | FileCheck %s

// Work groups and widths of rows, reductions and element-wise groups.
// A GPU: a few accesses per work item, several short rows in a work group.

module attributes {burin.target = {name = "gpu", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 128, register_tile = [4, 2], contraction_workgroup = [16, 8]}} {
  // The lanes divide the row.
  // CHECK: func.func private @softmax_4096({{.*}}<schedule = "row", workgroup = [256, 1, 1], tile = [1], vector = 4>
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
  // A row of 6: accesses of 2, by neighbours side by side.
  // CHECK: func.func private @softmax_6({{.*}}<schedule = "row", workgroup = [2, 8, 1], tile = [1], vector = 2>
  func.func private @softmax_6(%x: tensor<8x6xf32>) -> tensor<8x6xf32> {
    %e = tensor.empty() : tensor<8x6xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<8x6xf32>) outs(%e : tensor<8x6xf32>) -> tensor<8x6xf32>
    return %0 : tensor<8x6xf32>
  }
  // No more items than accesses where rows are few.
  // CHECK: func.func private @softmax_36({{.*}}<schedule = "row", workgroup = [8, 8, 1], tile = [1], vector = 4>
  func.func private @softmax_36(%x: tensor<8x36xf32>) -> tensor<8x36xf32> {
    %e = tensor.empty() : tensor<8x36xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<8x36xf32>) outs(%e : tensor<8x36xf32>) -> tensor<8x36xf32>
    return %0 : tensor<8x36xf32>
  }
  // A row of one element.
  // CHECK: func.func private @softmax_1({{.*}}<schedule = "row", workgroup = [1, 8, 1], tile = [1], vector = 1>
  func.func private @softmax_1(%x: tensor<8x1xf32>) -> tensor<8x1xf32> {
    %e = tensor.empty() : tensor<8x1xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<8x1xf32>) outs(%e : tensor<8x1xf32>) -> tensor<8x1xf32>
    return %0 : tensor<8x1xf32>
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
  // 8 channels of a group; a row is 8 x 16 elements.
  // CHECK: func.func private @group_norm_64({{.*}}<schedule = "row", workgroup = [8, 8, 1], tile = [1], vector = 4>
  func.func private @group_norm_64(%x: tensor<1x16x64xf32>, %g: tensor<64xf32>) -> tensor<1x16x64xf32> {
    %e = tensor.empty() : tensor<1x16x64xf32>
    %0 = fused.group_norm groups = 8 epsilon = 1.0e-5 ins(%x, %g, %g : tensor<1x16x64xf32>, tensor<64xf32>, tensor<64xf32>) outs(%e : tensor<1x16x64xf32>) -> tensor<1x16x64xf32>
    return %0 : tensor<1x16x64xf32>
  }
  // A reduction has an item per result.
  // CHECK: func.func private @sum_many({{.*}}<schedule = "reduction", workgroup = [128, 1, 1], tile = [], vector = 1>
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
  // CHECK: func.func private @sum_few({{.*}}<schedule = "reduction", workgroup = [128, 1, 1], tile = [128], vector = 1>
  func.func private @sum_few(%x: tensor<5x4096xf32>) -> tensor<5xf32> {
    %i = arith.constant dense<0.0> : tensor<5xf32>
    %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<5x4096xf32>) outs(%i : tensor<5xf32>) {
    ^bb0(%a: f32, %o: f32):
      %s = arith.addf %a, %o : f32
      linalg.yield %s : f32
    } -> tensor<5xf32>
    return %0 : tensor<5xf32>
  }
  // A short sum: no more items than results, to a power of two.
  // CHECK: func.func private @sum_short({{.*}}<schedule = "reduction", workgroup = [8, 1, 1], tile = [], vector = 1>
  func.func private @sum_short(%x: tensor<5x12xf32>) -> tensor<5xf32> {
    %i = arith.constant dense<0.0> : tensor<5xf32>
    %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<5x12xf32>) outs(%i : tensor<5xf32>) {
    ^bb0(%a: f32, %o: f32):
      %s = arith.addf %a, %o : f32
      linalg.yield %s : f32
    } -> tensor<5xf32>
    return %0 : tensor<5xf32>
  }
  // Not shared: what each item would begin with counts as often as there are items.
  // CHECK: func.func private @sum_from_one({{.*}}<schedule = "reduction", workgroup = [8, 1, 1], tile = [], vector = 1>
  func.func private @sum_from_one(%x: tensor<5x4096xf32>) -> tensor<5xf32> {
    %i = arith.constant dense<1.0> : tensor<5xf32>
    %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<5x4096xf32>) outs(%i : tensor<5xf32>) {
    ^bb0(%a: f32, %o: f32):
      %s = arith.addf %a, %o : f32
      linalg.yield %s : f32
    } -> tensor<5xf32>
    return %0 : tensor<5xf32>
  }
  // CHECK: func.func private @product_few({{.*}}<schedule = "reduction", workgroup = [8, 1, 1], tile = [], vector = 1>
  func.func private @product_few(%x: tensor<5x4096xf32>) -> tensor<5xf32> {
    %i = arith.constant dense<1.0> : tensor<5xf32>
    %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<5x4096xf32>) outs(%i : tensor<5xf32>) {
    ^bb0(%a: f32, %o: f32):
      %s = arith.mulf %a, %o : f32
      linalg.yield %s : f32
    } -> tensor<5xf32>
    return %0 : tensor<5xf32>
  }
  // An extremum may begin with anything.
  // CHECK: func.func private @least_few({{.*}}<schedule = "reduction", workgroup = [128, 1, 1], tile = [128], vector = 1>
  func.func private @least_few(%x: tensor<5x4096xf32>) -> tensor<5xf32> {
    %i = arith.constant dense<1.0> : tensor<5xf32>
    %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<5x4096xf32>) outs(%i : tensor<5xf32>) {
    ^bb0(%a: f32, %o: f32):
      %s = arith.minimumf %a, %o : f32
      linalg.yield %s : f32
    } -> tensor<5xf32>
    return %0 : tensor<5xf32>
  }
  // A single result.
  // CHECK: func.func private @sum_one({{.*}}<schedule = "reduction", workgroup = [128, 1, 1], tile = [128], vector = 1>
  func.func private @sum_one(%x: tensor<1x4096xf32>) -> tensor<1xf32> {
    %i = arith.constant dense<0.0> : tensor<1xf32>
    %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<1x4096xf32>) outs(%i : tensor<1xf32>) {
    ^bb0(%a: f32, %o: f32):
      %s = arith.addf %a, %o : f32
      linalg.yield %s : f32
    } -> tensor<1xf32>
    return %0 : tensor<1xf32>
  }
  // Element-wise: the last extent is read in whole vectors.
  // CHECK: func.func private @copy_wide({{.*}}<schedule = "elementwise", workgroup = [128, 1, 1], tile = [], vector = 4>
  func.func private @copy_wide(%x: tensor<64x64xf32>) -> tensor<64x64xf32> {
    return %x : tensor<64x64xf32>
  }
  // A last extent of 3 has no vectors, although the tensor holds many.
  // CHECK: func.func private @copy_rgb({{.*}}<schedule = "elementwise", workgroup = [128, 1, 1], tile = [], vector = 1>
  func.func private @copy_rgb(%x: tensor<64x64x3xf32>) -> tensor<64x64x3xf32> {
    return %x : tensor<64x64x3xf32>
  }
  // Halves: as many lanes as f32 has, because they are computed as such.
  // CHECK: func.func private @copy_half({{.*}}<schedule = "elementwise", workgroup = [128, 1, 1], tile = [], vector = 4>
  func.func private @copy_half(%x: tensor<64x64xf16>) -> tensor<64x64xf16> {
    return %x : tensor<64x64xf16>
  }
  // A copy of 64-bit integers may move vectors.
  // CHECK: func.func private @copy_i64({{.*}}<schedule = "elementwise", workgroup = [128, 1, 1], tile = [], vector = 4>
  func.func private @copy_i64(%x: tensor<64x64xi64>) -> tensor<64x64xi64> {
    return %x : tensor<64x64xi64>
  }
  // Arithmetic on them stays scalar: vectors of 64-bit integers cost conversions.
  // CHECK: func.func private @sum_i64({{.*}}<schedule = "elementwise", workgroup = [128, 1, 1], tile = [], vector = 1>
  func.func private @sum_i64(%x: tensor<64x64xi64>) -> tensor<64x64xi64> {
    %e = tensor.empty() : tensor<64x64xi64>
    %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]} ins(%x : tensor<64x64xi64>) outs(%e : tensor<64x64xi64>) {
    ^bb0(%a: i64, %o: i64):
      %s = arith.addi %a, %a : i64
      linalg.yield %s : i64
    } -> tensor<64x64xi64>
    return %0 : tensor<64x64xi64>
  }
  // So does arithmetic on bytes.
  // CHECK: func.func private @sum_i8({{.*}}<schedule = "elementwise", workgroup = [128, 1, 1], tile = [], vector = 1>
  func.func private @sum_i8(%x: tensor<64x64xi8>) -> tensor<64x64xi8> {
    %e = tensor.empty() : tensor<64x64xi8>
    %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]} ins(%x : tensor<64x64xi8>) outs(%e : tensor<64x64xi8>) {
    ^bb0(%a: i8, %o: i8):
      %s = arith.addi %a, %a : i8
      linalg.yield %s : i8
    } -> tensor<64x64xi8>
    return %0 : tensor<64x64xi8>
  }
  // 32-bit integers are computed in vectors.
  // CHECK: func.func private @sum_i32({{.*}}<schedule = "elementwise", workgroup = [128, 1, 1], tile = [], vector = 4>
  func.func private @sum_i32(%x: tensor<64x64xi32>) -> tensor<64x64xi32> {
    %e = tensor.empty() : tensor<64x64xi32>
    %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]} ins(%x : tensor<64x64xi32>) outs(%e : tensor<64x64xi32>) {
    ^bb0(%a: i32, %o: i32):
      %s = arith.addi %a, %a : i32
      linalg.yield %s : i32
    } -> tensor<64x64xi32>
    return %0 : tensor<64x64xi32>
  }
  // Booleans are moved in vectors.
  // CHECK: func.func private @copy_i1({{.*}}<schedule = "elementwise", workgroup = [128, 1, 1], tile = [], vector = 4>
  func.func private @copy_i1(%x: tensor<64x64xi1>) -> tensor<64x64xi1> {
    return %x : tensor<64x64xi1>
  }
  // A scalar.
  // CHECK: func.func private @copy_scalar({{.*}}<schedule = "elementwise", workgroup = [1, 1, 1], tile = [], vector = 1>
  func.func private @copy_scalar(%x: tensor<f32>) -> tensor<f32> {
    return %x : tensor<f32>
  }
  // Fewer elements than a processor has work items for: one each.
  // CHECK: func.func private @copy_few({{.*}}<schedule = "elementwise", workgroup = [16, 1, 1], tile = [], vector = 1>
  func.func private @copy_few(%x: tensor<3x4xf32>) -> tensor<3x4xf32> {
    return %x : tensor<3x4xf32>
  }
}
