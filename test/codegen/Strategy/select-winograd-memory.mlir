// RUN: burin-opt %s --select-winograd=traffic=1000 --remarks-filter=strategy 2>&1 | FileCheck %s
// RUN: burin-opt %s --select-winograd="traffic=1000 scratch=300" | FileCheck %s --check-prefix=GRANTED

// The peak of this network is what one convolution reads and writes: 128 MiB.
// CHECK: estimated peak of live memory 128.0 MiB
// CHECK: scratch 512.0 MiB{{.*}}: its scratch does not fit
// CHECK: scratch 288.0 MiB{{.*}}: its scratch does not fit
// CHECK-NOT: kernel.winograd =
// GRANTED: kernel.winograd = {{.*}} tile = [4]
#id = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 128, subgroup_size = 16, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 4], bandwidth_mbps = 60000, f32_gflops = 2000, launch_ns = 10000}} {
  func.func @main(%x: tensor<1x512x512x128xf16>) -> tensor<1x512x512x128xf16> {
    %z = arith.constant dense<0.0> : tensor<1x512x512x128xf32>
    %c = arith.constant 0.0 : f16
    %e = tensor.empty() : tensor<1x512x512x128xf16>
    %w = plan.constant "w" #plan.missing<"x"> of tensor<3x3x128x128xf16> -> tensor<3x3x128x128xf16>
    // Not in place: the padded reads of others must see what was there.
    %a = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%x : tensor<1x512x512x128xf16>) outs(%e : tensor<1x512x512x128xf16>) {
    ^bb0(%in: f16, %out: f16):
      %t = arith.negf %in : f16
      linalg.yield %t : f16
    } -> tensor<1x512x512x128xf16>
    %p = tensor.pad %a low[0, 1, 1, 0] high[0, 1, 1, 0] {
    ^bb0(%i: index, %j: index, %k: index, %l: index):
      tensor.yield %c : f16
    } : tensor<1x512x512x128xf16> to tensor<1x514x514x128xf16>
    %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%p, %w : tensor<1x514x514x128xf16>, tensor<3x3x128x128xf16>) outs(%z : tensor<1x512x512x128xf32>) -> tensor<1x512x512x128xf32>
    %1 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%0 : tensor<1x512x512x128xf32>) outs(%e : tensor<1x512x512x128xf16>) {
    ^bb0(%in: f32, %out: f16):
      %t = arith.truncf %in : f32 to f16
      linalg.yield %t : f16
    } -> tensor<1x512x512x128xf16>
    %2 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%1 : tensor<1x512x512x128xf16>) outs(%e : tensor<1x512x512x128xf16>) {
    ^bb0(%in: f16, %out: f16):
      %t = math.exp %in : f16
      linalg.yield %t : f16
    } -> tensor<1x512x512x128xf16>
    %3 = linalg.softmax dimension(3) ins(%2 : tensor<1x512x512x128xf16>) outs(%e : tensor<1x512x512x128xf16>) -> tensor<1x512x512x128xf16>
    return %3 : tensor<1x512x512x128xf16>
  }
}
