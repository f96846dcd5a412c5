// RUN: burin-opt %s --lower-to-kernels --canonicalize --cse | FileCheck %s

// Two items in a row of 8 keys (1 access of 4 each), 4 rows of items with 2
// queries each. Queries are scaled and read once; keys are transposed.
// CHECK-LABEL: gpu.func @g
// CHECK-SAME: known_block_size = array<i32: 2, 4, 1>
// CHECK-DAG: %[[QUERIES:.*]] = memref.alloc() : memref<96xf32, #gpu.address_space<workgroup>>
// CHECK-DAG: %[[OPERAND:.*]] = memref.alloc() : memref<64xf32, #gpu.address_space<workgroup>>
// CHECK-DAG: %[[WEIGHTS:.*]] = memref.alloc() : memref<96xf32, #gpu.address_space<workgroup>>
// CHECK-DAG: %[[MAXIMA:.*]] = memref.alloc() : memref<16xf32, #gpu.address_space<workgroup>>
// CHECK: %[[QUERY:.*]] = vector.load %arg0
// CHECK: %[[SCALED:.*]] = arith.mulf %[[QUERY]], %{{.*}} : vector<4xf32>
// CHECK: vector.store %[[SCALED]], %{{.*}} : memref<96xf32, #gpu.address_space<workgroup>>
// Blocks of keys; carried are 2 accumulators, 2 maxima, 2 sums.
// CHECK: %[[DONE:.*]]:6 = scf.for %[[BLOCK:.*]] = %c0 to %c64 step %c8 iter_args({{.*}}) -> (vector<4xf32>, vector<4xf32>, f32, f32, f32, f32)
// CHECK: gpu.barrier
// CHECK: %[[KEY:.*]] = vector.load %arg1
// CHECK: vector.extract %[[KEY]][0]
// CHECK: memref.store %{{.*}} : memref<64xf32, #gpu.address_space<workgroup>>
// CHECK: gpu.barrier
// CHECK: %[[SCORES:.*]]:2 = scf.for %{{.*}} = %c0 to %c8 step %c4 iter_args(
// CHECK: math.fma
// All items of a row agree on its maximum before they use it.
// CHECK: arith.maxnumf
// CHECK: memref.store %{{.*}} : memref<16xf32, #gpu.address_space<workgroup>>
// CHECK: gpu.barrier
// CHECK: vector.load %{{.*}} : memref<16xf32, #gpu.address_space<workgroup>>, vector<2xf32>
// CHECK: math.exp %{{.*}} : f32
// CHECK: math.exp %{{.*}} : vector<4xf32>
// CHECK: vector.store %{{.*}} : memref<96xf32, #gpu.address_space<workgroup>>, vector<4xf32>
// The buffer of the keys is free: values.
// CHECK: %[[VALUE:.*]] = vector.load %arg2
// CHECK: vector.store %[[VALUE]], %{{.*}} : memref<64xf32, #gpu.address_space<workgroup>>
// CHECK: gpu.barrier
// CHECK: math.fma
// Sums of the items come together last; rows and keys are covered: no guard.
// CHECK: memref.store %[[DONE]]#4
// CHECK: gpu.barrier
// CHECK: arith.divf
// CHECK-NOT: scf.if
// CHECK: vector.store %{{.*}}, %arg3
func.func private @g(%q: tensor<1x2x32x8xf32>, %k: tensor<1x2x64x8xf32>, %v: tensor<1x2x64x8xf32>) -> tensor<1x2x32x8xf32> attributes {kernel.config = #kernel.config<schedule = "flash-attention", workgroup = [2, 4, 1], tile = [2, 1, 8, 8, 4], vector = 4>} {
  %e = tensor.empty() : tensor<1x2x32x8xf32>
  %0 = fused.attention scale = 0.5 ins(%q, %k, %v : tensor<1x2x32x8xf32>, tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>) outs(%e : tensor<1x2x32x8xf32>) -> tensor<1x2x32x8xf32>
  return %0 : tensor<1x2x32x8xf32>
}
// CHECK-LABEL: func.func @main
// CHECK: plan.dispatch @g::@g grid [4, 2, 1]
func.func @main(%q: tensor<1x2x32x8xf32>, %k: tensor<1x2x64x8xf32>, %v: tensor<1x2x64x8xf32>) -> tensor<1x2x32x8xf32> {
  %r = call @g(%q, %k, %v) : (tensor<1x2x32x8xf32>, tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>) -> tensor<1x2x32x8xf32>
  return %r : tensor<1x2x32x8xf32>
}
