// RUN: burin-opt %s --onnx-raise-attention --split-input-file | FileCheck %s
// RUN: burin-opt %s --onnx-raise-attention --onnx-raise-attention --split-input-file | FileCheck %s
// RUN: burin-opt %s --onnx-raise-attention --split-input-file --remarks-filter="raise.*" 2>&1 | FileCheck %s --check-prefix=REMARK

// Attention has no second result.
// CHECK-LABEL: func @probabilities_are_a_result(
// REMARK: [Missed] attention{{.*}}scores or probabilities are used elsewhere
//   CHECK-NOT:   onnx.Attention
//      CHECK:   return
func.func @probabilities_are_a_result(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>)
    -> (tensor<2x4x8x16xf32>, tensor<2x4x8x6xf32>) {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %2 = onnx.Softmax %1 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %3 = onnx.MatMul %2, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %3, %2 : tensor<2x4x8x16xf32>, tensor<2x4x8x6xf32>
}

// -----

// CHECK-LABEL: func @scores_are_used(
// REMARK: [Missed] attention{{.*}}scores or probabilities are used elsewhere
//   CHECK-NOT:   onnx.Attention
//      CHECK:   return
func.func @scores_are_used(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>)
    -> (tensor<2x4x8x16xf32>, tensor<2x4x8x6xf32>) {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %2 = onnx.Softmax %1 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %3 = onnx.MatMul %2, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %3, %1 : tensor<2x4x8x16xf32>, tensor<2x4x8x6xf32>
}

// -----

// Each key distributes itself over the queries.
// CHECK-LABEL: func @softmax_over_queries(
//   CHECK-NOT:   onnx.Attention
//      CHECK:   return
func.func @softmax_over_queries(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>)
    -> tensor<2x4x8x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %2 = onnx.Softmax %1 {axis = 2 : i64} : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %3 = onnx.MatMul %2, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %3 : tensor<2x4x8x16xf32>
}

// -----

// CHECK-LABEL: func @softmax_over_heads(
//   CHECK-NOT:   onnx.Attention
//      CHECK:   return
func.func @softmax_over_heads(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>)
    -> tensor<2x4x8x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %2 = onnx.Softmax %1 {axis = 1 : i64} : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %3 = onnx.MatMul %2, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %3 : tensor<2x4x8x16xf32>
}

// -----

// CHECK-LABEL: func @log_softmax(
//   CHECK-NOT:   onnx.Attention
//      CHECK:   return
func.func @log_softmax(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>)
    -> tensor<2x4x8x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %2 = onnx.LogSoftmax %1 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %3 = onnx.MatMul %2, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %3 : tensor<2x4x8x16xf32>
}

// -----

// CHECK-LABEL: func @sigmoid_attention(
//   CHECK-NOT:   onnx.Attention
//      CHECK:   return
func.func @sigmoid_attention(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>)
    -> tensor<2x4x8x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %2 = onnx.Sigmoid %1 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %3 = onnx.MatMul %2, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %3 : tensor<2x4x8x16xf32>
}

// -----

// A learnt temperature per head is no scalar; it may stay on Q, not on the scores.
// CHECK-LABEL: func @scale_per_head(
//   CHECK-NOT:   onnx.Attention
//      CHECK:   return
func.func @scale_per_head(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>,
    %t: tensor<1x4x1x1xf32>)
    -> tensor<2x4x8x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %2 = onnx.Mul %1, %t : (tensor<2x4x8x6xf32>, tensor<1x4x1x1xf32>) -> tensor<2x4x8x6xf32>
  %3 = onnx.Softmax %2 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %4 = onnx.MatMul %3, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %4 : tensor<2x4x8x16xf32>
}

// -----

// The factor is not known.
// CHECK-LABEL: func @run_time_scale(
//   CHECK-NOT:   onnx.Attention
//      CHECK:   return
func.func @run_time_scale(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>,
    %t: tensor<f32>)
    -> tensor<2x4x8x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %2 = onnx.Mul %1, %t : (tensor<2x4x8x6xf32>, tensor<f32>) -> tensor<2x4x8x6xf32>
  %3 = onnx.Softmax %2 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %4 = onnx.MatMul %3, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %4 : tensor<2x4x8x16xf32>
}

