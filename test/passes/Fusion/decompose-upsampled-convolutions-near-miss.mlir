// RUN: burin-opt %s --decompose-upsampled-convolutions --split-input-file | FileCheck %s

// An image as it is.
// CHECK-LABEL: func.func @no_upsampling
// CHECK: linalg.conv_2d_nhwc_hwcf
#id = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#up = affine_map<(d0, d1, d2, d3) -> (d0, d1 floordiv 2, d2 floordiv 2, d3)>
func.func @no_upsampling(%x: tensor<1x8x8x8xf16>) -> tensor<1x8x8x16xf32> {
  %w = plan.constant "w" #plan.missing<"x"> of tensor<16x8x3x3xf32> recipe [#plan.cast<f16>, #plan.transpose<[2, 3, 1, 0]>] -> tensor<3x3x8x16xf16>
  %p = arith.constant 0.0 : f16
  %padded = tensor.pad %x low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%a: index, %b: index, %c: index, %d: index):
    tensor.yield %p : f16
  } : tensor<1x8x8x8xf16> to tensor<1x10x10x8xf16>
  %z = arith.constant dense<0.0> : tensor<1x8x8x16xf32>
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%padded, %w : tensor<1x10x10x8xf16>, tensor<3x3x8x16xf16>) outs(%z : tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return %0 : tensor<1x8x8x16xf32>
}

// -----

// Every second window.
// CHECK-LABEL: func.func @strided
// CHECK: linalg.conv_2d_nhwc_hwcf
#id = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#up = affine_map<(d0, d1, d2, d3) -> (d0, d1 floordiv 2, d2 floordiv 2, d3)>
func.func @strided(%x: tensor<1x4x4x8xf16>) -> tensor<1x4x4x16xf32> {
  %w = plan.constant "w" #plan.missing<"x"> of tensor<16x8x3x3xf32> recipe [#plan.cast<f16>, #plan.transpose<[2, 3, 1, 0]>] -> tensor<3x3x8x16xf16>
  %e0 = tensor.empty() : tensor<1x8x8x8xf16>
  %u0 = linalg.generic {indexing_maps = [#up, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%x : tensor<1x4x4x8xf16>) outs(%e0 : tensor<1x8x8x8xf16>) {
  ^bb0(%in: f16, %out: f16):
    linalg.yield %in : f16
  } -> tensor<1x8x8x8xf16>
  %p = arith.constant 0.0 : f16
  %padded = tensor.pad %u0 low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%a: index, %b: index, %c: index, %d: index):
    tensor.yield %p : f16
  } : tensor<1x8x8x8xf16> to tensor<1x10x10x8xf16>
  %z = arith.constant dense<0.0> : tensor<1x4x4x16xf32>
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<2> : tensor<2xi64>} ins(%padded, %w : tensor<1x10x10x8xf16>, tensor<3x3x8x16xf16>) outs(%z : tensor<1x4x4x16xf32>) -> tensor<1x4x4x16xf32>
  return %0 : tensor<1x4x4x16xf32>
}

// -----

// Windows begin at another parity.
// CHECK-LABEL: func.func @unpadded
// CHECK: linalg.conv_2d_nhwc_hwcf
#id = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#up = affine_map<(d0, d1, d2, d3) -> (d0, d1 floordiv 2, d2 floordiv 2, d3)>
func.func @unpadded(%x: tensor<1x4x4x8xf16>) -> tensor<1x7x7x16xf32> {
  %w = plan.constant "w" #plan.missing<"x"> of tensor<16x8x3x3xf32> recipe [#plan.cast<f16>, #plan.transpose<[2, 3, 1, 0]>] -> tensor<3x3x8x16xf16>
  %e0 = tensor.empty() : tensor<1x8x8x8xf16>
  %u0 = linalg.generic {indexing_maps = [#up, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%x : tensor<1x4x4x8xf16>) outs(%e0 : tensor<1x8x8x8xf16>) {
  ^bb0(%in: f16, %out: f16):
    linalg.yield %in : f16
  } -> tensor<1x8x8x8xf16>
  %p = arith.constant 0.0 : f16
  %padded = tensor.pad %u0 low[0, 0, 0, 0] high[0, 1, 1, 0] {
  ^bb0(%a: index, %b: index, %c: index, %d: index):
    tensor.yield %p : f16
  } : tensor<1x8x8x8xf16> to tensor<1x9x9x8xf16>
  %z = arith.constant dense<0.0> : tensor<1x7x7x16xf32>
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%padded, %w : tensor<1x9x9x8xf16>, tensor<3x3x8x16xf16>) outs(%z : tensor<1x7x7x16xf32>) -> tensor<1x7x7x16xf32>
  return %0 : tensor<1x7x7x16xf32>
}

// -----

