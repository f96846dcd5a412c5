// RUN: burin-opt %s --onnx-to-linalg --verify-linalg | FileCheck %s
//
// Padding of every kind becomes a tensor.pad in front of an unpadded convolution.

// An odd total: SAME_UPPER puts the larger half behind ...
// CHECK-LABEL: func.func @same_upper_odd
// CHECK: tensor.pad %{{.*}} low[0, 0, 0, 0] high[0, 1, 1, 0]
// CHECK: linalg.conv_2d_nhwc_hwcf {{.*}}strides = dense<2>
func.func @same_upper_odd(%x: tensor<1x8x8x4xf32>, %w: tensor<3x3x4x6xf32>) -> tensor<1x4x4x6xf32> {
  %none = onnx.NoValue : none
  %0 = onnx.Conv %x, %w, %none {channels_last, auto_pad = "SAME_UPPER", strides = array<i64: 2, 2>} : (tensor<1x8x8x4xf32>, tensor<3x3x4x6xf32>, none) -> tensor<1x4x4x6xf32>
  return %0 : tensor<1x4x4x6xf32>
}

// ... and SAME_LOWER in front.
// CHECK-LABEL: func.func @same_lower_odd
// CHECK: tensor.pad %{{.*}} low[0, 1, 1, 0] high[0, 0, 0, 0]
func.func @same_lower_odd(%x: tensor<1x8x8x4xf32>, %w: tensor<3x3x4x6xf32>) -> tensor<1x4x4x6xf32> {
  %none = onnx.NoValue : none
  %0 = onnx.Conv %x, %w, %none {channels_last, auto_pad = "SAME_LOWER", strides = array<i64: 2, 2>} : (tensor<1x8x8x4xf32>, tensor<3x3x4x6xf32>, none) -> tensor<1x4x4x6xf32>
  return %0 : tensor<1x4x4x6xf32>
}

// The dilated extent of the kernel counts: 2 * (3 - 1) + 1 = 5.
// CHECK-LABEL: func.func @same_dilated
// CHECK: tensor.pad %{{.*}} low[0, 2, 2, 0] high[0, 2, 2, 0]
// CHECK: linalg.conv_2d_nhwc_hwcf {dilations = dense<2>
func.func @same_dilated(%x: tensor<1x8x8x4xf32>, %w: tensor<3x3x4x6xf32>) -> tensor<1x8x8x6xf32> {
  %none = onnx.NoValue : none
  %0 = onnx.Conv %x, %w, %none {channels_last, auto_pad = "SAME_UPPER", dilations = array<i64: 2, 2>} : (tensor<1x8x8x4xf32>, tensor<3x3x4x6xf32>, none) -> tensor<1x8x8x6xf32>
  return %0 : tensor<1x8x8x6xf32>
}

// VALID overrides pads that are given as well.
// CHECK-LABEL: func.func @valid
// CHECK-NOT: tensor.pad
// CHECK: linalg.conv_2d_nhwc_hwcf
func.func @valid(%x: tensor<1x8x8x4xf32>, %w: tensor<3x3x4x6xf32>) -> tensor<1x6x6x6xf32> {
  %none = onnx.NoValue : none
  %0 = onnx.Conv %x, %w, %none {channels_last, auto_pad = "VALID", pads = array<i64: 1, 1, 1, 1>} : (tensor<1x8x8x4xf32>, tensor<3x3x4x6xf32>, none) -> tensor<1x6x6x6xf32>
  return %0 : tensor<1x6x6x6xf32>
}

// The downsampling of a VAE encoder: one row and one column behind only.
// CHECK-LABEL: func.func @asymmetric
// CHECK: tensor.pad %{{.*}} low[0, 0, 0, 0] high[0, 1, 1, 0]
func.func @asymmetric(%x: tensor<1x8x8x4xf32>, %w: tensor<3x3x4x6xf32>) -> tensor<1x4x4x6xf32> {
  %none = onnx.NoValue : none
  %0 = onnx.Conv %x, %w, %none {channels_last, pads = array<i64: 0, 0, 1, 1>, strides = array<i64: 2, 2>} : (tensor<1x8x8x4xf32>, tensor<3x3x4x6xf32>, none) -> tensor<1x4x4x6xf32>
  return %0 : tensor<1x4x4x6xf32>
}

// Pads differ per side and per dimension.
// CHECK-LABEL: func.func @all_different
// CHECK: tensor.pad %{{.*}} low[0, 1, 2, 0] high[0, 3, 4, 0]
func.func @all_different(%x: tensor<1x8x8x4xf32>, %w: tensor<3x3x4x6xf32>) -> tensor<1x10x12x6xf32> {
  %none = onnx.NoValue : none
  %0 = onnx.Conv %x, %w, %none {channels_last, pads = array<i64: 1, 2, 3, 4>} : (tensor<1x8x8x4xf32>, tensor<3x3x4x6xf32>, none) -> tensor<1x10x12x6xf32>
  return %0 : tensor<1x10x12x6xf32>
}

// A pool pads with its identity: minus infinity for a maximum ...
// CHECK-LABEL: func.func @max_pool
// CHECK-DAG: %[[LOW:.*]] = arith.constant 0xFF800000 : f32
// CHECK: tensor.pad %{{.*}} low[0, 0, 1, 1] high[0, 0, 0, 0]
// CHECK: tensor.yield %[[LOW]]
// CHECK: arith.maximumf
func.func @max_pool(%x: tensor<1x4x8x8xf32>) -> tensor<1x4x4x4xf32> {
  %0 = onnx.MaxPool %x {kernel_shape = array<i64: 3, 3>, pads = array<i64: 1, 1, 0, 0>, strides = array<i64: 2, 2>} : (tensor<1x4x8x8xf32>) -> tensor<1x4x4x4xf32>
  return %0 : tensor<1x4x4x4xf32>
}

// ... and zero for a mean, whose divisor is a table where windows hang over.
// CHECK-LABEL: func.func @average_pool
// CHECK-DAG: arith.constant dense<[2.000000e+00, 3.000000e+00, 3.000000e+00, 3.000000e+00]> : tensor<4xf32>
// CHECK: arith.divf
func.func @average_pool(%x: tensor<1x4x8x8xf32>) -> tensor<1x4x4x4xf32> {
  %0 = onnx.AveragePool %x {kernel_shape = array<i64: 3, 3>, pads = array<i64: 1, 1, 0, 0>, strides = array<i64: 2, 2>} : (tensor<1x4x8x8xf32>) -> tensor<1x4x4x4xf32>
  return %0 : tensor<1x4x4x4xf32>
}

// With count_include_pad every window counts nine.
// CHECK-LABEL: func.func @average_pool_with_padding
// CHECK-NOT: dense<[
// CHECK: arith.constant 9.000000e+00 : f32
func.func @average_pool_with_padding(%x: tensor<1x4x8x8xf32>) -> tensor<1x4x4x4xf32> {
  %0 = onnx.AveragePool %x {count_include_pad = 1 : i64, kernel_shape = array<i64: 3, 3>, pads = array<i64: 1, 1, 0, 0>, strides = array<i64: 2, 2>} : (tensor<1x4x8x8xf32>) -> tensor<1x4x4x4xf32>
  return %0 : tensor<1x4x4x4xf32>
}
