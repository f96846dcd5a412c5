// RUN: burin-opt %s --onnx-raise-attention --split-input-file | FileCheck %s
// RUN: burin-opt %s --onnx-raise-attention --onnx-raise-attention --split-input-file | FileCheck %s

// CHECK-LABEL: func @infinite(
//      CHECK:   %[[NONE:.*]] = onnx.NoValue
// CHECK-NEXT:   onnx.Attention %arg0, %arg1, %arg2, %[[NONE]] {is_causal = 1 : i64, scale = 2.500000e-01 : f32}
func.func @infinite(
    %q: tensor<2x4x3x16xf32>,
    %k: tensor<2x4x3x16xf32>,
    %v: tensor<2x4x3x16xf32>)
    -> tensor<2x4x3x16xf32> {
  %m = onnx.Constant dense<[[0.0, 0xFF800000, 0xFF800000], [0.0, 0.0, 0xFF800000], [0.0, 0.0, 0.0]]> : tensor<3x3xf32>
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x3x16xf32>) -> tensor<2x4x16x3xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x3x16xf32>, tensor<2x4x16x3xf32>) -> tensor<2x4x3x3xf32>
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %2 = onnx.Mul %1, %c : (tensor<2x4x3x3xf32>, tensor<f32>) -> tensor<2x4x3x3xf32>
  %3 = onnx.Add %2, %m : (tensor<2x4x3x3xf32>, tensor<3x3xf32>) -> tensor<2x4x3x3xf32>
  %4 = onnx.Softmax %3 : (tensor<2x4x3x3xf32>) -> tensor<2x4x3x3xf32>
  %5 = onnx.MatMul %4, %v : (tensor<2x4x3x3xf32>, tensor<2x4x3x16xf32>) -> tensor<2x4x3x16xf32>
  return %5 : tensor<2x4x3x16xf32>
}

// -----

// torch.finfo(torch.float32).min, as HF models have it.
// CHECK-LABEL: func @lowest_f32(
//      CHECK:   %[[NONE:.*]] = onnx.NoValue
// CHECK-NEXT:   onnx.Attention %arg0, %arg1, %arg2, %[[NONE]] {is_causal = 1 : i64, scale = 2.500000e-01 : f32}
func.func @lowest_f32(
    %q: tensor<2x4x3x16xf32>,
    %k: tensor<2x4x3x16xf32>,
    %v: tensor<2x4x3x16xf32>)
    -> tensor<2x4x3x16xf32> {
  %m = onnx.Constant dense<[[0.0, -3.40282347E+38, -3.40282347E+38], [0.0, 0.0, -3.40282347E+38], [0.0, 0.0, 0.0]]> : tensor<3x3xf32>
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x3x16xf32>) -> tensor<2x4x16x3xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x3x16xf32>, tensor<2x4x16x3xf32>) -> tensor<2x4x3x3xf32>
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %2 = onnx.Mul %1, %c : (tensor<2x4x3x3xf32>, tensor<f32>) -> tensor<2x4x3x3xf32>
  %3 = onnx.Add %2, %m : (tensor<2x4x3x3xf32>, tensor<3x3xf32>) -> tensor<2x4x3x3xf32>
  %4 = onnx.Softmax %3 : (tensor<2x4x3x3xf32>) -> tensor<2x4x3x3xf32>
  %5 = onnx.MatMul %4, %v : (tensor<2x4x3x3xf32>, tensor<2x4x3x16xf32>) -> tensor<2x4x3x16xf32>
  return %5 : tensor<2x4x3x16xf32>
}

// -----

// torch.finfo(torch.float16).min
// CHECK-LABEL: func @lowest_f16(
//      CHECK:   %[[NONE:.*]] = onnx.NoValue
// CHECK-NEXT:   onnx.Attention %arg0, %arg1, %arg2, %[[NONE]] {is_causal = 1 : i64, scale = 2.500000e-01 : f32}
func.func @lowest_f16(
    %q: tensor<2x4x3x16xf32>,
    %k: tensor<2x4x3x16xf32>,
    %v: tensor<2x4x3x16xf32>)
    -> tensor<2x4x3x16xf32> {
  %m = onnx.Constant dense<[[0.0, -65504.0, -65504.0], [0.0, 0.0, -65504.0], [0.0, 0.0, 0.0]]> : tensor<3x3xf32>
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x3x16xf32>) -> tensor<2x4x16x3xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x3x16xf32>, tensor<2x4x16x3xf32>) -> tensor<2x4x3x3xf32>
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %2 = onnx.Mul %1, %c : (tensor<2x4x3x3xf32>, tensor<f32>) -> tensor<2x4x3x3xf32>
  %3 = onnx.Add %2, %m : (tensor<2x4x3x3xf32>, tensor<3x3xf32>) -> tensor<2x4x3x3xf32>
  %4 = onnx.Softmax %3 : (tensor<2x4x3x3xf32>) -> tensor<2x4x3x3xf32>
  %5 = onnx.MatMul %4, %v : (tensor<2x4x3x3xf32>, tensor<2x4x3x16xf32>) -> tensor<2x4x3x16xf32>
  return %5 : tensor<2x4x3x16xf32>
}