// Around the image is not zero.
// CHECK-LABEL: func.func @other_padding
// CHECK: linalg.conv_2d_nhwc_hwcf
#id = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#up = affine_map<(d0, d1, d2, d3) -> (d0, d1 floordiv 2, d2 floordiv 2, d3)>
func.func @other_padding(%x: tensor<1x4x4x8xf16>) -> tensor<1x8x8x16xf32> {
  %w = plan.constant "w" #plan.missing<"x"> of tensor<16x8x3x3xf32> recipe [#plan.cast<f16>, #plan.transpose<[2, 3, 1, 0]>] -> tensor<3x3x8x16xf16>
  %e0 = tensor.empty() : tensor<1x8x8x8xf16>
  %u0 = linalg.generic {indexing_maps = [#up, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%x : tensor<1x4x4x8xf16>) outs(%e0 : tensor<1x8x8x8xf16>) {
  ^bb0(%in: f16, %out: f16):
    linalg.yield %in : f16
  } -> tensor<1x8x8x8xf16>
  %p = arith.constant 1.0 : f16
  %padded = tensor.pad %u0 low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%a: index, %b: index, %c: index, %d: index):
    tensor.yield %p : f16
  } : tensor<1x8x8x8xf16> to tensor<1x10x10x8xf16>
  %z = arith.constant dense<0.0> : tensor<1x8x8x16xf32>
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%padded, %w : tensor<1x10x10x8xf16>, tensor<3x3x8x16xf16>) outs(%z : tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return %0 : tensor<1x8x8x16xf32>
}

// -----

// Upsampling by 4: windows cover other pixels.
// CHECK-LABEL: func.func @other_factor
// CHECK: linalg.conv_2d_nhwc_hwcf
#id = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#up = affine_map<(d0, d1, d2, d3) -> (d0, d1 floordiv 2, d2 floordiv 2, d3)>
#four = affine_map<(d0, d1, d2, d3) -> (d0, d1 floordiv 4, d2 floordiv 4, d3)>
func.func @other_factor(%x: tensor<1x2x2x8xf16>) -> tensor<1x8x8x16xf32> {
  %w = plan.constant "w" #plan.missing<"x"> of tensor<16x8x3x3xf32> recipe [#plan.cast<f16>, #plan.transpose<[2, 3, 1, 0]>] -> tensor<3x3x8x16xf16>
  %e0 = tensor.empty() : tensor<1x8x8x8xf16>
  %u0 = linalg.generic {indexing_maps = [#four, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%x : tensor<1x2x2x8xf16>) outs(%e0 : tensor<1x8x8x8xf16>) {
  ^bb0(%in: f16, %out: f16):
    linalg.yield %in : f16
  } -> tensor<1x8x8x8xf16>
  %p = arith.constant 0.0 : f16
  %padded = tensor.pad %u0 low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%a: index, %b: index, %c: index, %d: index):
    tensor.yield %p : f16
  } : tensor<1x8x8x8xf16> to tensor<1x10x10x8xf16>
  %z = arith.constant dense<0.0> : tensor<1x8x8x16xf32>
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%padded, %w : tensor<1x10x10x8xf16>, tensor<3x3x8x16xf16>) outs(%z : tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return %0 : tensor<1x8x8x16xf32>
}

// -----

// Upsampling of rows alone.
// CHECK-LABEL: func.func @rows_only
// CHECK: linalg.conv_2d_nhwc_hwcf
#id = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#up = affine_map<(d0, d1, d2, d3) -> (d0, d1 floordiv 2, d2 floordiv 2, d3)>
#rows = affine_map<(d0, d1, d2, d3) -> (d0, d1 floordiv 2, d2, d3)>
func.func @rows_only(%x: tensor<1x4x8x8xf16>) -> tensor<1x8x8x16xf32> {
  %w = plan.constant "w" #plan.missing<"x"> of tensor<16x8x3x3xf32> recipe [#plan.cast<f16>, #plan.transpose<[2, 3, 1, 0]>] -> tensor<3x3x8x16xf16>
  %e0 = tensor.empty() : tensor<1x8x8x8xf16>
  %u0 = linalg.generic {indexing_maps = [#rows, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%x : tensor<1x4x8x8xf16>) outs(%e0 : tensor<1x8x8x8xf16>) {
  ^bb0(%in: f16, %out: f16):
    linalg.yield %in : f16
  } -> tensor<1x8x8x8xf16>
  %p = arith.constant 0.0 : f16
  %padded = tensor.pad %u0 low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%a: index, %b: index, %c: index, %d: index):
    tensor.yield %p : f16
  } : tensor<1x8x8x8xf16> to tensor<1x10x10x8xf16>
  %z = arith.constant dense<0.0> : tensor<1x8x8x16xf32>
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%padded, %w : tensor<1x10x10x8xf16>, tensor<3x3x8x16xf16>) outs(%z : tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return %0 : tensor<1x8x8x16xf32>
}

