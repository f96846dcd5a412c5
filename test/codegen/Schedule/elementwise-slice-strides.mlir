// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// Slices: offsets, strides and dropped dimensions, in scalars and in vectors.

// A stride in an outer dimension keeps vectors: row i of the result is row 1 + 3i.
// CHECK-LABEL: gpu.func @stride_in_rows(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[REM:.*]] = arith.remui %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[DIV:.*]] = arith.divui %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[SCALED:.*]] = arith.muli %[[REM]], %c4{{[_0-9]*}}
// CHECK: %[[SCALED2:.*]] = arith.muli %[[DIV]], %c3{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED2]], %c1{{[_0-9]*}}
// CHECK: %[[SCALED3:.*]] = arith.muli %[[SUM]], %c8{{[_0-9]*}}
// CHECK: %[[SUM2:.*]] = arith.addi %[[SCALED3]], %[[SCALED]]
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%[[SUM2]]] {{.*}}, vector<4xf32>
// CHECK: %[[SCALED4:.*]] = arith.muli %[[DIV]], %c8{{[_0-9]*}}
// CHECK: %[[SUM3:.*]] = arith.addi %[[SCALED4]], %[[SCALED]]
// CHECK: vector.store %[[LOADED]], %arg1[%[[SUM3]]] {{.*}}, vector<4xf32>
func.func private @stride_in_rows(%a: tensor<8x8xf32>) -> tensor<2x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [4, 1, 1], tile = [], vector = 4>} {
  %0 = tensor.extract_slice %a[1, 0] [2, 8] [3, 1] : tensor<8x8xf32> to tensor<2x8xf32>
  return %0 : tensor<2x8xf32>
}
// CHECK-LABEL: func.func @run_stride_in_rows(
func.func @run_stride_in_rows(%a: tensor<8x8xf32>) -> tensor<2x8xf32> {
  // CHECK: plan.dispatch @stride_in_rows::@stride_in_rows grid [1, 1, 1]
  %r = call @stride_in_rows(%a) : (tensor<8x8xf32>) -> tensor<2x8xf32>
  return %r : tensor<2x8xf32>
}

// An offset that is a multiple of the width keeps vectors.
// CHECK-LABEL: gpu.func @aligned_offset(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[REM:.*]] = arith.remui %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[DIV:.*]] = arith.divui %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[SCALED:.*]] = arith.muli %[[REM]], %c4{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED]], %c8{{[_0-9]*}}
// CHECK: %[[SCALED2:.*]] = arith.muli %[[DIV]], %c16{{[_0-9]*}}
// CHECK: %[[SUM2:.*]] = arith.addi %[[SCALED2]], %[[SUM]]
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%[[SUM2]]] {{.*}}, vector<4xf32>
// CHECK: %[[SCALED3:.*]] = arith.muli %[[DIV]], %c8{{[_0-9]*}}
// CHECK: %[[SUM3:.*]] = arith.addi %[[SCALED3]], %[[SCALED]]
// CHECK: vector.store %[[LOADED]], %arg1[%[[SUM3]]] {{.*}}, vector<4xf32>
func.func private @aligned_offset(%a: tensor<8x16xf32>) -> tensor<8x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [16, 1, 1], tile = [], vector = 4>} {
  %0 = tensor.extract_slice %a[0, 8] [8, 8] [1, 1] : tensor<8x16xf32> to tensor<8x8xf32>
  return %0 : tensor<8x8xf32>
}
// CHECK-LABEL: func.func @run_aligned_offset(
func.func @run_aligned_offset(%a: tensor<8x16xf32>) -> tensor<8x8xf32> {
  // CHECK: plan.dispatch @aligned_offset::@aligned_offset grid [1, 1, 1]
  %r = call @aligned_offset(%a) : (tensor<8x16xf32>) -> tensor<8x8xf32>
  return %r : tensor<8x8xf32>
}

