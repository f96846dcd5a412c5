// RUN: burin-opt %s --onnx-raise-attention --split-input-file | FileCheck %s
// RUN: burin-opt %s --onnx-raise-attention --onnx-raise-attention --split-input-file | FileCheck %s

// CHECK-LABEL: func @additive(
//      CHECK:   onnx.Attention %arg0, %arg1, %arg2, %arg3 {scale = 2.500000e-01 : f32} : ({{.*}}, tensor<2x1x8x6xf32>)
func.func @additive(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>,
    %m: tensor<2x1x8x6xf32>)
    -> tensor<2x4x8x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %2 = onnx.Mul %1, %c : (tensor<2x4x8x6xf32>, tensor<f32>) -> tensor<2x4x8x6xf32>
  %3 = onnx.Add %2, %m : (tensor<2x4x8x6xf32>, tensor<2x1x8x6xf32>) -> tensor<2x4x8x6xf32>
  %4 = onnx.Softmax %3 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %5 = onnx.MatMul %4, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %5 : tensor<2x4x8x16xf32>
}

// -----

// The mask on the left of the sum.
// CHECK-LABEL: func @mask_first(
//      CHECK:   onnx.Attention %arg0, %arg1, %arg2, %arg3 
func.func @mask_first(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>,
    %m: tensor<2x1x8x6xf32>)
    -> tensor<2x4x8x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %2 = onnx.Add %m, %1 : (tensor<2x1x8x6xf32>, tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %3 = onnx.Softmax %2 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %4 = onnx.MatMul %3, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %4 : tensor<2x4x8x16xf32>
}

// -----

// One row for all queries.
// CHECK-LABEL: func @padding_mask(
//      CHECK:   onnx.Attention %arg0, %arg1, %arg2, %arg3 {{.*}} tensor<2x1x1x6xf32>)
func.func @padding_mask(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>,
    %m: tensor<2x1x1x6xf32>)
    -> tensor<2x4x8x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %2 = onnx.Mul %1, %c : (tensor<2x4x8x6xf32>, tensor<f32>) -> tensor<2x4x8x6xf32>
  %3 = onnx.Add %2, %m : (tensor<2x4x8x6xf32>, tensor<2x1x1x6xf32>) -> tensor<2x4x8x6xf32>
  %4 = onnx.Softmax %3 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %5 = onnx.MatMul %4, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %5 : tensor<2x4x8x16xf32>
}

// -----

// A mask without batch and heads.
// CHECK-LABEL: func @low_rank(
//      CHECK:   %[[M:.*]] = onnx.Reshape %arg3, {{.*}} -> tensor<1x1x8x6xf32>
//      CHECK:   onnx.Attention %arg0, %arg1, %arg2, %[[M]]
func.func @low_rank(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>,
    %m: tensor<8x6xf32>)
    -> tensor<2x4x8x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %2 = onnx.Mul %1, %c : (tensor<2x4x8x6xf32>, tensor<f32>) -> tensor<2x4x8x6xf32>
  %3 = onnx.Add %2, %m : (tensor<2x4x8x6xf32>, tensor<8x6xf32>) -> tensor<2x4x8x6xf32>
  %4 = onnx.Softmax %3 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %5 = onnx.MatMul %4, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %5 : tensor<2x4x8x16xf32>
}

// -----

// scale * (Q K^T + mask): the mask is scaled, too.
// CHECK-LABEL: func @scaled_with_the_mask(
//      CHECK:   %[[M:.*]] = onnx.Mul %arg3, 
//      CHECK:   onnx.Attention %arg0, %arg1, %arg2, %[[M]] {scale = 2.500000e-01 : f32}
func.func @scaled_with_the_mask(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>,
    %m: tensor<2x1x8x6xf32>)
    -> tensor<2x4x8x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %2 = onnx.Add %1, %m : (tensor<2x4x8x6xf32>, tensor<2x1x8x6xf32>) -> tensor<2x4x8x6xf32>
  %3 = onnx.Mul %2, %c : (tensor<2x4x8x6xf32>, tensor<f32>) -> tensor<2x4x8x6xf32>
  %4 = onnx.Softmax %3 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %5 = onnx.MatMul %4, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %5 : tensor<2x4x8x16xf32>
}

