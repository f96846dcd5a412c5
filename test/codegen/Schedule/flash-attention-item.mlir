// RUN: burin-opt %s --lower-to-kernels --canonicalize --cse | FileCheck %s

// One work item: no barrier. Register tiles of 4 rows by 2 accesses of 8; 40 is 2
// such tiles and one of a single access.
// CHECK-LABEL: gpu.func @g
// CHECK-SAME: known_block_size = array<i32: 1, 1, 1>
// CHECK-NOT: gpu.barrier
// CHECK-DAG: memref.alloc() : memref<640xf32, #gpu.address_space<workgroup>>
// CHECK-DAG: memref.alloc() : memref<3200xf32, #gpu.address_space<workgroup>>
// Keys, transposed, and values.
// CHECK: vector.load %arg1{{.*}}, vector<4xf32>
// CHECK: vector.load %arg2{{.*}}, vector<8xf32>
// Four rows at a time; five tiles of scores.
// CHECK: scf.for %{{.*}} = %c0 to %c16 step %c4
// CHECK: scf.for %{{.*}} = %c0 to %c80 step %c16
// CHECK: scf.for %{{.*}} = %c0 to %c40 step %c1 iter_args({{.*}}) -> (vector<8xf32>, vector<8xf32>, vector<8xf32>, vector<8xf32>, vector<8xf32>, vector<8xf32>, vector<8xf32>, vector<8xf32>)
// CHECK: arith.cmpi slt, %{{.*}} : vector<8xindex>
// CHECK: math.exp %{{.*}} : vector<8xf32>
// CHECK: scf.for %{{.*}} = %c0 to %c32 step %c16
// CHECK: scf.for %{{.*}} = %c0 to %c80 step %c1 iter_args({{.*}}) -> (vector<8xf32>, vector<8xf32>, vector<8xf32>, vector<8xf32>, vector<8xf32>, vector<8xf32>, vector<8xf32>, vector<8xf32>)
// CHECK: scf.for %{{.*}} = %c0 to %c80 step %c1 iter_args({{.*}}) -> (vector<8xf32>, vector<8xf32>, vector<8xf32>, vector<8xf32>)
// CHECK: arith.divf
// CHECK: vector.store %{{.*}}, %arg3
func.func private @g(%q: tensor<1x2x32x40xf32>, %k: tensor<1x2x77x40xf32>, %v: tensor<1x2x77x40xf32>) -> tensor<1x2x32x40xf32> attributes {kernel.config = #kernel.config<schedule = "flash-attention-item", workgroup = [1, 1, 1], tile = [16, 80, 4, 2], vector = 8>} {
  %e = tensor.empty() : tensor<1x2x32x40xf32>
  %0 = fused.attention scale = 0.5 ins(%q, %k, %v : tensor<1x2x32x40xf32>, tensor<1x2x77x40xf32>, tensor<1x2x77x40xf32>) outs(%e : tensor<1x2x32x40xf32>) -> tensor<1x2x32x40xf32>
  return %0 : tensor<1x2x32x40xf32>
}
// CHECK-LABEL: func.func @main
// CHECK: plan.dispatch @g::@g grid [2, 2, 1]
func.func @main(%q: tensor<1x2x32x40xf32>, %k: tensor<1x2x77x40xf32>, %v: tensor<1x2x77x40xf32>) -> tensor<1x2x32x40xf32> {
  %r = call @g(%q, %k, %v) : (tensor<1x2x32x40xf32>, tensor<1x2x77x40xf32>, tensor<1x2x77x40xf32>) -> tensor<1x2x32x40xf32>
  return %r : tensor<1x2x32x40xf32>
}
