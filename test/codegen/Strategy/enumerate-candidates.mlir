// RUN: burin-opt %s --select-kernel-config --enumerate-candidates=limit=3 --mlir-print-op-generic=false | FileCheck %s
// Every candidate obeys its schedule and the target, and becomes a kernel.
// RUN: burin-opt %s --select-kernel-config --enumerate-candidates=limit=12 --verify-kernel-config --lower-to-kernels | FileCheck %s --check-prefix=LOWER

// The function of the model is gone; the calls of each group are counted.
// CHECK: module attributes {burin.candidate_calls = {[[MATMUL:g[0-9a-f]+]] = 1 : i64, [[SOFTMAX:g[0-9a-f]+]] = 2 : i64}
// CHECK-NOT: @main
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}} {
  func.func @main(%a: tensor<64x16xf32>, %i: tensor<4x6xi32>) -> (tensor<64x32xf32>, tensor<64x32xf32>, tensor<64x32xf32>, tensor<4x6xi32>) {
    %w = plan.constant "w" #plan.synthetic<seed = 1, mean = 0.0 : f32, stddev = 1.0 : f32> of tensor<16x32xf32> -> tensor<16x32xf32>
    %0 = call @matmul(%a, %w) : (tensor<64x16xf32>, tensor<16x32xf32>) -> tensor<64x32xf32>
    %1 = call @softmax(%0) : (tensor<64x32xf32>) -> tensor<64x32xf32>
    %2 = call @softmax(%1) : (tensor<64x32xf32>) -> tensor<64x32xf32>
    %3 = call @integers(%i) : (tensor<4x6xi32>) -> tensor<4x6xi32>
    return %0, %1, %2, %3 : tensor<64x32xf32>, tensor<64x32xf32>, tensor<64x32xf32>, tensor<4x6xi32>
  }
  // One function per group, all candidates on the same noise; the strategy's choice comes first.
  // CHECK-DAG: func.func @[[MATMUL]]() -> (tensor<64x32xf32>, tensor<64x32xf32>, tensor<64x32xf32>)
  // CHECK-DAG: plan.constant "[[MATMUL]].0" #plan.synthetic<
  // Each reads weights of its own, of equal values: they are not in a cache because of the candidate before.
  // CHECK-DAG: plan.constant "[[MATMUL]].1.0" #plan.synthetic<seed = [[SEED:[-0-9]+]]
  // CHECK-DAG: plan.constant "[[MATMUL]].1.2" #plan.synthetic<seed = [[SEED]]
  // CHECK-DAG: call @matmul_c0(%{{.*}}, %{{.*}})
  // CHECK-DAG: call @matmul_c2(%{{.*}}, %{{.*}})
  // CHECK-DAG: func.func private @matmul_c0{{.*}}tile = [2, 2, 4, 0]
  // CHECK-DAG: func.func private @matmul_c1{{.*}}tile = [4, 2, 4, 0]
  // CHECK-DAG: func.func private @matmul_c2{{.*}}tile = [1, 2, 4, 0]
  func.func private @matmul(%a: tensor<64x16xf32>, %b: tensor<16x32xf32>) -> tensor<64x32xf32> {
    %z = arith.constant dense<0.0> : tensor<64x32xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x16xf32>, tensor<16x32xf32>) outs(%z : tensor<64x32xf32>) -> tensor<64x32xf32>
    return %0 : tensor<64x32xf32>
  }
  // CHECK-DAG: func.func @[[SOFTMAX]]
  // CHECK-DAG: func.func private @softmax_c1{{.*}}workgroup = [8, 16, 1]
  func.func private @softmax(%x: tensor<64x32xf32>) -> tensor<64x32xf32> {
    %e = tensor.empty() : tensor<64x32xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<64x32xf32>) outs(%e : tensor<64x32xf32>) -> tensor<64x32xf32>
    return %0 : tensor<64x32xf32>
  }
  // Noise cannot stand in for integers.
  // CHECK-NOT: @integers
  func.func private @integers(%x: tensor<4x6xi32>) -> tensor<4x6xi32> {
    return %x : tensor<4x6xi32>
  }
}

// LOWER-DAG: gpu.module @matmul_c0
// LOWER-DAG: gpu.module @matmul_c11
// LOWER-DAG: plan.dispatch @matmul_c11::@matmul_c11
// LOWER-DAG: gpu.module @softmax_c0
