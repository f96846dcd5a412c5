// RUN: burin-opt %s --decompose-attention -o %t.once
// RUN: burin-opt %s --decompose-attention --decompose-attention -o %t.twice
// RUN: diff %t.once %t.twice

func.func @mixed(%q: tensor<1x2x64x8xf32>) -> (tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>) {
  %e = tensor.empty() : tensor<1x2x64x8xf32>
  %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>)
    outs(%e : tensor<1x2x64x8xf32>) {kernel.attention = #kernel.config<schedule = "flash-attention", workgroup = [2, 8, 1], tile = [2, 1, 8, 8, 4], vector = 4>} -> tensor<1x2x64x8xf32>
  %1 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>)
    outs(%e : tensor<1x2x64x8xf32>) {kernel.attention = #kernel.config<schedule = "partial-attention", workgroup = [1, 1, 1], tile = [32], vector = 1>} -> tensor<1x2x64x8xf32>
  %2 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>)
    outs(%e : tensor<1x2x64x8xf32>) {kernel.attention = #kernel.config<schedule = "plain-attention", workgroup = [1, 1, 1], tile = [64], vector = 1>} -> tensor<1x2x64x8xf32>
  return %0, %1, %2 : tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>
}
