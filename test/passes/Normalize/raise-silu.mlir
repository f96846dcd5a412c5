// RUN: burin-opt %s --onnx-raise-activations --split-input-file | FileCheck %s
// RUN: burin-opt %s --onnx-raise-activations --onnx-raise-activations --split-input-file | FileCheck %s

// x exp(x) / (1 + exp(x)), the quotient first.
// CHECK-LABEL: func @exp_over_one_plus_exp(
//       CHECK:   %[[Y:.*]] = onnx.Swish %arg0 :
//  CHECK-NEXT:   return %[[Y]]
func.func @exp_over_one_plus_exp(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %v0 = onnx.Exp %x : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %c1 = onnx.Constant dense<1.0> : tensor<f32>
  %v2 = onnx.Add %c1, %v0 : (tensor<f32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %v3 = onnx.Div %v0, %v2 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %v4 = onnx.Mul %v3, %x : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  return %v4 : tensor<2x64xf32>
}

// -----

// exp(x) computed twice.
// CHECK-LABEL: func @exp_twice(
//       CHECK:   %[[Y:.*]] = onnx.Swish %arg0 :
//  CHECK-NEXT:   return %[[Y]]
func.func @exp_twice(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %v0 = onnx.Exp %x : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %v1 = onnx.Exp %x : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %c2 = onnx.Constant dense<1.0> : tensor<f32>
  %v3 = onnx.Add %v1, %c2 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v4 = onnx.Div %v0, %v3 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %v5 = onnx.Mul %x, %v4 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  return %v5 : tensor<2x64xf32>
}

// -----

// x (1 + tanh(x / 2)) / 2 is x sigmoid(x).
// CHECK-LABEL: func @tanh_half(
//       CHECK:   %[[Y:.*]] = onnx.Swish %arg0 :
//  CHECK-NEXT:   return %[[Y]]
func.func @tanh_half(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %c0 = onnx.Constant dense<0.5> : tensor<f32>
  %v1 = onnx.Mul %x, %c0 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v2 = onnx.Tanh %v1 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %c3 = onnx.Constant dense<1.0> : tensor<f32>
  %v4 = onnx.Add %v2, %c3 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v5 = onnx.Mul %x, %v4 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %c6 = onnx.Constant dense<0.5> : tensor<f32>
  %v7 = onnx.Mul %v5, %c6 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  return %v7 : tensor<2x64xf32>
}

// -----

// The halves as quotients, multiplied out.
// CHECK-LABEL: func @tanh_divided(
//       CHECK:   %[[Y:.*]] = onnx.Swish %arg0 :
//  CHECK-NEXT:   return %[[Y]]
func.func @tanh_divided(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %c0 = onnx.Constant dense<2.0> : tensor<f32>
  %v1 = onnx.Div %x, %c0 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v2 = onnx.Tanh %v1 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %c3 = onnx.Constant dense<2.0> : tensor<f32>
  %v4 = onnx.Div %x, %c3 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v5 = onnx.Mul %v4, %v2 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %v6 = onnx.Add %v4, %v5 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  return %v6 : tensor<2x64xf32>
}

// -----

// -x * -sigmoid(x)
// CHECK-LABEL: func @negated_twice(
//       CHECK:   %[[Y:.*]] = onnx.Swish %arg0 :
//  CHECK-NEXT:   return %[[Y]]
func.func @negated_twice(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %v0 = onnx.Sigmoid %x : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %v1 = onnx.Neg %x : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %v2 = onnx.Neg %v0 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %v3 = onnx.Mul %v1, %v2 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  return %v3 : tensor<2x64xf32>
}

// -----

// The factor on the left, sigmoid on the left.
// CHECK-LABEL: func @quick_gelu_order(
//       CHECK:   %[[Y:.*]] = onnx.Swish %arg0 {alpha = 1.702000e+00 : f32}
//  CHECK-NEXT:   return %[[Y]]
func.func @quick_gelu_order(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %c0 = onnx.Constant dense<1.702> : tensor<f32>
  %v1 = onnx.Mul %c0, %x : (tensor<f32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %v2 = onnx.Sigmoid %v1 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %v3 = onnx.Mul %v2, %x : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  return %v3 : tensor<2x64xf32>
}

// -----

// A division by 1 / 1.702, which f32 rounds.
// CHECK-LABEL: func @quick_gelu_divided(
//       CHECK:   %[[Y:.*]] = onnx.Swish %arg0 {alpha = 1.70{{1999|2000}}{{.*}} : f32}
//  CHECK-NEXT:   return %[[Y]]
func.func @quick_gelu_divided(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %c0 = onnx.Constant dense<0.587544066> : tensor<f32>
  %v1 = onnx.Div %x, %c0 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v2 = onnx.Sigmoid %v1 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %v3 = onnx.Mul %x, %v2 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  return %v3 : tensor<2x64xf32>
}

// -----

// The factor in two steps.
// CHECK-LABEL: func @quick_gelu_two_factors(
//       CHECK:   %[[Y:.*]] = onnx.Swish %arg0 {alpha = 1.702000e+00 : f32}
//  CHECK-NEXT:   return %[[Y]]
func.func @quick_gelu_two_factors(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %c0 = onnx.Constant dense<0.851> : tensor<f32>
  %v1 = onnx.Mul %x, %c0 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %c2 = onnx.Constant dense<2.0> : tensor<f32>
  %v3 = onnx.Mul %v1, %c2 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v4 = onnx.Sigmoid %v3 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %v5 = onnx.Mul %x, %v4 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  return %v5 : tensor<2x64xf32>
}

// -----

// x / (1 + exp(-1.702 x))
// CHECK-LABEL: func @quick_gelu_quotient(
//       CHECK:   %[[Y:.*]] = onnx.Swish %arg0 {alpha = 1.702000e+00 : f32}
//  CHECK-NEXT:   return %[[Y]]
func.func @quick_gelu_quotient(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %c0 = onnx.Constant dense<-1.702> : tensor<f32>
  %v1 = onnx.Mul %x, %c0 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v2 = onnx.Exp %v1 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %c3 = onnx.Constant dense<1.0> : tensor<f32>
  %v4 = onnx.Add %v2, %c3 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v5 = onnx.Div %x, %v4 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  return %v5 : tensor<2x64xf32>
}

// -----

// x / (1 + exp(-(1.702 x)))
// CHECK-LABEL: func @quick_gelu_negated(
//       CHECK:   %[[Y:.*]] = onnx.Swish %arg0 {alpha = 1.702000e+00 : f32}
//  CHECK-NEXT:   return %[[Y]]
func.func @quick_gelu_negated(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %c0 = onnx.Constant dense<1.702> : tensor<f32>
  %v1 = onnx.Mul %x, %c0 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v2 = onnx.Neg %v1 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %v3 = onnx.Exp %v2 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %c4 = onnx.Constant dense<1.0> : tensor<f32>
  %v5 = onnx.Add %c4, %v3 : (tensor<f32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %v6 = onnx.Div %x, %v5 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  return %v6 : tensor<2x64xf32>
}

// -----

// x / 2 (1 + tanh(0.851 x))
// CHECK-LABEL: func @quick_gelu_tanh(
//       CHECK:   %[[Y:.*]] = onnx.Swish %arg0 {alpha = 1.702000e+00 : f32}
//  CHECK-NEXT:   return %[[Y]]
func.func @quick_gelu_tanh(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %c0 = onnx.Constant dense<0.851> : tensor<f32>
  %v1 = onnx.Mul %x, %c0 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v2 = onnx.Tanh %v1 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %c3 = onnx.Constant dense<0.5> : tensor<f32>
  %v4 = onnx.Mul %c3, %x : (tensor<f32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %c5 = onnx.Constant dense<1.0> : tensor<f32>
  %v6 = onnx.Add %v2, %c5 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v7 = onnx.Mul %v4, %v6 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  return %v7 : tensor<2x64xf32>
}

// -----

// f16 with the constant that f16 can hold.
// CHECK-LABEL: func @quick_gelu_f16(
//       CHECK:   %[[Y:.*]] = onnx.Swish %arg0 {alpha = 1.70{{.*}} : f32}
//  CHECK-NEXT:   return %[[Y]]
func.func @quick_gelu_f16(%x: tensor<2x64xf16>) -> tensor<2x64xf16> {
  %c0 = onnx.Constant dense<1.7021> : tensor<f16>
  %v1 = onnx.Mul %x, %c0 : (tensor<2x64xf16>, tensor<f16>) -> tensor<2x64xf16>
  %v2 = onnx.Sigmoid %v1 : (tensor<2x64xf16>) -> tensor<2x64xf16>
  %v3 = onnx.Mul %x, %v2 : (tensor<2x64xf16>, tensor<2x64xf16>) -> tensor<2x64xf16>
  return %v3 : tensor<2x64xf16>
}

// -----

// An f32 island around the sigmoid of an f16 graph.
// CHECK-LABEL: func @quick_gelu_island(
//       CHECK:   %[[Y:.*]] = onnx.Swish %arg0 {alpha = 1.702000e+00 : f32} : (tensor<2x64xf16>)
//  CHECK-NEXT:   return %[[Y]]
func.func @quick_gelu_island(%x: tensor<2x64xf16>) -> tensor<2x64xf16> {
  %v0 = onnx.Cast %x {to = f32} : (tensor<2x64xf16>) -> tensor<2x64xf32>
  %c1 = onnx.Constant dense<1.702> : tensor<f32>
  %v2 = onnx.Mul %v0, %c1 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v3 = onnx.Sigmoid %v2 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %v4 = onnx.Mul %v0, %v3 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %v5 = onnx.Cast %v4 {to = f16} : (tensor<2x64xf32>) -> tensor<2x64xf16>
  return %v5 : tensor<2x64xf16>
}

// -----

// A constant of shape [1, 1].
// CHECK-LABEL: func @quick_gelu_unit_constant(
//       CHECK:   %[[Y:.*]] = onnx.Swish %arg0 {alpha = 1.702000e+00 : f32}
//  CHECK-NEXT:   return %[[Y]]
func.func @quick_gelu_unit_constant(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %c0 = onnx.Constant dense<1.702> : tensor<1x1xf32>
  %v1 = onnx.Mul %x, %c0 : (tensor<2x64xf32>, tensor<1x1xf32>) -> tensor<2x64xf32>
  %v2 = onnx.Sigmoid %v1 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %v3 = onnx.Mul %x, %v2 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  return %v3 : tensor<2x64xf32>
}

// -----

// Near misses.

// exp of another value above the bar.
// CHECK-LABEL: func @near_exp_of_other(
//   CHECK-NOT:   onnx.Swish
//       CHECK:   onnx.Exp
func.func @near_exp_of_other(%x: tensor<2x64xf32>, %y: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %v0 = onnx.Exp %x : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %v1 = onnx.Exp %y : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %c2 = onnx.Constant dense<1.0> : tensor<f32>
  %v3 = onnx.Add %v1, %c2 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v4 = onnx.Div %v0, %v3 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %v5 = onnx.Mul %x, %v4 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  return %v5 : tensor<2x64xf32>
}

// -----

// 1 - exp(x) below the bar.
// CHECK-LABEL: func @near_minus_exp(
//   CHECK-NOT:   onnx.Swish
//       CHECK:   onnx.Exp
func.func @near_minus_exp(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %v0 = onnx.Exp %x : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %c1 = onnx.Constant dense<1.0> : tensor<f32>
  %v2 = onnx.Sub %c1, %v0 : (tensor<f32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %v3 = onnx.Div %v0, %v2 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %v4 = onnx.Mul %x, %v3 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  return %v4 : tensor<2x64xf32>
}

// -----

// 2 + tanh(x / 2)
// CHECK-LABEL: func @near_tanh_offset(
//   CHECK-NOT:   onnx.Swish
//       CHECK:   onnx.Tanh
func.func @near_tanh_offset(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %c0 = onnx.Constant dense<0.5> : tensor<f32>
  %v1 = onnx.Mul %x, %c0 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v2 = onnx.Tanh %v1 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %c3 = onnx.Constant dense<2.0> : tensor<f32>
  %v4 = onnx.Add %v2, %c3 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v5 = onnx.Mul %x, %v4 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %c6 = onnx.Constant dense<0.5> : tensor<f32>
  %v7 = onnx.Mul %v5, %c6 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  return %v7 : tensor<2x64xf32>
}

// -----

// (1 + tanh(x / 2)) / 2 is a sigmoid, without the factor x.
// CHECK-LABEL: func @near_tanh_alone(
//   CHECK-NOT:   onnx.Swish
//       CHECK:   onnx.Tanh
func.func @near_tanh_alone(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %c0 = onnx.Constant dense<0.5> : tensor<f32>
  %v1 = onnx.Mul %x, %c0 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v2 = onnx.Tanh %v1 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %c3 = onnx.Constant dense<1.0> : tensor<f32>
  %v4 = onnx.Add %v2, %c3 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %c5 = onnx.Constant dense<0.5> : tensor<f32>
  %v6 = onnx.Mul %v4, %c5 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  return %v6 : tensor<2x64xf32>
}

// -----

// x (1 + tanh(x / 2)), twice as large.
// CHECK-LABEL: func @near_tanh_whole(
//   CHECK-NOT:   onnx.Swish
//       CHECK:   onnx.Tanh
func.func @near_tanh_whole(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %c0 = onnx.Constant dense<0.5> : tensor<f32>
  %v1 = onnx.Mul %x, %c0 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v2 = onnx.Tanh %v1 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %c3 = onnx.Constant dense<1.0> : tensor<f32>
  %v4 = onnx.Add %v2, %c3 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v5 = onnx.Mul %x, %v4 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  return %v5 : tensor<2x64xf32>
}

// -----

// alpha is known only at run time.
// CHECK-LABEL: func @near_run_time_alpha(
//   CHECK-NOT:   onnx.Swish
//       CHECK:   onnx.Sigmoid
func.func @near_run_time_alpha(%x: tensor<2x64xf32>, %a: tensor<f32>) -> tensor<2x64xf32> {
  %v0 = onnx.Mul %x, %a : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v1 = onnx.Sigmoid %v0 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %v2 = onnx.Mul %x, %v1 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  return %v2 : tensor<2x64xf32>
}

// -----

// sigmoid of the square.
// CHECK-LABEL: func @near_square(
//   CHECK-NOT:   onnx.Swish
//       CHECK:   onnx.Sigmoid
func.func @near_square(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %v0 = onnx.Mul %x, %x : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %v1 = onnx.Sigmoid %v0 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %v2 = onnx.Mul %x, %v1 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  return %v2 : tensor<2x64xf32>
}

// -----

// x^2 sigmoid(x)
// CHECK-LABEL: func @near_squared_factor(
//   CHECK-NOT:   onnx.Swish
//       CHECK:   onnx.Sigmoid
func.func @near_squared_factor(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %v0 = onnx.Sigmoid %x : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %v1 = onnx.Mul %x, %x : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %v2 = onnx.Mul %v1, %v0 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  return %v2 : tensor<2x64xf32>
}

// -----

// x + sigmoid(x)
// CHECK-LABEL: func @near_sum(
//   CHECK-NOT:   onnx.Swish
//       CHECK:   onnx.Sigmoid
func.func @near_sum(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %v0 = onnx.Sigmoid %x : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %v1 = onnx.Add %x, %v0 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  return %v1 : tensor<2x64xf32>
}

// -----

// 2 x sigmoid(x)
// CHECK-LABEL: func @near_scaled(
//   CHECK-NOT:   onnx.Swish
//       CHECK:   onnx.Sigmoid
func.func @near_scaled(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %v0 = onnx.Sigmoid %x : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %c1 = onnx.Constant dense<2.0> : tensor<f32>
  %v2 = onnx.Mul %x, %c1 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v3 = onnx.Mul %v2, %v0 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  return %v3 : tensor<2x64xf32>
}

// -----

// exp(x) is also a result.
// CHECK-LABEL: func @near_exp_used(
//   CHECK-NOT:   onnx.Swish
//       CHECK:   onnx.Exp
func.func @near_exp_used(%x: tensor<2x64xf32>) -> (tensor<2x64xf32>, tensor<2x64xf32>) {
  %v0 = onnx.Exp %x : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %c1 = onnx.Constant dense<1.0> : tensor<f32>
  %v2 = onnx.Add %c1, %v0 : (tensor<f32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %v3 = onnx.Div %v0, %v2 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %v4 = onnx.Mul %v3, %x : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  return %v4, %v0 : tensor<2x64xf32>, tensor<2x64xf32>
}

// -----

// HardSwish is another function, with its own operator.
// CHECK-LABEL: func @near_hard(
//   CHECK-NOT:   onnx.Swish
//       CHECK:   onnx.HardSwish
func.func @near_hard(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %v0 = onnx.HardSwish %x : (tensor<2x64xf32>) -> tensor<2x64xf32>
  return %v0 : tensor<2x64xf32>
}
