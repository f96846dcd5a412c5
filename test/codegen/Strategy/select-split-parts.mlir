// RUN: burin-opt %s --select-split=parts=5 | FileCheck %s
// RUN: burin-opt %s --select-split=parts=5 --select-split=parts=5 | FileCheck %s
// RUN: not burin-opt %s --select-split=parts=1 2>&1 | FileCheck %s --check-prefix=ONE

// ONE: error: select-split: 'parts' must be 0 or at least 2
module attributes {burin.target = {name = "mma", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], matrix_unit = "mma.sync", matrix_tiles = [[64, 64, 32, 32, 3, 64, 4, 490, 560]], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 800000, launch_ns = 2500}} {
  // Whatever it costs: whole parts of 32, and what has an annotation keeps it.
  // CHECK-LABEL: func.func @all
  // CHECK: linalg.matmul {kernel.split = 5 : i64} ins(%{{.*}} : tensor<8192x320xf16>, tensor<320x640xf16>)
  // CHECK: linalg.matmul ins(%{{.*}} : tensor<8192x256xf16>, tensor<256x640xf16>)
  // CHECK: linalg.matmul {kernel.split = 2 : i64}
  func.func @all(%a: tensor<8192x320xf16>, %b: tensor<320x640xf16>, %c: tensor<8192x256xf16>, %d: tensor<256x640xf16>) -> (tensor<8192x640xf32>, tensor<8192x640xf32>, tensor<8192x640xf32>) {
    %z = arith.constant dense<0.0> : tensor<8192x640xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<8192x320xf16>, tensor<320x640xf16>) outs(%z : tensor<8192x640xf32>) -> tensor<8192x640xf32>
    %1 = linalg.matmul ins(%c, %d : tensor<8192x256xf16>, tensor<256x640xf16>) outs(%z : tensor<8192x640xf32>) -> tensor<8192x640xf32>
    %2 = linalg.matmul {kernel.split = 2 : i64} ins(%a, %b : tensor<8192x320xf16>, tensor<320x640xf16>) outs(%z : tensor<8192x640xf32>) -> tensor<8192x640xf32>
    return %0, %1, %2 : tensor<8192x640xf32>, tensor<8192x640xf32>, tensor<8192x640xf32>
  }
}
