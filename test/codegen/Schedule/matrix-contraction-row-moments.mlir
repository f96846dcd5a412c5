// RUN: burin-opt %s --lower-to-kernels --canonicalize --cse --split-input-file | FileCheck %s

#id = affine_map<(m, n) -> (m, n)>
#mean = affine_map<(m, n) -> (m, 0)>
#inverse = affine_map<(m, n) -> (m, 1)>

// A lane adds the sums of one of the sub-group's 32 rows while the first stages are on
// their way; the epilogue asks the lane that has a row's moments, also behind a view.
// CHECK-LABEL: gpu.func @g(
// CHECK: nvgpu.device_async_create_group
// CHECK: %[[A:.*]] = vector.load %arg2[{{.*}} vector<2xf32>
// CHECK: %[[B:.*]] = vector.load %arg2[{{.*}} vector<2xf32>
// CHECK: arith.addf %[[A]], %[[B]] : vector<2xf32>
// CHECK: arith.maximumf
// CHECK: %[[INVERSE:.*]] = math.rsqrt
// CHECK: nvgpu.device_async_wait
// CHECK: scf.for
// CHECK: nvgpu.mma.sync
// CHECK: scf.yield
// CHECK-NOT: %arg2
// CHECK: gpu.shuffle idx %{{.*}}
// CHECK: gpu.shuffle idx %[[INVERSE]]
// CHECK: vector.store
// CHECK-NOT: %arg2
// CHECK: gpu.return
func.func private @g(%a: tensor<128x64xf16>, %b: tensor<64x64xf16>, %sums: tensor<2x128x2xf32>) -> tensor<2x64x64xf32> attributes {kernel.config = #kernel.config<schedule = "matrix-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 2, 32], vector = 2>} {
  %z = arith.constant dense<0.0> : tensor<128x64xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<128x64xf16>, tensor<64x64xf16>) outs(%z : tensor<128x64xf32>) -> tensor<128x64xf32>
  %e = tensor.empty() : tensor<128x2xf32>
  %s = fused.row_moments columns = 64 epsilon = 1.0e-5 ins(%sums : tensor<2x128x2xf32>) outs(%e : tensor<128x2xf32>) -> tensor<128x2xf32>
  %f = tensor.empty() : tensor<128x64xf32>
  %1 = linalg.generic {indexing_maps = [#id, #mean, #inverse, #id], iterator_types = ["parallel", "parallel"]} ins(%0, %s, %s : tensor<128x64xf32>, tensor<128x2xf32>, tensor<128x2xf32>) outs(%f : tensor<128x64xf32>) {
  ^bb0(%i0: f32, %i1: f32, %i2: f32, %o: f32):
    %t = arith.subf %i0, %i1 : f32
    %u = arith.mulf %t, %i2 : f32
    linalg.yield %u : f32
  } -> tensor<128x64xf32>
  %v = tensor.expand_shape %1 [[0, 1], [2]] output_shape [2, 64, 64] : tensor<128x64xf32> into tensor<2x64x64xf32>
  return %v : tensor<2x64x64xf32>
}
func.func @main(%a: tensor<128x64xf16>, %b: tensor<64x64xf16>, %s: tensor<2x128x2xf32>) -> tensor<2x64x64xf32> {
  %r = call @g(%a, %b, %s) : (tensor<128x64xf16>, tensor<64x64xf16>, tensor<2x128x2xf32>) -> tensor<2x64x64xf32>
  return %r : tensor<2x64x64xf32>
}

// -----

// Moments by column are no row's of the root: loaded where they are read. The mean of an
// RMS norm is zero.
#column = affine_map<(m, n) -> (n, 1)>
#id = affine_map<(m, n) -> (m, n)>
// CHECK-LABEL: gpu.func @columns(
// CHECK: nvgpu.mma.sync
// CHECK: scf.yield
// CHECK: vector.load %arg2
// CHECK-NOT: arith.subf
// CHECK: math.rsqrt
// CHECK: gpu.return
func.func private @columns(%a: tensor<64x64xf16>, %b: tensor<64x64xf16>, %sums: tensor<2x64x2xf32>) -> tensor<64x64xf32> attributes {kernel.config = #kernel.config<schedule = "matrix-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 2, 32], vector = 2>} {
  %z = arith.constant dense<0.0> : tensor<64x64xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<64x64xf16>, tensor<64x64xf16>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
  %e = tensor.empty() : tensor<64x2xf32>
  %s = fused.row_moments columns = 64 epsilon = 1.0e-5 rms ins(%sums : tensor<2x64x2xf32>) outs(%e : tensor<64x2xf32>) -> tensor<64x2xf32>
  %f = tensor.empty() : tensor<64x64xf32>
  %1 = linalg.generic {indexing_maps = [#id, #column, #id], iterator_types = ["parallel", "parallel"]} ins(%0, %s : tensor<64x64xf32>, tensor<64x2xf32>) outs(%f : tensor<64x64xf32>) {
  ^bb0(%i0: f32, %i1: f32, %o: f32):
    %u = arith.mulf %i0, %i1 : f32
    linalg.yield %u : f32
  } -> tensor<64x64xf32>
  return %1 : tensor<64x64xf32>
}
func.func @main(%a: tensor<64x64xf16>, %b: tensor<64x64xf16>, %s: tensor<2x64x2xf32>) -> tensor<64x64xf32> {
  %r = call @columns(%a, %b, %s) : (tensor<64x64xf16>, tensor<64x64xf16>, tensor<2x64x2xf32>) -> tensor<64x64xf32>
  return %r : tensor<64x64xf32>
}
