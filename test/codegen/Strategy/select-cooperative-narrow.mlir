// RUN: burin-opt %s --select-kernel-config --verify-kernel-config | FileCheck %s

module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[64, 64, 32, 32, 1, 32, 2, 200, 500]]}} {
// CHECK: func.func private @many_rows{{.*}} "cooperative-narrow", workgroup = [128, 1, 1], tile = [128, 32, 64], vector = 1
func.func private @many_rows(%a: tensor<8192x1152xf16>, %b: tensor<1152x3xf16>) -> tensor<8192x3xf32> {
  %z = arith.constant dense<0.0> : tensor<8192x3xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<8192x1152xf16>, tensor<1152x3xf16>) outs(%z : tensor<8192x3xf32>) -> tensor<8192x3xf32>
  return %0 : tensor<8192x3xf32>
}
// Fewer rows per work group fill the device.
// CHECK: func.func private @few_rows{{.*}} "cooperative-narrow", workgroup = [128, 1, 1], tile = [64, 16, 64], vector = 1
func.func private @few_rows(%a: tensor<1024x1152xf16>, %b: tensor<1152x4xf16>) -> tensor<1024x4xf32> {
  %z = arith.constant dense<0.0> : tensor<1024x4xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<1024x1152xf16>, tensor<1152x4xf16>) outs(%z : tensor<1024x4xf32>) -> tensor<1024x4xf32>
  return %0 : tensor<1024x4xf32>
}
// A run of 8 columns is copied as such.
// CHECK: func.func private @run{{.*}} "cooperative-contraction"
func.func private @run(%a: tensor<1024x1152xf16>, %b: tensor<1152x8xf16>) -> tensor<1024x8xf32> {
  %z = arith.constant dense<0.0> : tensor<1024x8xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<1024x1152xf16>, tensor<1152x8xf16>) outs(%z : tensor<1024x8xf32>) -> tensor<1024x8xf32>
  return %0 : tensor<1024x8xf32>
}
// CHECK: func.func private @wide{{.*}} "contraction"
func.func private @wide(%a: tensor<1024x1152xf16>, %b: tensor<1152x12xf16>) -> tensor<1024x12xf32> {
  %z = arith.constant dense<0.0> : tensor<1024x12xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<1024x1152xf16>, tensor<1152x12xf16>) outs(%z : tensor<1024x12xf32>) -> tensor<1024x12xf32>
  return %0 : tensor<1024x12xf32>
}
// CHECK: func.func private @floats{{.*}} "contraction"
func.func private @floats(%a: tensor<1024x1152xf32>, %b: tensor<1152x3xf32>) -> tensor<1024x3xf32> {
  %z = arith.constant dense<0.0> : tensor<1024x3xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<1024x1152xf32>, tensor<1152x3xf32>) outs(%z : tensor<1024x3xf32>) -> tensor<1024x3xf32>
  return %0 : tensor<1024x3xf32>
}
// CHECK: func.func private @uneven{{.*}} "contraction"
func.func private @uneven(%a: tensor<1024x1156xf16>, %b: tensor<1156x3xf16>) -> tensor<1024x3xf32> {
  %z = arith.constant dense<0.0> : tensor<1024x3xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<1024x1156xf16>, tensor<1156x3xf16>) outs(%z : tensor<1024x3xf32>) -> tensor<1024x3xf32>
  return %0 : tensor<1024x3xf32>
}
}
