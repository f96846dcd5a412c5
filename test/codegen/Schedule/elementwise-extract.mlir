// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// tensor.extract in bodies: a vector, a scalar for all lanes, or a scalar per lane.

// Row by arithmetic on an outer index, column by the lane: rows are read in reverse, each as vectors.
// CHECK-LABEL: gpu.func @flipped_rows(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[REM:.*]] = arith.remui %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[DIV:.*]] = arith.divui %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[SCALED:.*]] = arith.muli %[[REM]], %c4{{[_0-9]*}}
// CHECK: %[[SCALED2:.*]] = arith.muli %[[DIV]], %c8{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED2]], %[[SCALED]]
// CHECK: %[[LOADED:.*]] = vector.load %arg1[%[[SUM]]] {{.*}}, vector<4xf32>
// CHECK: %[[SHIFTED:.*]] = arith.subi %c3{{[_0-9]*}}, %[[DIV]]
// CHECK: %[[SCALED3:.*]] = arith.muli %[[SHIFTED]], %c8{{[_0-9]*}}
// CHECK: %[[SUM2:.*]] = arith.addi %[[SCALED3]], %[[SCALED]]
// CHECK: %[[LOADED2:.*]] = vector.load %arg0[%[[SUM2]]] {{.*}}, vector<4xf32>
// CHECK: %[[ADDED:.*]] = arith.addf %[[LOADED]], %[[LOADED2]] : vector<4xf32>
// CHECK: %[[SCALED4:.*]] = arith.muli %[[DIV]], %c8{{[_0-9]*}}
// CHECK: %[[SUM3:.*]] = arith.addi %[[SCALED4]], %[[SCALED]]
// CHECK: vector.store %[[ADDED]], %arg2[%[[SUM3]]] {{.*}}, vector<4xf32>
func.func private @flipped_rows(%t: tensor<4x8xf32>, %a: tensor<4x8xf32>) -> tensor<4x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 4>} {
  %e = tensor.empty() : tensor<4x8xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%a : tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) {
  ^bb0(%x: f32, %o: f32):
    %i = linalg.index 0 : index
    %j = linalg.index 1 : index
    %c3 = arith.constant 3 : index
    %r = arith.subi %c3, %i : index
    %s = tensor.extract %t[%r, %j] : tensor<4x8xf32>
    %p = arith.addf %x, %s : f32
    linalg.yield %p : f32
  } -> tensor<4x8xf32>
  return %0 : tensor<4x8xf32>
}
// CHECK-LABEL: func.func @run_flipped_rows(
func.func @run_flipped_rows(%t: tensor<4x8xf32>, %a: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // CHECK: plan.dispatch @flipped_rows::@flipped_rows grid [1, 1, 1]
  %r = call @flipped_rows(%t, %a) : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x8xf32>
  return %r : tensor<4x8xf32>
}

