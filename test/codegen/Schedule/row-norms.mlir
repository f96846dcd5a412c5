// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// Layer norm and RMS norm: passes, statistics, what is fused after.

// Three passes over a row of 7: mean, squares around the mean, result.
// CHECK-LABEL: gpu.func @layer_scalars(
// CHECK: %[[LOOP:[0-9]+]] = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c7{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: %[[SUM:.*]] = arith.addi %{{.*}}, %[[K]]
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%[[SUM]]]
// CHECK: %[[ADDED:.*]] = arith.addf %[[ACC]], %[[LOADED]] : f32
// CHECK: scf.yield %[[ADDED]] : f32
// CHECK: %[[PRODUCT:.*]] = arith.mulf %[[LOOP]], %{{.*}} : f32
// CHECK: %[[LOOP2:[0-9]+]] = scf.for %[[K1:.*]] = %c0{{[_0-9]*}} to %c7{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC2:.*]] = %{{.*}})
// CHECK: %[[SUM2:.*]] = arith.addi %{{.*}}, %[[K1]]
// CHECK: %[[LOADED2:.*]] = memref.load %arg0[%[[SUM2]]]
// CHECK: %[[DIFFERENCE:.*]] = arith.subf %[[LOADED2]], %[[PRODUCT]] : f32
// CHECK: %[[PRODUCT2:.*]] = arith.mulf %[[DIFFERENCE]], %[[DIFFERENCE]] : f32
// CHECK: %[[ADDED2:.*]] = arith.addf %[[ACC2]], %[[PRODUCT2]] : f32
// CHECK: scf.yield %[[ADDED2]] : f32
// CHECK: %[[PRODUCT3:.*]] = arith.mulf %[[LOOP2]], %{{.*}} : f32
// CHECK: %[[ADDED3:.*]] = arith.addf %[[PRODUCT3]], %{{.*}} : f32
// CHECK: %[[RSQRT:.*]] = math.rsqrt %[[ADDED3]] : f32
// CHECK: scf.for %[[K2:.*]] = %c0{{[_0-9]*}} to %c7{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC3:.*]] = %{{.*}})
// CHECK: %[[SUM3:.*]] = arith.addi %{{.*}}, %[[K2]]
// CHECK: %[[LOADED3:.*]] = memref.load %arg0[%[[SUM3]]]
// CHECK: %[[LOADED4:.*]] = memref.load %arg1[%[[K2]]]
// CHECK: %[[LOADED5:.*]] = memref.load %arg2[%[[K2]]]
// CHECK: %[[PRODUCT4:.*]] = arith.mulf %[[RSQRT]], %[[LOADED4]] : f32
// CHECK: %[[DIFFERENCE2:.*]] = arith.subf %[[LOADED3]], %[[PRODUCT]] : f32
// CHECK: %[[PRODUCT5:.*]] = arith.mulf %[[DIFFERENCE2]], %[[PRODUCT4]] : f32
// CHECK: %[[ADDED4:.*]] = arith.addf %[[PRODUCT5]], %[[LOADED5]] : f32
// CHECK: %[[SUM4:.*]] = arith.addi %{{.*}}, %[[K2]]
// CHECK: memref.store %[[ADDED4]], %arg3[%[[SUM4]]]
// CHECK: scf.yield %[[ACC3]] : f32
func.func private @layer_scalars(%a: tensor<3x7xf32>, %g: tensor<7xf32>, %b: tensor<7xf32>) -> tensor<3x7xf32>
    attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [1, 1, 1], tile = [], vector = 1>} {
  %e0 = tensor.empty() : tensor<3x7xf32>
  %0 = fused.layer_norm epsilon = 1.0e-5 ins(%a, %g, %b : tensor<3x7xf32>, tensor<7xf32>, tensor<7xf32>) outs(%e0 : tensor<3x7xf32>) -> tensor<3x7xf32>
  return %0 : tensor<3x7xf32>
}
// CHECK-LABEL: func.func @run_layer_scalars(
func.func @run_layer_scalars(%a: tensor<3x7xf32>, %g: tensor<7xf32>, %b: tensor<7xf32>) -> tensor<3x7xf32> {
  // CHECK: plan.dispatch @layer_scalars::@layer_scalars grid [3, 1, 1]
  %r = call @layer_scalars(%a, %g, %b) : (tensor<3x7xf32>, tensor<7xf32>, tensor<7xf32>) -> tensor<3x7xf32>
  return %r : tensor<3x7xf32>
}

