// RUN: burin-opt %s -split-input-file -verify-diagnostics --verify-kernel-config

// Sub-groups of 32 columns, two blocks of them: nothing to say.
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, launch_ns = 2500, matrix_unit = "mma.sync", matrix_gflops = 800000, matrix_tiles = [[64, 64, 32, 32, 2, 32, 2, 300, 500]]}} {
  func.func private @g(%a: tensor<128x64xf16>, %b: tensor<64x64xf16>) -> (tensor<128x64xf32>, tensor<2x128x2xf32>) attributes {kernel.config = #kernel.config<schedule = "matrix-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 2, 32], vector = 2>} {
    %z = arith.constant dense<0.0> : tensor<128x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<128x64xf16>, tensor<64x64xf16>) outs(%z : tensor<128x64xf32>) -> tensor<128x64xf32>
    %e = tensor.empty() : tensor<2x128x2xf32>
    %s = fused.row_sums ins(%0 : tensor<128x64xf32>) outs(%e : tensor<2x128x2xf32>) -> tensor<2x128x2xf32>
    return %0, %s : tensor<128x64xf32>, tensor<2x128x2xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, launch_ns = 2500, matrix_unit = "mma.sync", matrix_gflops = 800000, matrix_tiles = [[64, 64, 32, 32, 2, 32, 2, 300, 500]]}} {
  // expected-error @below {{config sums blocks of 32 columns, but the group's fused.row_sums has blocks of 64}}
  func.func private @g(%a: tensor<128x64xf16>, %b: tensor<64x64xf16>) -> (tensor<128x64xf32>, tensor<1x128x2xf32>) attributes {kernel.config = #kernel.config<schedule = "matrix-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 2, 32], vector = 2>} {
    %z = arith.constant dense<0.0> : tensor<128x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<128x64xf16>, tensor<64x64xf16>) outs(%z : tensor<128x64xf32>) -> tensor<128x64xf32>
    %e = tensor.empty() : tensor<1x128x2xf32>
    %s = fused.row_sums ins(%0 : tensor<128x64xf32>) outs(%e : tensor<1x128x2xf32>) -> tensor<1x128x2xf32>
    return %0, %s : tensor<128x64xf32>, tensor<1x128x2xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, launch_ns = 2500, matrix_unit = "mma.sync", matrix_gflops = 800000, matrix_tiles = [[64, 64, 32, 32, 2, 32, 2, 300, 500]]}} {
  // expected-error @below {{config names the contraction schedule, which writes no row sums}}
  func.func private @g(%a: tensor<128x64xf16>, %b: tensor<64x64xf16>) -> (tensor<128x64xf32>, tensor<2x128x2xf32>) attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [16, 8, 1], tile = [8, 2, 1, 0], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<128x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<128x64xf16>, tensor<64x64xf16>) outs(%z : tensor<128x64xf32>) -> tensor<128x64xf32>
    %e = tensor.empty() : tensor<2x128x2xf32>
    %s = fused.row_sums ins(%0 : tensor<128x64xf32>) outs(%e : tensor<2x128x2xf32>) -> tensor<2x128x2xf32>
    return %0, %s : tensor<128x64xf32>, tensor<2x128x2xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, launch_ns = 2500, matrix_unit = "mma.sync", matrix_gflops = 800000, matrix_tiles = [[64, 64, 32, 32, 2, 32, 2, 300, 500]]}} {
  // expected-error @below {{config names the reduction schedule, which writes no row sums}}
  func.func private @g(%a: tensor<128x64xf16>, %b: tensor<64x64xf16>) -> (tensor<128x64xf32>, tensor<2x128x2xf32>) attributes {kernel.config = #kernel.config<schedule = "reduction", workgroup = [64, 1, 1], tile = [], vector = 1>} {
    %z = arith.constant dense<0.0> : tensor<128x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<128x64xf16>, tensor<64x64xf16>) outs(%z : tensor<128x64xf32>) -> tensor<128x64xf32>
    %e = tensor.empty() : tensor<2x128x2xf32>
    %s = fused.row_sums ins(%0 : tensor<128x64xf32>) outs(%e : tensor<2x128x2xf32>) -> tensor<2x128x2xf32>
    return %0, %s : tensor<128x64xf32>, tensor<2x128x2xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[64, 64, 32, 32, 1, 32, 1, 300, 500]]}} {
  func.func private @g(%a: tensor<128x64xf16>, %b: tensor<64x64xf16>) -> (tensor<128x64xf32>, tensor<2x128x2xf32>) attributes {kernel.config = #kernel.config<schedule = "cooperative-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 32, 1], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<128x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<128x64xf16>, tensor<64x64xf16>) outs(%z : tensor<128x64xf32>) -> tensor<128x64xf32>
    %e = tensor.empty() : tensor<2x128x2xf32>
    %s = fused.row_sums ins(%0 : tensor<128x64xf32>) outs(%e : tensor<2x128x2xf32>) -> tensor<2x128x2xf32>
    return %0, %s : tensor<128x64xf32>, tensor<2x128x2xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[64, 64, 32, 32, 1, 32, 1, 300, 500]]}} {
  // expected-error @below {{has sub-groups of 32 items and 32 columns, which cannot sum rows in blocks of 64}}
  func.func private @g(%a: tensor<128x64xf16>, %b: tensor<64x64xf16>) -> (tensor<128x64xf32>, tensor<1x128x2xf32>) attributes {kernel.config = #kernel.config<schedule = "cooperative-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 32, 1], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<128x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<128x64xf16>, tensor<64x64xf16>) outs(%z : tensor<128x64xf32>) -> tensor<128x64xf32>
    %e = tensor.empty() : tensor<1x128x2xf32>
    %s = fused.row_sums ins(%0 : tensor<128x64xf32>) outs(%e : tensor<1x128x2xf32>) -> tensor<1x128x2xf32>
    return %0, %s : tensor<128x64xf32>, tensor<1x128x2xf32>
  }
}

