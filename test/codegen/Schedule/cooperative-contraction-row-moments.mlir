// RUN: burin-opt %s --lower-to-kernels --canonicalize --cse | FileCheck %s

#id = affine_map<(m, n) -> (m, n)>
#mean = affine_map<(m, n) -> (m, 0)>
#inverse = affine_map<(m, n) -> (m, 1)>

// Items add the sums of the work group's rows while the first step is on its way; the
// epilogue finds the moments in local memory.
// CHECK-LABEL: gpu.func @g(
// CHECK: %[[MOMENTS:.*]] = memref.alloc() : memref<128xf32, #gpu.address_space<workgroup>>
// CHECK: vector.load %arg0
// CHECK: scf.if
// CHECK-COUNT-2: vector.load %arg2[{{.*}} vector<2xf32>
// CHECK: math.rsqrt
// CHECK-COUNT-2: memref.store %{{.*}}, %[[MOMENTS]]
// CHECK: }
// CHECK: gpu.barrier
// CHECK: gpu.subgroup_mma_compute
// CHECK: gpu.subgroup_mma_store_matrix
// CHECK: memref.load %[[MOMENTS]]
// CHECK-NOT: %arg2
// CHECK: gpu.return
func.func private @g(%a: tensor<128x64xf16>, %b: tensor<64x64xf16>, %sums: tensor<2x128x2xf32>) -> tensor<2x64x64xf32> attributes {kernel.config = #kernel.config<schedule = "cooperative-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 32, 1], vector = 4>} {
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
