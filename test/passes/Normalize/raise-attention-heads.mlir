// RUN: burin-opt %s --onnx-raise-attention --split-input-file | FileCheck %s
// RUN: burin-opt %s --onnx-raise-attention --onnx-raise-attention --split-input-file | FileCheck %s

// K is split and transposed in one step: only its order changes.
// CHECK-LABEL: func @split_and_merge(
//      CHECK:   %[[K3:.*]] = onnx.Reshape %arg1, {{.*}} -> tensor<2x6x4x16xf32>
//  CHECK-NOT:   0, 2, 3, 1
//      CHECK:   %[[K:.*]] = onnx.Transpose %[[K3]] {perm = array<i64: 0, 2, 1, 3>}
//      CHECK:   %[[Y:.*]] = onnx.Attention %{{.*}}, %[[K]], %
//      CHECK:   %[[T:.*]] = onnx.Transpose %[[Y]] {perm = array<i64: 0, 2, 1, 3>}
//      CHECK:   onnx.Reshape %[[T]], {{.*}} -> tensor<2x8x64xf32>
func.func @split_and_merge(
    %q: tensor<2x8x64xf32>,
    %k: tensor<2x6x64xf32>,
    %v: tensor<2x6x64xf32>)
    -> tensor<2x8x64xf32> {
  %s0 = onnx.Constant dense<[2, 8, 4, 16]> : tensor<4xi64>
  %0 = onnx.Reshape %q, %s0 : (tensor<2x8x64xf32>, tensor<4xi64>) -> tensor<2x8x4x16xf32>
  %1 = onnx.Transpose %0 {perm = array<i64: 0, 2, 1, 3>} : (tensor<2x8x4x16xf32>) -> tensor<2x4x8x16xf32>
  %s2 = onnx.Constant dense<[2, 6, 4, 16]> : tensor<4xi64>
  %2 = onnx.Reshape %k, %s2 : (tensor<2x6x64xf32>, tensor<4xi64>) -> tensor<2x6x4x16xf32>
  %3 = onnx.Transpose %2 {perm = array<i64: 0, 2, 3, 1>} : (tensor<2x6x4x16xf32>) -> tensor<2x4x16x6xf32>
  %s4 = onnx.Constant dense<[2, 6, 4, 16]> : tensor<4xi64>
  %4 = onnx.Reshape %v, %s4 : (tensor<2x6x64xf32>, tensor<4xi64>) -> tensor<2x6x4x16xf32>
  %5 = onnx.Transpose %4 {perm = array<i64: 0, 2, 1, 3>} : (tensor<2x6x4x16xf32>) -> tensor<2x4x6x16xf32>
  %6 = onnx.MatMul %1, %3 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %7 = onnx.Softmax %6 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %8 = onnx.MatMul %7, %5 : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  %9 = onnx.Transpose %8 {perm = array<i64: 0, 2, 1, 3>} : (tensor<2x4x8x16xf32>) -> tensor<2x8x4x16xf32>
  %s10 = onnx.Constant dense<[2, 8, 64]> : tensor<3xi64>
  %10 = onnx.Reshape %9, %s10 : (tensor<2x8x4x16xf32>, tensor<3xi64>) -> tensor<2x8x64xf32>
  return %10 : tensor<2x8x64xf32>
}

// -----

