// RUN: burin-opt %s -split-input-file --merge-matmuls=small-bytes=64 | FileCheck %s
// RUN: burin-opt %s -split-input-file --merge-matmuls=small-bytes=64 --remarks-filter=fusion 2>&1 | FileCheck %s --check-prefix=WHY

// Too much memory to keep for the sake of one kernel: another op runs in between
// and no op reads both.
// CHECK-LABEL: func.func @far_apart
// CHECK-NOT: plan.concat
func.func @far_apart(%x: tensor<8x64xf32>, %y: tensor<8x64xf32>, %u: tensor<64x16xf32>) -> (tensor<8x16xf32>, tensor<8x16xf32>, tensor<8x16xf32>) {
  %w0 = plan.constant "w0" #plan.file<0, offset = 0, length = 4096> of tensor<64x16xf32> -> tensor<64x16xf32>
  %w1 = plan.constant "w1" #plan.file<0, offset = 4096, length = 4096> of tensor<64x16xf32> -> tensor<64x16xf32>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<8x16xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<8x16xf32>) -> tensor<8x16xf32>
  %0 = linalg.matmul ins(%x, %w0 : tensor<8x64xf32>, tensor<64x16xf32>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  %1 = linalg.matmul ins(%y, %u : tensor<8x64xf32>, tensor<64x16xf32>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  %2 = linalg.matmul ins(%x, %w1 : tensor<8x64xf32>, tensor<64x16xf32>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  return %0, %1, %2 : tensor<8x16xf32>, tensor<8x16xf32>, tensor<8x16xf32>
}

// -----

// Slices of 20 columns would start between vectors.
// CHECK-LABEL: func.func @odd_width
// CHECK-NOT: plan.concat
// WHY: [Missed] merge-matmuls{{.*}}2 ops read the same activation and stay apart: slices would not start at a vector
func.func @odd_width(%x: tensor<8x64xf32>) -> (tensor<8x20xf32>, tensor<8x20xf32>) {
  %w0 = plan.constant "w0" #plan.file<0, offset = 0, length = 5120> of tensor<64x20xf32> -> tensor<64x20xf32>
  %w1 = plan.constant "w1" #plan.file<0, offset = 5120, length = 5120> of tensor<64x20xf32> -> tensor<64x20xf32>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<8x20xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<8x20xf32>) -> tensor<8x20xf32>
  %0 = linalg.matmul ins(%x, %w0 : tensor<8x64xf32>, tensor<64x20xf32>) outs(%z : tensor<8x20xf32>) -> tensor<8x20xf32>
  %1 = linalg.matmul ins(%x, %w1 : tensor<8x64xf32>, tensor<64x20xf32>) outs(%z : tensor<8x20xf32>) -> tensor<8x20xf32>
  return %0, %1 : tensor<8x20xf32>, tensor<8x20xf32>
}

// -----

#id = affine_map<(d0, d1) -> (d0, d1)>

// A residual: the op would lose its epilogue.
// CHECK-LABEL: func.func @residual
// CHECK-NOT: plan.concat
// WHY: [Missed] merge-matmuls{{.*}}or an epilogue reads other activations
func.func @residual(%x: tensor<8x64xf32>, %y: tensor<8x16xf32>) -> (tensor<8x16xf32>, tensor<8x16xf32>) {
  %w0 = plan.constant "w0" #plan.file<0, offset = 0, length = 4096> of tensor<64x16xf32> -> tensor<64x16xf32>
  %w1 = plan.constant "w1" #plan.file<0, offset = 4096, length = 4096> of tensor<64x16xf32> -> tensor<64x16xf32>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<8x16xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<8x16xf32>) -> tensor<8x16xf32>
  %0 = linalg.matmul ins(%x, %w0 : tensor<8x64xf32>, tensor<64x16xf32>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  %1 = linalg.matmul ins(%x, %w1 : tensor<8x64xf32>, tensor<64x16xf32>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  %r = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%1, %y : tensor<8x16xf32>, tensor<8x16xf32>) outs(%e : tensor<8x16xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %t = arith.addf %a, %b : f32
    linalg.yield %t : f32
  } -> tensor<8x16xf32>
  return %0, %r : tensor<8x16xf32>, tensor<8x16xf32>
}

// -----

#id = affine_map<(d0, d1) -> (d0, d1)>

// Different activations behind them.
// CHECK-LABEL: func.func @other_epilogue
// CHECK-NOT: plan.concat
func.func @other_epilogue(%x: tensor<8x64xf32>) -> (tensor<8x16xf32>, tensor<8x16xf32>) {
  %w0 = plan.constant "w0" #plan.file<0, offset = 0, length = 4096> of tensor<64x16xf32> -> tensor<64x16xf32>
  %w1 = plan.constant "w1" #plan.file<0, offset = 4096, length = 4096> of tensor<64x16xf32> -> tensor<64x16xf32>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<8x16xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<8x16xf32>) -> tensor<8x16xf32>
  %0 = linalg.matmul ins(%x, %w0 : tensor<8x64xf32>, tensor<64x16xf32>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  %s = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%0 : tensor<8x16xf32>) outs(%e : tensor<8x16xf32>) {
  ^bb0(%a: f32, %o: f32):
    %t = math.exp %a : f32
    linalg.yield %t : f32
  } -> tensor<8x16xf32>
  %1 = linalg.matmul ins(%x, %w1 : tensor<8x64xf32>, tensor<64x16xf32>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%1 : tensor<8x16xf32>) outs(%e : tensor<8x16xf32>) {
  ^bb0(%a: f32, %o: f32):
    %t = math.tanh %a : f32
    linalg.yield %t : f32
  } -> tensor<8x16xf32>
  return %s, %r : tensor<8x16xf32>, tensor<8x16xf32>
}

// -----

// Weights that are no constants, other activations, an accumulator that is not zero.
// CHECK-LABEL: func.func @not_constant
// CHECK-COUNT-5: linalg.matmul
// CHECK-NOT: plan.concat
func.func @not_constant(%x: tensor<8x64xf32>, %y: tensor<8x64xf32>, %u: tensor<64x16xf32>, %acc: tensor<8x16xf32>)
    -> (tensor<8x16xf32>, tensor<8x16xf32>, tensor<8x16xf32>, tensor<8x16xf32>, tensor<8x16xf32>) {
  %w0 = plan.constant "w0" #plan.file<0, offset = 0, length = 4096> of tensor<64x16xf32> -> tensor<64x16xf32>
  %w1 = plan.constant "w1" #plan.file<0, offset = 4096, length = 4096> of tensor<64x16xf32> -> tensor<64x16xf32>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<8x16xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<8x16xf32>) -> tensor<8x16xf32>
  %0 = linalg.matmul ins(%x, %u : tensor<8x64xf32>, tensor<64x16xf32>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  %1 = linalg.matmul ins(%x, %u : tensor<8x64xf32>, tensor<64x16xf32>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  %2 = linalg.matmul ins(%x, %w0 : tensor<8x64xf32>, tensor<64x16xf32>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  %3 = linalg.matmul ins(%y, %w1 : tensor<8x64xf32>, tensor<64x16xf32>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  %4 = linalg.matmul ins(%x, %w1 : tensor<8x64xf32>, tensor<64x16xf32>) outs(%acc : tensor<8x16xf32>) -> tensor<8x16xf32>
  return %0, %1, %2, %3, %4 : tensor<8x16xf32>, tensor<8x16xf32>, tensor<8x16xf32>, tensor<8x16xf32>, tensor<8x16xf32>
}

// -----

// Bytes that nobody has cannot be joined.
// CHECK-LABEL: func.func @missing
// CHECK-NOT: plan.concat
// WHY: [Missed] merge-matmuls{{.*}}the bytes of a constant are missing
func.func @missing(%x: tensor<8x64xf32>) -> (tensor<8x16xf32>, tensor<8x16xf32>) {
  %w0 = plan.constant "w0" #plan.missing<"no file"> of tensor<64x16xf32> -> tensor<64x16xf32>
  %w1 = plan.constant "w1" #plan.file<0, offset = 4096, length = 4096> of tensor<64x16xf32> -> tensor<64x16xf32>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<8x16xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<8x16xf32>) -> tensor<8x16xf32>
  %0 = linalg.matmul ins(%x, %w0 : tensor<8x64xf32>, tensor<64x16xf32>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  %1 = linalg.matmul ins(%x, %w1 : tensor<8x64xf32>, tensor<64x16xf32>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  return %0, %1 : tensor<8x16xf32>, tensor<8x16xf32>
}
