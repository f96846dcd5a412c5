// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// What follows a contraction, and what it starts from.

// A bias per column is read once per access, after the loop.
// CHECK-LABEL: gpu.func @bias(
// CHECK: %[[LOOP:[0-9]+]]{{(:[0-9]+)?}} = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c4{{[_0-9]*}} step %c2{{[_0-9]*}}
// CHECK: %[[LOADED:.*]] = vector.load %arg2[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[ADDED:.*]] = arith.addf %[[LOOP]]#0, %[[LOADED]] : vector<4xf32>
// CHECK: vector.store %[[ADDED]], %arg3[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[LOADED2:.*]] = vector.load %arg2[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[ADDED2:.*]] = arith.addf %[[LOOP]]#1, %[[LOADED2]] : vector<4xf32>
// CHECK: vector.store %[[ADDED2]], %arg3[%{{.*}}] {{.*}}, vector<4xf32>
func.func private @bias(%a: tensor<2x4xf32>, %b: tensor<4x8xf32>, %c: tensor<8xf32>) -> tensor<2x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [2, 1, 2, 0], vector = 4>} {
  %z = arith.constant dense<0.0> : tensor<2x8xf32>
  %q = linalg.matmul ins(%a, %b : tensor<2x4xf32>, tensor<4x8xf32>) outs(%z : tensor<2x8xf32>) -> tensor<2x8xf32>
  %t = tensor.empty() : tensor<2x8xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%q, %c : tensor<2x8xf32>, tensor<8xf32>) outs(%t : tensor<2x8xf32>) {
  ^bb0(%x: f32, %y: f32, %o: f32):
    %s = arith.addf %x, %y : f32
    linalg.yield %s : f32
  } -> tensor<2x8xf32>
  return %0 : tensor<2x8xf32>
}
// CHECK-LABEL: func.func @run_bias(
func.func @run_bias(%a: tensor<2x4xf32>, %b: tensor<4x8xf32>, %c: tensor<8xf32>) -> tensor<2x8xf32> {
  // CHECK: plan.dispatch @bias::@bias grid [2, 1, 1]
  %r = call @bias(%a, %b, %c) : (tensor<2x4xf32>, tensor<4x8xf32>, tensor<8xf32>) -> tensor<2x8xf32>
  return %r : tensor<2x8xf32>
}

