// RUN: burin-opt %s --split-input-file --verify-diagnostics --lower-to-kernels

// expected-error @below {{does not fit the flash-attention schedule}}
func.func private @root(%a: tensor<8x16xf32>) -> tensor<8x16xf32> attributes {kernel.config = #kernel.config<schedule = "flash-attention", workgroup = [4, 1, 1], tile = [1, 1, 8, 8, 4], vector = 4>} {
  return %a : tensor<8x16xf32>
}
func.func @main(%a: tensor<8x16xf32>) -> tensor<8x16xf32> {
  %r = call @root(%a) : (tensor<8x16xf32>) -> tensor<8x16xf32>
  return %r : tensor<8x16xf32>
}

// -----

// expected-error @below {{does not fit the flash-attention-item schedule}}
func.func private @tile(%q: tensor<1x2x64x8xf32>) -> tensor<1x2x64x8xf32> attributes {kernel.config = #kernel.config<schedule = "flash-attention-item", workgroup = [1, 1, 1], tile = [8, 16, 4], vector = 8>} {
  %e = tensor.empty() : tensor<1x2x64x8xf32>
  %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>) outs(%e : tensor<1x2x64x8xf32>) -> tensor<1x2x64x8xf32>
  return %0 : tensor<1x2x64x8xf32>
}
func.func @main(%a: tensor<1x2x64x8xf32>) -> tensor<1x2x64x8xf32> {
  %r = call @tile(%a) : (tensor<1x2x64x8xf32>) -> tensor<1x2x64x8xf32>
  return %r : tensor<1x2x64x8xf32>
}
