// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// Padding in each dimension: where vectors survive and where lanes are read one by one.

// Padding of an outer dimension keeps vectors: the mask is the same for all lanes.
// CHECK-LABEL: gpu.func @rows(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[REM:.*]] = arith.remui %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[DIV:.*]] = arith.divui %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[SCALED:.*]] = arith.muli %[[REM]], %c4{{[_0-9]*}}
// CHECK: %[[SHIFTED:.*]] = arith.subi %[[DIV]], %c1{{[_0-9]*}}
// CHECK: %[[COND:.*]] = arith.cmpi ult, %[[SHIFTED]], %c4{{[_0-9]*}}
// CHECK: %[[SHIFTED2:.*]] = arith.subi %[[DIV]], %c1{{[_0-9]*}}
// CHECK: %[[SHIFTED3:.*]] = arith.subi %[[DIV]], %c1{{[_0-9]*}}
// CHECK: %[[COND2:.*]] = arith.cmpi ult, %[[SHIFTED3]], %c4{{[_0-9]*}}
// CHECK: %[[CHOSEN:.*]] = arith.select %[[COND2]], %[[SHIFTED2]], %c0{{[_0-9]*}}
// CHECK: %[[SCALED2:.*]] = arith.muli %[[CHOSEN]], %c8{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED2]], %[[SCALED]]
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%[[SUM]]] {{.*}}, vector<4xf32>
// CHECK: %[[SPLAT:.*]] = vector.broadcast %[[COND]] : i1 to vector<4xi1>
// CHECK: %[[SPLAT2:.*]] = vector.broadcast %{{.*}} : f32 to vector<4xf32>
// CHECK: %[[CHOSEN2:.*]] = arith.select %[[SPLAT]], %[[LOADED]], %[[SPLAT2]] : vector<4xi1>, vector<4xf32>
// CHECK: %[[SCALED3:.*]] = arith.muli %[[DIV]], %c8{{[_0-9]*}}
// CHECK: %[[SUM2:.*]] = arith.addi %[[SCALED3]], %[[SCALED]]
// CHECK: vector.store %[[CHOSEN2]], %arg1[%[[SUM2]]] {{.*}}, vector<4xf32>
func.func private @rows(%a: tensor<4x8xf32>) -> tensor<6x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [4, 1, 1], tile = [], vector = 4>} {
  %z = arith.constant 0.0 : f32
  %0 = tensor.pad %a low[1, 0] high[1, 0] {
  ^bb0(%i0: index, %i1: index):
    tensor.yield %z : f32
  } : tensor<4x8xf32> to tensor<6x8xf32>
  return %0 : tensor<6x8xf32>
}
// CHECK-LABEL: func.func @run_rows(
func.func @run_rows(%a: tensor<4x8xf32>) -> tensor<6x8xf32> {
  // CHECK: plan.dispatch @rows::@rows grid [3, 1, 1]
  %r = call @rows(%a) : (tensor<4x8xf32>) -> tensor<6x8xf32>
  return %r : tensor<6x8xf32>
}

