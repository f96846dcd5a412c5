// RUN: burin-opt %s --onnx-raise-attention --split-input-file | FileCheck %s
// RUN: burin-opt %s --onnx-raise-attention --onnx-raise-attention --split-input-file | FileCheck %s
// RUN: burin-opt %s --onnx-raise-attention --split-input-file --remarks-filter="raise.*" 2>&1 | FileCheck %s --check-prefix=REMARK

// REMARK: [Passed] attention{{.*}}raised to Attention{{.*}}headSize=16, heads=4, keys=6, queries=8, scoreBytes=1536

// CHECK-LABEL: func @scale_on_scores(
//      CHECK:   %[[NONE:.*]] = onnx.NoValue
// CHECK-NEXT:   %[[Y:.*]] = onnx.Attention %arg0, %arg1, %arg2, %[[NONE]] {scale = 2.500000e-01 : f32}
// CHECK-NEXT:   return %[[Y]]
func.func @scale_on_scores(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>)
    -> tensor<2x4x8x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %2 = onnx.Mul %1, %c : (tensor<2x4x8x6xf32>, tensor<f32>) -> tensor<2x4x8x6xf32>
  %3 = onnx.Softmax %2 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %4 = onnx.MatMul %3, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %4 : tensor<2x4x8x16xf32>
}

// -----

// The factor on the left of the product.
// CHECK-LABEL: func @constant_first(
//      CHECK:   %[[NONE:.*]] = onnx.NoValue
// CHECK-NEXT:   %[[Y:.*]] = onnx.Attention %arg0, %arg1, %arg2, %[[NONE]] {scale = 2.500000e-01 : f32}
// CHECK-NEXT:   return %[[Y]]
func.func @constant_first(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>)
    -> tensor<2x4x8x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %2 = onnx.Mul %c, %1 : (tensor<f32>, tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %3 = onnx.Softmax %2 {axis = 3 : i64} : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %4 = onnx.MatMul %3, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %4 : tensor<2x4x8x16xf32>
}

// -----

// Division by sqrt(D), as ONNX files of BERT-like exports have it.
// CHECK-LABEL: func @divided(
//      CHECK:   %[[NONE:.*]] = onnx.NoValue
// CHECK-NEXT:   %[[Y:.*]] = onnx.Attention %arg0, %arg1, %arg2, %[[NONE]] {scale = 2.500000e-01 : f32}
// CHECK-NEXT:   return %[[Y]]
func.func @divided(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>)
    -> tensor<2x4x8x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %c = onnx.Constant dense<4.0> : tensor<f32>
  %2 = onnx.Div %1, %c : (tensor<2x4x8x6xf32>, tensor<f32>) -> tensor<2x4x8x6xf32>
  %3 = onnx.Softmax %2 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %4 = onnx.MatMul %3, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %4 : tensor<2x4x8x16xf32>
}

// -----

// CHECK-LABEL: func @scale_on_q(
//      CHECK:   %[[NONE:.*]] = onnx.NoValue
// CHECK-NEXT:   %[[Y:.*]] = onnx.Attention %arg0, %arg1, %arg2, %[[NONE]] {scale = 2.500000e-01 : f32}
// CHECK-NEXT:   return %[[Y]]
func.func @scale_on_q(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>)
    -> tensor<2x4x8x16xf32> {
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %0 = onnx.Mul %q, %c : (tensor<2x4x8x16xf32>, tensor<f32>) -> tensor<2x4x8x16xf32>
  %1 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %2 = onnx.MatMul %0, %1 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %3 = onnx.Softmax %2 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %4 = onnx.MatMul %3, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %4 : tensor<2x4x8x16xf32>
}

// -----

