// RUN: burin-opt %s --outline-groups --verify-groups | FileCheck %s
// RUN: burin-opt %s --outline-groups=prologues=false --verify-groups | FileCheck %s --check-prefix=OFF

// A concatenation is a choice of addresses: everybody who reads it reads its
// operands, and nothing is copied.
// CHECK-LABEL: func.func @main
// CHECK-DAG: call @matmul_0(%arg0, %arg1, %arg2)
// CHECK-DAG: call @layer_norm_1(%arg0, %arg1, %arg3, %arg4)
// CHECK: return
// OFF-LABEL: func.func @main
// OFF: %[[C:.*]] = call @elementwise_0(%arg0, %arg1)
// OFF-DAG: call @matmul_1(%[[C]], %arg2)
// OFF-DAG: call @layer_norm_2(%[[C]], %arg3, %arg4)
func.func @main(%x: tensor<4x8xf32>, %y: tensor<4x8xf32>, %b: tensor<16x8xf32>, %g: tensor<16xf32>,
                %s: tensor<16xf32>) -> (tensor<4x8xf32>, tensor<4x16xf32>) {
  %z = arith.constant 0.0 : f32
  %c = tensor.concat dim(1) %x, %y : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x16xf32>
  %e = tensor.empty() : tensor<4x8xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<4x8xf32>) -> tensor<4x8xf32>
  %0 = linalg.matmul ins(%c, %b : tensor<4x16xf32>, tensor<16x8xf32>) outs(%f : tensor<4x8xf32>) -> tensor<4x8xf32>
  %e1 = tensor.empty() : tensor<4x16xf32>
  %1 = fused.layer_norm epsilon = 1.0e-5 ins(%c, %g, %s : tensor<4x16xf32>, tensor<16xf32>, tensor<16xf32>) outs(%e1 : tensor<4x16xf32>) -> tensor<4x16xf32>
  return %0, %1 : tensor<4x8xf32>, tensor<4x16xf32>
}

// Flash attention reads tiles of its operands from one address each.
// CHECK-LABEL: func.func @attention
// CHECK: %[[K:.*]] = call @[[COPY:elementwise_[0-9]+]](%arg1, %arg2)
// CHECK: call @attention_{{[0-9]+}}(%arg0, %[[K]], %arg3)
func.func @attention(%q: tensor<1x1x4x8xf16>, %k1: tensor<1x1x2x8xf16>, %k2: tensor<1x1x2x8xf16>,
                     %v: tensor<1x1x4x8xf16>) -> tensor<1x1x4x8xf16> {
  %k = tensor.concat dim(2) %k1, %k2 : (tensor<1x1x2x8xf16>, tensor<1x1x2x8xf16>) -> tensor<1x1x4x8xf16>
  %e = tensor.empty() : tensor<1x1x4x8xf16>
  %0 = fused.attention scale = 1.0 ins(%q, %k, %v : tensor<1x1x4x8xf16>, tensor<1x1x4x8xf16>, tensor<1x1x4x8xf16>) outs(%e : tensor<1x1x4x8xf16>) -> tensor<1x1x4x8xf16>
  return %0 : tensor<1x1x4x8xf16>
}

// CHECK: func.func private @matmul_0
// CHECK: tensor.concat
// CHECK: func.func private @layer_norm_1
// CHECK: tensor.concat
