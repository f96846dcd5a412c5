// RUN: burin-opt %s --lower-to-kernels --canonicalize --cse | FileCheck %s

// Query, key and value are slices of one projection, heads lie side by side: copies
// go to where they lie, rows of 96 halves, and the result is merged as it is stored.
// CHECK-LABEL: gpu.func @g
// CHECK: %[[HEAD:.*]] = gpu.block_id  y
// CHECK: arith.muli %{{.*}}, %c96
// CHECK: nvgpu.device_async_copy %arg0[%{{.*}}], %{{.*}}, 8 {bypassL1} : memref<6144xf16, #gpu.address_space<global>>
// CHECK-NOT: memref.load
// CHECK: vector.store %{{.*}}, %arg1[%{{.*}}] : memref<2048xf16, #gpu.address_space<global>>, vector<2xf16>
func.func private @g(%x: tensor<1x64x96xf16>) -> tensor<1x64x32xf16> attributes {kernel.config = #kernel.config<schedule = "matrix-flash-attention", workgroup = [32, 1, 1], tile = [16, 64, 1], vector = 2>} {
  %e = tensor.empty() : tensor<1x2x64x16xf16>
  %qs = tensor.extract_slice %x[0, 0, 0] [1, 64, 32] [1, 1, 1] : tensor<1x64x96xf16> to tensor<1x64x32xf16>
  %ks = tensor.extract_slice %x[0, 0, 32] [1, 64, 32] [1, 1, 1] : tensor<1x64x96xf16> to tensor<1x64x32xf16>
  %qx = tensor.expand_shape %qs [[0], [1], [2, 3]] output_shape [1, 64, 2, 16] : tensor<1x64x32xf16> into tensor<1x64x2x16xf16>
  %kx = tensor.expand_shape %ks [[0], [1], [2, 3]] output_shape [1, 64, 2, 16] : tensor<1x64x32xf16> into tensor<1x64x2x16xf16>
  %q = linalg.generic {indexing_maps = [affine_map<(b, h, n, d) -> (b, n, h, d)>, affine_map<(b, h, n, d) -> (b, h, n, d)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%qx : tensor<1x64x2x16xf16>) outs(%e : tensor<1x2x64x16xf16>) {
  ^bb0(%in: f16, %out: f16):
    linalg.yield %in : f16
  } -> tensor<1x2x64x16xf16>
  %k = linalg.generic {indexing_maps = [affine_map<(b, h, n, d) -> (b, n, h, d)>, affine_map<(b, h, n, d) -> (b, h, n, d)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%kx : tensor<1x64x2x16xf16>) outs(%e : tensor<1x2x64x16xf16>) {
  ^bb0(%in: f16, %out: f16):
    linalg.yield %in : f16
  } -> tensor<1x2x64x16xf16>
  %0 = fused.attention scale = 0.25 ins(%q, %k, %k : tensor<1x2x64x16xf16>, tensor<1x2x64x16xf16>, tensor<1x2x64x16xf16>) outs(%e : tensor<1x2x64x16xf16>) -> tensor<1x2x64x16xf16>
  %f = tensor.empty() : tensor<1x64x2x16xf16>
  %u = linalg.generic {indexing_maps = [affine_map<(b, n, h, d) -> (b, h, n, d)>, affine_map<(b, n, h, d) -> (b, n, h, d)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%0 : tensor<1x2x64x16xf16>) outs(%f : tensor<1x64x2x16xf16>) {
  ^bb0(%in: f16, %out: f16):
    linalg.yield %in : f16
  } -> tensor<1x64x2x16xf16>
  %r = tensor.collapse_shape %u [[0], [1], [2, 3]] : tensor<1x64x2x16xf16> into tensor<1x64x32xf16>
  return %r : tensor<1x64x32xf16>
}
func.func @main(%x: tensor<1x64x96xf16>) -> tensor<1x64x32xf16> {
  %r = call @g(%x) : (tensor<1x64x96xf16>) -> tensor<1x64x32xf16>
  return %r : tensor<1x64x32xf16>
}
