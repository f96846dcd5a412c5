// RUN: burin-opt %s -split-input-file --fuse-elementwise-chains | FileCheck %s

#id = affine_map<(d0) -> (d0)>

// Two users: the value is needed as a whole, both ops stay.
// CHECK-LABEL: func.func @two_users
// CHECK-COUNT-2: linalg.generic
// CHECK: return
func.func @two_users(%a: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>) {
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
  return %0, %2 : tensor<8xf32>, tensor<8xf32>
}

// -----

#id = affine_map<(d0, d1) -> (d0, d1)>
#row = affine_map<(d0, d1) -> (d0)>

// A reduction keeps the form that its schedule recognises.
// CHECK-LABEL: func.func @reduction
// CHECK: linalg.generic
// CHECK-SAME: iterator_types = ["parallel", "parallel"]
// CHECK: linalg.generic
// CHECK-SAME: iterator_types = ["parallel", "reduction"]
func.func @reduction(%a: tensor<4x8xf32>, %init: tensor<4xf32>) -> tensor<4xf32> {
  %e = tensor.empty() : tensor<4x8xf32>
  %0 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%a : tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) {
  ^bb0(%x: f32, %o: f32):
    %1 = math.exp %x : f32
    linalg.yield %1 : f32
  } -> tensor<4x8xf32>
  %2 = linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "reduction"]}
      ins(%0 : tensor<4x8xf32>) outs(%init : tensor<4xf32>) {
  ^bb0(%x: f32, %o: f32):
    %3 = arith.addf %x, %o : f32
    linalg.yield %3 : f32
  } -> tensor<4xf32>
  return %2 : tensor<4xf32>
}

// -----

#id = affine_map<(d0) -> (d0)>

// Fourteen operands together: more buffers than a kernel should take.
// CHECK-LABEL: func.func @too_many_operands
// CHECK-COUNT-2: linalg.generic
// CHECK: return
func.func @too_many_operands(%a: tensor<8xf32>, %b: tensor<8xf32>, %c: tensor<8xf32>, %d: tensor<8xf32>,
                             %f: tensor<8xf32>, %g: tensor<8xf32>) -> tensor<8xf32> {
  %e = tensor.empty() : tensor<8xf32>
  %0 = linalg.generic {indexing_maps = [#id, #id, #id, #id, #id, #id, #id], iterator_types = ["parallel"]}
      ins(%a, %b, %c, %d, %f, %g : tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>)
      outs(%e : tensor<8xf32>) {
  ^bb0(%i: f32, %j: f32, %k: f32, %l: f32, %m: f32, %n: f32, %o: f32):
    %1 = arith.addf %i, %j : f32
    %2 = arith.addf %k, %l : f32
    %3 = arith.addf %m, %n : f32
    %4 = arith.addf %1, %2 : f32
    %5 = arith.addf %3, %4 : f32
    linalg.yield %5 : f32
  } -> tensor<8xf32>
  %6 = linalg.generic {indexing_maps = [#id, #id, #id, #id, #id, #id, #id], iterator_types = ["parallel"]}
      ins(%0, %b, %c, %d, %f, %g : tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>)
      outs(%e : tensor<8xf32>) {
  ^bb0(%i: f32, %j: f32, %k: f32, %l: f32, %m: f32, %n: f32, %o: f32):
    %1 = arith.mulf %i, %j : f32
    %2 = arith.mulf %k, %l : f32
    %3 = arith.mulf %m, %n : f32
    %4 = arith.mulf %1, %2 : f32
    %5 = arith.mulf %3, %4 : f32
    linalg.yield %5 : f32
  } -> tensor<8xf32>
  return %6 : tensor<8xf32>
}
