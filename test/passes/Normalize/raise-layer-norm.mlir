// RUN: burin-opt %s --onnx-raise-layer-norm --split-input-file | FileCheck %s
// RUN: burin-opt %s --onnx-raise-layer-norm --onnx-raise-layer-norm --split-input-file | FileCheck %s
// RUN: burin-opt %s --onnx-raise-layer-norm --split-input-file --remarks-filter="raise.*" 2>&1 | FileCheck %s --check-prefix=REMARK

// ReduceMean, Sub, Pow, ReduceMean, Add, Sqrt, Div, Mul, Add.
// REMARK: [Passed] layer-norm{{.*}}raised to LayerNormalization
// CHECK-LABEL: func @torchscript(
//       CHECK:   %[[G:.*]] = plan.constant "gamma"
//       CHECK:   %[[B:.*]] = plan.constant "beta"
//       CHECK:   %[[Y:.*]] = onnx.LayerNormalization %arg0, %[[G]], %[[B]] {epsilon = 9.99999997E-7 : f32} :
//       CHECK:   return %[[Y]]
func.func @torchscript(%x: tensor<2x4x8xf32>) -> tensor<2x4x8xf32> {
  %gamma = plan.constant "gamma" #plan.synthetic<seed = 1, mean = 0.0 : f32, stddev = 1.0 : f32> of tensor<8xf32> -> tensor<8xf32>
  %beta = plan.constant "beta" #plan.synthetic<seed = 2, mean = 0.0 : f32, stddev = 1.0 : f32> of tensor<8xf32> -> tensor<8xf32>
  %axes = onnx.Constant dense<-1> : tensor<1xi64>
  %eps = onnx.Constant dense<1.0e-6> : tensor<f32>
  %two = onnx.Constant dense<2.0> : tensor<f32>
  %m = onnx.ReduceMean %x, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %d = onnx.Sub %x, %m : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  %q = onnx.Pow %d, %two : (tensor<2x4x8xf32>, tensor<f32>) -> tensor<2x4x8xf32>
  %v = onnx.ReduceMean %q, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %e = onnx.Add %v, %eps : (tensor<2x4x1xf32>, tensor<f32>) -> tensor<2x4x1xf32>
  %s = onnx.Sqrt %e : (tensor<2x4x1xf32>) -> tensor<2x4x1xf32>
  %n = onnx.Div %d, %s : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  %g = onnx.Mul %n, %gamma : (tensor<2x4x8xf32>, tensor<8xf32>) -> tensor<2x4x8xf32>
  %y = onnx.Add %g, %beta : (tensor<2x4x8xf32>, tensor<8xf32>) -> tensor<2x4x8xf32>
  return %y : tensor<2x4x8xf32>
}

// -----

// A product for the square, affine operands swapped.
// CHECK-LABEL: func @swapped(
//       CHECK:   %[[G:.*]] = plan.constant "gamma"
//       CHECK:   %[[B:.*]] = plan.constant "beta"
//       CHECK:   %[[Y:.*]] = onnx.LayerNormalization %arg0, %[[G]], %[[B]] {epsilon = 9.99999997E-7 : f32} :
//       CHECK:   return %[[Y]]
func.func @swapped(%x: tensor<2x4x8xf32>) -> tensor<2x4x8xf32> {
  %gamma = plan.constant "gamma" #plan.synthetic<seed = 1, mean = 0.0 : f32, stddev = 1.0 : f32> of tensor<8xf32> -> tensor<8xf32>
  %beta = plan.constant "beta" #plan.synthetic<seed = 2, mean = 0.0 : f32, stddev = 1.0 : f32> of tensor<8xf32> -> tensor<8xf32>
  %axes = onnx.Constant dense<-1> : tensor<1xi64>
  %eps = onnx.Constant dense<1.0e-6> : tensor<f32>
  %two = onnx.Constant dense<2.0> : tensor<f32>
  %m = onnx.ReduceMean %x, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %d = onnx.Sub %x, %m : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  %q = onnx.Mul %d, %d : (tensor<2x4x8xf32>, tensor<2x4x8xf32>) -> tensor<2x4x8xf32>
  %v = onnx.ReduceMean %q, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %e = onnx.Add %v, %eps : (tensor<2x4x1xf32>, tensor<f32>) -> tensor<2x4x1xf32>
  %s = onnx.Sqrt %e : (tensor<2x4x1xf32>) -> tensor<2x4x1xf32>
  %n = onnx.Div %d, %s : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  %g = onnx.Mul %gamma, %n : (tensor<8xf32>, tensor<2x4x8xf32>) -> tensor<2x4x8xf32>
  %y = onnx.Add %beta, %g : (tensor<8xf32>, tensor<2x4x8xf32>) -> tensor<2x4x8xf32>
  return %y : tensor<2x4x8xf32>
}

// -----

