// RUN: burin-opt %s --verify-kernel-config --lower-to-kernels | FileCheck %s

// Two rows: each element of the rhs is read once, five rows of it at a time, and multiplied
// twice. 36 accesses of 4 columns are no multiple of the 8 of a work group.
// CHECK-LABEL: gpu.func @g
// CHECK-SAME: %[[A:.*]]: memref<640xf16{{.*}}>, %[[B:.*]]: memref<46080xf16{{.*}}>, %[[BIAS:.*]]: memref<144xf16{{.*}}>, %[[OUT:.*]]: memref<288xf16
// CHECK-SAME: known_block_size = array<i32: 8, 32, 1>
// CHECK: %[[INSIDE:.*]] = arith.cmpi slt
// CHECK: scf.for {{.*}} -> (vector<4xf32>, vector<4xf32>)
// CHECK-COUNT-5: vector.load %[[B]]
// CHECK-NOT: vector.load %[[B]]
// CHECK-COUNT-10: math.fma
// CHECK-NOT: math.fma
// CHECK: scf.yield
// CHECK: %[[STORES:.*]] = arith.andi {{.*}}, %[[INSIDE]]
// All items add 4 slices of a column each, those of the first slice what is left.
// CHECK: memref.alloc() : memref<1024xf32, #gpu.address_space<workgroup>>
// CHECK: memref.alloc() : memref<256xf32, #gpu.address_space<workgroup>>
// CHECK: vector.store
// CHECK: gpu.barrier
// CHECK-COUNT-4: memref.load
// CHECK: memref.store
// CHECK: gpu.barrier
// CHECK-COUNT-8: vector.load {{.*}}workgroup
// CHECK: scf.if %[[STORES]]
// CHECK: vector.load %[[BIAS]]
// CHECK: vector.store {{.*}}, %[[OUT]]
// CHECK: gpu.barrier
// CHECK: scf.if %[[STORES]]
// CHECK: gpu.return
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {
  func.func private @g(%a: tensor<2x320xf16>, %b: tensor<320x144xf16>, %bias: tensor<144xf16>) -> tensor<2x144xf16> attributes {kernel.config = #kernel.config<schedule = "matrix-vector", workgroup = [8, 32, 1], tile = [5], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<2x144xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<2x320xf16>, tensor<320x144xf16>) outs(%z : tensor<2x144xf32>) -> tensor<2x144xf32>
    %e = tensor.empty() : tensor<2x144xf16>
    %1 = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (n)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]} ins(%0, %bias : tensor<2x144xf32>, tensor<144xf16>) outs(%e : tensor<2x144xf16>) {
    ^bb0(%x: f32, %y: f16, %out: f16):
      %w = arith.extf %y : f16 to f32
      %s = arith.addf %x, %w : f32
      %t = arith.truncf %s : f32 to f16
      linalg.yield %t : f16
    } -> tensor<2x144xf16>
    return %1 : tensor<2x144xf16>
  }
  func.func @main(%a: tensor<2x320xf16>, %b: tensor<320x144xf16>, %bias: tensor<144xf16>) -> tensor<2x144xf16> {
    %r = call @g(%a, %b, %bias) : (tensor<2x320xf16>, tensor<320x144xf16>, tensor<144xf16>) -> tensor<2x144xf16>
    return %r : tensor<2x144xf16>
  }
}
