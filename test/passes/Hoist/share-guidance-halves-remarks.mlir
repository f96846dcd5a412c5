// RUN: burin-opt %s -split-input-file --share-guidance-halves=inputs=sample --remarks-filter=hoist 2>&1 | FileCheck %s

// Half of the result of the matmul: 1 x 16 floats.
// CHECK: [Passed] share-guidance-halves{{.*}} of these 1 with a kernel of their own{{.*}}saves 64 bytes of results; 1 value(s) are read by both halves
func.func @main(%x: tensor<2x8xf32> {plan.name = "sample"}) -> tensor<2x16xf32> {
  %w = plan.constant "w" #plan.file<0, offset = 0, length = 512> of tensor<8x16xf32> -> tensor<8x16xf32>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<2x16xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<2x16xf32>) -> tensor<2x16xf32>
  %m = linalg.matmul ins(%x, %w : tensor<2x8xf32>, tensor<8x16xf32>) outs(%z : tensor<2x16xf32>) -> tensor<2x16xf32>
  return %m : tensor<2x16xf32>
}

// -----

// CHECK: [Missed] share-guidance-halves{{.*}}the batch of input 'sample' has no halves
func.func @main(%x: tensor<3x8xf32> {plan.name = "sample"}) -> tensor<3x8xf32> {
  return %x : tensor<3x8xf32>
}
