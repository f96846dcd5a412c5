// RUN: burin-opt %s -pass-pipeline='builtin.module(gpu.module(convert-gpu-to-opencl))' | FileCheck %s

// What the softmax between two products needs: an exchange between lanes, the
// device's exponential, f32 fragments as halves.
// CHECK: emitc.func @softmax
gpu.module @softmax {
  gpu.func @softmax(%a: memref<64xf32, #gpu.address_space<global>>, %m: memref<64xf16, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 32, 1, 1>} {
    %c0 = arith.constant 0 : index
    %one = arith.constant 1 : i32
    %width = arith.constant 32 : i32
    %x = memref.load %a[%c0] : memref<64xf32, #gpu.address_space<global>>
    // CHECK: %[[OTHER:.*]] = call_opaque "burin_shuffle_xor"(%{{.*}}, %{{.*}}) : (!emitc.opaque<"float">, !emitc.opaque<"int">)
    %other, %valid = gpu.shuffle xor %x, %one, %width : f32
    // CHECK: %[[EXP:.*]] = call_opaque "native_exp2"(%[[OTHER]])
    %e = math.exp2 %other fastmath<afn> : f32
    // CHECK: call_opaque "exp2"(%[[EXP]])
    %exact = math.exp2 %e : f32
    // CHECK: %[[F32:.*]] = call_opaque "(float8)"
    %f = vector.from_elements %e, %exact, %e, %exact, %e, %exact, %e, %exact : vector<4x2xf32>
    // CHECK: %[[HALVES:.*]] = call_opaque "burin_to_halves8"(%[[F32]]) : (!emitc.opaque<"float8">) -> !emitc.opaque<"uint4">
    %h = arith.truncf %f : vector<4x2xf32> to vector<4x2xf16>
    %r = vector.extract_strided_slice %h {offsets = [0], sizes = [2], strides = [1]} : vector<4x2xf16> to vector<2x2xf16>
    // CHECK: %[[FACTOR:.*]] = call_opaque "(float4)"
    %factor = vector.from_elements %e, %e, %exact, %exact : vector<2x2xf32>
    // CHECK: %[[ACC:.*]] = mul %[[FACTOR]], %[[FACTOR]] : {{.*}} -> !emitc.opaque<"float4">
    %acc = arith.mulf %factor, %factor : vector<2x2xf32>
    // CHECK: call_opaque "burin_multiply_16x8x16"(%[[HALVES]], %{{.*}}, %[[ACC]])
    %d = nvgpu.mma.sync (%h, %r, %acc) {mmaShape = [16, 8, 16]} : (vector<4x2xf16>, vector<2x2xf16>, vector<2x2xf32>) -> vector<2x2xf32>
    %row = vector.extract %d[1] : vector<2xf32> from vector<2x2xf32>
    vector.store %row, %a[%c0] : memref<64xf32, #gpu.address_space<global>>, vector<2xf32>
    gpu.return
  }
}
