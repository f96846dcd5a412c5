// RUN: burin-opt %s --compose-linears | FileCheck %s

#id = affine_map<(d0, d1) -> (d0, d1)>

// Twice as wide as its input: composed, it would multiply more.
// CHECK-LABEL: func.func @wider
// CHECK-NOT: tensor.concat
// CHECK: linalg.matmul
// CHECK: linalg.matmul
func.func @wider(%h: tensor<8x32xf32>, %r: tensor<8x16xf32>) -> (tensor<8x32xf32>) {
  %v = plan.constant "v" #plan.file<0, offset = 0, length = 2048> of tensor<32x16xf32> -> tensor<32x16xf32>
  %w = plan.constant "w" #plan.file<0, offset = 2048, length = 2048> of tensor<16x32xf32> -> tensor<16x32xf32>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<8x16xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<8x16xf32>) -> tensor<8x16xf32>
  %0 = linalg.matmul ins(%h, %v : tensor<8x32xf32>, tensor<32x16xf32>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  %1 = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%0, %r : tensor<8x16xf32>, tensor<8x16xf32>) outs(%e : tensor<8x16xf32>) {
  ^bb0(%a: f32, %d: f32, %o: f32):
    %s = arith.addf %a, %d : f32
    linalg.yield %s : f32
  } -> tensor<8x16xf32>
  %e2 = tensor.empty() : tensor<8x32xf32>
  %z2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<8x32xf32>) -> tensor<8x32xf32>
  %2 = linalg.matmul ins(%1, %w : tensor<8x16xf32>, tensor<16x32xf32>) outs(%z2 : tensor<8x32xf32>) -> tensor<8x32xf32>
  return %2 : tensor<8x32xf32>
}

// A product is no sum.
// CHECK-LABEL: func.func @not_linear
// CHECK-NOT: tensor.concat
// CHECK: linalg.matmul
// CHECK: linalg.matmul
func.func @not_linear(%h: tensor<8x32xf32>, %r: tensor<8x16xf32>) -> (tensor<8x16xf32>) {
  %v = plan.constant "v" #plan.file<0, offset = 0, length = 2048> of tensor<32x16xf32> -> tensor<32x16xf32>
  %w = plan.constant "w" #plan.file<0, offset = 2048, length = 1024> of tensor<16x16xf32> -> tensor<16x16xf32>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<8x16xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<8x16xf32>) -> tensor<8x16xf32>
  %0 = linalg.matmul ins(%h, %v : tensor<8x32xf32>, tensor<32x16xf32>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  %1 = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%0, %r : tensor<8x16xf32>, tensor<8x16xf32>) outs(%e : tensor<8x16xf32>) {
  ^bb0(%a: f32, %d: f32, %o: f32):
    %s = arith.mulf %a, %d : f32
    linalg.yield %s : f32
  } -> tensor<8x16xf32>
  %e2 = tensor.empty() : tensor<8x16xf32>
  %z2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<8x16xf32>) -> tensor<8x16xf32>
  %2 = linalg.matmul ins(%1, %w : tensor<8x16xf32>, tensor<16x16xf32>) outs(%z2 : tensor<8x16xf32>) -> tensor<8x16xf32>
  return %2 : tensor<8x16xf32>
}

