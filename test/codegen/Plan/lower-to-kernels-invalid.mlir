// RUN: burin-opt %s -split-input-file -verify-diagnostics --lower-to-kernels

// expected-error @below {{has no kernel.config: run select-kernel-config first}}
func.func private @g(%a: tensor<4xf32>) -> tensor<4xf32>  {
  return %a : tensor<4xf32>
}
func.func @main(%a: tensor<4xf32>) -> tensor<4xf32> {
  %r = call @g(%a) : (tensor<4xf32>) -> tensor<4xf32>
  return %r : tensor<4xf32>
}

// -----

// expected-error @below {{names an unknown schedule 'magic'}}
func.func private @g(%a: tensor<4xf32>) -> tensor<4xf32> attributes {kernel.config = #kernel.config<schedule = "magic", workgroup = [64, 1, 1], tile = [1], vector = 1>} {
  return %a : tensor<4xf32>
}
func.func @main(%a: tensor<4xf32>) -> tensor<4xf32> {
  %r = call @g(%a) : (tensor<4xf32>) -> tensor<4xf32>
  return %r : tensor<4xf32>
}

// -----

// expected-error @below {{has an empty tensor: 'tensor<0xf32>'}}
func.func private @g(%a: tensor<0xf32>) -> tensor<0xf32> attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [64, 1, 1], tile = [1], vector = 1>} {
  return %a : tensor<0xf32>
}
func.func @main(%a: tensor<0xf32>) -> tensor<0xf32> {
  %r = call @g(%a) : (tensor<0xf32>) -> tensor<0xf32>
  return %r : tensor<0xf32>
}

// -----

// expected-error @below {{has a tensor of more than 2^31 - 1 elements}}
func.func private @g(%a: tensor<2147483648xf32>) -> tensor<2147483648xf32> attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [64, 1, 1], tile = [1], vector = 1>} {
  return %a : tensor<2147483648xf32>
}
func.func @main(%a: tensor<2147483648xf32>) -> tensor<2147483648xf32> {
  %r = call @g(%a) : (tensor<2147483648xf32>) -> tensor<2147483648xf32>
  return %r : tensor<2147483648xf32>
}

// -----

// expected-error @below {{has a tensor that no buffer can hold: 'tensor<4xi7>'}}
func.func private @g(%a: tensor<4xi7>) -> tensor<4xi7> attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [64, 1, 1], tile = [1], vector = 1>} {
  return %a : tensor<4xi7>
}
func.func @main(%a: tensor<4xi7>) -> tensor<4xi7> {
  %r = call @g(%a) : (tensor<4xi7>) -> tensor<4xi7>
  return %r : tensor<4xi7>
}
