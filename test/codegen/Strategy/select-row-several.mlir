// RUN: burin-opt %s -split-input-file --select-kernel-config --verify-kernel-config | FileCheck %s

// Rows of layer and group norms, where a work item makes a few accesses and keeps them;
// sums of a split contraction's parts, in vectors where enough work items remain.

// A large GPU.
module attributes {burin.target = {name = "large", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [4, 2], contraction_workgroup = [16, 8], compute_units = 132, registers_per_item = 255}} {
  // Five accesses for each of 16 items.
  // CHECK: func.func private @many({{.*}}<schedule = "row", workgroup = [16, 4, 1], tile = [1], vector = 4>
  func.func private @many(%x: tensor<8192x320xf16>) -> tensor<8192x2xf32> {
    %e = tensor.empty() : tensor<8192x2xf32>
    %0 = fused.row_statistics epsilon = 1.0e-5 ins(%x : tensor<8192x320xf16>) outs(%e : tensor<8192x2xf32>) -> tensor<8192x2xf32>
    return %0 : tensor<8192x2xf32>
  }
  // Longer rows: more items, fewer rows.
  // CHECK: func.func private @fewer({{.*}}<schedule = "row", workgroup = [32, 2, 1], tile = [1], vector = 4>
  func.func private @fewer(%x: tensor<2048x640xf16>) -> tensor<2048x2xf32> {
    %e = tensor.empty() : tensor<2048x2xf32>
    %0 = fused.row_statistics epsilon = 1.0e-5 ins(%x : tensor<2048x640xf16>) outs(%e : tensor<2048x2xf32>) -> tensor<2048x2xf32>
    return %0 : tensor<2048x2xf32>
  }
  // A work group is full with one.
  // CHECK: func.func private @long({{.*}}<schedule = "row", workgroup = [64, 1, 1], tile = [1], vector = 4>
  func.func private @long(%x: tensor<512x1280xf16>) -> tensor<512x2xf32> {
    %e = tensor.empty() : tensor<512x2xf32>
    %0 = fused.row_statistics epsilon = 1.0e-5 ins(%x : tensor<512x1280xf16>) outs(%e : tensor<512x2xf32>) -> tensor<512x2xf32>
    return %0 : tensor<512x2xf32>
  }
  // Fewer rows than processors: more items for each, none of them idle.
  // CHECK: func.func private @few({{.*}}<schedule = "row", workgroup = [64, 1, 1], tile = [1], vector = 4>
  func.func private @few(%x: tensor<77x320xf16>) -> tensor<77x2xf32> {
    %e = tensor.empty() : tensor<77x2xf32>
    %0 = fused.row_statistics epsilon = 1.0e-5 ins(%x : tensor<77x320xf16>) outs(%e : tensor<77x2xf32>) -> tensor<77x2xf32>
    return %0 : tensor<77x2xf32>
  }
  // 64 rows: twice the items, so that they fill half of the processors.
  // CHECK: func.func private @image({{.*}}<schedule = "row", workgroup = [256, 1, 1], tile = [1], vector = 4>
  func.func private @image(%x: tensor<2x64x1280xf16>, %g: tensor<1280xf16>) -> tensor<2x64x1280xf16> {
    %e = tensor.empty() : tensor<2x64x1280xf16>
    %0 = fused.group_norm groups = 32 epsilon = 1.0e-5 ins(%x, %g, %g : tensor<2x64x1280xf16>, tensor<1280xf16>, tensor<1280xf16>) outs(%e : tensor<2x64x1280xf16>) -> tensor<2x64x1280xf16>
    return %0 : tensor<2x64x1280xf16>
  }
  // Long ones: even the most items that may share one could not keep it.
  // CHECK: func.func private @longest({{.*}}<schedule = "row", workgroup = [256, 1, 1], tile = [0], vector = 2>
  func.func private @longest(%x: tensor<2x4096x320xf16>, %g: tensor<320xf16>) -> tensor<2x4096x320xf16> {
    %e = tensor.empty() : tensor<2x4096x320xf16>
    %0 = fused.group_norm groups = 32 epsilon = 1.0e-5 ins(%x, %g, %g : tensor<2x4096x320xf16>, tensor<320xf16>, tensor<320xf16>) outs(%e : tensor<2x4096x320xf16>) -> tensor<2x4096x320xf16>
    return %0 : tensor<2x4096x320xf16>
  }
  // 40960 work items of four results.
  // CHECK: func.func private @parts({{.*}}<schedule = "reduction", workgroup = [256, 1, 1], tile = [], vector = 4>
  func.func private @parts(%x: tensor<5x128x1280xf32>) -> tensor<128x1280xf32> {
    %i = arith.constant dense<0.0> : tensor<128x1280xf32>
    %0 = linalg.generic {indexing_maps = [affine_map<(p, m, n) -> (p, m, n)>, affine_map<(p, m, n) -> (m, n)>], iterator_types = ["reduction", "parallel", "parallel"]} ins(%x : tensor<5x128x1280xf32>) outs(%i : tensor<128x1280xf32>) {
    ^bb0(%a: f32, %o: f32):
      %s = arith.addf %a, %o : f32
      linalg.yield %s : f32
    } -> tensor<128x1280xf32>
    return %0 : tensor<128x1280xf32>
  }
  // Half as many results: two each.
  // CHECK: func.func private @fewer_parts({{.*}}<schedule = "reduction", workgroup = [256, 1, 1], tile = [], vector = 2>
  func.func private @fewer_parts(%x: tensor<5x64x1280xf32>) -> tensor<64x1280xf32> {
    %i = arith.constant dense<0.0> : tensor<64x1280xf32>
    %0 = linalg.generic {indexing_maps = [affine_map<(p, m, n) -> (p, m, n)>, affine_map<(p, m, n) -> (m, n)>], iterator_types = ["reduction", "parallel", "parallel"]} ins(%x : tensor<5x64x1280xf32>) outs(%i : tensor<64x1280xf32>) {
    ^bb0(%a: f32, %o: f32):
      %s = arith.addf %a, %o : f32
      linalg.yield %s : f32
    } -> tensor<64x1280xf32>
    return %0 : tensor<64x1280xf32>
  }
}

