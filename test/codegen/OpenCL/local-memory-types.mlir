// RUN: burin-opt %s -pass-pipeline='builtin.module(gpu.module(convert-gpu-to-opencl))' | FileCheck %s

// Local memory: arrays at kernel scope, named by their order, aligned for copies
// of whole lines. Accesses say that they are local.

// 20 halves are an array of three uint4: no extension is needed to declare them.
// CHECK-LABEL: emitc.func @halves(
// CHECK: verbatim "__local uint4 local0[3] __attribute__((aligned(128)));"
// CHECK: %[[LITERAL:.*]] = literal "((lp_half)local0)" : !emitc.opaque<"lp_half">
// CHECK: %[[LOAD_HALF:.*]] = call_opaque "BURIN_LOAD_HALF"(%arg0, %{{.*}}) {args = [#emitc.opaque<"4">, 0 : index, 1 : index]} : {{.*}} -> !emitc.opaque<"float4">
// CHECK: call_opaque "BURIN_STORE_LOCAL_HALF"(%[[LITERAL]], %{{.*}}, %[[LOAD_HALF]]) {args = [#emitc.opaque<"4">, 0 : index, 1 : index, 2 : index]}
// CHECK: %[[VLOAD_HALF:.*]] = call_opaque "vload_half"(%{{.*}}, %[[LITERAL]]) : {{.*}} -> !emitc.opaque<"float">
// CHECK: call_opaque "vstore_half"(%[[VLOAD_HALF]], %{{.*}}, %[[LITERAL]])
gpu.module @halves {
  gpu.func @halves(%x: memref<64xf16, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %a = memref.alloc() : memref<20xf16, #gpu.address_space<workgroup>>
    %0 = vector.load %x[%c0] : memref<64xf16, #gpu.address_space<global>>, vector<4xf16>
    vector.store %0, %a[%c0] : memref<20xf16, #gpu.address_space<workgroup>>, vector<4xf16>
    %1 = memref.load %a[%c0] : memref<20xf16, #gpu.address_space<workgroup>>
    memref.store %1, %a[%c0] : memref<20xf16, #gpu.address_space<workgroup>>
    gpu.return
  }
}

// 16 fill two of them exactly.
// CHECK-LABEL: emitc.func @whole_halves(
// CHECK: verbatim "__local uint4 local0[2] __attribute__((aligned(128)));"
// CHECK: literal "((lp_half)local0)" : !emitc.opaque<"lp_half">
gpu.module @whole_halves {
  gpu.func @whole_halves(%x: memref<64xf16, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %a = memref.alloc() : memref<16xf16, #gpu.address_space<workgroup>>
    %0 = memref.load %x[%c0] : memref<64xf16, #gpu.address_space<global>>
    memref.store %0, %a[%c0] : memref<16xf16, #gpu.address_space<workgroup>>
    gpu.return
  }
}

// Vectors of floats in both spaces: two spellings of a pointer.
// CHECK-LABEL: emitc.func @floats(
// CHECK: verbatim "__local float local0[8] __attribute__((aligned(128)));"
// CHECK: %[[LITERAL:.*]] = literal "local0" : !emitc.opaque<"lp_float">
// CHECK: %[[LOAD:.*]] = call_opaque "BURIN_LOAD"(%arg0, %{{.*}}) {args = [#emitc.opaque<"float4">, 0 : index, 1 : index]} : {{.*}} -> !emitc.opaque<"float4">
// CHECK: call_opaque "BURIN_STORE_LOCAL"(%[[LITERAL]], %{{.*}}, %[[LOAD]]) {args = [#emitc.opaque<"float4">, 0 : index, 1 : index, 2 : index]}
// CHECK: verbatim "barrier(CLK_LOCAL_MEM_FENCE);"
// CHECK: %[[LOAD_LOCAL:.*]] = call_opaque "BURIN_LOAD_LOCAL"(%[[LITERAL]], %{{.*}}) {args = [#emitc.opaque<"float4">, 0 : index, 1 : index]} : {{.*}} -> !emitc.opaque<"float4">
// CHECK: call_opaque "BURIN_STORE"(%arg0, %{{.*}}, %[[LOAD_LOCAL]]) {args = [#emitc.opaque<"float4">, 0 : index, 1 : index, 2 : index]}
gpu.module @floats {
  gpu.func @floats(%x: memref<64xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %a = memref.alloc() : memref<8xf32, #gpu.address_space<workgroup>>
    %0 = vector.load %x[%c0] : memref<64xf32, #gpu.address_space<global>>, vector<4xf32>
    vector.store %0, %a[%c0] : memref<8xf32, #gpu.address_space<workgroup>>, vector<4xf32>
    gpu.barrier
    %1 = vector.load %a[%c0] : memref<8xf32, #gpu.address_space<workgroup>>, vector<4xf32>
    vector.store %1, %x[%c0] : memref<64xf32, #gpu.address_space<global>>, vector<4xf32>
    gpu.return
  }
}

// Three arrays of three types.
// CHECK-LABEL: emitc.func @three(
// CHECK: verbatim "__local int local0[8] __attribute__((aligned(128)));"
// CHECK: %[[LITERAL:.*]] = literal "local0" : !emitc.opaque<"lp_int">
// CHECK: verbatim "__local uint4 local1[1] __attribute__((aligned(128)));"
// CHECK: %[[LITERAL2:.*]] = literal "((lp_half)local1)" : !emitc.opaque<"lp_half">
// CHECK: verbatim "__local float local2[3] __attribute__((aligned(128)));"
// CHECK: %[[LITERAL3:.*]] = literal "local2" : !emitc.opaque<"lp_float">
// CHECK: subscript %[[LITERAL]][%{{.*}}]
// CHECK: subscript %[[LITERAL3]][%{{.*}}]
// CHECK: call_opaque "vload_half"(%{{.*}}, %[[LITERAL2]]) : {{.*}} -> !emitc.opaque<"float">
// CHECK: subscript %arg0[%{{.*}}]
gpu.module @three {
  gpu.func @three(%x: memref<64xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %a = memref.alloc() : memref<8xi32, #gpu.address_space<workgroup>>
    %b = memref.alloc() : memref<8xf16, #gpu.address_space<workgroup>>
    %d = memref.alloc() : memref<3xf32, #gpu.address_space<workgroup>>
    %0 = memref.load %a[%c0] : memref<8xi32, #gpu.address_space<workgroup>>
    %1 = arith.sitofp %0 : i32 to f32
    memref.store %1, %d[%c0] : memref<3xf32, #gpu.address_space<workgroup>>
    %2 = memref.load %b[%c0] : memref<8xf16, #gpu.address_space<workgroup>>
    %3 = arith.extf %2 : f16 to f32
    memref.store %3, %x[%c0] : memref<64xf32, #gpu.address_space<global>>
    gpu.return
  }
}