// -----

// -1e4, as in models that were trained in half precision.
// CHECK-LABEL: func @ten_thousand(
//      CHECK:   %[[NONE:.*]] = onnx.NoValue
// CHECK-NEXT:   onnx.Attention %arg0, %arg1, %arg2, %[[NONE]] {is_causal = 1 : i64, scale = 2.500000e-01 : f32}
func.func @ten_thousand(
    %q: tensor<2x4x3x16xf32>,
    %k: tensor<2x4x3x16xf32>,
    %v: tensor<2x4x3x16xf32>)
    -> tensor<2x4x3x16xf32> {
  %m = onnx.Constant dense<[[0.0, -10000.0, -10000.0], [0.0, 0.0, -10000.0], [0.0, 0.0, 0.0]]> : tensor<3x3xf32>
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x3x16xf32>) -> tensor<2x4x16x3xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x3x16xf32>, tensor<2x4x16x3xf32>) -> tensor<2x4x3x3xf32>
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %2 = onnx.Mul %1, %c : (tensor<2x4x3x3xf32>, tensor<f32>) -> tensor<2x4x3x3xf32>
  %3 = onnx.Add %2, %m : (tensor<2x4x3x3xf32>, tensor<3x3xf32>) -> tensor<2x4x3x3xf32>
  %4 = onnx.Softmax %3 : (tensor<2x4x3x3xf32>) -> tensor<2x4x3x3xf32>
  %5 = onnx.MatMul %4, %v : (tensor<2x4x3x3xf32>, tensor<2x4x3x16xf32>) -> tensor<2x4x3x16xf32>
  return %5 : tensor<2x4x3x16xf32>
}

// -----

// CHECK-LABEL: func @with_batch_and_head_dimensions(
//      CHECK:   %[[NONE:.*]] = onnx.NoValue
// CHECK-NEXT:   onnx.Attention %arg0, %arg1, %arg2, %[[NONE]] {is_causal = 1 : i64, scale = 2.500000e-01 : f32}
func.func @with_batch_and_head_dimensions(
    %q: tensor<2x4x3x16xf32>,
    %k: tensor<2x4x3x16xf32>,
    %v: tensor<2x4x3x16xf32>)
    -> tensor<2x4x3x16xf32> {
  %m = onnx.Constant dense<[[[[0.0, -3.40282347E+38, -3.40282347E+38], [0.0, 0.0, -3.40282347E+38], [0.0, 0.0, 0.0]]], [[[0.0, -3.40282347E+38, -3.40282347E+38], [0.0, 0.0, -3.40282347E+38], [0.0, 0.0, 0.0]]]]> : tensor<2x1x3x3xf32>
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x3x16xf32>) -> tensor<2x4x16x3xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x3x16xf32>, tensor<2x4x16x3xf32>) -> tensor<2x4x3x3xf32>
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %2 = onnx.Mul %1, %c : (tensor<2x4x3x3xf32>, tensor<f32>) -> tensor<2x4x3x3xf32>
  %3 = onnx.Add %2, %m : (tensor<2x4x3x3xf32>, tensor<2x1x3x3xf32>) -> tensor<2x4x3x3xf32>
  %4 = onnx.Softmax %3 : (tensor<2x4x3x3xf32>) -> tensor<2x4x3x3xf32>
  %5 = onnx.MatMul %4, %v : (tensor<2x4x3x3xf32>, tensor<2x4x3x16xf32>) -> tensor<2x4x3x16xf32>
  return %5 : tensor<2x4x3x16xf32>
}

// -----

