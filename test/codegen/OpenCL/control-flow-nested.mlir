// RUN: burin-opt %s -pass-pipeline='builtin.module(gpu.module(convert-gpu-to-opencl))' | FileCheck %s

// Loops and branches whose results are several values, vectors, or nothing.

// A loop in a loop: the inner one starts from the outer one's values.
// CHECK-LABEL: emitc.func @nest(
// CHECK: %[[VARIABLE:.*]] = "emitc.variable"() <{value = #emitc.opaque<"">}> : () -> !emitc.lvalue<!emitc.opaque<"float2">>
// CHECK: %[[VARIABLE2:.*]] = "emitc.variable"() <{value = #emitc.opaque<"">}> : () -> !emitc.lvalue<!emitc.opaque<"float">>
// CHECK: assign %{{.*}} : !emitc.opaque<"float2"> to %[[VARIABLE]] : <!emitc.opaque<"float2">>
// CHECK: assign %{{.*}} : !emitc.opaque<"float"> to %[[VARIABLE2]] : <!emitc.opaque<"float">>
// CHECK: for %arg1 = %{{.*}} to %{{.*}} step %{{.*}}  : !emitc.opaque<"int">
// CHECK: %[[LOAD:.*]] = load %[[VARIABLE]] : <!emitc.opaque<"float2">>
// CHECK: %[[LOAD2:.*]] = load %[[VARIABLE2]] : <!emitc.opaque<"float">>
// CHECK: %[[VARIABLE3:.*]] = "emitc.variable"() <{value = #emitc.opaque<"">}> : () -> !emitc.lvalue<!emitc.opaque<"float">>
// CHECK: assign %[[LOAD2]] : !emitc.opaque<"float"> to %[[VARIABLE3]] : <!emitc.opaque<"float">>
// CHECK: for %arg2 = %arg1 to %{{.*}} step %{{.*}}  : !emitc.opaque<"int">
// CHECK: %[[LOAD3:.*]] = load %[[VARIABLE3]] : <!emitc.opaque<"float">>
// CHECK: %[[SUBSCRIPT:.*]] = subscript %arg0[%arg2]
// CHECK: %[[LOAD4:.*]] = load %[[SUBSCRIPT]] : <!emitc.opaque<"float">>
// CHECK: %[[ADD:.*]] = add %[[LOAD3]], %[[LOAD4]] : (!emitc.opaque<"float">, !emitc.opaque<"float">) -> !emitc.opaque<"float">
// CHECK: assign %[[ADD]] : !emitc.opaque<"float"> to %[[VARIABLE3]] : <!emitc.opaque<"float">>
// CHECK: %[[LOAD5:.*]] = load %[[VARIABLE3]] : <!emitc.opaque<"float">>
// CHECK: %[[CALL_OPAQUE:.*]] = call_opaque "(float2)"(%[[LOAD5]]) : {{.*}} -> !emitc.opaque<"float2">
// CHECK: %[[MUL:.*]] = mul %[[LOAD]], %[[CALL_OPAQUE]] : (!emitc.opaque<"float2">, !emitc.opaque<"float2">) -> !emitc.opaque<"float2">
// CHECK: assign %[[MUL]] : !emitc.opaque<"float2"> to %[[VARIABLE]] : <!emitc.opaque<"float2">>
// CHECK: assign %[[LOAD5]] : !emitc.opaque<"float"> to %[[VARIABLE2]] : <!emitc.opaque<"float">>
// CHECK: %[[LOAD6:.*]] = load %[[VARIABLE]] : <!emitc.opaque<"float2">>
// CHECK: %[[LOAD7:.*]] = load %[[VARIABLE2]] : <!emitc.opaque<"float">>
// CHECK: call_opaque "BURIN_STORE"(%arg0, %{{.*}}, %[[LOAD6]]) {args = [#emitc.opaque<"float2">, 0 : index, 1 : index, 2 : index]}
// CHECK: %[[SUBSCRIPT2:.*]] = subscript %arg0[%{{.*}}]
// CHECK: assign %[[LOAD7]] : !emitc.opaque<"float"> to %[[SUBSCRIPT2]] : <!emitc.opaque<"float">>
gpu.module @nest {
  gpu.func @nest(%x: memref<64xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c4 = arith.constant 4 : index
    %z = arith.constant dense<0.0> : vector<2xf32>
    %zf = arith.constant 0.0 : f32
    %r:2 = scf.for %i = %c0 to %c4 step %c1 iter_args(%a = %z, %b = %zf) -> (vector<2xf32>, f32) {
      %q = scf.for %j = %i to %c4 step %c1 iter_args(%d = %b) -> (f32) {
        %v = memref.load %x[%j] : memref<64xf32, #gpu.address_space<global>>
        %n = arith.addf %d, %v : f32
        scf.yield %n : f32
      }
      %w = vector.broadcast %q : f32 to vector<2xf32>
      %m = arith.mulf %a, %w : vector<2xf32>
      scf.yield %m, %q : vector<2xf32>, f32
    }
    vector.store %r#0, %x[%c0] : memref<64xf32, #gpu.address_space<global>>, vector<2xf32>
    memref.store %r#1, %x[%c4] : memref<64xf32, #gpu.address_space<global>>
    gpu.return
  }
}

