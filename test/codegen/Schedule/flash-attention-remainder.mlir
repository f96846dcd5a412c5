// RUN: burin-opt %s --lower-to-kernels --canonicalize --cse | FileCheck %s

// 30 queries and 77 keys in blocks of 8: rows past the end repeat the last one and
// are not stored, keys past the end score -inf.
// CHECK-LABEL: gpu.func @g
// CHECK-DAG: %[[LAST_QUERY:.*]] = arith.constant 29 : index
// CHECK-DAG: %[[LAST_KEY:.*]] = arith.constant 76 : index
// CHECK-DAG: %[[NEVER:.*]] = arith.constant dense<0xFF800000> : vector<4xf32>
// CHECK-DAG: %[[LANES:.*]] = arith.constant dense<[0, 1, 2, 3]> : vector<4xindex>
// CHECK-DAG: %[[KEYS:.*]] = arith.constant dense<77> : vector<4xindex>
// CHECK: arith.minsi %{{.*}}, %[[LAST_QUERY]]
// CHECK: scf.for %{{.*}} = %c0 to %c77 step %c8
// CHECK: arith.minsi %{{.*}}, %[[LAST_KEY]]
// CHECK: %[[POSITION:.*]] = arith.addi %{{.*}}, %[[LANES]] : vector<4xindex>
// CHECK: %[[SEES:.*]] = arith.cmpi slt, %[[POSITION]], %[[KEYS]] : vector<4xindex>
// CHECK: arith.select %[[SEES]], %{{.*}}, %[[NEVER]]
// CHECK: %[[INSIDE:.*]] = arith.cmpi slt, %{{.*}}, %c30
// CHECK: scf.if %[[INSIDE]]
// CHECK: vector.store %{{.*}}, %arg3
func.func private @g(%q: tensor<1x2x30x8xf32>, %k: tensor<1x2x77x8xf32>, %v: tensor<1x2x77x8xf32>) -> tensor<1x2x30x8xf32> attributes {kernel.config = #kernel.config<schedule = "flash-attention", workgroup = [2, 4, 1], tile = [2, 1, 8, 8, 4], vector = 4>} {
  %e = tensor.empty() : tensor<1x2x30x8xf32>
  %0 = fused.attention scale = 0.5 ins(%q, %k, %v : tensor<1x2x30x8xf32>, tensor<1x2x77x8xf32>, tensor<1x2x77x8xf32>) outs(%e : tensor<1x2x30x8xf32>) -> tensor<1x2x30x8xf32>
  return %0 : tensor<1x2x30x8xf32>
}
// CHECK-LABEL: func.func @main
// CHECK: plan.dispatch @g::@g grid [4, 2, 1]
func.func @main(%q: tensor<1x2x30x8xf32>, %k: tensor<1x2x77x8xf32>, %v: tensor<1x2x77x8xf32>) -> tensor<1x2x30x8xf32> {
  %r = call @g(%q, %k, %v) : (tensor<1x2x30x8xf32>, tensor<1x2x77x8xf32>, tensor<1x2x77x8xf32>) -> tensor<1x2x30x8xf32>
  return %r : tensor<1x2x30x8xf32>
}
