// RUN: burin-opt %s --select-attention --verify-attention | FileCheck %s

// Tiles of every head size that Stable Diffusion 1.x, 2.x and XL, its VAE and
// CLIP have; d 96 and 128 are those of newer transformers.
module attributes {burin.target = {name = "cpu", kind = "cpu", local_memory_bytes = 524288, max_workgroup_size = 4096, subgroup_size = 8, vector_bytes = 32, workgroup_items = 64, register_tile = [6, 2], contraction_workgroup = [1, 1], registers_per_item = 128, bandwidth_mbps = 20000, f32_gflops = 160, launch_ns = 20000}} {
  // CHECK-LABEL: func.func @d40_self
  // CHECK: #kernel.config<schedule = "flash-attention-item", workgroup = [1, 1, 1], tile = [96, 128, 6, 2], vector = 8>
  func.func @d40_self(%q: tensor<2x8x4096x40xf32>, %k: tensor<2x8x4096x40xf32>, %e: tensor<2x8x4096x40xf32>) -> tensor<2x8x4096x40xf32> {
    %0 = fused.attention scale = 1.0 ins(%q, %k, %k : tensor<2x8x4096x40xf32>, tensor<2x8x4096x40xf32>, tensor<2x8x4096x40xf32>) outs(%e : tensor<2x8x4096x40xf32>) -> tensor<2x8x4096x40xf32>
    return %0 : tensor<2x8x4096x40xf32>
  }
  // CHECK-LABEL: func.func @d40_cross
  // CHECK: #kernel.config<schedule = "flash-attention-item", workgroup = [1, 1, 1], tile = [96, 80, 6, 2], vector = 8>
  func.func @d40_cross(%q: tensor<2x8x4096x40xf32>, %k: tensor<2x8x77x40xf32>, %e: tensor<2x8x4096x40xf32>) -> tensor<2x8x4096x40xf32> {
    %0 = fused.attention scale = 1.0 ins(%q, %k, %k : tensor<2x8x4096x40xf32>, tensor<2x8x77x40xf32>, tensor<2x8x77x40xf32>) outs(%e : tensor<2x8x4096x40xf32>) -> tensor<2x8x4096x40xf32>
    return %0 : tensor<2x8x4096x40xf32>
  }
  // CHECK-LABEL: func.func @d64_self
  // CHECK: #kernel.config<schedule = "flash-attention-item", workgroup = [1, 1, 1], tile = [96, 128, 6, 2], vector = 8>
  func.func @d64_self(%q: tensor<2x10x1024x64xf32>, %k: tensor<2x10x1024x64xf32>, %e: tensor<2x10x1024x64xf32>) -> tensor<2x10x1024x64xf32> {
    %0 = fused.attention scale = 1.0 ins(%q, %k, %k : tensor<2x10x1024x64xf32>, tensor<2x10x1024x64xf32>, tensor<2x10x1024x64xf32>) outs(%e : tensor<2x10x1024x64xf32>) -> tensor<2x10x1024x64xf32>
    return %0 : tensor<2x10x1024x64xf32>
  }
  // CHECK-LABEL: func.func @d64_text
  // CHECK: #kernel.config<schedule = "flash-attention-item", workgroup = [1, 1, 1], tile = [96, 80, 6, 2], vector = 8>
  func.func @d64_text(%q: tensor<2x12x77x64xf32>, %k: tensor<2x12x77x64xf32>, %e: tensor<2x12x77x64xf32>) -> tensor<2x12x77x64xf32> {
    %0 = fused.attention scale = 1.0 ins(%q, %k, %k : tensor<2x12x77x64xf32>, tensor<2x12x77x64xf32>, tensor<2x12x77x64xf32>) outs(%e : tensor<2x12x77x64xf32>) -> tensor<2x12x77x64xf32>
    return %0 : tensor<2x12x77x64xf32>
  }
  // CHECK-LABEL: func.func @d80_self
  // CHECK: #kernel.config<schedule = "flash-attention-item", workgroup = [1, 1, 1], tile = [96, 128, 6, 2], vector = 8>
  func.func @d80_self(%q: tensor<2x8x1024x80xf32>, %k: tensor<2x8x1024x80xf32>, %e: tensor<2x8x1024x80xf32>) -> tensor<2x8x1024x80xf32> {
    %0 = fused.attention scale = 1.0 ins(%q, %k, %k : tensor<2x8x1024x80xf32>, tensor<2x8x1024x80xf32>, tensor<2x8x1024x80xf32>) outs(%e : tensor<2x8x1024x80xf32>) -> tensor<2x8x1024x80xf32>
    return %0 : tensor<2x8x1024x80xf32>
  }
  // CHECK-LABEL: func.func @d80_cross
  // CHECK: #kernel.config<schedule = "flash-attention-item", workgroup = [1, 1, 1], tile = [96, 80, 6, 2], vector = 8>
  func.func @d80_cross(%q: tensor<2x8x1024x80xf32>, %k: tensor<2x8x77x80xf32>, %e: tensor<2x8x1024x80xf32>) -> tensor<2x8x1024x80xf32> {
    %0 = fused.attention scale = 1.0 ins(%q, %k, %k : tensor<2x8x1024x80xf32>, tensor<2x8x77x80xf32>, tensor<2x8x77x80xf32>) outs(%e : tensor<2x8x1024x80xf32>) -> tensor<2x8x1024x80xf32>
    return %0 : tensor<2x8x1024x80xf32>
  }
  // CHECK-LABEL: func.func @d96_self
  // CHECK: #kernel.config<schedule = "flash-attention-item", workgroup = [1, 1, 1], tile = [96, 128, 6, 2], vector = 8>
  func.func @d96_self(%q: tensor<1x8x1024x96xf32>, %k: tensor<1x8x1024x96xf32>, %e: tensor<1x8x1024x96xf32>) -> tensor<1x8x1024x96xf32> {
    %0 = fused.attention scale = 1.0 ins(%q, %k, %k : tensor<1x8x1024x96xf32>, tensor<1x8x1024x96xf32>, tensor<1x8x1024x96xf32>) outs(%e : tensor<1x8x1024x96xf32>) -> tensor<1x8x1024x96xf32>
    return %0 : tensor<1x8x1024x96xf32>
  }
  // CHECK-LABEL: func.func @d128_self
  // CHECK: #kernel.config<schedule = "flash-attention-item", workgroup = [1, 1, 1], tile = [96, 128, 6, 2], vector = 8>
  func.func @d128_self(%q: tensor<1x24x4096x128xf32>, %k: tensor<1x24x4096x128xf32>, %e: tensor<1x24x4096x128xf32>) -> tensor<1x24x4096x128xf32> {
    %0 = fused.attention scale = 1.0 ins(%q, %k, %k : tensor<1x24x4096x128xf32>, tensor<1x24x4096x128xf32>, tensor<1x24x4096x128xf32>) outs(%e : tensor<1x24x4096x128xf32>) -> tensor<1x24x4096x128xf32>
    return %0 : tensor<1x24x4096x128xf32>
  }
  // CHECK-LABEL: func.func @d160_self
  // CHECK: #kernel.config<schedule = "flash-attention-item", workgroup = [1, 1, 1], tile = [96, 64, 6, 2], vector = 8>
  func.func @d160_self(%q: tensor<2x8x256x160xf32>, %k: tensor<2x8x256x160xf32>, %e: tensor<2x8x256x160xf32>) -> tensor<2x8x256x160xf32> {
    %0 = fused.attention scale = 1.0 ins(%q, %k, %k : tensor<2x8x256x160xf32>, tensor<2x8x256x160xf32>, tensor<2x8x256x160xf32>) outs(%e : tensor<2x8x256x160xf32>) -> tensor<2x8x256x160xf32>
    return %0 : tensor<2x8x256x160xf32>
  }
  // CHECK-LABEL: func.func @d160_mid
  // CHECK: #kernel.config<schedule = "flash-attention-item", workgroup = [1, 1, 1], tile = [24, 64, 6, 2], vector = 8>
  func.func @d160_mid(%q: tensor<2x8x64x160xf32>, %k: tensor<2x8x64x160xf32>, %e: tensor<2x8x64x160xf32>) -> tensor<2x8x64x160xf32> {
    %0 = fused.attention scale = 1.0 ins(%q, %k, %k : tensor<2x8x64x160xf32>, tensor<2x8x64x160xf32>, tensor<2x8x64x160xf32>) outs(%e : tensor<2x8x64x160xf32>) -> tensor<2x8x64x160xf32>
    return %0 : tensor<2x8x64x160xf32>
  }
  // CHECK-LABEL: func.func @d512_vae
  // CHECK: #kernel.config<schedule = "flash-attention-item", workgroup = [1, 1, 1], tile = [24, 32, 6, 2], vector = 8>
  func.func @d512_vae(%q: tensor<1x1x4096x512xf32>, %k: tensor<1x1x4096x512xf32>, %e: tensor<1x1x4096x512xf32>) -> tensor<1x1x4096x512xf32> {
    %0 = fused.attention scale = 1.0 ins(%q, %k, %k : tensor<1x1x4096x512xf32>, tensor<1x1x4096x512xf32>, tensor<1x1x4096x512xf32>) outs(%e : tensor<1x1x4096x512xf32>) -> tensor<1x1x4096x512xf32>
    return %0 : tensor<1x1x4096x512xf32>
  }
}
