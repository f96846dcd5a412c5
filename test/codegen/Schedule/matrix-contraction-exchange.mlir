// RUN: burin-opt %s --lower-to-kernels --canonicalize --cse | FileCheck %s

// Lanes of a row hold 2 columns each of 4 tiles. Two exchanges, with the neighbour
// and with the next but one, and each holds the 8 columns of one tile: bias and
// result go in accesses of 8, 4 of them for 32 x 32 elements of a sub-group.
// CHECK-LABEL: gpu.func @g
// CHECK: %[[THREAD:.*]] = gpu.thread_id  x
// CHECK: %[[LANE:.*]] = arith.remui %[[THREAD]], %c32
// CHECK: scf.for
// CHECK: scf.yield
// CHECK: %[[GIVEN:.*]] = arith.select %[[ODD:.*]], %{{.*}}, %{{.*}} : f32
// CHECK-NEXT: %[[TAKEN:.*]], %{{.*}} = gpu.shuffle xor %[[GIVEN]], %c1_i32, %c32_i32
// CHECK-NEXT: arith.select %[[ODD]], %[[TAKEN]], %{{.*}} : f32
// CHECK-NEXT: arith.select %[[ODD]], %{{.*}}, %[[TAKEN]] : f32
// CHECK: gpu.shuffle xor %{{.*}}, %c2_i32, %c32_i32
// CHECK: %[[EIGHT:.*]] = vector.from_elements {{.*}} : vector<8xf32>
// CHECK: vector.load %arg2{{.*}} vector<8xf16>
// CHECK: arith.addf %[[EIGHT]], %{{.*}} : vector<8xf32>
// CHECK-COUNT-4: vector.store %{{.*}}, %arg3{{.*}} vector<8xf16>
// CHECK-NOT: vector.store
func.func private @g(%a: tensor<64x64xf16>, %b: tensor<64x64xf16>, %bias: tensor<64xf16>) -> tensor<64x64xf16> attributes {kernel.config = #kernel.config<schedule = "matrix-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 2, 32], vector = 2>} {
  %z = arith.constant dense<0.0> : tensor<64x64xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<64x64xf16>, tensor<64x64xf16>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
  %e = tensor.empty() : tensor<64x64xf16>
  %1 = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]} ins(%0, %bias : tensor<64x64xf32>, tensor<64xf16>) outs(%e : tensor<64x64xf16>) {
  ^bb0(%x: f32, %y: f16, %out: f16):
    %w = arith.extf %y : f16 to f32
    %s = arith.addf %x, %w : f32
    %t = arith.truncf %s : f32 to f16
    linalg.yield %t : f16
  } -> tensor<64x64xf16>
  return %1 : tensor<64x64xf16>
}
func.func @main(%a: tensor<64x64xf16>, %b: tensor<64x64xf16>, %bias: tensor<64xf16>) -> tensor<64x64xf16> {
  %r = call @g(%a, %b, %bias) : (tensor<64x64xf16>, tensor<64x64xf16>, tensor<64xf16>) -> tensor<64x64xf16>
  return %r : tensor<64x64xf16>
}
