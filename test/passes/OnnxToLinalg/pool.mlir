// RUN: burin-opt %s -split-input-file -verify-diagnostics --onnx-to-linalg --verify-linalg | FileCheck %s

// Padding never wins a maximum.
// CHECK-LABEL: func.func @max
// CHECK: %[[LOWEST:.*]] = arith.constant 0xFF800000 : f32
// CHECK: tensor.pad
// CHECK: tensor.yield %[[LOWEST]]
// CHECK: arith.maximumf
func.func @max(%x: tensor<1x2x8x8xf32>) -> tensor<1x2x4x4xf32> {
  %0 = onnx.MaxPool %x {kernel_shape = array<i64: 3, 3>, strides = array<i64: 2, 2>, pads = array<i64: 1, 1, 0, 0>} : (tensor<1x2x8x8xf32>) -> tensor<1x2x4x4xf32>
  return %0 : tensor<1x2x4x4xf32>
}

// Without padding the divisor is one constant.
// CHECK-LABEL: func.func @average
// CHECK: %[[COUNT:.*]] = arith.constant 4.000000e+00 : f32
// CHECK: arith.divf %{{.*}}, %[[COUNT]]
// CHECK: arith.truncf
func.func @average(%x: tensor<1x2x8x8xf16>) -> tensor<1x2x4x4xf16> {
  %0 = onnx.AveragePool %x {kernel_shape = array<i64: 2, 2>, strides = array<i64: 2, 2>} : (tensor<1x2x8x8xf16>) -> tensor<1x2x4x4xf16>
  return %0 : tensor<1x2x4x4xf16>
}

// CHECK-LABEL: func.func @average_exclude_pad
// CHECK: arith.constant dense<[2.000000e+00, 3.000000e+00, 3.000000e+00, 2.000000e+00]> : tensor<4xf32>
func.func @average_exclude_pad(%x: tensor<1x2x4xf32>) -> tensor<1x2x4xf32> {
  %0 = onnx.AveragePool %x {kernel_shape = array<i64: 3>, pads = array<i64: 1, 1>} : (tensor<1x2x4xf32>) -> tensor<1x2x4xf32>
  return %0 : tensor<1x2x4xf32>
}

// CHECK-LABEL: func.func @global_average
// CHECK: iterator_types = ["parallel", "parallel", "reduction", "reduction"]
// CHECK: arith.divf
// CHECK: tensor.expand_shape %{{.*}} output_shape [1, 2, 1, 1]
func.func @global_average(%x: tensor<1x2x4x4xf32>) -> tensor<1x2x1x1xf32> {
  %0 = onnx.GlobalAveragePool %x : (tensor<1x2x4x4xf32>) -> tensor<1x2x1x1xf32>
  return %0 : tensor<1x2x1x1xf32>
}

// CHECK-LABEL: func.func @global_max
// CHECK: arith.maximumf
func.func @global_max(%x: tensor<1x2x4x4xf32>) -> tensor<1x2x1x1xf32> {
  %0 = onnx.GlobalMaxPool %x : (tensor<1x2x4x4xf32>) -> tensor<1x2x1x1xf32>
  return %0 : tensor<1x2x1x1xf32>
}

// -----

func.func @wrong_rank(%x: tensor<1x2x8x8xf32>) -> tensor<1x2x4x4xf32> {
  // expected-error@+1 {{cannot be lowered: has strides, dilations or pads of another rank than its kernel}}
  %0 = onnx.MaxPool %x {kernel_shape = array<i64: 2>} : (tensor<1x2x8x8xf32>) -> tensor<1x2x4x4xf32>
  return %0 : tensor<1x2x4x4xf32>
}
