// RUN: burin-opt %s --outline-groups --verify-groups | FileCheck %s
// RUN: burin-opt %s --outline-groups=epilogues=false --verify-groups | FileCheck %s --check-prefix=OFF

#rows = affine_map<(b, n, h, d) -> (b, h, n, d)>
#id = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>

// Heads are merged by the stores of the attention, not by the loads of what reads it. A permutation that takes
// the runs apart is left to the reader.
// CHECK-LABEL: func.func @read
// CHECK: %[[Y:.*]] = call @attention_{{[0-9]+}}({{.*}}) : {{.*}} -> tensor<2x64x8x40xf16>
// CHECK: %[[ROWS:.*]] = tensor.collapse_shape %[[Y]]
// CHECK: call @matmul_{{[0-9]+}}(%[[ROWS]], %{{.*}}) : (tensor<128x320xf16>, tensor<320x32xf16>) -> tensor<128x32xf32>
// CHECK: %[[Z:.*]] = call @attention_{{[0-9]+}}({{.*}}) : {{.*}} -> tensor<2x8x64x40xf16>
// CHECK: call @softmax_{{[0-9]+}}(%[[Z]]) : (tensor<2x8x64x40xf16>) -> tensor<2x8x40x64xf16>
// OFF-LABEL: func.func @read
// OFF: call @attention_{{[0-9]+}}({{.*}}) : {{.*}} -> tensor<2x8x64x40xf16>
// OFF: call @matmul_{{[0-9]+}}(%{{.*}}) : (tensor<2x8x64x40xf16>
func.func @read(%q: tensor<2x8x64x40xf16>, %k: tensor<2x8x77x40xf16>, %w: tensor<320x32xf16>) -> (tensor<128x32xf32>, tensor<2x8x40x64xf16>) {
  %e = tensor.empty() : tensor<2x8x64x40xf16>
  %y = fused.attention scale = 0.158 ins(%q, %k, %k : tensor<2x8x64x40xf16>, tensor<2x8x77x40xf16>, tensor<2x8x77x40xf16>) outs(%e : tensor<2x8x64x40xf16>) -> tensor<2x8x64x40xf16>
  %f = tensor.empty() : tensor<2x64x8x40xf16>
  %t = linalg.generic {indexing_maps = [#rows, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%y : tensor<2x8x64x40xf16>) outs(%f : tensor<2x64x8x40xf16>) {
  ^bb0(%in: f16, %out: f16):
    linalg.yield %in : f16
  } -> tensor<2x64x8x40xf16>
  %r = tensor.collapse_shape %t [[0, 1], [2, 3]] : tensor<2x64x8x40xf16> into tensor<128x320xf16>
  %z = arith.constant dense<0.0> : tensor<128x32xf32>
  %m = linalg.matmul ins(%r, %w : tensor<128x320xf16>, tensor<320x32xf16>) outs(%z : tensor<128x32xf32>) -> tensor<128x32xf32>
  %y1 = fused.attention scale = 0.2 ins(%q, %k, %k : tensor<2x8x64x40xf16>, tensor<2x8x77x40xf16>, tensor<2x8x77x40xf16>) outs(%e : tensor<2x8x64x40xf16>) -> tensor<2x8x64x40xf16>
  %g = tensor.empty() : tensor<2x8x40x64xf16>
  %u = linalg.generic {indexing_maps = [affine_map<(b, h, d, n) -> (b, h, n, d)>, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%y1 : tensor<2x8x64x40xf16>) outs(%g : tensor<2x8x40x64xf16>) {
  ^bb0(%in: f16, %out: f16):
    linalg.yield %in : f16
  } -> tensor<2x8x40x64xf16>
  %s = linalg.softmax dimension(3) ins(%u : tensor<2x8x40x64xf16>) outs(%g : tensor<2x8x40x64xf16>) -> tensor<2x8x40x64xf16>
  return %m, %s : tensor<128x32xf32>, tensor<2x8x40x64xf16>
}
