// RUN: burin-opt %s --inline-part-sums --split-input-file | FileCheck %s
// RUN: burin-opt %s --inline-part-sums --inline-part-sums --split-input-file | FileCheck %s

#parts = affine_map<(p, n, h, w, c) -> (p, n, h, w, c)>
#sum = affine_map<(p, n, h, w, c) -> (n, h, w, c)>
#id = affine_map<(n, h, w, c) -> (n, h, w, c)>
#c = affine_map<(n, h, w, c) -> (c)>

// Parts are added in their order by an op that the norm's kernel takes, with the bias.
// CHECK-DAG: #[[$FIRST:.*]] = affine_map<(d0, d1, d2, d3) -> (0, d0, d1, d2, d3)>
// CHECK-DAG: #[[$SECOND:.*]] = affine_map<(d0, d1, d2, d3) -> (1, d0, d1, d2, d3)>
// CHECK-DAG: #[[$THIRD:.*]] = affine_map<(d0, d1, d2, d3) -> (2, d0, d1, d2, d3)>
// CHECK-LABEL: func.func @alone(
// CHECK-SAME: %[[P:.*]]: tensor<3x2x8x8x64xf32>
// CHECK: %[[SUM:.*]] = linalg.generic {indexing_maps = [#[[$FIRST]], #[[$SECOND]], #[[$THIRD]], #{{.*}}], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%[[P]], %[[P]], %[[P]] : {{.*}}attrs = {fused.inline} {
// CHECK-NEXT: ^bb0(%[[A:.*]]: f32, %[[B:.*]]: f32, %[[C:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[AB:.*]] = arith.addf %[[A]], %[[B]]
// CHECK-NEXT: %[[ABC:.*]] = arith.addf %[[AB]], %[[C]]
// CHECK-NEXT: linalg.yield %[[ABC]]
// CHECK: linalg.generic {{.*}} ins(%[[SUM]], %{{.*}} attrs = {fused.inline}
// CHECK: fused.group_norm
// CHECK-NOT: kernel.part_sums
// CHECK-NOT: fused.keeps_input
// CHECK: return
func.func @alone(%p: tensor<3x2x8x8x64xf32>, %b: tensor<64xf16>, %g: tensor<64xf16>) -> tensor<2x64x64xf16> {
  %z = arith.constant dense<0.0> : tensor<2x8x8x64xf32>
  %s = linalg.generic {indexing_maps = [#parts, #sum], iterator_types = ["reduction", "parallel", "parallel", "parallel", "parallel"]} ins(%p : tensor<3x2x8x8x64xf32>) outs(%z : tensor<2x8x8x64xf32>) {
  ^bb0(%i: f32, %o: f32):
    %t = arith.addf %o, %i : f32
    linalg.yield %t : f32
  } -> tensor<2x8x8x64xf32>
  %e = tensor.empty() : tensor<2x8x8x64xf16>
  %x = linalg.generic {indexing_maps = [#id, #c, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%s, %b : tensor<2x8x8x64xf32>, tensor<64xf16>) outs(%e : tensor<2x8x8x64xf16>) {
  ^bb0(%i0: f32, %i1: f16, %o: f16):
    %f = arith.extf %i1 : f16 to f32
    %t = arith.addf %i0, %f : f32
    %u = arith.truncf %t : f32 to f16
    linalg.yield %u : f16
  } -> tensor<2x8x8x64xf16>
  %v = tensor.collapse_shape %x [[0], [1, 2], [3]] : tensor<2x8x8x64xf16> into tensor<2x64x64xf16>
  %e1 = tensor.empty() : tensor<2x64x64xf16>
  %n = fused.group_norm groups = 32 epsilon = 1.0e-05 ins(%v, %g, %g : tensor<2x64x64xf16>, tensor<64xf16>, tensor<64xf16>) outs(%e1 : tensor<2x64x64xf16>) {kernel.part_sums} -> tensor<2x64x64xf16>
  return %n : tensor<2x64x64xf16>
}

// -----

#parts = affine_map<(p, n, s, c) -> (p, n, s, c)>
#sum = affine_map<(p, n, s, c) -> (n, s, c)>
#id = affine_map<(n, s, c) -> (n, s, c)>

// The norm's input is a residual, too.
// CHECK-LABEL: func.func @shared(
// CHECK: %[[SUM:.*]] = linalg.generic {{.*}} attrs = {fused.inline}
// CHECK: %[[X:.*]] = linalg.generic {{.*}} ins(%[[SUM]]
// CHECK-NOT: fused.inline
// CHECK: fused.group_norm {{.*}} {fused.keeps_input}
// Nobody asked.
// CHECK: linalg.generic {{.*}} iterator_types = ["reduction"
// CHECK: fused.group_norm
// CHECK-NOT: fused.keeps_input
func.func @shared(%p: tensor<2x2x64x64xf32>, %g: tensor<64xf16>) -> (tensor<2x64x64xf16>, tensor<2x64x64xf16>, tensor<2x64x64xf16>) {
  %z = arith.constant dense<0.0> : tensor<2x64x64xf32>
  %s = linalg.generic {indexing_maps = [#parts, #sum], iterator_types = ["reduction", "parallel", "parallel", "parallel"]} ins(%p : tensor<2x2x64x64xf32>) outs(%z : tensor<2x64x64xf32>) {
  ^bb0(%i: f32, %o: f32):
    %t = arith.addf %o, %i : f32
    linalg.yield %t : f32
  } -> tensor<2x64x64xf32>
  %e = tensor.empty() : tensor<2x64x64xf16>
  %x = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel"]} ins(%s : tensor<2x64x64xf32>) outs(%e : tensor<2x64x64xf16>) {
  ^bb0(%i0: f32, %o: f16):
    %u = arith.truncf %i0 : f32 to f16
    linalg.yield %u : f16
  } -> tensor<2x64x64xf16>
  %n = fused.group_norm groups = 32 epsilon = 1.0e-05 ins(%x, %g, %g : tensor<2x64x64xf16>, tensor<64xf16>, tensor<64xf16>) outs(%e : tensor<2x64x64xf16>) {kernel.part_sums} -> tensor<2x64x64xf16>
  %s1 = linalg.generic {indexing_maps = [#parts, #sum], iterator_types = ["reduction", "parallel", "parallel", "parallel"]} ins(%p : tensor<2x2x64x64xf32>) outs(%z : tensor<2x64x64xf32>) {
  ^bb0(%i: f32, %o: f32):
    %t = arith.addf %o, %i : f32
    linalg.yield %t : f32
  } -> tensor<2x64x64xf32>
  %x1 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel"]} ins(%s1 : tensor<2x64x64xf32>) outs(%e : tensor<2x64x64xf16>) {
  ^bb0(%i0: f32, %o: f16):
    %u = arith.truncf %i0 : f32 to f16
    linalg.yield %u : f16
  } -> tensor<2x64x64xf16>
  %n1 = fused.group_norm groups = 32 epsilon = 1.0e-05 ins(%x1, %g, %g : tensor<2x64x64xf16>, tensor<64xf16>, tensor<64xf16>) outs(%e : tensor<2x64x64xf16>) -> tensor<2x64x64xf16>
  return %n, %x, %n1 : tensor<2x64x64xf16>, tensor<2x64x64xf16>, tensor<2x64x64xf16>
}
