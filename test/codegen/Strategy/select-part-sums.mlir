// RUN: burin-opt %s --select-part-sums --split-input-file | FileCheck %s
// RUN: burin-opt %s --select-part-sums --select-part-sums --split-input-file | FileCheck %s

#parts = affine_map<(p, n, s, c) -> (p, n, s, c)>
#sum = affine_map<(p, n, s, c) -> (n, s, c)>
#id = affine_map<(n, s, c) -> (n, s, c)>
#c = affine_map<(n, s, c) -> (c)>

module attributes {burin.target = {name = "h100", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 256, register_tile = [8, 2], contraction_workgroup = [16, 8], compute_units = 132, registers_per_item = 255, bandwidth_mbps = 3000000, f32_gflops = 60000, launch_ns = 2500}} {
  // 64 work groups read 5 x 320 KB more slowly than 132, by less than a launch.
  // CHECK-LABEL: func.func @few
  // CHECK: fused.group_norm {{.*}} {kernel.part_sums}
  func.func @few(%p: tensor<5x2x64x1280xf32>, %b: tensor<1280xf16>, %g: tensor<1280xf16>) -> tensor<2x64x1280xf16> {
    %z = arith.constant dense<0.0> : tensor<2x64x1280xf32>
    %s = linalg.generic {indexing_maps = [#parts, #sum], iterator_types = ["reduction", "parallel", "parallel", "parallel"]} ins(%p : tensor<5x2x64x1280xf32>) outs(%z : tensor<2x64x1280xf32>) {
    ^bb0(%i: f32, %o: f32):
      %t = arith.addf %o, %i : f32
      linalg.yield %t : f32
    } -> tensor<2x64x1280xf32>
    %e = tensor.empty() : tensor<2x64x1280xf16>
    %x = linalg.generic {indexing_maps = [#id, #c, #id], iterator_types = ["parallel", "parallel", "parallel"]} ins(%s, %b : tensor<2x64x1280xf32>, tensor<1280xf16>) outs(%e : tensor<2x64x1280xf16>) {
    ^bb0(%i0: f32, %i1: f16, %o: f16):
      %f = arith.extf %i1 : f16 to f32
      %t = arith.addf %i0, %f : f32
      %u = arith.truncf %t : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2x64x1280xf16>
    %n = fused.group_norm groups = 32 epsilon = 1.0e-05 ins(%x, %g, %g : tensor<2x64x1280xf16>, tensor<1280xf16>, tensor<1280xf16>) outs(%e : tensor<2x64x1280xf16>) -> tensor<2x64x1280xf16>
    return %n : tensor<2x64x1280xf16>
  }
  // One image: 32 work groups would read 16 parts, 10 MB.
  // CHECK-LABEL: func.func @many
  // CHECK-NOT: kernel.part_sums
  func.func @many(%p: tensor<16x1x128x1280xf32>, %g: tensor<1280xf16>) -> tensor<1x128x1280xf16> {
    %z = arith.constant dense<0.0> : tensor<1x128x1280xf32>
    %s = linalg.generic {indexing_maps = [#parts, #sum], iterator_types = ["reduction", "parallel", "parallel", "parallel"]} ins(%p : tensor<16x1x128x1280xf32>) outs(%z : tensor<1x128x1280xf32>) {
    ^bb0(%i: f32, %o: f32):
      %t = arith.addf %o, %i : f32
      linalg.yield %t : f32
    } -> tensor<1x128x1280xf32>
    %e = tensor.empty() : tensor<1x128x1280xf16>
    %x = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel"]} ins(%s : tensor<1x128x1280xf32>) outs(%e : tensor<1x128x1280xf16>) {
    ^bb0(%i0: f32, %o: f16):
      %u = arith.truncf %i0 : f32 to f16
      linalg.yield %u : f16
    } -> tensor<1x128x1280xf16>
    %n = fused.group_norm groups = 32 epsilon = 1.0e-05 ins(%x, %g, %g : tensor<1x128x1280xf16>, tensor<1280xf16>, tensor<1280xf16>) outs(%e : tensor<1x128x1280xf16>) -> tensor<1x128x1280xf16>
    return %n : tensor<1x128x1280xf16>
  }
  // Rows of 81,920 elements are too long for items to keep theirs: they are read three times.
  // CHECK-LABEL: func.func @long
  // CHECK-NOT: kernel.part_sums
  func.func @long(%p: tensor<2x2x4096x640xf32>, %g: tensor<640xf16>) -> tensor<2x4096x640xf16> {
    %z = arith.constant dense<0.0> : tensor<2x4096x640xf32>
    %s = linalg.generic {indexing_maps = [#parts, #sum], iterator_types = ["reduction", "parallel", "parallel", "parallel"]} ins(%p : tensor<2x2x4096x640xf32>) outs(%z : tensor<2x4096x640xf32>) {
    ^bb0(%i: f32, %o: f32):
      %t = arith.addf %o, %i : f32
      linalg.yield %t : f32
    } -> tensor<2x4096x640xf32>
    %e = tensor.empty() : tensor<2x4096x640xf16>
    %x = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel"]} ins(%s : tensor<2x4096x640xf32>) outs(%e : tensor<2x4096x640xf16>) {
    ^bb0(%i0: f32, %o: f16):
      %u = arith.truncf %i0 : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2x4096x640xf16>
    %n = fused.group_norm groups = 32 epsilon = 1.0e-05 ins(%x, %g, %g : tensor<2x4096x640xf16>, tensor<640xf16>, tensor<640xf16>) outs(%e : tensor<2x4096x640xf16>) -> tensor<2x4096x640xf16>
    return %n : tensor<2x4096x640xf16>
  }
  // No part sums: a maximum, a sum that starts with something, one along another dimension, and one
  // that somebody else reads.
  // CHECK-LABEL: func.func @near_misses
  // CHECK-NOT: kernel.part_sums
  func.func @near_misses(%p: tensor<5x2x64x1280xf32>, %q: tensor<2x64x1280x5xf32>, %z0: tensor<2x64x1280xf32>, %g: tensor<1280xf16>) -> (tensor<2x64x1280xf16>, tensor<2x64x1280xf16>, tensor<2x64x1280xf16>, tensor<2x64x1280xf16>, tensor<2x64x1280xf32>) {
    %z = arith.constant dense<0.0> : tensor<2x64x1280xf32>
    %e = tensor.empty() : tensor<2x64x1280xf16>
    %max = linalg.generic {indexing_maps = [#parts, #sum], iterator_types = ["reduction", "parallel", "parallel", "parallel"]} ins(%p : tensor<5x2x64x1280xf32>) outs(%z : tensor<2x64x1280xf32>) {
    ^bb0(%i: f32, %o: f32):
      %t = arith.maximumf %o, %i : f32
      linalg.yield %t : f32
    } -> tensor<2x64x1280xf32>
    %xa = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel"]} ins(%max : tensor<2x64x1280xf32>) outs(%e : tensor<2x64x1280xf16>) {
    ^bb0(%i0: f32, %o: f16):
      %u = arith.truncf %i0 : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2x64x1280xf16>
    %na = fused.group_norm groups = 32 epsilon = 1.0e-05 ins(%xa, %g, %g : tensor<2x64x1280xf16>, tensor<1280xf16>, tensor<1280xf16>) outs(%e : tensor<2x64x1280xf16>) -> tensor<2x64x1280xf16>
    %started = linalg.generic {indexing_maps = [#parts, #sum], iterator_types = ["reduction", "parallel", "parallel", "parallel"]} ins(%p : tensor<5x2x64x1280xf32>) outs(%z0 : tensor<2x64x1280xf32>) {
    ^bb0(%i: f32, %o: f32):
      %t = arith.addf %o, %i : f32
      linalg.yield %t : f32
    } -> tensor<2x64x1280xf32>
    %xb = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel"]} ins(%started : tensor<2x64x1280xf32>) outs(%e : tensor<2x64x1280xf16>) {
    ^bb0(%i0: f32, %o: f16):
      %u = arith.truncf %i0 : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2x64x1280xf16>
    %nb = fused.group_norm groups = 32 epsilon = 1.0e-05 ins(%xb, %g, %g : tensor<2x64x1280xf16>, tensor<1280xf16>, tensor<1280xf16>) outs(%e : tensor<2x64x1280xf16>) -> tensor<2x64x1280xf16>
    %last = linalg.generic {indexing_maps = [affine_map<(n, s, c, p) -> (n, s, c, p)>, affine_map<(n, s, c, p) -> (n, s, c)>], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%q : tensor<2x64x1280x5xf32>) outs(%z : tensor<2x64x1280xf32>) {
    ^bb0(%i: f32, %o: f32):
      %t = arith.addf %o, %i : f32
      linalg.yield %t : f32
    } -> tensor<2x64x1280xf32>
    %xc = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel"]} ins(%last : tensor<2x64x1280xf32>) outs(%e : tensor<2x64x1280xf16>) {
    ^bb0(%i0: f32, %o: f16):
      %u = arith.truncf %i0 : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2x64x1280xf16>
    %nc = fused.group_norm groups = 32 epsilon = 1.0e-05 ins(%xc, %g, %g : tensor<2x64x1280xf16>, tensor<1280xf16>, tensor<1280xf16>) outs(%e : tensor<2x64x1280xf16>) -> tensor<2x64x1280xf16>
    %sum = linalg.generic {indexing_maps = [#parts, #sum], iterator_types = ["reduction", "parallel", "parallel", "parallel"]} ins(%p : tensor<5x2x64x1280xf32>) outs(%z : tensor<2x64x1280xf32>) {
    ^bb0(%i: f32, %o: f32):
      %t = arith.addf %o, %i : f32
      linalg.yield %t : f32
    } -> tensor<2x64x1280xf32>
    %xd = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel"]} ins(%sum : tensor<2x64x1280xf32>) outs(%e : tensor<2x64x1280xf16>) {
    ^bb0(%i0: f32, %o: f16):
      %u = arith.truncf %i0 : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2x64x1280xf16>
    %nd = fused.group_norm groups = 32 epsilon = 1.0e-05 ins(%xd, %g, %g : tensor<2x64x1280xf16>, tensor<1280xf16>, tensor<1280xf16>) outs(%e : tensor<2x64x1280xf16>) -> tensor<2x64x1280xf16>
    return %na, %nb, %nc, %nd, %sum : tensor<2x64x1280xf16>, tensor<2x64x1280xf16>, tensor<2x64x1280xf16>, tensor<2x64x1280xf16>, tensor<2x64x1280xf32>
  }
  // The reader comes before the norm.
  // CHECK-LABEL: func.func @early
  // CHECK-NOT: kernel.part_sums
  func.func @early(%p: tensor<5x2x64x1280xf32>, %g: tensor<1280xf16>) -> (tensor<2x64x1280xf16>, tensor<2x64x1280xf16>) {
    %z = arith.constant dense<0.0> : tensor<2x64x1280xf32>
    %s = linalg.generic {indexing_maps = [#parts, #sum], iterator_types = ["reduction", "parallel", "parallel", "parallel"]} ins(%p : tensor<5x2x64x1280xf32>) outs(%z : tensor<2x64x1280xf32>) {
    ^bb0(%i: f32, %o: f32):
      %t = arith.addf %o, %i : f32
      linalg.yield %t : f32
    } -> tensor<2x64x1280xf32>
    %e = tensor.empty() : tensor<2x64x1280xf16>
    %x = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel"]} ins(%s : tensor<2x64x1280xf32>) outs(%e : tensor<2x64x1280xf16>) {
    ^bb0(%i0: f32, %o: f16):
      %u = arith.truncf %i0 : f32 to f16
      linalg.yield %u : f16
    } -> tensor<2x64x1280xf16>
    %early = math.exp %x : tensor<2x64x1280xf16>
    %n = fused.group_norm groups = 32 epsilon = 1.0e-05 ins(%x, %g, %g : tensor<2x64x1280xf16>, tensor<1280xf16>, tensor<1280xf16>) outs(%e : tensor<2x64x1280xf16>) -> tensor<2x64x1280xf16>
    return %n, %early : tensor<2x64x1280xf16>, tensor<2x64x1280xf16>
  }
}