// -----

// Eight items share a row.
module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 4, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[64, 64, 32, 32, 1, 32, 1, 300, 500]]}} {
  // expected-error @below {{has sub-groups of 4 items and 32 columns, which cannot sum rows}}
  func.func private @g(%a: tensor<128x64xf16>, %b: tensor<64x64xf16>) -> (tensor<128x64xf32>, tensor<2x128x2xf32>) attributes {kernel.config = #kernel.config<schedule = "cooperative-contraction", workgroup = [16, 1, 1], tile = [64, 64, 32, 32, 32, 1], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<128x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<128x64xf16>, tensor<64x64xf16>) outs(%z : tensor<128x64xf32>) -> tensor<128x64xf32>
    %e = tensor.empty() : tensor<2x128x2xf32>
    %s = fused.row_sums ins(%0 : tensor<128x64xf32>) outs(%e : tensor<2x128x2xf32>) -> tensor<2x128x2xf32>
    return %0, %s : tensor<128x64xf32>, tensor<2x128x2xf32>
  }
}

// -----

// The moments of the 64 rows lie next to the tiles.
module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 18432, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[64, 64, 32, 32, 1, 32, 1, 300, 500]]}} {
  // expected-error @below {{config needs 18944 bytes of local memory, target test has 18432}}
  func.func private @g(%a: tensor<128x64xf16>, %b: tensor<64x64xf16>, %p: tensor<2x128x2xf32>) -> tensor<128x64xf32> attributes {kernel.config = #kernel.config<schedule = "cooperative-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 32, 1], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<128x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<128x64xf16>, tensor<64x64xf16>) outs(%z : tensor<128x64xf32>) -> tensor<128x64xf32>
    %e = tensor.empty() : tensor<128x2xf32>
    %s = fused.row_moments columns = 64 epsilon = 1.0e-5 ins(%p : tensor<2x128x2xf32>) outs(%e : tensor<128x2xf32>) -> tensor<128x2xf32>
    %f = tensor.empty() : tensor<128x64xf32>
    %1 = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, 1)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]} ins(%0, %s : tensor<128x64xf32>, tensor<128x2xf32>) outs(%f : tensor<128x64xf32>) {
    ^bb0(%i0: f32, %i1: f32, %o: f32):
      %u = arith.mulf %i0, %i1 : f32
      linalg.yield %u : f32
    } -> tensor<128x64xf32>
    return %1 : tensor<128x64xf32>
  }
}

