// RUN: burin-opt %s -pass-pipeline='builtin.module(gpu.module(convert-gpu-to-vulkan))' -o %t.mlir
// RUN: FileCheck %s < %t.mlir
// RUN: rm -rf %t && burin-translate --export-spirv %t.mlir -o %t
// RUN: for f in %t/*.spv; do %spirv_val $f || exit 1; done

module attributes {burin.target = {name = "t", kind = "gpu", api = "vulkan", local_memory_bytes = 32768, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4]}} {

// A buffer that is only accessed four lanes at a time is an array of vectors;
// the offset of an access is divided where it is computed.
// CHECK-LABEL: spirv.module @whole Logical GLSL450
// CHECK-DAG: spirv.GlobalVariable @arg0_by4 bind(0, 0) {non_writable} : !spirv.ptr<!spirv.struct<(!spirv.rtarray<vector<4xf16>, stride=8> [0])>, StorageBuffer>
// CHECK-DAG: spirv.GlobalVariable @arg1_by4 bind(0, 1) : !spirv.ptr<!spirv.struct<(!spirv.rtarray<vector<4xf32>, stride=16> [0])>, StorageBuffer>
// CHECK: spirv.func @whole() "None"
// CHECK-NOT: spirv.Bitcast
// CHECK: spirv.Load "StorageBuffer" %{{.*}} : vector<4xf16>
// CHECK: spirv.FConvert %{{.*}} : vector<4xf16> to vector<4xf32>
// CHECK: spirv.Store "StorageBuffer" %{{.*}}, %{{.*}} : vector<4xf32>
// CHECK: spirv.EntryPoint "GLCompute" @whole
// CHECK: spirv.ExecutionMode @whole "LocalSize", 16, 1, 1
gpu.module @whole {
  gpu.func @whole(%x: memref<64xf16, #gpu.address_space<global>>, %y: memref<64xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 16, 1, 1>} {
    %c4 = arith.constant 4 : index
    %id = gpu.thread_id x
    %i = arith.muli %id, %c4 : index
    %a = vector.load %x[%i] : memref<64xf16, #gpu.address_space<global>>, vector<4xf16>
    %b = arith.extf %a : vector<4xf16> to vector<4xf32>
    vector.store %b, %y[%i] : memref<64xf32, #gpu.address_space<global>>, vector<4xf32>
    gpu.return
  }
}

// Two widths are two views of one binding; a view of a buffer that is written
// may alias the other.
// CHECK-LABEL: spirv.module @two_widths
// CHECK-DAG: spirv.GlobalVariable @arg0 bind(0, 0) {non_writable} : !spirv.ptr<!spirv.struct<(!spirv.rtarray<f32, stride=4> [0])>, StorageBuffer>
// CHECK-DAG: spirv.GlobalVariable @arg0_by4 bind(0, 0)
// CHECK-DAG: spirv.GlobalVariable @arg1 bind(0, 1) {aliased}
// CHECK-DAG: spirv.GlobalVariable @arg1_by4 bind(0, 1) {aliased}
gpu.module @two_widths {
  gpu.func @two_widths(%x: memref<64xf32, #gpu.address_space<global>>, %y: memref<64xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %c9 = arith.constant 9 : index
    %a = vector.load %x[%c0] : memref<64xf32, #gpu.address_space<global>>, vector<4xf32>
    %b = memref.load %x[%c9] : memref<64xf32, #gpu.address_space<global>>
    vector.store %a, %y[%c0] : memref<64xf32, #gpu.address_space<global>>, vector<4xf32>
    memref.store %b, %y[%c9] : memref<64xf32, #gpu.address_space<global>>
    gpu.return
  }
}
}
