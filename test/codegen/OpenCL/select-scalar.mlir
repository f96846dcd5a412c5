// RUN: burin-opt %s -pass-pipeline='builtin.module(gpu.module(convert-gpu-to-opencl))' | FileCheck %s

// A scalar condition is the conditional operator.
// CHECK-LABEL: emitc.func @select
gpu.module @select {
  gpu.func @select(%x: memref<16xf32, #gpu.address_space<global>>, %z: memref<16xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %a = memref.load %x[%c0] : memref<16xf32, #gpu.address_space<global>>
    %zero = arith.constant 0.0 : f32
    // CHECK: %[[M:.*]] = cmp gt,
    // CHECK: conditional %[[M]],
    %m = arith.cmpf ogt, %a, %zero : f32
    %r = arith.select %m, %a, %zero : f32
    memref.store %r, %z[%c0] : memref<16xf32, #gpu.address_space<global>>
    gpu.return
  }
}
