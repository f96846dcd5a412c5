// RUN: burin-opt %s --lower-to-kernels --canonicalize --cse | FileCheck %s

// Heads lie side by side in a row of the operand and of the result: neither is
// copied, and accesses stay vectors.
// CHECK-LABEL: gpu.func @g
// CHECK: %[[HEAD:.*]] = gpu.block_id  y
// CHECK: %[[FIRST:.*]] = arith.muli %[[HEAD]], %c8
// CHECK: %[[COLUMN:.*]] = arith.addi %[[FIRST]], %{{.*}} : index
// CHECK: %[[ROW:.*]] = arith.muli %{{.*}}, %c16
// CHECK: %[[PLACE:.*]] = arith.addi %[[ROW]], %[[COLUMN]]
// CHECK: vector.load %arg0{{.*}} : memref<1024xf16, #gpu.address_space<global>>, vector<4xf16>
// CHECK: vector.store %{{.*}}, %arg2{{.*}} : memref<1024xf16, #gpu.address_space<global>>, vector<4xf16>
// CHECK-NOT: memref.store %{{.*}}, %arg2
func.func private @g(%q: tensor<2x32x16xf16>, %k: tensor<2x2x64x8xf16>) -> tensor<2x32x16xf16> attributes {kernel.config = #kernel.config<schedule = "flash-attention", workgroup = [2, 4, 1], tile = [2, 1, 8, 8, 8], vector = 4>} {
  %e = tensor.empty() : tensor<2x2x32x8xf16>
  %x = tensor.expand_shape %q [[0], [1], [2, 3]] output_shape [2, 32, 2, 8] : tensor<2x32x16xf16> into tensor<2x32x2x8xf16>
  %t = linalg.generic {indexing_maps = [affine_map<(b, h, n, d) -> (b, n, h, d)>, affine_map<(b, h, n, d) -> (b, h, n, d)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%x : tensor<2x32x2x8xf16>) outs(%e : tensor<2x2x32x8xf16>) {
  ^bb0(%in: f16, %out: f16):
    linalg.yield %in : f16
  } -> tensor<2x2x32x8xf16>
  %0 = fused.attention scale = 0.5 ins(%t, %k, %k : tensor<2x2x32x8xf16>, tensor<2x2x64x8xf16>, tensor<2x2x64x8xf16>) outs(%e : tensor<2x2x32x8xf16>) -> tensor<2x2x32x8xf16>
  %f = tensor.empty() : tensor<2x32x2x8xf16>
  %u = linalg.generic {indexing_maps = [affine_map<(b, n, h, d) -> (b, h, n, d)>, affine_map<(b, n, h, d) -> (b, n, h, d)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%0 : tensor<2x2x32x8xf16>) outs(%f : tensor<2x32x2x8xf16>) {
  ^bb0(%in: f16, %out: f16):
    linalg.yield %in : f16
  } -> tensor<2x32x2x8xf16>
  %r = tensor.collapse_shape %u [[0], [1], [2, 3]] : tensor<2x32x2x8xf16> into tensor<2x32x16xf16>
  return %r : tensor<2x32x16xf16>
}
// CHECK-LABEL: func.func @main
// CHECK: plan.dispatch @g::@g grid [4, 2, 2]
func.func @main(%q: tensor<2x32x16xf16>, %k: tensor<2x2x64x8xf16>) -> tensor<2x32x16xf16> {
  %r = call @g(%q, %k) : (tensor<2x32x16xf16>, tensor<2x2x64x8xf16>) -> tensor<2x32x16xf16>
  return %r : tensor<2x32x16xf16>
}
