// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// Convolutions as contractions: windows, strides, dilations, padding.

// A window of 1 x 1: its loops have one iteration and vanish; rows are places.
// CHECK-LABEL: gpu.func @one_by_one(
// CHECK: vector.load %arg0[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: vector.load %arg0[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[LOADED:.*]] = vector.load %arg1[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[FMA:.*]] = math.fma %{{.*}}, %[[LOADED]], %{{.*}} : vector<4xf32>
// CHECK: %[[FMA2:.*]] = math.fma %{{.*}}, %[[LOADED]], %{{.*}} : vector<4xf32>
// CHECK: %[[LOADED2:.*]] = vector.load %arg1[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[FMA3:.*]] = math.fma %{{.*}}, %[[LOADED2]], %[[FMA]] : vector<4xf32>
// CHECK: %[[FMA4:.*]] = math.fma %{{.*}}, %[[LOADED2]], %[[FMA2]] : vector<4xf32>
// CHECK: %[[LOADED3:.*]] = vector.load %arg1[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[FMA5:.*]] = math.fma %{{.*}}, %[[LOADED3]], %[[FMA3]] : vector<4xf32>
// CHECK: %[[FMA6:.*]] = math.fma %{{.*}}, %[[LOADED3]], %[[FMA4]] : vector<4xf32>
// CHECK: %[[LOADED4:.*]] = vector.load %arg1[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[FMA7:.*]] = math.fma %{{.*}}, %[[LOADED4]], %[[FMA5]] : vector<4xf32>
// CHECK: %[[FMA8:.*]] = math.fma %{{.*}}, %[[LOADED4]], %[[FMA6]] : vector<4xf32>
// CHECK: vector.store %[[FMA7]], %arg2[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: vector.store %[[FMA8]], %arg2[%{{.*}}] {{.*}}, vector<4xf32>
func.func private @one_by_one(%a: tensor<1x2x2x4xf32>, %b: tensor<1x1x4x8xf32>) -> tensor<1x2x2x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [2, 1, 4, 0], vector = 4>} {
  %z = arith.constant dense<0.0> : tensor<1x2x2x8xf32>
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%a, %b : tensor<1x2x2x4xf32>, tensor<1x1x4x8xf32>) outs(%z : tensor<1x2x2x8xf32>) -> tensor<1x2x2x8xf32>
  return %0 : tensor<1x2x2x8xf32>
}
// CHECK-LABEL: func.func @run_one_by_one(
func.func @run_one_by_one(%a: tensor<1x2x2x4xf32>, %b: tensor<1x1x4x8xf32>) -> tensor<1x2x2x8xf32> {
  // CHECK: plan.dispatch @one_by_one::@one_by_one grid [2, 2, 1]
  %r = call @one_by_one(%a, %b) : (tensor<1x2x2x4xf32>, tensor<1x1x4x8xf32>) -> tensor<1x2x2x8xf32>
  return %r : tensor<1x2x2x8xf32>
}

