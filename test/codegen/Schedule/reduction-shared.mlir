// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// tile = [items]: a work group makes one result. Item i takes the parts i, i + 32, ...
// in the order of the loops. In local memory 8 items combine 4 values each, then every
// item those 8: two barriers.
// CHECK-LABEL: gpu.func @sum(
// CHECK: %[[ITEM:.*]] = gpu.thread_id x
// CHECK: %[[LOOP:.*]] = scf.for %[[T:.*]] = %[[ITEM]] to %c140{{[_0-9]*}} step %c32{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: arith.remui %[[T]], %c20
// CHECK: arith.divui %[[T]], %c20
// CHECK: arith.addf %[[ACC]], %{{.*}} : f32
// CHECK: %[[SCRATCH:.*]] = memref.alloc() : memref<32xf32, #gpu.address_space<workgroup>>
// CHECK: memref.store %[[LOOP]], %[[SCRATCH]][%[[ITEM]]]
// CHECK: gpu.barrier
// CHECK: %[[ACTIVE:.*]] = arith.cmpi slt, %[[ITEM]], %c8
// CHECK: scf.if %[[ACTIVE]]
// CHECK: %[[NEXT:.*]] = arith.addi %[[ITEM]], %c8
// CHECK: %[[OTHER:.*]] = memref.load %[[SCRATCH]][%[[NEXT]]]
// CHECK: arith.addf %[[LOOP]], %[[OTHER]] : f32
// CHECK-COUNT-2: memref.load %[[SCRATCH]]
// CHECK: %[[FOUR:.*]] = arith.addf
// CHECK: memref.store %[[FOUR]], %[[SCRATCH]][%[[ITEM]]]
// CHECK: gpu.barrier
// CHECK-NOT: gpu.barrier
// CHECK: memref.load %[[SCRATCH]][%c0
// CHECK-COUNT-7: memref.load %[[SCRATCH]]
// CHECK: %[[ALL:.*]] = arith.addf
// CHECK: %[[FIRST:.*]] = arith.cmpi eq, %[[ITEM]], %c0
// CHECK: scf.if %[[FIRST]]
// CHECK: memref.store %[[ALL]]
func.func private @sum(%a: tensor<2x7x3x20xf32>) -> tensor<2x3xf32>
    attributes {kernel.config = #kernel.config<schedule = "reduction", workgroup = [32, 1, 1], tile = [32], vector = 1>} {
  %i = arith.constant dense<0.0> : tensor<2x3xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(n, g, b, c) -> (n, b, g, c)>, affine_map<(n, g, b, c) -> (n, g)>], iterator_types = ["parallel", "parallel", "reduction", "reduction"]}
      ins(%a : tensor<2x7x3x20xf32>) outs(%i : tensor<2x3xf32>) {
  ^bb0(%x: f32, %o: f32):
    %s = arith.addf %o, %x : f32
    linalg.yield %s : f32
  } -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}
// CHECK: plan.dispatch @sum::@sum grid [6, 1, 1]
func.func @run_sum(%a: tensor<2x7x3x20xf32>) -> tensor<2x3xf32> {
  %r = call @sum(%a) : (tensor<2x7x3x20xf32>) -> tensor<2x3xf32>
  return %r : tensor<2x3xf32>
}

// An extremum of what the body makes of the element.
// CHECK-LABEL: gpu.func @largest(
// CHECK: math.absf
// CHECK: arith.maximumf
// CHECK: gpu.barrier
// CHECK: arith.maximumf
func.func private @largest(%a: tensor<3x50xf32>) -> tensor<3xf32>
    attributes {kernel.config = #kernel.config<schedule = "reduction", workgroup = [8, 1, 1], tile = [8], vector = 1>} {
  %i = arith.constant dense<0xFF800000> : tensor<3xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>], iterator_types = ["parallel", "reduction"]}
      ins(%a : tensor<3x50xf32>) outs(%i : tensor<3xf32>) {
  ^bb0(%x: f32, %o: f32):
    %m = math.absf %x : f32
    %s = arith.maximumf %m, %o : f32
    linalg.yield %s : f32
  } -> tensor<3xf32>
  return %0 : tensor<3xf32>
}
func.func @run_largest(%a: tensor<3x50xf32>) -> tensor<3xf32> {
  %r = call @largest(%a) : (tensor<3x50xf32>) -> tensor<3xf32>
  return %r : tensor<3xf32>
}

// 160 parts are five for every item: the loop's bounds are the same for all.
// CHECK-LABEL: gpu.func @even(
// CHECK: %[[ITEM:.*]] = gpu.thread_id x
// CHECK: scf.for %[[T:.*]] = %c0{{[_0-9]*}} to %c160{{[_0-9]*}} step %c32
// CHECK: %[[PART:.*]] = arith.addi %[[T]], %[[ITEM]]
// CHECK: arith.remui %[[PART]], %c20
func.func private @even(%a: tensor<2x8x3x20xf32>) -> tensor<2x3xf32>
    attributes {kernel.config = #kernel.config<schedule = "reduction", workgroup = [32, 1, 1], tile = [32], vector = 1>} {
  %i = arith.constant dense<0.0> : tensor<2x3xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(n, g, b, c) -> (n, b, g, c)>, affine_map<(n, g, b, c) -> (n, g)>], iterator_types = ["parallel", "parallel", "reduction", "reduction"]}
      ins(%a : tensor<2x8x3x20xf32>) outs(%i : tensor<2x3xf32>) {
  ^bb0(%x: f32, %o: f32):
    %s = arith.addf %o, %x : f32
    linalg.yield %s : f32
  } -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}
func.func @run_even(%a: tensor<2x8x3x20xf32>) -> tensor<2x3xf32> {
  %r = call @even(%a) : (tensor<2x8x3x20xf32>) -> tensor<2x3xf32>
  return %r : tensor<2x3xf32>
}
