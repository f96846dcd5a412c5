// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// Remainders in m and n: loads are clamped, stores are guarded. Neither where the
// work group's tile divides the extent.

// n = 12 in accesses of 4 is 3 columns, 2 per item: the second tile's last column repeats the last and is not stored.
// CHECK-LABEL: gpu.func @columns_past_end(
// CHECK: %[[COND:.*]] = arith.cmpi slt, %{{.*}}, %c3{{[_0-9]*}}
// CHECK: arith.minsi %{{.*}}, %c2{{[_0-9]*}}
// CHECK: %[[COND2:.*]] = arith.cmpi slt, %{{.*}}, %c3{{[_0-9]*}}
// CHECK: arith.minsi %{{.*}}, %c2{{[_0-9]*}}
// CHECK: %[[LOOP:[0-9]+]]{{(:[0-9]+)?}} = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c8{{[_0-9]*}} step %c1{{[_0-9]*}}
// CHECK: %[[LOADED:.*]] = vector.load %arg1[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: math.fma %{{.*}}, %[[LOADED]], %{{.*}} : vector<4xf32>
// CHECK: %[[LOADED2:.*]] = vector.load %arg1[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: math.fma %{{.*}}, %[[LOADED2]], %{{.*}} : vector<4xf32>
// CHECK: scf.if %[[COND]]
// CHECK: vector.store %[[LOOP]]#0, %arg2[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: scf.if %[[COND2]]
// CHECK: vector.store %[[LOOP]]#1, %arg2[%{{.*}}] {{.*}}, vector<4xf32>
func.func private @columns_past_end(%a: tensor<4x8xf32>, %b: tensor<8x12xf32>) -> tensor<4x12xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [1, 2, 1, 0], vector = 4>} {
  %z = arith.constant dense<0.0> : tensor<4x12xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<4x8xf32>, tensor<8x12xf32>) outs(%z : tensor<4x12xf32>) -> tensor<4x12xf32>
  return %0 : tensor<4x12xf32>
}
// CHECK-LABEL: func.func @run_columns_past_end(
func.func @run_columns_past_end(%a: tensor<4x8xf32>, %b: tensor<8x12xf32>) -> tensor<4x12xf32> {
  // CHECK: plan.dispatch @columns_past_end::@columns_past_end grid [2, 4, 1]
  %r = call @columns_past_end(%a, %b) : (tensor<4x8xf32>, tensor<8x12xf32>) -> tensor<4x12xf32>
  return %r : tensor<4x12xf32>
}

// m = 5, 2 rows per item: the last item's second row repeats row 4.
// CHECK-LABEL: gpu.func @rows_past_end(
// CHECK: %[[COND:.*]] = arith.cmpi slt, %{{.*}}, %c5{{[_0-9]*}}
// CHECK: arith.minsi %{{.*}}, %c4{{[_0-9]*}}
// CHECK: %[[COND2:.*]] = arith.cmpi slt, %{{.*}}, %c5{{[_0-9]*}}
// CHECK: arith.minsi %{{.*}}, %c4{{[_0-9]*}}
// CHECK: %[[LOOP:[0-9]+]]{{(:[0-9]+)?}} = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c8{{[_0-9]*}} step %c1{{[_0-9]*}}
// CHECK: memref.load %arg0[%{{.*}}]
// CHECK: memref.load %arg0[%{{.*}}]
// CHECK: scf.if %[[COND]]
// CHECK: vector.store %[[LOOP]]#0, %arg2[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: scf.if %[[COND2]]
// CHECK: vector.store %[[LOOP]]#1, %arg2[%{{.*}}] {{.*}}, vector<4xf32>
func.func private @rows_past_end(%a: tensor<5x8xf32>, %b: tensor<8x4xf32>) -> tensor<5x4xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [2, 1, 1, 1], vector = 4>} {
  %z = arith.constant dense<0.0> : tensor<5x4xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<5x8xf32>, tensor<8x4xf32>) outs(%z : tensor<5x4xf32>) -> tensor<5x4xf32>
  return %0 : tensor<5x4xf32>
}
// CHECK-LABEL: func.func @run_rows_past_end(
func.func @run_rows_past_end(%a: tensor<5x8xf32>, %b: tensor<8x4xf32>) -> tensor<5x4xf32> {
  // CHECK: plan.dispatch @rows_past_end::@rows_past_end grid [3, 1, 1]
  %r = call @rows_past_end(%a, %b) : (tensor<5x8xf32>, tensor<8x4xf32>) -> tensor<5x4xf32>
  return %r : tensor<5x4xf32>
}

