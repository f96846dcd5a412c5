// RUN: burin-opt %s -pass-pipeline='builtin.module(gpu.module(convert-gpu-to-vulkan))' | FileCheck %s

// A kernel may ask that loops with matrices stay loops; others are the driver's.
// CHECK-LABEL: spirv.module @kept
// CHECK: spirv.mlir.loop control(DontUnroll) {
// CHECK: spirv.KHR.CooperativeMatrixMulAdd
// CHECK: spirv.mlir.merge
// CHECK: spirv.mlir.loop {
// CHECK-LABEL: spirv.module @free
// CHECK: spirv.mlir.loop {
// CHECK: spirv.KHR.CooperativeMatrixMulAdd
// CHECK-NOT: DontUnroll
module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[64, 64, 32, 32, 1, 32, 2, 200, 500]], vulkan = {spirv_version = "1.6", capabilities = ["Shader", "Int16", "Float16", "StorageBuffer16BitAccess", "GroupNonUniform", "CooperativeMatrixKHR", "VulkanMemoryModel"], extensions = ["SPV_KHR_storage_buffer_storage_class", "SPV_KHR_16bit_storage", "SPV_KHR_cooperative_matrix", "SPV_KHR_vulkan_memory_model"]}}} {
gpu.module @kept {
  gpu.func @kept(%y: memref<64xf32, #gpu.address_space<global>>) kernel attributes {kernel.keep_loops, known_block_size = array<i32: 32, 1, 1>} {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c8 = arith.constant 8 : index
    %zero = arith.constant 0.0 : f32
    %memory = memref.alloc() : memref<64xvector<4xi32>, #gpu.address_space<workgroup>>
    %init = gpu.subgroup_mma_constant_matrix %zero : !gpu.mma_matrix<16x16xf32, "COp">
    %sum = scf.for %i = %c0 to %c8 step %c1 iter_args(%acc = %init) -> (!gpu.mma_matrix<16x16xf32, "COp">) {
      %a = gpu.subgroup_mma_load_matrix %memory[%i] {leadDimension = 2 : index} : memref<64xvector<4xi32>, #gpu.address_space<workgroup>> -> !gpu.mma_matrix<16x16xf16, "AOp">
      %b = gpu.subgroup_mma_load_matrix %memory[%i] {leadDimension = 2 : index} : memref<64xvector<4xi32>, #gpu.address_space<workgroup>> -> !gpu.mma_matrix<16x16xf16, "BOp">
      %next = gpu.subgroup_mma_compute %a, %b, %acc : !gpu.mma_matrix<16x16xf16, "AOp">, !gpu.mma_matrix<16x16xf16, "BOp"> -> !gpu.mma_matrix<16x16xf32, "COp">
      scf.yield %next : !gpu.mma_matrix<16x16xf32, "COp">
    }
    gpu.subgroup_mma_store_matrix %sum, %memory[%c0] {leadDimension = 4 : index} : !gpu.mma_matrix<16x16xf32, "COp">, memref<64xvector<4xi32>, #gpu.address_space<workgroup>>
    scf.for %i = %c0 to %c8 step %c1 {
      memref.store %zero, %y[%i] : memref<64xf32, #gpu.address_space<global>>
    }
    gpu.return
  }
}
gpu.module @free {
  gpu.func @free() kernel attributes {known_block_size = array<i32: 32, 1, 1>} {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c8 = arith.constant 8 : index
    %zero = arith.constant 0.0 : f32
    %memory = memref.alloc() : memref<64xvector<4xi32>, #gpu.address_space<workgroup>>
    %init = gpu.subgroup_mma_constant_matrix %zero : !gpu.mma_matrix<16x16xf32, "COp">
    %sum = scf.for %i = %c0 to %c8 step %c1 iter_args(%acc = %init) -> (!gpu.mma_matrix<16x16xf32, "COp">) {
      %a = gpu.subgroup_mma_load_matrix %memory[%i] {leadDimension = 2 : index} : memref<64xvector<4xi32>, #gpu.address_space<workgroup>> -> !gpu.mma_matrix<16x16xf16, "AOp">
      %b = gpu.subgroup_mma_load_matrix %memory[%i] {leadDimension = 2 : index} : memref<64xvector<4xi32>, #gpu.address_space<workgroup>> -> !gpu.mma_matrix<16x16xf16, "BOp">
      %next = gpu.subgroup_mma_compute %a, %b, %acc : !gpu.mma_matrix<16x16xf16, "AOp">, !gpu.mma_matrix<16x16xf16, "BOp"> -> !gpu.mma_matrix<16x16xf32, "COp">
      scf.yield %next : !gpu.mma_matrix<16x16xf32, "COp">
    }
    gpu.subgroup_mma_store_matrix %sum, %memory[%c0] {leadDimension = 4 : index} : !gpu.mma_matrix<16x16xf32, "COp">, memref<64xvector<4xi32>, #gpu.address_space<workgroup>>
    gpu.return
  }
}
}
