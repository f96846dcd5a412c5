// RUN: burin-opt %s --select-split | FileCheck %s
// RUN: burin-opt %s --select-split --select-split | FileCheck %s

#id = affine_map<(m, n) -> (m, n)>

// Parts that a group norm adds need no kernel of their own: a split pays earlier.
module attributes {burin.target = {name = "mma", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], matrix_unit = "mma.sync", matrix_tiles = [[128, 64, 64, 32, 2, 64, 3, 480, 500], [64, 64, 32, 32, 3, 64, 4, 370, 580]], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, matrix_gflops = 798000, launch_ns = 2500}} {
  // CHECK-LABEL: func.func @norm
  // CHECK: linalg.matmul {kernel.split = 2
  func.func @norm(%x: tensor<512x3840xf16>, %w: tensor<3840x1280xf16>, %g: tensor<1280xf16>) -> (tensor<2x256x1280xf16>, tensor<512x1280xf16>) {
    %z = arith.constant dense<0.0> : tensor<512x1280xf32>
    %0 = linalg.matmul ins(%x, %w : tensor<512x3840xf16>, tensor<3840x1280xf16>) outs(%z : tensor<512x1280xf32>) -> tensor<512x1280xf32>
    %e = tensor.empty() : tensor<512x1280xf16>
    %1 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%0 : tensor<512x1280xf32>) outs(%e : tensor<512x1280xf16>) {
    ^bb0(%i: f32, %o: f16):
      %t = arith.truncf %i : f32 to f16
      linalg.yield %t : f16
    } -> tensor<512x1280xf16>
    %2 = tensor.expand_shape %1 [[0, 1], [2]] output_shape [2, 256, 1280] : tensor<512x1280xf16> into tensor<2x256x1280xf16>
    %f = tensor.empty() : tensor<2x256x1280xf16>
    %3 = fused.group_norm groups = 32 epsilon = 1.0e-05 ins(%2, %g, %g : tensor<2x256x1280xf16>, tensor<1280xf16>, tensor<1280xf16>) outs(%f : tensor<2x256x1280xf16>) -> tensor<2x256x1280xf16>
    return %3, %1 : tensor<2x256x1280xf16>, tensor<512x1280xf16>
  }
  // Nobody adds them.
  // CHECK-LABEL: func.func @no_norm
  // CHECK-NOT: kernel.split
  func.func @no_norm(%x: tensor<512x3840xf16>, %w: tensor<3840x1280xf16>, %g: tensor<1280xf16>) -> tensor<512x1280xf16> {
    %z = arith.constant dense<0.0> : tensor<512x1280xf32>
    %0 = linalg.matmul ins(%x, %w : tensor<512x3840xf16>, tensor<3840x1280xf16>) outs(%z : tensor<512x1280xf32>) -> tensor<512x1280xf32>
    %e = tensor.empty() : tensor<512x1280xf16>
    %1 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%0 : tensor<512x1280xf32>) outs(%e : tensor<512x1280xf16>) {
    ^bb0(%i: f32, %o: f16):
      %t = arith.truncf %i : f32 to f16
      linalg.yield %t : f16
    } -> tensor<512x1280xf16>
    return %1 : tensor<512x1280xf16>
  }
  // A norm in blocks reads its input from memory.
  // CHECK-LABEL: func.func @blocks
  // CHECK-NOT: kernel.split
  func.func @blocks(%x: tensor<512x3840xf16>, %w: tensor<3840x1280xf16>, %g: tensor<1280xf16>) -> tensor<2x256x1280xf16> {
    %z = arith.constant dense<0.0> : tensor<512x1280xf32>
    %0 = linalg.matmul ins(%x, %w : tensor<512x3840xf16>, tensor<3840x1280xf16>) outs(%z : tensor<512x1280xf32>) -> tensor<512x1280xf32>
    %e = tensor.empty() : tensor<512x1280xf16>
    %1 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%0 : tensor<512x1280xf32>) outs(%e : tensor<512x1280xf16>) {
    ^bb0(%i: f32, %o: f16):
      %t = arith.truncf %i : f32 to f16
      linalg.yield %t : f16
    } -> tensor<512x1280xf16>
    %2 = tensor.expand_shape %1 [[0, 1], [2]] output_shape [2, 256, 1280] : tensor<512x1280xf16> into tensor<2x256x1280xf16>
    %f = tensor.empty() : tensor<2x256x1280xf16>
    %3 = fused.group_norm groups = 32 epsilon = 1.0e-05 ins(%2, %g, %g : tensor<2x256x1280xf16>, tensor<1280xf16>, tensor<1280xf16>) outs(%f : tensor<2x256x1280xf16>) {kernel.blocks = 8 : i64} -> tensor<2x256x1280xf16>
    return %3 : tensor<2x256x1280xf16>
  }
  // Others read the sum itself.
  // CHECK-LABEL: func.func @shared_sum
  // CHECK-NOT: kernel.split
  func.func @shared_sum(%x: tensor<512x3840xf16>, %w: tensor<3840x1280xf16>, %g: tensor<1280xf16>) -> (tensor<2x256x1280xf16>, tensor<512x1280xf32>) {
    %z = arith.constant dense<0.0> : tensor<512x1280xf32>
    %0 = linalg.matmul ins(%x, %w : tensor<512x3840xf16>, tensor<3840x1280xf16>) outs(%z : tensor<512x1280xf32>) -> tensor<512x1280xf32>
    %e = tensor.empty() : tensor<512x1280xf16>
    %1 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%0 : tensor<512x1280xf32>) outs(%e : tensor<512x1280xf16>) {
    ^bb0(%i: f32, %o: f16):
      %t = arith.truncf %i : f32 to f16
      linalg.yield %t : f16
    } -> tensor<512x1280xf16>
    %2 = tensor.expand_shape %1 [[0, 1], [2]] output_shape [2, 256, 1280] : tensor<512x1280xf16> into tensor<2x256x1280xf16>
    %f = tensor.empty() : tensor<2x256x1280xf16>
    %3 = fused.group_norm groups = 32 epsilon = 1.0e-05 ins(%2, %g, %g : tensor<2x256x1280xf16>, tensor<1280xf16>, tensor<1280xf16>) outs(%f : tensor<2x256x1280xf16>) -> tensor<2x256x1280xf16>
    return %3, %0 : tensor<2x256x1280xf16>, tensor<512x1280xf32>
  }
}
