// RUN: burin-opt %s -pass-pipeline='builtin.module(gpu.module(expand-matrix-ops))' | FileCheck %s

// Element 5 of the 32 that each of 8 lanes holds is the second of the second vector.
// Votes are the work group's, through local memory, and so is every barrier; halves are
// rounded where they are stored, eight to a unit.
// CHECK-LABEL: gpu.func @k
// CHECK: %[[VOTES:.*]] = memref.alloc() : memref<1xi32, #gpu.address_space<workgroup>>
// CHECK: %[[ELEMENT:.*]] = vector.extract %{{.*}}[1] : f32 from vector<4xf32>
// CHECK: math.exp2 %[[ELEMENT]]
// CHECK: vector.insert %{{.*}}, %{{.*}} [1] : f32 into vector<4xf32>
// CHECK: %[[EXCEEDS:.*]] = arith.cmpf ogt
// CHECK: gpu.barrier
// CHECK: memref.store %{{.*}}, %[[VOTES]]
// CHECK: gpu.barrier
// CHECK: scf.if %[[EXCEEDS]]
// CHECK: memref.store %{{.*}}, %[[VOTES]]
// CHECK: gpu.barrier
// CHECK: %[[WORD:.*]] = memref.load %[[VOTES]]
// CHECK: %[[ANY:.*]] = arith.cmpi ne, %[[WORD]]
// CHECK: scf.if %[[ANY]]
// CHECK-COUNT-16: arith.truncf {{.*}} : vector<2xf32> to vector<2xf16>
// CHECK-NOT: arith.truncf
// CHECK: gpu.barrier{{$}}
module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 8, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500, matrix_unit = "emulated", matrix_tiles = [[64, 64, 32, 16, 1, 64, 4, 200, 500]]}} {
gpu.module @k {
  gpu.func @k(%i: index) kernel {
    %c5 = arith.constant 5 : index
    %one = arith.constant 1.0 : f32
    %memory = memref.alloc() : memref<64xvector<4xi32>, #gpu.address_space<workgroup>>
    %c = gpu.subgroup_mma_load_matrix %memory[%i] {leadDimension = 5 : index} : memref<64xvector<4xi32>, #gpu.address_space<workgroup>> -> !gpu.mma_matrix<16x16xf32, "COp">
    %element = gpu.subgroup_mma_extract_thread_local %c[%c5] : !gpu.mma_matrix<16x16xf32, "COp"> -> f32
    %exp = math.exp2 %element : f32
    %d = gpu.subgroup_mma_insert_thread_local %exp, %c[%c5] : f32, !gpu.mma_matrix<16x16xf32, "COp"> -> !gpu.mma_matrix<16x16xf32, "COp">
    %exceeds = arith.cmpf ogt, %element, %one : f32
    %any = gpu.subgroup_reduce or %exceeds uniform : (i1) -> i1
    scf.if %any {
      %halves = gpu.subgroup_mma_elementwise extf %d : (!gpu.mma_matrix<16x16xf32, "COp">) -> !gpu.mma_matrix<16x16xf16, "COp">
      gpu.subgroup_mma_store_matrix %halves, %memory[%i] {leadDimension = 3 : index} : !gpu.mma_matrix<16x16xf16, "COp">, memref<64xvector<4xi32>, #gpu.address_space<workgroup>>
      gpu.barrier {kernel.subgroup}
    }
    gpu.return
  }
}
}
