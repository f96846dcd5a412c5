// RUN: burin-opt %s --decompose-winograd --split-input-file | FileCheck %s

// Three ops and a recipe step; the raw result keeps its type for the epilogue.
// CHECK-LABEL: func.func @f4
// CHECK-SAME: (%[[X:.*]]: tensor<2x10x10x8xf32>)
// CHECK: %[[W:.*]] = plan.constant "w.winograd4" #plan.missing<"x"> of tensor<3x3x8x16xf32> recipe [#plan.winograd<4>] -> tensor<36x8x16xf32>
// CHECK-NOT: tensor.pad
// CHECK: %[[V:.*]] = fused.winograd_input tile = 4 ins(%[[X]] : tensor<2x10x10x8xf32>) outs(%{{.*}} : tensor<36x8x8xf32>)
// CHECK: %[[M:.*]] = linalg.batch_matmul ins(%[[V]], %[[W]] : tensor<36x8x8xf32>, tensor<36x8x16xf32>) outs(%{{.*}} : tensor<36x8x16xf32>)
// CHECK: fused.winograd_output tile = 4 ins(%[[M]] : tensor<36x8x16xf32>) outs(%{{.*}} : tensor<2x8x8x16xf32>)
// CHECK-NOT: linalg.conv
func.func @f4(%x: tensor<2x10x10x8xf32>) -> tensor<2x8x8x16xf32> {
  %z = arith.constant dense<0.0> : tensor<2x8x8x16xf32>
  %w = plan.constant "w" #plan.missing<"x"> of tensor<3x3x8x16xf32> -> tensor<3x3x8x16xf32>
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>, kernel.winograd = #kernel.config<schedule = "winograd", workgroup = [1, 1, 1], tile = [4], vector = 1>} ins(%x, %w : tensor<2x10x10x8xf32>, tensor<3x3x8x16xf32>) outs(%z : tensor<2x8x8x16xf32>) -> tensor<2x8x8x16xf32>
  return %0 : tensor<2x8x8x16xf32>
}

// -----

// Halves: products are stored as halves, weights are rounded once, after the transform.
// CHECK-LABEL: func.func @halves
// CHECK: recipe [#plan.transpose<[2, 3, 1, 0]>, #plan.winograd<2>, #plan.cast<f16>] -> tensor<16x8x16xf16>
// CHECK: %[[M:.*]] = linalg.batch_matmul {{.*}} -> tensor<16x16x16xf32>
// CHECK: %[[H:.*]] = linalg.generic {{.*}} ins(%[[M]] : tensor<16x16x16xf32>)
// CHECK: arith.truncf {{.*}} : f32 to f16
// CHECK: fused.winograd_output tile = 2 ins(%[[H]] : tensor<16x16x16xf16>)
func.func @halves(%x: tensor<1x10x10x8xf16>) -> tensor<1x8x8x16xf32> {
  %z = arith.constant dense<0.0> : tensor<1x8x8x16xf32>
  %w = plan.constant "w" #plan.missing<"x"> of tensor<16x8x3x3xf32> recipe [#plan.cast<f16>, #plan.transpose<[2, 3, 1, 0]>] -> tensor<3x3x8x16xf16>
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>, kernel.winograd = #kernel.config<schedule = "winograd", workgroup = [1, 1, 1], tile = [2], vector = 1>} ins(%x, %w : tensor<1x10x10x8xf16>, tensor<3x3x8x16xf16>) outs(%z : tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return %0 : tensor<1x8x8x16xf32>
}

// -----

// Weights that are stored as halves have been rounded before.
// CHECK-LABEL: func.func @half_source
// CHECK: recipe [#plan.winograd<2>] -> tensor<16x8x16xf16>
func.func @half_source(%x: tensor<1x10x10x8xf16>) -> tensor<1x8x8x16xf32> {
  %z = arith.constant dense<0.0> : tensor<1x8x8x16xf32>
  %w = plan.constant "w" #plan.missing<"x"> of tensor<3x3x8x16xf16> -> tensor<3x3x8x16xf16>
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>, kernel.winograd = #kernel.config<schedule = "winograd", workgroup = [1, 1, 1], tile = [2], vector = 1>} ins(%x, %w : tensor<1x10x10x8xf16>, tensor<3x3x8x16xf16>) outs(%z : tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return %0 : tensor<1x8x8x16xf32>
}

// -----

