// RUN: burin-opt %s --lower-to-kernels --canonicalize --cse | FileCheck %s

// Eight lanes store a row in runs of four and sum what they store; the sums of two rows
// per unit meet in the slots that the result has left, and a lane adds those of its row.
// CHECK-LABEL: gpu.func @g(
// CHECK: %[[MEMORY:.*]] = memref.alloc() : memref<1152xvector<4xi32>, #gpu.address_space<workgroup>>
// CHECK-COUNT-8: vector.store %{{.*}}, %arg2[
// CHECK: gpu.barrier {kernel.subgroup}
// CHECK-COUNT-4: memref.store {{.*}}, %[[MEMORY]]
// CHECK: gpu.barrier {kernel.subgroup}
// CHECK-COUNT-8: memref.load %[[MEMORY]]
// CHECK-NOT: memref.load
// CHECK: vector.store %{{.*}}, %arg3[{{.*}} vector<2xf32>
// CHECK-NOT: vector.store
// CHECK: gpu.return
func.func private @g(%a: tensor<128x64xf16>, %b: tensor<64x64xf16>) -> (tensor<128x64xf32>, tensor<2x128x2xf32>) attributes {kernel.config = #kernel.config<schedule = "cooperative-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 32, 1], vector = 4>} {
  %z = arith.constant dense<0.0> : tensor<128x64xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<128x64xf16>, tensor<64x64xf16>) outs(%z : tensor<128x64xf32>) -> tensor<128x64xf32>
  %e = tensor.empty() : tensor<2x128x2xf32>
  %s = fused.row_sums ins(%0 : tensor<128x64xf32>) outs(%e : tensor<2x128x2xf32>) -> tensor<2x128x2xf32>
  return %0, %s : tensor<128x64xf32>, tensor<2x128x2xf32>
}
func.func @main(%a: tensor<128x64xf16>, %b: tensor<64x64xf16>) -> (tensor<128x64xf32>, tensor<2x128x2xf32>) {
  %r:2 = call @g(%a, %b) : (tensor<128x64xf16>, tensor<64x64xf16>) -> (tensor<128x64xf32>, tensor<2x128x2xf32>)
  return %r#0, %r#1 : tensor<128x64xf32>, tensor<2x128x2xf32>
}
