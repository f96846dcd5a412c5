// RUN: burin-opt %s -split-input-file -verify-diagnostics --verify-kernel-config

// A schedule builds one kind of root: anything else is caught before lowering.
module attributes {burin.target = {name = "test", kind = "cpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{config names the row schedule, which does not build the group's root}}
  func.func private @g(%x: tensor<4x6xf32>) -> tensor<4x6xf32> attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [1, 1, 1], tile = [], vector = 1>} {
    return %x : tensor<4x6xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "cpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{config names the reduction schedule, which does not build the group's root}}
  func.func private @g(%x: tensor<4x6xf32>) -> tensor<4x6xf32> attributes {kernel.config = #kernel.config<schedule = "reduction", workgroup = [1, 1, 1], tile = [], vector = 1>} {
    return %x : tensor<4x6xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "cpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{config names an unknown schedule 'magic'}}
  func.func private @g(%x: tensor<4x6xf32>) -> tensor<4x6xf32> attributes {kernel.config = #kernel.config<schedule = "magic", workgroup = [1, 1, 1], tile = [], vector = 1>} {
    return %x : tensor<4x6xf32>
  }
}
