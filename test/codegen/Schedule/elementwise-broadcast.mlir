// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// Broadcasts and permutations. A map that the lanes do not enter is read once, one
// that they enter last is read as a vector, all others lane by lane.

// A bias per column is a vector, at the lane's coordinate alone.
// CHECK-LABEL: gpu.func @per_column(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[REM:.*]] = arith.remui %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[DIV:.*]] = arith.divui %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[SCALED:.*]] = arith.muli %[[REM]], %c4{{[_0-9]*}}
// CHECK: %[[SCALED2:.*]] = arith.muli %[[DIV]], %c8{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED2]], %[[SCALED]]
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%[[SUM]]] {{.*}}, vector<4xf32>
// CHECK: %[[LOADED2:.*]] = vector.load %arg1[%[[SCALED]]] {{.*}}, vector<4xf32>
// CHECK: %[[ADDED:.*]] = arith.addf %[[LOADED]], %[[LOADED2]] : vector<4xf32>
// CHECK: %[[SCALED3:.*]] = arith.muli %[[DIV]], %c8{{[_0-9]*}}
// CHECK: %[[SUM2:.*]] = arith.addi %[[SCALED3]], %[[SCALED]]
// CHECK: vector.store %[[ADDED]], %arg2[%[[SUM2]]] {{.*}}, vector<4xf32>
func.func private @per_column(%a: tensor<4x8xf32>, %b: tensor<8xf32>) -> tensor<4x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 4>} {
  %e = tensor.empty() : tensor<4x8xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%a, %b : tensor<4x8xf32>, tensor<8xf32>) outs(%e : tensor<4x8xf32>) {
  ^bb0(%x: f32, %y: f32, %o: f32):
    %s = arith.addf %x, %y : f32
    linalg.yield %s : f32
  } -> tensor<4x8xf32>
  return %0 : tensor<4x8xf32>
}
// CHECK-LABEL: func.func @run_per_column(
func.func @run_per_column(%a: tensor<4x8xf32>, %b: tensor<8xf32>) -> tensor<4x8xf32> {
  // CHECK: plan.dispatch @per_column::@per_column grid [1, 1, 1]
  %r = call @per_column(%a, %b) : (tensor<4x8xf32>, tensor<8xf32>) -> tensor<4x8xf32>
  return %r : tensor<4x8xf32>
}

// A bias per row is one scalar for all lanes.
// CHECK-LABEL: gpu.func @per_row(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[REM:.*]] = arith.remui %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[DIV:.*]] = arith.divui %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[SCALED:.*]] = arith.muli %[[REM]], %c4{{[_0-9]*}}
// CHECK: %[[SCALED2:.*]] = arith.muli %[[DIV]], %c8{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED2]], %[[SCALED]]
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%[[SUM]]] {{.*}}, vector<4xf32>
// CHECK: %[[LOADED2:.*]] = memref.load %arg1[%[[DIV]]]
// CHECK: %[[SPLAT:.*]] = vector.broadcast %[[LOADED2]] : f32 to vector<4xf32>
// CHECK: %[[ADDED:.*]] = arith.addf %[[LOADED]], %[[SPLAT]] : vector<4xf32>
// CHECK: %[[SCALED3:.*]] = arith.muli %[[DIV]], %c8{{[_0-9]*}}
// CHECK: %[[SUM2:.*]] = arith.addi %[[SCALED3]], %[[SCALED]]
// CHECK: vector.store %[[ADDED]], %arg2[%[[SUM2]]] {{.*}}, vector<4xf32>
func.func private @per_row(%a: tensor<4x8xf32>, %b: tensor<4xf32>) -> tensor<4x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 4>} {
  %e = tensor.empty() : tensor<4x8xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%a, %b : tensor<4x8xf32>, tensor<4xf32>) outs(%e : tensor<4x8xf32>) {
  ^bb0(%x: f32, %y: f32, %o: f32):
    %s = arith.addf %x, %y : f32
    linalg.yield %s : f32
  } -> tensor<4x8xf32>
  return %0 : tensor<4x8xf32>
}
// CHECK-LABEL: func.func @run_per_row(
func.func @run_per_row(%a: tensor<4x8xf32>, %b: tensor<4xf32>) -> tensor<4x8xf32> {
  // CHECK: plan.dispatch @per_row::@per_row grid [1, 1, 1]
  %r = call @per_row(%a, %b) : (tensor<4x8xf32>, tensor<4xf32>) -> tensor<4x8xf32>
  return %r : tensor<4x8xf32>
}

