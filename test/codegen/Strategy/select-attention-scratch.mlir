// RUN: burin-opt %s -split-input-file --select-attention --verify-attention | FileCheck %s

// A target grants scores of long sequences memory, and so does a network whose peak (here
// 512 MiB, of which three quarters count) is elsewhere.
module attributes {burin.target = {name = "grants", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 32, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], matrix_unit = "mma.sync", matrix_tiles = [[128, 128, 64, 64, 3, 32, 2, 550, 840], [128, 128, 64, 32, 3, 32, 1, 870, 600], [64, 64, 32, 32, 3, 64, 4, 490, 560]], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500, attention_scratch_bytes = 134217728}} {
  // One head of 512: 96 MiB, and its scores are computed once.
  // CHECK-LABEL: func.func @vae(
  // CHECK: #kernel.config<schedule = "plain-attention", workgroup = [1, 1, 1], tile = [4096], vector = 1>
  func.func @vae(%x: tensor<16384x8xf16>, %w: tensor<8x16384xf16>, %q: tensor<1x1x4096x512xf16>, %k: tensor<1x1x4096x512xf16>, %e: tensor<1x1x4096x512xf16>) -> (tensor<1x1x4096x512xf16>, tensor<16384x8xf16>) {
    %z = arith.constant 0.0 : f16
    %e0 = tensor.empty() : tensor<16384x16384xf16>
    %f0 = linalg.fill ins(%z : f16) outs(%e0 : tensor<16384x16384xf16>) -> tensor<16384x16384xf16>
    %large = linalg.matmul ins(%x, %w : tensor<16384x8xf16>, tensor<8x16384xf16>) outs(%f0 : tensor<16384x16384xf16>) -> tensor<16384x16384xf16>
    %e1 = tensor.empty() : tensor<16384x8xf16>
    %f1 = linalg.fill ins(%z : f16) outs(%e1 : tensor<16384x8xf16>) -> tensor<16384x8xf16>
    %small = linalg.matmul ins(%large, %x : tensor<16384x16384xf16>, tensor<16384x8xf16>) outs(%f1 : tensor<16384x8xf16>) -> tensor<16384x8xf16>
    %0 = fused.attention scale = 0.5 ins(%q, %k, %k : tensor<1x1x4096x512xf16>, tensor<1x1x4096x512xf16>, tensor<1x1x4096x512xf16>) outs(%e : tensor<1x1x4096x512xf16>) -> tensor<1x1x4096x512xf16>
    return %0, %small : tensor<1x1x4096x512xf16>, tensor<16384x8xf16>
  }
  // 1.5 GiB in all: blocks of 96 MiB.
  // CHECK-LABEL: func.func @vae_large(
  // CHECK: #kernel.config<schedule = "plain-attention", workgroup = [1, 1, 1], tile = [1024], vector = 1>
  func.func @vae_large(%x: tensor<16384x8xf16>, %w: tensor<8x16384xf16>, %q: tensor<1x1x16384x512xf16>, %k: tensor<1x1x16384x512xf16>, %e: tensor<1x1x16384x512xf16>) -> (tensor<1x1x16384x512xf16>, tensor<16384x8xf16>) {
    %z = arith.constant 0.0 : f16
    %e0 = tensor.empty() : tensor<16384x16384xf16>
    %f0 = linalg.fill ins(%z : f16) outs(%e0 : tensor<16384x16384xf16>) -> tensor<16384x16384xf16>
    %large = linalg.matmul ins(%x, %w : tensor<16384x8xf16>, tensor<8x16384xf16>) outs(%f0 : tensor<16384x16384xf16>) -> tensor<16384x16384xf16>
    %e1 = tensor.empty() : tensor<16384x8xf16>
    %f1 = linalg.fill ins(%z : f16) outs(%e1 : tensor<16384x8xf16>) -> tensor<16384x8xf16>
    %small = linalg.matmul ins(%large, %x : tensor<16384x16384xf16>, tensor<16384x8xf16>) outs(%f1 : tensor<16384x8xf16>) -> tensor<16384x8xf16>
    %0 = fused.attention scale = 0.5 ins(%q, %k, %k : tensor<1x1x16384x512xf16>, tensor<1x1x16384x512xf16>, tensor<1x1x16384x512xf16>) outs(%e : tensor<1x1x16384x512xf16>) -> tensor<1x1x16384x512xf16>
    return %0, %small : tensor<1x1x16384x512xf16>, tensor<16384x8xf16>
  }
  // Blocks of a length that is no power of two.
  // CHECK-LABEL: func.func @vae_wide(
  // CHECK: #kernel.config<schedule = "plain-attention", workgroup = [1, 1, 1], tile = [3072], vector = 1>
  func.func @vae_wide(%x: tensor<16384x8xf16>, %w: tensor<8x16384xf16>, %q: tensor<1x1x6144x512xf16>, %k: tensor<1x1x6144x512xf16>, %e: tensor<1x1x6144x512xf16>) -> (tensor<1x1x6144x512xf16>, tensor<16384x8xf16>) {
    %z = arith.constant 0.0 : f16
    %e0 = tensor.empty() : tensor<16384x16384xf16>
    %f0 = linalg.fill ins(%z : f16) outs(%e0 : tensor<16384x16384xf16>) -> tensor<16384x16384xf16>
    %large = linalg.matmul ins(%x, %w : tensor<16384x8xf16>, tensor<8x16384xf16>) outs(%f0 : tensor<16384x16384xf16>) -> tensor<16384x16384xf16>
    %e1 = tensor.empty() : tensor<16384x8xf16>
    %f1 = linalg.fill ins(%z : f16) outs(%e1 : tensor<16384x8xf16>) -> tensor<16384x8xf16>
    %small = linalg.matmul ins(%large, %x : tensor<16384x16384xf16>, tensor<16384x8xf16>) outs(%f1 : tensor<16384x8xf16>) -> tensor<16384x8xf16>
    %0 = fused.attention scale = 0.5 ins(%q, %k, %k : tensor<1x1x6144x512xf16>, tensor<1x1x6144x512xf16>, tensor<1x1x6144x512xf16>) outs(%e : tensor<1x1x6144x512xf16>) -> tensor<1x1x6144x512xf16>
    return %0, %small : tensor<1x1x6144x512xf16>, tensor<16384x8xf16>
  }
  // Many short heads: scores are more bytes than flash attention has arithmetic.
  // CHECK-LABEL: func.func @unet(
  // CHECK: schedule = "matrix-flash-attention"
  func.func @unet(%x: tensor<16384x8xf16>, %w: tensor<8x16384xf16>, %q: tensor<2x8x4096x40xf16>, %k: tensor<2x8x4096x40xf16>, %e: tensor<2x8x4096x40xf16>) -> (tensor<2x8x4096x40xf16>, tensor<16384x8xf16>) {
    %z = arith.constant 0.0 : f16
    %e0 = tensor.empty() : tensor<16384x16384xf16>
    %f0 = linalg.fill ins(%z : f16) outs(%e0 : tensor<16384x16384xf16>) -> tensor<16384x16384xf16>
    %large = linalg.matmul ins(%x, %w : tensor<16384x8xf16>, tensor<8x16384xf16>) outs(%f0 : tensor<16384x16384xf16>) -> tensor<16384x16384xf16>
    %e1 = tensor.empty() : tensor<16384x8xf16>
    %f1 = linalg.fill ins(%z : f16) outs(%e1 : tensor<16384x8xf16>) -> tensor<16384x8xf16>
    %small = linalg.matmul ins(%large, %x : tensor<16384x16384xf16>, tensor<16384x8xf16>) outs(%f1 : tensor<16384x8xf16>) -> tensor<16384x8xf16>
    %0 = fused.attention scale = 0.5 ins(%q, %k, %k : tensor<2x8x4096x40xf16>, tensor<2x8x4096x40xf16>, tensor<2x8x4096x40xf16>) outs(%e : tensor<2x8x4096x40xf16>) -> tensor<2x8x4096x40xf16>
    return %0, %small : tensor<2x8x4096x40xf16>, tensor<16384x8xf16>
  }
  // Keys are no runs of 8 halves.
  // CHECK-LABEL: func.func @unet_cross(
  // CHECK: schedule = "matrix-flash-attention"
  func.func @unet_cross(%x: tensor<16384x8xf16>, %w: tensor<8x16384xf16>, %q: tensor<2x8x4096x40xf16>, %k: tensor<2x8x77x40xf16>, %e: tensor<2x8x4096x40xf16>) -> (tensor<2x8x4096x40xf16>, tensor<16384x8xf16>) {
    %z = arith.constant 0.0 : f16
    %e0 = tensor.empty() : tensor<16384x16384xf16>
    %f0 = linalg.fill ins(%z : f16) outs(%e0 : tensor<16384x16384xf16>) -> tensor<16384x16384xf16>
    %large = linalg.matmul ins(%x, %w : tensor<16384x8xf16>, tensor<8x16384xf16>) outs(%f0 : tensor<16384x16384xf16>) -> tensor<16384x16384xf16>
    %e1 = tensor.empty() : tensor<16384x8xf16>
    %f1 = linalg.fill ins(%z : f16) outs(%e1 : tensor<16384x8xf16>) -> tensor<16384x8xf16>
    %small = linalg.matmul ins(%large, %x : tensor<16384x16384xf16>, tensor<16384x8xf16>) outs(%f1 : tensor<16384x8xf16>) -> tensor<16384x8xf16>
    %0 = fused.attention scale = 0.5 ins(%q, %k, %k : tensor<2x8x4096x40xf16>, tensor<2x8x77x40xf16>, tensor<2x8x77x40xf16>) outs(%e : tensor<2x8x4096x40xf16>) -> tensor<2x8x4096x40xf16>
    return %0, %small : tensor<2x8x4096x40xf16>, tensor<16384x8xf16>
  }
}

