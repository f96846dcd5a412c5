// RUN: burin-opt %s --onnx-simplify --onnx-raise-group-norm --split-input-file | FileCheck %s
// RUN: burin-opt %s --onnx-simplify --onnx-raise-group-norm --onnx-simplify --onnx-raise-group-norm --split-input-file | FileCheck %s
// RUN: burin-opt %s --onnx-simplify --onnx-raise-group-norm --split-input-file --remarks-filter="raise.*" 2>&1 | FileCheck %s --check-prefix=REMARK

// TorchScript, opset 14: reshape to [0, G, -1], gamma and beta [C, 1, 1].
// REMARK: [Passed] group-norm{{.*}}raised to GroupNormalization
// CHECK-LABEL: func @torchscript(
//  CHECK-SAME:   %[[X:.*]]: tensor<2x8x4x4xf32>
//   CHECK-DAG:   %[[G:.*]] = plan.constant "gamma" {{.*}} recipe [#plan.reshape<[8]>] -> tensor<8xf32>
//   CHECK-DAG:   %[[B:.*]] = plan.constant "beta" {{.*}} recipe [#plan.reshape<[8]>] -> tensor<8xf32>
//       CHECK:   %[[Y:.*]] = onnx.GroupNormalization %[[X]], %[[G]], %[[B]] {epsilon = 9.99999997E-7 : f32, num_groups = 4 : i64}
//  CHECK-NEXT:   return %[[Y]]
func.func @torchscript(%x: tensor<2x8x4x4xf32>) -> tensor<2x8x4x4xf32> {
  %one = onnx.Constant dense<1.0> : tensor<4xf32>
  %zero = onnx.Constant dense<0.0> : tensor<4xf32>
  %s0 = onnx.Constant dense<[0, 4, -1]> : tensor<3xi64>
  %s1 = onnx.Constant dense<[2, 8, 4, 4]> : tensor<4xi64>
  %gamma = plan.constant "gamma" #plan.synthetic<seed = 1, mean = 0.0 : f32, stddev = 1.0 : f32> of tensor<8x1x1xf32> -> tensor<8x1x1xf32>
  %beta = plan.constant "beta" #plan.synthetic<seed = 2, mean = 0.0 : f32, stddev = 1.0 : f32> of tensor<8x1x1xf32> -> tensor<8x1x1xf32>
  %0 = onnx.Reshape %x, %s0 : (tensor<2x8x4x4xf32>, tensor<3xi64>) -> tensor<2x4x32xf32>
  %1 = onnx.InstanceNormalization %0, %one, %zero {epsilon = 1.0e-6 : f32} : (tensor<2x4x32xf32>, tensor<4xf32>, tensor<4xf32>) -> tensor<2x4x32xf32>
  %2 = onnx.Reshape %1, %s1 : (tensor<2x4x32xf32>, tensor<4xi64>) -> tensor<2x8x4x4xf32>
  %3 = onnx.Mul %2, %gamma : (tensor<2x8x4x4xf32>, tensor<8x1x1xf32>) -> tensor<2x8x4x4xf32>
  %4 = onnx.Add %3, %beta : (tensor<2x8x4x4xf32>, tensor<8x1x1xf32>) -> tensor<2x8x4x4xf32>
  return %4 : tensor<2x8x4x4xf32>
}

// -----

// Dynamo, opset 18: [1, C, 1, 1], and both operand orders.
// CHECK-LABEL: func @dynamo(
//       CHECK:   %[[Y:.*]] = onnx.GroupNormalization
//  CHECK-SAME:     (tensor<2x8x4x4xf32>, tensor<8xf32>, tensor<8xf32>)
//  CHECK-NEXT:   return %[[Y]]
func.func @dynamo(%x: tensor<2x8x4x4xf32>) -> tensor<2x8x4x4xf32> {
  %one = plan.constant "one" dense<1.0> : tensor<4xf32> of tensor<4xf32> -> tensor<4xf32>
  %zero = plan.constant "zero" dense<0.0> : tensor<4xf32> of tensor<4xf32> -> tensor<4xf32>
  %s0 = onnx.Constant dense<[2, 4, 32]> : tensor<3xi64>
  %s1 = onnx.Constant dense<[2, 8, 4, 4]> : tensor<4xi64>
  %gamma = onnx.Constant dense<[[[[1.0]],[[2.0]],[[3.0]],[[4.0]],[[5.0]],[[6.0]],[[7.0]],[[8.0]]]]> : tensor<1x8x1x1xf32>
  %beta = onnx.Constant dense<0.5> : tensor<1x8x1x1xf32>
  %0 = onnx.Reshape %x, %s0 : (tensor<2x8x4x4xf32>, tensor<3xi64>) -> tensor<2x4x32xf32>
  %1 = onnx.InstanceNormalization %0, %one, %zero : (tensor<2x4x32xf32>, tensor<4xf32>, tensor<4xf32>) -> tensor<2x4x32xf32>
  %2 = onnx.Reshape %1, %s1 : (tensor<2x4x32xf32>, tensor<4xi64>) -> tensor<2x8x4x4xf32>
  %3 = onnx.Mul %gamma, %2 : (tensor<1x8x1x1xf32>, tensor<2x8x4x4xf32>) -> tensor<2x8x4x4xf32>
  %4 = onnx.Add %beta, %3 : (tensor<1x8x1x1xf32>, tensor<2x8x4x4xf32>) -> tensor<2x8x4x4xf32>
  return %4 : tensor<2x8x4x4xf32>
}

