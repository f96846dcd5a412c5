// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// Maximum and sum as in a softmax; the first item writes two numbers. A row of
// -inf gives (0, 0).
// CHECK-LABEL: gpu.func @g
// CHECK: arith.maxnumf
// CHECK: %[[EMPTY:.*]] = arith.cmpf oeq
// CHECK: %[[BASE:.*]] = arith.select %[[EMPTY]]
// CHECK: math.exp
// CHECK: %[[DIVIDED:.*]] = arith.divf
// CHECK: %[[INVERSE:.*]] = arith.select %[[EMPTY]], %{{.*}}, %[[DIVIDED]]
// CHECK: %[[FIRST:.*]] = arith.cmpi eq
// CHECK: scf.if %[[FIRST]]
// CHECK: memref.store %[[BASE]], %arg1
// CHECK: memref.store %[[INVERSE]], %arg1
func.func private @g(%a: tensor<8x16xf32>) -> tensor<8x2xf32> attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [4, 1, 1], tile = [1], vector = 4>} {
  %e = tensor.empty() : tensor<8x2xf32>
  %0 = fused.softmax_statistics ins(%a : tensor<8x16xf32>) outs(%e : tensor<8x2xf32>) -> tensor<8x2xf32>
  return %0 : tensor<8x2xf32>
}
// CHECK-LABEL: func.func @main
// CHECK: plan.dispatch @g::@g grid [8, 1, 1]
func.func @main(%a: tensor<8x16xf32>) -> tensor<8x2xf32> {
  %r = call @g(%a) : (tensor<8x16xf32>) -> tensor<8x2xf32>
  return %r : tensor<8x2xf32>
}
