// RUN: burin-opt %s -split-input-file -verify-diagnostics --verify-kernel-config

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{elementwise config needs tile = [] or [rows], at most 16 that divide the dimension before the last}}
  func.func private @uneven(%x: tensor<6x8xf32>) -> tensor<6x8xf32> attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [4], vector = 4>} {
    return %x : tensor<6x8xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{needs tile = [] or [rows]}}
  func.func private @flat(%x: tensor<8xf32>) -> tensor<8xf32> attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [2], vector = 4>} {
    return %x : tensor<8xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{needs tile = [] or [rows]}}
  func.func private @many(%x: tensor<64x8xf32>) -> tensor<64x8xf32> attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [32], vector = 4>} {
    return %x : tensor<64x8xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {
  func.func private @fits(%x: tensor<64x8xf32>) -> tensor<64x8xf32> attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [16], vector = 4>} {
    return %x : tensor<64x8xf32>
  }
}
