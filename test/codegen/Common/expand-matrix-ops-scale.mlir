// RUN: burin-opt %s -pass-pipeline='builtin.module(gpu.module(expand-matrix-ops))' | FileCheck %s

// A transposed right operand is read row by row, all 16 in every lane; a factor is
// an f32 matrix like the accumulator it scales: 8 vectors for each of 8 lanes.
// CHECK-LABEL: gpu.func @k
// CHECK-COUNT-32: memref.load
// CHECK: vector.from_elements {{.*}} : vector<4xf32>
// CHECK-COUNT-8: vector.bitcast {{.*}} : vector<4xi32> to vector<4xf32>
// CHECK-COUNT-8: arith.mulf {{.*}} : vector<4xf32>
// CHECK-NOT: arith.mulf
// CHECK-COUNT-8: memref.store
module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 8, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500, matrix_unit = "emulated", matrix_tiles = [[64, 64, 32, 16, 1, 64, 4, 200, 500]]}} {
gpu.module @k {
  gpu.func @k(%i: index) kernel {
    %memory = memref.alloc() : memref<64xvector<4xi32>, #gpu.address_space<workgroup>>
    %b = gpu.subgroup_mma_load_matrix %memory[%i] {leadDimension = 3 : index, transpose} : memref<64xvector<4xi32>, #gpu.address_space<workgroup>> -> !gpu.mma_matrix<16x16xf16, "BOp">
    %c = gpu.subgroup_mma_load_matrix %memory[%i] {leadDimension = 5 : index} : memref<64xvector<4xi32>, #gpu.address_space<workgroup>> -> !gpu.mma_matrix<16x16xf32, "COp">
    %d = gpu.subgroup_mma_elementwise mulf %c, %c : (!gpu.mma_matrix<16x16xf32, "COp">, !gpu.mma_matrix<16x16xf32, "COp">) -> !gpu.mma_matrix<16x16xf32, "COp">
    gpu.subgroup_mma_store_matrix %d, %memory[%i] {leadDimension = 5 : index} : !gpu.mma_matrix<16x16xf32, "COp">, memref<64xvector<4xi32>, #gpu.address_space<workgroup>>
    gpu.return
  }
}
}