// One that is not would load past a vector's alignment: lane by lane.
// CHECK-LABEL: gpu.func @unaligned_offset(
// CHECK: arith.addi %{{.*}}, %c2{{[_0-9]*}}
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: arith.addi %{{.*}}, %c2{{[_0-9]*}}
// CHECK: %[[LOADED2:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: %[[SUM:.*]] = arith.addi %{{.*}}, %c2{{[_0-9]*}}
// CHECK: arith.addi %[[SUM]], %c2{{[_0-9]*}}
// CHECK: %[[LOADED3:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: arith.addi %{{.*}}, %c2{{[_0-9]*}}
// CHECK: %[[LOADED4:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: %[[LANES:.*]] = vector.from_elements %[[LOADED]], %[[LOADED2]], %[[LOADED3]], %[[LOADED4]] : vector<4xf32>
// CHECK: vector.store %[[LANES]], %arg1[%{{.*}}] {{.*}}, vector<4xf32>
func.func private @unaligned_offset(%a: tensor<8x16xf32>) -> tensor<8x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [16, 1, 1], tile = [], vector = 4>} {
  %0 = tensor.extract_slice %a[0, 2] [8, 8] [1, 1] : tensor<8x16xf32> to tensor<8x8xf32>
  return %0 : tensor<8x8xf32>
}
// CHECK-LABEL: func.func @run_unaligned_offset(
func.func @run_unaligned_offset(%a: tensor<8x16xf32>) -> tensor<8x8xf32> {
  // CHECK: plan.dispatch @unaligned_offset::@unaligned_offset grid [1, 1, 1]
  %r = call @unaligned_offset(%a) : (tensor<8x16xf32>) -> tensor<8x8xf32>
  return %r : tensor<8x8xf32>
}

