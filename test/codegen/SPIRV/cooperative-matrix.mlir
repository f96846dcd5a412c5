// REQUIRES: spirv-val-matrix
// RUN: burin-opt %s -pass-pipeline='builtin.module(gpu.module(convert-gpu-to-vulkan))' -o %t.mlir
// RUN: FileCheck %s < %t.mlir
// RUN: rm -rf %t && burin-translate --export-spirv %t.mlir -o %t
// RUN: for f in %t/*.spv; do %spirv_val_matrix $f || exit 1; done

// Matrices need Vulkan's memory model, in which accesses to local memory and
// barriers say that others see what was written; 8 halves are read as 16 bytes;
// a matrix lies in an array of such units.
// CHECK: spirv.module @k Logical Vulkan requires #spirv.vce<v1.6, [{{.*}}VulkanMemoryModel, CooperativeMatrixKHR{{.*}}GroupNonUniform], [{{.*}}SPV_KHR_cooperative_matrix
// CHECK-DAG: spirv.GlobalVariable @arg0_by8 bind(0, 0) {non_writable} : !spirv.ptr<!spirv.struct<(!spirv.rtarray<vector<4xi32>, stride=16> [0])>, StorageBuffer>
// CHECK-DAG: spirv.GlobalVariable @local0 : !spirv.ptr<!spirv.array<64 x vector<4xi32>>, Workgroup>
// CHECK: spirv.Store "Workgroup" %{{.*}}, %{{.*}} ["NonPrivatePointer"] : vector<4xi32>
// CHECK: spirv.ControlBarrier <Workgroup>, <Workgroup>, <AcquireRelease|WorkgroupMemory|MakeAvailable|MakeVisible>
// CHECK: spirv.KHR.CooperativeMatrixLoad %{{.*}}, %{{.*}}, <RowMajor>, <NonPrivatePointer> : !spirv.ptr<vector<4xi32>, Workgroup>, i32 -> !spirv.coopmatrix<16x16xf16, Subgroup, MatrixA>
// CHECK: spirv.KHR.CooperativeMatrixLoad {{.*}}MatrixB>
// CHECK: spirv.KHR.CooperativeMatrixMulAdd {{.*}}!spirv.coopmatrix<16x16xf32, Subgroup, MatrixAcc>
// CHECK: spirv.KHR.CooperativeMatrixStore {{.*}}, <RowMajor>, <NonPrivatePointer>
// CHECK: spirv.Load "Workgroup" %{{.*}} ["NonPrivatePointer"] : vector<4xi32>
// CHECK-NOT: unrealized_conversion_cast
// The interface holds every variable, as SPIR-V 1.4 and later ask.
// CHECK: spirv.EntryPoint "GLCompute" @k{{.*}}@arg0_by8
module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[128, 128, 64, 32, 1, 32, 2, 300, 500], [64, 64, 32, 32, 1, 32, 2, 200, 500], [256, 256, 64, 64, 1, 32, 1, 900, 500]], vulkan = {spirv_version = "1.6", capabilities = ["Shader", "Int16", "Float16", "StorageBuffer16BitAccess", "GroupNonUniform", "CooperativeMatrixKHR", "VulkanMemoryModel"], extensions = ["SPV_KHR_storage_buffer_storage_class", "SPV_KHR_16bit_storage", "SPV_KHR_cooperative_matrix", "SPV_KHR_vulkan_memory_model"]}}} {
gpu.module @k {
  gpu.func @k(%x: memref<512xf16, #gpu.address_space<global>>, %y: memref<256xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 32, 1, 1>} {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c2 = arith.constant 2 : index
    %c4 = arith.constant 4 : index
    %c8 = arith.constant 8 : index
    %c32 = arith.constant 32 : index
    %zero = arith.constant 0.0 : f32
    %memory = memref.alloc() : memref<64xvector<4xi32>, #gpu.address_space<workgroup>>
    %lane = gpu.lane_id
    %at = arith.muli %lane, %c8 : index
    %halves = vector.load %x[%at] : memref<512xf16, #gpu.address_space<global>>, vector<8xf16>
    %unit = vector.bitcast %halves : vector<8xf16> to vector<4xi32>
    memref.store %unit, %memory[%lane] : memref<64xvector<4xi32>, #gpu.address_space<workgroup>>
    gpu.barrier
    %init = gpu.subgroup_mma_constant_matrix %zero : !gpu.mma_matrix<16x16xf32, "COp">
    %sum = scf.for %i = %c0 to %c2 step %c1 iter_args(%acc = %init) -> (!gpu.mma_matrix<16x16xf32, "COp">) {
      %a = gpu.subgroup_mma_load_matrix %memory[%c0] {leadDimension = 2 : index} : memref<64xvector<4xi32>, #gpu.address_space<workgroup>> -> !gpu.mma_matrix<16x16xf16, "AOp">
      %b = gpu.subgroup_mma_load_matrix %memory[%c0] {leadDimension = 2 : index} : memref<64xvector<4xi32>, #gpu.address_space<workgroup>> -> !gpu.mma_matrix<16x16xf16, "BOp">
      %c = gpu.subgroup_mma_compute %a, %b, %acc : !gpu.mma_matrix<16x16xf16, "AOp">, !gpu.mma_matrix<16x16xf16, "BOp"> -> !gpu.mma_matrix<16x16xf32, "COp">
      scf.yield %c : !gpu.mma_matrix<16x16xf32, "COp">
    }
    gpu.barrier
    gpu.subgroup_mma_store_matrix %sum, %memory[%c0] {leadDimension = 4 : index} : !gpu.mma_matrix<16x16xf32, "COp">, memref<64xvector<4xi32>, #gpu.address_space<workgroup>>
    gpu.barrier
    %words = memref.load %memory[%lane] : memref<64xvector<4xi32>, #gpu.address_space<workgroup>>
    %floats = vector.bitcast %words : vector<4xi32> to vector<4xf32>
    %to = arith.muli %lane, %c4 : index
    vector.store %floats, %y[%to] : memref<256xf32, #gpu.address_space<global>>, vector<4xf32>
    gpu.return
  }
}
}
