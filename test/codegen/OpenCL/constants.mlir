// RUN: burin-opt %s -pass-pipeline='builtin.module(gpu.module(convert-gpu-to-opencl))' | FileCheck %s

// Floats keep nine digits, what has no literal is spelled by name.
// CHECK-LABEL: emitc.func @constants
gpu.module @constants {
  gpu.func @constants(%z: memref<16xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    // CHECK: #emitc.opaque<"1.5f">
    %0 = arith.constant 1.5 : f32
    // CHECK: #emitc.opaque<"2.0f">
    %1 = arith.constant 2.0 : f32
    // CHECK: #emitc.opaque<"1.00000001e-10f">
    %2 = arith.constant 1.0e-10 : f32
    // CHECK: #emitc.opaque<"INFINITY">
    %3 = arith.constant 0x7F800000 : f32
    // CHECK: #emitc.opaque<"-INFINITY">
    %4 = arith.constant 0xFF800000 : f32
    // CHECK: #emitc.opaque<"NAN">
    %5 = arith.constant 0x7FC00000 : f32
    // CHECK: #emitc.opaque<"(-2147483647 - 1)">
    %6 = arith.constant -2147483648 : i32
    // CHECK: #emitc.opaque<"5L">
    %7 = arith.constant 5 : i64
    // CHECK: #emitc.opaque<"(-9223372036854775807L - 1)">
    %8 = arith.constant -9223372036854775808 : i64
    // CHECK: #emitc.opaque<"(float4)(0.5f)">
    %9 = arith.constant dense<0.5> : vector<4xf32>
    // CHECK: #emitc.opaque<"(int4)(0, 1, 2, 3)">
    %10 = arith.constant dense<[0, 1, 2, 3]> : vector<4xi32>
    // CHECK: #emitc.opaque<"(int2)(-1, 0)">
    %11 = arith.constant dense<[true, false]> : vector<2xi1>
    gpu.return
  }
}
