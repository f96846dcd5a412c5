// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// What nobody could sum while making it: one work item per block and channel reads
// its positions once for both sums.
// CHECK-LABEL: gpu.func @g(
// CHECK: %[[SUMS:.*]]:2 = scf.for {{.*}} to %c4
// CHECK: %[[X:.*]] = arith.extf
// CHECK: arith.addf %{{.*}}, %[[X]]
// CHECK: math.fma %[[X]], %[[X]]
// CHECK: memref.store %[[SUMS]]#0, %arg1
// CHECK: memref.store %[[SUMS]]#1, %arg1
func.func private @g(%x: tensor<2x16x8xf16>) -> tensor<2x4x2x8xf32> attributes {kernel.config = #kernel.config<schedule = "reduction", workgroup = [64, 1, 1], tile = [], vector = 1>} {
  %e = tensor.empty() : tensor<2x4x2x8xf32>
  %s = fused.block_sums ins(%x : tensor<2x16x8xf16>) outs(%e : tensor<2x4x2x8xf32>) -> tensor<2x4x2x8xf32>
  return %s : tensor<2x4x2x8xf32>
}
// CHECK: plan.dispatch @g::@g grid [1, 1, 1]
func.func @main(%x: tensor<2x16x8xf16>) -> tensor<2x4x2x8xf32> {
  %r = call @g(%x) : (tensor<2x16x8xf16>) -> tensor<2x4x2x8xf32>
  return %r : tensor<2x4x2x8xf32>
}
