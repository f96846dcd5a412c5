// RUN: burin-opt %s --select-split --remarks-filter=strategy 2>&1 | FileCheck %s
// RUN: burin-opt %s --select-split | FileCheck %s --check-prefix=TWICE
// RUN: burin-opt %s --select-split --select-split | FileCheck %s --check-prefix=TWICE

// One matmul may have as many parts as pay: a fourth would save less than an eighth of its time.
// CHECK: remark: [Passed] split | {{.*}}Remark="3 parts: {{.*}} 15.7 MB of partial sums"
// TWICE-LABEL: func.func @alone
// TWICE: kernel.split = 3
//
// Four share 32 MB: three have two parts before one has three, and nothing is left.
// CHECK-COUNT-3: remark: [Passed] split | {{.*}}Remark="2 parts: {{.*}} 10.5 MB of partial sums"
// CHECK: remark: [Missed] split | {{.*}}Remark="2 parts: {{.*}}the network's traffic would grow by more than 8 % (split_traffic_percent of the target)"
// TWICE-LABEL: func.func @shared
// TWICE-COUNT-3: kernel.split = 2
// TWICE-NOT: kernel.split
module attributes {burin.target = {name = "mma", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], matrix_unit = "mma.sync", matrix_tiles = [[128, 64, 64, 32, 2, 64, 3, 480, 500], [64, 64, 32, 32, 3, 64, 4, 370, 580]], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500}} {
  func.func @alone(%x: tensor<512x11520xf16>, %w: tensor<11520x1280xf16>) -> tensor<512x1280xf32> {
    %z = arith.constant dense<0.0> : tensor<512x1280xf32>
    %0 = linalg.matmul ins(%x, %w : tensor<512x11520xf16>, tensor<11520x1280xf16>) outs(%z : tensor<512x1280xf32>) -> tensor<512x1280xf32>
    return %0 : tensor<512x1280xf32>
  }
  func.func @shared(%x: tensor<512x11520xf16>, %w: tensor<11520x1280xf16>) -> (tensor<512x1280xf32>, tensor<512x1280xf32>, tensor<512x1280xf32>, tensor<512x1280xf32>) {
    %z = arith.constant dense<0.0> : tensor<512x1280xf32>
    %0 = linalg.matmul ins(%x, %w : tensor<512x11520xf16>, tensor<11520x1280xf16>) outs(%z : tensor<512x1280xf32>) -> tensor<512x1280xf32>
    %1 = linalg.matmul ins(%x, %w : tensor<512x11520xf16>, tensor<11520x1280xf16>) outs(%z : tensor<512x1280xf32>) -> tensor<512x1280xf32>
    %2 = linalg.matmul ins(%x, %w : tensor<512x11520xf16>, tensor<11520x1280xf16>) outs(%z : tensor<512x1280xf32>) -> tensor<512x1280xf32>
    %3 = linalg.matmul ins(%x, %w : tensor<512x11520xf16>, tensor<11520x1280xf16>) outs(%z : tensor<512x1280xf32>) -> tensor<512x1280xf32>
    return %0, %1, %2, %3 : tensor<512x1280xf32>, tensor<512x1280xf32>, tensor<512x1280xf32>, tensor<512x1280xf32>
  }
}
