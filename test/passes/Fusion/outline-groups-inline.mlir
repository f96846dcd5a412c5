// RUN: burin-opt %s --outline-groups --verify-groups --split-input-file | FileCheck %s
// RUN: burin-opt %s --outline-groups=prologues=false --verify-groups --split-input-file | FileCheck %s --check-prefix=OFF

#id = affine_map<(d0, d1, d2) -> (d0, d1, d2)>

// A product does not take arithmetic in front of it, unless that is what its
// operand was made for.
// CHECK-LABEL: func.func @marked
// CHECK-NEXT: call @matmul_0(%arg0, %arg1)
// CHECK-NEXT: return
// OFF-LABEL: func.func @marked
// OFF: call @elementwise
// OFF: call @matmul
func.func @marked(%s: tensor<4x64x77xf32>, %v: tensor<4x77x40xf32>) -> tensor<4x64x40xf32> {
  %e = tensor.empty() : tensor<4x64x77xf32>
  %p = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel"]} ins(%s : tensor<4x64x77xf32>) outs(%e : tensor<4x64x77xf32>) attrs = {fused.inline} {
  ^bb0(%in: f32, %out: f32):
    %x = math.exp %in : f32
    linalg.yield %x : f32
  } -> tensor<4x64x77xf32>
  %z = arith.constant dense<0.0> : tensor<4x64x40xf32>
  %y = linalg.batch_matmul ins(%p, %v : tensor<4x64x77xf32>, tensor<4x77x40xf32>) outs(%z : tensor<4x64x40xf32>) -> tensor<4x64x40xf32>
  return %y : tensor<4x64x40xf32>
}

// -----

#id = affine_map<(d0, d1, d2) -> (d0, d1, d2)>

// CHECK-LABEL: func.func @not_marked
// CHECK: call @elementwise
// CHECK: call @matmul
func.func @not_marked(%s: tensor<4x64x77xf32>, %v: tensor<4x77x40xf32>) -> tensor<4x64x40xf32> {
  %e = tensor.empty() : tensor<4x64x77xf32>
  %p = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel"]} ins(%s : tensor<4x64x77xf32>) outs(%e : tensor<4x64x77xf32>) {
  ^bb0(%in: f32, %out: f32):
    %x = math.exp %in : f32
    linalg.yield %x : f32
  } -> tensor<4x64x77xf32>
  %z = arith.constant dense<0.0> : tensor<4x64x40xf32>
  %y = linalg.batch_matmul ins(%p, %v : tensor<4x64x77xf32>, tensor<4x77x40xf32>) outs(%z : tensor<4x64x40xf32>) -> tensor<4x64x40xf32>
  return %y : tensor<4x64x40xf32>
}

// -----

#id = affine_map<(d0, d1, d2) -> (d0, d1, d2)>

// Two readers would compute it twice.
// CHECK-LABEL: func.func @two_users
// CHECK: call @elementwise
// CHECK: call @matmul
func.func @two_users(%s: tensor<4x64x77xf32>, %v: tensor<4x77x40xf32>) -> (tensor<4x64x40xf32>, tensor<4x64x77xf32>) {
  %e = tensor.empty() : tensor<4x64x77xf32>
  %p = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel"]} ins(%s : tensor<4x64x77xf32>) outs(%e : tensor<4x64x77xf32>) attrs = {fused.inline} {
  ^bb0(%in: f32, %out: f32):
    %x = math.exp %in : f32
    linalg.yield %x : f32
  } -> tensor<4x64x77xf32>
  %z = arith.constant dense<0.0> : tensor<4x64x40xf32>
  %y = linalg.batch_matmul ins(%p, %v : tensor<4x64x77xf32>, tensor<4x77x40xf32>) outs(%z : tensor<4x64x40xf32>) -> tensor<4x64x40xf32>
  return %y, %p : tensor<4x64x40xf32>, tensor<4x64x77xf32>
}
