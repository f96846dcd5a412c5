// RUN: burin-opt %s --split-input-file --verify-diagnostics --lower-to-kernels

// A key that is computed cannot be copied past the registers.
// expected-error @below {{does not fit the matrix-flash-attention schedule}}
func.func private @computed(%q: tensor<1x2x64x16xf16>) -> tensor<1x2x64x16xf16> attributes {kernel.config = #kernel.config<schedule = "matrix-flash-attention", workgroup = [32, 1, 1], tile = [16, 16, 1], vector = 2>} {
  %e = tensor.empty() : tensor<1x2x64x16xf16>
  %k = linalg.generic {indexing_maps = [affine_map<(b, h, n, d) -> (b, h, n, d)>, affine_map<(b, h, n, d) -> (b, h, n, d)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%q : tensor<1x2x64x16xf16>) outs(%e : tensor<1x2x64x16xf16>) {
  ^bb0(%in: f16, %out: f16):
    %n = arith.negf %in : f16
    linalg.yield %n : f16
  } -> tensor<1x2x64x16xf16>
  %0 = fused.attention scale = 0.25 ins(%q, %k, %q : tensor<1x2x64x16xf16>, tensor<1x2x64x16xf16>, tensor<1x2x64x16xf16>) outs(%e : tensor<1x2x64x16xf16>) -> tensor<1x2x64x16xf16>
  return %0 : tensor<1x2x64x16xf16>
}
func.func @main(%q: tensor<1x2x64x16xf16>) -> tensor<1x2x64x16xf16> {
  %r = call @computed(%q) : (tensor<1x2x64x16xf16>) -> tensor<1x2x64x16xf16>
  return %r : tensor<1x2x64x16xf16>
}

// -----

// Elements of a value that do not lie side by side.
// expected-error @below {{does not fit the matrix-flash-attention schedule}}
func.func private @scattered(%q: tensor<1x2x64x16xf16>, %t: tensor<1x2x16x64xf16>) -> tensor<1x2x64x16xf16> attributes {kernel.config = #kernel.config<schedule = "matrix-flash-attention", workgroup = [32, 1, 1], tile = [16, 16, 1], vector = 2>} {
  %e = tensor.empty() : tensor<1x2x64x16xf16>
  %v = linalg.generic {indexing_maps = [affine_map<(b, h, n, d) -> (b, h, d, n)>, affine_map<(b, h, n, d) -> (b, h, n, d)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%t : tensor<1x2x16x64xf16>) outs(%e : tensor<1x2x64x16xf16>) {
  ^bb0(%in: f16, %out: f16):
    linalg.yield %in : f16
  } -> tensor<1x2x64x16xf16>
  %0 = fused.attention scale = 0.25 ins(%q, %q, %v : tensor<1x2x64x16xf16>, tensor<1x2x64x16xf16>, tensor<1x2x64x16xf16>) outs(%e : tensor<1x2x64x16xf16>) -> tensor<1x2x64x16xf16>
  return %0 : tensor<1x2x64x16xf16>
}
func.func @main(%q: tensor<1x2x64x16xf16>, %t: tensor<1x2x16x64xf16>) -> tensor<1x2x64x16xf16> {
  %r = call @scattered(%q, %t) : (tensor<1x2x64x16xf16>, tensor<1x2x16x64xf16>) -> tensor<1x2x64x16xf16>
  return %r : tensor<1x2x64x16xf16>
}

// -----

// A slice that begins in the middle of a run.
// expected-error @below {{does not fit the matrix-flash-attention schedule}}
func.func private @unaligned(%x: tensor<1x2x64x24xf16>) -> tensor<1x2x64x16xf16> attributes {kernel.config = #kernel.config<schedule = "matrix-flash-attention", workgroup = [32, 1, 1], tile = [16, 16, 1], vector = 2>} {
  %e = tensor.empty() : tensor<1x2x64x16xf16>
  %q = tensor.extract_slice %x[0, 0, 0, 4] [1, 2, 64, 16] [1, 1, 1, 1] : tensor<1x2x64x24xf16> to tensor<1x2x64x16xf16>
  %0 = fused.attention scale = 0.25 ins(%q, %q, %q : tensor<1x2x64x16xf16>, tensor<1x2x64x16xf16>, tensor<1x2x64x16xf16>) outs(%e : tensor<1x2x64x16xf16>) -> tensor<1x2x64x16xf16>
  return %0 : tensor<1x2x64x16xf16>
}
func.func @main(%x: tensor<1x2x64x24xf16>) -> tensor<1x2x64x16xf16> {
  %r = call @unaligned(%x) : (tensor<1x2x64x24xf16>) -> tensor<1x2x64x16xf16>
  return %r : tensor<1x2x64x16xf16>
}
