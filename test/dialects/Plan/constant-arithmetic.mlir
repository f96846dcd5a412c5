// RUN: burin-opt %s | burin-opt | FileCheck %s
// RUN: burin-opt %s -split-input-file -verify-diagnostics -o /dev/null

// Rows times factors, then the sum over the rows: both in f32.
// CHECK: plan.constant "w" {{.*}} recipe [#plan.multiply<<#plan.file<0, offset = 64, length = 8> of tensor<4xf16> recipe []>>, #plan.sum] -> tensor<3xf32>
func.func @valid() {
  %w = plan.constant "w" #plan.file<0, offset = 0, length = 24> of tensor<4x3xf16> recipe [#plan.multiply<<#plan.file<0, offset = 64, length = 8> of tensor<4xf16> recipe []>>, #plan.sum] -> tensor<3xf32>
  return
}
