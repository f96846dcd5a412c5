// RUN: burin-opt %s -split-input-file --fold-transposes | FileCheck %s

#in = affine_map<(d0, d1, d2) -> (d0, d2, d1)>
#id = affine_map<(d0, d1, d2) -> (d0, d1, d2)>

// The rhs is read as it lies, (batch, n, k).
// CHECK-DAG: #[[$LHS:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, d1, d3)>
// CHECK-DAG: #[[$RHS:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, d2, d3)>
// CHECK-DAG: #[[$OUT:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
// CHECK-LABEL: func.func @rhs
// CHECK-SAME: %[[Q:[a-z0-9]+]]: tensor<2x16x8xf32>, %[[K:[a-z0-9]+]]: tensor<2x24x8xf32>
// CHECK: linalg.generic {indexing_maps = [#[[$LHS]], #[[$RHS]], #[[$OUT]]]
// CHECK-SAME: "reduction"
// CHECK-SAME: ins(%[[Q]], %[[K]]
// CHECK-NOT: linalg.batch_matmul
// CHECK-NOT: linalg.generic
func.func @rhs(%q: tensor<2x16x8xf32>, %k: tensor<2x24x8xf32>, %init: tensor<2x16x24xf32>) -> tensor<2x16x24xf32> {
  %e = tensor.empty() : tensor<2x8x24xf32>
  %t = linalg.generic {indexing_maps = [#in, #id], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%k : tensor<2x24x8xf32>) outs(%e : tensor<2x8x24xf32>) {
  ^bb0(%x: f32, %o: f32):
    linalg.yield %x : f32
  } -> tensor<2x8x24xf32>
  %0 = linalg.batch_matmul ins(%q, %t : tensor<2x16x8xf32>, tensor<2x8x24xf32>) outs(%init : tensor<2x16x24xf32>) -> tensor<2x16x24xf32>
  return %0 : tensor<2x16x24xf32>
}

// -----

#in = affine_map<(d0, d1) -> (d1, d0)>
#id = affine_map<(d0, d1) -> (d0, d1)>

// Both operands at once.
// CHECK-DAG: #[[$LHS:.*]] = affine_map<(d0, d1, d2) -> (d2, d0)>
// CHECK-DAG: #[[$RHS:.*]] = affine_map<(d0, d1, d2) -> (d1, d2)>
// CHECK-LABEL: func.func @both
// CHECK: linalg.generic {indexing_maps = [#[[$LHS]], #[[$RHS]],
// CHECK-NOT: linalg.generic
func.func @both(%a: tensor<8x4xf32>, %b: tensor<6x8xf32>, %init: tensor<4x6xf32>) -> tensor<4x6xf32> {
  %e0 = tensor.empty() : tensor<4x8xf32>
  %0 = linalg.generic {indexing_maps = [#in, #id], iterator_types = ["parallel", "parallel"]}
      ins(%a : tensor<8x4xf32>) outs(%e0 : tensor<4x8xf32>) {
  ^bb0(%x: f32, %o: f32):
    linalg.yield %x : f32
  } -> tensor<4x8xf32>
  %e1 = tensor.empty() : tensor<8x6xf32>
  %1 = linalg.generic {indexing_maps = [#in, #id], iterator_types = ["parallel", "parallel"]}
      ins(%b : tensor<6x8xf32>) outs(%e1 : tensor<8x6xf32>) {
  ^bb0(%x: f32, %o: f32):
    linalg.yield %x : f32
  } -> tensor<8x6xf32>
  %2 = linalg.matmul ins(%0, %1 : tensor<4x8xf32>, tensor<8x6xf32>) outs(%init : tensor<4x6xf32>) -> tensor<4x6xf32>
  return %2 : tensor<4x6xf32>
}
