// RUN: burin-opt %s --lower-to-kernels --canonicalize --cse | FileCheck %s

// Three columns of a 72 deep product, 32 at a time: rows of the rhs, element by element,
// become units of halves that wait in registers like copies of the lhs. One column of
// fragments, two of them per sub-group; a lane stores what it has of a row.
// CHECK-LABEL: gpu.func @g
// CHECK: %[[MEMORY:.*]] = memref.alloc() : memref<832xvector<4xi32>, #gpu.address_space<workgroup>>
// CHECK: vector.load %arg0{{.*}} vector<8xf16>
// CHECK-COUNT-3: memref.load %arg1
// CHECK: scf.for {{.*}} to %c3 step %c1
// CHECK: memref.store %{{.*}}, %[[MEMORY]]
// CHECK: arith.cmpi slt, %{{.*}}, %c32
// CHECK: scf.if
// CHECK: memref.store %{{.*}}, %[[MEMORY]]
// CHECK: gpu.barrier
// CHECK: vector.load %arg0{{.*}} vector<8xf16>
// Past the end along k the rhs is zero.
// CHECK: arith.cmpi slt, %{{.*}}, %c72
// CHECK-COUNT-3: memref.load %arg1
// CHECK: gpu.subgroup_mma_load_matrix %[[MEMORY]]{{.*}} {leadDimension = 3 : index} : {{.*}}"BOp"
// CHECK-COUNT-2: gpu.subgroup_mma_compute
// CHECK: gpu.subgroup_mma_load_matrix {{.*}}"BOp"
// CHECK-COUNT-2: gpu.subgroup_mma_compute
// CHECK-NOT: gpu.subgroup_mma_compute
// CHECK: gpu.barrier
// CHECK-COUNT-2: gpu.subgroup_mma_store_matrix {{.*}} {leadDimension = 5 : index}
// CHECK: gpu.barrier
// CHECK: arith.cmpi slt, %{{.*}}, %c50
// CHECK-COUNT-3: memref.store %{{.*}}, %arg2
// CHECK-NOT: memref.store
func.func private @g(%a: tensor<50x72xf16>, %b: tensor<72x3xf16>) -> tensor<50x3xf32> attributes {kernel.config = #kernel.config<schedule = "cooperative-narrow", workgroup = [64, 1, 1], tile = [64, 32, 32], vector = 1>} {
  %z = arith.constant dense<0.0> : tensor<50x3xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<50x72xf16>, tensor<72x3xf16>) outs(%z : tensor<50x3xf32>) -> tensor<50x3xf32>
  return %0 : tensor<50x3xf32>
}
// CHECK-LABEL: func.func @main
// CHECK: plan.dispatch @g::@g grid [1, 1, 1]
func.func @main(%a: tensor<50x72xf16>, %b: tensor<72x3xf16>) -> tensor<50x3xf32> {
  %r = call @g(%a, %b) : (tensor<50x72xf16>, tensor<72x3xf16>) -> tensor<50x3xf32>
  return %r : tensor<50x3xf32>
}