// A 3 x 3 window without padding: two loops around the channels, coordinates are sums.
// CHECK-LABEL: gpu.func @window(
// CHECK: %[[REM:.*]] = arith.remui %block_id_y{{[_0-9]*}}, %c2{{[_0-9]*}}
// CHECK: %[[DIV:.*]] = arith.divui %block_id_y{{[_0-9]*}}, %c2{{[_0-9]*}}
// CHECK: %[[LOOP:[0-9]+]] = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c3{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: scf.for %[[K1:.*]] = %c0{{[_0-9]*}} to %c3{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC2:.*]] = %[[ACC]])
// CHECK: scf.for %[[K2:.*]] = %c0{{[_0-9]*}} to %c2{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC3:.*]] = %[[ACC2]])
// CHECK: %[[SUM:.*]] = arith.addi %[[DIV]], %[[K]]
// CHECK: %[[SUM2:.*]] = arith.addi %[[REM]], %[[K1]]
// CHECK: %[[SCALED:.*]] = arith.muli %[[SUM]], %c4{{[_0-9]*}}
// CHECK: %[[SUM3:.*]] = arith.addi %[[SCALED]], %[[SUM2]]
// CHECK: %[[SCALED2:.*]] = arith.muli %[[SUM3]], %c2{{[_0-9]*}}
// CHECK: %[[SUM4:.*]] = arith.addi %[[SCALED2]], %[[K2]]
// CHECK: memref.load %arg0[%[[SUM4]]]
// CHECK: %[[SCALED3:.*]] = arith.muli %[[K]], %c3{{[_0-9]*}}
// CHECK: %[[SUM5:.*]] = arith.addi %[[SCALED3]], %[[K1]]
// CHECK: %[[SCALED4:.*]] = arith.muli %[[SUM5]], %c2{{[_0-9]*}}
// CHECK: %[[SUM6:.*]] = arith.addi %[[SCALED4]], %[[K2]]
// CHECK: %[[SCALED5:.*]] = arith.muli %[[SUM6]], %c4{{[_0-9]*}}
// CHECK: %[[LOADED:.*]] = vector.load %arg1[%[[SCALED5]]] {{.*}}, vector<4xf32>
// CHECK: math.fma %{{.*}}, %[[LOADED]], %[[ACC3]] : vector<4xf32>
// CHECK: vector.store %[[LOOP]], %arg2[%{{.*}}] {{.*}}, vector<4xf32>
func.func private @window(%a: tensor<1x4x4x2xf32>, %b: tensor<3x3x2x4xf32>) -> tensor<1x2x2x4xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [1, 1, 1, 0], vector = 4>} {
  %z = arith.constant dense<0.0> : tensor<1x2x2x4xf32>
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%a, %b : tensor<1x4x4x2xf32>, tensor<3x3x2x4xf32>) outs(%z : tensor<1x2x2x4xf32>) -> tensor<1x2x2x4xf32>
  return %0 : tensor<1x2x2x4xf32>
}
// CHECK-LABEL: func.func @run_window(
func.func @run_window(%a: tensor<1x4x4x2xf32>, %b: tensor<3x3x2x4xf32>) -> tensor<1x2x2x4xf32> {
  // CHECK: plan.dispatch @window::@window grid [1, 4, 1]
  %r = call @window(%a, %b) : (tensor<1x4x4x2xf32>, tensor<3x3x2x4xf32>) -> tensor<1x2x2x4xf32>
  return %r : tensor<1x2x2x4xf32>
}

// A stride multiplies the place, not the window.
// CHECK-LABEL: gpu.func @strided(
// CHECK: %[[REM:.*]] = arith.remui %block_id_y{{[_0-9]*}}, %c2{{[_0-9]*}}
// CHECK: %[[DIV:.*]] = arith.divui %block_id_y{{[_0-9]*}}, %c2{{[_0-9]*}}
// CHECK: scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c3{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: scf.for %[[K1:.*]] = %c0{{[_0-9]*}} to %c3{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC2:.*]] = %[[ACC]])
// CHECK: %[[SCALED:.*]] = arith.muli %[[DIV]], %c2{{[_0-9]*}}
// CHECK: arith.addi %[[SCALED]], %[[K]]
// CHECK: %[[SCALED2:.*]] = arith.muli %[[REM]], %c2{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED2]], %[[K1]]
// CHECK: %[[SUM2:.*]] = arith.addi %{{.*}}, %[[SUM]]
// CHECK: %[[SCALED3:.*]] = arith.muli %[[SUM2]], %c2{{[_0-9]*}}
// CHECK: vector.load %arg0[%[[SCALED3]]] {{.*}}, vector<2xf32>
// CHECK: %[[SUM3:.*]] = arith.addi %{{.*}}, %[[K1]]
// CHECK: arith.muli %[[SUM3]], %c2{{[_0-9]*}}
// CHECK: %[[FMA:.*]] = math.fma %{{.*}}, %{{.*}}, %[[ACC2]] : vector<4xf32>
// CHECK: %[[SUM4:.*]] = arith.addi %{{.*}}, %[[K1]]
// CHECK: %[[SCALED4:.*]] = arith.muli %[[SUM4]], %c2{{[_0-9]*}}
// CHECK: arith.addi %[[SCALED4]], %c1{{[_0-9]*}}
// CHECK: math.fma %{{.*}}, %{{.*}}, %[[FMA]] : vector<4xf32>
func.func private @strided(%a: tensor<1x5x5x2xf32>, %b: tensor<3x3x2x4xf32>) -> tensor<1x2x2x4xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [1, 1, 2, 0], vector = 4>} {
  %z = arith.constant dense<0.0> : tensor<1x2x2x4xf32>
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<2> : tensor<2xi64>} ins(%a, %b : tensor<1x5x5x2xf32>, tensor<3x3x2x4xf32>) outs(%z : tensor<1x2x2x4xf32>) -> tensor<1x2x2x4xf32>
  return %0 : tensor<1x2x2x4xf32>
}
// CHECK-LABEL: func.func @run_strided(
func.func @run_strided(%a: tensor<1x5x5x2xf32>, %b: tensor<3x3x2x4xf32>) -> tensor<1x2x2x4xf32> {
  // CHECK: plan.dispatch @strided::@strided grid [1, 4, 1]
  %r = call @strided(%a, %b) : (tensor<1x5x5x2xf32>, tensor<3x3x2x4xf32>) -> tensor<1x2x2x4xf32>
  return %r : tensor<1x2x2x4xf32>
}

