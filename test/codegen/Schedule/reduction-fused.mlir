// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// What is fused into a reduction: before the loop's body, after the loop.

// An epilogue scales the sum once, outside of the loop.
// CHECK-LABEL: gpu.func @mean(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[LOOP:[0-9]+]] = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c4{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: %[[SCALED:.*]] = arith.muli %[[ID]], %c4{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED]], %[[K]]
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%[[SUM]]]
// CHECK: %[[ADDED:.*]] = arith.addf %[[LOADED]], %[[ACC]] : f32
// CHECK: scf.yield %[[ADDED]] : f32
// CHECK: %[[PRODUCT:.*]] = arith.mulf %[[LOOP]], %{{.*}} : f32
// CHECK: memref.store %[[PRODUCT]], %arg1[%[[ID]]]
func.func private @mean(%a: tensor<8x4xf32>) -> tensor<8xf32>
    attributes {kernel.config = #kernel.config<schedule = "reduction", workgroup = [8, 1, 1], tile = [], vector = 1>} {
  %i = arith.constant dense<0.0> : tensor<8xf32>
  %q = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]}
      ins(%a : tensor<8x4xf32>) outs(%i : tensor<8xf32>) {
  ^bb0(%x: f32, %o: f32):
    %s = arith.addf %x, %o : f32
    linalg.yield %s : f32
  } -> tensor<8xf32>
  %e = tensor.empty() : tensor<8xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      ins(%q : tensor<8xf32>) outs(%e : tensor<8xf32>) {
  ^bb0(%x: f32, %o: f32):
    %c = arith.constant 2.500000e-01 : f32
    %m = arith.mulf %x, %c : f32
    linalg.yield %m : f32
  } -> tensor<8xf32>
  return %0 : tensor<8xf32>
}
// CHECK-LABEL: func.func @run_mean(
func.func @run_mean(%a: tensor<8x4xf32>) -> tensor<8xf32> {
  // CHECK: plan.dispatch @mean::@mean grid [1, 1, 1]
  %r = call @mean(%a) : (tensor<8x4xf32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}

// A prologue is computed where its element is read.
// CHECK-LABEL: gpu.func @of_difference(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[LOOP:[0-9]+]] = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c4{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: %[[SCALED:.*]] = arith.muli %[[ID]], %c4{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED]], %[[K]]
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%[[SUM]]]
// CHECK: %[[LOADED2:.*]] = memref.load %arg1[%[[ID]]]
// CHECK: %[[DIFFERENCE:.*]] = arith.subf %[[LOADED]], %[[LOADED2]] : f32
// CHECK: %[[ADDED:.*]] = arith.addf %[[DIFFERENCE]], %[[ACC]] : f32
// CHECK: scf.yield %[[ADDED]] : f32
// CHECK: memref.store %[[LOOP]], %arg2[%[[ID]]]
func.func private @of_difference(%a: tensor<8x4xf32>, %b: tensor<8xf32>) -> tensor<8xf32>
    attributes {kernel.config = #kernel.config<schedule = "reduction", workgroup = [8, 1, 1], tile = [], vector = 1>} {
  %i = arith.constant dense<0.0> : tensor<8xf32>
  %e = tensor.empty() : tensor<8x4xf32>
  %d = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%a, %b : tensor<8x4xf32>, tensor<8xf32>) outs(%e : tensor<8x4xf32>) {
  ^bb0(%x: f32, %y: f32, %o: f32):
    %d = arith.subf %x, %y : f32
    linalg.yield %d : f32
  } -> tensor<8x4xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]}
      ins(%d : tensor<8x4xf32>) outs(%i : tensor<8xf32>) {
  ^bb0(%x: f32, %o: f32):
    %s = arith.addf %x, %o : f32
    linalg.yield %s : f32
  } -> tensor<8xf32>
  return %0 : tensor<8xf32>
}
// CHECK-LABEL: func.func @run_of_difference(
func.func @run_of_difference(%a: tensor<8x4xf32>, %b: tensor<8xf32>) -> tensor<8xf32> {
  // CHECK: plan.dispatch @of_difference::@of_difference grid [1, 1, 1]
  %r = call @of_difference(%a, %b) : (tensor<8x4xf32>, tensor<8xf32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}

// An expanded result: the store's index is put together from its parts.
// CHECK-LABEL: gpu.func @expanded(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[COND:.*]] = arith.cmpi slt, %[[ID]], %c6{{[_0-9]*}}
// CHECK: scf.if %[[COND]]
// CHECK: %[[LOOP:[0-9]+]] = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c4{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: %[[SCALED:.*]] = arith.muli %[[ID]], %c4{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED]], %[[K]]
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%[[SUM]]]
// CHECK: %[[ADDED:.*]] = arith.addf %[[LOADED]], %[[ACC]] : f32
// CHECK: scf.yield %[[ADDED]] : f32
// CHECK: arith.remui %[[ID]], %c3{{[_0-9]*}}
// CHECK: arith.divui %[[ID]], %c3{{[_0-9]*}}
// CHECK: memref.store %[[LOOP]], %arg1[%[[ID]]]
func.func private @expanded(%a: tensor<6x4xf32>) -> tensor<2x3xf32>
    attributes {kernel.config = #kernel.config<schedule = "reduction", workgroup = [8, 1, 1], tile = [], vector = 1>} {
  %i = arith.constant dense<0.0> : tensor<6xf32>
  %q = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]}
      ins(%a : tensor<6x4xf32>) outs(%i : tensor<6xf32>) {
  ^bb0(%x: f32, %o: f32):
    %s = arith.addf %x, %o : f32
    linalg.yield %s : f32
  } -> tensor<6xf32>
  %0 = tensor.expand_shape %q [[0, 1]] output_shape [2, 3] : tensor<6xf32> into tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}