// A residual is read where the result is written.
// CHECK-LABEL: gpu.func @residual(
// CHECK: %[[LOOP:[0-9]+]]{{(:[0-9]+)?}} = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c4{{[_0-9]*}} step %c2{{[_0-9]*}}
// CHECK: %[[LOADED:.*]] = vector.load %arg2[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[ADDED:.*]] = arith.addf %[[LOOP]]#0, %[[LOADED]] : vector<4xf32>
// CHECK: vector.store %[[ADDED]], %arg3[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[LOADED2:.*]] = vector.load %arg2[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[ADDED2:.*]] = arith.addf %[[LOOP]]#1, %[[LOADED2]] : vector<4xf32>
// CHECK: vector.store %[[ADDED2]], %arg3[%{{.*}}] {{.*}}, vector<4xf32>
func.func private @residual(%a: tensor<2x4xf32>, %b: tensor<4x8xf32>, %c: tensor<2x8xf32>) -> tensor<2x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [1, 2, 2, 0], vector = 4>} {
  %z = arith.constant dense<0.0> : tensor<2x8xf32>
  %q = linalg.matmul ins(%a, %b : tensor<2x4xf32>, tensor<4x8xf32>) outs(%z : tensor<2x8xf32>) -> tensor<2x8xf32>
  %t = tensor.empty() : tensor<2x8xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%q, %c : tensor<2x8xf32>, tensor<2x8xf32>) outs(%t : tensor<2x8xf32>) {
  ^bb0(%x: f32, %y: f32, %o: f32):
    %s = arith.addf %x, %y : f32
    linalg.yield %s : f32
  } -> tensor<2x8xf32>
  return %0 : tensor<2x8xf32>
}
// CHECK-LABEL: func.func @run_residual(
func.func @run_residual(%a: tensor<2x4xf32>, %b: tensor<4x8xf32>, %c: tensor<2x8xf32>) -> tensor<2x8xf32> {
  // CHECK: plan.dispatch @residual::@residual grid [1, 2, 1]
  %r = call @residual(%a, %b, %c) : (tensor<2x4xf32>, tensor<4x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  return %r : tensor<2x8xf32>
}

// The result in halves: narrowed after the epilogue.
// CHECK-LABEL: gpu.func @narrowed(
// CHECK: %[[LOOP:[0-9]+]] = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c4{{[_0-9]*}} step %c2{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: %[[PRODUCT:.*]] = arith.mulf %[[LOOP]], %{{.*}} : vector<8xf32>
// CHECK: %[[NARROW:.*]] = arith.truncf %[[PRODUCT]] : vector<8xf32> to vector<8xf16>
// CHECK: vector.store %[[NARROW]], %arg2[%{{.*}}] {{.*}}, vector<8xf16>
func.func private @narrowed(%a: tensor<2x4xf16>, %b: tensor<4x8xf16>) -> tensor<2x8xf16>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [1, 1, 2, 0], vector = 8>} {
  %z = arith.constant dense<0.0> : tensor<2x8xf32>
  %q = linalg.matmul ins(%a, %b : tensor<2x4xf16>, tensor<4x8xf16>) outs(%z : tensor<2x8xf32>) -> tensor<2x8xf32>
  %t = tensor.empty() : tensor<2x8xf16>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%q : tensor<2x8xf32>) outs(%t : tensor<2x8xf16>) {
  ^bb0(%x: f32, %o: f16):
    %c = arith.constant 5.000000e-01 : f32
    %m = arith.mulf %x, %c : f32
    %s = arith.truncf %m : f32 to f16
    linalg.yield %s : f16
  } -> tensor<2x8xf16>
  return %0 : tensor<2x8xf16>
}
// CHECK-LABEL: func.func @run_narrowed(
func.func @run_narrowed(%a: tensor<2x4xf16>, %b: tensor<4x8xf16>) -> tensor<2x8xf16> {
  // CHECK: plan.dispatch @narrowed::@narrowed grid [1, 2, 1]
  %r = call @narrowed(%a, %b) : (tensor<2x4xf16>, tensor<4x8xf16>) -> tensor<2x8xf16>
  return %r : tensor<2x8xf16>
}

