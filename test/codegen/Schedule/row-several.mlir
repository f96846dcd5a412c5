// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// workgroup = [items, rows, 1]: 4 rows of a work group, 16 items for each. Both levels
// of the tree are for all rows at once; nothing is left of 8 rows, and so no guard.
// CHECK-LABEL: gpu.func @rows(
// CHECK-DAG: %[[GROUP:.*]] = gpu.block_id x
// CHECK-DAG: %[[ITEM:.*]] = gpu.thread_id x
// CHECK-DAG: %[[IN:.*]] = gpu.thread_id y
// CHECK: %[[FIRST:.*]] = arith.muli %[[GROUP]], %c4
// CHECK: %[[ROW:.*]] = arith.addi %[[FIRST]], %[[IN]]
// CHECK-NOT: arith.minsi
// CHECK: scf.for
// CHECK: %[[SCRATCH:.*]] = memref.alloc() : memref<64xf32, #gpu.address_space<workgroup>>
// CHECK: %[[START:.*]] = arith.muli %[[IN]], %c16
// CHECK: %[[MINE:.*]] = arith.addi %[[START]], %[[ITEM]]
// CHECK: memref.store %{{.*}}, %[[SCRATCH]][%[[MINE]]]
// CHECK: gpu.barrier
// CHECK: %[[ACTIVE:.*]] = arith.cmpi slt, %[[ITEM]], %c4
// CHECK: scf.if %[[ACTIVE]]
// CHECK-COUNT-3: memref.load %[[SCRATCH]]
// CHECK: memref.store %{{.*}}, %[[SCRATCH]][%[[MINE]]]
// CHECK: gpu.barrier
// CHECK: memref.load %[[SCRATCH]][%[[START]]]
// CHECK-COUNT-3: memref.load %[[SCRATCH]]
// CHECK: scf.for
// CHECK-COUNT-2: gpu.barrier
// CHECK: arith.divf
// CHECK-NOT: scf.if
// CHECK: vector.store
// CHECK: plan.dispatch @rows::@rows grid [2, 1, 1]
func.func private @rows(%a: tensor<8x256xf32>) -> tensor<8x256xf32>
    attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [16, 4, 1], tile = [0], vector = 4>} {
  %e = tensor.empty() : tensor<8x256xf32>
  %0 = linalg.softmax dimension(1) ins(%a : tensor<8x256xf32>) outs(%e : tensor<8x256xf32>) -> tensor<8x256xf32>
  return %0 : tensor<8x256xf32>
}
func.func @run_rows(%a: tensor<8x256xf32>) -> tensor<8x256xf32> {
  %r = call @rows(%a) : (tensor<8x256xf32>) -> tensor<8x256xf32>
  return %r : tensor<8x256xf32>
}

// 6 rows: the second work group has two, and two of its last once more. All barriers are
// outside of the guard, the loads of the last pass inside: the result may be in place.
// CHECK-LABEL: gpu.func @remainder(
// CHECK: %[[INSIDE:.*]] = arith.cmpi slt, %[[ROW:.*]], %c6
// CHECK: arith.minsi %[[ROW]], %c5
// CHECK: gpu.barrier
// CHECK: gpu.barrier
// CHECK-NOT: vector.load
// CHECK: scf.if %[[INSIDE]]
// CHECK: vector.load %arg0
// CHECK: vector.store
// CHECK-NOT: gpu.barrier
// CHECK: plan.dispatch @remainder::@remainder grid [2, 1, 1]
func.func private @remainder(%a: tensor<6x64xf32>) -> tensor<6x64xf32>
    attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [8, 4, 1], tile = [], vector = 4>} {
  %e = tensor.empty() : tensor<6x64xf32>
  %0 = linalg.softmax dimension(1) ins(%a : tensor<6x64xf32>) outs(%e : tensor<6x64xf32>) -> tensor<6x64xf32>
  return %0 : tensor<6x64xf32>
}
func.func @run_remainder(%a: tensor<6x64xf32>) -> tensor<6x64xf32> {
  %r = call @remainder(%a) : (tensor<6x64xf32>) -> tensor<6x64xf32>
  return %r : tensor<6x64xf32>
}

// Statistics: the first item of a row that exists.
// CHECK-LABEL: gpu.func @statistics(
// CHECK-DAG: %[[ITEM:.*]] = gpu.thread_id x
// CHECK: %[[INSIDE:.*]] = arith.cmpi slt, %{{.*}}, %c7
// CHECK: math.rsqrt
// CHECK: %[[IS_FIRST:.*]] = arith.cmpi eq, %[[ITEM]], %c0
// CHECK: %[[BOTH:.*]] = arith.andi %[[IS_FIRST]], %[[INSIDE]]
// CHECK: scf.if %[[BOTH]]
// CHECK: memref.store
func.func private @statistics(%a: tensor<7x64xf16>) -> tensor<7x2xf32>
    attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [8, 2, 1], tile = [1], vector = 4>} {
  %e = tensor.empty() : tensor<7x2xf32>
  %0 = fused.row_statistics epsilon = 1.0e-5 ins(%a : tensor<7x64xf16>) outs(%e : tensor<7x2xf32>) -> tensor<7x2xf32>
  return %0 : tensor<7x2xf32>
}
func.func @run_statistics(%a: tensor<7x64xf16>) -> tensor<7x2xf32> {
  %r = call @statistics(%a) : (tensor<7x64xf16>) -> tensor<7x2xf32>
  return %r : tensor<7x2xf32>
}

// An item per row: no barrier, so all of it is guarded.
// CHECK-LABEL: gpu.func @alone(
// CHECK: %[[INSIDE:.*]] = arith.cmpi slt, %{{.*}}, %c7
// CHECK: scf.if %[[INSIDE]]
// CHECK: vector.load
// CHECK-NOT: gpu.barrier
// CHECK-NOT: scf.if
// CHECK: gpu.return
func.func private @alone(%a: tensor<7x16xf32>) -> tensor<7x16xf32>
    attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [1, 4, 1], tile = [], vector = 4>} {
  %e = tensor.empty() : tensor<7x16xf32>
  %0 = linalg.softmax dimension(1) ins(%a : tensor<7x16xf32>) outs(%e : tensor<7x16xf32>) -> tensor<7x16xf32>
  return %0 : tensor<7x16xf32>
}
func.func @run_alone(%a: tensor<7x16xf32>) -> tensor<7x16xf32> {
  %r = call @alone(%a) : (tensor<7x16xf32>) -> tensor<7x16xf32>
  return %r : tensor<7x16xf32>
}
