// RUN: burin-opt %s --synthesize-weights > %t.once
// RUN: burin-opt %t.once --synthesize-weights > %t.twice
// RUN: diff %t.once %t.twice
// RUN: FileCheck %s < %t.once
// RUN: burin-opt %s --synthesize-weights=seed=1 > %t.other
// RUN: not diff %t.once %t.other

// A convolution's fan-in is input channels times window: 1 / sqrt(4 * 3 * 3).
// CHECK-LABEL: func.func @conv
// CHECK: plan.constant "conv.w" #plan.synthetic<seed = {{[0-9]+}}, mean = 0.000000e+00 : f32, stddev = 0.166666672 : f32>
// CHECK: plan.constant "conv.b" #plan.synthetic<seed = {{[0-9]+}}, mean = 0.000000e+00 : f32, stddev = 2.000000e-02 : f32>
func.func @conv(%x: tensor<1x4x8x8xf32>) -> tensor<1x8x6x6xf32> {
  %w = plan.constant "conv.w" #plan.missing<"gone"> of tensor<8x4x3x3xf32> -> tensor<8x4x3x3xf32>
  %b = plan.constant "conv.b" #plan.missing<"gone"> of tensor<8xf32> -> tensor<8xf32>
  %0 = onnx.Conv %x, %w, %b {dilations = array<i64: 1, 1>, group = 1 : i64, kernel_shape = array<i64: 3, 3>, pads = array<i64: 0, 0, 0, 0>, strides = array<i64: 1, 1>} : (tensor<1x4x8x8xf32>, tensor<8x4x3x3xf32>, tensor<8xf32>) -> tensor<1x8x6x6xf32>
  return %0 : tensor<1x8x6x6xf32>
}

// A matrix on the right has k rows: 1 / sqrt(16).
// CHECK-LABEL: func.func @matmul
// CHECK: plan.constant "proj" #plan.synthetic<seed = {{[0-9]+}}, mean = 0.000000e+00 : f32, stddev = 2.500000e-01 : f32>
func.func @matmul(%x: tensor<4x16xf32>) -> tensor<4x64xf32> {
  %w = plan.constant "proj" #plan.missing<"gone"> of tensor<16x64xf32> -> tensor<16x64xf32>
  %0 = onnx.MatMul %x, %w : (tensor<4x16xf32>, tensor<16x64xf32>) -> tensor<4x64xf32>
  return %0 : tensor<4x64xf32>
}

// The factor of a product is a norm's scale, the summand its bias.
// CHECK-LABEL: func.func @vectors
// CHECK: plan.constant "scale" #plan.synthetic<seed = {{[0-9]+}}, mean = 1.000000e+00 : f32, stddev = 5.000000e-02 : f32>
// CHECK: plan.constant "bias" #plan.synthetic<seed = {{[0-9]+}}, mean = 0.000000e+00 : f32, stddev = 2.000000e-02 : f32>
func.func @vectors(%x: tensor<4x16xf32>) -> tensor<4x16xf32> {
  %s = plan.constant "scale" #plan.missing<"gone"> of tensor<16xf32> -> tensor<16xf32>
  %b = plan.constant "bias" #plan.missing<"gone"> of tensor<16xf32> -> tensor<16xf32>
  %0 = onnx.Mul %x, %s : (tensor<4x16xf32>, tensor<16xf32>) -> tensor<4x16xf32>
  %1 = onnx.Add %0, %b : (tensor<4x16xf32>, tensor<16xf32>) -> tensor<4x16xf32>
  return %1 : tensor<4x16xf32>
}

// Bytes that are there stay.
// CHECK-LABEL: func.func @present
// CHECK: plan.constant "here" #plan.file<0, offset = 0, length = 16>
func.func @present() -> tensor<4xf32> {
  %0 = plan.constant "here" #plan.file<0, offset = 0, length = 16> of tensor<4xf32> -> tensor<4xf32>
  return %0 : tensor<4xf32>
}