// Two items share a row: each statistic is combined in local memory of its own.
// CHECK-LABEL: gpu.func @layer_items(
// CHECK: scf.for %[[K:.*]] = %{{.*}} to %c16{{[_0-9]*}} step %c8{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: %[[LOCAL:.*]] = memref.alloc() : memref<2xf32, #gpu.address_space<workgroup>>
// CHECK: memref.store %{{.*}}, %[[LOCAL]][%thread_id_x{{[_0-9]*}}] : memref<2xf32, #gpu.address_space<workgroup>>
// CHECK: gpu.barrier
// CHECK: memref.load %[[LOCAL]][%c0{{[_0-9]*}}] : memref<2xf32, #gpu.address_space<workgroup>>
// CHECK: memref.load %[[LOCAL]][%{{.*}}] : memref<2xf32, #gpu.address_space<workgroup>>
// CHECK: scf.for %[[K1:.*]] = %{{.*}} to %c16{{[_0-9]*}} step %c8{{[_0-9]*}} iter_args(%[[ACC2:.*]] = %{{.*}})
// CHECK: %[[LOCAL2:.*]] = memref.alloc() : memref<2xf32, #gpu.address_space<workgroup>>
// CHECK: memref.store %{{.*}}, %[[LOCAL2]][%thread_id_x{{[_0-9]*}}] : memref<2xf32, #gpu.address_space<workgroup>>
// CHECK: gpu.barrier
// CHECK: memref.load %[[LOCAL2]][%c0{{[_0-9]*}}] : memref<2xf32, #gpu.address_space<workgroup>>
// CHECK: memref.load %[[LOCAL2]][%{{.*}}] : memref<2xf32, #gpu.address_space<workgroup>>
// CHECK: math.rsqrt %{{.*}} : f32
// CHECK: scf.for %[[K2:.*]] = %{{.*}} to %c16{{[_0-9]*}} step %c8{{[_0-9]*}} iter_args(%[[ACC3:.*]] = %{{.*}})
// CHECK: vector.store %{{.*}}, %arg3[%{{.*}}] {{.*}}, vector<4xf32>
func.func private @layer_items(%a: tensor<3x16xf32>, %g: tensor<16xf32>, %b: tensor<16xf32>) -> tensor<3x16xf32>
    attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [2, 1, 1], tile = [], vector = 4>} {
  %e0 = tensor.empty() : tensor<3x16xf32>
  %0 = fused.layer_norm epsilon = 1.0e-5 ins(%a, %g, %b : tensor<3x16xf32>, tensor<16xf32>, tensor<16xf32>) outs(%e0 : tensor<3x16xf32>) -> tensor<3x16xf32>
  return %0 : tensor<3x16xf32>
}
// CHECK-LABEL: func.func @run_layer_items(
func.func @run_layer_items(%a: tensor<3x16xf32>, %g: tensor<16xf32>, %b: tensor<16xf32>) -> tensor<3x16xf32> {
  // CHECK: plan.dispatch @layer_items::@layer_items grid [3, 1, 1]
  %r = call @layer_items(%a, %g, %b) : (tensor<3x16xf32>, tensor<16xf32>, tensor<16xf32>) -> tensor<3x16xf32>
  return %r : tensor<3x16xf32>
}