// Outputs of 5 x 7 need 2 x 2 windows of 6: padding that is there grows.
// CHECK-LABEL: func.func @edges
// CHECK-SAME: (%[[X:.*]]: tensor<1x5x7x8xf32>)
// CHECK: %[[P:.*]] = tensor.pad %[[X]] low[0, 1, 1, 0] high[0, 4, 2, 0]
// CHECK: tensor<1x5x7x8xf32> to tensor<1x10x10x8xf32>
// CHECK: fused.winograd_input tile = 4 ins(%[[P]] : tensor<1x10x10x8xf32>) outs(%{{.*}} : tensor<36x4x8xf32>)
// CHECK: fused.winograd_output tile = 4 ins(%{{.*}} : tensor<36x4x16xf32>) outs(%{{.*}} : tensor<1x5x7x16xf32>)
func.func @edges(%x: tensor<1x5x7x8xf32>) -> tensor<1x5x7x16xf32> {
  %z = arith.constant dense<0.0> : tensor<1x5x7x16xf32>
  %c = arith.constant 0.0 : f32
  %p = tensor.pad %x low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%i: index, %j: index, %k: index, %l: index):
    tensor.yield %c : f32
  } : tensor<1x5x7x8xf32> to tensor<1x7x9x8xf32>
  %w = plan.constant "w" #plan.missing<"x"> of tensor<3x3x8x16xf32> -> tensor<3x3x8x16xf32>
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>, kernel.winograd = #kernel.config<schedule = "winograd", workgroup = [1, 1, 1], tile = [4], vector = 1>} ins(%p, %w : tensor<1x7x9x8xf32>, tensor<3x3x8x16xf32>) outs(%z : tensor<1x5x7x16xf32>) -> tensor<1x5x7x16xf32>
  return %0 : tensor<1x5x7x16xf32>
}

// -----

// Padding by another value stays, zeros come behind it.
// CHECK-LABEL: func.func @padded_by_one
// CHECK: %[[ONE:.*]] = tensor.pad %{{.*}} low[0, 1, 1, 0] high[0, 1, 1, 0]
// CHECK: %[[P:.*]] = tensor.pad %[[ONE]] low[0, 0, 0, 0] high[0, 1, 1, 0]
// CHECK: fused.winograd_input tile = 2 ins(%[[P]] : tensor<1x8x8x8xf32>)
func.func @padded_by_one(%x: tensor<1x5x5x8xf32>) -> tensor<1x5x5x16xf32> {
  %z = arith.constant dense<0.0> : tensor<1x5x5x16xf32>
  %c = arith.constant 1.0 : f32
  %p = tensor.pad %x low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%i: index, %j: index, %k: index, %l: index):
    tensor.yield %c : f32
  } : tensor<1x5x5x8xf32> to tensor<1x7x7x8xf32>
  %w = plan.constant "w" #plan.missing<"x"> of tensor<3x3x8x16xf32> -> tensor<3x3x8x16xf32>
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>, kernel.winograd = #kernel.config<schedule = "winograd", workgroup = [1, 1, 1], tile = [2], vector = 1>} ins(%p, %w : tensor<1x7x7x8xf32>, tensor<3x3x8x16xf32>) outs(%z : tensor<1x5x5x16xf32>) -> tensor<1x5x5x16xf32>
  return %0 : tensor<1x5x5x16xf32>
}

// -----

// Weights that another op reads as they are stay.
// CHECK-LABEL: func.func @shared_weights
// CHECK: %[[W:.*]] = plan.constant "w" #plan.missing<"x"> of tensor<3x3x8x16xf32> -> tensor<3x3x8x16xf32>
// CHECK: fused.winograd_output
// CHECK: linalg.conv_2d_nhwc_hwcf {{.*}} ins(%{{.*}}, %[[W]]
func.func @shared_weights(%x: tensor<1x10x10x8xf32>) -> (tensor<1x8x8x16xf32>, tensor<1x8x8x16xf32>) {
  %z = arith.constant dense<0.0> : tensor<1x8x8x16xf32>
  %w = plan.constant "w" #plan.missing<"x"> of tensor<3x3x8x16xf32> -> tensor<3x3x8x16xf32>
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>, kernel.winograd = #kernel.config<schedule = "winograd", workgroup = [1, 1, 1], tile = [4], vector = 1>} ins(%x, %w : tensor<1x10x10x8xf32>, tensor<3x3x8x16xf32>) outs(%z : tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  %1 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%x, %w : tensor<1x10x10x8xf32>, tensor<3x3x8x16xf32>) outs(%z : tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return %0, %1 : tensor<1x8x8x16xf32>, tensor<1x8x8x16xf32>
}
