// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// Softmax: lengths, widths, types, and what is fused around it.

// Rows of 5 have no vectors: scalars, and no lanes to combine.
// CHECK-LABEL: gpu.func @scalar_lanes(
// CHECK: %[[LOOP:[0-9]+]] = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c5{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: %[[SUM:.*]] = arith.addi %{{.*}}, %[[K]]
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%[[SUM]]]
// CHECK: %[[MAX:.*]] = arith.maxnumf %[[ACC]], %[[LOADED]] : f32
// CHECK: scf.yield %[[MAX]] : f32
// CHECK: %[[LOOP2:[0-9]+]] = scf.for %[[K1:.*]] = %c0{{[_0-9]*}} to %c5{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC2:.*]] = %{{.*}})
// CHECK: %[[SUM2:.*]] = arith.addi %{{.*}}, %[[K1]]
// CHECK: %[[LOADED2:.*]] = memref.load %arg0[%[[SUM2]]]
// CHECK: %[[DIFFERENCE:.*]] = arith.subf %[[LOADED2]], %[[LOOP]] : f32
// CHECK: %[[EXP:.*]] = math.exp %[[DIFFERENCE]] : f32
// CHECK: %[[ADDED:.*]] = arith.addf %[[ACC2]], %[[EXP]] : f32
// CHECK: scf.yield %[[ADDED]] : f32
// CHECK: %[[QUOTIENT:.*]] = arith.divf %{{.*}}, %[[LOOP2]] : f32
// CHECK: scf.for %[[K2:.*]] = %c0{{[_0-9]*}} to %c5{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC3:.*]] = %{{.*}})
// CHECK: %[[SUM3:.*]] = arith.addi %{{.*}}, %[[K2]]
// CHECK: %[[LOADED3:.*]] = memref.load %arg0[%[[SUM3]]]
// CHECK: %[[DIFFERENCE2:.*]] = arith.subf %[[LOADED3]], %[[LOOP]] : f32
// CHECK: %[[EXP2:.*]] = math.exp %[[DIFFERENCE2]] : f32
// CHECK: %[[PRODUCT:.*]] = arith.mulf %[[EXP2]], %[[QUOTIENT]] : f32
// CHECK: %[[SUM4:.*]] = arith.addi %{{.*}}, %[[K2]]
// CHECK: memref.store %[[PRODUCT]], %arg1[%[[SUM4]]]
// CHECK: scf.yield %[[ACC3]] : f32
func.func private @scalar_lanes(%a: tensor<3x5xf32>) -> tensor<3x5xf32>
    attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [1, 1, 1], tile = [], vector = 1>} {
  %e0 = tensor.empty() : tensor<3x5xf32>
  %0 = linalg.softmax dimension(1) ins(%a : tensor<3x5xf32>) outs(%e0 : tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}
// CHECK-LABEL: func.func @run_scalar_lanes(
func.func @run_scalar_lanes(%a: tensor<3x5xf32>) -> tensor<3x5xf32> {
  // CHECK: plan.dispatch @scalar_lanes::@scalar_lanes grid [3, 1, 1]
  %r = call @scalar_lanes(%a) : (tensor<3x5xf32>) -> tensor<3x5xf32>
  return %r : tensor<3x5xf32>
}

// Fewer accesses than items: items past the row's end hold the neutral element, -inf then 0, and take part in every barrier.
// CHECK-LABEL: gpu.func @short_row(
// CHECK: scf.for %[[K:.*]] = %{{.*}} to %c8{{[_0-9]*}} step %c16{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: %[[LOCAL:.*]] = memref.alloc() : memref<4xf32, #gpu.address_space<workgroup>>
// CHECK: memref.store %{{.*}}, %[[LOCAL]][%thread_id_x{{[_0-9]*}}] : memref<4xf32, #gpu.address_space<workgroup>>
// CHECK: gpu.barrier
// CHECK: memref.load %[[LOCAL]][%c0{{[_0-9]*}}] : memref<4xf32, #gpu.address_space<workgroup>>
// CHECK-COUNT-3: memref.load %[[LOCAL]][%{{.*}}] : memref<4xf32, #gpu.address_space<workgroup>>
// CHECK: scf.for %[[K1:.*]] = %{{.*}} to %c8{{[_0-9]*}} step %c16{{[_0-9]*}} iter_args(%[[ACC2:.*]] = %{{.*}})
// CHECK: %[[LOCAL2:.*]] = memref.alloc() : memref<4xf32, #gpu.address_space<workgroup>>
// CHECK: memref.store %{{.*}}, %[[LOCAL2]][%thread_id_x{{[_0-9]*}}] : memref<4xf32, #gpu.address_space<workgroup>>
// CHECK: gpu.barrier
// CHECK: memref.load %[[LOCAL2]][%c0{{[_0-9]*}}] : memref<4xf32, #gpu.address_space<workgroup>>
// CHECK-COUNT-3: memref.load %[[LOCAL2]][%{{.*}}] : memref<4xf32, #gpu.address_space<workgroup>>
// CHECK: scf.for %[[K2:.*]] = %{{.*}} to %c8{{[_0-9]*}} step %c16{{[_0-9]*}} iter_args(%[[ACC3:.*]] = %{{.*}})
func.func private @short_row(%a: tensor<3x8xf32>) -> tensor<3x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [4, 1, 1], tile = [], vector = 4>} {
  %e0 = tensor.empty() : tensor<3x8xf32>
  %0 = linalg.softmax dimension(1) ins(%a : tensor<3x8xf32>) outs(%e0 : tensor<3x8xf32>) -> tensor<3x8xf32>
  return %0 : tensor<3x8xf32>
}
// CHECK-LABEL: func.func @run_short_row(
func.func @run_short_row(%a: tensor<3x8xf32>) -> tensor<3x8xf32> {
  // CHECK: plan.dispatch @short_row::@short_row grid [3, 1, 1]
  %r = call @short_row(%a) : (tensor<3x8xf32>) -> tensor<3x8xf32>
  return %r : tensor<3x8xf32>
}

