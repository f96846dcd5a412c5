// RUN: burin-opt %s -pass-pipeline='builtin.module(gpu.module(convert-gpu-to-opencl))' | FileCheck %s

// Unsigned predicates compare the bits as unsigned.
// CHECK-LABEL: emitc.func @int32
gpu.module @int32 {
  gpu.func @int32(%x: memref<16xi32, #gpu.address_space<global>>, %y: memref<16xi32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %a = memref.load %x[%c0] : memref<16xi32, #gpu.address_space<global>>
    %b = memref.load %y[%c0] : memref<16xi32, #gpu.address_space<global>>
    // CHECK: cmp eq,
    %eq = arith.cmpi eq, %a, %b : i32
    // CHECK: cmp ne,
    %ne = arith.cmpi ne, %a, %b : i32
    // CHECK: cmp lt,
    %slt = arith.cmpi slt, %a, %b : i32
    // CHECK: cmp le,
    %sle = arith.cmpi sle, %a, %b : i32
    // CHECK: cmp gt,
    %sgt = arith.cmpi sgt, %a, %b : i32
    // CHECK: cmp ge,
    %sge = arith.cmpi sge, %a, %b : i32
    // CHECK: call_opaque "as_uint"
    // CHECK: cmp lt,{{.*}}!emitc.opaque<"uint">
    %ult = arith.cmpi ult, %a, %b : i32
    // CHECK: call_opaque "as_uint"
    // CHECK: cmp le,{{.*}}!emitc.opaque<"uint">
    %ule = arith.cmpi ule, %a, %b : i32
    // CHECK: call_opaque "as_uint"
    // CHECK: cmp gt,{{.*}}!emitc.opaque<"uint">
    %ugt = arith.cmpi ugt, %a, %b : i32
    // CHECK: call_opaque "as_uint"
    // CHECK: cmp ge,{{.*}}!emitc.opaque<"uint">
    %uge = arith.cmpi uge, %a, %b : i32
    gpu.return
  }
}

// CHECK-LABEL: emitc.func @int64
gpu.module @int64 {
  gpu.func @int64(%x: memref<16xi64, #gpu.address_space<global>>, %y: memref<16xi64, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %a = memref.load %x[%c0] : memref<16xi64, #gpu.address_space<global>>
    %b = memref.load %y[%c0] : memref<16xi64, #gpu.address_space<global>>
    // CHECK: cmp eq,
    %eq = arith.cmpi eq, %a, %b : i64
    // CHECK: cmp ne,
    %ne = arith.cmpi ne, %a, %b : i64
    // CHECK: cmp lt,
    %slt = arith.cmpi slt, %a, %b : i64
    // CHECK: cmp le,
    %sle = arith.cmpi sle, %a, %b : i64
    // CHECK: cmp gt,
    %sgt = arith.cmpi sgt, %a, %b : i64
    // CHECK: cmp ge,
    %sge = arith.cmpi sge, %a, %b : i64
    // CHECK: call_opaque "as_ulong"
    // CHECK: cmp lt,{{.*}}!emitc.opaque<"ulong">
    %ult = arith.cmpi ult, %a, %b : i64
    // CHECK: call_opaque "as_ulong"
    // CHECK: cmp le,{{.*}}!emitc.opaque<"ulong">
    %ule = arith.cmpi ule, %a, %b : i64
    // CHECK: call_opaque "as_ulong"
    // CHECK: cmp gt,{{.*}}!emitc.opaque<"ulong">
    %ugt = arith.cmpi ugt, %a, %b : i64
    // CHECK: call_opaque "as_ulong"
    // CHECK: cmp ge,{{.*}}!emitc.opaque<"ulong">
    %uge = arith.cmpi uge, %a, %b : i64
    gpu.return
  }
}
