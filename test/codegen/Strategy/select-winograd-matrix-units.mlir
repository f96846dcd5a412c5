// RUN: burin-opt %s --select-winograd=traffic=1000 | FileCheck %s

// Matrix units take the multiplications: what is left is traffic.
// CHECK-LABEL: func.func @large
// CHECK-NOT: kernel.winograd
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 128, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4], bandwidth_mbps = 60000, f32_gflops = 2000, launch_ns = 10000, compute_units = 64, matrix_unit = "mma.sync", matrix_gflops = 60000, matrix_tiles = [[64, 64, 32, 32, 2, 32, 1, 500, 500]]}} {
  func.func @large(%x: tensor<1x66x66x128xf16>) -> tensor<1x64x64x128xf32> {
    %z = arith.constant dense<0.0> : tensor<1x64x64x128xf32>
    %w = plan.constant "w" #plan.missing<"x"> of tensor<3x3x128x128xf16> -> tensor<3x3x128x128xf16>
    %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%x, %w : tensor<1x66x66x128xf16>, tensor<3x3x128x128xf16>) outs(%z : tensor<1x64x64x128xf32>) -> tensor<1x64x64x128xf32>
    return %0 : tensor<1x64x64x128xf32>
  }
}