// Columns in reverse fall by one per lane: lane by lane.
// CHECK-LABEL: gpu.func @flipped_columns(
// CHECK: %[[LOADED:.*]] = vector.load %arg1[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[SHIFTED:.*]] = arith.subi %{{.*}}, %{{.*}} : vector<4xindex>
// CHECK: vector.extract %[[SHIFTED]][0] : index from vector<4xindex>
// CHECK: %[[LOADED2:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: vector.extract %[[SHIFTED]][1] : index from vector<4xindex>
// CHECK: %[[LOADED3:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: vector.extract %[[SHIFTED]][2] : index from vector<4xindex>
// CHECK: %[[LOADED4:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: vector.extract %[[SHIFTED]][3] : index from vector<4xindex>
// CHECK: %[[LOADED5:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: %[[LANES:.*]] = vector.from_elements %[[LOADED2]], %[[LOADED3]], %[[LOADED4]], %[[LOADED5]] : vector<4xf32>
// CHECK: %[[ADDED:.*]] = arith.addf %[[LOADED]], %[[LANES]] : vector<4xf32>
// CHECK: vector.store %[[ADDED]], %arg2[%{{.*}}] {{.*}}, vector<4xf32>
func.func private @flipped_columns(%t: tensor<4x4xf32>, %a: tensor<4x4xf32>) -> tensor<4x4xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [4, 1, 1], tile = [], vector = 4>} {
  %e = tensor.empty() : tensor<4x4xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%a : tensor<4x4xf32>) outs(%e : tensor<4x4xf32>) {
  ^bb0(%x: f32, %o: f32):
    %i = linalg.index 0 : index
    %j = linalg.index 1 : index
    %c3 = arith.constant 3 : index
    %r = arith.subi %c3, %j : index
    %s = tensor.extract %t[%i, %r] : tensor<4x4xf32>
    %p = arith.addf %x, %s : f32
    linalg.yield %p : f32
  } -> tensor<4x4xf32>
  return %0 : tensor<4x4xf32>
}
// CHECK-LABEL: func.func @run_flipped_columns(
func.func @run_flipped_columns(%t: tensor<4x4xf32>, %a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  // CHECK: plan.dispatch @flipped_columns::@flipped_columns grid [1, 1, 1]
  %r = call @flipped_columns(%t, %a) : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// All indices uniform: one load, one broadcast, behind the arithmetic that is uniform too.
// CHECK-LABEL: gpu.func @uniform_lookup(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[REM:.*]] = arith.remui %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[DIV:.*]] = arith.divui %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[SCALED:.*]] = arith.muli %[[REM]], %c4{{[_0-9]*}}
// CHECK: %[[SCALED2:.*]] = arith.muli %[[DIV]], %c8{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED2]], %[[SCALED]]
// CHECK: %[[LOADED:.*]] = vector.load %arg1[%[[SUM]]] {{.*}}, vector<4xf32>
// CHECK: %[[SHIFTED:.*]] = arith.subi %c3{{[_0-9]*}}, %[[DIV]]
// CHECK: %[[LOADED2:.*]] = memref.load %arg0[%[[SHIFTED]]]
// CHECK: %[[NEGF:.*]] = arith.negf %[[LOADED2]] : f32
// CHECK: %[[SPLAT:.*]] = vector.broadcast %[[NEGF]] : f32 to vector<4xf32>
// CHECK: %[[PRODUCT:.*]] = arith.mulf %[[SPLAT]], %[[LOADED]] : vector<4xf32>
// CHECK: %[[SCALED3:.*]] = arith.muli %[[DIV]], %c8{{[_0-9]*}}
// CHECK: %[[SUM2:.*]] = arith.addi %[[SCALED3]], %[[SCALED]]
// CHECK: vector.store %[[PRODUCT]], %arg2[%[[SUM2]]] {{.*}}, vector<4xf32>
func.func private @uniform_lookup(%t: tensor<4xf32>, %b: tensor<4x8xf32>) -> tensor<4x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 4>} {
  %e = tensor.empty() : tensor<4x8xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%b : tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) {
  ^bb0(%x: f32, %o: f32):
    %i = linalg.index 0 : index
    %j = linalg.index 1 : index
    %c3 = arith.constant 3 : index
    %r = arith.subi %c3, %i : index
    %s = tensor.extract %t[%r] : tensor<4xf32>
    %n = arith.negf %s : f32
    %p = arith.mulf %n, %x : f32
    linalg.yield %p : f32
  } -> tensor<4x8xf32>
  return %0 : tensor<4x8xf32>
}
// CHECK-LABEL: func.func @run_uniform_lookup(
func.func @run_uniform_lookup(%t: tensor<4xf32>, %b: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // CHECK: plan.dispatch @uniform_lookup::@uniform_lookup grid [1, 1, 1]
  %r = call @uniform_lookup(%t, %b) : (tensor<4xf32>, tensor<4x8xf32>) -> tensor<4x8xf32>
  return %r : tensor<4x8xf32>
}

