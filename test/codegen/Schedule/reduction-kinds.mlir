// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// Reductions by type and operand: what a loop reads, combines and stores.

// A sum of halves in f32, rounded once.
// CHECK-LABEL: gpu.func @halves(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[LOOP:[0-9]+]] = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c16{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: %[[WIDE:.*]] = arith.extf %[[LOADED]] : f16 to f32
// CHECK: arith.addf %[[WIDE]], %[[ACC]] : f32
// CHECK: %[[NARROW:.*]] = arith.truncf %[[LOOP]] : f32 to f16
// CHECK: memref.store %[[NARROW]], %arg1[%[[ID]]]
func.func private @halves(%a: tensor<8x16xf16>) -> tensor<8xf16>
    attributes {kernel.config = #kernel.config<schedule = "reduction", workgroup = [8, 1, 1], tile = [], vector = 1>} {
  %i = arith.constant dense<0.0> : tensor<8xf16>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]}
      ins(%a : tensor<8x16xf16>) outs(%i : tensor<8xf16>) {
  ^bb0(%x: f16, %o: f16):
    %s = arith.addf %x, %o : f16
    linalg.yield %s : f16
  } -> tensor<8xf16>
  return %0 : tensor<8xf16>
}
// CHECK-LABEL: func.func @run_halves(
func.func @run_halves(%a: tensor<8x16xf16>) -> tensor<8xf16> {
  // CHECK: plan.dispatch @halves::@halves grid [1, 1, 1]
  %r = call @halves(%a) : (tensor<8x16xf16>) -> tensor<8xf16>
  return %r : tensor<8xf16>
}

// What is summed is computed inside the loop.
// CHECK-LABEL: gpu.func @squares(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[LOOP:[0-9]+]] = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c16{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: %[[PRODUCT:.*]] = arith.mulf %[[LOADED]], %[[LOADED]] : f32
// CHECK: arith.addf %[[PRODUCT]], %[[ACC]] : f32
// CHECK: memref.store %[[LOOP]], %arg1[%[[ID]]]
func.func private @squares(%a: tensor<8x16xf32>) -> tensor<8xf32>
    attributes {kernel.config = #kernel.config<schedule = "reduction", workgroup = [8, 1, 1], tile = [], vector = 1>} {
  %i = arith.constant dense<0.0> : tensor<8xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]}
      ins(%a : tensor<8x16xf32>) outs(%i : tensor<8xf32>) {
  ^bb0(%x: f32, %o: f32):
    %q = arith.mulf %x, %x : f32
    %s = arith.addf %q, %o : f32
    linalg.yield %s : f32
  } -> tensor<8xf32>
  return %0 : tensor<8xf32>
}
// CHECK-LABEL: func.func @run_squares(
func.func @run_squares(%a: tensor<8x16xf32>) -> tensor<8xf32> {
  // CHECK: plan.dispatch @squares::@squares grid [1, 1, 1]
  %r = call @squares(%a) : (tensor<8x16xf32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}

// An integer product, summed.
// CHECK-LABEL: gpu.func @integers(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[COND:.*]] = arith.cmpi slt, %[[ID]], %c12{{[_0-9]*}}
// CHECK: scf.if %[[COND]]
// CHECK: %[[REM:.*]] = arith.remui %[[ID]], %c3{{[_0-9]*}}
// CHECK: %[[DIV:.*]] = arith.divui %[[ID]], %c3{{[_0-9]*}}
// CHECK: %[[LOOP:[0-9]+]] = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c6{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: %[[SCALED:.*]] = arith.muli %[[DIV]], %c6{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED]], %[[K]]
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%[[SUM]]]
// CHECK: %[[SCALED2:.*]] = arith.muli %[[K]], %c3{{[_0-9]*}}
// CHECK: %[[SUM2:.*]] = arith.addi %[[SCALED2]], %[[REM]]
// CHECK: %[[LOADED2:.*]] = memref.load %arg1[%[[SUM2]]]
// CHECK: %[[SCALED3:.*]] = arith.muli %[[LOADED]], %[[LOADED2]] : i32
// CHECK: %[[SUM3:.*]] = arith.addi %[[ACC]], %[[SCALED3]] : i32
// CHECK: scf.yield %[[SUM3]] : i32
// CHECK: memref.store %[[LOOP]], %arg2[%[[ID]]]
func.func private @integers(%a: tensor<4x6xi32>, %b: tensor<6x3xi32>) -> tensor<4x3xi32>
    attributes {kernel.config = #kernel.config<schedule = "reduction", workgroup = [16, 1, 1], tile = [], vector = 1>} {
  %i = arith.constant dense<0> : tensor<4x3xi32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j, k) -> (i, k)>, affine_map<(i, j, k) -> (k, j)>, affine_map<(i, j, k) -> (i, j)>], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%a, %b : tensor<4x6xi32>, tensor<6x3xi32>) outs(%i : tensor<4x3xi32>) {
  ^bb0(%x: i32, %y: i32, %o: i32):
    %p = arith.muli %x, %y : i32
    %s = arith.addi %o, %p : i32
    linalg.yield %s : i32
  } -> tensor<4x3xi32>
  return %0 : tensor<4x3xi32>
}
// CHECK-LABEL: func.func @run_integers(
func.func @run_integers(%a: tensor<4x6xi32>, %b: tensor<6x3xi32>) -> tensor<4x3xi32> {
  // CHECK: plan.dispatch @integers::@integers grid [1, 1, 1]
  %r = call @integers(%a, %b) : (tensor<4x6xi32>, tensor<6x3xi32>) -> tensor<4x3xi32>
  return %r : tensor<4x3xi32>
}