// -----

// One tap: nothing to add up.
// CHECK-LABEL: func.func @other_kernel
// CHECK: linalg.conv_2d_nhwc_hwcf
#id = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#up = affine_map<(d0, d1, d2, d3) -> (d0, d1 floordiv 2, d2 floordiv 2, d3)>
func.func @other_kernel(%x: tensor<1x4x4x8xf16>) -> tensor<1x10x10x16xf32> {
  %w = plan.constant "w" #plan.missing<"x"> of tensor<1x1x8x16xf16> -> tensor<1x1x8x16xf16>
  %e0 = tensor.empty() : tensor<1x8x8x8xf16>
  %u0 = linalg.generic {indexing_maps = [#up, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%x : tensor<1x4x4x8xf16>) outs(%e0 : tensor<1x8x8x8xf16>) {
  ^bb0(%in: f16, %out: f16):
    linalg.yield %in : f16
  } -> tensor<1x8x8x8xf16>
  %p = arith.constant 0.0 : f16
  %padded = tensor.pad %u0 low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%a: index, %b: index, %c: index, %d: index):
    tensor.yield %p : f16
  } : tensor<1x8x8x8xf16> to tensor<1x10x10x8xf16>
  %z = arith.constant dense<0.0> : tensor<1x10x10x16xf32>
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%padded, %w : tensor<1x10x10x8xf16>, tensor<1x1x8x16xf16>) outs(%z : tensor<1x10x10x16xf32>) -> tensor<1x10x10x16xf32>
  return %0 : tensor<1x10x10x16xf32>
}

// -----

// Weights that nobody can add up beforehand.
// CHECK-LABEL: func.func @no_constant
// CHECK: linalg.conv_2d_nhwc_hwcf
#id = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#up = affine_map<(d0, d1, d2, d3) -> (d0, d1 floordiv 2, d2 floordiv 2, d3)>
func.func @no_constant(%x: tensor<1x4x4x8xf16>, %w: tensor<3x3x8x16xf16>) -> tensor<1x8x8x16xf32> {
  %e0 = tensor.empty() : tensor<1x8x8x8xf16>
  %u0 = linalg.generic {indexing_maps = [#up, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%x : tensor<1x4x4x8xf16>) outs(%e0 : tensor<1x8x8x8xf16>) {
  ^bb0(%in: f16, %out: f16):
    linalg.yield %in : f16
  } -> tensor<1x8x8x8xf16>
  %p = arith.constant 0.0 : f16
  %padded = tensor.pad %u0 low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%a: index, %b: index, %c: index, %d: index):
    tensor.yield %p : f16
  } : tensor<1x8x8x8xf16> to tensor<1x10x10x8xf16>
  %z = arith.constant dense<0.0> : tensor<1x8x8x16xf32>
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%padded, %w : tensor<1x10x10x8xf16>, tensor<3x3x8x16xf16>) outs(%z : tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return %0 : tensor<1x8x8x16xf32>
}

// -----

// The sum begins with something.
// CHECK-LABEL: func.func @with_init
// CHECK: linalg.conv_2d_nhwc_hwcf
#id = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#up = affine_map<(d0, d1, d2, d3) -> (d0, d1 floordiv 2, d2 floordiv 2, d3)>
func.func @with_init(%x: tensor<1x4x4x8xf16>) -> tensor<1x8x8x16xf32> {
  %w = plan.constant "w" #plan.missing<"x"> of tensor<16x8x3x3xf32> recipe [#plan.cast<f16>, #plan.transpose<[2, 3, 1, 0]>] -> tensor<3x3x8x16xf16>
  %e0 = tensor.empty() : tensor<1x8x8x8xf16>
  %u0 = linalg.generic {indexing_maps = [#up, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%x : tensor<1x4x4x8xf16>) outs(%e0 : tensor<1x8x8x8xf16>) {
  ^bb0(%in: f16, %out: f16):
    linalg.yield %in : f16
  } -> tensor<1x8x8x8xf16>
  %p = arith.constant 0.0 : f16
  %padded = tensor.pad %u0 low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%a: index, %b: index, %c: index, %d: index):
    tensor.yield %p : f16
  } : tensor<1x8x8x8xf16> to tensor<1x10x10x8xf16>
  %z = arith.constant dense<1.0> : tensor<1x8x8x16xf32>
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%padded, %w : tensor<1x10x10x8xf16>, tensor<3x3x8x16xf16>) outs(%z : tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return %0 : tensor<1x8x8x16xf32>
}

// -----

