// RUN: burin-opt %s --lower-to-kernels --split-input-file | FileCheck %s

// One statistic for each group of neighbours: four lanes lie in one group of 8, and
// share one load.
#id = affine_map<(d0, d1) -> (d0, d1)>
#group = affine_map<(d0, d1) -> (d0, d1 floordiv 8)>
// CHECK-LABEL: gpu.func @even
// CHECK: vector.load %arg0
// CHECK: %[[S:.*]] = memref.load %arg1
// CHECK-NOT: memref.load
// CHECK: vector.broadcast %[[S]] : f32 to vector<4xf32>
func.func private @even(%x: tensor<4x32xf32>, %s: tensor<4x4xf32>) -> tensor<4x32xf32> attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [32, 1, 1], tile = [], vector = 4>} {
  %e = tensor.empty() : tensor<4x32xf32>
  %0 = linalg.generic {indexing_maps = [#id, #group, #id], iterator_types = ["parallel", "parallel"]} ins(%x, %s : tensor<4x32xf32>, tensor<4x4xf32>) outs(%e : tensor<4x32xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %1 = arith.mulf %a, %b : f32
    linalg.yield %1 : f32
  } -> tensor<4x32xf32>
  return %0 : tensor<4x32xf32>
}
func.func @main(%x: tensor<4x32xf32>, %s: tensor<4x4xf32>) -> tensor<4x32xf32> {
  %r = call @even(%x, %s) : (tensor<4x32xf32>, tensor<4x4xf32>) -> tensor<4x32xf32>
  return %r : tensor<4x32xf32>
}

// -----

// Four lanes may straddle groups of 10, but lie in two at most.
#id = affine_map<(d0, d1) -> (d0, d1)>
#group = affine_map<(d0, d1) -> (d0, d1 floordiv 10)>
// CHECK-LABEL: gpu.func @odd
// CHECK: vector.load %arg0
// CHECK: %[[FIRST:.*]] = memref.load %arg1
// CHECK: %[[SECOND:.*]] = memref.load %arg1
// CHECK-NOT: memref.load
// CHECK: %[[LEFT:.*]] = arith.subi %{{.*}}, %{{.*}} : index
// CHECK: %[[IN1:.*]] = arith.cmpi ugt, %[[LEFT]], %{{.*}} : index
// CHECK: %[[L1:.*]] = arith.select %[[IN1]], %[[FIRST]], %[[SECOND]] : f32
// CHECK: %[[L2:.*]] = arith.select %{{.*}}, %[[FIRST]], %[[SECOND]] : f32
// CHECK: vector.from_elements %[[FIRST]], %[[L1]], %[[L2]], %[[SECOND]]
func.func private @odd(%x: tensor<4x40xf32>, %s: tensor<4x4xf32>) -> tensor<4x40xf32> attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [32, 1, 1], tile = [], vector = 4>} {
  %e = tensor.empty() : tensor<4x40xf32>
  %0 = linalg.generic {indexing_maps = [#id, #group, #id], iterator_types = ["parallel", "parallel"]} ins(%x, %s : tensor<4x40xf32>, tensor<4x4xf32>) outs(%e : tensor<4x40xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %1 = arith.mulf %a, %b : f32
    linalg.yield %1 : f32
  } -> tensor<4x40xf32>
  return %0 : tensor<4x40xf32>
}
func.func @main(%x: tensor<4x40xf32>, %s: tensor<4x4xf32>) -> tensor<4x40xf32> {
  %r = call @odd(%x, %s) : (tensor<4x40xf32>, tensor<4x4xf32>) -> tensor<4x40xf32>
  return %r : tensor<4x40xf32>
}
