// RUN: burin-opt %s -pass-pipeline='builtin.module(gpu.module(convert-gpu-to-opencl))' | FileCheck %s

// Loops and branches become statements; their results become variables.
// CHECK-LABEL: emitc.func @loop
gpu.module @loop {
  gpu.func @loop(%x: memref<16xf32, #gpu.address_space<global>>, %z: memref<16xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c16 = arith.constant 16 : index
    %zero = arith.constant 0.0 : f32
    // CHECK: variable
    // CHECK: for
    %s = scf.for %i = %c0 to %c16 step %c1 iter_args(%acc = %zero) -> (f32) {
      %v = memref.load %x[%i] : memref<16xf32, #gpu.address_space<global>>
      // CHECK: add
      %n = arith.addf %acc, %v : f32
      scf.yield %n : f32
    }
    %m = arith.cmpf ogt, %s, %zero : f32
    // CHECK: if
    scf.if %m {
      memref.store %s, %z[%c0] : memref<16xf32, #gpu.address_space<global>>
    }
    gpu.return
  }
}