// -----

// CHECK-LABEL: func @subtracted(
//      CHECK:   %[[C:.*]] = onnx.Constant dense<-1.000000e+00> : tensor<f32>
//      CHECK:   %[[M:.*]] = onnx.Mul %arg3, %[[C]]
//      CHECK:   onnx.Attention %arg0, %arg1, %arg2, %[[M]] {scale = 2.500000e-01 : f32}
func.func @subtracted(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>,
    %m: tensor<2x1x8x6xf32>)
    -> tensor<2x4x8x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %2 = onnx.Mul %1, %c : (tensor<2x4x8x6xf32>, tensor<f32>) -> tensor<2x4x8x6xf32>
  %3 = onnx.Sub %2, %m : (tensor<2x4x8x6xf32>, tensor<2x1x8x6xf32>) -> tensor<2x4x8x6xf32>
  %4 = onnx.Softmax %3 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %5 = onnx.MatMul %4, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %5 : tensor<2x4x8x16xf32>
}

// -----

// Padding and a bias per head.
// CHECK-LABEL: func @two_masks(
//      CHECK:   %[[M:.*]] = onnx.Add {{.*}} -> tensor<2x4x8x6xf32>
//      CHECK:   onnx.Attention %arg0, %arg1, %arg2, %[[M]]
func.func @two_masks(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>,
    %m: tensor<2x1x1x6xf32>,
    %bias: tensor<4x8x6xf32>)
    -> tensor<2x4x8x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %2 = onnx.Add %1, %bias : (tensor<2x4x8x6xf32>, tensor<4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %3 = onnx.Add %2, %m : (tensor<2x4x8x6xf32>, tensor<2x1x1x6xf32>) -> tensor<2x4x8x6xf32>
  %4 = onnx.Softmax %3 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %5 = onnx.MatMul %4, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %5 : tensor<2x4x8x16xf32>
}

// -----

// An Expand of the mask is not needed.
// CHECK-LABEL: func @repeated_mask(
//   CHECK-NOT:   onnx.Expand
//      CHECK:   onnx.Attention %arg0, %arg1, %arg2, %arg3
func.func @repeated_mask(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>,
    %m: tensor<2x1x1x6xf32>)
    -> tensor<2x4x8x16xf32> {
  %shape = onnx.Constant dense<[2, 4, 8, 6]> : tensor<4xi64>
  %0 = onnx.Expand %m, %shape : (tensor<2x1x1x6xf32>, tensor<4xi64>) -> tensor<2x4x8x6xf32>
  %1 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %2 = onnx.MatMul %q, %1 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %3 = onnx.Mul %2, %c : (tensor<2x4x8x6xf32>, tensor<f32>) -> tensor<2x4x8x6xf32>
  %4 = onnx.Add %3, %0 : (tensor<2x4x8x6xf32>, tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %5 = onnx.Softmax %4 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %6 = onnx.MatMul %5, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %6 : tensor<2x4x8x16xf32>
}

// -----

// Merged heads are split where the mask is added (HF CLIP).
// CHECK-LABEL: func @mask_between_reshapes(
//      CHECK:   onnx.Attention {{.*}}, %arg3 {{.*}} : (tensor<2x4x8x16xf32>, tensor<2x4x6x16xf32>, tensor<2x4x6x16xf32>, tensor<2x1x8x6xf32>)
func.func @mask_between_reshapes(
    %q: tensor<8x8x16xf32>,
    %k: tensor<8x6x16xf32>,
    %v: tensor<8x6x16xf32>,
    %m: tensor<2x1x8x6xf32>)
    -> tensor<8x8x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 2, 1>} : (tensor<8x6x16xf32>) -> tensor<8x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<8x8x16xf32>, tensor<8x16x6xf32>) -> tensor<8x8x6xf32>
  %s2 = onnx.Constant dense<[2, 4, 8, 6]> : tensor<4xi64>
  %2 = onnx.Reshape %1, %s2 : (tensor<8x8x6xf32>, tensor<4xi64>) -> tensor<2x4x8x6xf32>
  %3 = onnx.Add %2, %m : (tensor<2x4x8x6xf32>, tensor<2x1x8x6xf32>) -> tensor<2x4x8x6xf32>
  %s4 = onnx.Constant dense<[8, 8, 6]> : tensor<3xi64>
  %4 = onnx.Reshape %3, %s4 : (tensor<2x4x8x6xf32>, tensor<3xi64>) -> tensor<8x8x6xf32>
  %5 = onnx.Softmax %4 : (tensor<8x8x6xf32>) -> tensor<8x8x6xf32>
  %6 = onnx.MatMul %5, %v : (tensor<8x8x6xf32>, tensor<8x6x16xf32>) -> tensor<8x8x16xf32>
  return %6 : tensor<8x8x16xf32>
}