// 5 accesses for 4 items: the loop's bound is the row, its step the work group.
// CHECK-LABEL: gpu.func @remainder(
// CHECK: %[[SCALED:.*]] = arith.muli %thread_id_x{{[_0-9]*}}, %c4{{[_0-9]*}}
// CHECK: scf.for %[[K:.*]] = %[[SCALED]] to %c20{{[_0-9]*}} step %c16{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: %[[SUM:.*]] = arith.addi %{{.*}}, %[[K]]
// CHECK: vector.load %arg0[%[[SUM]]] {{.*}}, vector<4xf32>
// CHECK: %[[SCALED2:.*]] = arith.muli %thread_id_x{{[_0-9]*}}, %c4{{[_0-9]*}}
// CHECK: scf.for %[[K1:.*]] = %[[SCALED2]] to %c20{{[_0-9]*}} step %c16{{[_0-9]*}} iter_args(%[[ACC2:.*]] = %{{.*}})
// CHECK: %[[SUM4:.*]] = arith.addi %{{.*}}, %[[K1]]
// CHECK: vector.load %arg0[%[[SUM4]]] {{.*}}, vector<4xf32>
// CHECK: %[[SCALED3:.*]] = arith.muli %thread_id_x{{[_0-9]*}}, %c4{{[_0-9]*}}
// CHECK: scf.for %[[K2:.*]] = %[[SCALED3]] to %c20{{[_0-9]*}} step %c16{{[_0-9]*}} iter_args(%[[ACC3:.*]] = %{{.*}})
// CHECK: %[[SUM7:.*]] = arith.addi %{{.*}}, %[[K2]]
// CHECK: vector.load %arg0[%[[SUM7]]] {{.*}}, vector<4xf32>
// CHECK: %[[SUM8:.*]] = arith.addi %{{.*}}, %[[K2]]
// CHECK: vector.store %{{.*}}, %arg1[%[[SUM8]]] {{.*}}, vector<4xf32>
func.func private @remainder(%a: tensor<2x20xf32>) -> tensor<2x20xf32>
    attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [4, 1, 1], tile = [], vector = 4>} {
  %e0 = tensor.empty() : tensor<2x20xf32>
  %0 = linalg.softmax dimension(1) ins(%a : tensor<2x20xf32>) outs(%e0 : tensor<2x20xf32>) -> tensor<2x20xf32>
  return %0 : tensor<2x20xf32>
}
// CHECK-LABEL: func.func @run_remainder(
func.func @run_remainder(%a: tensor<2x20xf32>) -> tensor<2x20xf32> {
  // CHECK: plan.dispatch @remainder::@remainder grid [2, 1, 1]
  %r = call @remainder(%a) : (tensor<2x20xf32>) -> tensor<2x20xf32>
  return %r : tensor<2x20xf32>
}

