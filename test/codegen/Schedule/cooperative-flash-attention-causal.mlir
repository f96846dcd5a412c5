// RUN: burin-opt %s --lower-to-kernels --canonicalize --cse | FileCheck %s

// The loop ends with the block's last query; all sub-groups run equally often.
// CHECK-LABEL: gpu.func @g
// CHECK: %[[LIMIT:.*]] = arith.minsi %{{.*}}, %c128 : index
// CHECK: scf.for {{.*}} to %[[LIMIT]] step %c32
// Lanes write the mask of their rows, which has places for all 32 keys, and add it as
// fragments to the scores that it scales.
// CHECK: arith.cmpi slt, %{{.*}} : vector<4xindex>
// CHECK: memref.store
// CHECK: gpu.barrier {kernel.subgroup}
// CHECK: gpu.subgroup_mma_load_matrix {{.*}} {leadDimension = 9 : index} : {{.*}}"COp"
// CHECK: math.fma
// CHECK: gpu.subgroup_reduce or
func.func private @g(%q: tensor<1x2x128x40xf16>, %k: tensor<1x2x128x40xf16>, %v: tensor<1x2x128x40xf16>) -> tensor<1x2x128x40xf16> attributes {kernel.config = #kernel.config<schedule = "cooperative-flash-attention", workgroup = [32, 1, 1], tile = [32, 32, 1, 1, 1], vector = 4>} {
  %e = tensor.empty() : tensor<1x2x128x40xf16>
  %0 = fused.attention scale = 0.5 causal ins(%q, %k, %v : tensor<1x2x128x40xf16>, tensor<1x2x128x40xf16>, tensor<1x2x128x40xf16>) outs(%e : tensor<1x2x128x40xf16>) -> tensor<1x2x128x40xf16>
  return %0 : tensor<1x2x128x40xf16>
}
func.func @main(%q: tensor<1x2x128x40xf16>, %k: tensor<1x2x128x40xf16>, %v: tensor<1x2x128x40xf16>) -> tensor<1x2x128x40xf16> {
  %r = call @g(%q, %k, %v) : (tensor<1x2x128x40xf16>, tensor<1x2x128x40xf16>, tensor<1x2x128x40xf16>) -> tensor<1x2x128x40xf16>
  return %r : tensor<1x2x128x40xf16>
}