// -----

// One mask per batch and head.
// CHECK-LABEL: func @mask_of_merged_heads(
//      CHECK:   %[[M:.*]] = onnx.Reshape %arg3, {{.*}} -> tensor<8x1x8x6xf32>
//      CHECK:   onnx.Attention {{.*}}, %[[M]]
func.func @mask_of_merged_heads(
    %q: tensor<8x8x16xf32>,
    %k: tensor<8x6x16xf32>,
    %v: tensor<8x6x16xf32>,
    %m: tensor<8x8x6xf32>)
    -> tensor<8x8x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 2, 1>} : (tensor<8x6x16xf32>) -> tensor<8x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<8x8x16xf32>, tensor<8x16x6xf32>) -> tensor<8x8x6xf32>
  %2 = onnx.Add %1, %m : (tensor<8x8x6xf32>, tensor<8x8x6xf32>) -> tensor<8x8x6xf32>
  %3 = onnx.Softmax %2 : (tensor<8x8x6xf32>) -> tensor<8x8x6xf32>
  %4 = onnx.MatMul %3, %v : (tensor<8x8x6xf32>, tensor<8x6x16xf32>) -> tensor<8x8x16xf32>
  return %4 : tensor<8x8x16xf32>
}

// -----

// Of K Q^T the mask is transposed.
// CHECK-LABEL: func @transposed_mask(
//      CHECK:   %[[M:.*]] = onnx.Transpose %arg3 {perm = array<i64: 0, 1, 3, 2>}
//      CHECK:   onnx.Attention %{{.*}}, %arg1, %{{.*}}, %[[M]]
func.func @transposed_mask(
    %q: tensor<2x4x16x8xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x24x6xf32>,
    %m: tensor<2x1x6x8xf32>)
    -> tensor<2x4x24x8xf32> {
  %0 = onnx.MatMul %k, %q : (tensor<2x4x6x16xf32>, tensor<2x4x16x8xf32>) -> tensor<2x4x6x8xf32>
  %1 = onnx.Add %0, %m : (tensor<2x4x6x8xf32>, tensor<2x1x6x8xf32>) -> tensor<2x4x6x8xf32>
  %2 = onnx.Softmax %1 {axis = 2 : i64} : (tensor<2x4x6x8xf32>) -> tensor<2x4x6x8xf32>
  %3 = onnx.MatMul %v, %2 : (tensor<2x4x24x6xf32>, tensor<2x4x6x8xf32>) -> tensor<2x4x24x8xf32>
  return %3 : tensor<2x4x24x8xf32>
}

// -----

