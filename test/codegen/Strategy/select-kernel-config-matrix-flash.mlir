// RUN: burin-opt %s --select-kernel-config --verify-kernel-config | FileCheck %s

module attributes {burin.target = {name = "mma", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], matrix_unit = "mma.sync", matrix_tiles = [[64, 64, 32, 16, 4, 32, 4, 200, 500]], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500}} {
  // What select-attention said, where the group allows it.
  // CHECK: func.func private @kept
  // CHECK-SAME: schedule = "matrix-flash-attention", workgroup = [64, 1, 1], tile = [16, 32, 1]
  func.func private @kept(%q: tensor<1x2x64x64xf16>) -> tensor<1x2x64x64xf16> {
    %e = tensor.empty() : tensor<1x2x64x64xf16>
    %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>) outs(%e : tensor<1x2x64x64xf16>)
      {kernel.attention = #kernel.config<schedule = "matrix-flash-attention", workgroup = [64, 1, 1], tile = [16, 32, 1], vector = 2>} -> tensor<1x2x64x64xf16>
    return %0 : tensor<1x2x64x64xf16>
  }
  // A key that is computed inside of the group needs the portable schedule.
  // CHECK: func.func private @replaced
  // CHECK-SAME: schedule = "flash-attention"
  func.func private @replaced(%q: tensor<1x2x64x64xf16>) -> tensor<1x2x64x64xf16> {
    %e = tensor.empty() : tensor<1x2x64x64xf16>
    %k = linalg.generic {indexing_maps = [affine_map<(b, h, n, d) -> (b, h, n, d)>, affine_map<(b, h, n, d) -> (b, h, n, d)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%q : tensor<1x2x64x64xf16>) outs(%e : tensor<1x2x64x64xf16>) {
    ^bb0(%in: f16, %out: f16):
      %n = arith.negf %in : f16
      linalg.yield %n : f16
    } -> tensor<1x2x64x64xf16>
    %0 = fused.attention scale = 1.0 ins(%q, %k, %q : tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>, tensor<1x2x64x64xf16>) outs(%e : tensor<1x2x64x64xf16>)
      {kernel.attention = #kernel.config<schedule = "matrix-flash-attention", workgroup = [64, 1, 1], tile = [16, 32, 1], vector = 2>} -> tensor<1x2x64x64xf16>
    return %0 : tensor<1x2x64x64xf16>
  }
}
