// RUN: burin-opt %s -pass-pipeline='builtin.module(gpu.module(convert-gpu-to-opencl))' | FileCheck %s

// Copies, fragments and products become calls of the prelude; tokens vanish.
// CHECK: emitc.func @tile
gpu.module @tile {
  gpu.func @tile(%a: memref<512xf16, #gpu.address_space<global>>, %z: memref<64xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 32, 1, 1>} {
    %c0 = arith.constant 0 : index
    // CHECK: %[[LANE:.*]] = call_opaque "get_local_id"
    %lane = gpu.thread_id x
    // Wide copies need aligned rows.
    // CHECK: verbatim "__local uint4 local0[64] __attribute__((aligned(128)));"
    %m = memref.alloc() : memref<512xf16, #gpu.address_space<workgroup>>
    // CHECK: call_opaque "burin_fetch"(%arg0, %[[LANE]]) {args = [0 : index, 1 : index, #emitc.opaque<"0">, #emitc.opaque<"0">]}
    memref.prefetch %a[%lane], read, locality<2>, data : memref<512xf16, #gpu.address_space<global>>
    // CHECK: call_opaque "burin_copy_async"
    %t0 = nvgpu.device_async_copy %a[%c0], %m[%c0], 8 {bypassL1} : memref<512xf16, #gpu.address_space<global>> to memref<512xf16, #gpu.address_space<workgroup>>
    // CHECK: call_opaque "burin_copy_some_async"
    %t1 = nvgpu.device_async_copy %a[%c0], %m[%c0], 8, %lane {bypassL1} : memref<512xf16, #gpu.address_space<global>> to memref<512xf16, #gpu.address_space<workgroup>>
    // CHECK: %[[C8:.*]] = "emitc.constant"() <{value = #emitc.opaque<"8">}>
    // Sums stay apart: what comes first is added first, a constant last.
    // CHECK: call_opaque "burin_copy_async"(%{{[^,]*}}, %[[LANE]], %[[C8]], %arg0, %[[LANE]]) {args = [0 : index, 1 : index, 2 : index, #emitc.opaque<"16">, 3 : index, 4 : index, #emitc.opaque<"0">, #emitc.opaque<"16">]}
    %c8 = arith.constant 8 : index
    %c16 = arith.constant 16 : index
    %row = arith.addi %c8, %lane : index
    %next = arith.addi %row, %c16 : index
    %other = arith.addi %lane, %c16 : index
    %t2 = nvgpu.device_async_copy %a[%other], %m[%next], 8 {bypassL1} : memref<512xf16, #gpu.address_space<global>> to memref<512xf16, #gpu.address_space<workgroup>>
    // CHECK: call_opaque "burin_commit_copies"() : () -> ()
    %t = nvgpu.device_async_create_group
    // CHECK: verbatim "BURIN_WAIT_COPIES(1);"
    nvgpu.device_async_wait %t {numGroups = 1 : i32}
    gpu.barrier
    // CHECK: %[[L:.*]] = call_opaque "burin_load_matrices"{{.*}} -> !emitc.opaque<"uint4">
    %l = nvgpu.ldmatrix %m[%c0] {numTiles = 4 : i32, transpose = false} : memref<512xf16, #gpu.address_space<workgroup>> -> vector<4x2xf16>
    // CHECK: %[[R:.*]] = call_opaque "burin_load_matrices_transposed"
    %r = nvgpu.ldmatrix %m[%c0] {numTiles = 4 : i32, transpose = true} : memref<512xf16, #gpu.address_space<workgroup>> -> vector<4x2xf16>
    // CHECK: %[[HALF:.*]] = call_opaque "BURIN_LANE"(%[[R]]) {args = [0 : index, #emitc.opaque<"23">]} {{.*}} -> !emitc.opaque<"uint2">
    %h = vector.extract_strided_slice %r {offsets = [2], sizes = [2], strides = [1]} : vector<4x2xf16> to vector<2x2xf16>
    %zero = arith.constant dense<0.0> : vector<2x2xf32>
    // CHECK: %[[ACC:.*]] = call_opaque "burin_multiply_16x8x16"(%[[L]], %[[HALF]], {{.*}} -> !emitc.opaque<"float4">
    %acc = nvgpu.mma.sync (%l, %h, %zero) {mmaShape = [16, 8, 16]} : (vector<4x2xf16>, vector<2x2xf16>, vector<2x2xf32>) -> vector<2x2xf32>
    // CHECK: call_opaque "BURIN_LANE"(%[[ACC]]) {args = [0 : index, #emitc.opaque<"23">]} {{.*}} -> !emitc.opaque<"float2">
    %part = vector.extract %acc[1] : vector<2xf32> from vector<2x2xf32>
    vector.store %part, %z[%c0] : memref<64xf32, #gpu.address_space<global>>, vector<2xf32>
    gpu.return
  }
}
