// RUN: burin-opt %s --split-input-file --verify-diagnostics --verify-attention

module attributes {burin.target = {name = "mma", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], matrix_unit = "mma.sync", matrix_tiles = [[64, 64, 32, 16, 4, 32, 4, 200, 500]], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500}} {
  func.func @f(%q: tensor<1x2x64x64xf16>, %e: tensor<1x2x64x64xf16>) -> tensor<1x2x64x64xf16> {
    // Fits.
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>) outs(%e : tensor<1x2x64x64xf16>)
      {kernel.attention = #kernel.config<schedule = "matrix-flash-attention", workgroup = [64, 1, 1], tile = [16, 32, 1], vector = 2>} -> tensor<1x2x64x64xf16>
    return %0 : tensor<1x2x64x64xf16>
  }
}

// -----

module attributes {burin.target = {name = "mma", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500}} {
  func.func @f(%q: tensor<1x2x64x64xf16>, %e: tensor<1x2x64x64xf16>) -> tensor<1x2x64x64xf16> {
    // expected-error @below {{config needs matrix units, target mma has none}}
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>) outs(%e : tensor<1x2x64x64xf16>)
      {kernel.attention = #kernel.config<schedule = "matrix-flash-attention", workgroup = [64, 1, 1], tile = [16, 32, 1], vector = 2>} -> tensor<1x2x64x64xf16>
    return %0 : tensor<1x2x64x64xf16>
  }
}

// -----

module attributes {burin.target = {name = "mma", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], matrix_unit = "mma.sync", matrix_tiles = [[64, 64, 32, 16, 4, 32, 4, 200, 500]], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500}} {
  func.func @f(%q: tensor<1x2x64x20xf16>, %e: tensor<1x2x64x20xf16>) -> tensor<1x2x64x20xf16> {
    // expected-error @below {{needs halves, a positive scale, and keys and values that are copied as they are}}
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x20xf16>, tensor<1x2x64x20xf16>, tensor<1x2x64x20xf16>) outs(%e : tensor<1x2x64x20xf16>)
      {kernel.attention = #kernel.config<schedule = "matrix-flash-attention", workgroup = [64, 1, 1], tile = [16, 32, 1], vector = 2>} -> tensor<1x2x64x20xf16>
    return %0 : tensor<1x2x64x20xf16>
  }
}

// -----

module attributes {burin.target = {name = "mma", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], matrix_unit = "mma.sync", matrix_tiles = [[64, 64, 32, 16, 4, 32, 4, 200, 500]], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500}} {
  func.func @f(%q: tensor<1x2x64x64xf16>, %e: tensor<1x2x64x64xf16>) -> tensor<1x2x64x64xf16> {
    // expected-error @below {{needs halves, a positive scale, and keys and values that are copied as they are}}
    %0 = fused.attention scale = -1.0 ins(%q, %q, %q : tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>) outs(%e : tensor<1x2x64x64xf16>)
      {kernel.attention = #kernel.config<schedule = "matrix-flash-attention", workgroup = [64, 1, 1], tile = [16, 32, 1], vector = 2>} -> tensor<1x2x64x64xf16>
    return %0 : tensor<1x2x64x64xf16>
  }
}

// -----

module attributes {burin.target = {name = "mma", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], matrix_unit = "mma.sync", matrix_tiles = [[64, 64, 32, 16, 4, 32, 4, 200, 500]], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500}} {
  func.func @f(%q: tensor<1x2x64x64xf16>, %e: tensor<1x2x64x64xf16>) -> tensor<1x2x64x64xf16> {
    // expected-error @below {{flash config needs 3 positive extents in its tile}}
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>) outs(%e : tensor<1x2x64x64xf16>)
      {kernel.attention = #kernel.config<schedule = "matrix-flash-attention", workgroup = [64, 1, 1], tile = [16, 32], vector = 2>} -> tensor<1x2x64x64xf16>
    return %0 : tensor<1x2x64x64xf16>
  }
}

// -----

module attributes {burin.target = {name = "mma", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], matrix_unit = "mma.sync", matrix_tiles = [[64, 64, 32, 16, 4, 32, 4, 200, 500]], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500}} {
  func.func @f(%q: tensor<1x2x64x64xf16>, %e: tensor<1x2x64x64xf16>) -> tensor<1x2x64x64xf16> {
    // expected-error @below {{needs rows and keys that are multiples of 16}}
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>) outs(%e : tensor<1x2x64x64xf16>)
      {kernel.attention = #kernel.config<schedule = "matrix-flash-attention", workgroup = [64, 1, 1], tile = [8, 32, 1], vector = 2>} -> tensor<1x2x64x64xf16>
    return %0 : tensor<1x2x64x64xf16>
  }
}

// -----

