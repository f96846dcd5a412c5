// RUN: burin-opt %s --verify-kernel-config --lower-to-kernels --canonicalize --cse | FileCheck %s

// Rows of 80 columns are 10 units: of 64 items 40 copy four rows at a time, the others write behind
// the end of a row of 11 units. No load and no store of a step is in a branch.
// CHECK-LABEL: gpu.func @g
// CHECK-DAG: %[[UNREAD:.*]] = arith.constant 10 : index
// CHECK-DAG: %[[ACTIVE:.*]] = arith.constant 40 : index
// CHECK: %[[ITEM:.*]] = gpu.thread_id x
// CHECK: %[[MEMORY:.*]] = memref.alloc()
// CHECK: %[[COPIES:.*]] = arith.cmpi slt, %[[ITEM]], %[[ACTIVE]]
// CHECK: %[[BEHIND:.*]] = arith.addi %{{.*}}, %[[UNREAD]] : index
// CHECK: %[[TARGET:.*]] = arith.select %[[COPIES]], %{{.*}}, %[[BEHIND]] : index
// CHECK: %[[PLACE:.*]] = arith.addi %[[TARGET]], %{{.*}} : index
// CHECK-NEXT: memref.store {{.*}}, %[[MEMORY]][%[[PLACE]]]
// CHECK: scf.for
// CHECK-COUNT-12: vector.load {{.*}}, vector<8xf16>
// CHECK-NOT: scf.if
// CHECK: memref.store {{.*}}, %[[MEMORY]][%[[PLACE]]]
// CHECK-NOT: scf.if
// CHECK: scf.yield
module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[64, 80, 32, 80, 1, 32, 2, 300, 500]]}} {
  func.func private @g(%a: tensor<128x160xf16>, %b: tensor<160x320xf16>) -> tensor<128x320xf32> attributes {kernel.config = #kernel.config<schedule = "cooperative-contraction", workgroup = [64, 1, 1], tile = [64, 80, 32, 80, 32, 1], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<128x320xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<128x160xf16>, tensor<160x320xf16>) outs(%z : tensor<128x320xf32>) -> tensor<128x320xf32>
    return %0 : tensor<128x320xf32>
  }
  func.func @main(%a: tensor<128x160xf16>, %b: tensor<160x320xf16>) -> tensor<128x320xf32> {
    %0 = call @g(%a, %b) : (tensor<128x160xf16>, tensor<160x320xf16>) -> tensor<128x320xf32>
    return %0 : tensor<128x320xf32>
  }
}
