// RUN: burin-opt %s --select-kernel-config --verify-kernel-config | FileCheck %s

// The narrow tile is the faster one, but its sub-groups have 32 columns: blocks have 64.
// CHECK: func.func private @g{{.*}} tile = [64, 128, 32, 64, 2, 32]
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, launch_ns = 2500, matrix_unit = "mma.sync", matrix_gflops = 800000, matrix_tiles = [[64, 64, 32, 32, 2, 32, 2, 300, 500], [64, 128, 32, 64, 2, 32, 1, 100, 500]]}} {
  func.func private @g(%a: tensor<128x64xf16>, %b: tensor<64x64xf16>) -> (tensor<128x64xf32>, tensor<1x128x2xf32>) {
    %z = arith.constant dense<0.0> : tensor<128x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<128x64xf16>, tensor<64x64xf16>) outs(%z : tensor<128x64xf32>) -> tensor<128x64xf32>
    %e = tensor.empty() : tensor<1x128x2xf32>
    %s = fused.row_sums ins(%0 : tensor<128x64xf32>) outs(%e : tensor<1x128x2xf32>) -> tensor<1x128x2xf32>
    return %0, %s : tensor<128x64xf32>, tensor<1x128x2xf32>
  }
  // Matrix-vector would write no sums.
  // CHECK: func.func private @few_rows{{.*}}schedule = "matrix-contraction", {{.*}} tile = [64, 128, 32, 64, 2, 32]
  func.func private @few_rows(%a: tensor<4x64xf16>, %b: tensor<64x64xf16>) -> (tensor<4x64xf32>, tensor<1x4x2xf32>) {
    %z = arith.constant dense<0.0> : tensor<4x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<4x64xf16>, tensor<64x64xf16>) outs(%z : tensor<4x64xf32>) -> tensor<4x64xf32>
    %e = tensor.empty() : tensor<1x4x2xf32>
    %s = fused.row_sums ins(%0 : tensor<4x64xf32>) outs(%e : tensor<1x4x2xf32>) -> tensor<1x4x2xf32>
    return %0, %s : tensor<4x64xf32>, tensor<1x4x2xf32>
  }
}
