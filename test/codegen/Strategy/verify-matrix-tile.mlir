// RUN: burin-opt %s -split-input-file -verify-diagnostics --verify-kernel-config

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255}} {
  // expected-error @below {{config needs matrix units, target test has none}}
  func.func private @g(%a: tensor<64x64xf16>, %b: tensor<64x64xf16>) -> tensor<64x64xf32> attributes {kernel.config = #kernel.config<schedule = "matrix-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 2, 32], vector = 2>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x64xf16>, tensor<64x64xf16>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "mma.sync", matrix_tiles = [[128, 128, 64, 32, 2, 32, 1, 300, 500], [64, 64, 32, 32, 3, 32, 2, 200, 500], [256, 256, 64, 64, 4, 32, 1, 900, 500]]}} {
  // expected-error @below {{needs halves that are copied as they are in runs of 8}}
  func.func private @g(%a: tensor<64x64xf32>, %b: tensor<64x64xf32>) -> tensor<64x64xf32> attributes {kernel.config = #kernel.config<schedule = "matrix-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 2, 32], vector = 2>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x64xf32>, tensor<64x64xf32>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "mma.sync", matrix_tiles = [[128, 128, 64, 32, 2, 32, 1, 300, 500], [64, 64, 32, 32, 3, 32, 2, 200, 500], [256, 256, 64, 64, 4, 32, 1, 900, 500]]}} {
  // expected-error @below {{needs halves that are copied as they are in runs of 8}}
  func.func private @g(%a: tensor<64x36xf16>, %b: tensor<36x64xf16>) -> tensor<64x64xf32> attributes {kernel.config = #kernel.config<schedule = "matrix-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 2, 32], vector = 2>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x36xf16>, tensor<36x64xf16>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "mma.sync", matrix_tiles = [[128, 128, 64, 32, 2, 32, 1, 300, 500], [64, 64, 32, 32, 3, 32, 2, 200, 500], [256, 256, 64, 64, 4, 32, 1, 900, 500]]}} {
  // expected-error @below {{needs tile = [BM, BN, WM, WN, stages, depth]}}
  func.func private @g(%a: tensor<64x64xf16>, %b: tensor<64x64xf16>) -> tensor<64x64xf32> attributes {kernel.config = #kernel.config<schedule = "matrix-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32], vector = 2>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x64xf16>, tensor<64x64xf16>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "mma.sync", matrix_tiles = [[128, 128, 64, 32, 2, 32, 1, 300, 500], [64, 64, 32, 32, 3, 32, 2, 200, 500], [256, 256, 64, 64, 4, 32, 1, 900, 500]]}} {
  // expected-error @below {{needs tile = [BM, BN, WM, WN, stages, depth]}}
  func.func private @g(%a: tensor<64x64xf16>, %b: tensor<64x64xf16>) -> tensor<64x64xf32> attributes {kernel.config = #kernel.config<schedule = "matrix-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 0, 2, 32], vector = 2>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x64xf16>, tensor<64x64xf16>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "mma.sync", matrix_tiles = [[128, 128, 64, 32, 2, 32, 1, 300, 500], [64, 64, 32, 32, 3, 32, 2, 200, 500], [256, 256, 64, 64, 4, 32, 1, 900, 500]]}} {
  // expected-error @below {{needs WM and WN that are multiples of 16}}
  func.func private @g(%a: tensor<64x64xf16>, %b: tensor<64x64xf16>) -> tensor<64x64xf32> attributes {kernel.config = #kernel.config<schedule = "matrix-contraction", workgroup = [128, 1, 1], tile = [64, 64, 24, 32, 2, 32], vector = 2>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x64xf16>, tensor<64x64xf16>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "mma.sync", matrix_tiles = [[128, 128, 64, 32, 2, 32, 1, 300, 500], [64, 64, 32, 32, 3, 32, 2, 200, 500], [256, 256, 64, 64, 4, 32, 1, 900, 500]]}} {
  // expected-error @below {{needs WM and WN that are multiples of 16}}
  func.func private @g(%a: tensor<64x64xf16>, %b: tensor<64x64xf16>) -> tensor<64x64xf32> attributes {kernel.config = #kernel.config<schedule = "matrix-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 1, 32], vector = 2>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x64xf16>, tensor<64x64xf16>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "mma.sync", matrix_tiles = [[128, 128, 64, 32, 2, 32, 1, 300, 500], [64, 64, 32, 32, 3, 32, 2, 200, 500], [256, 256, 64, 64, 4, 32, 1, 900, 500]]}} {
  // expected-error @below {{config needs 128 work items, 32 for each sub-tile}}
  func.func private @g(%a: tensor<64x64xf16>, %b: tensor<64x64xf16>) -> tensor<64x64xf32> attributes {kernel.config = #kernel.config<schedule = "matrix-contraction", workgroup = [64, 1, 1], tile = [64, 64, 32, 32, 2, 32], vector = 2>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x64xf16>, tensor<64x64xf16>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 512, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "mma.sync", matrix_tiles = [[128, 128, 64, 32, 2, 32, 1, 300, 500], [64, 64, 32, 32, 3, 32, 2, 200, 500], [256, 256, 64, 64, 4, 32, 1, 900, 500]]}} {
  // expected-error @below {{has tiles that its work items do not copy evenly}}
  func.func private @g(%a: tensor<64x64xf16>, %b: tensor<64x64xf16>) -> tensor<64x64xf32> attributes {kernel.config = #kernel.config<schedule = "matrix-contraction", workgroup = [288, 1, 1], tile = [48, 48, 16, 16, 2, 32], vector = 2>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x64xf16>, tensor<64x64xf16>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "mma.sync", matrix_tiles = [[128, 128, 64, 32, 2, 32, 1, 300, 500], [64, 64, 32, 32, 3, 32, 2, 200, 500], [256, 256, 64, 64, 4, 32, 1, 900, 500]]}} {
  // expected-error @below {{needs more registers than target test has}}
  func.func private @g(%a: tensor<64x64xf16>, %b: tensor<64x64xf16>) -> tensor<64x64xf32> attributes {kernel.config = #kernel.config<schedule = "matrix-contraction", workgroup = [32, 1, 1], tile = [128, 128, 128, 128, 2, 32], vector = 2>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x64xf16>, tensor<64x64xf16>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "mma.sync", matrix_tiles = [[128, 128, 64, 32, 2, 32, 1, 300, 500], [64, 64, 32, 32, 3, 32, 2, 200, 500], [256, 256, 64, 64, 4, 32, 1, 900, 500]]}} {
  // expected-error @below {{config needs 65536 bytes of local memory, target test has 49152}}
  func.func private @g(%a: tensor<64x64xf16>, %b: tensor<64x64xf16>) -> tensor<64x64xf32> attributes {kernel.config = #kernel.config<schedule = "matrix-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 8, 32], vector = 2>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x64xf16>, tensor<64x64xf16>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

// A row of the rhs is more copies than there are work items.
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "mma.sync", matrix_tiles = [[128, 128, 64, 32, 2, 32, 1, 300, 500]]}} {
  // expected-error @below {{has tiles that its work items do not copy evenly}}
  func.func private @g(%a: tensor<128x64xf16>, %b: tensor<64x64xf16>) -> tensor<128x64xf32> attributes {kernel.config = #kernel.config<schedule = "matrix-contraction", workgroup = [32, 1, 1], tile = [64, 320, 64, 320, 2, 32], vector = 2>} {
    %z = arith.constant dense<0.0> : tensor<128x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<128x64xf16>, tensor<64x64xf16>) outs(%z : tensor<128x64xf32>) -> tensor<128x64xf32>
    return %0 : tensor<128x64xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "mma.sync", matrix_tiles = [[128, 128, 64, 32, 2, 32, 1, 300, 500]]}} {
  // expected-error @below {{needs a vector of 2}}
  func.func private @g(%a: tensor<128x64xf16>, %b: tensor<64x64xf16>) -> tensor<128x64xf32> attributes {kernel.config = #kernel.config<schedule = "matrix-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 2, 32], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<128x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<128x64xf16>, tensor<64x64xf16>) outs(%z : tensor<128x64xf32>) -> tensor<128x64xf32>
    return %0 : tensor<128x64xf32>
  }
}

// -----

// Bytes of so many stages are no number.
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "mma.sync", matrix_tiles = [[128, 128, 64, 32, 2, 32, 1, 300, 500], [64, 64, 32, 32, 3, 32, 2, 200, 500], [256, 256, 64, 64, 4, 32, 1, 900, 500]]}} {
  // expected-error @below {{has more than 16 stages or steps ahead, or an extent above 4096}}
  func.func private @g(%a: tensor<64x64xf16>, %b: tensor<64x64xf16>) -> tensor<64x64xf32> attributes {kernel.config = #kernel.config<schedule = "matrix-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 2251799813685248, 32], vector = 2>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x64xf16>, tensor<64x64xf16>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

// Every step ahead is code before the loop.
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "mma.sync", matrix_tiles = [[128, 128, 64, 32, 2, 32, 1, 300, 500], [64, 64, 32, 32, 3, 32, 2, 200, 500], [256, 256, 64, 64, 4, 32, 1, 900, 500]]}} {
  // expected-error @below {{has more than 16 stages or steps ahead}}
  func.func private @g(%a: tensor<64x64xf16>, %b: tensor<64x64xf16>) -> tensor<64x64xf32> attributes {kernel.config = #kernel.config<schedule = "matrix-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 2, 32, 17], vector = 2>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x64xf16>, tensor<64x64xf16>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}