// An epilogue that exchanges dimensions writes each lane on its own, a row of the result apart.
// CHECK-LABEL: gpu.func @exchanged(
// CHECK: %[[LOOP:[0-9]+]] = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c4{{[_0-9]*}} step %c2{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: arith.addi %{{.*}}, %[[K]]
// CHECK: %[[SCALED:.*]] = arith.muli %[[K]], %c8{{[_0-9]*}}
// CHECK: arith.addi %[[SCALED]], %{{.*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[K]], %c1{{[_0-9]*}}
// CHECK: %[[SCALED2:.*]] = arith.muli %[[SUM]], %c8{{[_0-9]*}}
// CHECK: arith.addi %[[SCALED2]], %{{.*}}
// CHECK: %[[LANE:.*]] = vector.extract %[[LOOP]][0] : f32 from vector<4xf32>
// CHECK: %[[SCALED3:.*]] = arith.muli %{{.*}}, %c2{{[_0-9]*}}
// CHECK: %[[SUM2:.*]] = arith.addi %[[SCALED3]], %block_id_y{{[_0-9]*}}
// CHECK: memref.store %[[LANE]], %arg2[%[[SUM2]]]
// CHECK: %[[SUM3:.*]] = arith.addi %{{.*}}, %c1{{[_0-9]*}}
// CHECK: %[[LANE2:.*]] = vector.extract %[[LOOP]][1] : f32 from vector<4xf32>
// CHECK: %[[SCALED4:.*]] = arith.muli %[[SUM3]], %c2{{[_0-9]*}}
// CHECK: %[[SUM4:.*]] = arith.addi %[[SCALED4]], %block_id_y{{[_0-9]*}}
// CHECK: memref.store %[[LANE2]], %arg2[%[[SUM4]]]
// CHECK: %[[SUM5:.*]] = arith.addi %{{.*}}, %c2{{[_0-9]*}}
// CHECK: %[[LANE3:.*]] = vector.extract %[[LOOP]][2] : f32 from vector<4xf32>
// CHECK: %[[SCALED5:.*]] = arith.muli %[[SUM5]], %c2{{[_0-9]*}}
// CHECK: %[[SUM6:.*]] = arith.addi %[[SCALED5]], %block_id_y{{[_0-9]*}}
// CHECK: memref.store %[[LANE3]], %arg2[%[[SUM6]]]
// CHECK: %[[SUM7:.*]] = arith.addi %{{.*}}, %c3{{[_0-9]*}}
// CHECK: %[[LANE4:.*]] = vector.extract %[[LOOP]][3] : f32 from vector<4xf32>
// CHECK: %[[SCALED6:.*]] = arith.muli %[[SUM7]], %c2{{[_0-9]*}}
// CHECK: %[[SUM8:.*]] = arith.addi %[[SCALED6]], %block_id_y{{[_0-9]*}}
// CHECK: memref.store %[[LANE4]], %arg2[%[[SUM8]]]
func.func private @exchanged(%a: tensor<2x4xf32>, %b: tensor<4x8xf32>) -> tensor<8x2xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [1, 1, 2, 0], vector = 4>} {
  %z = arith.constant dense<0.0> : tensor<2x8xf32>
  %q = linalg.matmul ins(%a, %b : tensor<2x4xf32>, tensor<4x8xf32>) outs(%z : tensor<2x8xf32>) -> tensor<2x8xf32>
  %t = tensor.empty() : tensor<8x2xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (j, i)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]}
      ins(%q : tensor<2x8xf32>) outs(%t : tensor<8x2xf32>) {
  ^bb0(%x: f32, %o: f32):
    linalg.yield %x : f32
  } -> tensor<8x2xf32>
  return %0 : tensor<8x2xf32>
}
// CHECK-LABEL: func.func @run_exchanged(
func.func @run_exchanged(%a: tensor<2x4xf32>, %b: tensor<4x8xf32>) -> tensor<8x2xf32> {
  // CHECK: plan.dispatch @exchanged::@exchanged grid [2, 2, 1]
  %r = call @exchanged(%a, %b) : (tensor<2x4xf32>, tensor<4x8xf32>) -> tensor<8x2xf32>
  return %r : tensor<8x2xf32>
}

