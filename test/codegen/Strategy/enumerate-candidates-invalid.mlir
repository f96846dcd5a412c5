// RUN: burin-opt %s --split-input-file --select-kernel-config --enumerate-candidates --verify-diagnostics

// Nothing to compare is an error, not an empty plan.
// expected-error @+1 {{no group of the model has more than one config to choose from}}
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {
  func.func @main(%i: tensor<4x6xi32>) -> tensor<4x6xi32> {
    %0 = call @integers(%i) : (tensor<4x6xi32>) -> tensor<4x6xi32>
    return %0 : tensor<4x6xi32>
  }
  func.func private @integers(%x: tensor<4x6xi32>) -> tensor<4x6xi32> {
    return %x : tensor<4x6xi32>
  }
}

// -----

// expected-error @+1 {{has no target description}}
module {
}
