// RUN: burin-opt %s --outline-groups --verify-groups | FileCheck %s

#heads = affine_map<(b, h, n, d) -> (b, n, h, d)>
#rows = affine_map<(b, n, h, d) -> (b, h, n, d)>
#id = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>

// Heads are split in front of the kernel and merged behind it: index maps, no
// copies. One slice of a merged projection is read where it lies.
// CHECK-LABEL: func.func @heads
// CHECK-NEXT: %[[Y:.*]] = call @attention_0(%arg0, %arg1) : (tensor<2x64x960xf16>, tensor<2x8x77x40xf16>) -> tensor<2x64x8x40xf16>
// CHECK-NEXT: %[[MERGED:.*]] = tensor.collapse_shape %[[Y]]
// CHECK-NEXT: return %[[MERGED]]
// CHECK-LABEL: func.func private @attention_0
// CHECK: tensor.extract_slice %arg0[0, 0, 320] [2, 64, 320] [1, 1, 1]
// CHECK: tensor.expand_shape
// CHECK: linalg.generic
// CHECK: fused.attention
// CHECK: %[[TRANSPOSED:.*]] = linalg.generic
// CHECK: return %[[TRANSPOSED]]
func.func @heads(%qkv: tensor<2x64x960xf16>, %k: tensor<2x8x77x40xf16>) -> tensor<2x64x320xf16> {
  %s = tensor.extract_slice %qkv[0, 0, 320] [2, 64, 320] [1, 1, 1] : tensor<2x64x960xf16> to tensor<2x64x320xf16>
  %x = tensor.expand_shape %s [[0], [1], [2, 3]] output_shape [2, 64, 8, 40] : tensor<2x64x320xf16> into tensor<2x64x8x40xf16>
  %e = tensor.empty() : tensor<2x8x64x40xf16>
  %q = linalg.generic {indexing_maps = [#heads, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%x : tensor<2x64x8x40xf16>) outs(%e : tensor<2x8x64x40xf16>) {
  ^bb0(%in: f16, %out: f16):
    linalg.yield %in : f16
  } -> tensor<2x8x64x40xf16>
  %y = fused.attention scale = 0.158 ins(%q, %k, %k : tensor<2x8x64x40xf16>, tensor<2x8x77x40xf16>, tensor<2x8x77x40xf16>) outs(%e : tensor<2x8x64x40xf16>) -> tensor<2x8x64x40xf16>
  %f = tensor.empty() : tensor<2x64x8x40xf16>
  %t = linalg.generic {indexing_maps = [#rows, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%y : tensor<2x8x64x40xf16>) outs(%f : tensor<2x64x8x40xf16>) {
  ^bb0(%in: f16, %out: f16):
    linalg.yield %in : f16
  } -> tensor<2x64x8x40xf16>
  %r = tensor.collapse_shape %t [[0], [1], [2, 3]] : tensor<2x64x8x40xf16> into tensor<2x64x320xf16>
  return %r : tensor<2x64x320xf16>
}