// A mask that the model stores.
// CHECK-LABEL: func @from_a_weight(
//      CHECK:   %[[NONE:.*]] = onnx.NoValue
// CHECK-NEXT:   onnx.Attention %arg0, %arg1, %arg2, %[[NONE]] {is_causal = 1 : i64, scale = 2.500000e-01 : f32}
func.func @from_a_weight(
    %q: tensor<2x4x3x16xf32>,
    %k: tensor<2x4x3x16xf32>,
    %v: tensor<2x4x3x16xf32>)
    -> tensor<2x4x3x16xf32> {
  %m = plan.constant "causal_mask" dense<[[[[0.0, 0xFF800000, 0xFF800000], [0.0, 0.0, 0xFF800000], [0.0, 0.0, 0.0]]]]> : tensor<1x1x3x3xf32> of tensor<1x1x3x3xf32> -> tensor<1x1x3x3xf32>
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x3x16xf32>) -> tensor<2x4x16x3xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x3x16xf32>, tensor<2x4x16x3xf32>) -> tensor<2x4x3x3xf32>
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %2 = onnx.Mul %1, %c : (tensor<2x4x3x3xf32>, tensor<f32>) -> tensor<2x4x3x3xf32>
  %3 = onnx.Add %2, %m : (tensor<2x4x3x3xf32>, tensor<1x1x3x3xf32>) -> tensor<2x4x3x3xf32>
  %4 = onnx.Softmax %3 : (tensor<2x4x3x3xf32>) -> tensor<2x4x3x3xf32>
  %5 = onnx.MatMul %4, %v : (tensor<2x4x3x3xf32>, tensor<2x4x3x16xf32>) -> tensor<2x4x3x16xf32>
  return %5 : tensor<2x4x3x16xf32>
}

// -----

// Where(tril, scores, -inf)
// CHECK-LABEL: func @boolean(
//      CHECK:   %[[NONE:.*]] = onnx.NoValue
// CHECK-NEXT:   onnx.Attention %arg0, %arg1, %arg2, %[[NONE]] {is_causal = 1 : i64, scale = 2.500000e-01 : f32}
func.func @boolean(
    %q: tensor<2x4x3x16xf32>,
    %k: tensor<2x4x3x16xf32>,
    %v: tensor<2x4x3x16xf32>)
    -> tensor<2x4x3x16xf32> {
  %m = onnx.Constant dense<[[true, false, false], [true, true, false], [true, true, true]]> : tensor<3x3xi1>
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x3x16xf32>) -> tensor<2x4x16x3xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x3x16xf32>, tensor<2x4x16x3xf32>) -> tensor<2x4x3x3xf32>
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %2 = onnx.Mul %1, %c : (tensor<2x4x3x3xf32>, tensor<f32>) -> tensor<2x4x3x3xf32>
  %never = onnx.Constant dense<0xFF800000> : tensor<f32>
  %3 = onnx.Where %m, %2, %never : (tensor<3x3xi1>, tensor<2x4x3x3xf32>, tensor<f32>) -> tensor<2x4x3x3xf32>
  %4 = onnx.Softmax %3 : (tensor<2x4x3x3xf32>) -> tensor<2x4x3x3xf32>
  %5 = onnx.MatMul %4, %v : (tensor<2x4x3x3xf32>, tensor<2x4x3x16xf32>) -> tensor<2x4x3x16xf32>
  return %5 : tensor<2x4x3x16xf32>
}

// -----

// A finite fill is no different: the first key is never hidden.
// CHECK-LABEL: func @boolean_finite(
//      CHECK:   %[[NONE:.*]] = onnx.NoValue
// CHECK-NEXT:   onnx.Attention %arg0, %arg1, %arg2, %[[NONE]] {is_causal = 1 : i64, scale = 2.500000e-01 : f32}
func.func @boolean_finite(
    %q: tensor<2x4x3x16xf32>,
    %k: tensor<2x4x3x16xf32>,
    %v: tensor<2x4x3x16xf32>)
    -> tensor<2x4x3x16xf32> {
  %m = onnx.Constant dense<[[true, false, false], [true, true, false], [true, true, true]]> : tensor<3x3xi1>
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x3x16xf32>) -> tensor<2x4x16x3xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x3x16xf32>, tensor<2x4x16x3xf32>) -> tensor<2x4x3x3xf32>
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %2 = onnx.Mul %1, %c : (tensor<2x4x3x3xf32>, tensor<f32>) -> tensor<2x4x3x3xf32>
  %never = onnx.Constant dense<-3.40282347E+38> : tensor<f32>
  %3 = onnx.Where %m, %2, %never : (tensor<3x3xi1>, tensor<2x4x3x3xf32>, tensor<f32>) -> tensor<2x4x3x3xf32>
  %4 = onnx.Softmax %3 : (tensor<2x4x3x3xf32>) -> tensor<2x4x3x3xf32>
  %5 = onnx.MatMul %4, %v : (tensor<2x4x3x3xf32>, tensor<2x4x3x16xf32>) -> tensor<2x4x3x16xf32>
  return %5 : tensor<2x4x3x16xf32>
}

// -----