// [B, H, N, D] -> [B * H, N, D]: batch and heads are seen again in what was merged.
// CHECK-LABEL: func @folded_heads(
//      CHECK:   %[[Y:.*]] = onnx.Attention {{.*}} : (tensor<2x4x8x16xf32>, tensor<2x4x6x16xf32>, tensor<2x4x6x16xf32>, none)
//  CHECK-NOT:   tensor<8x
//      CHECK:   onnx.Transpose %[[Y]] {perm = array<i64: 0, 2, 1, 3>}
func.func @folded_heads(
    %q: tensor<2x8x64xf32>,
    %k: tensor<2x6x64xf32>,
    %v: tensor<2x6x64xf32>)
    -> tensor<2x8x64xf32> {
  %s0 = onnx.Constant dense<[2, 8, 4, 16]> : tensor<4xi64>
  %0 = onnx.Reshape %q, %s0 : (tensor<2x8x64xf32>, tensor<4xi64>) -> tensor<2x8x4x16xf32>
  %1 = onnx.Transpose %0 {perm = array<i64: 0, 2, 1, 3>} : (tensor<2x8x4x16xf32>) -> tensor<2x4x8x16xf32>
  %s2 = onnx.Constant dense<[8, 8, 16]> : tensor<3xi64>
  %2 = onnx.Reshape %1, %s2 : (tensor<2x4x8x16xf32>, tensor<3xi64>) -> tensor<8x8x16xf32>
  %s3 = onnx.Constant dense<[2, 6, 4, 16]> : tensor<4xi64>
  %3 = onnx.Reshape %k, %s3 : (tensor<2x6x64xf32>, tensor<4xi64>) -> tensor<2x6x4x16xf32>
  %4 = onnx.Transpose %3 {perm = array<i64: 0, 2, 1, 3>} : (tensor<2x6x4x16xf32>) -> tensor<2x4x6x16xf32>
  %s5 = onnx.Constant dense<[8, 6, 16]> : tensor<3xi64>
  %5 = onnx.Reshape %4, %s5 : (tensor<2x4x6x16xf32>, tensor<3xi64>) -> tensor<8x6x16xf32>
  %s6 = onnx.Constant dense<[2, 6, 4, 16]> : tensor<4xi64>
  %6 = onnx.Reshape %v, %s6 : (tensor<2x6x64xf32>, tensor<4xi64>) -> tensor<2x6x4x16xf32>
  %7 = onnx.Transpose %6 {perm = array<i64: 0, 2, 1, 3>} : (tensor<2x6x4x16xf32>) -> tensor<2x4x6x16xf32>
  %s8 = onnx.Constant dense<[8, 6, 16]> : tensor<3xi64>
  %8 = onnx.Reshape %7, %s8 : (tensor<2x4x6x16xf32>, tensor<3xi64>) -> tensor<8x6x16xf32>
  %9 = onnx.Transpose %5 {perm = array<i64: 0, 2, 1>} : (tensor<8x6x16xf32>) -> tensor<8x16x6xf32>
  %10 = onnx.MatMul %2, %9 : (tensor<8x8x16xf32>, tensor<8x16x6xf32>) -> tensor<8x8x6xf32>
  %11 = onnx.Softmax %10 : (tensor<8x8x6xf32>) -> tensor<8x8x6xf32>
  %12 = onnx.MatMul %11, %8 : (tensor<8x8x6xf32>, tensor<8x6x16xf32>) -> tensor<8x8x16xf32>
  %s13 = onnx.Constant dense<[2, 4, 8, 16]> : tensor<4xi64>
  %13 = onnx.Reshape %12, %s13 : (tensor<8x8x16xf32>, tensor<4xi64>) -> tensor<2x4x8x16xf32>
  %14 = onnx.Transpose %13 {perm = array<i64: 0, 2, 1, 3>} : (tensor<2x4x8x16xf32>) -> tensor<2x8x4x16xf32>
  %s15 = onnx.Constant dense<[2, 8, 64]> : tensor<3xi64>
  %15 = onnx.Reshape %14, %s15 : (tensor<2x8x4x16xf32>, tensor<3xi64>) -> tensor<2x8x64xf32>
  return %15 : tensor<2x8x64xf32>
}

// -----

// Where nothing tells batch from heads, all is batch.
// CHECK-LABEL: func @folded_from_the_start(
//      CHECK:   onnx.Attention {{.*}} : (tensor<8x1x8x16xf32>, tensor<8x1x6x16xf32>, tensor<8x1x6x16xf32>, none)
//      CHECK:   onnx.Reshape {{.*}} -> tensor<8x8x16xf32>
func.func @folded_from_the_start(
    %q: tensor<8x8x16xf32>,
    %k: tensor<8x6x16xf32>,
    %v: tensor<8x6x16xf32>)
    -> tensor<8x8x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 2, 1>} : (tensor<8x6x16xf32>) -> tensor<8x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<8x8x16xf32>, tensor<8x16x6xf32>) -> tensor<8x8x6xf32>
  %2 = onnx.Softmax %1 : (tensor<8x8x6xf32>) -> tensor<8x8x6xf32>
  %3 = onnx.MatMul %2, %v : (tensor<8x8x6xf32>, tensor<8x6x16xf32>) -> tensor<8x8x16xf32>
  return %3 : tensor<8x8x16xf32>
}