// CHECK-LABEL: func.func @run_expanded(
func.func @run_expanded(%a: tensor<6x4xf32>) -> tensor<2x3xf32> {
  // CHECK: plan.dispatch @expanded::@expanded grid [1, 1, 1]
  %r = call @expanded(%a) : (tensor<6x4xf32>) -> tensor<2x3xf32>
  return %r : tensor<2x3xf32>
}

// A padded operand is masked inside the loop.
// CHECK-LABEL: gpu.func @of_padded(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[LOOP:[0-9]+]] = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c5{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: %[[SHIFTED:.*]] = arith.subi %[[K]], %c1{{[_0-9]*}}
// CHECK: %[[COND:.*]] = arith.cmpi ult, %[[SHIFTED]], %c3{{[_0-9]*}}
// CHECK: %[[SHIFTED2:.*]] = arith.subi %[[K]], %c1{{[_0-9]*}}
// CHECK: %[[SHIFTED3:.*]] = arith.subi %[[K]], %c1{{[_0-9]*}}
// CHECK: %[[COND2:.*]] = arith.cmpi ult, %[[SHIFTED3]], %c3{{[_0-9]*}}
// CHECK: %[[CHOSEN:.*]] = arith.select %[[COND2]], %[[SHIFTED2]], %c0{{[_0-9]*}}
// CHECK: %[[SCALED:.*]] = arith.muli %[[ID]], %c3{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED]], %[[CHOSEN]]
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%[[SUM]]]
// CHECK: %[[CHOSEN2:.*]] = arith.select %[[COND]], %[[LOADED]], %{{.*}} : f32
// CHECK: %[[ADDED:.*]] = arith.addf %[[CHOSEN2]], %[[ACC]] : f32
// CHECK: scf.yield %[[ADDED]] : f32
// CHECK: memref.store %[[LOOP]], %arg1[%[[ID]]]
func.func private @of_padded(%a: tensor<8x3xf32>) -> tensor<8xf32>
    attributes {kernel.config = #kernel.config<schedule = "reduction", workgroup = [8, 1, 1], tile = [], vector = 1>} {
  %z = arith.constant 0.0 : f32
  %i = arith.constant dense<0.0> : tensor<8xf32>
  %p = tensor.pad %a low[0, 1] high[0, 1] {
  ^bb0(%u: index, %v: index):
    tensor.yield %z : f32
  } : tensor<8x3xf32> to tensor<8x5xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]}
      ins(%p : tensor<8x5xf32>) outs(%i : tensor<8xf32>) {
  ^bb0(%x: f32, %o: f32):
    %s = arith.addf %x, %o : f32
    linalg.yield %s : f32
  } -> tensor<8xf32>
  return %0 : tensor<8xf32>
}
// CHECK-LABEL: func.func @run_of_padded(
func.func @run_of_padded(%a: tensor<8x3xf32>) -> tensor<8xf32> {
  // CHECK: plan.dispatch @of_padded::@of_padded grid [1, 1, 1]
  %r = call @of_padded(%a) : (tensor<8x3xf32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}

// An epilogue that exchanges dimensions writes each item's element elsewhere.
// CHECK-LABEL: gpu.func @scattered(
// CHECK: %[[ID:.*]] = arith.addi %{{.*}}, %thread_id_x
// CHECK: %[[COND:.*]] = arith.cmpi slt, %[[ID]], %c6{{[_0-9]*}}
// CHECK: scf.if %[[COND]]
// CHECK: %[[REM:.*]] = arith.remui %[[ID]], %c3{{[_0-9]*}}
// CHECK: %[[DIV:.*]] = arith.divui %[[ID]], %c3{{[_0-9]*}}
// CHECK: %[[LOOP:[0-9]+]] = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c4{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: %[[SCALED:.*]] = arith.muli %[[ID]], %c4{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED]], %[[K]]
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%[[SUM]]]
// CHECK: %[[ADDED:.*]] = arith.addf %[[LOADED]], %[[ACC]] : f32
// CHECK: scf.yield %[[ADDED]] : f32
// CHECK: %[[SCALED2:.*]] = arith.muli %[[REM]], %c2{{[_0-9]*}}
// CHECK: %[[SUM2:.*]] = arith.addi %[[SCALED2]], %[[DIV]]
// CHECK: memref.store %[[LOOP]], %arg1[%[[SUM2]]]
func.func private @scattered(%a: tensor<2x3x4xf32>) -> tensor<3x2xf32>
    attributes {kernel.config = #kernel.config<schedule = "reduction", workgroup = [8, 1, 1], tile = [], vector = 1>} {
  %i = arith.constant dense<0.0> : tensor<2x3xf32>
  %q = linalg.generic {indexing_maps = [affine_map<(i, j, k) -> (i, j, k)>, affine_map<(i, j, k) -> (i, j)>], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%a : tensor<2x3x4xf32>) outs(%i : tensor<2x3xf32>) {
  ^bb0(%x: f32, %o: f32):
    %s = arith.addf %x, %o : f32
    linalg.yield %s : f32
  } -> tensor<2x3xf32>
  %e = tensor.empty() : tensor<3x2xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (j, i)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%q : tensor<2x3xf32>) outs(%e : tensor<3x2xf32>) {
  ^bb0(%x: f32, %o: f32):
    linalg.yield %x : f32
  } -> tensor<3x2xf32>
  return %0 : tensor<3x2xf32>
}
// CHECK-LABEL: func.func @run_scattered(
func.func @run_scattered(%a: tensor<2x3x4xf32>) -> tensor<3x2xf32> {
  // CHECK: plan.dispatch @scattered::@scattered grid [1, 1, 1]
  %r = call @scattered(%a) : (tensor<2x3x4xf32>) -> tensor<3x2xf32>
  return %r : tensor<3x2xf32>
}