// masked_fill(triu(1), -inf)
// CHECK-LABEL: func @boolean_of_the_upper_triangle(
//      CHECK:   %[[NONE:.*]] = onnx.NoValue
// CHECK-NEXT:   onnx.Attention %arg0, %arg1, %arg2, %[[NONE]] {is_causal = 1 : i64, scale = 2.500000e-01 : f32}
func.func @boolean_of_the_upper_triangle(
    %q: tensor<2x4x3x16xf32>,
    %k: tensor<2x4x3x16xf32>,
    %v: tensor<2x4x3x16xf32>)
    -> tensor<2x4x3x16xf32> {
  %m = onnx.Constant dense<[[false, true, true], [false, false, true], [false, false, false]]> : tensor<3x3xi1>
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x3x16xf32>) -> tensor<2x4x16x3xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x3x16xf32>, tensor<2x4x16x3xf32>) -> tensor<2x4x3x3xf32>
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %2 = onnx.Mul %1, %c : (tensor<2x4x3x3xf32>, tensor<f32>) -> tensor<2x4x3x3xf32>
  %never = onnx.Constant dense<0xFF800000> : tensor<f32>
  %3 = onnx.Where %m, %never, %2 : (tensor<3x3xi1>, tensor<f32>, tensor<2x4x3x3xf32>) -> tensor<2x4x3x3xf32>
  %4 = onnx.Softmax %3 : (tensor<2x4x3x3xf32>) -> tensor<2x4x3x3xf32>
  %5 = onnx.MatMul %4, %v : (tensor<2x4x3x3xf32>, tensor<2x4x3x16xf32>) -> tensor<2x4x3x16xf32>
  return %5 : tensor<2x4x3x16xf32>
}

// -----

// Where(tril, 0, -inf) that is added
// CHECK-LABEL: func @made_additive(
//      CHECK:   %[[NONE:.*]] = onnx.NoValue
// CHECK-NEXT:   onnx.Attention %arg0, %arg1, %arg2, %[[NONE]] {is_causal = 1 : i64, scale = 2.500000e-01 : f32}
func.func @made_additive(
    %q: tensor<2x4x3x16xf32>,
    %k: tensor<2x4x3x16xf32>,
    %v: tensor<2x4x3x16xf32>)
    -> tensor<2x4x3x16xf32> {
  %keep = onnx.Constant dense<[[true, false, false], [true, true, false], [true, true, true]]> : tensor<3x3xi1>
  %zero = onnx.Constant dense<0.0> : tensor<f32>
  %n = onnx.Constant dense<0xFF800000> : tensor<f32>
  %0 = onnx.Where %keep, %zero, %n : (tensor<3x3xi1>, tensor<f32>, tensor<f32>) -> tensor<3x3xf32>
  %1 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x3x16xf32>) -> tensor<2x4x16x3xf32>
  %2 = onnx.MatMul %q, %1 : (tensor<2x4x3x16xf32>, tensor<2x4x16x3xf32>) -> tensor<2x4x3x3xf32>
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %3 = onnx.Mul %2, %c : (tensor<2x4x3x3xf32>, tensor<f32>) -> tensor<2x4x3x3xf32>
  %4 = onnx.Add %3, %0 : (tensor<2x4x3x3xf32>, tensor<3x3xf32>) -> tensor<2x4x3x3xf32>
  %5 = onnx.Softmax %4 : (tensor<2x4x3x3xf32>) -> tensor<2x4x3x3xf32>
  %6 = onnx.MatMul %5, %v : (tensor<2x4x3x3xf32>, tensor<2x4x3x16xf32>) -> tensor<2x4x3x16xf32>
  return %6 : tensor<2x4x3x16xf32>
}

// -----

// Expand to batch and heads.
// CHECK-LABEL: func @repeated(
//      CHECK:   %[[NONE:.*]] = onnx.NoValue
// CHECK-NEXT:   onnx.Attention %arg0, %arg1, %arg2, %[[NONE]] {is_causal = 1 : i64, scale = 2.500000e-01 : f32}
func.func @repeated(
    %q: tensor<2x4x3x16xf32>,
    %k: tensor<2x4x3x16xf32>,
    %v: tensor<2x4x3x16xf32>)
    -> tensor<2x4x3x16xf32> {
  %m = onnx.Constant dense<[[0.0, 0xFF800000, 0xFF800000], [0.0, 0.0, 0xFF800000], [0.0, 0.0, 0.0]]> : tensor<3x3xf32>
  %shape = onnx.Constant dense<[2, 4, 3, 3]> : tensor<4xi64>
  %0 = onnx.Expand %m, %shape : (tensor<3x3xf32>, tensor<4xi64>) -> tensor<2x4x3x3xf32>
  %1 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x3x16xf32>) -> tensor<2x4x16x3xf32>
  %2 = onnx.MatMul %q, %1 : (tensor<2x4x3x16xf32>, tensor<2x4x16x3xf32>) -> tensor<2x4x3x3xf32>
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %3 = onnx.Mul %2, %c : (tensor<2x4x3x3xf32>, tensor<f32>) -> tensor<2x4x3x3xf32>
  %4 = onnx.Add %3, %0 : (tensor<2x4x3x3xf32>, tensor<2x4x3x3xf32>) -> tensor<2x4x3x3xf32>
  %5 = onnx.Softmax %4 : (tensor<2x4x3x3xf32>) -> tensor<2x4x3x3xf32>
  %6 = onnx.MatMul %5, %v : (tensor<2x4x3x3xf32>, tensor<2x4x3x16xf32>) -> tensor<2x4x3x16xf32>
  return %6 : tensor<2x4x3x16xf32>
}

