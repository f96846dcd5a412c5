// RUN: burin-opt %s --decompose-winograd -o %t.once
// RUN: burin-opt %t.once --decompose-winograd | diff %t.once -

func.func @main(%x: tensor<1x9x9x8xf16>) -> tensor<1x7x7x16xf32> {
  %z = arith.constant dense<0.0> : tensor<1x7x7x16xf32>
  %w = plan.constant "w" #plan.missing<"x"> of tensor<3x3x8x16xf32> recipe [#plan.cast<f16>] -> tensor<3x3x8x16xf16>
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>, kernel.winograd = #kernel.config<schedule = "winograd", workgroup = [1, 1, 1], tile = [4], vector = 1>} ins(%x, %w : tensor<1x9x9x8xf16>, tensor<3x3x8x16xf16>) outs(%z : tensor<1x7x7x16xf32>) -> tensor<1x7x7x16xf32>
  return %0 : tensor<1x7x7x16xf32>
}
