// RUN: burin-opt %s --select-split | FileCheck %s
// RUN: burin-opt %s --select-split --select-split | FileCheck %s

module attributes {burin.target = {name = "mma", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], matrix_unit = "mma.sync", matrix_tiles = [[128, 64, 64, 32, 2, 64, 3, 480, 500], [64, 64, 32, 32, 3, 64, 4, 370, 580]], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500}} {
  // 40 tiles of 64 x 64 leave 92 of 132 processors idle for 11520 steps.
  // CHECK-LABEL: func.func @deep
  // CHECK: linalg.conv_2d_nhwc_hwcf {{.*}}kernel.split = {{[0-9]+}} : i64
  func.func @deep(%x: tensor<2x10x10x1280xf16>, %w: tensor<3x3x1280x1280xf16>) -> tensor<2x8x8x1280xf32> {
    %z = arith.constant dense<0.0> : tensor<2x8x8x1280xf32>
    %0 = linalg.conv_2d_nhwc_hwcf ins(%x, %w : tensor<2x10x10x1280xf16>, tensor<3x3x1280x1280xf16>) outs(%z : tensor<2x8x8x1280xf32>) -> tensor<2x8x8x1280xf32>
    return %0 : tensor<2x8x8x1280xf32>
  }
  // A part reads the operand of a computation as if it were memory: it will be.
  // CHECK-LABEL: func.func @computed
  // CHECK: linalg.matmul {kernel.split = {{[0-9]+}} : i64}
  func.func @computed(%x: tensor<256x10240xf16>, %w: tensor<10240x1280xf16>) -> tensor<256x1280xf32> {
    %e = tensor.empty() : tensor<256x10240xf16>
    %n = linalg.generic {indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>], iterator_types = ["parallel", "parallel"]} ins(%x : tensor<256x10240xf16>) outs(%e : tensor<256x10240xf16>) {
    ^bb0(%in: f16, %out: f16):
      %m = arith.negf %in : f16
      linalg.yield %m : f16
    } -> tensor<256x10240xf16>
    %z = arith.constant dense<0.0> : tensor<256x1280xf32>
    %0 = linalg.matmul ins(%n, %w : tensor<256x10240xf16>, tensor<10240x1280xf16>) outs(%z : tensor<256x1280xf32>) -> tensor<256x1280xf32>
    return %0 : tensor<256x1280xf32>
  }
  // CHECK-NOT: kernel.split
  // Enough tiles.
  func.func @wide(%x: tensor<8192x640xf16>, %w: tensor<640x640xf16>) -> tensor<8192x640xf32> {
    %z = arith.constant dense<0.0> : tensor<8192x640xf32>
    %0 = linalg.matmul ins(%x, %w : tensor<8192x640xf16>, tensor<640x640xf16>) outs(%z : tensor<8192x640xf32>) -> tensor<8192x640xf32>
    return %0 : tensor<8192x640xf32>
  }
  // Few tiles, but their sums are over before another kernel has started.
  func.func @short(%x: tensor<128x320xf16>, %w: tensor<320x640xf16>) -> tensor<128x640xf32> {
    %z = arith.constant dense<0.0> : tensor<128x640xf32>
    %0 = linalg.matmul ins(%x, %w : tensor<128x320xf16>, tensor<320x640xf16>) outs(%z : tensor<128x640xf32>) -> tensor<128x640xf32>
    return %0 : tensor<128x640xf32>
  }
  // One tile of few rows, but matrix-vector reads the rhs with the whole device.
  func.func @few_rows(%x: tensor<1x5120xf16>, %w: tensor<5120x1280xf16>) -> tensor<1x1280xf32> {
    %z = arith.constant dense<0.0> : tensor<1x1280xf32>
    %0 = linalg.matmul ins(%x, %w : tensor<1x5120xf16>, tensor<5120x1280xf16>) outs(%z : tensor<1x1280xf32>) -> tensor<1x1280xf32>
    return %0 : tensor<1x1280xf32>
  }
  // No matrix unit takes f32, and 4109 has no parts of whole stages.
  func.func @single(%x: tensor<128x10240xf32>, %w: tensor<10240x640xf32>) -> tensor<128x640xf32> {
    %z = arith.constant dense<0.0> : tensor<128x640xf32>
    %0 = linalg.matmul ins(%x, %w : tensor<128x10240xf32>, tensor<10240x640xf32>) outs(%z : tensor<128x640xf32>) -> tensor<128x640xf32>
    return %0 : tensor<128x640xf32>
  }
  func.func @odd(%x: tensor<128x10248xf16>, %w: tensor<10248x640xf16>) -> tensor<128x640xf32> {
    %z = arith.constant dense<0.0> : tensor<128x640xf32>
    %0 = linalg.matmul ins(%x, %w : tensor<128x10248xf16>, tensor<10248x640xf16>) outs(%z : tensor<128x640xf32>) -> tensor<128x640xf32>
    return %0 : tensor<128x640xf32>
  }
}
