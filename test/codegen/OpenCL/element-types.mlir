// RUN: burin-opt %s -pass-pipeline='builtin.module(gpu.module(convert-gpu-to-opencl))' | FileCheck %s

// Buffers of every element type: a pointer type each, halves through vload_half.

// Scalars of half precision exist in memory only.
// CHECK-LABEL: emitc.func @halves(%arg0: !emitc.opaque<"gp_half">)
// CHECK: %[[VLOAD_HALF:.*]] = call_opaque "vload_half"(%{{.*}}, %arg0) : {{.*}} -> !emitc.opaque<"float">
// CHECK: %[[UNARY_MINUS:.*]] = unary_minus %[[VLOAD_HALF]] : (!emitc.opaque<"float">) -> !emitc.opaque<"float">
// CHECK: call_opaque "vstore_half"(%[[UNARY_MINUS]], %{{.*}}, %arg0)
gpu.module @halves {
  gpu.func @halves(%x: memref<16xf16, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %0 = memref.load %x[%c0] : memref<16xf16, #gpu.address_space<global>>
    %1 = arith.extf %0 : f16 to f32
    %2 = arith.negf %1 : f32
    %3 = arith.truncf %2 : f32 to f16
    memref.store %3, %x[%c0] : memref<16xf16, #gpu.address_space<global>>
    gpu.return
  }
}

// Floats are subscripts.
// CHECK-LABEL: emitc.func @floats(%arg0: !emitc.opaque<"gp_float">)
// CHECK: %[[SUBSCRIPT:.*]] = subscript %arg0[%{{.*}}]
// CHECK: %[[LOAD:.*]] = load %[[SUBSCRIPT]] : <!emitc.opaque<"float">>
// CHECK: %[[SUBSCRIPT2:.*]] = subscript %arg0[%{{.*}}]
// CHECK: assign %[[LOAD]] : !emitc.opaque<"float"> to %[[SUBSCRIPT2]] : <!emitc.opaque<"float">>
gpu.module @floats {
  gpu.func @floats(%x: memref<16xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %0 = memref.load %x[%c0] : memref<16xf32, #gpu.address_space<global>>
    memref.store %0, %x[%c0] : memref<16xf32, #gpu.address_space<global>>
    gpu.return
  }
}

// Bytes are chars: a scalar by subscript, lanes through a pointer to char8.
// CHECK-LABEL: emitc.func @bytes(%arg0: !emitc.opaque<"gp_char">)
// CHECK: %[[SUBSCRIPT:.*]] = subscript %arg0[%{{.*}}]
// CHECK: %[[LOAD:.*]] = load %[[SUBSCRIPT]] : <!emitc.opaque<"char">>
// CHECK: %[[SUBSCRIPT2:.*]] = subscript %arg0[%{{.*}}]
// CHECK: assign %[[LOAD]] : !emitc.opaque<"char"> to %[[SUBSCRIPT2]] : <!emitc.opaque<"char">>
// CHECK: %[[LOAD2:.*]] = call_opaque "BURIN_LOAD"(%arg0, %{{.*}}) {args = [#emitc.opaque<"char8">, 0 : index, 1 : index]} : {{.*}} -> !emitc.opaque<"char8">
// CHECK: call_opaque "BURIN_STORE"(%arg0, %{{.*}}, %[[LOAD2]]) {args = [#emitc.opaque<"char8">, 0 : index, 1 : index, 2 : index]}
gpu.module @bytes {
  gpu.func @bytes(%x: memref<16xi8, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %0 = memref.load %x[%c0] : memref<16xi8, #gpu.address_space<global>>
    memref.store %0, %x[%c0] : memref<16xi8, #gpu.address_space<global>>
    %1 = vector.load %x[%c0] : memref<16xi8, #gpu.address_space<global>>, vector<8xi8>
    vector.store %1, %x[%c0] : memref<16xi8, #gpu.address_space<global>>, vector<8xi8>
    gpu.return
  }
}

