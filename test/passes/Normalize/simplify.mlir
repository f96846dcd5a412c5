// RUN: burin-opt %s --onnx-simplify --split-input-file | FileCheck %s
// RUN: burin-opt %s --onnx-simplify --onnx-simplify --split-input-file | FileCheck %s

// Chains of shape changes are one Reshape with a literal shape.
// CHECK-LABEL: func @reshapes(
//       CHECK:   %[[S:.*]] = onnx.Constant dense<[2, 1, 8]> : tensor<3xi64>
//       CHECK:   onnx.Reshape %arg0, %[[S]] : (tensor<2x8xf32>, tensor<3xi64>) -> tensor<2x1x8xf32>
//   CHECK-NOT:   onnx.
func.func @reshapes(%x: tensor<2x8xf32>) -> tensor<2x1x8xf32> {
  %two = onnx.Constant dense<2> : tensor<1xi64>
  %one = onnx.Constant dense<1> : tensor<1xi64>
  %s = onnx.Constant dense<[0, 4, 2]> : tensor<3xi64>
  %0 = onnx.Unsqueeze %x, %two : (tensor<2x8xf32>, tensor<1xi64>) -> tensor<2x8x1xf32>
  %1 = onnx.Reshape %0, %s : (tensor<2x8x1xf32>, tensor<3xi64>) -> tensor<2x4x2xf32>
  %2 = onnx.Flatten %1 : (tensor<2x4x2xf32>) -> tensor<2x8xf32>
  %3 = onnx.Unsqueeze %2, %one : (tensor<2x8xf32>, tensor<1xi64>) -> tensor<2x1x8xf32>
  return %3 : tensor<2x1x8xf32>
}

// -----

// There and back again.
// CHECK-LABEL: func @copies(
//  CHECK-NEXT:   return %arg0
func.func @copies(%x: tensor<2x8xf16>) -> tensor<2x8xf16> {
  %none = onnx.NoValue : none
  %zero = onnx.Constant dense<0> : tensor<2xi64>
  %end = onnx.Constant dense<[2, 8]> : tensor<2xi64>
  %pads = onnx.Constant dense<0> : tensor<4xi64>
  %shape = onnx.Constant dense<[2, 8]> : tensor<2xi64>
  %0 = onnx.Identity %x : (tensor<2x8xf16>) -> tensor<2x8xf16>
  %1, %mask = onnx.Dropout %0, %none, %none : (tensor<2x8xf16>, none, none) -> (tensor<2x8xf16>, none)
  %2 = onnx.Cast %1 {to = f32} : (tensor<2x8xf16>) -> tensor<2x8xf32>
  %3 = onnx.Cast %2 {to = f16} : (tensor<2x8xf32>) -> tensor<2x8xf16>
  %4 = onnx.Slice %3, %zero, %end, %none, %none : (tensor<2x8xf16>, tensor<2xi64>, tensor<2xi64>, none, none) -> tensor<2x8xf16>
  %5 = onnx.Concat %4 {axis = 0 : i64} : (tensor<2x8xf16>) -> tensor<2x8xf16>
  %6 = onnx.Expand %5, %shape : (tensor<2x8xf16>, tensor<2xi64>) -> tensor<2x8xf16>
  %7 = onnx.Pad %6, %pads, %none, %none : (tensor<2x8xf16>, tensor<4xi64>, none, none) -> tensor<2x8xf16>
  return %7 : tensor<2x8xf16>
}

// -----