// -----

// The causal part goes, padding stays.
// CHECK-LABEL: func @and_padding(
//      CHECK:   onnx.Attention %arg0, %arg1, %arg2, %arg3 {is_causal = 1 : i64, scale = 1.000000e+00 : f32} : ({{.*}}, tensor<2x1x1x3xf32>)
func.func @and_padding(
    %q: tensor<2x4x3x16xf32>,
    %k: tensor<2x4x3x16xf32>,
    %v: tensor<2x4x3x16xf32>,
    %p: tensor<2x1x1x3xf32>)
    -> tensor<2x4x3x16xf32> {
  %m = onnx.Constant dense<[[0.0, 0xFF800000, 0xFF800000], [0.0, 0.0, 0xFF800000], [0.0, 0.0, 0.0]]> : tensor<3x3xf32>
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x3x16xf32>) -> tensor<2x4x16x3xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x3x16xf32>, tensor<2x4x16x3xf32>) -> tensor<2x4x3x3xf32>
  %2 = onnx.Add %1, %m : (tensor<2x4x3x3xf32>, tensor<3x3xf32>) -> tensor<2x4x3x3xf32>
  %3 = onnx.Add %2, %p : (tensor<2x4x3x3xf32>, tensor<2x1x1x3xf32>) -> tensor<2x4x3x3xf32>
  %4 = onnx.Softmax %3 : (tensor<2x4x3x3xf32>) -> tensor<2x4x3x3xf32>
  %5 = onnx.MatMul %4, %v : (tensor<2x4x3x3xf32>, tensor<2x4x3x16xf32>) -> tensor<2x4x3x16xf32>
  return %5 : tensor<2x4x3x16xf32>
}

// -----

// Query i sees keys 0 to i.
// CHECK-LABEL: func @more_keys_than_queries(
//      CHECK:   %[[NONE:.*]] = onnx.NoValue
// CHECK-NEXT:   onnx.Attention %arg0, %arg1, %arg2, %[[NONE]] {is_causal = 1 : i64, scale = 2.500000e-01 : f32}
func.func @more_keys_than_queries(
    %q: tensor<2x4x2x16xf32>,
    %k: tensor<2x4x3x16xf32>,
    %v: tensor<2x4x3x16xf32>)
    -> tensor<2x4x2x16xf32> {
  %m = onnx.Constant dense<[[0.0, 0xFF800000, 0xFF800000], [0.0, 0.0, 0xFF800000]]> : tensor<2x3xf32>
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x3x16xf32>) -> tensor<2x4x16x3xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x2x16xf32>, tensor<2x4x16x3xf32>) -> tensor<2x4x2x3xf32>
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %2 = onnx.Mul %1, %c : (tensor<2x4x2x3xf32>, tensor<f32>) -> tensor<2x4x2x3xf32>
  %3 = onnx.Add %2, %m : (tensor<2x4x2x3xf32>, tensor<2x3xf32>) -> tensor<2x4x2x3xf32>
  %4 = onnx.Softmax %3 : (tensor<2x4x2x3xf32>) -> tensor<2x4x2x3xf32>
  %5 = onnx.MatMul %4, %v : (tensor<2x4x2x3xf32>, tensor<2x4x3x16xf32>) -> tensor<2x4x2x16xf32>
  return %5 : tensor<2x4x2x16xf32>
}

// -----

// Of K Q^T the mask is the lower triangle.
// CHECK-LABEL: func @transposed_causal(
//      CHECK:   onnx.Attention {{.*}} {is_causal = 1 : i64
func.func @transposed_causal(
    %q: tensor<2x4x16x3xf32>,
    %k: tensor<2x4x3x16xf32>,
    %v: tensor<2x4x24x3xf32>)
    -> tensor<2x4x24x3xf32> {
  %m = onnx.Constant dense<[[0.0, 0.0, 0.0], [0xFF800000, 0.0, 0.0], [0xFF800000, 0xFF800000, 0.0]]> : tensor<3x3xf32>
  %0 = onnx.MatMul %k, %q : (tensor<2x4x3x16xf32>, tensor<2x4x16x3xf32>) -> tensor<2x4x3x3xf32>
  %1 = onnx.Add %0, %m : (tensor<2x4x3x3xf32>, tensor<3x3xf32>) -> tensor<2x4x3x3xf32>
  %2 = onnx.Softmax %1 {axis = 2 : i64} : (tensor<2x4x3x3xf32>) -> tensor<2x4x3x3xf32>
  %3 = onnx.MatMul %v, %2 : (tensor<2x4x24x3xf32>, tensor<2x4x3x3xf32>) -> tensor<2x4x24x3xf32>
  return %3 : tensor<2x4x24x3xf32>
}

