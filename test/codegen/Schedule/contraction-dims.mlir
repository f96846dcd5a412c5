// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// Roles of dimensions: which loop is a row, a column, a batch or a sum; where they
// lie in the grid.

// Rows run along x: the grid's first extent counts row tiles.
// CHECK-LABEL: gpu.func @rows_first(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[SCALED:.*]] = arith.muli %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED]], %c1{{[_0-9]*}}
// CHECK: %[[LOOP:[0-9]+]]{{(:[0-9]+)?}} = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c4{{[_0-9]*}} step %c1{{[_0-9]*}}
// CHECK: %[[SCALED2:.*]] = arith.muli %[[SCALED]], %c4{{[_0-9]*}}
// CHECK: %[[SUM2:.*]] = arith.addi %[[SCALED2]], %[[K]]
// CHECK: memref.load %arg0[%[[SUM2]]]
// CHECK: %[[SCALED3:.*]] = arith.muli %[[SUM]], %c4{{[_0-9]*}}
// CHECK: %[[SUM3:.*]] = arith.addi %[[SCALED3]], %[[K]]
// CHECK: memref.load %arg0[%[[SUM3]]]
// CHECK: %[[SCALED4:.*]] = arith.muli %[[K]], %c4{{[_0-9]*}}
// CHECK: vector.load %arg1[%[[SCALED4]]] {{.*}}, vector<4xf32>
// CHECK: %[[SCALED5:.*]] = arith.muli %[[SCALED]], %c4{{[_0-9]*}}
// CHECK: vector.store %[[LOOP]]#0, %arg2[%[[SCALED5]]] {{.*}}, vector<4xf32>
// CHECK: %[[SCALED6:.*]] = arith.muli %[[SUM]], %c4{{[_0-9]*}}
// CHECK: vector.store %[[LOOP]]#1, %arg2[%[[SCALED6]]] {{.*}}, vector<4xf32>
func.func private @rows_first(%a: tensor<8x4xf32>, %b: tensor<4x4xf32>) -> tensor<8x4xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [2, 1, 1], tile = [2, 1, 1, 1], vector = 4>} {
  %z = arith.constant dense<0.0> : tensor<8x4xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<8x4xf32>, tensor<4x4xf32>) outs(%z : tensor<8x4xf32>) -> tensor<8x4xf32>
  return %0 : tensor<8x4xf32>
}
// CHECK-LABEL: func.func @run_rows_first(
func.func @run_rows_first(%a: tensor<8x4xf32>, %b: tensor<4x4xf32>) -> tensor<8x4xf32> {
  // CHECK: plan.dispatch @rows_first::@rows_first grid [2, 1, 1]
  %r = call @rows_first(%a, %b) : (tensor<8x4xf32>, tensor<4x4xf32>) -> tensor<8x4xf32>
  return %r : tensor<8x4xf32>
}

