// RUN: burin-opt %s --onnx-raise-attention --split-input-file | FileCheck %s
// RUN: burin-opt %s --onnx-raise-attention --onnx-raise-attention --split-input-file | FileCheck %s

// Rank 3 of opset 23 splits its heads outside.
// CHECK-LABEL: func @rank_3(
//      CHECK:   %[[Q3:.*]] = onnx.Reshape %arg0, {{.*}} -> tensor<2x8x4x16xf32>
//      CHECK:   %[[Q:.*]] = onnx.Transpose %[[Q3]] {perm = array<i64: 0, 2, 1, 3>}
//      CHECK:   %[[Y:.*]] = onnx.Attention %[[Q]], {{.*}} {scale = 2.500000e-01 : f32} : (tensor<2x4x8x16xf32>, tensor<2x4x6x16xf32>, tensor<2x4x6x16xf32>, none)
//      CHECK:   %[[T:.*]] = onnx.Transpose %[[Y]] {perm = array<i64: 0, 2, 1, 3>}
//      CHECK:   onnx.Reshape %[[T]], {{.*}} -> tensor<2x8x64xf32>
func.func @rank_3(
    %q: tensor<2x8x64xf32>,
    %k: tensor<2x6x64xf32>,
    %v: tensor<2x6x64xf32>)
    -> tensor<2x8x64xf32> {
  %none = onnx.NoValue : none
  %0 = onnx.Attention %q, %k, %v, %none {q_num_heads = 4 : i64, kv_num_heads = 4 : i64, scale = 0.25 : f32} : (tensor<2x8x64xf32>, tensor<2x6x64xf32>, tensor<2x6x64xf32>, none) -> tensor<2x8x64xf32>
  return %0 : tensor<2x8x64xf32>
}

// -----

// Two heads of keys for four of queries.
// CHECK-LABEL: func @rank_3_shared_keys(
//      CHECK:   onnx.Attention {{.*}} : (tensor<2x4x8x16xf32>, tensor<2x2x6x16xf32>, tensor<2x2x6x16xf32>, none)
func.func @rank_3_shared_keys(
    %q: tensor<2x8x64xf32>,
    %k: tensor<2x6x32xf32>,
    %v: tensor<2x6x32xf32>)
    -> tensor<2x8x64xf32> {
  %none = onnx.NoValue : none
  %0 = onnx.Attention %q, %k, %v, %none {q_num_heads = 4 : i64, kv_num_heads = 2 : i64} : (tensor<2x8x64xf32>, tensor<2x6x32xf32>, tensor<2x6x32xf32>, none) -> tensor<2x8x64xf32>
  return %0 : tensor<2x8x64xf32>
}

// -----

// Mask, causal flag and softcap go along.
// CHECK-LABEL: func @rank_3_keeps_what_it_says(
//      CHECK:   onnx.Attention {{.*}}, %arg3 {is_causal = 1 : i64, softcap = 5.000000e+01 : f32}
func.func @rank_3_keeps_what_it_says(
    %q: tensor<2x6x64xf32>,
    %k: tensor<2x6x64xf32>,
    %v: tensor<2x6x64xf32>,
    %m: tensor<6x6xi1>)
    -> tensor<2x6x64xf32> {
  %0 = onnx.Attention %q, %k, %v, %m {q_num_heads = 4 : i64, kv_num_heads = 4 : i64, is_causal = 1 : i64, softcap = 50.0 : f32} : (tensor<2x6x64xf32>, tensor<2x6x64xf32>, tensor<2x6x64xf32>, tensor<6x6xi1>) -> tensor<2x6x64xf32>
  return %0 : tensor<2x6x64xf32>
}

// -----

// 0.5 / sqrt(16)
// CHECK-LABEL: func @scale_of_q(
//   CHECK-NOT:   onnx.Mul
//      CHECK:   onnx.Attention %arg0, %arg1, %arg2, {{.*}} {scale = 1.250000e-01 : f32}
func.func @scale_of_q(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>)
    -> tensor<2x4x8x16xf32> {
  %c = onnx.Constant dense<0.5> : tensor<f32>
  %0 = onnx.Mul %q, %c : (tensor<2x4x8x16xf32>, tensor<f32>) -> tensor<2x4x8x16xf32>
  %none = onnx.NoValue : none
  %1 = onnx.Attention %0, %k, %v, %none : (tensor<2x4x8x16xf32>, tensor<2x4x6x16xf32>, tensor<2x4x6x16xf32>, none) -> tensor<2x4x8x16xf32>
  return %1 : tensor<2x4x8x16xf32>
}

// -----

