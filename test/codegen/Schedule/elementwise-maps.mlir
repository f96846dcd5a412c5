// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// Arithmetic in indexing maps: coordinates are never negative, so divisions are
// unsigned.

// Nearest neighbours: both coordinates halved.
// CHECK-LABEL: gpu.func @upsampled(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[REM:.*]] = arith.remui %[[ID]], %c4{{[_0-9]*}}
// CHECK: %[[DIV:.*]] = arith.divui %[[ID]], %c4{{[_0-9]*}}
// CHECK: %[[DIV2:.*]] = arith.divui %[[DIV]], %c2{{[_0-9]*}}
// CHECK: %[[DIV3:.*]] = arith.divui %[[REM]], %c2{{[_0-9]*}}
// CHECK: %[[SCALED:.*]] = arith.muli %[[DIV2]], %c2{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED]], %[[DIV3]]
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%[[SUM]]]
// CHECK: %[[LOADED2:.*]] = memref.load %arg1[%[[ID]]]
// CHECK: %[[ADDED:.*]] = arith.addf %[[LOADED]], %[[LOADED2]] : f32
// CHECK: memref.store %[[ADDED]], %arg2[%[[ID]]]
func.func private @upsampled(%a: tensor<2x2xf32>, %b: tensor<4x4xf32>) -> tensor<4x4xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [16, 1, 1], tile = [], vector = 1>} {
  %e = tensor.empty() : tensor<4x4xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i floordiv 2, j floordiv 2)>, affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%a, %b : tensor<2x2xf32>, tensor<4x4xf32>) outs(%e : tensor<4x4xf32>) {
  ^bb0(%x: f32, %y: f32, %o: f32):
    %s = arith.addf %x, %y : f32
    linalg.yield %s : f32
  } -> tensor<4x4xf32>
  return %0 : tensor<4x4xf32>
}
// CHECK-LABEL: func.func @run_upsampled(
func.func @run_upsampled(%a: tensor<2x2xf32>, %b: tensor<4x4xf32>) -> tensor<4x4xf32> {
  // CHECK: plan.dispatch @upsampled::@upsampled grid [1, 1, 1]
  %r = call @upsampled(%a, %b) : (tensor<2x2xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}

// Tiles repeat by a remainder.
// CHECK-LABEL: gpu.func @modulo(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[REM:.*]] = arith.remui %[[ID]], %c6{{[_0-9]*}}
// CHECK: %[[DIV:.*]] = arith.divui %[[ID]], %c6{{[_0-9]*}}
// CHECK: %[[REM2:.*]] = arith.remui %[[DIV]], %c2{{[_0-9]*}}
// CHECK: %[[REM3:.*]] = arith.remui %[[REM]], %c3{{[_0-9]*}}
// CHECK: %[[SCALED:.*]] = arith.muli %[[REM2]], %c3{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED]], %[[REM3]]
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%[[SUM]]]
// CHECK: %[[LOADED2:.*]] = memref.load %arg1[%[[ID]]]
// CHECK: %[[ADDED:.*]] = arith.addf %[[LOADED]], %[[LOADED2]] : f32
// CHECK: memref.store %[[ADDED]], %arg2[%[[ID]]]
func.func private @modulo(%a: tensor<2x3xf32>, %b: tensor<4x6xf32>) -> tensor<4x6xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [24, 1, 1], tile = [], vector = 1>} {
  %e = tensor.empty() : tensor<4x6xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i mod 2, j mod 3)>, affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%a, %b : tensor<2x3xf32>, tensor<4x6xf32>) outs(%e : tensor<4x6xf32>) {
  ^bb0(%x: f32, %y: f32, %o: f32):
    %s = arith.addf %x, %y : f32
    linalg.yield %s : f32
  } -> tensor<4x6xf32>
  return %0 : tensor<4x6xf32>
}
// CHECK-LABEL: func.func @run_modulo(
func.func @run_modulo(%a: tensor<2x3xf32>, %b: tensor<4x6xf32>) -> tensor<4x6xf32> {
  // CHECK: plan.dispatch @modulo::@modulo grid [1, 1, 1]
  %r = call @modulo(%a, %b) : (tensor<2x3xf32>, tensor<4x6xf32>) -> tensor<4x6xf32>
  return %r : tensor<4x6xf32>
}

// A rounded-up division of coordinates that are never negative.
// CHECK-LABEL: gpu.func @ceiling(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[SUM:.*]] = arith.addi %[[ID]], %c1{{[_0-9]*}}
// CHECK: %[[DIV:.*]] = arith.divui %[[SUM]], %c2{{[_0-9]*}}
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%[[DIV]]]
// CHECK: %[[LOADED2:.*]] = memref.load %arg1[%[[ID]]]
// CHECK: %[[ADDED:.*]] = arith.addf %[[LOADED]], %[[LOADED2]] : f32
// CHECK: memref.store %[[ADDED]], %arg2[%[[ID]]]
func.func private @ceiling(%a: tensor<4xf32>, %b: tensor<7xf32>) -> tensor<7xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [7, 1, 1], tile = [], vector = 1>} {
  %e = tensor.empty() : tensor<7xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i) -> (i ceildiv 2)>, affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      ins(%a, %b : tensor<4xf32>, tensor<7xf32>) outs(%e : tensor<7xf32>) {
  ^bb0(%x: f32, %y: f32, %o: f32):
    %s = arith.addf %x, %y : f32
    linalg.yield %s : f32
  } -> tensor<7xf32>
  return %0 : tensor<7xf32>
}
// CHECK-LABEL: func.func @run_ceiling(
func.func @run_ceiling(%a: tensor<4xf32>, %b: tensor<7xf32>) -> tensor<7xf32> {
  // CHECK: plan.dispatch @ceiling::@ceiling grid [1, 1, 1]
  %r = call @ceiling(%a, %b) : (tensor<4xf32>, tensor<7xf32>) -> tensor<7xf32>
  return %r : tensor<7xf32>
}

// A map with a factor and an offset.
// CHECK-LABEL: gpu.func @strided(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[SCALED:.*]] = arith.muli %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED]], %c1{{[_0-9]*}}
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%[[SUM]]]
// CHECK: %[[LOADED2:.*]] = memref.load %arg1[%[[ID]]]
// CHECK: %[[ADDED:.*]] = arith.addf %[[LOADED]], %[[LOADED2]] : f32
// CHECK: memref.store %[[ADDED]], %arg2[%[[ID]]]
func.func private @strided(%a: tensor<17xf32>, %b: tensor<8xf32>) -> tensor<8xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 1>} {
  %e = tensor.empty() : tensor<8xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i) -> (i * 2 + 1)>, affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      ins(%a, %b : tensor<17xf32>, tensor<8xf32>) outs(%e : tensor<8xf32>) {
  ^bb0(%x: f32, %y: f32, %o: f32):
    %s = arith.addf %x, %y : f32
    linalg.yield %s : f32
  } -> tensor<8xf32>
  return %0 : tensor<8xf32>
}
// CHECK-LABEL: func.func @run_strided(
func.func @run_strided(%a: tensor<17xf32>, %b: tensor<8xf32>) -> tensor<8xf32> {
  // CHECK: plan.dispatch @strided::@strided grid [1, 1, 1]
  %r = call @strided(%a, %b) : (tensor<17xf32>, tensor<8xf32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}