// Outer dimensions are one: rows are numbered in the order of memory.
// CHECK-LABEL: gpu.func @three_dims(
// CHECK: %[[SCALED:.*]] = arith.muli %thread_id_x{{[_0-9]*}}, %c4{{[_0-9]*}}
// CHECK: scf.for %[[K:.*]] = %[[SCALED]] to %c8{{[_0-9]*}} step %c8{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: arith.remui %block_id_x{{[_0-9]*}}, %c3{{[_0-9]*}}
// CHECK: arith.divui %block_id_x{{[_0-9]*}}, %c3{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %{{.*}}, %[[K]]
// CHECK: vector.load %arg0[%[[SUM]]] {{.*}}, vector<4xf32>
// CHECK: %[[SCALED2:.*]] = arith.muli %thread_id_x{{[_0-9]*}}, %c4{{[_0-9]*}}
// CHECK: scf.for %[[K1:.*]] = %[[SCALED2]] to %c8{{[_0-9]*}} step %c8{{[_0-9]*}} iter_args(%[[ACC2:.*]] = %{{.*}})
// CHECK: arith.remui %block_id_x{{[_0-9]*}}, %c3{{[_0-9]*}}
// CHECK: arith.divui %block_id_x{{[_0-9]*}}, %c3{{[_0-9]*}}
// CHECK: %[[SUM2:.*]] = arith.addi %{{.*}}, %[[K1]]
// CHECK: vector.load %arg0[%[[SUM2]]] {{.*}}, vector<4xf32>
// CHECK: %[[SCALED3:.*]] = arith.muli %thread_id_x{{[_0-9]*}}, %c4{{[_0-9]*}}
// CHECK: scf.for %[[K2:.*]] = %[[SCALED3]] to %c8{{[_0-9]*}} step %c8{{[_0-9]*}} iter_args(%[[ACC3:.*]] = %{{.*}})
// CHECK: arith.remui %block_id_x{{[_0-9]*}}, %c3{{[_0-9]*}}
// CHECK: arith.divui %block_id_x{{[_0-9]*}}, %c3{{[_0-9]*}}
// CHECK: %[[SUM3:.*]] = arith.addi %{{.*}}, %[[K2]]
// CHECK: vector.load %arg0[%[[SUM3]]] {{.*}}, vector<4xf32>
// CHECK: %[[SUM4:.*]] = arith.addi %{{.*}}, %[[K2]]
// CHECK: vector.store %{{.*}}, %arg1[%[[SUM4]]] {{.*}}, vector<4xf32>
func.func private @three_dims(%a: tensor<2x3x8xf32>) -> tensor<2x3x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [2, 1, 1], tile = [], vector = 4>} {
  %e0 = tensor.empty() : tensor<2x3x8xf32>
  %0 = linalg.softmax dimension(2) ins(%a : tensor<2x3x8xf32>) outs(%e0 : tensor<2x3x8xf32>) -> tensor<2x3x8xf32>
  return %0 : tensor<2x3x8xf32>
}
// CHECK-LABEL: func.func @run_three_dims(
func.func @run_three_dims(%a: tensor<2x3x8xf32>) -> tensor<2x3x8xf32> {
  // CHECK: plan.dispatch @three_dims::@three_dims grid [6, 1, 1]
  %r = call @three_dims(%a) : (tensor<2x3x8xf32>) -> tensor<2x3x8xf32>
  return %r : tensor<2x3x8xf32>
}

