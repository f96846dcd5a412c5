// RUN: burin-opt %s --outline-groups --duplicate-function-elimination | FileCheck %s

// Equal groups become one function, called twice.
// CHECK-LABEL: func.func @main
// CHECK: %[[A:.*]] = call @[[F:.*]](%{{.*}})
// CHECK: call @[[F]](%[[A]])
// CHECK: return
// CHECK-COUNT-1: func.func private
// CHECK-NOT: func.func
func.func @main(%x: tensor<2x4xf32>) -> tensor<2x4xf32> {
  %e = tensor.empty() : tensor<2x4xf32>
  %0 = linalg.softmax dimension(1) ins(%x : tensor<2x4xf32>) outs(%e : tensor<2x4xf32>) -> tensor<2x4xf32>
  %1 = linalg.softmax dimension(1) ins(%0 : tensor<2x4xf32>) outs(%e : tensor<2x4xf32>) -> tensor<2x4xf32>
  return %1 : tensor<2x4xf32>
}
