// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// Lanes along n, along k, or none; unrolled loops; tiles.

// Four k steps per iteration: the lhs is one access along k, the rhs one per step.
// CHECK-LABEL: gpu.func @lanes_n_unrolled(
// CHECK: %[[SPLAT:.*]] = vector.broadcast %{{.*}} : f32 to vector<4xf32>
// CHECK: %[[LOOP:[0-9]+]] = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c8{{[_0-9]*}} step %c4{{[_0-9]*}} iter_args(%[[ACC:.*]] = %[[SPLAT]])
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[LANE:.*]] = vector.extract %[[LOADED]][0] : f32 from vector<4xf32>
// CHECK: %[[LANE2:.*]] = vector.extract %[[LOADED]][1] : f32 from vector<4xf32>
// CHECK: %[[LANE3:.*]] = vector.extract %[[LOADED]][2] : f32 from vector<4xf32>
// CHECK: %[[LANE4:.*]] = vector.extract %[[LOADED]][3] : f32 from vector<4xf32>
// CHECK: %[[LOADED2:.*]] = vector.load %arg1[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[SPLAT2:.*]] = vector.broadcast %[[LANE]] : f32 to vector<4xf32>
// CHECK: %[[FMA:.*]] = math.fma %[[SPLAT2]], %[[LOADED2]], %[[ACC]] : vector<4xf32>
// CHECK: %[[LOADED3:.*]] = vector.load %arg1[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[SPLAT3:.*]] = vector.broadcast %[[LANE2]] : f32 to vector<4xf32>
// CHECK: %[[FMA2:.*]] = math.fma %[[SPLAT3]], %[[LOADED3]], %[[FMA]] : vector<4xf32>
// CHECK: %[[LOADED4:.*]] = vector.load %arg1[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[SPLAT4:.*]] = vector.broadcast %[[LANE3]] : f32 to vector<4xf32>
// CHECK: %[[FMA3:.*]] = math.fma %[[SPLAT4]], %[[LOADED4]], %[[FMA2]] : vector<4xf32>
// CHECK: %[[LOADED5:.*]] = vector.load %arg1[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[SPLAT5:.*]] = vector.broadcast %[[LANE4]] : f32 to vector<4xf32>
// CHECK: %[[FMA4:.*]] = math.fma %[[SPLAT5]], %[[LOADED5]], %[[FMA3]] : vector<4xf32>
// CHECK: scf.yield %[[FMA4]] : vector<4xf32>
// CHECK: vector.store %[[LOOP]], %arg2[%{{.*}}] {{.*}}, vector<4xf32>
func.func private @lanes_n_unrolled(%a: tensor<2x8xf32>, %b: tensor<8x4xf32>) -> tensor<2x4xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [1, 1, 4, 0], vector = 4>} {
  %z = arith.constant dense<0.0> : tensor<2x4xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<2x8xf32>, tensor<8x4xf32>) outs(%z : tensor<2x4xf32>) -> tensor<2x4xf32>
  return %0 : tensor<2x4xf32>
}
// CHECK-LABEL: func.func @run_lanes_n_unrolled(
func.func @run_lanes_n_unrolled(%a: tensor<2x8xf32>, %b: tensor<8x4xf32>) -> tensor<2x4xf32> {
  // CHECK: plan.dispatch @lanes_n_unrolled::@lanes_n_unrolled grid [1, 2, 1]
  %r = call @lanes_n_unrolled(%a, %b) : (tensor<2x8xf32>, tensor<8x4xf32>) -> tensor<2x4xf32>
  return %r : tensor<2x4xf32>
}

