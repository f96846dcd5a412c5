// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// One k loop for each operand of the concatenation, no branch inside.
// CHECK: gpu.func @g(%[[A:[a-z0-9]*]]: memref<256xf32, {{[^%]*}}>, %[[B:[a-z0-9]*]]: memref<128xf32
// CHECK: scf.for %{{.*}} = %c0{{.*}} to %c32{{.*}}
// CHECK-NOT: scf.if
// CHECK: vector.load %[[A]]
// CHECK: scf.for %{{.*}} = %c32{{.*}} to %c48{{.*}}
// CHECK-NOT: scf.if
// CHECK: vector.load %[[B]]
func.func private @g(%a: tensor<8x32xf32>, %c: tensor<8x16xf32>, %b: tensor<48x16xf32>) -> tensor<8x16xf32> attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [2, 1, 4, 1], vector = 4>} {
  %z = arith.constant dense<0.0> : tensor<8x16xf32>
  %k = tensor.concat dim(1) %a, %c : (tensor<8x32xf32>, tensor<8x16xf32>) -> tensor<8x48xf32>
  %0 = linalg.matmul ins(%k, %b : tensor<8x48xf32>, tensor<48x16xf32>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  return %0 : tensor<8x16xf32>
}
func.func @main(%a: tensor<8x32xf32>, %c: tensor<8x16xf32>, %b: tensor<48x16xf32>) -> tensor<8x16xf32> {
  %r = call @g(%a, %c, %b) : (tensor<8x32xf32>, tensor<8x16xf32>, tensor<48x16xf32>) -> tensor<8x16xf32>
  return %r : tensor<8x16xf32>
}
