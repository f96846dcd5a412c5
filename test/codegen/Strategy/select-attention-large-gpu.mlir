// RUN: burin-opt %s --select-attention --verify-attention | FileCheck %s

// Tiles of every head size that Stable Diffusion 1.x, 2.x and XL, its VAE and
// CLIP have; d 96 and 128 are those of newer transformers.
module attributes {burin.target = {name = "large-gpu", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, launch_ns = 2500}} {
  // CHECK-LABEL: func.func @d40_self
  // CHECK: #kernel.config<schedule = "flash-attention", workgroup = [2, 32, 1], tile = [4, 4, 40, 32, 8], vector = 4>
  func.func @d40_self(%q: tensor<2x8x4096x40xf16>, %k: tensor<2x8x4096x40xf16>, %e: tensor<2x8x4096x40xf16>) -> tensor<2x8x4096x40xf16> {
    %0 = fused.attention scale = 1.0 ins(%q, %k, %k : tensor<2x8x4096x40xf16>, tensor<2x8x4096x40xf16>, tensor<2x8x4096x40xf16>) outs(%e : tensor<2x8x4096x40xf16>) -> tensor<2x8x4096x40xf16>
    return %0 : tensor<2x8x4096x40xf16>
  }
  // CHECK-LABEL: func.func @d40_cross
  // CHECK: #kernel.config<schedule = "flash-attention", workgroup = [5, 16, 1], tile = [8, 2, 20, 40, 8], vector = 4>
  func.func @d40_cross(%q: tensor<2x8x4096x40xf16>, %k: tensor<2x8x77x40xf16>, %e: tensor<2x8x4096x40xf16>) -> tensor<2x8x4096x40xf16> {
    %0 = fused.attention scale = 1.0 ins(%q, %k, %k : tensor<2x8x4096x40xf16>, tensor<2x8x77x40xf16>, tensor<2x8x77x40xf16>) outs(%e : tensor<2x8x4096x40xf16>) -> tensor<2x8x4096x40xf16>
    return %0 : tensor<2x8x4096x40xf16>
  }
  // CHECK-LABEL: func.func @d64_self
  // CHECK: #kernel.config<schedule = "flash-attention", workgroup = [8, 8, 1], tile = [8, 2, 32, 64, 8], vector = 4>
  func.func @d64_self(%q: tensor<2x10x1024x64xf16>, %k: tensor<2x10x1024x64xf16>, %e: tensor<2x10x1024x64xf16>) -> tensor<2x10x1024x64xf16> {
    %0 = fused.attention scale = 1.0 ins(%q, %k, %k : tensor<2x10x1024x64xf16>, tensor<2x10x1024x64xf16>, tensor<2x10x1024x64xf16>) outs(%e : tensor<2x10x1024x64xf16>) -> tensor<2x10x1024x64xf16>
    return %0 : tensor<2x10x1024x64xf16>
  }
  // CHECK-LABEL: func.func @d64_text
  // CHECK: #kernel.config<schedule = "flash-attention", workgroup = [8, 8, 1], tile = [2, 1, 64, 32, 8], vector = 4>
  func.func @d64_text(%q: tensor<2x12x77x64xf16>, %k: tensor<2x12x77x64xf16>, %e: tensor<2x12x77x64xf16>) -> tensor<2x12x77x64xf16> {
    %0 = fused.attention scale = 1.0 ins(%q, %k, %k : tensor<2x12x77x64xf16>, tensor<2x12x77x64xf16>, tensor<2x12x77x64xf16>) outs(%e : tensor<2x12x77x64xf16>) -> tensor<2x12x77x64xf16>
    return %0 : tensor<2x12x77x64xf16>
  }
  // CHECK-LABEL: func.func @d80_self
  // CHECK: #kernel.config<schedule = "flash-attention", workgroup = [10, 8, 1], tile = [8, 2, 40, 40, 8], vector = 4>
  func.func @d80_self(%q: tensor<2x8x1024x80xf16>, %k: tensor<2x8x1024x80xf16>, %e: tensor<2x8x1024x80xf16>) -> tensor<2x8x1024x80xf16> {
    %0 = fused.attention scale = 1.0 ins(%q, %k, %k : tensor<2x8x1024x80xf16>, tensor<2x8x1024x80xf16>, tensor<2x8x1024x80xf16>) outs(%e : tensor<2x8x1024x80xf16>) -> tensor<2x8x1024x80xf16>
    return %0 : tensor<2x8x1024x80xf16>
  }
  // CHECK-LABEL: func.func @d80_cross
  // CHECK: #kernel.config<schedule = "flash-attention", workgroup = [10, 8, 1], tile = [8, 2, 40, 40, 8], vector = 4>
  func.func @d80_cross(%q: tensor<2x8x1024x80xf16>, %k: tensor<2x8x77x80xf16>, %e: tensor<2x8x1024x80xf16>) -> tensor<2x8x1024x80xf16> {
    %0 = fused.attention scale = 1.0 ins(%q, %k, %k : tensor<2x8x1024x80xf16>, tensor<2x8x77x80xf16>, tensor<2x8x77x80xf16>) outs(%e : tensor<2x8x1024x80xf16>) -> tensor<2x8x1024x80xf16>
    return %0 : tensor<2x8x1024x80xf16>
  }
  // CHECK-LABEL: func.func @d96_self
  // CHECK: #kernel.config<schedule = "flash-attention", workgroup = [8, 8, 1], tile = [8, 2, 48, 32, 8], vector = 4>
  func.func @d96_self(%q: tensor<1x8x1024x96xf16>, %k: tensor<1x8x1024x96xf16>, %e: tensor<1x8x1024x96xf16>) -> tensor<1x8x1024x96xf16> {
    %0 = fused.attention scale = 1.0 ins(%q, %k, %k : tensor<1x8x1024x96xf16>, tensor<1x8x1024x96xf16>, tensor<1x8x1024x96xf16>) outs(%e : tensor<1x8x1024x96xf16>) -> tensor<1x8x1024x96xf16>
    return %0 : tensor<1x8x1024x96xf16>
  }
  // CHECK-LABEL: func.func @d128_self
  // CHECK: #kernel.config<schedule = "flash-attention", workgroup = [16, 4, 1], tile = [8, 2, 32, 32, 8], vector = 4>
  func.func @d128_self(%q: tensor<1x24x4096x128xf16>, %k: tensor<1x24x4096x128xf16>, %e: tensor<1x24x4096x128xf16>) -> tensor<1x24x4096x128xf16> {
    %0 = fused.attention scale = 1.0 ins(%q, %k, %k : tensor<1x24x4096x128xf16>, tensor<1x24x4096x128xf16>, tensor<1x24x4096x128xf16>) outs(%e : tensor<1x24x4096x128xf16>) -> tensor<1x24x4096x128xf16>
    return %0 : tensor<1x24x4096x128xf16>
  }
  // CHECK-LABEL: func.func @d160_self
  // CHECK: #kernel.config<schedule = "flash-attention", workgroup = [8, 8, 1], tile = [4, 4, 40, 32, 8], vector = 4>
  func.func @d160_self(%q: tensor<2x8x256x160xf16>, %k: tensor<2x8x256x160xf16>, %e: tensor<2x8x256x160xf16>) -> tensor<2x8x256x160xf16> {
    %0 = fused.attention scale = 1.0 ins(%q, %k, %k : tensor<2x8x256x160xf16>, tensor<2x8x256x160xf16>, tensor<2x8x256x160xf16>) outs(%e : tensor<2x8x256x160xf16>) -> tensor<2x8x256x160xf16>
    return %0 : tensor<2x8x256x160xf16>
  }
  // CHECK-LABEL: func.func @d160_mid
  // CHECK: #kernel.config<schedule = "flash-attention", workgroup = [8, 8, 1], tile = [1, 2, 160, 64, 8], vector = 4>
  func.func @d160_mid(%q: tensor<2x8x64x160xf16>, %k: tensor<2x8x64x160xf16>, %e: tensor<2x8x64x160xf16>) -> tensor<2x8x64x160xf16> {
    %0 = fused.attention scale = 1.0 ins(%q, %k, %k : tensor<2x8x64x160xf16>, tensor<2x8x64x160xf16>, tensor<2x8x64x160xf16>) outs(%e : tensor<2x8x64x160xf16>) -> tensor<2x8x64x160xf16>
    return %0 : tensor<2x8x64x160xf16>
  }
  // CHECK-LABEL: func.func @d512_vae
  // CHECK: #kernel.config<schedule = "flash-attention", workgroup = [16, 8, 1], tile = [4, 2, 32, 8, 8], vector = 4>
  func.func @d512_vae(%q: tensor<1x1x4096x512xf16>, %k: tensor<1x1x4096x512xf16>, %e: tensor<1x1x4096x512xf16>) -> tensor<1x1x4096x512xf16> {
    %0 = fused.attention scale = 1.0 ins(%q, %k, %k : tensor<1x1x4096x512xf16>, tensor<1x1x4096x512xf16>, tensor<1x1x4096x512xf16>) outs(%e : tensor<1x1x4096x512xf16>) -> tensor<1x1x4096x512xf16>
    return %0 : tensor<1x1x4096x512xf16>
  }
}
