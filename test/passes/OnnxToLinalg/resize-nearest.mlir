// RUN: burin-opt %s --onnx-to-linalg --verify-linalg | FileCheck %s
//
// Which input position every output position shows, for each pair of modes.

// CHECK-LABEL: func.func @half_pixel_round_prefer_floor_5_to_7
// CHECK: arith.constant dense<[0, 1, 1, 2, 3, 3, 4]> : tensor<7xi32>
func.func @half_pixel_round_prefer_floor_5_to_7(%x: tensor<5xf32>) -> tensor<7xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<7> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "half_pixel", nearest_mode = "round_prefer_floor"} : (tensor<5xf32>, none, none, tensor<1xi64>) -> tensor<7xf32>
  return %0 : tensor<7xf32>
}

// CHECK-LABEL: func.func @half_pixel_round_prefer_floor_7_to_4
// CHECK: arith.constant dense<[0, 2, 4, 6]> : tensor<4xi32>
func.func @half_pixel_round_prefer_floor_7_to_4(%x: tensor<7xf32>) -> tensor<4xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<4> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "half_pixel", nearest_mode = "round_prefer_floor"} : (tensor<7xf32>, none, none, tensor<1xi64>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: func.func @half_pixel_round_prefer_ceil_5_to_7
// CHECK: arith.constant dense<[0, 1, 1, 2, 3, 3, 4]> : tensor<7xi32>
func.func @half_pixel_round_prefer_ceil_5_to_7(%x: tensor<5xf32>) -> tensor<7xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<7> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "half_pixel", nearest_mode = "round_prefer_ceil"} : (tensor<5xf32>, none, none, tensor<1xi64>) -> tensor<7xf32>
  return %0 : tensor<7xf32>
}

// CHECK-LABEL: func.func @half_pixel_round_prefer_ceil_7_to_4
// CHECK: arith.constant dense<[0, 2, 4, 6]> : tensor<4xi32>
func.func @half_pixel_round_prefer_ceil_7_to_4(%x: tensor<7xf32>) -> tensor<4xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<4> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "half_pixel", nearest_mode = "round_prefer_ceil"} : (tensor<7xf32>, none, none, tensor<1xi64>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: func.func @half_pixel_floor_5_to_7
// CHECK: arith.constant dense<[0, 0, 1, 2, 2, 3, 4]> : tensor<7xi32>
func.func @half_pixel_floor_5_to_7(%x: tensor<5xf32>) -> tensor<7xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<7> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "half_pixel", nearest_mode = "floor"} : (tensor<5xf32>, none, none, tensor<1xi64>) -> tensor<7xf32>
  return %0 : tensor<7xf32>
}

// CHECK-LABEL: func.func @half_pixel_floor_7_to_4
// CHECK: arith.constant dense<[0, 2, 3, 5]> : tensor<4xi32>
func.func @half_pixel_floor_7_to_4(%x: tensor<7xf32>) -> tensor<4xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<4> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "half_pixel", nearest_mode = "floor"} : (tensor<7xf32>, none, none, tensor<1xi64>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: func.func @half_pixel_ceil_5_to_7
// CHECK: arith.constant dense<[0, 1, 2, 2, 3, 4, 4]> : tensor<7xi32>
func.func @half_pixel_ceil_5_to_7(%x: tensor<5xf32>) -> tensor<7xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<7> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "half_pixel", nearest_mode = "ceil"} : (tensor<5xf32>, none, none, tensor<1xi64>) -> tensor<7xf32>
  return %0 : tensor<7xf32>
}

