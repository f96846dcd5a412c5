// RUN: burin-opt %s --outline-groups --verify-groups | FileCheck %s

#id = affine_map<(d0, d1) -> (d0, d1)>

// Negation is cheap enough to be done three times per element.
// CHECK-LABEL: func.func @cheap
// CHECK-NEXT: call @softmax_0(
// CHECK-NEXT: return
func.func @cheap(%x: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %e = tensor.empty() : tensor<4x8xf32>
  %0 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) {
  ^bb0(%i0: f32, %o: f32):
    %s = arith.negf %i0 : f32
    linalg.yield %s : f32
  } -> tensor<4x8xf32>
  %s = linalg.softmax dimension(1) ins(%0 : tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) -> tensor<4x8xf32>
  return %s : tensor<4x8xf32>
}

// A transcendental function is not.
// CHECK-LABEL: func.func @transcendental
// CHECK-NEXT: %[[X:.*]] = call @elementwise_1(
// CHECK-NEXT: call @softmax_2(%[[X]])
// CHECK-NEXT: return
func.func @transcendental(%x: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %e = tensor.empty() : tensor<4x8xf32>
  %0 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) {
  ^bb0(%i0: f32, %o: f32):
    %s = math.exp %i0 : f32
    linalg.yield %s : f32
  } -> tensor<4x8xf32>
  %s = linalg.softmax dimension(1) ins(%0 : tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) -> tensor<4x8xf32>
  return %s : tensor<4x8xf32>
}

// What a second op reads as well must be in memory.
// CHECK-LABEL: func.func @shared
// CHECK-NEXT: %[[X:.*]] = call @elementwise_3(
// CHECK-NEXT: call @softmax_4(%[[X]])
// CHECK-NEXT: return
func.func @shared(%x: tensor<4x8xf32>) -> (tensor<4x8xf32>, tensor<4x8xf32>) {
  %e = tensor.empty() : tensor<4x8xf32>
  %0 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) {
  ^bb0(%i0: f32, %o: f32):
    %s = arith.negf %i0 : f32
    linalg.yield %s : f32
  } -> tensor<4x8xf32>
  %s = linalg.softmax dimension(1) ins(%0 : tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) -> tensor<4x8xf32>
  return %s, %0 : tensor<4x8xf32>, tensor<4x8xf32>
}
