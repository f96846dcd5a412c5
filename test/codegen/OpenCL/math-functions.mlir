// RUN: burin-opt %s -pass-pipeline='builtin.module(gpu.module(convert-gpu-to-opencl))' | FileCheck %s

// Every function of math keeps its name or gets the one of OpenCL C.
// CHECK-LABEL: emitc.func @scalars
gpu.module @scalars {
  gpu.func @scalars(%x: memref<16xf32, #gpu.address_space<global>>, %z: memref<16xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %a = memref.load %x[%c0] : memref<16xf32, #gpu.address_space<global>>
    // CHECK: call_opaque "fabs"(%{{.*}}) : (!emitc.opaque<"float">) -> !emitc.opaque<"float">
    %r0 = math.absf %a : f32
    // CHECK: call_opaque "ceil"(%{{.*}}) : (!emitc.opaque<"float">) -> !emitc.opaque<"float">
    %r1 = math.ceil %r0 : f32
    // CHECK: call_opaque "floor"(%{{.*}}) : (!emitc.opaque<"float">) -> !emitc.opaque<"float">
    %r2 = math.floor %r1 : f32
    // CHECK: call_opaque "round"(%{{.*}}) : (!emitc.opaque<"float">) -> !emitc.opaque<"float">
    %r3 = math.round %r2 : f32
    // CHECK: call_opaque "rint"(%{{.*}}) : (!emitc.opaque<"float">) -> !emitc.opaque<"float">
    %r4 = math.roundeven %r3 : f32
    // CHECK: call_opaque "trunc"(%{{.*}}) : (!emitc.opaque<"float">) -> !emitc.opaque<"float">
    %r5 = math.trunc %r4 : f32
    // CHECK: call_opaque "exp"(%{{.*}}) : (!emitc.opaque<"float">) -> !emitc.opaque<"float">
    %r6 = math.exp %r5 : f32
    // CHECK: call_opaque "exp2"(%{{.*}}) : (!emitc.opaque<"float">) -> !emitc.opaque<"float">
    %r7 = math.exp2 %r6 : f32
    // CHECK: call_opaque "expm1"(%{{.*}}) : (!emitc.opaque<"float">) -> !emitc.opaque<"float">
    %r8 = math.expm1 %r7 : f32
    // CHECK: call_opaque "log"(%{{.*}}) : (!emitc.opaque<"float">) -> !emitc.opaque<"float">
    %r9 = math.log %r8 : f32
    // CHECK: call_opaque "log2"(%{{.*}}) : (!emitc.opaque<"float">) -> !emitc.opaque<"float">
    %r10 = math.log2 %r9 : f32
    // CHECK: call_opaque "log1p"(%{{.*}}) : (!emitc.opaque<"float">) -> !emitc.opaque<"float">
    %r11 = math.log1p %r10 : f32
    // CHECK: call_opaque "sqrt"(%{{.*}}) : (!emitc.opaque<"float">) -> !emitc.opaque<"float">
    %r12 = math.sqrt %r11 : f32
    // CHECK: call_opaque "rsqrt"(%{{.*}}) : (!emitc.opaque<"float">) -> !emitc.opaque<"float">
    %r13 = math.rsqrt %r12 : f32
    // CHECK: call_opaque "BURIN_ERF"(%{{.*}}) {args = [#emitc.opaque<"1">, 0 : index]} : (!emitc.opaque<"float">) -> !emitc.opaque<"float">
    %r14 = math.erf %r13 : f32
    // CHECK: call_opaque "sin"(%{{.*}}) : (!emitc.opaque<"float">) -> !emitc.opaque<"float">
    %r15 = math.sin %r14 : f32
    // CHECK: call_opaque "cos"(%{{.*}}) : (!emitc.opaque<"float">) -> !emitc.opaque<"float">
    %r16 = math.cos %r15 : f32
    // CHECK: call_opaque "tan"(%{{.*}}) : (!emitc.opaque<"float">) -> !emitc.opaque<"float">
    %r17 = math.tan %r16 : f32
    // CHECK: call_opaque "asin"(%{{.*}}) : (!emitc.opaque<"float">) -> !emitc.opaque<"float">
    %r18 = math.asin %r17 : f32
    // CHECK: call_opaque "acos"(%{{.*}}) : (!emitc.opaque<"float">) -> !emitc.opaque<"float">
    %r19 = math.acos %r18 : f32
    // CHECK: call_opaque "atan"(%{{.*}}) : (!emitc.opaque<"float">) -> !emitc.opaque<"float">
    %r20 = math.atan %r19 : f32
    // CHECK: call_opaque "sinh"(%{{.*}}) : (!emitc.opaque<"float">) -> !emitc.opaque<"float">
    %r21 = math.sinh %r20 : f32
    // CHECK: call_opaque "cosh"(%{{.*}}) : (!emitc.opaque<"float">) -> !emitc.opaque<"float">
    %r22 = math.cosh %r21 : f32
    // CHECK: call_opaque "tanh"(%{{.*}}) : (!emitc.opaque<"float">) -> !emitc.opaque<"float">
    %r23 = math.tanh %r22 : f32
    // CHECK: call_opaque "asinh"(%{{.*}}) : (!emitc.opaque<"float">) -> !emitc.opaque<"float">
    %r24 = math.asinh %r23 : f32
    // CHECK: call_opaque "acosh"(%{{.*}}) : (!emitc.opaque<"float">) -> !emitc.opaque<"float">
    %r25 = math.acosh %r24 : f32
    // CHECK: call_opaque "atanh"(%{{.*}}) : (!emitc.opaque<"float">) -> !emitc.opaque<"float">
    %r26 = math.atanh %r25 : f32
    // CHECK: unary_minus
    %n = arith.negf %r26 : f32
    memref.store %n, %z[%c0] : memref<16xf32, #gpu.address_space<global>>
    gpu.return
  }
}
