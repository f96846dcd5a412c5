// RUN: burin-opt %s --outline-groups --verify-groups | FileCheck %s

#id = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>

// Each key is read once per block of queries: arithmetic on it stays outside.
// CHECK-LABEL: func.func @computed_key
// CHECK: call @elementwise
// CHECK: call @attention
func.func @computed_key(%q: tensor<1x2x64x8xf32>, %k: tensor<1x2x64x8xf32>) -> tensor<1x2x64x8xf32> {
  %e = tensor.empty() : tensor<1x2x64x8xf32>
  %c = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%k, %q : tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>) outs(%e : tensor<1x2x64x8xf32>) {
  ^bb0(%a: f32, %b: f32, %out: f32):
    %m = arith.mulf %a, %b : f32
    linalg.yield %m : f32
  } -> tensor<1x2x64x8xf32>
  %y = fused.attention scale = 1.0 ins(%q, %c, %c : tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>) outs(%e : tensor<1x2x64x8xf32>) -> tensor<1x2x64x8xf32>
  return %y : tensor<1x2x64x8xf32>
}

// Two attentions in a row are two kernels.
// CHECK-LABEL: func.func @chain
// CHECK: call @attention
// CHECK: call @attention
func.func @chain(%q: tensor<1x2x64x8xf32>) -> tensor<1x2x64x8xf32> {
  %e = tensor.empty() : tensor<1x2x64x8xf32>
  %x = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>) outs(%e : tensor<1x2x64x8xf32>) -> tensor<1x2x64x8xf32>
  %y = fused.attention scale = 1.0 ins(%x, %x, %x : tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>) outs(%e : tensor<1x2x64x8xf32>) -> tensor<1x2x64x8xf32>
  return %y : tensor<1x2x64x8xf32>
}
