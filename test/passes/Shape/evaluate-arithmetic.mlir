// RUN: burin-opt %s --onnx-infer-shapes --canonicalize --split-input-file | FileCheck %s
//
// Element-wise operators on constants: the values that ONNX defines.

// -----
// CHECK-LABEL: @add_int
// CHECK: %[[R0:.*]] = onnx.Constant dense<[9, -5, 3, 5]> : tensor<4xi64>
// CHECK-NEXT: return %[[R0]]
func.func @add_int() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[7, -7, 6, 0]> : tensor<4xi64>
  %c1 = onnx.Constant dense<[2, 2, -3, 5]> : tensor<4xi64>
  %y = onnx.Add %c0, %c1 : (tensor<4xi64>, tensor<4xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @sub_int
// CHECK: %[[R0:.*]] = onnx.Constant dense<[5, -9, 9, -5]> : tensor<4xi64>
// CHECK-NEXT: return %[[R0]]
func.func @sub_int() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[7, -7, 6, 0]> : tensor<4xi64>
  %c1 = onnx.Constant dense<[2, 2, -3, 5]> : tensor<4xi64>
  %y = onnx.Sub %c0, %c1 : (tensor<4xi64>, tensor<4xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @mul_int
// CHECK: %[[R0:.*]] = onnx.Constant dense<[14, -14, -18, 0]> : tensor<4xi64>
// CHECK-NEXT: return %[[R0]]
func.func @mul_int() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[7, -7, 6, 0]> : tensor<4xi64>
  %c1 = onnx.Constant dense<[2, 2, -3, 5]> : tensor<4xi64>
  %y = onnx.Mul %c0, %c1 : (tensor<4xi64>, tensor<4xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// Integer division truncates towards zero.
// CHECK-LABEL: @div_int
// CHECK: %[[R0:.*]] = onnx.Constant dense<[3, -3, -1, 0]> : tensor<4xi64>
// CHECK-NEXT: return %[[R0]]
func.func @div_int() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[7, -7, 6, -1]> : tensor<4xi64>
  %c1 = onnx.Constant dense<[2, 2, -4, 3]> : tensor<4xi64>
  %y = onnx.Div %c0, %c1 : (tensor<4xi64>, tensor<4xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @div_float
// CHECK: %[[R0:.*]] = onnx.Constant dense<[2.500000e-01, -1.500000e+00, 0.000000e+00]> : tensor<3xf32>
// CHECK-NEXT: return %[[R0]]
func.func @div_float() -> tensor<*xf32> {
  %c0 = onnx.Constant dense<[1.000000e+00, -3.000000e+00, 0.000000e+00]> : tensor<3xf32>
  %c1 = onnx.Constant dense<[4.000000e+00, 2.000000e+00, 5.000000e+00]> : tensor<3xf32>
  %y = onnx.Div %c0, %c1 : (tensor<3xf32>, tensor<3xf32>) -> tensor<*xf32>
  return %y : tensor<*xf32>
}

// -----
// Division of floats follows IEEE 754.
// CHECK-LABEL: @div_float_by_zero
// CHECK: %[[R0:.*]] = onnx.Constant dense<[0x7F800000, 0xFF800000, 0x{{[7F]}}FC00000]> : tensor<3xf32>
// CHECK-NEXT: return %[[R0]]
func.func @div_float_by_zero() -> tensor<*xf32> {
  %c0 = onnx.Constant dense<[1.000000e+00, -1.000000e+00, 0.000000e+00]> : tensor<3xf32>
  %c1 = onnx.Constant dense<0.000000e+00> : tensor<3xf32>
  %y = onnx.Div %c0, %c1 : (tensor<3xf32>, tensor<3xf32>) -> tensor<*xf32>
  return %y : tensor<*xf32>
}

// -----
// The sign of the divisor ...
// CHECK-LABEL: @mod_sign_of_divisor
// CHECK: %[[R0:.*]] = onnx.Constant dense<[1, 2, -2, -1]> : tensor<4xi64>
// CHECK-NEXT: return %[[R0]]
func.func @mod_sign_of_divisor() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[7, -7, 7, -7]> : tensor<4xi64>
  %c1 = onnx.Constant dense<[3, 3, -3, -3]> : tensor<4xi64>
  %y = onnx.Mod %c0, %c1 : (tensor<4xi64>, tensor<4xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// ... or of the dividend.
// CHECK-LABEL: @mod_sign_of_dividend
// CHECK: %[[R0:.*]] = onnx.Constant dense<[1, -1, 1, -1]> : tensor<4xi64>
// CHECK-NEXT: return %[[R0]]
func.func @mod_sign_of_dividend() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[7, -7, 7, -7]> : tensor<4xi64>
  %c1 = onnx.Constant dense<[3, 3, -3, -3]> : tensor<4xi64>
  %y = onnx.Mod %c0, %c1 {fmod = 1 : i64} : (tensor<4xi64>, tensor<4xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @mod_float
// CHECK: %[[R0:.*]] = onnx.Constant dense<[1.500000e+00, -1.500000e+00]> : tensor<2xf32>
// CHECK-NEXT: return %[[R0]]
func.func @mod_float() -> tensor<*xf32> {
  %c0 = onnx.Constant dense<[5.500000e+00, -5.500000e+00]> : tensor<2xf32>
  %c1 = onnx.Constant dense<2.000000e+00> : tensor<2xf32>
  %y = onnx.Mod %c0, %c1 {fmod = 1 : i64} : (tensor<2xf32>, tensor<2xf32>) -> tensor<*xf32>
  return %y : tensor<*xf32>
}

// -----
// The smallest integer modulo -1 would trap on hardware.
// CHECK-LABEL: @mod_by_minus_one
// CHECK: %[[R0:.*]] = onnx.Constant dense<0> : tensor<2xi64>
// CHECK-NEXT: return %[[R0]]
func.func @mod_by_minus_one() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[7, -9223372036854775808]> : tensor<2xi64>
  %c1 = onnx.Constant dense<-1> : tensor<2xi64>
  %y = onnx.Mod %c0, %c1 : (tensor<2xi64>, tensor<2xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @pow_int
// CHECK: %[[R0:.*]] = onnx.Constant dense<[1024, -27, 1, 1]> : tensor<4xi64>
// CHECK-NEXT: return %[[R0]]
func.func @pow_int() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[2, -3, 0, 5]> : tensor<4xi64>
  %c1 = onnx.Constant dense<[10, 3, 0, 0]> : tensor<4xi64>
  %y = onnx.Pow %c0, %c1 : (tensor<4xi64>, tensor<4xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// Only 0 and +-1 have large powers.
// CHECK-LABEL: @pow_int_huge_exponent
// CHECK: %[[R0:.*]] = onnx.Constant dense<[1, -1, 1, 0]> : tensor<4xi64>
// CHECK-NEXT: return %[[R0]]
func.func @pow_int_huge_exponent() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[1, -1, -1, 0]> : tensor<4xi64>
  %c1 = onnx.Constant dense<[1000000001, 1000000001, 1000000000, 7]> : tensor<4xi64>
  %y = onnx.Pow %c0, %c1 : (tensor<4xi64>, tensor<4xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @pow_float
// CHECK: %[[R0:.*]] = onnx.Constant dense<[8.000000e+00, 3.000000e+00, 2.500000e-01]> : tensor<3xf32>
// CHECK-NEXT: return %[[R0]]
func.func @pow_float() -> tensor<*xf32> {
  %c0 = onnx.Constant dense<[2.000000e+00, 9.000000e+00, 4.000000e+00]> : tensor<3xf32>
  %c1 = onnx.Constant dense<[3.000000e+00, 5.000000e-01, -1.000000e+00]> : tensor<3xf32>
  %y = onnx.Pow %c0, %c1 : (tensor<3xf32>, tensor<3xf32>) -> tensor<*xf32>
  return %y : tensor<*xf32>
}

// -----
// CHECK-LABEL: @pow_float_int_exponent
// CHECK: %[[R0:.*]] = onnx.Constant dense<[5.000000e-01, 9.000000e+00]> : tensor<2xf32>
// CHECK-NEXT: return %[[R0]]
func.func @pow_float_int_exponent() -> tensor<*xf32> {
  %c0 = onnx.Constant dense<[2.000000e+00, 3.000000e+00]> : tensor<2xf32>
  %c1 = onnx.Constant dense<[-1, 2]> : tensor<2xi64>
  %y = onnx.Pow %c0, %c1 : (tensor<2xf32>, tensor<2xi64>) -> tensor<*xf32>
  return %y : tensor<*xf32>
}

// -----
// Both operands broadcast.
// CHECK-LABEL: @broadcast
// CHECK: %[[R0:.*]] = onnx.Constant dense<{{\[\[}}1, 2], [11, 12], [21, 22]]> : tensor<3x2xi64>
// CHECK-NEXT: return %[[R0]]
func.func @broadcast() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[[0], [10], [20]]> : tensor<3x1xi64>
  %c1 = onnx.Constant dense<[1, 2]> : tensor<2xi64>
  %y = onnx.Add %c0, %c1 : (tensor<3x1xi64>, tensor<2xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @broadcast_scalar
// CHECK: %[[R0:.*]] = onnx.Constant dense<{{\[\[}}3, 6], [9, 12]]> : tensor<2x2xi64>
// CHECK-NEXT: return %[[R0]]
func.func @broadcast_scalar() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<3> : tensor<i64>
  %c1 = onnx.Constant dense<[[1, 2], [3, 4]]> : tensor<2x2xi64>
  %y = onnx.Mul %c0, %c1 : (tensor<i64>, tensor<2x2xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// Variadic operators fold from the left.
// CHECK-LABEL: @sum
// CHECK: %[[R0:.*]] = onnx.Constant dense<[111, 122]> : tensor<2xi64>
// CHECK-NEXT: return %[[R0]]
func.func @sum() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[1, 2]> : tensor<2xi64>
  %c1 = onnx.Constant dense<[10, 20]> : tensor<2xi64>
  %c2 = onnx.Constant dense<100> : tensor<i64>
  %y = onnx.Sum %c0, %c1, %c2 : (tensor<2xi64>, tensor<2xi64>, tensor<i64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @max
// CHECK: %[[R0:.*]] = onnx.Constant dense<[4, 5]> : tensor<2xi64>
// CHECK-NEXT: return %[[R0]]
func.func @max() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[1, 5]> : tensor<2xi64>
  %c1 = onnx.Constant dense<[4, 2]> : tensor<2xi64>
  %c2 = onnx.Constant dense<3> : tensor<2xi64>
  %y = onnx.Max %c0, %c1, %c2 : (tensor<2xi64>, tensor<2xi64>, tensor<2xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @min_float
// CHECK: %[[R0:.*]] = onnx.Constant dense<[1.000000e+00, 2.000000e+00]> : tensor<2xf32>
// CHECK-NEXT: return %[[R0]]
func.func @min_float() -> tensor<*xf32> {
  %c0 = onnx.Constant dense<[1.000000e+00, 5.000000e+00]> : tensor<2xf32>
  %c1 = onnx.Constant dense<[4.000000e+00, 2.000000e+00]> : tensor<2xf32>
  %y = onnx.Min %c0, %c1 : (tensor<2xf32>, tensor<2xf32>) -> tensor<*xf32>
  return %y : tensor<*xf32>
}

// -----
// A NaN wins.
// CHECK-LABEL: @max_nan
// CHECK: %[[R0:.*]] = onnx.Constant dense<0x7FC00000> : tensor<2xf32>
// CHECK-NEXT: return %[[R0]]
func.func @max_nan() -> tensor<*xf32> {
  %c0 = onnx.Constant dense<[1.000000e+00, 0x7FC00000]> : tensor<2xf32>
  %c1 = onnx.Constant dense<[0x7FC00000, 2.000000e+00]> : tensor<2xf32>
  %y = onnx.Max %c0, %c1 : (tensor<2xf32>, tensor<2xf32>) -> tensor<*xf32>
  return %y : tensor<*xf32>
}

// -----
// CHECK-LABEL: @abs_int
// CHECK: %[[R0:.*]] = onnx.Constant dense<[3, 0, 4]> : tensor<3xi64>
// CHECK-NEXT: return %[[R0]]
func.func @abs_int() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[-3, 0, 4]> : tensor<3xi64>
  %y = onnx.Abs %c0 : (tensor<3xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @neg_float
// CHECK: %[[R0:.*]] = onnx.Constant dense<[3.000000e+00, -5.000000e-01]> : tensor<2xf32>
// CHECK-NEXT: return %[[R0]]
func.func @neg_float() -> tensor<*xf32> {
  %c0 = onnx.Constant dense<[-3.000000e+00, 5.000000e-01]> : tensor<2xf32>
  %y = onnx.Neg %c0 : (tensor<2xf32>) -> tensor<*xf32>
  return %y : tensor<*xf32>
}

// -----
// CHECK-LABEL: @sign
// CHECK: %[[R0:.*]] = onnx.Constant dense<[-1, 0, 1]> : tensor<3xi64>
// CHECK-NEXT: return %[[R0]]
func.func @sign() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[-9, 0, 9]> : tensor<3xi64>
  %y = onnx.Sign %c0 : (tensor<3xi64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @relu
// CHECK: %[[R0:.*]] = onnx.Constant dense<[0.000000e+00, 2.000000e+00]> : tensor<2xf32>
// CHECK-NEXT: return %[[R0]]
func.func @relu() -> tensor<*xf32> {
  %c0 = onnx.Constant dense<[-1.000000e+00, 2.000000e+00]> : tensor<2xf32>
  %y = onnx.Relu %c0 : (tensor<2xf32>) -> tensor<*xf32>
  return %y : tensor<*xf32>
}

// -----
// CHECK-LABEL: @ceil
// CHECK: %[[R0:.*]] = onnx.Constant dense<[2.000000e+00, -1.000000e+00, 2.000000e+00]> : tensor<3xf32>
// CHECK-NEXT: return %[[R0]]
func.func @ceil() -> tensor<*xf32> {
  %c0 = onnx.Constant dense<[1.250000e+00, -1.250000e+00, 2.000000e+00]> : tensor<3xf32>
  %y = onnx.Ceil %c0 : (tensor<3xf32>) -> tensor<*xf32>
  return %y : tensor<*xf32>
}

// -----
// CHECK-LABEL: @floor
// CHECK: %[[R0:.*]] = onnx.Constant dense<[1.000000e+00, -2.000000e+00, 2.000000e+00]> : tensor<3xf32>
// CHECK-NEXT: return %[[R0]]
func.func @floor() -> tensor<*xf32> {
  %c0 = onnx.Constant dense<[1.250000e+00, -1.250000e+00, 2.000000e+00]> : tensor<3xf32>
  %y = onnx.Floor %c0 : (tensor<3xf32>) -> tensor<*xf32>
  return %y : tensor<*xf32>
}

// -----
// Halves go to the even neighbour.
// CHECK-LABEL: @round_half_to_even
// CHECK: %[[R0:.*]] = onnx.Constant dense<[0.000000e+00, 2.000000e+00, 2.000000e+00, -2.000000e+00]> : tensor<4xf32>
// CHECK-NEXT: return %[[R0]]
func.func @round_half_to_even() -> tensor<*xf32> {
  %c0 = onnx.Constant dense<[5.000000e-01, 1.500000e+00, 2.500000e+00, -1.500000e+00]> : tensor<4xf32>
  %y = onnx.Round %c0 : (tensor<4xf32>) -> tensor<*xf32>
  return %y : tensor<*xf32>
}

// -----
// CHECK-LABEL: @sqrt
// CHECK: %[[R0:.*]] = onnx.Constant dense<[3.000000e+00, 1.500000e+00]> : tensor<2xf32>
// CHECK-NEXT: return %[[R0]]
func.func @sqrt() -> tensor<*xf32> {
  %c0 = onnx.Constant dense<[9.000000e+00, 2.250000e+00]> : tensor<2xf32>
  %y = onnx.Sqrt %c0 : (tensor<2xf32>) -> tensor<*xf32>
  return %y : tensor<*xf32>
}

// -----
// CHECK-LABEL: @exp
// CHECK: %[[R0:.*]] = onnx.Constant dense<[1.000000e+00, 0.000000e+00]> : tensor<2xf32>
// CHECK-NEXT: return %[[R0]]
func.func @exp() -> tensor<*xf32> {
  %c0 = onnx.Constant dense<[0.000000e+00, 0xFF800000]> : tensor<2xf32>
  %y = onnx.Exp %c0 : (tensor<2xf32>) -> tensor<*xf32>
  return %y : tensor<*xf32>
}

// -----
// CHECK-LABEL: @log
// CHECK: %[[R0:.*]] = onnx.Constant dense<[0.000000e+00, 0xFF800000]> : tensor<2xf32>
// CHECK-NEXT: return %[[R0]]
func.func @log() -> tensor<*xf32> {
  %c0 = onnx.Constant dense<[1.000000e+00, 0.000000e+00]> : tensor<2xf32>
  %y = onnx.Log %c0 : (tensor<2xf32>) -> tensor<*xf32>
  return %y : tensor<*xf32>
}

// -----
// CHECK-LABEL: @sin
// CHECK: %[[R0:.*]] = onnx.Constant dense<0.000000e+00> : tensor<1xf32>
// CHECK-NEXT: return %[[R0]]
func.func @sin() -> tensor<*xf32> {
  %c0 = onnx.Constant dense<0.000000e+00> : tensor<1xf32>
  %y = onnx.Sin %c0 : (tensor<1xf32>) -> tensor<*xf32>
  return %y : tensor<*xf32>
}

// -----
// CHECK-LABEL: @cos
// CHECK: %[[R0:.*]] = onnx.Constant dense<1.000000e+00> : tensor<1xf32>
// CHECK-NEXT: return %[[R0]]
func.func @cos() -> tensor<*xf32> {
  %c0 = onnx.Constant dense<0.000000e+00> : tensor<1xf32>
  %y = onnx.Cos %c0 : (tensor<1xf32>) -> tensor<*xf32>
  return %y : tensor<*xf32>
}

// -----
// CHECK-LABEL: @tan
// CHECK: %[[R0:.*]] = onnx.Constant dense<0.000000e+00> : tensor<1xf32>
// CHECK-NEXT: return %[[R0]]
func.func @tan() -> tensor<*xf32> {
  %c0 = onnx.Constant dense<0.000000e+00> : tensor<1xf32>
  %y = onnx.Tan %c0 : (tensor<1xf32>) -> tensor<*xf32>
  return %y : tensor<*xf32>
}

// -----
// CHECK-LABEL: @tanh
// CHECK: %[[R0:.*]] = onnx.Constant dense<[0.000000e+00, 1.000000e+00]> : tensor<2xf32>
// CHECK-NEXT: return %[[R0]]
func.func @tanh() -> tensor<*xf32> {
  %c0 = onnx.Constant dense<[0.000000e+00, 0x7F800000]> : tensor<2xf32>
  %y = onnx.Tanh %c0 : (tensor<2xf32>) -> tensor<*xf32>
  return %y : tensor<*xf32>
}

// -----
// CHECK-LABEL: @erf
// CHECK: %[[R0:.*]] = onnx.Constant dense<[0.000000e+00, 1.000000e+00, -1.000000e+00]> : tensor<3xf32>
// CHECK-NEXT: return %[[R0]]
func.func @erf() -> tensor<*xf32> {
  %c0 = onnx.Constant dense<[0.000000e+00, 0x7F800000, 0xFF800000]> : tensor<3xf32>
  %y = onnx.Erf %c0 : (tensor<3xf32>) -> tensor<*xf32>
  return %y : tensor<*xf32>
}

// -----
// CHECK-LABEL: @reciprocal
// CHECK: %[[R0:.*]] = onnx.Constant dense<[2.500000e-01, -2.000000e+00]> : tensor<2xf32>
// CHECK-NEXT: return %[[R0]]
func.func @reciprocal() -> tensor<*xf32> {
  %c0 = onnx.Constant dense<[4.000000e+00, -5.000000e-01]> : tensor<2xf32>
  %y = onnx.Reciprocal %c0 : (tensor<2xf32>) -> tensor<*xf32>
  return %y : tensor<*xf32>
}

// -----
// CHECK-LABEL: @sigmoid
// CHECK: %[[R0:.*]] = onnx.Constant dense<[5.000000e-01, 1.000000e+00, 0.000000e+00]> : tensor<3xf32>
// CHECK-NEXT: return %[[R0]]
func.func @sigmoid() -> tensor<*xf32> {
  %c0 = onnx.Constant dense<[0.000000e+00, 0x7F800000, 0xFF800000]> : tensor<3xf32>
  %y = onnx.Sigmoid %c0 : (tensor<3xf32>) -> tensor<*xf32>
  return %y : tensor<*xf32>
}

// -----
// CHECK-LABEL: @not
// CHECK: %[[R0:.*]] = onnx.Constant dense<[false, true]> : tensor<2xi1>
// CHECK-NEXT: return %[[R0]]
func.func @not() -> tensor<*xi1> {
  %c0 = onnx.Constant dense<[true, false]> : tensor<2xi1>
  %y = onnx.Not %c0 : (tensor<2xi1>) -> tensor<*xi1>
  return %y : tensor<*xi1>
}

// -----
// CHECK-LABEL: @and
// CHECK: %[[R0:.*]] = onnx.Constant dense<[true, false, false, false]> : tensor<4xi1>
// CHECK-NEXT: return %[[R0]]
func.func @and() -> tensor<*xi1> {
  %c0 = onnx.Constant dense<[true, true, false, false]> : tensor<4xi1>
  %c1 = onnx.Constant dense<[true, false, true, false]> : tensor<4xi1>
  %y = onnx.And %c0, %c1 : (tensor<4xi1>, tensor<4xi1>) -> tensor<*xi1>
  return %y : tensor<*xi1>
}

// -----
// CHECK-LABEL: @or
// CHECK: %[[R0:.*]] = onnx.Constant dense<[true, true, true, false]> : tensor<4xi1>
// CHECK-NEXT: return %[[R0]]
func.func @or() -> tensor<*xi1> {
  %c0 = onnx.Constant dense<[true, true, false, false]> : tensor<4xi1>
  %c1 = onnx.Constant dense<[true, false, true, false]> : tensor<4xi1>
  %y = onnx.Or %c0, %c1 : (tensor<4xi1>, tensor<4xi1>) -> tensor<*xi1>
  return %y : tensor<*xi1>
}

// -----
// CHECK-LABEL: @xor
// CHECK: %[[R0:.*]] = onnx.Constant dense<[false, true, true, false]> : tensor<4xi1>
// CHECK-NEXT: return %[[R0]]
func.func @xor() -> tensor<*xi1> {
  %c0 = onnx.Constant dense<[true, true, false, false]> : tensor<4xi1>
  %c1 = onnx.Constant dense<[true, false, true, false]> : tensor<4xi1>
  %y = onnx.Xor %c0, %c1 : (tensor<4xi1>, tensor<4xi1>) -> tensor<*xi1>
  return %y : tensor<*xi1>
}

// -----
// CHECK-LABEL: @equal_int
// CHECK: %[[R0:.*]] = onnx.Constant dense<[false, true, false]> : tensor<3xi1>
// CHECK-NEXT: return %[[R0]]
func.func @equal_int() -> tensor<*xi1> {
  %c0 = onnx.Constant dense<[1, 2, 3]> : tensor<3xi64>
  %c1 = onnx.Constant dense<2> : tensor<3xi64>
  %y = onnx.Equal %c0, %c1 : (tensor<3xi64>, tensor<3xi64>) -> tensor<*xi1>
  return %y : tensor<*xi1>
}

// -----
// CHECK-LABEL: @less_int
// CHECK: %[[R0:.*]] = onnx.Constant dense<[true, false, false]> : tensor<3xi1>
// CHECK-NEXT: return %[[R0]]
func.func @less_int() -> tensor<*xi1> {
  %c0 = onnx.Constant dense<[1, 2, 3]> : tensor<3xi64>
  %c1 = onnx.Constant dense<2> : tensor<3xi64>
  %y = onnx.Less %c0, %c1 : (tensor<3xi64>, tensor<3xi64>) -> tensor<*xi1>
  return %y : tensor<*xi1>
}

// -----
// CHECK-LABEL: @lessorequal_int
// CHECK: %[[R0:.*]] = onnx.Constant dense<[true, true, false]> : tensor<3xi1>
// CHECK-NEXT: return %[[R0]]
func.func @lessorequal_int() -> tensor<*xi1> {
  %c0 = onnx.Constant dense<[1, 2, 3]> : tensor<3xi64>
  %c1 = onnx.Constant dense<2> : tensor<3xi64>
  %y = onnx.LessOrEqual %c0, %c1 : (tensor<3xi64>, tensor<3xi64>) -> tensor<*xi1>
  return %y : tensor<*xi1>
}

// -----
// CHECK-LABEL: @greater_int
// CHECK: %[[R0:.*]] = onnx.Constant dense<[false, false, true]> : tensor<3xi1>
// CHECK-NEXT: return %[[R0]]
func.func @greater_int() -> tensor<*xi1> {
  %c0 = onnx.Constant dense<[1, 2, 3]> : tensor<3xi64>
  %c1 = onnx.Constant dense<2> : tensor<3xi64>
  %y = onnx.Greater %c0, %c1 : (tensor<3xi64>, tensor<3xi64>) -> tensor<*xi1>
  return %y : tensor<*xi1>
}

// -----
// CHECK-LABEL: @greaterorequal_int
// CHECK: %[[R0:.*]] = onnx.Constant dense<[false, true, true]> : tensor<3xi1>
// CHECK-NEXT: return %[[R0]]
func.func @greaterorequal_int() -> tensor<*xi1> {
  %c0 = onnx.Constant dense<[1, 2, 3]> : tensor<3xi64>
  %c1 = onnx.Constant dense<2> : tensor<3xi64>
  %y = onnx.GreaterOrEqual %c0, %c1 : (tensor<3xi64>, tensor<3xi64>) -> tensor<*xi1>
  return %y : tensor<*xi1>
}

// -----
// NaN compares as false.
// CHECK-LABEL: @less_float_nan
// CHECK: %[[R0:.*]] = onnx.Constant dense<[true, false]> : tensor<2xi1>
// CHECK-NEXT: return %[[R0]]
func.func @less_float_nan() -> tensor<*xi1> {
  %c0 = onnx.Constant dense<[1.000000e+00, 0x7FC00000]> : tensor<2xf32>
  %c1 = onnx.Constant dense<2.000000e+00> : tensor<2xf32>
  %y = onnx.Less %c0, %c1 : (tensor<2xf32>, tensor<2xf32>) -> tensor<*xi1>
  return %y : tensor<*xi1>
}

// -----
// CHECK-LABEL: @where
// CHECK: %[[R0:.*]] = onnx.Constant dense<[1, 9, 3]> : tensor<3xi64>
// CHECK-NEXT: return %[[R0]]
func.func @where() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[true, false, true]> : tensor<3xi1>
  %c1 = onnx.Constant dense<[1, 2, 3]> : tensor<3xi64>
  %c2 = onnx.Constant dense<9> : tensor<i64>
  %y = onnx.Where %c0, %c1, %c2 : (tensor<3xi1>, tensor<3xi64>, tensor<i64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @clip_both
// CHECK: %[[R0:.*]] = onnx.Constant dense<[-1.000000e+00, 5.000000e-01, 1.000000e+00]> : tensor<3xf32>
// CHECK-NEXT: return %[[R0]]
func.func @clip_both() -> tensor<*xf32> {
  %c0 = onnx.Constant dense<[-2.000000e+00, 5.000000e-01, 3.000000e+00]> : tensor<3xf32>
  %c1 = onnx.Constant dense<-1.000000e+00> : tensor<f32>
  %c2 = onnx.Constant dense<1.000000e+00> : tensor<f32>
  %y = onnx.Clip %c0, %c1, %c2 : (tensor<3xf32>, tensor<f32>, tensor<f32>) -> tensor<*xf32>
  return %y : tensor<*xf32>
}

// -----
// CHECK-LABEL: @clip_minimum
// CHECK: %[[R0:.*]] = onnx.Constant dense<[0, 5]> : tensor<2xi64>
// CHECK-NEXT: return %[[R0]]
func.func @clip_minimum() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[-2, 5]> : tensor<2xi64>
  %c1 = onnx.Constant dense<0> : tensor<i64>
  %n2 = onnx.NoValue : none
  %y = onnx.Clip %c0, %c1, %n2 : (tensor<2xi64>, tensor<i64>, none) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @clip_maximum
// CHECK: %[[R0:.*]] = onnx.Constant dense<[-2, 0]> : tensor<2xi64>
// CHECK-NEXT: return %[[R0]]
func.func @clip_maximum() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[-2, 5]> : tensor<2xi64>
  %n1 = onnx.NoValue : none
  %c2 = onnx.Constant dense<0> : tensor<i64>
  %y = onnx.Clip %c0, %n1, %c2 : (tensor<2xi64>, none, tensor<i64>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// Floats are truncated.
// CHECK-LABEL: @cast_to_int
// CHECK: %[[R0:.*]] = onnx.Constant dense<[1, -1]> : tensor<2xi64>
// CHECK-NEXT: return %[[R0]]
func.func @cast_to_int() -> tensor<*xi64> {
  %c0 = onnx.Constant dense<[1.750000e+00, -1.750000e+00]> : tensor<2xf32>
  %y = onnx.Cast %c0 {to = i64} : (tensor<2xf32>) -> tensor<*xi64>
  return %y : tensor<*xi64>
}

// -----
// CHECK-LABEL: @cast_to_float
// CHECK: %[[R0:.*]] = onnx.Constant dense<[3.000000e+00, -4.000000e+00]> : tensor<2xf32>
// CHECK-NEXT: return %[[R0]]
func.func @cast_to_float() -> tensor<*xf32> {
  %c0 = onnx.Constant dense<[3, -4]> : tensor<2xi64>
  %y = onnx.Cast %c0 {to = f32} : (tensor<2xi64>) -> tensor<*xf32>
  return %y : tensor<*xf32>
}

// -----
// CHECK-LABEL: @cast_to_bool
// CHECK: %[[R0:.*]] = onnx.Constant dense<[false, true, true]> : tensor<3xi1>
// CHECK-NEXT: return %[[R0]]
func.func @cast_to_bool() -> tensor<*xi1> {
  %c0 = onnx.Constant dense<[0.000000e+00, 2.500000e-01, -1.000000e+00]> : tensor<3xf32>
  %y = onnx.Cast %c0 {to = i1} : (tensor<3xf32>) -> tensor<*xi1>
  return %y : tensor<*xi1>
}

// -----
// CHECK-LABEL: @cast_narrow
// CHECK: %[[R0:.*]] = onnx.Constant dense<[1, -1]> : tensor<2xi32>
// CHECK-NEXT: return %[[R0]]
func.func @cast_narrow() -> tensor<*xi32> {
  %c0 = onnx.Constant dense<[1, -1]> : tensor<2xi64>
  %y = onnx.Cast %c0 {to = i32} : (tensor<2xi64>) -> tensor<*xi32>
  return %y : tensor<*xi32>
}

// -----
// Narrowing of integers wraps around.
// CHECK-LABEL: @cast_wraps
// CHECK: %[[R0:.*]] = onnx.Constant dense<2> : tensor<1xi32>
// CHECK-NEXT: return %[[R0]]
func.func @cast_wraps() -> tensor<*xi32> {
  %c0 = onnx.Constant dense<4294967298> : tensor<1xi64>
  %y = onnx.Cast %c0 {to = i32} : (tensor<1xi64>) -> tensor<*xi32>
  return %y : tensor<*xi32>
}

// -----
// Ties go to even; what is too large becomes infinite.
// CHECK-LABEL: @cast_half_rounds
// CHECK: %[[R0:.*]] = onnx.Constant dense<[2.048000e+03, 0x7C00]> : tensor<2xf16>
// CHECK-NEXT: return %[[R0]]
func.func @cast_half_rounds() -> tensor<*xf16> {
  %c0 = onnx.Constant dense<[2.049000e+03, 6.552000e+04]> : tensor<2xf32>
  %y = onnx.Cast %c0 {to = f16} : (tensor<2xf32>) -> tensor<*xf16>
  return %y : tensor<*xf16>
}
