// RUN: burin-opt %s -split-input-file -verify-diagnostics --verify-kernel-config

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255}} {
// expected-error @below {{config needs cooperative matrices, target test has none}}
func.func private @g(%a: tensor<64x64xf16>, %b: tensor<64x3xf16>) -> tensor<64x3xf32> attributes {kernel.config = #kernel.config<schedule = "cooperative-narrow", workgroup = [64, 1, 1], tile = [64, 32, 32], vector = 1>} {
  %z = arith.constant dense<0.0> : tensor<64x3xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<64x64xf16>, tensor<64x3xf16>) outs(%z : tensor<64x3xf32>) -> tensor<64x3xf32>
  return %0 : tensor<64x3xf32>
}
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[64, 64, 32, 32, 1, 32, 2, 200, 500]]}} {
// expected-error @below {{which needs halves, at most 8 columns}}
func.func private @g(%a: tensor<64x64xf16>, %b: tensor<64x12xf16>) -> tensor<64x12xf32> attributes {kernel.config = #kernel.config<schedule = "cooperative-narrow", workgroup = [64, 1, 1], tile = [64, 32, 32], vector = 1>} {
  %z = arith.constant dense<0.0> : tensor<64x12xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<64x64xf16>, tensor<64x12xf16>) outs(%z : tensor<64x12xf32>) -> tensor<64x12xf32>
  return %0 : tensor<64x12xf32>
}
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[64, 64, 32, 32, 1, 32, 2, 200, 500]]}} {
// expected-error @below {{needs tile = [BM, WM, depth], all multiples of 16}}
func.func private @g(%a: tensor<64x64xf16>, %b: tensor<64x3xf16>) -> tensor<64x3xf32> attributes {kernel.config = #kernel.config<schedule = "cooperative-narrow", workgroup = [64, 1, 1], tile = [64, 24, 32], vector = 1>} {
  %z = arith.constant dense<0.0> : tensor<64x3xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<64x64xf16>, tensor<64x3xf16>) outs(%z : tensor<64x3xf32>) -> tensor<64x3xf32>
  return %0 : tensor<64x3xf32>
}
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[64, 64, 32, 32, 1, 32, 2, 200, 500]]}} {
// expected-error @below {{needs 64 work items, one sub-group for each WM rows}}
func.func private @g(%a: tensor<64x64xf16>, %b: tensor<64x3xf16>) -> tensor<64x3xf32> attributes {kernel.config = #kernel.config<schedule = "cooperative-narrow", workgroup = [128, 1, 1], tile = [64, 32, 32], vector = 1>} {
  %z = arith.constant dense<0.0> : tensor<64x3xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<64x64xf16>, tensor<64x3xf16>) outs(%z : tensor<64x3xf32>) -> tensor<64x3xf32>
  return %0 : tensor<64x3xf32>
}
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[64, 64, 32, 32, 1, 32, 2, 200, 500]]}} {
// expected-error @below {{has tiles that its work items do not copy evenly}}
func.func private @g(%a: tensor<64x64xf16>, %b: tensor<64x3xf16>) -> tensor<64x3xf32> attributes {kernel.config = #kernel.config<schedule = "cooperative-narrow", workgroup = [96, 1, 1], tile = [96, 32, 80], vector = 1>} {
  %z = arith.constant dense<0.0> : tensor<64x3xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<64x64xf16>, tensor<64x3xf16>) outs(%z : tensor<64x3xf32>) -> tensor<64x3xf32>
  return %0 : tensor<64x3xf32>
}
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[64, 64, 32, 32, 1, 32, 2, 200, 500]]}} {
// expected-error @below {{bytes of local memory, target test has 49152}}
func.func private @g(%a: tensor<64x64xf16>, %b: tensor<64x3xf16>) -> tensor<64x3xf32> attributes {kernel.config = #kernel.config<schedule = "cooperative-narrow", workgroup = [256, 1, 1], tile = [256, 32, 64], vector = 1>} {
  %z = arith.constant dense<0.0> : tensor<64x3xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<64x64xf16>, tensor<64x3xf16>) outs(%z : tensor<64x3xf32>) -> tensor<64x3xf32>
  return %0 : tensor<64x3xf32>
}
}