// -----

// No leading dimensions at all.
// CHECK-LABEL: func @matrices(
//      CHECK:   onnx.Attention {{.*}} : (tensor<1x1x8x16xf32>, tensor<1x1x6x16xf32>, tensor<1x1x6x16xf32>, none)
//      CHECK:   onnx.Reshape {{.*}} -> tensor<8x16xf32>
func.func @matrices(
    %q: tensor<8x16xf32>,
    %k: tensor<6x16xf32>,
    %v: tensor<6x16xf32>)
    -> tensor<8x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 1, 0>} : (tensor<6x16xf32>) -> tensor<16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<8x16xf32>, tensor<16x6xf32>) -> tensor<8x6xf32>
  %2 = onnx.Softmax %1 : (tensor<8x6xf32>) -> tensor<8x6xf32>
  %3 = onnx.MatMul %2, %v : (tensor<8x6xf32>, tensor<6x16xf32>) -> tensor<8x16xf32>
  return %3 : tensor<8x16xf32>
}

// -----

// Frames of a video are batch.
// CHECK-LABEL: func @five_dimensions(
//      CHECK:   onnx.Attention {{.*}} : (tensor<6x4x8x16xf32>, tensor<6x4x6x16xf32>, tensor<6x4x6x16xf32>, none)
func.func @five_dimensions(
    %q: tensor<2x3x4x8x16xf32>,
    %k: tensor<2x3x4x6x16xf32>,
    %v: tensor<2x3x4x6x16xf32>)
    -> tensor<2x3x4x8x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 2, 4, 3>} : (tensor<2x3x4x6x16xf32>) -> tensor<2x3x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x3x4x8x16xf32>, tensor<2x3x4x16x6xf32>) -> tensor<2x3x4x8x6xf32>
  %2 = onnx.Softmax %1 : (tensor<2x3x4x8x6xf32>) -> tensor<2x3x4x8x6xf32>
  %3 = onnx.MatMul %2, %v : (tensor<2x3x4x8x6xf32>, tensor<2x3x4x6x16xf32>) -> tensor<2x3x4x8x16xf32>
  return %3 : tensor<2x3x4x8x16xf32>
}

// -----

// Scores get their heads back for the softmax only.
// CHECK-LABEL: func @softmax_between_reshapes(
//      CHECK:   onnx.Attention {{.*}} : (tensor<2x4x8x16xf32>, tensor<2x4x6x16xf32>, tensor<2x4x6x16xf32>, none)
func.func @softmax_between_reshapes(
    %q: tensor<8x8x16xf32>,
    %k: tensor<8x6x16xf32>,
    %v: tensor<8x6x16xf32>)
    -> tensor<8x8x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 2, 1>} : (tensor<8x6x16xf32>) -> tensor<8x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<8x8x16xf32>, tensor<8x16x6xf32>) -> tensor<8x8x6xf32>
  %s2 = onnx.Constant dense<[2, 4, 8, 6]> : tensor<4xi64>
  %2 = onnx.Reshape %1, %s2 : (tensor<8x8x6xf32>, tensor<4xi64>) -> tensor<2x4x8x6xf32>
  %3 = onnx.Softmax %2 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %s4 = onnx.Constant dense<[8, 8, 6]> : tensor<3xi64>
  %4 = onnx.Reshape %3, %s4 : (tensor<2x4x8x6xf32>, tensor<3xi64>) -> tensor<8x8x6xf32>
  %5 = onnx.MatMul %4, %v : (tensor<8x8x6xf32>, tensor<8x6x16xf32>) -> tensor<8x8x16xf32>
  return %5 : tensor<8x8x16xf32>
}

