// RUN: burin-opt %s --select-kernel-config --verify-kernel-config | FileCheck %s

// A group of attention has the config of its root; without one it gets the best.
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 128, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  // CHECK: func.func private @annotated{{.*}} attributes {kernel.config = #kernel.config<schedule = "flash-attention", workgroup = [5, 2, 1], tile = [1, 2, 20, 10, 8], vector = 2>}
  func.func private @annotated(%q: tensor<1x2x64x40xf16>) -> tensor<1x2x64x40xf16> {
    %e = tensor.empty() : tensor<1x2x64x40xf16>
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>) outs(%e : tensor<1x2x64x40xf16>)
      {kernel.attention = #kernel.config<schedule = "flash-attention", workgroup = [5, 2, 1], tile = [1, 2, 20, 10, 8], vector = 2>} -> tensor<1x2x64x40xf16>
    return %0 : tensor<1x2x64x40xf16>
  }
  // CHECK: func.func private @alone{{.*}} attributes {kernel.config = #kernel.config<schedule = "flash-attention"
  func.func private @alone(%q: tensor<1x2x64x40xf16>) -> tensor<1x2x64x40xf16> {
    %e = tensor.empty() : tensor<1x2x64x40xf16>
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>) outs(%e : tensor<1x2x64x40xf16>) -> tensor<1x2x64x40xf16>
    return %0 : tensor<1x2x64x40xf16>
  }
  // The statistics of a softmax are rows, as wide as the input.
  // CHECK: func.func private @statistics{{.*}}schedule = "row", workgroup = [16, 4, 1], tile = [1], vector = 4>
  func.func private @statistics(%x: tensor<512x256xf32>) -> tensor<512x2xf32> {
    %e = tensor.empty() : tensor<512x2xf32>
    %0 = fused.softmax_statistics ins(%x : tensor<512x256xf32>) outs(%e : tensor<512x2xf32>) -> tensor<512x2xf32>
    return %0 : tensor<512x2xf32>
  }
}
