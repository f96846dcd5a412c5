// RUN: burin-opt %s --lower-to-kernels --canonicalize --cse | FileCheck %s

// Blocks of keys behind the last query of a block are not visited; a row that has
// seen nothing yet subtracts 0, not -inf.
// CHECK-LABEL: gpu.func @causal
// CHECK: %[[AFTER:.*]] = arith.addi %{{.*}}, %c16 : index
// CHECK: %[[LIMIT:.*]] = arith.minsi %[[AFTER]], %c64
// CHECK: scf.for %[[KEY:.*]] = %c0 to %[[LIMIT]] step %c16
// CHECK: %[[NEXT:.*]] = arith.addi %[[KEY]], %c16
// CHECK: arith.cmpi slt, %[[NEXT]], %[[LIMIT]]
// CHECK: arith.select %{{.*}}, %{{.*}}, %cst{{.*}} : vector<2xi1>, vector<2xf32>
// CHECK: %[[EMPTY:.*]] = arith.cmpf oeq, %[[MAX:.*]], %
// CHECK: arith.select %[[EMPTY]], %{{.*}}, %[[MAX]] : f32
func.func private @causal(%q: tensor<1x2x64x16xf16>) -> tensor<1x2x64x16xf16> attributes {kernel.config = #kernel.config<schedule = "matrix-flash-attention", workgroup = [32, 1, 1], tile = [16, 16, 1], vector = 2>} {
  %e = tensor.empty() : tensor<1x2x64x16xf16>
  %0 = fused.attention scale = 0.25 causal ins(%q, %q, %q : tensor<1x2x64x16xf16>, tensor<1x2x64x16xf16>, tensor<1x2x64x16xf16>) outs(%e : tensor<1x2x64x16xf16>) -> tensor<1x2x64x16xf16>
  return %0 : tensor<1x2x64x16xf16>
}

// A mask is added to scaled scores, and only log2(e) is left for the exponent.
// CHECK-LABEL: gpu.func @mask
// CHECK-DAG: %[[LOG2E:.*]] = arith.constant 1.44269502 : f32
// CHECK-DAG: %[[SCALE:.*]] = arith.constant dense<2.500000e-01> : vector<2xf32>
// CHECK: %[[SCALED:.*]] = arith.mulf %{{.*}}, %[[SCALE]]
// CHECK: vector.load %arg1{{.*}} vector<2xf32>
// CHECK: arith.addf %[[SCALED]]
// CHECK: math.fma %{{.*}}, %[[LOG2E]]
func.func private @mask(%q: tensor<1x2x64x16xf16>, %m: tensor<1x1x64x64xf32>) -> tensor<1x2x64x16xf16> attributes {kernel.config = #kernel.config<schedule = "matrix-flash-attention", workgroup = [32, 1, 1], tile = [16, 16, 1], vector = 2>} {
  %e = tensor.empty() : tensor<1x2x64x16xf16>
  %0 = fused.attention scale = 0.25 ins(%q, %q, %q, %m : tensor<1x2x64x16xf16>, tensor<1x2x64x16xf16>, tensor<1x2x64x16xf16>, tensor<1x1x64x64xf32>) outs(%e : tensor<1x2x64x16xf16>) -> tensor<1x2x64x16xf16>
  return %0 : tensor<1x2x64x16xf16>
}
func.func @main(%q: tensor<1x2x64x16xf16>, %m: tensor<1x1x64x64xf32>) -> tensor<1x2x64x16xf16> {
  %r = call @causal(%q) : (tensor<1x2x64x16xf16>) -> tensor<1x2x64x16xf16>
  %s = call @mask(%r, %m) : (tensor<1x2x64x16xf16>, tensor<1x1x64x64xf32>) -> tensor<1x2x64x16xf16>
  return %s : tensor<1x2x64x16xf16>
}
