// RUN: burin-opt %s --outline-groups --verify-groups --split-input-file | FileCheck %s
// RUN: burin-opt %s --outline-groups=prologues=false --verify-groups --split-input-file | FileCheck %s --check-prefix=OFF

#id = affine_map<(n, h, w, c) -> (n, h, w, c)>

// The norm's kernel makes x and writes it for the residual; a view of x in front of the call
// moves behind it.
// CHECK-LABEL: func.func @residual(
// CHECK-SAME: %[[P:[a-z0-9]*]]: tensor<2x4x4x8xf32>
// CHECK-NEXT: %[[N:.*]]:2 = call @group_norm_0(%[[P]], {{.*}}) -> (tensor<2x16x8xf16>, tensor<2x4x4x8xf16>)
// CHECK-NEXT: %[[V:.*]] = tensor.collapse_shape %[[N]]#1 {{.*}} into tensor<2x128xf16>
// CHECK-NEXT: %[[Y:.*]] = call @elementwise_1(%[[N]]#0, %[[N]]#1)
// CHECK-NEXT: return %[[Y]], %[[V]]
// CHECK: func.func private @group_norm_0
// CHECK: %[[X:.*]] = linalg.generic
// CHECK: arith.truncf
// CHECK: %[[R:.*]] = fused.group_norm
// CHECK: return %[[R]], %[[X]] : tensor<2x16x8xf16>, tensor<2x4x4x8xf16>
// OFF-LABEL: func.func @residual(
// OFF: %[[X:.*]] = call @elementwise_{{[0-9]}}
// OFF: call @group_norm_{{[0-9]}}({{.*}}) : {{.*}} -> tensor<2x16x8xf16>
func.func @residual(%p: tensor<2x4x4x8xf32>, %g: tensor<8xf16>) -> (tensor<2x4x4x8xf16>, tensor<2x128xf16>) {
  %e = tensor.empty() : tensor<2x4x4x8xf16>
  %x = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%p : tensor<2x4x4x8xf32>) outs(%e : tensor<2x4x4x8xf16>) {
  ^bb0(%i0: f32, %o: f16):
    %u = arith.truncf %i0 : f32 to f16
    linalg.yield %u : f16
  } -> tensor<2x4x4x8xf16>
  %v = tensor.collapse_shape %x [[0], [1, 2, 3]] : tensor<2x4x4x8xf16> into tensor<2x128xf16>
  %c = tensor.collapse_shape %x [[0], [1, 2], [3]] : tensor<2x4x4x8xf16> into tensor<2x16x8xf16>
  %e1 = tensor.empty() : tensor<2x16x8xf16>
  %n = fused.group_norm groups = 2 epsilon = 1.0e-05 ins(%c, %g, %g : tensor<2x16x8xf16>, tensor<8xf16>, tensor<8xf16>) outs(%e1 : tensor<2x16x8xf16>) {fused.keeps_input} -> tensor<2x16x8xf16>
  // Transposed: no epilogue of the norm.
  %y = linalg.generic {indexing_maps = [affine_map<(n, h, w, c) -> (n, h * 4 + w, c)>, #id, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%n, %x : tensor<2x16x8xf16>, tensor<2x4x4x8xf16>) outs(%e : tensor<2x4x4x8xf16>) {
  ^bb0(%i0: f16, %i1: f16, %o: f16):
    %t = arith.addf %i0, %i1 : f16
    linalg.yield %t : f16
  } -> tensor<2x4x4x8xf16>
  return %y, %v : tensor<2x4x4x8xf16>, tensor<2x128xf16>
}

// -----

#id = affine_map<(n, s, c) -> (n, s, c)>

