// RUN: burin-opt %s --onnx-infer-shapes --canonicalize --split-input-file | FileCheck %s
//
// Reductions, scans, shapes, fills and ranges.

// -----
// CHECK-LABEL: @reduce_sum_all
// CHECK: %[[R0:.*]] = onnx.Constant dense<15> : tensor<1x1xi64>
// CHECK-NEXT: return %[[R0]]
func.func @reduce_sum_all() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[[0, 1, 2], [3, 4, 5]]> : tensor<2x3xi64>
  %n1 = onnx.NoValue : none
  %y = onnx.ReduceSum %c0, %n1 : (tensor<2x3xi64>, none) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @reduce_sum_axis
// CHECK: %[[R0:.*]] = onnx.Constant dense<{{\[\[}}3], [12]]> : tensor<2x1xi64>
// CHECK-NEXT: return %[[R0]]
func.func @reduce_sum_axis() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[[0, 1, 2], [3, 4, 5]]> : tensor<2x3xi64>
  %c1 = onnx.Constant dense<1> : tensor<1xi64>
  %y = onnx.ReduceSum %c0, %c1 : (tensor<2x3xi64>, tensor<1xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @reduce_sum_negative_axis
// CHECK: %[[R0:.*]] = onnx.Constant dense<[3, 5, 7]> : tensor<3xi64>
// CHECK-NEXT: return %[[R0]]
func.func @reduce_sum_negative_axis() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[[0, 1, 2], [3, 4, 5]]> : tensor<2x3xi64>
  %c1 = onnx.Constant dense<-2> : tensor<1xi64>
  %y = onnx.ReduceSum %c0, %c1 {keepdims = 0 : i64} : (tensor<2x3xi64>, tensor<1xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// Without axes, and asked to do nothing then.
// CHECK-LABEL: @reduce_sum_no_axes
// CHECK: %[[R0:.*]] = onnx.Constant dense<{{\[\[}}0, 1, 2], [3, 4, 5]]> : tensor<2x3xi64>
// CHECK-NEXT: return %[[R0]]
func.func @reduce_sum_no_axes() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[[0, 1, 2], [3, 4, 5]]> : tensor<2x3xi64>
  %n1 = onnx.NoValue : none
  %y = onnx.ReduceSum %c0, %n1 {noop_with_empty_axes = 1 : i64} : (tensor<2x3xi64>, none) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @reduce_mean_float
// CHECK: %[[R0:.*]] = onnx.Constant dense<{{\[\[}}1.000000e+00], [4.000000e+00]]> : tensor<2x1xf32>
// CHECK-NEXT: return %[[R0]]
func.func @reduce_mean_float() -> tensor<*xf32> {
  %c0 = onnx.Constant dense<[[0.000000e+00, 1.000000e+00, 2.000000e+00], [3.000000e+00, 4.000000e+00, 5.000000e+00]]> : tensor<2x3xf32>
  %c1 = onnx.Constant dense<1> : tensor<1xi64>
  %y = onnx.ReduceMean %c0, %c1 : (tensor<2x3xf32>, tensor<1xi64>) -> tensor<*xf32>
  return %y : tensor<*xf32>
}

// -----
// The mean of integers truncates.
// CHECK-LABEL: @reduce_mean_int
// CHECK: %[[R0:.*]] = onnx.Constant dense<2> : tensor<1xi64>
// CHECK-NEXT: return %[[R0]]
func.func @reduce_mean_int() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[1, 2, 5]> : tensor<3xi64>
  %c1 = onnx.Constant dense<0> : tensor<1xi64>
  %y = onnx.ReduceMean %c0, %c1 : (tensor<3xi64>, tensor<1xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @reduce_max
// CHECK: %[[R0:.*]] = onnx.Constant dense<{{\[\[}}3, 4, 5]]> : tensor<1x3xi64>
// CHECK-NEXT: return %[[R0]]
func.func @reduce_max() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[[0, 1, 2], [3, 4, 5]]> : tensor<2x3xi64>
  %c1 = onnx.Constant dense<0> : tensor<1xi64>
  %y = onnx.ReduceMax %c0, %c1 : (tensor<2x3xi64>, tensor<1xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @reduce_min
// CHECK: %[[R0:.*]] = onnx.Constant dense<0> : tensor<i64>
// CHECK-NEXT: return %[[R0]]
func.func @reduce_min() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[[0, 1, 2], [3, 4, 5]]> : tensor<2x3xi64>
  %c1 = onnx.Constant dense<[0, 1]> : tensor<2xi64>
  %y = onnx.ReduceMin %c0, %c1 {keepdims = 0 : i64} : (tensor<2x3xi64>, tensor<2xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @reduce_max_nan
// CHECK: %[[R0:.*]] = onnx.Constant dense<0x7FC00000> : tensor<1xf32>
// CHECK-NEXT: return %[[R0]]
func.func @reduce_max_nan() -> tensor<*xf32> {
  %c0 = onnx.Constant dense<[1.000000e+00, 0x7FC00000, 2.000000e+00]> : tensor<3xf32>
  %c1 = onnx.Constant dense<0> : tensor<1xi64>
  %y = onnx.ReduceMax %c0, %c1 : (tensor<3xf32>, tensor<1xi64>) -> tensor<*xf32>
  return %y : tensor<*xf32>
}

// -----
// The number of elements, from a shape.
// CHECK-LABEL: @reduce_prod
// CHECK: %[[R0:.*]] = onnx.Constant dense<24> : tensor<i64>
// CHECK-NEXT: return %[[R0]]
func.func @reduce_prod() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[2, 3, 4]> : tensor<3xi64>
  %n1 = onnx.NoValue : none
  %y = onnx.ReduceProd %c0, %n1 {keepdims = 0 : i64} : (tensor<3xi64>, none) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @cumsum
// CHECK: %[[R0:.*]] = onnx.Constant dense<[1, 3, 6]> : tensor<3xi64>
// CHECK-NEXT: return %[[R0]]
func.func @cumsum() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[1, 2, 3]> : tensor<3xi64>
  %c1 = onnx.Constant dense<0> : tensor<i64>
  %y = onnx.CumSum %c0, %c1 : (tensor<3xi64>, tensor<i64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @cumsum_exclusive
// CHECK: %[[R0:.*]] = onnx.Constant dense<[0, 1, 3]> : tensor<3xi64>
// CHECK-NEXT: return %[[R0]]
func.func @cumsum_exclusive() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[1, 2, 3]> : tensor<3xi64>
  %c1 = onnx.Constant dense<0> : tensor<i64>
  %y = onnx.CumSum %c0, %c1 {exclusive = 1 : i64} : (tensor<3xi64>, tensor<i64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @cumsum_reverse
// CHECK: %[[R0:.*]] = onnx.Constant dense<[6, 5, 3]> : tensor<3xi64>
// CHECK-NEXT: return %[[R0]]
func.func @cumsum_reverse() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[1, 2, 3]> : tensor<3xi64>
  %c1 = onnx.Constant dense<0> : tensor<i64>
  %y = onnx.CumSum %c0, %c1 {reverse = 1 : i64} : (tensor<3xi64>, tensor<i64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @cumsum_reverse_exclusive
// CHECK: %[[R0:.*]] = onnx.Constant dense<[5, 3, 0]> : tensor<3xi64>
// CHECK-NEXT: return %[[R0]]
func.func @cumsum_reverse_exclusive() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[1, 2, 3]> : tensor<3xi64>
  %c1 = onnx.Constant dense<0> : tensor<i64>
  %y = onnx.CumSum %c0, %c1 {exclusive = 1 : i64, reverse = 1 : i64} : (tensor<3xi64>, tensor<i64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @cumsum_last_axis
// CHECK: %[[R0:.*]] = onnx.Constant dense<{{\[\[}}0, 1, 3], [3, 7, 12]]> : tensor<2x3xi64>
// CHECK-NEXT: return %[[R0]]
func.func @cumsum_last_axis() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[[0, 1, 2], [3, 4, 5]]> : tensor<2x3xi64>
  %c1 = onnx.Constant dense<-1> : tensor<i64>
  %y = onnx.CumSum %c0, %c1 : (tensor<2x3xi64>, tensor<i64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @shape
// CHECK: %[[R0:.*]] = onnx.Constant dense<[2, 3, 4]> : tensor<3xi64>
// CHECK-NEXT: return %[[R0]]
func.func @shape() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<0.000000e+00> : tensor<2x3x4xf32>
  %y = onnx.Shape %c0 : (tensor<2x3x4xf32>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @shape_range
// CHECK: %[[R0:.*]] = onnx.Constant dense<3> : tensor<1xi64>
// CHECK-NEXT: return %[[R0]]
func.func @shape_range() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<0.000000e+00> : tensor<2x3x4xf32>
  %y = onnx.Shape %c0 {start = 1 : i64, end = -1 : i64} : (tensor<2x3x4xf32>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @size
// CHECK: %[[R0:.*]] = onnx.Constant dense<24> : tensor<i64>
// CHECK-NEXT: return %[[R0]]
func.func @size() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<0.000000e+00> : tensor<2x3x4xf32>
  %y = onnx.Size %c0 : (tensor<2x3x4xf32>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @range
// CHECK: %[[R0:.*]] = onnx.Constant dense<[2, 5, 8]> : tensor<3xi64>
// CHECK-NEXT: return %[[R0]]
func.func @range() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<2> : tensor<i64>
  %c1 = onnx.Constant dense<11> : tensor<i64>
  %c2 = onnx.Constant dense<3> : tensor<i64>
  %y = onnx.Range %c0, %c1, %c2 : (tensor<i64>, tensor<i64>, tensor<i64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @range_down
// CHECK: %[[R0:.*]] = onnx.Constant dense<[3, 1, -1]> : tensor<3xi64>
// CHECK-NEXT: return %[[R0]]
func.func @range_down() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<3> : tensor<i64>
  %c1 = onnx.Constant dense<-3> : tensor<i64>
  %c2 = onnx.Constant dense<-2> : tensor<i64>
  %y = onnx.Range %c0, %c1, %c2 : (tensor<i64>, tensor<i64>, tensor<i64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @range_float
// CHECK: %[[R0:.*]] = onnx.Constant dense<[0.000000e+00, 2.500000e-01, 5.000000e-01, 7.500000e-01]> : tensor<4xf32>
// CHECK-NEXT: return %[[R0]]
func.func @range_float() -> tensor<*xf32> {
  %c0 = onnx.Constant dense<0.000000e+00> : tensor<f32>
  %c1 = onnx.Constant dense<1.000000e+00> : tensor<f32>
  %c2 = onnx.Constant dense<2.500000e-01> : tensor<f32>
  %y = onnx.Range %c0, %c1, %c2 : (tensor<f32>, tensor<f32>, tensor<f32>) -> tensor<*xf32>
  return %y : tensor<*xf32>
}

// -----
// CHECK-LABEL: @range_empty
// CHECK: %[[R0:.*]] = onnx.Constant dense<> : tensor<0xi64>
// CHECK-NEXT: return %[[R0]]
func.func @range_empty() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<5> : tensor<i64>
  %c1 = onnx.Constant dense<5> : tensor<i64>
  %c2 = onnx.Constant dense<1> : tensor<i64>
  %y = onnx.Range %c0, %c1, %c2 : (tensor<i64>, tensor<i64>, tensor<i64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// Zero of f32 unless a value is given.
// CHECK-LABEL: @constant_of_shape
// CHECK: %[[R0:.*]] = onnx.Constant dense<0.000000e+00> : tensor<2x2xf32>
// CHECK-NEXT: return %[[R0]]
func.func @constant_of_shape() -> tensor<*xf32> {
  %c0 = onnx.Constant dense<2> : tensor<2xi64>
  %y = onnx.ConstantOfShape %c0 : (tensor<2xi64>) -> tensor<*xf32>
  return %y : tensor<*xf32>
}

// -----
// CHECK-LABEL: @constant_of_shape_value
// CHECK: %[[R0:.*]] = onnx.Constant dense<7> : tensor<3xi64>
// CHECK-NEXT: return %[[R0]]
func.func @constant_of_shape_value() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<3> : tensor<1xi64>
  %y = onnx.ConstantOfShape %c0 {value = dense<7> : tensor<1xi64>} : (tensor<1xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @eye_like
// CHECK: %[[R0:.*]] = onnx.Constant dense<{{\[\[}}0.000000e+00, 1.000000e+00, 0.000000e+00], [0.000000e+00, 0.000000e+00, 1.000000e+00]]> : tensor<2x3xf32>
// CHECK-NEXT: return %[[R0]]
func.func @eye_like() -> tensor<*xf32> {
  %c0 = onnx.Constant dense<0.000000e+00> : tensor<2x3xf32>
  %y = onnx.EyeLike %c0 {k = 1 : i64} : (tensor<2x3xf32>) -> tensor<*xf32>
  return %y : tensor<*xf32>
}

// -----
// CHECK-LABEL: @eye_like_type
// CHECK: %[[R0:.*]] = onnx.Constant dense<{{\[\[}}1, 0], [0, 1]]> : tensor<2x2xi64>
// CHECK-NEXT: return %[[R0]]
func.func @eye_like_type() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<0.000000e+00> : tensor<2x2xf32>
  %y = onnx.EyeLike %c0 {dtype = i64} : (tensor<2x2xf32>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}
