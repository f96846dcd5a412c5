// RUN: burin-opt %s --verify-winograd --split-input-file --verify-diagnostics

func.func @good(%x: tensor<1x10x10x8xf16>) -> tensor<1x8x8x16xf32> {
  %z = arith.constant dense<0.0> : tensor<1x8x8x16xf32>
  %w = plan.constant "w" #plan.missing<"x"> of tensor<3x3x8x16xf16> -> tensor<3x3x8x16xf16>
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>, kernel.winograd = #kernel.config<schedule = "winograd", workgroup = [1, 1, 1], tile = [4], vector = 1>} ins(%x, %w : tensor<1x10x10x8xf16>, tensor<3x3x8x16xf16>) outs(%z : tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return %0 : tensor<1x8x8x16xf32>
}

// -----

func.func @schedule(%x: tensor<1x10x10x8xf32>) -> tensor<1x8x8x16xf32> {
  %z = arith.constant dense<0.0> : tensor<1x8x8x16xf32>
  %w = plan.constant "w" #plan.missing<"x"> of tensor<3x3x8x16xf32> -> tensor<3x3x8x16xf32>
  // expected-error @below {{kernel.winograd must be a #kernel.config of schedule "winograd"}}
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>, kernel.winograd = #kernel.config<schedule = "fft", workgroup = [1, 1, 1], tile = [4], vector = 1>} ins(%x, %w : tensor<1x10x10x8xf32>, tensor<3x3x8x16xf32>) outs(%z : tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return %0 : tensor<1x8x8x16xf32>
}

// -----

func.func @attribute(%x: tensor<1x10x10x8xf32>) -> tensor<1x8x8x16xf32> {
  %z = arith.constant dense<0.0> : tensor<1x8x8x16xf32>
  %w = plan.constant "w" #plan.missing<"x"> of tensor<3x3x8x16xf32> -> tensor<3x3x8x16xf32>
  // expected-error @below {{kernel.winograd must be a #kernel.config of schedule "winograd"}}
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>, kernel.winograd = 4} ins(%x, %w : tensor<1x10x10x8xf32>, tensor<3x3x8x16xf32>) outs(%z : tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return %0 : tensor<1x8x8x16xf32>
}

// -----

