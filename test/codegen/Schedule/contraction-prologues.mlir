// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// What is computed on the way into a contraction.

// An activation of the lhs is computed as it is read.
// CHECK-LABEL: gpu.func @tanh_lhs(
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[TANH:.*]] = math.tanh %[[LOADED]] : vector<4xf32>
// CHECK: vector.extract %[[TANH]][0] : f32 from vector<4xf32>
// CHECK: vector.extract %[[TANH]][1] : f32 from vector<4xf32>
// CHECK: vector.extract %[[TANH]][2] : f32 from vector<4xf32>
// CHECK: vector.extract %[[TANH]][3] : f32 from vector<4xf32>
// CHECK: %[[LOADED2:.*]] = vector.load %arg1[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[FMA:.*]] = math.fma %{{.*}}, %[[LOADED2]], %{{.*}} : vector<4xf32>
// CHECK: %[[LOADED3:.*]] = vector.load %arg1[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[FMA2:.*]] = math.fma %{{.*}}, %[[LOADED3]], %[[FMA]] : vector<4xf32>
// CHECK: %[[LOADED4:.*]] = vector.load %arg1[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[FMA3:.*]] = math.fma %{{.*}}, %[[LOADED4]], %[[FMA2]] : vector<4xf32>
// CHECK: %[[LOADED5:.*]] = vector.load %arg1[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[FMA4:.*]] = math.fma %{{.*}}, %[[LOADED5]], %[[FMA3]] : vector<4xf32>
// CHECK: vector.store %[[FMA4]], %arg2[%{{.*}}] {{.*}}, vector<4xf32>
func.func private @tanh_lhs(%a: tensor<2x4xf32>, %b: tensor<4x8xf32>) -> tensor<2x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [1, 1, 4, 0], vector = 4>} {
  %t = tensor.empty() : tensor<2x4xf32>
  %p = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%a : tensor<2x4xf32>) outs(%t : tensor<2x4xf32>) {
  ^bb0(%x: f32, %o: f32):
    %n = math.tanh %x : f32
    linalg.yield %n : f32
  } -> tensor<2x4xf32>
  %z = arith.constant dense<0.0> : tensor<2x8xf32>
  %0 = linalg.matmul ins(%p, %b : tensor<2x4xf32>, tensor<4x8xf32>) outs(%z : tensor<2x8xf32>) -> tensor<2x8xf32>
  return %0 : tensor<2x8xf32>
}
// CHECK-LABEL: func.func @run_tanh_lhs(
func.func @run_tanh_lhs(%a: tensor<2x4xf32>, %b: tensor<4x8xf32>) -> tensor<2x8xf32> {
  // CHECK: plan.dispatch @tanh_lhs::@tanh_lhs grid [2, 2, 1]
  %r = call @tanh_lhs(%a, %b) : (tensor<2x4xf32>, tensor<4x8xf32>) -> tensor<2x8xf32>
  return %r : tensor<2x8xf32>
}

// A scale per column of the rhs is a vector beside it.
// CHECK-LABEL: gpu.func @scaled_rhs(
// CHECK: scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c4{{[_0-9]*}} step %c1{{[_0-9]*}}
// CHECK: memref.load %arg0[%{{.*}}]
// CHECK: memref.load %arg0[%{{.*}}]
// CHECK: %[[LOADED:.*]] = vector.load %arg1[%{{.*}}] {{.*}}, vector<4xi8>
// CHECK: %[[LOADED2:.*]] = vector.load %arg2[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[SITOFP:.*]] = arith.sitofp %[[LOADED]] : vector<4xi8> to vector<4xf32>
// CHECK: %[[PRODUCT:.*]] = arith.mulf %[[SITOFP]], %[[LOADED2]] : vector<4xf32>
// CHECK: math.fma %{{.*}}, %[[PRODUCT]], %{{.*}} : vector<4xf32>
// CHECK: math.fma %{{.*}}, %[[PRODUCT]], %{{.*}} : vector<4xf32>
func.func private @scaled_rhs(%a: tensor<2x4xf32>, %b: tensor<4x8xi8>, %c: tensor<8xf32>) -> tensor<2x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [2, 1, 1, 0], vector = 4>} {
  %t = tensor.empty() : tensor<4x8xf32>
  %p = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%b, %c : tensor<4x8xi8>, tensor<8xf32>) outs(%t : tensor<4x8xf32>) {
  ^bb0(%x: i8, %y: f32, %o: f32):
    %f = arith.sitofp %x : i8 to f32
    %n = arith.mulf %f, %y : f32
    linalg.yield %n : f32
  } -> tensor<4x8xf32>
  %z = arith.constant dense<0.0> : tensor<2x8xf32>
  %0 = linalg.matmul ins(%a, %p : tensor<2x4xf32>, tensor<4x8xf32>) outs(%z : tensor<2x8xf32>) -> tensor<2x8xf32>
  return %0 : tensor<2x8xf32>
}
// CHECK-LABEL: func.func @run_scaled_rhs(
func.func @run_scaled_rhs(%a: tensor<2x4xf32>, %b: tensor<4x8xi8>, %c: tensor<8xf32>) -> tensor<2x8xf32> {
  // CHECK: plan.dispatch @scaled_rhs::@scaled_rhs grid [2, 1, 1]
  %r = call @scaled_rhs(%a, %b, %c) : (tensor<2x4xf32>, tensor<4x8xi8>, tensor<8xf32>) -> tensor<2x8xf32>
  return %r : tensor<2x8xf32>
}

