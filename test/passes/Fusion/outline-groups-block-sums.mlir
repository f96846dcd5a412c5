// RUN: burin-opt %s --outline-groups --verify-groups | FileCheck %s
// RUN: burin-opt %s --outline-groups=epilogues=false | FileCheck %s --check-prefix=OFF

#id = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#channel = affine_map<(d0, d1, d2, d3) -> (d3)>

// A convolution with a bias sums what it stores; the rest reads both results.
// CHECK-LABEL: func.func @main
// CHECK: %[[R:.*]]:2 = call @conv_0({{.*}}) : ({{.*}}) -> (tensor<1x4x4x8xf16>, tensor<1x2x2x8xf32>)
// CHECK-NOT: call
// CHECK: return %[[R]]#0, %[[R]]#1
// CHECK: func.func private @conv_0
// CHECK: linalg.conv_2d_nhwc_hwcf
// CHECK: %[[X:.*]] = linalg.generic
// CHECK: %[[V:.*]] = tensor.collapse_shape %[[X]]
// CHECK: %[[S:.*]] = fused.block_sums ins(%[[V]]
// CHECK: return %[[X]], %[[S]]
// Without epilogues a kernel of their own.
// OFF-LABEL: func.func @main
// OFF: call @block_sums_{{[0-9]}}(
// OFF: func.func private @block_sums_
// OFF-NEXT: tensor.empty
// OFF-NEXT: fused.block_sums
func.func @main(%a: tensor<1x6x6x4xf16>, %w: tensor<3x3x4x8xf16>, %b: tensor<8xf16>) -> (tensor<1x4x4x8xf16>, tensor<1x2x2x8xf32>) {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<1x4x4x8xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32>
  %c = linalg.conv_2d_nhwc_hwcf ins(%a, %w : tensor<1x6x6x4xf16>, tensor<3x3x4x8xf16>) outs(%f : tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32>
  %h = tensor.empty() : tensor<1x4x4x8xf16>
  %x = linalg.generic {indexing_maps = [#id, #channel, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%c, %b : tensor<1x4x4x8xf32>, tensor<8xf16>) outs(%h : tensor<1x4x4x8xf16>) {
  ^bb0(%i0: f32, %i1: f16, %o: f16):
    %s = arith.extf %i1 : f16 to f32
    %t = arith.addf %i0, %s : f32
    %u = arith.truncf %t : f32 to f16
    linalg.yield %u : f16
  } -> tensor<1x4x4x8xf16>
  %v = tensor.collapse_shape %x [[0], [1, 2], [3]] : tensor<1x4x4x8xf16> into tensor<1x16x8xf16>
  %p = tensor.empty() : tensor<1x2x2x8xf32>
  %sums = fused.block_sums ins(%v : tensor<1x16x8xf16>) outs(%p : tensor<1x2x2x8xf32>) -> tensor<1x2x2x8xf32>
  return %x, %sums : tensor<1x4x4x8xf16>, tensor<1x2x2x8xf32>
}
