// RUN: burin-opt %s --split-input-file --verify-diagnostics --inline-part-sums

func.func @no_sum(%x: tensor<2x64x64xf16>, %g: tensor<64xf16>) -> tensor<2x64x64xf16> {
  %e = tensor.empty() : tensor<2x64x64xf16>
  // expected-error @below {{adds no parts as kernel.part_sums says: nothing makes its input from a sum of parts}}
  %n = fused.group_norm groups = 32 epsilon = 1.0e-05 ins(%x, %g, %g : tensor<2x64x64xf16>, tensor<64xf16>, tensor<64xf16>) outs(%e : tensor<2x64x64xf16>) {kernel.part_sums} -> tensor<2x64x64xf16>
  return %n : tensor<2x64x64xf16>
}