// A loop of one iteration is no loop.
// CHECK-LABEL: gpu.func @whole_k(
// CHECK-NOT: scf.for
// CHECK: vector.load %arg0[%{{.*}}] {{.*}}, vector<2xf32>
// CHECK: %[[LOADED:.*]] = vector.load %arg1[%c0{{[_0-9]*}}] {{.*}}, vector<4xf32>
// CHECK: %[[FMA:.*]] = math.fma %{{.*}}, %[[LOADED]], %{{.*}} : vector<4xf32>
// CHECK: %[[LOADED2:.*]] = vector.load %arg1[%c4{{[_0-9]*}}] {{.*}}, vector<4xf32>
// CHECK: %[[FMA2:.*]] = math.fma %{{.*}}, %[[LOADED2]], %[[FMA]] : vector<4xf32>
// CHECK: vector.store %[[FMA2]], %arg2[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK-NOT: scf.for
// CHECK: gpu.return
func.func private @whole_k(%a: tensor<2x2xf32>, %b: tensor<2x4xf32>) -> tensor<2x4xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [1, 1, 2, 0], vector = 4>} {
  %z = arith.constant dense<0.0> : tensor<2x4xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<2x2xf32>, tensor<2x4xf32>) outs(%z : tensor<2x4xf32>) -> tensor<2x4xf32>
  return %0 : tensor<2x4xf32>
}
// CHECK-LABEL: func.func @run_whole_k(
func.func @run_whole_k(%a: tensor<2x2xf32>, %b: tensor<2x4xf32>) -> tensor<2x4xf32> {
  // CHECK: plan.dispatch @whole_k::@whole_k grid [1, 2, 1]
  %r = call @whole_k(%a, %b) : (tensor<2x2xf32>, tensor<2x4xf32>) -> tensor<2x4xf32>
  return %r : tensor<2x4xf32>
}

// A transposed rhs: lanes along k in both operands, summed after the loop.
// CHECK-LABEL: gpu.func @lanes_k(
// CHECK: %[[LOOP:[0-9]+]] = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c8{{[_0-9]*}} step %c4{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[LOADED2:.*]] = vector.load %arg1[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[FMA:.*]] = math.fma %[[LOADED]], %[[LOADED2]], %[[ACC]] : vector<4xf32>
// CHECK: scf.yield %[[FMA]] : vector<4xf32>
// CHECK: %[[LANE:.*]] = vector.extract %[[LOOP]][0] : f32 from vector<4xf32>
// CHECK: %[[LANE2:.*]] = vector.extract %[[LOOP]][1] : f32 from vector<4xf32>
// CHECK: %[[ADDED:.*]] = arith.addf %[[LANE]], %[[LANE2]] : f32
// CHECK: %[[LANE3:.*]] = vector.extract %[[LOOP]][2] : f32 from vector<4xf32>
// CHECK: %[[ADDED2:.*]] = arith.addf %[[ADDED]], %[[LANE3]] : f32
// CHECK: %[[LANE4:.*]] = vector.extract %[[LOOP]][3] : f32 from vector<4xf32>
// CHECK: %[[ADDED3:.*]] = arith.addf %[[ADDED2]], %[[LANE4]] : f32
// CHECK: %[[ADDED4:.*]] = arith.addf %[[ADDED3]], %{{.*}} : f32
// CHECK: memref.store %[[ADDED4]], %arg2[%{{.*}}]
func.func private @lanes_k(%a: tensor<2x8xf32>, %b: tensor<3x8xf32>) -> tensor<2x3xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [1, 1, 4, 0], vector = 4>} {
  %z = arith.constant dense<0.0> : tensor<2x3xf32>
  %0 = linalg.matmul indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (n, k)>, affine_map<(m, n, k) -> (m, n)>] ins(%a, %b : tensor<2x8xf32>, tensor<3x8xf32>) outs(%z : tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}
// CHECK-LABEL: func.func @run_lanes_k(
func.func @run_lanes_k(%a: tensor<2x8xf32>, %b: tensor<3x8xf32>) -> tensor<2x3xf32> {
  // CHECK: plan.dispatch @lanes_k::@lanes_k grid [3, 2, 1]
  %r = call @lanes_k(%a, %b) : (tensor<2x8xf32>, tensor<3x8xf32>) -> tensor<2x3xf32>
  return %r : tensor<2x3xf32>
}