// CHECK-LABEL: func.func @half_pixel_ceil_7_to_4
// CHECK: arith.constant dense<[1, 3, 4, 6]> : tensor<4xi32>
func.func @half_pixel_ceil_7_to_4(%x: tensor<7xf32>) -> tensor<4xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<4> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "half_pixel", nearest_mode = "ceil"} : (tensor<7xf32>, none, none, tensor<1xi64>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: func.func @pytorch_half_pixel_round_prefer_floor_5_to_7
// CHECK: arith.constant dense<[0, 1, 1, 2, 3, 3, 4]> : tensor<7xi32>
func.func @pytorch_half_pixel_round_prefer_floor_5_to_7(%x: tensor<5xf32>) -> tensor<7xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<7> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "pytorch_half_pixel", nearest_mode = "round_prefer_floor"} : (tensor<5xf32>, none, none, tensor<1xi64>) -> tensor<7xf32>
  return %0 : tensor<7xf32>
}

// CHECK-LABEL: func.func @pytorch_half_pixel_round_prefer_floor_7_to_4
// CHECK: arith.constant dense<[0, 2, 4, 6]> : tensor<4xi32>
func.func @pytorch_half_pixel_round_prefer_floor_7_to_4(%x: tensor<7xf32>) -> tensor<4xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<4> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "pytorch_half_pixel", nearest_mode = "round_prefer_floor"} : (tensor<7xf32>, none, none, tensor<1xi64>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: func.func @pytorch_half_pixel_round_prefer_ceil_5_to_7
// CHECK: arith.constant dense<[0, 1, 1, 2, 3, 3, 4]> : tensor<7xi32>
func.func @pytorch_half_pixel_round_prefer_ceil_5_to_7(%x: tensor<5xf32>) -> tensor<7xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<7> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "pytorch_half_pixel", nearest_mode = "round_prefer_ceil"} : (tensor<5xf32>, none, none, tensor<1xi64>) -> tensor<7xf32>
  return %0 : tensor<7xf32>
}

// CHECK-LABEL: func.func @pytorch_half_pixel_round_prefer_ceil_7_to_4
// CHECK: arith.constant dense<[0, 2, 4, 6]> : tensor<4xi32>
func.func @pytorch_half_pixel_round_prefer_ceil_7_to_4(%x: tensor<7xf32>) -> tensor<4xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<4> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "pytorch_half_pixel", nearest_mode = "round_prefer_ceil"} : (tensor<7xf32>, none, none, tensor<1xi64>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: func.func @pytorch_half_pixel_floor_5_to_7
// CHECK: arith.constant dense<[0, 0, 1, 2, 2, 3, 4]> : tensor<7xi32>
func.func @pytorch_half_pixel_floor_5_to_7(%x: tensor<5xf32>) -> tensor<7xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<7> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "pytorch_half_pixel", nearest_mode = "floor"} : (tensor<5xf32>, none, none, tensor<1xi64>) -> tensor<7xf32>
  return %0 : tensor<7xf32>
}

// CHECK-LABEL: func.func @pytorch_half_pixel_floor_7_to_4
// CHECK: arith.constant dense<[0, 2, 3, 5]> : tensor<4xi32>
func.func @pytorch_half_pixel_floor_7_to_4(%x: tensor<7xf32>) -> tensor<4xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<4> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "pytorch_half_pixel", nearest_mode = "floor"} : (tensor<7xf32>, none, none, tensor<1xi64>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: func.func @pytorch_half_pixel_ceil_5_to_7
// CHECK: arith.constant dense<[0, 1, 2, 2, 3, 4, 4]> : tensor<7xi32>
func.func @pytorch_half_pixel_ceil_5_to_7(%x: tensor<5xf32>) -> tensor<7xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<7> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "pytorch_half_pixel", nearest_mode = "ceil"} : (tensor<5xf32>, none, none, tensor<1xi64>) -> tensor<7xf32>
  return %0 : tensor<7xf32>
}

