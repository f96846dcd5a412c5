// RUN: burin-opt %s --outline-groups --verify-groups | FileCheck %s

#id = affine_map<(d0, d1) -> (d0, d1)>
#vec = affine_map<(d0, d1) -> (d1)>

// The consumer reads each sum four times: that is no epilogue.
// CHECK-LABEL: func.func @main
// CHECK: call @reduce_0(
// CHECK: call @elementwise_1(
func.func @main(%x: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %z = arith.constant 0.0 : f32
  %v = tensor.empty() : tensor<8xf32>
  %g = linalg.fill ins(%z : f32) outs(%v : tensor<8xf32>) -> tensor<8xf32>
  %r = linalg.reduce { arith.addf } ins(%x : tensor<4x8xf32>) outs(%g : tensor<8xf32>) dimensions = [0]
  %e = tensor.empty() : tensor<4x8xf32>
  %0 = linalg.generic {indexing_maps = [#vec, #id], iterator_types = ["parallel", "parallel"]}
      ins(%r : tensor<8xf32>) outs(%e : tensor<4x8xf32>) {
  ^bb0(%i0: f32, %o: f32):
    %s = arith.negf %i0 : f32
    linalg.yield %s : f32
  } -> tensor<4x8xf32>
  return %0 : tensor<4x8xf32>
}
