// RUN: burin-opt %s --apply-tuning | FileCheck %s
// RUN: burin-opt %s --apply-tuning --apply-tuning --select-kernel-config --verify-kernel-config | FileCheck %s
// RUN: burin-opt %s --apply-tuning --remarks-filter=".*" 2>&1 | FileCheck %s --check-prefix=REMARK
// Without measurements nothing happens.
// RUN: burin-opt /dev/stdin --apply-tuning < %S/Inputs/untuned.mlir | FileCheck %s --check-prefix=NONE

module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}, burin.tuning = {
    gb231aacf4988e2e9 = "#kernel.config<schedule = \22row\22, workgroup = [4, 1, 1], tile = [], vector = 8>",
    gffffffffffffffff = "#kernel.config<schedule = \22row\22, workgroup = [1, 1, 1], tile = [], vector = 1>"}} {
  // CHECK: func.func private @softmax{{.*}}#kernel.config<schedule = "row", workgroup = [4, 1, 1], tile = [], vector = 8>
  // REMARK: softmax: #kernel.config<schedule = "row", workgroup = [4, 1, 1]
  func.func private @softmax(%x: tensor<64x32xf32>) -> tensor<64x32xf32> {
    %e = tensor.empty() : tensor<64x32xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<64x32xf32>) outs(%e : tensor<64x32xf32>) -> tensor<64x32xf32>
    return %0 : tensor<64x32xf32>
  }
  // The signature knows neither names nor explanations.
  // CHECK: func.func private @same_as_softmax{{.*}}workgroup = [4, 1, 1], tile = [], vector = 8>
  func.func private @same_as_softmax(%y: tensor<64x32xf32> {plan.name = "y"}) -> tensor<64x32xf32> attributes {plan.reason = "why"} {
    %empty = tensor.empty() : tensor<64x32xf32>
    %1 = linalg.softmax {plan.note = 1 : i64} dimension(1) ins(%y : tensor<64x32xf32>) outs(%empty : tensor<64x32xf32>) -> tensor<64x32xf32>
    return %1 : tensor<64x32xf32>
  }
  // Another shape is another group: the strategy chooses.
  // CHECK-NOT: @larger{{.*}}workgroup = [4, 1, 1]
  // REMARK: larger: no measurement of g
  func.func private @larger(%x: tensor<64x64xf32>) -> tensor<64x64xf32> {
    %e = tensor.empty() : tensor<64x64xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<64x64xf32>) outs(%e : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
  // What stands there stays.
  // CHECK: func.func private @chosen{{.*}}workgroup = [2, 1, 1]
  func.func private @chosen(%x: tensor<64x32xf32>) -> tensor<64x32xf32> attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [2, 1, 1], tile = [], vector = 1>} {
    %e = tensor.empty() : tensor<64x32xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<64x32xf32>) outs(%e : tensor<64x32xf32>) -> tensor<64x32xf32>
    return %0 : tensor<64x32xf32>
  }
}

// NONE-NOT: kernel.config
// NONE: func.func private @softmax
