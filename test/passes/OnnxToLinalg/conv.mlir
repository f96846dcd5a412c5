// RUN: burin-opt %s -split-input-file -verify-diagnostics --onnx-to-linalg --verify-linalg | FileCheck %s

// CHECK-LABEL: func.func @channels_last
// CHECK: %[[PADDED:.*]] = tensor.pad %{{.*}} low[0, 1, 1, 0] high[0, 1, 1, 0]
// CHECK: %[[INIT:.*]] = linalg.fill {{.*}} -> tensor<1x4x4x16xf32>
// CHECK: %[[ACC:.*]] = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<2> : tensor<2xi64>}
// CHECK-SAME: ins(%[[PADDED]], %{{.*}} : tensor<1x10x10x4xf16>, tensor<3x3x4x16xf16>) outs(%[[INIT]]
// CHECK: linalg.generic {{.*}} ins(%[[ACC]], %{{.*}} : tensor<1x4x4x16xf32>, tensor<16xf16>)
// CHECK: arith.addf
// CHECK: arith.truncf
func.func @channels_last(%x: tensor<1x8x8x4xf16>, %w: tensor<3x3x4x16xf16>, %b: tensor<16xf16>) -> tensor<1x4x4x16xf16> {
  %0 = onnx.Conv %x, %w, %b {channels_last, pads = array<i64: 1, 1, 1, 1>, strides = array<i64: 2, 2>} : (tensor<1x8x8x4xf16>, tensor<3x3x4x16xf16>, tensor<16xf16>) -> tensor<1x4x4x16xf16>
  return %0 : tensor<1x4x4x16xf16>
}

// CHECK-LABEL: func.func @one_dimension
// CHECK: linalg.conv_2d_nhwc_hwcf
// CHECK-SAME: tensor<1x1x8x4xf32>, tensor<1x3x4x6xf32>
// CHECK: tensor.collapse_shape %{{.*}} into tensor<1x6x6xf32>
func.func @one_dimension(%x: tensor<1x8x4xf32>, %w: tensor<3x4x6xf32>) -> tensor<1x6x6xf32> {
  %none = onnx.NoValue : none
  %0 = onnx.Conv %x, %w, %none {channels_last} : (tensor<1x8x4xf32>, tensor<3x4x6xf32>, none) -> tensor<1x6x6xf32>
  return %0 : tensor<1x6x6xf32>
}

// -----

// CHECK-DAG: #[[$X:.*]] = affine_map<(d0, d1, d2, d3, d4, d5, d6) -> (d0, d4, d2 * 2 + d5, d3 * 2 + d6 * 3)>
// CHECK-DAG: #[[$W:.*]] = affine_map<(d0, d1, d2, d3, d4, d5, d6) -> (d1, d4, d5, d6)>
// CHECK-LABEL: func.func @channels_first
// CHECK: linalg.generic {indexing_maps = [#[[$X]], #[[$W]],
// CHECK-SAME: iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction", "reduction"]
func.func @channels_first(%x: tensor<1x4x9x9xf32>, %w: tensor<6x4x3x3xf32>) -> tensor<1x6x4x2xf32> {
  %none = onnx.NoValue : none
  %0 = onnx.Conv %x, %w, %none {strides = array<i64: 2, 2>, dilations = array<i64: 1, 3>} : (tensor<1x4x9x9xf32>, tensor<6x4x3x3xf32>, none) -> tensor<1x6x4x2xf32>
  return %0 : tensor<1x6x4x2xf32>
}

// CHECK-LABEL: func.func @depthwise
// CHECK: tensor.expand_shape %{{.*}} output_shape [1, 4, 1, 8, 8]
// CHECK: linalg.generic
// CHECK: tensor.collapse_shape %{{.*}} into tensor<1x4x6x6xf32>
func.func @depthwise(%x: tensor<1x4x8x8xf32>, %w: tensor<4x1x3x3xf32>) -> tensor<1x4x6x6xf32> {
  %none = onnx.NoValue : none
  %0 = onnx.Conv %x, %w, %none {group = 4 : i64} : (tensor<1x4x8x8xf32>, tensor<4x1x3x3xf32>, none) -> tensor<1x4x6x6xf32>
  return %0 : tensor<1x4x6x6xf32>
}

