// RUN: burin-opt %s --hoist-invariants=inputs=text --remarks-filter=hoist 2>&1 | FileCheck %s

// Text, weights and result: 4 x 8, 8 x 16 and 4 x 16 floats.
// CHECK: [Passed] hoist-invariants{{.*}}saves 1 kernel(s) and 896 bytes per run; their 1 result(s) take 512 bytes of state
func.func @main(%x: tensor<16x4xf32> {plan.name = "x"}, %text: tensor<4x8xf32> {plan.name = "text"}) -> tensor<16x16xf32> {
  %w = plan.constant "w" #plan.file<0, offset = 0, length = 512> of tensor<8x16xf32> -> tensor<8x16xf32>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<4x16xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<4x16xf32>) -> tensor<4x16xf32>
  %m = linalg.matmul ins(%text, %w : tensor<4x8xf32>, tensor<8x16xf32>) outs(%z : tensor<4x16xf32>) -> tensor<4x16xf32>
  %e2 = tensor.empty() : tensor<16x16xf32>
  %z2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<16x16xf32>) -> tensor<16x16xf32>
  %y = linalg.matmul ins(%x, %m : tensor<16x4xf32>, tensor<4x16xf32>) outs(%z2 : tensor<16x16xf32>) -> tensor<16x16xf32>
  return %y : tensor<16x16xf32>
}