module attributes {burin.target = {name = "mma", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], matrix_unit = "mma.sync", matrix_tiles = [[64, 64, 32, 16, 4, 32, 4, 200, 500]], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500}} {
  func.func @f(%q: tensor<1x2x64x64xf16>, %e: tensor<1x2x64x64xf16>) -> tensor<1x2x64x64xf16> {
    // expected-error @below {{needs rows and keys that are multiples of 16}}
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>) outs(%e : tensor<1x2x64x64xf16>)
      {kernel.attention = #kernel.config<schedule = "matrix-flash-attention", workgroup = [64, 1, 1], tile = [16, 24, 1], vector = 2>} -> tensor<1x2x64x64xf16>
    return %0 : tensor<1x2x64x64xf16>
  }
}

// -----

module attributes {burin.target = {name = "mma", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], matrix_unit = "mma.sync", matrix_tiles = [[64, 64, 32, 16, 4, 32, 4, 200, 500]], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500}} {
  func.func @f(%q: tensor<1x2x64x64xf16>, %e: tensor<1x2x64x64xf16>) -> tensor<1x2x64x64xf16> {
    // expected-error @below {{workgroup = [32 * sub-groups, 1, 1]}}
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>) outs(%e : tensor<1x2x64x64xf16>)
      {kernel.attention = #kernel.config<schedule = "matrix-flash-attention", workgroup = [48, 1, 1], tile = [16, 32, 1], vector = 2>} -> tensor<1x2x64x64xf16>
    return %0 : tensor<1x2x64x64xf16>
  }
}

// -----

module attributes {burin.target = {name = "mma", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], matrix_unit = "mma.sync", matrix_tiles = [[64, 64, 32, 16, 4, 32, 4, 200, 500]], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500}} {
  func.func @f(%q: tensor<1x2x64x64xf16>, %e: tensor<1x2x64x64xf16>) -> tensor<1x2x64x64xf16> {
    // expected-error @below {{workgroup = [32 * sub-groups, 1, 1]}}
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>) outs(%e : tensor<1x2x64x64xf16>)
      {kernel.attention = #kernel.config<schedule = "matrix-flash-attention", workgroup = [32, 2, 1], tile = [16, 32, 1], vector = 2>} -> tensor<1x2x64x64xf16>
    return %0 : tensor<1x2x64x64xf16>
  }
}

// -----

module attributes {burin.target = {name = "mma", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], matrix_unit = "mma.sync", matrix_tiles = [[64, 64, 32, 16, 4, 32, 4, 200, 500]], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500}} {
  func.func @f(%q: tensor<1x2x64x64xf16>, %e: tensor<1x2x64x64xf16>) -> tensor<1x2x64x64xf16> {
    // expected-error @below {{and a vector of 2}}
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>) outs(%e : tensor<1x2x64x64xf16>)
      {kernel.attention = #kernel.config<schedule = "matrix-flash-attention", workgroup = [64, 1, 1], tile = [16, 32, 1], vector = 4>} -> tensor<1x2x64x64xf16>
    return %0 : tensor<1x2x64x64xf16>
  }
}

// -----

module attributes {burin.target = {name = "mma", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], matrix_unit = "mma.sync", matrix_tiles = [[64, 64, 32, 16, 4, 32, 4, 200, 500]], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500}} {
  func.func @f(%q: tensor<1x2x64x64xf16>, %e: tensor<1x2x64x64xf16>) -> tensor<1x2x64x64xf16> {
    // expected-error @below {{config needs 316 registers per item, target mma has 255}}
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>) outs(%e : tensor<1x2x64x64xf16>)
      {kernel.attention = #kernel.config<schedule = "matrix-flash-attention", workgroup = [64, 1, 1], tile = [64, 32, 1], vector = 2>} -> tensor<1x2x64x64xf16>
    return %0 : tensor<1x2x64x64xf16>
  }
}

// -----

module attributes {burin.target = {name = "mma", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], matrix_unit = "mma.sync", matrix_tiles = [[64, 64, 32, 16, 4, 32, 4, 200, 500]], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500}} {
  func.func @f(%q: tensor<1x2x64x64xf16>, %e: tensor<1x2x64x64xf16>) -> tensor<1x2x64x64xf16> {
    // expected-error @below {{config needs 55296 bytes of local memory, target mma has 49152}}
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>) outs(%e : tensor<1x2x64x64xf16>)
      {kernel.attention = #kernel.config<schedule = "matrix-flash-attention", workgroup = [64, 1, 1], tile = [16, 96, 1], vector = 2>} -> tensor<1x2x64x64xf16>
    return %0 : tensor<1x2x64x64xf16>
  }
}

// -----

module attributes {burin.target = {name = "mma", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], matrix_unit = "mma.sync", matrix_tiles = [[64, 64, 32, 16, 4, 32, 4, 200, 500]], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500}} {
  func.func @f(%q: tensor<1x2x64x64xf16>, %e: tensor<1x2x64x64xf16>) -> tensor<1x2x64x64xf16> {
    // expected-error @below {{parts of whole runs of 8 elements}}
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>) outs(%e : tensor<1x2x64x64xf16>)
      {kernel.attention = #kernel.config<schedule = "matrix-flash-attention", workgroup = [64, 1, 1], tile = [16, 32, 3], vector = 2>} -> tensor<1x2x64x64xf16>
    return %0 : tensor<1x2x64x64xf16>
  }
}
