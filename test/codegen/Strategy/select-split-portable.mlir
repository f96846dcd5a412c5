// RUN: burin-opt %s --select-split | FileCheck %s

// Without matrix units a work item's tile is small: there are enough of them.
// CHECK-NOT: kernel.split
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 256, subgroup_size = 64, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {
  func.func @deep(%x: tensor<128x11520xf16>, %w: tensor<11520x1280xf16>) -> tensor<128x1280xf32> {
    %z = arith.constant dense<0.0> : tensor<128x1280xf32>
    %0 = linalg.matmul ins(%x, %w : tensor<128x11520xf16>, tensor<11520x1280xf16>) outs(%z : tensor<128x1280xf32>) -> tensor<128x1280xf32>
    return %0 : tensor<128x1280xf32>
  }
}
