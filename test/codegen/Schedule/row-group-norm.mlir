// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// Group norm on [N, S, C]: rows that are not contiguous.

// A row is one group of channels at all places: places are C apart, channels are neighbours.
// CHECK-LABEL: gpu.func @groups(
// CHECK: scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c12{{[_0-9]*}} step %c4{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: %[[DIV:.*]] = arith.divui %block_id_x{{[_0-9]*}}, %c2{{[_0-9]*}}
// CHECK: %[[REM:.*]] = arith.remui %block_id_x{{[_0-9]*}}, %c2{{[_0-9]*}}
// CHECK: %[[DIV2:.*]] = arith.divui %[[K]], %c4{{[_0-9]*}}
// CHECK: %[[REM2:.*]] = arith.remui %[[K]], %c4{{[_0-9]*}}
// CHECK: %[[SCALED:.*]] = arith.muli %[[REM]], %c4{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED]], %[[REM2]]
// CHECK: %[[SCALED2:.*]] = arith.muli %[[DIV]], %c3{{[_0-9]*}}
// CHECK: %[[SUM2:.*]] = arith.addi %[[SCALED2]], %[[DIV2]]
// CHECK: %[[SCALED3:.*]] = arith.muli %[[SUM2]], %c8{{[_0-9]*}}
// CHECK: %[[SUM3:.*]] = arith.addi %[[SCALED3]], %[[SUM]]
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%[[SUM3]]] {{.*}}, vector<4xf32>
// CHECK: scf.for %[[K1:.*]] = %c0{{[_0-9]*}} to %c12{{[_0-9]*}} step %c4{{[_0-9]*}} iter_args(%[[ACC2:.*]] = %{{.*}})
// CHECK: %[[DIV3:.*]] = arith.divui %block_id_x{{[_0-9]*}}, %c2{{[_0-9]*}}
// CHECK: %[[REM3:.*]] = arith.remui %block_id_x{{[_0-9]*}}, %c2{{[_0-9]*}}
// CHECK: %[[DIV4:.*]] = arith.divui %[[K1]], %c4{{[_0-9]*}}
// CHECK: %[[REM4:.*]] = arith.remui %[[K1]], %c4{{[_0-9]*}}
// CHECK: %[[SCALED4:.*]] = arith.muli %[[REM3]], %c4{{[_0-9]*}}
// CHECK: %[[SUM4:.*]] = arith.addi %[[SCALED4]], %[[REM4]]
// CHECK: %[[SCALED5:.*]] = arith.muli %[[DIV3]], %c3{{[_0-9]*}}
// CHECK: %[[SUM5:.*]] = arith.addi %[[SCALED5]], %[[DIV4]]
// CHECK: %[[SCALED6:.*]] = arith.muli %[[SUM5]], %c8{{[_0-9]*}}
// CHECK: %[[SUM6:.*]] = arith.addi %[[SCALED6]], %[[SUM4]]
// CHECK: %[[LOADED2:.*]] = vector.load %arg0[%[[SUM6]]] {{.*}}, vector<4xf32>
// CHECK: math.rsqrt %{{.*}} : f32
// CHECK: scf.for %[[K2:.*]] = %c0{{[_0-9]*}} to %c12{{[_0-9]*}} step %c4{{[_0-9]*}} iter_args(%[[ACC3:.*]] = %{{.*}})
// CHECK: %[[DIV5:.*]] = arith.divui %block_id_x{{[_0-9]*}}, %c2{{[_0-9]*}}
// CHECK: %[[REM5:.*]] = arith.remui %block_id_x{{[_0-9]*}}, %c2{{[_0-9]*}}
// CHECK: %[[DIV6:.*]] = arith.divui %[[K2]], %c4{{[_0-9]*}}
// CHECK: %[[REM6:.*]] = arith.remui %[[K2]], %c4{{[_0-9]*}}
// CHECK: %[[SCALED7:.*]] = arith.muli %[[REM5]], %c4{{[_0-9]*}}
// CHECK: %[[SUM7:.*]] = arith.addi %[[SCALED7]], %[[REM6]]
// CHECK: %[[DIV7:.*]] = arith.divui %block_id_x{{[_0-9]*}}, %c2{{[_0-9]*}}
// CHECK: %[[REM7:.*]] = arith.remui %block_id_x{{[_0-9]*}}, %c2{{[_0-9]*}}
// CHECK: %[[DIV8:.*]] = arith.divui %[[K2]], %c4{{[_0-9]*}}
// CHECK: %[[REM8:.*]] = arith.remui %[[K2]], %c4{{[_0-9]*}}
// CHECK: %[[SCALED8:.*]] = arith.muli %[[REM7]], %c4{{[_0-9]*}}
// CHECK: %[[SUM8:.*]] = arith.addi %[[SCALED8]], %[[REM8]]
// CHECK: %[[SCALED9:.*]] = arith.muli %[[DIV7]], %c3{{[_0-9]*}}
// CHECK: %[[SUM9:.*]] = arith.addi %[[SCALED9]], %[[DIV8]]
// CHECK: %[[SCALED10:.*]] = arith.muli %[[SUM9]], %c8{{[_0-9]*}}
// CHECK: %[[SUM10:.*]] = arith.addi %[[SCALED10]], %[[SUM8]]
// CHECK: vector.load %arg0[%[[SUM10]]] {{.*}}, vector<4xf32>
// CHECK: vector.load %arg1[%[[SUM7]]] {{.*}}, vector<4xf32>
// CHECK: vector.load %arg2[%[[SUM7]]] {{.*}}, vector<4xf32>
// CHECK: %[[SCALED11:.*]] = arith.muli %[[DIV5]], %c3{{[_0-9]*}}
// CHECK: %[[SUM11:.*]] = arith.addi %[[SCALED11]], %[[DIV6]]
// CHECK: %[[SCALED12:.*]] = arith.muli %[[SUM11]], %c8{{[_0-9]*}}
// CHECK: %[[SUM12:.*]] = arith.addi %[[SCALED12]], %[[SUM7]]
// CHECK: vector.store %{{.*}}, %arg3[%[[SUM12]]] {{.*}}, vector<4xf32>
func.func private @groups(%a: tensor<2x3x8xf32>, %g: tensor<8xf32>, %b: tensor<8xf32>) -> tensor<2x3x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [1, 1, 1], tile = [], vector = 4>} {
  %e0 = tensor.empty() : tensor<2x3x8xf32>
  %0 = fused.group_norm groups = 2 epsilon = 1.0e-5 ins(%a, %g, %b : tensor<2x3x8xf32>, tensor<8xf32>, tensor<8xf32>) outs(%e0 : tensor<2x3x8xf32>) -> tensor<2x3x8xf32>
  return %0 : tensor<2x3x8xf32>
}
// CHECK-LABEL: func.func @run_groups(
func.func @run_groups(%a: tensor<2x3x8xf32>, %g: tensor<8xf32>, %b: tensor<8xf32>) -> tensor<2x3x8xf32> {
  // CHECK: plan.dispatch @groups::@groups grid [4, 1, 1]
  %r = call @groups(%a, %g, %b) : (tensor<2x3x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<2x3x8xf32>
  return %r : tensor<2x3x8xf32>
}

// One group is all of an image.
// CHECK-LABEL: gpu.func @one_group(
// CHECK: scf.for %[[K:.*]] = %{{.*}} to %c24{{[_0-9]*}} step %c8{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: gpu.barrier
// CHECK-NOT: gpu.barrier
// CHECK: scf.for %[[K1:.*]] = %{{.*}} to %c24{{[_0-9]*}} step %c8{{[_0-9]*}} iter_args(%[[ACC2:.*]] = %{{.*}})
// CHECK: gpu.barrier
// CHECK-NOT: gpu.barrier
// CHECK: math.rsqrt %{{.*}} : f32
// CHECK: scf.for %[[K2:.*]] = %{{.*}} to %c24{{[_0-9]*}} step %c8{{[_0-9]*}} iter_args(%[[ACC3:.*]] = %{{.*}})
// CHECK: vector.store %{{.*}}, %arg3[%{{.*}}] {{.*}}, vector<4xf32>
func.func private @one_group(%a: tensor<2x3x8xf32>, %g: tensor<8xf32>, %b: tensor<8xf32>) -> tensor<2x3x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [2, 1, 1], tile = [], vector = 4>} {
  %e0 = tensor.empty() : tensor<2x3x8xf32>
  %0 = fused.group_norm groups = 1 epsilon = 1.0e-5 ins(%a, %g, %b : tensor<2x3x8xf32>, tensor<8xf32>, tensor<8xf32>) outs(%e0 : tensor<2x3x8xf32>) -> tensor<2x3x8xf32>
  return %0 : tensor<2x3x8xf32>
}
// CHECK-LABEL: func.func @run_one_group(
func.func @run_one_group(%a: tensor<2x3x8xf32>, %g: tensor<8xf32>, %b: tensor<8xf32>) -> tensor<2x3x8xf32> {
  // CHECK: plan.dispatch @one_group::@one_group grid [2, 1, 1]
  %r = call @one_group(%a, %g, %b) : (tensor<2x3x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<2x3x8xf32>
  return %r : tensor<2x3x8xf32>
}

// As many groups as channels: rows of single channels, so scalars.
// CHECK-LABEL: gpu.func @instance(
// CHECK: scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c4{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: arith.divui %block_id_x{{[_0-9]*}}, %c6{{[_0-9]*}}
// CHECK: %[[REM:.*]] = arith.remui %block_id_x{{[_0-9]*}}, %c6{{[_0-9]*}}
// CHECK: %[[SCALED:.*]] = arith.muli %[[K]], %c6{{[_0-9]*}}
// CHECK: %[[SUM:.*]] = arith.addi %[[SCALED]], %[[REM]]
// CHECK: %[[LOADED:.*]] = memref.load %arg0[%[[SUM]]]
// CHECK: scf.for %[[K1:.*]] = %c0{{[_0-9]*}} to %c4{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC2:.*]] = %{{.*}})
// CHECK: arith.divui %block_id_x{{[_0-9]*}}, %c6{{[_0-9]*}}
// CHECK: %[[REM2:.*]] = arith.remui %block_id_x{{[_0-9]*}}, %c6{{[_0-9]*}}
// CHECK: %[[SCALED2:.*]] = arith.muli %[[K1]], %c6{{[_0-9]*}}
// CHECK: %[[SUM2:.*]] = arith.addi %[[SCALED2]], %[[REM2]]
// CHECK: %[[LOADED2:.*]] = memref.load %arg0[%[[SUM2]]]
// CHECK: math.rsqrt %{{.*}} : f32
// CHECK: scf.for %[[K2:.*]] = %c0{{[_0-9]*}} to %c4{{[_0-9]*}} step %c1{{[_0-9]*}} iter_args(%[[ACC3:.*]] = %{{.*}})
// CHECK: arith.divui %block_id_x{{[_0-9]*}}, %c6{{[_0-9]*}}
// CHECK: %[[REM3:.*]] = arith.remui %block_id_x{{[_0-9]*}}, %c6{{[_0-9]*}}
// CHECK: %[[DIV:.*]] = arith.divui %block_id_x{{[_0-9]*}}, %c6{{[_0-9]*}}
// CHECK: %[[REM4:.*]] = arith.remui %block_id_x{{[_0-9]*}}, %c6{{[_0-9]*}}
// CHECK: %[[SCALED3:.*]] = arith.muli %[[K2]], %c6{{[_0-9]*}}
// CHECK: %[[SUM3:.*]] = arith.addi %[[SCALED3]], %[[REM4]]
// CHECK: memref.load %arg0[%[[SUM3]]]
// CHECK: memref.load %arg1[%[[REM3]]]
// CHECK: memref.load %arg2[%[[REM3]]]
// CHECK: %[[SCALED4:.*]] = arith.muli %[[K2]], %c6{{[_0-9]*}}
// CHECK: %[[SUM4:.*]] = arith.addi %[[SCALED4]], %[[REM3]]
// CHECK: memref.store %{{.*}}, %arg3[%[[SUM4]]]
func.func private @instance(%a: tensor<1x4x6xf32>, %g: tensor<6xf32>, %b: tensor<6xf32>) -> tensor<1x4x6xf32>
    attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [1, 1, 1], tile = [], vector = 1>} {
  %e0 = tensor.empty() : tensor<1x4x6xf32>
  %0 = fused.group_norm groups = 6 epsilon = 1.0e-5 ins(%a, %g, %b : tensor<1x4x6xf32>, tensor<6xf32>, tensor<6xf32>) outs(%e0 : tensor<1x4x6xf32>) -> tensor<1x4x6xf32>
  return %0 : tensor<1x4x6xf32>
}
// CHECK-LABEL: func.func @run_instance(
func.func @run_instance(%a: tensor<1x4x6xf32>, %g: tensor<6xf32>, %b: tensor<6xf32>) -> tensor<1x4x6xf32> {
  // CHECK: plan.dispatch @instance::@instance grid [6, 1, 1]
  %r = call @instance(%a, %g, %b) : (tensor<1x4x6xf32>, tensor<6xf32>, tensor<6xf32>) -> tensor<1x4x6xf32>
  return %r : tensor<1x4x6xf32>
}

