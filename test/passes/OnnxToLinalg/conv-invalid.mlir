// RUN: burin-opt %s --onnx-to-linalg --split-input-file --verify-diagnostics
//
// What a convolution or pool must not be: every refusal names its reason.

func.func @rank_of_weights(%x: tensor<1x4x8x8xf32>, %w: tensor<6x4x3xf32>) -> tensor<1x6x6x6xf32> {
  %none = onnx.NoValue : none
  // expected-error @+1 {{needs an input and weights of the same rank, at least 3}}
  %0 = onnx.Conv %x, %w, %none : (tensor<1x4x8x8xf32>, tensor<6x4x3xf32>, none) -> tensor<1x6x6x6xf32>
  return %0 : tensor<1x6x6x6xf32>
}

// -----

func.func @channels(%x: tensor<1x4x8x8xf32>, %w: tensor<6x3x3x3xf32>) -> tensor<1x6x6x6xf32> {
  %none = onnx.NoValue : none
  // expected-error @+1 {{has weights or groups that do not fit its channels}}
  %0 = onnx.Conv %x, %w, %none : (tensor<1x4x8x8xf32>, tensor<6x3x3x3xf32>, none) -> tensor<1x6x6x6xf32>
  return %0 : tensor<1x6x6x6xf32>
}

// -----

func.func @groups_that_do_not_divide(%x: tensor<1x4x8x8xf32>, %w: tensor<6x1x3x3xf32>) -> tensor<1x6x6x6xf32> {
  %none = onnx.NoValue : none
  // expected-error @+1 {{has weights or groups that do not fit its channels}}
  %0 = onnx.Conv %x, %w, %none {group = 4 : i64} : (tensor<1x4x8x8xf32>, tensor<6x1x3x3xf32>, none) -> tensor<1x6x6x6xf32>
  return %0 : tensor<1x6x6x6xf32>
}

// -----

