// RUN: burin-opt %s --select-kernel-config --verify-kernel-config | FileCheck %s

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {
  // CHECK: func.func private @elementwise{{.*}}schedule = "elementwise"{{.*}}vector = 2>
  func.func private @elementwise(%x: tensor<64x6xf32>) -> tensor<64x6xf32> {
    return %x : tensor<64x6xf32>
  }
  // CHECK: func.func private @matmul{{.*}}schedule = "contraction"
  func.func private @matmul(%a: tensor<4x16xf32>, %b: tensor<16x8xf32>) -> tensor<4x8xf32> {
    %z = arith.constant dense<0.0> : tensor<4x8xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<4x16xf32>, tensor<16x8xf32>) outs(%z : tensor<4x8xf32>) -> tensor<4x8xf32>
    return %0 : tensor<4x8xf32>
  }
  // Integer products are no contraction of this schedule.
  // CHECK: func.func private @integers{{.*}}schedule = "reduction"
  func.func private @integers(%a: tensor<4x16xi32>, %b: tensor<16x8xi32>) -> tensor<4x8xi32> {
    %z = arith.constant dense<0> : tensor<4x8xi32>
    %0 = linalg.matmul ins(%a, %b : tensor<4x16xi32>, tensor<16x8xi32>) outs(%z : tensor<4x8xi32>) -> tensor<4x8xi32>
    return %0 : tensor<4x8xi32>
  }
  // CHECK: func.func private @softmax{{.*}}schedule = "row"{{.*}}workgroup = [16, 4, 1]
  func.func private @softmax(%x: tensor<4x64xf32>) -> tensor<4x64xf32> {
    %e = tensor.empty() : tensor<4x64xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<4x64xf32>) outs(%e : tensor<4x64xf32>) -> tensor<4x64xf32>
    return %0 : tensor<4x64xf32>
  }
  // What a tuner wrote stays.
  // CHECK: func.func private @tuned{{.*}}workgroup = [2, 1, 1]
  func.func private @tuned(%x: tensor<4x6xf32>) -> tensor<4x6xf32> attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [2, 1, 1], tile = [1], vector = 1>} {
    return %x : tensor<4x6xf32>
  }
}