// Heads split off the columns and exchanged with the rows: runs of 4 stay vectors.
// CHECK-LABEL: gpu.func @split_heads(
// CHECK: %[[LOOP:[0-9]+]] = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c4{{[_0-9]*}} step %c2{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: arith.addi %{{.*}}, %[[K]]
// CHECK: %[[SCALED:.*]] = arith.muli %[[K]], %c8{{[_0-9]*}}
// CHECK: arith.addi %[[SCALED]], %{{.*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[K]], %c1{{[_0-9]*}}
// CHECK: %[[SCALED2:.*]] = arith.muli %[[SUM]], %c8{{[_0-9]*}}
// CHECK: arith.addi %[[SCALED2]], %{{.*}}
// CHECK: %[[REM:.*]] = arith.remui %{{.*}}, %c4{{[_0-9]*}}
// CHECK: %[[DIV:.*]] = arith.divui %{{.*}}, %c4{{[_0-9]*}}
// CHECK: %[[SCALED3:.*]] = arith.muli %[[DIV]], %c6{{[_0-9]*}}
// CHECK: %[[SUM2:.*]] = arith.addi %[[SCALED3]], %block_id_y{{[_0-9]*}}
// CHECK: %[[SCALED4:.*]] = arith.muli %[[SUM2]], %c4{{[_0-9]*}}
// CHECK: %[[SUM3:.*]] = arith.addi %[[SCALED4]], %[[REM]]
// CHECK: vector.store %[[LOOP]], %arg2[%[[SUM3]]] {{.*}}, vector<4xf32>
func.func private @split_heads(%a: tensor<6x4xf32>, %b: tensor<4x8xf32>) -> tensor<2x6x4xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [1, 1, 2, 0], vector = 4>} {
  %z = arith.constant dense<0.0> : tensor<6x8xf32>
  %q = linalg.matmul ins(%a, %b : tensor<6x4xf32>, tensor<4x8xf32>) outs(%z : tensor<6x8xf32>) -> tensor<6x8xf32>
  %x = tensor.expand_shape %q [[0], [1, 2]] output_shape [6, 2, 4] : tensor<6x8xf32> into tensor<6x2x4xf32>
  %t = tensor.empty() : tensor<2x6x4xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(h, s, d) -> (s, h, d)>, affine_map<(h, s, d) -> (h, s, d)>], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%x : tensor<6x2x4xf32>) outs(%t : tensor<2x6x4xf32>) {
  ^bb0(%y: f32, %o: f32):
    linalg.yield %y : f32
  } -> tensor<2x6x4xf32>
  return %0 : tensor<2x6x4xf32>
}
// CHECK-LABEL: func.func @run_split_heads(
func.func @run_split_heads(%a: tensor<6x4xf32>, %b: tensor<4x8xf32>) -> tensor<2x6x4xf32> {
  // CHECK: plan.dispatch @split_heads::@split_heads grid [2, 6, 1]
  %r = call @split_heads(%a, %b) : (tensor<6x4xf32>, tensor<4x8xf32>) -> tensor<2x6x4xf32>
  return %r : tensor<2x6x4xf32>
}

// Heads of 2 do not hold a vector of 4: lane by lane.
// CHECK-LABEL: gpu.func @narrow_heads(
// CHECK: %[[LOOP:[0-9]+]] = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c4{{[_0-9]*}} step %c2{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: %[[LANE:.*]] = vector.extract %[[LOOP]][0] : f32 from vector<4xf32>
// CHECK: memref.store %[[LANE]], %arg2[%{{.*}}]
// CHECK: %[[LANE2:.*]] = vector.extract %[[LOOP]][1] : f32 from vector<4xf32>
// CHECK: memref.store %[[LANE2]], %arg2[%{{.*}}]
// CHECK: %[[LANE3:.*]] = vector.extract %[[LOOP]][2] : f32 from vector<4xf32>
// CHECK: memref.store %[[LANE3]], %arg2[%{{.*}}]
// CHECK: %[[LANE4:.*]] = vector.extract %[[LOOP]][3] : f32 from vector<4xf32>
// CHECK: memref.store %[[LANE4]], %arg2[%{{.*}}]
func.func private @narrow_heads(%a: tensor<6x4xf32>, %b: tensor<4x8xf32>) -> tensor<4x6x2xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [1, 1, 2, 0], vector = 4>} {
  %z = arith.constant dense<0.0> : tensor<6x8xf32>
  %q = linalg.matmul ins(%a, %b : tensor<6x4xf32>, tensor<4x8xf32>) outs(%z : tensor<6x8xf32>) -> tensor<6x8xf32>
  %x = tensor.expand_shape %q [[0], [1, 2]] output_shape [6, 4, 2] : tensor<6x8xf32> into tensor<6x4x2xf32>
  %t = tensor.empty() : tensor<4x6x2xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(h, s, d) -> (s, h, d)>, affine_map<(h, s, d) -> (h, s, d)>], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%x : tensor<6x4x2xf32>) outs(%t : tensor<4x6x2xf32>) {
  ^bb0(%y: f32, %o: f32):
    linalg.yield %y : f32
  } -> tensor<4x6x2xf32>
  return %0 : tensor<4x6x2xf32>
}
// CHECK-LABEL: func.func @run_narrow_heads(
func.func @run_narrow_heads(%a: tensor<6x4xf32>, %b: tensor<4x8xf32>) -> tensor<4x6x2xf32> {
  // CHECK: plan.dispatch @narrow_heads::@narrow_heads grid [2, 6, 1]
  %r = call @narrow_heads(%a, %b) : (tensor<6x4xf32>, tensor<4x8xf32>) -> tensor<4x6x2xf32>
  return %r : tensor<4x6x2xf32>
}