// The residual stream goes on.
// CHECK-LABEL: func.func @read_elsewhere
// CHECK-NOT: tensor.concat
// CHECK: linalg.matmul
// CHECK: linalg.matmul
func.func @read_elsewhere(%h: tensor<8x32xf32>, %r: tensor<8x16xf32>) -> (tensor<8x16xf32>, tensor<8x16xf32>) {
  %v = plan.constant "v" #plan.file<0, offset = 0, length = 2048> of tensor<32x16xf32> -> tensor<32x16xf32>
  %w = plan.constant "w" #plan.file<0, offset = 2048, length = 1024> of tensor<16x16xf32> -> tensor<16x16xf32>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<8x16xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<8x16xf32>) -> tensor<8x16xf32>
  %0 = linalg.matmul ins(%h, %v : tensor<8x32xf32>, tensor<32x16xf32>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  %1 = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%0, %r : tensor<8x16xf32>, tensor<8x16xf32>) outs(%e : tensor<8x16xf32>) {
  ^bb0(%a: f32, %d: f32, %o: f32):
    %s = arith.addf %a, %d : f32
    linalg.yield %s : f32
  } -> tensor<8x16xf32>
  %e2 = tensor.empty() : tensor<8x16xf32>
  %z2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<8x16xf32>) -> tensor<8x16xf32>
  %2 = linalg.matmul ins(%1, %w : tensor<8x16xf32>, tensor<16x16xf32>) outs(%z2 : tensor<8x16xf32>) -> tensor<8x16xf32>
  return %2, %1 : tensor<8x16xf32>, tensor<8x16xf32>
}

// The weight is not known when weights are written.
// CHECK-LABEL: func.func @computed_weight
// CHECK-NOT: tensor.concat
// CHECK: linalg.matmul
// CHECK: linalg.matmul
func.func @computed_weight(%h: tensor<8x32xf32>, %r: tensor<8x16xf32>, %w: tensor<16x16xf32>) -> (tensor<8x16xf32>) {
  %v = plan.constant "v" #plan.file<0, offset = 0, length = 2048> of tensor<32x16xf32> -> tensor<32x16xf32>

  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<8x16xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<8x16xf32>) -> tensor<8x16xf32>
  %0 = linalg.matmul ins(%h, %v : tensor<8x32xf32>, tensor<32x16xf32>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  %1 = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%0, %r : tensor<8x16xf32>, tensor<8x16xf32>) outs(%e : tensor<8x16xf32>) {
  ^bb0(%a: f32, %d: f32, %o: f32):
    %s = arith.addf %a, %d : f32
    linalg.yield %s : f32
  } -> tensor<8x16xf32>
  %e2 = tensor.empty() : tensor<8x16xf32>
  %z2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<8x16xf32>) -> tensor<8x16xf32>
  %2 = linalg.matmul ins(%1, %w : tensor<8x16xf32>, tensor<16x16xf32>) outs(%z2 : tensor<8x16xf32>) -> tensor<8x16xf32>
  return %2 : tensor<8x16xf32>
}

// A term that counts twice.
// CHECK-LABEL: func.func @twice
// CHECK-NOT: tensor.concat
// CHECK: linalg.matmul
// CHECK: linalg.matmul
func.func @twice(%h: tensor<8x32xf32>, %r: tensor<8x16xf32>) -> (tensor<8x16xf32>) {
  %v = plan.constant "v" #plan.file<0, offset = 0, length = 2048> of tensor<32x16xf32> -> tensor<32x16xf32>
  %w = plan.constant "w" #plan.file<0, offset = 2048, length = 1024> of tensor<16x16xf32> -> tensor<16x16xf32>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<8x16xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<8x16xf32>) -> tensor<8x16xf32>
  %0 = linalg.matmul ins(%h, %v : tensor<8x32xf32>, tensor<32x16xf32>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  %1 = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%0, %r : tensor<8x16xf32>, tensor<8x16xf32>) outs(%e : tensor<8x16xf32>) {
  ^bb0(%a: f32, %d: f32, %o: f32):
    %t = arith.addf %a, %d : f32
    %s = arith.addf %t, %a : f32
    linalg.yield %s : f32
  } -> tensor<8x16xf32>
  %e2 = tensor.empty() : tensor<8x16xf32>
  %z2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<8x16xf32>) -> tensor<8x16xf32>
  %2 = linalg.matmul ins(%1, %w : tensor<8x16xf32>, tensor<16x16xf32>) outs(%z2 : tensor<8x16xf32>) -> tensor<8x16xf32>
  return %2 : tensor<8x16xf32>
}
