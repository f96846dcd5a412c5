// RUN: burin-opt %s --lower-to-kernels --canonicalize --cse | FileCheck %s

// 77 is no multiple of 4: the mask is read key by key, inside of its bounds.
// CHECK-LABEL: gpu.func @g
// CHECK: scf.for
// CHECK: %[[SCORES:.*]]:2 = scf.for
// CHECK-COUNT-4: memref.load %arg3
// CHECK: %[[MASK:.*]] = vector.from_elements
// CHECK: arith.addf %[[SCORES]]#0, %[[MASK]]
func.func private @g(%q: tensor<1x2x30x8xf32>, %k: tensor<1x2x77x8xf32>, %v: tensor<1x2x77x8xf32>, %m: tensor<1x1x1x77xf32>) -> tensor<1x2x30x8xf32> attributes {kernel.config = #kernel.config<schedule = "flash-attention", workgroup = [2, 4, 1], tile = [2, 1, 8, 8, 4], vector = 4>} {
  %e = tensor.empty() : tensor<1x2x30x8xf32>
  %0 = fused.attention scale = 0.5 ins(%q, %k, %v, %m : tensor<1x2x30x8xf32>, tensor<1x2x77x8xf32>, tensor<1x2x77x8xf32>, tensor<1x1x1x77xf32>) outs(%e : tensor<1x2x30x8xf32>) -> tensor<1x2x30x8xf32>
  return %0 : tensor<1x2x30x8xf32>
}
// CHECK-LABEL: func.func @main
// CHECK: plan.dispatch @g::@g grid [4, 2, 1]
func.func @main(%q: tensor<1x2x30x8xf32>, %k: tensor<1x2x77x8xf32>, %v: tensor<1x2x77x8xf32>, %m: tensor<1x1x1x77xf32>) -> tensor<1x2x30x8xf32> {
  %r = call @g(%q, %k, %v, %m) : (tensor<1x2x30x8xf32>, tensor<1x2x77x8xf32>, tensor<1x2x77x8xf32>, tensor<1x1x1x77xf32>) -> tensor<1x2x30x8xf32>
  return %r : tensor<1x2x30x8xf32>
}