// Halves: statistics in f32, narrowed at the store only.
// CHECK-LABEL: gpu.func @halves(
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%{{.*}}] {{.*}}, vector<8xf16>
// CHECK: %[[WIDE:.*]] = arith.extf %[[LOADED]] : vector<8xf16> to vector<8xf32>
// CHECK: arith.maxnumf %{{.*}}, %[[WIDE]] : vector<8xf32>
// CHECK: %[[MAX:.*]] = arith.maxnumf %{{.*}}, %{{.*}} : f32
// CHECK: %[[MAX2:.*]] = arith.maxnumf %[[MAX]], %{{.*}} : f32
// CHECK: %[[MAX3:.*]] = arith.maxnumf %[[MAX2]], %{{.*}} : f32
// CHECK: %[[MAX4:.*]] = arith.maxnumf %[[MAX3]], %{{.*}} : f32
// CHECK: %[[MAX5:.*]] = arith.maxnumf %[[MAX4]], %{{.*}} : f32
// CHECK: %[[MAX6:.*]] = arith.maxnumf %[[MAX5]], %{{.*}} : f32
// CHECK: arith.maxnumf %[[MAX6]], %{{.*}} : f32
// CHECK: %[[LOADED2:.*]] = vector.load %arg0[%{{.*}}] {{.*}}, vector<8xf16>
// CHECK: %[[WIDE2:.*]] = arith.extf %[[LOADED2]] : vector<8xf16> to vector<8xf32>
// CHECK: math.exp %{{.*}} : vector<8xf32>
// CHECK: arith.divf %{{.*}}, %{{.*}} : f32
// CHECK: %[[LOADED3:.*]] = vector.load %arg0[%{{.*}}] {{.*}}, vector<8xf16>
// CHECK: %[[WIDE3:.*]] = arith.extf %[[LOADED3]] : vector<8xf16> to vector<8xf32>
// CHECK: math.exp %{{.*}} : vector<8xf32>
// CHECK: %[[NARROW:.*]] = arith.truncf %{{.*}} : vector<8xf32> to vector<8xf16>
// CHECK: vector.store %[[NARROW]], %arg1[%{{.*}}] {{.*}}, vector<8xf16>
func.func private @halves(%a: tensor<3x16xf16>) -> tensor<3x16xf16>
    attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [1, 1, 1], tile = [], vector = 8>} {
  %e0 = tensor.empty() : tensor<3x16xf16>
  %0 = linalg.softmax dimension(1) ins(%a : tensor<3x16xf16>) outs(%e0 : tensor<3x16xf16>) -> tensor<3x16xf16>
  return %0 : tensor<3x16xf16>
}
// CHECK-LABEL: func.func @run_halves(
func.func @run_halves(%a: tensor<3x16xf16>) -> tensor<3x16xf16> {
  // CHECK: plan.dispatch @halves::@halves grid [3, 1, 1]
  %r = call @halves(%a) : (tensor<3x16xf16>) -> tensor<3x16xf16>
  return %r : tensor<3x16xf16>
}

