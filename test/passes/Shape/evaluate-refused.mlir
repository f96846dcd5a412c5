// RUN: burin-opt %s --onnx-infer-shapes --canonicalize --split-input-file | FileCheck %s
//
// What has no value at compile time stays for run time: overflow, division by
// zero, results that the type cannot hold.

// -----
// CHECK-LABEL: @add_overflows
// CHECK: onnx.Add
func.func @add_overflows() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<9223372036854775807> : tensor<i64>
  %c1 = onnx.Constant dense<1> : tensor<i64>
  %y = onnx.Add %c0, %c1 : (tensor<i64>, tensor<i64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @sub_overflows
// CHECK: onnx.Sub
func.func @sub_overflows() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<-9223372036854775808> : tensor<i64>
  %c1 = onnx.Constant dense<1> : tensor<i64>
  %y = onnx.Sub %c0, %c1 : (tensor<i64>, tensor<i64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @mul_overflows
// CHECK: onnx.Mul
func.func @mul_overflows() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<4294967296> : tensor<i64>
  %c1 = onnx.Constant dense<4294967296> : tensor<i64>
  %y = onnx.Mul %c0, %c1 : (tensor<i64>, tensor<i64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @neg_overflows
// CHECK: onnx.Neg
func.func @neg_overflows() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<-9223372036854775808> : tensor<i64>
  %y = onnx.Neg %c0 : (tensor<i64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @abs_overflows
// CHECK: onnx.Abs
func.func @abs_overflows() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<-9223372036854775808> : tensor<i64>
  %y = onnx.Abs %c0 : (tensor<i64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @div_overflows
// CHECK: onnx.Div
func.func @div_overflows() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<-9223372036854775808> : tensor<i64>
  %c1 = onnx.Constant dense<-1> : tensor<i64>
  %y = onnx.Div %c0, %c1 : (tensor<i64>, tensor<i64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @div_by_zero
// CHECK: onnx.Div
func.func @div_by_zero() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<1> : tensor<i64>
  %c1 = onnx.Constant dense<0> : tensor<i64>
  %y = onnx.Div %c0, %c1 : (tensor<i64>, tensor<i64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @mod_by_zero
// CHECK: onnx.Mod
func.func @mod_by_zero() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<1> : tensor<i64>
  %c1 = onnx.Constant dense<0> : tensor<i64>
  %y = onnx.Mod %c0, %c1 : (tensor<i64>, tensor<i64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @mod_float_sign_of_divisor
// CHECK: onnx.Mod
func.func @mod_float_sign_of_divisor() -> tensor<*xf32> {
  %c0 = onnx.Constant dense<5.000000e+00> : tensor<1xf32>
  %c1 = onnx.Constant dense<2.000000e+00> : tensor<1xf32>
  %y = onnx.Mod %c0, %c1 : (tensor<1xf32>, tensor<1xf32>) -> tensor<*xf32>
  return %y : tensor<*xf32>
}

// -----
// CHECK-LABEL: @pow_overflows
// CHECK: onnx.Pow
func.func @pow_overflows() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<10> : tensor<i64>
  %c1 = onnx.Constant dense<19> : tensor<i64>
  %y = onnx.Pow %c0, %c1 : (tensor<i64>, tensor<i64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @pow_negative_exponent
// CHECK: onnx.Pow
func.func @pow_negative_exponent() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<2> : tensor<i64>
  %c1 = onnx.Constant dense<-1> : tensor<i64>
  %y = onnx.Pow %c0, %c1 : (tensor<i64>, tensor<i64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @add_overflows_i32
// CHECK: onnx.Add
func.func @add_overflows_i32() -> tensor<*xi32> {
  %c0 = onnx.Constant dense<2147483647> : tensor<i32>
  %c1 = onnx.Constant dense<1> : tensor<i32>
  %y = onnx.Add %c0, %c1 : (tensor<i32>, tensor<i32>) -> tensor<*xi32>
  return %y : tensor<*xi32>
}

// -----
// CHECK-LABEL: @cast_out_of_range
// CHECK: onnx.Cast
func.func @cast_out_of_range() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<1.000000e+20> : tensor<1xf32>
  %y = onnx.Cast %c0 {to = i64} : (tensor<1xf32>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @cast_nan
// CHECK: onnx.Cast
func.func @cast_nan() -> tensor<*xi32> {
  %c0 = onnx.Constant dense<[0x7FC00000]> : tensor<1xf32>
  %y = onnx.Cast %c0 {to = i32} : (tensor<1xf32>) -> tensor<*xi32>
  return %y : tensor<*xi32>
}

// -----
// CHECK-LABEL: @cumsum_overflows
// CHECK: onnx.CumSum
func.func @cumsum_overflows() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[9223372036854775807, 1]> : tensor<2xi64>
  %c1 = onnx.Constant dense<0> : tensor<i64>
  %y = onnx.CumSum %c0, %c1 : (tensor<2xi64>, tensor<i64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @reduce_prod_overflows
// CHECK: onnx.ReduceProd
func.func @reduce_prod_overflows() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<4294967296> : tensor<2xi64>
  %n1 = onnx.NoValue : none
  %y = onnx.ReduceProd %c0, %n1 : (tensor<2xi64>, none) -> tensor<*xi64>
  return %y : tensor<*xi64>
}
