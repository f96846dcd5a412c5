// RUN: burin-opt %s --outline-groups --verify-groups | FileCheck %s

// An output buffer belongs to one result: arguments and constants are copied.
// CHECK-LABEL: func.func @argument
// CHECK-NEXT: %[[R:.*]] = call @elementwise_0(
// CHECK-NEXT: return %[[R]]
func.func @argument(%x: tensor<4xf32>) -> tensor<4xf32> {
  return %x : tensor<4xf32>
}

// CHECK-LABEL: func.func @constant
// CHECK-NEXT: %[[C:.*]] = plan.constant
// CHECK-NEXT: %[[R:.*]] = call @elementwise_1(%[[C]])
// CHECK-NEXT: return %[[R]]
func.func @constant() -> tensor<4xf32> {
  %0 = plan.constant "w" #plan.missing<"x"> of tensor<4xf32> -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: func.func @literal
// CHECK-NEXT: %[[R:.*]] = call @elementwise_2()
// CHECK-NEXT: return %[[R]]
func.func @literal() -> tensor<4xf32> {
  %0 = arith.constant dense<1.0> : tensor<4xf32>
  return %0 : tensor<4xf32>
}

// One value returned twice: the second is a copy of the first.
// CHECK-LABEL: func.func @twice
// CHECK-NEXT: %[[A:.*]] = call @softmax_3(
// CHECK-NEXT: %[[B:.*]] = call @elementwise_4(%[[A]])
// CHECK-NEXT: return %[[A]], %[[B]]
func.func @twice(%x: tensor<2x4xf32>) -> (tensor<2x4xf32>, tensor<2x4xf32>) {
  %e = tensor.empty() : tensor<2x4xf32>
  %0 = linalg.softmax dimension(1) ins(%x : tensor<2x4xf32>) outs(%e : tensor<2x4xf32>) -> tensor<2x4xf32>
  return %0, %0 : tensor<2x4xf32>, tensor<2x4xf32>
}
