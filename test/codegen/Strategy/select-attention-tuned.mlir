// RUN: burin-opt %s --select-attention | FileCheck %s
// RUN: burin-opt %s --select-attention=method=plain | FileCheck %s
// RUN: burin-opt %s --select-attention --select-attention=method=plain --verify-attention | FileCheck %s

// What a tuner or an earlier run wrote stays.
// CHECK: #kernel.config<schedule = "flash-attention", workgroup = [5, 2, 1], tile = [1, 2, 20, 10, 8], vector = 2>
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 128, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  func.func @tuned(%q: tensor<1x2x64x40xf16>, %e: tensor<1x2x64x40xf16>) -> tensor<1x2x64x40xf16> {
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>, tensor<1x2x64x40xf16>) outs(%e : tensor<1x2x64x40xf16>)
      {kernel.attention = #kernel.config<schedule = "flash-attention", workgroup = [5, 2, 1], tile = [1, 2, 20, 10, 8], vector = 2>} -> tensor<1x2x64x40xf16>
    return %0 : tensor<1x2x64x40xf16>
  }
}
