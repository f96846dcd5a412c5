// RUN: burin-opt %s --lower-to-kernels --canonicalize --cse | FileCheck %s

// Two sub-groups of 32 queries, 128 keys in blocks of 32. Rows of 7 units hold 40
// elements and zeros up to 48; weights have 5 units; queries come in through all of it.
// CHECK-LABEL: gpu.func @g
// CHECK-SAME: kernel.keep_loops
// CHECK-DAG: %[[NONE:.*]] = arith.constant 1.000000e+30 : f32
// CHECK-DAG: %[[SLACK:.*]] = arith.constant 8.000000e+00 : f32
// CHECK-DAG: %[[NOTHING:.*]] = arith.constant dense<0> : vector<4xi32>
// CHECK-DAG: %[[ONE:.*]] = arith.constant dense<[15360, 0, 0, 0]> : vector<4xi32>
// CHECK: %[[MEMORY:.*]] = memref.alloc() : memref<768xvector<4xi32>, #gpu.address_space<workgroup>>
// CHECK: vector.load %arg1{{.*}} vector<8xf16>
// CHECK: vector.load %arg2{{.*}} vector<8xf16>
// CHECK: vector.load %arg0{{.*}} vector<4xf16>
// CHECK: gpu.barrier{{$}}
// CHECK-COUNT-6: gpu.subgroup_mma_load_matrix %[[MEMORY]]{{.*}} {leadDimension = 7 : index} : {{.*}}"AOp"
// CHECK: gpu.barrier{{$}}
// What no copy writes.
// CHECK: memref.store %[[NOTHING]], %[[MEMORY]]
// CHECK: memref.store %[[ONE]], %[[MEMORY]]
// The first block.
// CHECK: memref.store %{{.*}}, %[[MEMORY]]
// CHECK: gpu.barrier{{$}}
// CHECK: gpu.subgroup_mma_constant_matrix %[[NONE]]
// CHECK: scf.for %[[KEY:.*]] = %c0 to %c128 step %c32
// The next block is read while this one is multiplied; past the last it is the last key's.
// CHECK: arith.addi %[[KEY]], %c32
// CHECK: arith.minsi %{{.*}}, %c127
// CHECK: vector.load %arg1{{.*}} vector<8xf16>
// CHECK: gpu.subgroup_mma_load_matrix %[[MEMORY]]{{.*}} {leadDimension = 7 : index, transpose} : {{.*}}"BOp"
// CHECK-COUNT-12: gpu.subgroup_mma_compute
// Two key tiles: their larger scores against the references.
// CHECK: gpu.subgroup_mma_extract_thread_local
// CHECK: arith.maxnumf %{{.*}} fastmath<nnan>
// CHECK: math.fma
// CHECK: %[[EXCEEDS:.*]] = arith.cmpf ugt, %{{.*}}, %[[SLACK]]
// CHECK: %[[ANY:.*]] = gpu.subgroup_reduce or %[[EXCEEDS]] uniform
// Only then maxima go through local memory, and the result shrinks.
// CHECK: scf.if %[[ANY]] ->
// CHECK-COUNT-2: gpu.subgroup_mma_store_matrix %{{.*}}, %[[MEMORY]]{{.*}} {leadDimension = 5 : index} : {{.*}}f32
// CHECK: gpu.barrier {kernel.subgroup}
// CHECK-COUNT-4: memref.load %[[MEMORY]]
// CHECK: gpu.barrier {kernel.subgroup}
// CHECK: gpu.subgroup_mma_load_matrix %[[MEMORY]]{{.*}} {leadDimension = 5 : index} : {{.*}}"COp"
// CHECK: arith.minnumf
// CHECK: math.exp2
// CHECK-COUNT-6: gpu.subgroup_mma_elementwise mulf
// CHECK: gpu.barrier {kernel.subgroup}
// CHECK: } else {
// Weights leave as halves and return as left operands.
// CHECK: math.exp2 %{{.*}} fastmath<afn> : f32
// CHECK: gpu.subgroup_mma_elementwise extf {{.*}} -> !gpu.mma_matrix<16x16xf16, "COp">
// CHECK: gpu.subgroup_mma_store_matrix %{{.*}}, %[[MEMORY]]{{.*}} {leadDimension = 5 : index} : {{.*}}f16
// CHECK: gpu.barrier {kernel.subgroup}
// CHECK: gpu.subgroup_mma_load_matrix %[[MEMORY]]{{.*}} {leadDimension = 5 : index} : {{.*}}"AOp"
// CHECK: gpu.subgroup_mma_load_matrix %[[MEMORY]]{{.*}} {leadDimension = 7 : index} : {{.*}}"BOp"
// CHECK-COUNT-12: gpu.subgroup_mma_compute
// In the same iteration it takes this one's place.
// CHECK: gpu.barrier{{$}}
// CHECK: memref.store %{{.*}}, %[[MEMORY]]
// CHECK: gpu.barrier{{$}}
// CHECK: scf.yield
// The sum is column 40; 40 of 48 columns are stored, in pieces of 32.
// CHECK: arith.divf
// CHECK: gpu.subgroup_mma_elementwise mulf
// CHECK-COUNT-4: gpu.subgroup_mma_store_matrix {{.*}} {leadDimension = 9 : index}
// CHECK-COUNT-8: vector.store %{{.*}}, %arg3{{.*}} vector<4xf16>
// CHECK-COUNT-2: gpu.subgroup_mma_store_matrix {{.*}} {leadDimension = 9 : index}
// CHECK-COUNT-2: vector.store %{{.*}}, %arg3{{.*}} vector<4xf16>
// CHECK-NOT: vector.store
func.func private @g(%q: tensor<1x2x128x40xf16>, %k: tensor<1x2x128x40xf16>, %v: tensor<1x2x128x40xf16>) -> tensor<1x2x128x40xf16> attributes {kernel.config = #kernel.config<schedule = "cooperative-flash-attention", workgroup = [64, 1, 1], tile = [32, 32, 2, 1, 1], vector = 4>} {
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