// CHECK-LABEL: func.func @pytorch_half_pixel_ceil_7_to_4
// CHECK: arith.constant dense<[1, 3, 4, 6]> : tensor<4xi32>
func.func @pytorch_half_pixel_ceil_7_to_4(%x: tensor<7xf32>) -> tensor<4xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<4> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "pytorch_half_pixel", nearest_mode = "ceil"} : (tensor<7xf32>, none, none, tensor<1xi64>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: func.func @asymmetric_round_prefer_floor_5_to_7
// CHECK: arith.constant dense<[0, 1, 1, 2, 3, 4, 4]> : tensor<7xi32>
func.func @asymmetric_round_prefer_floor_5_to_7(%x: tensor<5xf32>) -> tensor<7xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<7> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "asymmetric", nearest_mode = "round_prefer_floor"} : (tensor<5xf32>, none, none, tensor<1xi64>) -> tensor<7xf32>
  return %0 : tensor<7xf32>
}

// CHECK-LABEL: func.func @asymmetric_round_prefer_floor_8_to_5
// CHECK: arith.constant dense<[0, 2, 3, 5, 6]> : tensor<5xi32>
func.func @asymmetric_round_prefer_floor_8_to_5(%x: tensor<8xf32>) -> tensor<5xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<5> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "asymmetric", nearest_mode = "round_prefer_floor"} : (tensor<8xf32>, none, none, tensor<1xi64>) -> tensor<5xf32>
  return %0 : tensor<5xf32>
}

// CHECK-LABEL: func.func @asymmetric_round_prefer_ceil_5_to_7
// CHECK: arith.constant dense<[0, 1, 1, 2, 3, 4, 4]> : tensor<7xi32>
func.func @asymmetric_round_prefer_ceil_5_to_7(%x: tensor<5xf32>) -> tensor<7xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<7> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "asymmetric", nearest_mode = "round_prefer_ceil"} : (tensor<5xf32>, none, none, tensor<1xi64>) -> tensor<7xf32>
  return %0 : tensor<7xf32>
}

// CHECK-LABEL: func.func @asymmetric_round_prefer_ceil_8_to_5
// CHECK: arith.constant dense<[0, 2, 3, 5, 6]> : tensor<5xi32>
func.func @asymmetric_round_prefer_ceil_8_to_5(%x: tensor<8xf32>) -> tensor<5xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<5> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "asymmetric", nearest_mode = "round_prefer_ceil"} : (tensor<8xf32>, none, none, tensor<1xi64>) -> tensor<5xf32>
  return %0 : tensor<5xf32>
}

// CHECK-LABEL: func.func @asymmetric_floor_5_to_7
// CHECK: arith.constant dense<[0, 0, 1, 2, 2, 3, 4]> : tensor<7xi32>
func.func @asymmetric_floor_5_to_7(%x: tensor<5xf32>) -> tensor<7xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<7> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "asymmetric", nearest_mode = "floor"} : (tensor<5xf32>, none, none, tensor<1xi64>) -> tensor<7xf32>
  return %0 : tensor<7xf32>
}

// CHECK-LABEL: func.func @asymmetric_floor_7_to_4
// CHECK: arith.constant dense<[0, 1, 3, 5]> : tensor<4xi32>
func.func @asymmetric_floor_7_to_4(%x: tensor<7xf32>) -> tensor<4xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<4> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "asymmetric", nearest_mode = "floor"} : (tensor<7xf32>, none, none, tensor<1xi64>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: func.func @asymmetric_ceil_5_to_7
// CHECK: arith.constant dense<[0, 1, 2, 3, 3, 4, 4]> : tensor<7xi32>
func.func @asymmetric_ceil_5_to_7(%x: tensor<5xf32>) -> tensor<7xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<7> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "asymmetric", nearest_mode = "ceil"} : (tensor<5xf32>, none, none, tensor<1xi64>) -> tensor<7xf32>
  return %0 : tensor<7xf32>
}

