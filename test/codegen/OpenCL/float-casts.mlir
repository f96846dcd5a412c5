// RUN: burin-opt %s -pass-pipeline='builtin.module(gpu.module(convert-gpu-to-opencl))' | FileCheck %s

// Half precision exists in memory only: widening and narrowing vanish.
// CHECK-LABEL: emitc.func @casts
gpu.module @casts {
  gpu.func @casts(%x: memref<16xf16, #gpu.address_space<global>>, %z: memref<16xf16, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    // CHECK: %[[X:.*]] = call_opaque "vload_half"(%{{.*}}, %{{.*}}) : (!emitc.opaque<"int">, !emitc.opaque<"gp_half">) -> !emitc.opaque<"float">
    // CHECK-NEXT: call_opaque "vstore_half"(%[[X]],
    %a = memref.load %x[%c0] : memref<16xf16, #gpu.address_space<global>>
    %b = arith.extf %a : f16 to f32
    %c = arith.truncf %b : f32 to f16
    memref.store %c, %z[%c0] : memref<16xf16, #gpu.address_space<global>>
    gpu.return
  }
}