// A slice of a wider lhs moves its addresses.
// CHECK-LABEL: gpu.func @sliced_lhs(
// CHECK: %[[SUM:.*]] = arith.addi %{{.*}}, %c4{{[_0-9]*}}
// CHECK: vector.load %arg0[%[[SUM]]] {{.*}}, vector<4xf32>
// CHECK: %[[LOADED:.*]] = vector.load %arg1[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[FMA:.*]] = math.fma %{{.*}}, %[[LOADED]], %{{.*}} : vector<4xf32>
// CHECK: %[[SUM2:.*]] = arith.addi %{{.*}}, %c8{{[_0-9]*}}
// CHECK: %[[LOADED2:.*]] = vector.load %arg1[%[[SUM2]]] {{.*}}, vector<4xf32>
// CHECK: %[[FMA2:.*]] = math.fma %{{.*}}, %[[LOADED2]], %[[FMA]] : vector<4xf32>
// CHECK: %[[SUM3:.*]] = arith.addi %{{.*}}, %c16{{[_0-9]*}}
// CHECK: %[[LOADED3:.*]] = vector.load %arg1[%[[SUM3]]] {{.*}}, vector<4xf32>
// CHECK: %[[FMA3:.*]] = math.fma %{{.*}}, %[[LOADED3]], %[[FMA2]] : vector<4xf32>
// CHECK: %[[SUM4:.*]] = arith.addi %{{.*}}, %c24{{[_0-9]*}}
// CHECK: %[[LOADED4:.*]] = vector.load %arg1[%[[SUM4]]] {{.*}}, vector<4xf32>
// CHECK: %[[FMA4:.*]] = math.fma %{{.*}}, %[[LOADED4]], %[[FMA3]] : vector<4xf32>
// CHECK: %[[SUM5:.*]] = arith.addi %{{.*}}, %{{.*}}
// CHECK: vector.store %[[FMA4]], %arg2[%[[SUM5]]] {{.*}}, vector<4xf32>
func.func private @sliced_lhs(%a: tensor<2x8xf32>, %b: tensor<4x8xf32>) -> tensor<2x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [1, 1, 4, 0], vector = 4>} {
  %p = tensor.extract_slice %a[0, 4] [2, 4] [1, 1] : tensor<2x8xf32> to tensor<2x4xf32>
  %z = arith.constant dense<0.0> : tensor<2x8xf32>
  %0 = linalg.matmul ins(%p, %b : tensor<2x4xf32>, tensor<4x8xf32>) outs(%z : tensor<2x8xf32>) -> tensor<2x8xf32>
  return %0 : tensor<2x8xf32>
}
// CHECK-LABEL: func.func @run_sliced_lhs(
func.func @run_sliced_lhs(%a: tensor<2x8xf32>, %b: tensor<4x8xf32>) -> tensor<2x8xf32> {
  // CHECK: plan.dispatch @sliced_lhs::@sliced_lhs grid [2, 2, 1]
  %r = call @sliced_lhs(%a, %b) : (tensor<2x8xf32>, tensor<4x8xf32>) -> tensor<2x8xf32>
  return %r : tensor<2x8xf32>
}