// A collapsed result has one index: coordinates are multiplied out.
// CHECK-LABEL: gpu.func @collapsed(
// CHECK: %[[LOOP:[0-9]+]] = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c4{{[_0-9]*}} step %c2{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: arith.addi %{{.*}}, %[[K]]
// CHECK: %[[SCALED:.*]] = arith.muli %[[K]], %c8{{[_0-9]*}}
// CHECK: arith.addi %[[SCALED]], %{{.*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[K]], %c1{{[_0-9]*}}
// CHECK: %[[SCALED2:.*]] = arith.muli %[[SUM]], %c8{{[_0-9]*}}
// CHECK: arith.addi %[[SCALED2]], %{{.*}}
// CHECK: %[[SUM2:.*]] = arith.addi %{{.*}}, %{{.*}}
// CHECK: vector.store %[[LOOP]], %arg2[%[[SUM2]]] {{.*}}, vector<4xf32>
func.func private @collapsed(%a: tensor<2x4xf32>, %b: tensor<4x8xf32>) -> tensor<16xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [1, 1, 2, 0], vector = 4>} {
  %z = arith.constant dense<0.0> : tensor<2x8xf32>
  %q = linalg.matmul ins(%a, %b : tensor<2x4xf32>, tensor<4x8xf32>) outs(%z : tensor<2x8xf32>) -> tensor<2x8xf32>
  %0 = tensor.collapse_shape %q [[0, 1]] : tensor<2x8xf32> into tensor<16xf32>
  return %0 : tensor<16xf32>
}
// CHECK-LABEL: func.func @run_collapsed(
func.func @run_collapsed(%a: tensor<2x4xf32>, %b: tensor<4x8xf32>) -> tensor<16xf32> {
  // CHECK: plan.dispatch @collapsed::@collapsed grid [2, 2, 1]
  %r = call @collapsed(%a, %b) : (tensor<2x4xf32>, tensor<4x8xf32>) -> tensor<16xf32>
  return %r : tensor<16xf32>
}

// An init that is no constant is where the accumulators start.
// CHECK-LABEL: gpu.func @from_init(
// CHECK: %[[LOADED:.*]] = vector.load %arg2[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: %[[LOOP:[0-9]+]] = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c4{{[_0-9]*}} step %c2{{[_0-9]*}} iter_args(%[[ACC:.*]] = %[[LOADED]])
// CHECK: %[[FMA:.*]] = math.fma %{{.*}}, %{{.*}}, %[[ACC]] : vector<4xf32>
// CHECK: math.fma %{{.*}}, %{{.*}}, %[[FMA]] : vector<4xf32>
// CHECK: vector.store %[[LOOP]], %arg3[%{{.*}}] {{.*}}, vector<4xf32>
func.func private @from_init(%a: tensor<2x4xf32>, %b: tensor<4x8xf32>, %c: tensor<2x8xf32>) -> tensor<2x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [1, 1, 2, 0], vector = 4>} {
  %0 = linalg.matmul ins(%a, %b : tensor<2x4xf32>, tensor<4x8xf32>) outs(%c : tensor<2x8xf32>) -> tensor<2x8xf32>
  return %0 : tensor<2x8xf32>
}
// CHECK-LABEL: func.func @run_from_init(
func.func @run_from_init(%a: tensor<2x4xf32>, %b: tensor<4x8xf32>, %c: tensor<2x8xf32>) -> tensor<2x8xf32> {
  // CHECK: plan.dispatch @from_init::@from_init grid [2, 2, 1]
  %r = call @from_init(%a, %b, %c) : (tensor<2x4xf32>, tensor<4x8xf32>, tensor<2x8xf32>) -> tensor<2x8xf32>
  return %r : tensor<2x8xf32>
}