// A reader whose kernel comes before the norm's: x is a kernel of its own, too.
// CHECK-LABEL: func.func @early(
// CHECK: %[[X:.*]] = call @elementwise_{{[0-9]}}
// CHECK: call @softmax_{{[0-9]}}(%[[X]])
// CHECK: %[[N:.*]] = call @group_norm_{{[0-9]}}({{.*}}) : {{.*}} -> tensor<2x16x8xf16>
func.func @early(%p: tensor<2x16x8xf32>, %g: tensor<8xf16>) -> (tensor<2x16x8xf16>, tensor<2x16x8xf16>) {
  %e = tensor.empty() : tensor<2x16x8xf16>
  %x = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel"]} ins(%p : tensor<2x16x8xf32>) outs(%e : tensor<2x16x8xf16>) {
  ^bb0(%i0: f32, %o: f16):
    %u = arith.truncf %i0 : f32 to f16
    linalg.yield %u : f16
  } -> tensor<2x16x8xf16>
  %s = linalg.softmax dimension(2) ins(%x : tensor<2x16x8xf16>) outs(%e : tensor<2x16x8xf16>) -> tensor<2x16x8xf16>
  %n = fused.group_norm groups = 2 epsilon = 1.0e-05 ins(%x, %g, %g : tensor<2x16x8xf16>, tensor<8xf16>, tensor<8xf16>) outs(%e : tensor<2x16x8xf16>) {fused.keeps_input} -> tensor<2x16x8xf16>
  return %s, %n : tensor<2x16x8xf16>, tensor<2x16x8xf16>
}

// -----

#id = affine_map<(n, s, c) -> (n, s, c)>

// Nobody else reads x: one result. An argument is there already.
// CHECK-LABEL: func.func @alone(
// CHECK: call @group_norm_{{[0-9]}}(%{{.*}}) : (tensor<2x16x8xf32>, tensor<8xf16>) -> tensor<2x16x8xf16>
// CHECK: call @group_norm_{{[0-9]}}(%{{.*}}) : (tensor<2x16x8xf16>, tensor<8xf16>) -> tensor<2x16x8xf16>
func.func @alone(%p: tensor<2x16x8xf32>, %a: tensor<2x16x8xf16>, %g: tensor<8xf16>) -> (tensor<2x16x8xf16>, tensor<2x16x8xf16>) {
  %e = tensor.empty() : tensor<2x16x8xf16>
  %x = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel"]} ins(%p : tensor<2x16x8xf32>) outs(%e : tensor<2x16x8xf16>) {
  ^bb0(%i0: f32, %o: f16):
    %u = arith.truncf %i0 : f32 to f16
    linalg.yield %u : f16
  } -> tensor<2x16x8xf16>
  %n = fused.group_norm groups = 2 epsilon = 1.0e-05 ins(%x, %g, %g : tensor<2x16x8xf16>, tensor<8xf16>, tensor<8xf16>) outs(%e : tensor<2x16x8xf16>) {fused.keeps_input} -> tensor<2x16x8xf16>
  %m = fused.group_norm groups = 2 epsilon = 1.0e-05 ins(%a, %g, %g : tensor<2x16x8xf16>, tensor<8xf16>, tensor<8xf16>) outs(%e : tensor<2x16x8xf16>) {fused.keeps_input} -> tensor<2x16x8xf16>
  return %n, %m : tensor<2x16x8xf16>, tensor<2x16x8xf16>
}

// -----

#id = affine_map<(n, s, c) -> (n, s, c)>

// Two readers through one view: neither computes x for itself.
// CHECK-LABEL: func.func @shared_view(
// CHECK: %[[X:.*]] = call @elementwise_0
// CHECK: %[[V:.*]] = tensor.collapse_shape %[[X]]
// CHECK: call @softmax_1(%[[V]])
// CHECK: call @softmax_2(%[[V]])
func.func @shared_view(%p: tensor<2x16x8xf32>) -> (tensor<32x8xf16>, tensor<32x8xf16>) {
  %e = tensor.empty() : tensor<2x16x8xf16>
  %x = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel"]} ins(%p : tensor<2x16x8xf32>) outs(%e : tensor<2x16x8xf16>) {
  ^bb0(%i0: f32, %o: f16):
    %t = arith.addf %i0, %i0 : f32
    %u = arith.truncf %t : f32 to f16
    linalg.yield %u : f16
  } -> tensor<2x16x8xf16>
  %v = tensor.collapse_shape %x [[0, 1], [2]] : tensor<2x16x8xf16> into tensor<32x8xf16>
  %e1 = tensor.empty() : tensor<32x8xf16>
  %s = linalg.softmax dimension(1) ins(%v : tensor<32x8xf16>) outs(%e1 : tensor<32x8xf16>) -> tensor<32x8xf16>
  %e2 = tensor.empty() : tensor<32x8xf16>
  %t = linalg.softmax dimension(1) ins(%v : tensor<32x8xf16>) outs(%e2 : tensor<32x8xf16>) -> tensor<32x8xf16>
  return %s, %t : tensor<32x8xf16>, tensor<32x8xf16>
}
