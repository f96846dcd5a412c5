// RUN: burin-opt %s -split-input-file -verify-diagnostics --onnx-to-linalg --verify-linalg | FileCheck %s

// CHECK-DAG: #[[TWICE:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2 floordiv 2, d3 floordiv 2)>
// CHECK-DAG: #[[HALF:.*]] = affine_map<(d0) -> (d0 * 2)>

// A whole factor is an index map, without any table; channels are not resized.
// CHECK-LABEL: func.func @nearest_twice
// CHECK: linalg.generic {indexing_maps = [#[[TWICE]], #{{.*}}]{{.*}} ins(%arg0
// CHECK-NEXT: ^bb0(%[[X:.*]]: f16, %{{.*}}: f16):
// CHECK-NEXT: linalg.yield %[[X]]
func.func @nearest_twice(%x: tensor<1x4x8x8xf16>) -> tensor<1x4x16x16xf16> {
  %none = onnx.NoValue : none
  %scales = onnx.Constant dense<[1.0, 1.0, 2.0, 2.0]> : tensor<4xf32>
  %0 = onnx.Resize %x, %none, %scales, %none {coordinate_transformation_mode = "asymmetric", nearest_mode = "floor"} : (tensor<1x4x8x8xf16>, none, tensor<4xf32>, none) -> tensor<1x4x16x16xf16>
  return %0 : tensor<1x4x16x16xf16>
}

// CHECK-LABEL: func.func @nearest_half
// CHECK: linalg.generic {indexing_maps = [#[[HALF]], #{{.*}}]{{.*}} ins(%arg0
func.func @nearest_half(%x: tensor<8xf32>) -> tensor<4xf32> {
  %none = onnx.NoValue : none
  %scales = onnx.Constant dense<0.5> : tensor<1xf32>
  %0 = onnx.Resize %x, %none, %scales, %none {coordinate_transformation_mode = "asymmetric", nearest_mode = "floor"} : (tensor<8xf32>, none, tensor<1xf32>, none) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: func.func @nearest_any
// CHECK: arith.constant dense<[0, 1, 3, 4]> : tensor<4xi32>
func.func @nearest_any(%x: tensor<6xf32>) -> tensor<4xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<4> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "asymmetric", nearest_mode = "floor"} : (tensor<6xf32>, none, none, tensor<1xi64>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// Two positions with weights; interpolation in f32.
// CHECK-LABEL: func.func @linear
// CHECK-DAG: arith.constant dense<[0, 0, 0, 1]> : tensor<4xi32>
// CHECK-DAG: arith.constant dense<[1.000000e+00, 7.500000e-01, 2.500000e-01, 1.000000e+00]> : tensor<4xf32>
// CHECK-DAG: arith.constant dense<1> : tensor<4xi32>
// CHECK: arith.extf
// CHECK: arith.mulf
// CHECK: arith.addf
// CHECK: arith.truncf
func.func @linear(%x: tensor<2xf16>) -> tensor<4xf16> {
  %none = onnx.NoValue : none
  %scales = onnx.Constant dense<2.0> : tensor<1xf32>
  %0 = onnx.Resize %x, %none, %scales, %none {mode = "linear"} : (tensor<2xf16>, none, tensor<1xf32>, none) -> tensor<4xf16>
  return %0 : tensor<4xf16>
}

// CHECK-LABEL: func.func @cubic
// CHECK-COUNT-4: tensor.extract
func.func @cubic(%x: tensor<4xf32>) -> tensor<8xf32> {
  %none = onnx.NoValue : none
  %scales = onnx.Constant dense<2.0> : tensor<1xf32>
  %0 = onnx.Resize %x, %none, %scales, %none {mode = "cubic"} : (tensor<4xf32>, none, tensor<1xf32>, none) -> tensor<8xf32>
  return %0 : tensor<8xf32>
}

// -----

func.func @antialias(%x: tensor<4xf32>) -> tensor<2xf32> {
  %none = onnx.NoValue : none
  %scales = onnx.Constant dense<0.5> : tensor<1xf32>
  // expected-error@+1 {{cannot be lowered: has antialias, which is not supported}}
  %0 = onnx.Resize %x, %none, %scales, %none {mode = "linear", antialias = 1 : i64} : (tensor<4xf32>, none, tensor<1xf32>, none) -> tensor<2xf32>
  return %0 : tensor<2xf32>
}

// -----

func.func @dynamic_scales(%x: tensor<4xf32>, %scales: tensor<1xf32>) -> tensor<8xf32> {
  %none = onnx.NoValue : none
  // expected-error@+1 {{cannot be lowered: needs literal scales}}
  %0 = onnx.Resize %x, %none, %scales, %none : (tensor<4xf32>, none, tensor<1xf32>, none) -> tensor<8xf32>
  return %0 : tensor<8xf32>
}
