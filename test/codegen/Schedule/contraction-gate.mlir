// RUN: burin-opt %s -split-input-file --lower-to-kernels | FileCheck %s

#id = affine_map<(d0, d1) -> (d0, d1)>
#first = affine_map<(d0, d1) -> (d0, d1, 0)>
#second = affine_map<(d0, d1) -> (d0, d1, 1)>

// Four columns of an accumulator are two pairs: even lanes and odd lanes meet in
// the gate, and half as many elements are stored.
// CHECK-LABEL: gpu.func @g
// CHECK: %[[ACC:.*]] = scf.for
// CHECK: vector.extract %{{.*}}[0] : f32 from vector<4xf32>
// CHECK: vector.extract %{{.*}}[3] : f32 from vector<4xf32>
// CHECK-DAG: %[[EVEN:.*]] = vector.from_elements {{.*}} : vector<2xf32>
// CHECK-DAG: %[[ODD:.*]] = vector.from_elements {{.*}} : vector<2xf32>
// CHECK: arith.mulf {{.*}} : vector<2xf32>
// CHECK: vector.store {{.*}} vector<2xf16>
func.func private @g(%a: tensor<8x32xf16>, %b: tensor<32x16xf16>) -> tensor<8x8xf16> attributes {kernel.config = #kernel.config<schedule = "contraction", workgroup = [1, 1, 1], tile = [1, 1, 2, 1], vector = 4>} {
  %z = arith.constant dense<0.0> : tensor<8x16xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<8x32xf16>, tensor<32x16xf16>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  %p = tensor.expand_shape %0 [[0], [1, 2]] output_shape [8, 8, 2] : tensor<8x16xf32> into tensor<8x8x2xf32>
  %e = tensor.empty() : tensor<8x8xf16>
  %1 = linalg.generic {indexing_maps = [#first, #second, #id], iterator_types = ["parallel", "parallel"]}
      ins(%p, %p : tensor<8x8x2xf32>, tensor<8x8x2xf32>) outs(%e : tensor<8x8xf16>) {
  ^bb0(%x: f32, %y: f32, %o: f16):
    %m = arith.mulf %x, %y : f32
    %t = arith.truncf %m : f32 to f16
    linalg.yield %t : f16
  } -> tensor<8x8xf16>
  return %1 : tensor<8x8xf16>
}
func.func @main(%a: tensor<8x32xf16>, %b: tensor<32x16xf16>) -> tensor<8x8xf16> {
  %r = call @g(%a, %b) : (tensor<8x32xf16>, tensor<32x16xf16>) -> tensor<8x8xf16>
  return %r : tensor<8x8xf16>
}

// -----

#id = affine_map<(d0, d1) -> (d0, d1)>
#first = affine_map<(d0, d1) -> (d0, d1, 0)>
#second = affine_map<(d0, d1) -> (d0, d1, 1)>

// On matrix units a work item holds 8 neighbours once lanes have exchanged theirs.
// CHECK-LABEL: gpu.func @m
// CHECK: nvgpu.mma.sync
// CHECK: arith.mulf {{.*}} : vector<4xf32>
// CHECK: vector.store {{.*}} : memref<2048xf16, #gpu.address_space<global>>, vector<4xf16>
func.func private @m(%a: tensor<64x32xf16>, %b: tensor<32x64xf16>) -> tensor<64x32xf16> attributes {kernel.config = #kernel.config<schedule = "matrix-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 2, 32], vector = 2>} {
  %z = arith.constant dense<0.0> : tensor<64x64xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<64x32xf16>, tensor<32x64xf16>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
  %p = tensor.expand_shape %0 [[0], [1, 2]] output_shape [64, 32, 2] : tensor<64x64xf32> into tensor<64x32x2xf32>
  %e = tensor.empty() : tensor<64x32xf16>
  %1 = linalg.generic {indexing_maps = [#first, #second, #id], iterator_types = ["parallel", "parallel"]}
      ins(%p, %p : tensor<64x32x2xf32>, tensor<64x32x2xf32>) outs(%e : tensor<64x32xf16>) {
  ^bb0(%x: f32, %y: f32, %o: f16):
    %m = arith.mulf %x, %y : f32
    %t = arith.truncf %m : f32 to f16
    linalg.yield %t : f16
  } -> tensor<64x32xf16>
  return %1 : tensor<64x32xf16>
}
func.func @main(%a: tensor<64x32xf16>, %b: tensor<32x64xf16>) -> tensor<64x32xf16> {
  %r = call @m(%a, %b) : (tensor<64x32xf16>, tensor<32x64xf16>) -> tensor<64x32xf16>
  return %r : tensor<64x32xf16>
}