// An index that was loaded counts as one that differs per lane: one load each.
// CHECK-LABEL: gpu.func @index_from_memory(
// CHECK: %[[LOADED:.*]] = vector.load %arg1[%c0{{[_0-9]*}}] {{.*}}, vector<4xi32>
// CHECK: %[[INDEX_CAST:.*]] = arith.index_cast %[[LOADED]] : vector<4xi32> to vector<4xindex>
// CHECK: vector.extract %[[INDEX_CAST]][0] : index from vector<4xindex>
// CHECK: %[[LOADED2:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: vector.extract %[[INDEX_CAST]][1] : index from vector<4xindex>
// CHECK: %[[LOADED3:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: vector.extract %[[INDEX_CAST]][2] : index from vector<4xindex>
// CHECK: %[[LOADED4:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: vector.extract %[[INDEX_CAST]][3] : index from vector<4xindex>
// CHECK: %[[LOADED5:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: %[[LANES:.*]] = vector.from_elements %[[LOADED2]], %[[LOADED3]], %[[LOADED4]], %[[LOADED5]] : vector<4xf32>
// CHECK: vector.store %[[LANES]], %arg2[%{{.*}}] {{.*}}, vector<4xf32>
func.func private @index_from_memory(%t: tensor<4x10xf32>, %a: tensor<4xi32>) -> tensor<4x4xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [4, 1, 1], tile = [], vector = 4>} {
  %e = tensor.empty() : tensor<4x4xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%a : tensor<4xi32>) outs(%e : tensor<4x4xf32>) {
  ^bb0(%x: i32, %o: f32):
    %r = linalg.index 0 : index
    %c = arith.index_cast %x : i32 to index
    %s = tensor.extract %t[%r, %c] : tensor<4x10xf32>
    linalg.yield %s : f32
  } -> tensor<4x4xf32>
  return %0 : tensor<4x4xf32>
}
// CHECK-LABEL: func.func @run_index_from_memory(
func.func @run_index_from_memory(%t: tensor<4x10xf32>, %a: tensor<4xi32>) -> tensor<4x4xf32> {
  // CHECK: plan.dispatch @index_from_memory::@index_from_memory grid [1, 1, 1]
  %r = call @index_from_memory(%t, %a) : (tensor<4x10xf32>, tensor<4xi32>) -> tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// A row of 9 entries has no vectors of 4, although the lane is the last index.
// CHECK-LABEL: gpu.func @odd_table(
// CHECK: %[[LOADED:.*]] = vector.load %arg1[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[LOADED2:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: %[[LOADED3:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: %[[LOADED4:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: %[[LOADED5:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: %[[LANES:.*]] = vector.from_elements %[[LOADED2]], %[[LOADED3]], %[[LOADED4]], %[[LOADED5]] : vector<4xf32>
// CHECK: %[[ADDED:.*]] = arith.addf %[[LOADED]], %[[LANES]] : vector<4xf32>
// CHECK: vector.store %[[ADDED]], %arg2[%{{.*}}] {{.*}}, vector<4xf32>
func.func private @odd_table(%t: tensor<4x9xf32>, %a: tensor<4x8xf32>) -> tensor<4x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 4>} {
  %e = tensor.empty() : tensor<4x8xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%a : tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) {
  ^bb0(%x: f32, %o: f32):
    %i = linalg.index 0 : index
    %j = linalg.index 1 : index
    %c3 = arith.constant 3 : index
    %r = arith.subi %c3, %i : index
    %s = tensor.extract %t[%r, %j] : tensor<4x9xf32>
    %p = arith.addf %x, %s : f32
    linalg.yield %p : f32
  } -> tensor<4x8xf32>
  return %0 : tensor<4x8xf32>
}
// CHECK-LABEL: func.func @run_odd_table(
func.func @run_odd_table(%t: tensor<4x9xf32>, %a: tensor<4x8xf32>) -> tensor<4x8xf32> {
  // CHECK: plan.dispatch @odd_table::@odd_table grid [1, 1, 1]
  %r = call @odd_table(%t, %a) : (tensor<4x9xf32>, tensor<4x8xf32>) -> tensor<4x8xf32>
  return %r : tensor<4x8xf32>
}

