// RUN: burin-opt %s --lower-to-kernels --canonicalize --cse | FileCheck %s

// True lets a key through. Rows of -inf subtract 0, not -inf - -inf; their sum is
// 0, and so is their result.
// CHECK-LABEL: gpu.func @g
// CHECK-DAG: %[[NEVER:.*]] = arith.constant dense<0xFF800000> : vector<4xf32>
// CHECK-DAG: %[[LOWEST:.*]] = arith.constant 0xFF800000 : f32
// CHECK-DAG: %[[ZERO:.*]] = arith.constant 0.000000e+00 : f32
// CHECK: scf.for
// CHECK: %[[SCORES:.*]]:2 = scf.for
// CHECK: %[[BYTES:.*]] = vector.load %arg3{{.*}}, vector<4xi8>
// CHECK: %[[MASK:.*]] = arith.cmpi ne, %[[BYTES]]
// CHECK: arith.select %[[MASK]], %[[SCORES]]#0, %[[NEVER]]
// CHECK: %[[MAX:.*]] = arith.maxnumf
// CHECK: %[[EMPTY:.*]] = arith.cmpf oeq, %{{.*}}, %[[LOWEST]]
// CHECK: arith.select %[[EMPTY]], %[[ZERO]]
// CHECK: %[[NOTHING:.*]] = arith.cmpf oeq, %{{.*}}, %[[ZERO]]
// CHECK: arith.select %[[NOTHING]], %[[ZERO]]
func.func private @g(%q: tensor<1x2x32x8xf32>, %k: tensor<1x2x64x8xf32>, %v: tensor<1x2x64x8xf32>, %m: tensor<1x2x32x64xi1>) -> tensor<1x2x32x8xf32> attributes {kernel.config = #kernel.config<schedule = "flash-attention", workgroup = [2, 4, 1], tile = [2, 1, 8, 8, 4], vector = 4>} {
  %e = tensor.empty() : tensor<1x2x32x8xf32>
  %0 = fused.attention scale = 0.5 ins(%q, %k, %v, %m : tensor<1x2x32x8xf32>, tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>, tensor<1x2x32x64xi1>) outs(%e : tensor<1x2x32x8xf32>) -> tensor<1x2x32x8xf32>
  return %0 : tensor<1x2x32x8xf32>
}
// CHECK-LABEL: func.func @main
// CHECK: plan.dispatch @g::@g grid [4, 2, 1]
func.func @main(%q: tensor<1x2x32x8xf32>, %k: tensor<1x2x64x8xf32>, %v: tensor<1x2x64x8xf32>, %m: tensor<1x2x32x64xi1>) -> tensor<1x2x32x8xf32> {
  %r = call @g(%q, %k, %v, %m) : (tensor<1x2x32x8xf32>, tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>, tensor<1x2x32x64xi1>) -> tensor<1x2x32x8xf32>
  return %r : tensor<1x2x32x8xf32>
}
