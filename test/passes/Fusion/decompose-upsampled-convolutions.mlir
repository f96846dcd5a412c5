// RUN: burin-opt %s --decompose-upsampled-convolutions --split-input-file | FileCheck %s

// One contraction with a loop for the parity of rows and of columns; its result is stored as it lies. Weights are
// rounded once, after taps are added.
// CHECK-DAG: #[[$IN:.*]] = affine_map<(d0, d1, d2, d3, d4, d5, d6, d7, d8) -> (d0, d1 + d2 + d6, d3 + d4 + d7, d8)>
// CHECK-DAG: #[[$W:.*]] = affine_map<(d0, d1, d2, d3, d4, d5, d6, d7, d8) -> (d2, d4, d6, d7, d8, d5)>
// CHECK-DAG: #[[$OUT:.*]] = affine_map<(d0, d1, d2, d3, d4, d5, d6, d7, d8) -> (d0, d1, d2, d3, d4, d5)>
// CHECK-LABEL: func.func @channels_last
// CHECK-SAME: (%[[X:.*]]: tensor<2x4x5x8xf16>)
// CHECK: %[[W:.*]] = plan.constant "w.polyphase" {{.*}} recipe [#plan.transpose<[2, 3, 1, 0]>, #plan.polyphase, #plan.cast<f16>] -> tensor<2x2x2x2x8x16xf16>
// CHECK: %[[P:.*]] = tensor.pad %[[X]] low[0, 1, 1, 0] high[0, 1, 1, 0]
// CHECK: %[[Q:.*]] = linalg.generic {indexing_maps = [#[[$IN]], #[[$W]], #[[$OUT]]], iterator_types = ["parallel", "parallel", "parallel", "parallel", "parallel", "parallel", "reduction", "reduction", "reduction"]} ins(%[[P]], %[[W]] : tensor<2x6x7x8xf16>, tensor<2x2x2x2x8x16xf16>)
// CHECK: arith.mulf
// CHECK: arith.addf
// CHECK: %[[R:.*]] = tensor.collapse_shape %[[Q]] {{\[\[}}0], [1, 2], [3, 4], [5]] : tensor<2x4x2x5x2x16xf32> into tensor<2x8x10x16xf32>
// CHECK-NOT: linalg.conv
// CHECK: return %[[R]]
#id = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#up = affine_map<(d0, d1, d2, d3) -> (d0, d1 floordiv 2, d2 floordiv 2, d3)>
func.func @channels_last(%x: tensor<2x4x5x8xf16>) -> tensor<2x8x10x16xf32> {
  %w = plan.constant "w" #plan.missing<"x"> of tensor<16x8x3x3xf32> recipe [#plan.cast<f16>, #plan.transpose<[2, 3, 1, 0]>] -> tensor<3x3x8x16xf16>
  %e0 = tensor.empty() : tensor<2x8x10x8xf16>
  %u0 = linalg.generic {indexing_maps = [#up, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%x : tensor<2x4x5x8xf16>) outs(%e0 : tensor<2x8x10x8xf16>) {
  ^bb0(%in: f16, %out: f16):
    linalg.yield %in : f16
  } -> tensor<2x8x10x8xf16>
  %p = arith.constant 0.0 : f16
  %padded = tensor.pad %u0 low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%a: index, %b: index, %c: index, %d: index):
    tensor.yield %p : f16
  } : tensor<2x8x10x8xf16> to tensor<2x10x12x8xf16>
  %z = arith.constant dense<0.0> : tensor<2x8x10x16xf32>
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%padded, %w : tensor<2x10x12x8xf16>, tensor<3x3x8x16xf16>) outs(%z : tensor<2x8x10x16xf32>) -> tensor<2x8x10x16xf32>
  return %0 : tensor<2x8x10x16xf32>
}

// -----

// Upsampling of another layout, transposed afterwards: the image is transposed instead.
// CHECK: #[[$T:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, d3, d1, d2)>
// CHECK-LABEL: func.func @channels_first
// CHECK-SAME: (%[[X:.*]]: tensor<1x8x4x4xf16>)
// CHECK: %[[I:.*]] = linalg.generic {indexing_maps = [#[[$T]], #{{.*}}], {{.*}} ins(%[[X]] : tensor<1x8x4x4xf16>) outs(%{{.*}} : tensor<1x4x4x8xf16>)
// CHECK: tensor.pad %[[I]]
// CHECK-NOT: linalg.conv
#id = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#up = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2 floordiv 2, d3 floordiv 2)>
#last = affine_map<(d0, d1, d2, d3) -> (d0, d3, d1, d2)>
func.func @channels_first(%x: tensor<1x8x4x4xf16>) -> tensor<1x8x8x16xf32> {
  %w = plan.constant "w" #plan.missing<"x"> of tensor<16x8x3x3xf32> recipe [#plan.cast<f16>, #plan.transpose<[2, 3, 1, 0]>] -> tensor<3x3x8x16xf16>
  %e0 = tensor.empty() : tensor<1x8x8x8xf16>
  %u0 = linalg.generic {indexing_maps = [#up, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%x : tensor<1x8x4x4xf16>) outs(%e0 : tensor<1x8x8x8xf16>) {
  ^bb0(%in: f16, %out: f16):
    linalg.yield %in : f16
  } -> tensor<1x8x8x8xf16>
  %e1 = tensor.empty() : tensor<1x8x8x8xf16>
  %u1 = linalg.generic {indexing_maps = [#last, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%u0 : tensor<1x8x8x8xf16>) outs(%e1 : tensor<1x8x8x8xf16>) {
  ^bb0(%in: f16, %out: f16):
    linalg.yield %in : f16
  } -> tensor<1x8x8x8xf16>
  %p = arith.constant 0.0 : f16
  %padded = tensor.pad %u1 low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%a: index, %b: index, %c: index, %d: index):
    tensor.yield %p : f16
  } : tensor<1x8x8x8xf16> to tensor<1x10x10x8xf16>
  %z = arith.constant dense<0.0> : tensor<1x8x8x16xf32>
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%padded, %w : tensor<1x10x10x8xf16>, tensor<3x3x8x16xf16>) outs(%z : tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return %0 : tensor<1x8x8x16xf32>
}