// A dilation multiplies the window, not the place.
// CHECK-LABEL: gpu.func @dilated(
// CHECK: %[[REM:.*]] = arith.remui %block_id_y{{[_0-9]*}}, %c3{{[_0-9]*}}
// CHECK: %[[DIV:.*]] = arith.divui %block_id_y{{[_0-9]*}}, %c3{{[_0-9]*}}
// CHECK: scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c2{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: scf.for %[[K1:.*]] = %c0{{[_0-9]*}} to %c2{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC2:.*]] = %[[ACC]])
// CHECK: %[[SCALED:.*]] = arith.muli %[[K]], %c2{{[_0-9]*}}
// CHECK: arith.addi %[[DIV]], %[[SCALED]]
// CHECK: %[[SCALED2:.*]] = arith.muli %[[K1]], %c2{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[REM]], %[[SCALED2]]
// CHECK: %[[SUM2:.*]] = arith.addi %{{.*}}, %[[SUM]]
// CHECK: %[[SCALED3:.*]] = arith.muli %[[SUM2]], %c2{{[_0-9]*}}
// CHECK: vector.load %arg0[%[[SCALED3]]] {{.*}}, vector<2xf32>
// CHECK: %[[SCALED4:.*]] = arith.muli %[[K]], %c2{{[_0-9]*}}
// CHECK: %[[SUM3:.*]] = arith.addi %[[SCALED4]], %[[K1]]
// CHECK: arith.muli %[[SUM3]], %c2{{[_0-9]*}}
// CHECK: %[[FMA:.*]] = math.fma %{{.*}}, %{{.*}}, %[[ACC2]] : vector<4xf32>
// CHECK: %[[SCALED5:.*]] = arith.muli %[[K]], %c2{{[_0-9]*}}
// CHECK: %[[SUM4:.*]] = arith.addi %[[SCALED5]], %[[K1]]
// CHECK: %[[SCALED6:.*]] = arith.muli %[[SUM4]], %c2{{[_0-9]*}}
// CHECK: arith.addi %[[SCALED6]], %c1{{[_0-9]*}}
// CHECK: math.fma %{{.*}}, %{{.*}}, %[[FMA]] : vector<4xf32>
func.func private @dilated(%a: tensor<1x5x5x2xf32>, %b: tensor<2x2x2x4xf32>) -> tensor<1x3x3x4xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [1, 1, 2, 0], vector = 4>} {
  %z = arith.constant dense<0.0> : tensor<1x3x3x4xf32>
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<2> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%a, %b : tensor<1x5x5x2xf32>, tensor<2x2x2x4xf32>) outs(%z : tensor<1x3x3x4xf32>) -> tensor<1x3x3x4xf32>
  return %0 : tensor<1x3x3x4xf32>
}
// CHECK-LABEL: func.func @run_dilated(
func.func @run_dilated(%a: tensor<1x5x5x2xf32>, %b: tensor<2x2x2x4xf32>) -> tensor<1x3x3x4xf32> {
  // CHECK: plan.dispatch @dilated::@dilated grid [1, 9, 1]
  %r = call @dilated(%a, %b) : (tensor<1x5x5x2xf32>, tensor<2x2x2x4xf32>) -> tensor<1x3x3x4xf32>
  return %r : tensor<1x3x3x4xf32>
}

