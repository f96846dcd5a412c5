// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// tile = [1]: an item reads its elements once; three passes use them.
// CHECK-LABEL: gpu.func @held(
// CHECK-COUNT-2: vector.load %arg0
// CHECK-NOT: scf.for
// CHECK-NOT: vector.load %arg0
// CHECK: math.rsqrt
// CHECK-NOT: vector.load %arg0
// CHECK-COUNT-2: vector.store
// CHECK: gpu.return
func.func private @held(%a: tensor<8x64xf16>, %g: tensor<64xf16>, %b: tensor<64xf16>) -> tensor<8x64xf16>
    attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [8, 1, 1], tile = [1], vector = 4>} {
  %e = tensor.empty() : tensor<8x64xf16>
  %0 = fused.layer_norm epsilon = 1.0e-5 ins(%a, %g, %b : tensor<8x64xf16>, tensor<64xf16>, tensor<64xf16>) outs(%e : tensor<8x64xf16>) -> tensor<8x64xf16>
  return %0 : tensor<8x64xf16>
}
func.func @run_held(%a: tensor<8x64xf16>, %g: tensor<64xf16>, %b: tensor<64xf16>) -> tensor<8x64xf16> {
  %r = call @held(%a, %g, %b) : (tensor<8x64xf16>, tensor<64xf16>, tensor<64xf16>) -> tensor<8x64xf16>
  return %r : tensor<8x64xf16>
}

// 5 accesses for 4 items: the second reads the row's last element where it ends behind
// it, counts as nothing in both reductions and is not stored.
// CHECK-LABEL: gpu.func @last(
// CHECK: vector.load %arg0
// CHECK: %[[INSIDE:.*]] = arith.cmpi slt, %[[T:.*]], %c20
// CHECK: arith.minsi %[[T]], %c16
// CHECK: vector.load %arg0
// CHECK: arith.select %[[INSIDE]]
// CHECK: arith.maxnumf
// CHECK: gpu.barrier
// CHECK: math.exp
// CHECK: arith.select %[[INSIDE]]
// CHECK: gpu.barrier
// CHECK: vector.store
// CHECK: scf.if %[[INSIDE]]
// CHECK: vector.store
func.func private @last(%a: tensor<2x20xf32>) -> tensor<2x20xf32>
    attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [4, 1, 1], tile = [1], vector = 4>} {
  %e = tensor.empty() : tensor<2x20xf32>
  %0 = linalg.softmax dimension(1) ins(%a : tensor<2x20xf32>) outs(%e : tensor<2x20xf32>) -> tensor<2x20xf32>
  return %0 : tensor<2x20xf32>
}
func.func @run_last(%a: tensor<2x20xf32>) -> tensor<2x20xf32> {
  %r = call @last(%a) : (tensor<2x20xf32>) -> tensor<2x20xf32>
  return %r : tensor<2x20xf32>
}
