// RUN: burin-opt %s --verify-kernel-config --lower-to-kernels | FileCheck %s

// The rhs is [N, K], as the keys of attention are: its tile is rows of 32 halves and
// one unit of padding as that of the lhs, and is loaded by columns.
// CHECK-LABEL: gpu.func @g
// The result: more than 64 and 128 rows of 5 units.
// CHECK: memref.alloc() : memref<1152xvector<4xi32>, #gpu.address_space<workgroup>>
// CHECK-COUNT-6: vector.load {{.*}}, vector<8xf16>
// CHECK: scf.for
// CHECK-COUNT-6: vector.load {{.*}}, vector<8xf16>
// CHECK: gpu.subgroup_mma_load_matrix {{.*}} {leadDimension = 5 : index} : {{.*}}"AOp"
// CHECK: gpu.subgroup_mma_load_matrix {{.*}} {leadDimension = 5 : index, transpose} : {{.*}}"BOp"
// CHECK: gpu.subgroup_mma_compute
// CHECK: gpu.return
#a = affine_map<(m, n, k) -> (m, k)>
#b = affine_map<(m, n, k) -> (n, k)>
#c = affine_map<(m, n, k) -> (m, n)>
module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[64, 128, 32, 64, 1, 32, 2, 300, 500]]}} {
  func.func private @g(%q: tensor<128x160xf16>, %k: tensor<256x160xf16>) -> tensor<128x256xf32> attributes {kernel.config = #kernel.config<schedule = "cooperative-contraction", workgroup = [128, 1, 1], tile = [64, 128, 32, 64, 32, 1], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<128x256xf32>
    %0 = linalg.matmul indexing_maps = [#a, #b, #c] ins(%q, %k : tensor<128x160xf16>, tensor<256x160xf16>) outs(%z : tensor<128x256xf32>) -> tensor<128x256xf32>
    return %0 : tensor<128x256xf32>
  }
  func.func @main(%q: tensor<128x160xf16>, %k: tensor<256x160xf16>) -> tensor<128x256xf32> {
    %r = call @g(%q, %k) : (tensor<128x160xf16>, tensor<256x160xf16>) -> tensor<128x256xf32>
    return %r : tensor<128x256xf32>
  }
}
