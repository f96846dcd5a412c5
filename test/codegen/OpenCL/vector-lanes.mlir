// RUN: burin-opt %s -pass-pipeline='builtin.module(gpu.module(convert-gpu-to-opencl))' | FileCheck %s

// Lanes have hexadecimal names; a scalar in every lane is a vector literal.
// CHECK-LABEL: emitc.func @lanes
gpu.module @lanes {
  gpu.func @lanes(%x: memref<16xf32, #gpu.address_space<global>>, %z: memref<16xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %a = vector.load %x[%c0] : memref<16xf32, #gpu.address_space<global>>, vector<16xf32>
    // CHECK: call_opaque "BURIN_LANE"({{.*}}) {args = [0 : index, #emitc.opaque<"0">]}
    %0 = vector.extract %a[0] : f32 from vector<16xf32>
    // CHECK: call_opaque "BURIN_LANE"({{.*}}) {args = [0 : index, #emitc.opaque<"f">]}
    %1 = vector.extract %a[15] : f32 from vector<16xf32>
    // CHECK: call_opaque "(float4)"(%{{.*}}) : (!emitc.opaque<"float">) -> !emitc.opaque<"float4">
    %2 = vector.broadcast %0 : f32 to vector<4xf32>
    // CHECK: call_opaque "(float2)"(%{{.*}}, %{{.*}})
    %3 = vector.from_elements %0, %1 : vector<2xf32>
    // CHECK: call_opaque "BURIN_FMA"
    %4 = math.fma %2, %2, %2 : vector<4xf32>
    gpu.return
  }
}