// Columns run along x, rows along y.
// CHECK-LABEL: gpu.func @columns_first(
// CHECK: %[[ID_Y:.*]] = arith.addi %{{.*}}, %thread_id_y
// CHECK: %[[SCALED:.*]] = arith.muli %[[ID_Y]], %c2{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED]], %c1{{[_0-9]*}}
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[SCALED2:.*]] = arith.muli %[[ID]], %c4{{[_0-9]*}}
// CHECK: %[[LOOP:[0-9]+]]{{(:[0-9]+)?}} = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c4{{[_0-9]*}} step %c1{{[_0-9]*}}
// CHECK: %[[SCALED3:.*]] = arith.muli %[[SCALED]], %c4{{[_0-9]*}}
// CHECK: %[[SUM2:.*]] = arith.addi %[[SCALED3]], %[[K]]
// CHECK: memref.load %arg0[%[[SUM2]]]
// CHECK: %[[SCALED4:.*]] = arith.muli %[[SUM]], %c4{{[_0-9]*}}
// CHECK: %[[SUM3:.*]] = arith.addi %[[SCALED4]], %[[K]]
// CHECK: memref.load %arg0[%[[SUM3]]]
// CHECK: %[[SCALED5:.*]] = arith.muli %[[K]], %c16{{[_0-9]*}}
// CHECK: %[[SUM4:.*]] = arith.addi %[[SCALED5]], %[[SCALED2]]
// CHECK: vector.load %arg1[%[[SUM4]]] {{.*}}, vector<4xf32>
// CHECK: %[[SCALED6:.*]] = arith.muli %[[SCALED]], %c16{{[_0-9]*}}
// CHECK: %[[SUM5:.*]] = arith.addi %[[SCALED6]], %[[SCALED2]]
// CHECK: vector.store %[[LOOP]]#0, %arg2[%[[SUM5]]] {{.*}}, vector<4xf32>
// CHECK: %[[SCALED7:.*]] = arith.muli %[[SUM]], %c16{{[_0-9]*}}
// CHECK: %[[SUM6:.*]] = arith.addi %[[SCALED7]], %[[SCALED2]]
// CHECK: vector.store %[[LOOP]]#1, %arg2[%[[SUM6]]] {{.*}}, vector<4xf32>
func.func private @columns_first(%a: tensor<8x4xf32>, %b: tensor<4x16xf32>) -> tensor<8x16xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [2, 2, 1], tile = [2, 1, 1, 0], vector = 4>} {
  %z = arith.constant dense<0.0> : tensor<8x16xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<8x4xf32>, tensor<4x16xf32>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  return %0 : tensor<8x16xf32>
}
// CHECK-LABEL: func.func @run_columns_first(
func.func @run_columns_first(%a: tensor<8x4xf32>, %b: tensor<4x16xf32>) -> tensor<8x16xf32> {
  // CHECK: plan.dispatch @columns_first::@columns_first grid [2, 2, 1]
  %r = call @columns_first(%a, %b) : (tensor<8x4xf32>, tensor<4x16xf32>) -> tensor<8x16xf32>
  return %r : tensor<8x16xf32>
}

// A batch is the grid's third extent.
// CHECK-LABEL: gpu.func @batch(
// CHECK: %[[SUM:.*]] = arith.addi %{{.*}}, %c1{{[_0-9]*}}
// CHECK: %[[LOOP:[0-9]+]]{{(:[0-9]+)?}} = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c4{{[_0-9]*}} step %c1{{[_0-9]*}}
// CHECK: %[[SUM2:.*]] = arith.addi %{{.*}}, %{{.*}}
// CHECK: %[[SCALED:.*]] = arith.muli %[[SUM2]], %c4{{[_0-9]*}}
// CHECK: %[[SUM3:.*]] = arith.addi %[[SCALED]], %[[K]]
// CHECK: memref.load %arg0[%[[SUM3]]]
// CHECK: %[[SUM4:.*]] = arith.addi %{{.*}}, %[[SUM]]
// CHECK: %[[SCALED2:.*]] = arith.muli %[[SUM4]], %c4{{[_0-9]*}}
// CHECK: %[[SUM5:.*]] = arith.addi %[[SCALED2]], %[[K]]
// CHECK: memref.load %arg0[%[[SUM5]]]
// CHECK: %[[SUM6:.*]] = arith.addi %{{.*}}, %[[K]]
// CHECK: %[[SCALED3:.*]] = arith.muli %[[SUM6]], %c4{{[_0-9]*}}
// CHECK: vector.load %arg1[%[[SCALED3]]] {{.*}}, vector<4xf32>
// CHECK: %[[SUM7:.*]] = arith.addi %{{.*}}, %{{.*}}
// CHECK: %[[SCALED4:.*]] = arith.muli %[[SUM7]], %c4{{[_0-9]*}}
// CHECK: vector.store %[[LOOP]]#0, %arg2[%[[SCALED4]]] {{.*}}, vector<4xf32>
// CHECK: %[[SUM8:.*]] = arith.addi %{{.*}}, %[[SUM]]
// CHECK: %[[SCALED5:.*]] = arith.muli %[[SUM8]], %c4{{[_0-9]*}}
// CHECK: vector.store %[[LOOP]]#1, %arg2[%[[SCALED5]]] {{.*}}, vector<4xf32>
func.func private @batch(%a: tensor<3x2x4xf32>, %b: tensor<3x4x4xf32>) -> tensor<3x2x4xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [2, 1, 1, 0], vector = 4>} {
  %z = arith.constant dense<0.0> : tensor<3x2x4xf32>
  %0 = linalg.batch_matmul ins(%a, %b : tensor<3x2x4xf32>, tensor<3x4x4xf32>) outs(%z : tensor<3x2x4xf32>) -> tensor<3x2x4xf32>
  return %0 : tensor<3x2x4xf32>
}
// CHECK-LABEL: func.func @run_batch(
func.func @run_batch(%a: tensor<3x2x4xf32>, %b: tensor<3x4x4xf32>) -> tensor<3x2x4xf32> {
  // CHECK: plan.dispatch @batch::@batch grid [1, 1, 3]
  %r = call @batch(%a, %b) : (tensor<3x2x4xf32>, tensor<3x4x4xf32>) -> tensor<3x2x4xf32>
  return %r : tensor<3x2x4xf32>
}

