// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// No mean is subtracted.
// CHECK-LABEL: gpu.func @g
// CHECK-NOT: arith.subf
// CHECK: math.rsqrt
// CHECK: vector.store
func.func private @g(%a: tensor<8x16xf32>, %b: tensor<16xf32>, %c: tensor<16xf32>) -> tensor<8x16xf32> attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [1, 1, 1], tile = [1], vector = 4>} {
  %e = tensor.empty() : tensor<8x16xf32>
  %0 = fused.layer_norm epsilon = 1.0e-5 rms ins(%a, %b, %c : tensor<8x16xf32>, tensor<16xf32>, tensor<16xf32>) outs(%e : tensor<8x16xf32>) -> tensor<8x16xf32>
  return %0 : tensor<8x16xf32>
}
// CHECK-LABEL: func.func @main
// CHECK: plan.dispatch @g::@g
func.func @main(%a: tensor<8x16xf32>, %b: tensor<16xf32>, %c: tensor<16xf32>) -> tensor<8x16xf32> {
  %r = call @g(%a, %b, %c) : (tensor<8x16xf32>, tensor<16xf32>, tensor<16xf32>) -> tensor<8x16xf32>
  return %r : tensor<8x16xf32>
}
