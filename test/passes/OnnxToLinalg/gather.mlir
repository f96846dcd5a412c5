// RUN: burin-opt %s -split-input-file -verify-diagnostics --onnx-to-linalg --verify-linalg | FileCheck %s

// Negative indices count from the end; the rest is clamped into range.
// CHECK-LABEL: func.func @embedding
// CHECK-SAME: (%[[TABLE:.*]]: tensor<49408x768xf16>,
// CHECK: linalg.generic
// CHECK: %[[I:.*]] = arith.index_cast
// CHECK: %[[NEGATIVE:.*]] = arith.cmpi slt, %[[I]]
// CHECK: %[[WRAPPED:.*]] = arith.addi %[[I]]
// CHECK: arith.select %[[NEGATIVE]], %[[WRAPPED]], %[[I]]
// CHECK: arith.maxsi
// CHECK: %[[ROW:.*]] = arith.minsi
// CHECK: %[[COLUMN:.*]] = linalg.index 2
// CHECK: tensor.extract %[[TABLE]][%[[ROW]], %[[COLUMN]]]
func.func @embedding(%table: tensor<49408x768xf16>, %ids: tensor<1x77xi32>) -> tensor<1x77x768xf16> {
  %0 = onnx.Gather %table, %ids : (tensor<49408x768xf16>, tensor<1x77xi32>) -> tensor<1x77x768xf16>
  return %0 : tensor<1x77x768xf16>
}

// CHECK-LABEL: func.func @gather_elements
// CHECK: %[[COLUMN:.*]] = linalg.index 1
// CHECK: tensor.extract %{{.*}}[%{{.*}}, %[[COLUMN]]]
func.func @gather_elements(%x: tensor<3x4xf32>, %i: tensor<2x4xi64>) -> tensor<2x4xf32> {
  %0 = onnx.GatherElements %x, %i {axis = 0 : i64} : (tensor<3x4xf32>, tensor<2x4xi64>) -> tensor<2x4xf32>
  return %0 : tensor<2x4xf32>
}

// CHECK-LABEL: func.func @gather_nd
// CHECK: linalg.generic
// CHECK-SAME: ins(%[[I:.*]], %[[I]] : tensor<5x2xi64>, tensor<5x2xi64>)
// CHECK: tensor.extract
func.func @gather_nd(%x: tensor<3x4x6xf32>, %i: tensor<5x2xi64>) -> tensor<5x6xf32> {
  %0 = onnx.GatherND %x, %i : (tensor<3x4x6xf32>, tensor<5x2xi64>) -> tensor<5x6xf32>
  return %0 : tensor<5x6xf32>
}

// -----

func.func @empty(%x: tensor<0x4xf32>, %i: tensor<2xi64>) -> tensor<2x4xf32> {
  // expected-error@+1 {{cannot be lowered: reads from an empty dimension}}
  %0 = onnx.Gather %x, %i : (tensor<0x4xf32>, tensor<2xi64>) -> tensor<2x4xf32>
  return %0 : tensor<2x4xf32>
}

// -----

func.func @too_many(%x: tensor<3x4xf32>, %i: tensor<2x5xi64>) -> tensor<2x5xf32> {
  // expected-error@+1 {{cannot be lowered: has indices that are larger than its data}}
  %0 = onnx.GatherElements %x, %i : (tensor<3x4xf32>, tensor<2x5xi64>) -> tensor<2x5xf32>
  return %0 : tensor<2x5xf32>
}