// -----

// The diagonal is hidden, too.
// CHECK-LABEL: func @near_miss_diagonal(
//   CHECK-NOT:   is_causal
//      CHECK:   %[[M:.*]] = onnx.Constant dense<[{{.*}}> : tensor<1x1x3x3xf32>
//      CHECK:   onnx.Attention %arg0, %arg1, %arg2, %[[M]] {scale = 2.500000e-01 : f32}
func.func @near_miss_diagonal(
    %q: tensor<2x4x3x16xf32>,
    %k: tensor<2x4x3x16xf32>,
    %v: tensor<2x4x3x16xf32>)
    -> tensor<2x4x3x16xf32> {
  %m = onnx.Constant dense<[[0xFF800000, 0xFF800000, 0xFF800000], [0.0, 0xFF800000, 0xFF800000], [0.0, 0.0, 0xFF800000]]> : tensor<3x3xf32>
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x3x16xf32>) -> tensor<2x4x16x3xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x3x16xf32>, tensor<2x4x16x3xf32>) -> tensor<2x4x3x3xf32>
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %2 = onnx.Mul %1, %c : (tensor<2x4x3x3xf32>, tensor<f32>) -> tensor<2x4x3x3xf32>
  %3 = onnx.Add %2, %m : (tensor<2x4x3x3xf32>, tensor<3x3xf32>) -> tensor<2x4x3x3xf32>
  %4 = onnx.Softmax %3 : (tensor<2x4x3x3xf32>) -> tensor<2x4x3x3xf32>
  %5 = onnx.MatMul %4, %v : (tensor<2x4x3x3xf32>, tensor<2x4x3x16xf32>) -> tensor<2x4x3x16xf32>
  return %5 : tensor<2x4x3x16xf32>
}

// -----

// The next key is visible.
// CHECK-LABEL: func @near_miss_next_key(
//   CHECK-NOT:   is_causal
//      CHECK:   %[[M:.*]] = onnx.Constant dense<[{{.*}}> : tensor<1x1x3x3xf32>
//      CHECK:   onnx.Attention %arg0, %arg1, %arg2, %[[M]] {scale = 2.500000e-01 : f32}
func.func @near_miss_next_key(
    %q: tensor<2x4x3x16xf32>,
    %k: tensor<2x4x3x16xf32>,
    %v: tensor<2x4x3x16xf32>)
    -> tensor<2x4x3x16xf32> {
  %m = onnx.Constant dense<[[0.0, 0.0, 0xFF800000], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]> : tensor<3x3xf32>
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x3x16xf32>) -> tensor<2x4x16x3xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x3x16xf32>, tensor<2x4x16x3xf32>) -> tensor<2x4x3x3xf32>
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %2 = onnx.Mul %1, %c : (tensor<2x4x3x3xf32>, tensor<f32>) -> tensor<2x4x3x3xf32>
  %3 = onnx.Add %2, %m : (tensor<2x4x3x3xf32>, tensor<3x3xf32>) -> tensor<2x4x3x3xf32>
  %4 = onnx.Softmax %3 : (tensor<2x4x3x3xf32>) -> tensor<2x4x3x3xf32>
  %5 = onnx.MatMul %4, %v : (tensor<2x4x3x3xf32>, tensor<2x4x3x16xf32>) -> tensor<2x4x3x16xf32>
  return %5 : tensor<2x4x3x16xf32>
}

// -----

// Hides the past.
// CHECK-LABEL: func @near_miss_lower_triangle(
//   CHECK-NOT:   is_causal
//      CHECK:   %[[M:.*]] = onnx.Constant dense<[{{.*}}> : tensor<1x1x3x3xf32>
//      CHECK:   onnx.Attention %arg0, %arg1, %arg2, %[[M]] {scale = 2.500000e-01 : f32}
func.func @near_miss_lower_triangle(
    %q: tensor<2x4x3x16xf32>,
    %k: tensor<2x4x3x16xf32>,
    %v: tensor<2x4x3x16xf32>)
    -> tensor<2x4x3x16xf32> {
  %m = onnx.Constant dense<[[0.0, 0.0, 0.0], [0xFF800000, 0.0, 0.0], [0xFF800000, 0xFF800000, 0.0]]> : tensor<3x3xf32>
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x3x16xf32>) -> tensor<2x4x16x3xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x3x16xf32>, tensor<2x4x16x3xf32>) -> tensor<2x4x3x3xf32>
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %2 = onnx.Mul %1, %c : (tensor<2x4x3x3xf32>, tensor<f32>) -> tensor<2x4x3x3xf32>
  %3 = onnx.Add %2, %m : (tensor<2x4x3x3xf32>, tensor<3x3xf32>) -> tensor<2x4x3x3xf32>
  %4 = onnx.Softmax %3 : (tensor<2x4x3x3xf32>) -> tensor<2x4x3x3xf32>
  %5 = onnx.MatMul %4, %v : (tensor<2x4x3x3xf32>, tensor<2x4x3x16xf32>) -> tensor<2x4x3x16xf32>
  return %5 : tensor<2x4x3x16xf32>
}

