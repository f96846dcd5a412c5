// RUN: burin-opt %s --verify-kernel-config --lower-to-kernels | FileCheck %s

// The rhs is [N, K], as the keys of attention are: its tile has a row for every
// column of the product, and both operands are loaded without a transposition.
// CHECK-LABEL: gpu.func @g
// CHECK: memref.alloc() : memref<24576xf16, #gpu.address_space<workgroup>>
// CHECK: nvgpu.device_async_copy {{.*}}, 8
// CHECK: scf.for
// CHECK-NOT: transpose = true
// CHECK-COUNT-4: nvgpu.ldmatrix {{.*}} {numTiles = 4 : i32, transpose = false}
// CHECK-NOT: transpose = true
// CHECK: nvgpu.mma.sync({{.*}}) {mmaShape = [16, 8, 16]}
// CHECK-NOT: transpose = true
// CHECK: return
#a = affine_map<(m, n, k) -> (m, k)>
#b = affine_map<(m, n, k) -> (n, k)>
#c = affine_map<(m, n, k) -> (m, n)>
module attributes {burin.target = {name = "mma", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], matrix_unit = "mma.sync", matrix_tiles = [[64, 64, 32, 32, 3, 64, 4, 200, 500]], compute_units = 132, registers_per_item = 255}} {
  func.func private @g(%q: tensor<128x64xf16>, %k: tensor<192x64xf16>) -> tensor<128x192xf32> attributes {kernel.config = #kernel.config<schedule = "matrix-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 3, 64], vector = 2>} {
    %z = arith.constant dense<0.0> : tensor<128x192xf32>
    %0 = linalg.matmul indexing_maps = [#a, #b, #c] ins(%q, %k : tensor<128x64xf16>, tensor<192x64xf16>) outs(%z : tensor<128x192xf32>) -> tensor<128x192xf32>
    return %0 : tensor<128x192xf32>
  }
  func.func @main(%q: tensor<128x64xf16>, %k: tensor<192x64xf16>) -> tensor<128x192xf32> {
    %r = call @g(%q, %k) : (tensor<128x64xf16>, tensor<192x64xf16>) -> tensor<128x192xf32>
    return %r : tensor<128x192xf32>
  }
}
