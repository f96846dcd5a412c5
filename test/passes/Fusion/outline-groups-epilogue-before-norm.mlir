// RUN: burin-opt %s --outline-groups --verify-groups --split-input-file | FileCheck %s
// RUN: burin-opt %s --outline-groups --split-input-file --remarks-filter="fusion" 2>&1 | FileCheck %s --check-prefix=REMARK

#id = affine_map<(d0, d1) -> (d0, d1)>
#col = affine_map<(d0, d1) -> (d1)>

// A bias between a matmul and a norm: cheap enough for the norm, which reads its
// row three times, but then the raw f32 sums would be stored.
// CHECK-LABEL: func.func @bias
// CHECK-NEXT: %[[M:.*]] = call @matmul_0(%arg0, %arg1, %arg2) : ({{.*}}) -> tensor<8x64xf16>
// CHECK-NEXT: %[[N:.*]] = call @layer_norm_1(%[[M]], %arg3, %arg4)
// CHECK-NEXT: return %[[N]]
// CHECK: func.func private @matmul_0
// CHECK: linalg.matmul
// CHECK: arith.addf
// CHECK: func.func private @layer_norm_1(%{{.*}}: tensor<8x64xf16>
// CHECK-NOT: linalg.generic
// CHECK: fused.layer_norm
// REMARK: [Missed] prologue{{.*}}not in the kernel of fused.layer_norm: it is the epilogue of its own operand; would save 2048 bytes
// REMARK: [Passed] epilogue{{.*}}1 op(s) joined the group of linalg.matmul: saves 4096 bytes
func.func @bias(%a: tensor<8x16xf16>, %b: tensor<16x64xf16>, %bias: tensor<64xf16>,
                %g: tensor<64xf16>, %h: tensor<64xf16>) -> tensor<8x64xf16> {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<8x64xf32>
  %e16 = tensor.empty() : tensor<8x64xf16>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<8x64xf32>) -> tensor<8x64xf32>
  %m = linalg.matmul ins(%a, %b : tensor<8x16xf16>, tensor<16x64xf16>) outs(%f : tensor<8x64xf32>) -> tensor<8x64xf32>
  %0 = linalg.generic {indexing_maps = [#id, #col, #id], iterator_types = ["parallel", "parallel"]}
      ins(%m, %bias : tensor<8x64xf32>, tensor<64xf16>) outs(%e16 : tensor<8x64xf16>) {
  ^bb0(%i0: f32, %i1: f16, %o: f16):
    %w = arith.extf %i1 : f16 to f32
    %s = arith.addf %i0, %w : f32
    %t = arith.truncf %s : f32 to f16
    linalg.yield %t : f16
  } -> tensor<8x64xf16>
  %n = fused.layer_norm epsilon = 1.0e-5 ins(%0, %g, %h : tensor<8x64xf16>, tensor<64xf16>, tensor<64xf16>)
      outs(%e16 : tensor<8x64xf16>) -> tensor<8x64xf16>
  return %n : tensor<8x64xf16>
}

// -----

#id = affine_map<(d0, d1) -> (d0, d1)>

// The same through views on both sides.
// CHECK-LABEL: func.func @views
// CHECK: call @matmul_0(%arg0, %arg1) : ({{.*}}) -> tensor<2x4x64xf16>
// CHECK: tensor.collapse_shape
// CHECK: call @layer_norm_1(
// CHECK: func.func private @layer_norm_1(%{{.*}}: tensor<8x64xf16>
// CHECK-NOT: linalg.generic
// CHECK: fused.layer_norm
func.func @views(%a: tensor<8x16xf16>, %b: tensor<16x64xf16>, %g: tensor<64xf16>, %h: tensor<64xf16>) -> tensor<8x64xf16> {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<8x64xf32>
  %e16 = tensor.empty() : tensor<2x4x64xf16>
  %en = tensor.empty() : tensor<8x64xf16>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<8x64xf32>) -> tensor<8x64xf32>
  %m = linalg.matmul ins(%a, %b : tensor<8x16xf16>, tensor<16x64xf16>) outs(%f : tensor<8x64xf32>) -> tensor<8x64xf32>
  %x = tensor.expand_shape %m [[0, 1], [2]] output_shape [2, 4, 64] : tensor<8x64xf32> into tensor<2x4x64xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1, d2)>, affine_map<(d0, d1, d2) -> (d0, d1, d2)>],
                       iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%x : tensor<2x4x64xf32>) outs(%e16 : tensor<2x4x64xf16>) {
  ^bb0(%i0: f32, %o: f16):
    %s = arith.negf %i0 : f32
    %t = arith.truncf %s : f32 to f16
    linalg.yield %t : f16
  } -> tensor<2x4x64xf16>
  %c = tensor.collapse_shape %0 [[0, 1], [2]] : tensor<2x4x64xf16> into tensor<8x64xf16>
  %n = fused.layer_norm epsilon = 1.0e-5 ins(%c, %g, %h : tensor<8x64xf16>, tensor<64xf16>, tensor<64xf16>)
      outs(%en : tensor<8x64xf16>) -> tensor<8x64xf16>
  return %n : tensor<8x64xf16>
}
