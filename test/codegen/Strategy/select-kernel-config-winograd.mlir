// RUN: burin-opt %s --split-input-file --select-kernel-config --verify-kernel-config | FileCheck %s

// A window of 36 accesses of two floats fits 96 registers, one of four does not.
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 128, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4], bandwidth_mbps = 60000, f32_gflops = 2000, launch_ns = 10000, registers_per_item = 96}} {
  // CHECK: func.func private @input{{.*}}#kernel.config<schedule = "winograd-transform", workgroup = [64, 1, 1], tile = [], vector = 2>
  func.func private @input(%x: tensor<1x62x62x32xf16>) -> tensor<36x225x32xf16> {
    %e = tensor.empty() : tensor<36x225x32xf16>
    %0 = fused.winograd_input tile = 4 ins(%x : tensor<1x62x62x32xf16>) outs(%e : tensor<36x225x32xf16>) -> tensor<36x225x32xf16>
    return %0 : tensor<36x225x32xf16>
  }
  // Nine windows: as many items and work groups as there can be.
  // CHECK: func.func private @few{{.*}}#kernel.config<schedule = "winograd-transform", workgroup = [32, 1, 1], tile = [], vector = 2>
  func.func private @few(%m: tensor<16x9x32xf16>) -> tensor<1x6x6x32xf32> {
    %e = tensor.empty() : tensor<1x6x6x32xf32>
    %0 = fused.winograd_output tile = 2 ins(%m : tensor<16x9x32xf16>) outs(%e : tensor<1x6x6x32xf32>) -> tensor<1x6x6x32xf32>
    return %0 : tensor<1x6x6x32xf32>
  }
  // CHECK: func.func private @small_window{{.*}}schedule = "winograd-transform"{{.*}}vector = 4>
  func.func private @small_window(%m: tensor<16x900x32xf16>) -> tensor<1x60x60x32xf32> {
    %e = tensor.empty() : tensor<1x60x60x32xf32>
    %0 = fused.winograd_output tile = 2 ins(%m : tensor<16x900x32xf16>) outs(%e : tensor<1x60x60x32xf32>) -> tensor<1x60x60x32xf32>
    return %0 : tensor<1x60x60x32xf32>
  }
  // CHECK: func.func private @odd_channels{{.*}}schedule = "winograd-transform"{{.*}}vector = 1>
  func.func private @odd_channels(%m: tensor<16x9x7xf16>) -> tensor<1x6x6x7xf32> {
    %e = tensor.empty() : tensor<1x6x6x7xf32>
    %0 = fused.winograd_output tile = 2 ins(%m : tensor<16x9x7xf16>) outs(%e : tensor<1x6x6x7xf32>) -> tensor<1x6x6x7xf32>
    return %0 : tensor<1x6x6x7xf32>
  }
}

// -----

// A CPU core spills to its cache.
module attributes {burin.target = {name = "test", kind = "cpu", local_memory_bytes = 32768, max_workgroup_size = 128, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4], bandwidth_mbps = 60000, f32_gflops = 2000, launch_ns = 10000, registers_per_item = 16}} {
  // CHECK: func.func private @cpu{{.*}}schedule = "winograd-transform"{{.*}}vector = 4>
  func.func private @cpu(%x: tensor<1x6x6x32xf32>) -> tensor<36x1x32xf32> {
    %e = tensor.empty() : tensor<36x1x32xf32>
    %0 = fused.winograd_input tile = 4 ins(%x : tensor<1x6x6x32xf32>) outs(%e : tensor<36x1x32xf32>) -> tensor<36x1x32xf32>
    return %0 : tensor<36x1x32xf32>
  }
}
