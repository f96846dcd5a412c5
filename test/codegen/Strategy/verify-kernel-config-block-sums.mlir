// RUN: burin-opt %s -split-input-file -verify-diagnostics --verify-kernel-config

// A work group of 4 x 4 rows, blocks of 16: nothing to say.
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255}} {
  func.func private @g(%a: tensor<64x6xf32>, %b: tensor<6x16xf32>) -> (tensor<64x16xf32>, tensor<1x4x2x16xf32>) attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [4, 4, 1], tile = [4, 1, 1, 0], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<64x16xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x6xf32>, tensor<6x16xf32>) outs(%z : tensor<64x16xf32>) -> tensor<64x16xf32>
    %v = tensor.expand_shape %0 [[0, 1], [2]] output_shape [1, 64, 16] : tensor<64x16xf32> into tensor<1x64x16xf32>
    %e = tensor.empty() : tensor<1x4x2x16xf32>
    %s = fused.block_sums ins(%v : tensor<1x64x16xf32>) outs(%e : tensor<1x4x2x16xf32>) -> tensor<1x4x2x16xf32>
    return %0, %s : tensor<64x16xf32>, tensor<1x4x2x16xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255}} {
  // expected-error @below {{config sums blocks of 8 rows, but the group's fused.block_sums has blocks of 16}}
  func.func private @g(%a: tensor<64x6xf32>, %b: tensor<6x16xf32>) -> (tensor<64x16xf32>, tensor<1x4x2x16xf32>) attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [4, 2, 1], tile = [4, 1, 1, 0], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<64x16xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x6xf32>, tensor<6x16xf32>) outs(%z : tensor<64x16xf32>) -> tensor<64x16xf32>
    %v = tensor.expand_shape %0 [[0, 1], [2]] output_shape [1, 64, 16] : tensor<64x16xf32> into tensor<1x64x16xf32>
    %e = tensor.empty() : tensor<1x4x2x16xf32>
    %s = fused.block_sums ins(%v : tensor<1x64x16xf32>) outs(%e : tensor<1x4x2x16xf32>) -> tensor<1x4x2x16xf32>
    return %0, %s : tensor<64x16xf32>, tensor<1x4x2x16xf32>
  }
}

// -----