// Multiplication by the reciprocal.
// CHECK-LABEL: func @reciprocal(
//       CHECK:   %[[G:.*]] = plan.constant "gamma"
//       CHECK:   %[[B:.*]] = plan.constant "beta"
//       CHECK:   %[[Y:.*]] = onnx.LayerNormalization %arg0, %[[G]], %[[B]] {epsilon = 9.99999997E-7 : f32} :
//       CHECK:   return %[[Y]]
func.func @reciprocal(%x: tensor<2x4x8xf32>) -> tensor<2x4x8xf32> {
  %gamma = plan.constant "gamma" #plan.synthetic<seed = 1, mean = 0.0 : f32, stddev = 1.0 : f32> of tensor<8xf32> -> tensor<8xf32>
  %beta = plan.constant "beta" #plan.synthetic<seed = 2, mean = 0.0 : f32, stddev = 1.0 : f32> of tensor<8xf32> -> tensor<8xf32>
  %axes = onnx.Constant dense<-1> : tensor<1xi64>
  %eps = onnx.Constant dense<1.0e-6> : tensor<f32>
  %two = onnx.Constant dense<2.0> : tensor<f32>
  %m = onnx.ReduceMean %x, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %d = onnx.Sub %x, %m : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  %q = onnx.Pow %d, %two : (tensor<2x4x8xf32>, tensor<f32>) -> tensor<2x4x8xf32>
  %v = onnx.ReduceMean %q, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %e = onnx.Add %v, %eps : (tensor<2x4x1xf32>, tensor<f32>) -> tensor<2x4x1xf32>
  %s = onnx.Sqrt %e : (tensor<2x4x1xf32>) -> tensor<2x4x1xf32>
  %r = onnx.Reciprocal %s : (tensor<2x4x1xf32>) -> tensor<2x4x1xf32>
  %n = onnx.Mul %d, %r : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  %g = onnx.Mul %n, %gamma : (tensor<2x4x8xf32>, tensor<8xf32>) -> tensor<2x4x8xf32>
  %y = onnx.Add %g, %beta : (tensor<2x4x8xf32>, tensor<8xf32>) -> tensor<2x4x8xf32>
  return %y : tensor<2x4x8xf32>
}

// -----

// Multiplication by 1 / std.
// CHECK-LABEL: func @one_over(
//       CHECK:   %[[G:.*]] = plan.constant "gamma"
//       CHECK:   %[[B:.*]] = plan.constant "beta"
//       CHECK:   %[[Y:.*]] = onnx.LayerNormalization %arg0, %[[G]], %[[B]] {epsilon = 9.99999997E-7 : f32} :
//       CHECK:   return %[[Y]]
func.func @one_over(%x: tensor<2x4x8xf32>) -> tensor<2x4x8xf32> {
  %gamma = plan.constant "gamma" #plan.synthetic<seed = 1, mean = 0.0 : f32, stddev = 1.0 : f32> of tensor<8xf32> -> tensor<8xf32>
  %beta = plan.constant "beta" #plan.synthetic<seed = 2, mean = 0.0 : f32, stddev = 1.0 : f32> of tensor<8xf32> -> tensor<8xf32>
  %axes = onnx.Constant dense<-1> : tensor<1xi64>
  %eps = onnx.Constant dense<1.0e-6> : tensor<f32>
  %two = onnx.Constant dense<2.0> : tensor<f32>
  %m = onnx.ReduceMean %x, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %d = onnx.Sub %x, %m : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  %q = onnx.Pow %d, %two : (tensor<2x4x8xf32>, tensor<f32>) -> tensor<2x4x8xf32>
  %v = onnx.ReduceMean %q, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %e = onnx.Add %v, %eps : (tensor<2x4x1xf32>, tensor<f32>) -> tensor<2x4x1xf32>
  %s = onnx.Sqrt %e : (tensor<2x4x1xf32>) -> tensor<2x4x1xf32>
  %one = onnx.Constant dense<1.0> : tensor<f32>
  %r = onnx.Div %one, %s : (tensor<f32>, tensor<2x4x1xf32>) -> tensor<2x4x1xf32>
  %n = onnx.Mul %r, %d : (tensor<2x4x1xf32>, tensor<2x4x8xf32>) -> tensor<2x4x8xf32>
  %g = onnx.Mul %n, %gamma : (tensor<2x4x8xf32>, tensor<8xf32>) -> tensor<2x4x8xf32>
  %y = onnx.Add %g, %beta : (tensor<2x4x8xf32>, tensor<8xf32>) -> tensor<2x4x8xf32>
  return %y : tensor<2x4x8xf32>
}

// -----

// Pow(variance + eps, -0.5).
// CHECK-LABEL: func @power(
//       CHECK:   %[[G:.*]] = plan.constant "gamma"
//       CHECK:   %[[B:.*]] = plan.constant "beta"
//       CHECK:   %[[Y:.*]] = onnx.LayerNormalization %arg0, %[[G]], %[[B]] {epsilon = 9.99999997E-7 : f32} :
//       CHECK:   return %[[Y]]
func.func @power(%x: tensor<2x4x8xf32>) -> tensor<2x4x8xf32> {
  %gamma = plan.constant "gamma" #plan.synthetic<seed = 1, mean = 0.0 : f32, stddev = 1.0 : f32> of tensor<8xf32> -> tensor<8xf32>
  %beta = plan.constant "beta" #plan.synthetic<seed = 2, mean = 0.0 : f32, stddev = 1.0 : f32> of tensor<8xf32> -> tensor<8xf32>
  %axes = onnx.Constant dense<-1> : tensor<1xi64>
  %eps = onnx.Constant dense<1.0e-6> : tensor<f32>
  %two = onnx.Constant dense<2.0> : tensor<f32>
  %m = onnx.ReduceMean %x, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %d = onnx.Sub %x, %m : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  %q = onnx.Pow %d, %two : (tensor<2x4x8xf32>, tensor<f32>) -> tensor<2x4x8xf32>
  %v = onnx.ReduceMean %q, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %e = onnx.Add %v, %eps : (tensor<2x4x1xf32>, tensor<f32>) -> tensor<2x4x1xf32>
  %mh = onnx.Constant dense<-0.5> : tensor<f32>
  %r = onnx.Pow %e, %mh : (tensor<2x4x1xf32>, tensor<f32>) -> tensor<2x4x1xf32>
  %n = onnx.Mul %d, %r : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  %g = onnx.Mul %n, %gamma : (tensor<2x4x8xf32>, tensor<8xf32>) -> tensor<2x4x8xf32>
  %y = onnx.Add %g, %beta : (tensor<2x4x8xf32>, tensor<8xf32>) -> tensor<2x4x8xf32>
  return %y : tensor<2x4x8xf32>
}

