// RUN: burin-opt %s --fuse-elementwise-chains > %t.once
// RUN: burin-opt %t.once --fuse-elementwise-chains > %t.twice
// RUN: diff %t.once %t.twice
// RUN: FileCheck %s < %t.twice

#id = affine_map<(d0) -> (d0)>
// CHECK-COUNT-1: linalg.generic
// CHECK-NOT: linalg.generic
func.func @three(%a: tensor<8xf32>) -> tensor<8xf32> {
  %e = tensor.empty() : tensor<8xf32>
  %0 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%a : tensor<8xf32>) outs(%e : tensor<8xf32>) {
  ^bb0(%x: f32, %o: f32):
    %1 = math.exp %x : f32
    linalg.yield %1 : f32
  } -> tensor<8xf32>
  %2 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%0 : tensor<8xf32>) outs(%e : tensor<8xf32>) {
  ^bb0(%x: f32, %o: f32):
    %3 = arith.negf %x : f32
    linalg.yield %3 : f32
  } -> tensor<8xf32>
  %4 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%2 : tensor<8xf32>) outs(%e : tensor<8xf32>) {
  ^bb0(%x: f32, %o: f32):
    %5 = math.sqrt %x : f32
    linalg.yield %5 : f32
  } -> tensor<8xf32>
  return %4 : tensor<8xf32>
}
