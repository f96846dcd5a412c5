// RUN: burin-opt %s --onnx-verify-normalized=precision=f16 --split-input-file --verify-diagnostics

// What the phase ends with: storage type, and an island up to its cast.
func.func @good(%t: tensor<1x4xf32>, %x: tensor<1x4xf16>) -> tensor<1x4xf16> {
  %f = onnx.Constant dense<0.1> : tensor<1x4xf32>
  %0 = onnx.Mul %t, %f : (tensor<1x4xf32>, tensor<1x4xf32>) -> tensor<1x4xf32>
  %1 = onnx.Sin %0 : (tensor<1x4xf32>) -> tensor<1x4xf32>
  %2 = onnx.Cast %1 {to = f16} : (tensor<1x4xf32>) -> tensor<1x4xf16>
  %3 = onnx.Add %2, %x : (tensor<1x4xf16>, tensor<1x4xf16>) -> tensor<1x4xf16>
  return %3 : tensor<1x4xf16>
}

// -----

func.func @transposed_weight() -> tensor<4x6xf16> {
  %w = plan.constant "w" #plan.file<0, offset = 0, length = 48> of tensor<6x4xf16> -> tensor<6x4xf16>
  // expected-error@+1 {{changes a weight at run time: run onnx-fold-weights}}
  %0 = onnx.Transpose %w {perm = array<i64: 1, 0>} : (tensor<6x4xf16>) -> tensor<4x6xf16>
  return %0 : tensor<4x6xf16>
}

// -----

func.func @gemm(%x: tensor<2x4xf16>, %b: tensor<6xf16>) -> tensor<2x6xf16> {
  %w = plan.constant "w" #plan.file<0, offset = 0, length = 48> of tensor<6x4xf16> -> tensor<6x4xf16>
  // expected-error@+1 {{transposes a weight at run time: run onnx-fold-weights}}
  %0 = onnx.Gemm %x, %w, %b {transB = 1 : i64} : (tensor<2x4xf16>, tensor<6x4xf16>, tensor<6xf16>) -> tensor<2x6xf16>
  return %0 : tensor<2x6xf16>
}

// -----

func.func @wide(%x: tensor<2x4xf16>) -> tensor<2x4xf16> {
  // expected-error@+1 {{outside of f32 islands: run onnx-convert-precision=precision=f16}}
  %0 = onnx.Cast %x {to = f32} : (tensor<2x4xf16>) -> tensor<2x4xf32>
  // expected-error@+1 {{outside of f32 islands}}
  %1 = onnx.Softmax %0 : (tensor<2x4xf32>) -> tensor<2x4xf32>
  %2 = onnx.Cast %1 {to = f16} : (tensor<2x4xf32>) -> tensor<2x4xf16>
  return %2 : tensor<2x4xf16>
}

// -----

// expected-error@+1 {{has an argument of type 'tensor<2x4xf32>': run onnx-convert-precision}}
func.func @wide_argument(%x: tensor<2x4xf32>) -> tensor<2x4xf16> {
  %0 = onnx.Cast %x {to = f16} : (tensor<2x4xf32>) -> tensor<2x4xf16>
  return %0 : tensor<2x4xf16>
}

// -----

// expected-error@+1 {{is not static: bind its dimensions}}
func.func @dynamic(%x: tensor<?x4xf16>) -> tensor<?x4xf16> {
  // expected-error@+1 {{is not static: bind the dynamic dimensions}}
  %0 = onnx.Relu %x : (tensor<?x4xf16>) -> tensor<?x4xf16>
  return %0 : tensor<?x4xf16>
}

// -----

func.func @shape(%x: tensor<2x4xf16>) -> tensor<2xi64> {
  // expected-error@+1 {{computes a shape at run time}}
  %0 = onnx.Shape %x : (tensor<2x4xf16>) -> tensor<2xi64>
  return %0 : tensor<2xi64>
}

// -----

func.func @identity(%x: tensor<2x4xf16>) -> tensor<2x4xf16> {
  // expected-error@+1 {{is no canonical form: run onnx-simplify}}
  %0 = onnx.Identity %x : (tensor<2x4xf16>) -> tensor<2x4xf16>
  return %0 : tensor<2x4xf16>
}