// What is computed before is computed in each of the three passes: nothing is stored between.
// CHECK-LABEL: gpu.func @prologue(
// CHECK: scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c8{{[_0-9]*}} step %c4{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[PRODUCT:.*]] = arith.mulf %[[LOADED]], %{{.*}} : vector<4xf32>
// CHECK: arith.maxnumf %[[ACC]], %[[PRODUCT]] : vector<4xf32>
// CHECK: %[[MAX:.*]] = arith.maxnumf %{{.*}}, %{{.*}} : f32
// CHECK: %[[MAX2:.*]] = arith.maxnumf %[[MAX]], %{{.*}} : f32
// CHECK: arith.maxnumf %[[MAX2]], %{{.*}} : f32
// CHECK: scf.for %[[K1:.*]] = %c0{{[_0-9]*}} to %c8{{[_0-9]*}} step %c4{{[_0-9]*}} iter_args(%[[ACC2:.*]] = %{{.*}})
// CHECK: %[[LOADED2:.*]] = vector.load %arg0[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[PRODUCT2:.*]] = arith.mulf %[[LOADED2]], %{{.*}} : vector<4xf32>
// CHECK: %[[EXP:.*]] = math.exp %{{.*}} : vector<4xf32>
// CHECK: scf.for %[[K2:.*]] = %c0{{[_0-9]*}} to %c8{{[_0-9]*}} step %c4{{[_0-9]*}} iter_args(%[[ACC3:.*]] = %{{.*}})
// CHECK: %[[LOADED3:.*]] = vector.load %arg0[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[PRODUCT3:.*]] = arith.mulf %[[LOADED3]], %{{.*}} : vector<4xf32>
// CHECK: %[[EXP2:.*]] = math.exp %{{.*}} : vector<4xf32>
// CHECK: %[[PRODUCT4:.*]] = arith.mulf %[[EXP2]], %{{.*}} : vector<4xf32>
// CHECK: vector.store %[[PRODUCT4]], %arg1[%{{.*}}] {{.*}}, vector<4xf32>
func.func private @prologue(%a: tensor<3x8xf32>) -> tensor<3x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [1, 1, 1], tile = [], vector = 4>} {
  %t = tensor.empty() : tensor<3x8xf32>
  %p = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%a : tensor<3x8xf32>) outs(%t : tensor<3x8xf32>) {
  ^bb0(%x: f32, %o: f32):
    %c = arith.constant 5.000000e-01 : f32
    %m = arith.mulf %x, %c : f32
    linalg.yield %m : f32
  } -> tensor<3x8xf32>
  %e0 = tensor.empty() : tensor<3x8xf32>
  %0 = linalg.softmax dimension(1) ins(%p : tensor<3x8xf32>) outs(%e0 : tensor<3x8xf32>) -> tensor<3x8xf32>
  return %0 : tensor<3x8xf32>
}
// CHECK-LABEL: func.func @run_prologue(
func.func @run_prologue(%a: tensor<3x8xf32>) -> tensor<3x8xf32> {
  // CHECK: plan.dispatch @prologue::@prologue grid [3, 1, 1]
  %r = call @prologue(%a) : (tensor<3x8xf32>) -> tensor<3x8xf32>
  return %r : tensor<3x8xf32>
}

