// RUN: burin-opt %s --onnx-raise-activations --split-input-file | FileCheck %s
// RUN: burin-opt %s --onnx-raise-activations --onnx-raise-activations --split-input-file | FileCheck %s
// RUN: burin-opt %s --onnx-raise-activations --split-input-file --remarks-filter="raise.*" 2>&1 | FileCheck %s --check-prefix=REMARK

// REMARK: [Passed] activation{{.*}}raised to Swish
// CHECK-LABEL: func @silu(
//  CHECK-NEXT:   %[[Y:.*]] = onnx.Swish %arg0 : (tensor<2x8xf32>) -> tensor<2x8xf32>
//  CHECK-NEXT:   return %[[Y]]
func.func @silu(%x: tensor<2x8xf32>) -> tensor<2x8xf32> {
  %0 = onnx.Sigmoid %x : (tensor<2x8xf32>) -> tensor<2x8xf32>
  %1 = onnx.Mul %x, %0 : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  return %1 : tensor<2x8xf32>
}

// -----

// CHECK-LABEL: func @silu_swapped(
//  CHECK-NEXT:   onnx.Swish %arg0
func.func @silu_swapped(%x: tensor<2x8xf32>) -> tensor<2x8xf32> {
  %0 = onnx.Sigmoid %x : (tensor<2x8xf32>) -> tensor<2x8xf32>
  %1 = onnx.Mul %0, %x : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  return %1 : tensor<2x8xf32>
}

// -----

// x may itself be a sum: the search does not stop at the first Add.
// CHECK-LABEL: func @silu_of_sum(
//       CHECK:   %[[X:.*]] = onnx.Add %arg0, %arg1
//  CHECK-NEXT:   onnx.Swish %[[X]]
func.func @silu_of_sum(%a: tensor<2x8xf32>, %b: tensor<2x8xf32>) -> tensor<2x8xf32> {
  %x = onnx.Add %a, %b : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  %0 = onnx.Sigmoid %x : (tensor<2x8xf32>) -> tensor<2x8xf32>
  %1 = onnx.Mul %x, %0 : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  return %1 : tensor<2x8xf32>
}

// -----

// CHECK-LABEL: func @quick_gelu(
//       CHECK:   onnx.Swish %arg0 {alpha = 1.702000e+00 : f32}
//   CHECK-NOT:   onnx.Mul
func.func @quick_gelu(%x: tensor<2x8xf32>) -> tensor<2x8xf32> {
  %c = onnx.Constant dense<1.702> : tensor<f32>
  %0 = onnx.Mul %x, %c : (tensor<2x8xf32>, tensor<f32>) -> tensor<2x8xf32>
  %1 = onnx.Sigmoid %0 : (tensor<2x8xf32>) -> tensor<2x8xf32>
  %2 = onnx.Mul %x, %1 : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  return %2 : tensor<2x8xf32>
}

// -----

