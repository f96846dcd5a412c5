// RUN: burin-opt %s --lower-to-kernels --canonicalize --cse | FileCheck %s

// A norm is applied to what the transform loads, and what it pads with is zero behind
// that. Windows inside have one branch per operand of the concatenation; the
// statistics of a channel are loaded once for the 16 elements of a window.
// CHECK-LABEL: gpu.func @g
// CHECK: scf.if
// CHECK: scf.if
// CHECK-NOT: arith.select
// CHECK: vector.load %arg0
// CHECK: memref.load %arg2
// CHECK: memref.load %arg2
// CHECK: vector.load %arg3
// CHECK-NOT: %arg{{[23]}}
// CHECK-COUNT-15: vector.load %arg0
// CHECK-NOT: scf.if
// CHECK: } else {
// CHECK-COUNT-16: vector.load %arg1
// Windows at the edge: zero is chosen over the normalised element.
// CHECK: scf.if
// CHECK: %[[CENTRED:.*]] = arith.subf
// CHECK: %[[SCALED:.*]] = arith.mulf %[[CENTRED]],
// CHECK: arith.select %{{.*}}, %[[SCALED]], %{{.*}} : vector<4xi1>, vector<4xf32>
#id = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#mean = affine_map<(d0, d1, d2, d3) -> (d0, 0, d3 floordiv 4)>
#inverse = affine_map<(d0, d1, d2, d3) -> (d0, 1, d3 floordiv 4)>
#channel = affine_map<(d0, d1, d2, d3) -> (d3)>
func.func private @g(%a: tensor<1x6x6x4xf32>, %b: tensor<1x6x6x12xf32>, %s: tensor<1x2x4xf32>, %scale: tensor<16xf32>) -> tensor<16x9x16xf32> attributes {kernel.config = #kernel.config<schedule = "winograd-transform", workgroup = [4, 1, 1], tile = [], vector = 4>} {
  %zero = arith.constant 0.0 : f32
  %c = tensor.concat dim(3) %a, %b : (tensor<1x6x6x4xf32>, tensor<1x6x6x12xf32>) -> tensor<1x6x6x16xf32>
  %n = tensor.empty() : tensor<1x6x6x16xf32>
  %apply = linalg.generic {indexing_maps = [#id, #mean, #inverse, #channel, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%c, %s, %s, %scale : tensor<1x6x6x16xf32>, tensor<1x2x4xf32>, tensor<1x2x4xf32>, tensor<16xf32>) outs(%n : tensor<1x6x6x16xf32>) attrs = {fused.inline} {
  ^bb0(%x: f32, %mean: f32, %inverse: f32, %gain: f32, %o: f32):
    %1 = arith.subf %x, %mean : f32
    %2 = arith.mulf %inverse, %gain : f32
    %3 = arith.mulf %1, %2 : f32
    linalg.yield %3 : f32
  } -> tensor<1x6x6x16xf32>
  %p = tensor.pad %apply low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%i: index, %j: index, %k: index, %l: index):
    tensor.yield %zero : f32
  } : tensor<1x6x6x16xf32> to tensor<1x8x8x16xf32>
  %e = tensor.empty() : tensor<16x9x16xf32>
  %0 = fused.winograd_input tile = 2 ins(%p : tensor<1x8x8x16xf32>) outs(%e : tensor<16x9x16xf32>) -> tensor<16x9x16xf32>
  return %0 : tensor<16x9x16xf32>
}
func.func @main(%a: tensor<1x6x6x4xf32>, %b: tensor<1x6x6x12xf32>, %s: tensor<1x2x4xf32>, %scale: tensor<16xf32>) -> tensor<16x9x16xf32> {
  %r = call @g(%a, %b, %s, %scale) : (tensor<1x6x6x4xf32>, tensor<1x6x6x12xf32>, tensor<1x2x4xf32>, tensor<16xf32>) -> tensor<16x9x16xf32>
  return %r : tensor<16x9x16xf32>
}
