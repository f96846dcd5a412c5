// RUN: burin-opt %s -split-input-file --hoist-invariants="inputs=text ignore-unknown" | FileCheck %s

#id = affine_map<(d0, d1) -> (d0, d1)>

// Nothing but data movement depends on the text alone.
// CHECK-NOT: func.func @prompt
// CHECK-LABEL: func.func @main
// CHECK-NOT: plan.state
func.func @main(%x: tensor<4x16xf32> {plan.name = "x"}, %text: tensor<4x32xf32> {plan.name = "text"}) -> tensor<4x16xf32> {
  %k = tensor.extract_slice %text[0, 0] [4, 16] [1, 1] : tensor<4x32xf32> to tensor<4x16xf32>
  %e = tensor.empty() : tensor<4x16xf32>
  %y = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]} ins(%x, %k : tensor<4x16xf32>, tensor<4x16xf32>) outs(%e : tensor<4x16xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %s = arith.addf %a, %b : f32
    linalg.yield %s : f32
  } -> tensor<4x16xf32>
  return %y : tensor<4x16xf32>
}

// -----

// Constants alone are no reason, and there is no such input.
// CHECK-NOT: func.func @prompt
// CHECK-LABEL: func.func @main
// CHECK: linalg.matmul
// CHECK-NOT: plan.state
func.func @main(%x: tensor<4x8xf32> {plan.name = "x"}) -> tensor<4x16xf32> {
  %w = plan.constant "w" #plan.file<0, offset = 0, length = 512> of tensor<8x16xf32> -> tensor<8x16xf32>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<4x16xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<4x16xf32>) -> tensor<4x16xf32>
  %m = linalg.matmul ins(%x, %w : tensor<4x8xf32>, tensor<8x16xf32>) outs(%z : tensor<4x16xf32>) -> tensor<4x16xf32>
  return %m : tensor<4x16xf32>
}

// -----

#id = affine_map<(d0, d1) -> (d0, d1)>

// A body that captures a value of main: what it reads changes with each run.
// CHECK-NOT: func.func @prompt
// CHECK-LABEL: func.func @main
func.func @main(%x: tensor<4xf32> {plan.name = "x"}, %text: tensor<4x4xf32> {plan.name = "text"}) -> tensor<4x4xf32> {
  %e = tensor.empty() : tensor<4x4xf32>
  %y = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%text : tensor<4x4xf32>) outs(%e : tensor<4x4xf32>) {
  ^bb0(%a: f32, %o: f32):
    %i = linalg.index 0 : index
    %b = tensor.extract %x[%i] : tensor<4xf32>
    %s = arith.addf %a, %b : f32
    linalg.yield %s : f32
  } -> tensor<4x4xf32>
  return %y : tensor<4x4xf32>
}
