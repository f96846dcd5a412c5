// RUN: burin-opt %s -pass-pipeline='builtin.module(gpu.module(convert-gpu-to-opencl))' | FileCheck %s

// The same functions on vectors: OpenCL C overloads them.
// CHECK-LABEL: emitc.func @vectors
gpu.module @vectors {
  gpu.func @vectors(%x: memref<16xf32, #gpu.address_space<global>>, %z: memref<16xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %a = vector.load %x[%c0] : memref<16xf32, #gpu.address_space<global>>, vector<4xf32>
    // CHECK: call_opaque "fabs"(%{{.*}}) : (!emitc.opaque<"float4">) -> !emitc.opaque<"float4">
    %r0 = math.absf %a : vector<4xf32>
    // CHECK: call_opaque "ceil"(%{{.*}}) : (!emitc.opaque<"float4">) -> !emitc.opaque<"float4">
    %r1 = math.ceil %r0 : vector<4xf32>
    // CHECK: call_opaque "floor"(%{{.*}}) : (!emitc.opaque<"float4">) -> !emitc.opaque<"float4">
    %r2 = math.floor %r1 : vector<4xf32>
    // CHECK: call_opaque "round"(%{{.*}}) : (!emitc.opaque<"float4">) -> !emitc.opaque<"float4">
    %r3 = math.round %r2 : vector<4xf32>
    // CHECK: call_opaque "rint"(%{{.*}}) : (!emitc.opaque<"float4">) -> !emitc.opaque<"float4">
    %r4 = math.roundeven %r3 : vector<4xf32>
    // CHECK: call_opaque "trunc"(%{{.*}}) : (!emitc.opaque<"float4">) -> !emitc.opaque<"float4">
    %r5 = math.trunc %r4 : vector<4xf32>
    // CHECK: call_opaque "exp"(%{{.*}}) : (!emitc.opaque<"float4">) -> !emitc.opaque<"float4">
    %r6 = math.exp %r5 : vector<4xf32>
    // CHECK: call_opaque "exp2"(%{{.*}}) : (!emitc.opaque<"float4">) -> !emitc.opaque<"float4">
    %r7 = math.exp2 %r6 : vector<4xf32>
    // CHECK: call_opaque "expm1"(%{{.*}}) : (!emitc.opaque<"float4">) -> !emitc.opaque<"float4">
    %r8 = math.expm1 %r7 : vector<4xf32>
    // CHECK: call_opaque "log"(%{{.*}}) : (!emitc.opaque<"float4">) -> !emitc.opaque<"float4">
    %r9 = math.log %r8 : vector<4xf32>
    // CHECK: call_opaque "log2"(%{{.*}}) : (!emitc.opaque<"float4">) -> !emitc.opaque<"float4">
    %r10 = math.log2 %r9 : vector<4xf32>
    // CHECK: call_opaque "log1p"(%{{.*}}) : (!emitc.opaque<"float4">) -> !emitc.opaque<"float4">
    %r11 = math.log1p %r10 : vector<4xf32>
    // CHECK: call_opaque "sqrt"(%{{.*}}) : (!emitc.opaque<"float4">) -> !emitc.opaque<"float4">
    %r12 = math.sqrt %r11 : vector<4xf32>
    // CHECK: call_opaque "rsqrt"(%{{.*}}) : (!emitc.opaque<"float4">) -> !emitc.opaque<"float4">
    %r13 = math.rsqrt %r12 : vector<4xf32>
    // CHECK: call_opaque "BURIN_ERF"(%{{.*}}) {args = [#emitc.opaque<"4">, 0 : index]} : (!emitc.opaque<"float4">) -> !emitc.opaque<"float4">
    %r14 = math.erf %r13 : vector<4xf32>
    // CHECK: call_opaque "sin"(%{{.*}}) : (!emitc.opaque<"float4">) -> !emitc.opaque<"float4">
    %r15 = math.sin %r14 : vector<4xf32>
    // CHECK: call_opaque "cos"(%{{.*}}) : (!emitc.opaque<"float4">) -> !emitc.opaque<"float4">
    %r16 = math.cos %r15 : vector<4xf32>
    // CHECK: call_opaque "tan"(%{{.*}}) : (!emitc.opaque<"float4">) -> !emitc.opaque<"float4">
    %r17 = math.tan %r16 : vector<4xf32>
    // CHECK: call_opaque "asin"(%{{.*}}) : (!emitc.opaque<"float4">) -> !emitc.opaque<"float4">
    %r18 = math.asin %r17 : vector<4xf32>
    // CHECK: call_opaque "acos"(%{{.*}}) : (!emitc.opaque<"float4">) -> !emitc.opaque<"float4">
    %r19 = math.acos %r18 : vector<4xf32>
    // CHECK: call_opaque "atan"(%{{.*}}) : (!emitc.opaque<"float4">) -> !emitc.opaque<"float4">
    %r20 = math.atan %r19 : vector<4xf32>
    // CHECK: call_opaque "sinh"(%{{.*}}) : (!emitc.opaque<"float4">) -> !emitc.opaque<"float4">
    %r21 = math.sinh %r20 : vector<4xf32>
    // CHECK: call_opaque "cosh"(%{{.*}}) : (!emitc.opaque<"float4">) -> !emitc.opaque<"float4">
    %r22 = math.cosh %r21 : vector<4xf32>
    // CHECK: call_opaque "tanh"(%{{.*}}) : (!emitc.opaque<"float4">) -> !emitc.opaque<"float4">
    %r23 = math.tanh %r22 : vector<4xf32>
    // CHECK: call_opaque "asinh"(%{{.*}}) : (!emitc.opaque<"float4">) -> !emitc.opaque<"float4">
    %r24 = math.asinh %r23 : vector<4xf32>
    // CHECK: call_opaque "acosh"(%{{.*}}) : (!emitc.opaque<"float4">) -> !emitc.opaque<"float4">
    %r25 = math.acosh %r24 : vector<4xf32>
    // CHECK: call_opaque "atanh"(%{{.*}}) : (!emitc.opaque<"float4">) -> !emitc.opaque<"float4">
    %r26 = math.atanh %r25 : vector<4xf32>
    // CHECK: unary_minus
    %n = arith.negf %r26 : vector<4xf32>
    vector.store %n, %z[%c0] : memref<16xf32, #gpu.address_space<global>>, vector<4xf32>
    gpu.return
  }
}
