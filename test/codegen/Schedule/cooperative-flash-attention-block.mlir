// RUN: burin-opt %s --lower-to-kernels --canonicalize --cse | FileCheck %s

// All 77 keys in one block of 80: no loop and no vote, the maxima are the references and
// there is no result that could shrink.
// CHECK-LABEL: gpu.func @g
// CHECK: gpu.subgroup_mma_load_matrix {{.*}}"AOp"
// CHECK-NOT: scf.for
// CHECK-NOT: gpu.subgroup_reduce
// CHECK: gpu.subgroup_mma_store_matrix {{.*}} {leadDimension = 11 : index} : {{.*}}f32
// CHECK: arith.minnumf
// CHECK-NOT: arith.subf
// CHECK-NOT: gpu.subgroup_mma_elementwise mulf
// CHECK: gpu.subgroup_mma_elementwise extf
// CHECK: arith.divf
func.func private @g(%q: tensor<1x2x16x40xf16>, %k: tensor<1x2x77x40xf16>, %v: tensor<1x2x77x40xf16>) -> tensor<1x2x16x40xf16> attributes {kernel.config = #kernel.config<schedule = "cooperative-flash-attention", workgroup = [128, 1, 1], tile = [16, 80, 4, 1, 1], vector = 4>} {
  %e = tensor.empty() : tensor<1x2x16x40xf16>
  %0 = fused.attention scale = 0.5 ins(%q, %k, %v : tensor<1x2x16x40xf16>, tensor<1x2x77x40xf16>, tensor<1x2x77x40xf16>) outs(%e : tensor<1x2x16x40xf16>) -> tensor<1x2x16x40xf16>
  return %0 : tensor<1x2x16x40xf16>
}
func.func @main(%q: tensor<1x2x16x40xf16>, %k: tensor<1x2x77x40xf16>, %v: tensor<1x2x77x40xf16>) -> tensor<1x2x16x40xf16> {
  %r = call @g(%q, %k, %v) : (tensor<1x2x16x40xf16>, tensor<1x2x77x40xf16>, tensor<1x2x77x40xf16>) -> tensor<1x2x16x40xf16>
  return %r : tensor<1x2x16x40xf16>
}