// A window: operand coordinates are sums of the result's and the window's, the shape operand is not read.
// CHECK-LABEL: gpu.func @pooling(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[COND:.*]] = arith.cmpi slt, %[[ID]], %c18{{[_0-9]*}}
// CHECK: scf.if %[[COND]]
// CHECK: %[[REM:.*]] = arith.remui %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[DIV:.*]] = arith.divui %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[REM2:.*]] = arith.remui %[[DIV]], %c3{{[_0-9]*}}
// CHECK: %[[DIV2:.*]] = arith.divui %[[DIV]], %c3{{[_0-9]*}}
// CHECK: %[[LOOP:[0-9]+]] = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c2{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: %[[LOOP2:[0-9]+]] = scf.for %[[K1:.*]] = %c0{{[_0-9]*}} to %c2{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC2:.*]] = %[[ACC]])
// CHECK: %[[SCALED:.*]] = arith.muli %[[DIV2]], %c2{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED]], %[[K]]
// CHECK: %[[SCALED2:.*]] = arith.muli %[[REM2]], %c2{{[_0-9]*}}
// CHECK: %[[SUM2:.*]] = arith.addi %[[SCALED2]], %[[K1]]
// CHECK: %[[SCALED3:.*]] = arith.muli %[[SUM]], %c6{{[_0-9]*}}
// CHECK: %[[SUM3:.*]] = arith.addi %[[SCALED3]], %[[SUM2]]
// CHECK: %[[SCALED4:.*]] = arith.muli %[[SUM3]], %c2{{[_0-9]*}}
// CHECK: %[[SUM4:.*]] = arith.addi %[[SCALED4]], %[[REM]]
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%[[SUM4]]]
// CHECK: %[[MAXIMUMF:.*]] = arith.maximumf %[[LOADED]], %[[ACC2]] : f32
// CHECK: scf.yield %[[MAXIMUMF]] : f32
// CHECK: scf.yield %[[LOOP2]] : f32
// CHECK: memref.store %[[LOOP]], %arg1[%[[ID]]]
func.func private @pooling(%a: tensor<1x6x6x2xf32>) -> tensor<1x3x3x2xf32>
    attributes {kernel.config = #kernel.config<schedule = "reduction", workgroup = [32, 1, 1], tile = [], vector = 1>} {
  %e = tensor.empty() : tensor<2x2xf32>
  %i = arith.constant dense<0xFF800000> : tensor<1x3x3x2xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(n, y, x, c, p, q) -> (n, y * 2 + p, x * 2 + q, c)>, affine_map<(n, y, x, c, p, q) -> (p, q)>, affine_map<(n, y, x, c, p, q) -> (n, y, x, c)>], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction"]}
      ins(%a, %e : tensor<1x6x6x2xf32>, tensor<2x2xf32>) outs(%i : tensor<1x3x3x2xf32>) {
  ^bb0(%x: f32, %w: f32, %o: f32):
    %s = arith.maximumf %x, %o : f32
    linalg.yield %s : f32
  } -> tensor<1x3x3x2xf32>
  return %0 : tensor<1x3x3x2xf32>
}
// CHECK-LABEL: func.func @run_pooling(
func.func @run_pooling(%a: tensor<1x6x6x2xf32>) -> tensor<1x3x3x2xf32> {
  // CHECK: plan.dispatch @pooling::@pooling grid [1, 1, 1]
  %r = call @pooling(%a) : (tensor<1x6x6x2xf32>) -> tensor<1x3x3x2xf32>
  return %r : tensor<1x3x3x2xf32>
}

