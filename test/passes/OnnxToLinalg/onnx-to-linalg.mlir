// RUN: burin-opt %s -split-input-file -verify-diagnostics --onnx-to-linalg --verify-linalg | FileCheck %s
// RUN: burin-opt %s -split-input-file -verify-diagnostics --onnx-to-linalg --mlir-print-debuginfo --mlir-print-local-scope | FileCheck %s --check-prefix=LOC

// Weights pass through untouched and are read where they are.
// CHECK-LABEL: func.func @weights
// CHECK: %[[W:.*]] = plan.constant "w" #plan.file<0, offset = 16, length = 32> of tensor<4x2xf32> recipe [#plan.cast<f16>] -> tensor<4x2xf16>
// CHECK: linalg.matmul ins(%{{.*}}, %[[W]]
// LOC: linalg.matmul {{.*}} loc("/down/MatMul")
func.func @weights(%x: tensor<3x4xf16>) -> tensor<3x2xf16> {
  %w = plan.constant "w" #plan.file<0, offset = 16, length = 32> of tensor<4x2xf32> recipe [#plan.cast<f16>] -> tensor<4x2xf16>
  %0 = onnx.MatMul %x, %w : (tensor<3x4xf16>, tensor<4x2xf16>) -> tensor<3x2xf16> loc("/down/MatMul")
  return %0 : tensor<3x2xf16>
}

// Literals that only steered the lowering leave nothing behind.
// CHECK-LABEL: func.func @no_remains
// CHECK-NOT: constant
// CHECK-NOT: onnx
// CHECK: return
func.func @no_remains(%x: tensor<2x3xf32>) -> tensor<6xf32> {
  %shape = onnx.Constant dense<6> : tensor<1xi64>
  %0 = onnx.Reshape %x, %shape : (tensor<2x3xf32>, tensor<1xi64>) -> tensor<6xf32>
  return %0 : tensor<6xf32>
}

// Unsigned elements become signless, also at the function's border; what is
// done to them stays unsigned.
// CHECK-LABEL: func.func @unsigned
// CHECK-SAME: (%{{.*}}: tensor<4xi8>) -> tensor<4xf32>
// CHECK: arith.constant dense<-1> : tensor<i8>
// CHECK: plan.constant "u" #plan.file<0, offset = 0, length = 4> of tensor<4xi8> -> tensor<4xi8>
// CHECK: arith.divui
// CHECK: arith.minui
// CHECK: arith.uitofp
func.func @unsigned(%x: tensor<4xui8>) -> tensor<4xf32> {
  %c = onnx.Constant dense<255> : tensor<ui8>
  %u = plan.constant "u" #plan.file<0, offset = 0, length = 4> of tensor<4xui8> -> tensor<4xui8>
  %0 = onnx.Div %x, %c : (tensor<4xui8>, tensor<ui8>) -> tensor<4xui8>
  %1 = onnx.Min %0, %u : (tensor<4xui8>, tensor<4xui8>) -> tensor<4xui8>
  %2 = onnx.Cast %1 {to = f32} : (tensor<4xui8>) -> tensor<4xf32>
  return %2 : tensor<4xf32>
}