// Padding: the channels' loop is built twice, for windows inside and for all others. The masks stand outside of the first.
// CHECK-LABEL: gpu.func @padded(
// CHECK: scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c3{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: %[[LOOP:[0-9]+]] = scf.for %[[K1:.*]] = %c0{{[_0-9]*}} to %c3{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC2:.*]] = %[[ACC]])
// CHECK: %[[COND:.*]] = arith.cmpi ult, %{{.*}}, %c3{{[_0-9]*}}
// CHECK: %[[COND2:.*]] = arith.cmpi ult, %{{.*}}, %c3{{[_0-9]*}}
// CHECK: %[[BOTH:.*]] = arith.andi %[[COND]], %[[COND2]] : i1
// CHECK: %[[BRANCH:.*]] = scf.if %[[BOTH]] -> (vector<4xf32>)
// CHECK: %[[LOOP2:[0-9]+]] = scf.for %[[K2:.*]] = %c0{{[_0-9]*}} to %c2{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC3:.*]] = %[[ACC2]])
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: %[[LOADED2:.*]] = vector.load %arg1[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[FMA:.*]] = math.fma %{{.*}}, %[[LOADED2]], %[[ACC3]] : vector<4xf32>
// CHECK: scf.yield %[[FMA]] : vector<4xf32>
// CHECK: scf.yield %[[LOOP2]] : vector<4xf32>
// CHECK: } else
// CHECK: %[[LOOP3:[0-9]+]] = scf.for %[[K3:.*]] = %c0{{[_0-9]*}} to %c2{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC4:.*]] = %[[ACC2]])
// CHECK: %[[COND3:.*]] = arith.cmpi ult, %{{.*}}, %c3{{[_0-9]*}}
// CHECK: %[[COND4:.*]] = arith.cmpi ult, %{{.*}}, %c3{{[_0-9]*}}
// CHECK: %[[BOTH2:.*]] = arith.andi %[[COND3]], %[[COND4]] : i1
// CHECK: %[[COND5:.*]] = arith.cmpi ult, %{{.*}}, %c3{{[_0-9]*}}
// CHECK: arith.select %[[COND5]], %{{.*}}, %c0{{[_0-9]*}}
// CHECK: %[[COND6:.*]] = arith.cmpi ult, %{{.*}}, %c3{{[_0-9]*}}
// CHECK: %[[CHOSEN:.*]] = arith.select %[[COND6]], %{{.*}}, %c0{{[_0-9]*}}
// CHECK: %[[LOADED3:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: arith.select %[[BOTH2]], %[[LOADED3]], %{{.*}} : f32
// CHECK: %[[LOADED4:.*]] = vector.load %arg1[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[FMA2:.*]] = math.fma %{{.*}}, %[[LOADED4]], %[[ACC4]] : vector<4xf32>
// CHECK: scf.yield %[[FMA2]] : vector<4xf32>
// CHECK: scf.yield %[[LOOP3]] : vector<4xf32>
// CHECK: scf.yield %[[BRANCH]] : vector<4xf32>
// CHECK: scf.yield %[[LOOP]] : vector<4xf32>
func.func private @padded(%a: tensor<1x3x3x2xf32>, %b: tensor<3x3x2x4xf32>) -> tensor<1x3x3x4xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [1, 1, 1, 0], vector = 4>} {
  %c0 = arith.constant 0.0 : f32
  %p = tensor.pad %a low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%i0: index, %i1: index, %i2: index, %i3: index):
    tensor.yield %c0 : f32
  } : tensor<1x3x3x2xf32> to tensor<1x5x5x2xf32>
  %z = arith.constant dense<0.0> : tensor<1x3x3x4xf32>
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%p, %b : tensor<1x5x5x2xf32>, tensor<3x3x2x4xf32>) outs(%z : tensor<1x3x3x4xf32>) -> tensor<1x3x3x4xf32>
  return %0 : tensor<1x3x3x4xf32>
}
// CHECK-LABEL: func.func @run_padded(
func.func @run_padded(%a: tensor<1x3x3x2xf32>, %b: tensor<3x3x2x4xf32>) -> tensor<1x3x3x4xf32> {
  // CHECK: plan.dispatch @padded::@padded grid [1, 9, 1]
  %r = call @padded(%a, %b) : (tensor<1x3x3x2xf32>, tensor<3x3x2x4xf32>) -> tensor<1x3x3x4xf32>
  return %r : tensor<1x3x3x4xf32>
}

