// RUN: burin-opt %s --decompose-attention | FileCheck %s

// Scores are written once; maximum and 1 / sum are the only other tensor between
// the products. Probabilities are marked to be computed by their consumer.
// CHECK-LABEL: func.func @cross
// CHECK-NOT: linalg.softmax
// CHECK: linalg.batch_matmul {{.*}} outs(%{{.*}} : tensor<16x256x77xf32>)
// CHECK: %[[SCORES:.*]] = linalg.generic {{.*}} outs(%{{.*}} : tensor<2x8x256x77xf32>)
// CHECK: %[[ROWS:.*]] = tensor.collapse_shape %[[SCORES]] {{.*}} into tensor<4096x77xf32>
// CHECK: %[[STATISTICS:.*]] = fused.softmax_statistics ins(%[[ROWS]] : tensor<4096x77xf32>) outs(%{{.*}} : tensor<4096x2xf32>)
// CHECK: %[[SPLIT:.*]] = tensor.expand_shape %[[STATISTICS]] {{.*}} output_shape [2, 8, 256, 2]
// CHECK: %[[MAX:.*]] = tensor.extract_slice %[[SPLIT]][0, 0, 0, 0] [2, 8, 256, 1]
// CHECK: %[[INVERSE:.*]] = tensor.extract_slice %[[SPLIT]][0, 0, 0, 1] [2, 8, 256, 1]
// CHECK: linalg.generic {{.*}} ins(%[[SCORES]], %[[MAX]], %[[INVERSE]] : {{.*}} attrs = {fused.inline}
// CHECK: arith.subf
// CHECK: math.exp
// CHECK: arith.mulf
// CHECK: linalg.batch_matmul ins(%{{.*}} : tensor<16x256x77xf32>, tensor<16x77x40xf16>)
func.func @cross(%q: tensor<2x8x256x40xf16>, %k: tensor<2x8x77x40xf16>, %v: tensor<2x8x77x40xf16>) -> tensor<2x8x256x40xf16> {
  %e = tensor.empty() : tensor<2x8x256x40xf16>
  %0 = fused.attention scale = 0.158113882 ins(%q, %k, %v : tensor<2x8x256x40xf16>, tensor<2x8x77x40xf16>, tensor<2x8x77x40xf16>)
    outs(%e : tensor<2x8x256x40xf16>) {kernel.attention = #kernel.config<schedule = "partial-attention", workgroup = [1, 1, 1], tile = [256], vector = 1>} -> tensor<2x8x256x40xf16>
  return %0 : tensor<2x8x256x40xf16>
}

// Blocks of queries: no tensor holds all scores; the mask is cut along, queries
// keep their positions for the causal mask.
// CHECK-LABEL: func.func @blocks
// CHECK: tensor.extract_slice %arg0[0, 0, 0, 0] [1, 2, 40, 8]
// CHECK: tensor.extract_slice %arg1[0, 0, 0, 0] [1, 1, 40, 100]
// CHECK: linalg.batch_matmul {{.*}} outs(%{{.*}} : tensor<2x40x100xf32>)
// CHECK-NOT: arith.addi
// CHECK: tensor.extract_slice %arg0[0, 0, 40, 0] [1, 2, 40, 8]
// CHECK: tensor.extract_slice %arg1[0, 0, 40, 0] [1, 1, 40, 100]
// CHECK: %[[QUERY:.*]] = linalg.index 2
// CHECK: arith.addi %[[QUERY]], %c40
// CHECK: tensor.extract_slice %arg0[0, 0, 80, 0] [1, 2, 20, 8]
// CHECK: %[[QUERY:.*]] = linalg.index 2
// CHECK: arith.addi %[[QUERY]], %c80
// CHECK: linalg.batch_matmul ins(%{{.*}} : tensor<2x20x100xf32>, tensor<2x100x8xf32>)
// CHECK: tensor.concat dim(2) {{.*}} (tensor<1x2x40x8xf32>, tensor<1x2x40x8xf32>, tensor<1x2x20x8xf32>) -> tensor<1x2x100x8xf32>
func.func @blocks(%q: tensor<1x2x100x8xf32>, %m: tensor<1x1x100x100xf32>) -> tensor<1x2x100x8xf32> {
  %e = tensor.empty() : tensor<1x2x100x8xf32>
  %0 = fused.attention scale = 1.0 causal ins(%q, %q, %q, %m : tensor<1x2x100x8xf32>, tensor<1x2x100x8xf32>, tensor<1x2x100x8xf32>, tensor<1x1x100x100xf32>)
    outs(%e : tensor<1x2x100x8xf32>) {kernel.attention = #kernel.config<schedule = "partial-attention", workgroup = [1, 1, 1], tile = [40], vector = 1>} -> tensor<1x2x100x8xf32>
  return %0 : tensor<1x2x100x8xf32>
}

// A mask of one row is that of every block.
// CHECK-LABEL: func.func @row_mask
// CHECK-NOT: tensor.extract_slice %arg1
// CHECK: tensor.concat
func.func @row_mask(%q: tensor<1x2x64x8xf32>, %m: tensor<1x1x1x64xf32>) -> tensor<1x2x64x8xf32> {
  %e = tensor.empty() : tensor<1x2x64x8xf32>
  %0 = fused.attention scale = 1.0 ins(%q, %q, %q, %m : tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>, tensor<1x2x64x8xf32>, tensor<1x1x1x64xf32>)
    outs(%e : tensor<1x2x64x8xf32>) {kernel.attention = #kernel.config<schedule = "partial-attention", workgroup = [1, 1, 1], tile = [32], vector = 1>} -> tensor<1x2x64x8xf32>
  return %0 : tensor<1x2x64x8xf32>
}
