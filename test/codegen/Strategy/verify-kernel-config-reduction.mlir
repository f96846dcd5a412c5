// RUN: burin-opt %s -split-input-file -verify-diagnostics --verify-kernel-config

// Results that all items of a work group share.
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 1024, max_workgroup_size = 512, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{reduction config needs tile = [] or [items], all of the work group along x: a power of two, 4 bytes of local memory each}}
  func.func private @g(%x: tensor<3x512xf32>) -> tensor<3xf32> attributes {kernel.config = #kernel.config<schedule = "reduction", workgroup = [32, 1, 1], tile = [16], vector = 1>} {
    %i = arith.constant dense<0.0> : tensor<3xf32>
    %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<3x512xf32>) outs(%i : tensor<3xf32>) {
    ^bb0(%a: f32, %o: f32):
      %s = arith.addf %a, %o : f32
      linalg.yield %s : f32
    } -> tensor<3xf32>
    return %0 : tensor<3xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 1024, max_workgroup_size = 512, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{reduction config needs tile = [] or [items], all of the work group along x: a power of two, 4 bytes of local memory each}}
  func.func private @g(%x: tensor<3x512xf32>) -> tensor<3xf32> attributes {kernel.config = #kernel.config<schedule = "reduction", workgroup = [24, 1, 1], tile = [24], vector = 1>} {
    %i = arith.constant dense<0.0> : tensor<3xf32>
    %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<3x512xf32>) outs(%i : tensor<3xf32>) {
    ^bb0(%a: f32, %o: f32):
      %s = arith.addf %a, %o : f32
      linalg.yield %s : f32
    } -> tensor<3xf32>
    return %0 : tensor<3xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 1024, max_workgroup_size = 512, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{reduction config needs tile = [] or [items], all of the work group along x: a power of two, 4 bytes of local memory each}}
  func.func private @g(%x: tensor<3x512xf32>) -> tensor<3xf32> attributes {kernel.config = #kernel.config<schedule = "reduction", workgroup = [8, 8, 1], tile = [8], vector = 1>} {
    %i = arith.constant dense<0.0> : tensor<3xf32>
    %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<3x512xf32>) outs(%i : tensor<3xf32>) {
    ^bb0(%a: f32, %o: f32):
      %s = arith.addf %a, %o : f32
      linalg.yield %s : f32
    } -> tensor<3xf32>
    return %0 : tensor<3xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 1024, max_workgroup_size = 512, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{reduction config needs tile = [] or [items], all of the work group along x: a power of two, 4 bytes of local memory each}}
  func.func private @g(%x: tensor<3x512xf32>) -> tensor<3xf32> attributes {kernel.config = #kernel.config<schedule = "reduction", workgroup = [512, 1, 1], tile = [512], vector = 1>} {
    %i = arith.constant dense<0.0> : tensor<3xf32>
    %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<3x512xf32>) outs(%i : tensor<3xf32>) {
    ^bb0(%a: f32, %o: f32):
      %s = arith.addf %a, %o : f32
      linalg.yield %s : f32
    } -> tensor<3xf32>
    return %0 : tensor<3xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 1024, max_workgroup_size = 512, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{reduction config needs tile = [] or [items], all of the work group along x: a power of two, 4 bytes of local memory each}}
  func.func private @g(%x: tensor<3x512xf32>) -> tensor<3xf32> attributes {kernel.config = #kernel.config<schedule = "reduction", workgroup = [32, 1, 1], tile = [32, 1], vector = 1>} {
    %i = arith.constant dense<0.0> : tensor<3xf32>
    %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<3x512xf32>) outs(%i : tensor<3xf32>) {
    ^bb0(%a: f32, %o: f32):
      %s = arith.addf %a, %o : f32
      linalg.yield %s : f32
    } -> tensor<3xf32>
    return %0 : tensor<3xf32>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 1024, max_workgroup_size = 512, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{reduction config shares a result among work items, but it is no f32 sum from zero or extremum}}
  func.func private @g(%x: tensor<3x512xf32>) -> tensor<3xf32> attributes {kernel.config = #kernel.config<schedule = "reduction", workgroup = [32, 1, 1], tile = [32], vector = 1>} {
    %i = arith.constant dense<1.0> : tensor<3xf32>
    %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<3x512xf32>) outs(%i : tensor<3xf32>) {
    ^bb0(%a: f32, %o: f32):
      %s = arith.mulf %a, %o : f32
      linalg.yield %s : f32
    } -> tensor<3xf32>
    return %0 : tensor<3xf32>
  }
}