// Two rows of a tile: inside only where both are.
// CHECK-LABEL: gpu.func @padded_rows(
// CHECK: scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c3{{[_0-9]*}} step %c1{{[_0-9]*}}
// CHECK: scf.for %[[K1:.*]] = %c0{{[_0-9]*}} to %c3{{[_0-9]*}} step %c1{{[_0-9]*}}
// CHECK: %[[COND:.*]] = arith.cmpi ult, %{{.*}}, %c4{{[_0-9]*}}
// CHECK: %[[COND2:.*]] = arith.cmpi ult, %{{.*}}, %c4{{[_0-9]*}}
// CHECK: %[[BOTH:.*]] = arith.andi %[[COND]], %[[COND2]] : i1
// CHECK: %[[COND3:.*]] = arith.cmpi ult, %{{.*}}, %c4{{[_0-9]*}}
// CHECK: %[[COND4:.*]] = arith.cmpi ult, %{{.*}}, %c4{{[_0-9]*}}
// CHECK: %[[BOTH2:.*]] = arith.andi %[[COND3]], %[[COND4]] : i1
// CHECK: %[[BOTH3:.*]] = arith.andi %[[BOTH]], %[[BOTH2]] : i1
// CHECK: scf.if %[[BOTH3]] -> (vector<4xf32>, vector<4xf32>)
// CHECK: vector.load %arg0[%{{.*}}] {{.*}}, vector<2xf32>
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%{{.*}}] {{.*}}, vector<2xf32>
// CHECK: } else
// CHECK: %[[COND5:.*]] = arith.cmpi ult, %{{.*}}, %c4{{[_0-9]*}}
// CHECK: %[[COND6:.*]] = arith.cmpi ult, %{{.*}}, %c4{{[_0-9]*}}
// CHECK: %[[BOTH4:.*]] = arith.andi %[[COND5]], %[[COND6]] : i1
// CHECK: arith.cmpi ult, %{{.*}}, %c4{{[_0-9]*}}
// CHECK: arith.cmpi ult, %{{.*}}, %c4{{[_0-9]*}}
// CHECK: vector.load %arg0[%{{.*}}] {{.*}}, vector<2xf32>
// CHECK: %[[COND7:.*]] = arith.cmpi ult, %{{.*}}, %c4{{[_0-9]*}}
// CHECK: %[[COND8:.*]] = arith.cmpi ult, %{{.*}}, %c4{{[_0-9]*}}
// CHECK: arith.andi %[[COND7]], %[[COND8]] : i1
// CHECK: arith.cmpi ult, %{{.*}}, %c4{{[_0-9]*}}
// CHECK: arith.cmpi ult, %{{.*}}, %c4{{[_0-9]*}}
// CHECK: vector.load %arg0[%{{.*}}] {{.*}}, vector<2xf32>
func.func private @padded_rows(%a: tensor<1x4x4x2xf32>, %b: tensor<3x3x2x4xf32>) -> tensor<1x4x4x4xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [2, 1, 2, 0], vector = 4>} {
  %c0 = arith.constant 0.0 : f32
  %p = tensor.pad %a low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%i0: index, %i1: index, %i2: index, %i3: index):
    tensor.yield %c0 : f32
  } : tensor<1x4x4x2xf32> to tensor<1x6x6x2xf32>
  %z = arith.constant dense<0.0> : tensor<1x4x4x4xf32>
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%p, %b : tensor<1x6x6x2xf32>, tensor<3x3x2x4xf32>) outs(%z : tensor<1x4x4x4xf32>) -> tensor<1x4x4x4xf32>
  return %0 : tensor<1x4x4x4xf32>
}
// CHECK-LABEL: func.func @run_padded_rows(
func.func @run_padded_rows(%a: tensor<1x4x4x2xf32>, %b: tensor<3x3x2x4xf32>) -> tensor<1x4x4x4xf32> {
  // CHECK: plan.dispatch @padded_rows::@padded_rows grid [1, 8, 1]
  %r = call @padded_rows(%a, %b) : (tensor<1x4x4x2xf32>, tensor<3x3x2x4xf32>) -> tensor<1x4x4x4xf32>
  return %r : tensor<1x4x4x4xf32>
}

