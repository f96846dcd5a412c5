// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// Indices in bodies: uniform, growing by one per lane, or different in each.

// The last index grows by one per lane.
// CHECK-LABEL: gpu.func @columns(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[REM:.*]] = arith.remui %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[DIV:.*]] = arith.divui %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[SCALED:.*]] = arith.muli %[[REM]], %c4{{[_0-9]*}}
// CHECK: %[[SCALED2:.*]] = arith.muli %[[DIV]], %c8{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED2]], %[[SCALED]]
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%[[SUM]]] {{.*}}, vector<4xf32>
// CHECK: %[[INDEX_CAST:.*]] = arith.index_cast %[[SCALED]] : index to i32
// CHECK: %[[SUM2:.*]] = arith.addi %[[INDEX_CAST]], %{{.*}} : i32
// CHECK: %[[SUM3:.*]] = arith.addi %[[INDEX_CAST]], %{{.*}} : i32
// CHECK: %[[SUM4:.*]] = arith.addi %[[INDEX_CAST]], %{{.*}} : i32
// CHECK: %[[LANES:.*]] = vector.from_elements %[[INDEX_CAST]], %[[SUM2]], %[[SUM3]], %[[SUM4]] : vector<4xi32>
// CHECK: %[[SITOFP:.*]] = arith.sitofp %[[LANES]] : vector<4xi32> to vector<4xf32>
// CHECK: %[[ADDED:.*]] = arith.addf %[[LOADED]], %[[SITOFP]] : vector<4xf32>
// CHECK: %[[SCALED3:.*]] = arith.muli %[[DIV]], %c8{{[_0-9]*}}
// CHECK: %[[SUM5:.*]] = arith.addi %[[SCALED3]], %[[SCALED]]
// CHECK: vector.store %[[ADDED]], %arg1[%[[SUM5]]] {{.*}}, vector<4xf32>
func.func private @columns(%a: tensor<4x8xf32>) -> tensor<4x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 4>} {
  %e = tensor.empty() : tensor<4x8xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%a : tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) {
  ^bb0(%x: f32, %o: f32):
    %j = linalg.index 1 : index
    %n = arith.index_cast %j : index to i32
    %f = arith.sitofp %n : i32 to f32
    %s = arith.addf %x, %f : f32
    linalg.yield %s : f32
  } -> tensor<4x8xf32>
  return %0 : tensor<4x8xf32>
}
// CHECK-LABEL: func.func @run_columns(
func.func @run_columns(%a: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // CHECK: plan.dispatch @columns::@columns grid [1, 1, 1]
  %r = call @columns(%a) : (tensor<4x8xf32>) -> tensor<4x8xf32>
  return %r : tensor<4x8xf32>
}

// Any other index is one scalar for all lanes, and stays one through a chain of ops.
// CHECK-LABEL: gpu.func @rows(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: arith.remui %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[DIV:.*]] = arith.divui %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[INDEX_CAST:.*]] = arith.index_cast %[[DIV]] : index to i32
// CHECK: %[[SITOFP:.*]] = arith.sitofp %[[INDEX_CAST]] : i32 to f32
// CHECK: %[[SPLAT:.*]] = vector.broadcast %[[SITOFP]] : f32 to vector<4xf32>
// CHECK: arith.addf %[[LOADED]], %[[SPLAT]] : vector<4xf32>
func.func private @rows(%a: tensor<4x8xf32>) -> tensor<4x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 4>} {
  %e = tensor.empty() : tensor<4x8xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%a : tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) {
  ^bb0(%x: f32, %o: f32):
    %i = linalg.index 0 : index
    %n = arith.index_cast %i : index to i32
    %f = arith.sitofp %n : i32 to f32
    %s = arith.addf %x, %f : f32
    linalg.yield %s : f32
  } -> tensor<4x8xf32>
  return %0 : tensor<4x8xf32>
}
// CHECK-LABEL: func.func @run_rows(
func.func @run_rows(%a: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // CHECK: plan.dispatch @rows::@rows grid [1, 1, 1]
  %r = call @rows(%a) : (tensor<4x8xf32>) -> tensor<4x8xf32>
  return %r : tensor<4x8xf32>
}