func.func @no_convolution(%a: tensor<8x8xf32>, %z: tensor<8x8xf32>) -> tensor<8x8xf32> {
  // expected-error @below {{has kernel.winograd, but is no channels-last convolution}}
  %0 = linalg.matmul {kernel.winograd = #kernel.config<schedule = "winograd", workgroup = [1, 1, 1], tile = [4], vector = 1>} ins(%a, %a : tensor<8x8xf32>, tensor<8x8xf32>) outs(%z : tensor<8x8xf32>) -> tensor<8x8xf32>
  return %0 : tensor<8x8xf32>
}

// -----

func.func @tile(%x: tensor<1x10x10x8xf32>) -> tensor<1x8x8x16xf32> {
  %z = arith.constant dense<0.0> : tensor<1x8x8x16xf32>
  %w = plan.constant "w" #plan.missing<"x"> of tensor<3x3x8x16xf32> -> tensor<3x3x8x16xf32>
  // expected-error @below {{kernel.winograd needs tile = [2] or [4], outputs per window and dimension}}
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>, kernel.winograd = #kernel.config<schedule = "winograd", workgroup = [1, 1, 1], tile = [6], vector = 1>} ins(%x, %w : tensor<1x10x10x8xf32>, tensor<3x3x8x16xf32>) outs(%z : tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return %0 : tensor<1x8x8x16xf32>
}

// -----

func.func @stride(%x: tensor<1x10x10x8xf32>) -> tensor<1x4x4x16xf32> {
  %z = arith.constant dense<0.0> : tensor<1x4x4x16xf32>
  %w = plan.constant "w" #plan.missing<"x"> of tensor<3x3x8x16xf32> -> tensor<3x3x8x16xf32>
  // expected-error @below {{has kernel.winograd, but it has strides or dilations}}
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<2> : tensor<2xi64>, kernel.winograd = #kernel.config<schedule = "winograd", workgroup = [1, 1, 1], tile = [2], vector = 1>} ins(%x, %w : tensor<1x10x10x8xf32>, tensor<3x3x8x16xf32>) outs(%z : tensor<1x4x4x16xf32>) -> tensor<1x4x4x16xf32>
  return %0 : tensor<1x4x4x16xf32>
}

// -----

func.func @dilation(%x: tensor<1x10x10x8xf32>) -> tensor<1x6x6x16xf32> {
  %z = arith.constant dense<0.0> : tensor<1x6x6x16xf32>
  %w = plan.constant "w" #plan.missing<"x"> of tensor<3x3x8x16xf32> -> tensor<3x3x8x16xf32>
  // expected-error @below {{has kernel.winograd, but it has strides or dilations}}
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<2> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>, kernel.winograd = #kernel.config<schedule = "winograd", workgroup = [1, 1, 1], tile = [2], vector = 1>} ins(%x, %w : tensor<1x10x10x8xf32>, tensor<3x3x8x16xf32>) outs(%z : tensor<1x6x6x16xf32>) -> tensor<1x6x6x16xf32>
  return %0 : tensor<1x6x6x16xf32>
}

// -----

func.func @kernel(%x: tensor<1x10x10x8xf32>) -> tensor<1x6x6x16xf32> {
  %z = arith.constant dense<0.0> : tensor<1x6x6x16xf32>
  %w = plan.constant "w" #plan.missing<"x"> of tensor<5x5x8x16xf32> -> tensor<5x5x8x16xf32>
  // expected-error @below {{has kernel.winograd, but its kernel is not 3x3}}
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>, kernel.winograd = #kernel.config<schedule = "winograd", workgroup = [1, 1, 1], tile = [2], vector = 1>} ins(%x, %w : tensor<1x10x10x8xf32>, tensor<5x5x8x16xf32>) outs(%z : tensor<1x6x6x16xf32>) -> tensor<1x6x6x16xf32>
  return %0 : tensor<1x6x6x16xf32>
}

// -----

func.func @weights(%x: tensor<1x10x10x8xf32>, %w: tensor<3x3x8x16xf32>) -> tensor<1x8x8x16xf32> {
  %z = arith.constant dense<0.0> : tensor<1x8x8x16xf32>
  // expected-error @below {{has kernel.winograd, but its weights are not constant}}
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>, kernel.winograd = #kernel.config<schedule = "winograd", workgroup = [1, 1, 1], tile = [2], vector = 1>} ins(%x, %w : tensor<1x10x10x8xf32>, tensor<3x3x8x16xf32>) outs(%z : tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return %0 : tensor<1x8x8x16xf32>
}

// -----

func.func @accumulates(%x: tensor<1x10x10x8xf32>, %z: tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32> {
  %w = plan.constant "w" #plan.missing<"x"> of tensor<3x3x8x16xf32> -> tensor<3x3x8x16xf32>
  // expected-error @below {{has kernel.winograd, but it accumulates onto a tensor}}
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>, kernel.winograd = #kernel.config<schedule = "winograd", workgroup = [1, 1, 1], tile = [2], vector = 1>} ins(%x, %w : tensor<1x10x10x8xf32>, tensor<3x3x8x16xf32>) outs(%z : tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return %0 : tensor<1x8x8x16xf32>
}

// -----

func.func @accumulates_one(%x: tensor<1x10x10x8xf32>) -> tensor<1x8x8x16xf32> {
  %z = arith.constant dense<1.0> : tensor<1x8x8x16xf32>
  %w = plan.constant "w" #plan.missing<"x"> of tensor<3x3x8x16xf32> -> tensor<3x3x8x16xf32>
  // expected-error @below {{has kernel.winograd, but it accumulates onto a tensor}}
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>, kernel.winograd = #kernel.config<schedule = "winograd", workgroup = [1, 1, 1], tile = [2], vector = 1>} ins(%x, %w : tensor<1x10x10x8xf32>, tensor<3x3x8x16xf32>) outs(%z : tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
  return %0 : tensor<1x8x8x16xf32>
}

// -----

func.func @index_range(%x: tensor<1x16386x16386x8xf32>) -> tensor<1x16384x16384x8xf32> {
  %z = arith.constant dense<0.0> : tensor<1x16384x16384x8xf32>
  %w = plan.constant "w" #plan.missing<"x"> of tensor<3x3x8x8xf32> -> tensor<3x3x8x8xf32>
  // expected-error @below {{kernel.winograd would make a tensor of more than 2^31 - 1 elements}}
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>, kernel.winograd = #kernel.config<schedule = "winograd", workgroup = [1, 1, 1], tile = [4], vector = 1>} ins(%x, %w : tensor<1x16386x16386x8xf32>, tensor<3x3x8x8xf32>) outs(%z : tensor<1x16384x16384x8xf32>) -> tensor<1x16384x16384x8xf32>
  return %0 : tensor<1x16384x16384x8xf32>
}
