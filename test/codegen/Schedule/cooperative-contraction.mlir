// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// 128 x 64 x 160 with tiles of 64 x 64 and five steps of 32 along k. The first step is in local
// memory before the loop. In the loop the next one is read first of all and stored last, between
// two barriers.
// CHECK-LABEL: gpu.func @g
// CHECK-SAME: kernel.keep_loops
// CHECK-SAME: known_block_size = array<i32: 128, 1, 1>
// CHECK: gpu.subgroup_id
// The result, more than 64 rows of 5 units and 32 rows of 9: one unit of padding each.
// CHECK: %[[MEMORY:.*]] = memref.alloc() : memref<1152xvector<4xi32>, #gpu.address_space<workgroup>>
// CHECK: gpu.subgroup_mma_constant_matrix
// CHECK-COUNT-4: vector.load {{.*}}, vector<8xf16>
// CHECK-COUNT-4: memref.store {{.*}}, %[[MEMORY]]
// CHECK-NEXT: gpu.barrier
// CHECK-NOT: gpu.subgroup_mma_load_matrix
// CHECK: %[[END:.*]] = arith.constant 4 : index
// CHECK: %[[ONE:.*]] = arith.constant 1 : index
// Four sums.
// CHECK: scf.for %{{.*}} to %[[END]] step %[[ONE]] {{.*}}"COp">)
// CHECK-COUNT-4: vector.load {{.*}}, vector<8xf16>
// CHECK-NOT: gpu.subgroup_mma_compute
// CHECK: gpu.subgroup_mma_load_matrix %[[MEMORY]]{{.*}} {leadDimension = 5 : index} : {{.*}}"AOp"
// CHECK: gpu.subgroup_mma_load_matrix %[[MEMORY]]{{.*}} {leadDimension = 9 : index} : {{.*}}"BOp"
// CHECK-COUNT-4: gpu.subgroup_mma_compute
// CHECK-COUNT-4: gpu.subgroup_mma_load_matrix
// CHECK-COUNT-4: gpu.subgroup_mma_compute
// CHECK: gpu.barrier
// CHECK-COUNT-4: memref.store {{.*}}, %[[MEMORY]]
// CHECK-NEXT: gpu.barrier
// CHECK: scf.yield
// The last step needs no next one.
// CHECK-NOT: vector.load
// CHECK-NOT: gpu.barrier
// CHECK-COUNT-8: gpu.subgroup_mma_compute
// The whole result fits where the operands were, and leaves four elements at a time.
// CHECK: gpu.barrier
// CHECK-COUNT-4: gpu.subgroup_mma_store_matrix {{.*}} {leadDimension = 9 : index}
// CHECK: gpu.barrier
// CHECK-NOT: gpu.barrier
// CHECK-COUNT-8: vector.store {{.*}}, vector<4xf32>
// Nothing is outside of the operands or of the result.
// CHECK-NOT: scf.if
// CHECK: gpu.return
module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[128, 128, 64, 32, 1, 32, 2, 300, 500], [64, 64, 32, 32, 1, 32, 2, 200, 500], [256, 256, 64, 64, 1, 32, 1, 900, 500]]}} {
  func.func private @g(%a: tensor<128x160xf16>, %b: tensor<160x64xf16>) -> tensor<128x64xf32> attributes {kernel.config = #kernel.config<schedule = "cooperative-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 32, 1], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<128x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<128x160xf16>, tensor<160x64xf16>) outs(%z : tensor<128x64xf32>) -> tensor<128x64xf32>
    return %0 : tensor<128x64xf32>
  }
  func.func @main(%a: tensor<128x160xf16>, %b: tensor<160x64xf16>) -> tensor<128x64xf32> {
    %0 = call @g(%a, %b) : (tensor<128x160xf16>, tensor<160x64xf16>) -> tensor<128x64xf32>
    return %0 : tensor<128x64xf32>
  }
}