// -----

// The axis counted from the front.
// CHECK-LABEL: func @positive_axis(
//       CHECK:   %[[G:.*]] = plan.constant "gamma"
//       CHECK:   %[[B:.*]] = plan.constant "beta"
//       CHECK:   %[[Y:.*]] = onnx.LayerNormalization %arg0, %[[G]], %[[B]] {epsilon = 9.99999997E-7 : f32} :
//       CHECK:   return %[[Y]]
func.func @positive_axis(%x: tensor<2x4x8xf32>) -> tensor<2x4x8xf32> {
  %gamma = plan.constant "gamma" #plan.synthetic<seed = 1, mean = 0.0 : f32, stddev = 1.0 : f32> of tensor<8xf32> -> tensor<8xf32>
  %beta = plan.constant "beta" #plan.synthetic<seed = 2, mean = 0.0 : f32, stddev = 1.0 : f32> of tensor<8xf32> -> tensor<8xf32>
  %axes = onnx.Constant dense<2> : tensor<1xi64>
  %eps = onnx.Constant dense<1.0e-6> : tensor<f32>
  %two = onnx.Constant dense<2.0> : tensor<f32>
  %m = onnx.ReduceMean %x, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %d = onnx.Sub %x, %m : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  %q = onnx.Pow %d, %two : (tensor<2x4x8xf32>, tensor<f32>) -> tensor<2x4x8xf32>
  %v = onnx.ReduceMean %q, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %e = onnx.Add %v, %eps : (tensor<2x4x1xf32>, tensor<f32>) -> tensor<2x4x1xf32>
  %s = onnx.Sqrt %e : (tensor<2x4x1xf32>) -> tensor<2x4x1xf32>
  %n = onnx.Div %d, %s : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  %g = onnx.Mul %n, %gamma : (tensor<2x4x8xf32>, tensor<8xf32>) -> tensor<2x4x8xf32>
  %y = onnx.Add %g, %beta : (tensor<2x4x8xf32>, tensor<8xf32>) -> tensor<2x4x8xf32>
  return %y : tensor<2x4x8xf32>
}

// -----

// Without an affine part (adaptive norms).
// CHECK-LABEL: func @no_affine(
//       CHECK:   %[[ONE:.*]] = onnx.Constant dense<1.000000e+00> : tensor<8xf32>
//       CHECK:   %[[NONE:.*]] = onnx.NoValue
//       CHECK:   onnx.LayerNormalization %arg0, %[[ONE]], %[[NONE]]
//   CHECK-NOT:   onnx.Div
func.func @no_affine(%x: tensor<2x4x8xf32>) -> tensor<2x4x8xf32> {
  %axes = onnx.Constant dense<-1> : tensor<1xi64>
  %eps = onnx.Constant dense<1.0e-6> : tensor<f32>
  %two = onnx.Constant dense<2.0> : tensor<f32>
  %m = onnx.ReduceMean %x, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %d = onnx.Sub %x, %m : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  %q = onnx.Pow %d, %two : (tensor<2x4x8xf32>, tensor<f32>) -> tensor<2x4x8xf32>
  %v = onnx.ReduceMean %q, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %e = onnx.Add %v, %eps : (tensor<2x4x1xf32>, tensor<f32>) -> tensor<2x4x1xf32>
  %s = onnx.Sqrt %e : (tensor<2x4x1xf32>) -> tensor<2x4x1xf32>
  %n = onnx.Div %d, %s : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  return %n : tensor<2x4x8xf32>
}

// -----

// d * (gamma / std)
// CHECK-LABEL: func @scale_in_reciprocal(
//       CHECK:   %[[G:.*]] = plan.constant "gamma"
//       CHECK:   onnx.LayerNormalization %arg0, %[[G]], %{{.*}} {{.*}}(tensor<2x4x8xf32>, tensor<8xf32>, none)
//   CHECK-NOT:   onnx.Mul
func.func @scale_in_reciprocal(%x: tensor<2x4x8xf32>) -> tensor<2x4x8xf32> {
  %gamma = plan.constant "gamma" #plan.synthetic<seed = 1, mean = 0.0 : f32, stddev = 1.0 : f32> of tensor<8xf32> -> tensor<8xf32>
  %axes = onnx.Constant dense<-1> : tensor<1xi64>
  %eps = onnx.Constant dense<1.0e-6> : tensor<f32>
  %two = onnx.Constant dense<2.0> : tensor<f32>
  %m = onnx.ReduceMean %x, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %d = onnx.Sub %x, %m : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  %q = onnx.Pow %d, %two : (tensor<2x4x8xf32>, tensor<f32>) -> tensor<2x4x8xf32>
  %v = onnx.ReduceMean %q, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %e = onnx.Add %v, %eps : (tensor<2x4x1xf32>, tensor<f32>) -> tensor<2x4x1xf32>
  %s = onnx.Sqrt %e : (tensor<2x4x1xf32>) -> tensor<2x4x1xf32>
  %r = onnx.Reciprocal %s : (tensor<2x4x1xf32>) -> tensor<2x4x1xf32>
  %rg = onnx.Mul %r, %gamma : (tensor<2x4x1xf32>, tensor<8xf32>) -> tensor<2x4x8xf32>
  %n = onnx.Mul %d, %rg : (tensor<2x4x8xf32>, tensor<2x4x8xf32>) -> tensor<2x4x8xf32>
  return %n : tensor<2x4x8xf32>
}

// -----

