// RUN: burin-opt %s -split-input-file --lower-to-kernels | FileCheck %s

#id = affine_map<(d0, d1) -> (d0, d1)>

// The config that built a kernel stays with it: the plan shows it.
// CHECK: gpu.module @exp attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 4>
// CHECK-SAME: plan.workgroup = array<i32: 8, 1, 1>
func.func private @exp(%a: tensor<8x16xf32>) -> tensor<8x16xf32>
    attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 4>} {
  %e = tensor.empty() : tensor<8x16xf32>
  %r = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%a : tensor<8x16xf32>) outs(%e : tensor<8x16xf32>) {
  ^bb0(%x: f32, %o: f32):
    %s = math.exp %x : f32
    linalg.yield %s : f32
  } -> tensor<8x16xf32>
  return %r : tensor<8x16xf32>
}
func.func @main(%a: tensor<8x16xf32>) -> tensor<8x16xf32> {
  %0 = call @exp(%a) : (tensor<8x16xf32>) -> tensor<8x16xf32>
  return %0 : tensor<8x16xf32>
}

// -----

// Another schedule, another config; local memory beside it.
// CHECK: gpu.module @softmax attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [16, 1, 1], tile = [], vector = 4>
// CHECK-SAME: plan.local_memory_bytes = {{[1-9][0-9]*}}
func.func private @softmax(%x: tensor<8x64xf32>) -> tensor<8x64xf32>
    attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [16, 1, 1], tile = [], vector = 4>} {
  %e = tensor.empty() : tensor<8x64xf32>
  %s = linalg.softmax dimension(1) ins(%x : tensor<8x64xf32>) outs(%e : tensor<8x64xf32>) -> tensor<8x64xf32>
  return %s : tensor<8x64xf32>
}
func.func @main(%x: tensor<8x64xf32>) -> tensor<8x64xf32> {
  %0 = call @softmax(%x) : (tensor<8x64xf32>) -> tensor<8x64xf32>
  return %0 : tensor<8x64xf32>
}