// Rows of 9 elements start anywhere, although offset and result are multiples of 4.
// CHECK-LABEL: gpu.func @unaligned_row(
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: %[[LOADED2:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: %[[LOADED3:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: %[[LOADED4:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: %[[LANES:.*]] = vector.from_elements %[[LOADED]], %[[LOADED2]], %[[LOADED3]], %[[LOADED4]] : vector<4xf32>
// CHECK: vector.store %[[LANES]], %arg1[%{{.*}}] {{.*}}, vector<4xf32>
func.func private @unaligned_row(%a: tensor<8x9xf32>) -> tensor<8x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [16, 1, 1], tile = [], vector = 4>} {
  %0 = tensor.extract_slice %a[0, 0] [8, 8] [1, 1] : tensor<8x9xf32> to tensor<8x8xf32>
  return %0 : tensor<8x8xf32>
}
// CHECK-LABEL: func.func @run_unaligned_row(
func.func @run_unaligned_row(%a: tensor<8x9xf32>) -> tensor<8x8xf32> {
  // CHECK: plan.dispatch @unaligned_row::@unaligned_row grid [1, 1, 1]
  %r = call @unaligned_row(%a) : (tensor<8x9xf32>) -> tensor<8x8xf32>
  return %r : tensor<8x8xf32>
}

// A dropped dimension stands at its offset.
// CHECK-LABEL: gpu.func @dropped_middle(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[REM:.*]] = arith.remui %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[DIV:.*]] = arith.divui %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[SCALED:.*]] = arith.muli %[[REM]], %c4{{[_0-9]*}}
// CHECK: %[[SCALED2:.*]] = arith.muli %[[DIV]], %c3{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED2]], %c2{{[_0-9]*}}
// CHECK: %[[SCALED3:.*]] = arith.muli %[[SUM]], %c8{{[_0-9]*}}
// CHECK: %[[SUM2:.*]] = arith.addi %[[SCALED3]], %[[SCALED]]
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%[[SUM2]]] {{.*}}, vector<4xf32>
// CHECK: %[[SCALED4:.*]] = arith.muli %[[DIV]], %c8{{[_0-9]*}}
// CHECK: %[[SUM3:.*]] = arith.addi %[[SCALED4]], %[[SCALED]]
// CHECK: vector.store %[[LOADED]], %arg1[%[[SUM3]]] {{.*}}, vector<4xf32>
func.func private @dropped_middle(%a: tensor<2x3x8xf32>) -> tensor<2x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [4, 1, 1], tile = [], vector = 4>} {
  %0 = tensor.extract_slice %a[0, 2, 0] [2, 1, 8] [1, 1, 1] : tensor<2x3x8xf32> to tensor<2x8xf32>
  return %0 : tensor<2x8xf32>
}
// CHECK-LABEL: func.func @run_dropped_middle(
func.func @run_dropped_middle(%a: tensor<2x3x8xf32>) -> tensor<2x8xf32> {
  // CHECK: plan.dispatch @dropped_middle::@dropped_middle grid [1, 1, 1]
  %r = call @dropped_middle(%a) : (tensor<2x3x8xf32>) -> tensor<2x8xf32>
  return %r : tensor<2x8xf32>
}

// Without the last dimension neighbours of the result are apart in memory.
// CHECK-LABEL: gpu.func @dropped_last(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[SCALED:.*]] = arith.muli %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[SCALED2:.*]] = arith.muli %[[SCALED]], %c4{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED2]], %c3{{[_0-9]*}}
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%[[SUM]]]
// CHECK: %[[SUM2:.*]] = arith.addi %[[SCALED]], %c1{{[_0-9]*}}
// CHECK: %[[SCALED3:.*]] = arith.muli %[[SUM2]], %c4{{[_0-9]*}}
// CHECK: %[[SUM3:.*]] = arith.addi %[[SCALED3]], %c3{{[_0-9]*}}
// CHECK: %[[LOADED2:.*]] = memref.load %arg0[%[[SUM3]]]
// CHECK: %[[LANES:.*]] = vector.from_elements %[[LOADED]], %[[LOADED2]] : vector<2xf32>
// CHECK: vector.store %[[LANES]], %arg1[%[[SCALED]]] {{.*}}, vector<2xf32>
func.func private @dropped_last(%a: tensor<8x4xf32>) -> tensor<8xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [4, 1, 1], tile = [], vector = 2>} {
  %0 = tensor.extract_slice %a[0, 3] [8, 1] [1, 1] : tensor<8x4xf32> to tensor<8xf32>
  return %0 : tensor<8xf32>
}
// CHECK-LABEL: func.func @run_dropped_last(
func.func @run_dropped_last(%a: tensor<8x4xf32>) -> tensor<8xf32> {
  // CHECK: plan.dispatch @dropped_last::@dropped_last grid [1, 1, 1]
  %r = call @dropped_last(%a) : (tensor<8x4xf32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}

// Slices of slices add up: no tensor between them.
// CHECK-LABEL: gpu.func @of_slice(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[REM:.*]] = arith.remui %[[ID]], %c4{{[_0-9]*}}
// CHECK: %[[DIV:.*]] = arith.divui %[[ID]], %c4{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[DIV]], %c1{{[_0-9]*}}
// CHECK: %[[SCALED:.*]] = arith.muli %[[REM]], %c2{{[_0-9]*}}
// CHECK: %[[SUM2:.*]] = arith.addi %[[SCALED]], %c1{{[_0-9]*}}
// CHECK: %[[SCALED2:.*]] = arith.muli %[[SUM]], %c2{{[_0-9]*}}
// CHECK: %[[SUM3:.*]] = arith.addi %[[SCALED2]], %c2{{[_0-9]*}}
// CHECK: %[[SUM4:.*]] = arith.addi %[[SUM2]], %c4{{[_0-9]*}}
// CHECK: %[[SCALED3:.*]] = arith.muli %[[SUM3]], %c16{{[_0-9]*}}
// CHECK: %[[SUM5:.*]] = arith.addi %[[SCALED3]], %[[SUM4]]
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%[[SUM5]]]
// CHECK: memref.store %[[LOADED]], %arg1[%[[ID]]]
func.func private @of_slice(%a: tensor<16x16xf32>) -> tensor<2x4xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 1>} {
  %s = tensor.extract_slice %a[2, 4] [4, 8] [2, 1] : tensor<16x16xf32> to tensor<4x8xf32>
  %0 = tensor.extract_slice %s[1, 1] [2, 4] [1, 2] : tensor<4x8xf32> to tensor<2x4xf32>
  return %0 : tensor<2x4xf32>
}
// CHECK-LABEL: func.func @run_of_slice(
func.func @run_of_slice(%a: tensor<16x16xf32>) -> tensor<2x4xf32> {
  // CHECK: plan.dispatch @of_slice::@of_slice grid [1, 1, 1]
  %r = call @of_slice(%a) : (tensor<16x16xf32>) -> tensor<2x4xf32>
  return %r : tensor<2x4xf32>
}

