// RUN: burin-opt %s --decompose-attention | FileCheck %s

// The three steps: scores in f32, softmax, probabilities in the element type.
// CHECK-DAG: #[[$QUERY:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, d1, d3)>
// CHECK-DAG: #[[$KEY:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, d2, d3)>
// CHECK-LABEL: func.func @self
// CHECK-NOT: fused.attention
// CHECK: linalg.batch_matmul indexing_maps = [#[[$QUERY]], #[[$KEY]], #{{.*}}] ins(%{{.*}} : tensor<16x64x40xf16>, tensor<16x77x40xf16>) outs(%{{.*}} : tensor<16x64x77xf32>)
// CHECK: arith.constant 0.158113882 : f32
// CHECK: arith.mulf
// CHECK-NOT: arith.cmpi
// CHECK: linalg.softmax dimension(3) ins(%{{.*}} : tensor<2x8x64x77xf32>)
// CHECK: arith.truncf
// CHECK: linalg.batch_matmul ins(%{{.*}} : tensor<16x64x77xf16>, tensor<16x77x40xf16>)
// CHECK: arith.truncf
// CHECK: tensor.expand_shape {{.*}} output_shape [2, 8, 64, 40]
func.func @self(%q: tensor<2x8x64x40xf16>, %k: tensor<2x8x77x40xf16>, %v: tensor<2x8x77x40xf16>) -> tensor<2x8x64x40xf16> {
  %e = tensor.empty() : tensor<2x8x64x40xf16>
  %0 = fused.attention scale = 0.158113882 ins(%q, %k, %v : tensor<2x8x64x40xf16>, tensor<2x8x77x40xf16>, tensor<2x8x77x40xf16>)
    outs(%e : tensor<2x8x64x40xf16>) {kernel.attention = #kernel.config<schedule = "plain-attention", workgroup = [1, 1, 1], tile = [64], vector = 1>} -> tensor<2x8x64x40xf16>
  return %0 : tensor<2x8x64x40xf16>
}

// CHECK-LABEL: func.func @causal
// CHECK: %[[QUERY:.*]] = linalg.index 2
// CHECK: %[[KEY:.*]] = linalg.index 3
// CHECK: %[[SEES:.*]] = arith.cmpi sle, %[[KEY]], %[[QUERY]]
// CHECK: arith.select %[[SEES]]
// CHECK: linalg.softmax
func.func @causal(%q: tensor<1x2x4x8xf32>) -> tensor<1x2x4x8xf32> {
  %e = tensor.empty() : tensor<1x2x4x8xf32>
  %0 = fused.attention scale = 1.0 causal ins(%q, %q, %q : tensor<1x2x4x8xf32>, tensor<1x2x4x8xf32>, tensor<1x2x4x8xf32>)
    outs(%e : tensor<1x2x4x8xf32>) {kernel.attention = #kernel.config<schedule = "plain-attention", workgroup = [1, 1, 1], tile = [4], vector = 1>} -> tensor<1x2x4x8xf32>
  return %0 : tensor<1x2x4x8xf32>
}

// Rows that see no key are NaN after the softmax: zero.
// CHECK-LABEL: func.func @boolean_mask
// CHECK: arith.select %{{.*}}, %{{.*}}, %{{.*}} : f32
// CHECK: linalg.softmax
// CHECK: arith.cmpf oeq
// CHECK: arith.select
// CHECK: linalg.batch_matmul
func.func @boolean_mask(%q: tensor<1x2x4x8xf32>, %m: tensor<1x1x4x4xi1>) -> tensor<1x2x4x8xf32> {
  %e = tensor.empty() : tensor<1x2x4x8xf32>
  %0 = fused.attention scale = 1.0 ins(%q, %q, %q, %m : tensor<1x2x4x8xf32>, tensor<1x2x4x8xf32>, tensor<1x2x4x8xf32>, tensor<1x1x4x4xi1>)
    outs(%e : tensor<1x2x4x8xf32>) {kernel.attention = #kernel.config<schedule = "plain-attention", workgroup = [1, 1, 1], tile = [4], vector = 1>} -> tensor<1x2x4x8xf32>
  return %0 : tensor<1x2x4x8xf32>
}

// Query heads that share a key head are rows of one matrix.
// CHECK-LABEL: func.func @grouped
// CHECK: linalg.batch_matmul {{.*}} ins(%{{.*}} : tensor<2x8x8xf32>, tensor<2x4x8xf32>)
func.func @grouped(%q: tensor<1x4x4x8xf32>, %k: tensor<1x2x4x8xf32>) -> tensor<1x4x4x8xf32> {
  %e = tensor.empty() : tensor<1x4x4x8xf32>
  %0 = fused.attention scale = 1.0 ins(%q, %k, %k : tensor<1x4x4x8xf32>, tensor<1x2x4x8xf32>, tensor<1x2x4x8xf32>)
    outs(%e : tensor<1x4x4x8xf32>) {kernel.attention = #kernel.config<schedule = "plain-attention", workgroup = [1, 1, 1], tile = [4], vector = 1>} -> tensor<1x4x4x8xf32>
  return %0 : tensor<1x4x4x8xf32>
}
