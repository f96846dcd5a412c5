// RUN: burin-opt %s --fold-group-norms --split-input-file --verify-diagnostics

#id = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
func.func @two_readers(%x: tensor<2x8x8x20xf16>, %g: tensor<20xf16>) -> (tensor<36x8x20xf16>, tensor<2x8x8x20xf16>) {
  %c = tensor.collapse_shape %x [[0], [1, 2], [3]] : tensor<2x8x8x20xf16> into tensor<2x64x20xf16>
  %e = tensor.empty() : tensor<2x64x20xf16>
  // expected-error @+1 {{cannot be applied by its reader as kernel.norm_prologue says: several ops read it}}
  %n = fused.group_norm groups = 4 epsilon = 1.0e-5 ins(%c, %g, %g : tensor<2x64x20xf16>, tensor<20xf16>, tensor<20xf16>) outs(%e : tensor<2x64x20xf16>) {kernel.norm_prologue} -> tensor<2x64x20xf16>
  %v = tensor.expand_shape %n [[0], [1, 2], [3]] output_shape [2, 8, 8, 20] : tensor<2x64x20xf16> into tensor<2x8x8x20xf16>
  %one = arith.constant 1.0 : f32
  %ee = tensor.empty() : tensor<2x8x8x20xf16>
  %a = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%v : tensor<2x8x8x20xf16>) outs(%ee : tensor<2x8x8x20xf16>) {
  ^bb0(%in: f16, %out: f16):
    %wide = arith.extf %in : f16 to f32
    %m = arith.negf %wide : f32
    %p = math.exp %m : f32
    %d = arith.addf %p, %one : f32
    %r = arith.divf %one, %d : f32
    %q = arith.mulf %wide, %r : f32
    %o = arith.truncf %q : f32 to f16
    linalg.yield %o : f16
  } -> tensor<2x8x8x20xf16>
  %z = arith.constant 0.0 : f16
  %p = tensor.pad %a low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%i: index, %j: index, %k: index, %l: index):
    tensor.yield %z : f16
  } : tensor<2x8x8x20xf16> to tensor<2x10x10x20xf16>
  %we = tensor.empty() : tensor<36x8x20xf16>
  %y = fused.winograd_input tile = 4 ins(%p : tensor<2x10x10x20xf16>) outs(%we : tensor<36x8x20xf16>) -> tensor<36x8x20xf16>
  return %y, %v : tensor<36x8x20xf16>, tensor<2x8x8x20xf16>
}

// -----

#id = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
func.func @result(%x: tensor<2x8x8x20xf16>, %g: tensor<20xf16>) -> tensor<2x8x8x20xf16> {
  %c = tensor.collapse_shape %x [[0], [1, 2], [3]] : tensor<2x8x8x20xf16> into tensor<2x64x20xf16>
  %e = tensor.empty() : tensor<2x64x20xf16>
  // expected-error @+1 {{cannot be applied by its reader as kernel.norm_prologue says: its reader is no contraction, convolution or transform of Winograd}}
  %n = fused.group_norm groups = 4 epsilon = 1.0e-5 ins(%c, %g, %g : tensor<2x64x20xf16>, tensor<20xf16>, tensor<20xf16>) outs(%e : tensor<2x64x20xf16>) {kernel.norm_prologue} -> tensor<2x64x20xf16>
  %v = tensor.expand_shape %n [[0], [1, 2], [3]] output_shape [2, 8, 8, 20] : tensor<2x64x20xf16> into tensor<2x8x8x20xf16>
  %one = arith.constant 1.0 : f32
  %ee = tensor.empty() : tensor<2x8x8x20xf16>
  %a = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%v : tensor<2x8x8x20xf16>) outs(%ee : tensor<2x8x8x20xf16>) {
  ^bb0(%in: f16, %out: f16):
    %wide = arith.extf %in : f16 to f32
    %m = arith.negf %wide : f32
    %p = math.exp %m : f32
    %d = arith.addf %p, %one : f32
    %r = arith.divf %one, %d : f32
    %q = arith.mulf %wide, %r : f32
    %o = arith.truncf %q : f32 to f16
    linalg.yield %o : f16
  } -> tensor<2x8x8x20xf16>
  return %a : tensor<2x8x8x20xf16>
}