// -----

// Scale and bias per group are repeated for the channels of each group.
// CHECK-LABEL: func @non_unit_scale(
//   CHECK-DAG:   %[[S:.*]] = onnx.Constant dense<[1.000000e+00, 1.000000e+00, 2.000000e+00, 2.000000e+00]>
//   CHECK-DAG:   %[[B:.*]] = onnx.Constant dense<5.000000e-01> : tensor<4xf32>
//       CHECK:   onnx.GroupNormalization %{{.*}}, %[[S]], %[[B]]
//   CHECK-NOT:   onnx.InstanceNormalization
func.func @non_unit_scale(%x: tensor<2x4x4x4xf32>) -> tensor<2x4x4x4xf32> {
  %scale = onnx.Constant dense<[1.0, 2.0]> : tensor<2xf32>
  %bias = onnx.Constant dense<0.5> : tensor<2xf32>
  %s0 = onnx.Constant dense<[2, 2, 32]> : tensor<3xi64>
  %s1 = onnx.Constant dense<[2, 4, 4, 4]> : tensor<4xi64>
  %0 = onnx.Reshape %x, %s0 : (tensor<2x4x4x4xf32>, tensor<3xi64>) -> tensor<2x2x32xf32>
  %1 = onnx.InstanceNormalization %0, %scale, %bias : (tensor<2x2x32xf32>, tensor<2xf32>, tensor<2xf32>) -> tensor<2x2x32xf32>
  %2 = onnx.Reshape %1, %s1 : (tensor<2x2x32xf32>, tensor<4xi64>) -> tensor<2x4x4x4xf32>
  return %2 : tensor<2x4x4x4xf32>
}

// -----

// No affine part at all.
// CHECK-LABEL: func @bare(
//   CHECK-DAG:   onnx.Constant dense<1.000000e+00> : tensor<8xf32>
//   CHECK-DAG:   onnx.Constant dense<0.000000e+00> : tensor<8xf32>
//       CHECK:   onnx.GroupNormalization
func.func @bare(%x: tensor<2x8x16xf32>) -> tensor<2x8x16xf32> {
  %one = onnx.Constant dense<1.0> : tensor<4xf32>
  %zero = onnx.Constant dense<0.0> : tensor<4xf32>
  %s0 = onnx.Constant dense<[2, 4, 32]> : tensor<3xi64>
  %s1 = onnx.Constant dense<[2, 8, 16]> : tensor<3xi64>
  %0 = onnx.Reshape %x, %s0 : (tensor<2x8x16xf32>, tensor<3xi64>) -> tensor<2x4x32xf32>
  %1 = onnx.InstanceNormalization %0, %one, %zero : (tensor<2x4x32xf32>, tensor<4xf32>, tensor<4xf32>) -> tensor<2x4x32xf32>
  %2 = onnx.Reshape %1, %s1 : (tensor<2x4x32xf32>, tensor<3xi64>) -> tensor<2x8x16xf32>
  return %2 : tensor<2x8x16xf32>
}

// -----