// -----

// Four rows of the view are one of the result.
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, launch_ns = 2500, matrix_unit = "mma.sync", matrix_gflops = 800000, matrix_tiles = [[64, 64, 32, 32, 2, 32, 2, 300, 500]]}} {
  // expected-error @below {{sums blocks of rows that its root does not make in order}}
  func.func private @g(%a: tensor<64x64xf16>, %b: tensor<64x128xf16>) -> (tensor<64x128xf32>, tensor<1x256x2xf32>) attributes {kernel.config = #kernel.config<schedule = "matrix-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 2, 32], vector = 2>} {
    %z = arith.constant dense<0.0> : tensor<64x128xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x64xf16>, tensor<64x128xf16>) outs(%z : tensor<64x128xf32>) -> tensor<64x128xf32>
    %v = tensor.expand_shape %0 [[0], [1, 2]] output_shape [64, 4, 32] : tensor<64x128xf32> into tensor<64x4x32xf32>
    %c = tensor.collapse_shape %v [[0, 1], [2]] : tensor<64x4x32xf32> into tensor<256x32xf32>
    %e = tensor.empty() : tensor<1x256x2xf32>
    %s = fused.row_sums ins(%c : tensor<256x32xf32>) outs(%e : tensor<1x256x2xf32>) -> tensor<1x256x2xf32>
    return %0, %s : tensor<64x128xf32>, tensor<1x256x2xf32>
  }
}

// -----

// Columns of the product are the rows that are summed.
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, launch_ns = 2500, matrix_unit = "mma.sync", matrix_gflops = 800000, matrix_tiles = [[64, 64, 32, 32, 2, 32, 2, 300, 500]]}} {
  // expected-error @below {{sums blocks of rows that its root does not make in order}}
  func.func private @g(%a: tensor<64x64xf16>, %b: tensor<64x64xf16>) -> (tensor<64x64xf32>, tensor<2x64x2xf32>) attributes {kernel.config = #kernel.config<schedule = "matrix-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 2, 32], vector = 2>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x64xf16>, tensor<64x64xf16>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    %f = tensor.empty() : tensor<64x64xf32>
    %1 = linalg.generic {indexing_maps = [affine_map<(m, n) -> (n, m)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]} ins(%0 : tensor<64x64xf32>) outs(%f : tensor<64x64xf32>) {
    ^bb0(%i0: f32, %o: f32):
      %u = arith.negf %i0 : f32
      linalg.yield %u : f32
    } -> tensor<64x64xf32>
    %e = tensor.empty() : tensor<2x64x2xf32>
    %s = fused.row_sums ins(%1 : tensor<64x64xf32>) outs(%e : tensor<2x64x2xf32>) -> tensor<2x64x2xf32>
    return %1, %s : tensor<64x64xf32>, tensor<2x64x2xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[64, 64, 32, 32, 1, 32, 1, 300, 500]]}} {
  // expected-error @below {{needs a rhs that runs along n, for block or row sums}}
  func.func private @g(%a: tensor<128x64xf16>, %b: tensor<64x64xf16>) -> (tensor<128x64xf32>, tensor<2x128x2xf32>) attributes {kernel.config = #kernel.config<schedule = "cooperative-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 32, 1], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<128x64xf32>
    %0 = linalg.matmul indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (n, k)>, affine_map<(m, n, k) -> (m, n)>] ins(%a, %b : tensor<128x64xf16>, tensor<64x64xf16>) outs(%z : tensor<128x64xf32>) -> tensor<128x64xf32>
    %e = tensor.empty() : tensor<2x128x2xf32>
    %s = fused.row_sums ins(%0 : tensor<128x64xf32>) outs(%e : tensor<2x128x2xf32>) -> tensor<2x128x2xf32>
    return %0, %s : tensor<128x64xf32>, tensor<2x128x2xf32>
  }
}
