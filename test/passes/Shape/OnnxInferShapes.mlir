// RUN: burin-opt %s --onnx-infer-shapes --split-input-file | FileCheck %s
// Running it again changes nothing.
// RUN: burin-opt %s --onnx-infer-shapes --onnx-infer-shapes --split-input-file | FileCheck %s

// The shape arithmetic of an exporter: [batch, -1, heads, 64] from the input.
// CHECK-LABEL: @shape_arithmetic
// CHECK-SAME: -> tensor<2x77x8x64xf32>
// CHECK-NEXT: %[[S:.*]] = onnx.Constant dense<[2, -1, 8, 64]> : tensor<4xi64>
// CHECK-NEXT: %[[Y:.*]] = onnx.Reshape %{{.*}}, %[[S]] : (tensor<2x77x512xf32>, tensor<4xi64>) -> tensor<2x77x8x64xf32>
// CHECK-NEXT: return %[[Y]]
func.func @shape_arithmetic(%x: tensor<2x77x512xf32>) -> tensor<*xf32> {
  %shape = onnx.Shape %x : (tensor<2x77x512xf32>) -> tensor<*xi64>
  %zero = onnx.Constant dense<0> : tensor<i64>
  %axes = onnx.Constant dense<0> : tensor<1xi64>
  %batch = onnx.Gather %shape, %zero : (tensor<*xi64>, tensor<i64>) -> tensor<*xi64>
  %b = onnx.Unsqueeze %batch, %axes : (tensor<*xi64>, tensor<1xi64>) -> tensor<*xi64>
  %two = onnx.Constant dense<2> : tensor<i64>
  %width = onnx.Gather %shape, %two : (tensor<*xi64>, tensor<i64>) -> tensor<*xi64>
  %d = onnx.Constant dense<64> : tensor<i64>
  %heads = onnx.Div %width, %d : (tensor<*xi64>, tensor<i64>) -> tensor<*xi64>
  %h = onnx.Unsqueeze %heads, %axes : (tensor<*xi64>, tensor<1xi64>) -> tensor<*xi64>
  %free = onnx.Constant dense<-1> : tensor<1xi64>
  %last = onnx.Constant dense<64> : tensor<1xi64>
  %target = onnx.Concat %b, %free, %h, %last {axis = 0 : i64} : (tensor<*xi64>, tensor<1xi64>, tensor<*xi64>, tensor<1xi64>) -> tensor<*xi64>
  %y = onnx.Reshape %x, %target : (tensor<2x77x512xf32>, tensor<*xi64>) -> tensor<*xf32>
  return %y : tensor<*xf32>
}

// -----
// A causal mask as exporters write it: zero on and below the diagonal.
// CHECK-LABEL: @causal_mask
// CHECK-NEXT: %[[M:.*]] = onnx.Constant dense<{{\[\[}}0.000000e+00, -1.000000e+04, -1.000000e+04], [0.000000e+00, 0.000000e+00, -1.000000e+04], [0.000000e+00, 0.000000e+00, 0.000000e+00]]> : tensor<3x3xf32>
// CHECK-NEXT: onnx.Add %{{.*}}, %[[M]]
func.func @causal_mask(%scores: tensor<1x8x3x3xf32>) -> tensor<*xf32> {
  %shape = onnx.Constant dense<3> : tensor<2xi64>
  %ones = onnx.ConstantOfShape %shape {value = dense<-1.0e4> : tensor<1xf32>} : (tensor<2xi64>) -> tensor<*xf32>
  %k = onnx.Constant dense<1> : tensor<i64>
  %mask = onnx.Trilu %ones, %k {upper = 1 : i64} : (tensor<*xf32>, tensor<i64>) -> tensor<*xf32>
  %y = onnx.Add %scores, %mask : (tensor<1x8x3x3xf32>, tensor<*xf32>) -> tensor<*xf32>
  return %y : tensor<*xf32>
}

