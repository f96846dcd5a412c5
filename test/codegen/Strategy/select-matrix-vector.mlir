// RUN: burin-opt %s -split-input-file --select-kernel-config --verify-kernel-config | FileCheck %s

// Few rows leave matrix units nothing to do. Runs of 32 bytes, so that there are work groups.
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 32, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], matrix_unit = "mma.sync", matrix_tiles = [[64, 64, 32, 32, 3, 64, 4, 490, 560]], compute_units = 132, registers_per_item = 255, matrix_gflops = 798000}} {
  // CHECK: func.func private @embedding{{.*}}schedule = "matrix-vector", workgroup = [2, 64, 1], tile = [5], vector = 8
  func.func private @embedding(%a: tensor<1x320xf16>, %b: tensor<320x1280xf16>) -> tensor<1x1280xf32> {
    %z = arith.constant dense<0.0> : tensor<1x1280xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<1x320xf16>, tensor<320x1280xf16>) outs(%z : tensor<1x1280xf32>) -> tensor<1x1280xf32>
    return %0 : tensor<1x1280xf32>
  }
  // Enough columns for whole lines.
  // CHECK: func.func private @wide{{.*}}schedule = "matrix-vector", workgroup = [8, 32, 1], tile = [8], vector = 8
  func.func private @wide(%a: tensor<1x1280xf16>, %b: tensor<1280x20160xf16>) -> tensor<1x20160xf32> {
    %z = arith.constant dense<0.0> : tensor<1x20160xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<1x1280xf16>, tensor<1280x20160xf16>) outs(%z : tensor<1x20160xf32>) -> tensor<1x20160xf32>
    return %0 : tensor<1x20160xf32>
  }
  // CHECK: func.func private @four_rows{{.*}}schedule = "matrix-vector", workgroup = [2, 128, 1], tile = [5], vector = 8
  func.func private @four_rows(%a: tensor<4x1280xf16>, %b: tensor<1280x1280xf16>) -> tensor<4x1280xf32> {
    %z = arith.constant dense<0.0> : tensor<4x1280xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<4x1280xf16>, tensor<1280x1280xf16>) outs(%z : tensor<4x1280xf32>) -> tensor<4x1280xf32>
    return %0 : tensor<4x1280xf32>
  }
  // CHECK: func.func private @five_rows{{.*}}schedule = "matrix-contraction"
  func.func private @five_rows(%a: tensor<5x1280xf16>, %b: tensor<1280x1280xf16>) -> tensor<5x1280xf32> {
    %z = arith.constant dense<0.0> : tensor<5x1280xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<5x1280xf16>, tensor<1280x1280xf16>) outs(%z : tensor<5x1280xf32>) -> tensor<5x1280xf32>
    return %0 : tensor<5x1280xf32>
  }
  // CHECK: func.func private @single{{.*}}schedule = "matrix-vector", workgroup = [1, 256, 1], tile = [3], vector = 8
  func.func private @single(%a: tensor<1x768xf32>, %b: tensor<768x640xf32>) -> tensor<1x640xf32> {
    %z = arith.constant dense<0.0> : tensor<1x640xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<1x768xf32>, tensor<768x640xf32>) outs(%z : tensor<1x640xf32>) -> tensor<1x640xf32>
    return %0 : tensor<1x640xf32>
  }
  // Slices that divide the sum.
  // CHECK: func.func private @uneven{{.*}}schedule = "matrix-vector", workgroup = [2, 8, 1], tile = [3], vector = 8
  func.func private @uneven(%a: tensor<1x72xf16>, %b: tensor<72x64xf16>) -> tensor<1x64xf32> {
    %z = arith.constant dense<0.0> : tensor<1x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<1x72xf16>, tensor<72x64xf16>) outs(%z : tensor<1x64xf32>) -> tensor<1x64xf32>
    return %0 : tensor<1x64xf32>
  }
  // Fewer slices than an access has columns.
  // CHECK: func.func private @odd{{.*}}schedule = "contraction"
  func.func private @odd(%a: tensor<1x74xf16>, %b: tensor<74x64xf16>) -> tensor<1x64xf32> {
    %z = arith.constant dense<0.0> : tensor<1x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<1x74xf16>, tensor<74x64xf16>) outs(%z : tensor<1x64xf32>) -> tensor<1x64xf32>
    return %0 : tensor<1x64xf32>
  }
  // CHECK: func.func private @short{{.*}}schedule = "matrix-contraction"
  func.func private @short(%a: tensor<1x16xf16>, %b: tensor<16x1280xf16>) -> tensor<1x1280xf32> {
    %z = arith.constant dense<0.0> : tensor<1x1280xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<1x16xf16>, tensor<16x1280xf16>) outs(%z : tensor<1x1280xf32>) -> tensor<1x1280xf32>
    return %0 : tensor<1x1280xf32>
  }
}

// -----

// A core runs a work group alone.
module attributes {burin.target = {name = "test", kind = "cpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 32, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], compute_units = 132, registers_per_item = 255}} {
  // CHECK: func.func private @core{{.*}}schedule = "contraction"
  func.func private @core(%a: tensor<1x320xf16>, %b: tensor<320x1280xf16>) -> tensor<1x1280xf32> {
    %z = arith.constant dense<0.0> : tensor<1x1280xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<1x320xf16>, tensor<320x1280xf16>) outs(%z : tensor<1x1280xf32>) -> tensor<1x1280xf32>
    return %0 : tensor<1x1280xf32>
  }
}

// -----

// A work group of 16 items has none for whole lines of 32 accesses.
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 16, subgroup_size = 16, vector_bytes = 32, workgroup_items = 16, register_tile = [8, 2], contraction_workgroup = [4, 4]}} {
  // CHECK: func.func private @few_items{{.*}}schedule = "matrix-vector", workgroup = [8, 2, 1], tile = [8], vector = 2
  func.func private @few_items(%a: tensor<1x320xf16>, %b: tensor<320x130xf16>) -> tensor<1x130xf32> {
    %z = arith.constant dense<0.0> : tensor<1x130xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<1x320xf16>, tensor<320x130xf16>) outs(%z : tensor<1x130xf32>) -> tensor<1x130xf32>
    return %0 : tensor<1x130xf32>
  }
}

// -----

// Of 64 registers, 32 hold sums and 16 two accesses.
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 32, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], compute_units = 132, registers_per_item = 64}} {
  // CHECK: func.func private @few_registers{{.*}}schedule = "matrix-vector", workgroup = [2, 128, 1], tile = [2], vector = 8
  func.func private @few_registers(%a: tensor<4x1280xf16>, %b: tensor<1280x1280xf16>) -> tensor<4x1280xf32> {
    %z = arith.constant dense<0.0> : tensor<4x1280xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<4x1280xf16>, tensor<1280x1280xf16>) outs(%z : tensor<4x1280xf32>) -> tensor<4x1280xf32>
    return %0 : tensor<4x1280xf32>
  }
}

// -----

// Narrower accesses leave room for one.
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 32, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], compute_units = 132, registers_per_item = 48}} {
  // CHECK: func.func private @fewer_registers{{.*}}schedule = "matrix-vector", workgroup = [4, 64, 1], tile = [4], vector = 4
  func.func private @fewer_registers(%a: tensor<4x1280xf16>, %b: tensor<1280x1280xf16>) -> tensor<4x1280xf32> {
    %z = arith.constant dense<0.0> : tensor<4x1280xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<4x1280xf16>, tensor<1280x1280xf16>) outs(%z : tensor<4x1280xf32>) -> tensor<4x1280xf32>
    return %0 : tensor<4x1280xf32>
  }
}
