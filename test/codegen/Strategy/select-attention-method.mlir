// RUN: burin-opt %s --select-attention=method=flash --verify-attention | FileCheck %s --check-prefix=FLASH
// RUN: burin-opt %s --select-attention=method=partial --verify-attention | FileCheck %s --check-prefix=PARTIAL
// RUN: burin-opt %s --select-attention=method=plain --verify-attention | FileCheck %s --check-prefix=PLAIN
// RUN: not burin-opt %s --select-attention=method=quick 2>&1 | FileCheck %s --check-prefix=UNKNOWN

// The user decides. Partially fused softmax still works on blocks of queries
// where all scores would be too much; plain is the baseline and is not.
// FLASH-LABEL: func.func @short
// FLASH: schedule = "flash-attention"
// FLASH-LABEL: func.func @long
// FLASH: schedule = "flash-attention"
// PARTIAL-LABEL: func.func @short
// PARTIAL: #kernel.config<schedule = "partial-attention", workgroup = [1, 1, 1], tile = [256], vector = 1>
// PARTIAL-LABEL: func.func @long
// PARTIAL: #kernel.config<schedule = "partial-attention", workgroup = [1, 1, 1], tile = [512], vector = 1>
// PLAIN-LABEL: func.func @short
// PLAIN: #kernel.config<schedule = "plain-attention", workgroup = [1, 1, 1], tile = [256], vector = 1>
// PLAIN-LABEL: func.func @long
// PLAIN: #kernel.config<schedule = "plain-attention", workgroup = [1, 1, 1], tile = [4096], vector = 1>
// UNKNOWN: error: select-attention: method must be auto, flash, partial or plain, got 'quick'
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 128, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  func.func @short(%q: tensor<2x8x256x160xf16>, %k: tensor<2x8x77x160xf16>, %e: tensor<2x8x256x160xf16>) -> tensor<2x8x256x160xf16> {
    %0 = fused.attention scale = 1.0 ins(%q, %k, %k : tensor<2x8x256x160xf16>, tensor<2x8x77x160xf16>, tensor<2x8x77x160xf16>) outs(%e : tensor<2x8x256x160xf16>) -> tensor<2x8x256x160xf16>
    return %0 : tensor<2x8x256x160xf16>
  }
  func.func @long(%q: tensor<2x8x4096x40xf16>, %e: tensor<2x8x4096x40xf16>) -> tensor<2x8x4096x40xf16> {
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<2x8x4096x40xf16>, tensor<2x8x4096x40xf16>, tensor<2x8x4096x40xf16>) outs(%e : tensor<2x8x4096x40xf16>) -> tensor<2x8x4096x40xf16>
    return %0 : tensor<2x8x4096x40xf16>
  }
}
