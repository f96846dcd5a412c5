// RUN: burin-opt %s -split-input-file -verify-diagnostics --verify-kernel-config

// Four rows of 16 items; an item holds 32 elements, as many as half of its registers.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 512, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8], registers_per_item = 64}} {
  func.func private @g(%x: tensor<7x512xf32>) -> tensor<7x512xf32>
      attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [16, 4, 1], tile = [1], vector = 4>} {
    %e = tensor.empty() : tensor<7x512xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<7x512xf32>) outs(%e : tensor<7x512xf32>) -> tensor<7x512xf32>
    return %0 : tensor<7x512xf32>
  }
  // Any number of rows.
  func.func private @three(%x: tensor<7x512xf32>) -> tensor<7x512xf32>
      attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [16, 3, 1], tile = [0], vector = 4>} {
    %e = tensor.empty() : tensor<7x512xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<7x512xf32>) outs(%e : tensor<7x512xf32>) -> tensor<7x512xf32>
    return %0 : tensor<7x512xf32>
  }
}

// -----

// One access more.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 512, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8], registers_per_item = 64}} {
  // expected-error @below {{row config holds 36 elements in a work item, more than 32}}
  func.func private @g(%x: tensor<7x516xf32>) -> tensor<7x516xf32>
      attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [16, 4, 1], tile = [1], vector = 4>} {
    %e = tensor.empty() : tensor<7x516xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<7x516xf32>) outs(%e : tensor<7x516xf32>) -> tensor<7x516xf32>
    return %0 : tensor<7x516xf32>
  }
}

// -----

module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 512, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8], registers_per_item = 64}} {
  // expected-error @below {{row config needs tile = [] or [holds], 0 or 1}}
  func.func private @g(%x: tensor<7x64xf32>) -> tensor<7x64xf32>
      attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [16, 4, 1], tile = [2], vector = 4>} {
    %e = tensor.empty() : tensor<7x64xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<7x64xf32>) outs(%e : tensor<7x64xf32>) -> tensor<7x64xf32>
    return %0 : tensor<7x64xf32>
  }
}

// -----

module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 512, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8], registers_per_item = 64}} {
  // expected-error @below {{row config needs workgroup = [items, rows, 1]}}
  func.func private @g(%x: tensor<7x64xf32>) -> tensor<7x64xf32>
      attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [16, 1, 4], tile = [0], vector = 4>} {
    %e = tensor.empty() : tensor<7x64xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<7x64xf32>) outs(%e : tensor<7x64xf32>) -> tensor<7x64xf32>
    return %0 : tensor<7x64xf32>
  }
}

// -----

// The items of a row are a power of two, whatever all are: 12 x 4.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 512, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8], registers_per_item = 64}} {
  // expected-error @below {{config needs a power of two of work items to reduce a row}}
  func.func private @g(%x: tensor<7x64xf32>) -> tensor<7x64xf32>
      attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [12, 4, 1], tile = [0], vector = 4>} {
    %e = tensor.empty() : tensor<7x64xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<7x64xf32>) outs(%e : tensor<7x64xf32>) -> tensor<7x64xf32>
    return %0 : tensor<7x64xf32>
  }
}

// -----

// Each item of each row needs local memory twice.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 511, max_workgroup_size = 64, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 1], contraction_workgroup = [8, 8], registers_per_item = 64}} {
  // expected-error @below {{config needs 512 bytes of local memory, target phone has 511}}
  func.func private @g(%x: tensor<7x64xf32>) -> tensor<7x64xf32>
      attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [16, 4, 1], tile = [0], vector = 4>} {
    %e = tensor.empty() : tensor<7x64xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<7x64xf32>) outs(%e : tensor<7x64xf32>) -> tensor<7x64xf32>
    return %0 : tensor<7x64xf32>
  }
}