// With lanes along k the init is added once, to the sum of the lanes.
// CHECK-LABEL: gpu.func @from_init_lanes_k(
// CHECK: %[[LOOP:[0-9]+]] = scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c8{{[_0-9]*}} step %c4{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: %[[LOADED:.*]] = memref.load %arg2[%{{.*}}]
// CHECK: %[[LANE:.*]] = vector.extract %[[LOOP]][0] : f32 from vector<4xf32>
// CHECK: %[[LANE2:.*]] = vector.extract %[[LOOP]][1] : f32 from vector<4xf32>
// CHECK: %[[ADDED:.*]] = arith.addf %[[LANE]], %[[LANE2]] : f32
// CHECK: %[[LANE3:.*]] = vector.extract %[[LOOP]][2] : f32 from vector<4xf32>
// CHECK: %[[ADDED2:.*]] = arith.addf %[[ADDED]], %[[LANE3]] : f32
// CHECK: %[[LANE4:.*]] = vector.extract %[[LOOP]][3] : f32 from vector<4xf32>
// CHECK: %[[ADDED3:.*]] = arith.addf %[[ADDED2]], %[[LANE4]] : f32
// CHECK: %[[ADDED4:.*]] = arith.addf %[[ADDED3]], %[[LOADED]] : f32
// CHECK: memref.store %[[ADDED4]], %arg3[%{{.*}}]
func.func private @from_init_lanes_k(%a: tensor<2x8xf32>, %b: tensor<3x8xf32>, %c: tensor<2x3xf32>) -> tensor<2x3xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [1, 1, 4, 0], vector = 4>} {
  %0 = linalg.matmul indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (n, k)>, affine_map<(m, n, k) -> (m, n)>] ins(%a, %b : tensor<2x8xf32>, tensor<3x8xf32>) outs(%c : tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}
// CHECK-LABEL: func.func @run_from_init_lanes_k(
func.func @run_from_init_lanes_k(%a: tensor<2x8xf32>, %b: tensor<3x8xf32>, %c: tensor<2x3xf32>) -> tensor<2x3xf32> {
  // CHECK: plan.dispatch @from_init_lanes_k::@from_init_lanes_k grid [3, 2, 1]
  %r = call @from_init_lanes_k(%a, %b, %c) : (tensor<2x8xf32>, tensor<3x8xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  return %r : tensor<2x3xf32>
}

// A constant init other than zero.
// CHECK-LABEL: gpu.func @from_one(
// CHECK: %[[ONE:.*]] = arith.constant 1.000000e+00 : f32
// CHECK: %[[INIT:.*]] = vector.broadcast %[[ONE]] : f32 to vector<4xf32>
// CHECK: %[[SUM:.*]] = scf.for {{.*}} iter_args(%{{.*}} = %[[INIT]]) -> (vector<4xf32>)
// CHECK: vector.store %[[SUM]], %arg2
func.func private @from_one(%a: tensor<2x4xf32>, %b: tensor<4x8xf32>) -> tensor<2x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [1, 1, 2, 0], vector = 4>} {
  %z = arith.constant dense<1.0> : tensor<2x8xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<2x4xf32>, tensor<4x8xf32>) outs(%z : tensor<2x8xf32>) -> tensor<2x8xf32>
  return %0 : tensor<2x8xf32>
}
// CHECK-LABEL: func.func @run_from_one(
func.func @run_from_one(%a: tensor<2x4xf32>, %b: tensor<4x8xf32>) -> tensor<2x8xf32> {
  // CHECK: plan.dispatch @from_one::@from_one grid [2, 2, 1]
  %r = call @from_one(%a, %b) : (tensor<2x4xf32>, tensor<4x8xf32>) -> tensor<2x8xf32>
  return %r : tensor<2x8xf32>
}
