// RUN: burin-opt %s --lower-to-kernels --split-input-file | FileCheck %s

// What nobody could sum while making it: one work item per block and row reads its
// columns once for both sums.
// CHECK-LABEL: gpu.func @g(
// CHECK: %[[SUMS:.*]]:2 = scf.for {{.*}} to %c16
// CHECK: %[[X:.*]] = arith.extf
// CHECK: arith.addf %{{.*}}, %[[X]]
// CHECK: math.fma %[[X]], %[[X]]
// CHECK: memref.store %[[SUMS]]#0, %arg1
// CHECK: memref.store %[[SUMS]]#1, %arg1
func.func private @g(%x: tensor<8x64xf16>) -> tensor<4x8x2xf32> attributes {kernel.config = #kernel.config<schedule = "reduction", workgroup = [32, 1, 1], tile = [], vector = 1>} {
  %e = tensor.empty() : tensor<4x8x2xf32>
  %s = fused.row_sums ins(%x : tensor<8x64xf16>) outs(%e : tensor<4x8x2xf32>) -> tensor<4x8x2xf32>
  return %s : tensor<4x8x2xf32>
}
func.func @main(%x: tensor<8x64xf16>) -> tensor<4x8x2xf32> {
  %r = call @g(%x) : (tensor<8x64xf16>) -> tensor<4x8x2xf32>
  return %r : tensor<4x8x2xf32>
}
