// REQUIRES: spirv-val-matrix
// RUN: burin-opt %s -pass-pipeline='builtin.module(gpu.module(convert-gpu-to-vulkan))' -o %t.mlir
// RUN: FileCheck %s < %t.mlir
// RUN: rm -rf %t && burin-translate --export-spirv %t.mlir -o %t
// RUN: for f in %t/*.spv; do %spirv_val_matrix $f || exit 1; done

// What lanes do with the elements that they hold: exponentials, a vote, halves of an
// accumulator; a barrier may be of a sub-group. Upstream lowers none of the last four.
// CHECK: spirv.module @k Logical Vulkan requires #spirv.vce<v1.6, [{{.*}}GroupNonUniformVote
// CHECK: %[[ELEMENT:.*]] = spirv.CompositeExtract %{{.*}}[3 : i32] : !spirv.coopmatrix<16x16xf32, Subgroup, MatrixAcc>
// CHECK: %[[EXP:.*]] = spirv.GL.Exp2 %[[ELEMENT]] : f32
// CHECK: spirv.CompositeInsert %[[EXP]], %{{.*}}[3 : i32]
// CHECK: spirv.GroupNonUniformAny <Subgroup> %{{.*}} : i1
// CHECK: spirv.FConvert %{{.*}} : !spirv.coopmatrix<16x16xf32, Subgroup, MatrixAcc> to !spirv.coopmatrix<16x16xf16, Subgroup, MatrixAcc>
// CHECK: spirv.KHR.CooperativeMatrixStore
// CHECK: spirv.ControlBarrier <Subgroup>, <Subgroup>, <AcquireRelease|WorkgroupMemory|MakeAvailable|MakeVisible>
module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[128, 128, 64, 32, 1, 32, 2, 300, 500], [64, 64, 32, 32, 1, 32, 2, 200, 500], [256, 256, 64, 64, 1, 32, 1, 900, 500]], vulkan = {spirv_version = "1.6", capabilities = ["Shader", "Int16", "Float16", "StorageBuffer16BitAccess", "GroupNonUniform", "GroupNonUniformVote", "CooperativeMatrixKHR", "VulkanMemoryModel"], extensions = ["SPV_KHR_storage_buffer_storage_class", "SPV_KHR_16bit_storage", "SPV_KHR_cooperative_matrix", "SPV_KHR_vulkan_memory_model"]}}} {
gpu.module @k {
  gpu.func @k(%y: memref<256xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 32, 1, 1>} {
    %c0 = arith.constant 0 : index
    %c3 = arith.constant 3 : index
    %c4 = arith.constant 4 : index
    %one = arith.constant 1.0 : f32
    %memory = memref.alloc() : memref<64xvector<4xi32>, #gpu.address_space<workgroup>>
    %init = gpu.subgroup_mma_constant_matrix %one : !gpu.mma_matrix<16x16xf32, "COp">
    %a = gpu.subgroup_mma_load_matrix %memory[%c0] {leadDimension = 2 : index} : memref<64xvector<4xi32>, #gpu.address_space<workgroup>> -> !gpu.mma_matrix<16x16xf16, "AOp">
    %b = gpu.subgroup_mma_load_matrix %memory[%c0] {leadDimension = 2 : index} : memref<64xvector<4xi32>, #gpu.address_space<workgroup>> -> !gpu.mma_matrix<16x16xf16, "BOp">
    %c = gpu.subgroup_mma_compute %a, %b, %init : !gpu.mma_matrix<16x16xf16, "AOp">, !gpu.mma_matrix<16x16xf16, "BOp"> -> !gpu.mma_matrix<16x16xf32, "COp">
    %element = gpu.subgroup_mma_extract_thread_local %c[%c3] : !gpu.mma_matrix<16x16xf32, "COp"> -> f32
    %exp = math.exp2 %element : f32
    %d = gpu.subgroup_mma_insert_thread_local %exp, %c[%c3] : f32, !gpu.mma_matrix<16x16xf32, "COp"> -> !gpu.mma_matrix<16x16xf32, "COp">
    %exceeds = arith.cmpf ogt, %element, %one : f32
    %any = gpu.subgroup_reduce or %exceeds uniform : (i1) -> i1
    scf.if %any {
      %halves = gpu.subgroup_mma_elementwise extf %d : (!gpu.mma_matrix<16x16xf32, "COp">) -> !gpu.mma_matrix<16x16xf16, "COp">
      gpu.subgroup_mma_store_matrix %halves, %memory[%c0] {leadDimension = 2 : index} : !gpu.mma_matrix<16x16xf16, "COp">, memref<64xvector<4xi32>, #gpu.address_space<workgroup>>
      gpu.barrier {kernel.subgroup}
    }
    %lane = gpu.lane_id
    %words = memref.load %memory[%lane] : memref<64xvector<4xi32>, #gpu.address_space<workgroup>>
    %floats = vector.bitcast %words : vector<4xi32> to vector<4xf32>
    %to = arith.muli %lane, %c4 : index
    vector.store %floats, %y[%to] : memref<256xf32, #gpu.address_space<global>>, vector<4xf32>
    gpu.return
  }
}
}
