// RUN: burin-opt %s --split-input-file --verify-diagnostics --split-contractions

func.func @remainder(%a: tensor<8x100xf16>, %b: tensor<100x8xf16>, %c: tensor<8x8xf32>) -> tensor<8x8xf32> {
  // expected-error @below {{cannot be split as kernel.split says}}
  %0 = linalg.matmul {kernel.split = 3 : i64} ins(%a, %b : tensor<8x100xf16>, tensor<100x8xf16>) outs(%c : tensor<8x8xf32>) -> tensor<8x8xf32>
  return %0 : tensor<8x8xf32>
}

// -----

func.func @one(%a: tensor<8x100xf16>, %b: tensor<100x8xf16>, %c: tensor<8x8xf32>) -> tensor<8x8xf32> {
  // expected-error @below {{cannot be split as kernel.split says}}
  %0 = linalg.matmul {kernel.split = 1 : i64} ins(%a, %b : tensor<8x100xf16>, tensor<100x8xf16>) outs(%c : tensor<8x8xf32>) -> tensor<8x8xf32>
  return %0 : tensor<8x8xf32>
}

// -----

// Partial sums in f16 would lose what f32 accumulation is for.
func.func @half(%a: tensor<8x100xf16>, %b: tensor<100x8xf16>, %c: tensor<8x8xf16>) -> tensor<8x8xf16> {
  // expected-error @below {{cannot be split as kernel.split says}}
  %0 = linalg.matmul {kernel.split = 2 : i64} ins(%a, %b : tensor<8x100xf16>, tensor<100x8xf16>) outs(%c : tensor<8x8xf16>) -> tensor<8x8xf16>
  return %0 : tensor<8x8xf16>
}

// -----

// The window of a pooling is where the innermost reduction meets another loop.
func.func @window(%x: tensor<1x8x8x4xf32>, %w: tensor<2x2xf32>, %c: tensor<1x7x7x4xf32>) -> tensor<1x7x7x4xf32> {
  // expected-error @below {{cannot be split as kernel.split says}}
  %0 = linalg.pooling_nhwc_sum {kernel.split = 2 : i64} ins(%x, %w : tensor<1x8x8x4xf32>, tensor<2x2xf32>) outs(%c : tensor<1x7x7x4xf32>) -> tensor<1x7x7x4xf32>
  return %0 : tensor<1x7x7x4xf32>
}
