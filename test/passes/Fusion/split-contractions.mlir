// RUN: burin-opt %s --split-contractions | FileCheck %s
// RUN: burin-opt %s --split-contractions --split-contractions | FileCheck %s

// CHECK-DAG: #[[LHS:.*]] = affine_map<(d0, d1, d2, d3) -> (d1, d0, d3)>
// CHECK-DAG: #[[RHS:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, d3, d2)>
// CHECK-DAG: #[[PART:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
// CHECK-DAG: #[[ALL:.*]] = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
// CHECK-DAG: #[[SUM:.*]] = affine_map<(d0, d1, d2) -> (d1, d2)>
// CHECK-DAG: #[[IMAGE:.*]] = affine_map<(d0, d1, d2, d3, d4, d5, d6, d7) -> (d1, d2 * 2 + d5, d3 * 2 + d6, d0, d7)>
// CHECK-DAG: #[[FILTER:.*]] = affine_map<(d0, d1, d2, d3, d4, d5, d6, d7) -> (d5, d6, d0, d7, d4)>

// CHECK-LABEL: func.func @matmul(
// CHECK-SAME: %[[A:.*]]: tensor<128x1280xf16>, %[[B:.*]]: tensor<1280x320xf16>, %[[INIT:.*]]: tensor<128x320xf32>
// CHECK-DAG: %[[ZERO:.*]] = arith.constant dense<0.000000e+00> : tensor<4x128x320xf32>
// CHECK-DAG: %[[L:.*]] = tensor.expand_shape %[[A]] {{\[}}[0], [1, 2]] output_shape [128, 4, 320]
// CHECK-DAG: %[[R:.*]] = tensor.expand_shape %[[B]] {{\[}}[0, 1], [2]] output_shape [4, 320, 320]
// CHECK: %[[P:.*]] = linalg.generic {indexing_maps = [#[[LHS]], #[[RHS]], #[[PART]]], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%[[L]], %[[R]] : {{.*}}) outs(%[[ZERO]] : tensor<4x128x320xf32>)
// CHECK: arith.extf
// CHECK: arith.mulf
// CHECK: arith.addf
// The sum begins with what the contraction began with.
// CHECK: %[[S:.*]] = linalg.generic {indexing_maps = [#[[ALL]], #[[SUM]]], iterator_types = ["reduction", "parallel", "parallel"]} ins(%[[P]] : tensor<4x128x320xf32>) outs(%[[INIT]] : tensor<128x320xf32>)
// CHECK: return %[[S]]
func.func @matmul(%a: tensor<128x1280xf16>, %b: tensor<1280x320xf16>, %init: tensor<128x320xf32>) -> tensor<128x320xf32> {
  %0 = linalg.matmul {kernel.split = 4 : i64} ins(%a, %b : tensor<128x1280xf16>, tensor<1280x320xf16>) outs(%init : tensor<128x320xf32>) -> tensor<128x320xf32>
  return %0 : tensor<128x320xf32>
}

// Channels are split, the window is not.
// CHECK-LABEL: func.func @conv(
// CHECK: tensor.expand_shape %{{.*}} {{\[}}[0], [1], [2], [3, 4]] output_shape [2, 17, 17, 2, 32]
// CHECK: tensor.expand_shape %{{.*}} {{\[}}[0], [1], [2, 3], [4]] output_shape [3, 3, 2, 32, 16]
// CHECK: linalg.generic {indexing_maps = [#[[IMAGE]], #[[FILTER]], #{{.*}}], iterator_types = ["parallel", "parallel", "parallel", "parallel", "parallel", "reduction", "reduction", "reduction"]}
// CHECK: -> tensor<2x2x8x8x16xf32>
func.func @conv(%x: tensor<2x17x17x64xf16>, %w: tensor<3x3x64x16xf16>) -> tensor<2x8x8x16xf32> {
  %z = arith.constant dense<0.0> : tensor<2x8x8x16xf32>
  %0 = linalg.conv_2d_nhwc_hwcf {kernel.split = 2 : i64, strides = dense<2> : tensor<2xi64>} ins(%x, %w : tensor<2x17x17x64xf16>, tensor<3x3x64x16xf16>) outs(%z : tensor<2x8x8x16xf32>) -> tensor<2x8x8x16xf32>
  return %0 : tensor<2x8x8x16xf32>
}

// Nobody asked.
// CHECK-LABEL: func.func @whole(
// CHECK-NEXT: linalg.matmul
func.func @whole(%a: tensor<128x1280xf16>, %b: tensor<1280x320xf16>, %init: tensor<128x320xf32>) -> tensor<128x320xf32> {
  %0 = linalg.matmul ins(%a, %b : tensor<128x1280xf16>, tensor<1280x320xf16>) outs(%init : tensor<128x320xf32>) -> tensor<128x320xf32>
  return %0 : tensor<128x320xf32>
}