// -----

// Probabilities are scaled per head.
// CHECK-LABEL: func @head_mask(
//   CHECK-NOT:   onnx.Attention
//      CHECK:   return
func.func @head_mask(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>,
    %h: tensor<1x4x1x1xf32>)
    -> tensor<2x4x8x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %2 = onnx.Softmax %1 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %3 = onnx.Mul %2, %h : (tensor<2x4x8x6xf32>, tensor<1x4x1x1xf32>) -> tensor<2x4x8x6xf32>
  %4 = onnx.MatMul %3, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %4 : tensor<2x4x8x16xf32>
}

// -----

// CHECK-LABEL: func @clipped_scores(
//   CHECK-NOT:   onnx.Attention
//      CHECK:   return
func.func @clipped_scores(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>)
    -> tensor<2x4x8x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %lo = onnx.Constant dense<-5.0> : tensor<f32>
  %hi = onnx.Constant dense<5.0> : tensor<f32>
  %2 = onnx.Clip %1, %lo, %hi : (tensor<2x4x8x6xf32>, tensor<f32>, tensor<f32>) -> tensor<2x4x8x6xf32>
  %3 = onnx.Softmax %2 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %4 = onnx.MatMul %3, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %4 : tensor<2x4x8x16xf32>
}

// -----

// Scores from elsewhere.
// CHECK-LABEL: func @no_product(
//   CHECK-NOT:   onnx.Attention
//      CHECK:   return
func.func @no_product(%s: tensor<2x4x8x6xf32>, %v: tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32> {
  %0 = onnx.Softmax %s : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %1 = onnx.MatMul %0, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %1 : tensor<2x4x8x16xf32>
}

// -----

// The sum has a larger batch than the product.
// CHECK-LABEL: func @mask_widens_scores(
//   CHECK-NOT:   onnx.Attention
//      CHECK:   return
func.func @mask_widens_scores(
    %q: tensor<1x4x8x16xf32>,
    %k: tensor<1x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>,
    %m: tensor<2x1x8x6xf32>)
    -> tensor<2x4x8x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<1x4x6x16xf32>) -> tensor<1x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<1x4x8x16xf32>, tensor<1x4x16x6xf32>) -> tensor<1x4x8x6xf32>
  %2 = onnx.Add %1, %m : (tensor<1x4x8x6xf32>, tensor<2x1x8x6xf32>) -> tensor<2x4x8x6xf32>
  %3 = onnx.Softmax %2 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %4 = onnx.MatMul %3, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %4 : tensor<2x4x8x16xf32>
}

// -----

// One set of probabilities for two batches of values.
// CHECK-LABEL: func @values_widen_the_batch(
// REMARK: [Missed] attention{{.*}}the batch dimensions broadcast
//   CHECK-NOT:   onnx.Attention
//      CHECK:   return
func.func @values_widen_the_batch(
    %q: tensor<1x4x8x16xf32>,
    %k: tensor<1x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>)
    -> tensor<2x4x8x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<1x4x6x16xf32>) -> tensor<1x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<1x4x8x16xf32>, tensor<1x4x16x6xf32>) -> tensor<1x4x8x6xf32>
  %2 = onnx.Softmax %1 : (tensor<1x4x8x6xf32>) -> tensor<1x4x8x6xf32>
  %3 = onnx.MatMul %2, %v : (tensor<1x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %3 : tensor<2x4x8x16xf32>
}

// -----

// Q has batch 1, keys have 2.
// CHECK-LABEL: func @queries_are_shared(
// REMARK: [Missed] attention{{.*}}batch or heads of Q, K and V differ
//   CHECK-NOT:   onnx.Attention
//      CHECK:   return
func.func @queries_are_shared(
    %q: tensor<1x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>)
    -> tensor<2x4x8x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<1x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %2 = onnx.Softmax %1 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %3 = onnx.MatMul %2, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %3 : tensor<2x4x8x16xf32>
}

// -----

