// RUN: burin-opt %s --select-kernel-config --verify-kernel-config | FileCheck %s

#id = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
#channel = affine_map<(d0, d1, d2) -> (d0, d2)>
#row = affine_map<(d0, d1, d2) -> (d0, d1)>
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 2}} {
  // Each row needs the same scales: 4 rows to an item, where 1024 items remain.
  // CHECK: func.func private @channels{{.*}}schedule = "elementwise", workgroup = [64, 1, 1], tile = [4], vector = 4>
  func.func private @channels(%x: tensor<1x512x32xf32>, %s: tensor<1x32xf32>) -> tensor<1x512x32xf32> {
    %e = tensor.empty() : tensor<1x512x32xf32>
    %0 = linalg.generic {indexing_maps = [#id, #channel, #id], iterator_types = ["parallel", "parallel", "parallel"]} ins(%x, %s : tensor<1x512x32xf32>, tensor<1x32xf32>) outs(%e : tensor<1x512x32xf32>) {
    ^bb0(%a: f32, %b: f32, %o: f32):
      %1 = arith.mulf %a, %b : f32
      linalg.yield %1 : f32
    } -> tensor<1x512x32xf32>
    return %0 : tensor<1x512x32xf32>
  }
  // Half as many elements: two rows.
  // CHECK: func.func private @fewer{{.*}}tile = [2], vector = 4>
  func.func private @fewer(%x: tensor<1x256x32xf32>, %s: tensor<1x32xf32>) -> tensor<1x256x32xf32> {
    %e = tensor.empty() : tensor<1x256x32xf32>
    %0 = linalg.generic {indexing_maps = [#id, #channel, #id], iterator_types = ["parallel", "parallel", "parallel"]} ins(%x, %s : tensor<1x256x32xf32>, tensor<1x32xf32>) outs(%e : tensor<1x256x32xf32>) {
    ^bb0(%a: f32, %b: f32, %o: f32):
      %1 = arith.mulf %a, %b : f32
      linalg.yield %1 : f32
    } -> tensor<1x256x32xf32>
    return %0 : tensor<1x256x32xf32>
  }
  // A scale of each row is nothing that rows share.
  // CHECK: func.func private @rows{{.*}}tile = [], vector = 4>
  func.func private @rows(%x: tensor<1x512x32xf32>, %s: tensor<1x512xf32>) -> tensor<1x512x32xf32> {
    %e = tensor.empty() : tensor<1x512x32xf32>
    %0 = linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel", "parallel"]} ins(%x, %s : tensor<1x512x32xf32>, tensor<1x512xf32>) outs(%e : tensor<1x512x32xf32>) {
    ^bb0(%a: f32, %b: f32, %o: f32):
      %1 = arith.mulf %a, %b : f32
      linalg.yield %1 : f32
    } -> tensor<1x512x32xf32>
    return %0 : tensor<1x512x32xf32>
  }
}
