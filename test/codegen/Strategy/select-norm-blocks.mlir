// RUN: burin-opt %s --select-norm-blocks --split-input-file | FileCheck %s
// RUN: burin-opt %s --select-norm-blocks --select-norm-blocks --split-input-file | FileCheck %s

// 132 processors and 32 groups of channels: one work group per group leaves most of
// the device idle where there is much to read.
module attributes {burin.target = {name = "large", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, launch_ns = 2500}} {
  // CHECK-LABEL: func.func @decoder
  // CHECK: fused.group_norm {{.*}} {kernel.blocks = 256 : i64}
  func.func @decoder(%x: tensor<1x262144x256xf16>, %g: tensor<256xf16>, %e: tensor<1x262144x256xf16>) -> tensor<1x262144x256xf16> {
    %0 = fused.group_norm groups = 32 epsilon = 1.0e-06 ins(%x, %g, %g : tensor<1x262144x256xf16>, tensor<256xf16>, tensor<256xf16>) outs(%e : tensor<1x262144x256xf16>) -> tensor<1x262144x256xf16>
    return %0 : tensor<1x262144x256xf16>
  }
  // CHECK-LABEL: func.func @unet
  // CHECK: fused.group_norm {{.*}} {kernel.blocks = 64 : i64}
  func.func @unet(%x: tensor<2x4096x320xf16>, %g: tensor<320xf16>, %e: tensor<2x4096x320xf16>) -> tensor<2x4096x320xf16> {
    %0 = fused.group_norm groups = 32 epsilon = 1.0e-05 ins(%x, %g, %g : tensor<2x4096x320xf16>, tensor<320xf16>, tensor<320xf16>) outs(%e : tensor<2x4096x320xf16>) -> tensor<2x4096x320xf16>
    return %0 : tensor<2x4096x320xf16>
  }
  // The launches would cost more than they save.
  // CHECK-LABEL: func.func @small
  // CHECK-NOT: kernel.blocks
  func.func @small(%x: tensor<2x64x1280xf16>, %g: tensor<1280xf16>, %e: tensor<2x64x1280xf16>) -> tensor<2x64x1280xf16> {
    %0 = fused.group_norm groups = 32 epsilon = 1.0e-05 ins(%x, %g, %g : tensor<2x64x1280xf16>, tensor<1280xf16>, tensor<1280xf16>) outs(%e : tensor<2x64x1280xf16>) -> tensor<2x64x1280xf16>
    return %0 : tensor<2x64x1280xf16>
  }
  // An odd number of positions has no blocks.
  // CHECK-LABEL: func.func @odd
  // CHECK-NOT: kernel.blocks
  func.func @odd(%x: tensor<1x262143x256xf16>, %g: tensor<256xf16>, %e: tensor<1x262143x256xf16>) -> tensor<1x262143x256xf16> {
    %0 = fused.group_norm groups = 32 epsilon = 1.0e-06 ins(%x, %g, %g : tensor<1x262143x256xf16>, tensor<256xf16>, tensor<256xf16>) outs(%e : tensor<1x262143x256xf16>) -> tensor<1x262143x256xf16>
    return %0 : tensor<1x262143x256xf16>
  }
  // What is annotated already stays as it is.
  // CHECK-LABEL: func.func @annotated
  // CHECK: {kernel.blocks = 8 : i64}
  func.func @annotated(%x: tensor<1x262144x256xf16>, %g: tensor<256xf16>, %e: tensor<1x262144x256xf16>) -> tensor<1x262144x256xf16> {
    %0 = fused.group_norm groups = 32 epsilon = 1.0e-06 ins(%x, %g, %g : tensor<1x262144x256xf16>, tensor<256xf16>, tensor<256xf16>) outs(%e : tensor<1x262144x256xf16>) {kernel.blocks = 8 : i64} -> tensor<1x262144x256xf16>
    return %0 : tensor<1x262144x256xf16>
  }
}

// -----

// A phone's six processors are busy with 32 groups: least traffic wins.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 1024, subgroup_size = 64, vector_bytes = 16, workgroup_items = 128, register_tile = [4, 2], contraction_workgroup = [16, 4], compute_units = 4, registers_per_item = 128, bandwidth_mbps = 67000, f32_gflops = 1700, launch_ns = 20000}} {
  // CHECK-LABEL: func.func @decoder
  // CHECK-NOT: kernel.blocks
  func.func @decoder(%x: tensor<1x262144x256xf16>, %g: tensor<256xf16>, %e: tensor<1x262144x256xf16>) -> tensor<1x262144x256xf16> {
    %0 = fused.group_norm groups = 32 epsilon = 1.0e-06 ins(%x, %g, %g : tensor<1x262144x256xf16>, tensor<256xf16>, tensor<256xf16>) outs(%e : tensor<1x262144x256xf16>) -> tensor<1x262144x256xf16>
    return %0 : tensor<1x262144x256xf16>
  }
}

// -----

// A CPU core runs a work group alone, and fast.
module attributes {burin.target = {name = "cpu", kind = "cpu", local_memory_bytes = 524288, max_workgroup_size = 4096, subgroup_size = 1, vector_bytes = 32, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [1, 1], compute_units = 132}} {
  // CHECK-LABEL: func.func @decoder
  // CHECK-NOT: kernel.blocks
  func.func @decoder(%x: tensor<1x262144x256xf32>, %g: tensor<256xf32>, %e: tensor<1x262144x256xf32>) -> tensor<1x262144x256xf32> {
    %0 = fused.group_norm groups = 32 epsilon = 1.0e-06 ins(%x, %g, %g : tensor<1x262144x256xf32>, tensor<256xf32>, tensor<256xf32>) outs(%e : tensor<1x262144x256xf32>) -> tensor<1x262144x256xf32>
    return %0 : tensor<1x262144x256xf32>
  }
}
