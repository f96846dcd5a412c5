// RUN: burin-opt %s -split-input-file -verify-diagnostics --verify-kernel-config

// Each limit of a phone: exactly at it, and one over.

// 64 work items are what the target has.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  func.func private @g(%x: tensor<64x64xf32>) -> tensor<64x64xf32>
      attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [64, 1, 1], tile = [], vector = 4>} {
    return %x : tensor<64x64xf32>
  }
}

// -----

// One more is too many.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{config has more work items than the 64 that target phone allows}}
  func.func private @g(%x: tensor<64x64xf32>) -> tensor<64x64xf32>
      attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [65, 1, 1], tile = [], vector = 4>} {
    return %x : tensor<64x64xf32>
  }
}

// -----

// The product of all three extents counts.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{config has more work items than the 64 that target phone allows}}
  func.func private @g(%x: tensor<64x64xf32>) -> tensor<64x64xf32>
      attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 8, 2], tile = [], vector = 4>} {
    return %x : tensor<64x64xf32>
  }
}

// -----

// A negative extent is no way around.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{config has a work-group extent below one}}
  func.func private @g(%x: tensor<64x64xf32>) -> tensor<64x64xf32>
      attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [-8, -8, 1], tile = [], vector = 4>} {
    return %x : tensor<64x64xf32>
  }
}

// -----

// 16 lanes in OpenCL C.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  func.func private @g(%x: tensor<64x64xf32>) -> tensor<64x64xf32>
      attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [64, 1, 1], tile = [], vector = 16>} {
    return %x : tensor<64x64xf32>
  }
}

// -----

// 32 are none of its types.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{config has a vector of 32 elements: OpenCL C has 1, 2, 4, 8 and 16}}
  func.func private @g(%x: tensor<64x64xf32>) -> tensor<64x64xf32>
      attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [64, 1, 1], tile = [], vector = 32>} {
    return %x : tensor<64x64xf32>
  }
}

// -----

// Nor are 0.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{config has a vector of 0 elements: OpenCL C has 1, 2, 4, 8 and 16}}
  func.func private @g(%x: tensor<64x64xf32>) -> tensor<64x64xf32>
      attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [64, 1, 1], tile = [], vector = 0>} {
    return %x : tensor<64x64xf32>
  }
}

// -----

// Vulkan has 4 lanes.
module attributes {burin.target = {name = "phone", kind = "gpu", api = "vulkan", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  func.func private @g(%x: tensor<64x64xf32>) -> tensor<64x64xf32>
      attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [64, 1, 1], tile = [], vector = 4>} {
    return %x : tensor<64x64xf32>
  }
}

// -----

// Not 8.
module attributes {burin.target = {name = "phone", kind = "gpu", api = "vulkan", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{config has a vector of 8 elements: SPIR-V for Vulkan has at most 4}}
  func.func private @g(%x: tensor<64x64xf32>) -> tensor<64x64xf32>
      attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [64, 1, 1], tile = [], vector = 8>} {
    return %x : tensor<64x64xf32>
  }
}

// -----

// A scalar has an extent of one.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{config has a vector of 2, which does not divide the contiguous extent 1}}
  func.func private @g(%x: tensor<f32>) -> tensor<f32>
      attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [1, 1, 1], tile = [], vector = 2>} {
    return %x : tensor<f32>
  }
}

// -----

// Two reductions of 64 items take 512 bytes of local memory: just enough.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 512, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  func.func private @g(%x: tensor<8x256xf32>) -> tensor<8x256xf32>
      attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [64, 1, 1], tile = [], vector = 4>} {
    %e = tensor.empty() : tensor<8x256xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<8x256xf32>) outs(%e : tensor<8x256xf32>) -> tensor<8x256xf32>
    return %0 : tensor<8x256xf32>
  }
}

// -----

// A byte less.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 511, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{config needs 512 bytes of local memory, target phone has 511}}
  func.func private @g(%x: tensor<8x256xf32>) -> tensor<8x256xf32>
      attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [64, 1, 1], tile = [], vector = 4>} {
    %e = tensor.empty() : tensor<8x256xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<8x256xf32>) outs(%e : tensor<8x256xf32>) -> tensor<8x256xf32>
    return %0 : tensor<8x256xf32>
  }
}