// A concatenation that no unrolled step divides is a branch per lane, inside one loop.
// CHECK-LABEL: gpu.func @odd_concat(
// CHECK: scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c8{{[_0-9]*}} step %c4{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: %[[COND:.*]] = arith.cmpi slt, %[[K]], %c2{{[_0-9]*}}
// CHECK: scf.if %[[COND]] -> (f32)
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: memref.load %arg1[%{{.*}}]
// CHECK: %[[COND2:.*]] = arith.cmpi slt, %{{.*}}, %c2{{[_0-9]*}}
// CHECK: scf.if %[[COND2]] -> (f32)
// CHECK: %[[LOADED2:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: memref.load %arg1[%{{.*}}]
// CHECK: %[[COND3:.*]] = arith.cmpi slt, %{{.*}}, %c2{{[_0-9]*}}
// CHECK: scf.if %[[COND3]] -> (f32)
// CHECK: %[[LOADED3:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: memref.load %arg1[%{{.*}}]
// CHECK: %[[COND4:.*]] = arith.cmpi slt, %{{.*}}, %c2{{[_0-9]*}}
// CHECK: scf.if %[[COND4]] -> (f32)
// CHECK: %[[LOADED4:.*]] = memref.load %arg0[%{{.*}}]
// CHECK: memref.load %arg1[%{{.*}}]
func.func private @odd_concat(%a: tensor<2x2xf32>, %c: tensor<2x6xf32>, %b: tensor<8x4xf32>) -> tensor<2x4xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [1, 1, 4, 0], vector = 4>} {
  %p = tensor.concat dim(1) %a, %c : (tensor<2x2xf32>, tensor<2x6xf32>) -> tensor<2x8xf32>
  %z = arith.constant dense<0.0> : tensor<2x4xf32>
  %0 = linalg.matmul ins(%p, %b : tensor<2x8xf32>, tensor<8x4xf32>) outs(%z : tensor<2x4xf32>) -> tensor<2x4xf32>
  return %0 : tensor<2x4xf32>
}
// CHECK-LABEL: func.func @run_odd_concat(
func.func @run_odd_concat(%a: tensor<2x2xf32>, %c: tensor<2x6xf32>, %b: tensor<8x4xf32>) -> tensor<2x4xf32> {
  // CHECK: plan.dispatch @odd_concat::@odd_concat grid [1, 2, 1]
  %r = call @odd_concat(%a, %c, %b) : (tensor<2x2xf32>, tensor<2x6xf32>, tensor<8x4xf32>) -> tensor<2x4xf32>
  return %r : tensor<2x4xf32>
}

// A transposing copy of the rhs is part of its addresses: columns a row apart, scalars.
// CHECK-LABEL: gpu.func @gathered_rhs(
// CHECK: %[[LOOP:[0-9]+]] = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c4{{[_0-9]*}} step %c2{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: %[[SUM:.*]] = arith.addi %{{.*}}, %[[K]]
// CHECK: vector.load %arg0[%[[SUM]]] {{.*}}, vector<2xf32>
// CHECK: %[[SUM2:.*]] = arith.addi %{{.*}}, %[[K]]
// CHECK: %[[LOADED:.*]] = memref.load %arg1[%[[SUM2]]]
// CHECK: %[[FMA:.*]] = math.fma %{{.*}}, %[[LOADED]], %[[ACC]] : f32
// CHECK: %[[SUM3:.*]] = arith.addi %[[K]], %c1{{[_0-9]*}}
// CHECK: %[[SUM4:.*]] = arith.addi %{{.*}}, %[[SUM3]]
// CHECK: %[[LOADED2:.*]] = memref.load %arg1[%[[SUM4]]]
// CHECK: math.fma %{{.*}}, %[[LOADED2]], %[[FMA]] : f32
// CHECK: %[[SUM5:.*]] = arith.addi %{{.*}}, %block_id_x{{[_0-9]*}}
// CHECK: memref.store %[[LOOP]], %arg2[%[[SUM5]]]
func.func private @gathered_rhs(%a: tensor<2x4xf32>, %b: tensor<3x4xf32>) -> tensor<2x3xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [1, 1, 2, 0], vector = 1>} {
  %t = tensor.empty() : tensor<4x3xf32>
  %p = linalg.generic {indexing_maps = [affine_map<(i, j) -> (j, i)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%b : tensor<3x4xf32>) outs(%t : tensor<4x3xf32>) {
  ^bb0(%x: f32, %o: f32):
    linalg.yield %x : f32
  } -> tensor<4x3xf32>
  %z = arith.constant dense<0.0> : tensor<2x3xf32>
  %0 = linalg.matmul ins(%a, %p : tensor<2x4xf32>, tensor<4x3xf32>) outs(%z : tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}
// CHECK-LABEL: func.func @run_gathered_rhs(
func.func @run_gathered_rhs(%a: tensor<2x4xf32>, %b: tensor<3x4xf32>) -> tensor<2x3xf32> {
  // CHECK: plan.dispatch @gathered_rhs::@gathered_rhs grid [3, 2, 1]
  %r = call @gathered_rhs(%a, %b) : (tensor<2x4xf32>, tensor<3x4xf32>) -> tensor<2x3xf32>
  return %r : tensor<2x3xf32>
}