// A branch that yields a vector assigns a variable on both sides.
// CHECK-LABEL: emitc.func @branch_value(
// CHECK: %[[SUBSCRIPT:.*]] = subscript %arg0[%{{.*}}]
// CHECK: %[[LOAD:.*]] = load %[[SUBSCRIPT]] : <!emitc.opaque<"float">>
// CHECK: %[[CMP:.*]] = cmp gt, %[[LOAD]], %{{.*}} : (!emitc.opaque<"float">, !emitc.opaque<"float">) -> i1
// CHECK: %[[VARIABLE:.*]] = "emitc.variable"() <{value = #emitc.opaque<"">}> : () -> !emitc.lvalue<!emitc.opaque<"float2">>
// CHECK: if %[[CMP]]
// CHECK: %[[LOAD2:.*]] = call_opaque "BURIN_LOAD"(%arg0, %{{.*}}) {args = [#emitc.opaque<"float2">, 0 : index, 1 : index]} : {{.*}} -> !emitc.opaque<"float2">
// CHECK: assign %[[LOAD2]] : !emitc.opaque<"float2"> to %[[VARIABLE]] : <!emitc.opaque<"float2">>
// CHECK: } else
// CHECK: assign %{{.*}} : !emitc.opaque<"float2"> to %[[VARIABLE]] : <!emitc.opaque<"float2">>
// CHECK: %[[LOAD3:.*]] = load %[[VARIABLE]] : <!emitc.opaque<"float2">>
// CHECK: call_opaque "BURIN_STORE"(%arg0, %{{.*}}, %[[LOAD3]]) {args = [#emitc.opaque<"float2">, 0 : index, 1 : index, 2 : index]}
gpu.module @branch_value {
  gpu.func @branch_value(%x: memref<64xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %z = arith.constant dense<0.0> : vector<2xf32>
    %v = memref.load %x[%c0] : memref<64xf32, #gpu.address_space<global>>
    %zf = arith.constant 0.0 : f32
    %p = arith.cmpf ogt, %v, %zf : f32
    %s = scf.if %p -> (vector<2xf32>) {
      %l = vector.load %x[%c0] : memref<64xf32, #gpu.address_space<global>>, vector<2xf32>
      scf.yield %l : vector<2xf32>
    } else {
      scf.yield %z : vector<2xf32>
    }
    vector.store %s, %x[%c0] : memref<64xf32, #gpu.address_space<global>>, vector<2xf32>
    gpu.return
  }
}