// (gamma * d) / std
// CHECK-LABEL: func @scale_before_division(
//       CHECK:   %[[G:.*]] = plan.constant "gamma"
//       CHECK:   onnx.LayerNormalization %arg0, %[[G]], %{{.*}} {{.*}}(tensor<2x4x8xf32>, tensor<8xf32>, none)
//   CHECK-NOT:   onnx.Mul
func.func @scale_before_division(%x: tensor<2x4x8xf32>) -> tensor<2x4x8xf32> {
  %gamma = plan.constant "gamma" #plan.synthetic<seed = 1, mean = 0.0 : f32, stddev = 1.0 : f32> of tensor<8xf32> -> tensor<8xf32>
  %axes = onnx.Constant dense<-1> : tensor<1xi64>
  %eps = onnx.Constant dense<1.0e-6> : tensor<f32>
  %two = onnx.Constant dense<2.0> : tensor<f32>
  %m = onnx.ReduceMean %x, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %d = onnx.Sub %x, %m : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  %q = onnx.Pow %d, %two : (tensor<2x4x8xf32>, tensor<f32>) -> tensor<2x4x8xf32>
  %v = onnx.ReduceMean %q, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %e = onnx.Add %v, %eps : (tensor<2x4x1xf32>, tensor<f32>) -> tensor<2x4x1xf32>
  %s = onnx.Sqrt %e : (tensor<2x4x1xf32>) -> tensor<2x4x1xf32>
  %dg = onnx.Mul %gamma, %d : (tensor<8xf32>, tensor<2x4x8xf32>) -> tensor<2x4x8xf32>
  %n = onnx.Div %dg, %s : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  return %n : tensor<2x4x8xf32>
}

// -----

// A scale of shape [1, 1, D].
// CHECK-LABEL: func @leading_ones(
//       CHECK:   recipe [#plan.reshape<[8]>] -> tensor<8xf32>
//       CHECK:   onnx.LayerNormalization
//   CHECK-NOT:   onnx.Mul
func.func @leading_ones(%x: tensor<2x4x8xf32>) -> tensor<2x4x8xf32> {
  %gamma = plan.constant "gamma" #plan.synthetic<seed = 1, mean = 0.0 : f32, stddev = 1.0 : f32> of tensor<1x1x8xf32> -> tensor<1x1x8xf32>
  %axes = onnx.Constant dense<-1> : tensor<1xi64>
  %eps = onnx.Constant dense<1.0e-6> : tensor<f32>
  %two = onnx.Constant dense<2.0> : tensor<f32>
  %m = onnx.ReduceMean %x, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %d = onnx.Sub %x, %m : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  %q = onnx.Pow %d, %two : (tensor<2x4x8xf32>, tensor<f32>) -> tensor<2x4x8xf32>
  %v = onnx.ReduceMean %q, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %e = onnx.Add %v, %eps : (tensor<2x4x1xf32>, tensor<f32>) -> tensor<2x4x1xf32>
  %s = onnx.Sqrt %e : (tensor<2x4x1xf32>) -> tensor<2x4x1xf32>
  %n = onnx.Div %d, %s : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  %y = onnx.Mul %n, %gamma : (tensor<2x4x8xf32>, tensor<1x1x8xf32>) -> tensor<2x4x8xf32>
  return %y : tensor<2x4x8xf32>
}

// -----

// Without the means: RMSNorm.
// REMARK: [Passed] layer-norm{{.*}}raised to RMSNormalization
// CHECK-LABEL: func @rms(
//       CHECK:   %[[G:.*]] = plan.constant "gamma"
//       CHECK:   onnx.RMSNormalization %arg0, %[[G]] {epsilon = 9.99999997E-7 : f32}
//   CHECK-NOT:   onnx.Mul
func.func @rms(%x: tensor<2x4x8xf32>) -> tensor<2x4x8xf32> {
  %gamma = plan.constant "gamma" #plan.synthetic<seed = 1, mean = 0.0 : f32, stddev = 1.0 : f32> of tensor<8xf32> -> tensor<8xf32>
  %axes = onnx.Constant dense<-1> : tensor<1xi64>
  %eps = onnx.Constant dense<1.0e-6> : tensor<f32>
  %two = onnx.Constant dense<2.0> : tensor<f32>
  %q = onnx.Pow %x, %two : (tensor<2x4x8xf32>, tensor<f32>) -> tensor<2x4x8xf32>
  %v = onnx.ReduceMean %q, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %e = onnx.Add %v, %eps : (tensor<2x4x1xf32>, tensor<f32>) -> tensor<2x4x1xf32>
  %s = onnx.Sqrt %e : (tensor<2x4x1xf32>) -> tensor<2x4x1xf32>
  %r = onnx.Reciprocal %s : (tensor<2x4x1xf32>) -> tensor<2x4x1xf32>
  %n = onnx.Mul %x, %r : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  %y = onnx.Mul %gamma, %n : (tensor<8xf32>, tensor<2x4x8xf32>) -> tensor<2x4x8xf32>
  return %y : tensor<2x4x8xf32>
}

// -----

