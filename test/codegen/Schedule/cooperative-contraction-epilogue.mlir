// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// 8 sub-groups of 64 x 32: half of the result fits where the operands were. The bias is
// read for 8 runs before the first of them is stored; rows past the end read what the last
// row reads, and are not stored. Behind the last step a sub-group waits for itself only.
// CHECK-LABEL: gpu.func @g
// CHECK-SAME: %[[A:.*]]: memref<{{.*}}xf16{{.*}}>, %[[B:.*]]: memref<{{.*}}>, %[[BIAS:.*]]: memref<{{.*}}xf32{{.*}}>, %[[OUT:.*]]: memref<
// CHECK: scf.for
// CHECK: gpu.barrier{{$}}
// CHECK: gpu.barrier{{$}}
// CHECK-COUNT-4: gpu.subgroup_mma_store_matrix
// CHECK-NOT: gpu.subgroup_mma_store_matrix
// CHECK: gpu.barrier {kernel.subgroup}
// CHECK: arith.minsi
// CHECK-COUNT-8: vector.load %[[BIAS]]
// CHECK: scf.if
// CHECK: vector.store {{.*}}, %[[OUT]]
// CHECK: gpu.barrier {kernel.subgroup}
// CHECK-COUNT-4: gpu.subgroup_mma_store_matrix
// CHECK: gpu.barrier {kernel.subgroup}
// CHECK-NOT: gpu.barrier
// CHECK-COUNT-8: vector.load %[[BIAS]]
// CHECK: vector.store {{.*}}, %[[OUT]]
// CHECK: gpu.return
module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[128, 128, 64, 32, 1, 32, 2, 300, 500]]}} {
  func.func private @g(%a: tensor<200x96xf16>, %b: tensor<96x128xf16>, %bias: tensor<200x128xf32>) -> tensor<200x128xf32> attributes {kernel.config = #kernel.config<schedule = "cooperative-contraction", workgroup = [256, 1, 1], tile = [128, 128, 64, 32, 32, 1], vector = 4>} {
    %z = arith.constant dense<0.0> : tensor<200x128xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<200x96xf16>, tensor<96x128xf16>) outs(%z : tensor<200x128xf32>) -> tensor<200x128xf32>
    %e = tensor.empty() : tensor<200x128xf32>
    %1 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%0, %bias : tensor<200x128xf32>, tensor<200x128xf32>) outs(%e : tensor<200x128xf32>) {
    ^bb0(%x: f32, %y: f32, %out: f32):
      %s = arith.addf %x, %y : f32
      linalg.yield %s : f32
    } -> tensor<200x128xf32>
    return %1 : tensor<200x128xf32>
  }
  func.func @main(%a: tensor<200x96xf16>, %b: tensor<96x128xf16>, %bias: tensor<200x128xf32>) -> tensor<200x128xf32> {
    %0 = call @g(%a, %b, %bias) : (tensor<200x96xf16>, tensor<96x128xf16>, tensor<200x128xf32>) -> tensor<200x128xf32>
    return %0 : tensor<200x128xf32>
  }
}
