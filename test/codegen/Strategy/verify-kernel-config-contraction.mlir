// RUN: burin-opt %s -split-input-file -verify-diagnostics --verify-kernel-config

module attributes {burin.target = {name = "test", kind = "cpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{config names the contraction schedule, but the root is no contraction}}
  func.func private @g(%x: tensor<4x6xf32>) -> tensor<4x6xf32> attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [1, 1, 1, 0], vector = 1>} {
    return %x : tensor<4x6xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "cpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{contraction config needs tile = [rows, columns, unroll, rowsFirst]}}
  func.func private @g(%a: tensor<4x6xf32>, %b: tensor<6x8xf32>) -> tensor<4x8xf32> attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [1, 1, 1], vector = 1>} {
    %z = arith.constant dense<0.0> : tensor<4x8xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<4x6xf32>, tensor<6x8xf32>) outs(%z : tensor<4x8xf32>) -> tensor<4x8xf32>
    return %0 : tensor<4x8xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "cpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{contraction config needs tile = [rows, columns, unroll, rowsFirst]}}
  func.func private @g(%a: tensor<4x6xf32>, %b: tensor<6x8xf32>) -> tensor<4x8xf32> attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [0, 1, 1, 0], vector = 1>} {
    %z = arith.constant dense<0.0> : tensor<4x8xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<4x6xf32>, tensor<6x8xf32>) outs(%z : tensor<4x8xf32>) -> tensor<4x8xf32>
    return %0 : tensor<4x8xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "cpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{contraction config has 128 accumulators, more than 64}}
  func.func private @g(%a: tensor<4x6xf32>, %b: tensor<6x8xf32>) -> tensor<4x8xf32> attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [16, 8, 1, 0], vector = 1>} {
    %z = arith.constant dense<0.0> : tensor<4x8xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<4x6xf32>, tensor<6x8xf32>) outs(%z : tensor<4x8xf32>) -> tensor<4x8xf32>
    return %0 : tensor<4x8xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "cpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{contraction config unrolls by 4, which does not divide 6}}
  func.func private @g(%a: tensor<4x6xf32>, %b: tensor<6x8xf32>) -> tensor<4x8xf32> attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [1, 1, 4, 0], vector = 1>} {
    %z = arith.constant dense<0.0> : tensor<4x8xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<4x6xf32>, tensor<6x8xf32>) outs(%z : tensor<4x8xf32>) -> tensor<4x8xf32>
    return %0 : tensor<4x8xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "cpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{contraction config has a vector of 16 that neither n nor k can be read with}}
  func.func private @g(%a: tensor<4x6xf32>, %b: tensor<6x8xf32>) -> tensor<4x8xf32> attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [1, 1, 2, 0], vector = 16>} {
    %z = arith.constant dense<0.0> : tensor<4x8xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<4x6xf32>, tensor<6x8xf32>) outs(%z : tensor<4x8xf32>) -> tensor<4x8xf32>
    return %0 : tensor<4x8xf32>
  }
}
