// RUN: burin-opt %s -split-input-file -verify-diagnostics --select-kernel-config

// expected-error @below {{'matrix_unit' must be "mma.sync", "cooperative-matrix", "emulated" or absent}}
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "tensor", matrix_tiles = [[64, 64, 32, 32, 2, 32, 1, 1, 500]]}} {
  func.func private @g(%a: tensor<64xf32>) -> tensor<64xf32> {
    return %a : tensor<64xf32>
  }
}

// -----

// expected-error @below {{'matrix_tiles' must be an array of tiles}}
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "mma.sync"}} {
  func.func private @g(%a: tensor<64xf32>) -> tensor<64xf32> {
    return %a : tensor<64xf32>
  }
}

// -----

// expected-error @below {{'matrix_tiles' must be an array of tiles}}
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "mma.sync", matrix_tiles = []}} {
  func.func private @g(%a: tensor<64xf32>) -> tensor<64xf32> {
    return %a : tensor<64xf32>
  }
}

// -----

// expected-error @below {{'matrix_tiles' must hold rows of 9 positive integers}}
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "mma.sync", matrix_tiles = [[64, 64, 32, 32, 2]]}} {
  func.func private @g(%a: tensor<64xf32>) -> tensor<64xf32> {
    return %a : tensor<64xf32>
  }
}

// -----

// expected-error @below {{'matrix_tiles' must hold rows of 9 positive integers}}
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "mma.sync", matrix_tiles = [[64, 64, 32, 32, 2, 32, 1, -4, 500]]}} {
  func.func private @g(%a: tensor<64xf32>) -> tensor<64xf32> {
    return %a : tensor<64xf32>
  }
}

// -----

// expected-error @below {{'matrix_tiles' must hold rows of 9 positive integers}}
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "mma.sync", matrix_tiles = [7]}} {
  func.func private @g(%a: tensor<64xf32>) -> tensor<64xf32> {
    return %a : tensor<64xf32>
  }
}

// -----

// expected-error @below {{'matrix_unit' cooperative-matrix needs api vulkan}}
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[128, 128, 64, 32, 32, 32, 2, 300, 500], [64, 64, 32, 32, 32, 32, 2, 200, 500], [256, 256, 64, 64, 32, 32, 1, 900, 500]]}} {
  func.func private @g(%a: tensor<64xf32>) -> tensor<64xf32> {
    return %a : tensor<64xf32>
  }
}

// -----

// expected-error @below {{'half_vectors' must be "builtin", "ptx" or absent}}
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], half_vectors = "words"}} {
  func.func private @g(%a: tensor<64xf32>) -> tensor<64xf32> {
    return %a : tensor<64xf32>
  }
}

// -----

// expected-error @below {{'matrix_tiles' must hold rows of numbers up to 4096 with WM and WN that are multiples of 16}}
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], matrix_unit = "mma.sync", matrix_tiles = [[16, 64, 32, 32, 2, 32, 1, 100, 500]]}} {
  func.func private @g(%a: tensor<64xf32>) -> tensor<64xf32> {
    return %a : tensor<64xf32>
  }
}

// -----

// expected-error @below {{'matrix_tiles' must hold rows of numbers up to 4096 with WM and WN that are multiples of 16}}
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], matrix_unit = "mma.sync", matrix_tiles = [[64, 64, 8, 8, 2, 32, 1, 100, 500]]}} {
  func.func private @g(%a: tensor<64xf32>) -> tensor<64xf32> {
    return %a : tensor<64xf32>
  }
}

// -----

// expected-error @below {{'matrix_tiles' must hold rows of numbers up to 4096 with WM and WN that are multiples of 16}}
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], matrix_unit = "mma.sync", matrix_tiles = [[64, 64, 32, 32, 2251799813685248, 32, 1, 100, 500]]}} {
  func.func private @g(%a: tensor<64xf32>) -> tensor<64xf32> {
    return %a : tensor<64xf32>
  }
}

// -----

// A name is missing, another is unknown.
// expected-error @below {{or objects with exactly block = [BM, BN], subgroup = [WM, WN]}}
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "mma.sync", matrix_tiles = [{block = [64, 64], subgroup = [32, 32], stages = 2, depth = 32, groups_per_unit = 1, many_permille = 500, alone = 500}]}} {
  func.func private @g(%a: tensor<64xf32>) -> tensor<64xf32> {
    return %a : tensor<64xf32>
  }
}

// -----

// expected-error @below {{or objects with exactly block = [BM, BN], subgroup = [WM, WN]}}
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "mma.sync", matrix_tiles = [{block = [64], subgroup = [32, 32], stages = 2, depth = 32, groups_per_unit = 1, many_permille = 500, one_permille = 500}]}} {
  func.func private @g(%a: tensor<64xf32>) -> tensor<64xf32> {
    return %a : tensor<64xf32>
  }
}

// -----

// expected-error @below {{or objects with exactly block = [BM, BN], subgroup = [WM, WN]}}
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "mma.sync", matrix_tiles = [{block = [64, 64, 32], subgroup = [32], stages = 2, depth = 32, groups_per_unit = 1, many_permille = 500, one_permille = 500}]}} {
  func.func private @g(%a: tensor<64xf32>) -> tensor<64xf32> {
    return %a : tensor<64xf32>
  }
}

// -----

// expected-error @below {{'matrix_tiles' must hold rows of 9 positive integers}}
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "mma.sync", matrix_tiles = [[[64, 64], [32, 32], 2, 32, 1, 500, 500]]}} {
  func.func private @g(%a: tensor<64xf32>) -> tensor<64xf32> {
    return %a : tensor<64xf32>
  }
}