// The last pixel is repeated once.
// CHECK-LABEL: func.func @odd
// CHECK: linalg.conv_2d_nhwc_hwcf
#id = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#up = affine_map<(d0, d1, d2, d3) -> (d0, d1 floordiv 2, d2 floordiv 2, d3)>
func.func @odd(%x: tensor<1x4x4x8xf16>) -> tensor<1x7x7x16xf32> {
  %w = plan.constant "w" #plan.missing<"x"> of tensor<16x8x3x3xf32> recipe [#plan.cast<f16>, #plan.transpose<[2, 3, 1, 0]>] -> tensor<3x3x8x16xf16>
  %e0 = tensor.empty() : tensor<1x7x7x8xf16>
  %u0 = linalg.generic {indexing_maps = [#up, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%x : tensor<1x4x4x8xf16>) outs(%e0 : tensor<1x7x7x8xf16>) {
  ^bb0(%in: f16, %out: f16):
    linalg.yield %in : f16
  } -> tensor<1x7x7x8xf16>
  %p = arith.constant 0.0 : f16
  %padded = tensor.pad %u0 low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%a: index, %b: index, %c: index, %d: index):
    tensor.yield %p : f16
  } : tensor<1x7x7x8xf16> to tensor<1x9x9x8xf16>
  %z = arith.constant dense<0.0> : tensor<1x7x7x16xf32>
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%padded, %w : tensor<1x9x9x8xf16>, tensor<3x3x8x16xf16>) outs(%z : tensor<1x7x7x16xf32>) -> tensor<1x7x7x16xf32>
  return %0 : tensor<1x7x7x16xf32>
}

// -----

// Behind the part of the image that is repeated is not zero.
// CHECK-LABEL: func.func @part
// CHECK: linalg.conv_2d_nhwc_hwcf
#id = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#up = affine_map<(d0, d1, d2, d3) -> (d0, d1 floordiv 2, d2 floordiv 2, d3)>
func.func @part(%x: tensor<1x5x5x8xf16>) -> tensor<1x8x8x16xf32> {
  %w = plan.constant "w" #plan.missing<"x"> of tensor<16x8x3x3xf32> recipe [#plan.cast<f16>, #plan.transpose<[2, 3, 1, 0]>] -> tensor<3x3x8x16xf16>
  %e0 = tensor.empty() : tensor<1x8x8x8xf16>
  %u0 = linalg.generic {indexing_maps = [#up, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%x : tensor<1x5x5x8xf16>) outs(%e0 : tensor<1x8x8x8xf16>) {
  ^bb0(%in: f16, %out: f16):
    linalg.yield %in : f16
  } -> tensor<1x8x8x8xf16>
  %p = arith.constant 0.0 : f16
  %padded = tensor.pad %u0 low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%a: index, %b: index, %c: index, %d: index):
    tensor.yield %p : f16
  } : tensor<1x8x8x8xf16> to tensor<1x10x10x8xf16>
  %z = arith.constant dense<0.0> : tensor<1x8x8x16xf32>
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%padded, %w : tensor<1x10x10x8xf16>, tensor<3x3x8x16xf16>) outs(%z : tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return %0 : tensor<1x8x8x16xf32>
}

// -----

// What is upsampled is changed on the way.
// CHECK-LABEL: func.func @not_a_copy
// CHECK: linalg.conv_2d_nhwc_hwcf
#id = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#up = affine_map<(d0, d1, d2, d3) -> (d0, d1 floordiv 2, d2 floordiv 2, d3)>
func.func @not_a_copy(%x: tensor<1x4x4x8xf16>) -> tensor<1x8x8x16xf32> {
  %w = plan.constant "w" #plan.missing<"x"> of tensor<16x8x3x3xf32> recipe [#plan.cast<f16>, #plan.transpose<[2, 3, 1, 0]>] -> tensor<3x3x8x16xf16>
  %e0 = tensor.empty() : tensor<1x8x8x8xf16>
  %u0 = linalg.generic {indexing_maps = [#up, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%x : tensor<1x4x4x8xf16>) outs(%e0 : tensor<1x8x8x8xf16>) {
  ^bb0(%in: f16, %out: f16):
    %n = arith.negf %in : f16
    linalg.yield %n : f16
  } -> tensor<1x8x8x8xf16>
  %p = arith.constant 0.0 : f16
  %padded = tensor.pad %u0 low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%a: index, %b: index, %c: index, %d: index):
    tensor.yield %p : f16
  } : tensor<1x8x8x8xf16> to tensor<1x10x10x8xf16>
  %z = arith.constant dense<0.0> : tensor<1x8x8x16xf32>
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%padded, %w : tensor<1x10x10x8xf16>, tensor<3x3x8x16xf16>) outs(%z : tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return %0 : tensor<1x8x8x16xf32>
}