// -----

// A phone: the same rows fill it.
module attributes {burin.target = {name = "phone", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 512, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [16, 8], compute_units = 7, registers_per_item = 64}} {
  // As above.
  // CHECK: func.func private @many({{.*}}<schedule = "row", workgroup = [16, 4, 1], tile = [1], vector = 4>
  func.func private @many(%x: tensor<8192x320xf16>) -> tensor<8192x2xf32> {
    %e = tensor.empty() : tensor<8192x2xf32>
    %0 = fused.row_statistics epsilon = 1.0e-5 ins(%x : tensor<8192x320xf16>) outs(%e : tensor<8192x2xf32>) -> tensor<8192x2xf32>
    return %0 : tensor<8192x2xf32>
  }
  // Still enough work groups.
  // CHECK: func.func private @few({{.*}}<schedule = "row", workgroup = [16, 4, 1], tile = [1], vector = 4>
  func.func private @few(%x: tensor<77x320xf16>) -> tensor<77x2xf32> {
    %e = tensor.empty() : tensor<77x2xf32>
    %0 = fused.row_statistics epsilon = 1.0e-5 ins(%x : tensor<77x320xf16>) outs(%e : tensor<77x2xf32>) -> tensor<77x2xf32>
    return %0 : tensor<77x2xf32>
  }
  // Neighbours read 64 bytes side by side.
  // CHECK: func.func private @scalars({{.*}}<schedule = "row", workgroup = [32, 2, 1], tile = [1], vector = 1>
  func.func private @scalars(%x: tensor<1000x77xf16>) -> tensor<1000x2xf32> {
    %e = tensor.empty() : tensor<1000x2xf32>
    %0 = fused.row_statistics epsilon = 1.0e-5 ins(%x : tensor<1000x77xf16>) outs(%e : tensor<1000x2xf32>) -> tensor<1000x2xf32>
    return %0 : tensor<1000x2xf32>
  }
  // No more rows than there are, no more items than accesses.
  // CHECK: func.func private @one({{.*}}<schedule = "row", workgroup = [16, 1, 1], tile = [1], vector = 4>
  func.func private @one(%x: tensor<1x64xf16>) -> tensor<1x2xf32> {
    %e = tensor.empty() : tensor<1x2xf32>
    %0 = fused.row_statistics epsilon = 1.0e-5 ins(%x : tensor<1x64xf16>) outs(%e : tensor<1x2xf32>) -> tensor<1x2xf32>
    return %0 : tensor<1x2xf32>
  }
}