// -----

// All heads read the same keys and values.
// CHECK-LABEL: func @shared_keys(
//      CHECK:   onnx.Attention %arg0, %arg1, %arg2, {{.*}} : (tensor<2x4x8x16xf32>, tensor<2x1x6x16xf32>, tensor<2x1x6x16xf32>, none)
func.func @shared_keys(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x1x6x16xf32>,
    %v: tensor<2x1x6x16xf32>)
    -> tensor<2x4x8x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x1x6x16xf32>) -> tensor<2x1x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x8x16xf32>, tensor<2x1x16x6xf32>) -> tensor<2x4x8x6xf32>
  %2 = onnx.Softmax %1 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %3 = onnx.MatMul %2, %v : (tensor<2x4x8x6xf32>, tensor<2x1x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %3 : tensor<2x4x8x16xf32>
}

// -----

// HF CLIP scales the projection of Q before it splits the heads.
// CHECK-LABEL: func @scale_before_the_split(
//   CHECK-NOT:   onnx.Mul
//      CHECK:   onnx.Attention {{.*}} {scale = 2.500000e-01 : f32}
func.func @scale_before_the_split(
    %q: tensor<2x8x64xf32>,
    %k: tensor<2x6x64xf32>,
    %v: tensor<2x6x64xf32>)
    -> tensor<2x4x8x16xf32> {
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %0 = onnx.Mul %q, %c : (tensor<2x8x64xf32>, tensor<f32>) -> tensor<2x8x64xf32>
  %s1 = onnx.Constant dense<[2, 8, 4, 16]> : tensor<4xi64>
  %1 = onnx.Reshape %0, %s1 : (tensor<2x8x64xf32>, tensor<4xi64>) -> tensor<2x8x4x16xf32>
  %2 = onnx.Transpose %1 {perm = array<i64: 0, 2, 1, 3>} : (tensor<2x8x4x16xf32>) -> tensor<2x4x8x16xf32>
  %s3 = onnx.Constant dense<[2, 6, 4, 16]> : tensor<4xi64>
  %3 = onnx.Reshape %k, %s3 : (tensor<2x6x64xf32>, tensor<4xi64>) -> tensor<2x6x4x16xf32>
  %4 = onnx.Transpose %3 {perm = array<i64: 0, 2, 1, 3>} : (tensor<2x6x4x16xf32>) -> tensor<2x4x6x16xf32>
  %5 = onnx.Transpose %4 {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %6 = onnx.MatMul %2, %5 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %7 = onnx.Softmax %6 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %s8 = onnx.Constant dense<[2, 6, 4, 16]> : tensor<4xi64>
  %8 = onnx.Reshape %v, %s8 : (tensor<2x6x64xf32>, tensor<4xi64>) -> tensor<2x6x4x16xf32>
  %9 = onnx.Transpose %8 {perm = array<i64: 0, 2, 1, 3>} : (tensor<2x6x4x16xf32>) -> tensor<2x4x6x16xf32>
  %10 = onnx.MatMul %7, %9 : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %10 : tensor<2x4x8x16xf32>
}

// -----

// V^T P^T on [B, C, N] tensors, as in the autoencoder of latent diffusion.
// CHECK-LABEL: func @transposed_result(
//      CHECK:   %[[Q:.*]] = onnx.Transpose %arg0 {perm = array<i64: 0, 2, 1>}
//      CHECK:   %[[Y:.*]] = onnx.Attention {{.*}} {scale = 2.500000e-01 : f32} : (tensor<2x1x8x16xf32>, tensor<2x1x6x16xf32>, tensor<2x1x6x24xf32>, none)
//      CHECK:   onnx.Transpose {{.*}} -> tensor<2x24x8xf32>
func.func @transposed_result(
    %q: tensor<2x16x8xf32>,
    %k: tensor<2x16x6xf32>,
    %v: tensor<2x24x6xf32>)
    -> tensor<2x24x8xf32> {
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %0 = onnx.Transpose %q {perm = array<i64: 0, 2, 1>} : (tensor<2x16x8xf32>) -> tensor<2x8x16xf32>
  %1 = onnx.MatMul %0, %k : (tensor<2x8x16xf32>, tensor<2x16x6xf32>) -> tensor<2x8x6xf32>
  %2 = onnx.Mul %1, %c : (tensor<2x8x6xf32>, tensor<f32>) -> tensor<2x8x6xf32>
  %3 = onnx.Softmax %2 : (tensor<2x8x6xf32>) -> tensor<2x8x6xf32>
  %4 = onnx.Transpose %3 {perm = array<i64: 0, 2, 1>} : (tensor<2x8x6xf32>) -> tensor<2x6x8xf32>
  %5 = onnx.MatMul %v, %4 : (tensor<2x24x6xf32>, tensor<2x6x8xf32>) -> tensor<2x24x8xf32>
  return %5 : tensor<2x24x8xf32>
}

// -----

// K Q^T with a softmax over the rows, which are keys.
// CHECK-LABEL: func @transposed_scores(
//      CHECK:   %[[Q:.*]] = onnx.Transpose %arg0 {perm = array<i64: 0, 1, 3, 2>}
//      CHECK:   %[[V:.*]] = onnx.Transpose %arg2 {perm = array<i64: 0, 1, 3, 2>}
//      CHECK:   %[[Y:.*]] = onnx.Attention %[[Q]], %arg1, %[[V]]
//      CHECK:   onnx.Transpose %[[Y]] {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x8x24xf32>)
func.func @transposed_scores(
    %q: tensor<2x4x16x8xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x24x6xf32>)
    -> tensor<2x4x24x8xf32> {
  %0 = onnx.MatMul %k, %q : (tensor<2x4x6x16xf32>, tensor<2x4x16x8xf32>) -> tensor<2x4x6x8xf32>
  %1 = onnx.Softmax %0 {axis = 2 : i64} : (tensor<2x4x6x8xf32>) -> tensor<2x4x6x8xf32>
  %2 = onnx.MatMul %v, %1 : (tensor<2x4x24x6xf32>, tensor<2x4x6x8xf32>) -> tensor<2x4x24x8xf32>
  return %2 : tensor<2x4x24x8xf32>
}

// -----

// One product and a Split.
// CHECK-LABEL: func @fused_qkv_split(
//      CHECK:   %[[S:.*]]:3 = onnx.Split
//      CHECK:   onnx.Attention {{.*}} : (tensor<2x4x8x16xf32>, tensor<2x4x8x16xf32>, tensor<2x4x8x16xf32>, none)
func.func @fused_qkv_split(%x: tensor<2x8x64xf32>, %w: tensor<64x192xf32>) -> tensor<2x4x8x16xf32> {
  %0 = onnx.MatMul %x, %w : (tensor<2x8x64xf32>, tensor<64x192xf32>) -> tensor<2x8x192xf32>
  %none = onnx.NoValue : none
  %s:3 = onnx.Split %0, %none {axis = 2 : i64} : (tensor<2x8x192xf32>, none) -> (tensor<2x8x64xf32>, tensor<2x8x64xf32>, tensor<2x8x64xf32>)
  %s1 = onnx.Constant dense<[2, 8, 4, 16]> : tensor<4xi64>
  %1 = onnx.Reshape %s#0, %s1 : (tensor<2x8x64xf32>, tensor<4xi64>) -> tensor<2x8x4x16xf32>
  %2 = onnx.Transpose %1 {perm = array<i64: 0, 2, 1, 3>} : (tensor<2x8x4x16xf32>) -> tensor<2x4x8x16xf32>
  %s3 = onnx.Constant dense<[2, 8, 4, 16]> : tensor<4xi64>
  %3 = onnx.Reshape %s#1, %s3 : (tensor<2x8x64xf32>, tensor<4xi64>) -> tensor<2x8x4x16xf32>
  %4 = onnx.Transpose %3 {perm = array<i64: 0, 2, 1, 3>} : (tensor<2x8x4x16xf32>) -> tensor<2x4x8x16xf32>
  %s5 = onnx.Constant dense<[2, 8, 4, 16]> : tensor<4xi64>
  %5 = onnx.Reshape %s#2, %s5 : (tensor<2x8x64xf32>, tensor<4xi64>) -> tensor<2x8x4x16xf32>
  %6 = onnx.Transpose %5 {perm = array<i64: 0, 2, 1, 3>} : (tensor<2x8x4x16xf32>) -> tensor<2x4x8x16xf32>
  %7 = onnx.Transpose %4 {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x8x16xf32>) -> tensor<2x4x16x8xf32>
  %8 = onnx.MatMul %2, %7 : (tensor<2x4x8x16xf32>, tensor<2x4x16x8xf32>) -> tensor<2x4x8x8xf32>
  %9 = onnx.Softmax %8 : (tensor<2x4x8x8xf32>) -> tensor<2x4x8x8xf32>
  %10 = onnx.MatMul %9, %6 : (tensor<2x4x8x8xf32>, tensor<2x4x8x16xf32>) -> tensor<2x4x8x16xf32>
  return %10 : tensor<2x4x8x16xf32>
}

// -----

// One product, [B, N, 3, H, D] -> [3, B, H, N, D], and three Gathers (timm).
// CHECK-LABEL: func @fused_qkv_gather(
//      CHECK:   %[[T:.*]] = onnx.Transpose {{.*}} -> tensor<3x2x4x8x16xf32>
//      CHECK:   onnx.Attention %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}} {scale = 2.500000e-01 : f32}
func.func @fused_qkv_gather(
    %x: tensor<2x8x64xf32>,
    %w: tensor<64x192xf32>)
    -> tensor<2x4x8x16xf32> {
  %0 = onnx.MatMul %x, %w : (tensor<2x8x64xf32>, tensor<64x192xf32>) -> tensor<2x8x192xf32>
  %s1 = onnx.Constant dense<[2, 8, 3, 4, 16]> : tensor<5xi64>
  %1 = onnx.Reshape %0, %s1 : (tensor<2x8x192xf32>, tensor<5xi64>) -> tensor<2x8x3x4x16xf32>
  %2 = onnx.Transpose %1 {perm = array<i64: 2, 0, 3, 1, 4>} : (tensor<2x8x3x4x16xf32>) -> tensor<3x2x4x8x16xf32>
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %i0 = onnx.Constant dense<0> : tensor<i64>
  %3 = onnx.Gather %2, %i0 {axis = 0 : i64} : (tensor<3x2x4x8x16xf32>, tensor<i64>) -> tensor<2x4x8x16xf32>
  %i1 = onnx.Constant dense<1> : tensor<i64>
  %4 = onnx.Gather %2, %i1 {axis = 0 : i64} : (tensor<3x2x4x8x16xf32>, tensor<i64>) -> tensor<2x4x8x16xf32>
  %i2 = onnx.Constant dense<2> : tensor<i64>
  %5 = onnx.Gather %2, %i2 {axis = 0 : i64} : (tensor<3x2x4x8x16xf32>, tensor<i64>) -> tensor<2x4x8x16xf32>
  %6 = onnx.Mul %3, %c : (tensor<2x4x8x16xf32>, tensor<f32>) -> tensor<2x4x8x16xf32>
  %7 = onnx.Transpose %4 {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x8x16xf32>) -> tensor<2x4x16x8xf32>
  %8 = onnx.MatMul %6, %7 : (tensor<2x4x8x16xf32>, tensor<2x4x16x8xf32>) -> tensor<2x4x8x8xf32>
  %9 = onnx.Softmax %8 : (tensor<2x4x8x8xf32>) -> tensor<2x4x8x8xf32>
  %10 = onnx.MatMul %9, %5 : (tensor<2x4x8x8xf32>, tensor<2x4x8x16xf32>) -> tensor<2x4x8x16xf32>
  return %10 : tensor<2x4x8x16xf32>
}
