// RUN: burin-opt %s -split-input-file -verify-diagnostics -pass-pipeline='builtin.module(gpu.module(expand-matrix-ops))'

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "emulated", matrix_tiles = [[128, 128, 64, 32, 1, 32, 2, 300, 500], [64, 64, 32, 32, 1, 32, 2, 200, 500], [256, 256, 64, 64, 1, 32, 1, 900, 500]]}} {
  // expected-error @below {{emulated matrices need a subgroup_size that divides 16, target test has 32}}
  gpu.module @k {
    gpu.func @k() kernel {
      gpu.return
    }
  }
}

// -----

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "emulated", matrix_tiles = [[128, 128, 64, 32, 1, 32, 2, 300, 500], [64, 64, 32, 32, 1, 32, 2, 200, 500], [256, 256, 64, 64, 1, 32, 1, 900, 500]]}} {
gpu.module @k {
  gpu.func @k(%i: index) kernel {
    %memory = memref.alloc() : memref<64xvector<4xi32>, #gpu.address_space<workgroup>>
    // Rows of a transposed left operand lie in other lanes.
    // expected-error @below {{failed to legalize operation 'gpu.subgroup_mma_load_matrix'}}
    %a = gpu.subgroup_mma_load_matrix %memory[%i] {leadDimension = 2 : index, transpose} : memref<64xvector<4xi32>, #gpu.address_space<workgroup>> -> !gpu.mma_matrix<16x16xf16, "AOp">
    gpu.return
  }
}
}

// -----

// Targets that have matrices keep them.
module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[128, 128, 64, 32, 1, 32, 2, 300, 500], [64, 64, 32, 32, 1, 32, 2, 200, 500], [256, 256, 64, 64, 1, 32, 1, 900, 500]]}} {
gpu.module @k {
  gpu.func @k(%i: index) kernel {
    %memory = memref.alloc() : memref<64xvector<4xi32>, #gpu.address_space<workgroup>>
    %a = gpu.subgroup_mma_load_matrix %memory[%i] {leadDimension = 2 : index, transpose} : memref<64xvector<4xi32>, #gpu.address_space<workgroup>> -> !gpu.mma_matrix<16x16xf16, "AOp">
    gpu.return
  }
}
}