// -----

// Without memory for it nothing is held, however fast it would be.
module attributes {burin.target = {name = "none", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 32, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], matrix_unit = "mma.sync", matrix_tiles = [[128, 128, 64, 64, 3, 32, 2, 550, 840], [128, 128, 64, 32, 3, 32, 1, 870, 600], [64, 64, 32, 32, 3, 64, 4, 490, 560]], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500, attention_scratch_bytes = 0}} {
  // CHECK-LABEL: func.func @vae_refused(
  // CHECK: schedule = "matrix-flash-attention"
  func.func @vae_refused(%x: tensor<16384x8xf16>, %w: tensor<8x16384xf16>, %q: tensor<1x1x4096x512xf16>, %k: tensor<1x1x4096x512xf16>, %e: tensor<1x1x4096x512xf16>) -> (tensor<1x1x4096x512xf16>, tensor<16384x8xf16>) {
    %z = arith.constant 0.0 : f16
    %e0 = tensor.empty() : tensor<16384x16384xf16>
    %f0 = linalg.fill ins(%z : f16) outs(%e0 : tensor<16384x16384xf16>) -> tensor<16384x16384xf16>
    %large = linalg.matmul ins(%x, %w : tensor<16384x8xf16>, tensor<8x16384xf16>) outs(%f0 : tensor<16384x16384xf16>) -> tensor<16384x16384xf16>
    %e1 = tensor.empty() : tensor<16384x8xf16>
    %f1 = linalg.fill ins(%z : f16) outs(%e1 : tensor<16384x8xf16>) -> tensor<16384x8xf16>
    %small = linalg.matmul ins(%large, %x : tensor<16384x16384xf16>, tensor<16384x8xf16>) outs(%f1 : tensor<16384x8xf16>) -> tensor<16384x8xf16>
    %0 = fused.attention scale = 0.5 ins(%q, %k, %k : tensor<1x1x4096x512xf16>, tensor<1x1x4096x512xf16>, tensor<1x1x4096x512xf16>) outs(%e : tensor<1x1x4096x512xf16>) -> tensor<1x1x4096x512xf16>
    return %0, %small : tensor<1x1x4096x512xf16>, tensor<16384x8xf16>
  }
}

// -----

// Nothing else in the network is large: 32 MiB may be alive, so blocks of 24.
module attributes {burin.target = {name = "grants", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 32, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], matrix_unit = "mma.sync", matrix_tiles = [[128, 128, 64, 64, 3, 32, 2, 550, 840], [128, 128, 64, 32, 3, 32, 1, 870, 600], [64, 64, 32, 32, 3, 64, 4, 490, 560]], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500, attention_scratch_bytes = 134217728}} {
  // CHECK-LABEL: func.func @alone(
  // CHECK: #kernel.config<schedule = "plain-attention", workgroup = [1, 1, 1], tile = [1024], vector = 1>
  func.func @alone(%q: tensor<1x1x4096x512xf16>, %e: tensor<1x1x4096x512xf16>) -> tensor<1x1x4096x512xf16> {
    %0 = fused.attention scale = 0.5 ins(%q, %q, %q : tensor<1x1x4096x512xf16>, tensor<1x1x4096x512xf16>, tensor<1x1x4096x512xf16>) outs(%e : tensor<1x1x4096x512xf16>) -> tensor<1x1x4096x512xf16>
    return %0 : tensor<1x1x4096x512xf16>
  }
}
