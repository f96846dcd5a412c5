// RUN: burin-opt %s --lower-to-kernels --canonicalize --cse | FileCheck %s

// Nine windows of four channels: one guarded item each. Windows that touch no
// padding have loads without selects. B^T of F(2x2, 3x3) needs only sums and
// differences.
// CHECK-LABEL: gpu.func @g
// CHECK: %[[ITEM:.*]] = arith.cmpi slt
// CHECK: scf.if %[[ITEM]]
// CHECK: %[[INSIDE:.*]] = arith.andi
// CHECK: scf.if %{{.*}} {
// CHECK-NOT: arith.select
// CHECK-COUNT-16: vector.load %arg0
// CHECK-NOT: arith.mulf
// CHECK-NOT: math.fma
// CHECK-COUNT-16: vector.store %{{.*}}, %arg1
// CHECK: } else {
// CHECK: arith.select
// CHECK-COUNT-16: vector.store %{{.*}}, %arg1
// CHECK-NOT: vector.store
func.func private @g(%x: tensor<1x6x6x4xf32>) -> tensor<16x9x4xf32> attributes {kernel.config = #kernel.config<schedule = "winograd-transform", workgroup = [8, 1, 1], tile = [], vector = 4>} {
  %c = arith.constant 0.0 : f32
  %p = tensor.pad %x low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%i: index, %j: index, %k: index, %l: index):
    tensor.yield %c : f32
  } : tensor<1x6x6x4xf32> to tensor<1x8x8x4xf32>
  %e = tensor.empty() : tensor<16x9x4xf32>
  %0 = fused.winograd_input tile = 2 ins(%p : tensor<1x8x8x4xf32>) outs(%e : tensor<16x9x4xf32>) -> tensor<16x9x4xf32>
  return %0 : tensor<16x9x4xf32>
}
// CHECK-LABEL: func.func @main
// CHECK: plan.dispatch @g::@g grid [2, 1, 1]
func.func @main(%x: tensor<1x6x6x4xf32>) -> tensor<16x9x4xf32> {
  %r = call @g(%x) : (tensor<1x6x6x4xf32>) -> tensor<16x9x4xf32>
  return %r : tensor<16x9x4xf32>
}
