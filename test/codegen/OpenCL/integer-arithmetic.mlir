// RUN: burin-opt %s -pass-pipeline='builtin.module(gpu.module(convert-gpu-to-opencl))' | FileCheck %s

// Signed arithmetic is plain C.
// CHECK-LABEL: emitc.func @int32
gpu.module @int32 {
  gpu.func @int32(%x: memref<16xi32, #gpu.address_space<global>>, %y: memref<16xi32, #gpu.address_space<global>>, %z: memref<16xi32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %a = memref.load %x[%c0] : memref<16xi32, #gpu.address_space<global>>
    %b = memref.load %y[%c0] : memref<16xi32, #gpu.address_space<global>>
    // CHECK: sub
    %r0 = arith.subi %a, %b : i32
    // CHECK: mul
    %r1 = arith.muli %r0, %b : i32
    // CHECK: add
    %r2 = arith.addi %r1, %b : i32
    // CHECK: div
    %r3 = arith.divsi %r2, %b : i32
    // CHECK: rem
    %r4 = arith.remsi %r3, %b : i32
    // CHECK: bitwise_and
    %r5 = arith.andi %r4, %b : i32
    // CHECK: bitwise_or
    %r6 = arith.ori %r5, %b : i32
    // CHECK: bitwise_xor
    %r7 = arith.xori %r6, %b : i32
    // CHECK: bitwise_left_shift
    %r8 = arith.shli %r7, %b : i32
    // CHECK: bitwise_right_shift
    %r9 = arith.shrsi %r8, %b : i32
    // CHECK: call_opaque "max"
    %r10 = arith.maxsi %r9, %b : i32
    // CHECK: call_opaque "min"
    %r11 = arith.minsi %r10, %b : i32
    memref.store %r11, %z[%c0] : memref<16xi32, #gpu.address_space<global>>
    gpu.return
  }
}

// CHECK-LABEL: emitc.func @int64
gpu.module @int64 {
  gpu.func @int64(%x: memref<16xi64, #gpu.address_space<global>>, %y: memref<16xi64, #gpu.address_space<global>>, %z: memref<16xi64, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %a = memref.load %x[%c0] : memref<16xi64, #gpu.address_space<global>>
    %b = memref.load %y[%c0] : memref<16xi64, #gpu.address_space<global>>
    // CHECK: sub
    %r0 = arith.subi %a, %b : i64
    // CHECK: mul
    %r1 = arith.muli %r0, %b : i64
    // CHECK: add
    %r2 = arith.addi %r1, %b : i64
    // CHECK: div
    %r3 = arith.divsi %r2, %b : i64
    // CHECK: rem
    %r4 = arith.remsi %r3, %b : i64
    // CHECK: bitwise_and
    %r5 = arith.andi %r4, %b : i64
    // CHECK: bitwise_or
    %r6 = arith.ori %r5, %b : i64
    // CHECK: bitwise_xor
    %r7 = arith.xori %r6, %b : i64
    // CHECK: bitwise_left_shift
    %r8 = arith.shli %r7, %b : i64
    // CHECK: bitwise_right_shift
    %r9 = arith.shrsi %r8, %b : i64
    // CHECK: call_opaque "max"
    %r10 = arith.maxsi %r9, %b : i64
    // CHECK: call_opaque "min"
    %r11 = arith.minsi %r10, %b : i64
    memref.store %r11, %z[%c0] : memref<16xi64, #gpu.address_space<global>>
    gpu.return
  }
}

// CHECK-LABEL: emitc.func @int8
gpu.module @int8 {
  gpu.func @int8(%x: memref<16xi8, #gpu.address_space<global>>, %y: memref<16xi8, #gpu.address_space<global>>, %z: memref<16xi8, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %a = memref.load %x[%c0] : memref<16xi8, #gpu.address_space<global>>
    %b = memref.load %y[%c0] : memref<16xi8, #gpu.address_space<global>>
    // CHECK: sub
    %r0 = arith.subi %a, %b : i8
    // CHECK: mul
    %r1 = arith.muli %r0, %b : i8
    // CHECK: add
    %r2 = arith.addi %r1, %b : i8
    memref.store %r2, %z[%c0] : memref<16xi8, #gpu.address_space<global>>
    gpu.return
  }
}
