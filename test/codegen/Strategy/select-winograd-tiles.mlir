// RUN: burin-opt %s --split-input-file --select-winograd | FileCheck %s
// RUN: burin-opt %s --split-input-file --select-winograd=method=precise | FileCheck %s --check-prefix=PRECISE

// Tiles of matrix units say how long a convolution takes; the roofline alone would never take Winograd
// (select-winograd-matrix-units.mlir). The target grants memory and traffic.
module attributes {burin.target = {name = "mma", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], matrix_unit = "mma.sync", matrix_tiles = [[128, 64, 64, 32, 2, 64, 3, 480, 500], [64, 64, 32, 32, 3, 64, 4, 370, 580]], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500, winograd_traffic_percent = 4000, winograd_scratch_bytes = 134217728}} {
  // Three work groups on most processors, 90 steps each: less than half is left.
  // CHECK-LABEL: func.func @image(
  // CHECK: kernel.winograd = #kernel.config<schedule = "winograd", workgroup = [1, 1, 1], tile = [4], vector = 1>
  func.func @image(%x: tensor<2x34x34x640xf16>) -> tensor<2x32x32x640xf32> {
    %z = arith.constant dense<0.0> : tensor<2x32x32x640xf32>
    %w = plan.constant "w" #plan.missing<"x"> of tensor<3x3x640x640xf16> -> tensor<3x3x640x640xf16>
    %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%x, %w : tensor<2x34x34x640xf16>, tensor<3x3x640x640xf16>) outs(%z : tensor<2x32x32x640xf32>) -> tensor<2x32x32x640xf32>
    return %0 : tensor<2x32x32x640xf32>
  }
  // 16 x 16: the 118 MB of F(4x4)'s weights would take longer than its products.
  // Halves are too short for F(4x4) where every digit counts.
  // PRECISE-LABEL: func.func @image(
  // PRECISE: tile = [2]
  // CHECK-LABEL: func.func @small(
  // CHECK: tile = [2]
  func.func @small(%x: tensor<2x18x18x1280xf16>) -> tensor<2x16x16x1280xf32> {
    %z = arith.constant dense<0.0> : tensor<2x16x16x1280xf32>
    %w = plan.constant "w" #plan.missing<"x"> of tensor<3x3x1280x1280xf16> -> tensor<3x3x1280x1280xf16>
    %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%x, %w : tensor<2x18x18x1280xf16>, tensor<3x3x1280x1280xf16>) outs(%z : tensor<2x16x16x1280xf32>) -> tensor<2x16x16x1280xf32>
    return %0 : tensor<2x16x16x1280xf32>
  }
  // 8 x 8: summed in parts, the convolution takes as long as reading F(2x2)'s weights.
  // CHECK-LABEL: func.func @tiny(
  // CHECK-NOT: kernel.winograd
  func.func @tiny(%x: tensor<2x10x10x1280xf16>) -> tensor<2x8x8x1280xf32> {
    %z = arith.constant dense<0.0> : tensor<2x8x8x1280xf32>
    %w = plan.constant "w" #plan.missing<"x"> of tensor<3x3x1280x1280xf16> -> tensor<3x3x1280x1280xf16>
    %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%x, %w : tensor<2x10x10x1280xf16>, tensor<3x3x1280x1280xf16>) outs(%z : tensor<2x8x8x1280xf32>) -> tensor<2x8x8x1280xf32>
    return %0 : tensor<2x8x8x1280xf32>
  }
}

// -----

// Nothing granted: the transforms must fit below 32 MiB, and may add 5 % of traffic to a convolution alone.
module attributes {burin.target = {name = "mma", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], matrix_unit = "mma.sync", matrix_tiles = [[128, 64, 64, 32, 2, 64, 3, 480, 500], [64, 64, 32, 32, 3, 64, 4, 370, 580]], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500}} {
  // CHECK-LABEL: func.func @granted_nothing(
  // CHECK-NOT: kernel.winograd
  func.func @granted_nothing(%x: tensor<2x34x34x640xf16>) -> tensor<2x32x32x640xf32> {
    %z = arith.constant dense<0.0> : tensor<2x32x32x640xf32>
    %w = plan.constant "w" #plan.missing<"x"> of tensor<3x3x640x640xf16> -> tensor<3x3x640x640xf16>
    %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%x, %w : tensor<2x34x34x640xf16>, tensor<3x3x640x640xf16>) outs(%z : tensor<2x32x32x640xf32>) -> tensor<2x32x32x640xf32>
    return %0 : tensor<2x32x32x640xf32>
  }
}

// -----

// Accesses of eight bytes: the transforms of Vulkan take half as long again.
module attributes {burin.target = {name = "mma", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], matrix_unit = "mma.sync", matrix_tiles = [[128, 64, 64, 32, 2, 64, 3, 480, 500], [64, 64, 32, 32, 3, 64, 4, 370, 580]], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500, winograd_traffic_percent = 4000, winograd_scratch_bytes = 134217728}} {
  // CHECK-LABEL: func.func @wide_accesses(
  // CHECK: kernel.winograd
  func.func @wide_accesses(%x: tensor<1x194x194x256xf16>) -> tensor<1x192x192x256xf32> {
    %z = arith.constant dense<0.0> : tensor<1x192x192x256xf32>
    %w = plan.constant "w" #plan.missing<"x"> of tensor<3x3x256x256xf16> -> tensor<3x3x256x256xf16>
    %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%x, %w : tensor<1x194x194x256xf16>, tensor<3x3x256x256xf16>) outs(%z : tensor<1x192x192x256xf32>) -> tensor<1x192x192x256xf32>
    return %0 : tensor<1x192x192x256xf32>
  }
}

// -----

module attributes {burin.target = {name = "mma", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], api = "vulkan", matrix_unit = "cooperative-matrix", matrix_tiles = [[128, 64, 64, 32, 2, 64, 3, 480, 500], [64, 64, 32, 32, 3, 64, 4, 370, 580]], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500, winograd_traffic_percent = 4000, winograd_scratch_bytes = 134217728}} {
  // CHECK-LABEL: func.func @narrow_accesses(
  // CHECK-NOT: kernel.winograd
  func.func @narrow_accesses(%x: tensor<1x194x194x256xf16>) -> tensor<1x192x192x256xf32> {
    %z = arith.constant dense<0.0> : tensor<1x192x192x256xf32>
    %w = plan.constant "w" #plan.missing<"x"> of tensor<3x3x256x256xf16> -> tensor<3x3x256x256xf16>
    %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%x, %w : tensor<1x194x194x256xf16>, tensor<3x3x256x256xf16>) outs(%z : tensor<1x192x192x256xf32>) -> tensor<1x192x192x256xf32>
    return %0 : tensor<1x192x192x256xf32>
  }
}
