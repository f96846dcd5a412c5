// RUN: burin-opt %s --split-row-statistics --split-input-file --verify-diagnostics | FileCheck %s
// RUN: burin-opt %s --split-row-statistics --split-row-statistics --split-input-file --verify-diagnostics | FileCheck %s

// CHECK-LABEL: func.func @split
// CHECK: %[[SUMS:.*]] = fused.row_sums ins(%arg0 : tensor<8x64xf16>) outs(%{{.*}} : tensor<4x8x2xf32>) -> tensor<4x8x2xf32>
// CHECK: %[[S:.*]] = fused.row_moments columns = 64 epsilon = 9.99999974E-6 ins(%[[SUMS]] : tensor<4x8x2xf32>) outs(%arg1 : tensor<8x2xf32>) -> tensor<8x2xf32>
// CHECK-NOT: fused.row_statistics
// CHECK: return %[[S]]
func.func @split(%x: tensor<8x64xf16>, %e: tensor<8x2xf32>) -> tensor<8x2xf32> {
  %0 = fused.row_statistics epsilon = 1.0e-5 ins(%x : tensor<8x64xf16>) outs(%e : tensor<8x2xf32>) {kernel.blocks = 4 : i64} -> tensor<8x2xf32>
  return %0 : tensor<8x2xf32>
}

// -----

// One block: the tile has all columns.
// CHECK-LABEL: func.func @rms
// CHECK: fused.row_sums {{.*}} -> tensor<1x8x2xf32>
// CHECK: fused.row_moments columns = 64 epsilon = 9.99999974E-6 rms
func.func @rms(%x: tensor<8x64xf32>, %e: tensor<8x2xf32>) -> tensor<8x2xf32> {
  %0 = fused.row_statistics epsilon = 1.0e-5 rms ins(%x : tensor<8x64xf32>) outs(%e : tensor<8x2xf32>) {kernel.blocks = 1 : i64} -> tensor<8x2xf32>
  return %0 : tensor<8x2xf32>
}

// -----

// Nobody asked.
// CHECK-LABEL: func.func @unannotated
// CHECK: fused.row_statistics
func.func @unannotated(%x: tensor<8x64xf16>, %e: tensor<8x2xf32>) -> tensor<8x2xf32> {
  %0 = fused.row_statistics epsilon = 1.0e-5 ins(%x : tensor<8x64xf16>) outs(%e : tensor<8x2xf32>) -> tensor<8x2xf32>
  return %0 : tensor<8x2xf32>
}

// -----

func.func @uneven(%x: tensor<8x64xf16>, %e: tensor<8x2xf32>) -> tensor<8x2xf32> {
  // expected-error @+1 {{cannot be split as kernel.blocks says: it has 64 columns}}
  %0 = fused.row_statistics epsilon = 1.0e-5 ins(%x : tensor<8x64xf16>) outs(%e : tensor<8x2xf32>) {kernel.blocks = 5 : i64} -> tensor<8x2xf32>
  return %0 : tensor<8x2xf32>
}

// -----

func.func @none(%x: tensor<8x64xf16>, %e: tensor<8x2xf32>) -> tensor<8x2xf32> {
  // expected-error @+1 {{cannot be split as kernel.blocks says}}
  %0 = fused.row_statistics epsilon = 1.0e-5 ins(%x : tensor<8x64xf16>) outs(%e : tensor<8x2xf32>) {kernel.blocks = 0 : i64} -> tensor<8x2xf32>
  return %0 : tensor<8x2xf32>
}