// Without a low pad nothing is subtracted.
// CHECK-LABEL: gpu.func @low_only(
// CHECK-NOT: arith.subi
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[REM:.*]] = arith.remui %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[DIV:.*]] = arith.divui %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[SCALED:.*]] = arith.muli %[[REM]], %c4{{[_0-9]*}}
// CHECK: %[[COND:.*]] = arith.cmpi ult, %[[DIV]], %c4{{[_0-9]*}}
// CHECK: %[[COND2:.*]] = arith.cmpi ult, %[[DIV]], %c4{{[_0-9]*}}
// CHECK: %[[CHOSEN:.*]] = arith.select %[[COND2]], %[[DIV]], %c0{{[_0-9]*}}
// CHECK: %[[SCALED2:.*]] = arith.muli %[[CHOSEN]], %c8{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED2]], %[[SCALED]]
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%[[SUM]]] {{.*}}, vector<4xf32>
// CHECK: %[[SPLAT:.*]] = vector.broadcast %[[COND]] : i1 to vector<4xi1>
// CHECK: %[[SPLAT2:.*]] = vector.broadcast %{{.*}} : f32 to vector<4xf32>
// CHECK: %[[CHOSEN2:.*]] = arith.select %[[SPLAT]], %[[LOADED]], %[[SPLAT2]] : vector<4xi1>, vector<4xf32>
// CHECK: %[[SCALED3:.*]] = arith.muli %[[DIV]], %c8{{[_0-9]*}}
// CHECK: %[[SUM2:.*]] = arith.addi %[[SCALED3]], %[[SCALED]]
// CHECK: vector.store %[[CHOSEN2]], %arg1[%[[SUM2]]] {{.*}}, vector<4xf32>
// CHECK-NOT: arith.subi
// CHECK: gpu.return
func.func private @low_only(%a: tensor<4x8xf32>) -> tensor<6x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [4, 1, 1], tile = [], vector = 4>} {
  %z = arith.constant 0.0 : f32
  %0 = tensor.pad %a low[0, 0] high[2, 0] {
  ^bb0(%i0: index, %i1: index):
    tensor.yield %z : f32
  } : tensor<4x8xf32> to tensor<6x8xf32>
  return %0 : tensor<6x8xf32>
}
// CHECK-LABEL: func.func @run_low_only(
func.func @run_low_only(%a: tensor<4x8xf32>) -> tensor<6x8xf32> {
  // CHECK: plan.dispatch @low_only::@low_only grid [3, 1, 1]
  %r = call @low_only(%a) : (tensor<4x8xf32>) -> tensor<6x8xf32>
  return %r : tensor<6x8xf32>
}

// The last dimension in whole vectors: one mask for four lanes.
// CHECK-LABEL: gpu.func @aligned_columns(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[REM:.*]] = arith.remui %[[ID]], %c4{{[_0-9]*}}
// CHECK: %[[DIV:.*]] = arith.divui %[[ID]], %c4{{[_0-9]*}}
// CHECK: %[[SCALED:.*]] = arith.muli %[[REM]], %c4{{[_0-9]*}}
// CHECK: %[[SHIFTED:.*]] = arith.subi %[[SCALED]], %c4{{[_0-9]*}}
// CHECK: %[[COND:.*]] = arith.cmpi ult, %[[SHIFTED]], %c8{{[_0-9]*}}
// CHECK: %[[SHIFTED2:.*]] = arith.subi %[[SCALED]], %c4{{[_0-9]*}}
// CHECK: %[[SHIFTED3:.*]] = arith.subi %[[SCALED]], %c4{{[_0-9]*}}
// CHECK: %[[COND2:.*]] = arith.cmpi ult, %[[SHIFTED3]], %c8{{[_0-9]*}}
// CHECK: %[[CHOSEN:.*]] = arith.select %[[COND2]], %[[SHIFTED2]], %c0{{[_0-9]*}}
// CHECK: %[[SCALED2:.*]] = arith.muli %[[DIV]], %c8{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED2]], %[[CHOSEN]]
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%[[SUM]]] {{.*}}, vector<4xf32>
// CHECK: %[[SPLAT:.*]] = vector.broadcast %[[COND]] : i1 to vector<4xi1>
// CHECK: %[[SPLAT2:.*]] = vector.broadcast %{{.*}} : f32 to vector<4xf32>
// CHECK: %[[CHOSEN2:.*]] = arith.select %[[SPLAT]], %[[LOADED]], %[[SPLAT2]] : vector<4xi1>, vector<4xf32>
// CHECK: %[[SCALED3:.*]] = arith.muli %[[DIV]], %c16{{[_0-9]*}}
// CHECK: %[[SUM2:.*]] = arith.addi %[[SCALED3]], %[[SCALED]]
// CHECK: vector.store %[[CHOSEN2]], %arg1[%[[SUM2]]] {{.*}}, vector<4xf32>
func.func private @aligned_columns(%a: tensor<4x8xf32>) -> tensor<4x16xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [16, 1, 1], tile = [], vector = 4>} {
  %z = arith.constant 1.5 : f32
  %0 = tensor.pad %a low[0, 4] high[0, 4] {
  ^bb0(%i0: index, %i1: index):
    tensor.yield %z : f32
  } : tensor<4x8xf32> to tensor<4x16xf32>
  return %0 : tensor<4x16xf32>
}
// CHECK-LABEL: func.func @run_aligned_columns(
func.func @run_aligned_columns(%a: tensor<4x8xf32>) -> tensor<4x16xf32> {
  // CHECK: plan.dispatch @aligned_columns::@aligned_columns grid [1, 1, 1]
  %r = call @aligned_columns(%a) : (tensor<4x8xf32>) -> tensor<4x16xf32>
  return %r : tensor<4x16xf32>
}