// -----

// A bias by distance (ALiBi) is on top.
// CHECK-LABEL: func @near_miss_bias(
//   CHECK-NOT:   is_causal
//      CHECK:   %[[M:.*]] = onnx.Constant dense<[{{.*}}> : tensor<1x1x3x3xf32>
//      CHECK:   onnx.Attention %arg0, %arg1, %arg2, %[[M]] {scale = 2.500000e-01 : f32}
func.func @near_miss_bias(
    %q: tensor<2x4x3x16xf32>,
    %k: tensor<2x4x3x16xf32>,
    %v: tensor<2x4x3x16xf32>)
    -> tensor<2x4x3x16xf32> {
  %m = onnx.Constant dense<[[0.0, 0xFF800000, 0xFF800000], [-0.5, 0.0, 0xFF800000], [-1.0, -0.5, 0.0]]> : tensor<3x3xf32>
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x3x16xf32>) -> tensor<2x4x16x3xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x3x16xf32>, tensor<2x4x16x3xf32>) -> tensor<2x4x3x3xf32>
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %2 = onnx.Mul %1, %c : (tensor<2x4x3x3xf32>, tensor<f32>) -> tensor<2x4x3x3xf32>
  %3 = onnx.Add %2, %m : (tensor<2x4x3x3xf32>, tensor<3x3xf32>) -> tensor<2x4x3x3xf32>
  %4 = onnx.Softmax %3 : (tensor<2x4x3x3xf32>) -> tensor<2x4x3x3xf32>
  %5 = onnx.MatMul %4, %v : (tensor<2x4x3x3xf32>, tensor<2x4x3x16xf32>) -> tensor<2x4x3x16xf32>
  return %5 : tensor<2x4x3x16xf32>
}

// -----

// exp(-100) is small, not zero.
// CHECK-LABEL: func @near_miss_mild(
//   CHECK-NOT:   is_causal
//      CHECK:   %[[M:.*]] = onnx.Constant dense<[{{.*}}> : tensor<1x1x3x3xf32>
//      CHECK:   onnx.Attention %arg0, %arg1, %arg2, %[[M]] {scale = 2.500000e-01 : f32}
func.func @near_miss_mild(
    %q: tensor<2x4x3x16xf32>,
    %k: tensor<2x4x3x16xf32>,
    %v: tensor<2x4x3x16xf32>)
    -> tensor<2x4x3x16xf32> {
  %m = onnx.Constant dense<[[0.0, -100.0, -100.0], [0.0, 0.0, -100.0], [0.0, 0.0, 0.0]]> : tensor<3x3xf32>
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x3x16xf32>) -> tensor<2x4x16x3xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x3x16xf32>, tensor<2x4x16x3xf32>) -> tensor<2x4x3x3xf32>
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %2 = onnx.Mul %1, %c : (tensor<2x4x3x3xf32>, tensor<f32>) -> tensor<2x4x3x3xf32>
  %3 = onnx.Add %2, %m : (tensor<2x4x3x3xf32>, tensor<3x3xf32>) -> tensor<2x4x3x3xf32>
  %4 = onnx.Softmax %3 : (tensor<2x4x3x3xf32>) -> tensor<2x4x3x3xf32>
  %5 = onnx.MatMul %4, %v : (tensor<2x4x3x3xf32>, tensor<2x4x3x16xf32>) -> tensor<2x4x3x16xf32>
  return %5 : tensor<2x4x3x16xf32>
}

// -----