// The factor sits between the transpose and the product.
// CHECK-LABEL: func @scale_on_transposed_k(
//      CHECK:   %[[NONE:.*]] = onnx.NoValue
// CHECK-NEXT:   %[[Y:.*]] = onnx.Attention %arg0, %arg1, %arg2, %[[NONE]] {scale = 2.500000e-01 : f32}
// CHECK-NEXT:   return %[[Y]]
func.func @scale_on_transposed_k(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>)
    -> tensor<2x4x8x16xf32> {
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %1 = onnx.Mul %0, %c : (tensor<2x4x16x6xf32>, tensor<f32>) -> tensor<2x4x16x6xf32>
  %2 = onnx.MatMul %q, %1 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %3 = onnx.Softmax %2 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %4 = onnx.MatMul %3, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %4 : tensor<2x4x8x16xf32>
}

// -----

// sqrt(scale) on each side: PyTorch's scaled_dot_product_attention up to opset 17.
// CHECK-LABEL: func @scale_on_both(
//      CHECK:   %[[NONE:.*]] = onnx.NoValue
// CHECK-NEXT:   %[[Y:.*]] = onnx.Attention %arg0, %arg1, %arg2, %[[NONE]] {scale = 2.500000e-01 : f32}
// CHECK-NEXT:   return %[[Y]]
func.func @scale_on_both(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>)
    -> tensor<2x4x8x16xf32> {
  %c = onnx.Constant dense<0.5> : tensor<1xf32>
  %0 = onnx.Mul %q, %c : (tensor<2x4x8x16xf32>, tensor<1xf32>) -> tensor<2x4x8x16xf32>
  %1 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %2 = onnx.Mul %1, %c : (tensor<2x4x16x6xf32>, tensor<1xf32>) -> tensor<2x4x16x6xf32>
  %3 = onnx.MatMul %0, %2 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %4 = onnx.Softmax %3 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %5 = onnx.MatMul %4, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %5 : tensor<2x4x8x16xf32>
}

// -----

// 0.5 * 0.25 * 8 / 4 = 0.25
// CHECK-LABEL: func @scales_everywhere(
//      CHECK:   %[[NONE:.*]] = onnx.NoValue
// CHECK-NEXT:   %[[Y:.*]] = onnx.Attention %arg0, %arg1, %arg2, %[[NONE]] {scale = 2.500000e-01 : f32}
// CHECK-NEXT:   return %[[Y]]
func.func @scales_everywhere(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>)
    -> tensor<2x4x8x16xf32> {
  %c = onnx.Constant dense<0.5> : tensor<f32>
  %d = onnx.Constant dense<0.25> : tensor<f32>
  %e = onnx.Constant dense<8.0> : tensor<f32>
  %g = onnx.Constant dense<4.0> : tensor<f32>
  %0 = onnx.Mul %q, %c : (tensor<2x4x8x16xf32>, tensor<f32>) -> tensor<2x4x8x16xf32>
  %1 = onnx.Mul %k, %d : (tensor<2x4x6x16xf32>, tensor<f32>) -> tensor<2x4x6x16xf32>
  %2 = onnx.Transpose %1 {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %3 = onnx.MatMul %0, %2 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %4 = onnx.Mul %3, %e : (tensor<2x4x8x6xf32>, tensor<f32>) -> tensor<2x4x8x6xf32>
  %5 = onnx.Div %4, %g : (tensor<2x4x8x6xf32>, tensor<f32>) -> tensor<2x4x8x6xf32>
  %6 = onnx.Softmax %5 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %7 = onnx.MatMul %6, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %7 : tensor<2x4x8x16xf32>
}

// -----

// CHECK-LABEL: func @without_scale(
//      CHECK:   onnx.Attention %arg0, %arg1, %arg2, %{{.*}} {scale = 1.000000e+00 : f32}
func.func @without_scale(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>)
    -> tensor<2x4x8x16xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %2 = onnx.Softmax %1 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %3 = onnx.MatMul %2, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %3 : tensor<2x4x8x16xf32>
}

// -----

