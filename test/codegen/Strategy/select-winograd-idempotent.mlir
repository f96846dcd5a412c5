// RUN: burin-opt %s --select-winograd=traffic=1000 -o %t.once
// RUN: burin-opt %t.once --select-winograd=traffic=1000 | diff %t.once -
// RUN: FileCheck %s --input-file %t.once

// What a tuner wrote stays.
// CHECK-LABEL: func.func @tuned
// CHECK: tile = [2]
// CHECK-LABEL: func.func @large
// CHECK: tile = [4]
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 128, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4], bandwidth_mbps = 60000, f32_gflops = 2000, launch_ns = 10000}} {
  func.func @tuned(%x: tensor<1x66x66x128xf16>) -> tensor<1x64x64x128xf32> {
    %z = arith.constant dense<0.0> : tensor<1x64x64x128xf32>
    %w = plan.constant "w" #plan.missing<"x"> of tensor<3x3x128x128xf16> -> tensor<3x3x128x128xf16>
    %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>, kernel.winograd = #kernel.config<schedule = "winograd", workgroup = [1, 1, 1], tile = [2], vector = 1>} ins(%x, %w : tensor<1x66x66x128xf16>, tensor<3x3x128x128xf16>) outs(%z : tensor<1x64x64x128xf32>) -> tensor<1x64x64x128xf32>
    return %0 : tensor<1x64x64x128xf32>
  }
  func.func @large(%x: tensor<1x66x66x128xf16>) -> tensor<1x64x64x128xf32> {
    %z = arith.constant dense<0.0> : tensor<1x64x64x128xf32>
    %w = plan.constant "w" #plan.missing<"x"> of tensor<3x3x128x128xf16> -> tensor<3x3x128x128xf16>
    %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%x, %w : tensor<1x66x66x128xf16>, tensor<3x3x128x128xf16>) outs(%z : tensor<1x64x64x128xf32>) -> tensor<1x64x64x128xf32>
    return %0 : tensor<1x64x64x128xf32>
  }
}
