// RUN: burin-opt %s --select-attention --verify-attention | FileCheck %s

// With cooperative matrices flash attention runs on them; values of 512
// elements do so in parts, operands without runs of 8 halves do not.
module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500, matrix_unit = "cooperative-matrix", matrix_tiles = [[64, 64, 32, 16, 1, 64, 4, 200, 500]]}} {
// CHECK-LABEL: func.func @d40_4096x4096
// CHECK: schedule = "cooperative-flash-attention
func.func @d40_4096x4096(%q: tensor<1x2x4096x40xf16>, %k: tensor<1x2x4096x40xf16>, %v: tensor<1x2x4096x40xf16>) -> tensor<1x2x4096x40xf16> {
  %e = tensor.empty() : tensor<1x2x4096x40xf16>
  %0 = fused.attention scale = 0.5 ins(%q, %k, %v : tensor<1x2x4096x40xf16>, tensor<1x2x4096x40xf16>, tensor<1x2x4096x40xf16>) outs(%e : tensor<1x2x4096x40xf16>) -> tensor<1x2x4096x40xf16>
  return %0 : tensor<1x2x4096x40xf16>
}
// CHECK-LABEL: func.func @d40_4096x77
// CHECK: schedule = "cooperative-flash-attention
func.func @d40_4096x77(%q: tensor<1x2x4096x40xf16>, %k: tensor<1x2x77x40xf16>, %v: tensor<1x2x77x40xf16>) -> tensor<1x2x4096x40xf16> {
  %e = tensor.empty() : tensor<1x2x4096x40xf16>
  %0 = fused.attention scale = 0.5 ins(%q, %k, %v : tensor<1x2x4096x40xf16>, tensor<1x2x77x40xf16>, tensor<1x2x77x40xf16>) outs(%e : tensor<1x2x4096x40xf16>) -> tensor<1x2x4096x40xf16>
  return %0 : tensor<1x2x4096x40xf16>
}
// CHECK-LABEL: func.func @d80_1024x1024
// CHECK: schedule = "cooperative-flash-attention
func.func @d80_1024x1024(%q: tensor<1x2x1024x80xf16>, %k: tensor<1x2x1024x80xf16>, %v: tensor<1x2x1024x80xf16>) -> tensor<1x2x1024x80xf16> {
  %e = tensor.empty() : tensor<1x2x1024x80xf16>
  %0 = fused.attention scale = 0.5 ins(%q, %k, %v : tensor<1x2x1024x80xf16>, tensor<1x2x1024x80xf16>, tensor<1x2x1024x80xf16>) outs(%e : tensor<1x2x1024x80xf16>) -> tensor<1x2x1024x80xf16>
  return %0 : tensor<1x2x1024x80xf16>
}
// CHECK-LABEL: func.func @d160_256x256
// CHECK: schedule = "cooperative-flash-attention
func.func @d160_256x256(%q: tensor<1x2x256x160xf16>, %k: tensor<1x2x256x160xf16>, %v: tensor<1x2x256x160xf16>) -> tensor<1x2x256x160xf16> {
  %e = tensor.empty() : tensor<1x2x256x160xf16>
  %0 = fused.attention scale = 0.5 ins(%q, %k, %v : tensor<1x2x256x160xf16>, tensor<1x2x256x160xf16>, tensor<1x2x256x160xf16>) outs(%e : tensor<1x2x256x160xf16>) -> tensor<1x2x256x160xf16>
  return %0 : tensor<1x2x256x160xf16>
}
// CHECK-LABEL: func.func @d512_4096x4096
// CHECK: schedule = "cooperative-flash-attention", workgroup = [256, 1, 1], tile = [16, 16, 8, 4, 1]
func.func @d512_4096x4096(%q: tensor<1x2x4096x512xf16>, %k: tensor<1x2x4096x512xf16>, %v: tensor<1x2x4096x512xf16>) -> tensor<1x2x4096x512xf16> {
  %e = tensor.empty() : tensor<1x2x4096x512xf16>
  %0 = fused.attention scale = 0.5 ins(%q, %k, %v : tensor<1x2x4096x512xf16>, tensor<1x2x4096x512xf16>, tensor<1x2x4096x512xf16>) outs(%e : tensor<1x2x4096x512xf16>) -> tensor<1x2x4096x512xf16>
  return %0 : tensor<1x2x4096x512xf16>
}
// CHECK-LABEL: func.func @d20_1024x1024
// CHECK: schedule = "flash-attention"
func.func @d20_1024x1024(%q: tensor<1x2x1024x20xf16>, %k: tensor<1x2x1024x20xf16>, %v: tensor<1x2x1024x20xf16>) -> tensor<1x2x1024x20xf16> {
  %e = tensor.empty() : tensor<1x2x1024x20xf16>
  %0 = fused.attention scale = 0.5 ins(%q, %k, %v : tensor<1x2x1024x20xf16>, tensor<1x2x1024x20xf16>, tensor<1x2x1024x20xf16>) outs(%e : tensor<1x2x1024x20xf16>) -> tensor<1x2x1024x20xf16>
  return %0 : tensor<1x2x1024x20xf16>
}
}
