// RUN: burin-opt %s --onnx-simplify --onnx-raise-time-embedding --split-input-file | FileCheck %s
// RUN: burin-opt %s --onnx-simplify --onnx-raise-time-embedding --onnx-simplify --onnx-raise-time-embedding --split-input-file | FileCheck %s
// RUN: burin-opt %s --onnx-simplify --onnx-raise-time-embedding --split-input-file --remarks-filter="raise.*" 2>&1 | FileCheck %s --check-prefix=REMARK

// REMARK: [Passed] time-embedding{{.*}}sine and cosine halves are one element-wise expression
// REMARK: [Missed] time-embedding{{.*}}sine and cosine are of different angles
// REMARK: [Missed] time-embedding{{.*}}a sine or cosine is used elsewhere
// REMARK: [Missed] time-embedding{{.*}}the halves are not side by side in the last dimension
// REMARK: [Missed] time-embedding{{.*}}the angles are no products of literal frequencies

// Cosines first, as diffusers has them with flip_sin_to_cos.
// CHECK-LABEL: func @cosine_first(
//   CHECK-DAG:   %[[F:.*]] = onnx.Constant {{.*}}[1.000000e+00, 0.00999999977, 1.000000e+00, 0.00999999977]{{.*}} : tensor<1x4xf32>
//   CHECK-DAG:   %[[M:.*]] = onnx.Constant dense<[false, false, true, true]> : tensor<4xi1>
//       CHECK:   %[[A:.*]] = onnx.Mul %arg0, %[[F]] : (tensor<2x1xf32>, tensor<1x4xf32>) -> tensor<2x4xf32>
//   CHECK-DAG:   %[[S:.*]] = onnx.Sin %[[A]]
//   CHECK-DAG:   %[[C:.*]] = onnx.Cos %[[A]]
//       CHECK:   %[[Y:.*]] = onnx.Where %[[M]], %[[S]], %[[C]]
//  CHECK-NEXT:   return %[[Y]]
func.func @cosine_first(%t: tensor<2x1xf32>) -> tensor<2x4xf32> {
  %f = onnx.Constant dense<[[1.0, 0.01]]> : tensor<1x2xf32>
  %a = onnx.Mul %t, %f : (tensor<2x1xf32>, tensor<1x2xf32>) -> tensor<2x2xf32>
  %s = onnx.Sin %a : (tensor<2x2xf32>) -> tensor<2x2xf32>
  %c = onnx.Cos %a : (tensor<2x2xf32>) -> tensor<2x2xf32>
  %y = onnx.Concat %c, %s {axis = -1 : i64} : (tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<2x4xf32>
  return %y : tensor<2x4xf32>
}

// -----

// Sines first.
// CHECK-LABEL: func @sine_first(
//       CHECK:   onnx.Constant dense<[true, true, false, false]> : tensor<4xi1>
//       CHECK:   onnx.Where
//   CHECK-NOT:   onnx.Concat
func.func @sine_first(%t: tensor<2x1xf32>) -> tensor<2x4xf32> {
  %f = onnx.Constant dense<[[1.0, 0.01]]> : tensor<1x2xf32>
  %a = onnx.Mul %f, %t : (tensor<1x2xf32>, tensor<2x1xf32>) -> tensor<2x2xf32>
  %s = onnx.Sin %a : (tensor<2x2xf32>) -> tensor<2x2xf32>
  %c = onnx.Cos %a : (tensor<2x2xf32>) -> tensor<2x2xf32>
  %y = onnx.Concat %s, %c {axis = 1 : i64} : (tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<2x4xf32>
  return %y : tensor<2x4xf32>
}

// -----

// TorchScript turns the halves round with two slices and another Concat.
// CHECK-LABEL: func @flipped(
//       CHECK:   onnx.Constant dense<[false, false, true, true]> : tensor<4xi1>
//   CHECK-NOT:   onnx.Slice
//       CHECK:   onnx.Where
//   CHECK-NOT:   onnx.Concat
func.func @flipped(%t: tensor<2x1xf32>) -> tensor<2x4xf32> {
  %none = onnx.NoValue : none
  %zero = onnx.Constant dense<0> : tensor<1xi64>
  %two = onnx.Constant dense<2> : tensor<1xi64>
  %max = onnx.Constant dense<9223372036854775807> : tensor<1xi64>
  %axis = onnx.Constant dense<-1> : tensor<1xi64>
  %f = onnx.Constant dense<[[1.0, 0.01]]> : tensor<1x2xf32>
  %a = onnx.Mul %t, %f : (tensor<2x1xf32>, tensor<1x2xf32>) -> tensor<2x2xf32>
  %s = onnx.Sin %a : (tensor<2x2xf32>) -> tensor<2x2xf32>
  %c = onnx.Cos %a : (tensor<2x2xf32>) -> tensor<2x2xf32>
  %0 = onnx.Concat %s, %c {axis = -1 : i64} : (tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<2x4xf32>
  %1 = onnx.Slice %0, %two, %max, %axis, %none : (tensor<2x4xf32>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>, none) -> tensor<2x2xf32>
  %2 = onnx.Slice %0, %zero, %two, %axis, %none : (tensor<2x4xf32>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>, none) -> tensor<2x2xf32>
  %y = onnx.Concat %1, %2 {axis = -1 : i64} : (tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<2x4xf32>
  return %y : tensor<2x4xf32>
}

// -----

// A scale of the angles, and frequencies that divide: the literals are repeated, scalars stay.
// CHECK-LABEL: func @scaled(
//   CHECK-DAG:   %[[K:.*]] = onnx.Constant dense<1.000000e+03> : tensor<f32>
//   CHECK-DAG:   %[[F:.*]] = onnx.Constant dense<[1.000000e+00, 1.000000e+02, 1.000000e+00, 1.000000e+02]> : tensor<4xf32>
//       CHECK:   %[[A:.*]] = onnx.Div %arg0, %[[F]] : (tensor<2x1xf32>, tensor<4xf32>) -> tensor<2x4xf32>
//       CHECK:   onnx.Mul %[[K]], %[[A]] : (tensor<f32>, tensor<2x4xf32>) -> tensor<2x4xf32>
//       CHECK:   onnx.Where
func.func @scaled(%t: tensor<2x1xf32>) -> tensor<2x4xf32> {
  %f = onnx.Constant dense<[1.0, 100.0]> : tensor<2xf32>
  %k = onnx.Constant dense<1000.0> : tensor<f32>
  %d = onnx.Div %t, %f : (tensor<2x1xf32>, tensor<2xf32>) -> tensor<2x2xf32>
  %a = onnx.Mul %k, %d : (tensor<f32>, tensor<2x2xf32>) -> tensor<2x2xf32>
  %s = onnx.Sin %a : (tensor<2x2xf32>) -> tensor<2x2xf32>
  %c = onnx.Cos %a : (tensor<2x2xf32>) -> tensor<2x2xf32>
  %y = onnx.Concat %c, %s {axis = -1 : i64} : (tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<2x4xf32>
  return %y : tensor<2x4xf32>
}

// -----

// One timestep for the whole batch, cast from an integer: any shape that broadcasts.
// CHECK-LABEL: func @one_timestep(
//       CHECK:   %[[T:.*]] = onnx.Cast %arg0 {to = f32} : (tensor<1xi64>) -> tensor<1xf32>
//       CHECK:   onnx.Mul %[[T]], %{{.*}} : (tensor<1xf32>, tensor<1x4xf32>) -> tensor<1x4xf32>
//       CHECK:   onnx.Where {{.*}} -> tensor<1x4xf32>
func.func @one_timestep(%t: tensor<1xi64>) -> tensor<1x4xf32> {
  %f = onnx.Constant dense<[[1.0, 0.01]]> : tensor<1x2xf32>
  %0 = onnx.Cast %t {to = f32} : (tensor<1xi64>) -> tensor<1xf32>
  %a = onnx.Mul %0, %f : (tensor<1xf32>, tensor<1x2xf32>) -> tensor<1x2xf32>
  %s = onnx.Sin %a : (tensor<1x2xf32>) -> tensor<1x2xf32>
  %c = onnx.Cos %a : (tensor<1x2xf32>) -> tensor<1x2xf32>
  %y = onnx.Concat %c, %s {axis = -1 : i64} : (tensor<1x2xf32>, tensor<1x2xf32>) -> tensor<1x4xf32>
  return %y : tensor<1x4xf32>
}

// -----

// The exporter computed the angles twice.
// CHECK-LABEL: func @twins(
//       CHECK:   onnx.Where
//   CHECK-NOT:   onnx.Concat
func.func @twins(%t: tensor<2x1xf32>) -> tensor<2x4xf32> {
  %f = onnx.Constant dense<[[1.0, 0.01]]> : tensor<1x2xf32>
  %a = onnx.Mul %t, %f : (tensor<2x1xf32>, tensor<1x2xf32>) -> tensor<2x2xf32>
  %b = onnx.Mul %t, %f : (tensor<2x1xf32>, tensor<1x2xf32>) -> tensor<2x2xf32>
  %s = onnx.Sin %a : (tensor<2x2xf32>) -> tensor<2x2xf32>
  %c = onnx.Cos %b : (tensor<2x2xf32>) -> tensor<2x2xf32>
  %y = onnx.Concat %c, %s {axis = -1 : i64} : (tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<2x4xf32>
  return %y : tensor<2x4xf32>
}

// -----

// Frequencies as a small weight with its numbers in the IR, and equal ones.
// CHECK-LABEL: func @splat(
//       CHECK:   onnx.Constant dense<5.000000e-01> : tensor<1x4xf32>
//       CHECK:   onnx.Where
func.func @splat(%t: tensor<2x1xf32>) -> tensor<2x4xf32> {
  %f = plan.constant "f" dense<0.5> : tensor<1x2xf32> of tensor<1x2xf32> -> tensor<1x2xf32>
  %a = onnx.Mul %t, %f : (tensor<2x1xf32>, tensor<1x2xf32>) -> tensor<2x2xf32>
  %s = onnx.Sin %a : (tensor<2x2xf32>) -> tensor<2x2xf32>
  %c = onnx.Cos %a : (tensor<2x2xf32>) -> tensor<2x2xf32>
  %y = onnx.Concat %c, %s {axis = -1 : i64} : (tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<2x4xf32>
  return %y : tensor<2x4xf32>
}

// -----

// SDXL's sizes and crops: six numbers per image, each with an embedding.
// CHECK-LABEL: func @rank_three(
//       CHECK:   onnx.Where {{.*}} -> tensor<2x6x4xf32>
func.func @rank_three(%t: tensor<2x6x1xf32>) -> tensor<2x6x4xf32> {
  %f = onnx.Constant dense<[[[1.0, 0.01]]]> : tensor<1x1x2xf32>
  %a = onnx.Mul %t, %f : (tensor<2x6x1xf32>, tensor<1x1x2xf32>) -> tensor<2x6x2xf32>
  %s = onnx.Sin %a : (tensor<2x6x2xf32>) -> tensor<2x6x2xf32>
  %c = onnx.Cos %a : (tensor<2x6x2xf32>) -> tensor<2x6x2xf32>
  %y = onnx.Concat %c, %s {axis = 2 : i64} : (tensor<2x6x2xf32>, tensor<2x6x2xf32>) -> tensor<2x6x4xf32>
  return %y : tensor<2x6x4xf32>
}

// -----

// A phase per frequency, subtracted: still element-wise in literals.
// CHECK-LABEL: func @phase(
//       CHECK:   onnx.Constant dense<[1.000000e+00, 2.000000e+00, 1.000000e+00, 2.000000e+00]> : tensor<4xf32>
//       CHECK:   onnx.Sub {{.*}} -> tensor<2x4xf32>
//       CHECK:   onnx.Where
func.func @phase(%t: tensor<2x1xf32>) -> tensor<2x4xf32> {
  %f = onnx.Constant dense<[[3.0, 0.01]]> : tensor<1x2xf32>
  %p = onnx.Constant dense<[1.0, 2.0]> : tensor<2xf32>
  %m = onnx.Mul %t, %f : (tensor<2x1xf32>, tensor<1x2xf32>) -> tensor<2x2xf32>
  %a = onnx.Sub %m, %p : (tensor<2x2xf32>, tensor<2xf32>) -> tensor<2x2xf32>
  %s = onnx.Sin %a : (tensor<2x2xf32>) -> tensor<2x2xf32>
  %c = onnx.Cos %a : (tensor<2x2xf32>) -> tensor<2x2xf32>
  %y = onnx.Concat %c, %s {axis = -1 : i64} : (tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<2x4xf32>
  return %y : tensor<2x4xf32>
}

// -----

// An odd width has a zero behind the halves: the Pad stays.
// CHECK-LABEL: func @padded(
//       CHECK:   %[[Y:.*]] = onnx.Where
//       CHECK:   onnx.Pad %[[Y]]
func.func @padded(%t: tensor<2x1xf32>) -> tensor<2x5xf32> {
  %none = onnx.NoValue : none
  %pads = onnx.Constant dense<[0, 0, 0, 1]> : tensor<4xi64>
  %f = onnx.Constant dense<[[1.0, 0.01]]> : tensor<1x2xf32>
  %a = onnx.Mul %t, %f : (tensor<2x1xf32>, tensor<1x2xf32>) -> tensor<2x2xf32>
  %s = onnx.Sin %a : (tensor<2x2xf32>) -> tensor<2x2xf32>
  %c = onnx.Cos %a : (tensor<2x2xf32>) -> tensor<2x2xf32>
  %y = onnx.Concat %c, %s {axis = -1 : i64} : (tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<2x4xf32>
  %z = onnx.Pad %y, %pads, %none, %none : (tensor<2x4xf32>, tensor<4xi64>, none, none) -> tensor<2x5xf32>
  return %z : tensor<2x5xf32>
}

// -----

// Near misses.

// Different frequencies.
// CHECK-LABEL: func @other_angles(
//       CHECK:   onnx.Concat
func.func @other_angles(%t: tensor<2x1xf32>) -> tensor<2x4xf32> {
  %f = onnx.Constant dense<[[1.0, 0.01]]> : tensor<1x2xf32>
  %g = onnx.Constant dense<[[1.0, 0.02]]> : tensor<1x2xf32>
  %a = onnx.Mul %t, %f : (tensor<2x1xf32>, tensor<1x2xf32>) -> tensor<2x2xf32>
  %b = onnx.Mul %t, %g : (tensor<2x1xf32>, tensor<1x2xf32>) -> tensor<2x2xf32>
  %s = onnx.Sin %a : (tensor<2x2xf32>) -> tensor<2x2xf32>
  %c = onnx.Cos %b : (tensor<2x2xf32>) -> tensor<2x2xf32>
  %y = onnx.Concat %c, %s {axis = -1 : i64} : (tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<2x4xf32>
  return %y : tensor<2x4xf32>
}

// -----

// The sines are a result by themselves.
// CHECK-LABEL: func @sine_used(
//       CHECK:   onnx.Concat
func.func @sine_used(%t: tensor<2x1xf32>) -> (tensor<2x4xf32>, tensor<2x2xf32>) {
  %f = onnx.Constant dense<[[1.0, 0.01]]> : tensor<1x2xf32>
  %a = onnx.Mul %t, %f : (tensor<2x1xf32>, tensor<1x2xf32>) -> tensor<2x2xf32>
  %s = onnx.Sin %a : (tensor<2x2xf32>) -> tensor<2x2xf32>
  %c = onnx.Cos %a : (tensor<2x2xf32>) -> tensor<2x2xf32>
  %y = onnx.Concat %c, %s {axis = -1 : i64} : (tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<2x4xf32>
  return %y, %s : tensor<2x4xf32>, tensor<2x2xf32>
}

// -----

// Below each other.
// CHECK-LABEL: func @first_axis(
//       CHECK:   onnx.Concat
func.func @first_axis(%t: tensor<2x1xf32>) -> tensor<4x2xf32> {
  %f = onnx.Constant dense<[[1.0, 0.01]]> : tensor<1x2xf32>
  %a = onnx.Mul %t, %f : (tensor<2x1xf32>, tensor<1x2xf32>) -> tensor<2x2xf32>
  %s = onnx.Sin %a : (tensor<2x2xf32>) -> tensor<2x2xf32>
  %c = onnx.Cos %a : (tensor<2x2xf32>) -> tensor<2x2xf32>
  %y = onnx.Concat %c, %s {axis = 0 : i64} : (tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<4x2xf32>
  return %y : tensor<4x2xf32>
}

// -----

// Angles that the network computes.
// CHECK-LABEL: func @computed_angles(
//       CHECK:   onnx.Concat
func.func @computed_angles(%a: tensor<2x2xf32>) -> tensor<2x4xf32> {
  %s = onnx.Sin %a : (tensor<2x2xf32>) -> tensor<2x2xf32>
  %c = onnx.Cos %a : (tensor<2x2xf32>) -> tensor<2x2xf32>
  %y = onnx.Concat %c, %s {axis = -1 : i64} : (tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<2x4xf32>
  return %y : tensor<2x4xf32>
}

// -----

// Frequencies in a file: their numbers are not known here.
// CHECK-LABEL: func @weight(
//       CHECK:   onnx.Concat
func.func @weight(%t: tensor<2x1xf32>) -> tensor<2x4xf32> {
  %f = plan.constant "f" #plan.synthetic<seed = 1, mean = 0.0 : f32, stddev = 1.0 : f32> of tensor<1x2xf32> -> tensor<1x2xf32>
  %a = onnx.Mul %t, %f : (tensor<2x1xf32>, tensor<1x2xf32>) -> tensor<2x2xf32>
  %s = onnx.Sin %a : (tensor<2x2xf32>) -> tensor<2x2xf32>
  %c = onnx.Cos %a : (tensor<2x2xf32>) -> tensor<2x2xf32>
  %y = onnx.Concat %c, %s {axis = -1 : i64} : (tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<2x4xf32>
  return %y : tensor<2x4xf32>
}

// -----

// Twice the sine.
// CHECK-LABEL: func @two_sines(
//       CHECK:   onnx.Concat
func.func @two_sines(%t: tensor<2x1xf32>) -> tensor<2x4xf32> {
  %f = onnx.Constant dense<[[1.0, 0.01]]> : tensor<1x2xf32>
  %a = onnx.Mul %t, %f : (tensor<2x1xf32>, tensor<1x2xf32>) -> tensor<2x2xf32>
  %s = onnx.Sin %a : (tensor<2x2xf32>) -> tensor<2x2xf32>
  %y = onnx.Concat %s, %s {axis = -1 : i64} : (tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<2x4xf32>
  return %y : tensor<2x4xf32>
}

// -----

// Three parts: a constant column beside the halves.
// CHECK-LABEL: func @three_parts(
//       CHECK:   onnx.Concat %{{.*}}, %{{.*}}, %{{.*}}
func.func @three_parts(%t: tensor<2x1xf32>) -> tensor<2x5xf32> {
  %f = onnx.Constant dense<[[1.0, 0.01]]> : tensor<1x2xf32>
  %a = onnx.Mul %t, %f : (tensor<2x1xf32>, tensor<1x2xf32>) -> tensor<2x2xf32>
  %s = onnx.Sin %a : (tensor<2x2xf32>) -> tensor<2x2xf32>
  %c = onnx.Cos %a : (tensor<2x2xf32>) -> tensor<2x2xf32>
  %y = onnx.Concat %t, %c, %s {axis = -1 : i64} : (tensor<2x1xf32>, tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<2x5xf32>
  return %y : tensor<2x5xf32>
}

// -----

// A tangent is no cosine.
// CHECK-LABEL: func @tangent(
//       CHECK:   onnx.Concat
func.func @tangent(%t: tensor<2x1xf32>) -> tensor<2x4xf32> {
  %f = onnx.Constant dense<[[1.0, 0.01]]> : tensor<1x2xf32>
  %a = onnx.Mul %t, %f : (tensor<2x1xf32>, tensor<1x2xf32>) -> tensor<2x2xf32>
  %s = onnx.Sin %a : (tensor<2x2xf32>) -> tensor<2x2xf32>
  %c = onnx.Tan %a : (tensor<2x2xf32>) -> tensor<2x2xf32>
  %y = onnx.Concat %c, %s {axis = -1 : i64} : (tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<2x4xf32>
  return %y : tensor<2x4xf32>
}

// -----

// Halves of different widths.
// CHECK-LABEL: func @widths(
//       CHECK:   onnx.Concat
func.func @widths(%t: tensor<2x1xf32>) -> tensor<2x5xf32> {
  %f = onnx.Constant dense<[[1.0, 0.01]]> : tensor<1x2xf32>
  %g = onnx.Constant dense<[[1.0, 0.01, 0.001]]> : tensor<1x3xf32>
  %a = onnx.Mul %t, %f : (tensor<2x1xf32>, tensor<1x2xf32>) -> tensor<2x2xf32>
  %b = onnx.Mul %t, %g : (tensor<2x1xf32>, tensor<1x3xf32>) -> tensor<2x3xf32>
  %s = onnx.Sin %a : (tensor<2x2xf32>) -> tensor<2x2xf32>
  %c = onnx.Cos %b : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %y = onnx.Concat %c, %s {axis = -1 : i64} : (tensor<2x3xf32>, tensor<2x2xf32>) -> tensor<2x5xf32>
  return %y : tensor<2x5xf32>
}

// -----

// A slice of the halves that is neither of them stays, and so does what it reads.
// CHECK-LABEL: func @middle(
//       CHECK:   %[[Y:.*]] = onnx.Where
//       CHECK:   onnx.Slice %[[Y]]
func.func @middle(%t: tensor<2x1xf32>) -> tensor<2x2xf32> {
  %none = onnx.NoValue : none
  %one = onnx.Constant dense<1> : tensor<1xi64>
  %three = onnx.Constant dense<3> : tensor<1xi64>
  %f = onnx.Constant dense<[[1.0, 0.01]]> : tensor<1x2xf32>
  %a = onnx.Mul %t, %f : (tensor<2x1xf32>, tensor<1x2xf32>) -> tensor<2x2xf32>
  %s = onnx.Sin %a : (tensor<2x2xf32>) -> tensor<2x2xf32>
  %c = onnx.Cos %a : (tensor<2x2xf32>) -> tensor<2x2xf32>
  %0 = onnx.Concat %s, %c {axis = -1 : i64} : (tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<2x4xf32>
  %y = onnx.Slice %0, %one, %three, %one, %none : (tensor<2x4xf32>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>, none) -> tensor<2x2xf32>
  return %y : tensor<2x2xf32>
}
