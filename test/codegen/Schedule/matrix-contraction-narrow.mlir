// RUN: burin-opt %s --lower-to-kernels --canonicalize --cse | FileCheck %s

// Three columns: the lhs is copied asynchronously, the rhs goes element by element
// to where a matrix load expects the first column of 8 halves, and each sub-group
// multiplies one column of fragments.
// CHECK-LABEL: gpu.func @g
// CHECK: %[[MEMORY:.*]] = memref.alloc() : memref<8192xf16, #gpu.address_space<workgroup>>
// CHECK: nvgpu.device_async_copy %arg0
// CHECK-NOT: nvgpu.device_async_copy %arg1
// 32 rows of 3 for 128 items.
// CHECK: %[[ACTIVE:.*]] = arith.cmpi slt, %{{.*}}, %c96
// CHECK: scf.if %[[ACTIVE]]
// CHECK: %[[ROW:.*]] = arith.divui %{{.*}}, %c3
// CHECK: %[[VALUE:.*]] = memref.load %arg1
// CHECK: %[[SWIZZLE:.*]] = arith.remui %[[ROW]], %c8
// CHECK: memref.store %{{.*}}, %[[MEMORY]]
// CHECK: scf.for
// CHECK: nvgpu.ldmatrix {{.*}}transpose = true
// CHECK-COUNT-2: nvgpu.mma.sync
// CHECK: scf.yield
// Neither pairs nor columns past the third.
// CHECK: arith.cmpi slt, %{{.*}}, %c3
// CHECK: memref.store %{{.*}}, %arg2
// CHECK-NOT: vector.store
func.func private @g(%a: tensor<64x64xf16>, %b: tensor<64x3xf16>) -> tensor<64x3xf32> attributes {kernel.config = #kernel.config<schedule = "matrix-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 2, 32], vector = 2>} {
  %z = arith.constant dense<0.0> : tensor<64x3xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<64x64xf16>, tensor<64x3xf16>) outs(%z : tensor<64x3xf32>) -> tensor<64x3xf32>
  return %0 : tensor<64x3xf32>
}
func.func @main(%a: tensor<64x64xf16>, %b: tensor<64x3xf16>) -> tensor<64x3xf32> {
  %r = call @g(%a, %b) : (tensor<64x64xf16>, tensor<64x3xf16>) -> tensor<64x3xf32>
  return %r : tensor<64x3xf32>
}
