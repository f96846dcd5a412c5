// RUN: burin-opt %s --fold-layer-norms | FileCheck %s

// Somebody else reads the normalised rows.
// CHECK-LABEL: func.func @read_elsewhere
// CHECK: fused.layer_norm
// CHECK-NOT: fused.row_statistics
func.func @read_elsewhere(%x: tensor<8x16xf32>) -> (tensor<8x32xf32>, tensor<8x16xf32>) {
  %w = plan.constant "w" #plan.file<0, offset = 0, length = 2048> of tensor<16x32xf32> -> tensor<16x32xf32>
  %g = plan.constant "g" #plan.file<0, offset = 100, length = 64> of tensor<16xf32> -> tensor<16xf32>
  %e = tensor.empty() : tensor<8x16xf32>
  %n = fused.layer_norm epsilon = 1.0e-5 ins(%x, %g, %g : tensor<8x16xf32>, tensor<16xf32>, tensor<16xf32>) outs(%e : tensor<8x16xf32>) -> tensor<8x16xf32>
  %zero = arith.constant 0.0 : f32
  %e1 = tensor.empty() : tensor<8x32xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e1 : tensor<8x32xf32>) -> tensor<8x32xf32>
  %y = linalg.matmul ins(%n, %w : tensor<8x16xf32>, tensor<16x32xf32>) outs(%z : tensor<8x32xf32>) -> tensor<8x32xf32>
  return %y, %n : tensor<8x32xf32>, tensor<8x16xf32>
}

// The weight is computed at run time.
// CHECK-LABEL: func.func @computed_weight
// CHECK: fused.layer_norm
// CHECK-NOT: fused.row_statistics
func.func @computed_weight(%x: tensor<8x16xf32>, %w: tensor<16x32xf32>) -> tensor<8x32xf32> {
  %g = plan.constant "g" #plan.file<0, offset = 100, length = 64> of tensor<16xf32> -> tensor<16xf32>
  %e = tensor.empty() : tensor<8x16xf32>
  %n = fused.layer_norm epsilon = 1.0e-5 ins(%x, %g, %g : tensor<8x16xf32>, tensor<16xf32>, tensor<16xf32>) outs(%e : tensor<8x16xf32>) -> tensor<8x16xf32>
  %zero = arith.constant 0.0 : f32
  %e1 = tensor.empty() : tensor<8x32xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e1 : tensor<8x32xf32>) -> tensor<8x32xf32>
  %y = linalg.matmul ins(%n, %w : tensor<8x16xf32>, tensor<16x32xf32>) outs(%z : tensor<8x32xf32>) -> tensor<8x32xf32>
  return %y : tensor<8x32xf32>
}

// A contraction that starts from something: what is added must not be scaled.
// CHECK-LABEL: func.func @accumulates
// CHECK: fused.layer_norm
// CHECK-NOT: fused.row_statistics
func.func @accumulates(%x: tensor<8x16xf32>, %z: tensor<8x32xf32>) -> tensor<8x32xf32> {
  %w = plan.constant "w" #plan.file<0, offset = 0, length = 2048> of tensor<16x32xf32> -> tensor<16x32xf32>
  %g = plan.constant "g" #plan.file<0, offset = 100, length = 64> of tensor<16xf32> -> tensor<16xf32>
  %e = tensor.empty() : tensor<8x16xf32>
  %n = fused.layer_norm epsilon = 1.0e-5 ins(%x, %g, %g : tensor<8x16xf32>, tensor<16xf32>, tensor<16xf32>) outs(%e : tensor<8x16xf32>) -> tensor<8x16xf32>
  %y = linalg.matmul ins(%n, %w : tensor<8x16xf32>, tensor<16x32xf32>) outs(%z : tensor<8x32xf32>) -> tensor<8x32xf32>
  return %y : tensor<8x32xf32>
}

// The normalised rows are the weight of the product.
// CHECK-LABEL: func.func @right_side
// CHECK: fused.layer_norm
// CHECK-NOT: fused.row_statistics
func.func @right_side(%x: tensor<16x32xf32>) -> tensor<8x32xf32> {
  %w = plan.constant "w" #plan.file<0, offset = 0, length = 512> of tensor<8x16xf32> -> tensor<8x16xf32>
  %g = plan.constant "g" #plan.file<0, offset = 1000, length = 128> of tensor<32xf32> -> tensor<32xf32>
  %e = tensor.empty() : tensor<16x32xf32>
  %n = fused.layer_norm epsilon = 1.0e-5 ins(%x, %g, %g : tensor<16x32xf32>, tensor<32xf32>, tensor<32xf32>) outs(%e : tensor<16x32xf32>) -> tensor<16x32xf32>
  %zero = arith.constant 0.0 : f32
  %e1 = tensor.empty() : tensor<8x32xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e1 : tensor<8x32xf32>) -> tensor<8x32xf32>
  %y = linalg.matmul ins(%w, %n : tensor<8x16xf32>, tensor<16x32xf32>) outs(%z : tensor<8x32xf32>) -> tensor<8x32xf32>
  return %y : tensor<8x32xf32>
}
