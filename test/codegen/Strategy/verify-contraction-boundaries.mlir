// RUN: burin-opt %s -split-input-file -verify-diagnostics --verify-kernel-config

// Tiles of contractions: exactly at each limit, and one over.

// 64 accumulators.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  func.func private @g(%a: tensor<64x12xf32>, %b: tensor<12x64xf32>) -> tensor<64x64xf32>
      attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [8, 8, 1], tile = [16, 4, 1, 0], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x12xf32>, tensor<12x64xf32>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

// 68.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{contraction config has 68 accumulators, more than 64}}
  func.func private @g(%a: tensor<64x12xf32>, %b: tensor<12x64xf32>) -> tensor<64x64xf32>
      attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [8, 8, 1], tile = [17, 4, 1, 0], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x12xf32>, tensor<12x64xf32>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

// Four numbers, not five.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{contraction config needs tile = [rows, columns, unroll, rowsFirst]}}
  func.func private @g(%a: tensor<64x12xf32>, %b: tensor<12x64xf32>) -> tensor<64x64xf32>
      attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [8, 8, 1], tile = [4, 1, 1, 0, 0], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x12xf32>, tensor<12x64xf32>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

// No columns.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{contraction config needs tile = [rows, columns, unroll, rowsFirst]}}
  func.func private @g(%a: tensor<64x12xf32>, %b: tensor<12x64xf32>) -> tensor<64x64xf32>
      attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [8, 8, 1], tile = [4, 0, 1, 0], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x12xf32>, tensor<12x64xf32>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

// An unroll of nothing.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{contraction config needs tile = [rows, columns, unroll, rowsFirst]}}
  func.func private @g(%a: tensor<64x12xf32>, %b: tensor<12x64xf32>) -> tensor<64x64xf32>
      attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [8, 8, 1], tile = [4, 1, 0, 0], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x12xf32>, tensor<12x64xf32>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

// Rows first is a yes or no.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{contraction config needs tile = [rows, columns, unroll, rowsFirst]}}
  func.func private @g(%a: tensor<64x12xf32>, %b: tensor<12x64xf32>) -> tensor<64x64xf32>
      attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [8, 8, 1], tile = [4, 1, 1, 2], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x12xf32>, tensor<12x64xf32>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

// More rows than there are is no error: stores are guarded.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  func.func private @g(%a: tensor<3x12xf32>, %b: tensor<12x64xf32>) -> tensor<3x64xf32>
      attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [8, 8, 1], tile = [8, 1, 1, 0], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<3x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<3x12xf32>, tensor<12x64xf32>) outs(%z : tensor<3x64xf32>) -> tensor<3x64xf32>
    return %0 : tensor<3x64xf32>
  }
}

// -----

// k of 12 by 4.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  func.func private @g(%a: tensor<64x12xf32>, %b: tensor<12x64xf32>) -> tensor<64x64xf32>
      attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [8, 8, 1], tile = [4, 1, 4, 0], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x12xf32>, tensor<12x64xf32>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

// By 8 it has a remainder.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{contraction config unrolls by 8, which does not divide 12}}
  func.func private @g(%a: tensor<64x12xf32>, %b: tensor<12x64xf32>) -> tensor<64x64xf32>
      attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [8, 8, 1], tile = [4, 1, 8, 0], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x12xf32>, tensor<12x64xf32>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

// 3 divides it, but is no width of an access.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{contraction config unrolls by 3, which does not divide 12}}
  func.func private @g(%a: tensor<64x12xf32>, %b: tensor<12x64xf32>) -> tensor<64x64xf32>
      attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [8, 8, 1], tile = [4, 1, 3, 0], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x12xf32>, tensor<12x64xf32>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

// 16 is the widest.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  func.func private @g(%a: tensor<64x64xf32>, %b: tensor<64x64xf32>) -> tensor<64x64xf32>
      attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [8, 8, 1], tile = [4, 1, 16, 0], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x64xf32>, tensor<64x64xf32>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

// 32 is not.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{contraction config unrolls by 32, which does not divide 64}}
  func.func private @g(%a: tensor<64x64xf32>, %b: tensor<64x64xf32>) -> tensor<64x64xf32>
      attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [8, 8, 1], tile = [4, 1, 32, 0], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x64xf32>, tensor<64x64xf32>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

