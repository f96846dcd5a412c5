// RUN: burin-opt %s --lower-to-kernels --canonicalize --cse | FileCheck %s

// 77 keys in blocks of 32, 50 queries in blocks of 64. No score is masked: keys past the
// last repeat it, and their values and ones are zeros. Rows past the end are not stored.
// CHECK-LABEL: gpu.func @g
// CHECK-DAG: %[[ONE:.*]] = arith.constant 15360 : i32
// CHECK: arith.cmpi slt, %{{.*}}, %c77 : index
// CHECK: arith.select %{{.*}} : vector<4xi32>
// CHECK: arith.select %{{.*}}, %[[ONE]], %{{.*}} : i32
// CHECK: scf.for {{.*}} step %c32
// CHECK: arith.minsi %{{.*}}, %c76
// CHECK: vector.load %arg1{{.*}} vector<8xf16>
// CHECK-NOT: arith.select %{{.*}} : vector<4xi32>
// CHECK-NOT: vector<4xi1>
// CHECK: gpu.subgroup_reduce or
// What is outside becomes zero where it is stored: before, nothing uses what is loaded.
// CHECK: gpu.barrier{{$}}
// CHECK: arith.select %{{.*}} : vector<4xi32>
// CHECK: gpu.barrier{{$}}
// CHECK: scf.yield
// CHECK: arith.cmpi slt, %{{.*}}, %c50
// CHECK: scf.if
// CHECK: vector.store
func.func private @g(%q: tensor<1x2x50x128xf16>, %k: tensor<1x2x77x128xf16>, %v: tensor<1x2x77x128xf16>) -> tensor<1x2x50x128xf16> attributes {kernel.config = #kernel.config<schedule = "cooperative-flash-attention", workgroup = [64, 1, 1], tile = [32, 32, 2, 1, 1], vector = 4>} {
  %e = tensor.empty() : tensor<1x2x50x128xf16>
  %0 = fused.attention scale = 0.5 ins(%q, %k, %v : tensor<1x2x50x128xf16>, tensor<1x2x77x128xf16>, tensor<1x2x77x128xf16>) outs(%e : tensor<1x2x50x128xf16>) -> tensor<1x2x50x128xf16>
  return %0 : tensor<1x2x50x128xf16>
}
func.func @main(%q: tensor<1x2x50x128xf16>, %k: tensor<1x2x77x128xf16>, %v: tensor<1x2x77x128xf16>) -> tensor<1x2x50x128xf16> {
  %r = call @g(%q, %k, %v) : (tensor<1x2x50x128xf16>, tensor<1x2x77x128xf16>, tensor<1x2x77x128xf16>) -> tensor<1x2x50x128xf16>
  return %r : tensor<1x2x50x128xf16>
}