// Grouped convolutions have no named op, channels last or not.
// CHECK-LABEL: func.func @grouped_channels_last
// CHECK-NOT: linalg.conv_2d
// CHECK: linalg.generic
// CHECK: return
func.func @grouped_channels_last(%x: tensor<1x8x8x4xf32>, %w: tensor<3x3x2x6xf32>) -> tensor<1x6x6x6xf32> {
  %none = onnx.NoValue : none
  %0 = onnx.Conv %x, %w, %none {channels_last, group = 2 : i64} : (tensor<1x8x8x4xf32>, tensor<3x3x2x6xf32>, none) -> tensor<1x6x6x6xf32>
  return %0 : tensor<1x6x6x6xf32>
}

// CHECK-LABEL: func.func @same_upper
// CHECK: tensor.pad %{{.*}} low[0, 0, 0] high[0, 0, 1]
func.func @same_upper(%x: tensor<1x1x4xf32>, %w: tensor<1x1x2xf32>) -> tensor<1x1x4xf32> {
  %none = onnx.NoValue : none
  %0 = onnx.Conv %x, %w, %none {auto_pad = "SAME_UPPER"} : (tensor<1x1x4xf32>, tensor<1x1x2xf32>, none) -> tensor<1x1x4xf32>
  return %0 : tensor<1x1x4xf32>
}

// Zeros between the inputs, then the reversed kernel.
// CHECK-LABEL: func.func @transposed
// CHECK: arith.remui
// CHECK: arith.select
// CHECK: tensor<1x2x9x9xf32>
// CHECK: linalg.generic
// CHECK-SAME: "reduction"
func.func @transposed(%x: tensor<1x2x3x3xf32>, %w: tensor<2x4x3x3xf32>) -> tensor<1x4x7x7xf32> {
  %none = onnx.NoValue : none
  %0 = onnx.ConvTranspose %x, %w, %none {strides = array<i64: 2, 2>} : (tensor<1x2x3x3xf32>, tensor<2x4x3x3xf32>, none) -> tensor<1x4x7x7xf32>
  return %0 : tensor<1x4x7x7xf32>
}

// -----

func.func @wrong_window(%x: tensor<1x4x8x8xf32>, %w: tensor<6x4x3x3xf32>) -> tensor<1x6x7x7xf32> {
  %none = onnx.NoValue : none
  // expected-error@+1 {{cannot be lowered: has a window that does not give its result shape}}
  %0 = onnx.Conv %x, %w, %none : (tensor<1x4x8x8xf32>, tensor<6x4x3x3xf32>, none) -> tensor<1x6x7x7xf32>
  return %0 : tensor<1x6x7x7xf32>
}

// -----

func.func @wrong_groups(%x: tensor<1x4x8x8xf32>, %w: tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32> {
  %none = onnx.NoValue : none
  // expected-error@+1 {{cannot be lowered: has weights or groups that do not fit its channels}}
  %0 = onnx.Conv %x, %w, %none {group = 3 : i64} : (tensor<1x4x8x8xf32>, tensor<6x4x3x3xf32>, none) -> tensor<1x6x6x6xf32>
  return %0 : tensor<1x6x6x6xf32>
}

// -----

func.func @zero_stride(%x: tensor<1x4x8x8xf32>, %w: tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32> {
  %none = onnx.NoValue : none
  // expected-error@+1 {{cannot be lowered: has a kernel, stride, dilation or pad out of range}}
  %0 = onnx.Conv %x, %w, %none {strides = array<i64: 0, 1>} : (tensor<1x4x8x8xf32>, tensor<6x4x3x3xf32>, none) -> tensor<1x6x6x6xf32>
  return %0 : tensor<1x6x6x6xf32>
}