// A triangle: the row's index meets the lanes'.
// CHECK-LABEL: gpu.func @triangle(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[SCALED:.*]] = arith.muli %[[ID]], %c4{{[_0-9]*}}
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%[[SCALED]]] {{.*}}, vector<4xf32>
// CHECK: %[[LANES:.*]] = vector.from_elements %c0{{[_0-9]*}}, %c1{{[_0-9]*}}, %c2{{[_0-9]*}}, %c3{{[_0-9]*}} : vector<4xindex>
// CHECK: %[[SPLAT:.*]] = vector.broadcast %[[ID]] : index to vector<4xindex>
// CHECK: %[[COND:.*]] = arith.cmpi sle, %[[LANES]], %[[SPLAT]] : vector<4xindex>
// CHECK: %[[SPLAT2:.*]] = vector.broadcast %{{.*}} : f32 to vector<4xf32>
// CHECK: %[[CHOSEN:.*]] = arith.select %[[COND]], %[[LOADED]], %[[SPLAT2]] : vector<4xi1>, vector<4xf32>
// CHECK: %[[SCALED2:.*]] = arith.muli %[[ID]], %c4{{[_0-9]*}}
// CHECK: vector.store %[[CHOSEN]], %arg1[%[[SCALED2]]] {{.*}}, vector<4xf32>
func.func private @triangle(%a: tensor<4x4xf32>) -> tensor<4x4xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [4, 1, 1], tile = [], vector = 4>} {
  %e = tensor.empty() : tensor<4x4xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%a : tensor<4x4xf32>) outs(%e : tensor<4x4xf32>) {
  ^bb0(%x: f32, %o: f32):
    %i = linalg.index 0 : index
    %j = linalg.index 1 : index
    %m = arith.cmpi sle, %j, %i : index
    %z = arith.constant 0.0 : f32
    %s = arith.select %m, %x, %z : f32
    linalg.yield %s : f32
  } -> tensor<4x4xf32>
  return %0 : tensor<4x4xf32>
}
// CHECK-LABEL: func.func @run_triangle(
func.func @run_triangle(%a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  // CHECK: plan.dispatch @triangle::@triangle grid [1, 1, 1]
  %r = call @triangle(%a) : (tensor<4x4xf32>) -> tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// A lane's index times two is no index that grows by one: a vector.
// CHECK-LABEL: gpu.func @twice(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[SCALED:.*]] = arith.muli %[[ID]], %c4{{[_0-9]*}}
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%[[SCALED]]] {{.*}}, vector<4xi32>
// CHECK: %[[INDEX_CAST:.*]] = arith.index_cast %[[SCALED]] : index to i32
// CHECK: %[[SUM:.*]] = arith.addi %[[INDEX_CAST]], %{{.*}} : i32
// CHECK: %[[SUM2:.*]] = arith.addi %[[INDEX_CAST]], %{{.*}} : i32
// CHECK: %[[SUM3:.*]] = arith.addi %[[INDEX_CAST]], %{{.*}} : i32
// CHECK: %[[LANES:.*]] = vector.from_elements %[[INDEX_CAST]], %[[SUM]], %[[SUM2]], %[[SUM3]] : vector<4xi32>
// CHECK: %[[SPLAT:.*]] = vector.broadcast %{{.*}} : i32 to vector<4xi32>
// CHECK: %[[SCALED2:.*]] = arith.muli %[[LANES]], %[[SPLAT]] : vector<4xi32>
// CHECK: %[[SUM4:.*]] = arith.addi %[[LOADED]], %[[SCALED2]] : vector<4xi32>
// CHECK: vector.store %[[SUM4]], %arg1[%[[SCALED]]] {{.*}}, vector<4xi32>
func.func private @twice(%a: tensor<8xi32>) -> tensor<8xi32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [2, 1, 1], tile = [], vector = 4>} {
  %e = tensor.empty() : tensor<8xi32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      ins(%a : tensor<8xi32>) outs(%e : tensor<8xi32>) {
  ^bb0(%x: i32, %o: i32):
    %i = linalg.index 0 : index
    %c = arith.constant 2 : i32
    %n = arith.index_cast %i : index to i32
    %t = arith.muli %n, %c : i32
    %s = arith.addi %x, %t : i32
    linalg.yield %s : i32
  } -> tensor<8xi32>
  return %0 : tensor<8xi32>
}
// CHECK-LABEL: func.func @run_twice(
func.func @run_twice(%a: tensor<8xi32>) -> tensor<8xi32> {
  // CHECK: plan.dispatch @twice::@twice grid [1, 1, 1]
  %r = call @twice(%a) : (tensor<8xi32>) -> tensor<8xi32>
  return %r : tensor<8xi32>
}

// An index in 64 bits, as ONNX has them.
// CHECK-LABEL: gpu.func @wide_index(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%[[ID]]]
// CHECK: %[[INDEX_CAST:.*]] = arith.index_cast %[[ID]] : index to i64
// CHECK: %[[SUM:.*]] = arith.addi %[[LOADED]], %[[INDEX_CAST]] : i64
// CHECK: memref.store %[[SUM]], %arg1[%[[ID]]]
func.func private @wide_index(%a: tensor<8xi64>) -> tensor<8xi64>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 1>} {
  %e = tensor.empty() : tensor<8xi64>
  %0 = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      ins(%a : tensor<8xi64>) outs(%e : tensor<8xi64>) {
  ^bb0(%x: i64, %o: i64):
    %i = linalg.index 0 : index
    %n = arith.index_cast %i : index to i64
    %s = arith.addi %x, %n : i64
    linalg.yield %s : i64
  } -> tensor<8xi64>
  return %0 : tensor<8xi64>
}
// CHECK-LABEL: func.func @run_wide_index(
func.func @run_wide_index(%a: tensor<8xi64>) -> tensor<8xi64> {
  // CHECK: plan.dispatch @wide_index::@wide_index grid [1, 1, 1]
  %r = call @wide_index(%a) : (tensor<8xi64>) -> tensor<8xi64>
  return %r : tensor<8xi64>
}