// Neg is a factor of -1.
// CHECK-LABEL: func @negated(
//      CHECK:   onnx.Attention %arg0, %arg1, %arg2, %{{.*}} {scale = -1.000000e+00 : f32}
func.func @negated(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>)
    -> tensor<2x4x8x16xf32> {
  %0 = onnx.Neg %q : (tensor<2x4x8x16xf32>) -> tensor<2x4x8x16xf32>
  %1 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %2 = onnx.MatMul %0, %1 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %3 = onnx.Softmax %2 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %4 = onnx.MatMul %3, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %4 : tensor<2x4x8x16xf32>
}

// -----

// Nothing says that the exporter transposed K: one transpose is made.
// CHECK-LABEL: func @k_arrives_transposed(
//      CHECK:   %[[K:.*]] = onnx.Transpose %arg1 {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x16x6xf32>)
//      CHECK:   onnx.Attention %arg0, %[[K]], %arg2
func.func @k_arrives_transposed(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x16x6xf32>,
    %v: tensor<2x4x6x16xf32>)
    -> tensor<2x4x8x16xf32> {
  %0 = onnx.MatMul %q, %k : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %1 = onnx.Softmax %0 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %2 = onnx.MatMul %1, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %2 : tensor<2x4x8x16xf32>
}

// -----

// CHECK-LABEL: func @value_size_differs(
//      CHECK:   onnx.Attention %arg0, %arg1, %arg2, {{.*}} -> tensor<2x4x8x24xf32>
func.func @value_size_differs(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x24xf32>)
    -> tensor<2x4x8x24xf32> {
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %2 = onnx.Softmax %1 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %3 = onnx.MatMul %2, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x24xf32>) -> tensor<2x4x8x24xf32>
  return %3 : tensor<2x4x8x24xf32>
}

// -----

// Half precision with the softmax in f32.
// CHECK-LABEL: func @f32_island(
//      CHECK:   %[[Y:.*]] = onnx.Attention %arg0, %arg1, %arg2, %{{.*}} {scale = 2.500000e-01 : f32} : (tensor<2x4x8x16xf16>
// CHECK-NEXT:   return %[[Y]]
func.func @f32_island(
    %q: tensor<2x4x8x16xf16>,
    %k: tensor<2x4x6x16xf16>,
    %v: tensor<2x4x6x16xf16>)
    -> tensor<2x4x8x16xf16> {
  %c = onnx.Constant dense<0.25> : tensor<f16>
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf16>) -> tensor<2x4x16x6xf16>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x8x16xf16>, tensor<2x4x16x6xf16>) -> tensor<2x4x8x6xf16>
  %2 = onnx.Mul %1, %c : (tensor<2x4x8x6xf16>, tensor<f16>) -> tensor<2x4x8x6xf16>
  %3 = onnx.Cast %2 {to = f32} : (tensor<2x4x8x6xf16>) -> tensor<2x4x8x6xf32>
  %4 = onnx.Softmax %3 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %5 = onnx.Cast %4 {to = f16} : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf16>
  %6 = onnx.MatMul %5, %v : (tensor<2x4x8x6xf16>, tensor<2x4x6x16xf16>) -> tensor<2x4x8x16xf16>
  return %6 : tensor<2x4x8x16xf16>
}

// -----

