// RUN: burin-opt %s -pass-pipeline='builtin.module(gpu.module(convert-gpu-to-opencl))' | FileCheck %s

// Operators where OpenCL C has them, functions of its library elsewhere.
// CHECK-LABEL: emitc.func @float_arithmetic
gpu.module @float_arithmetic {
  gpu.func @float_arithmetic(%x: memref<16xf32, #gpu.address_space<global>>, %y: memref<16xf32, #gpu.address_space<global>>, %z: memref<16xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %a = memref.load %x[%c0] : memref<16xf32, #gpu.address_space<global>>
    %b = memref.load %y[%c0] : memref<16xf32, #gpu.address_space<global>>
    // CHECK: add
    %r0 = arith.addf %a, %b : f32
    // CHECK: sub
    %r1 = arith.subf %r0, %b : f32
    // CHECK: mul
    %r2 = arith.mulf %r1, %b : f32
    // CHECK: div
    %r3 = arith.divf %r2, %b : f32
    // CHECK: call_opaque "fmod"
    %r4 = arith.remf %r3, %b : f32
    // CHECK: call_opaque "BURIN_MAXIMUM"
    %r5 = arith.maximumf %r4, %b : f32
    // CHECK: call_opaque "BURIN_MINIMUM"
    %r6 = arith.minimumf %r5, %b : f32
    // CHECK: call_opaque "fmax"
    %r7 = arith.maxnumf %r6, %b : f32
    // CHECK: call_opaque "fmin"
    %r8 = arith.minnumf %r7, %b : f32
    // CHECK: call_opaque "pow"
    %r9 = math.powf %r8, %b : f32
    // CHECK: call_opaque "copysign"
    %r10 = math.copysign %r9, %b : f32
    memref.store %r10, %z[%c0] : memref<16xf32, #gpu.address_space<global>>
    gpu.return
  }
}