// Two batch dimensions are one extent, taken apart again.
// CHECK-LABEL: gpu.func @two_batches(
// CHECK: arith.remui %block_id_z{{[_0-9]*}}, %c3{{[_0-9]*}}
// CHECK: arith.divui %block_id_z{{[_0-9]*}}, %c3{{[_0-9]*}}
// CHECK: memref.load %arg0[%{{.*}}]
// CHECK: memref.load %arg0[%{{.*}}]
// CHECK: %[[LOADED:.*]] = vector.load %arg1[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: math.fma %{{.*}}, %[[LOADED]], %{{.*}} : vector<4xf32>
// CHECK: math.fma %{{.*}}, %[[LOADED]], %{{.*}} : vector<4xf32>
// CHECK: vector.store %{{.*}}, %arg2[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: vector.store %{{.*}}, %arg2[%{{.*}}] {{.*}}, vector<4xf32>
func.func private @two_batches(%a: tensor<2x3x2x4xf32>, %b: tensor<2x3x4x4xf32>) -> tensor<2x3x2x4xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [2, 1, 1, 0], vector = 4>} {
  %z = arith.constant dense<0.0> : tensor<2x3x2x4xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(b, h, m, n, k) -> (b, h, m, k)>, affine_map<(b, h, m, n, k) -> (b, h, k, n)>, affine_map<(b, h, m, n, k) -> (b, h, m, n)>], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction"]}
      ins(%a, %b : tensor<2x3x2x4xf32>, tensor<2x3x4x4xf32>) outs(%z : tensor<2x3x2x4xf32>) {
  ^bb0(%x: f32, %y: f32, %o: f32):
    %p = arith.mulf %x, %y : f32
    %s = arith.addf %o, %p : f32
    linalg.yield %s : f32
  } -> tensor<2x3x2x4xf32>
  return %0 : tensor<2x3x2x4xf32>
}
// CHECK-LABEL: func.func @run_two_batches(
func.func @run_two_batches(%a: tensor<2x3x2x4xf32>, %b: tensor<2x3x4x4xf32>) -> tensor<2x3x2x4xf32> {
  // CHECK: plan.dispatch @two_batches::@two_batches grid [1, 1, 6]
  %r = call @two_batches(%a, %b) : (tensor<2x3x2x4xf32>, tensor<2x3x4x4xf32>) -> tensor<2x3x2x4xf32>
  return %r : tensor<2x3x2x4xf32>
}