// Q and K are cast before the product, as with upcast_attention of Stable Diffusion 2.1.
// CHECK-LABEL: func @upcast_attention(
//      CHECK:   %[[Y:.*]] = onnx.Attention %arg0, %arg1, %arg2, %{{.*}} {scale = 2.500000e-01 : f32} : (tensor<2x4x8x16xf16>
// CHECK-NEXT:   return %[[Y]]
func.func @upcast_attention(
    %q: tensor<2x4x8x16xf16>,
    %k: tensor<2x4x6x16xf16>,
    %v: tensor<2x4x6x16xf16>)
    -> tensor<2x4x8x16xf16> {
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %0 = onnx.Cast %q {to = f32} : (tensor<2x4x8x16xf16>) -> tensor<2x4x8x16xf32>
  %1 = onnx.Cast %k {to = f32} : (tensor<2x4x6x16xf16>) -> tensor<2x4x6x16xf32>
  %2 = onnx.Transpose %1 {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %3 = onnx.MatMul %0, %2 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %4 = onnx.Mul %3, %c : (tensor<2x4x8x6xf32>, tensor<f32>) -> tensor<2x4x8x6xf32>
  %5 = onnx.Softmax %4 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %6 = onnx.Cast %5 {to = f16} : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf16>
  %7 = onnx.MatMul %6, %v : (tensor<2x4x8x6xf16>, tensor<2x4x6x16xf16>) -> tensor<2x4x8x16xf16>
  return %7 : tensor<2x4x8x16xf16>
}

// -----

// Newer PyTorch makes rows without any key zero; Attention does so by itself.
// CHECK-LABEL: func @nan_guard(
//      CHECK:   %[[NONE:.*]] = onnx.NoValue
// CHECK-NEXT:   %[[Y:.*]] = onnx.Attention %arg0, %arg1, %arg2, %[[NONE]] {scale = 2.500000e-01 : f32}
// CHECK-NEXT:   return %[[Y]]
func.func @nan_guard(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>)
    -> tensor<2x4x8x16xf32> {
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %z = onnx.Constant dense<0.0> : tensor<f32>
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %2 = onnx.Mul %1, %c : (tensor<2x4x8x6xf32>, tensor<f32>) -> tensor<2x4x8x6xf32>
  %3 = onnx.Softmax %2 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %4 = onnx.IsNaN %3 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xi1>
  %5 = onnx.Where %4, %z, %3 : (tensor<2x4x8x6xi1>, tensor<f32>, tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %6 = onnx.MatMul %5, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %6 : tensor<2x4x8x16xf32>
}

// -----

// exp(x - max) / sum(exp(x - max))
// CHECK-LABEL: func @softmax_in_primitives(
//      CHECK:   %[[NONE:.*]] = onnx.NoValue
// CHECK-NEXT:   %[[Y:.*]] = onnx.Attention %arg0, %arg1, %arg2, %[[NONE]] {scale = 2.500000e-01 : f32}
// CHECK-NEXT:   return %[[Y]]
func.func @softmax_in_primitives(
    %q: tensor<2x4x8x16xf32>,
    %k: tensor<2x4x6x16xf32>,
    %v: tensor<2x4x6x16xf32>)
    -> tensor<2x4x8x16xf32> {
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %axes = onnx.Constant dense<-1> : tensor<1xi64>
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x6x16xf32>) -> tensor<2x4x16x6xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x8x16xf32>, tensor<2x4x16x6xf32>) -> tensor<2x4x8x6xf32>
  %2 = onnx.Mul %1, %c : (tensor<2x4x8x6xf32>, tensor<f32>) -> tensor<2x4x8x6xf32>
  %3 = onnx.ReduceMax %2, %axes : (tensor<2x4x8x6xf32>, tensor<1xi64>) -> tensor<2x4x8x1xf32>
  %4 = onnx.Sub %2, %3 : (tensor<2x4x8x6xf32>, tensor<2x4x8x1xf32>) -> tensor<2x4x8x6xf32>
  %5 = onnx.Exp %4 : (tensor<2x4x8x6xf32>) -> tensor<2x4x8x6xf32>
  %6 = onnx.ReduceSum %5, %axes : (tensor<2x4x8x6xf32>, tensor<1xi64>) -> tensor<2x4x8x1xf32>
  %7 = onnx.Div %5, %6 : (tensor<2x4x8x6xf32>, tensor<2x4x8x1xf32>) -> tensor<2x4x8x6xf32>
  %8 = onnx.MatMul %7, %v : (tensor<2x4x8x6xf32>, tensor<2x4x6x16xf32>) -> tensor<2x4x8x16xf32>
  return %8 : tensor<2x4x8x16xf32>
}
