// RUN: burin-opt %s --split-input-file --lower-to-kernels --canonicalize --cse --loop-invariant-code-motion --cse | FileCheck %s

// An address is what the row of the tile has plus what the step has. Rows that follow
// each other in memory differ by a constant; whether a tap of a row is padding is a bit
// of its mask; the step counts channels, columns and rows of the window like digits.
// CHECK-LABEL: gpu.func @same
// 64 pixels of 64 channels, one row of the tile after 16: 1024; the window begins a row
// and a pixel before: -576.
// Taps of the first row and of the last: bits 0 to 2 and 6 to 8.
// CHECK-DAG: arith.constant 7 : index
// CHECK-DAG: arith.constant 448 : index
// CHECK: scf.for
// CHECK-NOT: arith.divui
// CHECK-NOT: arith.remui
// CHECK: %[[BIT:.*]] = arith.andi %{{.*}}, %[[TAP:.*]] : index
// CHECK-NEXT: %[[INSIDE:.*]] = arith.cmpi ne, %[[BIT]], %c0
// CHECK: %[[AT:.*]] = arith.addi %[[ROW:.*]], %c-576 : index
// CHECK: %[[COUNT:.*]] = arith.select %[[INSIDE]], %c8, %c0 : index
// CHECK-NEXT: nvgpu.device_async_copy %{{.*}}[%[[AT]]], {{.*}}, 8, %[[COUNT]] {bypassL1}
// CHECK: arith.andi %{{.*}}, %[[TAP]] : index
// CHECK: arith.addi %[[ROW]], %c448 : index
// CHECK: nvgpu.mma.sync
// CHECK-NOT: arith.divui
// CHECK-NOT: arith.remui
// CHECK: scf.yield
func.func private @same(%x: tensor<1x8x8x64xf16>, %w: tensor<3x3x64x64xf16>) -> tensor<1x8x8x64xf32> attributes {kernel.config = #kernel.config<schedule = "matrix-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 2, 64], vector = 2>} {
  %zero = arith.constant 0.0 : f16
  %p = tensor.pad %x low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%i: index, %j: index, %k: index, %l: index):
    tensor.yield %zero : f16
  } : tensor<1x8x8x64xf16> to tensor<1x10x10x64xf16>
  %z = arith.constant dense<0.0> : tensor<1x8x8x64xf32>
  %0 = linalg.conv_2d_nhwc_hwcf {strides = dense<1> : tensor<2xi64>} ins(%p, %w : tensor<1x10x10x64xf16>, tensor<3x3x64x64xf16>) outs(%z : tensor<1x8x8x64xf32>) -> tensor<1x8x8x64xf32>
  return %0 : tensor<1x8x8x64xf32>
}
func.func @main_same(%x: tensor<1x8x8x64xf16>, %w: tensor<3x3x64x64xf16>) -> tensor<1x8x8x64xf32> {
  %r = call @same(%x, %w) : (tensor<1x8x8x64xf16>, tensor<3x3x64x64xf16>) -> tensor<1x8x8x64xf32>
  return %r : tensor<1x8x8x64xf32>
}

// -----

// Windows two pixels apart: every row has its own base, the loop adds the same step.
// CHECK-LABEL: gpu.func @strided
// CHECK: scf.for
// CHECK-NOT: arith.divui
// CHECK-NOT: arith.remui
// CHECK: scf.if
// CHECK: arith.muli
// CHECK: %[[STEP:.*]] = arith.addi %{{.*}}, %{{.*}} : index
// CHECK-NEXT: %[[ROW:.*]] = arith.addi %[[STEP]], %{{.*}} : index
// CHECK-NEXT: %[[AT:.*]] = arith.addi %[[ROW]], %c-1088 : index
// CHECK: nvgpu.device_async_copy %{{.*}}[%[[AT]]]
// CHECK: %[[OTHER:.*]] = arith.addi %[[STEP]], %{{.*}} : index
// CHECK-NEXT: %[[THERE:.*]] = arith.addi %[[OTHER]], %c-1088 : index
// CHECK: nvgpu.device_async_copy %{{.*}}[%[[THERE]]]
// CHECK: nvgpu.mma.sync
func.func private @strided(%x: tensor<1x16x16x64xf16>, %w: tensor<3x3x64x64xf16>) -> tensor<1x8x8x64xf32> attributes {kernel.config = #kernel.config<schedule = "matrix-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 2, 64], vector = 2>} {
  %zero = arith.constant 0.0 : f16
  %p = tensor.pad %x low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%i: index, %j: index, %k: index, %l: index):
    tensor.yield %zero : f16
  } : tensor<1x16x16x64xf16> to tensor<1x18x18x64xf16>
  %z = arith.constant dense<0.0> : tensor<1x8x8x64xf32>
  %0 = linalg.conv_2d_nhwc_hwcf {strides = dense<2> : tensor<2xi64>} ins(%p, %w : tensor<1x18x18x64xf16>, tensor<3x3x64x64xf16>) outs(%z : tensor<1x8x8x64xf32>) -> tensor<1x8x8x64xf32>
  return %0 : tensor<1x8x8x64xf32>
}
func.func @main_strided(%x: tensor<1x16x16x64xf16>, %w: tensor<3x3x64x64xf16>) -> tensor<1x8x8x64xf32> {
  %r = call @strided(%x, %w) : (tensor<1x16x16x64xf16>, tensor<3x3x64x64xf16>) -> tensor<1x8x8x64xf32>
  return %r : tensor<1x8x8x64xf32>
}