// Gain and shift are read at the place in the row alone, and widened.
// CHECK-LABEL: gpu.func @layer_halves(
// CHECK: scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c16{{[_0-9]*}} step %c8{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%{{.*}}] {{.*}}, vector<8xf16>
// CHECK: arith.extf %[[LOADED]] : vector<8xf16> to vector<8xf32>
// CHECK: scf.for %[[K1:.*]] = %c0{{[_0-9]*}} to %c16{{[_0-9]*}} step %c8{{[_0-9]*}} iter_args(%[[ACC2:.*]] = %{{.*}})
// CHECK: %[[LOADED2:.*]] = vector.load %arg0[%{{.*}}] {{.*}}, vector<8xf16>
// CHECK: arith.extf %[[LOADED2]] : vector<8xf16> to vector<8xf32>
// CHECK: scf.for %[[K2:.*]] = %c0{{[_0-9]*}} to %c16{{[_0-9]*}} step %c8{{[_0-9]*}} iter_args(%[[ACC3:.*]] = %{{.*}})
// CHECK: %[[LOADED3:.*]] = vector.load %arg0[%{{.*}}] {{.*}}, vector<8xf16>
// CHECK: arith.extf %[[LOADED3]] : vector<8xf16> to vector<8xf32>
// CHECK: %[[LOADED4:.*]] = vector.load %arg1[%[[K2]]] {{.*}}, vector<8xf16>
// CHECK: arith.extf %[[LOADED4]] : vector<8xf16> to vector<8xf32>
// CHECK: %[[LOADED5:.*]] = vector.load %arg2[%[[K2]]] {{.*}}, vector<8xf16>
// CHECK: arith.extf %[[LOADED5]] : vector<8xf16> to vector<8xf32>
// CHECK: %[[NARROW:.*]] = arith.truncf %{{.*}} : vector<8xf32> to vector<8xf16>
// CHECK: vector.store %[[NARROW]], %arg3[%{{.*}}] {{.*}}, vector<8xf16>
func.func private @layer_halves(%a: tensor<6x16xf16>, %g: tensor<16xf16>, %b: tensor<16xf16>) -> tensor<6x16xf16>
    attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [1, 1, 1], tile = [], vector = 8>} {
  %e0 = tensor.empty() : tensor<6x16xf16>
  %0 = fused.layer_norm epsilon = 1.0e-5 ins(%a, %g, %b : tensor<6x16xf16>, tensor<16xf16>, tensor<16xf16>) outs(%e0 : tensor<6x16xf16>) -> tensor<6x16xf16>
  return %0 : tensor<6x16xf16>
}
// CHECK-LABEL: func.func @run_layer_halves(
func.func @run_layer_halves(%a: tensor<6x16xf16>, %g: tensor<16xf16>, %b: tensor<16xf16>) -> tensor<6x16xf16> {
  // CHECK: plan.dispatch @layer_halves::@layer_halves grid [6, 1, 1]
  %r = call @layer_halves(%a, %g, %b) : (tensor<6x16xf16>, tensor<16xf16>, tensor<16xf16>) -> tensor<6x16xf16>
  return %r : tensor<6x16xf16>
}

// Without a mean there is one reduction, so one barrier for two items.
// CHECK-LABEL: gpu.func @rms_items(
// CHECK-NOT: gpu.barrier
// CHECK-NOT: arith.subf
// CHECK: scf.for %[[K:.*]] = %{{.*}} to %c16{{[_0-9]*}} step %c8{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK-NOT: gpu.barrier
// CHECK-NOT: arith.subf
// CHECK: %[[LOCAL:.*]] = memref.alloc() : memref<2xf32, #gpu.address_space<workgroup>>
// CHECK: memref.store %{{.*}}, %[[LOCAL]][%thread_id_x{{[_0-9]*}}] : memref<2xf32, #gpu.address_space<workgroup>>
// CHECK: gpu.barrier
// CHECK: memref.load %[[LOCAL]][%c0{{[_0-9]*}}] : memref<2xf32, #gpu.address_space<workgroup>>
// CHECK: memref.load %[[LOCAL]][%{{.*}}] : memref<2xf32, #gpu.address_space<workgroup>>
// CHECK: math.rsqrt %{{.*}} : f32
// CHECK: scf.for %[[K1:.*]] = %{{.*}} to %c16{{[_0-9]*}} step %c8{{[_0-9]*}} iter_args(%[[ACC2:.*]] = %{{.*}})
// CHECK-NOT: gpu.barrier
// CHECK-NOT: arith.subf
// CHECK: vector.store %{{.*}}, %arg3[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK-NOT: gpu.barrier
// CHECK-NOT: arith.subf
// CHECK: gpu.return
func.func private @rms_items(%a: tensor<3x16xf32>, %g: tensor<16xf32>, %b: tensor<16xf32>) -> tensor<3x16xf32>
    attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [2, 1, 1], tile = [], vector = 4>} {
  %e0 = tensor.empty() : tensor<3x16xf32>
  %0 = fused.layer_norm epsilon = 1.0e-5 rms ins(%a, %g, %b : tensor<3x16xf32>, tensor<16xf32>, tensor<16xf32>) outs(%e0 : tensor<3x16xf32>) -> tensor<3x16xf32>
  return %0 : tensor<3x16xf32>
}
// CHECK-LABEL: func.func @run_rms_items(
func.func @run_rms_items(%a: tensor<3x16xf32>, %g: tensor<16xf32>, %b: tensor<16xf32>) -> tensor<3x16xf32> {
  // CHECK: plan.dispatch @rms_items::@rms_items grid [3, 1, 1]
  %r = call @rms_items(%a, %g, %b) : (tensor<3x16xf32>, tensor<16xf32>, tensor<16xf32>) -> tensor<3x16xf32>
  return %r : tensor<3x16xf32>
}

