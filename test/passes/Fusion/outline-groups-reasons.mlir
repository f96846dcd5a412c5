// RUN: burin-opt %s -split-input-file --outline-groups --mlir-print-debuginfo | FileCheck %s
// RUN: burin-opt %s -split-input-file --outline-groups=epilogues=false --mlir-print-debuginfo | FileCheck %s --check-prefix=NO-EPILOGUES
// RUN: burin-opt %s -split-input-file --outline-groups=prologues=false --mlir-print-debuginfo | FileCheck %s --check-prefix=NO-PROLOGUES

#id = affine_map<(d0, d1) -> (d0, d1)>
#col = affine_map<(d0, d1) -> (d1)>

// Why ops share a kernel goes with the call's location into the plan, with the
// name of the model's node.
// CHECK: [[WHY:#loc[0-9]+]] = loc(fused<["epilogue: 1 op(s) joined the group of linalg.matmul: saves 256 bytes (/fc1/Add)"]>[
// CHECK: func.func @epilogue
// CHECK: call @matmul_0({{.*}} loc([[WHY]])
// NO-EPILOGUES: call @elementwise_1(
// NO-EPILOGUES-NOT: "epilogue:
func.func @epilogue(%a: tensor<4x16xf32>, %b: tensor<16x8xf32>, %bias: tensor<8xf32>) -> tensor<4x8xf32> {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<4x8xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<4x8xf32>) -> tensor<4x8xf32>
  %m = linalg.matmul ins(%a, %b : tensor<4x16xf32>, tensor<16x8xf32>) outs(%f : tensor<4x8xf32>) -> tensor<4x8xf32> loc("/fc1/MatMul")
  %0 = linalg.generic {indexing_maps = [#id, #col, #id], iterator_types = ["parallel", "parallel"]}
      ins(%m, %bias : tensor<4x8xf32>, tensor<8xf32>) outs(%e : tensor<4x8xf32>) {
  ^bb0(%i0: f32, %i1: f32, %o: f32):
    %s = arith.addf %i0, %i1 : f32
    linalg.yield %s : f32
  } -> tensor<4x8xf32> loc("/fc1/Add")
  return %0 : tensor<4x8xf32>
}

// -----

#id = affine_map<(d0, d1) -> (d0, d1)>

// Arithmetic on load.
// CHECK: [[WHY:#loc[0-9]+]] = loc(fused<["prologue: linalg.generic joined the group of linalg.softmax: saves 4096 bytes (/attn/Neg)"]>[
// CHECK: func.func @prologue
// CHECK: call @softmax_0({{.*}} loc([[WHY]])
// NO-PROLOGUES: fused<["missed: not in the kernel of linalg.softmax: prologues are disabled; would save 4096 bytes (/attn/Neg)"]>
func.func @prologue(%x: tensor<8x64xf32>) -> tensor<8x64xf32> {
  %e = tensor.empty() : tensor<8x64xf32>
  %0 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<8x64xf32>) outs(%e : tensor<8x64xf32>) {
  ^bb0(%i0: f32, %o: f32):
    %s = arith.negf %i0 : f32
    linalg.yield %s : f32
  } -> tensor<8x64xf32> loc("/attn/Neg")
  %s = linalg.softmax dimension(1) ins(%0 : tensor<8x64xf32>) outs(%e : tensor<8x64xf32>) -> tensor<8x64xf32> loc("/attn/Softmax")
  return %s : tensor<8x64xf32>
}

// -----

#id = affine_map<(d0, d1) -> (d0, d1)>

// What stays outside says why.
// CHECK: [[WHY:#loc[0-9]+]] = loc(fused<["missed: not in the kernel of linalg.softmax: its transcendental functions would be computed more than once; would save 4096 bytes (/attn/Exp)"]>[
// CHECK: func.func @missed
// CHECK: call @softmax_1({{.*}} loc([[WHY]])
func.func @missed(%x: tensor<8x64xf32>) -> tensor<8x64xf32> {
  %e = tensor.empty() : tensor<8x64xf32>
  %0 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<8x64xf32>) outs(%e : tensor<8x64xf32>) {
  ^bb0(%i0: f32, %o: f32):
    %s = math.exp %i0 : f32
    linalg.yield %s : f32
  } -> tensor<8x64xf32> loc("/attn/Exp")
  %s = linalg.softmax dimension(1) ins(%0 : tensor<8x64xf32>) outs(%e : tensor<8x64xf32>) -> tensor<8x64xf32> loc("/attn/Softmax")
  return %s : tensor<8x64xf32>
}

// -----

#id = affine_map<(d0, d1) -> (d0, d1)>

// Near miss: a group of one op has nothing to explain.
// CHECK: func.func @alone
// CHECK: call @elementwise_0
// CHECK-NOT: "{{epilogue|prologue|missed}}:
// CHECK: return
func.func @alone(%x: tensor<8x64xf32>) -> tensor<8x64xf32> {
  %e = tensor.empty() : tensor<8x64xf32>
  %0 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<8x64xf32>) outs(%e : tensor<8x64xf32>) {
  ^bb0(%i0: f32, %o: f32):
    %s = math.exp %i0 : f32
    linalg.yield %s : f32
  } -> tensor<8x64xf32> loc("/act/Exp")
  return %0 : tensor<8x64xf32>
}

// -----

#id = affine_map<(d0, d1) -> (d0, d1)>

// Near miss: an op without a name has a reason without one.
// CHECK: func.func @unnamed
// CHECK: func.func private @softmax_0({{.*}}fused<["prologue: linalg.generic joined the group of linalg.softmax: saves 4096 bytes"]>
func.func @unnamed(%x: tensor<8x64xf32>) -> tensor<8x64xf32> {
  %e = tensor.empty() : tensor<8x64xf32>
  %0 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<8x64xf32>) outs(%e : tensor<8x64xf32>) {
  ^bb0(%i0: f32, %o: f32):
    %s = arith.negf %i0 : f32
    linalg.yield %s : f32
  } -> tensor<8x64xf32>
  %s = linalg.softmax dimension(1) ins(%0 : tensor<8x64xf32>) outs(%e : tensor<8x64xf32>) -> tensor<8x64xf32>
  return %s : tensor<8x64xf32>
}
