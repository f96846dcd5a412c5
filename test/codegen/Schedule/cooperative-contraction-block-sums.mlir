// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// Each lane keeps 4 columns of each run of 32 and sums what it stores of them; the
// sums meet in the slots that the result has left, those of its sub-group only.
// CHECK-LABEL: gpu.func @g(
// CHECK: %[[MEMORY:.*]] = memref.alloc() : memref<1152xvector<4xi32>, #gpu.address_space<workgroup>>
// CHECK: %[[SQUARES:.*]] = arith.mulf %[[FIRST:.*]], %[[FIRST]] : vector<4xf32>
// CHECK: arith.addf %[[FIRST]], %[[NEXT:.*]] : vector<4xf32>
// CHECK: math.fma %[[NEXT]], %[[NEXT]], %[[SQUARES]]
// CHECK: vector.store %[[FIRST]], %arg2[
// CHECK: vector.store %[[NEXT]], %arg2[
// CHECK: gpu.barrier {kernel.subgroup}
// CHECK: vector.bitcast %{{.*}} : vector<4xf32> to vector<4xi32>
// CHECK-COUNT-2: memref.store {{.*}}, %[[MEMORY]]
// CHECK-NEXT: gpu.barrier {kernel.subgroup}
// CHECK: scf.if
// CHECK-COUNT-4: memref.load %[[MEMORY]]
// CHECK: vector.store %{{.*}}, %arg3[
// CHECK-COUNT-4: memref.load %[[MEMORY]]
// CHECK: vector.store %{{.*}}, %arg3[
func.func private @g(%a: tensor<128x64xf16>, %b: tensor<64x64xf16>) -> (tensor<128x64xf32>, tensor<1x4x2x64xf32>) attributes {kernel.config = #kernel.config<schedule = "cooperative-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 32, 1], vector = 4>} {
  %z = arith.constant dense<0.0> : tensor<128x64xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<128x64xf16>, tensor<64x64xf16>) outs(%z : tensor<128x64xf32>) -> tensor<128x64xf32>
  %v = tensor.expand_shape %0 [[0, 1], [2]] output_shape [1, 128, 64] : tensor<128x64xf32> into tensor<1x128x64xf32>
  %e = tensor.empty() : tensor<1x4x2x64xf32>
  %s = fused.block_sums ins(%v : tensor<1x128x64xf32>) outs(%e : tensor<1x4x2x64xf32>) -> tensor<1x4x2x64xf32>
  return %0, %s : tensor<128x64xf32>, tensor<1x4x2x64xf32>
}
func.func @main(%a: tensor<128x64xf16>, %b: tensor<64x64xf16>) -> (tensor<128x64xf32>, tensor<1x4x2x64xf32>) {
  %r:2 = call @g(%a, %b) : (tensor<128x64xf16>, tensor<64x64xf16>) -> (tensor<128x64xf32>, tensor<1x4x2x64xf32>)
  return %r#0, %r#1 : tensor<128x64xf32>, tensor<1x4x2x64xf32>
}