// CHECK-LABEL: func @literal_causal_mask(
//      CHECK:   %[[NONE:.*]] = onnx.NoValue
//      CHECK:   onnx.Attention %arg0, %arg1, %arg2, %[[NONE]] {is_causal = 1 : i64}
func.func @literal_causal_mask(
    %q: tensor<2x4x3x16xf32>,
    %k: tensor<2x4x3x16xf32>,
    %v: tensor<2x4x3x16xf32>)
    -> tensor<2x4x3x16xf32> {
  %m = onnx.Constant dense<[[true, false, false], [true, true, false], [true, true, true]]> : tensor<3x3xi1>
  %0 = onnx.Attention %q, %k, %v, %m : (tensor<2x4x3x16xf32>, tensor<2x4x3x16xf32>, tensor<2x4x3x16xf32>, tensor<3x3xi1>) -> tensor<2x4x3x16xf32>
  return %0 : tensor<2x4x3x16xf32>
}

// -----

// CHECK-LABEL: func @mask_of_zeros(
//      CHECK:   %[[NONE:.*]] = onnx.NoValue
//      CHECK:   onnx.Attention %arg0, %arg1, %arg2, %[[NONE]] :
func.func @mask_of_zeros(
    %q: tensor<2x4x3x16xf32>,
    %k: tensor<2x4x3x16xf32>,
    %v: tensor<2x4x3x16xf32>)
    -> tensor<2x4x3x16xf32> {
  %m = onnx.Constant dense<0.0> : tensor<3x3xf32>
  %0 = onnx.Attention %q, %k, %v, %m : (tensor<2x4x3x16xf32>, tensor<2x4x3x16xf32>, tensor<2x4x3x16xf32>, tensor<3x3xf32>) -> tensor<2x4x3x16xf32>
  return %0 : tensor<2x4x3x16xf32>
}

// -----

// CHECK-LABEL: func @near_miss_run_time_mask(
//      CHECK:   onnx.Attention %arg0, %arg1, %arg2, %arg3 :
func.func @near_miss_run_time_mask(
    %q: tensor<2x4x3x16xf32>,
    %k: tensor<2x4x3x16xf32>,
    %v: tensor<2x4x3x16xf32>,
    %m: tensor<3x3xi1>)
    -> tensor<2x4x3x16xf32> {
  %0 = onnx.Attention %q, %k, %v, %m : (tensor<2x4x3x16xf32>, tensor<2x4x3x16xf32>, tensor<2x4x3x16xf32>, tensor<3x3xi1>) -> tensor<2x4x3x16xf32>
  return %0 : tensor<2x4x3x16xf32>
}

// -----

// CHECK-LABEL: func @near_miss_window(
//      CHECK:   %[[M:.*]] = onnx.Constant
//      CHECK:   onnx.Attention %arg0, %arg1, %arg2, %[[M]] :
func.func @near_miss_window(
    %q: tensor<2x4x3x16xf32>,
    %k: tensor<2x4x3x16xf32>,
    %v: tensor<2x4x3x16xf32>)
    -> tensor<2x4x3x16xf32> {
  %m = onnx.Constant dense<[[true, false, false], [true, true, false], [false, true, true]]> : tensor<3x3xi1>
  %0 = onnx.Attention %q, %k, %v, %m : (tensor<2x4x3x16xf32>, tensor<2x4x3x16xf32>, tensor<2x4x3x16xf32>, tensor<3x3xi1>) -> tensor<2x4x3x16xf32>
  return %0 : tensor<2x4x3x16xf32>
}

// -----

// A literal that hides all keys of a query stays.
// CHECK-LABEL: func @near_miss_causal_and_hidden(
//      CHECK:   onnx.Attention %arg0, %arg1, %arg2, %{{.*}} : ({{.*}}tensor<3x3xi1>)
func.func @near_miss_causal_and_hidden(
    %q: tensor<2x4x3x16xf32>,
    %k: tensor<2x4x3x16xf32>,
    %v: tensor<2x4x3x16xf32>)
    -> tensor<2x4x3x16xf32> {
  %m = onnx.Constant dense<[[false, false, false], [true, true, false], [true, true, true]]> : tensor<3x3xi1>
  %0 = onnx.Attention %q, %k, %v, %m : (tensor<2x4x3x16xf32>, tensor<2x4x3x16xf32>, tensor<2x4x3x16xf32>, tensor<3x3xi1>) -> tensor<2x4x3x16xf32>
  return %0 : tensor<2x4x3x16xf32>
}

// -----

// A gain per element of Q is no scalar.
// CHECK-LABEL: func @near_miss_vector_factor(
//      CHECK:   %[[Q:.*]] = onnx.Mul %arg0, %arg3
//      CHECK:   onnx.Attention %[[Q]], %arg1
func.func @near_miss_vector_factor(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>,
    %g: tensor<16xf32>)
    -> tensor<2x4x8x16xf32> {
  %0 = onnx.Mul %q, %g : (tensor<2x4x8x16xf32>, tensor<16xf32>) -> tensor<2x4x8x16xf32>
  %none = onnx.NoValue : none
  %1 = onnx.Attention %0, %k, %v, %none : (tensor<2x4x8x16xf32>, tensor<2x4x6x16xf32>, tensor<2x4x6x16xf32>, none) -> tensor<2x4x8x16xf32>
  return %1 : tensor<2x4x8x16xf32>
}