// A low pad of 1 splits vectors: lane by lane.
// CHECK-LABEL: gpu.func @unaligned_columns(
// CHECK: arith.cmpi ult, %{{.*}}, %c8{{[_0-9]*}}
// CHECK: arith.cmpi ult, %{{.*}}, %c8{{[_0-9]*}}
// CHECK: memref.load %arg0[%{{.*}}]
// CHECK: arith.cmpi ult, %{{.*}}, %c8{{[_0-9]*}}
// CHECK: arith.cmpi ult, %{{.*}}, %c8{{[_0-9]*}}
// CHECK: memref.load %arg0[%{{.*}}]
// CHECK: arith.cmpi ult, %{{.*}}, %c8{{[_0-9]*}}
// CHECK: arith.cmpi ult, %{{.*}}, %c8{{[_0-9]*}}
// CHECK: memref.load %arg0[%{{.*}}]
// CHECK: arith.cmpi ult, %{{.*}}, %c8{{[_0-9]*}}
// CHECK: arith.cmpi ult, %{{.*}}, %c8{{[_0-9]*}}
// CHECK: memref.load %arg0[%{{.*}}]
// CHECK: %[[LANES:.*]] = vector.from_elements %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}} : vector<4xf32>
// CHECK: vector.store %[[LANES]], %arg1[%{{.*}}] {{.*}}, vector<4xf32>
func.func private @unaligned_columns(%a: tensor<4x8xf32>) -> tensor<4x12xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [16, 1, 1], tile = [], vector = 4>} {
  %z = arith.constant 0.0 : f32
  %0 = tensor.pad %a low[0, 1] high[0, 3] {
  ^bb0(%i0: index, %i1: index):
    tensor.yield %z : f32
  } : tensor<4x8xf32> to tensor<4x12xf32>
  return %0 : tensor<4x12xf32>
}
// CHECK-LABEL: func.func @run_unaligned_columns(
func.func @run_unaligned_columns(%a: tensor<4x8xf32>) -> tensor<4x12xf32> {
  // CHECK: plan.dispatch @unaligned_columns::@unaligned_columns grid [1, 1, 1]
  %r = call @unaligned_columns(%a) : (tensor<4x8xf32>) -> tensor<4x12xf32>
  return %r : tensor<4x12xf32>
}

// As does a source whose rows are no multiple of the width.
// CHECK-LABEL: gpu.func @odd_source(
// CHECK: arith.cmpi ult, %{{.*}}, %c7{{[_0-9]*}}
// CHECK: arith.cmpi ult, %{{.*}}, %c7{{[_0-9]*}}
// CHECK: memref.load %arg0[%{{.*}}]
// CHECK: arith.cmpi ult, %{{.*}}, %c7{{[_0-9]*}}
// CHECK: arith.cmpi ult, %{{.*}}, %c7{{[_0-9]*}}
// CHECK: memref.load %arg0[%{{.*}}]
// CHECK: %[[LANES:.*]] = vector.from_elements %{{.*}}, %{{.*}} : vector<2xf32>
// CHECK: vector.store %[[LANES]], %arg1[%{{.*}}] {{.*}}, vector<2xf32>
func.func private @odd_source(%a: tensor<4x7xf32>) -> tensor<4x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 2>} {
  %z = arith.constant 0.0 : f32
  %0 = tensor.pad %a low[0, 0] high[0, 1] {
  ^bb0(%i0: index, %i1: index):
    tensor.yield %z : f32
  } : tensor<4x7xf32> to tensor<4x8xf32>
  return %0 : tensor<4x8xf32>
}
// CHECK-LABEL: func.func @run_odd_source(
func.func @run_odd_source(%a: tensor<4x7xf32>) -> tensor<4x8xf32> {
  // CHECK: plan.dispatch @odd_source::@odd_source grid [2, 1, 1]
  %r = call @odd_source(%a) : (tensor<4x7xf32>) -> tensor<4x8xf32>
  return %r : tensor<4x8xf32>
}

