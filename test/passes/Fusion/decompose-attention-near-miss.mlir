// RUN: burin-opt %s --split-input-file --verify-diagnostics --decompose-attention | FileCheck %s
// RUN: burin-opt %s --split-input-file --verify-diagnostics --decompose-attention --mlir-print-op-generic -o /dev/null

// Flash schedules lower the op itself.
// CHECK-LABEL: func.func @flash
// CHECK: fused.attention {{.*}}"flash-attention"
// CHECK-NOT: linalg
func.func @flash(%q: tensor<1x2x64x8xf32>, %e: tensor<1x2x64x8xf32>) -> tensor<1x2x64x8xf32> {
  %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>)
    outs(%e : tensor<1x2x64x8xf32>) {kernel.attention = #kernel.config<schedule = "flash-attention", workgroup = [2, 8, 1], tile = [2, 1, 8, 8, 4], vector = 4>} -> tensor<1x2x64x8xf32>
  return %0 : tensor<1x2x64x8xf32>
}

// Nobody has decided yet.
// CHECK-LABEL: func.func @not_annotated
// CHECK: fused.attention
// CHECK-NOT: linalg
func.func @not_annotated(%q: tensor<1x2x64x8xf32>, %e: tensor<1x2x64x8xf32>) -> tensor<1x2x64x8xf32> {
  %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>)
    outs(%e : tensor<1x2x64x8xf32>) -> tensor<1x2x64x8xf32>
  return %0 : tensor<1x2x64x8xf32>
}

// -----

func.func @no_block(%q: tensor<1x2x64x8xf32>, %e: tensor<1x2x64x8xf32>) -> tensor<1x2x64x8xf32> {
  // expected-error @below {{needs tile = [queries per block] to be taken apart: run verify-attention}}
  %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>)
    outs(%e : tensor<1x2x64x8xf32>) {kernel.attention = #kernel.config<schedule = "partial-attention", workgroup = [1, 1, 1], tile = [0], vector = 1>} -> tensor<1x2x64x8xf32>
  return %0 : tensor<1x2x64x8xf32>
}
