// RUN: burin-opt %s --lower-to-kernels --canonicalize --cse | FileCheck %s

// Two rows of work items: each brings the sums of its four rows, then they add.
// CHECK: gpu.module @g attributes {{.*}}plan.local_memory_bytes = 256 : i64, plan.results = 2 : i64
// CHECK-LABEL: gpu.func @g(
// CHECK-SAME: %arg2: memref<256xf32, #gpu.address_space<global>>, %arg3: memref<64xf32, #gpu.address_space<global>>)
// CHECK: %[[LOCAL:.*]] = memref.alloc() : memref<64xf32, #gpu.address_space<workgroup>>
// CHECK: vector.store %[[R0:.*]], %arg2[
// CHECK: %[[SQUARE:.*]] = arith.mulf %[[R0]], %[[R0]] : vector<4xf32>
// CHECK: vector.store %[[R1:.*]], %arg2[
// CHECK: %[[SUM:.*]] = arith.addf %[[R0]], %[[R1]] : vector<4xf32>
// CHECK: math.fma %[[R1]], %[[R1]], %[[SQUARE]] : vector<4xf32>
// CHECK: vector.store {{.*}} %arg2[
// CHECK: vector.store {{.*}} %arg2[
// CHECK-COUNT-8: memref.store %{{.*}}, %[[LOCAL]]
// CHECK: gpu.barrier
// CHECK: %[[A:.*]] = memref.load %[[LOCAL]]
// CHECK: %[[B:.*]] = memref.load %[[LOCAL]]
// CHECK: %[[TOTAL:.*]] = arith.addf %[[A]], %[[B]]
// CHECK: memref.store %[[TOTAL]], %arg3
// CHECK: plan.dispatch @g::@g grid [1, 2, 1](%{{.*}}, %{{.*}}) {{.*}} -> (tensor<16x16xf32>, tensor<1x2x2x16xf32>)
func.func private @g(%a: tensor<16x6xf32>, %b: tensor<6x16xf32>) -> (tensor<16x16xf32>, tensor<1x2x2x16xf32>) attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [4, 2, 1], tile = [4, 1, 1, 0], vector = 4>} {
  %z = arith.constant dense<0.0> : tensor<16x16xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<16x6xf32>, tensor<6x16xf32>) outs(%z : tensor<16x16xf32>) -> tensor<16x16xf32>
  %v = tensor.expand_shape %0 [[0, 1], [2]] output_shape [1, 16, 16] : tensor<16x16xf32> into tensor<1x16x16xf32>
  %e = tensor.empty() : tensor<1x2x2x16xf32>
  %s = fused.block_sums ins(%v : tensor<1x16x16xf32>) outs(%e : tensor<1x2x2x16xf32>) -> tensor<1x2x2x16xf32>
  return %0, %s : tensor<16x16xf32>, tensor<1x2x2x16xf32>
}
func.func @main(%a: tensor<16x6xf32>, %b: tensor<6x16xf32>) -> (tensor<16x16xf32>, tensor<1x2x2x16xf32>) {
  %r:2 = call @g(%a, %b) : (tensor<16x6xf32>, tensor<6x16xf32>) -> (tensor<16x16xf32>, tensor<1x2x2x16xf32>)
  return %r#0, %r#1 : tensor<16x16xf32>, tensor<1x2x2x16xf32>
}
