// RUN: burin-opt %s -pass-pipeline='builtin.module(gpu.module(convert-gpu-to-opencl))' | FileCheck %s

// Ordered predicates are operators; an unordered one negates its opposite.
// CHECK-LABEL: emitc.func @scalars
gpu.module @scalars {
  gpu.func @scalars(%x: memref<16xf32, #gpu.address_space<global>>, %y: memref<16xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %a = memref.load %x[%c0] : memref<16xf32, #gpu.address_space<global>>
    %b = memref.load %y[%c0] : memref<16xf32, #gpu.address_space<global>>
    // CHECK: cmp eq,
    %r0 = arith.cmpf oeq, %a, %b : f32
    // CHECK: cmp gt,
    %r1 = arith.cmpf ogt, %a, %b : f32
    // CHECK: cmp ge,
    %r2 = arith.cmpf oge, %a, %b : f32
    // CHECK: cmp lt,
    %r3 = arith.cmpf olt, %a, %b : f32
    // CHECK: cmp le,
    %r4 = arith.cmpf ole, %a, %b : f32
    // CHECK: cmp ne,
    %r5 = arith.cmpf une, %a, %b : f32
    // CHECK: cmp le,
    // CHECK: logical_not
    %u0 = arith.cmpf ugt, %a, %b : f32
    // CHECK: cmp lt,
    // CHECK: logical_not
    %u1 = arith.cmpf uge, %a, %b : f32
    // CHECK: cmp ge,
    // CHECK: logical_not
    %u2 = arith.cmpf ult, %a, %b : f32
    // CHECK: cmp gt,
    // CHECK: logical_not
    %u3 = arith.cmpf ule, %a, %b : f32
    // CHECK: call_opaque "islessgreater"
    %one = arith.cmpf one, %a, %b : f32
    // CHECK: call_opaque "islessgreater"
    // CHECK: logical_not
    %ueq = arith.cmpf ueq, %a, %b : f32
    // CHECK: call_opaque "isordered"
    %ord = arith.cmpf ord, %a, %b : f32
    // CHECK: call_opaque "isunordered"
    %uno = arith.cmpf uno, %a, %b : f32
    gpu.return
  }
}

// CHECK-LABEL: emitc.func @vectors
gpu.module @vectors {
  gpu.func @vectors(%x: memref<16xf32, #gpu.address_space<global>>, %y: memref<16xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %a = vector.load %x[%c0] : memref<16xf32, #gpu.address_space<global>>, vector<4xf32>
    %b = vector.load %y[%c0] : memref<16xf32, #gpu.address_space<global>>, vector<4xf32>
    // CHECK: cmp eq,
    %r0 = arith.cmpf oeq, %a, %b : vector<4xf32>
    // CHECK: cmp gt,
    %r1 = arith.cmpf ogt, %a, %b : vector<4xf32>
    // CHECK: cmp ge,
    %r2 = arith.cmpf oge, %a, %b : vector<4xf32>
    // CHECK: cmp lt,
    %r3 = arith.cmpf olt, %a, %b : vector<4xf32>
    // CHECK: cmp le,
    %r4 = arith.cmpf ole, %a, %b : vector<4xf32>
    // CHECK: cmp ne,
    %r5 = arith.cmpf une, %a, %b : vector<4xf32>
    // CHECK: cmp le,
    // CHECK: bitwise_not
    %u0 = arith.cmpf ugt, %a, %b : vector<4xf32>
    // CHECK: cmp lt,
    // CHECK: bitwise_not
    %u1 = arith.cmpf uge, %a, %b : vector<4xf32>
    // CHECK: cmp ge,
    // CHECK: bitwise_not
    %u2 = arith.cmpf ult, %a, %b : vector<4xf32>
    // CHECK: cmp gt,
    // CHECK: bitwise_not
    %u3 = arith.cmpf ule, %a, %b : vector<4xf32>
    // CHECK: call_opaque "islessgreater"
    %one = arith.cmpf one, %a, %b : vector<4xf32>
    // CHECK: call_opaque "islessgreater"
    // CHECK: bitwise_not
    %ueq = arith.cmpf ueq, %a, %b : vector<4xf32>
    // CHECK: call_opaque "isordered"
    %ord = arith.cmpf ord, %a, %b : vector<4xf32>
    // CHECK: call_opaque "isunordered"
    %uno = arith.cmpf uno, %a, %b : vector<4xf32>
    gpu.return
  }
}
