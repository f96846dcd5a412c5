// RUN: burin-opt %s --decompose-winograd --split-input-file --verify-diagnostics | FileCheck %s

// Nobody chose Winograd.
// CHECK-LABEL: func.func @not_annotated
// CHECK: linalg.conv_2d_nhwc_hwcf
// CHECK-NOT: fused
func.func @not_annotated(%x: tensor<1x10x10x8xf32>) -> tensor<1x8x8x16xf32> {
  %z = arith.constant dense<0.0> : tensor<1x8x8x16xf32>
  %w = plan.constant "w" #plan.missing<"x"> of tensor<3x3x8x16xf32> -> tensor<3x3x8x16xf32>
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%x, %w : tensor<1x10x10x8xf32>, tensor<3x3x8x16xf32>) outs(%z : tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return %0 : tensor<1x8x8x16xf32>
}

// -----

func.func @weights(%x: tensor<1x10x10x8xf32>, %w: tensor<3x3x8x16xf32>) -> tensor<1x8x8x16xf32> {
  %z = arith.constant dense<0.0> : tensor<1x8x8x16xf32>
  // expected-error @below {{needs constant weights for Winograd: run verify-winograd}}
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>, kernel.winograd = #kernel.config<schedule = "winograd", workgroup = [1, 1, 1], tile = [4], vector = 1>} ins(%x, %w : tensor<1x10x10x8xf32>, tensor<3x3x8x16xf32>) outs(%z : tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return %0 : tensor<1x8x8x16xf32>
}

// -----

func.func @no_tile(%x: tensor<1x10x10x8xf32>) -> tensor<1x8x8x16xf32> {
  %z = arith.constant dense<0.0> : tensor<1x8x8x16xf32>
  %w = plan.constant "w" #plan.missing<"x"> of tensor<3x3x8x16xf32> -> tensor<3x3x8x16xf32>
  // expected-error @below {{needs tile = [2 or 4] to be taken apart: run verify-winograd}}
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>, kernel.winograd = #kernel.config<schedule = "winograd", workgroup = [1, 1, 1], tile = [2, 2], vector = 1>} ins(%x, %w : tensor<1x10x10x8xf32>, tensor<3x3x8x16xf32>) outs(%z : tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return %0 : tensor<1x8x8x16xf32>
}
