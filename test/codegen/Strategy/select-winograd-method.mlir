// RUN: burin-opt %s --select-winograd=method=f2 | FileCheck %s --check-prefix=F2
// RUN: burin-opt %s --select-winograd=method=f4 | FileCheck %s --check-prefix=F4
// RUN: burin-opt %s --select-winograd="method=f4 scratch=2" | FileCheck %s --check-prefix=SCRATCH
// RUN: burin-opt %s --select-winograd=method=off | FileCheck %s --check-prefix=OFF
// RUN: not burin-opt %s --select-winograd=method=f6 2>&1 | FileCheck %s --check-prefix=UNKNOWN

// The user decides: every convolution that fits the scratch, whatever it costs.
// F2-LABEL: func.func @large
// F2: tile = [2]
// F2-LABEL: func.func @small
// F2: tile = [2]
// F2-LABEL: func.func @stride
// F2-NOT: kernel.winograd
// F4-LABEL: func.func @large
// F4: tile = [4]
// F4-LABEL: func.func @small
// F4: tile = [4]
// F4-LABEL: func.func @stride
// F4-NOT: kernel.winograd
// SCRATCH-LABEL: func.func @large
// SCRATCH-NOT: kernel.winograd
// SCRATCH-LABEL: func.func @small
// SCRATCH: tile = [4]
// OFF-NOT: kernel.winograd
// UNKNOWN: error: select-winograd: method must be auto, precise, off, f2 or f4, got 'f6'
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 128, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4], bandwidth_mbps = 60000, f32_gflops = 2000, launch_ns = 10000}} {
  func.func @large(%x: tensor<1x66x66x128xf16>) -> tensor<1x64x64x128xf32> {
    %z = arith.constant dense<0.0> : tensor<1x64x64x128xf32>
    %w = plan.constant "w" #plan.missing<"x"> of tensor<3x3x128x128xf16> -> tensor<3x3x128x128xf16>
    %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%x, %w : tensor<1x66x66x128xf16>, tensor<3x3x128x128xf16>) outs(%z : tensor<1x64x64x128xf32>) -> tensor<1x64x64x128xf32>
    return %0 : tensor<1x64x64x128xf32>
  }
  func.func @small(%x: tensor<1x10x10x16xf16>) -> tensor<1x8x8x16xf32> {
    %z = arith.constant dense<0.0> : tensor<1x8x8x16xf32>
    %w = plan.constant "w" #plan.missing<"x"> of tensor<3x3x16x16xf16> -> tensor<3x3x16x16xf16>
    %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%x, %w : tensor<1x10x10x16xf16>, tensor<3x3x16x16xf16>) outs(%z : tensor<1x8x8x16xf32>) -> tensor<1x8x8x16xf32>
    return %0 : tensor<1x8x8x16xf32>
  }
  func.func @stride(%x: tensor<1x67x67x128xf16>) -> tensor<1x33x33x128xf32> {
    %z = arith.constant dense<0.0> : tensor<1x33x33x128xf32>
    %w = plan.constant "w" #plan.missing<"x"> of tensor<3x3x128x128xf16> -> tensor<3x3x128x128xf16>
    %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<2> : tensor<2xi64>} ins(%x, %w : tensor<1x67x67x128xf16>, tensor<3x3x128x128xf16>) outs(%z : tensor<1x33x33x128xf32>) -> tensor<1x33x33x128xf32>
    return %0 : tensor<1x33x33x128xf32>
  }
}