// An rhs without the batch makes the batch part of m.
// CHECK-LABEL: gpu.func @shared_rhs(
// CHECK: arith.remui %{{.*}}, %c3{{[_0-9]*}}
// CHECK: arith.divui %{{.*}}, %c3{{[_0-9]*}}
// CHECK: arith.remui %{{.*}}, %c3{{[_0-9]*}}
// CHECK: arith.divui %{{.*}}, %c3{{[_0-9]*}}
// CHECK: arith.remui %{{.*}}, %c3{{[_0-9]*}}
// CHECK: arith.divui %{{.*}}, %c3{{[_0-9]*}}
// CHECK: memref.load %arg0[%{{.*}}]
// CHECK: memref.load %arg0[%{{.*}}]
// CHECK: memref.load %arg0[%{{.*}}]
// CHECK: %[[LOADED:.*]] = vector.load %arg1[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: math.fma %{{.*}}, %[[LOADED]], %{{.*}} : vector<4xf32>
// CHECK: math.fma %{{.*}}, %[[LOADED]], %{{.*}} : vector<4xf32>
// CHECK: math.fma %{{.*}}, %[[LOADED]], %{{.*}} : vector<4xf32>
// CHECK: vector.store %{{.*}}, %arg2[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: vector.store %{{.*}}, %arg2[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: vector.store %{{.*}}, %arg2[%{{.*}}] {{.*}}, vector<4xf32>
func.func private @shared_rhs(%a: tensor<2x3x4xf32>, %b: tensor<4x8xf32>) -> tensor<2x3x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [3, 1, 1, 0], vector = 4>} {
  %z = arith.constant dense<0.0> : tensor<2x3x8xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(b, m, n, k) -> (b, m, k)>, affine_map<(b, m, n, k) -> (k, n)>, affine_map<(b, m, n, k) -> (b, m, n)>], iterator_types = ["parallel", "parallel", "parallel", "reduction"]}
      ins(%a, %b : tensor<2x3x4xf32>, tensor<4x8xf32>) outs(%z : tensor<2x3x8xf32>) {
  ^bb0(%x: f32, %y: f32, %o: f32):
    %p = arith.mulf %x, %y : f32
    %s = arith.addf %o, %p : f32
    linalg.yield %s : f32
  } -> tensor<2x3x8xf32>
  return %0 : tensor<2x3x8xf32>
}
// CHECK-LABEL: func.func @run_shared_rhs(
func.func @run_shared_rhs(%a: tensor<2x3x4xf32>, %b: tensor<4x8xf32>) -> tensor<2x3x8xf32> {
  // CHECK: plan.dispatch @shared_rhs::@shared_rhs grid [2, 2, 1]
  %r = call @shared_rhs(%a, %b) : (tensor<2x3x4xf32>, tensor<4x8xf32>) -> tensor<2x3x8xf32>
  return %r : tensor<2x3x8xf32>
}