// x / (1 + exp(-x))
// CHECK-LABEL: func @silu_quotient(
//       CHECK:   onnx.Swish %arg0 :
//   CHECK-NOT:   onnx.Div
func.func @silu_quotient(%x: tensor<2x8xf32>) -> tensor<2x8xf32> {
  %one = onnx.Constant dense<1.0> : tensor<f32>
  %0 = onnx.Neg %x : (tensor<2x8xf32>) -> tensor<2x8xf32>
  %1 = onnx.Exp %0 : (tensor<2x8xf32>) -> tensor<2x8xf32>
  %2 = onnx.Add %one, %1 : (tensor<f32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  %3 = onnx.Div %x, %2 : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  return %3 : tensor<2x8xf32>
}

// -----

// x * 1 / (1 + exp(-x))
// CHECK-LABEL: func @silu_reciprocal(
//       CHECK:   onnx.Swish %arg0 :
//   CHECK-NOT:   onnx.Mul
func.func @silu_reciprocal(%x: tensor<2x8xf32>) -> tensor<2x8xf32> {
  %one = onnx.Constant dense<1.0> : tensor<f32>
  %0 = onnx.Neg %x : (tensor<2x8xf32>) -> tensor<2x8xf32>
  %1 = onnx.Exp %0 : (tensor<2x8xf32>) -> tensor<2x8xf32>
  %2 = onnx.Add %1, %one : (tensor<2x8xf32>, tensor<f32>) -> tensor<2x8xf32>
  %3 = onnx.Reciprocal %2 : (tensor<2x8xf32>) -> tensor<2x8xf32>
  %4 = onnx.Mul %x, %3 : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  return %4 : tensor<2x8xf32>
}

// -----

// PyTorch: (x * (1 + erf(x / sqrt 2))) * 0.5
// REMARK: [Passed] activation{{.*}}raised to Gelu
// CHECK-LABEL: func @gelu_torchscript(
//       CHECK:   %[[Y:.*]] = onnx.Gelu %arg0 : (tensor<2x8xf32>) -> tensor<2x8xf32>
//  CHECK-NEXT:   return %[[Y]]
func.func @gelu_torchscript(%x: tensor<2x8xf32>) -> tensor<2x8xf32> {
  %r = onnx.Constant dense<1.41421354> : tensor<f32>
  %one = onnx.Constant dense<1.0> : tensor<f32>
  %half = onnx.Constant dense<0.5> : tensor<f32>
  %0 = onnx.Div %x, %r : (tensor<2x8xf32>, tensor<f32>) -> tensor<2x8xf32>
  %1 = onnx.Erf %0 : (tensor<2x8xf32>) -> tensor<2x8xf32>
  %2 = onnx.Add %1, %one : (tensor<2x8xf32>, tensor<f32>) -> tensor<2x8xf32>
  %3 = onnx.Mul %x, %2 : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  %4 = onnx.Mul %3, %half : (tensor<2x8xf32>, tensor<f32>) -> tensor<2x8xf32>
  return %4 : tensor<2x8xf32>
}

// -----

// Dynamo: x * (0.5 * (1 + erf(x * sqrt 0.5))), an f16 graph's constants.
// CHECK-LABEL: func @gelu_dynamo_f16(
//       CHECK:   onnx.Gelu %arg0 : (tensor<2x8xf16>) -> tensor<2x8xf16>
//   CHECK-NOT:   onnx.Mul
func.func @gelu_dynamo_f16(%x: tensor<2x8xf16>) -> tensor<2x8xf16> {
  %r = onnx.Constant dense<0.7071> : tensor<f16>
  %one = onnx.Constant dense<1.0> : tensor<f16>
  %half = onnx.Constant dense<0.5> : tensor<f16>
  %0 = onnx.Mul %r, %x : (tensor<f16>, tensor<2x8xf16>) -> tensor<2x8xf16>
  %1 = onnx.Erf %0 : (tensor<2x8xf16>) -> tensor<2x8xf16>
  %2 = onnx.Add %one, %1 : (tensor<f16>, tensor<2x8xf16>) -> tensor<2x8xf16>
  %3 = onnx.Mul %half, %2 : (tensor<f16>, tensor<2x8xf16>) -> tensor<2x8xf16>
  %4 = onnx.Mul %3, %x : (tensor<2x8xf16>, tensor<2x8xf16>) -> tensor<2x8xf16>
  return %4 : tensor<2x8xf16>
}

// -----

// (0.5 * x) * (erf + 1), and x / 2.
// CHECK-LABEL: func @gelu_half_x(
//       CHECK:   onnx.Gelu %arg0
//   CHECK-NOT:   onnx.Mul
func.func @gelu_half_x(%x: tensor<2x8xf32>) -> tensor<2x8xf32> {
  %r = onnx.Constant dense<0.707106769> : tensor<f32>
  %one = onnx.Constant dense<1.0> : tensor<f32>
  %two = onnx.Constant dense<2.0> : tensor<1xf32>
  %h = onnx.Div %x, %two : (tensor<2x8xf32>, tensor<1xf32>) -> tensor<2x8xf32>
  %0 = onnx.Mul %x, %r : (tensor<2x8xf32>, tensor<f32>) -> tensor<2x8xf32>
  %1 = onnx.Erf %0 : (tensor<2x8xf32>) -> tensor<2x8xf32>
  %2 = onnx.Add %1, %one : (tensor<2x8xf32>, tensor<f32>) -> tensor<2x8xf32>
  %3 = onnx.Mul %h, %2 : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  return %3 : tensor<2x8xf32>
}

// -----

// Multiplied out: 0.5 x + 0.5 x erf(x / sqrt 2)
// CHECK-LABEL: func @gelu_distributed(
//       CHECK:   onnx.Gelu %arg0
//   CHECK-NOT:   onnx.Add
func.func @gelu_distributed(%x: tensor<2x8xf32>) -> tensor<2x8xf32> {
  %r = onnx.Constant dense<0.707106769> : tensor<f32>
  %half = onnx.Constant dense<0.5> : tensor<f32>
  %h = onnx.Mul %x, %half : (tensor<2x8xf32>, tensor<f32>) -> tensor<2x8xf32>
  %0 = onnx.Mul %x, %r : (tensor<2x8xf32>, tensor<f32>) -> tensor<2x8xf32>
  %1 = onnx.Erf %0 : (tensor<2x8xf32>) -> tensor<2x8xf32>
  %2 = onnx.Mul %h, %1 : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  %3 = onnx.Add %h, %2 : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  return %3 : tensor<2x8xf32>
}

// -----

// tanh with Pow(x, 3).
// CHECK-LABEL: func @gelu_tanh_pow(
//       CHECK:   onnx.Gelu %arg0 {approximate = "tanh"}
//   CHECK-NOT:   onnx.Tanh
func.func @gelu_tanh_pow(%x: tensor<2x8xf32>) -> tensor<2x8xf32> {
  %three = onnx.Constant dense<3.0> : tensor<f32>
  %a = onnx.Constant dense<0.044715> : tensor<f32>
  %s = onnx.Constant dense<0.797884583> : tensor<f32>
  %one = onnx.Constant dense<1.0> : tensor<f32>
  %half = onnx.Constant dense<0.5> : tensor<f32>
  %0 = onnx.Pow %x, %three : (tensor<2x8xf32>, tensor<f32>) -> tensor<2x8xf32>
  %1 = onnx.Mul %0, %a : (tensor<2x8xf32>, tensor<f32>) -> tensor<2x8xf32>
  %2 = onnx.Add %x, %1 : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  %3 = onnx.Mul %2, %s : (tensor<2x8xf32>, tensor<f32>) -> tensor<2x8xf32>
  %4 = onnx.Tanh %3 : (tensor<2x8xf32>) -> tensor<2x8xf32>
  %5 = onnx.Add %4, %one : (tensor<2x8xf32>, tensor<f32>) -> tensor<2x8xf32>
  %6 = onnx.Mul %x, %half : (tensor<2x8xf32>, tensor<f32>) -> tensor<2x8xf32>
  %7 = onnx.Mul %6, %5 : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  return %7 : tensor<2x8xf32>
}

// -----

// tanh as s x (1 + a x x).
// CHECK-LABEL: func @gelu_tanh_horner(
//       CHECK:   onnx.Gelu %arg0 {approximate = "tanh"}
//   CHECK-NOT:   onnx.Tanh
func.func @gelu_tanh_horner(%x: tensor<2x8xf32>) -> tensor<2x8xf32> {
  %a = onnx.Constant dense<0.044715> : tensor<f32>
  %s = onnx.Constant dense<0.797884583> : tensor<f32>
  %one = onnx.Constant dense<1.0> : tensor<f32>
  %half = onnx.Constant dense<0.5> : tensor<f32>
  %0 = onnx.Mul %x, %x : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  %1 = onnx.Mul %0, %a : (tensor<2x8xf32>, tensor<f32>) -> tensor<2x8xf32>
  %2 = onnx.Add %1, %one : (tensor<2x8xf32>, tensor<f32>) -> tensor<2x8xf32>
  %3 = onnx.Mul %x, %s : (tensor<2x8xf32>, tensor<f32>) -> tensor<2x8xf32>
  %4 = onnx.Mul %3, %2 : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  %5 = onnx.Tanh %4 : (tensor<2x8xf32>) -> tensor<2x8xf32>
  %6 = onnx.Add %5, %one : (tensor<2x8xf32>, tensor<f32>) -> tensor<2x8xf32>
  %7 = onnx.Mul %6, %half : (tensor<2x8xf32>, tensor<f32>) -> tensor<2x8xf32>
  %8 = onnx.Mul %x, %7 : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  return %8 : tensor<2x8xf32>
}

// -----

// An f32 island in an f16 graph.
// CHECK-LABEL: func @casts(
//  CHECK-NEXT:   %[[Y:.*]] = onnx.Swish %arg0 : (tensor<2x8xf16>) -> tensor<2x8xf16>
//  CHECK-NEXT:   return %[[Y]]
func.func @casts(%x: tensor<2x8xf16>) -> tensor<2x8xf16> {
  %c = onnx.Cast %x {to = f32} : (tensor<2x8xf16>) -> tensor<2x8xf32>
  %0 = onnx.Sigmoid %c : (tensor<2x8xf32>) -> tensor<2x8xf32>
  %1 = onnx.Mul %c, %0 : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  %2 = onnx.Cast %1 {to = f16} : (tensor<2x8xf32>) -> tensor<2x8xf16>
  return %2 : tensor<2x8xf16>
}

// -----

// Swish of Swish: the inner sigmoid must not be taken for the outer one.
// CHECK-LABEL: func @silu_of_silu(
//  CHECK-NEXT:   %[[Y:.*]] = onnx.Swish %arg0
//  CHECK-NEXT:   onnx.Swish %[[Y]]
func.func @silu_of_silu(%x: tensor<2x8xf32>) -> tensor<2x8xf32> {
  %0 = onnx.Sigmoid %x : (tensor<2x8xf32>) -> tensor<2x8xf32>
  %1 = onnx.Mul %x, %0 : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  %2 = onnx.Sigmoid %1 : (tensor<2x8xf32>) -> tensor<2x8xf32>
  %3 = onnx.Mul %1, %2 : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  return %3 : tensor<2x8xf32>
}

// -----

//===--- Near misses -----------------------------------------------------------===//

// A gate: sigmoid of one value times another.
// CHECK-LABEL: func @gate(
//       CHECK:   onnx.Sigmoid
//  CHECK-NEXT:   onnx.Mul
func.func @gate(%x: tensor<2x8xf32>, %z: tensor<2x8xf32>) -> tensor<2x8xf32> {
  %0 = onnx.Sigmoid %x : (tensor<2x8xf32>) -> tensor<2x8xf32>
  %1 = onnx.Mul %z, %0 : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  return %1 : tensor<2x8xf32>
}

// -----

// The sigmoid is read elsewhere.
// REMARK: [Missed] activation{{.*}}an intermediate value is used elsewhere
// CHECK-LABEL: func @second_user(
//       CHECK:   onnx.Sigmoid
//  CHECK-NEXT:   onnx.Mul
func.func @second_user(%x: tensor<2x8xf32>) -> (tensor<2x8xf32>, tensor<2x8xf32>) {
  %0 = onnx.Sigmoid %x : (tensor<2x8xf32>) -> tensor<2x8xf32>
  %1 = onnx.Mul %x, %0 : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  return %1, %0 : tensor<2x8xf32>, tensor<2x8xf32>
}

// -----

// A sigmoid with an offset.
// CHECK-LABEL: func @sigmoid_offset(
//       CHECK:   onnx.Sigmoid
func.func @sigmoid_offset(%x: tensor<2x8xf32>) -> tensor<2x8xf32> {
  %c = onnx.Constant dense<0.1> : tensor<f32>
  %0 = onnx.Add %x, %c : (tensor<2x8xf32>, tensor<f32>) -> tensor<2x8xf32>
  %1 = onnx.Sigmoid %0 : (tensor<2x8xf32>) -> tensor<2x8xf32>
  %2 = onnx.Mul %x, %1 : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  return %2 : tensor<2x8xf32>
}

// -----

// A factor per channel is no alpha.
// CHECK-LABEL: func @alpha_per_channel(
//       CHECK:   onnx.Sigmoid
func.func @alpha_per_channel(%x: tensor<2x2xf32>) -> tensor<2x2xf32> {
  %c = onnx.Constant dense<[1.0, 2.0]> : tensor<2xf32>
  %0 = onnx.Mul %x, %c : (tensor<2x2xf32>, tensor<2xf32>) -> tensor<2x2xf32>
  %1 = onnx.Sigmoid %0 : (tensor<2x2xf32>) -> tensor<2x2xf32>
  %2 = onnx.Mul %x, %1 : (tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<2x2xf32>
  return %2 : tensor<2x2xf32>
}

// -----

// 1.4 is not the root of 2.
// CHECK-LABEL: func @gelu_wrong_root(
//       CHECK:   onnx.Erf
func.func @gelu_wrong_root(%x: tensor<2x8xf32>) -> tensor<2x8xf32> {
  %r = onnx.Constant dense<1.414> : tensor<f32>
  %one = onnx.Constant dense<1.0> : tensor<f32>
  %half = onnx.Constant dense<0.5> : tensor<f32>
  %0 = onnx.Div %x, %r : (tensor<2x8xf32>, tensor<f32>) -> tensor<2x8xf32>
  %1 = onnx.Erf %0 : (tensor<2x8xf32>) -> tensor<2x8xf32>
  %2 = onnx.Add %1, %one : (tensor<2x8xf32>, tensor<f32>) -> tensor<2x8xf32>
  %3 = onnx.Mul %x, %2 : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  %4 = onnx.Mul %3, %half : (tensor<2x8xf32>, tensor<f32>) -> tensor<2x8xf32>
  return %4 : tensor<2x8xf32>
}

// -----

// Without the factor one half.
// CHECK-LABEL: func @gelu_no_half(
//       CHECK:   onnx.Erf
func.func @gelu_no_half(%x: tensor<2x8xf32>) -> tensor<2x8xf32> {
  %r = onnx.Constant dense<1.41421354> : tensor<f32>
  %one = onnx.Constant dense<1.0> : tensor<f32>
  %0 = onnx.Div %x, %r : (tensor<2x8xf32>, tensor<f32>) -> tensor<2x8xf32>
  %1 = onnx.Erf %0 : (tensor<2x8xf32>) -> tensor<2x8xf32>
  %2 = onnx.Add %1, %one : (tensor<2x8xf32>, tensor<f32>) -> tensor<2x8xf32>
  %3 = onnx.Mul %x, %2 : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  return %3 : tensor<2x8xf32>
}

// -----

// 1 - erf instead of 1 + erf.
// CHECK-LABEL: func @gelu_minus(
//       CHECK:   onnx.Erf
func.func @gelu_minus(%x: tensor<2x8xf32>) -> tensor<2x8xf32> {
  %r = onnx.Constant dense<1.41421354> : tensor<f32>
  %one = onnx.Constant dense<1.0> : tensor<f32>
  %half = onnx.Constant dense<0.5> : tensor<f32>
  %0 = onnx.Div %x, %r : (tensor<2x8xf32>, tensor<f32>) -> tensor<2x8xf32>
  %1 = onnx.Erf %0 : (tensor<2x8xf32>) -> tensor<2x8xf32>
  %2 = onnx.Sub %one, %1 : (tensor<f32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  %3 = onnx.Mul %x, %2 : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  %4 = onnx.Mul %3, %half : (tensor<2x8xf32>, tensor<f32>) -> tensor<2x8xf32>
  return %4 : tensor<2x8xf32>
}

// -----

// erf of one value, multiplied by another.
// CHECK-LABEL: func @gelu_other_value(
//       CHECK:   onnx.Erf
func.func @gelu_other_value(%x: tensor<2x8xf32>, %z: tensor<2x8xf32>) -> tensor<2x8xf32> {
  %r = onnx.Constant dense<1.41421354> : tensor<f32>
  %one = onnx.Constant dense<1.0> : tensor<f32>
  %half = onnx.Constant dense<0.5> : tensor<f32>
  %0 = onnx.Div %x, %r : (tensor<2x8xf32>, tensor<f32>) -> tensor<2x8xf32>
  %1 = onnx.Erf %0 : (tensor<2x8xf32>) -> tensor<2x8xf32>
  %2 = onnx.Add %1, %one : (tensor<2x8xf32>, tensor<f32>) -> tensor<2x8xf32>
  %3 = onnx.Mul %z, %2 : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  %4 = onnx.Mul %3, %half : (tensor<2x8xf32>, tensor<f32>) -> tensor<2x8xf32>
  return %4 : tensor<2x8xf32>
}

// -----

// tanh with Pow(x, 2): another curve.
// CHECK-LABEL: func @gelu_tanh_wrong_power(
//       CHECK:   onnx.Tanh
func.func @gelu_tanh_wrong_power(%x: tensor<2x8xf32>) -> tensor<2x8xf32> {
  %two = onnx.Constant dense<2.0> : tensor<f32>
  %a = onnx.Constant dense<0.044715> : tensor<f32>
  %s = onnx.Constant dense<0.797884583> : tensor<f32>
  %one = onnx.Constant dense<1.0> : tensor<f32>
  %half = onnx.Constant dense<0.5> : tensor<f32>
  %0 = onnx.Pow %x, %two : (tensor<2x8xf32>, tensor<f32>) -> tensor<2x8xf32>
  %1 = onnx.Mul %0, %a : (tensor<2x8xf32>, tensor<f32>) -> tensor<2x8xf32>
  %2 = onnx.Add %x, %1 : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  %3 = onnx.Mul %2, %s : (tensor<2x8xf32>, tensor<f32>) -> tensor<2x8xf32>
  %4 = onnx.Tanh %3 : (tensor<2x8xf32>) -> tensor<2x8xf32>
  %5 = onnx.Add %4, %one : (tensor<2x8xf32>, tensor<f32>) -> tensor<2x8xf32>
  %6 = onnx.Mul %x, %half : (tensor<2x8xf32>, tensor<f32>) -> tensor<2x8xf32>
  %7 = onnx.Mul %6, %5 : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  return %7 : tensor<2x8xf32>
}

// -----

// The square of a sigmoid.
// CHECK-LABEL: func @sigmoid_squared(
//       CHECK:   onnx.Sigmoid
func.func @sigmoid_squared(%x: tensor<2x8xf32>) -> tensor<2x8xf32> {
  %0 = onnx.Sigmoid %x : (tensor<2x8xf32>) -> tensor<2x8xf32>
  %1 = onnx.Mul %0, %0 : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  %2 = onnx.Mul %x, %1 : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  return %2 : tensor<2x8xf32>
}

// -----

// x broadcast against a sigmoid of its own shape would change shape: a scalar
// x against a bigger one.
// CHECK-LABEL: func @broadcast(
//       CHECK:   onnx.Sigmoid
func.func @broadcast(%x: tensor<1x8xf32>, %z: tensor<2x8xf32>) -> tensor<2x8xf32> {
  %0 = onnx.Sigmoid %x : (tensor<1x8xf32>) -> tensor<1x8xf32>
  %1 = onnx.Mul %z, %0 : (tensor<2x8xf32>, tensor<1x8xf32>) -> tensor<2x8xf32>
  return %1 : tensor<2x8xf32>
}

// -----

// 2 + exp(-x) below the bar is no sigmoid.
// CHECK-LABEL: func @not_a_sigmoid(
//       CHECK:   onnx.Exp
func.func @not_a_sigmoid(%x: tensor<2x8xf32>) -> tensor<2x8xf32> {
  %two = onnx.Constant dense<2.0> : tensor<f32>
  %0 = onnx.Neg %x : (tensor<2x8xf32>) -> tensor<2x8xf32>
  %1 = onnx.Exp %0 : (tensor<2x8xf32>) -> tensor<2x8xf32>
  %2 = onnx.Add %two, %1 : (tensor<f32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  %3 = onnx.Div %x, %2 : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  return %3 : tensor<2x8xf32>
}