// -----

// 32 x 2 items are a power of two.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  func.func private @g(%x: tensor<8x256xf32>) -> tensor<8x256xf32>
      attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [32, 2, 1], tile = [], vector = 4>} {
    %e = tensor.empty() : tensor<8x256xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<8x256xf32>) outs(%e : tensor<8x256xf32>) -> tensor<8x256xf32>
    return %0 : tensor<8x256xf32>
  }
}

// -----

// 48 items cannot halve a row.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{config needs a power of two of work items to reduce a row}}
  func.func private @g(%x: tensor<8x256xf32>) -> tensor<8x256xf32>
      attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [48, 1, 1], tile = [], vector = 4>} {
    %e = tensor.empty() : tensor<8x256xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<8x256xf32>) outs(%e : tensor<8x256xf32>) -> tensor<8x256xf32>
    return %0 : tensor<8x256xf32>
  }
}

// -----

// Softmax by twos of a row of 6.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  func.func private @g(%x: tensor<8x6xf32>) -> tensor<8x6xf32>
      attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [4, 1, 1], tile = [], vector = 2>} {
    %e = tensor.empty() : tensor<8x6xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<8x6xf32>) outs(%e : tensor<8x6xf32>) -> tensor<8x6xf32>
    return %0 : tensor<8x6xf32>
  }
}

// -----

// By fours it leaves a remainder.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{config has a vector of 4, which does not divide the contiguous extent 6}}
  func.func private @g(%x: tensor<8x6xf32>) -> tensor<8x6xf32>
      attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [4, 1, 1], tile = [], vector = 4>} {
    %e = tensor.empty() : tensor<8x6xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<8x6xf32>) outs(%e : tensor<8x6xf32>) -> tensor<8x6xf32>
    return %0 : tensor<8x6xf32>
  }
}

// -----

// Statistics are limited by the row they read.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{config has a vector of 8, which does not divide the contiguous extent 12}}
  func.func private @g(%x: tensor<8x12xf32>) -> tensor<8x2xf32>
      attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [4, 1, 1], tile = [], vector = 8>} {
    %e = tensor.empty() : tensor<8x2xf32>
    %0 = fused.softmax_statistics ins(%x : tensor<8x12xf32>) outs(%e : tensor<8x2xf32>) -> tensor<8x2xf32>
    return %0 : tensor<8x2xf32>
  }
}

// -----

// Not by the two numbers they write.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  func.func private @g(%x: tensor<8x12xf32>) -> tensor<8x2xf32>
      attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [4, 1, 1], tile = [], vector = 4>} {
    %e = tensor.empty() : tensor<8x2xf32>
    %0 = fused.softmax_statistics ins(%x : tensor<8x12xf32>) outs(%e : tensor<8x2xf32>) -> tensor<8x2xf32>
    return %0 : tensor<8x2xf32>
  }
}

// -----

// Group norm: the channels of one group.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  func.func private @g(%x: tensor<1x4x64xf32>, %g: tensor<64xf32>) -> tensor<1x4x64xf32>
      attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [4, 1, 1], tile = [], vector = 8>} {
    %e = tensor.empty() : tensor<1x4x64xf32>
    %0 = fused.group_norm groups = 8 epsilon = 1.0e-5 ins(%x, %g, %g : tensor<1x4x64xf32>, tensor<64xf32>, tensor<64xf32>) outs(%e : tensor<1x4x64xf32>) -> tensor<1x4x64xf32>
    return %0 : tensor<1x4x64xf32>
  }
}

// -----

// 16 channels are two groups.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{config has a vector of 16, which does not divide the contiguous extent 8}}
  func.func private @g(%x: tensor<1x4x64xf32>, %g: tensor<64xf32>) -> tensor<1x4x64xf32>
      attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [4, 1, 1], tile = [], vector = 16>} {
    %e = tensor.empty() : tensor<1x4x64xf32>
    %0 = fused.group_norm groups = 8 epsilon = 1.0e-5 ins(%x, %g, %g : tensor<1x4x64xf32>, tensor<64xf32>, tensor<64xf32>) outs(%e : tensor<1x4x64xf32>) -> tensor<1x4x64xf32>
    return %0 : tensor<1x4x64xf32>
  }
}

