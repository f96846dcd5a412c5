// RUN: burin-opt %s --lower-to-kernels --canonicalize --cse | FileCheck %s

// An additive mask that all heads share, a vector at a time.
// CHECK-LABEL: gpu.func @g
// CHECK: scf.for
// CHECK: %[[SCORES:.*]]:2 = scf.for
// CHECK: %[[MASK:.*]] = vector.load %arg3{{.*}} : memref<2048xf32, #gpu.address_space<global>>, vector<4xf32>
// CHECK: arith.addf %[[SCORES]]#0, %[[MASK]]
// CHECK-NOT: arith.select %{{.*}} : vector<4xi1>
// CHECK: arith.maxnumf
func.func private @g(%q: tensor<1x2x32x8xf32>, %k: tensor<1x2x64x8xf32>, %v: tensor<1x2x64x8xf32>, %m: tensor<1x1x32x64xf32>) -> tensor<1x2x32x8xf32> attributes {kernel.config = #kernel.config<schedule = "flash-attention", workgroup = [2, 4, 1], tile = [2, 1, 8, 8, 4], vector = 4>} {
  %e = tensor.empty() : tensor<1x2x32x8xf32>
  %0 = fused.attention scale = 0.5 ins(%q, %k, %v, %m : tensor<1x2x32x8xf32>, tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>, tensor<1x1x32x64xf32>) outs(%e : tensor<1x2x32x8xf32>) -> tensor<1x2x32x8xf32>
  return %0 : tensor<1x2x32x8xf32>
}
// CHECK-LABEL: func.func @main
// CHECK: plan.dispatch @g::@g grid [4, 2, 1]
func.func @main(%q: tensor<1x2x32x8xf32>, %k: tensor<1x2x64x8xf32>, %v: tensor<1x2x64x8xf32>, %m: tensor<1x1x32x64xf32>) -> tensor<1x2x32x8xf32> {
  %r = call @g(%q, %k, %v, %m) : (tensor<1x2x32x8xf32>, tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>, tensor<1x1x32x64xf32>) -> tensor<1x2x32x8xf32>
  return %r : tensor<1x2x32x8xf32>
}