// A transposed lhs and odd extents: scalars along k, the lhs a column apart.
// CHECK-LABEL: gpu.func @scalars(
// CHECK: %[[LOOP:[0-9]+]] = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c3{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: %[[SCALED:.*]] = arith.muli %[[K]], %c5{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED]], %block_id_y{{[_0-9]*}}
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%[[SUM]]]
// CHECK: %[[SCALED2:.*]] = arith.muli %[[K]], %c7{{[_0-9]*}}
// CHECK: %[[SUM2:.*]] = arith.addi %[[SCALED2]], %block_id_x{{[_0-9]*}}
// CHECK: %[[LOADED2:.*]] = memref.load %arg1[%[[SUM2]]]
// CHECK: %[[FMA:.*]] = math.fma %[[LOADED]], %[[LOADED2]], %[[ACC]] : f32
// CHECK: scf.yield %[[FMA]] : f32
// CHECK: %[[SUM3:.*]] = arith.addi %{{.*}}, %block_id_x{{[_0-9]*}}
// CHECK: memref.store %[[LOOP]], %arg2[%[[SUM3]]]
func.func private @scalars(%a: tensor<3x5xf32>, %b: tensor<3x7xf32>) -> tensor<5x7xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [1, 1, 1, 0], vector = 1>} {
  %z = arith.constant dense<0.0> : tensor<5x7xf32>
  %0 = linalg.matmul indexing_maps = [affine_map<(m, n, k) -> (k, m)>, affine_map<(m, n, k) -> (k, n)>, affine_map<(m, n, k) -> (m, n)>] ins(%a, %b : tensor<3x5xf32>, tensor<3x7xf32>) outs(%z : tensor<5x7xf32>) -> tensor<5x7xf32>
  return %0 : tensor<5x7xf32>
}
// CHECK-LABEL: func.func @run_scalars(
func.func @run_scalars(%a: tensor<3x5xf32>, %b: tensor<3x7xf32>) -> tensor<5x7xf32> {
  // CHECK: plan.dispatch @scalars::@scalars grid [7, 5, 1]
  %r = call @scalars(%a, %b) : (tensor<3x5xf32>, tensor<3x7xf32>) -> tensor<5x7xf32>
  return %r : tensor<5x7xf32>
}

