// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// Two steps are on their way, each in registers of its own (4 units, of which those of
// the lhs may be outside: 100 rows). What is loaded is first used when it goes to local
// memory, two steps later: zeros are selected there. Seven steps: four in the loop, of the
// rest one still has a step to load.
// CHECK-LABEL: gpu.func @g
// CHECK: %[[MEMORY:.*]] = memref.alloc() : memref<1216xvector<4xi32>
// CHECK-COUNT-8: vector.load {{.*}}, vector<8xf16>
// CHECK-NOT: vector.load
// CHECK: %[[END:.*]] = arith.constant 4 : index
// CHECK: %[[PERIOD:.*]] = arith.constant 2 : index
// CHECK: scf.for %{{.*}} to %[[END]] step %[[PERIOD]] iter_args({{.*}}, %[[UNIT:.*]] = %{{.*}}, %[[INSIDE:.*]] = %{{.*}}, %{{.*}} = %{{.*}}, %{{.*}} = %{{.*}}, %{{.*}} = %{{.*}}, %{{.*}} = %{{.*}}, %[[OTHER:.*]] = %{{.*}}, %[[THERE:.*]] = %{{.*}}, %{{.*}} = %{{.*}}, %{{.*}} = %{{.*}}, %{{.*}} = %{{.*}}, %{{.*}} = %{{.*}})
// CHECK: arith.select %[[INSIDE]], %[[UNIT]], %{{.*}} : vector<4xi32>
// CHECK: gpu.barrier
// CHECK-COUNT-4: vector.load {{.*}}, vector<8xf16>
// CHECK-NOT: vector.load
// CHECK: arith.select %[[THERE]], %[[OTHER]], %{{.*}} : vector<4xi32>
// CHECK: gpu.barrier
// CHECK-COUNT-4: vector.load {{.*}}, vector<8xf16>
// CHECK: scf.yield
// CHECK: gpu.barrier
// CHECK-COUNT-4: vector.load {{.*}}, vector<8xf16>
// CHECK: gpu.barrier
// CHECK-NOT: vector.load {{.*}}, vector<8xf16>
// CHECK: gpu.barrier
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
