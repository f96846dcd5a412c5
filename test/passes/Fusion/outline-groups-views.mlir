// RUN: burin-opt %s --outline-groups --verify-groups | FileCheck %s

// Views cost nothing where they are: no kernel for them.
// CHECK-LABEL: func.func @main
// CHECK-NEXT: %[[A:.*]] = call @elementwise_0(
// CHECK-NEXT: %[[V:.*]] = tensor.collapse_shape %[[A]]
// CHECK-NEXT: %[[B:.*]] = call @softmax_1(
// CHECK-NEXT: return %[[V]], %[[B]]
#id = affine_map<(d0, d1) -> (d0, d1)>
func.func @main(%x: tensor<4x8xf32>) -> (tensor<32xf32>, tensor<4x8xf32>) {
  %e = tensor.empty() : tensor<4x8xf32>
  %0 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) {
  ^bb0(%i: f32, %o: f32):
    %1 = math.exp %i : f32
    linalg.yield %1 : f32
  } -> tensor<4x8xf32>
  %v = tensor.collapse_shape %0 [[0, 1]] : tensor<4x8xf32> into tensor<32xf32>
  %s = linalg.softmax dimension(1) ins(%0 : tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) -> tensor<4x8xf32>
  return %v, %s : tensor<32xf32>, tensor<4x8xf32>
}
