// RUN: burin-opt %s -split-input-file -verify-diagnostics --onnx-to-linalg --verify-linalg | FileCheck %s
// RUN: burin-opt %s -split-input-file -verify-diagnostics --onnx-to-linalg=decompose-attention | FileCheck %s --check-prefix=APART

// APART-LABEL: func.func @plain
// APART-NOT: fused.attention
// APART: linalg.softmax

// CHECK-LABEL: func.func @plain
// CHECK: %[[INIT:.*]] = tensor.empty() : tensor<2x8x64x40xf16>
// CHECK: fused.attention scale = 0.158113882 ins(%arg0, %arg1, %arg2 : tensor<2x8x64x40xf16>, tensor<2x8x77x40xf16>, tensor<2x8x77x40xf16>) outs(%[[INIT]] : tensor<2x8x64x40xf16>) -> tensor<2x8x64x40xf16>
func.func @plain(%q: tensor<2x8x64x40xf16>, %k: tensor<2x8x77x40xf16>, %v: tensor<2x8x77x40xf16>) -> tensor<2x8x64x40xf16> {
  %none = onnx.NoValue : none
  %0 = onnx.Attention %q, %k, %v, %none : (tensor<2x8x64x40xf16>, tensor<2x8x77x40xf16>, tensor<2x8x77x40xf16>, none) -> tensor<2x8x64x40xf16>
  return %0 : tensor<2x8x64x40xf16>
}

// CHECK-LABEL: func.func @causal
// CHECK: fused.attention scale = {{.*}} causal ins(
func.func @causal(%q: tensor<1x2x4x8xf32>) -> tensor<1x2x4x8xf32> {
  %none = onnx.NoValue : none
  %0 = onnx.Attention %q, %q, %q, %none {is_causal = 1 : i64} : (tensor<1x2x4x8xf32>, tensor<1x2x4x8xf32>, tensor<1x2x4x8xf32>, none) -> tensor<1x2x4x8xf32>
  return %0 : tensor<1x2x4x8xf32>
}

// Rank 3: heads are split off and merged again, the mask gets rank 4.
// CHECK-LABEL: func.func @merged_heads
// CHECK: tensor.expand_shape %{{.*}} output_shape [1, 4, 2, 8]
// CHECK: %[[MASK:.*]] = tensor.expand_shape %arg1 {{.*}} output_shape [1, 1, 4, 4] : tensor<4x4xi1> into tensor<1x1x4x4xi1>
// CHECK: fused.attention {{.*}} ins(%{{.*}}, %[[MASK]] : tensor<1x2x4x8xf32>, tensor<1x2x4x8xf32>, tensor<1x2x4x8xf32>, tensor<1x1x4x4xi1>)
// CHECK: tensor.collapse_shape %{{.*}} into tensor<1x4x16xf32>
// CHECK: return
func.func @merged_heads(%q: tensor<1x4x16xf32>, %mask: tensor<4x4xi1>) -> tensor<1x4x16xf32> {
  %0 = onnx.Attention %q, %q, %q, %mask {q_num_heads = 2 : i64, kv_num_heads = 2 : i64} : (tensor<1x4x16xf32>, tensor<1x4x16xf32>, tensor<1x4x16xf32>, tensor<4x4xi1>) -> tensor<1x4x16xf32>
  return %0 : tensor<1x4x16xf32>
}

// CHECK-LABEL: func.func @grouped_queries
// CHECK: fused.attention {{.*}} ins(%arg0, %arg1, %arg1 : tensor<1x4x4x8xf32>, tensor<1x2x4x8xf32>, tensor<1x2x4x8xf32>)
func.func @grouped_queries(%q: tensor<1x4x4x8xf32>, %k: tensor<1x2x4x8xf32>) -> tensor<1x4x4x8xf32> {
  %none = onnx.NoValue : none
  %0 = onnx.Attention %q, %k, %k, %none : (tensor<1x4x4x8xf32>, tensor<1x2x4x8xf32>, tensor<1x2x4x8xf32>, none) -> tensor<1x4x4x8xf32>
  return %0 : tensor<1x4x4x8xf32>
}

// -----

// The fused op has no softcap: two products around a softmax. Query heads that
// share a key head are rows of one matrix.
// CHECK-DAG: #[[$Q:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, d1, d3)>
// CHECK-DAG: #[[$K:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, d2, d3)>
// CHECK-LABEL: func.func @softcap
// CHECK-NOT: fused.attention
// CHECK: linalg.batch_matmul indexing_maps = [#[[$Q]], #[[$K]], #{{.*}}] ins(%{{.*}} : tensor<2x8x8xf16>, tensor<2x4x8xf16>) outs(%{{.*}} : tensor<2x8x4xf32>)
// CHECK: math.tanh
// CHECK: %[[QUERY:.*]] = linalg.index 2
// CHECK: %[[KEY:.*]] = linalg.index 3
// CHECK: arith.cmpi sle, %[[KEY]], %[[QUERY]]
// CHECK: linalg.softmax dimension(3) ins(%{{.*}} : tensor<1x4x4x4xf32>)
// CHECK: linalg.batch_matmul ins(%{{.*}} : tensor<2x8x4xf16>, tensor<2x4x8xf16>)
func.func @softcap(%q: tensor<1x4x4x8xf16>, %k: tensor<1x2x4x8xf16>) -> tensor<1x4x4x8xf16> {
  %none = onnx.NoValue : none
  %0 = onnx.Attention %q, %k, %k, %none {softcap = 3.0 : f32, is_causal = 1 : i64} : (tensor<1x4x4x8xf16>, tensor<1x2x4x8xf16>, tensor<1x2x4x8xf16>, none) -> tensor<1x4x4x8xf16>
  return %0 : tensor<1x4x4x8xf16>
}

// Nor does it take bfloat16. Rows that see no key are zero.
// CHECK-LABEL: func.func @bfloat16
// CHECK-NOT: fused.attention
// CHECK: arith.select
// CHECK: linalg.softmax
// CHECK: arith.cmpf oeq
func.func @bfloat16(%q: tensor<1x2x4x8xbf16>, %mask: tensor<4x4xi1>) -> tensor<1x2x4x8xbf16> {
  %0 = onnx.Attention %q, %q, %q, %mask : (tensor<1x2x4x8xbf16>, tensor<1x2x4x8xbf16>, tensor<1x2x4x8xbf16>, tensor<4x4xi1>) -> tensor<1x2x4x8xbf16>
  return %0 : tensor<1x2x4x8xbf16>
}

// -----

func.func @no_heads(%q: tensor<1x4x16xf32>) -> tensor<1x4x16xf32> {
  %none = onnx.NoValue : none
  // expected-error@+1 {{cannot be lowered: needs rank 4, or rank 3 with numbers of heads}}
  %0 = onnx.Attention %q, %q, %q, %none : (tensor<1x4x16xf32>, tensor<1x4x16xf32>, tensor<1x4x16xf32>, none) -> tensor<1x4x16xf32>
  return %0 : tensor<1x4x16xf32>
}

// -----

func.func @mask_shape(%q: tensor<1x2x4x8xf32>, %mask: tensor<4x3xf32>) -> tensor<1x2x4x8xf32> {
  // expected-error@+1 {{cannot be lowered: has a mask that does not broadcast to its scores}}
  %0 = onnx.Attention %q, %q, %q, %mask : (tensor<1x2x4x8xf32>, tensor<1x2x4x8xf32>, tensor<1x2x4x8xf32>, tensor<4x3xf32>) -> tensor<1x2x4x8xf32>
  return %0 : tensor<1x2x4x8xf32>
}