func.func @no_group(%x: tensor<1x4x8x8xf32>, %w: tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32> {
  %none = onnx.NoValue : none
  // expected-error @+1 {{has weights or groups that do not fit its channels}}
  %0 = onnx.Conv %x, %w, %none {group = 0 : i64} : (tensor<1x4x8x8xf32>, tensor<6x4x3x3xf32>, none) -> tensor<1x6x6x6xf32>
  return %0 : tensor<1x6x6x6xf32>
}

// -----

func.func @bias(%x: tensor<1x4x8x8xf32>, %w: tensor<6x4x3x3xf32>, %b: tensor<5xf32>) -> tensor<1x6x6x6xf32> {
  // expected-error @+1 {{has a bias that does not fit its channels}}
  %0 = onnx.Conv %x, %w, %b : (tensor<1x4x8x8xf32>, tensor<6x4x3x3xf32>, tensor<5xf32>) -> tensor<1x6x6x6xf32>
  return %0 : tensor<1x6x6x6xf32>
}

// -----

func.func @bias_rank(%x: tensor<1x4x8x8xf32>, %w: tensor<6x4x3x3xf32>, %b: tensor<1x6xf32>) -> tensor<1x6x6x6xf32> {
  // expected-error @+1 {{has a bias that does not fit its channels}}
  %0 = onnx.Conv %x, %w, %b : (tensor<1x4x8x8xf32>, tensor<6x4x3x3xf32>, tensor<1x6xf32>) -> tensor<1x6x6x6xf32>
  return %0 : tensor<1x6x6x6xf32>
}

// -----

func.func @rank_of_strides(%x: tensor<1x4x8x8xf32>, %w: tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32> {
  %none = onnx.NoValue : none
  // expected-error @+1 {{has strides, dilations or pads of another rank than its kernel}}
  %0 = onnx.Conv %x, %w, %none {strides = array<i64: 1>} : (tensor<1x4x8x8xf32>, tensor<6x4x3x3xf32>, none) -> tensor<1x6x6x6xf32>
  return %0 : tensor<1x6x6x6xf32>
}

// -----

func.func @rank_of_pads(%x: tensor<1x4x8x8xf32>, %w: tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32> {
  %none = onnx.NoValue : none
  // expected-error @+1 {{has strides, dilations or pads of another rank than its kernel}}
  %0 = onnx.Conv %x, %w, %none {pads = array<i64: 1, 1>} : (tensor<1x4x8x8xf32>, tensor<6x4x3x3xf32>, none) -> tensor<1x6x6x6xf32>
  return %0 : tensor<1x6x6x6xf32>
}

// -----

func.func @stride_of_zero(%x: tensor<1x4x8x8xf32>, %w: tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32> {
  %none = onnx.NoValue : none
  // expected-error @+1 {{has a kernel, stride, dilation or pad out of range}}
  %0 = onnx.Conv %x, %w, %none {strides = array<i64: 0, 1>} : (tensor<1x4x8x8xf32>, tensor<6x4x3x3xf32>, none) -> tensor<1x6x6x6xf32>
  return %0 : tensor<1x6x6x6xf32>
}

// -----

func.func @huge_dilation(%x: tensor<1x4x8x8xf32>, %w: tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32> {
  %none = onnx.NoValue : none
  // expected-error @+1 {{has a kernel, stride, dilation or pad out of range}}
  %0 = onnx.Conv %x, %w, %none {dilations = array<i64: 4611686018427387904, 1>} : (tensor<1x4x8x8xf32>, tensor<6x4x3x3xf32>, none) -> tensor<1x6x6x6xf32>
  return %0 : tensor<1x6x6x6xf32>
}

// -----

func.func @negative_pad(%x: tensor<1x4x8x8xf32>, %w: tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32> {
  %none = onnx.NoValue : none
  // expected-error @+1 {{has a kernel, stride, dilation or pad out of range}}
  %0 = onnx.Conv %x, %w, %none {pads = array<i64: -1, 0, 1, 0>} : (tensor<1x4x8x8xf32>, tensor<6x4x3x3xf32>, none) -> tensor<1x6x6x6xf32>
  return %0 : tensor<1x6x6x6xf32>
}

// -----

func.func @unknown_auto_pad(%x: tensor<1x4x8x8xf32>, %w: tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32> {
  %none = onnx.NoValue : none
  // expected-error @+1 {{has an unknown auto_pad SAME}}
  %0 = onnx.Conv %x, %w, %none {auto_pad = "SAME"} : (tensor<1x4x8x8xf32>, tensor<6x4x3x3xf32>, none) -> tensor<1x6x6x6xf32>
  return %0 : tensor<1x6x6x6xf32>
}

// -----

func.func @result_shape(%x: tensor<1x4x8x8xf32>, %w: tensor<6x4x3x3xf32>) -> tensor<1x6x8x8xf32> {
  %none = onnx.NoValue : none
  // expected-error @+1 {{has a window that does not give its result shape}}
  %0 = onnx.Conv %x, %w, %none : (tensor<1x4x8x8xf32>, tensor<6x4x3x3xf32>, none) -> tensor<1x6x8x8xf32>
  return %0 : tensor<1x6x8x8xf32>
}

// -----

func.func @transposed_channels(%x: tensor<1x4x3x3xf32>, %w: tensor<5x6x3x3xf32>) -> tensor<1x6x5x5xf32> {
  %none = onnx.NoValue : none
  // expected-error @+1 {{has weights that do not fit its channels}}
  %0 = onnx.ConvTranspose %x, %w, %none : (tensor<1x4x3x3xf32>, tensor<5x6x3x3xf32>, none) -> tensor<1x6x5x5xf32>
  return %0 : tensor<1x6x5x5xf32>
}

// -----

func.func @transposed_result_shape(%x: tensor<1x4x3x3xf32>, %w: tensor<4x6x3x3xf32>) -> tensor<1x6x6x6xf32> {
  %none = onnx.NoValue : none
  // expected-error @+1 {{has a window that does not give its result shape}}
  %0 = onnx.ConvTranspose %x, %w, %none : (tensor<1x4x3x3xf32>, tensor<4x6x3x3xf32>, none) -> tensor<1x6x6x6xf32>
  return %0 : tensor<1x6x6x6xf32>
}

// -----

func.func @output_padding_rank(%x: tensor<1x4x3x3xf32>, %w: tensor<4x6x3x3xf32>) -> tensor<1x6x5x5xf32> {
  %none = onnx.NoValue : none
  // expected-error @+1 {{has an output_padding that does not fit its kernel}}
  %0 = onnx.ConvTranspose %x, %w, %none {output_padding = array<i64: 1>} : (tensor<1x4x3x3xf32>, tensor<4x6x3x3xf32>, none) -> tensor<1x6x5x5xf32>
  return %0 : tensor<1x6x5x5xf32>
}

// -----

func.func @pool_result_shape(%x: tensor<1x4x8x8xf32>) -> tensor<1x4x5x4xf32> {
  // expected-error @+1 {{has a window that does not give its result shape}}
  %0 = onnx.AveragePool %x {kernel_shape = array<i64: 2, 2>, strides = array<i64: 2, 2>} : (tensor<1x4x8x8xf32>) -> tensor<1x4x5x4xf32>
  return %0 : tensor<1x4x5x4xf32>
}

// -----

func.func @pool_of_integers(%x: tensor<1x4x8x8xi32>) -> tensor<1x4x4x4xi32> {
  // expected-error @+1 {{is defined on floating-point elements only}}
  %0 = onnx.AveragePool %x {kernel_shape = array<i64: 2, 2>, strides = array<i64: 2, 2>} : (tensor<1x4x8x8xi32>) -> tensor<1x4x4x4xi32>
  return %0 : tensor<1x4x4x4xi32>
}

// -----

func.func @pool_without_space(%x: tensor<2x4xf32>) -> tensor<2x4xf32> {
  // expected-error @+1 {{needs batch, channel and spatial dimensions}}
  %0 = onnx.GlobalAveragePool %x : (tensor<2x4xf32>) -> tensor<2x4xf32>
  return %0 : tensor<2x4xf32>
}
