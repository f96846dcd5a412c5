// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// Two halves of k from two buffers: all copies of a step come from one of them.
// CHECK: gpu.func @g(%[[A:[a-z0-9]*]]: memref<2048xf16, {{.*}}>, %[[B:[a-z0-9]*]]: memref<2048xf16
// CHECK: nvgpu.device_async_copy %[[A]]
// CHECK: nvgpu.device_async_copy %[[B]]
// CHECK: scf.for
// CHECK: scf.if
// CHECK: nvgpu.device_async_copy %[[A]]
// CHECK-NOT: scf.if
// CHECK: nvgpu.device_async_copy %[[A]]
// CHECK: scf.if
// CHECK: nvgpu.device_async_copy %[[B]]
// CHECK-NOT: scf.if
// CHECK: nvgpu.device_async_copy %[[B]]
// CHECK: nvgpu.mma.sync
func.func private @g(%a: tensor<64x32xf16>, %b: tensor<64x32xf16>, %w: tensor<64x64xf16>) -> tensor<64x64xf32> attributes {kernel.config = #kernel.config<schedule = "matrix-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 2, 32], vector = 2>} {
  %c = tensor.concat dim(1) %a, %b : (tensor<64x32xf16>, tensor<64x32xf16>) -> tensor<64x64xf16>
  %z = arith.constant dense<0.0> : tensor<64x64xf32>
  %0 = linalg.matmul ins(%c, %w : tensor<64x64xf16>, tensor<64x64xf16>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
  return %0 : tensor<64x64xf32>
}
func.func @main(%a: tensor<64x32xf16>, %b: tensor<64x32xf16>, %w: tensor<64x64xf16>) -> tensor<64x64xf32> {
  %r = call @g(%a, %b, %w) : (tensor<64x32xf16>, tensor<64x32xf16>, tensor<64x64xf16>) -> tensor<64x64xf32>
  return %r : tensor<64x64xf32>
}
