// RUN: burin-opt %s -split-input-file --fold-transposes | FileCheck %s

#in = affine_map<(d0, d1) -> (d1, d0)>
#id = affine_map<(d0, d1) -> (d0, d1)>

// It computes, so it is no permutation.
// CHECK-LABEL: func.func @computes
// CHECK: linalg.generic
// CHECK: linalg.matmul
func.func @computes(%a: tensor<4x8xf32>, %b: tensor<6x8xf32>, %init: tensor<4x6xf32>) -> tensor<4x6xf32> {
  %e = tensor.empty() : tensor<8x6xf32>
  %0 = linalg.generic {indexing_maps = [#in, #id], iterator_types = ["parallel", "parallel"]}
      ins(%b : tensor<6x8xf32>) outs(%e : tensor<8x6xf32>) {
  ^bb0(%x: f32, %o: f32):
    %1 = arith.negf %x : f32
    linalg.yield %1 : f32
  } -> tensor<8x6xf32>
  %2 = linalg.matmul ins(%a, %0 : tensor<4x8xf32>, tensor<8x6xf32>) outs(%init : tensor<4x6xf32>) -> tensor<4x6xf32>
  return %2 : tensor<4x6xf32>
}

// -----

#in = affine_map<(d0, d1) -> (d1)>
#id = affine_map<(d0, d1) -> (d0, d1)>

// A broadcast is no permutation either.
// CHECK-LABEL: func.func @broadcast
// CHECK: linalg.generic
// CHECK: linalg.matmul
func.func @broadcast(%a: tensor<4x8xf32>, %b: tensor<6xf32>, %init: tensor<4x6xf32>) -> tensor<4x6xf32> {
  %e = tensor.empty() : tensor<8x6xf32>
  %0 = linalg.generic {indexing_maps = [#in, #id], iterator_types = ["parallel", "parallel"]}
      ins(%b : tensor<6xf32>) outs(%e : tensor<8x6xf32>) {
  ^bb0(%x: f32, %o: f32):
    linalg.yield %x : f32
  } -> tensor<8x6xf32>
  %2 = linalg.matmul ins(%a, %0 : tensor<4x8xf32>, tensor<8x6xf32>) outs(%init : tensor<4x6xf32>) -> tensor<4x6xf32>
  return %2 : tensor<4x6xf32>
}

// -----

#in = affine_map<(d0, d1) -> (d1, d0)>
#id = affine_map<(d0, d1) -> (d0, d1)>

// A second user still needs the transposed tensor: it stays for that user.
// CHECK-LABEL: func.func @second_user
// CHECK: %[[T:.*]] = linalg.generic
// CHECK: %[[P:.*]] = linalg.generic
// CHECK-SAME: "reduction"
// CHECK: return %[[P]], %[[T]]
func.func @second_user(%a: tensor<4x8xf32>, %b: tensor<6x8xf32>, %init: tensor<4x6xf32>) -> (tensor<4x6xf32>, tensor<8x6xf32>) {
  %e = tensor.empty() : tensor<8x6xf32>
  %0 = linalg.generic {indexing_maps = [#in, #id], iterator_types = ["parallel", "parallel"]}
      ins(%b : tensor<6x8xf32>) outs(%e : tensor<8x6xf32>) {
  ^bb0(%x: f32, %o: f32):
    linalg.yield %x : f32
  } -> tensor<8x6xf32>
  %2 = linalg.matmul ins(%a, %0 : tensor<4x8xf32>, tensor<8x6xf32>) outs(%init : tensor<4x6xf32>) -> tensor<4x6xf32>
  return %2, %0 : tensor<4x6xf32>, tensor<8x6xf32>
}