// Vulkan reads the lhs by 4 at most.
module attributes {burin.target = {name = "phone", kind = "gpu", api = "vulkan", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  func.func private @g(%a: tensor<64x64xf32>, %b: tensor<64x64xf32>) -> tensor<64x64xf32>
      attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [8, 8, 1], tile = [4, 1, 4, 0], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x64xf32>, tensor<64x64xf32>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

// Not by 8.
module attributes {burin.target = {name = "phone", kind = "gpu", api = "vulkan", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{contraction config unrolls by 8, Vulkan's vectors have at most 4 elements}}
  func.func private @g(%a: tensor<64x64xf32>, %b: tensor<64x64xf32>) -> tensor<64x64xf32>
      attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [8, 8, 1], tile = [4, 1, 8, 0], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x64xf32>, tensor<64x64xf32>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

// n of 12 in accesses of 4.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  func.func private @g(%a: tensor<64x64xf32>, %b: tensor<64x12xf32>) -> tensor<64x12xf32>
      attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [8, 8, 1], tile = [4, 1, 1, 0], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<64x12xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x64xf32>, tensor<64x12xf32>) outs(%z : tensor<64x12xf32>) -> tensor<64x12xf32>
    return %0 : tensor<64x12xf32>
  }
}

// -----

// Not of 8.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{contraction config has a vector of 8 that neither n nor k can be read with}}
  func.func private @g(%a: tensor<64x64xf32>, %b: tensor<64x12xf32>) -> tensor<64x12xf32>
      attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [8, 8, 1], tile = [4, 1, 1, 0], vector = 8>} {
    %z = arith.constant dense<0.0> : tensor<64x12xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x64xf32>, tensor<64x12xf32>) outs(%z : tensor<64x12xf32>) -> tensor<64x12xf32>
    return %0 : tensor<64x12xf32>
  }
}

// -----

// Scalars read anything.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  func.func private @g(%a: tensor<7x5xf32>, %b: tensor<7x3xf32>) -> tensor<5x3xf32>
      attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [8, 8, 1], tile = [4, 1, 1, 0], vector = 1>} {
    %z = arith.constant dense<0.0> : tensor<5x3xf32>
    %0 = linalg.matmul indexing_maps = [affine_map<(m, n, k) -> (k, m)>, affine_map<(m, n, k) -> (k, n)>, affine_map<(m, n, k) -> (m, n)>] ins(%a, %b : tensor<7x5xf32>, tensor<7x3xf32>) outs(%z : tensor<5x3xf32>) -> tensor<5x3xf32>
    return %0 : tensor<5x3xf32>
  }
}

// -----

// A transposed rhs: lanes along k are as many as the loop is unrolled by.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  func.func private @g(%a: tensor<64x64xf32>, %b: tensor<64x64xf32>) -> tensor<64x64xf32>
      attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [8, 8, 1], tile = [4, 1, 4, 0], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (n, k)>, affine_map<(m, n, k) -> (m, n)>] ins(%a, %b : tensor<64x64xf32>, tensor<64x64xf32>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

// Not more.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{contraction config has a vector of 8 that neither n nor k can be read with}}
  func.func private @g(%a: tensor<64x64xf32>, %b: tensor<64x64xf32>) -> tensor<64x64xf32>
      attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [8, 8, 1], tile = [4, 1, 4, 0], vector = 8>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (n, k)>, affine_map<(m, n, k) -> (m, n)>] ins(%a, %b : tensor<64x64xf32>, tensor<64x64xf32>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

// Not fewer.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{contraction config has a vector of 2 that neither n nor k can be read with}}
  func.func private @g(%a: tensor<64x64xf32>, %b: tensor<64x64xf32>) -> tensor<64x64xf32>
      attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [8, 8, 1], tile = [4, 1, 4, 0], vector = 2>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (n, k)>, affine_map<(m, n, k) -> (m, n)>] ins(%a, %b : tensor<64x64xf32>, tensor<64x64xf32>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}

// -----

// The work group counts as for all schedules.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{config has more work items than the 64 that target phone allows}}
  func.func private @g(%a: tensor<64x64xf32>, %b: tensor<64x64xf32>) -> tensor<64x64xf32>
      attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [16, 8, 1], tile = [4, 1, 1, 0], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x64xf32>, tensor<64x64xf32>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}
