// RUN: burin-opt %s --outline-groups --verify-groups --split-input-file | FileCheck %s
// RUN: burin-opt %s --outline-groups=epilogues=false --split-input-file | FileCheck %s --check-prefix=OFF
// RUN: burin-opt %s --outline-groups=prologues=false --split-input-file | FileCheck %s --check-prefix=ALONE

#id = affine_map<(m, n) -> (m, n)>
#mean = affine_map<(m, n) -> (m, 0)>

// What makes x sums its rows; what reads the moments adds the sums, both of two readers.
// CHECK-LABEL: func.func @main
// CHECK: %[[X:.*]]:2 = call @matmul_0({{.*}}) -> (tensor<8x64xf32>, tensor<2x8x2xf32>)
// CHECK: call @matmul_1({{.*}}%[[X]]#1
// CHECK: call @matmul_2({{.*}}%[[X]]#1
// CHECK-NOT: call
// CHECK: func.func private @matmul_0
// CHECK: %[[R:.*]] = linalg.matmul
// CHECK: %[[S:.*]] = fused.row_sums ins(%[[R]]
// CHECK: return %[[R]], %[[S]]
// CHECK: func.func private @matmul_1
// CHECK: fused.row_moments
// CHECK: func.func private @matmul_2
// CHECK: fused.row_moments
// Without epilogues the sums have a kernel of their own; so have the moments without
// prologues.
// OFF-LABEL: func.func @main
// OFF: call @row_sums_{{[0-9]}}(
// ALONE-LABEL: func.func @main
// ALONE: %[[X:.*]]:2 = call @matmul_0(
// ALONE: %[[M:.*]] = call @elementwise_{{[0-9]}}(%[[X]]#1)
// ALONE: call @matmul_{{[0-9]}}({{.*}}%[[M]]
func.func @main(%a: tensor<8x16xf32>, %b: tensor<16x64xf32>, %c: tensor<64x32xf32>, %d: tensor<64x16xf32>) -> (tensor<8x32xf32>, tensor<8x16xf32>) {
  %z = arith.constant dense<0.0> : tensor<8x64xf32>
  %x = linalg.matmul ins(%a, %b : tensor<8x16xf32>, tensor<16x64xf32>) outs(%z : tensor<8x64xf32>) -> tensor<8x64xf32>
  %p = tensor.empty() : tensor<2x8x2xf32>
  %sums = fused.row_sums ins(%x : tensor<8x64xf32>) outs(%p : tensor<2x8x2xf32>) -> tensor<2x8x2xf32>
  %q = tensor.empty() : tensor<8x2xf32>
  %s = fused.row_moments columns = 64 epsilon = 1.0e-5 ins(%sums : tensor<2x8x2xf32>) outs(%q : tensor<8x2xf32>) -> tensor<8x2xf32>
  %z1 = arith.constant dense<0.0> : tensor<8x32xf32>
  %m1 = linalg.matmul ins(%x, %c : tensor<8x64xf32>, tensor<64x32xf32>) outs(%z1 : tensor<8x32xf32>) -> tensor<8x32xf32>
  %e1 = tensor.empty() : tensor<8x32xf32>
  %y1 = linalg.generic {indexing_maps = [#id, #mean, #id], iterator_types = ["parallel", "parallel"]} ins(%m1, %s : tensor<8x32xf32>, tensor<8x2xf32>) outs(%e1 : tensor<8x32xf32>) {
  ^bb0(%i0: f32, %i1: f32, %o: f32):
    %t = arith.subf %i0, %i1 : f32
    linalg.yield %t : f32
  } -> tensor<8x32xf32>
  %z2 = arith.constant dense<0.0> : tensor<8x16xf32>
  %m2 = linalg.matmul ins(%x, %d : tensor<8x64xf32>, tensor<64x16xf32>) outs(%z2 : tensor<8x16xf32>) -> tensor<8x16xf32>
  %e2 = tensor.empty() : tensor<8x16xf32>
  %y2 = linalg.generic {indexing_maps = [#id, #mean, #id], iterator_types = ["parallel", "parallel"]} ins(%m2, %s : tensor<8x16xf32>, tensor<8x2xf32>) outs(%e2 : tensor<8x16xf32>) {
  ^bb0(%i0: f32, %i1: f32, %o: f32):
    %t = arith.subf %i0, %i1 : f32
    linalg.yield %t : f32
  } -> tensor<8x16xf32>
  return %y1, %y2 : tensor<8x32xf32>, tensor<8x16xf32>
}

// -----

// A batch: the root's rows are not those of one matrix.
// CHECK-LABEL: func.func @batch
// CHECK: %[[X:.*]] = call @matmul_0(
// CHECK: call @row_sums_1(
func.func @batch(%a: tensor<2x8x16xf32>, %b: tensor<2x16x64xf32>) -> (tensor<2x8x64xf32>, tensor<2x16x2xf32>) {
  %z = arith.constant dense<0.0> : tensor<2x8x64xf32>
  %x = linalg.batch_matmul ins(%a, %b : tensor<2x8x16xf32>, tensor<2x16x64xf32>) outs(%z : tensor<2x8x64xf32>) -> tensor<2x8x64xf32>
  %v = tensor.collapse_shape %x [[0, 1], [2]] : tensor<2x8x64xf32> into tensor<16x64xf32>
  %p = tensor.empty() : tensor<2x16x2xf32>
  %sums = fused.row_sums ins(%v : tensor<16x64xf32>) outs(%p : tensor<2x16x2xf32>) -> tensor<2x16x2xf32>
  return %x, %sums : tensor<2x8x64xf32>, tensor<2x16x2xf32>
}

// -----

// Moments in front of a contraction, which would read them many times: a kernel.
// CHECK-LABEL: func.func @operand
// CHECK: call @elementwise_{{[0-9]}}(%arg0)
func.func @operand(%sums: tensor<2x8x2xf32>, %b: tensor<2x64xf32>) -> tensor<8x64xf32> {
  %q = tensor.empty() : tensor<8x2xf32>
  %s = fused.row_moments columns = 64 epsilon = 1.0e-5 ins(%sums : tensor<2x8x2xf32>) outs(%q : tensor<8x2xf32>) -> tensor<8x2xf32>
  %z = arith.constant dense<0.0> : tensor<8x64xf32>
  %x = linalg.matmul ins(%s, %b : tensor<8x2xf32>, tensor<2x64xf32>) outs(%z : tensor<8x64xf32>) -> tensor<8x64xf32>
  return %x : tensor<8x64xf32>
}
