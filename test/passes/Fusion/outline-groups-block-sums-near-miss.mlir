// RUN: burin-opt %s --outline-groups --verify-groups --split-input-file | FileCheck %s

#id = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
#swapped = affine_map<(d0, d1, d2) -> (d0, d2, d1)>

// The epilogue moves rows: the root's blocks are not blocks of the result.
// CHECK-LABEL: func.func @transposed
// CHECK: %[[X:.*]] = call @matmul_0(
// CHECK: call @block_sums_1(%[[X]])
func.func @transposed(%a: tensor<64x8xf32>, %b: tensor<8x16xf32>) -> (tensor<1x16x64xf32>, tensor<1x2x2x64xf32>) {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<64x16xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<64x16xf32>) -> tensor<64x16xf32>
  %m = linalg.matmul ins(%a, %b : tensor<64x8xf32>, tensor<8x16xf32>) outs(%f : tensor<64x16xf32>) -> tensor<64x16xf32>
  %v = tensor.expand_shape %m [[0, 1], [2]] output_shape [1, 64, 16] : tensor<64x16xf32> into tensor<1x64x16xf32>
  %h = tensor.empty() : tensor<1x16x64xf32>
  %x = linalg.generic {indexing_maps = [#swapped, #id], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%v : tensor<1x64x16xf32>) outs(%h : tensor<1x16x64xf32>) {
  ^bb0(%i0: f32, %o: f32):
    %t = math.absf %i0 : f32
    linalg.yield %t : f32
  } -> tensor<1x16x64xf32>
  %p = tensor.empty() : tensor<1x2x2x64xf32>
  %sums = fused.block_sums ins(%x : tensor<1x16x64xf32>) outs(%p : tensor<1x2x2x64xf32>) -> tensor<1x2x2x64xf32>
  return %x, %sums : tensor<1x16x64xf32>, tensor<1x2x2x64xf32>
}

// -----

// Another op reads what the epilogue would start from: it is stored, and x is made
// by a kernel without a root.
// CHECK-LABEL: func.func @two_users
// CHECK: %[[M:.*]] = call @matmul_0(
// CHECK: %[[V:.*]] = tensor.expand_shape %[[M]]
// CHECK: %[[X:.*]] = call @elementwise_1(%[[V]])
// CHECK: call @block_sums_2(%[[X]])
#map = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
func.func @two_users(%a: tensor<64x8xf32>, %b: tensor<8x16xf32>) -> (tensor<1x64x16xf32>, tensor<1x64x16xf32>, tensor<1x2x2x16xf32>) {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<64x16xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<64x16xf32>) -> tensor<64x16xf32>
  %m = linalg.matmul ins(%a, %b : tensor<64x8xf32>, tensor<8x16xf32>) outs(%f : tensor<64x16xf32>) -> tensor<64x16xf32>
  %v = tensor.expand_shape %m [[0, 1], [2]] output_shape [1, 64, 16] : tensor<64x16xf32> into tensor<1x64x16xf32>
  %h = tensor.empty() : tensor<1x64x16xf32>
  %x = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%v : tensor<1x64x16xf32>) outs(%h : tensor<1x64x16xf32>) {
  ^bb0(%i0: f32, %o: f32):
    %t = math.absf %i0 : f32
    linalg.yield %t : f32
  } -> tensor<1x64x16xf32>
  %p = tensor.empty() : tensor<1x2x2x16xf32>
  %sums = fused.block_sums ins(%x : tensor<1x64x16xf32>) outs(%p : tensor<1x2x2x16xf32>) -> tensor<1x2x2x16xf32>
  return %v, %x, %sums : tensor<1x64x16xf32>, tensor<1x64x16xf32>, tensor<1x2x2x16xf32>
}

// -----

// One second result: other blocks of the same value are summed apart.
// CHECK-LABEL: func.func @twice
// CHECK: %[[R:.*]]:2 = call @matmul_0(
// CHECK: %[[S:.*]] = call @block_sums_
// CHECK: return %[[R]]#0, %[[R]]#1, %[[S]]
func.func @twice(%a: tensor<64x8xf32>, %b: tensor<8x16xf32>) -> (tensor<64x16xf32>, tensor<1x2x2x16xf32>, tensor<1x4x2x16xf32>) {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<64x16xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<64x16xf32>) -> tensor<64x16xf32>
  %m = linalg.matmul ins(%a, %b : tensor<64x8xf32>, tensor<8x16xf32>) outs(%f : tensor<64x16xf32>) -> tensor<64x16xf32>
  %v = tensor.expand_shape %m [[0, 1], [2]] output_shape [1, 64, 16] : tensor<64x16xf32> into tensor<1x64x16xf32>
  %p = tensor.empty() : tensor<1x2x2x16xf32>
  %s = fused.block_sums ins(%v : tensor<1x64x16xf32>) outs(%p : tensor<1x2x2x16xf32>) -> tensor<1x2x2x16xf32>
  %q = tensor.empty() : tensor<1x4x2x16xf32>
  %t = fused.block_sums ins(%v : tensor<1x64x16xf32>) outs(%q : tensor<1x4x2x16xf32>) -> tensor<1x4x2x16xf32>
  return %m, %s, %t : tensor<64x16xf32>, tensor<1x2x2x16xf32>, tensor<1x4x2x16xf32>
}

// -----

// An input of the function has no kernel.
// CHECK-LABEL: func.func @argument
// CHECK: call @block_sums_0(%arg0)
func.func @argument(%x: tensor<1x64x16xf32>) -> tensor<1x2x2x16xf32> {
  %p = tensor.empty() : tensor<1x2x2x16xf32>
  %s = fused.block_sums ins(%x : tensor<1x64x16xf32>) outs(%p : tensor<1x2x2x16xf32>) -> tensor<1x2x2x16xf32>
  return %s : tensor<1x2x2x16xf32>
}