// What follows is computed on the registers that are stored.
// CHECK-LABEL: gpu.func @epilogue(
// CHECK: scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c8{{[_0-9]*}} step %c4{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: vector.load %arg0[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: scf.for %[[K1:.*]] = %c0{{[_0-9]*}} to %c8{{[_0-9]*}} step %c4{{[_0-9]*}} iter_args(%[[ACC2:.*]] = %{{.*}})
// CHECK: vector.load %arg0[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[EXP:.*]] = math.exp %{{.*}} : vector<4xf32>
// CHECK: %[[ADDED:.*]] = arith.addf %[[ACC2]], %[[EXP]] : vector<4xf32>
// CHECK: %[[ADDED2:.*]] = arith.addf %{{.*}}, %{{.*}} : f32
// CHECK: %[[ADDED3:.*]] = arith.addf %[[ADDED2]], %{{.*}} : f32
// CHECK: arith.addf %[[ADDED3]], %{{.*}} : f32
// CHECK: scf.for %[[K2:.*]] = %c0{{[_0-9]*}} to %c8{{[_0-9]*}} step %c4{{[_0-9]*}} iter_args(%[[ACC3:.*]] = %{{.*}})
// CHECK: vector.load %arg0[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[EXP2:.*]] = math.exp %{{.*}} : vector<4xf32>
// CHECK: %[[PRODUCT:.*]] = arith.mulf %[[EXP2]], %{{.*}} : vector<4xf32>
// CHECK: %[[LOADED:.*]] = vector.load %arg1[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[ADDED4:.*]] = arith.addf %[[PRODUCT]], %[[LOADED]] : vector<4xf32>
// CHECK: vector.store %[[ADDED4]], %arg2[%{{.*}}] {{.*}}, vector<4xf32>
func.func private @epilogue(%a: tensor<3x8xf32>, %b: tensor<3x8xf32>) -> tensor<3x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [1, 1, 1], tile = [], vector = 4>} {
  %eq = tensor.empty() : tensor<3x8xf32>
  %q = linalg.softmax dimension(1) ins(%a : tensor<3x8xf32>) outs(%eq : tensor<3x8xf32>) -> tensor<3x8xf32>
  %t = tensor.empty() : tensor<3x8xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%q, %b : tensor<3x8xf32>, tensor<3x8xf32>) outs(%t : tensor<3x8xf32>) {
  ^bb0(%x: f32, %y: f32, %o: f32):
    %m = arith.addf %x, %y : f32
    linalg.yield %m : f32
  } -> tensor<3x8xf32>
  return %0 : tensor<3x8xf32>
}
// CHECK-LABEL: func.func @run_epilogue(
func.func @run_epilogue(%a: tensor<3x8xf32>, %b: tensor<3x8xf32>) -> tensor<3x8xf32> {
  // CHECK: plan.dispatch @epilogue::@epilogue grid [3, 1, 1]
  %r = call @epilogue(%a, %b) : (tensor<3x8xf32>, tensor<3x8xf32>) -> tensor<3x8xf32>
  return %r : tensor<3x8xf32>
}

// An epilogue that exchanges dimensions stores lane by lane, a row apart.
// CHECK-LABEL: gpu.func @transposed_epilogue(
// CHECK: vector.extract %{{.*}}[0] : f32 from vector<2xf32>
// CHECK: vector.extract %{{.*}}[1] : f32 from vector<2xf32>
// CHECK: vector.extract %{{.*}}[0] : f32 from vector<2xf32>
// CHECK: vector.extract %{{.*}}[1] : f32 from vector<2xf32>
// CHECK: %[[LANE:.*]] = vector.extract %{{.*}}[0] : f32 from vector<2xf32>
// CHECK: arith.muli %{{.*}}, %c4{{[_0-9]*}}
// CHECK: memref.store %[[LANE]], %arg1[%{{.*}}]
// CHECK: %[[LANE2:.*]] = vector.extract %{{.*}}[1] : f32 from vector<2xf32>
// CHECK: arith.muli %{{.*}}, %c4{{[_0-9]*}}
// CHECK: memref.store %[[LANE2]], %arg1[%{{.*}}]
func.func private @transposed_epilogue(%a: tensor<4x8xf32>) -> tensor<8x4xf32>
    attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [1, 1, 1], tile = [], vector = 2>} {
  %eq = tensor.empty() : tensor<4x8xf32>
  %q = linalg.softmax dimension(1) ins(%a : tensor<4x8xf32>) outs(%eq : tensor<4x8xf32>) -> tensor<4x8xf32>
  %t = tensor.empty() : tensor<8x4xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (j, i)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%q : tensor<4x8xf32>) outs(%t : tensor<8x4xf32>) {
  ^bb0(%x: f32, %o: f32):
    linalg.yield %x : f32
  } -> tensor<8x4xf32>
  return %0 : tensor<8x4xf32>
}
// CHECK-LABEL: func.func @run_transposed_epilogue(
func.func @run_transposed_epilogue(%a: tensor<4x8xf32>) -> tensor<8x4xf32> {
  // CHECK: plan.dispatch @transposed_epilogue::@transposed_epilogue grid [4, 1, 1]
  %r = call @transposed_epilogue(%a) : (tensor<4x8xf32>) -> tensor<8x4xf32>
  return %r : tensor<8x4xf32>
}