// CHECK-LABEL: func.func @asymmetric_ceil_7_to_4
// CHECK: arith.constant dense<[0, 2, 4, 6]> : tensor<4xi32>
func.func @asymmetric_ceil_7_to_4(%x: tensor<7xf32>) -> tensor<4xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<4> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "asymmetric", nearest_mode = "ceil"} : (tensor<7xf32>, none, none, tensor<1xi64>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: func.func @align_corners_round_prefer_floor_5_to_7
// CHECK: arith.constant dense<[0, 1, 1, 2, 3, 3, 4]> : tensor<7xi32>
func.func @align_corners_round_prefer_floor_5_to_7(%x: tensor<5xf32>) -> tensor<7xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<7> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "align_corners", nearest_mode = "round_prefer_floor"} : (tensor<5xf32>, none, none, tensor<1xi64>) -> tensor<7xf32>
  return %0 : tensor<7xf32>
}

// CHECK-LABEL: func.func @align_corners_round_prefer_floor_7_to_4
// CHECK: arith.constant dense<[0, 2, 4, 6]> : tensor<4xi32>
func.func @align_corners_round_prefer_floor_7_to_4(%x: tensor<7xf32>) -> tensor<4xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<4> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "align_corners", nearest_mode = "round_prefer_floor"} : (tensor<7xf32>, none, none, tensor<1xi64>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: func.func @align_corners_round_prefer_ceil_5_to_7
// CHECK: arith.constant dense<[0, 1, 1, 2, 3, 3, 4]> : tensor<7xi32>
func.func @align_corners_round_prefer_ceil_5_to_7(%x: tensor<5xf32>) -> tensor<7xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<7> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "align_corners", nearest_mode = "round_prefer_ceil"} : (tensor<5xf32>, none, none, tensor<1xi64>) -> tensor<7xf32>
  return %0 : tensor<7xf32>
}

// CHECK-LABEL: func.func @align_corners_round_prefer_ceil_7_to_4
// CHECK: arith.constant dense<[0, 2, 4, 6]> : tensor<4xi32>
func.func @align_corners_round_prefer_ceil_7_to_4(%x: tensor<7xf32>) -> tensor<4xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<4> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "align_corners", nearest_mode = "round_prefer_ceil"} : (tensor<7xf32>, none, none, tensor<1xi64>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: func.func @align_corners_floor_5_to_7
// CHECK: arith.constant dense<[0, 0, 1, 2, 2, 3, 4]> : tensor<7xi32>
func.func @align_corners_floor_5_to_7(%x: tensor<5xf32>) -> tensor<7xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<7> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "align_corners", nearest_mode = "floor"} : (tensor<5xf32>, none, none, tensor<1xi64>) -> tensor<7xf32>
  return %0 : tensor<7xf32>
}

// CHECK-LABEL: func.func @align_corners_floor_7_to_4
// CHECK: arith.constant dense<[0, 2, 4, 6]> : tensor<4xi32>
func.func @align_corners_floor_7_to_4(%x: tensor<7xf32>) -> tensor<4xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<4> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "align_corners", nearest_mode = "floor"} : (tensor<7xf32>, none, none, tensor<1xi64>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: func.func @align_corners_ceil_5_to_7
// CHECK: arith.constant dense<[0, 1, 2, 2, 3, 4, 4]> : tensor<7xi32>
func.func @align_corners_ceil_5_to_7(%x: tensor<5xf32>) -> tensor<7xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<7> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "align_corners", nearest_mode = "ceil"} : (tensor<5xf32>, none, none, tensor<1xi64>) -> tensor<7xf32>
  return %0 : tensor<7xf32>
}

// CHECK-LABEL: func.func @align_corners_ceil_7_to_4
// CHECK: arith.constant dense<[0, 2, 4, 6]> : tensor<4xi32>
func.func @align_corners_ceil_7_to_4(%x: tensor<7xf32>) -> tensor<4xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<4> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "align_corners", nearest_mode = "ceil"} : (tensor<7xf32>, none, none, tensor<1xi64>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: func.func @half_pixel_symmetric_round_prefer_floor_5_to_7
// CHECK: arith.constant dense<[0, 1, 1, 2, 3, 3, 4]> : tensor<7xi32>
func.func @half_pixel_symmetric_round_prefer_floor_5_to_7(%x: tensor<5xf32>) -> tensor<7xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<7> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "half_pixel_symmetric", nearest_mode = "round_prefer_floor"} : (tensor<5xf32>, none, none, tensor<1xi64>) -> tensor<7xf32>
  return %0 : tensor<7xf32>
}

