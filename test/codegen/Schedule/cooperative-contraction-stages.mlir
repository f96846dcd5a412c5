// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// Two steps in local memory save a barrier: a step is stored where nobody reads. Two steps make an
// iteration, one for each part of local memory, so that places are constants. Rows past the end (100
// rows) are zeros, selected on the way to local memory. Seven steps: six in the loop.
// CHECK-LABEL: gpu.func @g
// CHECK: %[[MEMORY:.*]] = memref.alloc() : memref<1216xvector<4xi32>
// CHECK-COUNT-4: vector.load {{.*}}, vector<8xf16>
// CHECK-NOT: vector.load
// CHECK: %[[END:.*]] = arith.constant 6 : index
// CHECK: %[[PERIOD:.*]] = arith.constant 2 : index
// CHECK: scf.for %{{.*}} to %[[END]] step %[[PERIOD]]
// CHECK: %[[INDEX:.*]] = arith.select %[[INSIDE:.*]], %{{.*}}, %{{.*}} : index
// CHECK: %[[HALVES:.*]] = vector.load %arg0[%[[INDEX]]]
// CHECK: %[[UNIT:.*]] = vector.bitcast %[[HALVES]]
// CHECK-COUNT-3: vector.load {{.*}}, vector<8xf16>
// CHECK-COUNT-8: gpu.subgroup_mma_compute
// CHECK-NOT: gpu.barrier
// CHECK: %[[STORED:.*]] = arith.select %[[INSIDE]], %[[UNIT]], %{{.*}} : vector<4xi32>
// CHECK: memref.store %[[STORED]], %[[MEMORY]]
// CHECK-COUNT-3: memref.store {{.*}}, %[[MEMORY]]
// CHECK-NEXT: gpu.barrier
// CHECK-COUNT-4: vector.load {{.*}}, vector<8xf16>
// CHECK-COUNT-8: gpu.subgroup_mma_compute
// CHECK-NOT: gpu.barrier
// CHECK-COUNT-4: memref.store {{.*}}, %[[MEMORY]]
// CHECK-NEXT: gpu.barrier
// CHECK: scf.yield
// CHECK-NOT: vector.load {{.*}}, vector<8xf16>
// CHECK-COUNT-8: gpu.subgroup_mma_compute
// CHECK: gpu.return
module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[64, 64, 32, 32, 2, 32, 2, 200, 500]]}} {
  func.func private @g(%a: tensor<100x224xf16>, %b: tensor<224x64xf16>) -> tensor<100x64xf32> attributes {kernel.config = #kernel.config<schedule = "cooperative-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 32, 2], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<100x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<100x224xf16>, tensor<224x64xf16>) outs(%z : tensor<100x64xf32>) -> tensor<100x64xf32>
    return %0 : tensor<100x64xf32>
  }
  func.func @main(%a: tensor<100x224xf16>, %b: tensor<224x64xf16>) -> tensor<100x64xf32> {
    %0 = call @g(%a, %b) : (tensor<100x224xf16>, tensor<224x64xf16>) -> tensor<100x64xf32>
    return %0 : tensor<100x64xf32>
  }
}
