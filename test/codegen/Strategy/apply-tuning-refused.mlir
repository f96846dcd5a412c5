// RUN: burin-opt %s --split-input-file --apply-tuning --remarks-filter=".*" 2>&1 | FileCheck %s
// Whatever a tuning file says, the result is a remark and the strategy's choice.

// CHECK-NOT: error:
// CHECK: softmax: the config measured for gb231aacf4988e2e9 is left out: {{.*}}has a vector of 7 elements
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}, burin.tuning = {gb231aacf4988e2e9 = "#kernel.config<schedule = \22row\22, workgroup = [4, 1, 1], tile = [], vector = 7>"}} {
  func.func private @softmax(%x: tensor<64x32xf32>) -> tensor<64x32xf32> {
    %e = tensor.empty() : tensor<64x32xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<64x32xf32>) outs(%e : tensor<64x32xf32>) -> tensor<64x32xf32>
    return %0 : tensor<64x32xf32>
  }
}

// -----

// CHECK: softmax: the config measured for gb231aacf4988e2e9 is left out: {{.*}}more work items than the 256
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}, burin.tuning = {gb231aacf4988e2e9 = "#kernel.config<schedule = \22row\22, workgroup = [512, 1, 1], tile = [], vector = 4>"}} {
  func.func private @softmax(%x: tensor<64x32xf32>) -> tensor<64x32xf32> {
    %e = tensor.empty() : tensor<64x32xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<64x32xf32>) outs(%e : tensor<64x32xf32>) -> tensor<64x32xf32>
    return %0 : tensor<64x32xf32>
  }
}

// -----

// CHECK: softmax: the config measured for gb231aacf4988e2e9 is left out: {{.*}}more work items
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}, burin.tuning = {gb231aacf4988e2e9 = "#kernel.config<schedule = \22row\22, workgroup = [4096, 4096, 4096], tile = [], vector = 4>"}} {
  func.func private @softmax(%x: tensor<64x32xf32>) -> tensor<64x32xf32> {
    %e = tensor.empty() : tensor<64x32xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<64x32xf32>) outs(%e : tensor<64x32xf32>) -> tensor<64x32xf32>
    return %0 : tensor<64x32xf32>
  }
}

// -----

// CHECK: softmax: the config measured for gb231aacf4988e2e9 is left out: it is no config
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}, burin.tuning = {gb231aacf4988e2e9 = "#kernel.config<schedule = \22row\22, workgroup = [-4, 1, 1], tile = [], vector = 4>"}} {
  func.func private @softmax(%x: tensor<64x32xf32>) -> tensor<64x32xf32> {
    %e = tensor.empty() : tensor<64x32xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<64x32xf32>) outs(%e : tensor<64x32xf32>) -> tensor<64x32xf32>
    return %0 : tensor<64x32xf32>
  }
}

// -----

// CHECK: softmax: the config measured for gb231aacf4988e2e9 is left out: it is no config
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}, burin.tuning = {gb231aacf4988e2e9 = "#kernel.config<schedule = \22row\22, workgroup = [9223372036854775807, 2, 1], tile = [], vector = 4>"}} {
  func.func private @softmax(%x: tensor<64x32xf32>) -> tensor<64x32xf32> {
    %e = tensor.empty() : tensor<64x32xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<64x32xf32>) outs(%e : tensor<64x32xf32>) -> tensor<64x32xf32>
    return %0 : tensor<64x32xf32>
  }
}

// -----

// CHECK: softmax: the config measured for gb231aacf4988e2e9 is left out: {{.*}}root is no contraction
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}, burin.tuning = {gb231aacf4988e2e9 = "#kernel.config<schedule = \22contraction\22, workgroup = [4, 1, 1], tile = [1, 1, 1, 0], vector = 4>"}} {
  func.func private @softmax(%x: tensor<64x32xf32>) -> tensor<64x32xf32> {
    %e = tensor.empty() : tensor<64x32xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<64x32xf32>) outs(%e : tensor<64x32xf32>) -> tensor<64x32xf32>
    return %0 : tensor<64x32xf32>
  }
}

// -----

// CHECK: softmax: the config measured for gb231aacf4988e2e9 is left out: {{.*}}unknown schedule
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}, burin.tuning = {gb231aacf4988e2e9 = "#kernel.config<schedule = \22dance\22, workgroup = [4, 1, 1], tile = [], vector = 4>"}} {
  func.func private @softmax(%x: tensor<64x32xf32>) -> tensor<64x32xf32> {
    %e = tensor.empty() : tensor<64x32xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<64x32xf32>) outs(%e : tensor<64x32xf32>) -> tensor<64x32xf32>
    return %0 : tensor<64x32xf32>
  }
}

// -----

// CHECK: softmax: the config measured for gb231aacf4988e2e9 is left out: 
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}, burin.tuning = {gb231aacf4988e2e9 = "#kernel.config<schedule = "}} {
  func.func private @softmax(%x: tensor<64x32xf32>) -> tensor<64x32xf32> {
    %e = tensor.empty() : tensor<64x32xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<64x32xf32>) outs(%e : tensor<64x32xf32>) -> tensor<64x32xf32>
    return %0 : tensor<64x32xf32>
  }
}

// -----

// CHECK: softmax: the config measured for gb231aacf4988e2e9 is left out: it is no config
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}, burin.tuning = {gb231aacf4988e2e9 = "dense<0> : tensor<1000000000xi64>"}} {
  func.func private @softmax(%x: tensor<64x32xf32>) -> tensor<64x32xf32> {
    %e = tensor.empty() : tensor<64x32xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<64x32xf32>) outs(%e : tensor<64x32xf32>) -> tensor<64x32xf32>
    return %0 : tensor<64x32xf32>
  }
}

// -----

// CHECK: softmax: the config measured for gb231aacf4988e2e9 is left out: it is no config
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}, burin.tuning = {gb231aacf4988e2e9 = ""}} {
  func.func private @softmax(%x: tensor<64x32xf32>) -> tensor<64x32xf32> {
    %e = tensor.empty() : tensor<64x32xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<64x32xf32>) outs(%e : tensor<64x32xf32>) -> tensor<64x32xf32>
    return %0 : tensor<64x32xf32>
  }
}

// -----

// CHECK: softmax: no measurement
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 1024, max_workgroup_size = 256, subgroup_size = 8, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8]}, burin.tuning = {gb231aacf4988e2e9 = 7 : i64}} {
  func.func private @softmax(%x: tensor<64x32xf32>) -> tensor<64x32xf32> {
    %e = tensor.empty() : tensor<64x32xf32>
    %0 = linalg.softmax dimension(1) ins(%x : tensor<64x32xf32>) outs(%e : tensor<64x32xf32>) -> tensor<64x32xf32>
    return %0 : tensor<64x32xf32>
  }
}
