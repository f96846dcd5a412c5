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

// The same bits as another type.
// CHECK-LABEL: emitc.func @bits
gpu.module @bits {
  gpu.func @bits(%x: memref<16xf32, #gpu.address_space<global>>, %z: memref<16xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %c4 = arith.constant 4 : index
    // CHECK: call_opaque "as_int"(%{{.*}}) : (!emitc.opaque<"float">) -> !emitc.opaque<"int">
    // CHECK: call_opaque "as_float"(
    %a = memref.load %x[%c0] : memref<16xf32, #gpu.address_space<global>>
    %b = arith.bitcast %a : f32 to i32
    %i = arith.addi %b, %b : i32
    %c = arith.bitcast %i : i32 to f32
    memref.store %c, %z[%c0] : memref<16xf32, #gpu.address_space<global>>
    // CHECK: call_opaque "as_int4"(
    // CHECK: call_opaque "as_float4"(
    %v = vector.load %x[%c4] : memref<16xf32, #gpu.address_space<global>>, vector<4xf32>
    %w = arith.bitcast %v : vector<4xf32> to vector<4xi32>
    %j = arith.addi %w, %w : vector<4xi32>
    %y = arith.bitcast %j : vector<4xi32> to vector<4xf32>
    vector.store %y, %z[%c4] : memref<16xf32, #gpu.address_space<global>>, vector<4xf32>
    gpu.return
  }
}
