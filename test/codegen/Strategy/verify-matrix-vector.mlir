// RUN: burin-opt %s -split-input-file -verify-diagnostics --verify-kernel-config

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 32, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], matrix_unit = "mma.sync", matrix_tiles = [[64, 64, 32, 32, 3, 64, 4, 490, 560]], compute_units = 132, registers_per_item = 255, matrix_gflops = 798000}} {
  // expected-error @below {{needs a matrix product of at most 4 rows whose rhs and result run along n}}
  func.func private @rows(%a: tensor<5x320xf16>, %b: tensor<320x64xf16>) -> tensor<5x64xf32> attributes {kernel.config = #kernel.config<schedule = "matrix-vector", workgroup = [4, 64, 1], tile = [5], vector = 8>} {
    %z = arith.constant dense<0.0> : tensor<5x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<5x320xf16>, tensor<320x64xf16>) outs(%z : tensor<5x64xf32>) -> tensor<5x64xf32>
    return %0 : tensor<5x64xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 32, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], matrix_unit = "mma.sync", matrix_tiles = [[64, 64, 32, 32, 3, 64, 4, 490, 560]], compute_units = 132, registers_per_item = 255, matrix_gflops = 798000}} {
  // expected-error @below {{needs workgroup = [columns, slices, 1] and tile = [unroll], 1 to 8}}
  func.func private @tile(%a: tensor<1x320xf16>, %b: tensor<320x64xf16>) -> tensor<1x64xf32> attributes {kernel.config = #kernel.config<schedule = "matrix-vector", workgroup = [4, 64, 1], tile = [5, 1], vector = 8>} {
    %z = arith.constant dense<0.0> : tensor<1x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<1x320xf16>, tensor<320x64xf16>) outs(%z : tensor<1x64xf32>) -> tensor<1x64xf32>
    return %0 : tensor<1x64xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 32, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], matrix_unit = "mma.sync", matrix_tiles = [[64, 64, 32, 32, 3, 64, 4, 490, 560]], compute_units = 132, registers_per_item = 255, matrix_gflops = 798000}} {
  // expected-error @below {{needs workgroup = [columns, slices, 1] and tile = [unroll], 1 to 8}}
  func.func private @unroll(%a: tensor<1x1024xf16>, %b: tensor<1024x64xf16>) -> tensor<1x64xf32> attributes {kernel.config = #kernel.config<schedule = "matrix-vector", workgroup = [4, 64, 1], tile = [16], vector = 8>} {
    %z = arith.constant dense<0.0> : tensor<1x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<1x1024xf16>, tensor<1024x64xf16>) outs(%z : tensor<1x64xf32>) -> tensor<1x64xf32>
    return %0 : tensor<1x64xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 32, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], matrix_unit = "mma.sync", matrix_tiles = [[64, 64, 32, 32, 3, 64, 4, 490, 560]], compute_units = 132, registers_per_item = 255, matrix_gflops = 798000}} {
  // expected-error @below {{needs workgroup = [columns, slices, 1] and tile = [unroll], 1 to 8}}
  func.func private @third(%a: tensor<1x320xf16>, %b: tensor<320x64xf16>) -> tensor<1x64xf32> attributes {kernel.config = #kernel.config<schedule = "matrix-vector", workgroup = [4, 32, 2], tile = [5], vector = 8>} {
    %z = arith.constant dense<0.0> : tensor<1x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<1x320xf16>, tensor<320x64xf16>) outs(%z : tensor<1x64xf32>) -> tensor<1x64xf32>
    return %0 : tensor<1x64xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 32, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], matrix_unit = "mma.sync", matrix_tiles = [[64, 64, 32, 32, 3, 64, 4, 490, 560]], compute_units = 132, registers_per_item = 255, matrix_gflops = 798000}} {
  // expected-error @below {{has a vector of 1, which must be more than one and divide the 64 columns and the 64 slices}}
  func.func private @vector(%a: tensor<1x320xf16>, %b: tensor<320x64xf16>) -> tensor<1x64xf32> attributes {kernel.config = #kernel.config<schedule = "matrix-vector", workgroup = [4, 64, 1], tile = [5], vector = 1>} {
    %z = arith.constant dense<0.0> : tensor<1x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<1x320xf16>, tensor<320x64xf16>) outs(%z : tensor<1x64xf32>) -> tensor<1x64xf32>
    return %0 : tensor<1x64xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 32, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], matrix_unit = "mma.sync", matrix_tiles = [[64, 64, 32, 32, 3, 64, 4, 490, 560]], compute_units = 132, registers_per_item = 255, matrix_gflops = 798000}} {
  // expected-error @below {{has a vector of 8, which must be more than one and divide the 60 columns}}
  func.func private @columns(%a: tensor<1x320xf16>, %b: tensor<320x60xf16>) -> tensor<1x60xf32> attributes {kernel.config = #kernel.config<schedule = "matrix-vector", workgroup = [4, 64, 1], tile = [5], vector = 8>} {
    %z = arith.constant dense<0.0> : tensor<1x60xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<1x320xf16>, tensor<320x60xf16>) outs(%z : tensor<1x60xf32>) -> tensor<1x60xf32>
    return %0 : tensor<1x60xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 32, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], matrix_unit = "mma.sync", matrix_tiles = [[64, 64, 32, 32, 3, 64, 4, 490, 560]], compute_units = 132, registers_per_item = 255, matrix_gflops = 798000}} {
  // expected-error @below {{must be more than one and divide the 64 columns and the 4 slices}}
  func.func private @slices(%a: tensor<1x320xf16>, %b: tensor<320x64xf16>) -> tensor<1x64xf32> attributes {kernel.config = #kernel.config<schedule = "matrix-vector", workgroup = [4, 4, 1], tile = [5], vector = 8>} {
    %z = arith.constant dense<0.0> : tensor<1x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<1x320xf16>, tensor<320x64xf16>) outs(%z : tensor<1x64xf32>) -> tensor<1x64xf32>
    return %0 : tensor<1x64xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 32, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], matrix_unit = "mma.sync", matrix_tiles = [[64, 64, 32, 32, 3, 64, 4, 490, 560]], compute_units = 132, registers_per_item = 255, matrix_gflops = 798000}} {
  // expected-error @below {{has 64 slices of 3 rows at a time, which do not divide 320}}
  func.func private @depth(%a: tensor<1x320xf16>, %b: tensor<320x64xf16>) -> tensor<1x64xf32> attributes {kernel.config = #kernel.config<schedule = "matrix-vector", workgroup = [4, 64, 1], tile = [3], vector = 8>} {
    %z = arith.constant dense<0.0> : tensor<1x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<1x320xf16>, tensor<320x64xf16>) outs(%z : tensor<1x64xf32>) -> tensor<1x64xf32>
    return %0 : tensor<1x64xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 32, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], matrix_unit = "mma.sync", matrix_tiles = [[64, 64, 32, 32, 3, 64, 4, 490, 560]], compute_units = 132, registers_per_item = 255, matrix_gflops = 798000}} {
  // expected-error @below {{config needs 69632 bytes of local memory, target test has 49152}}
  func.func private @local_memory(%a: tensor<4x320xf16>, %b: tensor<320x128xf16>) -> tensor<4x128xf32> attributes {kernel.config = #kernel.config<schedule = "matrix-vector", workgroup = [4, 64, 1], tile = [5], vector = 16>} {
    %z = arith.constant dense<0.0> : tensor<4x128xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<4x320xf16>, tensor<320x128xf16>) outs(%z : tensor<4x128xf32>) -> tensor<4x128xf32>
    return %0 : tensor<4x128xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 32, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], matrix_unit = "mma.sync", matrix_tiles = [[64, 64, 32, 32, 3, 64, 4, 490, 560]], compute_units = 132, registers_per_item = 255, matrix_gflops = 798000}} {
  // expected-error @below {{without block or row sums}}
  func.func private @sums(%a: tensor<4x64xf16>, %b: tensor<64x64xf16>) -> (tensor<4x64xf32>, tensor<1x1x2x64xf32>) attributes {kernel.config = #kernel.config<schedule = "matrix-vector", workgroup = [4, 64, 1], tile = [1], vector = 8>} {
    %z = arith.constant dense<0.0> : tensor<4x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<4x64xf16>, tensor<64x64xf16>) outs(%z : tensor<4x64xf32>) -> tensor<4x64xf32>
    %v = tensor.expand_shape %0 [[0, 1], [2]] output_shape [1, 4, 64] : tensor<4x64xf32> into tensor<1x4x64xf32>
    %e = tensor.empty() : tensor<1x1x2x64xf32>
    %s = fused.block_sums ins(%v : tensor<1x4x64xf32>) outs(%e : tensor<1x1x2x64xf32>) -> tensor<1x1x2x64xf32>
    return %0, %s : tensor<4x64xf32>, tensor<1x1x2x64xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 32, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], compute_units = 132, registers_per_item = 64}} {
  // expected-error @below {{matrix-vector config needs 88 registers, target test has 64}}
  func.func private @registers(%a: tensor<4x1280xf16>, %b: tensor<1280x1280xf16>) -> tensor<4x1280xf32> attributes {kernel.config = #kernel.config<schedule = "matrix-vector", workgroup = [2, 128, 1], tile = [5], vector = 8>} {
    %z = arith.constant dense<0.0> : tensor<4x1280xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<4x1280xf16>, tensor<1280x1280xf16>) outs(%z : tensor<4x1280xf32>) -> tensor<4x1280xf32>
    return %0 : tensor<4x1280xf32>
  }
}
