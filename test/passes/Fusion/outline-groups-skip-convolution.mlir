// RUN: burin-opt %s --outline-groups | FileCheck %s

// Where a skip convolution meets the longer branch, one of the two is stored and
// read as a residual by the other's kernel.

#map = affine_map<(d0, d1) -> (d0, d1)>

// The skip result is half of what it reads: it is stored, so that %x may be
// overwritten while the longer branch runs.
// CHECK-LABEL: func.func @narrowing
// CHECK-DAG: %[[S:.*]] = call @[[SKIP:matmul_[0-9]+]](%arg0, %arg2) : (tensor<8x16xf16>, tensor<16x8xf16>) -> tensor<8x8xf16>
// CHECK-DAG: %[[H:.*]] = call @{{.*}}(%arg0, %arg1) : (tensor<8x16xf16>, tensor<16x8xf16>) -> tensor<8x8xf16>
// CHECK: call @{{matmul_[0-9]+}}(%[[H]], %arg3, %[[S]])
func.func @narrowing(%x: tensor<8x16xf16>, %w1: tensor<16x8xf16>, %ws: tensor<16x8xf16>,
                     %w2: tensor<8x8xf16>) -> tensor<8x8xf16> {
  %zero = arith.constant 0.0 : f32
  %e32 = tensor.empty() : tensor<8x8xf32>
  %e16 = tensor.empty() : tensor<8x8xf16>
  %z = linalg.fill ins(%zero : f32) outs(%e32 : tensor<8x8xf32>) -> tensor<8x8xf32>
  %1 = linalg.matmul ins(%x, %w1 : tensor<8x16xf16>, tensor<16x8xf16>) outs(%z : tensor<8x8xf32>) -> tensor<8x8xf32>
  %h = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel"]}
      ins(%1 : tensor<8x8xf32>) outs(%e16 : tensor<8x8xf16>) {
  ^bb0(%a: f32, %out: f16):
    %t = arith.truncf %a : f32 to f16
    linalg.yield %t : f16
  } -> tensor<8x8xf16>
  %2 = linalg.matmul ins(%h, %w2 : tensor<8x8xf16>, tensor<8x8xf16>) outs(%z : tensor<8x8xf32>) -> tensor<8x8xf32>
  %l = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel"]}
      ins(%2 : tensor<8x8xf32>) outs(%e16 : tensor<8x8xf16>) {
  ^bb0(%a: f32, %out: f16):
    %t = arith.truncf %a : f32 to f16
    linalg.yield %t : f16
  } -> tensor<8x8xf16>
  %3 = linalg.matmul ins(%x, %ws : tensor<8x16xf16>, tensor<16x8xf16>) outs(%z : tensor<8x8xf32>) -> tensor<8x8xf32>
  %s = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel"]}
      ins(%3 : tensor<8x8xf32>) outs(%e16 : tensor<8x8xf16>) {
  ^bb0(%a: f32, %out: f16):
    %t = arith.truncf %a : f32 to f16
    linalg.yield %t : f16
  } -> tensor<8x8xf16>
  %y = linalg.generic {indexing_maps = [#map, #map, #map], iterator_types = ["parallel", "parallel"]}
      ins(%s, %l : tensor<8x8xf16>, tensor<8x8xf16>) outs(%e16 : tensor<8x8xf16>) {
  ^bb0(%a: f16, %b: f16, %out: f16):
    %t = arith.addf %a, %b : f16
    linalg.yield %t : f16
  } -> tensor<8x8xf16>
  return %y : tensor<8x8xf16>
}

// Twice as wide as what it reads: the skip waits for the longer branch.
// CHECK-LABEL: func.func @widening
// CHECK-DAG: %[[H:.*]] = call @{{.*}}(%arg0, %arg1) : (tensor<8x4xf16>, tensor<4x8xf16>) -> tensor<8x8xf16>
// CHECK-DAG: %[[L:.*]] = call @{{.*}}(%[[H]], %arg3) : (tensor<8x8xf16>, tensor<8x8xf16>) -> tensor<8x8xf16>
// CHECK: call @{{matmul_[0-9]+}}(%arg0, %arg2, %[[L]])
func.func @widening(%x: tensor<8x4xf16>, %w1: tensor<4x8xf16>, %ws: tensor<4x8xf16>,
                    %w2: tensor<8x8xf16>) -> tensor<8x8xf16> {
  %zero = arith.constant 0.0 : f32
  %e32 = tensor.empty() : tensor<8x8xf32>
  %e16 = tensor.empty() : tensor<8x8xf16>
  %z = linalg.fill ins(%zero : f32) outs(%e32 : tensor<8x8xf32>) -> tensor<8x8xf32>
  %1 = linalg.matmul ins(%x, %w1 : tensor<8x4xf16>, tensor<4x8xf16>) outs(%z : tensor<8x8xf32>) -> tensor<8x8xf32>
  %h = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel"]}
      ins(%1 : tensor<8x8xf32>) outs(%e16 : tensor<8x8xf16>) {
  ^bb0(%a: f32, %out: f16):
    %t = arith.truncf %a : f32 to f16
    linalg.yield %t : f16
  } -> tensor<8x8xf16>
  %2 = linalg.matmul ins(%h, %w2 : tensor<8x8xf16>, tensor<8x8xf16>) outs(%z : tensor<8x8xf32>) -> tensor<8x8xf32>
  %3 = linalg.matmul ins(%x, %ws : tensor<8x4xf16>, tensor<4x8xf16>) outs(%z : tensor<8x8xf32>) -> tensor<8x8xf32>
  %l = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel"]}
      ins(%2 : tensor<8x8xf32>) outs(%e16 : tensor<8x8xf16>) {
  ^bb0(%a: f32, %out: f16):
    %t = arith.truncf %a : f32 to f16
    linalg.yield %t : f16
  } -> tensor<8x8xf16>
  %s = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel"]}
      ins(%3 : tensor<8x8xf32>) outs(%e16 : tensor<8x8xf16>) {
  ^bb0(%a: f32, %out: f16):
    %t = arith.truncf %a : f32 to f16
    linalg.yield %t : f16
  } -> tensor<8x8xf16>
  %y = linalg.generic {indexing_maps = [#map, #map, #map], iterator_types = ["parallel", "parallel"]}
      ins(%s, %l : tensor<8x8xf16>, tensor<8x8xf16>) outs(%e16 : tensor<8x8xf16>) {
  ^bb0(%a: f16, %b: f16, %out: f16):
    %t = arith.addf %a, %b : f16
    linalg.yield %t : f16
  } -> tensor<8x8xf16>
  return %y : tensor<8x8xf16>
}