// Rows first: the other extent of the work group counts.
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255}} {
  // expected-error @below {{config sums blocks of 8 rows}}
  func.func private @g(%a: tensor<64x6xf32>, %b: tensor<6x16xf32>) -> (tensor<64x16xf32>, tensor<1x4x2x16xf32>) attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [2, 4, 1], tile = [4, 1, 1, 1], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<64x16xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x6xf32>, tensor<6x16xf32>) outs(%z : tensor<64x16xf32>) -> tensor<64x16xf32>
    %v = tensor.expand_shape %0 [[0, 1], [2]] output_shape [1, 64, 16] : tensor<64x16xf32> into tensor<1x64x16xf32>
    %e = tensor.empty() : tensor<1x4x2x16xf32>
    %s = fused.block_sums ins(%v : tensor<1x64x16xf32>) outs(%e : tensor<1x4x2x16xf32>) -> tensor<1x4x2x16xf32>
    return %0, %s : tensor<64x16xf32>, tensor<1x4x2x16xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255}} {
  // expected-error @below {{config needs 2048 bytes of local memory for block sums, target test has 1024}}
  func.func private @g(%a: tensor<64x6xf32>, %b: tensor<6x16xf32>) -> (tensor<64x16xf32>, tensor<1x4x2x16xf32>) attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [4, 16, 1], tile = [1, 1, 1, 0], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<64x16xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x6xf32>, tensor<6x16xf32>) outs(%z : tensor<64x16xf32>) -> tensor<64x16xf32>
    %v = tensor.expand_shape %0 [[0, 1], [2]] output_shape [1, 64, 16] : tensor<64x16xf32> into tensor<1x64x16xf32>
    %e = tensor.empty() : tensor<1x4x2x16xf32>
    %s = fused.block_sums ins(%v : tensor<1x64x16xf32>) outs(%e : tensor<1x4x2x16xf32>) -> tensor<1x4x2x16xf32>
    return %0, %s : tensor<64x16xf32>, tensor<1x4x2x16xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255}} {
  // expected-error @below {{config names the reduction schedule, which writes no block sums}}
  func.func private @g(%a: tensor<64x6xf32>, %b: tensor<6x16xf32>) -> (tensor<64x16xf32>, tensor<1x4x2x16xf32>) attributes {kernel.config = #kernel.config<schedule = "reduction", workgroup = [64, 1, 1], tile = [], vector = 1>} {
    %z = arith.constant dense<0.0> : tensor<64x16xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x6xf32>, tensor<6x16xf32>) outs(%z : tensor<64x16xf32>) -> tensor<64x16xf32>
    %v = tensor.expand_shape %0 [[0, 1], [2]] output_shape [1, 64, 16] : tensor<64x16xf32> into tensor<1x64x16xf32>
    %e = tensor.empty() : tensor<1x4x2x16xf32>
    %s = fused.block_sums ins(%v : tensor<1x64x16xf32>) outs(%e : tensor<1x4x2x16xf32>) -> tensor<1x4x2x16xf32>
    return %0, %s : tensor<64x16xf32>, tensor<1x4x2x16xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "mma.sync", matrix_tiles = [[64, 64, 32, 32, 2, 32, 1, 300, 500]]}} {
  // expected-error @below {{config sums blocks of 32 rows, but the group's fused.block_sums has blocks of 64}}
  func.func private @g(%a: tensor<64x64xf16>, %b: tensor<64x64xf16>) -> (tensor<64x64xf32>, tensor<1x1x2x64xf32>) attributes {kernel.config = #kernel.config<schedule = "matrix-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 2, 32], vector = 2>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x64xf16>, tensor<64x64xf16>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    %v = tensor.expand_shape %0 [[0, 1], [2]] output_shape [1, 64, 64] : tensor<64x64xf32> into tensor<1x64x64xf32>
    %e = tensor.empty() : tensor<1x1x2x64xf32>
    %s = fused.block_sums ins(%v : tensor<1x64x64xf32>) outs(%e : tensor<1x1x2x64xf32>) -> tensor<1x1x2x64xf32>
    return %0, %s : tensor<64x64xf32>, tensor<1x1x2x64xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "mma.sync", matrix_tiles = [[64, 64, 32, 32, 2, 32, 1, 300, 500]]}} {
  // expected-error @below {{needs a rhs that runs along n for block sums}}
  func.func private @g(%a: tensor<64x64xf16>, %b: tensor<64x64xf16>) -> (tensor<64x64xf32>, tensor<1x2x2x64xf32>) attributes {kernel.config = #kernel.config<schedule = "matrix-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 2, 32], vector = 2>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (n, k)>, affine_map<(m, n, k) -> (m, n)>] ins(%a, %b : tensor<64x64xf16>, tensor<64x64xf16>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    %v = tensor.expand_shape %0 [[0, 1], [2]] output_shape [1, 64, 64] : tensor<64x64xf32> into tensor<1x64x64xf32>
    %e = tensor.empty() : tensor<1x2x2x64xf32>
    %s = fused.block_sums ins(%v : tensor<1x64x64xf32>) outs(%e : tensor<1x2x2x64xf32>) -> tensor<1x2x2x64xf32>
    return %0, %s : tensor<64x64xf32>, tensor<1x2x2x64xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255}} {
  // expected-error @below {{sums blocks of rows that its root does not make in order}}
  func.func private @g(%a: tensor<2x32x6xf32>, %b: tensor<2x6x16xf32>) -> (tensor<2x32x16xf32>, tensor<2x2x2x16xf32>) attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [4, 4, 1], tile = [4, 1, 1, 0], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<2x32x16xf32>
    %0 = linalg.batch_matmul ins(%a, %b : tensor<2x32x6xf32>, tensor<2x6x16xf32>) outs(%z : tensor<2x32x16xf32>) -> tensor<2x32x16xf32>
    %e = tensor.empty() : tensor<2x2x2x16xf32>
    %s = fused.block_sums ins(%0 : tensor<2x32x16xf32>) outs(%e : tensor<2x2x2x16xf32>) -> tensor<2x2x2x16xf32>
    return %0, %s : tensor<2x32x16xf32>, tensor<2x2x2x16xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[64, 64, 32, 32, 1, 32, 1, 300, 500]]}} {
  // expected-error @below {{cooperative-contraction config needs a rhs that runs along n, for block or row sums}}
  func.func private @g(%a: tensor<128x64xf16>, %k: tensor<64x64xf16>) -> (tensor<128x64xf32>, tensor<1x4x2x64xf32>) attributes {kernel.config = #kernel.config<schedule = "cooperative-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 32, 1], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<128x64xf32>
    %0 = linalg.matmul indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (n, k)>, affine_map<(m, n, k) -> (m, n)>] ins(%a, %k : tensor<128x64xf16>, tensor<64x64xf16>) outs(%z : tensor<128x64xf32>) -> tensor<128x64xf32>
    %v = tensor.expand_shape %0 [[0, 1], [2]] output_shape [1, 128, 64] : tensor<128x64xf32> into tensor<1x128x64xf32>
    %e = tensor.empty() : tensor<1x4x2x64xf32>
    %s = fused.block_sums ins(%v : tensor<1x128x64xf32>) outs(%e : tensor<1x4x2x64xf32>) -> tensor<1x4x2x64xf32>
    return %0, %s : tensor<128x64xf32>, tensor<1x4x2x64xf32>
  }
}


