// RUN: burin-opt %s --onnx-simplify --onnx-raise-group-norm --split-input-file | FileCheck %s
// RUN: burin-opt %s --onnx-simplify --onnx-raise-group-norm --onnx-simplify --onnx-raise-group-norm --split-input-file | FileCheck %s

// Flax: moments, one factor and one term per element.
// CHECK-LABEL: func @flax(
//       CHECK:   %[[T:.*]] = onnx.Transpose %arg0 {perm = array<i64: 0, 3, 1, 2>}
//       CHECK:   %[[N:.*]] = onnx.GroupNormalization %[[T]], %{{.*}}, %{{.*}} {epsilon = 9.99999997E-7 : f32, num_groups = 2 : i64} : (tensor<2x8x4x4xf32>, tensor<8xf32>, tensor<8xf32>)
//       CHECK:   %[[Y:.*]] = onnx.Transpose %[[N]] {perm = array<i64: 0, 2, 3, 1>}
//  CHECK-NEXT:   return %[[Y]]
func.func @flax(%x: tensor<2x4x4x8xf32>) -> tensor<2x4x4x8xf32> {
  %gamma = plan.constant "gamma" #plan.synthetic<seed = 1, mean = 1.0 : f32, stddev = 0.1 : f32> of tensor<1x1x1x2x4xf32> -> tensor<1x1x1x2x4xf32>
  %beta = plan.constant "beta" #plan.synthetic<seed = 2, mean = 1.0 : f32, stddev = 0.1 : f32> of tensor<1x1x1x2x4xf32> -> tensor<1x1x1x2x4xf32>
  %c0 = onnx.Constant dense<[2, 4, 4, 2, 4]> : tensor<5xi64>
  %v1 = onnx.Reshape %x, %c0 : (tensor<2x4x4x8xf32>, tensor<5xi64>) -> tensor<2x4x4x2x4xf32>
  %c2 = onnx.Constant dense<[1, 2, 4]> : tensor<3xi64>
  %v3 = onnx.ReduceMean %v1, %c2 : (tensor<2x4x4x2x4xf32>, tensor<3xi64>) -> tensor<2x1x1x2x1xf32>
  %v4 = onnx.Mul %v1, %v1 : (tensor<2x4x4x2x4xf32>, tensor<2x4x4x2x4xf32>) -> tensor<2x4x4x2x4xf32>
  %c5 = onnx.Constant dense<[1, 2, 4]> : tensor<3xi64>
  %v6 = onnx.ReduceMean %v4, %c5 : (tensor<2x4x4x2x4xf32>, tensor<3xi64>) -> tensor<2x1x1x2x1xf32>
  %v7 = onnx.Mul %v3, %v3 : (tensor<2x1x1x2x1xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x1xf32>
  %v8 = onnx.Sub %v6, %v7 : (tensor<2x1x1x2x1xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x1xf32>
  %c9 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v10 = onnx.Add %v8, %c9 : (tensor<2x1x1x2x1xf32>, tensor<f32>) -> tensor<2x1x1x2x1xf32>
  %v11 = onnx.Sqrt %v10 : (tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x1xf32>
  %v12 = onnx.Reciprocal %v11 : (tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x1xf32>
  %v13 = onnx.Mul %v12, %gamma : (tensor<2x1x1x2x1xf32>, tensor<1x1x1x2x4xf32>) -> tensor<2x1x1x2x4xf32>
  %v14 = onnx.Mul %v3, %v13 : (tensor<2x1x1x2x1xf32>, tensor<2x1x1x2x4xf32>) -> tensor<2x1x1x2x4xf32>
  %v15 = onnx.Sub %beta, %v14 : (tensor<1x1x1x2x4xf32>, tensor<2x1x1x2x4xf32>) -> tensor<2x1x1x2x4xf32>
  %v16 = onnx.Mul %v1, %v13 : (tensor<2x4x4x2x4xf32>, tensor<2x1x1x2x4xf32>) -> tensor<2x4x4x2x4xf32>
  %v17 = onnx.Add %v16, %v15 : (tensor<2x4x4x2x4xf32>, tensor<2x1x1x2x4xf32>) -> tensor<2x4x4x2x4xf32>
  %c18 = onnx.Constant dense<[2, 4, 4, 8]> : tensor<4xi64>
  %v19 = onnx.Reshape %v17, %c18 : (tensor<2x4x4x2x4xf32>, tensor<4xi64>) -> tensor<2x4x4x8xf32>
  return %v19 : tensor<2x4x4x8xf32>
}

// -----

// tf.nn.batch_normalization on groups, the factors the other way round.
// CHECK-LABEL: func @tensorflow(
//       CHECK:   %[[T:.*]] = onnx.Transpose %arg0 {perm = array<i64: 0, 3, 1, 2>}
//       CHECK:   %[[N:.*]] = onnx.GroupNormalization %[[T]], %{{.*}}, %{{.*}} {epsilon = 9.99999997E-7 : f32, num_groups = 2 : i64} : (tensor<2x8x4x4xf32>, tensor<8xf32>, tensor<8xf32>)
//       CHECK:   %[[Y:.*]] = onnx.Transpose %[[N]] {perm = array<i64: 0, 2, 3, 1>}
//  CHECK-NEXT:   return %[[Y]]
func.func @tensorflow(%x: tensor<2x4x4x8xf32>) -> tensor<2x4x4x8xf32> {
  %gamma = plan.constant "gamma" #plan.synthetic<seed = 1, mean = 1.0 : f32, stddev = 0.1 : f32> of tensor<2x4xf32> -> tensor<2x4xf32>
  %beta = plan.constant "beta" #plan.synthetic<seed = 2, mean = 1.0 : f32, stddev = 0.1 : f32> of tensor<2x4xf32> -> tensor<2x4xf32>
  %c0 = onnx.Constant dense<[2, 4, 4, 2, 4]> : tensor<5xi64>
  %v1 = onnx.Reshape %x, %c0 : (tensor<2x4x4x8xf32>, tensor<5xi64>) -> tensor<2x4x4x2x4xf32>
  %c2 = onnx.Constant dense<[1, 2, 4]> : tensor<3xi64>
  %v3 = onnx.ReduceMean %v1, %c2 : (tensor<2x4x4x2x4xf32>, tensor<3xi64>) -> tensor<2x1x1x2x1xf32>
  %v4 = onnx.Mul %v1, %v1 : (tensor<2x4x4x2x4xf32>, tensor<2x4x4x2x4xf32>) -> tensor<2x4x4x2x4xf32>
  %c5 = onnx.Constant dense<[1, 2, 4]> : tensor<3xi64>
  %v6 = onnx.ReduceMean %v4, %c5 : (tensor<2x4x4x2x4xf32>, tensor<3xi64>) -> tensor<2x1x1x2x1xf32>
  %v7 = onnx.Mul %v3, %v3 : (tensor<2x1x1x2x1xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x1xf32>
  %v8 = onnx.Sub %v6, %v7 : (tensor<2x1x1x2x1xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x1xf32>
  %c9 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v10 = onnx.Add %v8, %c9 : (tensor<2x1x1x2x1xf32>, tensor<f32>) -> tensor<2x1x1x2x1xf32>
  %v11 = onnx.Sqrt %v10 : (tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x1xf32>
  %v12 = onnx.Reciprocal %v11 : (tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x1xf32>
  %v13 = onnx.Mul %gamma, %v12 : (tensor<2x4xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x4xf32>
  %v14 = onnx.Mul %v13, %v3 : (tensor<2x1x1x2x4xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x4xf32>
  %v15 = onnx.Sub %beta, %v14 : (tensor<2x4xf32>, tensor<2x1x1x2x4xf32>) -> tensor<2x1x1x2x4xf32>
  %v16 = onnx.Mul %v13, %v1 : (tensor<2x1x1x2x4xf32>, tensor<2x4x4x2x4xf32>) -> tensor<2x4x4x2x4xf32>
  %v17 = onnx.Add %v15, %v16 : (tensor<2x1x1x2x4xf32>, tensor<2x4x4x2x4xf32>) -> tensor<2x4x4x2x4xf32>
  %c18 = onnx.Constant dense<[2, 4, 4, 8]> : tensor<4xi64>
  %v19 = onnx.Reshape %v17, %c18 : (tensor<2x4x4x2x4xf32>, tensor<4xi64>) -> tensor<2x4x4x8xf32>
  return %v19 : tensor<2x4x4x8xf32>
}

// -----

// x a - (mean a - b)
// CHECK-LABEL: func @subtracted(
//       CHECK:   %[[T:.*]] = onnx.Transpose %arg0 {perm = array<i64: 0, 3, 1, 2>}
//       CHECK:   %[[N:.*]] = onnx.GroupNormalization %[[T]], %{{.*}}, %{{.*}} {epsilon = 9.99999997E-7 : f32, num_groups = 2 : i64} : (tensor<2x8x4x4xf32>, tensor<8xf32>, tensor<8xf32>)
//       CHECK:   %[[Y:.*]] = onnx.Transpose %[[N]] {perm = array<i64: 0, 2, 3, 1>}
//  CHECK-NEXT:   return %[[Y]]
func.func @subtracted(%x: tensor<2x4x4x8xf32>) -> tensor<2x4x4x8xf32> {
  %gamma = plan.constant "gamma" #plan.synthetic<seed = 1, mean = 1.0 : f32, stddev = 0.1 : f32> of tensor<1x1x1x2x4xf32> -> tensor<1x1x1x2x4xf32>
  %beta = plan.constant "beta" #plan.synthetic<seed = 2, mean = 1.0 : f32, stddev = 0.1 : f32> of tensor<1x1x1x2x4xf32> -> tensor<1x1x1x2x4xf32>
  %c0 = onnx.Constant dense<[2, 4, 4, 2, 4]> : tensor<5xi64>
  %v1 = onnx.Reshape %x, %c0 : (tensor<2x4x4x8xf32>, tensor<5xi64>) -> tensor<2x4x4x2x4xf32>
  %c2 = onnx.Constant dense<[1, 2, 4]> : tensor<3xi64>
  %v3 = onnx.ReduceMean %v1, %c2 : (tensor<2x4x4x2x4xf32>, tensor<3xi64>) -> tensor<2x1x1x2x1xf32>
  %v4 = onnx.Mul %v1, %v1 : (tensor<2x4x4x2x4xf32>, tensor<2x4x4x2x4xf32>) -> tensor<2x4x4x2x4xf32>
  %c5 = onnx.Constant dense<[1, 2, 4]> : tensor<3xi64>
  %v6 = onnx.ReduceMean %v4, %c5 : (tensor<2x4x4x2x4xf32>, tensor<3xi64>) -> tensor<2x1x1x2x1xf32>
  %v7 = onnx.Mul %v3, %v3 : (tensor<2x1x1x2x1xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x1xf32>
  %v8 = onnx.Sub %v6, %v7 : (tensor<2x1x1x2x1xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x1xf32>
  %c9 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v10 = onnx.Add %v8, %c9 : (tensor<2x1x1x2x1xf32>, tensor<f32>) -> tensor<2x1x1x2x1xf32>
  %v11 = onnx.Sqrt %v10 : (tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x1xf32>
  %v12 = onnx.Reciprocal %v11 : (tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x1xf32>
  %v13 = onnx.Mul %v12, %gamma : (tensor<2x1x1x2x1xf32>, tensor<1x1x1x2x4xf32>) -> tensor<2x1x1x2x4xf32>
  %v14 = onnx.Mul %v3, %v13 : (tensor<2x1x1x2x1xf32>, tensor<2x1x1x2x4xf32>) -> tensor<2x1x1x2x4xf32>
  %v15 = onnx.Sub %v14, %beta : (tensor<2x1x1x2x4xf32>, tensor<1x1x1x2x4xf32>) -> tensor<2x1x1x2x4xf32>
  %v16 = onnx.Mul %v1, %v13 : (tensor<2x4x4x2x4xf32>, tensor<2x1x1x2x4xf32>) -> tensor<2x4x4x2x4xf32>
  %v17 = onnx.Sub %v16, %v15 : (tensor<2x4x4x2x4xf32>, tensor<2x1x1x2x4xf32>) -> tensor<2x4x4x2x4xf32>
  %c18 = onnx.Constant dense<[2, 4, 4, 8]> : tensor<4xi64>
  %v19 = onnx.Reshape %v17, %c18 : (tensor<2x4x4x2x4xf32>, tensor<4xi64>) -> tensor<2x4x4x8xf32>
  return %v19 : tensor<2x4x4x8xf32>
}

// -----

// Channels last without an affine part.
// CHECK-LABEL: func @last_plain(
//       CHECK:   %[[T:.*]] = onnx.Transpose %arg0 {perm = array<i64: 0, 3, 1, 2>}
//       CHECK:   %[[N:.*]] = onnx.GroupNormalization %[[T]], %{{.*}}, %{{.*}} {epsilon = 9.99999997E-7 : f32, num_groups = 2 : i64} : (tensor<2x8x4x4xf32>, tensor<8xf32>, tensor<8xf32>)
//       CHECK:   %[[Y:.*]] = onnx.Transpose %[[N]] {perm = array<i64: 0, 2, 3, 1>}
//  CHECK-NEXT:   return %[[Y]]
func.func @last_plain(%x: tensor<2x4x4x8xf32>) -> tensor<2x4x4x8xf32> {
  %c0 = onnx.Constant dense<[2, 4, 4, 2, 4]> : tensor<5xi64>
  %v1 = onnx.Reshape %x, %c0 : (tensor<2x4x4x8xf32>, tensor<5xi64>) -> tensor<2x4x4x2x4xf32>
  %c2 = onnx.Constant dense<[1, 2, 4]> : tensor<3xi64>
  %v3 = onnx.ReduceMean %v1, %c2 : (tensor<2x4x4x2x4xf32>, tensor<3xi64>) -> tensor<2x1x1x2x1xf32>
  %v4 = onnx.Sub %v1, %v3 : (tensor<2x4x4x2x4xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x4x4x2x4xf32>
  %v5 = onnx.Mul %v4, %v4 : (tensor<2x4x4x2x4xf32>, tensor<2x4x4x2x4xf32>) -> tensor<2x4x4x2x4xf32>
  %c6 = onnx.Constant dense<[1, 2, 4]> : tensor<3xi64>
  %v7 = onnx.ReduceMean %v5, %c6 : (tensor<2x4x4x2x4xf32>, tensor<3xi64>) -> tensor<2x1x1x2x1xf32>
  %c8 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v9 = onnx.Add %v7, %c8 : (tensor<2x1x1x2x1xf32>, tensor<f32>) -> tensor<2x1x1x2x1xf32>
  %v10 = onnx.Sqrt %v9 : (tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x1xf32>
  %v11 = onnx.Div %v4, %v10 : (tensor<2x4x4x2x4xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x4x4x2x4xf32>
  %c12 = onnx.Constant dense<[2, 4, 4, 8]> : tensor<4xi64>
  %v13 = onnx.Reshape %v11, %c12 : (tensor<2x4x4x2x4xf32>, tensor<4xi64>) -> tensor<2x4x4x8xf32>
  return %v13 : tensor<2x4x4x8xf32>
}

// -----

// x a - mean(x) a without an affine part.
// CHECK-LABEL: func @last_difference(
//       CHECK:   %[[T:.*]] = onnx.Transpose %arg0 {perm = array<i64: 0, 3, 1, 2>}
//       CHECK:   %[[N:.*]] = onnx.GroupNormalization %[[T]], %{{.*}}, %{{.*}} {epsilon = 9.99999997E-7 : f32, num_groups = 2 : i64} : (tensor<2x8x4x4xf32>, tensor<8xf32>, tensor<8xf32>)
//       CHECK:   %[[Y:.*]] = onnx.Transpose %[[N]] {perm = array<i64: 0, 2, 3, 1>}
//  CHECK-NEXT:   return %[[Y]]
func.func @last_difference(%x: tensor<2x4x4x8xf32>) -> tensor<2x4x4x8xf32> {
  %c0 = onnx.Constant dense<[2, 4, 4, 2, 4]> : tensor<5xi64>
  %v1 = onnx.Reshape %x, %c0 : (tensor<2x4x4x8xf32>, tensor<5xi64>) -> tensor<2x4x4x2x4xf32>
  %c2 = onnx.Constant dense<[1, 2, 4]> : tensor<3xi64>
  %v3 = onnx.ReduceMean %v1, %c2 : (tensor<2x4x4x2x4xf32>, tensor<3xi64>) -> tensor<2x1x1x2x1xf32>
  %v4 = onnx.Mul %v1, %v1 : (tensor<2x4x4x2x4xf32>, tensor<2x4x4x2x4xf32>) -> tensor<2x4x4x2x4xf32>
  %c5 = onnx.Constant dense<[1, 2, 4]> : tensor<3xi64>
  %v6 = onnx.ReduceMean %v4, %c5 : (tensor<2x4x4x2x4xf32>, tensor<3xi64>) -> tensor<2x1x1x2x1xf32>
  %v7 = onnx.Mul %v3, %v3 : (tensor<2x1x1x2x1xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x1xf32>
  %v8 = onnx.Sub %v6, %v7 : (tensor<2x1x1x2x1xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x1xf32>
  %c9 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v10 = onnx.Add %v8, %c9 : (tensor<2x1x1x2x1xf32>, tensor<f32>) -> tensor<2x1x1x2x1xf32>
  %v11 = onnx.Sqrt %v10 : (tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x1xf32>
  %v12 = onnx.Reciprocal %v11 : (tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x1xf32>
  %v13 = onnx.Mul %v1, %v12 : (tensor<2x4x4x2x4xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x4x4x2x4xf32>
  %v14 = onnx.Mul %v3, %v12 : (tensor<2x1x1x2x1xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x1xf32>
  %v15 = onnx.Sub %v13, %v14 : (tensor<2x4x4x2x4xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x4x4x2x4xf32>
  %c16 = onnx.Constant dense<[2, 4, 4, 8]> : tensor<4xi64>
  %v17 = onnx.Reshape %v15, %c16 : (tensor<2x4x4x2x4xf32>, tensor<4xi64>) -> tensor<2x4x4x8xf32>
  return %v17 : tensor<2x4x4x8xf32>
}

// -----

// Only a bias.
// CHECK-LABEL: func @last_bias_only(
//       CHECK:   %[[T:.*]] = onnx.Transpose %arg0 {perm = array<i64: 0, 3, 1, 2>}
//       CHECK:   %[[N:.*]] = onnx.GroupNormalization %[[T]], %{{.*}}, %{{.*}} {epsilon = 9.99999997E-7 : f32, num_groups = 2 : i64} : (tensor<2x8x4x4xf32>, tensor<8xf32>, tensor<8xf32>)
//       CHECK:   %[[Y:.*]] = onnx.Transpose %[[N]] {perm = array<i64: 0, 2, 3, 1>}
//  CHECK-NEXT:   return %[[Y]]
func.func @last_bias_only(%x: tensor<2x4x4x8xf32>) -> tensor<2x4x4x8xf32> {
  %beta = plan.constant "beta" #plan.synthetic<seed = 2, mean = 1.0 : f32, stddev = 0.1 : f32> of tensor<1x1x1x2x4xf32> -> tensor<1x1x1x2x4xf32>
  %c0 = onnx.Constant dense<[2, 4, 4, 2, 4]> : tensor<5xi64>
  %v1 = onnx.Reshape %x, %c0 : (tensor<2x4x4x8xf32>, tensor<5xi64>) -> tensor<2x4x4x2x4xf32>
  %c2 = onnx.Constant dense<[1, 2, 4]> : tensor<3xi64>
  %v3 = onnx.ReduceMean %v1, %c2 : (tensor<2x4x4x2x4xf32>, tensor<3xi64>) -> tensor<2x1x1x2x1xf32>
  %v4 = onnx.Sub %v1, %v3 : (tensor<2x4x4x2x4xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x4x4x2x4xf32>
  %v5 = onnx.Mul %v4, %v4 : (tensor<2x4x4x2x4xf32>, tensor<2x4x4x2x4xf32>) -> tensor<2x4x4x2x4xf32>
  %c6 = onnx.Constant dense<[1, 2, 4]> : tensor<3xi64>
  %v7 = onnx.ReduceMean %v5, %c6 : (tensor<2x4x4x2x4xf32>, tensor<3xi64>) -> tensor<2x1x1x2x1xf32>
  %c8 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v9 = onnx.Add %v7, %c8 : (tensor<2x1x1x2x1xf32>, tensor<f32>) -> tensor<2x1x1x2x1xf32>
  %v10 = onnx.Sqrt %v9 : (tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x1xf32>
  %v11 = onnx.Div %v4, %v10 : (tensor<2x4x4x2x4xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x4x4x2x4xf32>
  %v12 = onnx.Add %v11, %beta : (tensor<2x4x4x2x4xf32>, tensor<1x1x1x2x4xf32>) -> tensor<2x4x4x2x4xf32>
  %c13 = onnx.Constant dense<[2, 4, 4, 8]> : tensor<4xi64>
  %v14 = onnx.Reshape %v12, %c13 : (tensor<2x4x4x2x4xf32>, tensor<4xi64>) -> tensor<2x4x4x8xf32>
  return %v14 : tensor<2x4x4x8xf32>
}

// -----

// Channels first: gamma and beta split into groups as x is.
// CHECK-LABEL: func @first_grouped_affine(
//       CHECK:   %[[Y:.*]] = onnx.GroupNormalization %arg0, %{{.*}}, %{{.*}} {epsilon = 9.99999997E-7 : f32, num_groups = 2 : i64} : (tensor<2x8x4x4xf32>, tensor<8xf32>, tensor<8xf32>)
//  CHECK-NEXT:   return %[[Y]]
func.func @first_grouped_affine(%x: tensor<2x8x4x4xf32>) -> tensor<2x8x4x4xf32> {
  %gamma = plan.constant "gamma" #plan.synthetic<seed = 1, mean = 1.0 : f32, stddev = 0.1 : f32> of tensor<1x2x4x1x1xf32> -> tensor<1x2x4x1x1xf32>
  %beta = plan.constant "beta" #plan.synthetic<seed = 2, mean = 1.0 : f32, stddev = 0.1 : f32> of tensor<1x2x4x1x1xf32> -> tensor<1x2x4x1x1xf32>
  %c0 = onnx.Constant dense<[2, 2, 4, 4, 4]> : tensor<5xi64>
  %v1 = onnx.Reshape %x, %c0 : (tensor<2x8x4x4xf32>, tensor<5xi64>) -> tensor<2x2x4x4x4xf32>
  %c2 = onnx.Constant dense<[2, 3, 4]> : tensor<3xi64>
  %v3 = onnx.ReduceMean %v1, %c2 : (tensor<2x2x4x4x4xf32>, tensor<3xi64>) -> tensor<2x2x1x1x1xf32>
  %v4 = onnx.Sub %v1, %v3 : (tensor<2x2x4x4x4xf32>, tensor<2x2x1x1x1xf32>) -> tensor<2x2x4x4x4xf32>
  %v5 = onnx.Mul %v4, %v4 : (tensor<2x2x4x4x4xf32>, tensor<2x2x4x4x4xf32>) -> tensor<2x2x4x4x4xf32>
  %c6 = onnx.Constant dense<[2, 3, 4]> : tensor<3xi64>
  %v7 = onnx.ReduceMean %v5, %c6 : (tensor<2x2x4x4x4xf32>, tensor<3xi64>) -> tensor<2x2x1x1x1xf32>
  %c8 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v9 = onnx.Add %v7, %c8 : (tensor<2x2x1x1x1xf32>, tensor<f32>) -> tensor<2x2x1x1x1xf32>
  %v10 = onnx.Sqrt %v9 : (tensor<2x2x1x1x1xf32>) -> tensor<2x2x1x1x1xf32>
  %v11 = onnx.Div %v4, %v10 : (tensor<2x2x4x4x4xf32>, tensor<2x2x1x1x1xf32>) -> tensor<2x2x4x4x4xf32>
  %v12 = onnx.Mul %v11, %gamma : (tensor<2x2x4x4x4xf32>, tensor<1x2x4x1x1xf32>) -> tensor<2x2x4x4x4xf32>
  %v13 = onnx.Add %v12, %beta : (tensor<2x2x4x4x4xf32>, tensor<1x2x4x1x1xf32>) -> tensor<2x2x4x4x4xf32>
  %c14 = onnx.Constant dense<[2, 8, 4, 4]> : tensor<4xi64>
  %v15 = onnx.Reshape %v13, %c14 : (tensor<2x2x4x4x4xf32>, tensor<4xi64>) -> tensor<2x8x4x4xf32>
  return %v15 : tensor<2x8x4x4xf32>
}

// -----

// Without the leading 1, and no bias.
// CHECK-LABEL: func @first_grouped_scale(
//       CHECK:   %[[Y:.*]] = onnx.GroupNormalization %arg0, %{{.*}}, %{{.*}} {epsilon = 9.99999997E-7 : f32, num_groups = 2 : i64} : (tensor<2x8x4x4xf32>, tensor<8xf32>, tensor<8xf32>)
//  CHECK-NEXT:   return %[[Y]]
func.func @first_grouped_scale(%x: tensor<2x8x4x4xf32>) -> tensor<2x8x4x4xf32> {
  %gamma = plan.constant "gamma" #plan.synthetic<seed = 1, mean = 1.0 : f32, stddev = 0.1 : f32> of tensor<2x4x1x1xf32> -> tensor<2x4x1x1xf32>
  %c0 = onnx.Constant dense<[2, 2, 4, 4, 4]> : tensor<5xi64>
  %v1 = onnx.Reshape %x, %c0 : (tensor<2x8x4x4xf32>, tensor<5xi64>) -> tensor<2x2x4x4x4xf32>
  %c2 = onnx.Constant dense<[2, 3, 4]> : tensor<3xi64>
  %v3 = onnx.ReduceMean %v1, %c2 : (tensor<2x2x4x4x4xf32>, tensor<3xi64>) -> tensor<2x2x1x1x1xf32>
  %v4 = onnx.Sub %v1, %v3 : (tensor<2x2x4x4x4xf32>, tensor<2x2x1x1x1xf32>) -> tensor<2x2x4x4x4xf32>
  %v5 = onnx.Mul %v4, %v4 : (tensor<2x2x4x4x4xf32>, tensor<2x2x4x4x4xf32>) -> tensor<2x2x4x4x4xf32>
  %c6 = onnx.Constant dense<[2, 3, 4]> : tensor<3xi64>
  %v7 = onnx.ReduceMean %v5, %c6 : (tensor<2x2x4x4x4xf32>, tensor<3xi64>) -> tensor<2x2x1x1x1xf32>
  %c8 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v9 = onnx.Add %v7, %c8 : (tensor<2x2x1x1x1xf32>, tensor<f32>) -> tensor<2x2x1x1x1xf32>
  %v10 = onnx.Sqrt %v9 : (tensor<2x2x1x1x1xf32>) -> tensor<2x2x1x1x1xf32>
  %v11 = onnx.Div %v4, %v10 : (tensor<2x2x4x4x4xf32>, tensor<2x2x1x1x1xf32>) -> tensor<2x2x4x4x4xf32>
  %v12 = onnx.Mul %gamma, %v11 : (tensor<2x4x1x1xf32>, tensor<2x2x4x4x4xf32>) -> tensor<2x2x4x4x4xf32>
  %c13 = onnx.Constant dense<[2, 8, 4, 4]> : tensor<4xi64>
  %v14 = onnx.Reshape %v12, %c13 : (tensor<2x2x4x4x4xf32>, tensor<4xi64>) -> tensor<2x8x4x4xf32>
  return %v14 : tensor<2x8x4x4xf32>
}

// -----

// Channels first by moments, the plain form.
// CHECK-LABEL: func @first_moments(
//       CHECK:   %[[Y:.*]] = onnx.GroupNormalization %arg0, %{{.*}}, %{{.*}} {epsilon = 9.99999997E-7 : f32, num_groups = 2 : i64} : (tensor<2x8x4x4xf32>, tensor<8xf32>, tensor<8xf32>)
//  CHECK-NEXT:   return %[[Y]]
func.func @first_moments(%x: tensor<2x8x4x4xf32>) -> tensor<2x8x4x4xf32> {
  %c0 = onnx.Constant dense<[2, 2, 4, 4, 4]> : tensor<5xi64>
  %v1 = onnx.Reshape %x, %c0 : (tensor<2x8x4x4xf32>, tensor<5xi64>) -> tensor<2x2x4x4x4xf32>
  %c2 = onnx.Constant dense<[2, 3, 4]> : tensor<3xi64>
  %v3 = onnx.ReduceMean %v1, %c2 : (tensor<2x2x4x4x4xf32>, tensor<3xi64>) -> tensor<2x2x1x1x1xf32>
  %v4 = onnx.Sub %v1, %v3 : (tensor<2x2x4x4x4xf32>, tensor<2x2x1x1x1xf32>) -> tensor<2x2x4x4x4xf32>
  %v5 = onnx.Mul %v1, %v1 : (tensor<2x2x4x4x4xf32>, tensor<2x2x4x4x4xf32>) -> tensor<2x2x4x4x4xf32>
  %c6 = onnx.Constant dense<[2, 3, 4]> : tensor<3xi64>
  %v7 = onnx.ReduceMean %v5, %c6 : (tensor<2x2x4x4x4xf32>, tensor<3xi64>) -> tensor<2x2x1x1x1xf32>
  %v8 = onnx.Mul %v3, %v3 : (tensor<2x2x1x1x1xf32>, tensor<2x2x1x1x1xf32>) -> tensor<2x2x1x1x1xf32>
  %v9 = onnx.Sub %v7, %v8 : (tensor<2x2x1x1x1xf32>, tensor<2x2x1x1x1xf32>) -> tensor<2x2x1x1x1xf32>
  %c10 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v11 = onnx.Add %v9, %c10 : (tensor<2x2x1x1x1xf32>, tensor<f32>) -> tensor<2x2x1x1x1xf32>
  %v12 = onnx.Sqrt %v11 : (tensor<2x2x1x1x1xf32>) -> tensor<2x2x1x1x1xf32>
  %v13 = onnx.Reciprocal %v12 : (tensor<2x2x1x1x1xf32>) -> tensor<2x2x1x1x1xf32>
  %v14 = onnx.Mul %v4, %v13 : (tensor<2x2x4x4x4xf32>, tensor<2x2x1x1x1xf32>) -> tensor<2x2x4x4x4xf32>
  %c15 = onnx.Constant dense<[2, 8, 4, 4]> : tensor<4xi64>
  %v16 = onnx.Reshape %v14, %c15 : (tensor<2x2x4x4x4xf32>, tensor<4xi64>) -> tensor<2x8x4x4xf32>
  return %v16 : tensor<2x8x4x4xf32>
}

// -----

// Tokens: [N, L, C] with the channels last.
// CHECK-LABEL: func @tokens(
//       CHECK:   %[[T:.*]] = onnx.Transpose %arg0 {perm = array<i64: 0, 2, 1>}
//       CHECK:   onnx.GroupNormalization %[[T]]
func.func @tokens(%x: tensor<2x16x8xf32>) -> tensor<2x16x8xf32> {
  %c0 = onnx.Constant dense<[2, 16, 2, 4]> : tensor<4xi64>
  %v1 = onnx.Reshape %x, %c0 : (tensor<2x16x8xf32>, tensor<4xi64>) -> tensor<2x16x2x4xf32>
  %c2 = onnx.Constant dense<[1, 3]> : tensor<2xi64>
  %v3 = onnx.ReduceMean %v1, %c2 : (tensor<2x16x2x4xf32>, tensor<2xi64>) -> tensor<2x1x2x1xf32>
  %v4 = onnx.Sub %v1, %v3 : (tensor<2x16x2x4xf32>, tensor<2x1x2x1xf32>) -> tensor<2x16x2x4xf32>
  %v5 = onnx.Mul %v4, %v4 : (tensor<2x16x2x4xf32>, tensor<2x16x2x4xf32>) -> tensor<2x16x2x4xf32>
  %c6 = onnx.Constant dense<[1, 3]> : tensor<2xi64>
  %v7 = onnx.ReduceMean %v5, %c6 : (tensor<2x16x2x4xf32>, tensor<2xi64>) -> tensor<2x1x2x1xf32>
  %c8 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v9 = onnx.Add %v7, %c8 : (tensor<2x1x2x1xf32>, tensor<f32>) -> tensor<2x1x2x1xf32>
  %v10 = onnx.Sqrt %v9 : (tensor<2x1x2x1xf32>) -> tensor<2x1x2x1xf32>
  %v11 = onnx.Div %v4, %v10 : (tensor<2x16x2x4xf32>, tensor<2x1x2x1xf32>) -> tensor<2x16x2x4xf32>
  %c12 = onnx.Constant dense<[2, 16, 8]> : tensor<3xi64>
  %v13 = onnx.Reshape %v11, %c12 : (tensor<2x16x2x4xf32>, tensor<3xi64>) -> tensor<2x16x8xf32>
  return %v13 : tensor<2x16x8xf32>
}

// -----

// The same algebra makes a layer norm where the last dimension is normalized.
// CHECK-LABEL: func @layer_one_factor(
//   CHECK-NOT:   onnx.GroupNormalization
//       CHECK:   onnx.Sub %arg0
//       CHECK:   onnx.Mul
//       CHECK:   onnx.Add
func.func @layer_one_factor(%x: tensor<2x7x64xf32>) -> tensor<2x7x64xf32> {
  %gamma = plan.constant "gamma" #plan.synthetic<seed = 1, mean = 1.0 : f32, stddev = 0.1 : f32> of tensor<64xf32> -> tensor<64xf32>
  %beta = plan.constant "beta" #plan.synthetic<seed = 2, mean = 1.0 : f32, stddev = 0.1 : f32> of tensor<64xf32> -> tensor<64xf32>
  %c0 = onnx.Constant dense<-1> : tensor<1xi64>
  %v1 = onnx.ReduceMean %x, %c0 : (tensor<2x7x64xf32>, tensor<1xi64>) -> tensor<2x7x1xf32>
  %v2 = onnx.Mul %x, %x : (tensor<2x7x64xf32>, tensor<2x7x64xf32>) -> tensor<2x7x64xf32>
  %c3 = onnx.Constant dense<-1> : tensor<1xi64>
  %v4 = onnx.ReduceMean %v2, %c3 : (tensor<2x7x64xf32>, tensor<1xi64>) -> tensor<2x7x1xf32>
  %v5 = onnx.Mul %v1, %v1 : (tensor<2x7x1xf32>, tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %v6 = onnx.Sub %v4, %v5 : (tensor<2x7x1xf32>, tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %c7 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v8 = onnx.Add %v6, %c7 : (tensor<2x7x1xf32>, tensor<f32>) -> tensor<2x7x1xf32>
  %v9 = onnx.Sqrt %v8 : (tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %v10 = onnx.Reciprocal %v9 : (tensor<2x7x1xf32>) -> tensor<2x7x1xf32>
  %v11 = onnx.Mul %v10, %gamma : (tensor<2x7x1xf32>, tensor<64xf32>) -> tensor<2x7x64xf32>
  %v12 = onnx.Mul %v1, %v11 : (tensor<2x7x1xf32>, tensor<2x7x64xf32>) -> tensor<2x7x64xf32>
  %v13 = onnx.Sub %beta, %v12 : (tensor<64xf32>, tensor<2x7x64xf32>) -> tensor<2x7x64xf32>
  %v14 = onnx.Mul %x, %v11 : (tensor<2x7x64xf32>, tensor<2x7x64xf32>) -> tensor<2x7x64xf32>
  %v15 = onnx.Add %v14, %v13 : (tensor<2x7x64xf32>, tensor<2x7x64xf32>) -> tensor<2x7x64xf32>
  return %v15 : tensor<2x7x64xf32>
}

// -----

// Near misses.

// Statistics per position: axes of the channels of a group only.
// CHECK-LABEL: func @near_positions(
//   CHECK-NOT:   onnx.GroupNormalization
//       CHECK:   onnx.ReduceMean
//   CHECK-NOT:   onnx.GroupNormalization
//       CHECK:   return
func.func @near_positions(%x: tensor<2x4x4x8xf32>) -> tensor<2x4x4x8xf32> {
  %c0 = onnx.Constant dense<[2, 4, 4, 2, 4]> : tensor<5xi64>
  %v1 = onnx.Reshape %x, %c0 : (tensor<2x4x4x8xf32>, tensor<5xi64>) -> tensor<2x4x4x2x4xf32>
  %c2 = onnx.Constant dense<4> : tensor<1xi64>
  %v3 = onnx.ReduceMean %v1, %c2 : (tensor<2x4x4x2x4xf32>, tensor<1xi64>) -> tensor<2x4x4x2x1xf32>
  %v4 = onnx.Sub %v1, %v3 : (tensor<2x4x4x2x4xf32>, tensor<2x4x4x2x1xf32>) -> tensor<2x4x4x2x4xf32>
  %v5 = onnx.Mul %v4, %v4 : (tensor<2x4x4x2x4xf32>, tensor<2x4x4x2x4xf32>) -> tensor<2x4x4x2x4xf32>
  %c6 = onnx.Constant dense<4> : tensor<1xi64>
  %v7 = onnx.ReduceMean %v5, %c6 : (tensor<2x4x4x2x4xf32>, tensor<1xi64>) -> tensor<2x4x4x2x1xf32>
  %c8 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v9 = onnx.Add %v7, %c8 : (tensor<2x4x4x2x1xf32>, tensor<f32>) -> tensor<2x4x4x2x1xf32>
  %v10 = onnx.Sqrt %v9 : (tensor<2x4x4x2x1xf32>) -> tensor<2x4x4x2x1xf32>
  %v11 = onnx.Div %v4, %v10 : (tensor<2x4x4x2x4xf32>, tensor<2x4x4x2x1xf32>) -> tensor<2x4x4x2x4xf32>
  %c12 = onnx.Constant dense<[2, 4, 4, 8]> : tensor<4xi64>
  %v13 = onnx.Reshape %v11, %c12 : (tensor<2x4x4x2x4xf32>, tensor<4xi64>) -> tensor<2x4x4x8xf32>
  return %v13 : tensor<2x4x4x8xf32>
}

// -----

// Statistics per channel: the channels of a group are kept apart.
// CHECK-LABEL: func @near_channels(
//   CHECK-NOT:   onnx.GroupNormalization
//       CHECK:   onnx.ReduceMean
//   CHECK-NOT:   onnx.GroupNormalization
//       CHECK:   return
func.func @near_channels(%x: tensor<2x4x4x8xf32>) -> tensor<2x4x4x8xf32> {
  %c0 = onnx.Constant dense<[2, 4, 4, 2, 4]> : tensor<5xi64>
  %v1 = onnx.Reshape %x, %c0 : (tensor<2x4x4x8xf32>, tensor<5xi64>) -> tensor<2x4x4x2x4xf32>
  %c2 = onnx.Constant dense<[1, 2]> : tensor<2xi64>
  %v3 = onnx.ReduceMean %v1, %c2 : (tensor<2x4x4x2x4xf32>, tensor<2xi64>) -> tensor<2x1x1x2x4xf32>
  %v4 = onnx.Sub %v1, %v3 : (tensor<2x4x4x2x4xf32>, tensor<2x1x1x2x4xf32>) -> tensor<2x4x4x2x4xf32>
  %v5 = onnx.Mul %v4, %v4 : (tensor<2x4x4x2x4xf32>, tensor<2x4x4x2x4xf32>) -> tensor<2x4x4x2x4xf32>
  %c6 = onnx.Constant dense<[1, 2]> : tensor<2xi64>
  %v7 = onnx.ReduceMean %v5, %c6 : (tensor<2x4x4x2x4xf32>, tensor<2xi64>) -> tensor<2x1x1x2x4xf32>
  %c8 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v9 = onnx.Add %v7, %c8 : (tensor<2x1x1x2x4xf32>, tensor<f32>) -> tensor<2x1x1x2x4xf32>
  %v10 = onnx.Sqrt %v9 : (tensor<2x1x1x2x4xf32>) -> tensor<2x1x1x2x4xf32>
  %v11 = onnx.Div %v4, %v10 : (tensor<2x4x4x2x4xf32>, tensor<2x1x1x2x4xf32>) -> tensor<2x4x4x2x4xf32>
  %c12 = onnx.Constant dense<[2, 4, 4, 8]> : tensor<4xi64>
  %v13 = onnx.Reshape %v11, %c12 : (tensor<2x4x4x2x4xf32>, tensor<4xi64>) -> tensor<2x4x4x8xf32>
  return %v13 : tensor<2x4x4x8xf32>
}

// -----

// The batch is normalized over, too.
// CHECK-LABEL: func @near_batch(
//   CHECK-NOT:   onnx.GroupNormalization
//       CHECK:   onnx.ReduceMean
//   CHECK-NOT:   onnx.GroupNormalization
//       CHECK:   return
func.func @near_batch(%x: tensor<2x4x4x8xf32>) -> tensor<2x4x4x8xf32> {
  %c0 = onnx.Constant dense<[2, 4, 4, 2, 4]> : tensor<5xi64>
  %v1 = onnx.Reshape %x, %c0 : (tensor<2x4x4x8xf32>, tensor<5xi64>) -> tensor<2x4x4x2x4xf32>
  %c2 = onnx.Constant dense<[0, 1, 2, 4]> : tensor<4xi64>
  %v3 = onnx.ReduceMean %v1, %c2 : (tensor<2x4x4x2x4xf32>, tensor<4xi64>) -> tensor<1x1x1x2x1xf32>
  %v4 = onnx.Sub %v1, %v3 : (tensor<2x4x4x2x4xf32>, tensor<1x1x1x2x1xf32>) -> tensor<2x4x4x2x4xf32>
  %v5 = onnx.Mul %v4, %v4 : (tensor<2x4x4x2x4xf32>, tensor<2x4x4x2x4xf32>) -> tensor<2x4x4x2x4xf32>
  %c6 = onnx.Constant dense<[0, 1, 2, 4]> : tensor<4xi64>
  %v7 = onnx.ReduceMean %v5, %c6 : (tensor<2x4x4x2x4xf32>, tensor<4xi64>) -> tensor<1x1x1x2x1xf32>
  %c8 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v9 = onnx.Add %v7, %c8 : (tensor<1x1x1x2x1xf32>, tensor<f32>) -> tensor<1x1x1x2x1xf32>
  %v10 = onnx.Sqrt %v9 : (tensor<1x1x1x2x1xf32>) -> tensor<1x1x1x2x1xf32>
  %v11 = onnx.Div %v4, %v10 : (tensor<2x4x4x2x4xf32>, tensor<1x1x1x2x1xf32>) -> tensor<2x4x4x2x4xf32>
  %c12 = onnx.Constant dense<[2, 4, 4, 8]> : tensor<4xi64>
  %v13 = onnx.Reshape %v11, %c12 : (tensor<2x4x4x2x4xf32>, tensor<4xi64>) -> tensor<2x4x4x8xf32>
  return %v13 : tensor<2x4x4x8xf32>
}

// -----

// Channels split as [C/G, G], and the inner dimension kept: groups are strided.
// CHECK-LABEL: func @near_interleaved(
//   CHECK-NOT:   onnx.GroupNormalization
//       CHECK:   onnx.ReduceMean
//   CHECK-NOT:   onnx.GroupNormalization
//       CHECK:   return
func.func @near_interleaved(%x: tensor<2x4x4x8xf32>) -> tensor<2x4x4x8xf32> {
  %c0 = onnx.Constant dense<[2, 4, 4, 4, 2]> : tensor<5xi64>
  %v1 = onnx.Reshape %x, %c0 : (tensor<2x4x4x8xf32>, tensor<5xi64>) -> tensor<2x4x4x4x2xf32>
  %c2 = onnx.Constant dense<[1, 2, 3]> : tensor<3xi64>
  %v3 = onnx.ReduceMean %v1, %c2 : (tensor<2x4x4x4x2xf32>, tensor<3xi64>) -> tensor<2x1x1x1x2xf32>
  %v4 = onnx.Sub %v1, %v3 : (tensor<2x4x4x4x2xf32>, tensor<2x1x1x1x2xf32>) -> tensor<2x4x4x4x2xf32>
  %v5 = onnx.Mul %v4, %v4 : (tensor<2x4x4x4x2xf32>, tensor<2x4x4x4x2xf32>) -> tensor<2x4x4x4x2xf32>
  %c6 = onnx.Constant dense<[1, 2, 3]> : tensor<3xi64>
  %v7 = onnx.ReduceMean %v5, %c6 : (tensor<2x4x4x4x2xf32>, tensor<3xi64>) -> tensor<2x1x1x1x2xf32>
  %c8 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v9 = onnx.Add %v7, %c8 : (tensor<2x1x1x1x2xf32>, tensor<f32>) -> tensor<2x1x1x1x2xf32>
  %v10 = onnx.Sqrt %v9 : (tensor<2x1x1x1x2xf32>) -> tensor<2x1x1x1x2xf32>
  %v11 = onnx.Div %v4, %v10 : (tensor<2x4x4x4x2xf32>, tensor<2x1x1x1x2xf32>) -> tensor<2x4x4x4x2xf32>
  %c12 = onnx.Constant dense<[2, 4, 4, 8]> : tensor<4xi64>
  %v13 = onnx.Reshape %v11, %c12 : (tensor<2x4x4x4x2xf32>, tensor<4xi64>) -> tensor<2x4x4x8xf32>
  return %v13 : tensor<2x4x4x8xf32>
}

// -----

// gamma is a run-time value: an adaptive norm.
// CHECK-LABEL: func @near_run_time_gamma(
//   CHECK-NOT:   onnx.GroupNormalization
//       CHECK:   onnx.ReduceMean
//   CHECK-NOT:   onnx.GroupNormalization
//       CHECK:   return
func.func @near_run_time_gamma(%x: tensor<2x4x4x8xf32>, %gamma: tensor<1x1x1x2x4xf32>) -> tensor<2x4x4x8xf32> {
  %c0 = onnx.Constant dense<[2, 4, 4, 2, 4]> : tensor<5xi64>
  %v1 = onnx.Reshape %x, %c0 : (tensor<2x4x4x8xf32>, tensor<5xi64>) -> tensor<2x4x4x2x4xf32>
  %c2 = onnx.Constant dense<[1, 2, 4]> : tensor<3xi64>
  %v3 = onnx.ReduceMean %v1, %c2 : (tensor<2x4x4x2x4xf32>, tensor<3xi64>) -> tensor<2x1x1x2x1xf32>
  %v4 = onnx.Sub %v1, %v3 : (tensor<2x4x4x2x4xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x4x4x2x4xf32>
  %v5 = onnx.Mul %v4, %v4 : (tensor<2x4x4x2x4xf32>, tensor<2x4x4x2x4xf32>) -> tensor<2x4x4x2x4xf32>
  %c6 = onnx.Constant dense<[1, 2, 4]> : tensor<3xi64>
  %v7 = onnx.ReduceMean %v5, %c6 : (tensor<2x4x4x2x4xf32>, tensor<3xi64>) -> tensor<2x1x1x2x1xf32>
  %c8 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v9 = onnx.Add %v7, %c8 : (tensor<2x1x1x2x1xf32>, tensor<f32>) -> tensor<2x1x1x2x1xf32>
  %v10 = onnx.Sqrt %v9 : (tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x1xf32>
  %v11 = onnx.Div %v4, %v10 : (tensor<2x4x4x2x4xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x4x4x2x4xf32>
  %v12 = onnx.Mul %v11, %gamma : (tensor<2x4x4x2x4xf32>, tensor<1x1x1x2x4xf32>) -> tensor<2x4x4x2x4xf32>
  %c13 = onnx.Constant dense<1.0> : tensor<1x1x1x2x4xf32>
  %v14 = onnx.Add %v12, %c13 : (tensor<2x4x4x2x4xf32>, tensor<1x1x1x2x4xf32>) -> tensor<2x4x4x2x4xf32>
  %c15 = onnx.Constant dense<[2, 4, 4, 8]> : tensor<4xi64>
  %v16 = onnx.Reshape %v14, %c15 : (tensor<2x4x4x2x4xf32>, tensor<4xi64>) -> tensor<2x4x4x8xf32>
  return %v16 : tensor<2x4x4x8xf32>
}

// -----

// gamma per column, 4 as many as channels of a group.
// CHECK-LABEL: func @near_gamma_per_column(
//   CHECK-NOT:   onnx.GroupNormalization
//       CHECK:   onnx.ReduceMean
//   CHECK-NOT:   onnx.GroupNormalization
//       CHECK:   return
func.func @near_gamma_per_column(%x: tensor<2x4x4x8xf32>) -> tensor<2x4x4x8xf32> {
  %gamma = plan.constant "gamma" #plan.synthetic<seed = 1, mean = 1.0 : f32, stddev = 0.1 : f32> of tensor<1x1x4x1x1xf32> -> tensor<1x1x4x1x1xf32>
  %c0 = onnx.Constant dense<[2, 4, 4, 2, 4]> : tensor<5xi64>
  %v1 = onnx.Reshape %x, %c0 : (tensor<2x4x4x8xf32>, tensor<5xi64>) -> tensor<2x4x4x2x4xf32>
  %c2 = onnx.Constant dense<[1, 2, 4]> : tensor<3xi64>
  %v3 = onnx.ReduceMean %v1, %c2 : (tensor<2x4x4x2x4xf32>, tensor<3xi64>) -> tensor<2x1x1x2x1xf32>
  %v4 = onnx.Sub %v1, %v3 : (tensor<2x4x4x2x4xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x4x4x2x4xf32>
  %v5 = onnx.Mul %v4, %v4 : (tensor<2x4x4x2x4xf32>, tensor<2x4x4x2x4xf32>) -> tensor<2x4x4x2x4xf32>
  %c6 = onnx.Constant dense<[1, 2, 4]> : tensor<3xi64>
  %v7 = onnx.ReduceMean %v5, %c6 : (tensor<2x4x4x2x4xf32>, tensor<3xi64>) -> tensor<2x1x1x2x1xf32>
  %c8 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v9 = onnx.Add %v7, %c8 : (tensor<2x1x1x2x1xf32>, tensor<f32>) -> tensor<2x1x1x2x1xf32>
  %v10 = onnx.Sqrt %v9 : (tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x1xf32>
  %v11 = onnx.Div %v4, %v10 : (tensor<2x4x4x2x4xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x4x4x2x4xf32>
  %v12 = onnx.Mul %v11, %gamma : (tensor<2x4x4x2x4xf32>, tensor<1x1x4x1x1xf32>) -> tensor<2x4x4x2x4xf32>
  %c13 = onnx.Constant dense<[2, 4, 4, 8]> : tensor<4xi64>
  %v14 = onnx.Reshape %v12, %c13 : (tensor<2x4x4x2x4xf32>, tensor<4xi64>) -> tensor<2x4x4x8xf32>
  return %v14 : tensor<2x4x4x8xf32>
}

// -----

// beta per group only.
// CHECK-LABEL: func @near_beta_per_group(
//   CHECK-NOT:   onnx.GroupNormalization
//       CHECK:   onnx.ReduceMean
//   CHECK-NOT:   onnx.GroupNormalization
//       CHECK:   return
func.func @near_beta_per_group(%x: tensor<2x4x4x8xf32>) -> tensor<2x4x4x8xf32> {
  %beta = plan.constant "beta" #plan.synthetic<seed = 1, mean = 1.0 : f32, stddev = 0.1 : f32> of tensor<1x1x1x2x1xf32> -> tensor<1x1x1x2x1xf32>
  %c0 = onnx.Constant dense<[2, 4, 4, 2, 4]> : tensor<5xi64>
  %v1 = onnx.Reshape %x, %c0 : (tensor<2x4x4x8xf32>, tensor<5xi64>) -> tensor<2x4x4x2x4xf32>
  %c2 = onnx.Constant dense<[1, 2, 4]> : tensor<3xi64>
  %v3 = onnx.ReduceMean %v1, %c2 : (tensor<2x4x4x2x4xf32>, tensor<3xi64>) -> tensor<2x1x1x2x1xf32>
  %v4 = onnx.Sub %v1, %v3 : (tensor<2x4x4x2x4xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x4x4x2x4xf32>
  %v5 = onnx.Mul %v4, %v4 : (tensor<2x4x4x2x4xf32>, tensor<2x4x4x2x4xf32>) -> tensor<2x4x4x2x4xf32>
  %c6 = onnx.Constant dense<[1, 2, 4]> : tensor<3xi64>
  %v7 = onnx.ReduceMean %v5, %c6 : (tensor<2x4x4x2x4xf32>, tensor<3xi64>) -> tensor<2x1x1x2x1xf32>
  %c8 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v9 = onnx.Add %v7, %c8 : (tensor<2x1x1x2x1xf32>, tensor<f32>) -> tensor<2x1x1x2x1xf32>
  %v10 = onnx.Sqrt %v9 : (tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x1xf32>
  %v11 = onnx.Div %v4, %v10 : (tensor<2x4x4x2x4xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x4x4x2x4xf32>
  %v12 = onnx.Add %v11, %beta : (tensor<2x4x4x2x4xf32>, tensor<1x1x1x2x1xf32>) -> tensor<2x4x4x2x4xf32>
  %c13 = onnx.Constant dense<[2, 4, 4, 8]> : tensor<4xi64>
  %v14 = onnx.Reshape %v12, %c13 : (tensor<2x4x4x2x4xf32>, tensor<4xi64>) -> tensor<2x4x4x8xf32>
  return %v14 : tensor<2x4x4x8xf32>
}

// -----

// The normalized groups are also a result.
// CHECK-LABEL: func @near_groups_used(
//   CHECK-NOT:   onnx.GroupNormalization
//       CHECK:   onnx.ReduceMean
//   CHECK-NOT:   onnx.GroupNormalization
//       CHECK:   return
func.func @near_groups_used(%x: tensor<2x4x4x8xf32>) -> (tensor<2x4x4x8xf32>, tensor<2x4x4x2x4xf32>) {
  %c0 = onnx.Constant dense<[2, 4, 4, 2, 4]> : tensor<5xi64>
  %v1 = onnx.Reshape %x, %c0 : (tensor<2x4x4x8xf32>, tensor<5xi64>) -> tensor<2x4x4x2x4xf32>
  %c2 = onnx.Constant dense<[1, 2, 4]> : tensor<3xi64>
  %v3 = onnx.ReduceMean %v1, %c2 : (tensor<2x4x4x2x4xf32>, tensor<3xi64>) -> tensor<2x1x1x2x1xf32>
  %v4 = onnx.Sub %v1, %v3 : (tensor<2x4x4x2x4xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x4x4x2x4xf32>
  %v5 = onnx.Mul %v4, %v4 : (tensor<2x4x4x2x4xf32>, tensor<2x4x4x2x4xf32>) -> tensor<2x4x4x2x4xf32>
  %c6 = onnx.Constant dense<[1, 2, 4]> : tensor<3xi64>
  %v7 = onnx.ReduceMean %v5, %c6 : (tensor<2x4x4x2x4xf32>, tensor<3xi64>) -> tensor<2x1x1x2x1xf32>
  %c8 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v9 = onnx.Add %v7, %c8 : (tensor<2x1x1x2x1xf32>, tensor<f32>) -> tensor<2x1x1x2x1xf32>
  %v10 = onnx.Sqrt %v9 : (tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x1xf32>
  %v11 = onnx.Div %v4, %v10 : (tensor<2x4x4x2x4xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x4x4x2x4xf32>
  %c12 = onnx.Constant dense<[2, 4, 4, 8]> : tensor<4xi64>
  %v13 = onnx.Reshape %v11, %c12 : (tensor<2x4x4x2x4xf32>, tensor<4xi64>) -> tensor<2x4x4x8xf32>
  return %v13, %v11 : tensor<2x4x4x8xf32>, tensor<2x4x4x2x4xf32>
}

// -----

// The reshape back makes another shape.
// CHECK-LABEL: func @near_other_shape(
//   CHECK-NOT:   onnx.GroupNormalization
//       CHECK:   onnx.ReduceMean
//   CHECK-NOT:   onnx.GroupNormalization
//       CHECK:   return
func.func @near_other_shape(%x: tensor<2x4x4x8xf32>) -> tensor<2x8x4x4xf32> {
  %c0 = onnx.Constant dense<[2, 4, 4, 2, 4]> : tensor<5xi64>
  %v1 = onnx.Reshape %x, %c0 : (tensor<2x4x4x8xf32>, tensor<5xi64>) -> tensor<2x4x4x2x4xf32>
  %c2 = onnx.Constant dense<[1, 2, 4]> : tensor<3xi64>
  %v3 = onnx.ReduceMean %v1, %c2 : (tensor<2x4x4x2x4xf32>, tensor<3xi64>) -> tensor<2x1x1x2x1xf32>
  %v4 = onnx.Sub %v1, %v3 : (tensor<2x4x4x2x4xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x4x4x2x4xf32>
  %v5 = onnx.Mul %v4, %v4 : (tensor<2x4x4x2x4xf32>, tensor<2x4x4x2x4xf32>) -> tensor<2x4x4x2x4xf32>
  %c6 = onnx.Constant dense<[1, 2, 4]> : tensor<3xi64>
  %v7 = onnx.ReduceMean %v5, %c6 : (tensor<2x4x4x2x4xf32>, tensor<3xi64>) -> tensor<2x1x1x2x1xf32>
  %c8 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v9 = onnx.Add %v7, %c8 : (tensor<2x1x1x2x1xf32>, tensor<f32>) -> tensor<2x1x1x2x1xf32>
  %v10 = onnx.Sqrt %v9 : (tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x1xf32>
  %v11 = onnx.Div %v4, %v10 : (tensor<2x4x4x2x4xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x4x4x2x4xf32>
  %c12 = onnx.Constant dense<[2, 8, 4, 4]> : tensor<4xi64>
  %v13 = onnx.Reshape %v11, %c12 : (tensor<2x4x4x2x4xf32>, tensor<4xi64>) -> tensor<2x8x4x4xf32>
  return %v13 : tensor<2x8x4x4xf32>
}

// -----

// x a - mean(x) b: different factors are no centering.
// CHECK-LABEL: func @near_factors_differ(
//   CHECK-NOT:   onnx.GroupNormalization
//       CHECK:   onnx.ReduceMean
//   CHECK-NOT:   onnx.GroupNormalization
//       CHECK:   return
func.func @near_factors_differ(%x: tensor<2x4x4x8xf32>, %p: tensor<2x1x1x2x1xf32>) -> tensor<2x4x4x8xf32> {
  %c0 = onnx.Constant dense<[2, 4, 4, 2, 4]> : tensor<5xi64>
  %v1 = onnx.Reshape %x, %c0 : (tensor<2x4x4x8xf32>, tensor<5xi64>) -> tensor<2x4x4x2x4xf32>
  %c2 = onnx.Constant dense<[1, 2, 4]> : tensor<3xi64>
  %v3 = onnx.ReduceMean %v1, %c2 : (tensor<2x4x4x2x4xf32>, tensor<3xi64>) -> tensor<2x1x1x2x1xf32>
  %v4 = onnx.Mul %v1, %v1 : (tensor<2x4x4x2x4xf32>, tensor<2x4x4x2x4xf32>) -> tensor<2x4x4x2x4xf32>
  %c5 = onnx.Constant dense<[1, 2, 4]> : tensor<3xi64>
  %v6 = onnx.ReduceMean %v4, %c5 : (tensor<2x4x4x2x4xf32>, tensor<3xi64>) -> tensor<2x1x1x2x1xf32>
  %v7 = onnx.Mul %v3, %v3 : (tensor<2x1x1x2x1xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x1xf32>
  %v8 = onnx.Sub %v6, %v7 : (tensor<2x1x1x2x1xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x1xf32>
  %c9 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v10 = onnx.Add %v8, %c9 : (tensor<2x1x1x2x1xf32>, tensor<f32>) -> tensor<2x1x1x2x1xf32>
  %v11 = onnx.Sqrt %v10 : (tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x1xf32>
  %v12 = onnx.Reciprocal %v11 : (tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x1xf32>
  %v13 = onnx.Mul %v1, %v12 : (tensor<2x4x4x2x4xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x4x4x2x4xf32>
  %v14 = onnx.Mul %v3, %p : (tensor<2x1x1x2x1xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x1xf32>
  %v15 = onnx.Sub %v13, %v14 : (tensor<2x4x4x2x4xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x4x4x2x4xf32>
  %c16 = onnx.Constant dense<[2, 4, 4, 8]> : tensor<4xi64>
  %v17 = onnx.Reshape %v15, %c16 : (tensor<2x4x4x2x4xf32>, tensor<4xi64>) -> tensor<2x4x4x8xf32>
  return %v17 : tensor<2x4x4x8xf32>
}

// -----

// The mean of another value.
// CHECK-LABEL: func @near_mean_of_other(
//   CHECK-NOT:   onnx.GroupNormalization
//       CHECK:   onnx.ReduceMean
//   CHECK-NOT:   onnx.GroupNormalization
//       CHECK:   return
func.func @near_mean_of_other(%x: tensor<2x4x4x8xf32>, %z: tensor<2x4x4x2x4xf32>) -> tensor<2x4x4x8xf32> {
  %c0 = onnx.Constant dense<[2, 4, 4, 2, 4]> : tensor<5xi64>
  %v1 = onnx.Reshape %x, %c0 : (tensor<2x4x4x8xf32>, tensor<5xi64>) -> tensor<2x4x4x2x4xf32>
  %c2 = onnx.Constant dense<[1, 2, 4]> : tensor<3xi64>
  %v3 = onnx.ReduceMean %v1, %c2 : (tensor<2x4x4x2x4xf32>, tensor<3xi64>) -> tensor<2x1x1x2x1xf32>
  %c4 = onnx.Constant dense<[1, 2, 4]> : tensor<3xi64>
  %v5 = onnx.ReduceMean %z, %c4 : (tensor<2x4x4x2x4xf32>, tensor<3xi64>) -> tensor<2x1x1x2x1xf32>
  %v6 = onnx.Mul %v1, %v1 : (tensor<2x4x4x2x4xf32>, tensor<2x4x4x2x4xf32>) -> tensor<2x4x4x2x4xf32>
  %c7 = onnx.Constant dense<[1, 2, 4]> : tensor<3xi64>
  %v8 = onnx.ReduceMean %v6, %c7 : (tensor<2x4x4x2x4xf32>, tensor<3xi64>) -> tensor<2x1x1x2x1xf32>
  %v9 = onnx.Mul %v3, %v3 : (tensor<2x1x1x2x1xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x1xf32>
  %v10 = onnx.Sub %v8, %v9 : (tensor<2x1x1x2x1xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x1xf32>
  %c11 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v12 = onnx.Add %v10, %c11 : (tensor<2x1x1x2x1xf32>, tensor<f32>) -> tensor<2x1x1x2x1xf32>
  %v13 = onnx.Sqrt %v12 : (tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x1xf32>
  %v14 = onnx.Reciprocal %v13 : (tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x1xf32>
  %v15 = onnx.Mul %v1, %v14 : (tensor<2x4x4x2x4xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x4x4x2x4xf32>
  %v16 = onnx.Mul %v5, %v14 : (tensor<2x1x1x2x1xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x1xf32>
  %v17 = onnx.Sub %v15, %v16 : (tensor<2x4x4x2x4xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x4x4x2x4xf32>
  %c18 = onnx.Constant dense<[2, 4, 4, 8]> : tensor<4xi64>
  %v19 = onnx.Reshape %v17, %c18 : (tensor<2x4x4x2x4xf32>, tensor<4xi64>) -> tensor<2x4x4x8xf32>
  return %v19 : tensor<2x4x4x8xf32>
}

// -----

// mean(x) a is also a result: x a - mean(x) a stays.
// CHECK-LABEL: func @near_term_used(
//   CHECK-NOT:   onnx.GroupNormalization
//       CHECK:   onnx.ReduceMean
//   CHECK-NOT:   onnx.GroupNormalization
//       CHECK:   return
func.func @near_term_used(%x: tensor<2x4x4x8xf32>) -> (tensor<2x4x4x8xf32>, tensor<2x1x1x2x1xf32>) {
  %c0 = onnx.Constant dense<[2, 4, 4, 2, 4]> : tensor<5xi64>
  %v1 = onnx.Reshape %x, %c0 : (tensor<2x4x4x8xf32>, tensor<5xi64>) -> tensor<2x4x4x2x4xf32>
  %c2 = onnx.Constant dense<[1, 2, 4]> : tensor<3xi64>
  %v3 = onnx.ReduceMean %v1, %c2 : (tensor<2x4x4x2x4xf32>, tensor<3xi64>) -> tensor<2x1x1x2x1xf32>
  %v4 = onnx.Mul %v1, %v1 : (tensor<2x4x4x2x4xf32>, tensor<2x4x4x2x4xf32>) -> tensor<2x4x4x2x4xf32>
  %c5 = onnx.Constant dense<[1, 2, 4]> : tensor<3xi64>
  %v6 = onnx.ReduceMean %v4, %c5 : (tensor<2x4x4x2x4xf32>, tensor<3xi64>) -> tensor<2x1x1x2x1xf32>
  %v7 = onnx.Mul %v3, %v3 : (tensor<2x1x1x2x1xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x1xf32>
  %v8 = onnx.Sub %v6, %v7 : (tensor<2x1x1x2x1xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x1xf32>
  %c9 = onnx.Constant dense<1.0e-6> : tensor<f32>
  %v10 = onnx.Add %v8, %c9 : (tensor<2x1x1x2x1xf32>, tensor<f32>) -> tensor<2x1x1x2x1xf32>
  %v11 = onnx.Sqrt %v10 : (tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x1xf32>
  %v12 = onnx.Reciprocal %v11 : (tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x1xf32>
  %v13 = onnx.Mul %v3, %v12 : (tensor<2x1x1x2x1xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x1x1x2x1xf32>
  %v14 = onnx.Mul %v1, %v12 : (tensor<2x4x4x2x4xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x4x4x2x4xf32>
  %v15 = onnx.Sub %v14, %v13 : (tensor<2x4x4x2x4xf32>, tensor<2x1x1x2x1xf32>) -> tensor<2x4x4x2x4xf32>
  %c16 = onnx.Constant dense<[2, 4, 4, 8]> : tensor<4xi64>
  %v17 = onnx.Reshape %v15, %c16 : (tensor<2x4x4x2x4xf32>, tensor<4xi64>) -> tensor<2x4x4x8xf32>
  return %v17, %v13 : tensor<2x4x4x8xf32>, tensor<2x1x1x2x1xf32>
}
