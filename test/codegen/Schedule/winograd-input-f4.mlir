// RUN: burin-opt %s --lower-to-kernels --canonicalize --cse | FileCheck %s

// Without padding there is one code. The points +-1/sqrt(2) and +-sqrt(2) come in
// pairs: per column and per row three products of x^4 - 2.5 x^2 + 1 and its like,
// none with a factor of one. Arithmetic is f32, storage f16.
// CHECK-LABEL: gpu.func @g
// CHECK-NOT: scf.if
// CHECK-COUNT-36: vector.load %arg0{{.*}} vector<2xf16>
// CHECK-NOT: dense<1.000000e+00>
// CHECK: arith.truncf {{.*}} : vector<2xf32> to vector<2xf16>
// CHECK: vector.store
func.func private @g(%x: tensor<2x10x6x8xf16>) -> tensor<36x4x8xf16> attributes {kernel.config = #kernel.config<schedule = "winograd-transform", workgroup = [4, 1, 1], tile = [], vector = 2>} {
  %e = tensor.empty() : tensor<36x4x8xf16>
  %0 = fused.winograd_input tile = 4 ins(%x : tensor<2x10x6x8xf16>) outs(%e : tensor<36x4x8xf16>) -> tensor<36x4x8xf16>
  return %0 : tensor<36x4x8xf16>
}
// CHECK-LABEL: func.func @main
// CHECK: plan.dispatch @g::@g grid [4, 1, 1]
func.func @main(%x: tensor<2x10x6x8xf16>) -> tensor<36x4x8xf16> {
  %r = call @g(%x) : (tensor<2x10x6x8xf16>) -> tensor<36x4x8xf16>
  return %r : tensor<36x4x8xf16>
}
