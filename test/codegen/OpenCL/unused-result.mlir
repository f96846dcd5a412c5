// RUN: burin-opt %s -pass-pipeline='builtin.module(gpu.module(convert-gpu-to-opencl))' | FileCheck %s

// A loop may carry what only its next iteration reads: no variable is left that
// holds the last value, which compilers warn about. Used results stay.
// CHECK-LABEL: emitc.func @loop
// CHECK: for
// CHECK: }
// CHECK-NEXT: %[[SUM:.*]] = load
// CHECK-NOT: load
// CHECK: assign %[[SUM]]
gpu.module @loop {
  gpu.func @loop(%x: memref<16xf32, #gpu.address_space<global>>, %z: memref<16xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c16 = arith.constant 16 : index
    %zero = arith.constant 0.0 : f32
    %s:2 = scf.for %i = %c0 to %c16 step %c1 iter_args(%acc = %zero, %max = %zero) -> (f32, f32) {
      %v = memref.load %x[%i] : memref<16xf32, #gpu.address_space<global>>
      %m = arith.maxnumf %max, %v : f32
      %n = arith.addf %acc, %m : f32
      scf.yield %n, %m : f32, f32
    }
    memref.store %s#0, %z[%c0] : memref<16xf32, #gpu.address_space<global>>
    gpu.return
  }
}
