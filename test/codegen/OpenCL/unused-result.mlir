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

// A result of a branch that nobody reads and the width of an exchange, which
// OpenCL C does not spell, leave no variable and no constant.
// CHECK-LABEL: emitc.func @branch
// CHECK-NOT: value = 32
// CHECK-NOT: value = true
// CHECK: call_opaque "burin_shuffle_xor"
// CHECK-NOT: value = true
// CHECK: %[[READ:.*]] = "emitc.variable"
// CHECK-NOT: emitc.variable
// CHECK: if
// CHECK-NEXT: assign %{{.*}} to %[[READ]]
// CHECK-NEXT: } else {
// CHECK-NEXT: assign %{{.*}} to %[[READ]]
// CHECK-NEXT: }
gpu.module @branch {
  gpu.func @branch(%x: memref<16xf32, #gpu.address_space<global>>, %z: memref<16xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 32, 1, 1>} {
    %c0 = arith.constant 0 : index
    %one = arith.constant 1 : i32
    %lanes = arith.constant 32 : i32
    %zero = arith.constant 0.0 : f32
    %v = memref.load %x[%c0] : memref<16xf32, #gpu.address_space<global>>
    %other, %valid = gpu.shuffle xor %v, %one, %lanes : f32
    %greater = arith.cmpf ogt, %v, %other : f32
    %s:2 = scf.if %greater -> (f32, f32) {
      scf.yield %v, %other : f32, f32
    } else {
      scf.yield %zero, %v : f32, f32
    }
    memref.store %s#0, %z[%c0] : memref<16xf32, #gpu.address_space<global>>
    gpu.return
  }
}
