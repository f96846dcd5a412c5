// RUN: burin-opt %s --externalize-constants | FileCheck %s

// Masks too: one byte per element when they are written.
// CHECK: plan.constant "literal_0" dense<[true, false]> : tensor<2xi1> of tensor<2xi1> -> tensor<2xi1>
func.func @mask() -> tensor<2xi1> {
  %0 = arith.constant dense<[true, false]> : tensor<2xi1>
  return %0 : tensor<2xi1>
}