// Halves: gain and shift are widened as well.
// CHECK-LABEL: gpu.func @half_groups(
// CHECK: %[[LOADED:.*]] = vector.load %arg0[%{{.*}}] {{.*}}, vector<8xf16>
// CHECK: arith.extf %[[LOADED]] : vector<8xf16> to vector<8xf32>
// CHECK: %[[LOADED2:.*]] = vector.load %arg0[%{{.*}}] {{.*}}, vector<8xf16>
// CHECK: arith.extf %[[LOADED2]] : vector<8xf16> to vector<8xf32>
// CHECK: %[[LOADED3:.*]] = vector.load %arg0[%{{.*}}] {{.*}}, vector<8xf16>
// CHECK: arith.extf %[[LOADED3]] : vector<8xf16> to vector<8xf32>
// CHECK: %[[LOADED4:.*]] = vector.load %arg1[%{{.*}}] {{.*}}, vector<8xf16>
// CHECK: arith.extf %[[LOADED4]] : vector<8xf16> to vector<8xf32>
// CHECK: %[[LOADED5:.*]] = vector.load %arg2[%{{.*}}] {{.*}}, vector<8xf16>
// CHECK: arith.extf %[[LOADED5]] : vector<8xf16> to vector<8xf32>
// CHECK: %[[NARROW:.*]] = arith.truncf %{{.*}} : vector<8xf32> to vector<8xf16>
// CHECK: vector.store %[[NARROW]], %arg3[%{{.*}}] {{.*}}, vector<8xf16>
func.func private @half_groups(%a: tensor<1x4x16xf16>, %g: tensor<16xf16>, %b: tensor<16xf16>) -> tensor<1x4x16xf16>
    attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [2, 1, 1], tile = [], vector = 8>} {
  %e0 = tensor.empty() : tensor<1x4x16xf16>
  %0 = fused.group_norm groups = 2 epsilon = 1.0e-5 ins(%a, %g, %b : tensor<1x4x16xf16>, tensor<16xf16>, tensor<16xf16>) outs(%e0 : tensor<1x4x16xf16>) -> tensor<1x4x16xf16>
  return %0 : tensor<1x4x16xf16>
}
// CHECK-LABEL: func.func @run_half_groups(
func.func @run_half_groups(%a: tensor<1x4x16xf16>, %g: tensor<16xf16>, %b: tensor<16xf16>) -> tensor<1x4x16xf16> {
  // CHECK: plan.dispatch @half_groups::@half_groups grid [2, 1, 1]
  %r = call @half_groups(%a, %g, %b) : (tensor<1x4x16xf16>, tensor<16xf16>, tensor<16xf16>) -> tensor<1x4x16xf16>
  return %r : tensor<1x4x16xf16>
}

