// RUN: burin-opt %s --externalize-constants > %t.once
// RUN: burin-opt %t.once --externalize-constants > %t.twice
// RUN: diff %t.once %t.twice
// RUN: FileCheck %s < %t.once

// Tables get a name each and the literal as source.
// CHECK-LABEL: func.func @tables
// CHECK: %[[A:.*]] = plan.constant "literal_0" dense<[1.000000e+00, 2.000000e+00]> : tensor<2xf32> of tensor<2xf32> -> tensor<2xf32>
// CHECK: %[[B:.*]] = plan.constant "literal_1" dense<{{\[\[}}1, 2], [3, 4]]> : tensor<2x2xi64> of tensor<2x2xi64> -> tensor<2x2xi64>
// CHECK: return %[[A]], %[[B]]
func.func @tables() -> (tensor<2xf32>, tensor<2x2xi64>) {
  %0 = arith.constant dense<[1.0, 2.0]> : tensor<2xf32>
  %1 = arith.constant dense<[[1, 2], [3, 4]]> : tensor<2x2xi64>
  return %0, %1 : tensor<2xf32>, tensor<2x2xi64>
}

// Splats and scalars are literals of the kernels that use them.
// CHECK-LABEL: func.func @splats
// CHECK-NOT: plan.constant
// CHECK: return
func.func @splats() -> (tensor<4xf32>, f32, tensor<1xi32>) {
  %0 = arith.constant dense<1.0> : tensor<4xf32>
  %1 = arith.constant 2.0 : f32
  %2 = arith.constant dense<[7]> : tensor<1xi32>
  return %0, %1, %2 : tensor<4xf32>, f32, tensor<1xi32>
}

// A vector is no tensor: it lives in registers.
// CHECK-LABEL: func.func @vectors
// CHECK: arith.constant dense<[0, 1]> : vector<2xi32>
func.func @vectors() -> vector<2xi32> {
  %0 = arith.constant dense<[0, 1]> : vector<2xi32>
  return %0 : vector<2xi32>
}

// A name that is taken is not given twice.
// CHECK-LABEL: func.func @names
// CHECK-DAG: plan.constant "literal_1" dense<[1.000000e+00, 2.000000e+00]>
// CHECK-DAG: plan.constant "literal_0" dense<[3.000000e+00, 4.000000e+00]>
func.func @names() -> (tensor<2xf32>, tensor<2xf32>) {
  %0 = plan.constant "literal_0" dense<[3.0, 4.0]> : tensor<2xf32> of tensor<2xf32> -> tensor<2xf32>
  %1 = arith.constant dense<[1.0, 2.0]> : tensor<2xf32>
  return %0, %1 : tensor<2xf32>, tensor<2xf32>
}
