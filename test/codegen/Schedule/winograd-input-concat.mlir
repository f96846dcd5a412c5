// RUN: burin-opt %s --lower-to-kernels --canonicalize --cse | FileCheck %s

// One branch per operand of the concatenation, none per element of a window.
// CHECK-LABEL: gpu.func @g
// CHECK: scf.if
// CHECK-COUNT-16: vector.load %arg0
// CHECK: } else {
// CHECK-NOT: scf.if
// CHECK-COUNT-16: vector.load %arg1
// CHECK-NOT: scf.if
func.func private @g(%a: tensor<1x4x4x4xf32>, %b: tensor<1x4x4x12xf32>) -> tensor<16x1x16xf32> attributes {kernel.config = #kernel.config<schedule = "winograd-transform", workgroup = [4, 1, 1], tile = [], vector = 4>} {
  %c = tensor.concat dim(3) %a, %b : (tensor<1x4x4x4xf32>, tensor<1x4x4x12xf32>) -> tensor<1x4x4x16xf32>
  %e = tensor.empty() : tensor<16x1x16xf32>
  %0 = fused.winograd_input tile = 2 ins(%c : tensor<1x4x4x16xf32>) outs(%e : tensor<16x1x16xf32>) -> tensor<16x1x16xf32>
  return %0 : tensor<16x1x16xf32>
}
func.func @main(%a: tensor<1x4x4x4xf32>, %b: tensor<1x4x4x12xf32>) -> tensor<16x1x16xf32> {
  %r = call @g(%a, %b) : (tensor<1x4x4x4xf32>, tensor<1x4x4x12xf32>) -> tensor<16x1x16xf32>
  return %r : tensor<16x1x16xf32>
}
