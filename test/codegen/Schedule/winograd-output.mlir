// RUN: burin-opt %s --lower-to-kernels --canonicalize --cse | FileCheck %s

// 3 x 4 outputs in tiles of 2 x 2: the last row of tiles has one row; columns need no
// check. The epilogue (a bias) runs on each element before it is stored as f16.
// CHECK-LABEL: gpu.func @g
// CHECK-COUNT-16: vector.load %arg0
// CHECK: scf.if
// CHECK-COUNT-2: vector.store %{{.*}}, %arg2
// CHECK: }
// CHECK: scf.if
// CHECK-COUNT-2: vector.store %{{.*}}, %arg2
// CHECK: }
// CHECK-NOT: vector.store
#id = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#channel = affine_map<(d0, d1, d2, d3) -> (d3)>
func.func private @g(%m: tensor<16x4x4xf16>, %b: tensor<4xf16>) -> tensor<1x3x4x4xf16> attributes {kernel.config = #kernel.config<schedule = "winograd-transform", workgroup = [4, 1, 1], tile = [], vector = 4>} {
  %e = tensor.empty() : tensor<1x3x4x4xf32>
  %h = tensor.empty() : tensor<1x3x4x4xf16>
  %0 = fused.winograd_output tile = 2 ins(%m : tensor<16x4x4xf16>) outs(%e : tensor<1x3x4x4xf32>) -> tensor<1x3x4x4xf32>
  %1 = linalg.generic {indexing_maps = [#id, #channel, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%0, %b : tensor<1x3x4x4xf32>, tensor<4xf16>) outs(%h : tensor<1x3x4x4xf16>) {
  ^bb0(%in: f32, %bias: f16, %out: f16):
    %wide = arith.extf %bias : f16 to f32
    %sum = arith.addf %in, %wide : f32
    %t = arith.truncf %sum : f32 to f16
    linalg.yield %t : f16
  } -> tensor<1x3x4x4xf16>
  return %1 : tensor<1x3x4x4xf16>
}
// CHECK-LABEL: func.func @main
// CHECK: plan.dispatch @g::@g grid [1, 1, 1]
func.func @main(%m: tensor<16x4x4xf16>, %b: tensor<4xf16>) -> tensor<1x3x4x4xf16> {
  %r = call @g(%m, %b) : (tensor<16x4x4xf16>, tensor<4xf16>) -> tensor<1x3x4x4xf16>
  return %r : tensor<1x3x4x4xf16>
}
