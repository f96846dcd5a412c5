// RUN: burin-opt %s --onnx-fold-weights --split-input-file | FileCheck %s
// RUN: burin-opt %s --onnx-fold-weights --onnx-fold-weights --split-input-file | FileCheck %s

// CHECK-LABEL: func @gemm(
//       CHECK:   %[[W:.*]] = plan.constant "w" {{.*}} recipe [#plan.transpose<[1, 0]>] -> tensor<4x6xf32>
//       CHECK:   onnx.Gemm %arg0, %[[W]], %arg1 : (tensor<2x4xf32>, tensor<4x6xf32>, tensor<6xf32>) -> tensor<2x6xf32>
func.func @gemm(%x: tensor<2x4xf32>, %b: tensor<6xf32>) -> tensor<2x6xf32> {
  %w = plan.constant "w" #plan.file<0, offset = 0, length = 96> of tensor<6x4xf32> -> tensor<6x4xf32>
  %0 = onnx.Gemm %x, %w, %b {transB = 1 : i64} : (tensor<2x4xf32>, tensor<6x4xf32>, tensor<6xf32>) -> tensor<2x6xf32>
  return %0 : tensor<2x6xf32>
}

// -----

// Steps are merged: two transposes compose, of two reshapes the last remains.
// CHECK-LABEL: func @chain(
//   CHECK-DAG:   plan.constant "t" {{.*}} recipe [#plan.transpose<[2, 0, 1]>, #plan.cast<f16>] -> tensor<4x2x3xf16>
//   CHECK-DAG:   plan.constant "r" {{.*}} recipe [#plan.reshape<[4, 6]>] -> tensor<4x6xf32>
//   CHECK-DAG:   plan.constant "n" {{.*}} of tensor<2x3x4xf32> -> tensor<2x3x4xf32>
//   CHECK-NOT:   onnx.
func.func @chain() -> (tensor<4x2x3xf16>, tensor<4x6xf32>, tensor<2x3x4xf32>) {
  %s0 = onnx.Constant dense<[24]> : tensor<1xi64>
  %s1 = onnx.Constant dense<[4, 6]> : tensor<2xi64>
  %t = plan.constant "t" #plan.file<0, offset = 0, length = 96> of tensor<2x3x4xf32> -> tensor<2x3x4xf32>
  %r = plan.constant "r" #plan.file<0, offset = 96, length = 96> of tensor<2x3x4xf32> -> tensor<2x3x4xf32>
  %n = plan.constant "n" #plan.file<0, offset = 192, length = 96> of tensor<2x3x4xf32> -> tensor<2x3x4xf32>
  %0 = onnx.Transpose %t : (tensor<2x3x4xf32>) -> tensor<4x3x2xf32>
  %1 = onnx.Transpose %0 {perm = array<i64: 0, 2, 1>} : (tensor<4x3x2xf32>) -> tensor<4x2x3xf32>
  %2 = onnx.Cast %1 {to = f16} : (tensor<4x2x3xf32>) -> tensor<4x2x3xf16>
  %3 = onnx.Reshape %r, %s0 : (tensor<2x3x4xf32>, tensor<1xi64>) -> tensor<24xf32>
  %4 = onnx.Reshape %3, %s1 : (tensor<24xf32>, tensor<2xi64>) -> tensor<4x6xf32>
  %5 = onnx.Transpose %n {perm = array<i64: 1, 0, 2>} : (tensor<2x3x4xf32>) -> tensor<3x2x4xf32>
  %6 = onnx.Transpose %5 {perm = array<i64: 1, 0, 2>} : (tensor<3x2x4xf32>) -> tensor<2x3x4xf32>
  return %2, %4, %6 : tensor<4x2x3xf16>, tensor<4x6xf32>, tensor<2x3x4xf32>
}

// -----

// CHECK-LABEL: func @literal(
//       CHECK:   onnx.Constant dense<{{\[\[}}1.000000e+00, 4.000000e+00], [2.000000e+00, 5.000000e+00], [3.000000e+00, 6.000000e+00]]> : tensor<3x2xf16>
//   CHECK-NOT:   onnx.
func.func @literal() -> tensor<3x2xf16> {
  %c = onnx.Constant dense<[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]> : tensor<2x3xf32>
  %0 = onnx.Transpose %c : (tensor<2x3xf32>) -> tensor<3x2xf32>
  %1 = onnx.Cast %0 {to = f16} : (tensor<3x2xf32>) -> tensor<3x2xf16>
  return %1 : tensor<3x2xf16>
}

// -----

// Activations are transposed at run time, MatMul weights stay [K, N], and
// arithmetic on weights stays.
// CHECK-LABEL: func @stays(
//       CHECK:   plan.constant "w" {{.*}} of tensor<4x6xf32> -> tensor<4x6xf32>
//       CHECK:   onnx.Mul
//       CHECK:   onnx.MatMul
//       CHECK:   onnx.Gemm {{.*}}transB = 1
func.func @stays(%x: tensor<2x4xf32>, %v: tensor<6x4xf32>) -> (tensor<2x6xf32>, tensor<2x6xf32>) {
  %none = onnx.NoValue : none
  %h = onnx.Constant dense<0.5> : tensor<f32>
  %w = plan.constant "w" #plan.file<0, offset = 0, length = 96> of tensor<4x6xf32> -> tensor<4x6xf32>
  %0 = onnx.Mul %w, %h : (tensor<4x6xf32>, tensor<f32>) -> tensor<4x6xf32>
  %1 = onnx.MatMul %x, %0 : (tensor<2x4xf32>, tensor<4x6xf32>) -> tensor<2x6xf32>
  %2 = onnx.Gemm %x, %v, %none {transB = 1 : i64} : (tensor<2x4xf32>, tensor<6x4xf32>, none) -> tensor<2x6xf32>
  return %1, %2 : tensor<2x6xf32>, tensor<2x6xf32>
}
