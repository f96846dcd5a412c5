// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// Reductions: one work item per result, one loop per reduced dimension.

// A maximum starts at -inf; NaN is passed on.
// CHECK-LABEL: gpu.func @maximum(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[COND:.*]] = arith.cmpi slt, %[[ID]], %c6{{[_0-9]*}}
// CHECK: scf.if %[[COND]]
// CHECK: %[[LOOP:[0-9]+]] = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c5{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: %[[SCALED:.*]] = arith.muli %[[ID]], %c5{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED]], %[[K]]
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%[[SUM]]]
// CHECK: %[[MAXIMUMF:.*]] = arith.maximumf %[[LOADED]], %[[ACC]] : f32
// CHECK: scf.yield %[[MAXIMUMF]] : f32
// CHECK: memref.store %[[LOOP]], %arg1[%[[ID]]]
func.func private @maximum(%a: tensor<6x5xf32>) -> tensor<6xf32>
    attributes {kernel.config = #kernel.config<schedule = "reduction", workgroup = [8, 1, 1], tile = [], vector = 1>} {
  %i = arith.constant dense<0xFF800000> : tensor<6xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]}
      ins(%a : tensor<6x5xf32>) outs(%i : tensor<6xf32>) {
  ^bb0(%x: f32, %o: f32):
    %s = arith.maximumf %x, %o : f32
    linalg.yield %s : f32
  } -> tensor<6xf32>
  return %0 : tensor<6xf32>
}
// CHECK-LABEL: func.func @run_maximum(
func.func @run_maximum(%a: tensor<6x5xf32>) -> tensor<6xf32> {
  // CHECK: plan.dispatch @maximum::@maximum grid [1, 1, 1]
  %r = call @maximum(%a) : (tensor<6x5xf32>) -> tensor<6xf32>
  return %r : tensor<6xf32>
}

// A minimum of a middle dimension: the result's coordinates stand around the loop's.
// CHECK-LABEL: gpu.func @minimum(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[COND:.*]] = arith.cmpi slt, %[[ID]], %c6{{[_0-9]*}}
// CHECK: scf.if %[[COND]]
// CHECK: %[[REM:.*]] = arith.remui %[[ID]], %c3{{[_0-9]*}}
// CHECK: %[[DIV:.*]] = arith.divui %[[ID]], %c3{{[_0-9]*}}
// CHECK: %[[LOOP:[0-9]+]] = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c5{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: %[[SCALED:.*]] = arith.muli %[[DIV]], %c5{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED]], %[[K]]
// CHECK: %[[SCALED2:.*]] = arith.muli %[[SUM]], %c3{{[_0-9]*}}
// CHECK: %[[SUM2:.*]] = arith.addi %[[SCALED2]], %[[REM]]
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%[[SUM2]]]
// CHECK: %[[MINIMUMF:.*]] = arith.minimumf %[[LOADED]], %[[ACC]] : f32
// CHECK: scf.yield %[[MINIMUMF]] : f32
// CHECK: memref.store %[[LOOP]], %arg1[%[[ID]]]
func.func private @minimum(%a: tensor<2x5x3xf32>) -> tensor<2x3xf32>
    attributes {kernel.config = #kernel.config<schedule = "reduction", workgroup = [8, 1, 1], tile = [], vector = 1>} {
  %i = arith.constant dense<0x7F800000> : tensor<2x3xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, k, j) -> (i, k, j)>, affine_map<(i, k, j) -> (i, j)>], iterator_types = ["parallel", "reduction", "parallel"]}
      ins(%a : tensor<2x5x3xf32>) outs(%i : tensor<2x3xf32>) {
  ^bb0(%x: f32, %o: f32):
    %s = arith.minimumf %x, %o : f32
    linalg.yield %s : f32
  } -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}
// CHECK-LABEL: func.func @run_minimum(
func.func @run_minimum(%a: tensor<2x5x3xf32>) -> tensor<2x3xf32> {
  // CHECK: plan.dispatch @minimum::@minimum grid [1, 1, 1]
  %r = call @minimum(%a) : (tensor<2x5x3xf32>) -> tensor<2x3xf32>
  return %r : tensor<2x3xf32>
}