// Halves are widened where they are loaded and narrowed where they are stored, also by vectors.
// CHECK-LABEL: gpu.func @of_halves(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[REM:.*]] = arith.remui %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[DIV:.*]] = arith.divui %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[SCALED:.*]] = arith.muli %[[REM]], %c4{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED]], %c4{{[_0-9]*}}
// CHECK: %[[SCALED2:.*]] = arith.muli %[[DIV]], %c16{{[_0-9]*}}
// CHECK: %[[SUM2:.*]] = arith.addi %[[SCALED2]], %[[SUM]]
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%[[SUM2]]] {{.*}}, vector<4xf16>
// CHECK: %[[WIDE:.*]] = arith.extf %[[LOADED]] : vector<4xf16> to vector<4xf32>
// CHECK: %[[SCALED3:.*]] = arith.muli %[[DIV]], %c8{{[_0-9]*}}
// CHECK: %[[SUM3:.*]] = arith.addi %[[SCALED3]], %[[SCALED]]
// CHECK: %[[NARROW:.*]] = arith.truncf %[[WIDE]] : vector<4xf32> to vector<4xf16>
// CHECK: vector.store %[[NARROW]], %arg1[%[[SUM3]]] {{.*}}, vector<4xf16>
func.func private @of_halves(%a: tensor<4x16xf16>) -> tensor<4x8xf16>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 4>} {
  %0 = tensor.extract_slice %a[0, 4] [4, 8] [1, 1] : tensor<4x16xf16> to tensor<4x8xf16>
  return %0 : tensor<4x8xf16>
}
// CHECK-LABEL: func.func @run_of_halves(
func.func @run_of_halves(%a: tensor<4x16xf16>) -> tensor<4x8xf16> {
  // CHECK: plan.dispatch @of_halves::@of_halves grid [1, 1, 1]
  %r = call @of_halves(%a) : (tensor<4x16xf16>) -> tensor<4x8xf16>
  return %r : tensor<4x8xf16>
}

// Bytes keep their type.
// CHECK-LABEL: gpu.func @of_bytes(
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%{{.*}}] {{.*}}, vector<4xi8>
// CHECK: vector.store %[[LOADED]], %arg1[%{{.*}}] {{.*}}, vector<4xi8>
func.func private @of_bytes(%a: tensor<4x16xi8>) -> tensor<4x8xi8>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 4>} {
  %0 = tensor.extract_slice %a[0, 4] [4, 8] [1, 1] : tensor<4x16xi8> to tensor<4x8xi8>
  return %0 : tensor<4x8xi8>
}
// CHECK-LABEL: func.func @run_of_bytes(
func.func @run_of_bytes(%a: tensor<4x16xi8>) -> tensor<4x8xi8> {
  // CHECK: plan.dispatch @of_bytes::@of_bytes grid [1, 1, 1]
  %r = call @of_bytes(%a) : (tensor<4x16xi8>) -> tensor<4x8xi8>
  return %r : tensor<4x8xi8>
}
