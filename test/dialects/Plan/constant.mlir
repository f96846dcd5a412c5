// RUN: burin-opt %s | burin-opt | FileCheck %s

// Every source and every step survives printing and parsing.
// CHECK-LABEL: func.func @sources
func.func @sources() {
  // CHECK: plan.constant "file" #plan.file<0, offset = 64, length = 32> of tensor<2x4xf32> -> tensor<2x4xf32>
  %0 = plan.constant "file" #plan.file<0, offset = 64, length = 32> of tensor<2x4xf32> -> tensor<2x4xf32>
  // CHECK: plan.constant "noise" #plan.synthetic<seed = 18446744073709551615, mean = 1.000000e+00 : f32, stddev = 5.000000e-02 : f32> of tensor<4xf16> -> tensor<4xf16>
  %1 = plan.constant "noise" #plan.synthetic<seed = 18446744073709551615, mean = 1.0 : f32, stddev = 0.05 : f32> of tensor<4xf16> -> tensor<4xf16>
  // CHECK: plan.constant "lost" #plan.missing<"w.bin: no such file"> of tensor<4xf32> -> tensor<4xf32>
  %2 = plan.constant "lost" #plan.missing<"w.bin: no such file"> of tensor<4xf32> -> tensor<4xf32>
  // CHECK: plan.constant "literal" dense<[1, 2]> : tensor<2xi64> of tensor<2xi64> -> tensor<2xi64>
  %3 = plan.constant "literal" dense<[1, 2]> : tensor<2xi64> of tensor<2xi64> -> tensor<2xi64>
  return
}

// CHECK-LABEL: func.func @recipe
func.func @recipe() -> tensor<5x2x4xf16> {
  // CHECK: recipe [#plan.cast<f16>, #plan.reshape<[2, 2, 2]>, #plan.reshape<[2, 4]>, #plan.transpose<[1, 0]>, #plan.transpose<[1, 0]>, #plan.reshape<[1, 2, 4]>, #plan.pad<[4, 0, 0]>] -> tensor<5x2x4xf16>
  %0 = plan.constant "w" #plan.file<1, offset = 0, length = 32> of tensor<2x4xf32>
    recipe [#plan.cast<f16>, #plan.reshape<[2, 2, 2]>, #plan.reshape<[2, 4]>, #plan.transpose<[1, 0]>,
            #plan.transpose<[1, 0]>, #plan.reshape<[1, 2, 4]>, #plan.pad<[4, 0, 0]>] -> tensor<5x2x4xf16>
  return %0 : tensor<5x2x4xf16>
}
