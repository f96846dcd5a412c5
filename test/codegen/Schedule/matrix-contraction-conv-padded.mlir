// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// A 3 x 3 convolution of a padded image: the padding is never stored, a copy
// outside of the image takes nothing.
// CHECK-LABEL: gpu.func @g(%{{.*}}: memref<2048xf16, #gpu.address_space<global>>
// CHECK: %[[COUNT:.*]] = arith.select {{.*}}, %c8{{.*}}, %c0{{.*}} : index
// CHECK-NEXT: nvgpu.device_async_copy {{.*}}, 8, %[[COUNT]] {bypassL1}
// CHECK: scf.for
// CHECK: nvgpu.mma.sync
// CHECK: vector.store {{.*}} vector<8xf32>
func.func private @g(%x: tensor<1x8x8x32xf16>, %w: tensor<3x3x32x64xf16>) -> tensor<1x8x8x64xf32> attributes {kernel.config = #kernel.config<schedule = "matrix-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 2, 32], vector = 2>} {
  %zero = arith.constant 0.0 : f16
  %p = tensor.pad %x low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%i: index, %j: index, %k: index, %l: index):
    tensor.yield %zero : f16
  } : tensor<1x8x8x32xf16> to tensor<1x10x10x32xf16>
  %z = arith.constant dense<0.0> : tensor<1x8x8x64xf32>
  %0 = linalg.conv_2d_nhwc_hwcf ins(%p, %w : tensor<1x10x10x32xf16>, tensor<3x3x32x64xf16>) outs(%z : tensor<1x8x8x64xf32>) -> tensor<1x8x8x64xf32>
  return %0 : tensor<1x8x8x64xf32>
}
func.func @main(%x: tensor<1x8x8x32xf16>, %w: tensor<3x3x32x64xf16>) -> tensor<1x8x8x64xf32> {
  %r = call @g(%x, %w) : (tensor<1x8x8x32xf16>, tensor<3x3x32x64xf16>) -> tensor<1x8x8x64xf32>
  return %r : tensor<1x8x8x64xf32>
}