// A transposed lhs leaves the lanes along n: its scalars are broadcast.
// CHECK-LABEL: gpu.func @transposed_lhs_lanes(
// CHECK: %[[SCALED:.*]] = arith.muli %{{.*}}, %c4{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %{{.*}}, %c1{{[_0-9]*}}
// CHECK: %[[SCALED2:.*]] = arith.muli %[[SUM]], %c4{{[_0-9]*}}
// CHECK: %[[SPLAT:.*]] = vector.broadcast %{{.*}} : f32 to vector<4xf32>
// CHECK: %[[SPLAT2:.*]] = vector.broadcast %{{.*}} : f32 to vector<4xf32>
// CHECK: %[[LOOP:[0-9]+]]{{(:[0-9]+)?}} = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c4{{[_0-9]*}} step %c2{{[_0-9]*}}
// CHECK: %[[SCALED3:.*]] = arith.muli %[[K]], %c3{{[_0-9]*}}
// CHECK: %[[SUM2:.*]] = arith.addi %[[SCALED3]], %block_id_y{{[_0-9]*}}
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%[[SUM2]]]
// CHECK: %[[SUM3:.*]] = arith.addi %[[K]], %c1{{[_0-9]*}}
// CHECK: %[[SCALED4:.*]] = arith.muli %[[SUM3]], %c3{{[_0-9]*}}
// CHECK: %[[SUM4:.*]] = arith.addi %[[SCALED4]], %block_id_y{{[_0-9]*}}
// CHECK: %[[LOADED2:.*]] = memref.load %arg0[%[[SUM4]]]
// CHECK: %[[SCALED5:.*]] = arith.muli %[[K]], %c8{{[_0-9]*}}
// CHECK: %[[SUM5:.*]] = arith.addi %[[SCALED5]], %[[SCALED]]
// CHECK: %[[LOADED3:.*]] = vector.load %arg1[%[[SUM5]]] {{.*}}, vector<4xf32>
// CHECK: %[[SPLAT3:.*]] = vector.broadcast %[[LOADED]] : f32 to vector<4xf32>
// CHECK: %[[FMA:.*]] = math.fma %[[SPLAT3]], %[[LOADED3]], %{{.*}} : vector<4xf32>
// CHECK: %[[SCALED6:.*]] = arith.muli %[[K]], %c8{{[_0-9]*}}
// CHECK: %[[SUM6:.*]] = arith.addi %[[SCALED6]], %[[SCALED2]]
// CHECK: %[[LOADED4:.*]] = vector.load %arg1[%[[SUM6]]] {{.*}}, vector<4xf32>
// CHECK: %[[SPLAT4:.*]] = vector.broadcast %[[LOADED]] : f32 to vector<4xf32>
// CHECK: %[[FMA2:.*]] = math.fma %[[SPLAT4]], %[[LOADED4]], %{{.*}} : vector<4xf32>
// CHECK: %[[SUM7:.*]] = arith.addi %[[K]], %c1{{[_0-9]*}}
// CHECK: %[[SCALED7:.*]] = arith.muli %[[SUM7]], %c8{{[_0-9]*}}
// CHECK: %[[SUM8:.*]] = arith.addi %[[SCALED7]], %[[SCALED]]
// CHECK: %[[LOADED5:.*]] = vector.load %arg1[%[[SUM8]]] {{.*}}, vector<4xf32>
// CHECK: %[[SPLAT5:.*]] = vector.broadcast %[[LOADED2]] : f32 to vector<4xf32>
// CHECK: %[[FMA3:.*]] = math.fma %[[SPLAT5]], %[[LOADED5]], %[[FMA]] : vector<4xf32>
// CHECK: %[[SCALED8:.*]] = arith.muli %[[SUM7]], %c8{{[_0-9]*}}
// CHECK: %[[SUM9:.*]] = arith.addi %[[SCALED8]], %[[SCALED2]]
// CHECK: %[[LOADED6:.*]] = vector.load %arg1[%[[SUM9]]] {{.*}}, vector<4xf32>
// CHECK: %[[SPLAT6:.*]] = vector.broadcast %[[LOADED2]] : f32 to vector<4xf32>
// CHECK: %[[FMA4:.*]] = math.fma %[[SPLAT6]], %[[LOADED6]], %[[FMA2]] : vector<4xf32>
// CHECK: scf.yield %[[FMA3]], %[[FMA4]] : vector<4xf32>, vector<4xf32>
// CHECK: %[[SUM10:.*]] = arith.addi %{{.*}}, %[[SCALED]]
// CHECK: vector.store %[[LOOP]]#0, %arg2[%[[SUM10]]] {{.*}}, vector<4xf32>
// CHECK: %[[SUM11:.*]] = arith.addi %{{.*}}, %[[SCALED2]]
// CHECK: vector.store %[[LOOP]]#1, %arg2[%[[SUM11]]] {{.*}}, vector<4xf32>
func.func private @transposed_lhs_lanes(%a: tensor<4x3xf32>, %b: tensor<4x8xf32>) -> tensor<3x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [1, 2, 2, 0], vector = 4>} {
  %z = arith.constant dense<0.0> : tensor<3x8xf32>
  %0 = linalg.matmul indexing_maps = [affine_map<(m, n, k) -> (k, m)>, affine_map<(m, n, k) -> (k, n)>, affine_map<(m, n, k) -> (m, n)>] ins(%a, %b : tensor<4x3xf32>, tensor<4x8xf32>) outs(%z : tensor<3x8xf32>) -> tensor<3x8xf32>
  return %0 : tensor<3x8xf32>
}
// CHECK-LABEL: func.func @run_transposed_lhs_lanes(
func.func @run_transposed_lhs_lanes(%a: tensor<4x3xf32>, %b: tensor<4x8xf32>) -> tensor<3x8xf32> {
  // CHECK: plan.dispatch @transposed_lhs_lanes::@transposed_lhs_lanes grid [1, 3, 1]
  %r = call @transposed_lhs_lanes(%a, %b) : (tensor<4x3xf32>, tensor<4x8xf32>) -> tensor<3x8xf32>
  return %r : tensor<3x8xf32>
}

