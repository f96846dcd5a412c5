// RUN: burin-opt %s --lower-to-kernels --canonicalize --cse | FileCheck %s

// 77 keys are one block of 80: the last three are zeros in local memory and score
// -inf. 30 queries are less than the block of 32: nothing is stored for the last two.
// CHECK-LABEL: gpu.func @g
// CHECK-DAG: %[[NEVER:.*]] = arith.constant dense<0xFF800000> : vector<2xf32>
// CHECK-DAG: %[[KEYS:.*]] = arith.constant dense<77> : vector<2xindex>
// CHECK: arith.minsi %{{.*}}, %c29
// CHECK: %[[INSIDE:.*]] = arith.cmpi slt, %[[KEY:.*]], %c77
// CHECK: %[[COUNT:.*]] = arith.select %[[INSIDE]], %c8, %c0
// CHECK: nvgpu.device_async_copy %arg1{{.*}}, 8, %[[COUNT]]
// One block: no loop, no second stage.
// CHECK-NOT: scf.for
// CHECK: nvgpu.device_async_wait
// CHECK-NOT: nvgpu.device_async_copy
// CHECK: %[[SEES:.*]] = arith.cmpi slt, %{{.*}}, %[[KEYS]] : vector<2xindex>
// CHECK: arith.select %[[SEES]], %{{.*}}, %[[NEVER]]
// CHECK: %[[EXISTS:.*]] = arith.cmpi slt, %{{.*}}, %c30
// CHECK: scf.if %[[EXISTS]]
// CHECK: vector.store %{{.*}}, %arg3
func.func private @g(%q: tensor<1x2x30x16xf16>, %k: tensor<1x2x77x16xf16>, %v: tensor<1x2x77x16xf16>) -> tensor<1x2x30x16xf16> attributes {kernel.config = #kernel.config<schedule = "matrix-flash-attention", workgroup = [32, 1, 1], tile = [32, 80, 1], vector = 2>} {
  %e = tensor.empty() : tensor<1x2x30x16xf16>
  %0 = fused.attention scale = 0.5 ins(%q, %k, %v : tensor<1x2x30x16xf16>, tensor<1x2x77x16xf16>, tensor<1x2x77x16xf16>) outs(%e : tensor<1x2x30x16xf16>) -> tensor<1x2x30x16xf16>
  return %0 : tensor<1x2x30x16xf16>
}
// CHECK: plan.dispatch @g::@g grid [1, 2, 1]
func.func @main(%q: tensor<1x2x30x16xf16>, %k: tensor<1x2x77x16xf16>, %v: tensor<1x2x77x16xf16>) -> tensor<1x2x30x16xf16> {
  %r = call @g(%q, %k, %v) : (tensor<1x2x30x16xf16>, tensor<1x2x77x16xf16>, tensor<1x2x77x16xf16>) -> tensor<1x2x30x16xf16>
  return %r : tensor<1x2x30x16xf16>
}