// CHECK-LABEL: func @neutral(
//  CHECK-NEXT:   return %arg0
func.func @neutral(%x: tensor<2x8xf32>) -> tensor<2x8xf32> {
  %one = onnx.Constant dense<1.0> : tensor<f32>
  %zero = onnx.Constant dense<0.0> : tensor<8xf32>
  %0 = onnx.Mul %one, %x : (tensor<f32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  %1 = onnx.Add %0, %zero : (tensor<2x8xf32>, tensor<8xf32>) -> tensor<2x8xf32>
  %2 = onnx.Div %1, %one : (tensor<2x8xf32>, tensor<f32>) -> tensor<2x8xf32>
  %3 = onnx.Pow %2, %one : (tensor<2x8xf32>, tensor<f32>) -> tensor<2x8xf32>
  return %3 : tensor<2x8xf32>
}

// -----

// CHECK-LABEL: func @transposes(
//       CHECK:   onnx.Transpose %arg0 {perm = array<i64: 2, 0, 1>}
//   CHECK-NOT:   onnx.Transpose
func.func @transposes(%x: tensor<2x3x4xf32>) -> tensor<4x2x3xf32> {
  %0 = onnx.Transpose %x : (tensor<2x3x4xf32>) -> tensor<4x3x2xf32>
  %1 = onnx.Transpose %0 {perm = array<i64: 0, 2, 1>} : (tensor<4x3x2xf32>) -> tensor<4x2x3xf32>
  return %1 : tensor<4x2x3xf32>
}

// -----

// Only a dimension of size 1 moves.
// CHECK-LABEL: func @unit_transpose(
//       CHECK:   onnx.Reshape %arg0, %{{.*}} -> tensor<2x4x1x3xf32>
//   CHECK-NOT:   onnx.Transpose
func.func @unit_transpose(%x: tensor<2x1x4x3xf32>) -> tensor<2x4x1x3xf32> {
  %0 = onnx.Transpose %x {perm = array<i64: 0, 2, 1, 3>} : (tensor<2x1x4x3xf32>) -> tensor<2x4x1x3xf32>
  return %0 : tensor<2x4x1x3xf32>
}

// -----

// Batch and heads merged only to swap the last two dimensions (dynamo).
// CHECK-LABEL: func @swap_behind_merge(
//  CHECK-NEXT:   %[[T:.*]] = onnx.Transpose %arg0 {perm = array<i64: 0, 2, 3, 1>} : (tensor<2x77x4x8xf32>) -> tensor<2x4x8x77xf32>
//  CHECK-NEXT:   return %[[T]]
func.func @swap_behind_merge(%x: tensor<2x77x4x8xf32>) -> tensor<2x4x8x77xf32> {
  %s0 = onnx.Constant dense<[8, 77, 8]> : tensor<3xi64>
  %s1 = onnx.Constant dense<[2, 4, 8, 77]> : tensor<4xi64>
  %0 = onnx.Transpose %x {perm = array<i64: 0, 2, 1, 3>} : (tensor<2x77x4x8xf32>) -> tensor<2x4x77x8xf32>
  %1 = onnx.Reshape %0, %s0 : (tensor<2x4x77x8xf32>, tensor<3xi64>) -> tensor<8x77x8xf32>
  %2 = onnx.Transpose %1 {perm = array<i64: 0, 2, 1>} : (tensor<8x77x8xf32>) -> tensor<8x8x77xf32>
  %3 = onnx.Reshape %2, %s1 : (tensor<8x8x77xf32>, tensor<4xi64>) -> tensor<2x4x8x77xf32>
  return %3 : tensor<2x4x8x77xf32>
}

// -----

//===--- What must stay ----------------------------------------------------------===//

// A reversal has equal types on both sides; so has a shift by padding.
// CHECK-LABEL: func @reversal(
//       CHECK:   onnx.Slice
//       CHECK:   onnx.Pad
func.func @reversal(%x: tensor<8xf32>) -> tensor<8xf32> {
  %none = onnx.NoValue : none
  %start = onnx.Constant dense<-1> : tensor<1xi64>
  %end = onnx.Constant dense<-9> : tensor<1xi64>
  %axis = onnx.Constant dense<0> : tensor<1xi64>
  %pads = onnx.Constant dense<[1, -1]> : tensor<2xi64>
  %0 = onnx.Slice %x, %start, %end, %axis, %start : (tensor<8xf32>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>) -> tensor<8xf32>
  %1 = onnx.Pad %0, %pads, %none, %none : (tensor<8xf32>, tensor<2xi64>, none, none) -> tensor<8xf32>
  return %1 : tensor<8xf32>
}

// -----

// A neutral operand that broadcasts; 1 - x; 1 / x; a narrowing cast.
// CHECK-LABEL: func @not_neutral(
//       CHECK:   onnx.Mul
//       CHECK:   onnx.Div
//       CHECK:   onnx.Sub
//       CHECK:   onnx.Cast
//       CHECK:   onnx.Cast
func.func @not_neutral(%x: tensor<1x8xf32>) -> tensor<2x8xf32> {
  %one = onnx.Constant dense<1.0> : tensor<2x8xf32>
  %zero = onnx.Constant dense<0.0> : tensor<f32>
  %0 = onnx.Mul %x, %one : (tensor<1x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  %1 = onnx.Div %one, %0 : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  %2 = onnx.Sub %zero, %1 : (tensor<f32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  %3 = onnx.Cast %2 {to = f16} : (tensor<2x8xf32>) -> tensor<2x8xf16>
  %4 = onnx.Cast %3 {to = f32} : (tensor<2x8xf16>) -> tensor<2x8xf32>
  return %4 : tensor<2x8xf32>
}

// -----

// The reshape cuts through the transposed dimensions.
// CHECK-LABEL: func @cutting_reshape(
//       CHECK:   onnx.Reshape
//       CHECK:   onnx.Transpose
//       CHECK:   onnx.Reshape
func.func @cutting_reshape(%x: tensor<4x6xf32>) -> tensor<3x8xf32> {
  %s0 = onnx.Constant dense<[3, 8]> : tensor<2xi64>
  %0 = onnx.Reshape %x, %s0 : (tensor<4x6xf32>, tensor<2xi64>) -> tensor<3x8xf32>
  %1 = onnx.Transpose %0 {perm = array<i64: 1, 0>} : (tensor<3x8xf32>) -> tensor<8x3xf32>
  %2 = onnx.Reshape %1, %s0 : (tensor<8x3xf32>, tensor<2xi64>) -> tensor<3x8xf32>
  return %2 : tensor<3x8xf32>
}

// -----

// A slice that is one operand of a Concat is that operand: any axis sign, ends past the end.
// CHECK-LABEL: func @slices_of_concat(
//  CHECK-SAME:   %[[A:.*]]: tensor<2x3xf32>, %[[B:.*]]: tensor<2x5xf32>
//  CHECK-NEXT:   return %[[A]], %[[B]], %[[B]]
func.func @slices_of_concat(%a: tensor<2x3xf32>, %b: tensor<2x5xf32>) -> (tensor<2x3xf32>, tensor<2x5xf32>, tensor<2x5xf32>) {
  %none = onnx.NoValue : none
  %zero = onnx.Constant dense<0> : tensor<1xi64>
  %three = onnx.Constant dense<3> : tensor<1xi64>
  %back = onnx.Constant dense<-5> : tensor<1xi64>
  %max = onnx.Constant dense<9223372036854775807> : tensor<1xi64>
  %axis = onnx.Constant dense<1> : tensor<1xi64>
  %last = onnx.Constant dense<-1> : tensor<1xi64>
  %0 = onnx.Concat %a, %b {axis = -1 : i64} : (tensor<2x3xf32>, tensor<2x5xf32>) -> tensor<2x8xf32>
  %1 = onnx.Slice %0, %zero, %three, %axis, %none : (tensor<2x8xf32>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>, none) -> tensor<2x3xf32>
  %2 = onnx.Slice %0, %three, %max, %last, %axis : (tensor<2x8xf32>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>) -> tensor<2x5xf32>
  %3 = onnx.Slice %0, %back, %max, %axis, %none : (tensor<2x8xf32>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>, none) -> tensor<2x5xf32>
  return %1, %2, %3 : tensor<2x3xf32>, tensor<2x5xf32>, tensor<2x5xf32>
}

// -----

// Other slices stay: part of an operand, parts of both, another dimension, backwards.
// CHECK-LABEL: func @slices_that_stay(
// CHECK-COUNT-4: onnx.Slice
func.func @slices_that_stay(%a: tensor<4x3xf32>, %b: tensor<4x3xf32>) -> (tensor<4x2xf32>, tensor<4x3xf32>, tensor<3x6xf32>, tensor<4x3xf32>) {
  %none = onnx.NoValue : none
  %zero = onnx.Constant dense<0> : tensor<1xi64>
  %one = onnx.Constant dense<1> : tensor<1xi64>
  %two = onnx.Constant dense<2> : tensor<1xi64>
  %three = onnx.Constant dense<3> : tensor<1xi64>
  %five = onnx.Constant dense<5> : tensor<1xi64>
  %minus = onnx.Constant dense<-1> : tensor<1xi64>
  %before = onnx.Constant dense<-7> : tensor<1xi64>
  %0 = onnx.Concat %a, %b {axis = 1 : i64} : (tensor<4x3xf32>, tensor<4x3xf32>) -> tensor<4x6xf32>
  %1 = onnx.Slice %0, %zero, %two, %one, %none : (tensor<4x6xf32>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>, none) -> tensor<4x2xf32>
  %2 = onnx.Slice %0, %two, %five, %one, %none : (tensor<4x6xf32>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>, none) -> tensor<4x3xf32>
  %3 = onnx.Slice %0, %zero, %three, %zero, %none : (tensor<4x6xf32>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>, none) -> tensor<3x6xf32>
  %4 = onnx.Slice %0, %two, %before, %one, %minus : (tensor<4x6xf32>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>) -> tensor<4x3xf32>
  return %1, %2, %3, %4 : tensor<4x2xf32>, tensor<4x3xf32>, tensor<3x6xf32>, tensor<4x3xf32>
}
