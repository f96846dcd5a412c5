// RUN: burin-opt %s --onnx-raise-activations --split-input-file | FileCheck %s
// RUN: burin-opt %s --onnx-raise-activations --onnx-raise-activations --split-input-file | FileCheck %s

// (1 + erf) / 2 first, times x last.
// CHECK-LABEL: func @half_of_sum(
//       CHECK:   %[[Y:.*]] = onnx.Gelu %arg0 :
//  CHECK-NEXT:   return %[[Y]]
func.func @half_of_sum(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %c0 = onnx.Constant dense<0.707106769> : tensor<f32>
  %v1 = onnx.Mul %x, %c0 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v2 = onnx.Erf %v1 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %c3 = onnx.Constant dense<1.0> : tensor<f32>
  %v4 = onnx.Add %c3, %v2 : (tensor<f32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %c5 = onnx.Constant dense<0.5> : tensor<f32>
  %v6 = onnx.Mul %v4, %c5 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v7 = onnx.Mul %v6, %x : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  return %v7 : tensor<2x64xf32>
}

// -----

// Quotients only.
// CHECK-LABEL: func @divided_by_two(
//       CHECK:   %[[Y:.*]] = onnx.Gelu %arg0 :
//  CHECK-NEXT:   return %[[Y]]
func.func @divided_by_two(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %c0 = onnx.Constant dense<1.41421354> : tensor<f32>
  %v1 = onnx.Div %x, %c0 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v2 = onnx.Erf %v1 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %c3 = onnx.Constant dense<1.0> : tensor<f32>
  %v4 = onnx.Add %v2, %c3 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %c5 = onnx.Constant dense<2.0> : tensor<f32>
  %v6 = onnx.Div %v4, %c5 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v7 = onnx.Mul %x, %v6 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  return %v7 : tensor<2x64xf32>
}

// -----

// 0.5 + 0.5 erf
// CHECK-LABEL: func @half_plus_half(
//       CHECK:   %[[Y:.*]] = onnx.Gelu %arg0 :
//  CHECK-NEXT:   return %[[Y]]
func.func @half_plus_half(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %c0 = onnx.Constant dense<0.707106769> : tensor<f32>
  %v1 = onnx.Mul %x, %c0 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v2 = onnx.Erf %v1 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %c3 = onnx.Constant dense<0.5> : tensor<f32>
  %v4 = onnx.Mul %c3, %v2 : (tensor<f32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %c5 = onnx.Constant dense<0.5> : tensor<f32>
  %v6 = onnx.Add %v4, %c5 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v7 = onnx.Mul %v6, %x : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  return %v7 : tensor<2x64xf32>
}

// -----

// x + x erf, halved at the end.
// CHECK-LABEL: func @x_plus_x_erf(
//       CHECK:   %[[Y:.*]] = onnx.Gelu %arg0 :
//  CHECK-NEXT:   return %[[Y]]
func.func @x_plus_x_erf(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %c0 = onnx.Constant dense<0.707106769> : tensor<f32>
  %v1 = onnx.Mul %x, %c0 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v2 = onnx.Erf %v1 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %v3 = onnx.Mul %x, %v2 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %v4 = onnx.Add %x, %v3 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %c5 = onnx.Constant dense<0.5> : tensor<f32>
  %v6 = onnx.Mul %c5, %v4 : (tensor<f32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  return %v6 : tensor<2x64xf32>
}

// -----

// x / sqrt 2 is used twice: erf(z) and z.
// CHECK-LABEL: func @scaled_argument(
//       CHECK:   %[[Y:.*]] = onnx.Gelu %arg0 :
//  CHECK-NEXT:   return %[[Y]]
func.func @scaled_argument(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %c0 = onnx.Constant dense<0.707106769> : tensor<f32>
  %v1 = onnx.Mul %x, %c0 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v2 = onnx.Erf %v1 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %c3 = onnx.Constant dense<1.0> : tensor<f32>
  %v4 = onnx.Add %v2, %c3 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v5 = onnx.Mul %v1, %v4 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %c6 = onnx.Constant dense<0.707106769> : tensor<f32>
  %v7 = onnx.Mul %v5, %c6 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  return %v7 : tensor<2x64xf32>
}

// -----

// An f16 graph: constants as exact as f16.
// CHECK-LABEL: func @half_precision(
//       CHECK:   %[[Y:.*]] = onnx.Gelu %arg0 :
//  CHECK-NEXT:   return %[[Y]]
func.func @half_precision(%x: tensor<2x64xf16>) -> tensor<2x64xf16> {
  %c0 = onnx.Constant dense<1.4141> : tensor<f16>
  %v1 = onnx.Div %x, %c0 : (tensor<2x64xf16>, tensor<f16>) -> tensor<2x64xf16>
  %v2 = onnx.Erf %v1 : (tensor<2x64xf16>) -> tensor<2x64xf16>
  %c3 = onnx.Constant dense<1.0> : tensor<f16>
  %v4 = onnx.Add %v2, %c3 : (tensor<2x64xf16>, tensor<f16>) -> tensor<2x64xf16>
  %v5 = onnx.Mul %x, %v4 : (tensor<2x64xf16>, tensor<2x64xf16>) -> tensor<2x64xf16>
  %c6 = onnx.Constant dense<0.5> : tensor<f16>
  %v7 = onnx.Mul %v5, %c6 : (tensor<2x64xf16>, tensor<f16>) -> tensor<2x64xf16>
  return %v7 : tensor<2x64xf16>
}

// -----

// Constants of shape [1] and [1, 1].
// CHECK-LABEL: func @unit_shapes(
//       CHECK:   %[[Y:.*]] = onnx.Gelu %arg0 :
//  CHECK-NEXT:   return %[[Y]]
func.func @unit_shapes(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %c0 = onnx.Constant dense<1.41421354> : tensor<1xf32>
  %v1 = onnx.Div %x, %c0 : (tensor<2x64xf32>, tensor<1xf32>) -> tensor<2x64xf32>
  %v2 = onnx.Erf %v1 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %c3 = onnx.Constant dense<1.0> : tensor<1x1xf32>
  %v4 = onnx.Add %v2, %c3 : (tensor<2x64xf32>, tensor<1x1xf32>) -> tensor<2x64xf32>
  %v5 = onnx.Mul %x, %v4 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %c6 = onnx.Constant dense<0.5> : tensor<1xf32>
  %v7 = onnx.Mul %v5, %c6 : (tensor<2x64xf32>, tensor<1xf32>) -> tensor<2x64xf32>
  return %v7 : tensor<2x64xf32>
}

// -----

// Constants behind Identity and a reshape.
// CHECK-LABEL: func @identities(
//       CHECK:   %[[Y:.*]] = onnx.Gelu %arg0 :
//  CHECK-NEXT:   return %[[Y]]
func.func @identities(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %c0 = onnx.Constant dense<1.41421354> : tensor<f32>
  %v1 = onnx.Identity %c0 : (tensor<f32>) -> tensor<f32>
  %v2 = onnx.Div %x, %v1 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v3 = onnx.Erf %v2 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %c4 = onnx.Constant dense<1.0> : tensor<f32>
  %v5 = onnx.Add %v3, %c4 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v6 = onnx.Mul %x, %v5 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %c7 = onnx.Constant dense<0.5> : tensor<f32>
  %v8 = onnx.Mul %v6, %c7 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  return %v8 : tensor<2x64xf32>
}

// -----

// The cube as two products.
// CHECK-LABEL: func @tanh_mul(
//       CHECK:   %[[Y:.*]] = onnx.Gelu %arg0 {approximate = "tanh"}
//  CHECK-NEXT:   return %[[Y]]
func.func @tanh_mul(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %v0 = onnx.Mul %x, %x : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %v1 = onnx.Mul %v0, %x : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %c2 = onnx.Constant dense<0.044715> : tensor<f32>
  %v3 = onnx.Mul %v1, %c2 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v4 = onnx.Add %x, %v3 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %c5 = onnx.Constant dense<0.797884583> : tensor<f32>
  %v6 = onnx.Mul %v4, %c5 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v7 = onnx.Tanh %v6 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %c8 = onnx.Constant dense<1.0> : tensor<f32>
  %v9 = onnx.Add %v7, %c8 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %c10 = onnx.Constant dense<0.5> : tensor<f32>
  %v11 = onnx.Mul %c10, %x : (tensor<f32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %v12 = onnx.Mul %v11, %v9 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  return %v12 : tensor<2x64xf32>
}

// -----

// The cube as x times a square.
// CHECK-LABEL: func @tanh_square(
//       CHECK:   %[[Y:.*]] = onnx.Gelu %arg0 {approximate = "tanh"}
//  CHECK-NEXT:   return %[[Y]]
func.func @tanh_square(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %c0 = onnx.Constant dense<2.0> : tensor<f32>
  %v1 = onnx.Pow %x, %c0 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v2 = onnx.Mul %x, %v1 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %c3 = onnx.Constant dense<0.044715> : tensor<f32>
  %v4 = onnx.Mul %v2, %c3 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v5 = onnx.Add %x, %v4 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %c6 = onnx.Constant dense<0.797884583> : tensor<f32>
  %v7 = onnx.Mul %v5, %c6 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v8 = onnx.Tanh %v7 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %c9 = onnx.Constant dense<1.0> : tensor<f32>
  %v10 = onnx.Add %v8, %c9 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %c11 = onnx.Constant dense<0.5> : tensor<f32>
  %v12 = onnx.Mul %c11, %x : (tensor<f32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %v13 = onnx.Mul %v12, %v10 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  return %v13 : tensor<2x64xf32>
}

// -----

// sqrt(2 / pi) x + 0.0356774 x^3
// CHECK-LABEL: func @tanh_root_first(
//       CHECK:   %[[Y:.*]] = onnx.Gelu %arg0 {approximate = "tanh"}
//  CHECK-NEXT:   return %[[Y]]
func.func @tanh_root_first(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %c0 = onnx.Constant dense<0.797884583> : tensor<f32>
  %v1 = onnx.Mul %c0, %x : (tensor<f32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %c2 = onnx.Constant dense<0.035677407> : tensor<f32>
  %c3 = onnx.Constant dense<3.0> : tensor<f32>
  %v4 = onnx.Pow %x, %c3 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v5 = onnx.Mul %c2, %v4 : (tensor<f32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %v6 = onnx.Add %v1, %v5 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %v7 = onnx.Tanh %v6 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %c8 = onnx.Constant dense<1.0> : tensor<f32>
  %v9 = onnx.Add %v7, %c8 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %c10 = onnx.Constant dense<0.5> : tensor<f32>
  %v11 = onnx.Mul %v9, %c10 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v12 = onnx.Mul %v11, %x : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  return %v12 : tensor<2x64xf32>
}

// -----

// x (sqrt(2 / pi) (1 + 0.044715 x^2))
// CHECK-LABEL: func @tanh_outer_x(
//       CHECK:   %[[Y:.*]] = onnx.Gelu %arg0 {approximate = "tanh"}
//  CHECK-NEXT:   return %[[Y]]
func.func @tanh_outer_x(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %c0 = onnx.Constant dense<0.797884583> : tensor<f32>
  %c1 = onnx.Constant dense<1.0> : tensor<f32>
  %v2 = onnx.Mul %x, %x : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %c3 = onnx.Constant dense<0.044715> : tensor<f32>
  %v4 = onnx.Mul %v2, %c3 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v5 = onnx.Add %c1, %v4 : (tensor<f32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %v6 = onnx.Mul %c0, %v5 : (tensor<f32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %v7 = onnx.Mul %x, %v6 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %c8 = onnx.Constant dense<1.0> : tensor<f32>
  %v9 = onnx.Tanh %v7 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %v10 = onnx.Add %c8, %v9 : (tensor<f32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %c11 = onnx.Constant dense<0.5> : tensor<f32>
  %v12 = onnx.Mul %x, %c11 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v13 = onnx.Mul %v12, %v10 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  return %v13 : tensor<2x64xf32>
}

// -----

// x / 2 + x / 2 tanh(z)
// CHECK-LABEL: func @tanh_multiplied_out(
//       CHECK:   %[[Y:.*]] = onnx.Gelu %arg0 {approximate = "tanh"}
//  CHECK-NEXT:   return %[[Y]]
func.func @tanh_multiplied_out(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %c0 = onnx.Constant dense<3.0> : tensor<f32>
  %v1 = onnx.Pow %x, %c0 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %c2 = onnx.Constant dense<0.044715> : tensor<f32>
  %v3 = onnx.Mul %v1, %c2 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v4 = onnx.Add %x, %v3 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %c5 = onnx.Constant dense<0.797884583> : tensor<f32>
  %v6 = onnx.Mul %v4, %c5 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %c7 = onnx.Constant dense<2.0> : tensor<f32>
  %v8 = onnx.Div %x, %c7 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v9 = onnx.Tanh %v6 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %v10 = onnx.Mul %v8, %v9 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %v11 = onnx.Add %v8, %v10 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  return %v11 : tensor<2x64xf32>
}

// -----

// 0.5 tanh(z) + 0.5
// CHECK-LABEL: func @tanh_half_plus(
//       CHECK:   %[[Y:.*]] = onnx.Gelu %arg0 {approximate = "tanh"}
//  CHECK-NEXT:   return %[[Y]]
func.func @tanh_half_plus(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %c0 = onnx.Constant dense<3.0> : tensor<f32>
  %v1 = onnx.Pow %x, %c0 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %c2 = onnx.Constant dense<0.044715> : tensor<f32>
  %v3 = onnx.Mul %v1, %c2 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v4 = onnx.Add %x, %v3 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %c5 = onnx.Constant dense<0.797884583> : tensor<f32>
  %v6 = onnx.Mul %v4, %c5 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %c7 = onnx.Constant dense<0.5> : tensor<f32>
  %v8 = onnx.Tanh %v6 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %v9 = onnx.Mul %c7, %v8 : (tensor<f32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %c10 = onnx.Constant dense<0.5> : tensor<f32>
  %v11 = onnx.Add %v9, %c10 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v12 = onnx.Mul %x, %v11 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  return %v12 : tensor<2x64xf32>
}

// -----

// x sigmoid(2 z), the same function.
// CHECK-LABEL: func @tanh_as_sigmoid(
//       CHECK:   %[[Y:.*]] = onnx.Gelu %arg0 {approximate = "tanh"}
//  CHECK-NEXT:   return %[[Y]]
func.func @tanh_as_sigmoid(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %v0 = onnx.Mul %x, %x : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %v1 = onnx.Mul %v0, %x : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %c2 = onnx.Constant dense<0.044715> : tensor<f32>
  %v3 = onnx.Mul %v1, %c2 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v4 = onnx.Add %x, %v3 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %c5 = onnx.Constant dense<1.59576917> : tensor<f32>
  %v6 = onnx.Mul %v4, %c5 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v7 = onnx.Sigmoid %v6 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %v8 = onnx.Mul %x, %v7 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  return %v8 : tensor<2x64xf32>
}

// -----

// x / (1 + exp(-2 z))
// CHECK-LABEL: func @tanh_as_quotient(
//       CHECK:   %[[Y:.*]] = onnx.Gelu %arg0 {approximate = "tanh"}
//  CHECK-NEXT:   return %[[Y]]
func.func @tanh_as_quotient(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %v0 = onnx.Mul %x, %x : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %v1 = onnx.Mul %v0, %x : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %c2 = onnx.Constant dense<0.044715> : tensor<f32>
  %v3 = onnx.Mul %v1, %c2 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v4 = onnx.Add %x, %v3 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %c5 = onnx.Constant dense<-1.59576917> : tensor<f32>
  %v6 = onnx.Mul %v4, %c5 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v7 = onnx.Exp %v6 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %c8 = onnx.Constant dense<1.0> : tensor<f32>
  %v9 = onnx.Add %v7, %c8 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v10 = onnx.Div %x, %v9 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  return %v10 : tensor<2x64xf32>
}

// -----

// An f16 graph.
// CHECK-LABEL: func @tanh_f16(
//       CHECK:   %[[Y:.*]] = onnx.Gelu %arg0 {approximate = "tanh"}
//  CHECK-NEXT:   return %[[Y]]
func.func @tanh_f16(%x: tensor<2x64xf16>) -> tensor<2x64xf16> {
  %c0 = onnx.Constant dense<3.0> : tensor<f16>
  %v1 = onnx.Pow %x, %c0 : (tensor<2x64xf16>, tensor<f16>) -> tensor<2x64xf16>
  %c2 = onnx.Constant dense<0.0447> : tensor<f16>
  %v3 = onnx.Mul %v1, %c2 : (tensor<2x64xf16>, tensor<f16>) -> tensor<2x64xf16>
  %v4 = onnx.Add %x, %v3 : (tensor<2x64xf16>, tensor<2x64xf16>) -> tensor<2x64xf16>
  %c5 = onnx.Constant dense<0.798> : tensor<f16>
  %v6 = onnx.Mul %v4, %c5 : (tensor<2x64xf16>, tensor<f16>) -> tensor<2x64xf16>
  %v7 = onnx.Tanh %v6 : (tensor<2x64xf16>) -> tensor<2x64xf16>
  %c8 = onnx.Constant dense<1.0> : tensor<f16>
  %v9 = onnx.Add %v7, %c8 : (tensor<2x64xf16>, tensor<f16>) -> tensor<2x64xf16>
  %c10 = onnx.Constant dense<0.5> : tensor<f16>
  %v11 = onnx.Mul %c10, %x : (tensor<f16>, tensor<2x64xf16>) -> tensor<2x64xf16>
  %v12 = onnx.Mul %v11, %v9 : (tensor<2x64xf16>, tensor<2x64xf16>) -> tensor<2x64xf16>
  return %v12 : tensor<2x64xf16>
}

// -----

// An f32 island in an f16 graph.
// CHECK-LABEL: func @tanh_island(
//       CHECK:   %[[Y:.*]] = onnx.Gelu %arg0 {approximate = "tanh"} : (tensor<2x64xf16>)
//  CHECK-NEXT:   return %[[Y]]
func.func @tanh_island(%x: tensor<2x64xf16>) -> tensor<2x64xf16> {
  %v0 = onnx.Cast %x {to = f32} : (tensor<2x64xf16>) -> tensor<2x64xf32>
  %c1 = onnx.Constant dense<3.0> : tensor<f32>
  %v2 = onnx.Pow %v0, %c1 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %c3 = onnx.Constant dense<0.044715> : tensor<f32>
  %v4 = onnx.Mul %v2, %c3 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v5 = onnx.Add %v0, %v4 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %c6 = onnx.Constant dense<0.797884583> : tensor<f32>
  %v7 = onnx.Mul %v5, %c6 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v8 = onnx.Tanh %v7 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %c9 = onnx.Constant dense<1.0> : tensor<f32>
  %v10 = onnx.Add %v8, %c9 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %c11 = onnx.Constant dense<0.5> : tensor<f32>
  %v12 = onnx.Mul %v0, %c11 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v13 = onnx.Mul %v12, %v10 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %v14 = onnx.Cast %v13 {to = f16} : (tensor<2x64xf32>) -> tensor<2x64xf16>
  return %v14 : tensor<2x64xf16>
}

// -----

// Near misses.

// The root of 3.
// CHECK-LABEL: func @near_root_three(
//   CHECK-NOT:   onnx.Gelu
//       CHECK:   onnx.Erf
func.func @near_root_three(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %c0 = onnx.Constant dense<1.73205078> : tensor<f32>
  %v1 = onnx.Div %x, %c0 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v2 = onnx.Erf %v1 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %c3 = onnx.Constant dense<1.0> : tensor<f32>
  %v4 = onnx.Add %v2, %c3 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v5 = onnx.Mul %x, %v4 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %c6 = onnx.Constant dense<0.5> : tensor<f32>
  %v7 = onnx.Mul %v5, %c6 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  return %v7 : tensor<2x64xf32>
}

// -----

// 0.9 + erf
// CHECK-LABEL: func @near_offset(
//   CHECK-NOT:   onnx.Gelu
//       CHECK:   onnx.Erf
func.func @near_offset(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %c0 = onnx.Constant dense<0.707106769> : tensor<f32>
  %v1 = onnx.Mul %x, %c0 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v2 = onnx.Erf %v1 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %c3 = onnx.Constant dense<0.9> : tensor<f32>
  %v4 = onnx.Add %v2, %c3 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v5 = onnx.Mul %x, %v4 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %c6 = onnx.Constant dense<0.5> : tensor<f32>
  %v7 = onnx.Mul %v5, %c6 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  return %v7 : tensor<2x64xf32>
}

// -----

// A quarter instead of a half.
// CHECK-LABEL: func @near_quarter(
//   CHECK-NOT:   onnx.Gelu
//       CHECK:   onnx.Erf
func.func @near_quarter(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %c0 = onnx.Constant dense<0.707106769> : tensor<f32>
  %v1 = onnx.Mul %x, %c0 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v2 = onnx.Erf %v1 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %c3 = onnx.Constant dense<1.0> : tensor<f32>
  %v4 = onnx.Add %v2, %c3 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v5 = onnx.Mul %x, %v4 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %c6 = onnx.Constant dense<0.25> : tensor<f32>
  %v7 = onnx.Mul %v5, %c6 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  return %v7 : tensor<2x64xf32>
}

// -----

// The distribution function alone.
// CHECK-LABEL: func @near_phi(
//   CHECK-NOT:   onnx.Gelu
//       CHECK:   onnx.Erf
func.func @near_phi(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %c0 = onnx.Constant dense<0.707106769> : tensor<f32>
  %v1 = onnx.Mul %x, %c0 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v2 = onnx.Erf %v1 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %c3 = onnx.Constant dense<1.0> : tensor<f32>
  %v4 = onnx.Add %v2, %c3 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %c5 = onnx.Constant dense<0.5> : tensor<f32>
  %v6 = onnx.Mul %v4, %c5 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  return %v6 : tensor<2x64xf32>
}

// -----

// erf of one value, the product with another.
// CHECK-LABEL: func @near_two_values(
//   CHECK-NOT:   onnx.Gelu
//       CHECK:   onnx.Erf
func.func @near_two_values(%x: tensor<2x64xf32>, %y: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %c0 = onnx.Constant dense<0.707106769> : tensor<f32>
  %v1 = onnx.Mul %y, %c0 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v2 = onnx.Erf %v1 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %c3 = onnx.Constant dense<1.0> : tensor<f32>
  %v4 = onnx.Add %v2, %c3 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v5 = onnx.Mul %x, %v4 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %c6 = onnx.Constant dense<0.5> : tensor<f32>
  %v7 = onnx.Mul %v5, %c6 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  return %v7 : tensor<2x64xf32>
}

// -----

// erf twice.
// CHECK-LABEL: func @near_erf_squared(
//   CHECK-NOT:   onnx.Gelu
//       CHECK:   onnx.Erf
func.func @near_erf_squared(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %c0 = onnx.Constant dense<0.707106769> : tensor<f32>
  %v1 = onnx.Mul %x, %c0 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v2 = onnx.Erf %v1 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %v3 = onnx.Mul %v2, %v2 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %c4 = onnx.Constant dense<1.0> : tensor<f32>
  %v5 = onnx.Add %v3, %c4 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v6 = onnx.Mul %x, %v5 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %c7 = onnx.Constant dense<0.5> : tensor<f32>
  %v8 = onnx.Mul %v6, %c7 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  return %v8 : tensor<2x64xf32>
}

// -----

// erf is also a result.
// CHECK-LABEL: func @near_erf_used(
//   CHECK-NOT:   onnx.Gelu
//       CHECK:   onnx.Erf
func.func @near_erf_used(%x: tensor<2x64xf32>) -> (tensor<2x64xf32>, tensor<2x64xf32>) {
  %c0 = onnx.Constant dense<0.707106769> : tensor<f32>
  %v1 = onnx.Mul %x, %c0 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v2 = onnx.Erf %v1 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %c3 = onnx.Constant dense<1.0> : tensor<f32>
  %v4 = onnx.Add %v2, %c3 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v5 = onnx.Mul %x, %v4 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %c6 = onnx.Constant dense<0.5> : tensor<f32>
  %v7 = onnx.Mul %v5, %c6 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  return %v7, %v2 : tensor<2x64xf32>, tensor<2x64xf32>
}

// -----

// Halves per column: equal ones count as one, these do not.
// CHECK-LABEL: func @near_vector_half(
//   CHECK-NOT:   onnx.Gelu
//       CHECK:   onnx.Erf
func.func @near_vector_half(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %c0 = onnx.Constant dense<0.707106769> : tensor<f32>
  %v1 = onnx.Mul %x, %c0 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v2 = onnx.Erf %v1 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %c3 = onnx.Constant dense<[0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.25]> : tensor<64xf32>
  %c4 = onnx.Constant dense<1.0> : tensor<f32>
  %v5 = onnx.Add %v2, %c4 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v6 = onnx.Mul %x, %v5 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %v7 = onnx.Mul %v6, %c3 : (tensor<2x64xf32>, tensor<64xf32>) -> tensor<2x64xf32>
  return %v7 : tensor<2x64xf32>
}

// -----

// 0.054715 instead of 0.044715.
// CHECK-LABEL: func @near_coefficient(
//   CHECK-NOT:   onnx.Gelu
//       CHECK:   onnx.Tanh
func.func @near_coefficient(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %c0 = onnx.Constant dense<3.0> : tensor<f32>
  %v1 = onnx.Pow %x, %c0 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %c2 = onnx.Constant dense<0.054715> : tensor<f32>
  %v3 = onnx.Mul %v1, %c2 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v4 = onnx.Add %x, %v3 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %c5 = onnx.Constant dense<0.797884583> : tensor<f32>
  %v6 = onnx.Mul %v4, %c5 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %c7 = onnx.Constant dense<0.5> : tensor<f32>
  %v8 = onnx.Mul %c7, %x : (tensor<f32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %v9 = onnx.Tanh %v6 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %c10 = onnx.Constant dense<1.0> : tensor<f32>
  %v11 = onnx.Add %v9, %c10 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v12 = onnx.Mul %v8, %v11 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  return %v12 : tensor<2x64xf32>
}

// -----

// 0.8 for the root of 2 / pi, in f32.
// CHECK-LABEL: func @near_root(
//   CHECK-NOT:   onnx.Gelu
//       CHECK:   onnx.Tanh
func.func @near_root(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %c0 = onnx.Constant dense<3.0> : tensor<f32>
  %v1 = onnx.Pow %x, %c0 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %c2 = onnx.Constant dense<0.044715> : tensor<f32>
  %v3 = onnx.Mul %v1, %c2 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v4 = onnx.Add %x, %v3 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %c5 = onnx.Constant dense<0.8> : tensor<f32>
  %v6 = onnx.Mul %v4, %c5 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %c7 = onnx.Constant dense<0.5> : tensor<f32>
  %v8 = onnx.Mul %c7, %x : (tensor<f32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %v9 = onnx.Tanh %v6 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %c10 = onnx.Constant dense<1.0> : tensor<f32>
  %v11 = onnx.Add %v9, %c10 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v12 = onnx.Mul %v8, %v11 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  return %v12 : tensor<2x64xf32>
}

// -----

// The fourth power.
// CHECK-LABEL: func @near_fourth(
//   CHECK-NOT:   onnx.Gelu
//       CHECK:   onnx.Tanh
func.func @near_fourth(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %c0 = onnx.Constant dense<4.0> : tensor<f32>
  %v1 = onnx.Pow %x, %c0 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %c2 = onnx.Constant dense<0.044715> : tensor<f32>
  %v3 = onnx.Mul %v1, %c2 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v4 = onnx.Add %x, %v3 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %c5 = onnx.Constant dense<0.797884583> : tensor<f32>
  %v6 = onnx.Mul %v4, %c5 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %c7 = onnx.Constant dense<0.5> : tensor<f32>
  %v8 = onnx.Mul %c7, %x : (tensor<f32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %v9 = onnx.Tanh %v6 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %c10 = onnx.Constant dense<1.0> : tensor<f32>
  %v11 = onnx.Add %v9, %c10 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v12 = onnx.Mul %v8, %v11 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  return %v12 : tensor<2x64xf32>
}

// -----

// sigmoid(z) instead of sigmoid(2 z).
// CHECK-LABEL: func @near_sigmoid_once(
//   CHECK-NOT:   onnx.Gelu
//       CHECK:   onnx.Sigmoid
func.func @near_sigmoid_once(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %v0 = onnx.Mul %x, %x : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %v1 = onnx.Mul %v0, %x : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %c2 = onnx.Constant dense<0.044715> : tensor<f32>
  %v3 = onnx.Mul %v1, %c2 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v4 = onnx.Add %x, %v3 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %c5 = onnx.Constant dense<0.797884583> : tensor<f32>
  %v6 = onnx.Mul %v4, %c5 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v7 = onnx.Sigmoid %v6 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %v8 = onnx.Mul %x, %v7 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  return %v8 : tensor<2x64xf32>
}

// -----

// A sine in place of the tangent.
// CHECK-LABEL: func @near_sine(
//   CHECK-NOT:   onnx.Gelu
//       CHECK:   onnx.Sin
func.func @near_sine(%x: tensor<2x64xf32>) -> tensor<2x64xf32> {
  %c0 = onnx.Constant dense<3.0> : tensor<f32>
  %v1 = onnx.Pow %x, %c0 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %c2 = onnx.Constant dense<0.044715> : tensor<f32>
  %v3 = onnx.Mul %v1, %c2 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v4 = onnx.Add %x, %v3 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %c5 = onnx.Constant dense<0.797884583> : tensor<f32>
  %v6 = onnx.Mul %v4, %c5 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %c7 = onnx.Constant dense<0.5> : tensor<f32>
  %v8 = onnx.Mul %c7, %x : (tensor<f32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  %v9 = onnx.Sin %v6 : (tensor<2x64xf32>) -> tensor<2x64xf32>
  %c10 = onnx.Constant dense<1.0> : tensor<f32>
  %v11 = onnx.Add %v9, %c10 : (tensor<2x64xf32>, tensor<f32>) -> tensor<2x64xf32>
  %v12 = onnx.Mul %v8, %v11 : (tensor<2x64xf32>, tensor<2x64xf32>) -> tensor<2x64xf32>
  return %v12 : tensor<2x64xf32>
}
