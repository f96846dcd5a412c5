// RUN: burin-opt %s --lower-to-kernels --canonicalize --cse | FileCheck %s

// Two sub-groups of 16 queries; 128 keys in blocks of 32, two of which are in local
// memory: rows of 7 columns of 8 halves for D 40, the sixth is zero.
// CHECK-LABEL: gpu.func @g
// CHECK-DAG: %[[LOWEST:.*]] = arith.constant 0xFF800000 : f32
// CHECK-DAG: %[[EXPONENT:.*]] = arith.constant 0.72134751 : f32
// CHECK-DAG: %[[MINUS:.*]] = arith.constant -0.72134751 : f32
// CHECK-DAG: %[[NOTHING:.*]] = arith.constant dense<0.000000e+00> : vector<8xf16>
// CHECK: %[[MEMORY:.*]] = memref.alloc() : memref<7168xf16, #gpu.address_space<workgroup>>
// Queries stay in registers, elements 40 to 47 are zero.
// CHECK-COUNT-10: vector.load %arg0{{.*}} vector<2xf16>
// CHECK: %[[QUERY:.*]] = arith.truncf %{{.*}} : vector<4x2xf32> to vector<4x2xf16>
// CHECK: vector.store %[[NOTHING]], %[[MEMORY]]
// CHECK: nvgpu.device_async_copy %arg1{{.*}}, %[[MEMORY]]
// CHECK: nvgpu.device_async_copy %arg2{{.*}}, %[[MEMORY]]
// CHECK: nvgpu.device_async_create_group
// CHECK: scf.for %[[KEY:.*]] = %c0 to %c128 step %c32 iter_args({{.*}}%[[MAX:[^ ]*]] = %[[LOWEST]], %{{[^ ]*}} = %[[LOWEST]],
// CHECK: nvgpu.device_async_wait %{{.*}} {numGroups = 0 : i32}
// CHECK-NEXT: gpu.barrier
// The next block is on its way while this one is multiplied.
// CHECK: %[[NEXT:.*]] = arith.addi %[[KEY]], %c32
// CHECK: %[[MORE:.*]] = arith.cmpi slt, %[[NEXT]], %c128
// CHECK: scf.if %[[MORE]]
// CHECK: nvgpu.device_async_copy
// CHECK: nvgpu.device_async_create_group
// Scores: 3 steps along D, 2 pairs of 8 keys each; no mask.
// CHECK-COUNT-6: nvgpu.ldmatrix %[[MEMORY]]{{.*}}transpose = false
// CHECK-NOT: arith.select
// The four lanes of a row agree on its maximum.
// CHECK: gpu.shuffle xor %{{.*}}, %c1_i32, %c32_i32 : f32
// CHECK: gpu.shuffle xor %{{.*}}, %c2_i32, %c32_i32 : f32
// CHECK: %[[ROW:.*]] = arith.maxnumf
// CHECK: %[[NEWMAX:.*]] = arith.maxnumf %{{.*}}, %[[ROW]]
// CHECK: %[[BASE:.*]] = arith.mulf %[[NEWMAX]], %[[MINUS]]
// CHECK: %[[SHRINK:.*]] = math.fma %{{.*}}, %[[EXPONENT]], %[[BASE]]
// CHECK: math.exp2 %[[SHRINK]] fastmath<afn>
// What was accumulated shrinks; weights become left operands.
// CHECK: arith.mulf %{{.*}}, %{{.*}} : vector<2x2xf32>
// CHECK: arith.truncf %{{.*}} : vector<4x2xf32> to vector<4x2xf16>
// 2 steps of 16 keys, 3 pairs of 8 elements, the last of which is half used.
// CHECK: nvgpu.ldmatrix %[[MEMORY]]{{.*}}transpose = true
// CHECK-COUNT-10: nvgpu.mma.sync
// CHECK-NOT: nvgpu.mma.sync
// CHECK: scf.yield
// CHECK: arith.divf
// CHECK-COUNT-10: vector.store %{{.*}}, %arg3{{.*}} vector<2xf16>
// CHECK-NOT: vector.store
// CHECK: gpu.return
func.func private @g(%q: tensor<1x2x64x40xf16>, %k: tensor<1x2x128x40xf16>, %v: tensor<1x2x128x40xf16>) -> tensor<1x2x64x40xf16> attributes {kernel.config = #kernel.config<schedule = "matrix-flash-attention", workgroup = [64, 1, 1], tile = [16, 32, 1], vector = 2>} {
  %e = tensor.empty() : tensor<1x2x64x40xf16>
  %0 = fused.attention scale = 0.5 ins(%q, %k, %v : tensor<1x2x64x40xf16>, tensor<1x2x128x40xf16>, tensor<1x2x128x40xf16>) outs(%e : tensor<1x2x64x40xf16>) -> tensor<1x2x64x40xf16>
  return %0 : tensor<1x2x64x40xf16>
}
// CHECK-LABEL: func.func @main
// CHECK: plan.dispatch @g::@g grid [2, 2, 1]
func.func @main(%q: tensor<1x2x64x40xf16>, %k: tensor<1x2x128x40xf16>, %v: tensor<1x2x128x40xf16>) -> tensor<1x2x64x40xf16> {
  %r = call @g(%q, %k, %v) : (tensor<1x2x64x40xf16>, tensor<1x2x128x40xf16>, tensor<1x2x128x40xf16>) -> tensor<1x2x64x40xf16>
  return %r : tensor<1x2x64x40xf16>
}
