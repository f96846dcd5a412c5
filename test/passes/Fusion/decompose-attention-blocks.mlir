// RUN: burin-opt %s --decompose-attention | FileCheck %s

// Two blocks of 512 queries, each with scores of its own; the results are put
// together along the queries.
// CHECK-LABEL: func.func @blocks
// CHECK-NOT: x1024x77xf32
// CHECK: %[[Q0:.*]] = tensor.extract_slice %{{.*}}[0, 0, 0, 0] [1, 2, 512, 40] [1, 1, 1, 1]
// CHECK: linalg.softmax dimension(3) ins(%{{.*}} : tensor<1x2x512x77xf32>)
// CHECK: %[[Q1:.*]] = tensor.extract_slice %{{.*}}[0, 0, 512, 0] [1, 2, 512, 40] [1, 1, 1, 1]
// CHECK: linalg.softmax dimension(3) ins(%{{.*}} : tensor<1x2x512x77xf32>)
// CHECK: tensor.concat dim(2)
// CHECK-NOT: fused.attention
func.func @blocks(%q: tensor<1x2x1024x40xf16>, %k: tensor<1x2x77x40xf16>, %v: tensor<1x2x77x40xf16>) -> tensor<1x2x1024x40xf16> {
  %e = tensor.empty() : tensor<1x2x1024x40xf16>
  %0 = fused.attention scale = 1.0 ins(%q, %k, %v : tensor<1x2x1024x40xf16>, tensor<1x2x77x40xf16>, tensor<1x2x77x40xf16>)
    outs(%e : tensor<1x2x1024x40xf16>) {kernel.attention = #kernel.config<schedule = "plain-attention", workgroup = [1, 1, 1], tile = [512], vector = 1>} -> tensor<1x2x1024x40xf16>
  return %0 : tensor<1x2x1024x40xf16>
}

// The last block is smaller, and a causal mask counts from the block's first query.
// CHECK-LABEL: func.func @causal_remainder
// CHECK: tensor.extract_slice %{{.*}}[0, 0, 0, 0] [1, 1, 40, 8]
// CHECK: linalg.softmax dimension(3) ins(%{{.*}} : tensor<1x1x40x50xf32>)
// CHECK: tensor.extract_slice %{{.*}}[0, 0, 40, 0] [1, 1, 10, 8]
// CHECK: %[[FIRST:.*]] = arith.constant 40 : index
// CHECK: %[[QUERY:.*]] = arith.addi %{{.*}}, %[[FIRST]] : index
// CHECK: arith.cmpi sle, %{{.*}}, %[[QUERY]]
// CHECK: linalg.softmax dimension(3) ins(%{{.*}} : tensor<1x1x10x50xf32>)
func.func @causal_remainder(%q: tensor<1x1x50x8xf32>) -> tensor<1x1x50x8xf32> {
  %e = tensor.empty() : tensor<1x1x50x8xf32>
  %0 = fused.attention scale = 1.0 causal ins(%q, %q, %q : tensor<1x1x50x8xf32>, tensor<1x1x50x8xf32>, tensor<1x1x50x8xf32>)
    outs(%e : tensor<1x1x50x8xf32>) {kernel.attention = #kernel.config<schedule = "plain-attention", workgroup = [1, 1, 1], tile = [40], vector = 1>} -> tensor<1x1x50x8xf32>
  return %0 : tensor<1x1x50x8xf32>
}