// The epsilon is the op's.
// CHECK-LABEL: gpu.func @large_epsilon(
// CHECK: arith.constant 2.500000e-01 : f32
// CHECK-NEXT: %[[SUM:.*]] = arith.addf %{{.*}}, %{{.*}} : f32
// CHECK-NEXT: math.rsqrt %[[SUM]] : f32
func.func private @large_epsilon(%a: tensor<3x8xf32>, %g: tensor<8xf32>, %b: tensor<8xf32>) -> tensor<3x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [1, 1, 1], tile = [], vector = 4>} {
  %e0 = tensor.empty() : tensor<3x8xf32>
  %0 = fused.layer_norm epsilon = 2.500000e-01 ins(%a, %g, %b : tensor<3x8xf32>, tensor<8xf32>, tensor<8xf32>) outs(%e0 : tensor<3x8xf32>) -> tensor<3x8xf32>
  return %0 : tensor<3x8xf32>
}
// CHECK-LABEL: func.func @run_large_epsilon(
func.func @run_large_epsilon(%a: tensor<3x8xf32>, %g: tensor<8xf32>, %b: tensor<8xf32>) -> tensor<3x8xf32> {
  // CHECK: plan.dispatch @large_epsilon::@large_epsilon grid [3, 1, 1]
  %r = call @large_epsilon(%a, %g, %b) : (tensor<3x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<3x8xf32>
  return %r : tensor<3x8xf32>
}

// An activation after a norm works on the registers of the last pass.
// CHECK-LABEL: gpu.func @silu_after(
// CHECK: scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c8{{[_0-9]*}} step %c4{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: scf.for %[[K1:.*]] = %c0{{[_0-9]*}} to %c8{{[_0-9]*}} step %c4{{[_0-9]*}} iter_args(%[[ACC2:.*]] = %{{.*}})
// CHECK: math.rsqrt %{{.*}} : f32
// CHECK: scf.for %[[K2:.*]] = %c0{{[_0-9]*}} to %c8{{[_0-9]*}} step %c4{{[_0-9]*}} iter_args(%[[ACC3:.*]] = %{{.*}})
// CHECK: %[[NEGF:.*]] = arith.negf %{{.*}} : vector<4xf32>
// CHECK: math.exp %[[NEGF]] : vector<4xf32>
// CHECK: %[[QUOTIENT:.*]] = arith.divf %{{.*}}, %{{.*}} : vector<4xf32>
// CHECK: vector.store %[[QUOTIENT]], %arg3[%{{.*}}] {{.*}}, vector<4xf32>
func.func private @silu_after(%a: tensor<3x8xf32>, %g: tensor<8xf32>, %b: tensor<8xf32>) -> tensor<3x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [1, 1, 1], tile = [], vector = 4>} {
  %eq = tensor.empty() : tensor<3x8xf32>
  %q = fused.layer_norm epsilon = 1.0e-5 ins(%a, %g, %b : tensor<3x8xf32>, tensor<8xf32>, tensor<8xf32>) outs(%eq : tensor<3x8xf32>) -> tensor<3x8xf32>
  %t = tensor.empty() : tensor<3x8xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%q : tensor<3x8xf32>) outs(%t : tensor<3x8xf32>) {
  ^bb0(%x: f32, %o: f32):
    %n = arith.negf %x : f32
    %e = math.exp %n : f32
    %c = arith.constant 1.0 : f32
    %d = arith.addf %e, %c : f32
    %m = arith.divf %x, %d : f32
    linalg.yield %m : f32
  } -> tensor<3x8xf32>
  return %0 : tensor<3x8xf32>
}
// CHECK-LABEL: func.func @run_silu_after(
func.func @run_silu_after(%a: tensor<3x8xf32>, %g: tensor<8xf32>, %b: tensor<8xf32>) -> tensor<3x8xf32> {
  // CHECK: plan.dispatch @silu_after::@silu_after grid [3, 1, 1]
  %r = call @silu_after(%a, %g, %b) : (tensor<3x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<3x8xf32>
  return %r : tensor<3x8xf32>
}
