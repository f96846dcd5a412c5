// RUN: burin-opt %s --select-winograd --remarks-filter=strategy 2>&1 | FileCheck %s --check-prefix=DEFAULT
// RUN: burin-opt %s --select-winograd=traffic=400 | FileCheck %s --check-prefix=ONE
// RUN: burin-opt %s --select-winograd=traffic=1000 | FileCheck %s --check-prefix=BOTH

// The network moves about a megabyte; one convolution's transforms add three,
// of which one is for weights that grow fourfold.
// DEFAULT: estimated peak of live memory {{.*}} MiB, 1.1 MB of traffic
// DEFAULT-COUNT-2: the network's traffic would grow by more than 5 %
// DEFAULT-NOT: kernel.winograd =
// ONE: kernel.winograd =
// ONE-NOT: kernel.winograd =
// BOTH-COUNT-2: kernel.winograd =
#id = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 128, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4], bandwidth_mbps = 60000, f32_gflops = 2000, launch_ns = 10000}} {
  func.func @main(%x: tensor<1x34x34x128xf16>) -> tensor<1x30x30x128xf16> {
    %z = arith.constant dense<0.0> : tensor<1x32x32x128xf32>
    %z1 = arith.constant dense<0.0> : tensor<1x30x30x128xf32>
    %e = tensor.empty() : tensor<1x32x32x128xf16>
    %e1 = tensor.empty() : tensor<1x30x30x128xf16>
    %w = plan.constant "w" #plan.missing<"x"> of tensor<3x3x128x128xf16> -> tensor<3x3x128x128xf16>
    %w1 = plan.constant "w1" #plan.missing<"x"> of tensor<3x3x128x128xf16> -> tensor<3x3x128x128xf16>
    %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%x, %w : tensor<1x34x34x128xf16>, tensor<3x3x128x128xf16>) outs(%z : tensor<1x32x32x128xf32>) -> tensor<1x32x32x128xf32>
    %1 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%0 : tensor<1x32x32x128xf32>) outs(%e : tensor<1x32x32x128xf16>) {
    ^bb0(%in: f32, %out: f16):
      %t = arith.truncf %in : f32 to f16
      linalg.yield %t : f16
    } -> tensor<1x32x32x128xf16>
    %2 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%1, %w1 : tensor<1x32x32x128xf16>, tensor<3x3x128x128xf16>) outs(%z1 : tensor<1x30x30x128xf32>) -> tensor<1x30x30x128xf32>
    %3 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%2 : tensor<1x30x30x128xf32>) outs(%e1 : tensor<1x30x30x128xf16>) {
    ^bb0(%in: f32, %out: f16):
      %t = arith.truncf %in : f32 to f16
      linalg.yield %t : f16
    } -> tensor<1x30x30x128xf16>
    return %3 : tensor<1x30x30x128xf16>
  }
}
