// RUN: burin-opt %s --onnx-raise-layer-norm --split-input-file | FileCheck %s
// RUN: burin-opt %s --onnx-raise-layer-norm --onnx-raise-layer-norm --split-input-file | FileCheck %s

// T5 and LLaMA: Pow, Sqrt, Reciprocal.
// CHECK-LABEL: func @rms_llama(
//       CHECK:   %[[Y:.*]] = onnx.RMSNormalization %arg0, %{{.*}} {epsilon = 9.99999997E-7 : f32}
//  CHECK-NEXT:   return %[[Y]]
func.func @rms_llama(%x: tensor<2x7x64xf32>) -> tensor<2x7x64xf32> {
  %g = plan.constant "g" #plan.synthetic<seed = 1, mean = 1.0 : f32, stddev = 0.1 : f32> of tensor<64xf32> -> tensor<64xf32>
  %c0 = onnx.Constant dense<2.0> : tensor<f32>
  %v1 = onnx.Pow %x, %c0 : (tensor<2x7x64xf32>, tensor<f32>) -> tensor<2x7x64xf32>
  %c2 = onnx.Constant dense<-1> : tensor<1xi64>
  %v3 = onnx.ReduceMean %v1, %c2 : (tensor<2x7x64xf32>, tensor<1xi64>) -> tensor<2x7x1xf32>
  %c4 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v5 = onnx.Add %v3, %c4 : (tensor<2x7x1xf32>, tensor<f32>) -> tensor<2x7x1xf32>
  %v6 = onnx.Sqrt %v5 : (tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %v7 = onnx.Reciprocal %v6 : (tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %v8 = onnx.Mul %x, %v7 : (tensor<2x7x64xf32>, tensor<2x7x1xf32>) -> tensor<2x7x64xf32>
  %v9 = onnx.Mul %g, %v8 : (tensor<64xf32>, tensor<2x7x64xf32>) -> tensor<2x7x64xf32>
  return %v9 : tensor<2x7x64xf32>
}

// -----

// x divided by the root.
// CHECK-LABEL: func @rms_divided(
//       CHECK:   %[[Y:.*]] = onnx.RMSNormalization %arg0, %{{.*}} {epsilon = 9.99999997E-7 : f32}
//  CHECK-NEXT:   return %[[Y]]
func.func @rms_divided(%x: tensor<2x7x64xf32>) -> tensor<2x7x64xf32> {
  %g = plan.constant "g" #plan.synthetic<seed = 1, mean = 1.0 : f32, stddev = 0.1 : f32> of tensor<64xf32> -> tensor<64xf32>
  %v0 = onnx.Mul %x, %x : (tensor<2x7x64xf32>, tensor<2x7x64xf32>) -> tensor<2x7x64xf32>
  %c1 = onnx.Constant dense<-1> : tensor<1xi64>
  %v2 = onnx.ReduceMean %v0, %c1 : (tensor<2x7x64xf32>, tensor<1xi64>) -> tensor<2x7x1xf32>
  %c3 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v4 = onnx.Add %v2, %c3 : (tensor<2x7x1xf32>, tensor<f32>) -> tensor<2x7x1xf32>
  %v5 = onnx.Sqrt %v4 : (tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %v6 = onnx.Div %x, %v5 : (tensor<2x7x64xf32>, tensor<2x7x1xf32>) -> tensor<2x7x64xf32>
  %v7 = onnx.Mul %v6, %g : (tensor<2x7x64xf32>, tensor<64xf32>) -> tensor<2x7x64xf32>
  return %v7 : tensor<2x7x64xf32>
}

// -----

// 1 / root.
// CHECK-LABEL: func @rms_one_over(
//       CHECK:   %[[Y:.*]] = onnx.RMSNormalization %arg0, %{{.*}} {epsilon = 9.99999997E-7 : f32}
//  CHECK-NEXT:   return %[[Y]]
func.func @rms_one_over(%x: tensor<2x7x64xf32>) -> tensor<2x7x64xf32> {
  %g = plan.constant "g" #plan.synthetic<seed = 1, mean = 1.0 : f32, stddev = 0.1 : f32> of tensor<64xf32> -> tensor<64xf32>
  %c0 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v1 = onnx.Mul %x, %x : (tensor<2x7x64xf32>, tensor<2x7x64xf32>) -> tensor<2x7x64xf32>
  %c2 = onnx.Constant dense<-1> : tensor<1xi64>
  %v3 = onnx.ReduceMean %v1, %c2 : (tensor<2x7x64xf32>, tensor<1xi64>) -> tensor<2x7x1xf32>
  %v4 = onnx.Add %c0, %v3 : (tensor<f32>, tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %v5 = onnx.Sqrt %v4 : (tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %c6 = onnx.Constant dense<1.0> : tensor<f32>
  %v7 = onnx.Div %c6, %v5 : (tensor<f32>, tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %v8 = onnx.Mul %v7, %x : (tensor<2x7x1xf32>, tensor<2x7x64xf32>) -> tensor<2x7x64xf32>
  %v9 = onnx.Mul %v8, %g : (tensor<2x7x64xf32>, tensor<64xf32>) -> tensor<2x7x64xf32>
  return %v9 : tensor<2x7x64xf32>
}

// -----

// The power -0.5.
// CHECK-LABEL: func @rms_power(
//       CHECK:   %[[Y:.*]] = onnx.RMSNormalization %arg0, %{{.*}} {epsilon = 9.99999997E-7 : f32}
//  CHECK-NEXT:   return %[[Y]]
func.func @rms_power(%x: tensor<2x7x64xf32>) -> tensor<2x7x64xf32> {
  %g = plan.constant "g" #plan.synthetic<seed = 1, mean = 1.0 : f32, stddev = 0.1 : f32> of tensor<64xf32> -> tensor<64xf32>
  %v0 = onnx.Mul %x, %x : (tensor<2x7x64xf32>, tensor<2x7x64xf32>) -> tensor<2x7x64xf32>
  %c1 = onnx.Constant dense<-1> : tensor<1xi64>
  %v2 = onnx.ReduceMean %v0, %c1 : (tensor<2x7x64xf32>, tensor<1xi64>) -> tensor<2x7x1xf32>
  %c3 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v4 = onnx.Add %v2, %c3 : (tensor<2x7x1xf32>, tensor<f32>) -> tensor<2x7x1xf32>
  %c5 = onnx.Constant dense<-0.5> : tensor<f32>
  %v6 = onnx.Pow %v4, %c5 : (tensor<2x7x1xf32>, tensor<f32>) -> tensor<2x7x1xf32>
  %v7 = onnx.Mul %x, %v6 : (tensor<2x7x64xf32>, tensor<2x7x1xf32>) -> tensor<2x7x64xf32>
  %v8 = onnx.Mul %v7, %g : (tensor<2x7x64xf32>, tensor<64xf32>) -> tensor<2x7x64xf32>
  return %v8 : tensor<2x7x64xf32>
}

// -----

// ReduceSumSquare, divided by the size.
// CHECK-LABEL: func @rms_sum_of_squares(
//       CHECK:   %[[Y:.*]] = onnx.RMSNormalization %arg0, %{{.*}} {epsilon = 9.99999997E-7 : f32}
//  CHECK-NEXT:   return %[[Y]]
func.func @rms_sum_of_squares(%x: tensor<2x7x64xf32>) -> tensor<2x7x64xf32> {
  %g = plan.constant "g" #plan.synthetic<seed = 1, mean = 1.0 : f32, stddev = 0.1 : f32> of tensor<64xf32> -> tensor<64xf32>
  %c0 = onnx.Constant dense<-1> : tensor<1xi64>
  %v1 = onnx.ReduceSumSquare %x, %c0 : (tensor<2x7x64xf32>, tensor<1xi64>) -> tensor<2x7x1xf32>
  %c2 = onnx.Constant dense<64.0> : tensor<f32>
  %v3 = onnx.Div %v1, %c2 : (tensor<2x7x1xf32>, tensor<f32>) -> tensor<2x7x1xf32>
  %c4 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v5 = onnx.Add %v3, %c4 : (tensor<2x7x1xf32>, tensor<f32>) -> tensor<2x7x1xf32>
  %v6 = onnx.Sqrt %v5 : (tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %v7 = onnx.Div %x, %v6 : (tensor<2x7x64xf32>, tensor<2x7x1xf32>) -> tensor<2x7x64xf32>
  %v8 = onnx.Mul %v7, %g : (tensor<2x7x64xf32>, tensor<64xf32>) -> tensor<2x7x64xf32>
  return %v8 : tensor<2x7x64xf32>
}

// -----

// The mean as a sum times 1 / 64.
// CHECK-LABEL: func @rms_sum(
//       CHECK:   %[[Y:.*]] = onnx.RMSNormalization %arg0, %{{.*}} {epsilon = 9.99999997E-7 : f32}
//  CHECK-NEXT:   return %[[Y]]
func.func @rms_sum(%x: tensor<2x7x64xf32>) -> tensor<2x7x64xf32> {
  %g = plan.constant "g" #plan.synthetic<seed = 1, mean = 1.0 : f32, stddev = 0.1 : f32> of tensor<64xf32> -> tensor<64xf32>
  %v0 = onnx.Mul %x, %x : (tensor<2x7x64xf32>, tensor<2x7x64xf32>) -> tensor<2x7x64xf32>
  %c1 = onnx.Constant dense<-1> : tensor<1xi64>
  %c2 = onnx.Constant dense<0.015625> : tensor<f32>
  %v3 = onnx.ReduceSum %v0, %c1 : (tensor<2x7x64xf32>, tensor<1xi64>) -> tensor<2x7x1xf32>
  %v4 = onnx.Mul %c2, %v3 : (tensor<f32>, tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %c5 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v6 = onnx.Add %v4, %c5 : (tensor<2x7x1xf32>, tensor<f32>) -> tensor<2x7x1xf32>
  %v7 = onnx.Sqrt %v6 : (tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %v8 = onnx.Div %x, %v7 : (tensor<2x7x64xf32>, tensor<2x7x1xf32>) -> tensor<2x7x64xf32>
  %v9 = onnx.Mul %v8, %g : (tensor<2x7x64xf32>, tensor<64xf32>) -> tensor<2x7x64xf32>
  return %v9 : tensor<2x7x64xf32>
}

// -----

// Without a scale.
// CHECK-LABEL: func @rms_no_scale(
//       CHECK:   %[[Y:.*]] = onnx.RMSNormalization %arg0, %{{.*}} {epsilon = 9.99999997E-7 : f32}
//  CHECK-NEXT:   return %[[Y]]
func.func @rms_no_scale(%x: tensor<2x7x64xf32>) -> tensor<2x7x64xf32> {
  %v0 = onnx.Mul %x, %x : (tensor<2x7x64xf32>, tensor<2x7x64xf32>) -> tensor<2x7x64xf32>
  %c1 = onnx.Constant dense<-1> : tensor<1xi64>
  %v2 = onnx.ReduceMean %v0, %c1 : (tensor<2x7x64xf32>, tensor<1xi64>) -> tensor<2x7x1xf32>
  %c3 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v4 = onnx.Add %v2, %c3 : (tensor<2x7x1xf32>, tensor<f32>) -> tensor<2x7x1xf32>
  %v5 = onnx.Sqrt %v4 : (tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %v6 = onnx.Div %x, %v5 : (tensor<2x7x64xf32>, tensor<2x7x1xf32>) -> tensor<2x7x64xf32>
  return %v6 : tensor<2x7x64xf32>
}

// -----

// The axis counted from the front.
// CHECK-LABEL: func @rms_positive_axis(
//       CHECK:   %[[Y:.*]] = onnx.RMSNormalization %arg0, %{{.*}} {epsilon = 9.99999997E-7 : f32}
//  CHECK-NEXT:   return %[[Y]]
func.func @rms_positive_axis(%x: tensor<2x7x64xf32>) -> tensor<2x7x64xf32> {
  %g = plan.constant "g" #plan.synthetic<seed = 1, mean = 1.0 : f32, stddev = 0.1 : f32> of tensor<64xf32> -> tensor<64xf32>
  %v0 = onnx.Mul %x, %x : (tensor<2x7x64xf32>, tensor<2x7x64xf32>) -> tensor<2x7x64xf32>
  %c1 = onnx.Constant dense<2> : tensor<1xi64>
  %v2 = onnx.ReduceMean %v0, %c1 : (tensor<2x7x64xf32>, tensor<1xi64>) -> tensor<2x7x1xf32>
  %c3 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v4 = onnx.Add %v2, %c3 : (tensor<2x7x1xf32>, tensor<f32>) -> tensor<2x7x1xf32>
  %v5 = onnx.Sqrt %v4 : (tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %v6 = onnx.Div %x, %v5 : (tensor<2x7x64xf32>, tensor<2x7x1xf32>) -> tensor<2x7x64xf32>
  %v7 = onnx.Mul %v6, %g : (tensor<2x7x64xf32>, tensor<64xf32>) -> tensor<2x7x64xf32>
  return %v7 : tensor<2x7x64xf32>
}

// -----

// An f32 island in an f16 graph.
// CHECK-LABEL: func @rms_island(
//       CHECK:   %[[Y:.*]] = onnx.RMSNormalization %arg0, %{{.*}} : (tensor<2x7x64xf16>, tensor<64xf16>) -> tensor<2x7x64xf16>
//  CHECK-NEXT:   return %[[Y]]
func.func @rms_island(%x: tensor<2x7x64xf16>) -> tensor<2x7x64xf16> {
  %g = plan.constant "g" #plan.synthetic<seed = 1, mean = 1.0 : f32, stddev = 0.1 : f32> of tensor<64xf32> -> tensor<64xf32>
  %v0 = onnx.Cast %x {to = f32} : (tensor<2x7x64xf16>) -> tensor<2x7x64xf32>
  %c1 = onnx.Constant dense<2.0> : tensor<f32>
  %v2 = onnx.Pow %v0, %c1 : (tensor<2x7x64xf32>, tensor<f32>) -> tensor<2x7x64xf32>
  %c3 = onnx.Constant dense<-1> : tensor<1xi64>
  %v4 = onnx.ReduceMean %v2, %c3 : (tensor<2x7x64xf32>, tensor<1xi64>) -> tensor<2x7x1xf32>
  %c5 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v6 = onnx.Add %v4, %c5 : (tensor<2x7x1xf32>, tensor<f32>) -> tensor<2x7x1xf32>
  %v7 = onnx.Sqrt %v6 : (tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %v8 = onnx.Reciprocal %v7 : (tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %v9 = onnx.Mul %v0, %v8 : (tensor<2x7x64xf32>, tensor<2x7x1xf32>) -> tensor<2x7x64xf32>
  %v10 = onnx.Mul %g, %v9 : (tensor<64xf32>, tensor<2x7x64xf32>) -> tensor<2x7x64xf32>
  %v11 = onnx.Cast %v10 {to = f16} : (tensor<2x7x64xf32>) -> tensor<2x7x64xf16>
  return %v11 : tensor<2x7x64xf16>
}

// -----

// Over the last two dimensions.
// CHECK-LABEL: func @rms_two_axes(
//       CHECK:   %[[Y:.*]] = onnx.RMSNormalization %arg0, %{{.*}} {axis = -2 : i64, epsilon
//  CHECK-NEXT:   return %[[Y]]
func.func @rms_two_axes(%x: tensor<2x7x64xf32>) -> tensor<2x7x64xf32> {
  %v0 = onnx.Mul %x, %x : (tensor<2x7x64xf32>, tensor<2x7x64xf32>) -> tensor<2x7x64xf32>
  %c1 = onnx.Constant dense<[1, 2]> : tensor<2xi64>
  %v2 = onnx.ReduceMean %v0, %c1 : (tensor<2x7x64xf32>, tensor<2xi64>) -> tensor<2x1x1xf32>
  %c3 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v4 = onnx.Add %v2, %c3 : (tensor<2x1x1xf32>, tensor<f32>) -> tensor<2x1x1xf32>
  %v5 = onnx.Sqrt %v4 : (tensor<2x1x1xf32>) -> tensor<2x1x1xf32>
  %v6 = onnx.Div %x, %v5 : (tensor<2x7x64xf32>, tensor<2x1x1xf32>) -> tensor<2x7x64xf32>
  return %v6 : tensor<2x7x64xf32>
}

// -----

// Q of an attention with a norm per head.
// CHECK-LABEL: func @rms_heads(
//       CHECK:   %[[Y:.*]] = onnx.RMSNormalization %arg0
//  CHECK-NEXT:   return %[[Y]]
func.func @rms_heads(%x: tensor<2x4x7x64xf32>) -> tensor<2x4x7x64xf32> {
  %g = plan.constant "g" #plan.synthetic<seed = 1, mean = 1.0 : f32, stddev = 0.1 : f32> of tensor<64xf32> -> tensor<64xf32>
  %c0 = onnx.Constant dense<2.0> : tensor<f32>
  %v1 = onnx.Pow %x, %c0 : (tensor<2x4x7x64xf32>, tensor<f32>) -> tensor<2x4x7x64xf32>
  %c2 = onnx.Constant dense<-1> : tensor<1xi64>
  %v3 = onnx.ReduceMean %v1, %c2 : (tensor<2x4x7x64xf32>, tensor<1xi64>) -> tensor<2x4x7x1xf32>
  %c4 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v5 = onnx.Add %v3, %c4 : (tensor<2x4x7x1xf32>, tensor<f32>) -> tensor<2x4x7x1xf32>
  %v6 = onnx.Sqrt %v5 : (tensor<2x4x7x1xf32>) -> tensor<2x4x7x1xf32>
  %v7 = onnx.Div %x, %v6 : (tensor<2x4x7x64xf32>, tensor<2x4x7x1xf32>) -> tensor<2x4x7x64xf32>
  %v8 = onnx.Mul %v7, %g : (tensor<2x4x7x64xf32>, tensor<64xf32>) -> tensor<2x4x7x64xf32>
  return %v8 : tensor<2x4x7x64xf32>
}

// -----

// Both means as sums divided by 64.
// CHECK-LABEL: func @layer_sums(
//       CHECK:   %[[Y:.*]] = onnx.LayerNormalization %arg0, %
//  CHECK-NEXT:   return %[[Y]]
func.func @layer_sums(%x: tensor<2x7x64xf32>) -> tensor<2x7x64xf32> {
  %g = plan.constant "g" #plan.synthetic<seed = 1, mean = 1.0 : f32, stddev = 0.1 : f32> of tensor<64xf32> -> tensor<64xf32>
  %c0 = onnx.Constant dense<-1> : tensor<1xi64>
  %v1 = onnx.ReduceSum %x, %c0 : (tensor<2x7x64xf32>, tensor<1xi64>) -> tensor<2x7x1xf32>
  %c2 = onnx.Constant dense<64.0> : tensor<f32>
  %v3 = onnx.Div %v1, %c2 : (tensor<2x7x1xf32>, tensor<f32>) -> tensor<2x7x1xf32>
  %v4 = onnx.Sub %x, %v3 : (tensor<2x7x64xf32>, tensor<2x7x1xf32>) -> tensor<2x7x64xf32>
  %v5 = onnx.Mul %v4, %v4 : (tensor<2x7x64xf32>, tensor<2x7x64xf32>) -> tensor<2x7x64xf32>
  %c6 = onnx.Constant dense<-1> : tensor<1xi64>
  %v7 = onnx.ReduceSum %v5, %c6 : (tensor<2x7x64xf32>, tensor<1xi64>) -> tensor<2x7x1xf32>
  %c8 = onnx.Constant dense<64.0> : tensor<f32>
  %v9 = onnx.Div %v7, %c8 : (tensor<2x7x1xf32>, tensor<f32>) -> tensor<2x7x1xf32>
  %c10 = onnx.Constant dense<1.0e-5> : tensor<f32>
  %v11 = onnx.Add %v9, %c10 : (tensor<2x7x1xf32>, tensor<f32>) -> tensor<2x7x1xf32>
  %v12 = onnx.Sqrt %v11 : (tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %v13 = onnx.Div %v4, %v12 : (tensor<2x7x64xf32>, tensor<2x7x1xf32>) -> tensor<2x7x64xf32>
  %v14 = onnx.Mul %v13, %g : (tensor<2x7x64xf32>, tensor<64xf32>) -> tensor<2x7x64xf32>
  return %v14 : tensor<2x7x64xf32>
}

// -----

// mean(x^2) - mean(x)^2
// CHECK-LABEL: func @layer_moments(
//       CHECK:   %[[Y:.*]] = onnx.LayerNormalization %arg0, %
//  CHECK-NEXT:   return %[[Y]]
func.func @layer_moments(%x: tensor<2x7x64xf32>) -> tensor<2x7x64xf32> {
  %g = plan.constant "g" #plan.synthetic<seed = 1, mean = 1.0 : f32, stddev = 0.1 : f32> of tensor<64xf32> -> tensor<64xf32>
  %c0 = onnx.Constant dense<-1> : tensor<1xi64>
  %v1 = onnx.ReduceMean %x, %c0 : (tensor<2x7x64xf32>, tensor<1xi64>) -> tensor<2x7x1xf32>
  %v2 = onnx.Mul %x, %x : (tensor<2x7x64xf32>, tensor<2x7x64xf32>) -> tensor<2x7x64xf32>
  %c3 = onnx.Constant dense<-1> : tensor<1xi64>
  %v4 = onnx.ReduceMean %v2, %c3 : (tensor<2x7x64xf32>, tensor<1xi64>) -> tensor<2x7x1xf32>
  %v5 = onnx.Mul %v1, %v1 : (tensor<2x7x1xf32>, tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %v6 = onnx.Sub %v4, %v5 : (tensor<2x7x1xf32>, tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %c7 = onnx.Constant dense<1.0e-5> : tensor<f32>
  %v8 = onnx.Add %v6, %c7 : (tensor<2x7x1xf32>, tensor<f32>) -> tensor<2x7x1xf32>
  %v9 = onnx.Sqrt %v8 : (tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %v10 = onnx.Sub %x, %v1 : (tensor<2x7x64xf32>, tensor<2x7x1xf32>) -> tensor<2x7x64xf32>
  %v11 = onnx.Div %v10, %v9 : (tensor<2x7x64xf32>, tensor<2x7x1xf32>) -> tensor<2x7x64xf32>
  %v12 = onnx.Mul %v11, %g : (tensor<2x7x64xf32>, tensor<64xf32>) -> tensor<2x7x64xf32>
  return %v12 : tensor<2x7x64xf32>
}

// -----

// The same, clipped at 0, as JAX writes it.
// CHECK-LABEL: func @layer_moments_clipped(
//       CHECK:   %[[Y:.*]] = onnx.LayerNormalization %arg0, %
//  CHECK-NEXT:   return %[[Y]]
func.func @layer_moments_clipped(%x: tensor<2x7x64xf32>) -> tensor<2x7x64xf32> {
  %g = plan.constant "g" #plan.synthetic<seed = 1, mean = 1.0 : f32, stddev = 0.1 : f32> of tensor<64xf32> -> tensor<64xf32>
  %c0 = onnx.Constant dense<-1> : tensor<1xi64>
  %v1 = onnx.ReduceMean %x, %c0 : (tensor<2x7x64xf32>, tensor<1xi64>) -> tensor<2x7x1xf32>
  %c2 = onnx.Constant dense<2.0> : tensor<f32>
  %v3 = onnx.Pow %x, %c2 : (tensor<2x7x64xf32>, tensor<f32>) -> tensor<2x7x64xf32>
  %c4 = onnx.Constant dense<-1> : tensor<1xi64>
  %v5 = onnx.ReduceMean %v3, %c4 : (tensor<2x7x64xf32>, tensor<1xi64>) -> tensor<2x7x1xf32>
  %c6 = onnx.Constant dense<2.0> : tensor<f32>
  %v7 = onnx.Pow %v1, %c6 : (tensor<2x7x1xf32>, tensor<f32>) -> tensor<2x7x1xf32>
  %v8 = onnx.Sub %v5, %v7 : (tensor<2x7x1xf32>, tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %c9 = onnx.Constant dense<0.0> : tensor<f32>
  %v10 = onnx.Max %v8, %c9 : (tensor<2x7x1xf32>, tensor<f32>) -> tensor<2x7x1xf32>
  %c11 = onnx.Constant dense<1.0e-5> : tensor<f32>
  %v12 = onnx.Add %v10, %c11 : (tensor<2x7x1xf32>, tensor<f32>) -> tensor<2x7x1xf32>
  %v13 = onnx.Sqrt %v12 : (tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %v14 = onnx.Reciprocal %v13 : (tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %v15 = onnx.Sub %x, %v1 : (tensor<2x7x64xf32>, tensor<2x7x1xf32>) -> tensor<2x7x64xf32>
  %v16 = onnx.Mul %v15, %v14 : (tensor<2x7x64xf32>, tensor<2x7x1xf32>) -> tensor<2x7x64xf32>
  %v17 = onnx.Mul %v16, %g : (tensor<2x7x64xf32>, tensor<64xf32>) -> tensor<2x7x64xf32>
  return %v17 : tensor<2x7x64xf32>
}

// -----

// ReduceSumSquare of the differences.
// CHECK-LABEL: func @layer_sum_of_squares(
//       CHECK:   %[[Y:.*]] = onnx.LayerNormalization %arg0, %
//  CHECK-NEXT:   return %[[Y]]
func.func @layer_sum_of_squares(%x: tensor<2x7x64xf32>) -> tensor<2x7x64xf32> {
  %g = plan.constant "g" #plan.synthetic<seed = 1, mean = 1.0 : f32, stddev = 0.1 : f32> of tensor<64xf32> -> tensor<64xf32>
  %c0 = onnx.Constant dense<-1> : tensor<1xi64>
  %v1 = onnx.ReduceMean %x, %c0 : (tensor<2x7x64xf32>, tensor<1xi64>) -> tensor<2x7x1xf32>
  %v2 = onnx.Sub %x, %v1 : (tensor<2x7x64xf32>, tensor<2x7x1xf32>) -> tensor<2x7x64xf32>
  %c3 = onnx.Constant dense<-1> : tensor<1xi64>
  %v4 = onnx.ReduceSumSquare %v2, %c3 : (tensor<2x7x64xf32>, tensor<1xi64>) -> tensor<2x7x1xf32>
  %c5 = onnx.Constant dense<0.015625> : tensor<f32>
  %v6 = onnx.Mul %v4, %c5 : (tensor<2x7x1xf32>, tensor<f32>) -> tensor<2x7x1xf32>
  %c7 = onnx.Constant dense<1.0e-5> : tensor<f32>
  %v8 = onnx.Add %v6, %c7 : (tensor<2x7x1xf32>, tensor<f32>) -> tensor<2x7x1xf32>
  %v9 = onnx.Sqrt %v8 : (tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %v10 = onnx.Div %v2, %v9 : (tensor<2x7x64xf32>, tensor<2x7x1xf32>) -> tensor<2x7x64xf32>
  %v11 = onnx.Mul %v10, %g : (tensor<2x7x64xf32>, tensor<64xf32>) -> tensor<2x7x64xf32>
  return %v11 : tensor<2x7x64xf32>
}

// -----

// x a + (b - mean a): TensorFlow's and Flax's layer norm.
// CHECK-LABEL: func @layer_one_factor(
//       CHECK:   %[[Y:.*]] = onnx.LayerNormalization %arg0, %
//  CHECK-NEXT:   return %[[Y]]
func.func @layer_one_factor(%x: tensor<2x7x64xf32>) -> tensor<2x7x64xf32> {
  %g = plan.constant "g" #plan.synthetic<seed = 1, mean = 1.0 : f32, stddev = 0.1 : f32> of tensor<64xf32> -> tensor<64xf32>
  %b = plan.constant "b" #plan.synthetic<seed = 2, mean = 0.0 : f32, stddev = 0.1 : f32> of tensor<64xf32> -> tensor<64xf32>
  %c0 = onnx.Constant dense<-1> : tensor<1xi64>
  %v1 = onnx.ReduceMean %x, %c0 : (tensor<2x7x64xf32>, tensor<1xi64>) -> tensor<2x7x1xf32>
  %v2 = onnx.Mul %x, %x : (tensor<2x7x64xf32>, tensor<2x7x64xf32>) -> tensor<2x7x64xf32>
  %c3 = onnx.Constant dense<-1> : tensor<1xi64>
  %v4 = onnx.ReduceMean %v2, %c3 : (tensor<2x7x64xf32>, tensor<1xi64>) -> tensor<2x7x1xf32>
  %v5 = onnx.Mul %v1, %v1 : (tensor<2x7x1xf32>, tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %v6 = onnx.Sub %v4, %v5 : (tensor<2x7x1xf32>, tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %c7 = onnx.Constant dense<1.0e-5> : tensor<f32>
  %v8 = onnx.Add %v6, %c7 : (tensor<2x7x1xf32>, tensor<f32>) -> tensor<2x7x1xf32>
  %v9 = onnx.Sqrt %v8 : (tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %v10 = onnx.Reciprocal %v9 : (tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %v11 = onnx.Mul %v10, %g : (tensor<2x7x1xf32>, tensor<64xf32>) -> tensor<2x7x64xf32>
  %v12 = onnx.Mul %v1, %v11 : (tensor<2x7x1xf32>, tensor<2x7x64xf32>) -> tensor<2x7x64xf32>
  %v13 = onnx.Sub %b, %v12 : (tensor<64xf32>, tensor<2x7x64xf32>) -> tensor<2x7x64xf32>
  %v14 = onnx.Mul %x, %v11 : (tensor<2x7x64xf32>, tensor<2x7x64xf32>) -> tensor<2x7x64xf32>
  %v15 = onnx.Add %v14, %v13 : (tensor<2x7x64xf32>, tensor<2x7x64xf32>) -> tensor<2x7x64xf32>
  return %v15 : tensor<2x7x64xf32>
}

// -----

// Near misses.

// Over the middle dimension.
// CHECK-LABEL: func @near_middle_axis(
//   CHECK-NOT:   onnx.{{(RMS|Layer)Normalization}}
//       CHECK:   onnx.ReduceMean
//   CHECK-NOT:   onnx.{{(RMS|Layer)Normalization}}
//       CHECK:   return
func.func @near_middle_axis(%x: tensor<2x7x64xf32>) -> tensor<2x7x64xf32> {
  %v0 = onnx.Mul %x, %x : (tensor<2x7x64xf32>, tensor<2x7x64xf32>) -> tensor<2x7x64xf32>
  %c1 = onnx.Constant dense<1> : tensor<1xi64>
  %v2 = onnx.ReduceMean %v0, %c1 : (tensor<2x7x64xf32>, tensor<1xi64>) -> tensor<2x1x64xf32>
  %c3 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v4 = onnx.Add %v2, %c3 : (tensor<2x1x64xf32>, tensor<f32>) -> tensor<2x1x64xf32>
  %v5 = onnx.Sqrt %v4 : (tensor<2x1x64xf32>) -> tensor<2x1x64xf32>
  %v6 = onnx.Div %x, %v5 : (tensor<2x7x64xf32>, tensor<2x1x64xf32>) -> tensor<2x7x64xf32>
  return %v6 : tensor<2x7x64xf32>
}

// -----

// Divided by the mean square.
// CHECK-LABEL: func @near_no_root(
//   CHECK-NOT:   onnx.{{(RMS|Layer)Normalization}}
//       CHECK:   onnx.ReduceMean
//   CHECK-NOT:   onnx.{{(RMS|Layer)Normalization}}
//       CHECK:   return
func.func @near_no_root(%x: tensor<2x7x64xf32>) -> tensor<2x7x64xf32> {
  %v0 = onnx.Mul %x, %x : (tensor<2x7x64xf32>, tensor<2x7x64xf32>) -> tensor<2x7x64xf32>
  %c1 = onnx.Constant dense<-1> : tensor<1xi64>
  %v2 = onnx.ReduceMean %v0, %c1 : (tensor<2x7x64xf32>, tensor<1xi64>) -> tensor<2x7x1xf32>
  %c3 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v4 = onnx.Add %v2, %c3 : (tensor<2x7x1xf32>, tensor<f32>) -> tensor<2x7x1xf32>
  %v5 = onnx.Div %x, %v4 : (tensor<2x7x64xf32>, tensor<2x7x1xf32>) -> tensor<2x7x64xf32>
  return %v5 : tensor<2x7x64xf32>
}

// -----

// The sum of squares: an L2 norm.
// CHECK-LABEL: func @near_sum_not_mean(
//   CHECK-NOT:   onnx.{{(RMS|Layer)Normalization}}
//       CHECK:   onnx.ReduceSum
//   CHECK-NOT:   onnx.{{(RMS|Layer)Normalization}}
//       CHECK:   return
func.func @near_sum_not_mean(%x: tensor<2x7x64xf32>) -> tensor<2x7x64xf32> {
  %v0 = onnx.Mul %x, %x : (tensor<2x7x64xf32>, tensor<2x7x64xf32>) -> tensor<2x7x64xf32>
  %c1 = onnx.Constant dense<-1> : tensor<1xi64>
  %v2 = onnx.ReduceSum %v0, %c1 : (tensor<2x7x64xf32>, tensor<1xi64>) -> tensor<2x7x1xf32>
  %c3 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v4 = onnx.Add %v2, %c3 : (tensor<2x7x1xf32>, tensor<f32>) -> tensor<2x7x1xf32>
  %v5 = onnx.Sqrt %v4 : (tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %v6 = onnx.Div %x, %v5 : (tensor<2x7x64xf32>, tensor<2x7x1xf32>) -> tensor<2x7x64xf32>
  return %v6 : tensor<2x7x64xf32>
}

// -----

// The unbiased variance: a sum divided by 63.
// CHECK-LABEL: func @near_divided_by_less(
//   CHECK-NOT:   onnx.{{(RMS|Layer)Normalization}}
//       CHECK:   onnx.ReduceSum
//   CHECK-NOT:   onnx.{{(RMS|Layer)Normalization}}
//       CHECK:   return
func.func @near_divided_by_less(%x: tensor<2x7x64xf32>) -> tensor<2x7x64xf32> {
  %v0 = onnx.Mul %x, %x : (tensor<2x7x64xf32>, tensor<2x7x64xf32>) -> tensor<2x7x64xf32>
  %c1 = onnx.Constant dense<-1> : tensor<1xi64>
  %v2 = onnx.ReduceSum %v0, %c1 : (tensor<2x7x64xf32>, tensor<1xi64>) -> tensor<2x7x1xf32>
  %c3 = onnx.Constant dense<63.0> : tensor<f32>
  %v4 = onnx.Div %v2, %c3 : (tensor<2x7x1xf32>, tensor<f32>) -> tensor<2x7x1xf32>
  %c5 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v6 = onnx.Add %v4, %c5 : (tensor<2x7x1xf32>, tensor<f32>) -> tensor<2x7x1xf32>
  %v7 = onnx.Sqrt %v6 : (tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %v8 = onnx.Div %x, %v7 : (tensor<2x7x64xf32>, tensor<2x7x1xf32>) -> tensor<2x7x64xf32>
  return %v8 : tensor<2x7x64xf32>
}

// -----

// The third power.
// CHECK-LABEL: func @near_cube(
//   CHECK-NOT:   onnx.{{(RMS|Layer)Normalization}}
//       CHECK:   onnx.ReduceMean
//   CHECK-NOT:   onnx.{{(RMS|Layer)Normalization}}
//       CHECK:   return
func.func @near_cube(%x: tensor<2x7x64xf32>) -> tensor<2x7x64xf32> {
  %c0 = onnx.Constant dense<3.0> : tensor<f32>
  %v1 = onnx.Pow %x, %c0 : (tensor<2x7x64xf32>, tensor<f32>) -> tensor<2x7x64xf32>
  %c2 = onnx.Constant dense<-1> : tensor<1xi64>
  %v3 = onnx.ReduceMean %v1, %c2 : (tensor<2x7x64xf32>, tensor<1xi64>) -> tensor<2x7x1xf32>
  %c4 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v5 = onnx.Add %v3, %c4 : (tensor<2x7x1xf32>, tensor<f32>) -> tensor<2x7x1xf32>
  %v6 = onnx.Sqrt %v5 : (tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %v7 = onnx.Div %x, %v6 : (tensor<2x7x64xf32>, tensor<2x7x1xf32>) -> tensor<2x7x64xf32>
  return %v7 : tensor<2x7x64xf32>
}

// -----

// The square of another value.
// CHECK-LABEL: func @near_other_square(
//   CHECK-NOT:   onnx.{{(RMS|Layer)Normalization}}
//       CHECK:   onnx.ReduceMean
//   CHECK-NOT:   onnx.{{(RMS|Layer)Normalization}}
//       CHECK:   return
func.func @near_other_square(%x: tensor<2x7x64xf32>, %y: tensor<2x7x64xf32>) -> tensor<2x7x64xf32> {
  %v0 = onnx.Mul %y, %y : (tensor<2x7x64xf32>, tensor<2x7x64xf32>) -> tensor<2x7x64xf32>
  %c1 = onnx.Constant dense<-1> : tensor<1xi64>
  %v2 = onnx.ReduceMean %v0, %c1 : (tensor<2x7x64xf32>, tensor<1xi64>) -> tensor<2x7x1xf32>
  %c3 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v4 = onnx.Add %v2, %c3 : (tensor<2x7x1xf32>, tensor<f32>) -> tensor<2x7x1xf32>
  %v5 = onnx.Sqrt %v4 : (tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %v6 = onnx.Div %x, %v5 : (tensor<2x7x64xf32>, tensor<2x7x1xf32>) -> tensor<2x7x64xf32>
  return %v6 : tensor<2x7x64xf32>
}

// -----

// An epsilon per row.
// CHECK-LABEL: func @near_vector_epsilon(
//   CHECK-NOT:   onnx.{{(RMS|Layer)Normalization}}
//       CHECK:   onnx.ReduceMean
//   CHECK-NOT:   onnx.{{(RMS|Layer)Normalization}}
//       CHECK:   return
func.func @near_vector_epsilon(%x: tensor<2x7x64xf32>, %e: tensor<2x7x1xf32>) -> tensor<2x7x64xf32> {
  %v0 = onnx.Mul %x, %x : (tensor<2x7x64xf32>, tensor<2x7x64xf32>) -> tensor<2x7x64xf32>
  %c1 = onnx.Constant dense<-1> : tensor<1xi64>
  %v2 = onnx.ReduceMean %v0, %c1 : (tensor<2x7x64xf32>, tensor<1xi64>) -> tensor<2x7x1xf32>
  %v3 = onnx.Add %v2, %e : (tensor<2x7x1xf32>, tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %v4 = onnx.Sqrt %v3 : (tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %v5 = onnx.Div %x, %v4 : (tensor<2x7x64xf32>, tensor<2x7x1xf32>) -> tensor<2x7x64xf32>
  return %v5 : tensor<2x7x64xf32>
}

// -----

// epsilon beside the root, not below it.
// CHECK-LABEL: func @near_epsilon_outside(
//   CHECK-NOT:   onnx.{{(RMS|Layer)Normalization}}
//       CHECK:   onnx.ReduceMean
//   CHECK-NOT:   onnx.{{(RMS|Layer)Normalization}}
//       CHECK:   return
func.func @near_epsilon_outside(%x: tensor<2x7x64xf32>) -> tensor<2x7x64xf32> {
  %v0 = onnx.Mul %x, %x : (tensor<2x7x64xf32>, tensor<2x7x64xf32>) -> tensor<2x7x64xf32>
  %c1 = onnx.Constant dense<-1> : tensor<1xi64>
  %v2 = onnx.ReduceMean %v0, %c1 : (tensor<2x7x64xf32>, tensor<1xi64>) -> tensor<2x7x1xf32>
  %v3 = onnx.Sqrt %v2 : (tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %c4 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v5 = onnx.Add %v3, %c4 : (tensor<2x7x1xf32>, tensor<f32>) -> tensor<2x7x1xf32>
  %v6 = onnx.Div %x, %v5 : (tensor<2x7x64xf32>, tensor<2x7x1xf32>) -> tensor<2x7x64xf32>
  return %v6 : tensor<2x7x64xf32>
}

// -----

// The root is also a result.
// CHECK-LABEL: func @near_root_used(
//   CHECK-NOT:   onnx.{{(RMS|Layer)Normalization}}
//       CHECK:   onnx.ReduceMean
//   CHECK-NOT:   onnx.{{(RMS|Layer)Normalization}}
//       CHECK:   return
func.func @near_root_used(%x: tensor<2x7x64xf32>) -> (tensor<2x7x64xf32>, tensor<2x7x1xf32>) {
  %v0 = onnx.Mul %x, %x : (tensor<2x7x64xf32>, tensor<2x7x64xf32>) -> tensor<2x7x64xf32>
  %c1 = onnx.Constant dense<-1> : tensor<1xi64>
  %v2 = onnx.ReduceMean %v0, %c1 : (tensor<2x7x64xf32>, tensor<1xi64>) -> tensor<2x7x1xf32>
  %c3 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v4 = onnx.Add %v2, %c3 : (tensor<2x7x1xf32>, tensor<f32>) -> tensor<2x7x1xf32>
  %v5 = onnx.Sqrt %v4 : (tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %v6 = onnx.Div %x, %v5 : (tensor<2x7x64xf32>, tensor<2x7x1xf32>) -> tensor<2x7x64xf32>
  return %v6, %v5 : tensor<2x7x64xf32>, tensor<2x7x1xf32>
}

// -----

// The mean of another value.
// CHECK-LABEL: func @near_moments_of_other(
//   CHECK-NOT:   onnx.{{(RMS|Layer)Normalization}}
//       CHECK:   onnx.ReduceMean
//   CHECK-NOT:   onnx.{{(RMS|Layer)Normalization}}
//       CHECK:   return
func.func @near_moments_of_other(%x: tensor<2x7x64xf32>, %y: tensor<2x7x64xf32>) -> tensor<2x7x64xf32> {
  %c0 = onnx.Constant dense<-1> : tensor<1xi64>
  %v1 = onnx.ReduceMean %x, %c0 : (tensor<2x7x64xf32>, tensor<1xi64>) -> tensor<2x7x1xf32>
  %c2 = onnx.Constant dense<-1> : tensor<1xi64>
  %v3 = onnx.ReduceMean %y, %c2 : (tensor<2x7x64xf32>, tensor<1xi64>) -> tensor<2x7x1xf32>
  %v4 = onnx.Mul %x, %x : (tensor<2x7x64xf32>, tensor<2x7x64xf32>) -> tensor<2x7x64xf32>
  %c5 = onnx.Constant dense<-1> : tensor<1xi64>
  %v6 = onnx.ReduceMean %v4, %c5 : (tensor<2x7x64xf32>, tensor<1xi64>) -> tensor<2x7x1xf32>
  %v7 = onnx.Mul %v3, %v3 : (tensor<2x7x1xf32>, tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %v8 = onnx.Sub %v6, %v7 : (tensor<2x7x1xf32>, tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %c9 = onnx.Constant dense<1.0e-5> : tensor<f32>
  %v10 = onnx.Add %v8, %c9 : (tensor<2x7x1xf32>, tensor<f32>) -> tensor<2x7x1xf32>
  %v11 = onnx.Sqrt %v10 : (tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %v12 = onnx.Sub %x, %v1 : (tensor<2x7x64xf32>, tensor<2x7x1xf32>) -> tensor<2x7x64xf32>
  %v13 = onnx.Div %v12, %v11 : (tensor<2x7x64xf32>, tensor<2x7x1xf32>) -> tensor<2x7x64xf32>
  return %v13 : tensor<2x7x64xf32>
}

// -----

// The variance by moments, x itself above the bar.
// CHECK-LABEL: func @near_moments_not_centered(
//   CHECK-NOT:   onnx.{{(RMS|Layer)Normalization}}
//       CHECK:   onnx.ReduceMean
//   CHECK-NOT:   onnx.{{(RMS|Layer)Normalization}}
//       CHECK:   return
func.func @near_moments_not_centered(%x: tensor<2x7x64xf32>) -> tensor<2x7x64xf32> {
  %c0 = onnx.Constant dense<-1> : tensor<1xi64>
  %v1 = onnx.ReduceMean %x, %c0 : (tensor<2x7x64xf32>, tensor<1xi64>) -> tensor<2x7x1xf32>
  %v2 = onnx.Mul %x, %x : (tensor<2x7x64xf32>, tensor<2x7x64xf32>) -> tensor<2x7x64xf32>
  %c3 = onnx.Constant dense<-1> : tensor<1xi64>
  %v4 = onnx.ReduceMean %v2, %c3 : (tensor<2x7x64xf32>, tensor<1xi64>) -> tensor<2x7x1xf32>
  %v5 = onnx.Mul %v1, %v1 : (tensor<2x7x1xf32>, tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %v6 = onnx.Sub %v4, %v5 : (tensor<2x7x1xf32>, tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %c7 = onnx.Constant dense<1.0e-5> : tensor<f32>
  %v8 = onnx.Add %v6, %c7 : (tensor<2x7x1xf32>, tensor<f32>) -> tensor<2x7x1xf32>
  %v9 = onnx.Sqrt %v8 : (tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %v10 = onnx.Div %x, %v9 : (tensor<2x7x64xf32>, tensor<2x7x1xf32>) -> tensor<2x7x64xf32>
  return %v10 : tensor<2x7x64xf32>
}

// -----

// mean(x)^2 - mean(x^2)
// CHECK-LABEL: func @near_moments_swapped(
//   CHECK-NOT:   onnx.{{(RMS|Layer)Normalization}}
//       CHECK:   onnx.ReduceMean
//   CHECK-NOT:   onnx.{{(RMS|Layer)Normalization}}
//       CHECK:   return
func.func @near_moments_swapped(%x: tensor<2x7x64xf32>) -> tensor<2x7x64xf32> {
  %c0 = onnx.Constant dense<-1> : tensor<1xi64>
  %v1 = onnx.ReduceMean %x, %c0 : (tensor<2x7x64xf32>, tensor<1xi64>) -> tensor<2x7x1xf32>
  %v2 = onnx.Mul %v1, %v1 : (tensor<2x7x1xf32>, tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %v3 = onnx.Mul %x, %x : (tensor<2x7x64xf32>, tensor<2x7x64xf32>) -> tensor<2x7x64xf32>
  %c4 = onnx.Constant dense<-1> : tensor<1xi64>
  %v5 = onnx.ReduceMean %v3, %c4 : (tensor<2x7x64xf32>, tensor<1xi64>) -> tensor<2x7x1xf32>
  %v6 = onnx.Sub %v2, %v5 : (tensor<2x7x1xf32>, tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %c7 = onnx.Constant dense<1.0e-5> : tensor<f32>
  %v8 = onnx.Add %v6, %c7 : (tensor<2x7x1xf32>, tensor<f32>) -> tensor<2x7x1xf32>
  %v9 = onnx.Sqrt %v8 : (tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %v10 = onnx.Sub %x, %v1 : (tensor<2x7x64xf32>, tensor<2x7x1xf32>) -> tensor<2x7x64xf32>
  %v11 = onnx.Div %v10, %v9 : (tensor<2x7x64xf32>, tensor<2x7x1xf32>) -> tensor<2x7x64xf32>
  return %v11 : tensor<2x7x64xf32>
}

// -----

// Moments over different dimensions.
// CHECK-LABEL: func @near_moments_axes(
//   CHECK-NOT:   onnx.{{(RMS|Layer)Normalization}}
//       CHECK:   onnx.ReduceMean
//   CHECK-NOT:   onnx.{{(RMS|Layer)Normalization}}
//       CHECK:   return
func.func @near_moments_axes(%x: tensor<2x64x64xf32>) -> tensor<2x64x64xf32> {
  %c0 = onnx.Constant dense<-1> : tensor<1xi64>
  %v1 = onnx.ReduceMean %x, %c0 : (tensor<2x64x64xf32>, tensor<1xi64>) -> tensor<2x64x1xf32>
  %c2 = onnx.Constant dense<1> : tensor<1xi64>
  %v3 = onnx.ReduceMean %x, %c2 : (tensor<2x64x64xf32>, tensor<1xi64>) -> tensor<2x1x64xf32>
  %v4 = onnx.Mul %x, %x : (tensor<2x64x64xf32>, tensor<2x64x64xf32>) -> tensor<2x64x64xf32>
  %c5 = onnx.Constant dense<-1> : tensor<1xi64>
  %v6 = onnx.ReduceMean %v4, %c5 : (tensor<2x64x64xf32>, tensor<1xi64>) -> tensor<2x64x1xf32>
  %v7 = onnx.Mul %v3, %v3 : (tensor<2x1x64xf32>, tensor<2x1x64xf32>) -> tensor<2x1x64xf32>
  %v8 = onnx.Sub %v6, %v7 : (tensor<2x64x1xf32>, tensor<2x1x64xf32>) -> tensor<2x64x64xf32>
  %c9 = onnx.Constant dense<1.0e-5> : tensor<f32>
  %v10 = onnx.Add %v8, %c9 : (tensor<2x64x64xf32>, tensor<f32>) -> tensor<2x64x64xf32>
  %v11 = onnx.Sqrt %v10 : (tensor<2x64x64xf32>) -> tensor<2x64x64xf32>
  %v12 = onnx.Sub %x, %v1 : (tensor<2x64x64xf32>, tensor<2x64x1xf32>) -> tensor<2x64x64xf32>
  %v13 = onnx.Div %v12, %v11 : (tensor<2x64x64xf32>, tensor<2x64x64xf32>) -> tensor<2x64x64xf32>
  return %v13 : tensor<2x64x64xf32>
}
