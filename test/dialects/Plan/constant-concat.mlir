// RUN: burin-opt %s | burin-opt | FileCheck %s

// CHECK-LABEL: func.func @parts
// CHECK: plan.constant "w" #plan.concat<dim = 1, [<#plan.file<0, offset = 0, length = 32> of tensor<2x4xf32> recipe []>, <dense<1.000000e+00> : tensor<3x2xf32> of tensor<3x2xf32> recipe [#plan.transpose<[1, 0]>]>]> of tensor<2x7xf32> recipe [#plan.cast<f16>] -> tensor<2x7xf16>
func.func @parts() {
  %0 = plan.constant "w" #plan.concat<dim = 1, [
    #plan.part<#plan.file<0, offset = 0, length = 32> of tensor<2x4xf32> recipe []>,
    #plan.part<dense<1.0> : tensor<3x2xf32> of tensor<3x2xf32> recipe [#plan.transpose<[1, 0]>]>]>
    of tensor<2x7xf32> recipe [#plan.cast<f16>] -> tensor<2x7xf16>
  return
}
