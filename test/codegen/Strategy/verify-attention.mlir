// RUN: burin-opt %s --split-input-file --verify-diagnostics --verify-attention

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 128, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  // What every schedule needs is there.
  func.func @good(%q: tensor<1x2x64x40xf16>, %e: tensor<1x2x64x40xf16>) -> tensor<1x2x64x40xf16> {
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>) outs(%e : tensor<1x2x64x40xf16>)
      {kernel.attention = #kernel.config<schedule = "flash-attention", workgroup = [10, 4, 1], tile = [2, 1, 20, 40, 8], vector = 4>} -> tensor<1x2x64x40xf16>
    %1 = fused.attention scale = 1.0 ins(%0, %0, %0 : tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>) outs(%e : tensor<1x2x64x40xf16>)
      {kernel.attention = #kernel.config<schedule = "partial-attention", workgroup = [1, 1, 1], tile = [32], vector = 1>} -> tensor<1x2x64x40xf16>
    %2 = fused.attention scale = 1.0 ins(%1, %1, %1 : tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>) outs(%e : tensor<1x2x64x40xf16>)
      {kernel.attention = #kernel.config<schedule = "plain-attention", workgroup = [1, 1, 1], tile = [64], vector = 1>} -> tensor<1x2x64x40xf16>
    return %2 : tensor<1x2x64x40xf16>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 128, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  func.func @missing(%q: tensor<1x2x64x40xf16>, %e: tensor<1x2x64x40xf16>) -> tensor<1x2x64x40xf16> {
    // expected-error @below {{has no kernel.attention config: run select-attention first}}
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>) outs(%e : tensor<1x2x64x40xf16>)
      -> tensor<1x2x64x40xf16>
    return %0 : tensor<1x2x64x40xf16>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 128, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  func.func @other_attribute(%q: tensor<1x2x64x40xf16>, %e: tensor<1x2x64x40xf16>) -> tensor<1x2x64x40xf16> {
    // expected-error @below {{has no kernel.attention config: run select-attention first}}
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>) outs(%e : tensor<1x2x64x40xf16>)
      {kernel.attention = "flash"} -> tensor<1x2x64x40xf16>
    return %0 : tensor<1x2x64x40xf16>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 128, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  func.func @unknown(%q: tensor<1x2x64x40xf16>, %e: tensor<1x2x64x40xf16>) -> tensor<1x2x64x40xf16> {
    // expected-error @below {{kernel.attention names an unknown schedule 'row'}}
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>) outs(%e : tensor<1x2x64x40xf16>)
      {kernel.attention = #kernel.config<schedule = "row", workgroup = [1, 1, 1], tile = [1], vector = 1>} -> tensor<1x2x64x40xf16>
    return %0 : tensor<1x2x64x40xf16>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 128, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  func.func @unknown_flash(%q: tensor<1x2x64x40xf16>, %e: tensor<1x2x64x40xf16>) -> tensor<1x2x64x40xf16> {
    // expected-error @below {{config names an unknown schedule 'flash-attention-tpu'}}
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>) outs(%e : tensor<1x2x64x40xf16>)
      {kernel.attention = #kernel.config<schedule = "flash-attention-tpu", workgroup = [1, 1, 1], tile = [1], vector = 1>} -> tensor<1x2x64x40xf16>
    return %0 : tensor<1x2x64x40xf16>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 128, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  func.func @tile_size(%q: tensor<1x2x64x40xf16>, %e: tensor<1x2x64x40xf16>) -> tensor<1x2x64x40xf16> {
    // expected-error @below {{flash config needs 5 positive extents in its tile}}
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>) outs(%e : tensor<1x2x64x40xf16>)
      {kernel.attention = #kernel.config<schedule = "flash-attention", workgroup = [10, 4, 1], tile = [2, 1, 40], vector = 4>} -> tensor<1x2x64x40xf16>
    return %0 : tensor<1x2x64x40xf16>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 128, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  func.func @tile_zero(%q: tensor<1x2x64x40xf16>, %e: tensor<1x2x64x40xf16>) -> tensor<1x2x64x40xf16> {
    // expected-error @below {{flash config needs 5 positive extents in its tile}}
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>) outs(%e : tensor<1x2x64x40xf16>)
      {kernel.attention = #kernel.config<schedule = "flash-attention", workgroup = [10, 4, 1], tile = [2, 0, 40, 40, 8], vector = 4>} -> tensor<1x2x64x40xf16>
    return %0 : tensor<1x2x64x40xf16>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 128, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  func.func @tile_huge(%q: tensor<1x2x64x40xf16>, %e: tensor<1x2x64x40xf16>) -> tensor<1x2x64x40xf16> {
    // expected-error @below {{flash config needs 5 positive extents in its tile}}
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>) outs(%e : tensor<1x2x64x40xf16>)
      {kernel.attention = #kernel.config<schedule = "flash-attention", workgroup = [10, 4, 1], tile = [2, 1, 40, 4611686018427387904, 8], vector = 4>} -> tensor<1x2x64x40xf16>
    return %0 : tensor<1x2x64x40xf16>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 128, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  func.func @workgroup_zero(%q: tensor<1x2x64x40xf16>, %e: tensor<1x2x64x40xf16>) -> tensor<1x2x64x40xf16> {
    // expected-error @below {{flash config needs 5 positive extents}}
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>) outs(%e : tensor<1x2x64x40xf16>)
      {kernel.attention = #kernel.config<schedule = "flash-attention", workgroup = [10, 0, 1], tile = [2, 1, 40, 40, 8], vector = 4>} -> tensor<1x2x64x40xf16>
    return %0 : tensor<1x2x64x40xf16>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 128, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  func.func @vector(%q: tensor<1x2x64x40xf16>, %e: tensor<1x2x64x40xf16>) -> tensor<1x2x64x40xf16> {
    // expected-error @below {{and a vector of 1, 2, 4, 8 or 16}}
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>) outs(%e : tensor<1x2x64x40xf16>)
      {kernel.attention = #kernel.config<schedule = "flash-attention", workgroup = [10, 4, 1], tile = [2, 1, 40, 40, 8], vector = 3>} -> tensor<1x2x64x40xf16>
    return %0 : tensor<1x2x64x40xf16>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 128, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  func.func @wide_vector(%q: tensor<1x2x64x40xf16>, %e: tensor<1x2x64x40xf16>) -> tensor<1x2x64x40xf16> {
    // expected-error @below {{needs a vector of at most 4}}
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>) outs(%e : tensor<1x2x64x40xf16>)
      {kernel.attention = #kernel.config<schedule = "flash-attention", workgroup = [5, 4, 1], tile = [2, 1, 40, 40, 8], vector = 8>} -> tensor<1x2x64x40xf16>
    return %0 : tensor<1x2x64x40xf16>
  }
}

// -----

// 16 columns of 4 are no divisor of 40.
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 128, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  func.func @value_size(%q: tensor<1x2x64x40xf16>, %e: tensor<1x2x64x40xf16>) -> tensor<1x2x64x40xf16> {
    // expected-error @below {{needs workgroup = [CG, RG, 1] where CG * vector divides the value size 40}}
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>) outs(%e : tensor<1x2x64x40xf16>)
      {kernel.attention = #kernel.config<schedule = "flash-attention", workgroup = [16, 4, 1], tile = [2, 1, 40, 64, 8], vector = 4>} -> tensor<1x2x64x40xf16>
    return %0 : tensor<1x2x64x40xf16>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 128, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  func.func @third_extent(%q: tensor<1x2x64x40xf16>, %e: tensor<1x2x64x40xf16>) -> tensor<1x2x64x40xf16> {
    // expected-error @below {{needs workgroup = [CG, RG, 1]}}
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>) outs(%e : tensor<1x2x64x40xf16>)
      {kernel.attention = #kernel.config<schedule = "flash-attention", workgroup = [10, 4, 2], tile = [2, 1, 40, 40, 8], vector = 4>} -> tensor<1x2x64x40xf16>
    return %0 : tensor<1x2x64x40xf16>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 128, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  func.func @depth(%q: tensor<1x2x64x40xf16>, %e: tensor<1x2x64x40xf16>) -> tensor<1x2x64x40xf16> {
    // expected-error @below {{needs a depth that divides 40 and keys that divide 40}}
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>) outs(%e : tensor<1x2x64x40xf16>)
      {kernel.attention = #kernel.config<schedule = "flash-attention", workgroup = [10, 4, 1], tile = [2, 1, 16, 40, 8], vector = 4>} -> tensor<1x2x64x40xf16>
    return %0 : tensor<1x2x64x40xf16>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 128, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  func.func @keys(%q: tensor<1x2x64x40xf16>, %e: tensor<1x2x64x40xf16>) -> tensor<1x2x64x40xf16> {
    // expected-error @below {{needs a depth that divides 40 and keys that divide 40}}
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>) outs(%e : tensor<1x2x64x40xf16>)
      {kernel.attention = #kernel.config<schedule = "flash-attention", workgroup = [10, 4, 1], tile = [2, 1, 40, 16, 8], vector = 4>} -> tensor<1x2x64x40xf16>
    return %0 : tensor<1x2x64x40xf16>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 128, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  func.func @items(%q: tensor<1x2x64x40xf16>, %e: tensor<1x2x64x40xf16>) -> tensor<1x2x64x40xf16> {
    // expected-error @below {{has more work items than the 128 that target test allows}}
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>) outs(%e : tensor<1x2x64x40xf16>)
      {kernel.attention = #kernel.config<schedule = "flash-attention", workgroup = [10, 16, 1], tile = [2, 1, 40, 40, 8], vector = 4>} -> tensor<1x2x64x40xf16>
    return %0 : tensor<1x2x64x40xf16>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 128, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  func.func @registers(%q: tensor<1x2x64x40xf16>, %e: tensor<1x2x64x40xf16>) -> tensor<1x2x64x40xf16> {
    // expected-error @below {{needs 256 registers per item, target test has 64}}
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>) outs(%e : tensor<1x2x64x40xf16>)
      {kernel.attention = #kernel.config<schedule = "flash-attention", workgroup = [10, 4, 1], tile = [8, 4, 40, 40, 8], vector = 4>} -> tensor<1x2x64x40xf16>
    return %0 : tensor<1x2x64x40xf16>
  }
}

// -----

// Queries, keys or values, probabilities, maxima: all f32.
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 128, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  func.func @local_memory(%q: tensor<1x1x4096x512xf16>, %e: tensor<1x1x4096x512xf16>) -> tensor<1x1x4096x512xf16> {
    // expected-error @below {{bytes of local memory, target test has 32768}}
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x1x4096x512xf16>, tensor<1x1x4096x512xf16>, tensor<1x1x4096x512xf16>) outs(%e : tensor<1x1x4096x512xf16>)
      {kernel.attention = #kernel.config<schedule = "flash-attention", workgroup = [128, 1, 1], tile = [2, 1, 32, 32, 8], vector = 4>} -> tensor<1x1x4096x512xf16>
    return %0 : tensor<1x1x4096x512xf16>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 128, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  func.func @item_workgroup(%q: tensor<1x2x64x40xf16>, %e: tensor<1x2x64x40xf16>) -> tensor<1x2x64x40xf16> {
    // expected-error @below {{flash-attention-item config needs workgroup = [1, 1, 1]}}
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>) outs(%e : tensor<1x2x64x40xf16>)
      {kernel.attention = #kernel.config<schedule = "flash-attention-item", workgroup = [2, 1, 1], tile = [16, 16, 4, 2], vector = 4>} -> tensor<1x2x64x40xf16>
    return %0 : tensor<1x2x64x40xf16>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 128, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  func.func @item_rows(%q: tensor<1x2x64x40xf16>, %e: tensor<1x2x64x40xf16>) -> tensor<1x2x64x40xf16> {
    // expected-error @below {{needs rows that divide the queries}}
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>) outs(%e : tensor<1x2x64x40xf16>)
      {kernel.attention = #kernel.config<schedule = "flash-attention-item", workgroup = [1, 1, 1], tile = [18, 16, 4, 2], vector = 4>} -> tensor<1x2x64x40xf16>
    return %0 : tensor<1x2x64x40xf16>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 128, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  func.func @item_vector(%q: tensor<1x2x64x40xf16>, %e: tensor<1x2x64x40xf16>) -> tensor<1x2x64x40xf16> {
    // expected-error @below {{needs rows that divide the queries, and a vector that divides the keys and the value size 40}}
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>) outs(%e : tensor<1x2x64x40xf16>)
      {kernel.attention = #kernel.config<schedule = "flash-attention-item", workgroup = [1, 1, 1], tile = [16, 16, 4, 2], vector = 16>} -> tensor<1x2x64x40xf16>
    return %0 : tensor<1x2x64x40xf16>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 128, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  func.func @item_local_memory(%q: tensor<1x2x64x40xf16>, %e: tensor<1x2x64x40xf16>) -> tensor<1x2x64x40xf16> {
    // expected-error @below {{config needs 74496 bytes of local memory, target test has 32768}}
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>) outs(%e : tensor<1x2x64x40xf16>)
      {kernel.attention = #kernel.config<schedule = "flash-attention-item", workgroup = [1, 1, 1], tile = [96, 128, 4, 2], vector = 8>} -> tensor<1x2x64x40xf16>
    return %0 : tensor<1x2x64x40xf16>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 128, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  func.func @partial_tile(%q: tensor<1x2x64x40xf16>, %e: tensor<1x2x64x40xf16>) -> tensor<1x2x64x40xf16> {
    // expected-error @below {{needs tile = [queries per block] of at most 64}}
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>) outs(%e : tensor<1x2x64x40xf16>)
      {kernel.attention = #kernel.config<schedule = "partial-attention", workgroup = [1, 1, 1], tile = [128], vector = 1>} -> tensor<1x2x64x40xf16>
    return %0 : tensor<1x2x64x40xf16>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 128, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  func.func @partial_tile_rank(%q: tensor<1x2x64x40xf16>, %e: tensor<1x2x64x40xf16>) -> tensor<1x2x64x40xf16> {
    // expected-error @below {{needs tile = [queries per block] of at most 64}}
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>) outs(%e : tensor<1x2x64x40xf16>)
      {kernel.attention = #kernel.config<schedule = "partial-attention", workgroup = [1, 1, 1], tile = [32, 2], vector = 1>} -> tensor<1x2x64x40xf16>
    return %0 : tensor<1x2x64x40xf16>
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 128, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  func.func @plain_blocks(%q: tensor<1x2x4096x40xf16>, %e: tensor<1x2x4096x40xf16>) -> tensor<1x2x4096x40xf16> {
    // expected-error @below {{plain-attention would allocate 100663296 bytes for scores and probabilities of 2048 queries at once; target test grants 25165824: take smaller blocks}}
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x4096x40xf16>, tensor<1x2x4096x40xf16>, tensor<1x2x4096x40xf16>) outs(%e : tensor<1x2x4096x40xf16>)
      {kernel.attention = #kernel.config<schedule = "plain-attention", workgroup = [1, 1, 1], tile = [2048], vector = 1>} -> tensor<1x2x4096x40xf16>
    return %0 : tensor<1x2x4096x40xf16>
  }
}

// -----

// The target's word: exactly what 2048 queries need.
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 128, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4], attention_scratch_bytes = 100663296}} {
  func.func @plain_granted(%q: tensor<1x2x4096x40xf16>, %e: tensor<1x2x4096x40xf16>) -> tensor<1x2x4096x40xf16> {
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x4096x40xf16>, tensor<1x2x4096x40xf16>, tensor<1x2x4096x40xf16>) outs(%e : tensor<1x2x4096x40xf16>)
      {kernel.attention = #kernel.config<schedule = "plain-attention", workgroup = [1, 1, 1], tile = [2048], vector = 1>} -> tensor<1x2x4096x40xf16>
    return %0 : tensor<1x2x4096x40xf16>
  }
}

// -----

// Partially fused softmax keeps to short blocks.
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 128, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  func.func @partial_long(%q: tensor<1x2x4096x40xf16>, %e: tensor<1x2x4096x40xf16>) -> tensor<1x2x4096x40xf16> {
    // expected-error @below {{partial-attention would allocate scores of 1024 queries at once; blocks have fewer than 1024}}
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x4096x40xf16>, tensor<1x2x4096x40xf16>, tensor<1x2x4096x40xf16>) outs(%e : tensor<1x2x4096x40xf16>)
      {kernel.attention = #kernel.config<schedule = "partial-attention", workgroup = [1, 1, 1], tile = [1024], vector = 1>} -> tensor<1x2x4096x40xf16>
    return %0 : tensor<1x2x4096x40xf16>
  }
}

// -----

// Without attention no target is needed.
module {
  func.func @none(%q: tensor<4xf32>) -> tensor<4xf32> {
    return %q : tensor<4xf32>
  }
}

// -----

// expected-error @below {{has no target description: set burin.target}}
module {
  func.func @no_target(%q: tensor<1x2x64x40xf16>, %e: tensor<1x2x64x40xf16>) -> tensor<1x2x64x40xf16> {
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>) outs(%e : tensor<1x2x64x40xf16>) -> tensor<1x2x64x40xf16>
    return %0 : tensor<1x2x64x40xf16>
  }
}