// A bias without a scale.
// CHECK-LABEL: func @bias_only(
//       CHECK:   %[[B:.*]] = plan.constant "beta" {{.*}} -> tensor<8xf32>
//       CHECK:   onnx.GroupNormalization %{{.*}}, %{{.*}}, %[[B]]
//   CHECK-NOT:   onnx.Add
func.func @bias_only(%x: tensor<2x8x4x4xf32>) -> tensor<2x8x4x4xf32> {
  %one = onnx.Constant dense<1.0> : tensor<4xf32>
  %zero = onnx.Constant dense<0.0> : tensor<4xf32>
  %s0 = onnx.Constant dense<[2, 4, 32]> : tensor<3xi64>
  %s1 = onnx.Constant dense<[2, 8, 4, 4]> : tensor<4xi64>
  %beta = plan.constant "beta" #plan.synthetic<seed = 2, mean = 0.0 : f32, stddev = 1.0 : f32> of tensor<8x1x1xf32> -> tensor<8x1x1xf32>
  %0 = onnx.Reshape %x, %s0 : (tensor<2x8x4x4xf32>, tensor<3xi64>) -> tensor<2x4x32xf32>
  %1 = onnx.InstanceNormalization %0, %one, %zero : (tensor<2x4x32xf32>, tensor<4xf32>, tensor<4xf32>) -> tensor<2x4x32xf32>
  %2 = onnx.Reshape %1, %s1 : (tensor<2x4x32xf32>, tensor<4xi64>) -> tensor<2x8x4x4xf32>
  %3 = onnx.Add %2, %beta : (tensor<2x8x4x4xf32>, tensor<8x1x1xf32>) -> tensor<2x8x4x4xf32>
  return %3 : tensor<2x8x4x4xf32>
}

// -----

// An f32 island in an f16 graph: the norm computes in f32 anyway.
// CHECK-LABEL: func @f32_island(
//   CHECK-NOT:   onnx.Cast
//       CHECK:   onnx.GroupNormalization {{.*}} : (tensor<2x8x4x4xf16>, tensor<8xf16>, tensor<8xf16>) -> tensor<2x8x4x4xf16>
//   CHECK-NOT:   onnx.Cast
func.func @f32_island(%x: tensor<2x8x4x4xf16>) -> tensor<2x8x4x4xf16> {
  %one = onnx.Constant dense<1.0> : tensor<4xf32>
  %zero = onnx.Constant dense<0.0> : tensor<4xf32>
  %s0 = onnx.Constant dense<[2, 4, 32]> : tensor<3xi64>
  %s1 = onnx.Constant dense<[2, 8, 4, 4]> : tensor<4xi64>
  %gamma = plan.constant "gamma" #plan.synthetic<seed = 1, mean = 0.0 : f32, stddev = 1.0 : f32> of tensor<8x1x1xf16> -> tensor<8x1x1xf16>
  %c = onnx.Cast %x {to = f32} : (tensor<2x8x4x4xf16>) -> tensor<2x8x4x4xf32>
  %0 = onnx.Reshape %c, %s0 : (tensor<2x8x4x4xf32>, tensor<3xi64>) -> tensor<2x4x32xf32>
  %1 = onnx.InstanceNormalization %0, %one, %zero : (tensor<2x4x32xf32>, tensor<4xf32>, tensor<4xf32>) -> tensor<2x4x32xf32>
  %2 = onnx.Reshape %1, %s1 : (tensor<2x4x32xf32>, tensor<4xi64>) -> tensor<2x8x4x4xf32>
  %h = onnx.Cast %2 {to = f16} : (tensor<2x8x4x4xf32>) -> tensor<2x8x4x4xf16>
  %3 = onnx.Mul %h, %gamma : (tensor<2x8x4x4xf16>, tensor<8x1x1xf16>) -> tensor<2x8x4x4xf16>
  return %3 : tensor<2x8x4x4xf16>
}

// -----

// Casts directly around the instance norm, affine part in f32.
// CHECK-LABEL: func @casts_inside(
//       CHECK:   onnx.GroupNormalization {{.*}} -> tensor<2x8x4x4xf16>
//   CHECK-NOT:   onnx.InstanceNormalization
func.func @casts_inside(%x: tensor<2x8x4x4xf16>) -> tensor<2x8x4x4xf16> {
  %one = onnx.Constant dense<1.0> : tensor<4xf32>
  %zero = onnx.Constant dense<0.0> : tensor<4xf32>
  %s0 = onnx.Constant dense<[2, 4, 32]> : tensor<3xi64>
  %s1 = onnx.Constant dense<[2, 8, 4, 4]> : tensor<4xi64>
  %0 = onnx.Reshape %x, %s0 : (tensor<2x8x4x4xf16>, tensor<3xi64>) -> tensor<2x4x32xf16>
  %c = onnx.Cast %0 {to = f32} : (tensor<2x4x32xf16>) -> tensor<2x4x32xf32>
  %1 = onnx.InstanceNormalization %c, %one, %zero : (tensor<2x4x32xf32>, tensor<4xf32>, tensor<4xf32>) -> tensor<2x4x32xf32>
  %h = onnx.Cast %1 {to = f16} : (tensor<2x4x32xf32>) -> tensor<2x4x32xf16>
  %2 = onnx.Reshape %h, %s1 : (tensor<2x4x32xf16>, tensor<4xi64>) -> tensor<2x8x4x4xf16>
  return %2 : tensor<2x8x4x4xf16>
}

