// RUN: burin-opt %s --synthesize-weights | FileCheck %s

// Nobody reads it, its shape alone decides: matrix of 64 rows.
// CHECK: plan.constant "dead" #plan.synthetic<seed = {{[0-9]+}}, mean = 0.000000e+00 : f32, stddev = 1.250000e-01 : f32>
// A scalar is a vector's case.
// CHECK: plan.constant "scalar" #plan.synthetic<seed = {{[0-9]+}}, mean = 0.000000e+00 : f32, stddev = 2.000000e-02 : f32>
func.func @unused() {
  %0 = plan.constant "dead" #plan.missing<"gone"> of tensor<64x8xf32> -> tensor<64x8xf32>
  %1 = plan.constant "scalar" #plan.missing<"gone"> of tensor<f32> -> tensor<f32>
  return
}