// -----

// An element-wise config for a reduction.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{config names the elementwise schedule, which does not build the group's root}}
  func.func private @g(%x: tensor<8x8xf32>) -> tensor<8xf32>
      attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [4, 1, 1], tile = [], vector = 1>} {
    %i = arith.constant dense<0.0> : tensor<8xf32>
    %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<8x8xf32>) outs(%i : tensor<8xf32>) {
    ^bb0(%a: f32, %o: f32):
      %s = arith.addf %a, %o : f32
      linalg.yield %s : f32
    } -> tensor<8xf32>
    return %0 : tensor<8xf32>
  }
}

// -----

// A row config for a matrix product.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{config names the row schedule, which does not build the group's root}}
  func.func private @g(%a: tensor<8x8xf32>, %b: tensor<8x8xf32>) -> tensor<8x8xf32>
      attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [4, 1, 1], tile = [], vector = 1>} {
    %z = arith.constant dense<0.0> : tensor<8x8xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<8x8xf32>, tensor<8x8xf32>) outs(%z : tensor<8x8xf32>) -> tensor<8x8xf32>
    return %0 : tensor<8x8xf32>
  }
}

// -----

// A flash config for a softmax.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{config names the flash-attention schedule, which does not build the group's root}}
  func.func private @g(%x: tensor<8x8xf32>) -> tensor<8x8xf32>
      attributes {kernel.config = #kernel.config<schedule = "flash-attention", workgroup = [4, 1, 1], tile = [], vector = 1>} {
    %e = tensor.empty() : tensor<8x8xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<8x8xf32>) outs(%e : tensor<8x8xf32>) -> tensor<8x8xf32>
    return %0 : tensor<8x8xf32>
  }
}

// -----

// A reduction may build any product, slowly.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  func.func private @g(%a: tensor<8x8xf32>, %b: tensor<8x8xf32>) -> tensor<8x8xf32>
      attributes {kernel.config = #kernel.config<schedule = "reduction", workgroup = [64, 1, 1], tile = [], vector = 1>} {
    %z = arith.constant dense<0.0> : tensor<8x8xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<8x8xf32>, tensor<8x8xf32>) outs(%z : tensor<8x8xf32>) -> tensor<8x8xf32>
    return %0 : tensor<8x8xf32>
  }
}

// -----

// Neighbouring sums whose parts are a row apart.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  // expected-error @below {{reduction config has a vector of 4, but the group's neighbouring results are not made side by side}}
  func.func private @g(%x: tensor<8x8xf32>) -> tensor<8xf32>
      attributes {kernel.config = #kernel.config<schedule = "reduction", workgroup = [2, 1, 1], tile = [], vector = 4>} {
    %i = arith.constant dense<0.0> : tensor<8xf32>
    %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<8x8xf32>) outs(%i : tensor<8xf32>) {
    ^bb0(%a: f32, %o: f32):
      %s = arith.addf %a, %o : f32
      linalg.yield %s : f32
    } -> tensor<8xf32>
    return %0 : tensor<8xf32>
  }
}

// -----

// Columns are side by side.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 16384, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8]}} {
  func.func private @g(%x: tensor<8x8xf32>) -> tensor<8xf32>
      attributes {kernel.config = #kernel.config<schedule = "reduction", workgroup = [2, 1, 1], tile = [], vector = 4>} {
    %i = arith.constant dense<0.0> : tensor<8xf32>
    %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (j, i)>, affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<8x8xf32>) outs(%i : tensor<8xf32>) {
    ^bb0(%a: f32, %o: f32):
      %s = arith.addf %a, %o : f32
      linalg.yield %s : f32
    } -> tensor<8xf32>
    return %0 : tensor<8xf32>
  }
}