// The operand that has the result's last dimension is the rhs, wherever it stands.
// CHECK-LABEL: gpu.func @swapped(
// CHECK: %[[SPLAT:.*]] = vector.broadcast %{{.*}} : f32 to vector<4xf32>
// CHECK: %[[LOOP:[0-9]+]] = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c4{{[_0-9]*}} step %c2{{[_0-9]*}} iter_args(%[[ACC:.*]] = %[[SPLAT]])
// CHECK: %[[LOADED:.*]] = vector.load %arg1[%{{.*}}] {{.*}}, vector<2xf32>
// CHECK: %[[LANE:.*]] = vector.extract %[[LOADED]][0] : f32 from vector<2xf32>
// CHECK: %[[LANE2:.*]] = vector.extract %[[LOADED]][1] : f32 from vector<2xf32>
// CHECK: %[[LOADED2:.*]] = vector.load %arg0[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[SPLAT2:.*]] = vector.broadcast %[[LANE]] : f32 to vector<4xf32>
// CHECK: %[[FMA:.*]] = math.fma %[[SPLAT2]], %[[LOADED2]], %[[ACC]] : vector<4xf32>
// CHECK: %[[LOADED3:.*]] = vector.load %arg0[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[SPLAT3:.*]] = vector.broadcast %[[LANE2]] : f32 to vector<4xf32>
// CHECK: math.fma %[[SPLAT3]], %[[LOADED3]], %[[FMA]] : vector<4xf32>
// CHECK: vector.store %[[LOOP]], %arg2[%{{.*}}] {{.*}}, vector<4xf32>
func.func private @swapped(%a: tensor<4x8xf32>, %b: tensor<2x4xf32>) -> tensor<2x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [1, 1, 2, 0], vector = 4>} {
  %z = arith.constant dense<0.0> : tensor<2x8xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(m, n, k) -> (k, n)>, affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (m, n)>], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%a, %b : tensor<4x8xf32>, tensor<2x4xf32>) outs(%z : tensor<2x8xf32>) {
  ^bb0(%x: f32, %y: f32, %o: f32):
    %p = arith.mulf %x, %y : f32
    %s = arith.addf %o, %p : f32
    linalg.yield %s : f32
  } -> tensor<2x8xf32>
  return %0 : tensor<2x8xf32>
}
// CHECK-LABEL: func.func @run_swapped(
func.func @run_swapped(%a: tensor<4x8xf32>, %b: tensor<2x4xf32>) -> tensor<2x8xf32> {
  // CHECK: plan.dispatch @swapped::@swapped grid [2, 2, 1]
  %r = call @swapped(%a, %b) : (tensor<4x8xf32>, tensor<2x4xf32>) -> tensor<2x8xf32>
  return %r : tensor<2x8xf32>
}

// Two reduced dimensions: an outer loop with step one, the inner unrolled.
// CHECK-LABEL: gpu.func @two_sums(
// CHECK: %[[LOOP:[0-9]+]] = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c3{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: %[[LOOP2:[0-9]+]] = scf.for %[[K1:.*]] = %c0{{[_0-9]*}} to %c4{{[_0-9]*}} step %c2{{[_0-9]*}} iter_args(%[[ACC2:.*]] = %[[ACC]])
// CHECK: vector.load %arg0[%{{.*}}] {{.*}}, vector<2xf32>
// CHECK: %[[LOADED:.*]] = vector.load %arg1[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[FMA:.*]] = math.fma %{{.*}}, %[[LOADED]], %[[ACC2]] : vector<4xf32>
// CHECK: %[[LOADED2:.*]] = vector.load %arg1[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[FMA2:.*]] = math.fma %{{.*}}, %[[LOADED2]], %[[FMA]] : vector<4xf32>
// CHECK: scf.yield %[[FMA2]] : vector<4xf32>
// CHECK: scf.yield %[[LOOP2]] : vector<4xf32>
// CHECK: vector.store %[[LOOP]], %arg2[%{{.*}}] {{.*}}, vector<4xf32>
func.func private @two_sums(%a: tensor<2x3x4xf32>, %b: tensor<3x4x8xf32>) -> tensor<2x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [1, 1, 2, 0], vector = 4>} {
  %z = arith.constant dense<0.0> : tensor<2x8xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(m, n, j, k) -> (m, j, k)>, affine_map<(m, n, j, k) -> (j, k, n)>, affine_map<(m, n, j, k) -> (m, n)>], iterator_types = ["parallel", "parallel", "reduction", "reduction"]}
      ins(%a, %b : tensor<2x3x4xf32>, tensor<3x4x8xf32>) outs(%z : tensor<2x8xf32>) {
  ^bb0(%x: f32, %y: f32, %o: f32):
    %p = arith.mulf %x, %y : f32
    %s = arith.addf %o, %p : f32
    linalg.yield %s : f32
  } -> tensor<2x8xf32>
  return %0 : tensor<2x8xf32>
}
// CHECK-LABEL: func.func @run_two_sums(
func.func @run_two_sums(%a: tensor<2x3x4xf32>, %b: tensor<3x4x8xf32>) -> tensor<2x8xf32> {
  // CHECK: plan.dispatch @two_sums::@two_sums grid [2, 2, 1]
  %r = call @two_sums(%a, %b) : (tensor<2x3x4xf32>, tensor<3x4x8xf32>) -> tensor<2x8xf32>
  return %r : tensor<2x8xf32>
}