// Two rows and two columns: each load feeds two accumulators.
// CHECK-LABEL: gpu.func @two_by_two(
// CHECK: %[[SPLAT:.*]] = vector.broadcast %{{.*}} : f32 to vector<4xf32>
// CHECK: %[[SPLAT2:.*]] = vector.broadcast %{{.*}} : f32 to vector<4xf32>
// CHECK: %[[SPLAT3:.*]] = vector.broadcast %{{.*}} : f32 to vector<4xf32>
// CHECK: %[[SPLAT4:.*]] = vector.broadcast %{{.*}} : f32 to vector<4xf32>
// CHECK: %[[LOOP:[0-9]+]]{{(:[0-9]+)?}} = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c4{{[_0-9]*}} step %c1{{[_0-9]*}}
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: %[[LOADED2:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: %[[LOADED3:.*]] = vector.load %arg1[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[SPLAT5:.*]] = vector.broadcast %[[LOADED]] : f32 to vector<4xf32>
// CHECK: %[[FMA:.*]] = math.fma %[[SPLAT5]], %[[LOADED3]], %{{.*}} : vector<4xf32>
// CHECK: %[[SPLAT6:.*]] = vector.broadcast %[[LOADED2]] : f32 to vector<4xf32>
// CHECK: %[[FMA2:.*]] = math.fma %[[SPLAT6]], %[[LOADED3]], %{{.*}} : vector<4xf32>
// CHECK: %[[LOADED4:.*]] = vector.load %arg1[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[SPLAT7:.*]] = vector.broadcast %[[LOADED]] : f32 to vector<4xf32>
// CHECK: %[[FMA3:.*]] = math.fma %[[SPLAT7]], %[[LOADED4]], %{{.*}} : vector<4xf32>
// CHECK: %[[SPLAT8:.*]] = vector.broadcast %[[LOADED2]] : f32 to vector<4xf32>
// CHECK: %[[FMA4:.*]] = math.fma %[[SPLAT8]], %[[LOADED4]], %{{.*}} : vector<4xf32>
// CHECK: scf.yield %[[FMA]], %[[FMA3]], %[[FMA2]], %[[FMA4]] : vector<4xf32>, vector<4xf32>, vector<4xf32>, vector<4xf32>
// CHECK: vector.store %[[LOOP]]#0, %arg2[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: vector.store %[[LOOP]]#1, %arg2[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: vector.store %[[LOOP]]#2, %arg2[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: vector.store %[[LOOP]]#3, %arg2[%{{.*}}] {{.*}}, vector<4xf32>
func.func private @two_by_two(%a: tensor<2x4xf32>, %b: tensor<4x8xf32>) -> tensor<2x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [2, 2, 1, 0], vector = 4>} {
  %z = arith.constant dense<0.0> : tensor<2x8xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<2x4xf32>, tensor<4x8xf32>) outs(%z : tensor<2x8xf32>) -> tensor<2x8xf32>
  return %0 : tensor<2x8xf32>
}
// CHECK-LABEL: func.func @run_two_by_two(
func.func @run_two_by_two(%a: tensor<2x4xf32>, %b: tensor<4x8xf32>) -> tensor<2x8xf32> {
  // CHECK: plan.dispatch @two_by_two::@two_by_two grid [1, 1, 1]
  %r = call @two_by_two(%a, %b) : (tensor<2x4xf32>, tensor<4x8xf32>) -> tensor<2x8xf32>
  return %r : tensor<2x8xf32>
}

// Halves are widened as they are read; accumulators are f32.
// CHECK-LABEL: gpu.func @halves(
// CHECK: %[[LOOP:[0-9]+]] = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c8{{[_0-9]*}} step %c2{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%{{.*}}] {{.*}}, vector<2xf16>
// CHECK: arith.extf %[[LOADED]] : vector<2xf16> to vector<2xf32>
// CHECK: %[[LOADED2:.*]] = vector.load %arg1[%{{.*}}] {{.*}}, vector<8xf16>
// CHECK: %[[WIDE:.*]] = arith.extf %[[LOADED2]] : vector<8xf16> to vector<8xf32>
// CHECK: %[[FMA:.*]] = math.fma %{{.*}}, %[[WIDE]], %[[ACC]] : vector<8xf32>
// CHECK: %[[LOADED3:.*]] = vector.load %arg1[%{{.*}}] {{.*}}, vector<8xf16>
// CHECK: %[[WIDE2:.*]] = arith.extf %[[LOADED3]] : vector<8xf16> to vector<8xf32>
// CHECK: %[[FMA2:.*]] = math.fma %{{.*}}, %[[WIDE2]], %[[FMA]] : vector<8xf32>
// CHECK: scf.yield %[[FMA2]] : vector<8xf32>
// CHECK: vector.store %[[LOOP]], %arg2[%{{.*}}] {{.*}}, vector<8xf32>
func.func private @halves(%a: tensor<2x8xf16>, %b: tensor<8x8xf16>) -> tensor<2x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [1, 1, 2, 0], vector = 8>} {
  %z = arith.constant dense<0.0> : tensor<2x8xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<2x8xf16>, tensor<8x8xf16>) outs(%z : tensor<2x8xf32>) -> tensor<2x8xf32>
  return %0 : tensor<2x8xf32>
}
// CHECK-LABEL: func.func @run_halves(
func.func @run_halves(%a: tensor<2x8xf16>, %b: tensor<8x8xf16>) -> tensor<2x8xf32> {
  // CHECK: plan.dispatch @halves::@halves grid [1, 2, 1]
  %r = call @halves(%a, %b) : (tensor<2x8xf16>, tensor<8x8xf16>) -> tensor<2x8xf32>
  return %r : tensor<2x8xf32>
}