// -----

// Spelt out: ReduceMean, Sub, Mul, ReduceMean, Add, Sqrt, Div.
// CHECK-LABEL: func @primitives(
//       CHECK:   onnx.GroupNormalization {{.*}}{epsilon = 9.99999997E-7 : f32, num_groups = 4 : i64}
//   CHECK-NOT:   onnx.Div
func.func @primitives(%x: tensor<2x8x4x4xf32>) -> tensor<2x8x4x4xf32> {
  %s0 = onnx.Constant dense<[2, 4, 32]> : tensor<3xi64>
  %s1 = onnx.Constant dense<[2, 8, 4, 4]> : tensor<4xi64>
  %axes = onnx.Constant dense<2> : tensor<1xi64>
  %eps = onnx.Constant dense<1.0e-6> : tensor<f32>
  %0 = onnx.Reshape %x, %s0 : (tensor<2x8x4x4xf32>, tensor<3xi64>) -> tensor<2x4x32xf32>
  %m = onnx.ReduceMean %0, %axes : (tensor<2x4x32xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %d = onnx.Sub %0, %m : (tensor<2x4x32xf32>, tensor<2x4x1xf32>) -> tensor<2x4x32xf32>
  %q = onnx.Mul %d, %d : (tensor<2x4x32xf32>, tensor<2x4x32xf32>) -> tensor<2x4x32xf32>
  %v = onnx.ReduceMean %q, %axes : (tensor<2x4x32xf32>, tensor<1xi64>) -> tensor<2x4x1xf32>
  %e = onnx.Add %v, %eps : (tensor<2x4x1xf32>, tensor<f32>) -> tensor<2x4x1xf32>
  %s = onnx.Sqrt %e : (tensor<2x4x1xf32>) -> tensor<2x4x1xf32>
  %n = onnx.Div %d, %s : (tensor<2x4x32xf32>, tensor<2x4x1xf32>) -> tensor<2x4x32xf32>
  %2 = onnx.Reshape %n, %s1 : (tensor<2x4x32xf32>, tensor<4xi64>) -> tensor<2x8x4x4xf32>
  return %2 : tensor<2x8x4x4xf32>
}

// -----

// Spelt out over [N, G, C/G, H, W] with a reciprocal square root.
// CHECK-LABEL: func @primitives_rank5(
//       CHECK:   onnx.GroupNormalization {{.*}}num_groups = 4 : i64
//   CHECK-NOT:   onnx.Mul
func.func @primitives_rank5(%x: tensor<2x8x4x4xf32>) -> tensor<2x8x4x4xf32> {
  %s0 = onnx.Constant dense<[2, 4, 2, 4, 4]> : tensor<5xi64>
  %s1 = onnx.Constant dense<[2, 8, 4, 4]> : tensor<4xi64>
  %axes = onnx.Constant dense<[2, 3, -1]> : tensor<3xi64>
  %eps = onnx.Constant dense<1.0e-5> : tensor<f32>
  %two = onnx.Constant dense<2.0> : tensor<f32>
  %0 = onnx.Reshape %x, %s0 : (tensor<2x8x4x4xf32>, tensor<5xi64>) -> tensor<2x4x2x4x4xf32>
  %m = onnx.ReduceMean %0, %axes : (tensor<2x4x2x4x4xf32>, tensor<3xi64>) -> tensor<2x4x1x1x1xf32>
  %d = onnx.Sub %0, %m : (tensor<2x4x2x4x4xf32>, tensor<2x4x1x1x1xf32>) -> tensor<2x4x2x4x4xf32>
  %q = onnx.Pow %d, %two : (tensor<2x4x2x4x4xf32>, tensor<f32>) -> tensor<2x4x2x4x4xf32>
  %v = onnx.ReduceMean %q, %axes : (tensor<2x4x2x4x4xf32>, tensor<3xi64>) -> tensor<2x4x1x1x1xf32>
  %e = onnx.Add %eps, %v : (tensor<f32>, tensor<2x4x1x1x1xf32>) -> tensor<2x4x1x1x1xf32>
  %s = onnx.Sqrt %e : (tensor<2x4x1x1x1xf32>) -> tensor<2x4x1x1x1xf32>
  %r = onnx.Reciprocal %s : (tensor<2x4x1x1x1xf32>) -> tensor<2x4x1x1x1xf32>
  %n = onnx.Mul %r, %d : (tensor<2x4x1x1x1xf32>, tensor<2x4x2x4x4xf32>) -> tensor<2x4x2x4x4xf32>
  %2 = onnx.Reshape %n, %s1 : (tensor<2x4x2x4x4xf32>, tensor<4xi64>) -> tensor<2x8x4x4xf32>
  return %2 : tensor<2x8x4x4xf32>
}

// -----

// An instance norm by itself: one channel in each group.
// CHECK-LABEL: func @instance_norm(
//       CHECK:   onnx.GroupNormalization {{.*}}num_groups = 8 : i64
func.func @instance_norm(%x: tensor<2x8x4x4xf32>) -> tensor<2x8x4x4xf32> {
  %scale = plan.constant "scale" #plan.synthetic<seed = 1, mean = 0.0 : f32, stddev = 1.0 : f32> of tensor<8xf32> -> tensor<8xf32>
  %bias = onnx.Constant dense<0.5> : tensor<8xf32>
  %0 = onnx.InstanceNormalization %x, %scale, %bias : (tensor<2x8x4x4xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<2x8x4x4xf32>
  return %0 : tensor<2x8x4x4xf32>
}

// -----

// Pixels become one dimension on the way, as before the attention of a VAE.
// CHECK-LABEL: func @pixels_flattened(
//       CHECK:   %[[R:.*]] = onnx.Reshape %arg0, %{{.*}} -> tensor<2x8x16xf32>
//       CHECK:   onnx.GroupNormalization %[[R]], {{.*}}num_groups = 4 : i64
func.func @pixels_flattened(%x: tensor<2x8x4x4xf32>) -> tensor<2x8x16xf32> {
  %one = onnx.Constant dense<1.0> : tensor<4xf32>
  %zero = onnx.Constant dense<0.0> : tensor<4xf32>
  %s0 = onnx.Constant dense<[2, 4, 32]> : tensor<3xi64>
  %s1 = onnx.Constant dense<[2, 8, 16]> : tensor<3xi64>
  %0 = onnx.Reshape %x, %s0 : (tensor<2x8x4x4xf32>, tensor<3xi64>) -> tensor<2x4x32xf32>
  %1 = onnx.InstanceNormalization %0, %one, %zero : (tensor<2x4x32xf32>, tensor<4xf32>, tensor<4xf32>) -> tensor<2x4x32xf32>
  %2 = onnx.Reshape %1, %s1 : (tensor<2x4x32xf32>, tensor<3xi64>) -> tensor<2x8x16xf32>
  return %2 : tensor<2x8x16xf32>
}

// -----

//===--- Near misses -----------------------------------------------------------===//

// The scale per group is computed at run time.
// REMARK: [Missed] group-norm{{.*}}scale or bias per group is not a literal
// CHECK-LABEL: func @runtime_group_scale(
//       CHECK:   onnx.InstanceNormalization
func.func @runtime_group_scale(%x: tensor<2x8x4x4xf32>, %scale: tensor<4xf32>) -> tensor<2x8x4x4xf32> {
  %zero = onnx.Constant dense<0.0> : tensor<4xf32>
  %s0 = onnx.Constant dense<[2, 4, 32]> : tensor<3xi64>
  %s1 = onnx.Constant dense<[2, 8, 4, 4]> : tensor<4xi64>
  %0 = onnx.Reshape %x, %s0 : (tensor<2x8x4x4xf32>, tensor<3xi64>) -> tensor<2x4x32xf32>
  %1 = onnx.InstanceNormalization %0, %scale, %zero : (tensor<2x4x32xf32>, tensor<4xf32>, tensor<4xf32>) -> tensor<2x4x32xf32>
  %2 = onnx.Reshape %1, %s1 : (tensor<2x4x32xf32>, tensor<4xi64>) -> tensor<2x8x4x4xf32>
  return %2 : tensor<2x8x4x4xf32>
}

// -----

// The normalized groups have another reader.
// REMARK: [Missed] group-norm{{.*}}the normalized groups are used elsewhere
// CHECK-LABEL: func @second_user(
//       CHECK:   onnx.InstanceNormalization
func.func @second_user(%x: tensor<2x8x4x4xf32>) -> (tensor<2x8x4x4xf32>, tensor<2x4x32xf32>) {
  %one = onnx.Constant dense<1.0> : tensor<4xf32>
  %zero = onnx.Constant dense<0.0> : tensor<4xf32>
  %s0 = onnx.Constant dense<[2, 4, 32]> : tensor<3xi64>
  %s1 = onnx.Constant dense<[2, 8, 4, 4]> : tensor<4xi64>
  %0 = onnx.Reshape %x, %s0 : (tensor<2x8x4x4xf32>, tensor<3xi64>) -> tensor<2x4x32xf32>
  %1 = onnx.InstanceNormalization %0, %one, %zero : (tensor<2x4x32xf32>, tensor<4xf32>, tensor<4xf32>) -> tensor<2x4x32xf32>
  %2 = onnx.Reshape %1, %s1 : (tensor<2x4x32xf32>, tensor<4xi64>) -> tensor<2x8x4x4xf32>
  return %2, %1 : tensor<2x8x4x4xf32>, tensor<2x4x32xf32>
}

// -----

// The reshape back yields channels that the groups do not divide.
// REMARK: [Missed] group-norm{{.*}}not between a reshape of channels to groups and one back to channels
// CHECK-LABEL: func @other_channels(
//       CHECK:   onnx.InstanceNormalization
func.func @other_channels(%x: tensor<2x8x4x4xf32>) -> tensor<2x2x8x8xf32> {
  %one = onnx.Constant dense<1.0> : tensor<4xf32>
  %zero = onnx.Constant dense<0.0> : tensor<4xf32>
  %s0 = onnx.Constant dense<[2, 4, 32]> : tensor<3xi64>
  %s1 = onnx.Constant dense<[2, 2, 8, 8]> : tensor<4xi64>
  %0 = onnx.Reshape %x, %s0 : (tensor<2x8x4x4xf32>, tensor<3xi64>) -> tensor<2x4x32xf32>
  %1 = onnx.InstanceNormalization %0, %one, %zero : (tensor<2x4x32xf32>, tensor<4xf32>, tensor<4xf32>) -> tensor<2x4x32xf32>
  %2 = onnx.Reshape %1, %s1 : (tensor<2x4x32xf32>, tensor<4xi64>) -> tensor<2x2x8x8xf32>
  return %2 : tensor<2x2x8x8xf32>
}

// -----

// Batch and channels are mixed by the reshape.
// CHECK-LABEL: func @batch_mixed(
//       CHECK:   onnx.InstanceNormalization
func.func @batch_mixed(%x: tensor<2x8x4x4xf32>) -> tensor<2x8x4x4xf32> {
  %one = onnx.Constant dense<1.0> : tensor<4xf32>
  %zero = onnx.Constant dense<0.0> : tensor<4xf32>
  %s0 = onnx.Constant dense<[4, 4, 16]> : tensor<3xi64>
  %s1 = onnx.Constant dense<[2, 8, 4, 4]> : tensor<4xi64>
  %0 = onnx.Reshape %x, %s0 : (tensor<2x8x4x4xf32>, tensor<3xi64>) -> tensor<4x4x16xf32>
  %1 = onnx.InstanceNormalization %0, %one, %zero : (tensor<4x4x16xf32>, tensor<4xf32>, tensor<4xf32>) -> tensor<4x4x16xf32>
  %2 = onnx.Reshape %1, %s1 : (tensor<4x4x16xf32>, tensor<4xi64>) -> tensor<2x8x4x4xf32>
  return %2 : tensor<2x8x4x4xf32>
}

// -----

// More groups than channels divide into.
// CHECK-LABEL: func @not_dividing(
//       CHECK:   onnx.InstanceNormalization
func.func @not_dividing(%x: tensor<2x6x4x4xf32>) -> tensor<2x6x4x4xf32> {
  %one = onnx.Constant dense<1.0> : tensor<4xf32>
  %zero = onnx.Constant dense<0.0> : tensor<4xf32>
  %s0 = onnx.Constant dense<[2, 4, 24]> : tensor<3xi64>
  %s1 = onnx.Constant dense<[2, 6, 4, 4]> : tensor<4xi64>
  %0 = onnx.Reshape %x, %s0 : (tensor<2x6x4x4xf32>, tensor<3xi64>) -> tensor<2x4x24xf32>
  %1 = onnx.InstanceNormalization %0, %one, %zero : (tensor<2x4x24xf32>, tensor<4xf32>, tensor<4xf32>) -> tensor<2x4x24xf32>
  %2 = onnx.Reshape %1, %s1 : (tensor<2x4x24xf32>, tensor<4xi64>) -> tensor<2x6x4x4xf32>
  return %2 : tensor<2x6x4x4xf32>
}

// -----

// A factor computed at run time (adaptive norm) stays behind the norm.
// CHECK-LABEL: func @runtime_gamma(
//       CHECK:   %[[N:.*]] = onnx.GroupNormalization
//       CHECK:   onnx.Mul %[[N]], %{{.*}}
func.func @runtime_gamma(%x: tensor<2x8x4x4xf32>, %gamma: tensor<8x1x1xf32>) -> tensor<2x8x4x4xf32> {
  %one = onnx.Constant dense<1.0> : tensor<4xf32>
  %zero = onnx.Constant dense<0.0> : tensor<4xf32>
  %s0 = onnx.Constant dense<[2, 4, 32]> : tensor<3xi64>
  %s1 = onnx.Constant dense<[2, 8, 4, 4]> : tensor<4xi64>
  %0 = onnx.Reshape %x, %s0 : (tensor<2x8x4x4xf32>, tensor<3xi64>) -> tensor<2x4x32xf32>
  %1 = onnx.InstanceNormalization %0, %one, %zero : (tensor<2x4x32xf32>, tensor<4xf32>, tensor<4xf32>) -> tensor<2x4x32xf32>
  %2 = onnx.Reshape %1, %s1 : (tensor<2x4x32xf32>, tensor<4xi64>) -> tensor<2x8x4x4xf32>
  %3 = onnx.Mul %2, %gamma : (tensor<2x8x4x4xf32>, tensor<8x1x1xf32>) -> tensor<2x8x4x4xf32>
  return %3 : tensor<2x8x4x4xf32>
}

// -----

// A factor per column is no factor per channel, though 8 = 8.
// CHECK-LABEL: func @gamma_per_column(
//       CHECK:   %[[N:.*]] = onnx.GroupNormalization
//       CHECK:   onnx.Mul %[[N]], %{{.*}}
func.func @gamma_per_column(%x: tensor<2x8x4x8xf32>) -> tensor<2x8x4x8xf32> {
  %one = onnx.Constant dense<1.0> : tensor<4xf32>
  %zero = onnx.Constant dense<0.0> : tensor<4xf32>
  %s0 = onnx.Constant dense<[2, 4, 64]> : tensor<3xi64>
  %s1 = onnx.Constant dense<[2, 8, 4, 8]> : tensor<4xi64>
  %gamma = plan.constant "gamma" #plan.synthetic<seed = 1, mean = 0.0 : f32, stddev = 1.0 : f32> of tensor<8xf32> -> tensor<8xf32>
  %0 = onnx.Reshape %x, %s0 : (tensor<2x8x4x8xf32>, tensor<3xi64>) -> tensor<2x4x64xf32>
  %1 = onnx.InstanceNormalization %0, %one, %zero : (tensor<2x4x64xf32>, tensor<4xf32>, tensor<4xf32>) -> tensor<2x4x64xf32>
  %2 = onnx.Reshape %1, %s1 : (tensor<2x4x64xf32>, tensor<4xi64>) -> tensor<2x8x4x8xf32>
  %3 = onnx.Mul %2, %gamma : (tensor<2x8x4x8xf32>, tensor<8xf32>) -> tensor<2x8x4x8xf32>
  return %3 : tensor<2x8x4x8xf32>
}

// -----

// A bias before the scale: (norm + beta) * gamma is another function.
// CHECK-LABEL: func @bias_before_scale(
//       CHECK:   %[[N:.*]] = onnx.GroupNormalization
//       CHECK:   onnx.Mul %[[N]], %{{.*}}
func.func @bias_before_scale(%x: tensor<2x8x4x4xf32>) -> tensor<2x8x4x4xf32> {
  %one = onnx.Constant dense<1.0> : tensor<4xf32>
  %zero = onnx.Constant dense<0.0> : tensor<4xf32>
  %half = onnx.Constant dense<0.5> : tensor<8x1x1xf32>
  %s0 = onnx.Constant dense<[2, 4, 32]> : tensor<3xi64>
  %s1 = onnx.Constant dense<[2, 8, 4, 4]> : tensor<4xi64>
  %0 = onnx.Reshape %x, %s0 : (tensor<2x8x4x4xf32>, tensor<3xi64>) -> tensor<2x4x32xf32>
  %1 = onnx.InstanceNormalization %0, %one, %zero : (tensor<2x4x32xf32>, tensor<4xf32>, tensor<4xf32>) -> tensor<2x4x32xf32>
  %2 = onnx.Reshape %1, %s1 : (tensor<2x4x32xf32>, tensor<4xi64>) -> tensor<2x8x4x4xf32>
  %3 = onnx.Add %2, %half : (tensor<2x8x4x4xf32>, tensor<8x1x1xf32>) -> tensor<2x8x4x4xf32>
  %4 = onnx.Mul %3, %half : (tensor<2x8x4x4xf32>, tensor<8x1x1xf32>) -> tensor<2x8x4x4xf32>
  return %4 : tensor<2x8x4x4xf32>
}

// -----

// The unscaled norm is also the graph's output.
// CHECK-LABEL: func @output_before_scale(
//       CHECK:   %[[N:.*]] = onnx.GroupNormalization
//       CHECK:   %[[M:.*]] = onnx.Mul %[[N]], %{{.*}}
//       CHECK:   return %[[N]], %[[M]]
func.func @output_before_scale(%x: tensor<2x8x4x4xf32>) -> (tensor<2x8x4x4xf32>, tensor<2x8x4x4xf32>) {
  %one = onnx.Constant dense<1.0> : tensor<4xf32>
  %zero = onnx.Constant dense<0.0> : tensor<4xf32>
  %half = onnx.Constant dense<0.5> : tensor<8x1x1xf32>
  %s0 = onnx.Constant dense<[2, 4, 32]> : tensor<3xi64>
  %s1 = onnx.Constant dense<[2, 8, 4, 4]> : tensor<4xi64>
  %0 = onnx.Reshape %x, %s0 : (tensor<2x8x4x4xf32>, tensor<3xi64>) -> tensor<2x4x32xf32>
  %1 = onnx.InstanceNormalization %0, %one, %zero : (tensor<2x4x32xf32>, tensor<4xf32>, tensor<4xf32>) -> tensor<2x4x32xf32>
  %2 = onnx.Reshape %1, %s1 : (tensor<2x4x32xf32>, tensor<4xi64>) -> tensor<2x8x4x4xf32>
  %3 = onnx.Mul %2, %half : (tensor<2x8x4x4xf32>, tensor<8x1x1xf32>) -> tensor<2x8x4x4xf32>
  return %2, %3 : tensor<2x8x4x4xf32>, tensor<2x8x4x4xf32>
}

// -----

// Spelt out, but each channel of a group is normalized by itself.
// CHECK-LABEL: func @wrong_axes(
//       CHECK:   onnx.ReduceMean
//   CHECK-NOT:   onnx.GroupNormalization
func.func @wrong_axes(%x: tensor<2x8x4x4xf32>) -> tensor<2x8x4x4xf32> {
  %s0 = onnx.Constant dense<[2, 4, 2, 16]> : tensor<4xi64>
  %s1 = onnx.Constant dense<[2, 8, 4, 4]> : tensor<4xi64>
  %axes = onnx.Constant dense<3> : tensor<1xi64>
  %eps = onnx.Constant dense<1.0e-5> : tensor<f32>
  %0 = onnx.Reshape %x, %s0 : (tensor<2x8x4x4xf32>, tensor<4xi64>) -> tensor<2x4x2x16xf32>
  %m = onnx.ReduceMean %0, %axes : (tensor<2x4x2x16xf32>, tensor<1xi64>) -> tensor<2x4x2x1xf32>
  %d = onnx.Sub %0, %m : (tensor<2x4x2x16xf32>, tensor<2x4x2x1xf32>) -> tensor<2x4x2x16xf32>
  %q = onnx.Mul %d, %d : (tensor<2x4x2x16xf32>, tensor<2x4x2x16xf32>) -> tensor<2x4x2x16xf32>
  %v = onnx.ReduceMean %q, %axes : (tensor<2x4x2x16xf32>, tensor<1xi64>) -> tensor<2x4x2x1xf32>
  %e = onnx.Add %v, %eps : (tensor<2x4x2x1xf32>, tensor<f32>) -> tensor<2x4x2x1xf32>
  %s = onnx.Sqrt %e : (tensor<2x4x2x1xf32>) -> tensor<2x4x2x1xf32>
  %n = onnx.Div %d, %s : (tensor<2x4x2x16xf32>, tensor<2x4x2x1xf32>) -> tensor<2x4x2x16xf32>
  %2 = onnx.Reshape %n, %s1 : (tensor<2x4x2x16xf32>, tensor<4xi64>) -> tensor<2x8x4x4xf32>
  return %2 : tensor<2x8x4x4xf32>
}
