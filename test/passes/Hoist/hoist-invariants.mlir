// RUN: burin-opt %s -split-input-file --hoist-invariants=inputs=text | FileCheck %s
// RUN: burin-opt %s -split-input-file --hoist-invariants=inputs=text --hoist-invariants=inputs=text | FileCheck %s

#id = affine_map<(d0, d1) -> (d0, d1)>

// The matmul of the text moves; its slices stay, and read what it left behind.
// CHECK-LABEL: func.func @prompt
// CHECK-SAME: %[[T:.*]]: tensor<4x8xf32> {plan.dims = ["a", "b"], plan.name = "text"}) -> (tensor<4x32xf32> {plan.state = 0 : i64})
// CHECK: %[[W:.*]] = plan.constant "w"
// CHECK: %[[M:.*]] = linalg.matmul ins(%[[T]], %[[W]]
// CHECK: return %[[M]]
// CHECK-LABEL: func.func @main
// CHECK-SAME: %[[X:[a-z0-9]+]]: tensor<4x16xf32> {plan.name = "x"}, %{{.*}}: tensor<4x8xf32> {plan.dims = ["a", "b"], plan.name = "text"}, %[[S:[a-z0-9]+]]: tensor<4x32xf32> {plan.state = 0 : i64})
// CHECK-SAME: -> (tensor<4x16xf32> {plan.name = "y"})
// CHECK-NOT: plan.constant
// CHECK-NOT: linalg.matmul
// CHECK: tensor.extract_slice %[[S]][0, 0] [4, 16]
// CHECK: tensor.extract_slice %[[S]][0, 16] [4, 16]
// CHECK: linalg.generic
func.func @main(%x: tensor<4x16xf32> {plan.name = "x"}, %text: tensor<4x8xf32> {plan.name = "text", plan.dims = ["a", "b"]})
    -> (tensor<4x16xf32> {plan.name = "y"}) {
  %w = plan.constant "w" #plan.file<0, offset = 0, length = 1024> of tensor<8x32xf32> -> tensor<8x32xf32>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<4x32xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<4x32xf32>) -> tensor<4x32xf32>
  %m = linalg.matmul ins(%text, %w : tensor<4x8xf32>, tensor<8x32xf32>) outs(%z : tensor<4x32xf32>) -> tensor<4x32xf32>
  %k = tensor.extract_slice %m[0, 0] [4, 16] [1, 1] : tensor<4x32xf32> to tensor<4x16xf32>
  %v = tensor.extract_slice %m[0, 16] [4, 16] [1, 1] : tensor<4x32xf32> to tensor<4x16xf32>
  %e2 = tensor.empty() : tensor<4x16xf32>
  %y = linalg.generic {indexing_maps = [#id, #id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x, %k, %v : tensor<4x16xf32>, tensor<4x16xf32>, tensor<4x16xf32>) outs(%e2 : tensor<4x16xf32>) {
  ^bb0(%a: f32, %b: f32, %c: f32, %o: f32):
    %p = arith.mulf %a, %b : f32
    %s = arith.addf %p, %c : f32
    linalg.yield %s : f32
  } -> tensor<4x16xf32>
  return %y : tensor<4x16xf32>
}

// -----

#id = affine_map<(d0, d1) -> (d0, d1)>

// Two results, each at a multiple of 512 bytes; a value of both rates stays, and
// what main returns may come from the state.
// CHECK-LABEL: func.func @prompt
// CHECK-SAME: -> (tensor<3x16xf32> {plan.state = 0 : i64}, tensor<3x16xf32> {plan.state = 512 : i64})
// CHECK: math.exp
// CHECK: math.tanh
// CHECK-LABEL: func.func @main
// CHECK-SAME: %[[E:[a-z0-9]+]]: tensor<3x16xf32> {plan.state = 0 : i64}, %[[H:[a-z0-9]+]]: tensor<3x16xf32> {plan.state = 512 : i64})
// CHECK: %[[Y:.*]] = linalg.generic {{.*}} ins(%{{.*}}, %[[E]]
// CHECK: arith.addf
// CHECK: return %[[Y]], %[[H]]
func.func @main(%x: tensor<3x16xf32> {plan.name = "x"}, %text: tensor<3x16xf32> {plan.name = "text"})
    -> (tensor<3x16xf32>, tensor<3x16xf32>) {
  %e = tensor.empty() : tensor<3x16xf32>
  %0 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%text : tensor<3x16xf32>) outs(%e : tensor<3x16xf32>) {
  ^bb0(%a: f32, %o: f32):
    %s = math.exp %a : f32
    linalg.yield %s : f32
  } -> tensor<3x16xf32>
  %1 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%text : tensor<3x16xf32>) outs(%e : tensor<3x16xf32>) {
  ^bb0(%a: f32, %o: f32):
    %s = math.tanh %a : f32
    linalg.yield %s : f32
  } -> tensor<3x16xf32>
  %y = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]} ins(%x, %0 : tensor<3x16xf32>, tensor<3x16xf32>) outs(%e : tensor<3x16xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %s = arith.addf %a, %b : f32
    linalg.yield %s : f32
  } -> tensor<3x16xf32>
  return %y, %1 : tensor<3x16xf32>, tensor<3x16xf32>
}
