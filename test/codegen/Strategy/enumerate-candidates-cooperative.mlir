// RUN: burin-opt %s --select-kernel-config --enumerate-candidates=limit=4 | FileCheck %s

// The strategy's choice, then the target's other tiles with their own depth and stages, then
// neighbours of the choice that the verifier takes.
// CHECK-DAG: func.func private @product_c0{{.*}}tile = [64, 64, 32, 16, 64, 1], vector = 4
// CHECK-DAG: func.func private @product_c1{{.*}}tile = [128, 128, 64, 32, 32, 2], vector = 4
// CHECK-DAG: func.func private @product_c2{{.*}}tile = [64, 64, 32, 16, 128, 1], vector = 4
// CHECK-DAG: func.func private @product_c3{{.*}}tile = [64, 64, 32, 16, 32, 1], vector = 4
module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_gflops = 100000, matrix_unit = "cooperative-matrix", matrix_tiles = [[128, 128, 64, 32, 2, 32, 2, 300, 500], [64, 64, 32, 16, 1, 64, 2, 200, 500]]}} {
  func.func @main(%a: tensor<256x64xf16>, %b: tensor<64x256xf16>) -> tensor<256x256xf32> {
    %0 = call @product(%a, %b) : (tensor<256x64xf16>, tensor<64x256xf16>) -> tensor<256x256xf32>
    return %0 : tensor<256x256xf32>
  }
  func.func private @product(%a: tensor<256x64xf16>, %b: tensor<64x256xf16>) -> tensor<256x256xf32> {
    %z = arith.constant dense<0.0> : tensor<256x256xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<256x64xf16>, tensor<64x256xf16>) outs(%z : tensor<256x256xf32>) -> tensor<256x256xf32>
    return %0 : tensor<256x256xf32>
  }
}

// Of other schedules, on demand, nothing is compared.
// RUN: not burin-opt %s --select-kernel-config --enumerate-candidates="limit=4 schedules=row,reduction" 2>&1 | FileCheck %s --check-prefix=ONLY
// ONLY: error: no group of the model has more than one config to choose from
// RUN: burin-opt %s --select-kernel-config --enumerate-candidates="limit=4 schedules=row,cooperative-contraction" | FileCheck %s
