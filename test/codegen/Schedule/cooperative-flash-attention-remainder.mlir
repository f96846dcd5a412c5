// RUN: burin-opt %s --lower-to-kernels --canonicalize --cse | FileCheck %s

// 77 keys in blocks of 32, 50 queries in blocks of 64: keys past the end are zero
// and masked, rows past the end are not stored. Heads of 128 elements do not fit in
// the place of scores: queries are read from memory of their own in every block.
// CHECK-LABEL: gpu.func @g
// CHECK: scf.for {{.*}} step %c32
// CHECK: arith.cmpi slt, %{{.*}}, %c77 : index
// CHECK: arith.select %{{.*}} : vector<4xi32>
// CHECK: gpu.subgroup_mma_load_matrix {{.*}} {leadDimension = 17 : index} : {{.*}}"AOp"
// CHECK: arith.cmpi slt, %{{.*}} : vector<4xindex>
// CHECK: arith.select %{{.*}} : vector<4xi1>, vector<4xf32>
// CHECK: scf.yield
// CHECK: arith.cmpi slt, %{{.*}}, %c50
// CHECK: scf.if
// CHECK: vector.store
func.func private @g(%q: tensor<1x2x50x128xf16>, %k: tensor<1x2x77x128xf16>, %v: tensor<1x2x77x128xf16>) -> tensor<1x2x50x128xf16> attributes {kernel.config = #kernel.config<schedule = "cooperative-flash-attention", workgroup = [64, 1, 1], tile = [32, 32, 2], vector = 4>} {
  %e = tensor.empty() : tensor<1x2x50x128xf16>
  %0 = fused.attention scale = 0.5 ins(%q, %k, %v : tensor<1x2x50x128xf16>, tensor<1x2x77x128xf16>, tensor<1x2x77x128xf16>) outs(%e : tensor<1x2x50x128xf16>) -> tensor<1x2x50x128xf16>
  return %0 : tensor<1x2x50x128xf16>
}
func.func @main(%q: tensor<1x2x50x128xf16>, %k: tensor<1x2x77x128xf16>, %v: tensor<1x2x77x128xf16>) -> tensor<1x2x50x128xf16> {
  %r = call @g(%q, %k, %v) : (tensor<1x2x50x128xf16>, tensor<1x2x77x128xf16>, tensor<1x2x77x128xf16>) -> tensor<1x2x50x128xf16>
  return %r : tensor<1x2x50x128xf16>
}
