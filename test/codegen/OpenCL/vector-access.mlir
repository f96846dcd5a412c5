// RUN: burin-opt %s -pass-pipeline='builtin.module(gpu.module(convert-gpu-to-opencl))' | FileCheck %s

// Vectors of halves load through a macro that converts, all others through a pointer cast.
// CHECK-LABEL: emitc.func @access
gpu.module @access {
  gpu.func @access(%x: memref<16xf16, #gpu.address_space<global>>, %z: memref<16xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    // CHECK: call_opaque "BURIN_LOAD_HALF"({{.*}}) {args = [#emitc.opaque<"4">, 0 : index, 1 : index]}
    %a = vector.load %x[%c0] : memref<16xf16, #gpu.address_space<global>>, vector<4xf16>
    %b = arith.extf %a : vector<4xf16> to vector<4xf32>
    // CHECK: call_opaque "BURIN_STORE"({{.*}}) {args = [#emitc.opaque<"float4">,
    vector.store %b, %z[%c0] : memref<16xf32, #gpu.address_space<global>>, vector<4xf32>
    // CHECK: call_opaque "BURIN_LOAD"({{.*}}) {args = [#emitc.opaque<"float8">,
    %c = vector.load %z[%c0] : memref<16xf32, #gpu.address_space<global>>, vector<8xf32>
    %d = arith.truncf %c : vector<8xf32> to vector<8xf16>
    // CHECK: call_opaque "BURIN_STORE_HALF"({{.*}}) {args = [#emitc.opaque<"8">,
    vector.store %d, %x[%c0] : memref<16xf16, #gpu.address_space<global>>, vector<8xf16>
    gpu.return
  }
}
