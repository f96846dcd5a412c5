// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// Reshapes: arithmetic on coordinates, none where the order of memory stays.

// Coordinates of an expanded dimension are put together again.
// CHECK-LABEL: gpu.func @expand(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: arith.remui %[[ID]], %c4{{[_0-9]*}}
// CHECK: %[[DIV:.*]] = arith.divui %[[ID]], %c4{{[_0-9]*}}
// CHECK: arith.remui %[[DIV]], %c3{{[_0-9]*}}
// CHECK: arith.divui %[[DIV]], %c3{{[_0-9]*}}
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%[[ID]]]
// CHECK: memref.store %[[LOADED]], %arg1[%[[ID]]]
func.func private @expand(%a: tensor<24xf32>) -> tensor<2x3x4xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 1>} {
  %0 = tensor.expand_shape %a [[0, 1, 2]] output_shape [2, 3, 4] : tensor<24xf32> into tensor<2x3x4xf32>
  return %0 : tensor<2x3x4xf32>
}
// CHECK-LABEL: func.func @run_expand(
func.func @run_expand(%a: tensor<24xf32>) -> tensor<2x3x4xf32> {
  // CHECK: plan.dispatch @expand::@expand grid [3, 1, 1]
  %r = call @expand(%a) : (tensor<24xf32>) -> tensor<2x3x4xf32>
  return %r : tensor<2x3x4xf32>
}

// A collapse of all dimensions, read in the order of memory, is a copy: the load takes the index as it is.
// CHECK-LABEL: gpu.func @collapse(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[SCALED:.*]] = arith.muli %[[ID]], %c4{{[_0-9]*}}
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%[[SCALED]]] {{.*}}, vector<4xf32>
// CHECK: vector.store %[[LOADED]], %arg1[%[[SCALED]]] {{.*}}, vector<4xf32>
func.func private @collapse(%a: tensor<2x3x4xf32>) -> tensor<24xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 4>} {
  %0 = tensor.collapse_shape %a [[0, 1, 2]] : tensor<2x3x4xf32> into tensor<24xf32>
  return %0 : tensor<24xf32>
}
// CHECK-LABEL: func.func @run_collapse(
func.func @run_collapse(%a: tensor<2x3x4xf32>) -> tensor<24xf32> {
  // CHECK: plan.dispatch @collapse::@collapse grid [1, 1, 1]
  %r = call @collapse(%a) : (tensor<2x3x4xf32>) -> tensor<24xf32>
  return %r : tensor<24xf32>
}

