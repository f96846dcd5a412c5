// RUN: burin-opt %s --outline-groups --verify-groups --split-input-file | FileCheck %s
// RUN: burin-opt %s --outline-groups=epilogues=false --verify-groups --split-input-file | FileCheck %s --check-prefix=OFF

#id = affine_map<(d0, d1) -> (d0, d1)>

// The op widens what its root stores in halves: it joins the kernel that reads it.
// CHECK-LABEL: func.func @widens
// CHECK-NEXT: %[[S:.*]] = call @softmax_0(%arg0) : (tensor<8x64xf16>) -> tensor<8x64xf16>
// CHECK-NEXT: call @layer_norm_1(%[[S]]
// CHECK: func.func private @layer_norm_1
// CHECK: arith.negf
// CHECK: fused.layer_norm
func.func @widens(%a: tensor<8x64xf16>, %g: tensor<64xf32>, %h: tensor<64xf32>) -> tensor<8x64xf32> {
  %e = tensor.empty() : tensor<8x64xf32>
  %e16 = tensor.empty() : tensor<8x64xf16>
  %m = linalg.softmax dimension(1) ins(%a : tensor<8x64xf16>) outs(%e16 : tensor<8x64xf16>) -> tensor<8x64xf16>
  %0 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%m : tensor<8x64xf16>) outs(%e : tensor<8x64xf32>) {
  ^bb0(%i0: f16, %o: f32):
    %w = arith.extf %i0 : f16 to f32
    %s = arith.negf %w : f32
    linalg.yield %s : f32
  } -> tensor<8x64xf32>
  %n = fused.layer_norm epsilon = 1.0e-5 ins(%0, %g, %h : tensor<8x64xf32>, tensor<64xf32>, tensor<64xf32>)
      outs(%e : tensor<8x64xf32>) -> tensor<8x64xf32>
  return %n : tensor<8x64xf32>
}

// -----

#id = affine_map<(d0, d1) -> (d0, d1)>

// Something else reads the root's result: it is in memory anyway.
// CHECK-LABEL: func.func @root_is_read
// CHECK-NEXT: %[[S:.*]] = call @softmax_0(%arg0)
// CHECK-NEXT: %[[N:.*]] = call @layer_norm_1(%[[S]]
// CHECK-NEXT: return %[[N]], %[[S]]
func.func @root_is_read(%a: tensor<8x64xf32>, %g: tensor<64xf32>, %h: tensor<64xf32>)
    -> (tensor<8x64xf32>, tensor<8x64xf32>) {
  %e = tensor.empty() : tensor<8x64xf32>
  %m = linalg.softmax dimension(1) ins(%a : tensor<8x64xf32>) outs(%e : tensor<8x64xf32>) -> tensor<8x64xf32>
  %0 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%m : tensor<8x64xf32>) outs(%e : tensor<8x64xf32>) {
  ^bb0(%i0: f32, %o: f32):
    %s = arith.negf %i0 : f32
    linalg.yield %s : f32
  } -> tensor<8x64xf32>
  %n = fused.layer_norm epsilon = 1.0e-5 ins(%0, %g, %h : tensor<8x64xf32>, tensor<64xf32>, tensor<64xf32>)
      outs(%e : tensor<8x64xf32>) -> tensor<8x64xf32>
  return %n, %m : tensor<8x64xf32>, tensor<8x64xf32>
}

// -----

#id = affine_map<(d0, d1) -> (d0, d1)>
#flip = affine_map<(d0, d1) -> (d0, d1 mod 32)>

// Each element of the root's result is used twice: no epilogue can store both.
// CHECK-LABEL: func.func @repeats
// CHECK-NEXT: %[[S:.*]] = call @softmax_0(%arg0)
// CHECK-NEXT: call @layer_norm_1(%[[S]]
func.func @repeats(%a: tensor<8x32xf32>, %g: tensor<64xf32>, %h: tensor<64xf32>) -> tensor<8x64xf32> {
  %e = tensor.empty() : tensor<8x64xf32>
  %e32 = tensor.empty() : tensor<8x32xf32>
  %m = linalg.softmax dimension(1) ins(%a : tensor<8x32xf32>) outs(%e32 : tensor<8x32xf32>) -> tensor<8x32xf32>
  %0 = linalg.generic {indexing_maps = [#flip, #id], iterator_types = ["parallel", "parallel"]}
      ins(%m : tensor<8x32xf32>) outs(%e : tensor<8x64xf32>) {
  ^bb0(%i0: f32, %o: f32):
    %s = arith.negf %i0 : f32
    linalg.yield %s : f32
  } -> tensor<8x64xf32>
  %n = fused.layer_norm epsilon = 1.0e-5 ins(%0, %g, %h : tensor<8x64xf32>, tensor<64xf32>, tensor<64xf32>)
      outs(%e : tensor<8x64xf32>) -> tensor<8x64xf32>
  return %n : tensor<8x64xf32>
}

// -----

#id = affine_map<(d0, d1) -> (d0, d1)>

// With epilogues disabled the norm's prologue is the best place.
// CHECK-LABEL: func.func @disabled
// CHECK: call @softmax_0(%arg0)
// CHECK: func.func private @softmax_0
// CHECK: arith.negf
// OFF-LABEL: func.func @disabled
// OFF-NEXT: call @softmax_0(%arg0)
// OFF-NEXT: call @layer_norm_1(
// OFF: func.func private @softmax_0
// OFF-NOT: arith.negf
// OFF: func.func private @layer_norm_1
// OFF: arith.negf
func.func @disabled(%a: tensor<8x64xf32>, %g: tensor<64xf32>, %h: tensor<64xf32>) -> tensor<8x64xf32> {
  %e = tensor.empty() : tensor<8x64xf32>
  %m = linalg.softmax dimension(1) ins(%a : tensor<8x64xf32>) outs(%e : tensor<8x64xf32>) -> tensor<8x64xf32>
  %0 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%m : tensor<8x64xf32>) outs(%e : tensor<8x64xf32>) {
  ^bb0(%i0: f32, %o: f32):
    %s = arith.negf %i0 : f32
    linalg.yield %s : f32
  } -> tensor<8x64xf32>
  %n = fused.layer_norm epsilon = 1.0e-5 ins(%0, %g, %h : tensor<8x64xf32>, tensor<64xf32>, tensor<64xf32>)
      outs(%e : tensor<8x64xf32>) -> tensor<8x64xf32>
  return %n : tensor<8x64xf32>
}