// A loop of stores has no variable.
// CHECK-LABEL: emitc.func @no_value(
// CHECK: for %arg1 = %{{.*}} to %{{.*}} step %{{.*}}  : !emitc.opaque<"int">
// CHECK: %[[SUBSCRIPT:.*]] = subscript %arg0[%arg1]
// CHECK: assign %{{.*}} : !emitc.opaque<"float"> to %[[SUBSCRIPT]] : <!emitc.opaque<"float">>
gpu.module @no_value {
  gpu.func @no_value(%x: memref<64xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c4 = arith.constant 4 : index
    %zf = arith.constant 0.0 : f32
    scf.for %i = %c0 to %c4 step %c1 {
      memref.store %zf, %x[%i] : memref<64xf32, #gpu.address_space<global>>
    }
    gpu.return
  }
}

// Values that change places in a loop are both read before either is assigned.
// CHECK-LABEL: emitc.func @swapped(
// CHECK: %[[SUBSCRIPT:.*]] = subscript %arg0[%{{.*}}]
// CHECK: %[[LOAD:.*]] = load %[[SUBSCRIPT]] : <!emitc.opaque<"float">>
// CHECK: %[[SUBSCRIPT2:.*]] = subscript %arg0[%{{.*}}]
// CHECK: %[[LOAD2:.*]] = load %[[SUBSCRIPT2]] : <!emitc.opaque<"float">>
// CHECK: %[[VARIABLE:.*]] = "emitc.variable"() <{value = #emitc.opaque<"">}> : () -> !emitc.lvalue<!emitc.opaque<"float">>
// CHECK: %[[VARIABLE2:.*]] = "emitc.variable"() <{value = #emitc.opaque<"">}> : () -> !emitc.lvalue<!emitc.opaque<"float">>
// CHECK: assign %[[LOAD]] : !emitc.opaque<"float"> to %[[VARIABLE]] : <!emitc.opaque<"float">>
// CHECK: assign %[[LOAD2]] : !emitc.opaque<"float"> to %[[VARIABLE2]] : <!emitc.opaque<"float">>
// CHECK: for %arg1 = %{{.*}} to %{{.*}} step %{{.*}}  : !emitc.opaque<"int">
// CHECK: %[[LOAD3:.*]] = load %[[VARIABLE]] : <!emitc.opaque<"float">>
// CHECK: %[[LOAD4:.*]] = load %[[VARIABLE2]] : <!emitc.opaque<"float">>
// CHECK: assign %[[LOAD4]] : !emitc.opaque<"float"> to %[[VARIABLE]] : <!emitc.opaque<"float">>
// CHECK: assign %[[LOAD3]] : !emitc.opaque<"float"> to %[[VARIABLE2]] : <!emitc.opaque<"float">>
// CHECK: %[[LOAD5:.*]] = load %[[VARIABLE]] : <!emitc.opaque<"float">>
// CHECK: %[[LOAD6:.*]] = load %[[VARIABLE2]] : <!emitc.opaque<"float">>
// CHECK: %[[SUBSCRIPT3:.*]] = subscript %arg0[%{{.*}}]
// CHECK: assign %[[LOAD5]] : !emitc.opaque<"float"> to %[[SUBSCRIPT3]] : <!emitc.opaque<"float">>
// CHECK: %[[SUBSCRIPT4:.*]] = subscript %arg0[%{{.*}}]
// CHECK: assign %[[LOAD6]] : !emitc.opaque<"float"> to %[[SUBSCRIPT4]] : <!emitc.opaque<"float">>
gpu.module @swapped {
  gpu.func @swapped(%x: memref<64xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c4 = arith.constant 4 : index
    %u = memref.load %x[%c0] : memref<64xf32, #gpu.address_space<global>>
    %v = memref.load %x[%c1] : memref<64xf32, #gpu.address_space<global>>
    %r:2 = scf.for %i = %c0 to %c4 step %c1 iter_args(%a = %u, %b = %v) -> (f32, f32) {
      scf.yield %b, %a : f32, f32
    }
    memref.store %r#0, %x[%c0] : memref<64xf32, #gpu.address_space<global>>
    memref.store %r#1, %x[%c1] : memref<64xf32, #gpu.address_space<global>>
    gpu.return
  }
}
