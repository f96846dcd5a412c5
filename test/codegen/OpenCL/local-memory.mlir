// RUN: burin-opt %s -pass-pipeline='builtin.module(gpu.module(convert-gpu-to-opencl))' | FileCheck %s

// Two scratch arrays get two names; a barrier fences local memory.
// CHECK-LABEL: emitc.func @local
gpu.module @local {
  gpu.func @local(%z: memref<16xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %one = arith.constant 1.0 : f32
    // CHECK: verbatim "__local float local0[8] __attribute__((aligned(128)));"
    // CHECK: literal "local0" : !emitc.opaque<"lp_float">
    %a = memref.alloc() : memref<8xf32, #gpu.address_space<workgroup>>
    // CHECK: verbatim "__local float local1[16] __attribute__((aligned(128)));"
    // CHECK: literal "local1" : !emitc.opaque<"lp_float">
    %b = memref.alloc() : memref<16xf32, #gpu.address_space<workgroup>>
    // CHECK: subscript
    // CHECK: assign
    memref.store %one, %a[%c0] : memref<8xf32, #gpu.address_space<workgroup>>
    // CHECK: verbatim "barrier(CLK_LOCAL_MEM_FENCE);"
    gpu.barrier
    // CHECK: load
    %c = memref.load %b[%c0] : memref<16xf32, #gpu.address_space<workgroup>>
    memref.store %c, %z[%c0] : memref<16xf32, #gpu.address_space<global>>
    gpu.return
  }
}
