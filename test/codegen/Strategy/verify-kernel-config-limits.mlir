// RUN: burin-opt %s -split-input-file -verify-diagnostics --verify-kernel-config

module attributes {burin.target = {name = "test", kind = "cpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{has no kernel.config: run select-kernel-config first}}
  func.func private @g(%x: tensor<4x6xf32>) -> tensor<4x6xf32>  {
    return %x : tensor<4x6xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "cpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{config needs three work-group extents}}
  func.func private @g(%x: tensor<4x6xf32>) -> tensor<4x6xf32> attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [64, 1], tile = [1], vector = 1>} {
    return %x : tensor<4x6xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "cpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{config has a work-group extent below one}}
  func.func private @g(%x: tensor<4x6xf32>) -> tensor<4x6xf32> attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [0, 1, 1], tile = [1], vector = 1>} {
    return %x : tensor<4x6xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "cpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{config has more work items than the 256 that target test allows}}
  func.func private @g(%x: tensor<4x6xf32>) -> tensor<4x6xf32> attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [512, 1, 1], tile = [1], vector = 1>} {
    return %x : tensor<4x6xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "cpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{config has more work items than the 256}}
  func.func private @g(%x: tensor<4x6xf32>) -> tensor<4x6xf32> attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [4294967296, 4294967296, 1], tile = [1], vector = 1>} {
    return %x : tensor<4x6xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "cpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{config has a vector of 3 elements: OpenCL C has 1, 2, 4, 8 and 16}}
  func.func private @g(%x: tensor<4x6xf32>) -> tensor<4x6xf32> attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [64, 1, 1], tile = [1], vector = 3>} {
    return %x : tensor<4x6xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "cpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{config has a vector of 4, which does not divide the contiguous extent 6}}
  func.func private @g(%x: tensor<4x6xf32>) -> tensor<4x6xf32> attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [64, 1, 1], tile = [1], vector = 4>} {
    return %x : tensor<4x6xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "cpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{config needs a power of two of work items to reduce a row}}
  func.func private @g(%x: tensor<4x6xf32>) -> tensor<4x6xf32> attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [24, 1, 1], tile = [1], vector = 1>} {
    %e = tensor.empty() : tensor<4x6xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<4x6xf32>) outs(%e : tensor<4x6xf32>) -> tensor<4x6xf32>
    return %0 : tensor<4x6xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "cpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{config needs 2048 bytes of local memory, target test has 1024}}
  func.func private @g(%x: tensor<4x6xf32>) -> tensor<4x6xf32> attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [256, 1, 1], tile = [1], vector = 1>} {
    %e = tensor.empty() : tensor<4x6xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<4x6xf32>) outs(%e : tensor<4x6xf32>) -> tensor<4x6xf32>
    return %0 : tensor<4x6xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "cpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{config has a vector of 4, which does not divide the contiguous extent 2}}
  func.func private @g(%x: tensor<1x4x8xf32>, %s: tensor<8xf32>) -> tensor<1x4x8xf32> attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [8, 1, 1], tile = [1], vector = 4>} {
    %e = tensor.empty() : tensor<1x4x8xf32>
    %0 = fused.group_norm groups = 4 epsilon = 1.0e-5 ins(%x, %s, %s : tensor<1x4x8xf32>, tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<1x4x8xf32>) -> tensor<1x4x8xf32>
    return %0 : tensor<1x4x8xf32>
  }
}
