// RUN: burin-opt %s --select-norm-blocks | FileCheck %s
// RUN: burin-opt %s --select-norm-blocks --select-norm-blocks | FileCheck %s

#id = affine_map<(n, h, w, c) -> (n, h, w, c)>
#image = affine_map<(n, h, w, c) -> (0, h, w, c)>
#row = affine_map<(n, h, w, c) -> (0, 0, w, c)>

module attributes {burin.target = {name = "large", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, launch_ns = 2500, matrix_unit = "mma.sync", matrix_gflops = 798000, matrix_tiles = [[128, 80, 32, 80, 3, 32, 3, 340, 690]]}} {
  // The skip connection of an image that the batch shares: its four channels are no runs for matrix units, but
  // its kernel sums as many rows as the sub-groups of the other one.
  // CHECK-LABEL: func.func @shared_image
  // CHECK: fused.group_norm {{.*}} {kernel.blocks = 128 : i64, kernel.statistics = "producer"}
  func.func @shared_image(%a: tensor<2x66x66x64xf16>, %w: tensor<3x3x64x320xf16>, %b: tensor<1x66x66x4xf16>, %v: tensor<3x3x4x320xf16>, %g: tensor<640xf16>) -> tensor<2x4096x640xf16> {
    %z = arith.constant 0.0 : f32
    %e1 = tensor.empty() : tensor<2x64x64x320xf32>
    %f1 = linalg.fill ins(%z : f32) outs(%e1 : tensor<2x64x64x320xf32>) -> tensor<2x64x64x320xf32>
    %c1 = linalg.conv_2d_nhwc_hwcf ins(%a, %w : tensor<2x66x66x64xf16>, tensor<3x3x64x320xf16>) outs(%f1 : tensor<2x64x64x320xf32>) -> tensor<2x64x64x320xf32>
    %h1 = tensor.empty() : tensor<2x64x64x320xf16>
    %x1 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%c1 : tensor<2x64x64x320xf32>) outs(%h1 : tensor<2x64x64x320xf16>) {
    ^bb0(%i: f32, %o: f16):
      %u = arith.truncf %i : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2x64x64x320xf16>
    %e2 = tensor.empty() : tensor<1x64x64x320xf32>
    %f2 = linalg.fill ins(%z : f32) outs(%e2 : tensor<1x64x64x320xf32>) -> tensor<1x64x64x320xf32>
    %c2 = linalg.conv_2d_nhwc_hwcf ins(%b, %v : tensor<1x66x66x4xf16>, tensor<3x3x4x320xf16>) outs(%f2 : tensor<1x64x64x320xf32>) -> tensor<1x64x64x320xf32>
    %h2 = tensor.empty() : tensor<1x64x64x320xf16>
    %x2 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%c2 : tensor<1x64x64x320xf32>) outs(%h2 : tensor<1x64x64x320xf16>) {
    ^bb0(%i: f32, %o: f16):
      %u = arith.truncf %i : f32 to f16
      linalg.yield %u : f16
    } -> tensor<1x64x64x320xf16>
    %r = linalg.generic {indexing_maps = [#image, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%x2 : tensor<1x64x64x320xf16>) outs(%h1 : tensor<2x64x64x320xf16>) {
    ^bb0(%i: f16, %o: f16):
      linalg.yield %i : f16
    } -> tensor<2x64x64x320xf16>
    %k = tensor.concat dim(3) %x1, %r : (tensor<2x64x64x320xf16>, tensor<2x64x64x320xf16>) -> tensor<2x64x64x640xf16>
    %s = tensor.collapse_shape %k [[0], [1, 2], [3]] : tensor<2x64x64x640xf16> into tensor<2x4096x640xf16>
    %q = tensor.empty() : tensor<2x4096x640xf16>
    %0 = fused.group_norm groups = 32 epsilon = 1.0e-05 ins(%s, %g, %g : tensor<2x4096x640xf16>, tensor<640xf16>, tensor<640xf16>) outs(%q : tensor<2x4096x640xf16>) -> tensor<2x4096x640xf16>
    return %0 : tensor<2x4096x640xf16>
  }

  // One row of it for all: nobody makes these rows.
  // CHECK-LABEL: func.func @shared_row
  // CHECK-NOT: kernel.statistics
  func.func @shared_row(%a: tensor<2x66x66x64xf16>, %w: tensor<3x3x64x320xf16>, %b: tensor<1x66x66x4xf16>, %v: tensor<3x3x4x320xf16>, %g: tensor<640xf16>) -> tensor<2x4096x640xf16> {
    %z = arith.constant 0.0 : f32
    %e1 = tensor.empty() : tensor<2x64x64x320xf32>
    %f1 = linalg.fill ins(%z : f32) outs(%e1 : tensor<2x64x64x320xf32>) -> tensor<2x64x64x320xf32>
    %c1 = linalg.conv_2d_nhwc_hwcf ins(%a, %w : tensor<2x66x66x64xf16>, tensor<3x3x64x320xf16>) outs(%f1 : tensor<2x64x64x320xf32>) -> tensor<2x64x64x320xf32>
    %h1 = tensor.empty() : tensor<2x64x64x320xf16>
    %x1 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%c1 : tensor<2x64x64x320xf32>) outs(%h1 : tensor<2x64x64x320xf16>) {
    ^bb0(%i: f32, %o: f16):
      %u = arith.truncf %i : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2x64x64x320xf16>
    %e2 = tensor.empty() : tensor<1x64x64x320xf32>
    %f2 = linalg.fill ins(%z : f32) outs(%e2 : tensor<1x64x64x320xf32>) -> tensor<1x64x64x320xf32>
    %c2 = linalg.conv_2d_nhwc_hwcf ins(%b, %v : tensor<1x66x66x4xf16>, tensor<3x3x4x320xf16>) outs(%f2 : tensor<1x64x64x320xf32>) -> tensor<1x64x64x320xf32>
    %h2 = tensor.empty() : tensor<1x64x64x320xf16>
    %x2 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%c2 : tensor<1x64x64x320xf32>) outs(%h2 : tensor<1x64x64x320xf16>) {
    ^bb0(%i: f32, %o: f16):
      %u = arith.truncf %i : f32 to f16
      linalg.yield %u : f16
    } -> tensor<1x64x64x320xf16>
    %row = tensor.extract_slice %x2[0, 0, 0, 0] [1, 1, 64, 320] [1, 1, 1, 1] : tensor<1x64x64x320xf16> to tensor<1x1x64x320xf16>
    %r = linalg.generic {indexing_maps = [#row, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%row : tensor<1x1x64x320xf16>) outs(%h1 : tensor<2x64x64x320xf16>) {
    ^bb0(%i: f16, %o: f16):
      linalg.yield %i : f16
    } -> tensor<2x64x64x320xf16>
    %k = tensor.concat dim(3) %x1, %r : (tensor<2x64x64x320xf16>, tensor<2x64x64x320xf16>) -> tensor<2x64x64x640xf16>
    %s = tensor.collapse_shape %k [[0], [1, 2], [3]] : tensor<2x64x64x640xf16> into tensor<2x4096x640xf16>
    %q = tensor.empty() : tensor<2x4096x640xf16>
    %0 = fused.group_norm groups = 32 epsilon = 1.0e-05 ins(%s, %g, %g : tensor<2x4096x640xf16>, tensor<640xf16>, tensor<640xf16>) outs(%q : tensor<2x4096x640xf16>) -> tensor<2x4096x640xf16>
    return %0 : tensor<2x4096x640xf16>
  }
}