// Where(mask, scores, -inf)
// CHECK-LABEL: func @boolean_keep(
//      CHECK:   onnx.Attention %arg0, %arg1, %arg2, %arg3 {scale = 2.500000e-01 : f32} : ({{.*}}, tensor<2x1x8x6xi1>)
func.func @boolean_keep(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>,
    %m: tensor<2x1x8x6xi1>)
    -> tensor<2x4x8x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %2 = onnx.Mul %1, %c : (tensor<2x4x8x6xf32>, tensor<f32>) -> tensor<2x4x8x6xf32>
  %never = onnx.Constant dense<0xFF800000> : tensor<f32>
  %3 = onnx.Where %m, %2, %never : (tensor<2x1x8x6xi1>, tensor<2x4x8x6xf32>, tensor<f32>) -> tensor<2x4x8x6xf32>
  %4 = onnx.Softmax %3 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %5 = onnx.MatMul %4, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %5 : tensor<2x4x8x16xf32>
}

// -----

// masked_fill(mask, -inf)
// CHECK-LABEL: func @boolean_hide(
//      CHECK:   %[[M:.*]] = onnx.Not %arg3
//      CHECK:   onnx.Attention %arg0, %arg1, %arg2, %[[M]] {scale = 2.500000e-01 : f32}
func.func @boolean_hide(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>,
    %m: tensor<2x1x8x6xi1>)
    -> tensor<2x4x8x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %2 = onnx.Mul %1, %c : (tensor<2x4x8x6xf32>, tensor<f32>) -> tensor<2x4x8x6xf32>
  %never = onnx.Constant dense<0xFF800000> : tensor<f32>
  %3 = onnx.Where %m, %never, %2 : (tensor<2x1x8x6xi1>, tensor<f32>, tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %4 = onnx.Softmax %3 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %5 = onnx.MatMul %4, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %5 : tensor<2x4x8x16xf32>
}

// -----

// A finite fill matters where all keys of a query are hidden: it is added.
// CHECK-LABEL: func @finite_fill(
//      CHECK:   %[[Z:.*]] = onnx.Constant dense<0.000000e+00> : tensor<f32>
//      CHECK:   %[[F:.*]] = onnx.Constant dense<-3.40282347E+38> : tensor<f32>
//      CHECK:   %[[M:.*]] = onnx.Where %arg3, %[[Z]], %[[F]]
//      CHECK:   onnx.Attention %arg0, %arg1, %arg2, %[[M]]
func.func @finite_fill(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>,
    %m: tensor<2x1x8x6xi1>)
    -> tensor<2x4x8x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %2 = onnx.Mul %1, %c : (tensor<2x4x8x6xf32>, tensor<f32>) -> tensor<2x4x8x6xf32>
  %never = onnx.Constant dense<-3.40282347E+38> : tensor<f32>
  %3 = onnx.Where %m, %2, %never : (tensor<2x1x8x6xi1>, tensor<2x4x8x6xf32>, tensor<f32>) -> tensor<2x4x8x6xf32>
  %4 = onnx.Softmax %3 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %5 = onnx.MatMul %4, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %5 : tensor<2x4x8x16xf32>
}

// -----

// Where(mask, 0, -inf) that is added: boolean again.
// CHECK-LABEL: func @boolean_made_additive(
//      CHECK:   onnx.Attention %arg0, %arg1, %arg2, %arg3 {{.*}}tensor<2x1x8x6xi1>)
func.func @boolean_made_additive(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>,
    %m: tensor<2x1x8x6xi1>)
    -> tensor<2x4x8x16xf32> {
  %zero = onnx.Constant dense<0.0> : tensor<f32>
  %never = onnx.Constant dense<0xFF800000> : tensor<f32>
  %0 = onnx.Where %m, %zero, %never : (tensor<2x1x8x6xi1>, tensor<f32>, tensor<f32>) -> tensor<2x1x8x6xf32>
  %1 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %2 = onnx.MatMul %q, %1 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %3 = onnx.Mul %2, %c : (tensor<2x4x8x6xf32>, tensor<f32>) -> tensor<2x4x8x6xf32>
  %4 = onnx.Add %3, %0 : (tensor<2x4x8x6xf32>, tensor<2x1x8x6xf32>) -> tensor<2x4x8x6xf32>
  %5 = onnx.Softmax %4 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %6 = onnx.MatMul %5, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %6 : tensor<2x4x8x16xf32>
}