// -----
// CHECK-LABEL: @causal_mask_77
// CHECK-NEXT: onnx.Constant {{.*}} : tensor<77x77xf16>
// CHECK-NEXT: return
func.func @causal_mask_77() -> tensor<*xf16> {
  %n = onnx.Constant dense<77> : tensor<i64>
  %zero = onnx.Constant dense<0> : tensor<i64>
  %one = onnx.Constant dense<1> : tensor<i64>
  %i = onnx.Range %zero, %n, %one : (tensor<i64>, tensor<i64>, tensor<i64>) -> tensor<*xi64>
  %axis = onnx.Constant dense<1> : tensor<1xi64>
  %row = onnx.Unsqueeze %i, %axis : (tensor<*xi64>, tensor<1xi64>) -> tensor<*xi64>
  %past = onnx.LessOrEqual %i, %row : (tensor<*xi64>, tensor<*xi64>) -> tensor<*xi1>
  %keep = onnx.Constant dense<0.0> : tensor<f16>
  %drop = onnx.Constant dense<0xFC00> : tensor<f16>
  %mask = onnx.Where %past, %keep, %drop : (tensor<*xi1>, tensor<f16>, tensor<f16>) -> tensor<*xf16>
  return %mask : tensor<*xf16>
}

// -----
// Weights have no elements in the IR: nothing is folded.
// CHECK-LABEL: @weights
// CHECK: plan.constant
// CHECK: onnx.Transpose %{{.*}} {perm = array<i64: 1, 0>} : (tensor<2x3xf32>) -> tensor<3x2xf32>
func.func @weights() -> tensor<*xf32> {
  %w = plan.constant "w" #plan.missing<"why"> of tensor<2x3xf32> -> tensor<2x3xf32>
  %y = onnx.Transpose %w {perm = array<i64: 1, 0>} : (tensor<2x3xf32>) -> tensor<*xf32>
  return %y : tensor<*xf32>
}

// -----
// Integers that would overflow, or divide by zero, are left to run time.
// CHECK-LABEL: @overflow
// CHECK: onnx.Mul
// CHECK: onnx.Div
func.func @overflow() -> (tensor<*xi64>, tensor<*xi64>) {
  %a = onnx.Constant dense<4611686018427387904> : tensor<i64>
  %zero = onnx.Constant dense<0> : tensor<i64>
  %p = onnx.Mul %a, %a : (tensor<i64>, tensor<i64>) -> tensor<*xi64>
  %q = onnx.Div %a, %zero : (tensor<i64>, tensor<i64>) -> tensor<*xi64>
  return %p, %q : tensor<*xi64>, tensor<*xi64>
}

// -----
// 2^20 elements are folded, one more is not.
// CHECK-LABEL: @budget
// CHECK-DAG: onnx.Constant dense<0.000000e+00> : tensor<1048576xf32>
// CHECK-DAG: onnx.ConstantOfShape {{.*}} -> tensor<1048577xf32>
func.func @budget() -> (tensor<*xf32>, tensor<*xf32>) {
  %n = onnx.Constant dense<1048576> : tensor<1xi64>
  %m = onnx.Constant dense<1048577> : tensor<1xi64>
  %a = onnx.ConstantOfShape %n : (tensor<1xi64>) -> tensor<*xf32>
  %b = onnx.ConstantOfShape %m : (tensor<1xi64>) -> tensor<*xf32>
  return %a, %b : tensor<*xf32>, tensor<*xf32>
}

// -----
// Dynamic dimensions stay dynamic; what is known is kept.
// CHECK-LABEL: @dynamic
// CHECK-SAME: -> tensor<?x8x?xf32>
// CHECK: onnx.Transpose
func.func @dynamic(%x: tensor<?x?x8xf32>) -> tensor<*xf32> {
  %y = onnx.Transpose %x {perm = array<i64: 0, 2, 1>} : (tensor<?x?x8xf32>) -> tensor<*xf32>
  return %y : tensor<*xf32>
}

// -----
// Half precision rounds after each operation: 1/3 in f16 is 0.33325.
// CHECK-LABEL: @half
// CHECK: onnx.Constant dense<3.332520e-01> : tensor<f16>
func.func @half() -> tensor<*xf16> {
  %a = onnx.Constant dense<1.0> : tensor<f16>
  %b = onnx.Constant dense<3.0> : tensor<f16>
  %y = onnx.Div %a, %b : (tensor<f16>, tensor<f16>) -> tensor<*xf16>
  return %y : tensor<*xf16>
}
