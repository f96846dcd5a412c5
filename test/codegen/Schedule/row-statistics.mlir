// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// Statistics of a softmax: two numbers per row.

// One item needs no branch to be the first.
// CHECK-LABEL: gpu.func @one_item(
// CHECK: %[[LOOP:[0-9]+]] = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c5{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: %[[SUM:.*]] = arith.addi %{{.*}}, %[[K]]
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%[[SUM]]]
// CHECK: %[[MAX:.*]] = arith.maxnumf %[[ACC]], %[[LOADED]] : f32
// CHECK: scf.yield %[[MAX]] : f32
// CHECK: %[[CMPF:.*]] = arith.cmpf oeq, %[[LOOP]], %{{.*}} : f32
// CHECK: %[[CHOSEN:.*]] = arith.select %[[CMPF]], %{{.*}}, %[[LOOP]] : f32
// CHECK: %[[LOOP2:[0-9]+]] = scf.for %[[K1:.*]] = %c0{{[_0-9]*}} to %c5{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC2:.*]] = %{{.*}})
// CHECK: %[[SUM2:.*]] = arith.addi %{{.*}}, %[[K1]]
// CHECK: %[[LOADED2:.*]] = memref.load %arg0[%[[SUM2]]]
// CHECK: %[[DIFFERENCE:.*]] = arith.subf %[[LOADED2]], %[[CHOSEN]] : f32
// CHECK: %[[EXP:.*]] = math.exp %[[DIFFERENCE]] : f32
// CHECK: %[[ADDED:.*]] = arith.addf %[[ACC2]], %[[EXP]] : f32
// CHECK: scf.yield %[[ADDED]] : f32
// CHECK: %[[QUOTIENT:.*]] = arith.divf %{{.*}}, %[[LOOP2]] : f32
// CHECK: %[[CHOSEN2:.*]] = arith.select %[[CMPF]], %{{.*}}, %[[QUOTIENT]] : f32
// CHECK: memref.store %[[CHOSEN]], %arg1[%{{.*}}]
// CHECK: %[[SUM3:.*]] = arith.addi %{{.*}}, %c1{{[_0-9]*}}
// CHECK: memref.store %[[CHOSEN2]], %arg1[%[[SUM3]]]
func.func private @one_item(%a: tensor<3x5xf32>) -> tensor<3x2xf32>
    attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [1, 1, 1], tile = [], vector = 1>} {
  %e = tensor.empty() : tensor<3x2xf32>
  %0 = fused.softmax_statistics ins(%a : tensor<3x5xf32>) outs(%e : tensor<3x2xf32>) -> tensor<3x2xf32>
  return %0 : tensor<3x2xf32>
}
// CHECK-LABEL: func.func @run_one_item(
func.func @run_one_item(%a: tensor<3x5xf32>) -> tensor<3x2xf32> {
  // CHECK: plan.dispatch @one_item::@one_item grid [3, 1, 1]
  %r = call @one_item(%a) : (tensor<3x5xf32>) -> tensor<3x2xf32>
  return %r : tensor<3x2xf32>
}

// Eight items: each combines the values of all, once for each of the two reductions.
// CHECK-LABEL: gpu.func @many_items(
// CHECK: %[[LOCAL:.*]] = memref.alloc() : memref<8xf32, #gpu.address_space<workgroup>>
// CHECK: memref.store %{{.*}}, %[[LOCAL]][%thread_id_x{{[_0-9]*}}] : memref<8xf32, #gpu.address_space<workgroup>>
// CHECK: gpu.barrier
// CHECK: memref.load %[[LOCAL]][%c0{{[_0-9]*}}] : memref<8xf32, #gpu.address_space<workgroup>>
// CHECK-COUNT-7: memref.load %[[LOCAL]][%{{.*}}] : memref<8xf32, #gpu.address_space<workgroup>>
// CHECK: %[[LOCAL2:.*]] = memref.alloc() : memref<8xf32, #gpu.address_space<workgroup>>
// CHECK: memref.store %{{.*}}, %[[LOCAL2]][%thread_id_x{{[_0-9]*}}] : memref<8xf32, #gpu.address_space<workgroup>>
// CHECK: gpu.barrier
// CHECK: memref.load %[[LOCAL2]][%c0{{[_0-9]*}}] : memref<8xf32, #gpu.address_space<workgroup>>
// CHECK-COUNT-7: memref.load %[[LOCAL2]][%{{.*}}] : memref<8xf32, #gpu.address_space<workgroup>>
// CHECK: arith.cmpi eq, %thread_id_x{{[_0-9]*}}, %c0{{[_0-9]*}}
// CHECK: memref.store %{{.*}}, %arg1[%{{.*}}]
// CHECK: memref.store %{{.*}}, %arg1[%{{.*}}]
func.func private @many_items(%a: tensor<2x64xf32>) -> tensor<2x2xf32>
    attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [8, 1, 1], tile = [], vector = 4>} {
  %e = tensor.empty() : tensor<2x2xf32>
  %0 = fused.softmax_statistics ins(%a : tensor<2x64xf32>) outs(%e : tensor<2x2xf32>) -> tensor<2x2xf32>
  return %0 : tensor<2x2xf32>
}
// CHECK-LABEL: func.func @run_many_items(
func.func @run_many_items(%a: tensor<2x64xf32>) -> tensor<2x2xf32> {
  // CHECK: plan.dispatch @many_items::@many_items grid [2, 1, 1]
  %r = call @many_items(%a) : (tensor<2x64xf32>) -> tensor<2x2xf32>
  return %r : tensor<2x2xf32>
}

// A row of 12 accesses for 8 items.
// CHECK-LABEL: gpu.func @longer_than_items(
// CHECK: %[[SCALED:.*]] = arith.muli %thread_id_x{{[_0-9]*}}, %c4{{[_0-9]*}}
// CHECK: scf.for %[[K:.*]] = %[[SCALED]] to %c48{{[_0-9]*}} step %c32{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[SCALED2:.*]] = arith.muli %thread_id_x{{[_0-9]*}}, %c4{{[_0-9]*}}
// CHECK: scf.for %[[K1:.*]] = %[[SCALED2]] to %c48{{[_0-9]*}} step %c32{{[_0-9]*}} iter_args(%[[ACC2:.*]] = %{{.*}})
// CHECK: %[[LOADED2:.*]] = vector.load %arg0[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: memref.store %{{.*}}, %arg1[%{{.*}}]
// CHECK: memref.store %{{.*}}, %arg1[%{{.*}}]
func.func private @longer_than_items(%a: tensor<2x48xf32>) -> tensor<2x2xf32>
    attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [8, 1, 1], tile = [], vector = 4>} {
  %e = tensor.empty() : tensor<2x2xf32>
  %0 = fused.softmax_statistics ins(%a : tensor<2x48xf32>) outs(%e : tensor<2x2xf32>) -> tensor<2x2xf32>
  return %0 : tensor<2x2xf32>
}
// CHECK-LABEL: func.func @run_longer_than_items(
func.func @run_longer_than_items(%a: tensor<2x48xf32>) -> tensor<2x2xf32> {
  // CHECK: plan.dispatch @longer_than_items::@longer_than_items grid [2, 1, 1]
  %r = call @longer_than_items(%a) : (tensor<2x48xf32>) -> tensor<2x2xf32>
  return %r : tensor<2x2xf32>
}