// A logical or over booleans: bytes in memory, i1 in the loop.
// CHECK-LABEL: gpu.func @any(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[LOOP:[0-9]+]] = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c8{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: %[[SCALED:.*]] = arith.muli %[[ID]], %c8{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED]], %[[K]]
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%[[SUM]]]
// CHECK: %[[COND:.*]] = arith.cmpi ne, %[[LOADED]], %{{.*}} : i8
// CHECK: %[[ORI:.*]] = arith.ori %[[COND]], %[[ACC]] : i1
// CHECK: scf.yield %[[ORI]] : i1
// CHECK: %[[EXTUI:.*]] = arith.extui %[[LOOP]] : i1 to i8
// CHECK: memref.store %[[EXTUI]], %arg1[%[[ID]]]
func.func private @any(%a: tensor<4x8xi1>) -> tensor<4xi1>
    attributes {kernel.config = #kernel.config<schedule = "reduction", workgroup = [4, 1, 1], tile = [], vector = 1>} {
  %i = arith.constant dense<false> : tensor<4xi1>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]}
      ins(%a : tensor<4x8xi1>) outs(%i : tensor<4xi1>) {
  ^bb0(%x: i1, %o: i1):
    %s = arith.ori %x, %o : i1
    linalg.yield %s : i1
  } -> tensor<4xi1>
  return %0 : tensor<4xi1>
}
// CHECK-LABEL: func.func @run_any(
func.func @run_any(%a: tensor<4x8xi1>) -> tensor<4xi1> {
  // CHECK: plan.dispatch @any::@any grid [1, 1, 1]
  %r = call @any(%a) : (tensor<4x8xi1>) -> tensor<4xi1>
  return %r : tensor<4xi1>
}

// The init may be any tensor: the sum goes on from its element.
// CHECK-LABEL: gpu.func @from_init(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[LOADED:.*]] = memref.load %arg1[%[[ID]]]
// CHECK: %[[LOOP:[0-9]+]] = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c4{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC:.*]] = %[[LOADED]])
// CHECK: %[[SCALED:.*]] = arith.muli %[[ID]], %c4{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED]], %[[K]]
// CHECK: %[[LOADED2:.*]] = memref.load %arg0[%[[SUM]]]
// CHECK: %[[ADDED:.*]] = arith.addf %[[LOADED2]], %[[ACC]] : f32
// CHECK: scf.yield %[[ADDED]] : f32
// CHECK: memref.store %[[LOOP]], %arg2[%[[ID]]]
func.func private @from_init(%a: tensor<8x4xf32>, %i: tensor<8xf32>) -> tensor<8xf32>
    attributes {kernel.config = #kernel.config<schedule = "reduction", workgroup = [8, 1, 1], tile = [], vector = 1>} {
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]}
      ins(%a : tensor<8x4xf32>) outs(%i : tensor<8xf32>) {
  ^bb0(%x: f32, %o: f32):
    %s = arith.addf %x, %o : f32
    linalg.yield %s : f32
  } -> tensor<8xf32>
  return %0 : tensor<8xf32>
}
// CHECK-LABEL: func.func @run_from_init(
func.func @run_from_init(%a: tensor<8x4xf32>, %i: tensor<8xf32>) -> tensor<8xf32> {
  // CHECK: plan.dispatch @from_init::@from_init grid [1, 1, 1]
  %r = call @from_init(%a, %i) : (tensor<8x4xf32>, tensor<8xf32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}

// Results may be permuted: items follow the result's order.
// CHECK-LABEL: gpu.func @transposed(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[COND:.*]] = arith.cmpi slt, %[[ID]], %c6{{[_0-9]*}}
// CHECK: scf.if %[[COND]]
// CHECK: %[[REM:.*]] = arith.remui %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[DIV:.*]] = arith.divui %[[ID]], %c2{{[_0-9]*}}
// CHECK: %[[LOOP:[0-9]+]] = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c4{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: %[[SCALED:.*]] = arith.muli %[[REM]], %c3{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED]], %[[DIV]]
// CHECK: %[[SCALED2:.*]] = arith.muli %[[SUM]], %c4{{[_0-9]*}}
// CHECK: %[[SUM2:.*]] = arith.addi %[[SCALED2]], %[[K]]
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%[[SUM2]]]
// CHECK: %[[ADDED:.*]] = arith.addf %[[LOADED]], %[[ACC]] : f32
// CHECK: scf.yield %[[ADDED]] : f32
// CHECK: memref.store %[[LOOP]], %arg1[%[[ID]]]
func.func private @transposed(%a: tensor<2x3x4xf32>) -> tensor<3x2xf32>
    attributes {kernel.config = #kernel.config<schedule = "reduction", workgroup = [8, 1, 1], tile = [], vector = 1>} {
  %i = arith.constant dense<0.0> : tensor<3x2xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j, k) -> (i, j, k)>, affine_map<(i, j, k) -> (j, i)>], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%a : tensor<2x3x4xf32>) outs(%i : tensor<3x2xf32>) {
  ^bb0(%x: f32, %o: f32):
    %s = arith.addf %x, %o : f32
    linalg.yield %s : f32
  } -> tensor<3x2xf32>
  return %0 : tensor<3x2xf32>
}
// CHECK-LABEL: func.func @run_transposed(
func.func @run_transposed(%a: tensor<2x3x4xf32>) -> tensor<3x2xf32> {
  // CHECK: plan.dispatch @transposed::@transposed grid [1, 1, 1]
  %r = call @transposed(%a) : (tensor<2x3x4xf32>) -> tensor<3x2xf32>
  return %r : tensor<3x2xf32>
}
