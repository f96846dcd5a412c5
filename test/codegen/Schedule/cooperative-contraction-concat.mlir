// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// A step reads one operand of the concatenation only: one branch for all of its copies.
// CHECK-LABEL: gpu.func @g
// CHECK-SAME: %[[A0:.*]]: memref<2048xf16{{.*}}>, %[[A1:.*]]: memref<6144xf16{{.*}}>, %[[B:.*]]: memref<8192xf16
// CHECK: scf.for
// CHECK: %[[SELECTED:.*]] = arith.cmpi ult
// CHECK: scf.if %[[SELECTED]] -> (vector<4xi32>, vector<4xi32>) {
// CHECK-COUNT-2: vector.load %[[A0]]
// CHECK-NOT: vector.load
// CHECK: } else {
// CHECK-COUNT-2: vector.load %[[A1]]
// CHECK: }
// CHECK-COUNT-2: vector.load %[[B]]
// CHECK: gpu.subgroup_mma_compute
module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[128, 128, 64, 32, 1, 32, 2, 300, 500], [64, 64, 32, 32, 1, 32, 2, 200, 500], [256, 256, 64, 64, 1, 32, 1, 900, 500]]}} {
  func.func private @g(%a0: tensor<64x32xf16>, %a1: tensor<64x96xf16>, %b: tensor<128x64xf16>) -> tensor<64x64xf32> attributes {kernel.config = #kernel.config<schedule = "cooperative-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 32, 1], vector = 4>} {
    %a = tensor.concat dim(1) %a0, %a1 : (tensor<64x32xf16>, tensor<64x96xf16>) -> tensor<64x128xf16>
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x128xf16>, tensor<128x64xf16>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
  func.func @main(%a0: tensor<64x32xf16>, %a1: tensor<64x96xf16>, %b: tensor<128x64xf16>) -> tensor<64x64xf32> {
    %0 = call @g(%a0, %a1, %b) : (tensor<64x32xf16>, tensor<64x96xf16>, tensor<128x64xf16>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
}