// A sliding window of two keys.
// CHECK-LABEL: func @near_miss_window(
//   CHECK-NOT:   is_causal
//      CHECK:   %[[M:.*]] = onnx.Constant dense<[{{.*}}> : tensor<1x1x3x3xf32>
//      CHECK:   onnx.Attention %arg0, %arg1, %arg2, %[[M]] {scale = 2.500000e-01 : f32}
func.func @near_miss_window(
    %q: tensor<2x4x3x16xf32>,
    %k: tensor<2x4x3x16xf32>,
    %v: tensor<2x4x3x16xf32>)
    -> tensor<2x4x3x16xf32> {
  %m = onnx.Constant dense<[[0.0, 0xFF800000, 0xFF800000], [0.0, 0.0, 0xFF800000], [0xFF800000, 0.0, 0.0]]> : tensor<3x3xf32>
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x3x16xf32>) -> tensor<2x4x16x3xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x3x16xf32>, tensor<2x4x16x3xf32>) -> tensor<2x4x3x3xf32>
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %2 = onnx.Mul %1, %c : (tensor<2x4x3x3xf32>, tensor<f32>) -> tensor<2x4x3x3xf32>
  %3 = onnx.Add %2, %m : (tensor<2x4x3x3xf32>, tensor<3x3xf32>) -> tensor<2x4x3x3xf32>
  %4 = onnx.Softmax %3 : (tensor<2x4x3x3xf32>) -> tensor<2x4x3x3xf32>
  %5 = onnx.MatMul %4, %v : (tensor<2x4x3x3xf32>, tensor<2x4x3x16xf32>) -> tensor<2x4x3x16xf32>
  return %5 : tensor<2x4x3x16xf32>
}

// -----

// Causal for the first batch only.
// CHECK-LABEL: func @near_miss_one_of_two(
//   CHECK-NOT:   is_causal
//      CHECK:   onnx.Attention {{.*}} tensor<2x1x3x3xf32>)
func.func @near_miss_one_of_two(
    %q: tensor<2x4x3x16xf32>,
    %k: tensor<2x4x3x16xf32>,
    %v: tensor<2x4x3x16xf32>)
    -> tensor<2x4x3x16xf32> {
  %m = onnx.Constant dense<[[[[0.0, 0xFF800000, 0xFF800000], [0.0, 0.0, 0xFF800000], [0.0, 0.0, 0.0]]], [[[0.0, 0.0, 0xFF800000], [0.0, 0.0, 0xFF800000], [0.0, 0.0, 0.0]]]]> : tensor<2x1x3x3xf32>
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x3x16xf32>) -> tensor<2x4x16x3xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x3x16xf32>, tensor<2x4x16x3xf32>) -> tensor<2x4x3x3xf32>
  %c = onnx.Constant dense<0.25> : tensor<f32>
  %2 = onnx.Mul %1, %c : (tensor<2x4x3x3xf32>, tensor<f32>) -> tensor<2x4x3x3xf32>
  %3 = onnx.Add %2, %m : (tensor<2x4x3x3xf32>, tensor<2x1x3x3xf32>) -> tensor<2x4x3x3xf32>
  %4 = onnx.Softmax %3 : (tensor<2x4x3x3xf32>) -> tensor<2x4x3x3xf32>
  %5 = onnx.MatMul %4, %v : (tensor<2x4x3x3xf32>, tensor<2x4x3x16xf32>) -> tensor<2x4x3x16xf32>
  return %5 : tensor<2x4x3x16xf32>
}

// -----

// With a finite fill a query of padded keys alone would see later keys: both are added.
// CHECK-LABEL: func @near_miss_finite_and_padding(
//   CHECK-NOT:   is_causal
//      CHECK:   %[[M:.*]] = onnx.Add {{.*}} -> tensor<2x1x3x3xf32>
//      CHECK:   onnx.Attention %arg0, %arg1, %arg2, %[[M]]
func.func @near_miss_finite_and_padding(
    %q: tensor<2x4x3x16xf32>,
    %k: tensor<2x4x3x16xf32>,
    %v: tensor<2x4x3x16xf32>,
    %p: tensor<2x1x1x3xf32>)
    -> tensor<2x4x3x16xf32> {
  %m = onnx.Constant dense<[[0.0, -10000.0, -10000.0], [0.0, 0.0, -10000.0], [0.0, 0.0, 0.0]]> : tensor<3x3xf32>
  %0 = onnx.Transpose %k {perm = array<i64: 0, 1, 3, 2>} : (tensor<2x4x3x16xf32>) -> tensor<2x4x16x3xf32>
  %1 = onnx.MatMul %q, %0 : (tensor<2x4x3x16xf32>, tensor<2x4x16x3xf32>) -> tensor<2x4x3x3xf32>
  %2 = onnx.Add %1, %m : (tensor<2x4x3x3xf32>, tensor<3x3xf32>) -> tensor<2x4x3x3xf32>
  %3 = onnx.Add %2, %p : (tensor<2x4x3x3xf32>, tensor<2x1x1x3xf32>) -> tensor<2x4x3x3xf32>
  %4 = onnx.Softmax %3 : (tensor<2x4x3x3xf32>) -> tensor<2x4x3x3xf32>
  %5 = onnx.MatMul %4, %v : (tensor<2x4x3x3xf32>, tensor<2x4x3x16xf32>) -> tensor<2x4x3x16xf32>
  return %5 : tensor<2x4x3x16xf32>
}