// Dimensions that are not padded are not compared.
// CHECK-LABEL: gpu.func @three_dims(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[COND:.*]] = arith.cmpi ult, %{{.*}}, %c2{{[_0-9]*}}
// CHECK: %[[COND2:.*]] = arith.cmpi ult, %{{.*}}, %c3{{[_0-9]*}}
// CHECK: %[[BOTH:.*]] = arith.andi %[[COND]], %[[COND2]] : i1
// CHECK: %[[COND3:.*]] = arith.cmpi ult, %{{.*}}, %c2{{[_0-9]*}}
// CHECK: arith.select %[[COND3]], %{{.*}}, %c0{{[_0-9]*}}
// CHECK: %[[COND4:.*]] = arith.cmpi ult, %{{.*}}, %c3{{[_0-9]*}}
// CHECK: arith.select %[[COND4]], %{{.*}}, %c0{{[_0-9]*}}
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: %[[CHOSEN:.*]] = arith.select %[[BOTH]], %[[LOADED]], %{{.*}} : f32
// CHECK: memref.store %[[CHOSEN]], %arg1[%[[ID]]]
func.func private @three_dims(%a: tensor<2x4x3xf32>) -> tensor<3x4x5xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [64, 1, 1], tile = [], vector = 1>} {
  %z = arith.constant 0.0 : f32
  %0 = tensor.pad %a low[1, 0, 1] high[0, 0, 1] {
  ^bb0(%i0: index, %i1: index, %i2: index):
    tensor.yield %z : f32
  } : tensor<2x4x3xf32> to tensor<3x4x5xf32>
  return %0 : tensor<3x4x5xf32>
}
// CHECK-LABEL: func.func @run_three_dims(
func.func @run_three_dims(%a: tensor<2x4x3xf32>) -> tensor<3x4x5xf32> {
  // CHECK: plan.dispatch @three_dims::@three_dims grid [1, 1, 1]
  %r = call @three_dims(%a) : (tensor<2x4x3xf32>) -> tensor<3x4x5xf32>
  return %r : tensor<3x4x5xf32>
}

