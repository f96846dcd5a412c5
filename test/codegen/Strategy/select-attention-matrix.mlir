// RUN: burin-opt %s --select-attention --verify-attention | FileCheck %s

// With mma.sync flash attention runs on matrix units: every head size of Stable
// Diffusion 1.x, 2.x and XL and of newer transformers.
module attributes {burin.target = {name = "mma", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], matrix_unit = "mma.sync", matrix_tiles = [[64, 64, 32, 16, 4, 32, 4, 200, 500]], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500}} {
  // CHECK-LABEL: func.func @d40_self
  // CHECK: schedule = "matrix-flash-attention", workgroup = [256, 1, 1], tile = [64, 32, 1]
  func.func @d40_self(%q: tensor<2x8x4096x40xf16>, %k: tensor<2x8x4096x40xf16>, %e: tensor<2x8x4096x40xf16>) -> tensor<2x8x4096x40xf16> {
    %0 = fused.attention scale = 1.0 ins(%q, %k, %k : tensor<2x8x4096x40xf16>, tensor<2x8x4096x40xf16>, tensor<2x8x4096x40xf16>) outs(%e : tensor<2x8x4096x40xf16>) -> tensor<2x8x4096x40xf16>
    return %0 : tensor<2x8x4096x40xf16>
  }
  // CHECK-LABEL: func.func @d40_cross
  // CHECK: schedule = "matrix-flash-attention", workgroup = [256, 1, 1], tile = [32, 80, 1]
  func.func @d40_cross(%q: tensor<2x8x4096x40xf16>, %k: tensor<2x8x77x40xf16>, %e: tensor<2x8x4096x40xf16>) -> tensor<2x8x4096x40xf16> {
    %0 = fused.attention scale = 1.0 ins(%q, %k, %k : tensor<2x8x4096x40xf16>, tensor<2x8x77x40xf16>, tensor<2x8x77x40xf16>) outs(%e : tensor<2x8x4096x40xf16>) -> tensor<2x8x4096x40xf16>
    return %0 : tensor<2x8x4096x40xf16>
  }
  // CHECK-LABEL: func.func @d64_self
  // CHECK: schedule = "matrix-flash-attention", workgroup = [256, 1, 1], tile = [32, 64, 1]
  func.func @d64_self(%q: tensor<2x10x1024x64xf16>, %k: tensor<2x10x1024x64xf16>, %e: tensor<2x10x1024x64xf16>) -> tensor<2x10x1024x64xf16> {
    %0 = fused.attention scale = 1.0 ins(%q, %k, %k : tensor<2x10x1024x64xf16>, tensor<2x10x1024x64xf16>, tensor<2x10x1024x64xf16>) outs(%e : tensor<2x10x1024x64xf16>) -> tensor<2x10x1024x64xf16>
    return %0 : tensor<2x10x1024x64xf16>
  }
  // CHECK-LABEL: func.func @d80_self
  // CHECK: schedule = "matrix-flash-attention", workgroup = [256, 1, 1], tile = [16, 64, 1]
  func.func @d80_self(%q: tensor<2x8x1024x80xf16>, %k: tensor<2x8x1024x80xf16>, %e: tensor<2x8x1024x80xf16>) -> tensor<2x8x1024x80xf16> {
    %0 = fused.attention scale = 1.0 ins(%q, %k, %k : tensor<2x8x1024x80xf16>, tensor<2x8x1024x80xf16>, tensor<2x8x1024x80xf16>) outs(%e : tensor<2x8x1024x80xf16>) -> tensor<2x8x1024x80xf16>
    return %0 : tensor<2x8x1024x80xf16>
  }
  // CHECK-LABEL: func.func @d96_self
  // CHECK: schedule = "matrix-flash-attention", workgroup = [128, 1, 1], tile = [16, 32, 1]
  func.func @d96_self(%q: tensor<1x8x1024x96xf16>, %k: tensor<1x8x1024x96xf16>, %e: tensor<1x8x1024x96xf16>) -> tensor<1x8x1024x96xf16> {
    %0 = fused.attention scale = 1.0 ins(%q, %k, %k : tensor<1x8x1024x96xf16>, tensor<1x8x1024x96xf16>, tensor<1x8x1024x96xf16>) outs(%e : tensor<1x8x1024x96xf16>) -> tensor<1x8x1024x96xf16>
    return %0 : tensor<1x8x1024x96xf16>
  }
  // CHECK-LABEL: func.func @d128_self
  // CHECK: schedule = "matrix-flash-attention", workgroup = [256, 1, 1], tile = [16, 32, 1]
  func.func @d128_self(%q: tensor<1x24x4096x128xf16>, %k: tensor<1x24x4096x128xf16>, %e: tensor<1x24x4096x128xf16>) -> tensor<1x24x4096x128xf16> {
    %0 = fused.attention scale = 1.0 ins(%q, %k, %k : tensor<1x24x4096x128xf16>, tensor<1x24x4096x128xf16>, tensor<1x24x4096x128xf16>) outs(%e : tensor<1x24x4096x128xf16>) -> tensor<1x24x4096x128xf16>
    return %0 : tensor<1x24x4096x128xf16>
  }
  // CHECK-LABEL: func.func @d160_self
  // CHECK: schedule = "matrix-flash-attention", workgroup = [64, 1, 1], tile = [16, 32, 1]
  func.func @d160_self(%q: tensor<2x8x256x160xf16>, %k: tensor<2x8x256x160xf16>, %e: tensor<2x8x256x160xf16>) -> tensor<2x8x256x160xf16> {
    %0 = fused.attention scale = 1.0 ins(%q, %k, %k : tensor<2x8x256x160xf16>, tensor<2x8x256x160xf16>, tensor<2x8x256x160xf16>) outs(%e : tensor<2x8x256x160xf16>) -> tensor<2x8x256x160xf16>
    return %0 : tensor<2x8x256x160xf16>
  }
  // Halves of a value that are no multiple of a copy: the portable schedule.
  // CHECK-LABEL: func.func @d20
  // CHECK: #kernel.config<schedule = "flash-attention"
  func.func @d20(%q: tensor<1x2x1024x20xf16>, %k: tensor<1x2x1024x20xf16>, %e: tensor<1x2x1024x20xf16>) -> tensor<1x2x1024x20xf16> {
    %0 = fused.attention scale = 1.0 ins(%q, %k, %k : tensor<1x2x1024x20xf16>, tensor<1x2x1024x20xf16>, tensor<1x2x1024x20xf16>) outs(%e : tensor<1x2x1024x20xf16>) -> tensor<1x2x1024x20xf16>
    return %0 : tensor<1x2x1024x20xf16>
  }
  // The registers hold a part of the result only: scores are computed for each.
  // CHECK-LABEL: func.func @d512
  // CHECK: schedule = "matrix-flash-attention", workgroup = [256, 1, 1], tile = [16, 16, 4]
  func.func @d512(%q: tensor<1x1x4096x512xf16>, %k: tensor<1x1x4096x512xf16>, %e: tensor<1x1x4096x512xf16>) -> tensor<1x1x4096x512xf16> {
    %0 = fused.attention scale = 1.0 ins(%q, %k, %k : tensor<1x1x4096x512xf16>, tensor<1x1x4096x512xf16>, tensor<1x1x4096x512xf16>) outs(%e : tensor<1x1x4096x512xf16>) -> tensor<1x1x4096x512xf16>
    return %0 : tensor<1x1x4096x512xf16>
  }
  // Odd halves of a head: only the products fit matrix units, in blocks of queries:
  // 24 MiB of scores and probabilities, with many heads fewer queries at a time.
  // CHECK-LABEL: func.func @d1024
  // CHECK: #kernel.config<schedule = "plain-attention", workgroup = [1, 1, 1], tile = [1024], vector = 1>
  func.func @d1024(%q: tensor<1x1x4096x1024xf16>, %e: tensor<1x1x4096x1024xf16>) -> tensor<1x1x4096x1024xf16> {
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x1x4096x1024xf16>, tensor<1x1x4096x1024xf16>, tensor<1x1x4096x1024xf16>) outs(%e : tensor<1x1x4096x1024xf16>) -> tensor<1x1x4096x1024xf16>
    return %0 : tensor<1x1x4096x1024xf16>
  }
  // CHECK-LABEL: func.func @d1024_heads
  // CHECK: #kernel.config<schedule = "plain-attention", workgroup = [1, 1, 1], tile = [256], vector = 1>
  func.func @d1024_heads(%q: tensor<1x4x4096x1024xf16>, %e: tensor<1x4x4096x1024xf16>) -> tensor<1x4x4096x1024xf16> {
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x4x4096x1024xf16>, tensor<1x4x4096x1024xf16>, tensor<1x4x4096x1024xf16>) outs(%e : tensor<1x4x4096x1024xf16>) -> tensor<1x4x4096x1024xf16>
    return %0 : tensor<1x4x4096x1024xf16>
  }
  // A scale that is not positive turns the maximum around.
  // CHECK-LABEL: func.func @negative
  // CHECK: #kernel.config<schedule = "flash-attention"
  func.func @negative(%q: tensor<1x2x1024x64xf16>, %e: tensor<1x2x1024x64xf16>) -> tensor<1x2x1024x64xf16> {
    %0 = fused.attention scale = -1.0 ins(%q, %q, %q : tensor<1x2x1024x64xf16>, tensor<1x2x1024x64xf16>, tensor<1x2x1024x64xf16>) outs(%e : tensor<1x2x1024x64xf16>) -> tensor<1x2x1024x64xf16>
    return %0 : tensor<1x2x1024x64xf16>
  }
}
