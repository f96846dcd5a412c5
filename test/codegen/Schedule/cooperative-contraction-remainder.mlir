// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// 100 x 40 x 72 in tiles of 64 x 64 x 32: what lies outside is read at index 0
// and becomes zero in registers; rows and columns past the end are not stored.
// CHECK-LABEL: gpu.func @g
// CHECK: %[[ZERO:.*]] = arith.constant dense<0> : vector<4xi32>
// CHECK: arith.select %{{.*}}, %{{.*}}, %[[ZERO]] : vector<4xi32>
// CHECK: gpu.subgroup_mma_store_matrix
// CHECK: %[[ROW:.*]] = arith.cmpi slt, %{{.*}}, %{{.*}} : index
// CHECK: %[[COLUMN:.*]] = arith.cmpi slt, %{{.*}}, %{{.*}} : index
// CHECK: %[[INSIDE:.*]] = arith.andi %[[ROW]], %[[COLUMN]]
// CHECK: scf.if %[[INSIDE]]
// CHECK: vector.store {{.*}}, vector<4xf32>
module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[128, 128, 64, 32, 1, 32, 2, 300, 500], [64, 64, 32, 32, 1, 32, 2, 200, 500], [256, 256, 64, 64, 1, 32, 1, 900, 500]]}} {
  func.func private @g(%a: tensor<100x40xf16>, %b: tensor<40x72xf16>) -> tensor<100x72xf32> attributes {kernel.config = #kernel.config<schedule = "cooperative-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 32, 1], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<100x72xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<100x40xf16>, tensor<40x72xf16>) outs(%z : tensor<100x72xf32>) -> tensor<100x72xf32>
    return %0 : tensor<100x72xf32>
  }
  func.func @main(%a: tensor<100x40xf16>, %b: tensor<40x72xf16>) -> tensor<100x72xf32> {
    %0 = call @g(%a, %b) : (tensor<100x40xf16>, tensor<40x72xf16>) -> tensor<100x72xf32>
    return %0 : tensor<100x72xf32>
  }
}
