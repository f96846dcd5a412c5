// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// The sum of both parts is normalised and, rounded to half, written: once, where the result is.
// CHECK: gpu.module @held {{.*}}plan.results = 2
// CHECK-LABEL: gpu.func @held(
// CHECK-COUNT-2: vector.load %arg0
// CHECK: %[[X:.*]] = arith.addf
// CHECK-NOT: vector.load %arg0
// CHECK: math.rsqrt
// CHECK-NOT: vector.load %arg0
// CHECK: %[[HALF:.*]] = arith.truncf %[[X]] : vector<4xf32> to vector<4xf16>
// CHECK: vector.store %[[HALF]], %arg3
// CHECK: vector.store %{{.*}}, %arg2
// CHECK-NOT: vector.store
// CHECK: gpu.return
func.func private @held(%p: tensor<2x1x4x16xf32>, %g: tensor<16xf16>) -> (tensor<1x4x16xf16>, tensor<1x2x2x16xf16>)
    attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [4, 1, 1], tile = [1], vector = 4>} {
  %e = tensor.empty() : tensor<1x2x2x16xf16>
  %q = tensor.expand_shape %p [[0], [1], [2, 3], [4]] output_shape [2, 1, 2, 2, 16] : tensor<2x1x4x16xf32> into tensor<2x1x2x2x16xf32>
  %x = linalg.generic {indexing_maps = [affine_map<(n, h, w, c) -> (0, n, h, w, c)>, affine_map<(n, h, w, c) -> (1, n, h, w, c)>, affine_map<(n, h, w, c) -> (n, h, w, c)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%q, %q : tensor<2x1x2x2x16xf32>, tensor<2x1x2x2x16xf32>) outs(%e : tensor<1x2x2x16xf16>) {
  ^bb0(%i0: f32, %i1: f32, %o: f16):
    %t = arith.addf %i0, %i1 : f32
    %u = arith.truncf %t : f32 to f16
    linalg.yield %u : f16
  } -> tensor<1x2x2x16xf16>
  %c = tensor.collapse_shape %x [[0], [1, 2], [3]] : tensor<1x2x2x16xf16> into tensor<1x4x16xf16>
  %e1 = tensor.empty() : tensor<1x4x16xf16>
  %n = fused.group_norm groups = 4 epsilon = 1.0e-05 ins(%c, %g, %g : tensor<1x4x16xf16>, tensor<16xf16>, tensor<16xf16>) outs(%e1 : tensor<1x4x16xf16>) -> tensor<1x4x16xf16>
  return %n, %x : tensor<1x4x16xf16>, tensor<1x2x2x16xf16>
}
func.func @main(%p: tensor<2x1x4x16xf32>, %g: tensor<16xf16>) -> (tensor<1x4x16xf16>, tensor<1x2x2x16xf16>) {
  %r:2 = call @held(%p, %g) : (tensor<2x1x4x16xf32>, tensor<16xf16>) -> (tensor<1x4x16xf16>, tensor<1x2x2x16xf16>)
  return %r#0, %r#1 : tensor<1x4x16xf16>, tensor<1x2x2x16xf16>
}
