// RUN: burin-opt %s -split-input-file -verify-diagnostics --verify-kernel-config

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255}} {
  // expected-error @below {{config needs cooperative matrices, target test has none}}
  func.func private @g(%a: tensor<64x64xf16>, %b: tensor<64x64xf16>) -> tensor<64x64xf32> attributes {kernel.config = #kernel.config<schedule = "cooperative-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 32, 1], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x64xf16>, tensor<64x64xf16>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[128, 128, 64, 32, 1, 32, 2, 300, 500], [64, 64, 32, 32, 1, 32, 2, 200, 500], [256, 256, 64, 64, 1, 32, 1, 900, 500]]}} {
  // expected-error @below {{needs halves that are copied as they are in runs of 8}}
  func.func private @g(%a: tensor<64x64xf32>, %b: tensor<64x64xf32>) -> tensor<64x64xf32> attributes {kernel.config = #kernel.config<schedule = "cooperative-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 32, 1], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x64xf32>, tensor<64x64xf32>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[128, 128, 64, 32, 1, 32, 2, 300, 500], [64, 64, 32, 32, 1, 32, 2, 200, 500], [256, 256, 64, 64, 1, 32, 1, 900, 500]]}} {
  // expected-error @below {{needs tile = [BM, BN, WM, WN, depth, stages]}}
  func.func private @g(%a: tensor<64x64xf16>, %b: tensor<64x64xf16>) -> tensor<64x64xf32> attributes {kernel.config = #kernel.config<schedule = "cooperative-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x64xf16>, tensor<64x64xf16>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[128, 128, 64, 32, 1, 32, 2, 300, 500], [64, 64, 32, 32, 1, 32, 2, 200, 500], [256, 256, 64, 64, 1, 32, 1, 900, 500]]}} {
  // expected-error @below {{extents that are multiples of 16}}
  func.func private @g(%a: tensor<64x64xf16>, %b: tensor<64x64xf16>) -> tensor<64x64xf32> attributes {kernel.config = #kernel.config<schedule = "cooperative-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 24, 1], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x64xf16>, tensor<64x64xf16>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[128, 128, 64, 32, 1, 32, 2, 300, 500], [64, 64, 32, 32, 1, 32, 2, 200, 500], [256, 256, 64, 64, 1, 32, 1, 900, 500]]}} {
  // expected-error @below {{needs WM and WN that divide BM and BN}}
  func.func private @g(%a: tensor<64x64xf16>, %b: tensor<64x64xf16>) -> tensor<64x64xf32> attributes {kernel.config = #kernel.config<schedule = "cooperative-contraction", workgroup = [128, 1, 1], tile = [64, 64, 48, 32, 32, 1], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x64xf16>, tensor<64x64xf16>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[128, 128, 64, 32, 1, 32, 2, 300, 500], [64, 64, 32, 32, 1, 32, 2, 200, 500], [256, 256, 64, 64, 1, 32, 1, 900, 500]]}} {
  // expected-error @below {{needs 128 work items, one sub-group for each WM x WN}}
  func.func private @g(%a: tensor<64x64xf16>, %b: tensor<64x64xf16>) -> tensor<64x64xf32> attributes {kernel.config = #kernel.config<schedule = "cooperative-contraction", workgroup = [64, 1, 1], tile = [64, 64, 32, 32, 32, 1], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x64xf16>, tensor<64x64xf16>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[128, 128, 64, 32, 1, 32, 2, 300, 500], [64, 64, 32, 32, 1, 32, 2, 200, 500], [256, 256, 64, 64, 1, 32, 1, 900, 500]]}} {
  // expected-error @below {{has tiles that its work items do not copy evenly}}
  func.func private @g(%a: tensor<64x64xf16>, %b: tensor<64x64xf16>) -> tensor<64x64xf32> attributes {kernel.config = #kernel.config<schedule = "cooperative-contraction", workgroup = [96, 1, 1], tile = [64, 96, 64, 32, 32, 1], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x64xf16>, tensor<64x64xf16>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[128, 128, 64, 32, 1, 32, 2, 300, 500], [64, 64, 32, 32, 1, 32, 2, 200, 500], [256, 256, 64, 64, 1, 32, 1, 900, 500]]}} {
  // expected-error @below {{needs more registers than target test has}}
  func.func private @g(%a: tensor<64x64xf16>, %b: tensor<64x64xf16>) -> tensor<64x64xf32> attributes {kernel.config = #kernel.config<schedule = "cooperative-contraction", workgroup = [32, 1, 1], tile = [128, 64, 128, 64, 32, 1], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x64xf16>, tensor<64x64xf16>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[128, 128, 64, 32, 1, 32, 2, 300, 500], [64, 64, 32, 32, 1, 32, 2, 200, 500], [256, 256, 64, 64, 1, 32, 1, 900, 500]]}} {
  // expected-error @below {{1 or 2 stages}}
  func.func private @g(%a: tensor<64x64xf16>, %b: tensor<64x64xf16>) -> tensor<64x64xf32> attributes {kernel.config = #kernel.config<schedule = "cooperative-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 32, 0], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x64xf16>, tensor<64x64xf16>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[128, 128, 64, 32, 1, 32, 2, 300, 500], [64, 64, 32, 32, 1, 32, 2, 200, 500], [256, 256, 64, 64, 1, 32, 1, 900, 500]]}} {
  // expected-error @below {{1 or 2 stages}}
  func.func private @g(%a: tensor<64x64xf16>, %b: tensor<64x64xf16>) -> tensor<64x64xf32> attributes {kernel.config = #kernel.config<schedule = "cooperative-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 32, 3], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x64xf16>, tensor<64x64xf16>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[128, 128, 64, 32, 1, 32, 2, 300, 500], [64, 64, 32, 32, 1, 32, 2, 200, 500], [256, 256, 64, 64, 1, 32, 1, 900, 500]]}} {
  // expected-error @below {{needs more registers than target test has}}
  func.func private @g(%a: tensor<64x64xf16>, %b: tensor<64x64xf16>) -> tensor<64x64xf32> attributes {kernel.config = #kernel.config<schedule = "cooperative-contraction", workgroup = [128, 1, 1], tile = [128, 128, 64, 64, 64, 2], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x64xf16>, tensor<64x64xf16>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[128, 128, 64, 32, 1, 32, 2, 300, 500], [64, 64, 32, 32, 1, 32, 2, 200, 500], [256, 256, 64, 64, 1, 32, 1, 900, 500]]}} {
  // expected-error @below {{config needs 71680 bytes of local memory, target test has 49152}}
  func.func private @g(%a: tensor<64x64xf16>, %b: tensor<64x64xf16>) -> tensor<64x64xf32> attributes {kernel.config = #kernel.config<schedule = "cooperative-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 128, 2], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x64xf16>, tensor<64x64xf16>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[128, 128, 64, 32, 1, 32, 2, 300, 500], [64, 64, 32, 32, 1, 32, 2, 200, 500], [256, 256, 64, 64, 1, 32, 1, 900, 500]]}} {
  // expected-error @below {{and a vector of 4}}
  func.func private @g(%a: tensor<64x64xf16>, %b: tensor<64x64xf16>) -> tensor<64x64xf32> attributes {kernel.config = #kernel.config<schedule = "cooperative-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 32, 1], vector = 2>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x64xf16>, tensor<64x64xf16>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

// A rhs along k, whose rows are longer than the work items could copy at once along n.
module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 262144, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[32, 32, 32, 32, 1, 16, 1, 100, 500]]}} {
  // expected-error @below {{needs more registers than target test has}}
  func.func private @g(%a: tensor<64x64xf16>, %b: tensor<1024x64xf16>) -> tensor<64x1024xf32> attributes {kernel.config = #kernel.config<schedule = "cooperative-contraction", workgroup = [32, 1, 1], tile = [16, 512, 16, 512, 16, 1], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<64x1024xf32>
    %0 = linalg.matmul indexing_maps = [affine_map<(m,n,k)->(m,k)>, affine_map<(m,n,k)->(n,k)>, affine_map<(m,n,k)->(m,n)>] ins(%a, %b : tensor<64x64xf16>, tensor<1024x64xf16>) outs(%z : tensor<64x1024xf32>) -> tensor<64x1024xf32>
    return %0 : tensor<64x1024xf32>
  }
}