// CHECK-LABEL: func.func @half_pixel_symmetric_round_prefer_floor_7_to_4
// CHECK: arith.constant dense<[0, 2, 4, 6]> : tensor<4xi32>
func.func @half_pixel_symmetric_round_prefer_floor_7_to_4(%x: tensor<7xf32>) -> tensor<4xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<4> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "half_pixel_symmetric", nearest_mode = "round_prefer_floor"} : (tensor<7xf32>, none, none, tensor<1xi64>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: func.func @half_pixel_symmetric_round_prefer_ceil_5_to_7
// CHECK: arith.constant dense<[0, 1, 1, 2, 3, 3, 4]> : tensor<7xi32>
func.func @half_pixel_symmetric_round_prefer_ceil_5_to_7(%x: tensor<5xf32>) -> tensor<7xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<7> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "half_pixel_symmetric", nearest_mode = "round_prefer_ceil"} : (tensor<5xf32>, none, none, tensor<1xi64>) -> tensor<7xf32>
  return %0 : tensor<7xf32>
}

// CHECK-LABEL: func.func @half_pixel_symmetric_round_prefer_ceil_7_to_4
// CHECK: arith.constant dense<[0, 2, 4, 6]> : tensor<4xi32>
func.func @half_pixel_symmetric_round_prefer_ceil_7_to_4(%x: tensor<7xf32>) -> tensor<4xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<4> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "half_pixel_symmetric", nearest_mode = "round_prefer_ceil"} : (tensor<7xf32>, none, none, tensor<1xi64>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: func.func @half_pixel_symmetric_floor_5_to_7
// CHECK: arith.constant dense<[0, 0, 1, 2, 2, 3, 4]> : tensor<7xi32>
func.func @half_pixel_symmetric_floor_5_to_7(%x: tensor<5xf32>) -> tensor<7xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<7> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "half_pixel_symmetric", nearest_mode = "floor"} : (tensor<5xf32>, none, none, tensor<1xi64>) -> tensor<7xf32>
  return %0 : tensor<7xf32>
}

// CHECK-LABEL: func.func @half_pixel_symmetric_floor_7_to_4
// CHECK: arith.constant dense<[0, 2, 3, 5]> : tensor<4xi32>
func.func @half_pixel_symmetric_floor_7_to_4(%x: tensor<7xf32>) -> tensor<4xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<4> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "half_pixel_symmetric", nearest_mode = "floor"} : (tensor<7xf32>, none, none, tensor<1xi64>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: func.func @half_pixel_symmetric_ceil_5_to_7
// CHECK: arith.constant dense<[0, 1, 2, 2, 3, 4, 4]> : tensor<7xi32>
func.func @half_pixel_symmetric_ceil_5_to_7(%x: tensor<5xf32>) -> tensor<7xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<7> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "half_pixel_symmetric", nearest_mode = "ceil"} : (tensor<5xf32>, none, none, tensor<1xi64>) -> tensor<7xf32>
  return %0 : tensor<7xf32>
}

// CHECK-LABEL: func.func @half_pixel_symmetric_ceil_7_to_4
// CHECK: arith.constant dense<[1, 3, 4, 6]> : tensor<4xi32>
func.func @half_pixel_symmetric_ceil_7_to_4(%x: tensor<7xf32>) -> tensor<4xf32> {
  %none = onnx.NoValue : none
  %sizes = onnx.Constant dense<4> : tensor<1xi64>
  %0 = onnx.Resize %x, %none, %none, %sizes {coordinate_transformation_mode = "half_pixel_symmetric", nearest_mode = "ceil"} : (tensor<7xf32>, none, none, tensor<1xi64>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}
