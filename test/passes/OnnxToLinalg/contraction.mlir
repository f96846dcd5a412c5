// RUN: burin-opt %s -split-input-file -verify-diagnostics --onnx-to-linalg --verify-linalg | FileCheck %s

// Batch dimensions join the rows; sums are f32, the element type comes back
// in a generic behind.
// CHECK-LABEL: func.func @activation_by_weight
// CHECK: %[[X:.*]] = tensor.collapse_shape %{{.*}} {{\[\[}}0, 1], [2]] : tensor<2x64x320xf16> into tensor<128x320xf16>
// CHECK: %[[INIT:.*]] = linalg.fill {{.*}} -> tensor<128x640xf32>
// CHECK: %[[ACC:.*]] = linalg.matmul ins(%[[X]], %{{.*}} : tensor<128x320xf16>, tensor<320x640xf16>) outs(%[[INIT]] : tensor<128x640xf32>)
// CHECK: linalg.generic {{.*}} ins(%[[ACC]]
// CHECK: arith.truncf
// CHECK: tensor.expand_shape %{{.*}} output_shape [2, 64, 640]
func.func @activation_by_weight(%x: tensor<2x64x320xf16>, %w: tensor<320x640xf16>) -> tensor<2x64x640xf16> {
  %0 = onnx.MatMul %x, %w : (tensor<2x64x320xf16>, tensor<320x640xf16>) -> tensor<2x64x640xf16>
  return %0 : tensor<2x64x640xf16>
}

// f32 needs no generic behind.
// CHECK-LABEL: func.func @batch
// CHECK: linalg.batch_matmul ins(%{{.*}}, %{{.*}} : tensor<16x64x40xf32>, tensor<16x40x77xf32>)
// CHECK-NOT: linalg.generic
// CHECK: tensor.expand_shape %{{.*}} output_shape [2, 8, 64, 77]
func.func @batch(%q: tensor<2x8x64x40xf32>, %k: tensor<2x8x40x77xf32>) -> tensor<2x8x64x77xf32> {
  %0 = onnx.MatMul %q, %k : (tensor<2x8x64x40xf32>, tensor<2x8x40x77xf32>) -> tensor<2x8x64x77xf32>
  return %0 : tensor<2x8x64x77xf32>
}

// CHECK-LABEL: func.func @broadcast_batch
// CHECK: linalg.generic
// CHECK-SAME: iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction"]
func.func @broadcast_batch(%a: tensor<2x1x3x4xf32>, %b: tensor<5x4x6xf32>) -> tensor<2x5x3x6xf32> {
  %0 = onnx.MatMul %a, %b : (tensor<2x1x3x4xf32>, tensor<5x4x6xf32>) -> tensor<2x5x3x6xf32>
  return %0 : tensor<2x5x3x6xf32>
}

// CHECK-LABEL: func.func @vectors
// CHECK: linalg.matmul ins(%{{.*}}, %{{.*}} : tensor<1x4xf32>, tensor<4x1xf32>)
// CHECK: tensor.collapse_shape %{{.*}} [] : tensor<1x1xf32> into tensor<f32>
func.func @vectors(%a: tensor<4xf32>, %b: tensor<4xf32>) -> tensor<f32> {
  %0 = onnx.MatMul %a, %b : (tensor<4xf32>, tensor<4xf32>) -> tensor<f32>
  return %0 : tensor<f32>
}

// CHECK-LABEL: func.func @integers
// CHECK: linalg.matmul {{.*}} outs(%{{.*}} : tensor<2x3xi32>)
func.func @integers(%a: tensor<2x4xi32>, %b: tensor<4x3xi32>) -> tensor<2x3xi32> {
  %0 = onnx.MatMul %a, %b : (tensor<2x4xi32>, tensor<4x3xi32>) -> tensor<2x3xi32>
  return %0 : tensor<2x3xi32>
}

// -----

// Transposition is part of the maps; nothing is moved.
// CHECK-DAG: #[[$A:.*]] = affine_map<(d0, d1, d2) -> (d0, d2)>
// CHECK-DAG: #[[$B:.*]] = affine_map<(d0, d1, d2) -> (d1, d2)>
// CHECK-DAG: #[[$C:.*]] = affine_map<(d0, d1, d2) -> (d0, d1)>
// CHECK-LABEL: func.func @gemm
// CHECK: %[[ACC:.*]] = linalg.matmul indexing_maps = [#[[$A]], #[[$B]], #[[$C]]]
// CHECK-SAME: tensor<2x5xf32>
// CHECK: linalg.generic {{.*}} ins(%[[ACC]], %{{.*}} : tensor<2x5xf32>, tensor<5xf16>)
// CHECK: arith.addf
// CHECK-NOT: arith.mulf
// CHECK: arith.truncf
func.func @gemm(%a: tensor<2x4xf16>, %b: tensor<5x4xf16>, %c: tensor<5xf16>) -> tensor<2x5xf16> {
  %0 = onnx.Gemm %a, %b, %c {transB = 1 : i64} : (tensor<2x4xf16>, tensor<5x4xf16>, tensor<5xf16>) -> tensor<2x5xf16>
  return %0 : tensor<2x5xf16>
}

// CHECK-LABEL: func.func @gemm_scaled
// CHECK: linalg.matmul
// CHECK-COUNT-2: arith.mulf
// CHECK: arith.addf
func.func @gemm_scaled(%a: tensor<4x2xf32>, %b: tensor<4x5xf32>, %c: tensor<2x1xf32>) -> tensor<2x5xf32> {
  %0 = onnx.Gemm %a, %b, %c {transA = 1 : i64, alpha = 2.0 : f32, beta = 0.5 : f32} : (tensor<4x2xf32>, tensor<4x5xf32>, tensor<2x1xf32>) -> tensor<2x5xf32>
  return %0 : tensor<2x5xf32>
}

// -----

func.func @inner_sizes(%a: tensor<2x4xf32>, %b: tensor<5x3xf32>) -> tensor<2x3xf32> {
  // expected-error@+1 {{cannot be lowered: has operands whose inner sizes differ}}
  %0 = onnx.MatMul %a, %b : (tensor<2x4xf32>, tensor<5x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// -----

func.func @batch_sizes(%a: tensor<2x3x4xf32>, %b: tensor<3x4x5xf32>) -> tensor<2x3x5xf32> {
  // expected-error@+1 {{cannot be lowered: has batch dimensions that do not broadcast}}
  %0 = onnx.MatMul %a, %b : (tensor<2x3x4xf32>, tensor<3x4x5xf32>) -> tensor<2x3x5xf32>
  return %0 : tensor<2x3x5xf32>
}