// As is a column of extent one, by a constant in its map.
// CHECK-LABEL: gpu.func @unit_column(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[REM:.*]] = arith.remui %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[DIV:.*]] = arith.divui %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[SCALED:.*]] = arith.muli %[[REM]], %c4{{[_0-9]*}}
// CHECK: %[[SCALED2:.*]] = arith.muli %[[DIV]], %c8{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED2]], %[[SCALED]]
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%[[SUM]]] {{.*}}, vector<4xf32>
// CHECK: %[[LOADED2:.*]] = memref.load %arg1[%[[DIV]]]
// CHECK: %[[SPLAT:.*]] = vector.broadcast %[[LOADED2]] : f32 to vector<4xf32>
// CHECK: %[[ADDED:.*]] = arith.addf %[[LOADED]], %[[SPLAT]] : vector<4xf32>
// CHECK: %[[SCALED3:.*]] = arith.muli %[[DIV]], %c8{{[_0-9]*}}
// CHECK: %[[SUM2:.*]] = arith.addi %[[SCALED3]], %[[SCALED]]
// CHECK: vector.store %[[ADDED]], %arg2[%[[SUM2]]] {{.*}}, vector<4xf32>
func.func private @unit_column(%a: tensor<4x8xf32>, %b: tensor<4x1xf32>) -> tensor<4x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 4>} {
  %e = tensor.empty() : tensor<4x8xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, 0)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%a, %b : tensor<4x8xf32>, tensor<4x1xf32>) outs(%e : tensor<4x8xf32>) {
  ^bb0(%x: f32, %y: f32, %o: f32):
    %s = arith.addf %x, %y : f32
    linalg.yield %s : f32
  } -> tensor<4x8xf32>
  return %0 : tensor<4x8xf32>
}
// CHECK-LABEL: func.func @run_unit_column(
func.func @run_unit_column(%a: tensor<4x8xf32>, %b: tensor<4x1xf32>) -> tensor<4x8xf32> {
  // CHECK: plan.dispatch @unit_column::@unit_column grid [1, 1, 1]
  %r = call @unit_column(%a, %b) : (tensor<4x8xf32>, tensor<4x1xf32>) -> tensor<4x8xf32>
  return %r : tensor<4x8xf32>
}

// A scalar is loaded once, at 0.
// CHECK-LABEL: gpu.func @scalar(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[REM:.*]] = arith.remui %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[DIV:.*]] = arith.divui %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[SCALED:.*]] = arith.muli %[[REM]], %c4{{[_0-9]*}}
// CHECK: %[[SCALED2:.*]] = arith.muli %[[DIV]], %c8{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED2]], %[[SCALED]]
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%[[SUM]]] {{.*}}, vector<4xf32>
// CHECK: %[[LOADED2:.*]] = memref.load %arg1[%c0{{[_0-9]*}}]
// CHECK: %[[SPLAT:.*]] = vector.broadcast %[[LOADED2]] : f32 to vector<4xf32>
// CHECK: %[[ADDED:.*]] = arith.addf %[[LOADED]], %[[SPLAT]] : vector<4xf32>
// CHECK: %[[SCALED3:.*]] = arith.muli %[[DIV]], %c8{{[_0-9]*}}
// CHECK: %[[SUM2:.*]] = arith.addi %[[SCALED3]], %[[SCALED]]
// CHECK: vector.store %[[ADDED]], %arg2[%[[SUM2]]] {{.*}}, vector<4xf32>
func.func private @scalar(%a: tensor<4x8xf32>, %b: tensor<f32>) -> tensor<4x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 4>} {
  %e = tensor.empty() : tensor<4x8xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> ()>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%a, %b : tensor<4x8xf32>, tensor<f32>) outs(%e : tensor<4x8xf32>) {
  ^bb0(%x: f32, %y: f32, %o: f32):
    %s = arith.addf %x, %y : f32
    linalg.yield %s : f32
  } -> tensor<4x8xf32>
  return %0 : tensor<4x8xf32>
}
// CHECK-LABEL: func.func @run_scalar(
func.func @run_scalar(%a: tensor<4x8xf32>, %b: tensor<f32>) -> tensor<4x8xf32> {
  // CHECK: plan.dispatch @scalar::@scalar grid [1, 1, 1]
  %r = call @scalar(%a, %b) : (tensor<4x8xf32>, tensor<f32>) -> tensor<4x8xf32>
  return %r : tensor<4x8xf32>
}

