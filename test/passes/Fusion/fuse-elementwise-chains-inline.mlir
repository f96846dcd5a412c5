// RUN: burin-opt %s --fuse-elementwise-chains | FileCheck %s
// RUN: burin-opt %s --fuse-elementwise-chains --fuse-elementwise-chains | FileCheck %s

// Marked ops merge and stay marked, also where a splat moves into them; what is in
// front of them is not computed again at every load.
#id = affine_map<(d0) -> (d0)>
// CHECK-LABEL: func.func @marked
// CHECK: linalg.generic
// CHECK-NOT: fused.inline
// CHECK: math.sqrt
// CHECK: linalg.generic {{.*}} attrs = {fused.inline}
// CHECK: math.exp
// CHECK: arith.mulf
// CHECK-NOT: linalg.generic
func.func @marked(%a: tensor<8xf32>) -> tensor<8xf32> {
  %e = tensor.empty() : tensor<8xf32>
  %two = arith.constant dense<2.0> : tensor<8xf32>
  %0 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]} ins(%a : tensor<8xf32>) outs(%e : tensor<8xf32>) {
  ^bb0(%x: f32, %o: f32):
    %1 = math.sqrt %x : f32
    linalg.yield %1 : f32
  } -> tensor<8xf32>
  %2 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]} ins(%0 : tensor<8xf32>) outs(%e : tensor<8xf32>) attrs = {fused.inline} {
  ^bb0(%x: f32, %o: f32):
    %3 = math.exp %x : f32
    linalg.yield %3 : f32
  } -> tensor<8xf32>
  %4 = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel"]} ins(%2, %two : tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<8xf32>) attrs = {fused.inline} {
  ^bb0(%x: f32, %y: f32, %o: f32):
    %5 = arith.mulf %x, %y : f32
    linalg.yield %5 : f32
  } -> tensor<8xf32>
  return %4 : tensor<8xf32>
}
