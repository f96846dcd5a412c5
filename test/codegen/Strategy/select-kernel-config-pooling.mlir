// RUN: burin-opt %s --select-kernel-config --verify-kernel-config --lower-to-kernels | FileCheck %s

// To upstream a pooling is a convolution, but nothing is multiplied: its second operand
// only gives the window its shape, and is never read.
// CHECK: gpu.func @pool({{.*}}memref<2048xf32{{.*}}memref<512xf32
// CHECK-NOT: memref.alloc
// CHECK: arith.maximumf
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {
  func.func @main(%x: tensor<1x8x16x16xf32>) -> tensor<1x8x8x8xf32> {
    %0 = call @pool(%x) : (tensor<1x8x16x16xf32>) -> tensor<1x8x8x8xf32>
    return %0 : tensor<1x8x8x8xf32>
  }
  func.func private @pool(%x: tensor<1x8x16x16xf32>) -> tensor<1x8x8x8xf32> {
    %lowest = arith.constant 0xFF800000 : f32
    %window = tensor.empty() : tensor<2x2xf32>
    %e = tensor.empty() : tensor<1x8x8x8xf32>
    %init = linalg.fill ins(%lowest : f32) outs(%e : tensor<1x8x8x8xf32>) -> tensor<1x8x8x8xf32>
    %0 = linalg.generic {indexing_maps = [affine_map<(n, c, h, w, y, x) -> (n, c, h * 2 + y, w * 2 + x)>, affine_map<(n, c, h, w, y, x) -> (y, x)>, affine_map<(n, c, h, w, y, x) -> (n, c, h, w)>], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction"]} ins(%x, %window : tensor<1x8x16x16xf32>, tensor<2x2xf32>) outs(%init : tensor<1x8x8x8xf32>) {
    ^bb0(%in: f32, %unused: f32, %out: f32):
      %m = arith.maximumf %out, %in : f32
      linalg.yield %m : f32
    } -> tensor<1x8x8x8xf32>
    return %0 : tensor<1x8x8x8xf32>
  }
}
