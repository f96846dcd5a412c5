// RUN: burin-opt %s -split-input-file --fuse-elementwise-chains | FileCheck %s
// RUN: burin-opt %s -split-input-file --fuse-elementwise-chains --fuse-elementwise-chains | FileCheck %s
// RUN: burin-opt %s -split-input-file --fuse-elementwise-chains --outline-groups --verify-groups | FileCheck %s --check-prefix=GROUPS

#id = affine_map<(d0, d1) -> (d0, d1)>
#col = affine_map<(d0, d1) -> (d1)>

// The shape of a residual block: two contractions, a bias each, stored as halves,
// then the sum. One bias may join the sum, the other stays with its matmul, whose
// f32 sums are then never stored.
// CHECK-LABEL: func.func @residual
// CHECK: linalg.matmul
// CHECK: linalg.generic
// CHECK: linalg.matmul
// CHECK-COUNT-2: linalg.generic
// CHECK-NOT: linalg.generic
// CHECK: return
// GROUPS-LABEL: func.func @residual
// GROUPS: call @matmul_0({{.*}}) -> tensor<8x64xf16>
// GROUPS: call @matmul_1({{.*}}) -> tensor<8x64xf16>
// GROUPS-NEXT: return
func.func @residual(%a: tensor<8x16xf16>, %b: tensor<16x64xf16>, %c: tensor<8x32xf16>, %d: tensor<32x64xf16>,
                    %p: tensor<64xf16>, %q: tensor<64xf16>) -> tensor<8x64xf16> {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<8x64xf32>
  %e16 = tensor.empty() : tensor<8x64xf16>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<8x64xf32>) -> tensor<8x64xf32>
  %m = linalg.matmul ins(%a, %b : tensor<8x16xf16>, tensor<16x64xf16>) outs(%f : tensor<8x64xf32>) -> tensor<8x64xf32>
  %0 = linalg.generic {indexing_maps = [#id, #col, #id], iterator_types = ["parallel", "parallel"]}
      ins(%m, %p : tensor<8x64xf32>, tensor<64xf16>) outs(%e16 : tensor<8x64xf16>) {
  ^bb0(%i0: f32, %i1: f16, %o: f16):
    %w = arith.extf %i1 : f16 to f32
    %s = arith.addf %i0, %w : f32
    %t = arith.truncf %s : f32 to f16
    linalg.yield %t : f16
  } -> tensor<8x64xf16>
  %n = linalg.matmul ins(%c, %d : tensor<8x32xf16>, tensor<32x64xf16>) outs(%f : tensor<8x64xf32>) -> tensor<8x64xf32>
  %1 = linalg.generic {indexing_maps = [#id, #col, #id], iterator_types = ["parallel", "parallel"]}
      ins(%n, %q : tensor<8x64xf32>, tensor<64xf16>) outs(%e16 : tensor<8x64xf16>) {
  ^bb0(%i0: f32, %i1: f16, %o: f16):
    %w = arith.extf %i1 : f16 to f32
    %s = arith.addf %i0, %w : f32
    %t = arith.truncf %s : f32 to f16
    linalg.yield %t : f16
  } -> tensor<8x64xf16>
  %2 = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%0, %1 : tensor<8x64xf16>, tensor<8x64xf16>) outs(%e16 : tensor<8x64xf16>) {
  ^bb0(%i0: f16, %i1: f16, %o: f16):
    %s = arith.addf %i0, %i1 : f16
    linalg.yield %s : f16
  } -> tensor<8x64xf16>
  return %2 : tensor<8x64xf16>
}

// -----

#id = affine_map<(d0, d1) -> (d0, d1)>
#col = affine_map<(d0, d1) -> (d1)>

// One root only: the residual comes from elsewhere, all of it is one epilogue.
// CHECK-LABEL: func.func @one_root
// CHECK-COUNT-1: linalg.generic
// CHECK-NOT: linalg.generic
// CHECK: return
// GROUPS-LABEL: func.func @one_root
// GROUPS-NEXT: call @matmul_0(
// GROUPS-NEXT: return
func.func @one_root(%a: tensor<8x16xf16>, %b: tensor<16x64xf16>, %p: tensor<64xf16>, %r: tensor<8x64xf16>) -> tensor<8x64xf16> {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<8x64xf32>
  %e16 = tensor.empty() : tensor<8x64xf16>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<8x64xf32>) -> tensor<8x64xf32>
  %m = linalg.matmul ins(%a, %b : tensor<8x16xf16>, tensor<16x64xf16>) outs(%f : tensor<8x64xf32>) -> tensor<8x64xf32>
  %0 = linalg.generic {indexing_maps = [#id, #col, #id], iterator_types = ["parallel", "parallel"]}
      ins(%m, %p : tensor<8x64xf32>, tensor<64xf16>) outs(%e16 : tensor<8x64xf16>) {
  ^bb0(%i0: f32, %i1: f16, %o: f16):
    %w = arith.extf %i1 : f16 to f32
    %s = arith.addf %i0, %w : f32
    %t = arith.truncf %s : f32 to f16
    linalg.yield %t : f16
  } -> tensor<8x64xf16>
  %1 = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%0, %r : tensor<8x64xf16>, tensor<8x64xf16>) outs(%e16 : tensor<8x64xf16>) {
  ^bb0(%i0: f16, %i1: f16, %o: f16):
    %s = arith.addf %i0, %i1 : f16
    linalg.yield %s : f16
  } -> tensor<8x64xf16>
  return %1 : tensor<8x64xf16>
}

// -----

#id = affine_map<(d0, d1) -> (d0, d1)>

// Two element-wise operands without roots merge as before.
// CHECK-LABEL: func.func @no_root
// CHECK-COUNT-1: linalg.generic
// CHECK-NOT: linalg.generic
// CHECK: return
// GROUPS-LABEL: func.func @no_root
// GROUPS-NEXT: call @elementwise_0(
func.func @no_root(%a: tensor<8x64xf32>, %b: tensor<8x64xf32>) -> tensor<8x64xf32> {
  %e = tensor.empty() : tensor<8x64xf32>
  %0 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%a : tensor<8x64xf32>) outs(%e : tensor<8x64xf32>) {
  ^bb0(%i0: f32, %o: f32):
    %s = math.exp %i0 : f32
    linalg.yield %s : f32
  } -> tensor<8x64xf32>
  %1 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%b : tensor<8x64xf32>) outs(%e : tensor<8x64xf32>) {
  ^bb0(%i0: f32, %o: f32):
    %s = math.tanh %i0 : f32
    linalg.yield %s : f32
  } -> tensor<8x64xf32>
  %2 = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%0, %1 : tensor<8x64xf32>, tensor<8x64xf32>) outs(%e : tensor<8x64xf32>) {
  ^bb0(%i0: f32, %i1: f32, %o: f32):
    %s = arith.addf %i0, %i1 : f32
    linalg.yield %s : f32
  } -> tensor<8x64xf32>
  return %2 : tensor<8x64xf32>
}
