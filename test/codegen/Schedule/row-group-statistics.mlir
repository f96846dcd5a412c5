// RUN: burin-opt %s --select-kernel-config --verify-kernel-config --lower-to-kernels | FileCheck %s

// A row per image and group of 8 channels, two in a work group; mean, then the variance around it.
// The first item stores both: [n, 0, g] and [n, 1, g].
// CHECK: gpu.module @g attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [32, 2, 1], tile = [1], vector = 4>
// CHECK: gpu.func @g
// CHECK: gpu.barrier
// CHECK: %[[MEAN:.*]] = arith.mulf
// CHECK: arith.subf
// CHECK: gpu.barrier
// CHECK: %[[INVERSE:.*]] = math.rsqrt
// CHECK: scf.if
// CHECK: memref.store %[[MEAN]]
// CHECK: memref.store %[[INVERSE]]
// CHECK: plan.dispatch @g::@g grid [4, 1, 1]
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 128, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {
  func.func private @g(%x: tensor<2x64x32xf16>) -> tensor<2x2x4xf32> {
    %e = tensor.empty() : tensor<2x2x4xf32>
    %0 = fused.group_statistics epsilon = 1.0e-5 ins(%x : tensor<2x64x32xf16>) outs(%e : tensor<2x2x4xf32>) -> tensor<2x2x4xf32>
    return %0 : tensor<2x2x4xf32>
  }
  func.func @main(%x: tensor<2x64x32xf16>) -> tensor<2x2x4xf32> {
    %r = call @g(%x) : (tensor<2x64x32xf16>) -> tensor<2x2x4xf32>
    return %r : tensor<2x2x4xf32>
  }
}
