// RUN: burin-opt %s --merge-matmuls --remarks-filter=fusion 2>&1 | FileCheck %s

// The activation is read once instead of twice.
// CHECK: [Passed] merge-matmuls{{.*}}2 ops that read the same activation became one: saves 1 kernel(s) and 2048 bytes
func.func @two(%x: tensor<8x64xf32>) -> (tensor<8x16xf32>, tensor<8x16xf32>) {
  %w0 = plan.constant "w0" #plan.file<0, offset = 0, length = 4096> of tensor<64x16xf32> -> tensor<64x16xf32>
  %w1 = plan.constant "w1" #plan.file<0, offset = 4096, length = 4096> of tensor<64x16xf32> -> tensor<64x16xf32>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<8x16xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<8x16xf32>) -> tensor<8x16xf32>
  %0 = linalg.matmul ins(%x, %w0 : tensor<8x64xf32>, tensor<64x16xf32>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  %1 = linalg.matmul ins(%x, %w1 : tensor<8x64xf32>, tensor<64x16xf32>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  return %0, %1 : tensor<8x16xf32>, tensor<8x16xf32>
}