// One head of keys, four of values.
// CHECK-LABEL: func @only_keys_are_shared(
// REMARK: [Missed] attention{{.*}}batch or heads of Q, K and V differ
//   CHECK-NOT:   onnx.Attention
//      CHECK:   return
func.func @only_keys_are_shared(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x1x6x16xf32>,
    %v: tensor<2x4x6x16xf32>)
    -> tensor<2x4x8x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x1x6x16xf32>) -> tensor<2x1x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x8x16xf32>, tensor<2x1x16x6xf32>) -> tensor<2x4x8x6xf32>
  %2 = onnx.Softmax %1 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %3 = onnx.MatMul %2, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %3 : tensor<2x4x8x16xf32>
}

// -----

// A score of zero hides nothing.
// CHECK-LABEL: func @fill_within_range(
// REMARK: [Missed] attention{{.*}}what is added to the scores is no mask of them
//   CHECK-NOT:   onnx.Attention
//      CHECK:   return
func.func @fill_within_range(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>,
    %m: tensor<2x1x8x6xi1>)
    -> tensor<2x4x8x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %2 = onnx.Mul %1, %c : (tensor<2x4x8x6xf32>, tensor<f32>) -> tensor<2x4x8x6xf32>
  %never = onnx.Constant dense<0.0> : tensor<f32>
  %3 = onnx.Where %m, %2, %never : (tensor<2x1x8x6xi1>, tensor<2x4x8x6xf32>, tensor<f32>) -> tensor<2x4x8x6xf32>
  %4 = onnx.Softmax %3 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %5 = onnx.MatMul %4, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %5 : tensor<2x4x8x16xf32>
}

// -----

// +inf
// CHECK-LABEL: func @fill_upward(
// REMARK: [Missed] attention{{.*}}what is added to the scores is no mask of them
//   CHECK-NOT:   onnx.Attention
//      CHECK:   return
func.func @fill_upward(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>,
    %m: tensor<2x1x8x6xi1>)
    -> tensor<2x4x8x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %2 = onnx.Mul %1, %c : (tensor<2x4x8x6xf32>, tensor<f32>) -> tensor<2x4x8x6xf32>
  %never = onnx.Constant dense<0x7F800000> : tensor<f32>
  %3 = onnx.Where %m, %2, %never : (tensor<2x1x8x6xi1>, tensor<2x4x8x6xf32>, tensor<f32>) -> tensor<2x4x8x6xf32>
  %4 = onnx.Softmax %3 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %5 = onnx.MatMul %4, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %5 : tensor<2x4x8x16xf32>
}

// -----

// Batch is [2, 3]; the mask takes the 2 alone.
// CHECK-LABEL: func @mask_of_part_of_the_batch(
// REMARK: [Missed] attention{{.*}}what is added to the scores is no mask of them
//   CHECK-NOT:   onnx.Attention
//      CHECK:   return
func.func @mask_of_part_of_the_batch(
    %q: tensor<2x3x4x8x16xf32>,
    %k: tensor<2x3x4x6x16xf32>,
    %v: tensor<2x3x4x6x16xf32>,
    %m: tensor<2x1x1x8x6xf32>)
    -> tensor<2x3x4x8x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 2, 4, 3>} : (tensor<2x3x4x6x16xf32>) -> tensor<2x3x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x3x4x8x16xf32>, tensor<2x3x4x16x6xf32>) -> tensor<2x3x4x8x6xf32>
  %2 = onnx.Add %1, %m : (tensor<2x3x4x8x6xf32>, tensor<2x1x1x8x6xf32>) -> tensor<2x3x4x8x6xf32>
  %3 = onnx.Softmax %2 : (tensor<2x3x4x8x6xf32>) -> tensor<2x3x4x8x6xf32>
  %4 = onnx.MatMul %3, %v : (tensor<2x3x4x8x6xf32>, tensor<2x3x4x6x16xf32>) -> tensor<2x3x4x8x16xf32>
  return %4 : tensor<2x3x4x8x16xf32>
}

// -----

