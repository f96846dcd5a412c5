// RUN: burin-opt %s --select-attention --verify-attention | FileCheck %s
// RUN: burin-opt %s --select-attention=method=flash --verify-attention | FileCheck %s

// No tile of d 512 fits 1 KB: blocks of fewer than 1024 queries, also where flash
// is asked for. Short sequences may be taken apart as a whole.
// CHECK-LABEL: func.func @long
// CHECK: #kernel.config<schedule = "partial-attention", workgroup = [1, 1, 1], tile = [512], vector = 1>
// CHECK-LABEL: func.func @short
// CHECK: #kernel.config<schedule = "partial-attention", workgroup = [1, 1, 1], tile = [64], vector = 1>
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 1024, max_workgroup_size = 128, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  func.func @long(%q: tensor<1x1x4096x512xf16>, %e: tensor<1x1x4096x512xf16>) -> tensor<1x1x4096x512xf16> {
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x1x4096x512xf16>, tensor<1x1x4096x512xf16>, tensor<1x1x4096x512xf16>) outs(%e : tensor<1x1x4096x512xf16>) -> tensor<1x1x4096x512xf16>
    return %0 : tensor<1x1x4096x512xf16>
  }
  func.func @short(%q: tensor<1x1x64x512xf16>, %e: tensor<1x1x64x512xf16>) -> tensor<1x1x64x512xf16> {
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x1x64x512xf16>, tensor<1x1x64x512xf16>, tensor<1x1x64x512xf16>) outs(%e : tensor<1x1x64x512xf16>) -> tensor<1x1x64x512xf16>
    return %0 : tensor<1x1x64x512xf16>
  }
}