// A pad of a pad has two masks, each on its own coordinates.
// CHECK-LABEL: gpu.func @of_pad(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[SHIFTED:.*]] = arith.subi %[[ID]], %c1{{[_0-9]*}}
// CHECK: %[[COND:.*]] = arith.cmpi ult, %[[SHIFTED]], %c6{{[_0-9]*}}
// CHECK: %[[SHIFTED2:.*]] = arith.subi %[[ID]], %c1{{[_0-9]*}}
// CHECK: %[[SHIFTED3:.*]] = arith.subi %[[ID]], %c1{{[_0-9]*}}
// CHECK: %[[COND2:.*]] = arith.cmpi ult, %[[SHIFTED3]], %c6{{[_0-9]*}}
// CHECK: %[[CHOSEN:.*]] = arith.select %[[COND2]], %[[SHIFTED2]], %c0{{[_0-9]*}}
// CHECK: %[[SHIFTED4:.*]] = arith.subi %[[CHOSEN]], %c1{{[_0-9]*}}
// CHECK: %[[COND3:.*]] = arith.cmpi ult, %[[SHIFTED4]], %c4{{[_0-9]*}}
// CHECK: %[[SHIFTED5:.*]] = arith.subi %[[CHOSEN]], %c1{{[_0-9]*}}
// CHECK: %[[SHIFTED6:.*]] = arith.subi %[[CHOSEN]], %c1{{[_0-9]*}}
// CHECK: %[[COND4:.*]] = arith.cmpi ult, %[[SHIFTED6]], %c4{{[_0-9]*}}
// CHECK: %[[CHOSEN2:.*]] = arith.select %[[COND4]], %[[SHIFTED5]], %c0{{[_0-9]*}}
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%[[CHOSEN2]]]
// CHECK: %[[CHOSEN3:.*]] = arith.select %[[COND3]], %[[LOADED]], %{{.*}} : f32
// CHECK: %[[CHOSEN4:.*]] = arith.select %[[COND]], %[[CHOSEN3]], %{{.*}} : f32
// CHECK: memref.store %[[CHOSEN4]], %arg1[%[[ID]]]
func.func private @of_pad(%a: tensor<4xf32>) -> tensor<8xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 1>} {
  %z = arith.constant 0.0 : f32
  %one = arith.constant 1.0 : f32
  %p = tensor.pad %a low[1] high[1] {
  ^bb0(%i: index):
    tensor.yield %z : f32
  } : tensor<4xf32> to tensor<6xf32>
  %0 = tensor.pad %p low[1] high[1] {
  ^bb0(%i: index):
    tensor.yield %one : f32
  } : tensor<6xf32> to tensor<8xf32>
  return %0 : tensor<8xf32>
}
// CHECK-LABEL: func.func @run_of_pad(
func.func @run_of_pad(%a: tensor<4xf32>) -> tensor<8xf32> {
  // CHECK: plan.dispatch @of_pad::@of_pad grid [1, 1, 1]
  %r = call @of_pad(%a) : (tensor<4xf32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}

// The padding value is widened with the halves.
// CHECK-LABEL: gpu.func @of_halves(
// CHECK: arith.select %{{.*}}, %{{.*}}, %c0{{[_0-9]*}}
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%{{.*}}] {{.*}}, vector<8xf16>
// CHECK: %[[WIDE:.*]] = arith.extf %[[LOADED]] : vector<8xf16> to vector<8xf32>
// CHECK: %[[SPLAT:.*]] = vector.broadcast %{{.*}} : i1 to vector<8xi1>
// CHECK: %[[SPLAT2:.*]] = vector.broadcast %{{.*}} : f32 to vector<8xf32>
// CHECK: %[[CHOSEN:.*]] = arith.select %[[SPLAT]], %[[WIDE]], %[[SPLAT2]] : vector<8xi1>, vector<8xf32>
// CHECK: %[[NARROW:.*]] = arith.truncf %[[CHOSEN]] : vector<8xf32> to vector<8xf16>
// CHECK: vector.store %[[NARROW]], %arg1[%{{.*}}] {{.*}}, vector<8xf16>
func.func private @of_halves(%a: tensor<4x8xf16>) -> tensor<6x8xf16>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [4, 1, 1], tile = [], vector = 8>} {
  %z = arith.constant 2.0 : f16
  %0 = tensor.pad %a low[1, 0] high[1, 0] {
  ^bb0(%i0: index, %i1: index):
    tensor.yield %z : f16
  } : tensor<4x8xf16> to tensor<6x8xf16>
  return %0 : tensor<6x8xf16>
}
// CHECK-LABEL: func.func @run_of_halves(
func.func @run_of_halves(%a: tensor<4x8xf16>) -> tensor<6x8xf16> {
  // CHECK: plan.dispatch @of_halves::@of_halves grid [2, 1, 1]
  %r = call @of_halves(%a) : (tensor<4x8xf16>) -> tensor<6x8xf16>
  return %r : tensor<6x8xf16>
}

// Integers are padded with integers.
// CHECK-LABEL: gpu.func @of_integers(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[SHIFTED:.*]] = arith.subi %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[COND:.*]] = arith.cmpi ult, %[[SHIFTED]], %c6{{[_0-9]*}}
// CHECK: %[[SHIFTED2:.*]] = arith.subi %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[SHIFTED3:.*]] = arith.subi %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[COND2:.*]] = arith.cmpi ult, %[[SHIFTED3]], %c6{{[_0-9]*}}
// CHECK: %[[CHOSEN:.*]] = arith.select %[[COND2]], %[[SHIFTED2]], %c0{{[_0-9]*}}
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%[[CHOSEN]]]
// CHECK: %[[CHOSEN2:.*]] = arith.select %[[COND]], %[[LOADED]], %{{.*}} : i64
// CHECK: memref.store %[[CHOSEN2]], %arg1[%[[ID]]]
func.func private @of_integers(%a: tensor<6xi64>) -> tensor<8xi64>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 1>} {
  %z = arith.constant 7 : i64
  %0 = tensor.pad %a low[2] high[0] {
  ^bb0(%i0: index):
    tensor.yield %z : i64
  } : tensor<6xi64> to tensor<8xi64>
  return %0 : tensor<8xi64>
}
// CHECK-LABEL: func.func @run_of_integers(
func.func @run_of_integers(%a: tensor<6xi64>) -> tensor<8xi64> {
  // CHECK: plan.dispatch @of_integers::@of_integers grid [1, 1, 1]
  %r = call @of_integers(%a) : (tensor<6xi64>) -> tensor<8xi64>
  return %r : tensor<8xi64>
}
