// RUN: burin-opt %s --split-input-file --verify-diagnostics | burin-opt --split-input-file | FileCheck %s

// CHECK-LABEL: func.func @good
// CHECK: recipe [#plan.transpose<[2, 3, 1, 0]>, #plan.polyphase, #plan.cast<f16>] -> tensor<2x2x2x2x8x16xf16>
func.func @good() {
  %0 = plan.constant "a" #plan.missing<"x"> of tensor<16x8x3x3xf32> recipe [#plan.transpose<[2, 3, 1, 0]>, #plan.polyphase, #plan.cast<f16>] -> tensor<2x2x2x2x8x16xf16>
  return
}

// -----

func.func @kernel() {
  // expected-error @below {{(C1) has a polyphase step on 'tensor<5x5x8x16xf32>', expected floats of [3, 3, Cin, Cout]}}
  %0 = plan.constant "w" #plan.missing<"x"> of tensor<5x5x8x16xf32> recipe [#plan.polyphase] -> tensor<2x2x2x2x8x16xf32>
  return
}

// -----

func.func @integers() {
  // expected-error @below {{(C1) has a polyphase step on 'tensor<3x3x8x16xi8>', expected floats of [3, 3, Cin, Cout]}}
  %0 = plan.constant "w" #plan.missing<"x"> of tensor<3x3x8x16xi8> recipe [#plan.polyphase] -> tensor<2x2x2x2x8x16xi8>
  return
}