// The lane as an outer index: neighbours are a row apart.
// CHECK-LABEL: gpu.func @lane_first(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: arith.muli %[[ID]], %c4{{[_0-9]*}}
// CHECK: %[[LANE:.*]] = vector.extract %{{.*}}[0] : index from vector<4xindex>
// CHECK: %[[SCALED:.*]] = arith.muli %[[LANE]], %c4{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED]], %[[ID]]
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%[[SUM]]]
// CHECK: %[[LANE2:.*]] = vector.extract %{{.*}}[1] : index from vector<4xindex>
// CHECK: %[[SCALED2:.*]] = arith.muli %[[LANE2]], %c4{{[_0-9]*}}
// CHECK: %[[SUM2:.*]] = arith.addi %[[SCALED2]], %[[ID]]
// CHECK: %[[LOADED2:.*]] = memref.load %arg0[%[[SUM2]]]
// CHECK: %[[LANE3:.*]] = vector.extract %{{.*}}[2] : index from vector<4xindex>
// CHECK: %[[SCALED3:.*]] = arith.muli %[[LANE3]], %c4{{[_0-9]*}}
// CHECK: %[[SUM3:.*]] = arith.addi %[[SCALED3]], %[[ID]]
// CHECK: %[[LOADED3:.*]] = memref.load %arg0[%[[SUM3]]]
// CHECK: %[[LANE4:.*]] = vector.extract %{{.*}}[3] : index from vector<4xindex>
// CHECK: %[[SCALED4:.*]] = arith.muli %[[LANE4]], %c4{{[_0-9]*}}
// CHECK: %[[SUM4:.*]] = arith.addi %[[SCALED4]], %[[ID]]
// CHECK: %[[LOADED4:.*]] = memref.load %arg0[%[[SUM4]]]
// CHECK: %[[LANES:.*]] = vector.from_elements %[[LOADED]], %[[LOADED2]], %[[LOADED3]], %[[LOADED4]] : vector<4xf32>
// CHECK: arith.addf %{{.*}}, %[[LANES]] : vector<4xf32>
// CHECK: arith.muli %[[ID]], %c4{{[_0-9]*}}
func.func private @lane_first(%t: tensor<4x4xf32>, %a: tensor<4x4xf32>) -> tensor<4x4xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [4, 1, 1], tile = [], vector = 4>} {
  %e = tensor.empty() : tensor<4x4xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%a : tensor<4x4xf32>) outs(%e : tensor<4x4xf32>) {
  ^bb0(%x: f32, %o: f32):
    %i = linalg.index 0 : index
    %j = linalg.index 1 : index
    %s = tensor.extract %t[%j, %i] : tensor<4x4xf32>
    %p = arith.addf %x, %s : f32
    linalg.yield %p : f32
  } -> tensor<4x4xf32>
  return %0 : tensor<4x4xf32>
}
// CHECK-LABEL: func.func @run_lane_first(
func.func @run_lane_first(%t: tensor<4x4xf32>, %a: tensor<4x4xf32>) -> tensor<4x4xf32> {
  // CHECK: plan.dispatch @lane_first::@lane_first grid [1, 1, 1]
  %r = call @lane_first(%t, %a) : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// Halves of a table are widened where they are loaded.
// CHECK-LABEL: gpu.func @half_table(
// CHECK: %[[LOADED:.*]] = vector.load %arg1[%{{.*}}] {{.*}}, vector<8xf16>
// CHECK: %[[WIDE:.*]] = arith.extf %[[LOADED]] : vector<8xf16> to vector<8xf32>
// CHECK: %[[LOADED2:.*]] = vector.load %arg0[%{{.*}}] {{.*}}, vector<8xf16>
// CHECK: %[[WIDE2:.*]] = arith.extf %[[LOADED2]] : vector<8xf16> to vector<8xf32>
// CHECK: %[[ADDED:.*]] = arith.addf %[[WIDE]], %[[WIDE2]] : vector<8xf32>
// CHECK: %[[NARROW:.*]] = arith.truncf %[[ADDED]] : vector<8xf32> to vector<8xf16>
// CHECK: vector.store %[[NARROW]], %arg2[%{{.*}}] {{.*}}, vector<8xf16>
func.func private @half_table(%t: tensor<4x8xf16>, %a: tensor<4x8xf16>) -> tensor<4x8xf16>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [4, 1, 1], tile = [], vector = 8>} {
  %e = tensor.empty() : tensor<4x8xf16>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%a : tensor<4x8xf16>) outs(%e : tensor<4x8xf16>) {
  ^bb0(%x: f16, %o: f16):
    %i = linalg.index 0 : index
    %j = linalg.index 1 : index
    %c3 = arith.constant 3 : index
    %r = arith.subi %c3, %i : index
    %s = tensor.extract %t[%r, %j] : tensor<4x8xf16>
    %p = arith.addf %x, %s : f16
    linalg.yield %p : f16
  } -> tensor<4x8xf16>
  return %0 : tensor<4x8xf16>
}
// CHECK-LABEL: func.func @run_half_table(
func.func @run_half_table(%t: tensor<4x8xf16>, %a: tensor<4x8xf16>) -> tensor<4x8xf16> {
  // CHECK: plan.dispatch @half_table::@half_table grid [1, 1, 1]
  %r = call @half_table(%t, %a) : (tensor<4x8xf16>, tensor<4x8xf16>) -> tensor<4x8xf16>
  return %r : tensor<4x8xf16>
}

// An index that is clamped before it is used: the clamp is part of the address.
// CHECK-LABEL: gpu.func @clamped(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[LOADED:.*]] = memref.load %arg1[%[[ID]]]
// CHECK: %[[CLAMPED:.*]] = arith.minsi %[[LOADED]], %{{.*}} : i32
// CHECK: %[[INDEX_CAST:.*]] = arith.index_cast %[[CLAMPED]] : i32 to index
// CHECK: %[[LOADED2:.*]] = memref.load %arg0[%[[INDEX_CAST]]]
// CHECK: memref.store %[[LOADED2]], %arg2[%[[ID]]]
func.func private @clamped(%t: tensor<10xf32>, %a: tensor<8xi32>) -> tensor<8xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 1>} {
  %e = tensor.empty() : tensor<8xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      ins(%a : tensor<8xi32>) outs(%e : tensor<8xf32>) {
  ^bb0(%x: i32, %o: f32):
    %z = arith.constant 3 : i32
    %m = arith.minsi %x, %z : i32
    %r = arith.index_cast %m : i32 to index
    %s = tensor.extract %t[%r] : tensor<10xf32>
    linalg.yield %s : f32
  } -> tensor<8xf32>
  return %0 : tensor<8xf32>
}
// CHECK-LABEL: func.func @run_clamped(
func.func @run_clamped(%t: tensor<10xf32>, %a: tensor<8xi32>) -> tensor<8xf32> {
  // CHECK: plan.dispatch @clamped::@clamped grid [1, 1, 1]
  %r = call @clamped(%t, %a) : (tensor<10xf32>, tensor<8xi32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}