// -----

// CHECK-LABEL: func @two_booleans(
//      CHECK:   %[[W:.*]] = onnx.Not
//      CHECK:   %[[M:.*]] = onnx.And {{.*}} -> tensor<2x1x8x6xi1>
//      CHECK:   onnx.Attention %arg0, %arg1, %arg2, %[[M]]
func.func @two_booleans(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>,
    %m: tensor<2x1x1x6xi1>,
    %w: tensor<8x6xi1>)
    -> tensor<2x4x8x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %never = onnx.Constant dense<0xFF800000> : tensor<f32>
  %2 = onnx.Where %m, %1, %never : (tensor<2x1x1x6xi1>, tensor<2x4x8x6xf32>, tensor<f32>) -> tensor<2x4x8x6xf32>
  %3 = onnx.Where %w, %never, %2 : (tensor<8x6xi1>, tensor<f32>, tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %4 = onnx.Softmax %3 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %5 = onnx.MatMul %4, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %5 : tensor<2x4x8x16xf32>
}

// -----

// baddbmm with beta = 0 adds zeros that are too many to fold.
// CHECK-LABEL: func @zeros_are_no_mask(
//      CHECK:   %[[NONE:.*]] = onnx.NoValue
// CHECK-NEXT:   %[[Y:.*]] = onnx.Attention %arg0, %arg1, %arg2, %[[NONE]] {scale = 2.500000e-01 : f32}
// CHECK-NEXT:   return %[[Y]]
func.func @zeros_are_no_mask(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>)
    -> tensor<2x4x8x16xf32> {
  %shape = onnx.Constant dense<[2, 4, 8, 6]> : tensor<4xi64>
  %beta = onnx.Constant dense<0.0> : tensor<f32>
  %0 = onnx.ConstantOfShape %shape : (tensor<4xi64>) -> tensor<2x4x8x6xf32>
  %1 = onnx.Mul %0, %beta : (tensor<2x4x8x6xf32>, tensor<f32>) -> tensor<2x4x8x6xf32>
  %2 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %3 = onnx.MatMul %q, %2 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %4 = onnx.Mul %3, %c : (tensor<2x4x8x6xf32>, tensor<f32>) -> tensor<2x4x8x6xf32>
  %5 = onnx.Add %4, %1 : (tensor<2x4x8x6xf32>, tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %6 = onnx.Softmax %5 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %7 = onnx.MatMul %6, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %7 : tensor<2x4x8x16xf32>
}

// -----

// The same finite number on all scores changes nothing.
// CHECK-LABEL: func @constant_shift(
//      CHECK:   %[[NONE:.*]] = onnx.NoValue
// CHECK-NEXT:   %[[Y:.*]] = onnx.Attention %arg0, %arg1, %arg2, %[[NONE]] {scale = 2.500000e-01 : f32}
// CHECK-NEXT:   return %[[Y]]
func.func @constant_shift(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>)
    -> tensor<2x4x8x16xf32> {
  %shift = onnx.Constant dense<-12.0> : tensor<1x1x1x6xf32>
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %2 = onnx.Mul %1, %c : (tensor<2x4x8x6xf32>, tensor<f32>) -> tensor<2x4x8x6xf32>
  %3 = onnx.Add %2, %shift : (tensor<2x4x8x6xf32>, tensor<1x1x1x6xf32>) -> tensor<2x4x8x6xf32>
  %4 = onnx.Softmax %3 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %5 = onnx.MatMul %4, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %5 : tensor<2x4x8x16xf32>
}