// A reshape that moves elements between queries and keys.
// CHECK-LABEL: func @rows_and_columns_are_merged(
//   CHECK-NOT:   onnx.Attention
//      CHECK:   return
func.func @rows_and_columns_are_merged(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x12x16xf32>)
    -> tensor<2x4x4x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %s2 = onnx.Constant dense<[2, 4, 4, 12]> : tensor<4xi64>
  %2 = onnx.Reshape %1, %s2 : (tensor<2x4x8x6xf32>, tensor<4xi64>) -> tensor<2x4x4x12xf32>
  %3 = onnx.Softmax %2 : (tensor<2x4x4x12xf32>) -> tensor<2x4x4x12xf32>
  %4 = onnx.MatMul %3, %v : (tensor<2x4x4x12xf32>, tensor<2x4x12x16xf32>) -> tensor<2x4x4x16xf32>
  return %4 : tensor<2x4x4x16xf32>
}

// -----

// Batch and heads change places between the products.
// CHECK-LABEL: func @heads_are_permuted(
//   CHECK-NOT:   onnx.Attention
//      CHECK:   return
func.func @heads_are_permuted(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<4x2x6x16xf32>)
    -> tensor<4x2x8x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %2 = onnx.Softmax %1 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %3 = onnx.Transpose %2 {perm = array<i64: 1, 0, 2, 3>} : (tensor<2x4x8x6xf32>) -> tensor<4x2x8x6xf32>
  %4 = onnx.MatMul %3, %v : (tensor<4x2x8x6xf32>, tensor<4x2x6x16xf32>) -> tensor<4x2x8x16xf32>
  return %4 : tensor<4x2x8x16xf32>
}

// -----

// Not the zero that Attention makes.
// CHECK-LABEL: func @nan_becomes_one(
//   CHECK-NOT:   onnx.Attention
//      CHECK:   return
func.func @nan_becomes_one(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>)
    -> tensor<2x4x8x16xf32> {
  %z = onnx.Constant dense<1.0> : tensor<f32>
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %2 = onnx.Softmax %1 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %3 = onnx.IsNaN %2 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xi1>
  %4 = onnx.Where %3, %z, %2 : (tensor<2x4x8x6xi1>, tensor<f32>, tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %5 = onnx.MatMul %4, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %5 : tensor<2x4x8x16xf32>
}

// -----

// Probabilities are rounded to integers.
// CHECK-LABEL: func @integer_cast(
//   CHECK-NOT:   onnx.Attention
//      CHECK:   return
func.func @integer_cast(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>)
    -> tensor<2x4x8x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %2 = onnx.Softmax %1 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %3 = onnx.Cast %2 {to = i32} : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xi32>
  %4 = onnx.Cast %3 {to = f32} : (tensor<2x4x8x6xi32>) -> tensor<2x4x8x6xf32>
  %5 = onnx.MatMul %4, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %5 : tensor<2x4x8x16xf32>
}

// -----

// The sum goes over queries, the maximum over keys: a softmax over queries.
// CHECK-LABEL: func @softmax_of_another_sum(
//      CHECK:   onnx.Softmax {{.*}} {axis = 2 : i64}
//   CHECK-NOT:   onnx.Attention
//      CHECK:   return
func.func @softmax_of_another_sum(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>)
    -> tensor<2x4x8x16xf32> {
  %axes = onnx.Constant dense<-1> : tensor<1xi64>
  %others = onnx.Constant dense<2> : tensor<1xi64>
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %2 = onnx.ReduceMax %1, %axes : (tensor<2x4x8x6xf32>, tensor<1xi64>) -> tensor<2x4x8x1xf32>
  %3 = onnx.Sub %1, %2 : (tensor<2x4x8x6xf32>, tensor<2x4x8x1xf32>) -> tensor<2x4x8x6xf32>
  %4 = onnx.Exp %3 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %5 = onnx.ReduceSum %4, %others : (tensor<2x4x8x6xf32>, tensor<1xi64>) -> tensor<2x4x1x6xf32>
  %6 = onnx.Div %4, %5 : (tensor<2x4x8x6xf32>, tensor<2x4x1x6xf32>) -> tensor<2x4x8x6xf32>
  %7 = onnx.MatMul %6, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %7 : tensor<2x4x8x16xf32>
}