// 16-bit integers, widened.
// CHECK-LABEL: emitc.func @shorts(%arg0: !emitc.opaque<"gp_short">, %arg1: !emitc.opaque<"gp_int">)
// CHECK: %[[LOAD:.*]] = call_opaque "BURIN_LOAD"(%arg0, %{{.*}}) {args = [#emitc.opaque<"short4">, 0 : index, 1 : index]} : {{.*}} -> !emitc.opaque<"short4">
// CHECK: %[[CONVERT_INT4:.*]] = call_opaque "convert_int4"(%[[LOAD]]) : {{.*}} -> !emitc.opaque<"int4">
// CHECK: call_opaque "BURIN_STORE"(%arg1, %{{.*}}, %[[CONVERT_INT4]]) {args = [#emitc.opaque<"int4">, 0 : index, 1 : index, 2 : index]}
gpu.module @shorts {
  gpu.func @shorts(%x: memref<16xi16, #gpu.address_space<global>>, %y: memref<16xi32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %0 = vector.load %x[%c0] : memref<16xi16, #gpu.address_space<global>>, vector<4xi16>
    %1 = arith.extsi %0 : vector<4xi16> to vector<4xi32>
    vector.store %1, %y[%c0] : memref<16xi32, #gpu.address_space<global>>, vector<4xi32>
    gpu.return
  }
}

// 64-bit integers, in two lanes and in one.
// CHECK-LABEL: emitc.func @longs(%arg0: !emitc.opaque<"gp_long">)
// CHECK: %[[LOAD:.*]] = call_opaque "BURIN_LOAD"(%arg0, %{{.*}}) {args = [#emitc.opaque<"long2">, 0 : index, 1 : index]} : {{.*}} -> !emitc.opaque<"long2">
// CHECK: call_opaque "BURIN_STORE"(%arg0, %{{.*}}, %[[LOAD]]) {args = [#emitc.opaque<"long2">, 0 : index, 1 : index, 2 : index]}
// CHECK: %[[SUBSCRIPT:.*]] = subscript %arg0[%{{.*}}]
// CHECK: %[[LOAD2:.*]] = load %[[SUBSCRIPT]] : <!emitc.opaque<"long">>
// CHECK: %[[SUBSCRIPT2:.*]] = subscript %arg0[%{{.*}}]
// CHECK: assign %[[LOAD2]] : !emitc.opaque<"long"> to %[[SUBSCRIPT2]] : <!emitc.opaque<"long">>
gpu.module @longs {
  gpu.func @longs(%x: memref<16xi64, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %0 = vector.load %x[%c0] : memref<16xi64, #gpu.address_space<global>>, vector<2xi64>
    vector.store %0, %x[%c0] : memref<16xi64, #gpu.address_space<global>>, vector<2xi64>
    %1 = memref.load %x[%c0] : memref<16xi64, #gpu.address_space<global>>
    memref.store %1, %x[%c0] : memref<16xi64, #gpu.address_space<global>>
    gpu.return
  }
}

// 16 lanes; halves by 2 and by 16.
// CHECK-LABEL: emitc.func @widest(
// CHECK: %[[LOAD:.*]] = call_opaque "BURIN_LOAD"(%arg0, %{{.*}}) {args = [#emitc.opaque<"float16">, 0 : index, 1 : index]} : {{.*}} -> !emitc.opaque<"float16">
// CHECK: call_opaque "BURIN_STORE_HALF"(%arg1, %{{.*}}, %[[LOAD]]) {args = [#emitc.opaque<"16">, 0 : index, 1 : index, 2 : index]}
// CHECK: %[[LOAD_HALF:.*]] = call_opaque "BURIN_LOAD_HALF"(%arg1, %{{.*}}) {args = [#emitc.opaque<"2">, 0 : index, 1 : index]} : {{.*}} -> !emitc.opaque<"float2">
// CHECK: call_opaque "BURIN_STORE_HALF"(%arg1, %{{.*}}, %[[LOAD_HALF]]) {args = [#emitc.opaque<"2">, 0 : index, 1 : index, 2 : index]}
gpu.module @widest {
  gpu.func @widest(%x: memref<64xf32, #gpu.address_space<global>>, %h: memref<64xf16, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %0 = vector.load %x[%c0] : memref<64xf32, #gpu.address_space<global>>, vector<16xf32>
    %1 = arith.truncf %0 : vector<16xf32> to vector<16xf16>
    vector.store %1, %h[%c0] : memref<64xf16, #gpu.address_space<global>>, vector<16xf16>
    %2 = vector.load %h[%c0] : memref<64xf16, #gpu.address_space<global>>, vector<2xf16>
    vector.store %2, %h[%c0] : memref<64xf16, #gpu.address_space<global>>, vector<2xf16>
    gpu.return
  }
}
