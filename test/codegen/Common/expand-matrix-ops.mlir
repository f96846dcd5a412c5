// RUN: burin-opt %s -pass-pipeline='builtin.module(gpu.module(expand-matrix-ops))' -o %t.mlir
// RUN: FileCheck %s < %t.mlir
// RUN: burin-opt %t.mlir -pass-pipeline='builtin.module(gpu.module(expand-matrix-ops))' | FileCheck %s

// 16 lanes: one row of the left operand and of the accumulator in each, all 16
// rows of the right operand.
// CHECK-LABEL: gpu.func @k
// CHECK: gpu.thread_id
// CHECK: arith.remui
// CHECK: scf.for {{.*}} iter_args({{.*}}) -> (vector<4xf32>, vector<4xf32>, vector<4xf32>, vector<4xf32>)
// CHECK-COUNT-34: memref.load
// CHECK-COUNT-64: math.fma
// CHECK-NOT: math.fma
// CHECK: scf.yield %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}} : vector<4xf32>, vector<4xf32>, vector<4xf32>, vector<4xf32>
// CHECK-COUNT-4: memref.store
// CHECK-NOT: mma_matrix
module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "emulated", matrix_tiles = [[128, 128, 64, 32, 1, 32, 2, 300, 500], [64, 64, 32, 32, 1, 32, 2, 200, 500], [256, 256, 64, 64, 1, 32, 1, 900, 500]]}} {
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
