// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// Mean, then the variance around it; the first item of a row stores both.
// CHECK-LABEL: gpu.func @g
// CHECK: scf.for
// CHECK: gpu.barrier
// CHECK: %[[MEAN:.*]] = arith.mulf
// CHECK: scf.for
// CHECK: arith.subf
// CHECK: gpu.barrier
// CHECK: %[[INVERSE:.*]] = math.rsqrt
// CHECK: scf.if
// CHECK: memref.store %[[MEAN]]
// CHECK: memref.store %[[INVERSE]]
func.func private @g(%x: tensor<8x64xf16>) -> tensor<8x2xf32> attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [16, 1, 1], tile = [], vector = 4>} {
  %e = tensor.empty() : tensor<8x2xf32>
  %0 = fused.row_statistics epsilon = 1.0e-5 ins(%x : tensor<8x64xf16>) outs(%e : tensor<8x2xf32>) -> tensor<8x2xf32>
  return %0 : tensor<8x2xf32>
}
func.func @main(%x: tensor<8x64xf16>) -> tensor<8x2xf32> {
  %r = call @g(%x) : (tensor<8x64xf16>) -> tensor<8x2xf32>
  return %r : tensor<8x2xf32>
}
