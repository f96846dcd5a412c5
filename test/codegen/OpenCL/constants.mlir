// RUN: burin-opt %s -pass-pipeline='builtin.module(gpu.module(convert-gpu-to-opencl))' | FileCheck %s

// Floats keep nine digits, what has no literal is spelled by name.
// Each constant has a reader: one that nobody reads is not spelled at all.
// CHECK-LABEL: emitc.func @constants
gpu.module @constants {
  gpu.func @constants(%f: f32, %i: i32, %l: i64, %v: vector<4xf32>, %w: vector<4xi32>, %m: vector<2xi1>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    // CHECK: #emitc.opaque<"1.5f">
    %0 = arith.constant 1.5 : f32
    %use0 = arith.subf %0, %f : f32
    // CHECK: #emitc.opaque<"2.0f">
    %1 = arith.constant 2.0 : f32
    %use1 = arith.subf %1, %f : f32
    // CHECK: #emitc.opaque<"1.00000001e-10f">
    %2 = arith.constant 1.0e-10 : f32
    %use2 = arith.subf %2, %f : f32
    // CHECK: #emitc.opaque<"INFINITY">
    %3 = arith.constant 0x7F800000 : f32
    %use3 = arith.subf %3, %f : f32
    // CHECK: #emitc.opaque<"-INFINITY">
    %4 = arith.constant 0xFF800000 : f32
    %use4 = arith.subf %4, %f : f32
    // CHECK: #emitc.opaque<"NAN">
    %5 = arith.constant 0x7FC00000 : f32
    %use5 = arith.subf %5, %f : f32
    // CHECK: #emitc.opaque<"(-2147483647 - 1)">
    %6 = arith.constant -2147483648 : i32
    %use6 = arith.subi %6, %i : i32
    // CHECK: #emitc.opaque<"5L">
    %7 = arith.constant 5 : i64
    %use7 = arith.subi %7, %l : i64
    // CHECK: #emitc.opaque<"(-9223372036854775807L - 1)">
    %8 = arith.constant -9223372036854775808 : i64
    %use8 = arith.subi %8, %l : i64
    // CHECK: #emitc.opaque<"(float4)(0.5f)">
    %9 = arith.constant dense<0.5> : vector<4xf32>
    %use9 = arith.subf %9, %v : vector<4xf32>
    // CHECK: #emitc.opaque<"(int4)(0, 1, 2, 3)">
    %10 = arith.constant dense<[0, 1, 2, 3]> : vector<4xi32>
    %use10 = arith.subi %10, %w : vector<4xi32>
    // CHECK: #emitc.opaque<"(int2)(-1, 0)">
    %11 = arith.constant dense<[true, false]> : vector<2xi1>
    %use11 = arith.andi %11, %m : vector<2xi1>
    // The sum of an address that is spelled in parts has no reader, either.
    // CHECK-NOT: add
    %sum = arith.addf %f, %f : f32
    // CHECK: return
    gpu.return
  }
}