// A transposed operand gives one scalar per lane, a row apart.
// CHECK-LABEL: gpu.func @transposed(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[SCALED:.*]] = arith.muli %[[ID]], %c4{{[_0-9]*}}
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%[[SCALED]]] {{.*}}, vector<4xf32>
// CHECK: %[[LOADED2:.*]] = memref.load %arg1[%[[ID]]]
// CHECK: %[[LOADED3:.*]] = memref.load %arg1[%{{.*}}]
// CHECK: %[[LOADED4:.*]] = memref.load %arg1[%{{.*}}]
// CHECK: %[[LOADED5:.*]] = memref.load %arg1[%{{.*}}]
// CHECK: %[[LANES:.*]] = vector.from_elements %[[LOADED2]], %[[LOADED3]], %[[LOADED4]], %[[LOADED5]] : vector<4xf32>
// CHECK: %[[ADDED:.*]] = arith.addf %[[LOADED]], %[[LANES]] : vector<4xf32>
// CHECK: %[[SCALED2:.*]] = arith.muli %[[ID]], %c4{{[_0-9]*}}
// CHECK: vector.store %[[ADDED]], %arg2[%[[SCALED2]]] {{.*}}, vector<4xf32>
func.func private @transposed(%a: tensor<4x4xf32>, %b: tensor<4x4xf32>) -> tensor<4x4xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [4, 1, 1], tile = [], vector = 4>} {
  %e = tensor.empty() : tensor<4x4xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (j, i)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%a, %b : tensor<4x4xf32>, tensor<4x4xf32>) outs(%e : tensor<4x4xf32>) {
  ^bb0(%x: f32, %y: f32, %o: f32):
    %s = arith.addf %x, %y : f32
    linalg.yield %s : f32
  } -> tensor<4x4xf32>
  return %0 : tensor<4x4xf32>
}
// CHECK-LABEL: func.func @run_transposed(
func.func @run_transposed(%a: tensor<4x4xf32>, %b: tensor<4x4xf32>) -> tensor<4x4xf32> {
  // CHECK: plan.dispatch @transposed::@transposed grid [1, 1, 1]
  %r = call @transposed(%a, %b) : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// A last coordinate that is a third of the lane is no run of neighbours, and two lanes may differ in it.
// CHECK-LABEL: gpu.func @shared_columns(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: arith.divui %[[ID]], %c4{{[_0-9]*}}
// CHECK: arith.divui %{{.*}}, %c3{{[_0-9]*}}
// CHECK: arith.divui %{{.*}}, %c3{{[_0-9]*}}
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: arith.divui %{{.*}}, %c3{{[_0-9]*}}
// CHECK: %[[LOADED2:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: %[[LANES:.*]] = vector.from_elements %[[LOADED]], %[[LOADED2]] : vector<2xf32>
// CHECK: %[[LOADED3:.*]] = vector.load %arg1[%{{.*}}] {{.*}}, vector<2xf32>
// CHECK: %[[ADDED:.*]] = arith.addf %[[LANES]], %[[LOADED3]] : vector<2xf32>
// CHECK: vector.store %[[ADDED]], %arg2[%{{.*}}] {{.*}}, vector<2xf32>
func.func private @shared_columns(%a: tensor<4x3xf32>, %b: tensor<4x8xf32>) -> tensor<4x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [16, 1, 1], tile = [], vector = 2>} {
  %e = tensor.empty() : tensor<4x8xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j floordiv 3)>, affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%a, %b : tensor<4x3xf32>, tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) {
  ^bb0(%x: f32, %y: f32, %o: f32):
    %s = arith.addf %x, %y : f32
    linalg.yield %s : f32
  } -> tensor<4x8xf32>
  return %0 : tensor<4x8xf32>
}
// CHECK-LABEL: func.func @run_shared_columns(
func.func @run_shared_columns(%a: tensor<4x3xf32>, %b: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // CHECK: plan.dispatch @shared_columns::@shared_columns grid [1, 1, 1]
  %r = call @shared_columns(%a, %b) : (tensor<4x3xf32>, tensor<4x8xf32>) -> tensor<4x8xf32>
  return %r : tensor<4x8xf32>
}
