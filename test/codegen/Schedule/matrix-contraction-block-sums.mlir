// RUN: burin-opt %s --lower-to-kernels --canonicalize --cse | FileCheck %s

// The lanes that hold the same 8 columns add their rows: no local memory, no barrier
// after the loop; the first four store the sums of a sub-group's 32 rows.
// CHECK-LABEL: gpu.func @g(
// CHECK: nvgpu.mma.sync
// CHECK: scf.yield
// CHECK-NOT: gpu.barrier
// CHECK: %[[KEPT:.*]] = vector.from_elements {{.*}} : vector<8xf32>
// CHECK: vector.store %[[KEPT]], %arg2[
// CHECK: %[[SQUARES:.*]] = arith.mulf %[[KEPT]], %[[KEPT]] : vector<8xf32>
// CHECK: vector.store %[[NEXT:.*]], %arg2[
// CHECK: arith.addf %[[KEPT]], %[[NEXT]]
// CHECK: math.fma %[[NEXT]], %[[NEXT]], %[[SQUARES]]
// CHECK: gpu.shuffle xor %{{.*}}, %c4
// CHECK: gpu.shuffle xor %{{.*}}, %c8
// CHECK: gpu.shuffle xor %{{.*}}, %c16
// CHECK: scf.if
// CHECK-COUNT-2: vector.store %{{.*}}, %arg3[
// CHECK: gpu.return
func.func private @g(%a: tensor<128x64xf16>, %b: tensor<64x64xf16>) -> (tensor<128x64xf32>, tensor<1x4x2x64xf32>) attributes {kernel.config = #kernel.config<schedule = "matrix-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 2, 32], vector = 2>} {
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