// -----

// A step of 64 has more than one tap of 32 channels: each copy finds its own.
// CHECK-LABEL: gpu.func @straddling
// CHECK: scf.for
// CHECK: scf.if
// CHECK: arith.divui
// CHECK: nvgpu.device_async_copy
// CHECK: nvgpu.mma.sync
func.func private @straddling(%x: tensor<1x8x8x32xf16>, %w: tensor<3x3x32x64xf16>) -> tensor<1x8x8x64xf32> attributes {kernel.config = #kernel.config<schedule = "matrix-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 2, 64], vector = 2>} {
  %zero = arith.constant 0.0 : f16
  %p = tensor.pad %x low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%i: index, %j: index, %k: index, %l: index):
    tensor.yield %zero : f16
  } : tensor<1x8x8x32xf16> to tensor<1x10x10x32xf16>
  %z = arith.constant dense<0.0> : tensor<1x8x8x64xf32>
  %0 = linalg.conv_2d_nhwc_hwcf {strides = dense<1> : tensor<2xi64>} ins(%p, %w : tensor<1x10x10x32xf16>, tensor<3x3x32x64xf16>) outs(%z : tensor<1x8x8x64xf32>) -> tensor<1x8x8x64xf32>
  return %0 : tensor<1x8x8x64xf32>
}
func.func @main_straddling(%x: tensor<1x8x8x32xf16>, %w: tensor<3x3x32x64xf16>) -> tensor<1x8x8x64xf32> {
  %r = call @straddling(%x, %w) : (tensor<1x8x8x32xf16>, tensor<3x3x32x64xf16>) -> tensor<1x8x8x64xf32>
  return %r : tensor<1x8x8x64xf32>
}

// -----

// A pixel of an upsampled image is no sum of row and tap: the bases are computed when
// the tap changes (here after two steps), and carried.
// CHECK-LABEL: gpu.func @upsampled
// CHECK: scf.for
// CHECK-NOT: arith.divui
// CHECK: nvgpu.device_async_copy
// CHECK-NOT: arith.divui
// CHECK: nvgpu.mma.sync
// CHECK-NOT: arith.divui
// CHECK: %[[NEW:.*]] = arith.cmpi eq, %{{.*}}, %c128 : index
// CHECK: %[[BASES:.*]]:4 = scf.if %[[NEW]] -> (index, index, index, index)
// CHECK: arith.divui
// CHECK: scf.yield
// CHECK: scf.yield {{.*}}%[[BASES]]#0, %[[BASES]]#1, %[[BASES]]#2, %[[BASES]]#3
func.func private @upsampled(%x: tensor<1x4x4x128xf16>, %w: tensor<3x3x128x64xf16>) -> tensor<1x8x8x64xf32> attributes {kernel.config = #kernel.config<schedule = "matrix-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 2, 64], vector = 2>} {
  %zero = arith.constant 0.0 : f16
  %e = tensor.empty() : tensor<1x8x8x128xf16>
  %u = linalg.generic {indexing_maps = [affine_map<(n, h, w, c) -> (n, h floordiv 2, w floordiv 2, c)>, affine_map<(n, h, w, c) -> (n, h, w, c)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%x : tensor<1x4x4x128xf16>) outs(%e : tensor<1x8x8x128xf16>) {
  ^bb0(%in: f16, %out: f16):
    linalg.yield %in : f16
  } -> tensor<1x8x8x128xf16>
  %p = tensor.pad %u low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%i: index, %j: index, %k: index, %l: index):
    tensor.yield %zero : f16
  } : tensor<1x8x8x128xf16> to tensor<1x10x10x128xf16>
  %z = arith.constant dense<0.0> : tensor<1x8x8x64xf32>
  %0 = linalg.conv_2d_nhwc_hwcf ins(%p, %w : tensor<1x10x10x128xf16>, tensor<3x3x128x64xf16>) outs(%z : tensor<1x8x8x64xf32>) -> tensor<1x8x8x64xf32>
  return %0 : tensor<1x8x8x64xf32>
}
func.func @main_upsampled(%x: tensor<1x4x4x128xf16>, %w: tensor<3x3x128x64xf16>) -> tensor<1x8x8x64xf32> {
  %r = call @upsampled(%x, %w) : (tensor<1x4x4x128xf16>, tensor<3x3x128x64xf16>) -> tensor<1x8x8x64xf32>
  return %r : tensor<1x8x8x64xf32>
}