// -----

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[64, 64, 32, 32, 1, 32, 1, 300, 500]]}} {
  // expected-error @below {{config sums blocks of 32 rows, but the group's fused.block_sums has blocks of 64}}
  func.func private @g(%a: tensor<128x64xf16>, %b: tensor<64x64xf16>) -> (tensor<128x64xf32>, tensor<1x2x2x64xf32>) attributes {kernel.config = #kernel.config<schedule = "cooperative-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 32, 1], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<128x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<128x64xf16>, tensor<64x64xf16>) outs(%z : tensor<128x64xf32>) -> tensor<128x64xf32>
    %v = tensor.expand_shape %0 [[0, 1], [2]] output_shape [1, 128, 64] : tensor<128x64xf32> into tensor<1x128x64xf32>
    %e = tensor.empty() : tensor<1x2x2x64xf32>
    %s = fused.block_sums ins(%v : tensor<1x128x64xf32>) outs(%e : tensor<1x2x2x64xf32>) -> tensor<1x2x2x64xf32>
    return %0, %s : tensor<128x64xf32>, tensor<1x2x2x64xf32>
  }
}


// -----

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 4, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[64, 64, 32, 32, 1, 32, 1, 300, 500]]}} {
  // expected-error @below {{has sub-groups of 4 items, which cannot sum the columns of its tiles}}
  func.func private @g(%a: tensor<128x64xf16>, %b: tensor<64x64xf16>) -> (tensor<128x64xf32>, tensor<1x4x2x64xf32>) attributes {kernel.config = #kernel.config<schedule = "cooperative-contraction", workgroup = [16, 1, 1], tile = [64, 64, 32, 32, 32, 1], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<128x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<128x64xf16>, tensor<64x64xf16>) outs(%z : tensor<128x64xf32>) -> tensor<128x64xf32>
    %v = tensor.expand_shape %0 [[0, 1], [2]] output_shape [1, 128, 64] : tensor<128x64xf32> into tensor<1x128x64xf32>
    %e = tensor.empty() : tensor<1x4x2x64xf32>
    %s = fused.block_sums ins(%v : tensor<1x128x64xf32>) outs(%e : tensor<1x4x2x64xf32>) -> tensor<1x4x2x64xf32>
    return %0, %s : tensor<128x64xf32>, tensor<1x4x2x64xf32>
  }
}

// -----

// Of an image whose rows are made in four parts, two blocks would have rows of several.
#in = affine_map<(n, y, p, x, q, f, i, j, c) -> (n, y + p + i, x + q + j, c)>
#kernels = affine_map<(n, y, p, x, q, f, i, j, c) -> (p, q, i, j, c, f)>
#out = affine_map<(n, y, p, x, q, f, i, j, c) -> (n, y, p, x, q, f)>
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255}} {
  // expected-error @below {{sums blocks of rows that its root does not make in order}}
  func.func private @g(%a: tensor<1x6x6x8xf32>, %b: tensor<2x2x2x2x8x16xf32>) -> (tensor<1x4x2x4x2x16xf32>, tensor<1x2x2x16xf32>) attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [4, 4, 1], tile = [4, 1, 1, 0], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<1x4x2x4x2x16xf32>
    %0 = linalg.generic {indexing_maps = [#in, #kernels, #out], iterator_types = ["parallel", "parallel", "parallel", "parallel", "parallel", "parallel", "reduction", "reduction", "reduction"]} ins(%a, %b : tensor<1x6x6x8xf32>, tensor<2x2x2x2x8x16xf32>) outs(%z : tensor<1x4x2x4x2x16xf32>) {
    ^bb0(%l: f32, %r: f32, %o: f32):
      %m = arith.mulf %l, %r : f32
      %s = arith.addf %o, %m : f32
      linalg.yield %s : f32
    } -> tensor<1x4x2x4x2x16xf32>
    %v = tensor.collapse_shape %0 [[0], [1, 2, 3, 4], [5]] : tensor<1x4x2x4x2x16xf32> into tensor<1x64x16xf32>
    %e = tensor.empty() : tensor<1x2x2x16xf32>
    %s = fused.block_sums ins(%v : tensor<1x64x16xf32>) outs(%e : tensor<1x2x2x16xf32>) -> tensor<1x2x2x16xf32>
    return %0, %s : tensor<1x4x2x4x2x16xf32>, tensor<1x2x2x16xf32>
  }
}