// Two reduced dimensions are two loops, the accumulator passes through both.
// CHECK-LABEL: gpu.func @two_loops(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[LOOP:[0-9]+]] = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c3{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: %[[LOOP2:[0-9]+]] = scf.for %[[K1:.*]] = %c0{{[_0-9]*}} to %c5{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC2:.*]] = %[[ACC]])
// CHECK: %[[SCALED:.*]] = arith.muli %[[ID]], %c3{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED]], %[[K]]
// CHECK: %[[SCALED2:.*]] = arith.muli %[[SUM]], %c5{{[_0-9]*}}
// CHECK: %[[SUM2:.*]] = arith.addi %[[SCALED2]], %[[K1]]
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%[[SUM2]]]
// CHECK: %[[ADDED:.*]] = arith.addf %[[LOADED]], %[[ACC2]] : f32
// CHECK: scf.yield %[[ADDED]] : f32
// CHECK: scf.yield %[[LOOP2]] : f32
// CHECK: memref.store %[[LOOP]], %arg1[%[[ID]]]
func.func private @two_loops(%a: tensor<4x3x5xf32>) -> tensor<4xf32>
    attributes {kernel.config = #kernel.config<schedule = "reduction", workgroup = [4, 1, 1], tile = [], vector = 1>} {
  %i = arith.constant dense<0.0> : tensor<4xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j, k) -> (i, j, k)>, affine_map<(i, j, k) -> (i)>], iterator_types = ["parallel", "reduction", "reduction"]}
      ins(%a : tensor<4x3x5xf32>) outs(%i : tensor<4xf32>) {
  ^bb0(%x: f32, %o: f32):
    %s = arith.addf %x, %o : f32
    linalg.yield %s : f32
  } -> tensor<4xf32>
  return %0 : tensor<4xf32>
}
// CHECK-LABEL: func.func @run_two_loops(
func.func @run_two_loops(%a: tensor<4x3x5xf32>) -> tensor<4xf32> {
  // CHECK: plan.dispatch @two_loops::@two_loops grid [1, 1, 1]
  %r = call @two_loops(%a) : (tensor<4x3x5xf32>) -> tensor<4xf32>
  return %r : tensor<4xf32>
}

// The outer dimension alone: neighbouring items read neighbours.
// CHECK-LABEL: gpu.func @outer(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[LOOP:[0-9]+]] = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c5{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: %[[SCALED:.*]] = arith.muli %[[K]], %c8{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED]], %[[ID]]
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%[[SUM]]]
// CHECK: %[[ADDED:.*]] = arith.addf %[[LOADED]], %[[ACC]] : f32
// CHECK: scf.yield %[[ADDED]] : f32
// CHECK: memref.store %[[LOOP]], %arg1[%[[ID]]]
func.func private @outer(%a: tensor<5x8xf32>) -> tensor<8xf32>
    attributes {kernel.config = #kernel.config<schedule = "reduction", workgroup = [8, 1, 1], tile = [], vector = 1>} {
  %i = arith.constant dense<0.0> : tensor<8xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(k, i) -> (k, i)>, affine_map<(k, i) -> (i)>], iterator_types = ["reduction", "parallel"]}
      ins(%a : tensor<5x8xf32>) outs(%i : tensor<8xf32>) {
  ^bb0(%x: f32, %o: f32):
    %s = arith.addf %x, %o : f32
    linalg.yield %s : f32
  } -> tensor<8xf32>
  return %0 : tensor<8xf32>
}
// CHECK-LABEL: func.func @run_outer(
func.func @run_outer(%a: tensor<5x8xf32>) -> tensor<8xf32> {
  // CHECK: plan.dispatch @outer::@outer grid [1, 1, 1]
  %r = call @outer(%a) : (tensor<5x8xf32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}

// To a tensor of rank 0: one item walks all, the others wait behind the guard.
// CHECK-LABEL: gpu.func @all(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[COND:.*]] = arith.cmpi slt, %[[ID]], %c1{{[_0-9]*}}
// CHECK: scf.if %[[COND]]
// CHECK: %[[LOOP:[0-9]+]] = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c7{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%[[K]]]
// CHECK: %[[ADDED:.*]] = arith.addf %[[LOADED]], %[[ACC]] : f32
// CHECK: scf.yield %[[ADDED]] : f32
// CHECK: memref.store %[[LOOP]], %arg1[%c0{{[_0-9]*}}]
func.func private @all(%a: tensor<7xf32>) -> tensor<f32>
    attributes {kernel.config = #kernel.config<schedule = "reduction", workgroup = [4, 1, 1], tile = [], vector = 1>} {
  %i = arith.constant dense<0.0> : tensor<f32>
  %0 = linalg.generic {indexing_maps = [affine_map<(k) -> (k)>, affine_map<(k) -> ()>], iterator_types = ["reduction"]}
      ins(%a : tensor<7xf32>) outs(%i : tensor<f32>) {
  ^bb0(%x: f32, %o: f32):
    %s = arith.addf %x, %o : f32
    linalg.yield %s : f32
  } -> tensor<f32>
  return %0 : tensor<f32>
}
// CHECK-LABEL: func.func @run_all(
func.func @run_all(%a: tensor<7xf32>) -> tensor<f32> {
  // CHECK: plan.dispatch @all::@all grid [1, 1, 1]
  %r = call @all(%a) : (tensor<7xf32>) -> tensor<f32>
  return %r : tensor<f32>
}
