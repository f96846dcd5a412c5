// RUN: burin-opt %s --select-norm-blocks | FileCheck %s

// Winograd's output transform sums no blocks: its half of a concatenation gets a kernel of its own, the convolution
// sums the other half. One kernel for both would look for its operand in every step.
module attributes {burin.target = {name = "large", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, launch_ns = 2500, matrix_unit = "mma.sync", matrix_gflops = 798000, matrix_tiles = [[128, 80, 32, 80, 3, 32, 3, 340, 690]]}} {
  // CHECK-LABEL: func.func @winograd_half
  // CHECK: fused.group_norm {{.*}} {kernel.blocks = 128 : i64, kernel.statistics = "producer"}
  func.func @winograd_half(%a: tensor<2x66x66x64xf16>, %w: tensor<3x3x64x320xf16>, %m: tensor<36x512x320xf16>, %g: tensor<640xf16>) -> tensor<2x4096x640xf16> {
    %z = arith.constant 0.0 : f32
    %e1 = tensor.empty() : tensor<2x64x64x320xf32>
    %f1 = linalg.fill ins(%z : f32) outs(%e1 : tensor<2x64x64x320xf32>) -> tensor<2x64x64x320xf32>
    %c1 = linalg.conv_2d_nhwc_hwcf ins(%a, %w : tensor<2x66x66x64xf16>, tensor<3x3x64x320xf16>) outs(%f1 : tensor<2x64x64x320xf32>) -> tensor<2x64x64x320xf32>
    %h1 = tensor.empty() : tensor<2x64x64x320xf16>
    %x1 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%c1 : tensor<2x64x64x320xf32>) outs(%h1 : tensor<2x64x64x320xf16>) {
    ^bb0(%i: f32, %o: f16):
      %u = arith.truncf %i : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2x64x64x320xf16>
    %c2 = fused.winograd_output tile = 4 ins(%m : tensor<36x512x320xf16>) outs(%e1 : tensor<2x64x64x320xf32>) -> tensor<2x64x64x320xf32>
    %x2 = linalg.generic {indexing_maps = [affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>, affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%c2 : tensor<2x64x64x320xf32>) outs(%h1 : tensor<2x64x64x320xf16>) {
    ^bb0(%i: f32, %o: f16):
      %u = arith.truncf %i : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2x64x64x320xf16>
    %k = tensor.concat dim(3) %x2, %x1 : (tensor<2x64x64x320xf16>, tensor<2x64x64x320xf16>) -> tensor<2x64x64x640xf16>
    %s = tensor.collapse_shape %k [[0], [1, 2], [3]] : tensor<2x64x64x640xf16> into tensor<2x4096x640xf16>
    %q = tensor.empty() : tensor<2x4096x640xf16>
    %0 = fused.group_norm groups = 32 epsilon = 1.0e-05 ins(%s, %g, %g : tensor<2x4096x640xf16>, tensor<640xf16>, tensor<640xf16>) outs(%q : tensor<2x4096x640xf16>) -> tensor<2x4096x640xf16>
    return %0 : tensor<2x4096x640xf16>
  }

  // Nobody makes an argument.
  // CHECK-LABEL: func.func @argument_half
  // CHECK-NOT: kernel.statistics
  // CHECK: return
  func.func @argument_half(%a: tensor<2x4096x320xf16>, %b: tensor<2x4096x320xf16>, %g: tensor<640xf16>) -> tensor<2x4096x640xf16> {
    %s = tensor.concat dim(2) %a, %b : (tensor<2x4096x320xf16>, tensor<2x4096x320xf16>) -> tensor<2x4096x640xf16>
    %q = tensor.empty() : tensor<2x4096x640xf16>
    %0 = fused.group_norm groups = 32 epsilon = 1.0e-05 ins(%s, %g, %g : tensor<2x4096x640xf16>, tensor<640xf16>, tensor<640xf16>) outs(%q : tensor<2x4096x640xf16>) -> tensor<2x4096x640xf16>
    return %0 : tensor<2x4096x640xf16>
  }
}