// Statistics without kept dimensions, restored later.
// CHECK-LABEL: func @dims_not_kept(
//       CHECK:   onnx.LayerNormalization %arg0
//   CHECK-NOT:   onnx.Div
func.func @dims_not_kept(%x: tensor<2x4x8xf32>) -> tensor<2x4x8xf32> {
  %axes = onnx.Constant dense<-1> : tensor<1xi64>
  %eps = onnx.Constant dense<1.0e-6> : tensor<f32>
  %two = onnx.Constant dense<2.0> : tensor<f32>
  %m0 = onnx.ReduceMean %x, %axes {keepdims = 0 : i64} : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4xf32>
  %m = onnx.Unsqueeze %m0, %axes : (tensor<2x4xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %d = onnx.Sub %x, %m : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  %q = onnx.Pow %d, %two : (tensor<2x4x8xf32>, tensor<f32>) -> tensor<2x4x8xf32>
  %v = onnx.ReduceMean %q, %axes {keepdims = 0 : i64} : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4xf32>
  %e0 = onnx.Add %v, %eps : (tensor<2x4xf32>, tensor<f32>) -> tensor<2x4xf32>
  %e = onnx.Unsqueeze %e0, %axes : (tensor<2x4xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %s = onnx.Sqrt %e : (tensor<2x4x1xf32>) -> tensor<2x4x1xf32>
  %n = onnx.Div %d, %s : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  return %n : tensor<2x4x8xf32>
}

// -----

// The difference computed twice.
// CHECK-LABEL: func @two_differences(
//       CHECK:   onnx.LayerNormalization %arg0
//   CHECK-NOT:   onnx.Sub
func.func @two_differences(%x: tensor<2x4x8xf32>) -> tensor<2x4x8xf32> {
  %axes = onnx.Constant dense<-1> : tensor<1xi64>
  %eps = onnx.Constant dense<1.0e-6> : tensor<f32>
  %two = onnx.Constant dense<2.0> : tensor<f32>
  %m = onnx.ReduceMean %x, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %d = onnx.Sub %x, %m : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  %d2 = onnx.Sub %x, %m : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  %q = onnx.Pow %d2, %two : (tensor<2x4x8xf32>, tensor<f32>) -> tensor<2x4x8xf32>
  %v = onnx.ReduceMean %q, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %e = onnx.Add %v, %eps : (tensor<2x4x1xf32>, tensor<f32>) -> tensor<2x4x1xf32>
  %s = onnx.Sqrt %e : (tensor<2x4x1xf32>) -> tensor<2x4x1xf32>
  %n = onnx.Div %d, %s : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  return %n : tensor<2x4x8xf32>
}

// -----

// An f16 export with an f64 island, as TorchScript writes it.
// CHECK-LABEL: func @wide_island(
//   CHECK-NOT:   onnx.Cast
//       CHECK:   %[[G:.*]] = plan.constant "gamma"
//       CHECK:   onnx.LayerNormalization %arg0, %[[G]], {{.*}} -> tensor<2x4x8xf16>
//   CHECK-NOT:   onnx.Mul
func.func @wide_island(%x: tensor<2x4x8xf16>) -> tensor<2x4x8xf16> {
  %gamma = plan.constant "gamma" #plan.synthetic<seed = 1, mean = 0.0 : f32, stddev = 1.0 : f32> of tensor<8xf16> -> tensor<8xf16>
  %axes = onnx.Constant dense<-1> : tensor<1xi64>
  %eps = onnx.Constant dense<1.0e-6> : tensor<f64>
  %two = onnx.Constant dense<2.0> : tensor<f64>
  %m = onnx.ReduceMean %x, %axes : (tensor<2x4x8xf16>, tensor<1xi64>) -> tensor<2x4x1xf16>
  %d = onnx.Sub %x, %m : (tensor<2x4x8xf16>, tensor<2x4x1xf16>) -> tensor<2x4x8xf16>
  %c = onnx.Cast %d {to = f64} : (tensor<2x4x8xf16>) -> tensor<2x4x8xf64>
  %q = onnx.Pow %c, %two : (tensor<2x4x8xf64>, tensor<f64>) -> tensor<2x4x8xf64>
  %v = onnx.ReduceMean %q, %axes : (tensor<2x4x8xf64>, tensor<1xi64>) -> tensor<2x4x1xf64>
  %e = onnx.Add %v, %eps : (tensor<2x4x1xf64>, tensor<f64>) -> tensor<2x4x1xf64>
  %s = onnx.Sqrt %e : (tensor<2x4x1xf64>) -> tensor<2x4x1xf64>
  %n = onnx.Div %c, %s : (tensor<2x4x8xf64>, tensor<2x4x1xf64>) -> tensor<2x4x8xf64>
  %h = onnx.Cast %n {to = f16} : (tensor<2x4x8xf64>) -> tensor<2x4x8xf16>
  %y = onnx.Mul %h, %gamma : (tensor<2x4x8xf16>, tensor<8xf16>) -> tensor<2x4x8xf16>
  return %y : tensor<2x4x8xf16>
}

// -----

// Over the last two dimensions.
// CHECK-LABEL: func @two_axes(
//       CHECK:   onnx.Constant dense<1.000000e+00> : tensor<4x8xf32>
//       CHECK:   onnx.LayerNormalization {{.*}}axis = -2 : i64
func.func @two_axes(%x: tensor<2x4x8xf32>) -> tensor<2x4x8xf32> {
  %axes = onnx.Constant dense<[1, 2]> : tensor<2xi64>
  %eps = onnx.Constant dense<1.0e-6> : tensor<f32>
  %two = onnx.Constant dense<2.0> : tensor<f32>
  %m = onnx.ReduceMean %x, %axes : (tensor<2x4x8xf32>, tensor<2xi64>) -> tensor<2x1x1xf32>
  %d = onnx.Sub %x, %m : (tensor<2x4x8xf32>, tensor<2x1x1xf32>) -> tensor<2x4x8xf32>
  %q = onnx.Pow %d, %two : (tensor<2x4x8xf32>, tensor<f32>) -> tensor<2x4x8xf32>
  %v = onnx.ReduceMean %q, %axes : (tensor<2x4x8xf32>, tensor<2xi64>) -> tensor<2x1x1xf32>
  %e = onnx.Add %v, %eps : (tensor<2x1x1xf32>, tensor<f32>) -> tensor<2x1x1xf32>
  %s = onnx.Sqrt %e : (tensor<2x1x1xf32>) -> tensor<2x1x1xf32>
  %n = onnx.Div %d, %s : (tensor<2x4x8xf32>, tensor<2x1x1xf32>) -> tensor<2x4x8xf32>
  return %n : tensor<2x4x8xf32>
}

// -----

//===--- Near misses -----------------------------------------------------------===//

// Over the middle dimension.
// REMARK: [Missed] layer-norm{{.*}}a normalization over dimensions that are not the last ones
// CHECK-LABEL: func @middle_axis(
//       CHECK:   onnx.ReduceMean
//   CHECK-NOT:   onnx.LayerNormalization
func.func @middle_axis(%x: tensor<2x4x8xf32>) -> tensor<2x4x8xf32> {
  %axes = onnx.Constant dense<1> : tensor<1xi64>
  %eps = onnx.Constant dense<1.0e-6> : tensor<f32>
  %two = onnx.Constant dense<2.0> : tensor<f32>
  %m = onnx.ReduceMean %x, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x1x8xf32>
  %d = onnx.Sub %x, %m : (tensor<2x4x8xf32>, tensor<2x1x8xf32>) -> tensor<2x4x8xf32>
  %q = onnx.Pow %d, %two : (tensor<2x4x8xf32>, tensor<f32>) -> tensor<2x4x8xf32>
  %v = onnx.ReduceMean %q, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x1x8xf32>
  %e = onnx.Add %v, %eps : (tensor<2x1x8xf32>, tensor<f32>) -> tensor<2x1x8xf32>
  %s = onnx.Sqrt %e : (tensor<2x1x8xf32>) -> tensor<2x1x8xf32>
  %n = onnx.Div %d, %s : (tensor<2x4x8xf32>, tensor<2x1x8xf32>) -> tensor<2x4x8xf32>
  return %n : tensor<2x4x8xf32>
}

// -----

// A scale known only at run time stays behind the norm.
// CHECK-LABEL: func @runtime_scale(
//       CHECK:   %[[N:.*]] = onnx.LayerNormalization
//       CHECK:   onnx.Mul %[[N]], %arg1
func.func @runtime_scale(%x: tensor<2x4x8xf32>, %z: tensor<8xf32>) -> tensor<2x4x8xf32> {
  %axes = onnx.Constant dense<-1> : tensor<1xi64>
  %eps = onnx.Constant dense<1.0e-6> : tensor<f32>
  %two = onnx.Constant dense<2.0> : tensor<f32>
  %m = onnx.ReduceMean %x, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %d = onnx.Sub %x, %m : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  %q = onnx.Pow %d, %two : (tensor<2x4x8xf32>, tensor<f32>) -> tensor<2x4x8xf32>
  %v = onnx.ReduceMean %q, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %e = onnx.Add %v, %eps : (tensor<2x4x1xf32>, tensor<f32>) -> tensor<2x4x1xf32>
  %s = onnx.Sqrt %e : (tensor<2x4x1xf32>) -> tensor<2x4x1xf32>
  %n = onnx.Div %d, %s : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  %y = onnx.Mul %n, %z : (tensor<2x4x8xf32>, tensor<8xf32>) -> tensor<2x4x8xf32>
  return %y : tensor<2x4x8xf32>
}

// -----

// A scale per row is none of the normalized dimension.
// CHECK-LABEL: func @scale_per_row(
//       CHECK:   %[[N:.*]] = onnx.LayerNormalization
//       CHECK:   onnx.Mul %[[N]], %{{.*}}
func.func @scale_per_row(%x: tensor<2x4x8xf32>) -> tensor<2x4x8xf32> {
  %gamma = plan.constant "gamma" #plan.synthetic<seed = 1, mean = 0.0 : f32, stddev = 1.0 : f32> of tensor<4x1xf32> -> tensor<4x1xf32>
  %axes = onnx.Constant dense<-1> : tensor<1xi64>
  %eps = onnx.Constant dense<1.0e-6> : tensor<f32>
  %two = onnx.Constant dense<2.0> : tensor<f32>
  %m = onnx.ReduceMean %x, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %d = onnx.Sub %x, %m : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  %q = onnx.Pow %d, %two : (tensor<2x4x8xf32>, tensor<f32>) -> tensor<2x4x8xf32>
  %v = onnx.ReduceMean %q, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %e = onnx.Add %v, %eps : (tensor<2x4x1xf32>, tensor<f32>) -> tensor<2x4x1xf32>
  %s = onnx.Sqrt %e : (tensor<2x4x1xf32>) -> tensor<2x4x1xf32>
  %n = onnx.Div %d, %s : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  %y = onnx.Mul %n, %gamma : (tensor<2x4x8xf32>, tensor<4x1xf32>) -> tensor<2x4x8xf32>
  return %y : tensor<2x4x8xf32>
}

// -----

// A scalar factor is not of the normalized shape.
// CHECK-LABEL: func @scalar_scale(
//       CHECK:   %[[N:.*]] = onnx.LayerNormalization
//       CHECK:   onnx.Mul %[[N]], %{{.*}}
func.func @scalar_scale(%x: tensor<2x4x8xf32>) -> tensor<2x4x8xf32> {
  %h = onnx.Constant dense<0.5> : tensor<f32>
  %axes = onnx.Constant dense<-1> : tensor<1xi64>
  %eps = onnx.Constant dense<1.0e-6> : tensor<f32>
  %two = onnx.Constant dense<2.0> : tensor<f32>
  %m = onnx.ReduceMean %x, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %d = onnx.Sub %x, %m : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  %q = onnx.Pow %d, %two : (tensor<2x4x8xf32>, tensor<f32>) -> tensor<2x4x8xf32>
  %v = onnx.ReduceMean %q, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %e = onnx.Add %v, %eps : (tensor<2x4x1xf32>, tensor<f32>) -> tensor<2x4x1xf32>
  %s = onnx.Sqrt %e : (tensor<2x4x1xf32>) -> tensor<2x4x1xf32>
  %n = onnx.Div %d, %s : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  %y = onnx.Mul %n, %h : (tensor<2x4x8xf32>, tensor<f32>) -> tensor<2x4x8xf32>
  return %y : tensor<2x4x8xf32>
}

// -----

// (norm + beta) * gamma is another function.
// CHECK-LABEL: func @bias_before_scale(
//       CHECK:   %[[N:.*]] = onnx.LayerNormalization
//       CHECK:   onnx.Mul %[[N]], %{{.*}}
func.func @bias_before_scale(%x: tensor<2x4x8xf32>) -> tensor<2x4x8xf32> {
  %gamma = plan.constant "gamma" #plan.synthetic<seed = 1, mean = 0.0 : f32, stddev = 1.0 : f32> of tensor<8xf32> -> tensor<8xf32>
  %beta = plan.constant "beta" #plan.synthetic<seed = 2, mean = 0.0 : f32, stddev = 1.0 : f32> of tensor<8xf32> -> tensor<8xf32>
  %axes = onnx.Constant dense<-1> : tensor<1xi64>
  %eps = onnx.Constant dense<1.0e-6> : tensor<f32>
  %two = onnx.Constant dense<2.0> : tensor<f32>
  %m = onnx.ReduceMean %x, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %d = onnx.Sub %x, %m : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  %q = onnx.Pow %d, %two : (tensor<2x4x8xf32>, tensor<f32>) -> tensor<2x4x8xf32>
  %v = onnx.ReduceMean %q, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %e = onnx.Add %v, %eps : (tensor<2x4x1xf32>, tensor<f32>) -> tensor<2x4x1xf32>
  %s = onnx.Sqrt %e : (tensor<2x4x1xf32>) -> tensor<2x4x1xf32>
  %n = onnx.Div %d, %s : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  %g = onnx.Add %n, %beta : (tensor<2x4x8xf32>, tensor<8xf32>) -> tensor<2x4x8xf32>
  %y = onnx.Mul %g, %gamma : (tensor<2x4x8xf32>, tensor<8xf32>) -> tensor<2x4x8xf32>
  return %y : tensor<2x4x8xf32>
}

// -----

// The third power is no variance.
// CHECK-LABEL: func @cube(
//       CHECK:   onnx.Pow
//   CHECK-NOT:   onnx.LayerNormalization
func.func @cube(%x: tensor<2x4x8xf32>) -> tensor<2x4x8xf32> {
  %axes = onnx.Constant dense<-1> : tensor<1xi64>
  %eps = onnx.Constant dense<1.0e-6> : tensor<f32>
  %two = onnx.Constant dense<3.0> : tensor<f32>
  %m = onnx.ReduceMean %x, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %d = onnx.Sub %x, %m : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  %q = onnx.Pow %d, %two : (tensor<2x4x8xf32>, tensor<f32>) -> tensor<2x4x8xf32>
  %v = onnx.ReduceMean %q, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %e = onnx.Add %v, %eps : (tensor<2x4x1xf32>, tensor<f32>) -> tensor<2x4x1xf32>
  %s = onnx.Sqrt %e : (tensor<2x4x1xf32>) -> tensor<2x4x1xf32>
  %n = onnx.Div %d, %s : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  return %n : tensor<2x4x8xf32>
}

// -----

// The product of two different values is no square.
// CHECK-LABEL: func @other_square(
//       CHECK:   onnx.Div
//   CHECK-NOT:   Normalization
func.func @other_square(%x: tensor<2x4x8xf32>) -> tensor<2x4x8xf32> {
  %axes = onnx.Constant dense<-1> : tensor<1xi64>
  %eps = onnx.Constant dense<1.0e-6> : tensor<f32>
  %two = onnx.Constant dense<2.0> : tensor<f32>
  %m = onnx.ReduceMean %x, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %d = onnx.Sub %x, %m : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  %q = onnx.Mul %d, %x : (tensor<2x4x8xf32>, tensor<2x4x8xf32>) -> tensor<2x4x8xf32>
  %v = onnx.ReduceMean %q, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %e = onnx.Add %v, %eps : (tensor<2x4x1xf32>, tensor<f32>) -> tensor<2x4x1xf32>
  %s = onnx.Sqrt %e : (tensor<2x4x1xf32>) -> tensor<2x4x1xf32>
  %n = onnx.Div %d, %s : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  return %n : tensor<2x4x8xf32>
}

// -----

// The mean of another value: what is normalized is the difference.
// CHECK-LABEL: func @other_mean(
//       CHECK:   onnx.Sub
//       CHECK:   onnx.RMSNormalization
func.func @other_mean(%x: tensor<2x4x8xf32>, %z: tensor<2x4x8xf32>) -> tensor<2x4x8xf32> {
  %axes = onnx.Constant dense<-1> : tensor<1xi64>
  %eps = onnx.Constant dense<1.0e-6> : tensor<f32>
  %two = onnx.Constant dense<2.0> : tensor<f32>
  %m = onnx.ReduceMean %z, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %d = onnx.Sub %x, %m : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  %q = onnx.Pow %d, %two : (tensor<2x4x8xf32>, tensor<f32>) -> tensor<2x4x8xf32>
  %v = onnx.ReduceMean %q, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %e = onnx.Add %v, %eps : (tensor<2x4x1xf32>, tensor<f32>) -> tensor<2x4x1xf32>
  %s = onnx.Sqrt %e : (tensor<2x4x1xf32>) -> tensor<2x4x1xf32>
  %n = onnx.Div %d, %s : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  return %n : tensor<2x4x8xf32>
}

// -----

// A negative epsilon is no epsilon.
// CHECK-LABEL: func @negative_epsilon(
//       CHECK:   onnx.Div
//   CHECK-NOT:   Normalization
func.func @negative_epsilon(%x: tensor<2x4x8xf32>) -> tensor<2x4x8xf32> {
  %axes = onnx.Constant dense<-1> : tensor<1xi64>
  %eps = onnx.Constant dense<-1.0e-6> : tensor<f32>
  %two = onnx.Constant dense<2.0> : tensor<f32>
  %m = onnx.ReduceMean %x, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %d = onnx.Sub %x, %m : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  %q = onnx.Pow %d, %two : (tensor<2x4x8xf32>, tensor<f32>) -> tensor<2x4x8xf32>
  %v = onnx.ReduceMean %q, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %e = onnx.Add %v, %eps : (tensor<2x4x1xf32>, tensor<f32>) -> tensor<2x4x1xf32>
  %s = onnx.Sqrt %e : (tensor<2x4x1xf32>) -> tensor<2x4x1xf32>
  %n = onnx.Div %d, %s : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  return %n : tensor<2x4x8xf32>
}

// -----

// An epsilon known only at run time.
// CHECK-LABEL: func @runtime_epsilon(
//       CHECK:   onnx.Div
//   CHECK-NOT:   Normalization
func.func @runtime_epsilon(%x: tensor<2x4x8xf32>, %z: tensor<f32>) -> tensor<2x4x8xf32> {
  %axes = onnx.Constant dense<-1> : tensor<1xi64>
  %eps = onnx.Constant dense<1.0e-6> : tensor<f32>
  %two = onnx.Constant dense<2.0> : tensor<f32>
  %m = onnx.ReduceMean %x, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %d = onnx.Sub %x, %m : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  %q = onnx.Pow %d, %two : (tensor<2x4x8xf32>, tensor<f32>) -> tensor<2x4x8xf32>
  %v = onnx.ReduceMean %q, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %e = onnx.Add %v, %z : (tensor<2x4x1xf32>, tensor<f32>) -> tensor<2x4x1xf32>
  %s = onnx.Sqrt %e : (tensor<2x4x1xf32>) -> tensor<2x4x1xf32>
  %n = onnx.Div %d, %s : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  return %n : tensor<2x4x8xf32>
}

// -----

// Division by the variance.
// CHECK-LABEL: func @no_root(
//       CHECK:   onnx.Div
//   CHECK-NOT:   Normalization
func.func @no_root(%x: tensor<2x4x8xf32>) -> tensor<2x4x8xf32> {
  %axes = onnx.Constant dense<-1> : tensor<1xi64>
  %eps = onnx.Constant dense<1.0e-6> : tensor<f32>
  %two = onnx.Constant dense<2.0> : tensor<f32>
  %m = onnx.ReduceMean %x, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %d = onnx.Sub %x, %m : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  %q = onnx.Pow %d, %two : (tensor<2x4x8xf32>, tensor<f32>) -> tensor<2x4x8xf32>
  %v = onnx.ReduceMean %q, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %e = onnx.Add %v, %eps : (tensor<2x4x1xf32>, tensor<f32>) -> tensor<2x4x1xf32>
  %s = onnx.Sqrt %e : (tensor<2x4x1xf32>) -> tensor<2x4x1xf32>
  %n = onnx.Div %d, %e : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  return %n : tensor<2x4x8xf32>
}

// -----

// The variance is an output of the graph.
// CHECK-LABEL: func @variance_used(
//       CHECK:   onnx.Div
//   CHECK-NOT:   Normalization
func.func @variance_used(%x: tensor<2x4x8xf32>) -> (tensor<2x4x8xf32>, tensor<2x4x1xf32>) {
  %axes = onnx.Constant dense<-1> : tensor<1xi64>
  %eps = onnx.Constant dense<1.0e-6> : tensor<f32>
  %two = onnx.Constant dense<2.0> : tensor<f32>
  %m = onnx.ReduceMean %x, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %d = onnx.Sub %x, %m : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  %q = onnx.Pow %d, %two : (tensor<2x4x8xf32>, tensor<f32>) -> tensor<2x4x8xf32>
  %v = onnx.ReduceMean %q, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %e = onnx.Add %v, %eps : (tensor<2x4x1xf32>, tensor<f32>) -> tensor<2x4x1xf32>
  %s = onnx.Sqrt %e : (tensor<2x4x1xf32>) -> tensor<2x4x1xf32>
  %n = onnx.Div %d, %s : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  return %n, %v : tensor<2x4x8xf32>, tensor<2x4x1xf32>
}

// -----

// The difference has another reader.
// CHECK-LABEL: func @difference_used(
//       CHECK:   onnx.Div
//   CHECK-NOT:   Normalization
func.func @difference_used(%x: tensor<2x4x8xf32>) -> (tensor<2x4x8xf32>, tensor<2x4x8xf32>) {
  %axes = onnx.Constant dense<-1> : tensor<1xi64>
  %eps = onnx.Constant dense<1.0e-6> : tensor<f32>
  %two = onnx.Constant dense<2.0> : tensor<f32>
  %m = onnx.ReduceMean %x, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %d = onnx.Sub %x, %m : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  %q = onnx.Pow %d, %two : (tensor<2x4x8xf32>, tensor<f32>) -> tensor<2x4x8xf32>
  %v = onnx.ReduceMean %q, %axes : (tensor<2x4x8xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %e = onnx.Add %v, %eps : (tensor<2x4x1xf32>, tensor<f32>) -> tensor<2x4x1xf32>
  %s = onnx.Sqrt %e : (tensor<2x4x1xf32>) -> tensor<2x4x1xf32>
  %n = onnx.Div %d, %s : (tensor<2x4x8xf32>, tensor<2x4x1xf32>) -> tensor<2x4x8xf32>
  return %n, %d : tensor<2x4x8xf32>, tensor<2x4x8xf32>
}
