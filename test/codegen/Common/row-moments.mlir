// RUN: burin-opt %s --lower-to-kernels --canonicalize --split-input-file | FileCheck %s

// Moments that a kernel of their own stores, from blocks that it loads ten at a time.
// CHECK-LABEL: gpu.func @g(
// CHECK: scf.for %{{.*}} = %c0 to %c20 step %c10 iter_args
// CHECK-COUNT-10: vector.load %arg0[{{.*}} vector<2xf32>
// CHECK-NOT: vector.load
// CHECK: scf.yield
// CHECK: arith.mulf %{{.*}}, %[[SHARE:.*]] : f32
// CHECK: arith.subf
// CHECK: arith.maximumf
// CHECK: %[[INVERSE:.*]] = math.rsqrt
// CHECK: arith.select %{{.*}}, %{{.*}}, %[[INVERSE]] : f32
// CHECK: memref.store
func.func private @g(%x: tensor<20x64x2xf32>) -> tensor<64x2xf32> attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [64, 1, 1], tile = [], vector = 1>} {
  %e = tensor.empty() : tensor<64x2xf32>
  %s = fused.row_moments columns = 1280 epsilon = 1.0e-5 ins(%x : tensor<20x64x2xf32>) outs(%e : tensor<64x2xf32>) -> tensor<64x2xf32>
  return %s : tensor<64x2xf32>
}
func.func @main(%x: tensor<20x64x2xf32>) -> tensor<64x2xf32> {
  %r = call @g(%x) : (tensor<20x64x2xf32>) -> tensor<64x2xf32>
  return %r : tensor<64x2xf32>
}

// -----

// In a kernel that holds no rows: few enough blocks in one go, no square for RMS.
// CHECK-LABEL: gpu.func @elementwise(
// CHECK-NOT: scf.for
// CHECK-COUNT-2: vector.load %arg1[{{.*}} vector<2xf32>
// CHECK-NOT: arith.subf
// CHECK: math.rsqrt
// CHECK: vector.broadcast {{.*}} vector<4xf32>
func.func private @elementwise(%x: tensor<64x16xf32>, %p: tensor<2x64x2xf32>) -> tensor<64x16xf32> attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [64, 1, 1], tile = [], vector = 4>} {
  %e = tensor.empty() : tensor<64x2xf32>
  %s = fused.row_moments columns = 16 epsilon = 1.0e-5 rms ins(%p : tensor<2x64x2xf32>) outs(%e : tensor<64x2xf32>) -> tensor<64x2xf32>
  %f = tensor.empty() : tensor<64x16xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, 1)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]} ins(%x, %s : tensor<64x16xf32>, tensor<64x2xf32>) outs(%f : tensor<64x16xf32>) {
  ^bb0(%i0: f32, %i1: f32, %o: f32):
    %u = arith.mulf %i0, %i1 : f32
    linalg.yield %u : f32
  } -> tensor<64x16xf32>
  return %0 : tensor<64x16xf32>
}
func.func @main(%x: tensor<64x16xf32>, %p: tensor<2x64x2xf32>) -> tensor<64x16xf32> {
  %r = call @elementwise(%x, %p) : (tensor<64x16xf32>, tensor<2x64x2xf32>) -> tensor<64x16xf32>
  return %r : tensor<64x16xf32>
}
