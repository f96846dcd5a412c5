// RUN: burin-opt %s -pass-pipeline='builtin.module(gpu.module(convert-gpu-to-opencl))' | FileCheck %s

// Unsigned operations reinterpret the bits and come back.
// CHECK-LABEL: emitc.func @uint32
gpu.module @uint32 {
  gpu.func @uint32(%x: memref<16xi32, #gpu.address_space<global>>, %y: memref<16xi32, #gpu.address_space<global>>, %z: memref<16xi32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %a = memref.load %x[%c0] : memref<16xi32, #gpu.address_space<global>>
    %b = memref.load %y[%c0] : memref<16xi32, #gpu.address_space<global>>
    // CHECK: call_opaque "as_uint"
    // CHECK: call_opaque "as_uint"
    // CHECK: div{{.*}}!emitc.opaque<"uint">
    // CHECK: call_opaque "as_int"
    %r0 = arith.divui %a, %b : i32
    // CHECK: call_opaque "as_uint"
    // CHECK: call_opaque "as_uint"
    // CHECK: rem{{.*}}!emitc.opaque<"uint">
    // CHECK: call_opaque "as_int"
    %r1 = arith.remui %r0, %b : i32
    // CHECK: call_opaque "as_uint"
    // CHECK: call_opaque "as_uint"
    // CHECK: bitwise_right_shift{{.*}}!emitc.opaque<"uint">
    // CHECK: call_opaque "as_int"
    %r2 = arith.shrui %r1, %b : i32
    // CHECK: call_opaque "as_uint"
    // CHECK: call_opaque "as_uint"
    // CHECK: call_opaque "max"{{.*}}!emitc.opaque<"uint">
    // CHECK: call_opaque "as_int"
    %r3 = arith.maxui %r2, %b : i32
    // CHECK: call_opaque "as_uint"
    // CHECK: call_opaque "as_uint"
    // CHECK: call_opaque "min"{{.*}}!emitc.opaque<"uint">
    // CHECK: call_opaque "as_int"
    %r4 = arith.minui %r3, %b : i32
    memref.store %r4, %z[%c0] : memref<16xi32, #gpu.address_space<global>>
    gpu.return
  }
}

// CHECK-LABEL: emitc.func @uint64
gpu.module @uint64 {
  gpu.func @uint64(%x: memref<16xi64, #gpu.address_space<global>>, %y: memref<16xi64, #gpu.address_space<global>>, %z: memref<16xi64, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %a = memref.load %x[%c0] : memref<16xi64, #gpu.address_space<global>>
    %b = memref.load %y[%c0] : memref<16xi64, #gpu.address_space<global>>
    // CHECK: call_opaque "as_ulong"
    // CHECK: call_opaque "as_ulong"
    // CHECK: div{{.*}}!emitc.opaque<"ulong">
    // CHECK: call_opaque "as_long"
    %r0 = arith.divui %a, %b : i64
    // CHECK: call_opaque "as_ulong"
    // CHECK: call_opaque "as_ulong"
    // CHECK: rem{{.*}}!emitc.opaque<"ulong">
    // CHECK: call_opaque "as_long"
    %r1 = arith.remui %r0, %b : i64
    // CHECK: call_opaque "as_ulong"
    // CHECK: call_opaque "as_ulong"
    // CHECK: bitwise_right_shift{{.*}}!emitc.opaque<"ulong">
    // CHECK: call_opaque "as_long"
    %r2 = arith.shrui %r1, %b : i64
    // CHECK: call_opaque "as_ulong"
    // CHECK: call_opaque "as_ulong"
    // CHECK: call_opaque "max"{{.*}}!emitc.opaque<"ulong">
    // CHECK: call_opaque "as_long"
    %r3 = arith.maxui %r2, %b : i64
    // CHECK: call_opaque "as_ulong"
    // CHECK: call_opaque "as_ulong"
    // CHECK: call_opaque "min"{{.*}}!emitc.opaque<"ulong">
    // CHECK: call_opaque "as_long"
    %r4 = arith.minui %r3, %b : i64
    memref.store %r4, %z[%c0] : memref<16xi64, #gpu.address_space<global>>
    gpu.return
  }
}

// CHECK-LABEL: emitc.func @uint8
gpu.module @uint8 {
  gpu.func @uint8(%x: memref<16xi8, #gpu.address_space<global>>, %y: memref<16xi8, #gpu.address_space<global>>, %z: memref<16xi8, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %a = memref.load %x[%c0] : memref<16xi8, #gpu.address_space<global>>
    %b = memref.load %y[%c0] : memref<16xi8, #gpu.address_space<global>>
    // CHECK: call_opaque "as_uchar"
    // CHECK: call_opaque "as_uchar"
    // CHECK: div{{.*}}!emitc.opaque<"uchar">
    // CHECK: call_opaque "as_char"
    %r0 = arith.divui %a, %b : i8
    // CHECK: call_opaque "as_uchar"
    // CHECK: call_opaque "as_uchar"
    // CHECK: rem{{.*}}!emitc.opaque<"uchar">
    // CHECK: call_opaque "as_char"
    %r1 = arith.remui %r0, %b : i8
    // CHECK: call_opaque "as_uchar"
    // CHECK: call_opaque "as_uchar"
    // CHECK: bitwise_right_shift{{.*}}!emitc.opaque<"uchar">
    // CHECK: call_opaque "as_char"
    %r2 = arith.shrui %r1, %b : i8
    // CHECK: call_opaque "as_uchar"
    // CHECK: call_opaque "as_uchar"
    // CHECK: call_opaque "max"{{.*}}!emitc.opaque<"uchar">
    // CHECK: call_opaque "as_char"
    %r3 = arith.maxui %r2, %b : i8
    // CHECK: call_opaque "as_uchar"
    // CHECK: call_opaque "as_uchar"
    // CHECK: call_opaque "min"{{.*}}!emitc.opaque<"uchar">
    // CHECK: call_opaque "as_char"
    %r4 = arith.minui %r3, %b : i8
    memref.store %r4, %z[%c0] : memref<16xi8, #gpu.address_space<global>>
    gpu.return
  }
}
