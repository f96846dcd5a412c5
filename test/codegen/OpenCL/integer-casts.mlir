// RUN: burin-opt %s -pass-pipeline='builtin.module(gpu.module(convert-gpu-to-opencl))' | FileCheck %s

// Scalars cast, vectors convert; true is -1 for signed readers.
// CHECK-LABEL: emitc.func @scalars
gpu.module @scalars {
  gpu.func @scalars(%x: memref<16xi32, #gpu.address_space<global>>, %f: memref<16xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %a = memref.load %x[%c0] : memref<16xi32, #gpu.address_space<global>>
    %b = memref.load %f[%c0] : memref<16xf32, #gpu.address_space<global>>
    // CHECK: cast %{{.*}} : !emitc.opaque<"int"> to !emitc.opaque<"float">
    %0 = arith.sitofp %a : i32 to f32
    // CHECK: call_opaque "as_uint"
    // CHECK: cast %{{.*}} : !emitc.opaque<"uint"> to !emitc.opaque<"float">
    %1 = arith.uitofp %a : i32 to f32
    // CHECK: cast %{{.*}} : !emitc.opaque<"float"> to !emitc.opaque<"int">
    %2 = arith.fptosi %b : f32 to i32
    // CHECK: cast %{{.*}} : !emitc.opaque<"float"> to !emitc.opaque<"uint">
    // CHECK: call_opaque "as_int"
    %3 = arith.fptoui %b : f32 to i32
    // CHECK: cast %{{.*}} : !emitc.opaque<"int"> to !emitc.opaque<"long">
    %4 = arith.extsi %a : i32 to i64
    // CHECK: call_opaque "as_uint"
    // CHECK: cast %{{.*}} : !emitc.opaque<"uint"> to !emitc.opaque<"long">
    %5 = arith.extui %a : i32 to i64
    // CHECK: cast %{{.*}} : !emitc.opaque<"int"> to !emitc.opaque<"char">
    %6 = arith.trunci %a : i32 to i8
    // CHECK: bitwise_and
    // CHECK: cmp eq,
    %7 = arith.trunci %a : i32 to i1
    // CHECK: cast %{{.*}} : i1 to !emitc.opaque<"int">
    // CHECK: unary_minus
    // CHECK: cast %{{.*}} to !emitc.opaque<"float">
    %8 = arith.sitofp %7 : i1 to f32
    // CHECK: cast %{{.*}} : i1 to !emitc.opaque<"float">
    %9 = arith.uitofp %7 : i1 to f32
    gpu.return
  }
}

// CHECK-LABEL: emitc.func @vectors
gpu.module @vectors {
  gpu.func @vectors(%x: memref<16xi32, #gpu.address_space<global>>, %f: memref<16xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %a = vector.load %x[%c0] : memref<16xi32, #gpu.address_space<global>>, vector<4xi32>
    // CHECK: call_opaque "convert_float4"
    %0 = arith.sitofp %a : vector<4xi32> to vector<4xf32>
    // CHECK: call_opaque "as_uint4"
    // CHECK: call_opaque "convert_float4"
    %1 = arith.uitofp %a : vector<4xi32> to vector<4xf32>
    // CHECK: call_opaque "convert_int4"
    %2 = arith.fptosi %0 : vector<4xf32> to vector<4xi32>
    // CHECK: cmp lt,
    %m = arith.cmpi slt, %a, %2 : vector<4xi32>
    // CHECK: unary_minus
    // CHECK: call_opaque "convert_float4"
    %3 = arith.uitofp %m : vector<4xi1> to vector<4xf32>
    gpu.return
  }
}