// A time embedding per image and channel is added on the way out.
// CHECK-LABEL: gpu.func @shifted_after(
// CHECK: scf.for %[[K:.*]] = %c0{{[_0-9]*}} to %c12{{[_0-9]*}} step %c4{{[_0-9]*}} iter_args(%[[ACC:.*]] = %{{.*}})
// CHECK: scf.for %[[K1:.*]] = %c0{{[_0-9]*}} to %c12{{[_0-9]*}} step %c4{{[_0-9]*}} iter_args(%[[ACC2:.*]] = %{{.*}})
// CHECK: math.rsqrt %{{.*}} : f32
// CHECK: scf.for %[[K2:.*]] = %c0{{[_0-9]*}} to %c12{{[_0-9]*}} step %c4{{[_0-9]*}} iter_args(%[[ACC3:.*]] = %{{.*}})
// CHECK: vector.load %arg1[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: vector.load %arg2[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: vector.load %arg3[%{{.*}}] {{.*}}, vector<4xf32>
// CHECK: vector.store %{{.*}}, %arg4[%{{.*}}] {{.*}}, vector<4xf32>
func.func private @shifted_after(%a: tensor<2x3x8xf32>, %g: tensor<8xf32>, %b: tensor<8xf32>, %t: tensor<2x8xf32>) -> tensor<2x3x8xf32>
    attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [1, 1, 1], tile = [], vector = 4>} {
  %eq = tensor.empty() : tensor<2x3x8xf32>
  %q = fused.group_norm groups = 2 epsilon = 1.0e-5 ins(%a, %g, %b : tensor<2x3x8xf32>, tensor<8xf32>, tensor<8xf32>) outs(%eq : tensor<2x3x8xf32>) -> tensor<2x3x8xf32>
  %u = tensor.empty() : tensor<2x3x8xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(n, s, c) -> (n, s, c)>, affine_map<(n, s, c) -> (n, c)>, affine_map<(n, s, c) -> (n, s, c)>], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%q, %t : tensor<2x3x8xf32>, tensor<2x8xf32>) outs(%u : tensor<2x3x8xf32>) {
  ^bb0(%x: f32, %y: f32, %o: f32):
    %m = arith.addf %x, %y : f32
    linalg.yield %m : f32
  } -> tensor<2x3x8xf32>
  return %0 : tensor<2x3x8xf32>
}
// CHECK-LABEL: func.func @run_shifted_after(
func.func @run_shifted_after(%a: tensor<2x3x8xf32>, %g: tensor<8xf32>, %b: tensor<8xf32>, %t: tensor<2x8xf32>) -> tensor<2x3x8xf32> {
  // CHECK: plan.dispatch @shifted_after::@shifted_after grid [4, 1, 1]
  %r = call @shifted_after(%a, %g, %b, %t) : (tensor<2x3x8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<2x8xf32>) -> tensor<2x3x8xf32>
  return %r : tensor<2x3x8xf32>
}