// Innermost rows of 3 hold no vector of 4: one scalar per lane.
// CHECK-LABEL: gpu.func @collapse_odd(
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: %[[LOADED2:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: %[[LOADED3:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: %[[LOADED4:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: %[[LANES:.*]] = vector.from_elements %[[LOADED]], %[[LOADED2]], %[[LOADED3]], %[[LOADED4]] : vector<4xf32>
// CHECK: vector.store %[[LANES]], %arg1[%{{.*}}] {{.*}}, vector<4xf32>
func.func private @collapse_odd(%a: tensor<4x3xf32>) -> tensor<12xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [4, 1, 1], tile = [], vector = 4>} {
  %0 = tensor.collapse_shape %a [[0, 1]] : tensor<4x3xf32> into tensor<12xf32>
  return %0 : tensor<12xf32>
}
// CHECK-LABEL: func.func @run_collapse_odd(
func.func @run_collapse_odd(%a: tensor<4x3xf32>) -> tensor<12xf32> {
  // CHECK: plan.dispatch @collapse_odd::@collapse_odd grid [1, 1, 1]
  %r = call @collapse_odd(%a) : (tensor<4x3xf32>) -> tensor<12xf32>
  return %r : tensor<12xf32>
}

// Extents of one cost nothing.
// CHECK-LABEL: gpu.func @units(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[REM:.*]] = arith.remui %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[DIV:.*]] = arith.divui %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[SCALED:.*]] = arith.muli %[[REM]], %c4{{[_0-9]*}}
// CHECK: %[[SCALED2:.*]] = arith.muli %[[DIV]], %c8{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED2]], %[[SCALED]]
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%[[SUM]]] {{.*}}, vector<4xf32>
// CHECK: %[[SCALED3:.*]] = arith.muli %[[DIV]], %c8{{[_0-9]*}}
// CHECK: %[[SUM2:.*]] = arith.addi %[[SCALED3]], %[[SCALED]]
// CHECK: vector.store %[[LOADED]], %arg1[%[[SUM2]]] {{.*}}, vector<4xf32>
func.func private @units(%a: tensor<1x4x1x8xf32>) -> tensor<4x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 4>} {
  %0 = tensor.collapse_shape %a [[0, 1], [2, 3]] : tensor<1x4x1x8xf32> into tensor<4x8xf32>
  return %0 : tensor<4x8xf32>
}
// CHECK-LABEL: func.func @run_units(
func.func @run_units(%a: tensor<1x4x1x8xf32>) -> tensor<4x8xf32> {
  // CHECK: plan.dispatch @units::@units grid [1, 1, 1]
  %r = call @units(%a) : (tensor<1x4x1x8xf32>) -> tensor<4x8xf32>
  return %r : tensor<4x8xf32>
}

// A transposed tensor collapses: the coordinates are taken apart, then exchanged.
// CHECK-LABEL: gpu.func @of_transpose(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[REM:.*]] = arith.remui %[[ID]], %c4{{[_0-9]*}}
// CHECK: %[[DIV:.*]] = arith.divui %[[ID]], %c4{{[_0-9]*}}
// CHECK: %[[SCALED:.*]] = arith.muli %[[REM]], %c6{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED]], %[[DIV]]
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%[[SUM]]]
// CHECK: memref.store %[[LOADED]], %arg1[%[[ID]]]
func.func private @of_transpose(%a: tensor<4x6xf32>) -> tensor<24xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 1>} {
  %e = tensor.empty() : tensor<6x4xf32>
  %t = linalg.generic {indexing_maps = [affine_map<(i, j) -> (j, i)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%a : tensor<4x6xf32>) outs(%e : tensor<6x4xf32>) {
  ^bb0(%x: f32, %o: f32):
    linalg.yield %x : f32
  } -> tensor<6x4xf32>
  %0 = tensor.collapse_shape %t [[0, 1]] : tensor<6x4xf32> into tensor<24xf32>
  return %0 : tensor<24xf32>
}
// CHECK-LABEL: func.func @run_of_transpose(
func.func @run_of_transpose(%a: tensor<4x6xf32>) -> tensor<24xf32> {
  // CHECK: plan.dispatch @of_transpose::@of_transpose grid [3, 1, 1]
  %r = call @of_transpose(%a) : (tensor<4x6xf32>) -> tensor<24xf32>
  return %r : tensor<24xf32>
}

// Splitting heads off channels and merging them with another order of dimensions.
// CHECK-LABEL: gpu.func @heads(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[COND:.*]] = arith.cmpi slt, %[[ID]], %c24{{[_0-9]*}}
// CHECK: scf.if %[[COND]]
// CHECK: %[[REM:.*]] = arith.remui %[[ID]], %c6{{[_0-9]*}}
// CHECK: %[[DIV:.*]] = arith.divui %[[ID]], %c6{{[_0-9]*}}
// CHECK: %[[REM2:.*]] = arith.remui %[[DIV]], %c2{{[_0-9]*}}
// CHECK: %[[DIV2:.*]] = arith.divui %[[DIV]], %c2{{[_0-9]*}}
// CHECK: %[[SCALED:.*]] = arith.muli %[[REM2]], %c4{{[_0-9]*}}
// CHECK: %[[SCALED2:.*]] = arith.muli %[[DIV2]], %c6{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED2]], %[[REM]]
// CHECK: %[[SCALED3:.*]] = arith.muli %[[SUM]], %c8{{[_0-9]*}}
// CHECK: %[[SUM2:.*]] = arith.addi %[[SCALED3]], %[[SCALED]]
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%[[SUM2]]] {{.*}}, vector<4xf32>
// CHECK: %[[SCALED4:.*]] = arith.muli %[[DIV]], %c6{{[_0-9]*}}
// CHECK: %[[SUM3:.*]] = arith.addi %[[SCALED4]], %[[REM]]
// CHECK: %[[SCALED5:.*]] = arith.muli %[[SUM3]], %c4{{[_0-9]*}}
// CHECK: vector.store %[[LOADED]], %arg1[%[[SCALED5]]] {{.*}}, vector<4xf32>
func.func private @heads(%a: tensor<2x6x8xf32>) -> tensor<4x6x4xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [16, 1, 1], tile = [], vector = 4>} {
  %x = tensor.expand_shape %a [[0], [1], [2, 3]] output_shape [2, 6, 2, 4] : tensor<2x6x8xf32> into tensor<2x6x2x4xf32>
  %e = tensor.empty() : tensor<2x2x6x4xf32>
  %t = linalg.generic {indexing_maps = [affine_map<(b, h, s, d) -> (b, s, h, d)>, affine_map<(b, h, s, d) -> (b, h, s, d)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%x : tensor<2x6x2x4xf32>) outs(%e : tensor<2x2x6x4xf32>) {
  ^bb0(%y: f32, %o: f32):
    linalg.yield %y : f32
  } -> tensor<2x2x6x4xf32>
  %0 = tensor.collapse_shape %t [[0, 1], [2], [3]] : tensor<2x2x6x4xf32> into tensor<4x6x4xf32>
  return %0 : tensor<4x6x4xf32>
}
// CHECK-LABEL: func.func @run_heads(
func.func @run_heads(%a: tensor<2x6x8xf32>) -> tensor<4x6x4xf32> {
  // CHECK: plan.dispatch @heads::@heads grid [2, 1, 1]
  %r = call @heads(%a) : (tensor<2x6x8xf32>) -> tensor<4x6x4xf32>
  return %r : tensor<4x6x4xf32>
}

// A tensor of rank 0 has one element, at 0.
// CHECK-LABEL: gpu.func @scalar(
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%c0{{[_0-9]*}}]
// CHECK: memref.store %[[LOADED]], %arg1[%c0{{[_0-9]*}}]
func.func private @scalar(%a: tensor<1x1xf32>) -> tensor<f32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [1, 1, 1], tile = [], vector = 1>} {
  %0 = tensor.collapse_shape %a [] : tensor<1x1xf32> into tensor<f32>
  return %0 : tensor<f32>
}
// CHECK-LABEL: func.func @run_scalar(
func.func @run_scalar(%a: tensor<1x1xf32>) -> tensor<f32> {
  // CHECK: plan.dispatch @scalar::@scalar grid [1, 1, 1]
  %r = call @scalar(%a) : (tensor<1x1xf32>) -> tensor<f32>
  return %r : tensor<f32>
}
