// RUN: burin-opt %s -pass-pipeline='builtin.module(gpu.module(convert-gpu-to-opencl))' | FileCheck %s

// The value of a lane that each lane names; by distance: matrix-softmax.mlir.
// CHECK: emitc.func @take
gpu.module @take {
  gpu.func @take(%a: memref<64xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 32, 1, 1>} {
    %c0 = arith.constant 0 : index
    %lane = arith.constant 5 : i32
    %width = arith.constant 32 : i32
    %x = memref.load %a[%c0] : memref<64xf32, #gpu.address_space<global>>
    // CHECK: call_opaque "burin_shuffle_index"(%{{.*}}, %{{.*}}) : (!emitc.opaque<"float">, !emitc.opaque<"int">)
    %other, %valid = gpu.shuffle idx %x, %lane, %width : f32
    memref.store %other, %a[%c0] : memref<64xf32, #gpu.address_space<global>>
    gpu.return
  }
}
