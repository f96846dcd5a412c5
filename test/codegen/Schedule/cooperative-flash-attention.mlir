// RUN: burin-opt %s --lower-to-kernels --canonicalize --cse | FileCheck %s

// Two sub-groups of 32 queries, 128 keys in blocks of 32. Rows of 7 units hold 40
// elements and zeros up to 48; scores have 9 units, where queries come in first.
// CHECK-LABEL: gpu.func @g
// CHECK-DAG: %[[LOWEST:.*]] = arith.constant 0xFF800000 : f32
// CHECK-DAG: %[[NOTHING:.*]] = arith.constant dense<0> : vector<4xi32>
// CHECK: %[[MEMORY:.*]] = memref.alloc() : memref<1024xvector<4xi32>, #gpu.address_space<workgroup>>
// CHECK: memref.store %[[NOTHING]], %[[MEMORY]]
// CHECK: vector.load %arg0{{.*}} vector<4xf16>
// CHECK: gpu.barrier
// CHECK-COUNT-6: gpu.subgroup_mma_load_matrix %[[MEMORY]]{{.*}} {leadDimension = 9 : index} : {{.*}}"AOp"
// CHECK: gpu.barrier
// CHECK: vector.load %arg1{{.*}} vector<8xf16>
// CHECK: vector.load %arg2{{.*}} vector<8xf16>
// Results, and the maximum and sum of the one row that a lane owns.
// CHECK: scf.for %[[KEY:.*]] = %c0 to %c128 step %c32 iter_args({{.*}}%[[MAX:[^ ]*]] = %[[LOWEST]],
// CHECK: memref.store %{{.*}}, %[[MEMORY]]
// CHECK: gpu.barrier
// The next block is read while this one is multiplied; past the last nothing is.
// CHECK: arith.addi %[[KEY]], %c32
// CHECK: vector.load %arg1{{.*}} vector<8xf16>
// CHECK: gpu.subgroup_mma_load_matrix %[[MEMORY]]{{.*}} {leadDimension = 7 : index, transpose} : {{.*}}"BOp"
// CHECK-COUNT-12: gpu.subgroup_mma_compute
// CHECK: gpu.subgroup_mma_store_matrix %{{.*}}, %[[MEMORY]]{{.*}} {leadDimension = 9 : index}
// CHECK: gpu.barrier
// A lane reads its row, and leaves weights as halves and the factor of the result.
// CHECK-COUNT-8: memref.load %[[MEMORY]]
// CHECK: arith.maxnumf %[[MAX]],
// CHECK: math.exp %{{.*}} : f32
// CHECK-COUNT-8: math.exp %{{.*}} : vector<4xf32>
// CHECK-COUNT-8: memref.store
// CHECK: gpu.barrier
// CHECK: gpu.subgroup_mma_load_matrix %[[MEMORY]]{{.*}} {leadDimension = 9 : index} : {{.*}}"COp"
// CHECK: gpu.subgroup_mma_elementwise mulf
// CHECK: gpu.subgroup_mma_load_matrix %[[MEMORY]]{{.*}} {leadDimension = 7 : index} : {{.*}}"BOp"
// CHECK-COUNT-12: gpu.subgroup_mma_compute
// CHECK: gpu.barrier
// CHECK-NEXT: scf.yield
// CHECK: arith.divf
// CHECK: gpu.subgroup_mma_elementwise mulf
// 40 of 48 columns are stored, in pieces of 32.
// CHECK: vector.store %{{.*}}, %arg3{{.*}} vector<4xf16>
// CHECK: arith.cmpi slt, %{{.*}}, %c40
// CHECK: scf.if
// CHECK: vector.store %{{.*}}, %arg3{{.*}} vector<4xf16>
func.func private @g(%q: tensor<1x2x128x40xf16>, %k: tensor<1x2x128x40xf16>, %v: tensor<1x2x128x40xf16>) -> tensor<1x2x128x40xf16> attributes {kernel.config = #kernel.config<schedule = "cooperative-flash-attention", workgroup = [64, 1, 1], tile = [32, 32, 2], vector = 4>} {
  %e = tensor.empty() : tensor<1x2x128x40xf16>
  %0 = fused.attention scale = 0.5 ins(%q, %k, %v : tensor<1x2x128x40xf16>, tensor<1x2x128x40xf16>, tensor<1x2x128x40xf16>) outs(%e : tensor<1x2x128x40xf16>) -> tensor<1x2x128x40xf16>
  return %0 : tensor<1x2x128x40xf16>
}
// CHECK-LABEL: func.func @main
// CHECK: plan.dispatch @g::@g grid [2, 2, 1]
func.func @main(%q: tensor<1x2x128x40xf16>, %k: tensor<1x2x128x40xf16>, %v: tensor<1x2x128x40xf16>) -> tensor<1x2x128x40xf16> {
  %r = call @g(%q, %k, %v) : (tensor<1x2x128x40xf16>, tensor<1x2x128x40xf16>, tensor<1x2x128x40xf16>) -> tensor<1x2x128x40xf16>
  return %r : tensor<1x2x128x40xf16>
}
