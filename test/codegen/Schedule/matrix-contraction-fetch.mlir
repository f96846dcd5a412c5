// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// The rhs is fetched 2 steps before it is copied. Of the two work groups in m each takes every eighth step, so
// each fetch stands behind a condition; the steps behind the first stages are fetched before the loop.
// CHECK-LABEL: gpu.func @g
// CHECK-COUNT-2: scf.if
// CHECK: memref.prefetch %arg1[%{{.*}}], read, locality<2>, data : memref<{{.*}}xf16
// CHECK: nvgpu.device_async_copy
// CHECK: scf.for
// CHECK: nvgpu.device_async_create_group
// CHECK: scf.if
// CHECK: memref.prefetch %arg1
// CHECK: nvgpu.mma.sync
// The lhs was made a moment ago.
// CHECK-NOT: memref.prefetch %arg0
func.func private @g(%a: tensor<128x512xf16>, %b: tensor<512x64xf16>) -> tensor<128x64xf32> attributes {kernel.config = #kernel.config<schedule = "matrix-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 2, 32, 2], vector = 2>} {
  %z = arith.constant dense<0.0> : tensor<128x64xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<128x512xf16>, tensor<512x64xf16>) outs(%z : tensor<128x64xf32>) -> tensor<128x64xf32>
  return %0 : tensor<128x64xf32>
}
func.func @main(%a: tensor<128x512xf16>, %b: tensor<512x64xf16>) -> tensor<128x64xf32> {
  %r = call @g(%a, %b) : (tensor<128x512xf16>, tensor<512x64xf16>) -> tensor<128x64xf32>
  return %r : tensor<128x64xf32>
}