// A matrix times a vector: n is one.
// CHECK-LABEL: gpu.func @vector_rows(
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[LANE:.*]] = vector.extract %[[LOADED]][0] : f32 from vector<4xf32>
// CHECK: %[[LANE2:.*]] = vector.extract %[[LOADED]][1] : f32 from vector<4xf32>
// CHECK: %[[LANE3:.*]] = vector.extract %[[LOADED]][2] : f32 from vector<4xf32>
// CHECK: %[[LANE4:.*]] = vector.extract %[[LOADED]][3] : f32 from vector<4xf32>
// CHECK: %[[LOADED2:.*]] = vector.load %arg0[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[LANE5:.*]] = vector.extract %[[LOADED2]][0] : f32 from vector<4xf32>
// CHECK: %[[LANE6:.*]] = vector.extract %[[LOADED2]][1] : f32 from vector<4xf32>
// CHECK: %[[LANE7:.*]] = vector.extract %[[LOADED2]][2] : f32 from vector<4xf32>
// CHECK: %[[LANE8:.*]] = vector.extract %[[LOADED2]][3] : f32 from vector<4xf32>
// CHECK: %[[LOADED3:.*]] = memref.load %arg1[%c0{{[_0-9]*}}]
// CHECK: %[[FMA:.*]] = math.fma %[[LANE]], %[[LOADED3]], %{{.*}} : f32
// CHECK: %[[FMA2:.*]] = math.fma %[[LANE5]], %[[LOADED3]], %{{.*}} : f32
// CHECK: %[[LOADED4:.*]] = memref.load %arg1[%c1{{[_0-9]*}}]
// CHECK: %[[FMA3:.*]] = math.fma %[[LANE2]], %[[LOADED4]], %[[FMA]] : f32
// CHECK: %[[FMA4:.*]] = math.fma %[[LANE6]], %[[LOADED4]], %[[FMA2]] : f32
// CHECK: %[[LOADED5:.*]] = memref.load %arg1[%c2{{[_0-9]*}}]
// CHECK: %[[FMA5:.*]] = math.fma %[[LANE3]], %[[LOADED5]], %[[FMA3]] : f32
// CHECK: %[[FMA6:.*]] = math.fma %[[LANE7]], %[[LOADED5]], %[[FMA4]] : f32
// CHECK: %[[LOADED6:.*]] = memref.load %arg1[%c3{{[_0-9]*}}]
// CHECK: %[[FMA7:.*]] = math.fma %[[LANE4]], %[[LOADED6]], %[[FMA5]] : f32
// CHECK: %[[FMA8:.*]] = math.fma %[[LANE8]], %[[LOADED6]], %[[FMA6]] : f32
// CHECK: memref.store %[[FMA7]], %arg2[%{{.*}}]
// CHECK: memref.store %[[FMA8]], %arg2[%{{.*}}]
func.func private @vector_rows(%a: tensor<8x4xf32>, %b: tensor<4x1xf32>) -> tensor<8x1xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 4, 1], tile = [2, 1, 4, 0], vector = 1>} {
  %z = arith.constant dense<0.0> : tensor<8x1xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<8x4xf32>, tensor<4x1xf32>) outs(%z : tensor<8x1xf32>) -> tensor<8x1xf32>
  return %0 : tensor<8x1xf32>
}
// CHECK-LABEL: func.func @run_vector_rows(
func.func @run_vector_rows(%a: tensor<8x4xf32>, %b: tensor<4x1xf32>) -> tensor<8x1xf32> {
  // CHECK: plan.dispatch @vector_rows::@vector_rows grid [1, 1, 1]
  %r = call @vector_rows(%a, %b) : (tensor<8x4xf32>, tensor<4x1xf32>) -> tensor<8x1xf32>
  return %r : tensor<8x1xf32>
}
