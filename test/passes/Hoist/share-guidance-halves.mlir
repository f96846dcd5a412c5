// RUN: burin-opt %s -split-input-file --share-guidance-halves=inputs=sample | FileCheck %s
// RUN: burin-opt %s -split-input-file --share-guidance-halves=inputs=sample --share-guidance-halves=inputs=sample | FileCheck %s
// RUN: burin-opt %s -split-input-file --share-guidance-halves='inputs=sample,absent ignore-unknown' | FileCheck %s

#id2 = affine_map<(d0, d1) -> (d0, d1)>
#row2 = affine_map<(d0, d1) -> (0, d1)>

// A batch of two: one row, which the reader of both gets by a constant index.
// CHECK: #[[ROW:.*]] = affine_map<(d0, d1) -> (0, d1)>
// CHECK-LABEL: func.func @main
// CHECK-SAME: %[[X:[a-z0-9]+]]: tensor<2x8xf32> {plan.equal_halves, plan.name = "sample"}, %[[T:[a-z0-9]+]]: tensor<2x16xf32> {plan.name = "text"}
// CHECK: %[[H:.*]] = tensor.extract_slice %[[X]][0, 0] [1, 8] [1, 1] : tensor<2x8xf32> to tensor<1x8xf32>
// CHECK: linalg.fill {{.*}} -> tensor<1x16xf32>
// CHECK: %[[M:.*]] = linalg.matmul ins(%[[H]], %{{.*}} : tensor<1x8xf32>, tensor<8x16xf32>) {{.*}} -> tensor<1x16xf32>
// CHECK-NOT: linalg.matmul
// CHECK: %[[B:.*]] = linalg.generic {indexing_maps = [#[[ROW]], {{.*}} ins(%[[M]] : tensor<1x16xf32>) {{.*}}tensor<2x16xf32>
// CHECK: linalg.generic {{.*}} ins(%[[B]], %[[T]] :
// CHECK: arith.addf
func.func @main(%x: tensor<2x8xf32> {plan.name = "sample"}, %text: tensor<2x16xf32> {plan.name = "text"}) -> tensor<2x16xf32> {
  %w = plan.constant "w" #plan.file<0, offset = 0, length = 512> of tensor<8x16xf32> -> tensor<8x16xf32>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<2x16xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<2x16xf32>) -> tensor<2x16xf32>
  %m = linalg.matmul ins(%x, %w : tensor<2x8xf32>, tensor<8x16xf32>) outs(%z : tensor<2x16xf32>) -> tensor<2x16xf32>
  %y = linalg.generic {indexing_maps = [#id2, #id2, #id2], iterator_types = ["parallel", "parallel"]}
      ins(%m, %text : tensor<2x16xf32>, tensor<2x16xf32>) outs(%e : tensor<2x16xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %s = arith.addf %a, %b : f32
    linalg.yield %s : f32
  } -> tensor<2x16xf32>
  return %y : tensor<2x16xf32>
}

// -----

// A block up to cross-attention: convolution with padding, time embedding (which has
// no batch before it is broadcast), norms, self-attention with collapsed and expanded
// batch. Two pictures: what the second half reads is behind a leading dimension of 2.
#id1 = affine_map<(d0) -> (d0)>
#first = affine_map<(d0) -> (0)>
#id2 = affine_map<(d0, d1) -> (d0, d1)>
#scalar = affine_map<(d0, d1) -> (d0)>
#id4 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#time = affine_map<(d0, d1, d2, d3) -> (d0, d3)>
#heads = affine_map<(d0, d1, d2, d3) -> (d0, d2, d1, d3)>

// CHECK: #[[BEHIND:.*]] = affine_map<(d0, d1, d2, d3, d4) -> (d1, d2, d3, d4)>
// CHECK-LABEL: func.func @main
// CHECK-SAME: %[[X:[a-z0-9]+]]: tensor<4x6x6x4xf32> {plan.equal_halves, plan.name = "sample"}
// CHECK-SAME: %[[K:[a-z0-9]+]]: tensor<4x2x7x8xf32> {plan.name = "text"}
// CHECK: tensor.extract_slice %[[X]][0, 0, 0, 0] [2, 6, 6, 4] [1, 1, 1, 1]
// CHECK: tensor.pad {{.*}} low[0, 1, 1, 0]
// CHECK: tensor<2x6x6x4xf32> to tensor<2x8x8x4xf32>
// CHECK: linalg.conv_2d_nhwc_hwcf {{.*}} -> tensor<2x6x6x16xf32>
// CHECK: math.sin
// CHECK: -> tensor<2x16xf32>
// CHECK: arith.addf
// CHECK: -> tensor<2x6x6x16xf32>
// CHECK: tensor.collapse_shape {{.*}} : tensor<2x6x6x16xf32> into tensor<2x36x16xf32>
// CHECK: fused.group_norm {{.*}} -> tensor<2x36x16xf32>
// CHECK: tensor.collapse_shape {{.*}} : tensor<2x36x16xf32> into tensor<72x16xf32>
// CHECK: fused.layer_norm {{.*}} -> tensor<72x16xf32>
// CHECK: linalg.matmul {{.*}} -> tensor<72x16xf32>
// CHECK: tensor.expand_shape {{.*}} output_shape [2, 36, 2, 8] : tensor<72x16xf32> into tensor<2x36x2x8xf32>
// CHECK: linalg.generic {{.*}} outs(%{{.*}} : tensor<2x2x36x8xf32>)
// CHECK: tensor.extract_slice {{.*}} : tensor<2x2x36x8xf32> to tensor<2x1x36x8xf32>
// CHECK: tensor.concat dim(1) {{.*}} -> tensor<2x2x36x8xf32>
// CHECK: %[[A:.*]] = fused.attention {{.*}} -> tensor<2x2x36x8xf32>
// CHECK: %[[B:.*]] = linalg.generic {indexing_maps = [#[[BEHIND]], {{.*}} ins(%[[A]] : tensor<2x2x36x8xf32>) outs(%{{.*}} : tensor<2x2x2x36x8xf32>)
// CHECK: %[[F:.*]] = tensor.collapse_shape %[[B]] {{\[}}[0, 1], [2], [3], [4]] : tensor<2x2x2x36x8xf32> into tensor<4x2x36x8xf32>
// CHECK: fused.attention {{.*}} ins(%[[F]], %[[K]], %[[K]] : {{.*}} -> tensor<4x2x36x8xf32>
func.func @main(%x: tensor<4x6x6x4xf32> {plan.name = "sample"}, %t: tensor<1xf32> {plan.name = "timestep"},
                %text: tensor<4x2x7x8xf32> {plan.name = "text"}) -> tensor<4x2x36x8xf32> {
  %w = plan.constant "w" #plan.file<0, offset = 0, length = 2304> of tensor<3x3x4x16xf32> -> tensor<3x3x4x16xf32>
  %q = plan.constant "q" #plan.file<0, offset = 4096, length = 1024> of tensor<16x16xf32> -> tensor<16x16xf32>
  %scale = plan.constant "s" #plan.file<0, offset = 8192, length = 64> of tensor<16xf32> -> tensor<16xf32>
  %bias = plan.constant "b" #plan.file<0, offset = 12288, length = 64> of tensor<16xf32> -> tensor<16xf32>
  %zero = arith.constant 0.0 : f32
  %p = tensor.pad %x low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%i: index, %j: index, %k: index, %l: index):
    tensor.yield %zero : f32
  } : tensor<4x6x6x4xf32> to tensor<4x8x8x4xf32>
  %e = tensor.empty() : tensor<4x6x6x16xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<4x6x6x16xf32>) -> tensor<4x6x6x16xf32>
  %c = linalg.conv_2d_nhwc_hwcf ins(%p, %w : tensor<4x8x8x4xf32>, tensor<3x3x4x16xf32>) outs(%z : tensor<4x6x6x16xf32>) -> tensor<4x6x6x16xf32>
  %e1 = tensor.empty() : tensor<4xf32>
  %ts = linalg.generic {indexing_maps = [#first, #id1], iterator_types = ["parallel"]} ins(%t : tensor<1xf32>) outs(%e1 : tensor<4xf32>) {
  ^bb0(%a: f32, %o: f32):
    linalg.yield %a : f32
  } -> tensor<4xf32>
  %e2 = tensor.empty() : tensor<4x16xf32>
  %sin = linalg.generic {indexing_maps = [#scalar, #id2], iterator_types = ["parallel", "parallel"]} ins(%ts : tensor<4xf32>) outs(%e2 : tensor<4x16xf32>) {
  ^bb0(%a: f32, %o: f32):
    %s = math.sin %a : f32
    linalg.yield %s : f32
  } -> tensor<4x16xf32>
  %h = linalg.generic {indexing_maps = [#id4, #time, #id4], iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%c, %sin : tensor<4x6x6x16xf32>, tensor<4x16xf32>) outs(%e : tensor<4x6x6x16xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %s = arith.addf %a, %b : f32
    linalg.yield %s : f32
  } -> tensor<4x6x6x16xf32>
  %h3 = tensor.collapse_shape %h [[0], [1, 2], [3]] : tensor<4x6x6x16xf32> into tensor<4x36x16xf32>
  %e3 = tensor.empty() : tensor<4x36x16xf32>
  %g = fused.group_norm groups = 4 epsilon = 1.0e-5 ins(%h3, %scale, %bias : tensor<4x36x16xf32>, tensor<16xf32>, tensor<16xf32>)
    outs(%e3 : tensor<4x36x16xf32>) -> tensor<4x36x16xf32>
  %rows = tensor.collapse_shape %g [[0, 1], [2]] : tensor<4x36x16xf32> into tensor<144x16xf32>
  %er = tensor.empty() : tensor<144x16xf32>
  %l = fused.layer_norm epsilon = 1.0e-5 ins(%rows, %scale, %bias : tensor<144x16xf32>, tensor<16xf32>, tensor<16xf32>)
    outs(%er : tensor<144x16xf32>) -> tensor<144x16xf32>
  %zr = linalg.fill ins(%zero : f32) outs(%er : tensor<144x16xf32>) -> tensor<144x16xf32>
  %m = linalg.matmul ins(%l, %q : tensor<144x16xf32>, tensor<16x16xf32>) outs(%zr : tensor<144x16xf32>) -> tensor<144x16xf32>
  %m4 = tensor.expand_shape %m [[0, 1], [2, 3]] output_shape [4, 36, 2, 8] : tensor<144x16xf32> into tensor<4x36x2x8xf32>
  %e4 = tensor.empty() : tensor<4x2x36x8xf32>
  %query = linalg.generic {indexing_maps = [#heads, #id4], iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%m4 : tensor<4x36x2x8xf32>) outs(%e4 : tensor<4x2x36x8xf32>) {
  ^bb0(%a: f32, %o: f32):
    linalg.yield %a : f32
  } -> tensor<4x2x36x8xf32>
  %first = tensor.extract_slice %query[0, 0, 0, 0] [4, 1, 36, 8] [1, 1, 1, 1] : tensor<4x2x36x8xf32> to tensor<4x1x36x8xf32>
  %keys = tensor.concat dim(1) %first, %first : (tensor<4x1x36x8xf32>, tensor<4x1x36x8xf32>) -> tensor<4x2x36x8xf32>
  %self = fused.attention scale = 0.25 ins(%query, %keys, %query : tensor<4x2x36x8xf32>, tensor<4x2x36x8xf32>, tensor<4x2x36x8xf32>)
    outs(%e4 : tensor<4x2x36x8xf32>) -> tensor<4x2x36x8xf32>
  %cross = fused.attention scale = 0.25 ins(%self, %text, %text : tensor<4x2x36x8xf32>, tensor<4x2x7x8xf32>, tensor<4x2x7x8xf32>)
    outs(%e4 : tensor<4x2x36x8xf32>) -> tensor<4x2x36x8xf32>
  return %cross : tensor<4x2x36x8xf32>
}

// -----

// What is returned is given back; a mask without a batch stays as it is, one that is
// a splat is halved with the rest.
// CHECK-LABEL: func.func @main
// CHECK: %[[H:.*]] = tensor.extract_slice %{{.*}}[0, 0, 0, 0] [1, 1, 4, 8]
// CHECK: %[[ONES:.*]] = arith.constant dense<1.000000e+00> : tensor<1x1x4x4xf32>
// CHECK: %[[A:.*]] = fused.attention {{.*}} ins(%[[H]], %[[H]], %[[H]], %[[M:[a-z0-9]+]] : {{.*}}tensor<1x1x4x4xf32>
// CHECK: %[[B:.*]] = fused.attention {{.*}} ins(%[[A]], %[[A]], %[[A]], %[[ONES]] :
// CHECK: %[[R:.*]] = linalg.generic {{.*}} ins(%[[B]]
// CHECK: return %[[R]]
func.func @main(%x: tensor<2x1x4x8xf32> {plan.name = "sample"}, %mask: tensor<1x1x4x4xf32> {plan.name = "mask"}) -> tensor<2x1x4x8xf32> {
  %ones = arith.constant dense<1.0> : tensor<2x1x4x4xf32>
  %e = tensor.empty() : tensor<2x1x4x8xf32>
  %a = fused.attention scale = 0.25 ins(%x, %x, %x, %mask : tensor<2x1x4x8xf32>, tensor<2x1x4x8xf32>, tensor<2x1x4x8xf32>, tensor<1x1x4x4xf32>)
    outs(%e : tensor<2x1x4x8xf32>) -> tensor<2x1x4x8xf32>
  %b = fused.attention scale = 0.25 ins(%a, %a, %a, %ones : tensor<2x1x4x8xf32>, tensor<2x1x4x8xf32>, tensor<2x1x4x8xf32>, tensor<2x1x4x4xf32>)
    outs(%e : tensor<2x1x4x8xf32>) -> tensor<2x1x4x8xf32>
  return %b : tensor<2x1x4x8xf32>
}
