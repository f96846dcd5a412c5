// RUN: burin-opt %s --select-winograd=traffic=1000 --verify-winograd --remarks-filter=strategy 2>%t.txt | FileCheck %s
// RUN: FileCheck %s --check-prefix=REMARK --input-file %t.txt

// A GPU of 2 TFLOP/s and 60 GB/s: arithmetic is what takes time.
// CHECK-LABEL: func.func @large
// CHECK: linalg.conv_2d_nhwc_hwcf {{.*}}kernel.winograd = #kernel.config<schedule = "winograd", workgroup = [1, 1, 1], tile = [4], vector = 1>
// REMARK: 1 x 64 x 64, 128 to 128 channels: F(4x4, 3x3) is predicted to take {{.*}} us, the convolution {{.*}} us; scratch 4.5 MiB, 10.3 MB more traffic, of which weights 0.9 MB

// Three launches cost more than the convolution.
// CHECK-LABEL: func.func @small
// CHECK-NOT: kernel.winograd
// REMARK: 1 x 8 x 8, 16 to 16 channels: F(2x2, 3x3) {{.*}}: it saves no time
// REMARK: 1 x 8 x 8, 16 to 16 channels: F(4x4, 3x3) {{.*}}: it saves no time

// Bytes for few multiplications: a transform of the input costs more than it saves.
// CHECK-LABEL: func.func @few_outputs
// CHECK-NOT: kernel.winograd

// CHECK-LABEL: func.func @stride
// CHECK-NOT: kernel.winograd
// REMARK: no Winograd: it has strides or dilations

// CHECK-LABEL: func.func @dilation
// CHECK-NOT: kernel.winograd

// CHECK-LABEL: func.func @kernel
// CHECK-NOT: kernel.winograd
// REMARK: no Winograd: its kernel is not 3x3
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 128, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4], bandwidth_mbps = 60000, f32_gflops = 2000, launch_ns = 10000}} {
  func.func @large(%x: tensor<1x66x66x128xf16>) -> tensor<1x64x64x128xf32> {
    %z = arith.constant dense<0.0> : tensor<1x64x64x128xf32>
    %w = plan.constant "w" #plan.missing<"x"> of tensor<3x3x128x128xf16> -> tensor<3x3x128x128xf16>
    %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%x, %w : tensor<1x66x66x128xf16>, tensor<3x3x128x128xf16>) outs(%z : tensor<1x64x64x128xf32>) -> tensor<1x64x64x128xf32>
    return %0 : tensor<1x64x64x128xf32>
  }
  func.func @small(%x: tensor<1x10x10x16xf16>) -> tensor<1x8x8x16xf32> {
    %z = arith.constant dense<0.0> : tensor<1x8x8x16xf32>
    %w = plan.constant "w" #plan.missing<"x"> of tensor<3x3x16x16xf16> -> tensor<3x3x16x16xf16>
    %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%x, %w : tensor<1x10x10x16xf16>, tensor<3x3x16x16xf16>) outs(%z : tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
    return %0 : tensor<1x8x8x16xf32>
  }
  func.func @few_outputs(%x: tensor<1x66x66x128xf16>) -> tensor<1x64x64x1xf32> {
    %z = arith.constant dense<0.0> : tensor<1x64x64x1xf32>
    %w = plan.constant "w" #plan.missing<"x"> of tensor<3x3x128x1xf16> -> tensor<3x3x128x1xf16>
    %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%x, %w : tensor<1x66x66x128xf16>, tensor<3x3x128x1xf16>) outs(%z : tensor<1x64x64x1xf32>) -> tensor<1x64x64x1xf32>
    return %0 : tensor<1x64x64x1xf32>
  }
  func.func @stride(%x: tensor<1x67x67x128xf16>) -> tensor<1x33x33x128xf32> {
    %z = arith.constant dense<0.0> : tensor<1x33x33x128xf32>
    %w = plan.constant "w" #plan.missing<"x"> of tensor<3x3x128x128xf16> -> tensor<3x3x128x128xf16>
    %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<2> : tensor<2xi64>} ins(%x, %w : tensor<1x67x67x128xf16>, tensor<3x3x128x128xf16>) outs(%z : tensor<1x33x33x128xf32>) -> tensor<1x33x33x128xf32>
    return %0 : tensor<1x33x33x128xf32>
  }
  func.func @dilation(%x: tensor<1x68x68x128xf16>) -> tensor<1x64x64x128xf32> {
    %z = arith.constant dense<0.0> : tensor<1x64x64x128xf32>
    %w = plan.constant "w" #plan.missing<"x"> of tensor<3x3x128x128xf16> -> tensor<3x3x128x128xf16>
    %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<2> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%x, %w : tensor<1x68x68x128xf16>, tensor<3x3x128x128xf16>) outs(%z : tensor<1x64x64x128xf32>) -> tensor<1x64x64x128xf32>
    return %0 : tensor<1x64x64x128xf32>
  }
  func.func @kernel(%x: tensor<1x68x68x128xf16>) -> tensor<1x64x64x128xf32> {
    %z = arith.constant dense<0.0> : tensor<1x64x64x128xf32>
    %w = plan.constant "w" #plan.missing<"x"> of tensor<5x5x128x128xf16> -> tensor<5x5x128x128xf16>
    %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%x, %w : tensor<1x68x68x128xf16>, tensor<5x5x128x128xf16>) outs(%z : tensor<1x64x64x128xf32>) -> tensor<1x64x64x128xf32>
    return %0 : tensor<1x64x64x128xf32>
  }
}