// Padding on one side only, as a stride of two leaves it.
// CHECK-LABEL: gpu.func @padded_below(
// CHECK: scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c3{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: scf.for %[[K1:.*]] = %c0{{[_0-9]*}} to %c3{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC2:.*]] = %[[ACC]])
// CHECK: %[[COND:.*]] = arith.cmpi ult, %{{.*}}, %c4{{[_0-9]*}}
// CHECK: %[[COND2:.*]] = arith.cmpi ult, %{{.*}}, %c4{{[_0-9]*}}
// CHECK: %[[BOTH:.*]] = arith.andi %[[COND]], %[[COND2]] : i1
// CHECK: scf.if %[[BOTH]] -> (vector<4xf32>)
// CHECK: vector.load %arg0[%{{.*}}] {{.*}}, vector<2xf32>
// CHECK: } else
// CHECK: %[[COND3:.*]] = arith.cmpi ult, %{{.*}}, %c4{{[_0-9]*}}
// CHECK: %[[COND4:.*]] = arith.cmpi ult, %{{.*}}, %c4{{[_0-9]*}}
// CHECK: %[[BOTH2:.*]] = arith.andi %[[COND3]], %[[COND4]] : i1
// CHECK: arith.cmpi ult, %{{.*}}, %c4{{[_0-9]*}}
// CHECK: arith.cmpi ult, %{{.*}}, %c4{{[_0-9]*}}
// CHECK: vector.load %arg0[%{{.*}}] {{.*}}, vector<2xf32>
func.func private @padded_below(%a: tensor<1x4x4x2xf32>, %b: tensor<3x3x2x4xf32>) -> tensor<1x2x2x4xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [1, 1, 2, 0], vector = 4>} {
  %c0 = arith.constant 0.0 : f32
  %p = tensor.pad %a low[0, 0, 0, 0] high[0, 1, 1, 0] {
  ^bb0(%i0: index, %i1: index, %i2: index, %i3: index):
    tensor.yield %c0 : f32
  } : tensor<1x4x4x2xf32> to tensor<1x5x5x2xf32>
  %z = arith.constant dense<0.0> : tensor<1x2x2x4xf32>
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<2> : tensor<2xi64>} ins(%p, %b : tensor<1x5x5x2xf32>, tensor<3x3x2x4xf32>) outs(%z : tensor<1x2x2x4xf32>) -> tensor<1x2x2x4xf32>
  return %0 : tensor<1x2x2x4xf32>
}
// CHECK-LABEL: func.func @run_padded_below(
func.func @run_padded_below(%a: tensor<1x4x4x2xf32>, %b: tensor<3x3x2x4xf32>) -> tensor<1x2x2x4xf32> {
  // CHECK: plan.dispatch @padded_below::@padded_below grid [1, 4, 1]
  %r = call @padded_below(%a, %b) : (tensor<1x4x4x2xf32>, tensor<3x3x2x4xf32>) -> tensor<1x2x2x4xf32>
  return %r : tensor<1x2x2x4xf32>
}

// Padded channels cannot be told from the window: one loop, masked.
// CHECK-LABEL: gpu.func @padded_channels(
// CHECK-NOT: scf.if
// CHECK: scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c4{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK-NOT: scf.if
// CHECK: %[[COND:.*]] = arith.cmpi ult, %[[K]], %c3{{[_0-9]*}}
// CHECK: %[[COND2:.*]] = arith.cmpi ult, %[[K]], %c3{{[_0-9]*}}
// CHECK: arith.select %[[COND2]], %[[K]], %c0{{[_0-9]*}}
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: arith.select %[[COND]], %[[LOADED]], %{{.*}} : f32
// CHECK: math.fma %{{.*}}, %{{.*}}, %[[ACC]] : vector<4xf32>
// CHECK-NOT: scf.if
// CHECK: gpu.return
func.func private @padded_channels(%a: tensor<1x2x2x3xf32>, %b: tensor<1x1x4x4xf32>) -> tensor<1x2x2x4xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [1, 1, 1, 0], vector = 4>} {
  %c0 = arith.constant 0.0 : f32
  %p = tensor.pad %a low[0, 0, 0, 0] high[0, 0, 0, 1] {
  ^bb0(%i0: index, %i1: index, %i2: index, %i3: index):
    tensor.yield %c0 : f32
  } : tensor<1x2x2x3xf32> to tensor<1x2x2x4xf32>
  %z = arith.constant dense<0.0> : tensor<1x2x2x4xf32>
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%p, %b : tensor<1x2x2x4xf32>, tensor<1x1x4x4xf32>) outs(%z : tensor<1x2x2x4xf32>) -> tensor<1x2x2x4xf32>
  return %0 : tensor<1x2x2x4xf32>
}
// CHECK-LABEL: func.func @run_padded_channels(
func.func @run_padded_channels(%a: tensor<1x2x2x3xf32>, %b: tensor<1x1x4x4xf32>) -> tensor<1x2x2x4xf32> {
  // CHECK: plan.dispatch @padded_channels::@padded_channels grid [1, 4, 1]
  %r = call @padded_channels(%a, %b) : (tensor<1x2x2x3xf32>, tensor<1x1x4x4xf32>) -> tensor<1x2x2x4xf32>
  return %r : tensor<1x2x2x4xf32>
}
