// RUN: burin-opt %s --outline-groups --verify-groups | FileCheck %s
// RUN: burin-opt %s --fuse-elementwise-chains | FileCheck %s --check-prefix=CHAIN

#up = affine_map<(d0, d1, d2, d3) -> (d0, d1 floordiv 2, d2 floordiv 2, d3)>
#id = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>

// A convolution reads the small image: the upsampled one is an index map.
// CHECK-LABEL: func.func @convolution
// CHECK-NEXT: %[[Y:.*]] = call @conv_0(%arg0, %arg1) : (tensor<1x4x4x8xf16>, tensor<3x3x8x8xf16>)
// CHECK-NEXT: return %[[Y]]
func.func @convolution(%x: tensor<1x4x4x8xf16>, %w: tensor<3x3x8x8xf16>) -> tensor<1x8x8x8xf32> {
  %zero = arith.constant 0.0 : f16
  %zero32 = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<1x8x8x8xf16>
  %u = linalg.generic {indexing_maps = [#up, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%x : tensor<1x4x4x8xf16>) outs(%e : tensor<1x8x8x8xf16>) {
  ^bb0(%a: f16, %o: f16):
    linalg.yield %a : f16
  } -> tensor<1x8x8x8xf16>
  %p = tensor.pad %u low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%i: index, %j: index, %k: index, %l: index):
    tensor.yield %zero : f16
  } : tensor<1x8x8x8xf16> to tensor<1x10x10x8xf16>
  %e32 = tensor.empty() : tensor<1x8x8x8xf32>
  %f = linalg.fill ins(%zero32 : f32) outs(%e32 : tensor<1x8x8x8xf32>) -> tensor<1x8x8x8xf32>
  %y = linalg.conv_2d_nhwc_hwcf ins(%p, %w : tensor<1x10x10x8xf16>, tensor<3x3x8x8xf16>) outs(%f : tensor<1x8x8x8xf32>) -> tensor<1x8x8x8xf32>
  return %y : tensor<1x8x8x8xf32>
}

// What is upsampled is computed once per source element: chains do not merge it.
// CHAIN-LABEL: func.func @repeats
// CHAIN: math.exp
// CHAIN: linalg.generic
// CHAIN-NOT: math.exp
// CHAIN: return
func.func @repeats(%x: tensor<1x4x4x8xf32>) -> tensor<1x8x8x8xf32> {
  %e = tensor.empty() : tensor<1x4x4x8xf32>
  %0 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%x : tensor<1x4x4x8xf32>) outs(%e : tensor<1x4x4x8xf32>) {
  ^bb0(%a: f32, %o: f32):
    %t = math.exp %a : f32
    linalg.yield %t : f32
  } -> tensor<1x4x4x8xf32>
  %e1 = tensor.empty() : tensor<1x8x8x8xf32>
  %1 = linalg.generic {indexing_maps = [#up, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%0 : tensor<1x4x4x8xf32>) outs(%e1 : tensor<1x8x8x8xf32>) {
  ^bb0(%a: f32, %o: f32):
    linalg.yield %a : f32
  } -> tensor<1x8x8x8xf32>
  return %1 : tensor<1x8x8x8xf32>
}
