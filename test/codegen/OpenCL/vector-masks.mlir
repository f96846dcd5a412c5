// RUN: burin-opt %s -pass-pipeline='builtin.module(gpu.module(convert-gpu-to-opencl))' | FileCheck %s

// OpenCL compares vectors into masks of the operands' width; masks here are int.
// CHECK-LABEL: emitc.func @int32
gpu.module @int32 {
  gpu.func @int32(%x: memref<16xi32, #gpu.address_space<global>>, %y: memref<16xi32, #gpu.address_space<global>>, %z: memref<16xi32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %a = vector.load %x[%c0] : memref<16xi32, #gpu.address_space<global>>, vector<4xi32>
    %b = vector.load %y[%c0] : memref<16xi32, #gpu.address_space<global>>, vector<4xi32>
    // CHECK: cmp lt,{{.*}} -> !emitc.opaque<"int4">
    // CHECK-NOT: convert_
    // CHECK: call_opaque "select"
    %m = arith.cmpi slt, %a, %b : vector<4xi32>
    %r = arith.select %m, %a, %b : vector<4xi1>, vector<4xi32>
    vector.store %r, %z[%c0] : memref<16xi32, #gpu.address_space<global>>, vector<4xi32>
    gpu.return
  }
}

// CHECK-LABEL: emitc.func @int64
gpu.module @int64 {
  gpu.func @int64(%x: memref<16xi64, #gpu.address_space<global>>, %y: memref<16xi64, #gpu.address_space<global>>, %z: memref<16xi64, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %a = vector.load %x[%c0] : memref<16xi64, #gpu.address_space<global>>, vector<4xi64>
    %b = vector.load %y[%c0] : memref<16xi64, #gpu.address_space<global>>, vector<4xi64>
    // CHECK: cmp lt,{{.*}} -> !emitc.opaque<"long4">
    // CHECK: call_opaque "convert_int4"
    // CHECK: call_opaque "convert_long4"
    // CHECK: call_opaque "select"
    %m = arith.cmpi slt, %a, %b : vector<4xi64>
    %r = arith.select %m, %a, %b : vector<4xi1>, vector<4xi64>
    vector.store %r, %z[%c0] : memref<16xi64, #gpu.address_space<global>>, vector<4xi64>
    gpu.return
  }
}

// CHECK-LABEL: emitc.func @int16
gpu.module @int16 {
  gpu.func @int16(%x: memref<16xi16, #gpu.address_space<global>>, %y: memref<16xi16, #gpu.address_space<global>>, %z: memref<16xi16, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %a = vector.load %x[%c0] : memref<16xi16, #gpu.address_space<global>>, vector<8xi16>
    %b = vector.load %y[%c0] : memref<16xi16, #gpu.address_space<global>>, vector<8xi16>
    // CHECK: cmp lt,{{.*}} -> !emitc.opaque<"short8">
    // CHECK: call_opaque "convert_int8"
    // CHECK: call_opaque "convert_short8"
    // CHECK: call_opaque "select"
    %m = arith.cmpi slt, %a, %b : vector<8xi16>
    %r = arith.select %m, %a, %b : vector<8xi1>, vector<8xi16>
    vector.store %r, %z[%c0] : memref<16xi16, #gpu.address_space<global>>, vector<8xi16>
    gpu.return
  }
}

// CHECK-LABEL: emitc.func @int8
gpu.module @int8 {
  gpu.func @int8(%x: memref<16xi8, #gpu.address_space<global>>, %y: memref<16xi8, #gpu.address_space<global>>, %z: memref<16xi8, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %a = vector.load %x[%c0] : memref<16xi8, #gpu.address_space<global>>, vector<16xi8>
    %b = vector.load %y[%c0] : memref<16xi8, #gpu.address_space<global>>, vector<16xi8>
    // CHECK: cmp lt,{{.*}} -> !emitc.opaque<"char16">
    // CHECK: call_opaque "convert_int16"
    // CHECK: call_opaque "convert_char16"
    // CHECK: call_opaque "select"
    %m = arith.cmpi slt, %a, %b : vector<16xi8>
    %r = arith.select %m, %a, %b : vector<16xi1>, vector<16xi8>
    vector.store %r, %z[%c0] : memref<16xi8, #gpu.address_space<global>>, vector<16xi8>
    gpu.return
  }
}
