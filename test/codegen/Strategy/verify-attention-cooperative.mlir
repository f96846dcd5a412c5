// RUN: burin-opt %s --split-input-file --verify-diagnostics --verify-attention

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500, matrix_unit = "cooperative-matrix", matrix_tiles = [[64, 64, 32, 16, 1, 64, 4, 200, 500]]}} {
func.func @f(%q: tensor<1x2x64x64xf16>, %k: tensor<1x2x64x64xf16>, %v: tensor<1x2x64x64xf16>) -> tensor<1x2x64x64xf16> {
  %e = tensor.empty() : tensor<1x2x64x64xf16>
  %0 = fused.attention scale = 1.0 ins(%q, %k, %v : tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>) outs(%e : tensor<1x2x64x64xf16>) {kernel.attention = #kernel.config<schedule = "cooperative-flash-attention", workgroup = [64, 1, 1], tile = [32, 32, 2, 1, 1], vector = 4>} -> tensor<1x2x64x64xf16>
  return %0 : tensor<1x2x64x64xf16>
}
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500}} {
func.func @f(%q: tensor<1x2x64x64xf16>, %k: tensor<1x2x64x64xf16>, %v: tensor<1x2x64x64xf16>) -> tensor<1x2x64x64xf16> {
  %e = tensor.empty() : tensor<1x2x64x64xf16>
  // expected-error @below {{config needs cooperative matrices, target test has none}}
  %0 = fused.attention scale = 1.0 ins(%q, %k, %v : tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>) outs(%e : tensor<1x2x64x64xf16>) {kernel.attention = #kernel.config<schedule = "cooperative-flash-attention", workgroup = [64, 1, 1], tile = [32, 32, 2, 1, 1], vector = 4>} -> tensor<1x2x64x64xf16>
  return %0 : tensor<1x2x64x64xf16>
}
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500, matrix_unit = "cooperative-matrix", matrix_tiles = [[64, 64, 32, 16, 1, 64, 4, 200, 500]]}} {
func.func @f(%q: tensor<1x2x64x20xf16>, %k: tensor<1x2x64x20xf16>, %v: tensor<1x2x64x20xf16>) -> tensor<1x2x64x20xf16> {
  %e = tensor.empty() : tensor<1x2x64x20xf16>
  // expected-error @below {{needs halves, a positive scale, and keys and values that are copied as they are}}
  %0 = fused.attention scale = 1.0 ins(%q, %k, %v : tensor<1x2x64x20xf16>, tensor<1x2x64x20xf16>, tensor<1x2x64x20xf16>) outs(%e : tensor<1x2x64x20xf16>) {kernel.attention = #kernel.config<schedule = "cooperative-flash-attention", workgroup = [64, 1, 1], tile = [32, 32, 2, 1, 1], vector = 4>} -> tensor<1x2x64x20xf16>
  return %0 : tensor<1x2x64x20xf16>
}
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500, matrix_unit = "cooperative-matrix", matrix_tiles = [[64, 64, 32, 16, 1, 64, 4, 200, 500]]}} {
func.func @f(%q: tensor<1x2x64x64xf16>, %k: tensor<1x2x64x64xf16>, %v: tensor<1x2x64x64xf16>) -> tensor<1x2x64x64xf16> {
  %e = tensor.empty() : tensor<1x2x64x64xf16>
  // expected-error @below {{flash config needs 5 positive extents in its tile}}
  %0 = fused.attention scale = 1.0 ins(%q, %k, %v : tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>) outs(%e : tensor<1x2x64x64xf16>) {kernel.attention = #kernel.config<schedule = "cooperative-flash-attention", workgroup = [64, 1, 1], tile = [32, 32], vector = 4>} -> tensor<1x2x64x64xf16>
  return %0 : tensor<1x2x64x64xf16>
}
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500, matrix_unit = "cooperative-matrix", matrix_tiles = [[64, 64, 32, 16, 1, 64, 4, 200, 500]]}} {
func.func @f(%q: tensor<1x2x64x64xf16>, %k: tensor<1x2x64x64xf16>, %v: tensor<1x2x64x64xf16>) -> tensor<1x2x64x64xf16> {
  %e = tensor.empty() : tensor<1x2x64x64xf16>
  // expected-error @below {{needs rows and keys that are multiples of 16}}
  %0 = fused.attention scale = 1.0 ins(%q, %k, %v : tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>) outs(%e : tensor<1x2x64x64xf16>) {kernel.attention = #kernel.config<schedule = "cooperative-flash-attention", workgroup = [64, 1, 1], tile = [24, 32, 2, 1, 1], vector = 4>} -> tensor<1x2x64x64xf16>
  return %0 : tensor<1x2x64x64xf16>
}
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500, matrix_unit = "cooperative-matrix", matrix_tiles = [[64, 64, 32, 16, 1, 64, 4, 200, 500]]}} {
func.func @f(%q: tensor<1x2x64x64xf16>, %k: tensor<1x2x64x64xf16>, %v: tensor<1x2x64x64xf16>) -> tensor<1x2x64x64xf16> {
  %e = tensor.empty() : tensor<1x2x64x64xf16>
  // expected-error @below {{needs rows and keys that are multiples of 16}}
  %0 = fused.attention scale = 1.0 ins(%q, %k, %v : tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>) outs(%e : tensor<1x2x64x64xf16>) {kernel.attention = #kernel.config<schedule = "cooperative-flash-attention", workgroup = [64, 1, 1], tile = [32, 24, 2, 1, 1], vector = 4>} -> tensor<1x2x64x64xf16>
  return %0 : tensor<1x2x64x64xf16>
}
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500, matrix_unit = "cooperative-matrix", matrix_tiles = [[64, 64, 32, 16, 1, 64, 4, 200, 500]]}} {
func.func @f(%q: tensor<1x2x64x64xf16>, %k: tensor<1x2x64x64xf16>, %v: tensor<1x2x64x64xf16>) -> tensor<1x2x64x64xf16> {
  %e = tensor.empty() : tensor<1x2x64x64xf16>
  // expected-error @below {{needs 64 work items, one sub-group for each of 2}}
  %0 = fused.attention scale = 1.0 ins(%q, %k, %v : tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>) outs(%e : tensor<1x2x64x64xf16>) {kernel.attention = #kernel.config<schedule = "cooperative-flash-attention", workgroup = [128, 1, 1], tile = [32, 32, 2, 1, 1], vector = 4>} -> tensor<1x2x64x64xf16>
  return %0 : tensor<1x2x64x64xf16>
}
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500, matrix_unit = "cooperative-matrix", matrix_tiles = [[64, 64, 32, 16, 1, 64, 4, 200, 500]]}} {
func.func @f(%q: tensor<1x2x64x64xf16>, %k: tensor<1x2x64x64xf16>, %v: tensor<1x2x64x64xf16>) -> tensor<1x2x64x64xf16> {
  %e = tensor.empty() : tensor<1x2x64x64xf16>
  // expected-error @below {{has more work items than the 1024}}
  %0 = fused.attention scale = 1.0 ins(%q, %k, %v : tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>) outs(%e : tensor<1x2x64x64xf16>) {kernel.attention = #kernel.config<schedule = "cooperative-flash-attention", workgroup = [2048, 1, 1], tile = [32, 16, 64, 1, 1], vector = 4>} -> tensor<1x2x64x64xf16>
  return %0 : tensor<1x2x64x64xf16>
}
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500, matrix_unit = "cooperative-matrix", matrix_tiles = [[64, 64, 32, 16, 1, 64, 4, 200, 500]]}} {
func.func @f(%q: tensor<1x2x64x128xf16>, %k: tensor<1x2x64x128xf16>, %v: tensor<1x2x64x128xf16>) -> tensor<1x2x64x128xf16> {
  %e = tensor.empty() : tensor<1x2x64x128xf16>
  // expected-error @below {{registers per item, target test has 255}}
  %0 = fused.attention scale = 1.0 ins(%q, %k, %v : tensor<1x2x64x128xf16>, tensor<1x2x64x128xf16>, tensor<1x2x64x128xf16>) outs(%e : tensor<1x2x64x128xf16>) {kernel.attention = #kernel.config<schedule = "cooperative-flash-attention", workgroup = [32, 1, 1], tile = [64, 64, 1, 1, 1], vector = 4>} -> tensor<1x2x64x128xf16>
  return %0 : tensor<1x2x64x128xf16>
}
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500, matrix_unit = "cooperative-matrix", matrix_tiles = [[64, 64, 32, 16, 1, 64, 4, 200, 500]]}} {
func.func @f(%q: tensor<1x2x64x64xf16>, %k: tensor<1x2x64x64xf16>, %v: tensor<1x2x64x64xf16>) -> tensor<1x2x64x64xf16> {
  %e = tensor.empty() : tensor<1x2x64x64xf16>
  // expected-error @below {{bytes of local memory, target test has 49152}}
  %0 = fused.attention scale = 1.0 ins(%q, %k, %v : tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>) outs(%e : tensor<1x2x64x64xf16>) {kernel.attention = #kernel.config<schedule = "cooperative-flash-attention", workgroup = [256, 1, 1], tile = [32, 64, 8, 1, 1], vector = 4>} -> tensor<1x2x64x64xf16>
  return %0 : tensor<1x2x64x64xf16>
}
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500, matrix_unit = "cooperative-matrix", matrix_tiles = [[64, 64, 32, 16, 1, 64, 4, 200, 500]]}} {
func.func @f(%q: tensor<1x2x64x64xf16>, %k: tensor<1x2x64x64xf16>, %v: tensor<1x2x64x64xf16>) -> tensor<1x2x64x64xf16> {
  %e = tensor.empty() : tensor<1x2x64x64xf16>
  // expected-error @below {{needs parts of whole runs of 8 elements}}
  %0 = fused.attention scale = 1.0 ins(%q, %k, %v : tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>) outs(%e : tensor<1x2x64x64xf16>) {kernel.attention = #kernel.config<schedule = "cooperative-flash-attention", workgroup = [64, 1, 1], tile = [16, 32, 2, 3, 1], vector = 4>} -> tensor<1x2x64x64xf16>
  return %0 : tensor<1x2x64x64xf16>
}
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500, matrix_unit = "cooperative-matrix", matrix_tiles = [[64, 64, 32, 16, 1, 64, 4, 200, 500]]}} {
func.func @f(%q: tensor<1x2x64x64xf16>, %k: tensor<1x2x64x64xf16>, %v: tensor<1x2x64x64xf16>) -> tensor<1x2x64x64xf16> {
  %e = tensor.empty() : tensor<1x2x64x64xf16>
  // expected-error @below {{needs one stage, or two for two blocks of keys}}
  %0 = fused.attention scale = 1.0 ins(%q, %k, %v : tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>) outs(%e : tensor<1x2x64x64xf16>) {kernel.attention = #kernel.config<schedule = "cooperative-flash-attention", workgroup = [64, 1, 1], tile = [16, 64, 2, 1, 2], vector = 4>} -> tensor<1x2x64x64xf16>
  return %0 : tensor<1x2x64x64xf16>
}
}
