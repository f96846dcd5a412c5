// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// 128 x 64 x 64 with tiles of 64 x 64: two stages are filled before the loop, and
// the first fragments are loaded. Every step refills a stage and multiplies what it has
// while it loads the next fragments; those of the next stage, behind a barrier, while
// it multiplies the last ones of this stage.
// CHECK-LABEL: gpu.func @g
// CHECK-SAME: known_block_size = array<i32: 128, 1, 1>
// CHECK: memref.alloc() : memref<12288xf16, #gpu.address_space<workgroup>>
// CHECK: nvgpu.device_async_copy {{.*}}, 8
// CHECK: nvgpu.device_async_create_group
// CHECK: %[[TOKEN:.*]] = nvgpu.device_async_create_group
// CHECK: nvgpu.device_async_wait %[[TOKEN]] {numGroups = 1 : i32}
// CHECK-NEXT: gpu.barrier
// CHECK: nvgpu.ldmatrix {{.*}} {numTiles = 4 : i32, transpose = false}
// CHECK: nvgpu.ldmatrix {{.*}} {numTiles = 4 : i32, transpose = true}
// CHECK: scf.for {{.*}} iter_args
// CHECK: %[[NEXT:.*]] = nvgpu.device_async_create_group
// CHECK: nvgpu.ldmatrix
// CHECK: nvgpu.mma.sync({{.*}}) {mmaShape = [16, 8, 16]}
// CHECK: nvgpu.device_async_wait %[[NEXT]] {numGroups = 1 : i32}
// CHECK-NEXT: gpu.barrier
// CHECK: nvgpu.ldmatrix
// CHECK: nvgpu.mma.sync({{.*}}) {mmaShape = [16, 8, 16]}
// CHECK: scf.yield
// The epilogue sees two neighbours at a time; nothing is outside.
// CHECK-NOT: scf.if
// CHECK: arith.truncf {{.*}} vector<8xf32> to vector<8xf16>
// CHECK: vector.store {{.*}} vector<8xf16>
func.func private @g(%a: tensor<128x64xf16>, %b: tensor<64x64xf16>) -> tensor<128x64xf16> attributes {kernel.config = #kernel.config<schedule = "matrix-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 3, 32], vector = 2>} {
  %z = arith.constant dense<0.0> : tensor<128x64xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<128x64xf16>, tensor<64x64xf16>) outs(%z : tensor<128x64xf32>) -> tensor<128x64xf32>
  %e = tensor.empty() : tensor<128x64xf16>
  %1 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%0 : tensor<128x64xf32>) outs(%e : tensor<128x64xf16>) {
  ^bb0(%x: f32, %out: f16):
    %y = arith.truncf %x : f32 to f16
    linalg.yield %y : f16
  } -> tensor<128x64xf16>
  return %1 : tensor<128x64xf16>
}
// CHECK-LABEL: func.func @main
// CHECK: plan.dispatch @g::@g
func.func @main(%a: tensor<128x64xf16>, %b: tensor<64x64xf16>) -> tensor<128x64xf16> {
  %r = call @g(%a, %b) : (tensor<128x64xf16>, tensor<64x64xf16>) -> tensor<128x64xf16>
  return %r : tensor<128x64xf16>
}
