// RUN: burin-opt %s --onnx-infer-shapes --canonicalize --split-input-file | FileCheck %s
//
// Slices, joins and gathers of constants.

// -----
// CHECK-LABEL: @reshape
// CHECK: %[[R0:.*]] = onnx.Constant dense<{{\[\[}}0, 1], [2, 3], [4, 5]]> : tensor<3x2xi64>
// CHECK-NEXT: return %[[R0]]
func.func @reshape() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[[0, 1, 2], [3, 4, 5]]> : tensor<2x3xi64>
  %c1 = onnx.Constant dense<[3, -1]> : tensor<2xi64>
  %y = onnx.Reshape %c0, %c1 : (tensor<2x3xi64>, tensor<2xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// 0 copies a dimension.
// CHECK-LABEL: @reshape_keeps
// CHECK: %[[R0:.*]] = onnx.Constant dense<{{\[\[}}[0, 1, 2]], {{\[\[}}3, 4, 5]]]> : tensor<2x1x3xi64>
// CHECK-NEXT: return %[[R0]]
func.func @reshape_keeps() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[[0, 1, 2], [3, 4, 5]]> : tensor<2x3xi64>
  %c1 = onnx.Constant dense<[0, 1, -1]> : tensor<3xi64>
  %y = onnx.Reshape %c0, %c1 : (tensor<2x3xi64>, tensor<3xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @flatten
// CHECK: %[[R0:.*]] = onnx.Constant dense<{{\[\[}}0, 1, 2, 3], [4, 5, 6, 7]]> : tensor<2x4xi64>
// CHECK-NEXT: return %[[R0]]
func.func @flatten() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[[[0, 1], [2, 3]], [[4, 5], [6, 7]]]> : tensor<2x2x2xi64>
  %y = onnx.Flatten %c0 {axis = 1 : i64} : (tensor<2x2x2xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @flatten_all
// CHECK: %[[R0:.*]] = onnx.Constant dense<{{\[\[}}0, 1, 2, 3, 4, 5, 6, 7]]> : tensor<1x8xi64>
// CHECK-NEXT: return %[[R0]]
func.func @flatten_all() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[[[0, 1], [2, 3]], [[4, 5], [6, 7]]]> : tensor<2x2x2xi64>
  %y = onnx.Flatten %c0 {axis = 0 : i64} : (tensor<2x2x2xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @squeeze
// CHECK: %[[R0:.*]] = onnx.Constant dense<{{\[\[}}[0, 1, 2]], {{\[\[}}3, 4, 5]]]> : tensor<2x1x3xi64>
// CHECK-NEXT: return %[[R0]]
func.func @squeeze() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[[[[0, 1, 2]], [[3, 4, 5]]]]> : tensor<1x2x1x3xi64>
  %c1 = onnx.Constant dense<0> : tensor<1xi64>
  %y = onnx.Squeeze %c0, %c1 : (tensor<1x2x1x3xi64>, tensor<1xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @squeeze_all
// CHECK: %[[R0:.*]] = onnx.Constant dense<{{\[\[}}0, 1, 2], [3, 4, 5]]> : tensor<2x3xi64>
// CHECK-NEXT: return %[[R0]]
func.func @squeeze_all() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[[[[0, 1, 2]], [[3, 4, 5]]]]> : tensor<1x2x1x3xi64>
  %n1 = onnx.NoValue : none
  %y = onnx.Squeeze %c0, %n1 : (tensor<1x2x1x3xi64>, none) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @unsqueeze
// CHECK: %[[R0:.*]] = onnx.Constant dense<{{\[\[}}{{\[\[}}0], [1], [2]], {{\[\[}}3], [4], [5]]]]> : tensor<1x2x3x1xi64>
// CHECK-NEXT: return %[[R0]]
func.func @unsqueeze() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[[0, 1, 2], [3, 4, 5]]> : tensor<2x3xi64>
  %c1 = onnx.Constant dense<[0, -1]> : tensor<2xi64>
  %y = onnx.Unsqueeze %c0, %c1 : (tensor<2x3xi64>, tensor<2xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @identity
// CHECK: %[[R0:.*]] = onnx.Constant dense<{{\[\[}}0, 1, 2], [3, 4, 5]]> : tensor<2x3xi64>
// CHECK-NEXT: return %[[R0]]
func.func @identity() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[[0, 1, 2], [3, 4, 5]]> : tensor<2x3xi64>
  %y = onnx.Identity %c0 : (tensor<2x3xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @expand
// CHECK: %[[R0:.*]] = onnx.Constant dense<{{\[\[}}[1, 1], [2, 2]], {{\[\[}}1, 1], [2, 2]], {{\[\[}}1, 1], [2, 2]]]> : tensor<3x2x2xi64>
// CHECK-NEXT: return %[[R0]]
func.func @expand() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[[1], [2]]> : tensor<2x1xi64>
  %c1 = onnx.Constant dense<[3, 1, 2]> : tensor<3xi64>
  %y = onnx.Expand %c0, %c1 : (tensor<2x1xi64>, tensor<3xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// A 1 in the shape keeps the operand's extent.
// CHECK-LABEL: @expand_keeps
// CHECK: %[[R0:.*]] = onnx.Constant dense<{{\[\[}}0, 1, 2], [3, 4, 5]]> : tensor<2x3xi64>
// CHECK-NEXT: return %[[R0]]
func.func @expand_keeps() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[[0, 1, 2], [3, 4, 5]]> : tensor<2x3xi64>
  %c1 = onnx.Constant dense<[1, 3]> : tensor<2xi64>
  %y = onnx.Expand %c0, %c1 : (tensor<2x3xi64>, tensor<2xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @tile
// CHECK: %[[R0:.*]] = onnx.Constant dense<[1, 2, 1, 2, 1, 2]> : tensor<6xi64>
// CHECK-NEXT: return %[[R0]]
func.func @tile() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[1, 2]> : tensor<2xi64>
  %c1 = onnx.Constant dense<3> : tensor<1xi64>
  %y = onnx.Tile %c0, %c1 : (tensor<2xi64>, tensor<1xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @tile_two_axes
// CHECK: %[[R0:.*]] = onnx.Constant dense<{{\[\[}}1, 2, 1, 2], [1, 2, 1, 2]]> : tensor<2x4xi64>
// CHECK-NEXT: return %[[R0]]
func.func @tile_two_axes() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[[1, 2]]> : tensor<1x2xi64>
  %c1 = onnx.Constant dense<2> : tensor<2xi64>
  %y = onnx.Tile %c0, %c1 : (tensor<1x2xi64>, tensor<2xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @transpose
// CHECK: %[[R0:.*]] = onnx.Constant dense<{{\[\[}}0, 3], [1, 4], [2, 5]]> : tensor<3x2xi64>
// CHECK-NEXT: return %[[R0]]
func.func @transpose() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[[0, 1, 2], [3, 4, 5]]> : tensor<2x3xi64>
  %y = onnx.Transpose %c0 : (tensor<2x3xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @transpose_perm
// CHECK: %[[R0:.*]] = onnx.Constant dense<{{\[\[}}[0, 4], [1, 5]], {{\[\[}}2, 6], [3, 7]]]> : tensor<2x2x2xi64>
// CHECK-NEXT: return %[[R0]]
func.func @transpose_perm() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[[[0, 1], [2, 3]], [[4, 5], [6, 7]]]> : tensor<2x2x2xi64>
  %y = onnx.Transpose %c0 {perm = array<i64: 1, 2, 0>} : (tensor<2x2x2xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @concat
// CHECK: %[[R0:.*]] = onnx.Constant dense<[1, 2, 3, 4, 5]> : tensor<5xi64>
// CHECK-NEXT: return %[[R0]]
func.func @concat() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[1, 2]> : tensor<2xi64>
  %c1 = onnx.Constant dense<3> : tensor<1xi64>
  %c2 = onnx.Constant dense<[4, 5]> : tensor<2xi64>
  %y = onnx.Concat %c0, %c1, %c2 {axis = 0 : i64} : (tensor<2xi64>, tensor<1xi64>, tensor<2xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @concat_last_axis
// CHECK: %[[R0:.*]] = onnx.Constant dense<{{\[\[}}0, 1, 2, 0], [3, 4, 5, 3]]> : tensor<2x4xi64>
// CHECK-NEXT: return %[[R0]]
func.func @concat_last_axis() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[[0, 1, 2], [3, 4, 5]]> : tensor<2x3xi64>
  %c1 = onnx.Constant dense<[[0], [3]]> : tensor<2x1xi64>
  %y = onnx.Concat %c0, %c1 {axis = -1 : i64} : (tensor<2x3xi64>, tensor<2x1xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @split_sizes
// CHECK: %[[R0:.*]] = onnx.Constant dense<[1, 2]> : tensor<2xi64>
// CHECK-NEXT: %[[R1:.*]] = onnx.Constant dense<[3, 4, 5]> : tensor<3xi64>
// CHECK-NEXT: return %[[R0]], %[[R1]]
func.func @split_sizes() -> (tensor<*xi64>, tensor<*xi64>) {
  %c0 = onnx.Constant dense<[1, 2, 3, 4, 5]> : tensor<5xi64>
  %c1 = onnx.Constant dense<[2, 3]> : tensor<2xi64>
  %y:2 = onnx.Split %c0, %c1 {axis = 0 : i64} : (tensor<5xi64>, tensor<2xi64>) -> (tensor<*xi64>, tensor<*xi64>)
  return %y#0, %y#1 : tensor<*xi64>, tensor<*xi64>
}

// -----
// CHECK-LABEL: @split_equal
// CHECK: %[[R0:.*]] = onnx.Constant dense<{{\[\[}}0], [1], [2]]> : tensor<3x1xi64>
// CHECK-NEXT: %[[R1:.*]] = onnx.Constant dense<{{\[\[}}3], [4], [5]]> : tensor<3x1xi64>
// CHECK-NEXT: return %[[R0]], %[[R1]]
func.func @split_equal() -> (tensor<*xi64>, tensor<*xi64>) {
  %c0 = onnx.Constant dense<[[0, 3], [1, 4], [2, 5]]> : tensor<3x2xi64>
  %n1 = onnx.NoValue : none
  %y:2 = onnx.Split %c0, %n1 {axis = 1 : i64} : (tensor<3x2xi64>, none) -> (tensor<*xi64>, tensor<*xi64>)
  return %y#0, %y#1 : tensor<*xi64>, tensor<*xi64>
}

// -----
// CHECK-LABEL: @slice
// CHECK: %[[R0:.*]] = onnx.Constant dense<[1, 2, 3]> : tensor<3xi64>
// CHECK-NEXT: return %[[R0]]
func.func @slice() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[0, 1, 2, 3, 4]> : tensor<5xi64>
  %c1 = onnx.Constant dense<1> : tensor<1xi64>
  %c2 = onnx.Constant dense<4> : tensor<1xi64>
  %n3 = onnx.NoValue : none
  %n4 = onnx.NoValue : none
  %y = onnx.Slice %c0, %c1, %c2, %n3, %n4 : (tensor<5xi64>, tensor<1xi64>, tensor<1xi64>, none, none) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @slice_negative
// CHECK: %[[R0:.*]] = onnx.Constant dense<[2, 3]> : tensor<2xi64>
// CHECK-NEXT: return %[[R0]]
func.func @slice_negative() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[0, 1, 2, 3, 4]> : tensor<5xi64>
  %c1 = onnx.Constant dense<-3> : tensor<1xi64>
  %c2 = onnx.Constant dense<-1> : tensor<1xi64>
  %c3 = onnx.Constant dense<0> : tensor<1xi64>
  %n4 = onnx.NoValue : none
  %y = onnx.Slice %c0, %c1, %c2, %c3, %n4 : (tensor<5xi64>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>, none) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// Exporters write the largest integer for "to the end".
// CHECK-LABEL: @slice_past_the_end
// CHECK: %[[R0:.*]] = onnx.Constant dense<[3, 4]> : tensor<2xi64>
// CHECK-NEXT: return %[[R0]]
func.func @slice_past_the_end() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[0, 1, 2, 3, 4]> : tensor<5xi64>
  %c1 = onnx.Constant dense<3> : tensor<1xi64>
  %c2 = onnx.Constant dense<9223372036854775807> : tensor<1xi64>
  %n3 = onnx.NoValue : none
  %n4 = onnx.NoValue : none
  %y = onnx.Slice %c0, %c1, %c2, %n3, %n4 : (tensor<5xi64>, tensor<1xi64>, tensor<1xi64>, none, none) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @slice_steps
// CHECK: %[[R0:.*]] = onnx.Constant dense<[0, 2, 4]> : tensor<3xi64>
// CHECK-NEXT: return %[[R0]]
func.func @slice_steps() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[0, 1, 2, 3, 4]> : tensor<5xi64>
  %c1 = onnx.Constant dense<0> : tensor<1xi64>
  %c2 = onnx.Constant dense<5> : tensor<1xi64>
  %c3 = onnx.Constant dense<0> : tensor<1xi64>
  %c4 = onnx.Constant dense<2> : tensor<1xi64>
  %y = onnx.Slice %c0, %c1, %c2, %c3, %c4 : (tensor<5xi64>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @slice_backwards
// CHECK: %[[R0:.*]] = onnx.Constant dense<[4, 2, 0]> : tensor<3xi64>
// CHECK-NEXT: return %[[R0]]
func.func @slice_backwards() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[0, 1, 2, 3, 4]> : tensor<5xi64>
  %c1 = onnx.Constant dense<-1> : tensor<1xi64>
  %c2 = onnx.Constant dense<-9223372036854775808> : tensor<1xi64>
  %c3 = onnx.Constant dense<0> : tensor<1xi64>
  %c4 = onnx.Constant dense<-2> : tensor<1xi64>
  %y = onnx.Slice %c0, %c1, %c2, %c3, %c4 : (tensor<5xi64>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @slice_second_axis
// CHECK: %[[R0:.*]] = onnx.Constant dense<{{\[\[}}1, 2], [4, 5]]> : tensor<2x2xi64>
// CHECK-NEXT: return %[[R0]]
func.func @slice_second_axis() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[[0, 1, 2], [3, 4, 5]]> : tensor<2x3xi64>
  %c1 = onnx.Constant dense<1> : tensor<1xi64>
  %c2 = onnx.Constant dense<3> : tensor<1xi64>
  %c3 = onnx.Constant dense<-1> : tensor<1xi64>
  %n4 = onnx.NoValue : none
  %y = onnx.Slice %c0, %c1, %c2, %c3, %n4 : (tensor<2x3xi64>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>, none) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @slice_empty
// CHECK: %[[R0:.*]] = onnx.Constant dense<> : tensor<0xi64>
// CHECK-NEXT: return %[[R0]]
func.func @slice_empty() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[0, 1, 2]> : tensor<3xi64>
  %c1 = onnx.Constant dense<2> : tensor<1xi64>
  %c2 = onnx.Constant dense<1> : tensor<1xi64>
  %n3 = onnx.NoValue : none
  %n4 = onnx.NoValue : none
  %y = onnx.Slice %c0, %c1, %c2, %n3, %n4 : (tensor<3xi64>, tensor<1xi64>, tensor<1xi64>, none, none) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// Negative indices count from the end.
// CHECK-LABEL: @gather_scalar
// CHECK: %[[R0:.*]] = onnx.Constant dense<30> : tensor<i64>
// CHECK-NEXT: return %[[R0]]
func.func @gather_scalar() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[10, 20, 30]> : tensor<3xi64>
  %c1 = onnx.Constant dense<-1> : tensor<i64>
  %y = onnx.Gather %c0, %c1 : (tensor<3xi64>, tensor<i64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @gather_vector
// CHECK: %[[R0:.*]] = onnx.Constant dense<{{\[\[}}2, 0], [5, 3]]> : tensor<2x2xi64>
// CHECK-NEXT: return %[[R0]]
func.func @gather_vector() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[[0, 1, 2], [3, 4, 5]]> : tensor<2x3xi64>
  %c1 = onnx.Constant dense<[2, 0]> : tensor<2xi64>
  %y = onnx.Gather %c0, %c1 {axis = 1 : i64} : (tensor<2x3xi64>, tensor<2xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @gather_matrix
// CHECK: %[[R0:.*]] = onnx.Constant dense<{{\[\[}}10, 20], [30, 10]]> : tensor<2x2xi64>
// CHECK-NEXT: return %[[R0]]
func.func @gather_matrix() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[10, 20, 30]> : tensor<3xi64>
  %c1 = onnx.Constant dense<[[0, 1], [2, 0]]> : tensor<2x2xi64>
  %y = onnx.Gather %c0, %c1 : (tensor<3xi64>, tensor<2x2xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @gather_elements
// CHECK: %[[R0:.*]] = onnx.Constant dense<{{\[\[}}0, 2], [4, 5]]> : tensor<2x2xi64>
// CHECK-NEXT: return %[[R0]]
func.func @gather_elements() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[[0, 1, 2], [3, 4, 5]]> : tensor<2x3xi64>
  %c1 = onnx.Constant dense<[[0, 2], [1, -1]]> : tensor<2x2xi64>
  %y = onnx.GatherElements %c0, %c1 {axis = 1 : i64} : (tensor<2x3xi64>, tensor<2x2xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @pad_constant
// CHECK: %[[R0:.*]] = onnx.Constant dense<[9, 1, 2, 9, 9]> : tensor<5xi64>
// CHECK-NEXT: return %[[R0]]
func.func @pad_constant() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[1, 2]> : tensor<2xi64>
  %c1 = onnx.Constant dense<[1, 2]> : tensor<2xi64>
  %c2 = onnx.Constant dense<9> : tensor<i64>
  %n3 = onnx.NoValue : none
  %y = onnx.Pad %c0, %c1, %c2, %n3 : (tensor<2xi64>, tensor<2xi64>, tensor<i64>, none) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @pad_zero
// CHECK: %[[R0:.*]] = onnx.Constant dense<[1, 2, 0]> : tensor<3xi64>
// CHECK-NEXT: return %[[R0]]
func.func @pad_zero() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[1, 2]> : tensor<2xi64>
  %c1 = onnx.Constant dense<[0, 1]> : tensor<2xi64>
  %n2 = onnx.NoValue : none
  %n3 = onnx.NoValue : none
  %y = onnx.Pad %c0, %c1, %n2, %n3 : (tensor<2xi64>, tensor<2xi64>, none, none) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @pad_edge
// CHECK: %[[R0:.*]] = onnx.Constant dense<[1, 1, 1, 2, 3, 3]> : tensor<6xi64>
// CHECK-NEXT: return %[[R0]]
func.func @pad_edge() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[1, 2, 3]> : tensor<3xi64>
  %c1 = onnx.Constant dense<[2, 1]> : tensor<2xi64>
  %n2 = onnx.NoValue : none
  %n3 = onnx.NoValue : none
  %y = onnx.Pad %c0, %c1, %n2, %n3 {mode = "edge"} : (tensor<3xi64>, tensor<2xi64>, none, none) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @pad_reflect
// CHECK: %[[R0:.*]] = onnx.Constant dense<[3, 2, 1, 2, 3, 2]> : tensor<6xi64>
// CHECK-NEXT: return %[[R0]]
func.func @pad_reflect() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[1, 2, 3]> : tensor<3xi64>
  %c1 = onnx.Constant dense<[2, 1]> : tensor<2xi64>
  %n2 = onnx.NoValue : none
  %n3 = onnx.NoValue : none
  %y = onnx.Pad %c0, %c1, %n2, %n3 {mode = "reflect"} : (tensor<3xi64>, tensor<2xi64>, none, none) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @pad_wrap
// CHECK: %[[R0:.*]] = onnx.Constant dense<[2, 3, 1, 2, 3, 1]> : tensor<6xi64>
// CHECK-NEXT: return %[[R0]]
func.func @pad_wrap() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[1, 2, 3]> : tensor<3xi64>
  %c1 = onnx.Constant dense<[2, 1]> : tensor<2xi64>
  %n2 = onnx.NoValue : none
  %n3 = onnx.NoValue : none
  %y = onnx.Pad %c0, %c1, %n2, %n3 {mode = "wrap"} : (tensor<3xi64>, tensor<2xi64>, none, none) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @pad_axes
// CHECK: %[[R0:.*]] = onnx.Constant dense<{{\[\[}}7, 0, 1, 2], [7, 3, 4, 5]]> : tensor<2x4xi64>
// CHECK-NEXT: return %[[R0]]
func.func @pad_axes() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[[0, 1, 2], [3, 4, 5]]> : tensor<2x3xi64>
  %c1 = onnx.Constant dense<[1, 0]> : tensor<2xi64>
  %c2 = onnx.Constant dense<7> : tensor<i64>
  %c3 = onnx.Constant dense<-1> : tensor<1xi64>
  %y = onnx.Pad %c0, %c1, %c2, %c3 : (tensor<2x3xi64>, tensor<2xi64>, tensor<i64>, tensor<1xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// Negative padding crops.
// CHECK-LABEL: @pad_crops
// CHECK: %[[R0:.*]] = onnx.Constant dense<[2, 3]> : tensor<2xi64>
// CHECK-NEXT: return %[[R0]]
func.func @pad_crops() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[1, 2, 3]> : tensor<3xi64>
  %c1 = onnx.Constant dense<[-1, 0]> : tensor<2xi64>
  %n2 = onnx.NoValue : none
  %n3 = onnx.NoValue : none
  %y = onnx.Pad %c0, %c1, %n2, %n3 : (tensor<3xi64>, tensor<2xi64>, none, none) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @trilu_upper
// CHECK: %[[R0:.*]] = onnx.Constant dense<{{\[\[}}1, 2, 3], [0, 5, 6], [0, 0, 9]]> : tensor<3x3xi64>
// CHECK-NEXT: return %[[R0]]
func.func @trilu_upper() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[[1, 2, 3], [4, 5, 6], [7, 8, 9]]> : tensor<3x3xi64>
  %n1 = onnx.NoValue : none
  %y = onnx.Trilu %c0, %n1 : (tensor<3x3xi64>, none) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @trilu_upper_above
// CHECK: %[[R0:.*]] = onnx.Constant dense<{{\[\[}}0, 2, 3], [0, 0, 6], [0, 0, 0]]> : tensor<3x3xi64>
// CHECK-NEXT: return %[[R0]]
func.func @trilu_upper_above() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[[1, 2, 3], [4, 5, 6], [7, 8, 9]]> : tensor<3x3xi64>
  %c1 = onnx.Constant dense<1> : tensor<i64>
  %y = onnx.Trilu %c0, %c1 : (tensor<3x3xi64>, tensor<i64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @trilu_lower
// CHECK: %[[R0:.*]] = onnx.Constant dense<{{\[\[}}0, 0, 0], [4, 0, 0], [7, 8, 0]]> : tensor<3x3xi64>
// CHECK-NEXT: return %[[R0]]
func.func @trilu_lower() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[[1, 2, 3], [4, 5, 6], [7, 8, 9]]> : tensor<3x3xi64>
  %c1 = onnx.Constant dense<-1> : tensor<i64>
  %y = onnx.Trilu %c0, %c1 {upper = 0 : i64} : (tensor<3x3xi64>, tensor<i64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @trilu_batches
// CHECK: %[[R0:.*]] = onnx.Constant dense<{{\[\[}}[1, 2], [0, 5]], {{\[\[}}5, 6], [0, 9]]]> : tensor<2x2x2xi64>
// CHECK-NEXT: return %[[R0]]
func.func @trilu_batches() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[[[1, 2], [4, 5]], [[5, 6], [8, 9]]]> : tensor<2x2x2xi64>
  %c1 = onnx.Constant dense<0> : tensor<i64>
  %y = onnx.Trilu %c0, %c1 : (tensor<2x2x2xi64>, tensor<i64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}