// A store is inside both guards.
// CHECK-LABEL: gpu.func @both_past_end(
// CHECK: %[[ID_Y:.*]] = arith.addi %{{.*}}, %thread_id_y
// CHECK: %[[COND:.*]] = arith.cmpi slt, %[[ID_Y]], %c3{{[_0-9]*}}
// CHECK: arith.minsi %[[ID_Y]], %c2{{[_0-9]*}}
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[COND2:.*]] = arith.cmpi slt, %[[ID]], %c3{{[_0-9]*}}
// CHECK: arith.minsi %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[LOOP:[0-9]+]] = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c4{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: scf.if %[[COND]]
// CHECK: scf.if %[[COND2]]
// CHECK: memref.store %[[LOOP]], %arg2[%{{.*}}]
func.func private @both_past_end(%a: tensor<3x4xf32>, %b: tensor<4x3xf32>) -> tensor<3x3xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [2, 2, 1], tile = [1, 1, 1, 0], vector = 1>} {
  %z = arith.constant dense<0.0> : tensor<3x3xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<3x4xf32>, tensor<4x3xf32>) outs(%z : tensor<3x3xf32>) -> tensor<3x3xf32>
  return %0 : tensor<3x3xf32>
}
// CHECK-LABEL: func.func @run_both_past_end(
func.func @run_both_past_end(%a: tensor<3x4xf32>, %b: tensor<4x3xf32>) -> tensor<3x3xf32> {
  // CHECK: plan.dispatch @both_past_end::@both_past_end grid [2, 2, 1]
  %r = call @both_past_end(%a, %b) : (tensor<3x4xf32>, tensor<4x3xf32>) -> tensor<3x3xf32>
  return %r : tensor<3x3xf32>
}

// Tiles that fit have no guard, whatever the work group.
// CHECK-LABEL: gpu.func @exact(
// CHECK: %[[LOOP:[0-9]+]]{{(:[0-9]+)?}} = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c4{{[_0-9]*}} step %c1{{[_0-9]*}}
// CHECK: memref.load %arg0[%{{.*}}]
// CHECK: memref.load %arg0[%{{.*}}]
// CHECK: %[[LOADED:.*]] = vector.load %arg1[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: math.fma %{{.*}}, %[[LOADED]], %{{.*}} : vector<4xf32>
// CHECK: math.fma %{{.*}}, %[[LOADED]], %{{.*}} : vector<4xf32>
// CHECK: vector.store %[[LOOP]]#0, %arg2[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: vector.store %[[LOOP]]#1, %arg2[%{{.*}}] {{.*}}, vector<4xf32>
func.func private @exact(%a: tensor<8x4xf32>, %b: tensor<4x16xf32>) -> tensor<8x16xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [2, 2, 1], tile = [2, 1, 1, 0], vector = 4>} {
  %z = arith.constant dense<0.0> : tensor<8x16xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<8x4xf32>, tensor<4x16xf32>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  return %0 : tensor<8x16xf32>
}
// CHECK-LABEL: func.func @run_exact(
func.func @run_exact(%a: tensor<8x4xf32>, %b: tensor<4x16xf32>) -> tensor<8x16xf32> {
  // CHECK: plan.dispatch @exact::@exact grid [2, 2, 1]
  %r = call @exact(%a, %b) : (tensor<8x4xf32>, tensor<4x16xf32>) -> tensor<8x16xf32>
  return %r : tensor<8x16xf32>
}

// Tiles fit m, the work group does not: 6 rows in groups of 2 x 2 need guards.
// CHECK-LABEL: gpu.func @one_past_group(
// CHECK: %[[COND:.*]] = arith.cmpi slt, %{{.*}}, %c6{{[_0-9]*}}
// CHECK: arith.minsi %{{.*}}, %c5{{[_0-9]*}}
// CHECK: %[[COND2:.*]] = arith.cmpi slt, %{{.*}}, %c6{{[_0-9]*}}
// CHECK: arith.minsi %{{.*}}, %c5{{[_0-9]*}}
// CHECK: %[[LOOP:[0-9]+]]{{(:[0-9]+)?}} = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c4{{[_0-9]*}} step %c1{{[_0-9]*}}
// CHECK: scf.if %[[COND]]
// CHECK: vector.store %[[LOOP]]#0, %arg2[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: scf.if %[[COND2]]
// CHECK: vector.store %[[LOOP]]#1, %arg2[%{{.*}}] {{.*}}, vector<4xf32>
func.func private @one_past_group(%a: tensor<6x4xf32>, %b: tensor<4x4xf32>) -> tensor<6x4xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 2, 1], tile = [2, 1, 1, 0], vector = 4>} {
  %z = arith.constant dense<0.0> : tensor<6x4xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<6x4xf32>, tensor<4x4xf32>) outs(%z : tensor<6x4xf32>) -> tensor<6x4xf32>
  return %0 : tensor<6x4xf32>
}
// CHECK-LABEL: func.func @run_one_past_group(
func.func @run_one_past_group(%a: tensor<6x4xf32>, %b: tensor<4x4xf32>) -> tensor<6x4xf32> {
  // CHECK: plan.dispatch @one_past_group::@one_past_group grid [1, 2, 1]
  %r = call @one_past_group(%a, %b) : (tensor<6x4xf32>, tensor<4x4xf32>) -> tensor<6x4xf32>
  return %r : tensor<6x4xf32>
}
