// RUN: burin-opt %s --onnx-simplify --onnx-raise-upsampling --split-input-file | FileCheck %s
// RUN: burin-opt %s --onnx-simplify --onnx-raise-upsampling --onnx-simplify --onnx-raise-upsampling --split-input-file | FileCheck %s
// RUN: burin-opt %s --onnx-simplify --onnx-raise-upsampling --split-input-file --remarks-filter="raise.*" 2>&1 | FileCheck %s --check-prefix=REMARK

// REMARK: [Passed] upsampling{{.*}}raised to nearest upsampling from Resize
// REMARK: [Passed] upsampling{{.*}}raised to nearest upsampling from repetition between reshapes
// REMARK: [Passed] upsampling{{.*}}raised to nearest upsampling from Gather

// Sizes instead of scales.
// CHECK-LABEL: func @sizes(
//  CHECK-SAME:   %[[X:[a-z0-9]+]]:
//       CHECK:   %[[S:.*]] = onnx.Constant dense<[1.000000e+00, 1.000000e+00, 2.000000e+00, 2.000000e+00]>
//       CHECK:   %[[Y:.*]] = onnx.Resize %[[X]], %{{.*}}, %[[S]], %{{.*}} {coordinate_transformation_mode = "asymmetric", nearest_mode = "floor"}
//  CHECK-NEXT:   return %[[Y]]
func.func @sizes(%x: tensor<1x4x3x5xf32>) -> tensor<1x4x6x10xf32> {
  %none = onnx.NoValue : none
  %v = onnx.Constant dense<[1, 4, 6, 10]> : tensor<4xi64>
  %0 = onnx.Resize %x, %none, %none, %v {coordinate_transformation_mode = "asymmetric", nearest_mode = "floor"} : (tensor<1x4x3x5xf32>, none, none, tensor<4xi64>) -> tensor<1x4x6x10xf32>
  return %0 : tensor<1x4x6x10xf32>
}

// -----

// Scales of two axes only, negative ones.
// CHECK-LABEL: func @axes(
//  CHECK-SAME:   %[[X:[a-z0-9]+]]:
//       CHECK:   %[[S:.*]] = onnx.Constant dense<[1.000000e+00, 1.000000e+00, 2.000000e+00, 2.000000e+00]>
//       CHECK:   %[[Y:.*]] = onnx.Resize %[[X]], %{{.*}}, %[[S]], %{{.*}} {coordinate_transformation_mode = "asymmetric", nearest_mode = "floor"}
//  CHECK-NEXT:   return %[[Y]]
func.func @axes(%x: tensor<1x4x3x5xf32>) -> tensor<1x4x6x10xf32> {
  %none = onnx.NoValue : none
  %v = onnx.Constant dense<[2.0, 2.0]> : tensor<2xf32>
  %0 = onnx.Resize %x, %none, %v, %none {coordinate_transformation_mode = "asymmetric", nearest_mode = "floor", axes = array<i64: -2, -1>} : (tensor<1x4x3x5xf32>, none, tensor<2xf32>, none) -> tensor<1x4x6x10xf32>
  return %0 : tensor<1x4x6x10xf32>
}

// -----

// ONNX's own defaults: half_pixel, round_prefer_floor.
// CHECK-LABEL: func @half_pixel(
//  CHECK-SAME:   %[[X:[a-z0-9]+]]:
//       CHECK:   %[[S:.*]] = onnx.Constant dense<[1.000000e+00, 1.000000e+00, 2.000000e+00, 2.000000e+00]>
//       CHECK:   %[[Y:.*]] = onnx.Resize %[[X]], %{{.*}}, %[[S]], %{{.*}} {coordinate_transformation_mode = "asymmetric", nearest_mode = "floor"}
//  CHECK-NEXT:   return %[[Y]]
func.func @half_pixel(%x: tensor<1x4x3x5xf32>) -> tensor<1x4x6x10xf32> {
  %none = onnx.NoValue : none
  %v = onnx.Constant dense<[1.0, 1.0, 2.0, 2.0]> : tensor<4xf32>
  %0 = onnx.Resize %x, %none, %v, %none : (tensor<1x4x3x5xf32>, none, tensor<4xf32>, none) -> tensor<1x4x6x10xf32>
  return %0 : tensor<1x4x6x10xf32>
}

// -----

// A factor that is no power of two.
// CHECK-LABEL: func @half_pixel_three(
//  CHECK-SAME:   %[[X:[a-z0-9]+]]:
//       CHECK:   %[[S:.*]] = onnx.Constant dense<[1.000000e+00, 1.000000e+00, 3.000000e+00, 3.000000e+00]>
//       CHECK:   %[[Y:.*]] = onnx.Resize %[[X]], %{{.*}}, %[[S]], %{{.*}} {coordinate_transformation_mode = "asymmetric", nearest_mode = "floor"}
//  CHECK-NEXT:   return %[[Y]]
func.func @half_pixel_three(%x: tensor<1x4x3x5xf32>) -> tensor<1x4x9x15xf32> {
  %none = onnx.NoValue : none
  %v = onnx.Constant dense<[1.0, 1.0, 3.0, 3.0]> : tensor<4xf32>
  %0 = onnx.Resize %x, %none, %v, %none {nearest_mode = "round_prefer_ceil"} : (tensor<1x4x3x5xf32>, none, tensor<4xf32>, none) -> tensor<1x4x9x15xf32>
  return %0 : tensor<1x4x9x15xf32>
}

// -----

// What PyTorch's interpolate with a size writes.
// CHECK-LABEL: func @pytorch(
//  CHECK-SAME:   %[[X:[a-z0-9]+]]:
//       CHECK:   %[[S:.*]] = onnx.Constant dense<[1.000000e+00, 1.000000e+00, 2.000000e+00, 2.000000e+00]>
//       CHECK:   %[[Y:.*]] = onnx.Resize %[[X]], %{{.*}}, %[[S]], %{{.*}} {coordinate_transformation_mode = "asymmetric", nearest_mode = "floor"}
//  CHECK-NEXT:   return %[[Y]]
func.func @pytorch(%x: tensor<1x4x3x5xf32>) -> tensor<1x4x6x10xf32> {
  %none = onnx.NoValue : none
  %v = onnx.Constant dense<[1, 4, 6, 10]> : tensor<4xi64>
  %0 = onnx.Resize %x, %none, %none, %v {coordinate_transformation_mode = "pytorch_half_pixel", nearest_mode = "round_prefer_floor"} : (tensor<1x4x3x5xf32>, none, none, tensor<4xi64>) -> tensor<1x4x6x10xf32>
  return %0 : tensor<1x4x6x10xf32>
}

// -----

// x.5 is rounded down: the same as the floor for a factor of 2.
// CHECK-LABEL: func @asymmetric_rounding(
//  CHECK-SAME:   %[[X:[a-z0-9]+]]:
//       CHECK:   %[[S:.*]] = onnx.Constant dense<[1.000000e+00, 1.000000e+00, 2.000000e+00, 2.000000e+00]>
//       CHECK:   %[[Y:.*]] = onnx.Resize %[[X]], %{{.*}}, %[[S]], %{{.*}} {coordinate_transformation_mode = "asymmetric", nearest_mode = "floor"}
//  CHECK-NEXT:   return %[[Y]]
func.func @asymmetric_rounding(%x: tensor<1x4x3x5xf32>) -> tensor<1x4x6x10xf32> {
  %none = onnx.NoValue : none
  %v = onnx.Constant dense<[1.0, 1.0, 2.0, 2.0]> : tensor<4xf32>
  %0 = onnx.Resize %x, %none, %v, %none {coordinate_transformation_mode = "asymmetric"} : (tensor<1x4x3x5xf32>, none, tensor<4xf32>, none) -> tensor<1x4x6x10xf32>
  return %0 : tensor<1x4x6x10xf32>
}

// -----

// Only the width, by 4.
// CHECK-LABEL: func @one_axis(
//  CHECK-SAME:   %[[X:[a-z0-9]+]]:
//       CHECK:   %[[S:.*]] = onnx.Constant dense<[1.000000e+00, 1.000000e+00, 1.000000e+00, 4.000000e+00]>
//       CHECK:   %[[Y:.*]] = onnx.Resize %[[X]], %{{.*}}, %[[S]], %{{.*}} {coordinate_transformation_mode = "asymmetric", nearest_mode = "floor"}
//  CHECK-NEXT:   return %[[Y]]
func.func @one_axis(%x: tensor<1x4x3x5xf32>) -> tensor<1x4x3x20xf32> {
  %none = onnx.NoValue : none
  %v = onnx.Constant dense<[1, 4, 3, 20]> : tensor<4xi64>
  %0 = onnx.Resize %x, %none, %none, %v {coordinate_transformation_mode = "half_pixel_symmetric"} : (tensor<1x4x3x5xf32>, none, none, tensor<4xi64>) -> tensor<1x4x3x20xf32>
  return %0 : tensor<1x4x3x20xf32>
}

// -----

// Nothing says where the channels are.
// CHECK-LABEL: func @channels_last(
//  CHECK-SAME:   %[[X:[a-z0-9]+]]:
//       CHECK:   %[[S:.*]] = onnx.Constant dense<[1.000000e+00, 2.000000e+00, 2.000000e+00, 1.000000e+00]>
//       CHECK:   %[[Y:.*]] = onnx.Resize %[[X]], %{{.*}}, %[[S]], %{{.*}} {coordinate_transformation_mode = "asymmetric", nearest_mode = "floor"}
//  CHECK-NEXT:   return %[[Y]]
func.func @channels_last(%x: tensor<1x3x5x4xf32>) -> tensor<1x6x10x4xf32> {
  %none = onnx.NoValue : none
  %v = onnx.Constant dense<[6, 10]> : tensor<2xi64>
  %0 = onnx.Resize %x, %none, %none, %v {coordinate_transformation_mode = "asymmetric", nearest_mode = "floor", axes = array<i64: 1, 2>} : (tensor<1x3x5x4xf32>, none, none, tensor<2xi64>) -> tensor<1x6x10x4xf32>
  return %0 : tensor<1x6x10x4xf32>
}

// -----

// Reshape, Expand, Reshape: both dimensions at once.
// CHECK-LABEL: func @expand(
//  CHECK-SAME:   %[[X:[a-z0-9]+]]:
//       CHECK:   %[[S:.*]] = onnx.Constant dense<[1.000000e+00, 1.000000e+00, 2.000000e+00, 2.000000e+00]>
//       CHECK:   %[[Y:.*]] = onnx.Resize %[[X]], %{{.*}}, %[[S]], %{{.*}} {coordinate_transformation_mode = "asymmetric", nearest_mode = "floor"}
//  CHECK-NEXT:   return %[[Y]]
func.func @expand(%x: tensor<1x4x3x5xf32>) -> tensor<1x4x6x10xf32> {
  %s0 = onnx.Constant dense<[1, 4, 3, 1, 5, 1]> : tensor<6xi64>
  %s2 = onnx.Constant dense<[1, 4, 6, 10]> : tensor<4xi64>
  %s1 = onnx.Constant dense<[1, 4, 3, 2, 5, 2]> : tensor<6xi64>
  %0 = onnx.Reshape %x, %s0 : (tensor<1x4x3x5xf32>, tensor<6xi64>) -> tensor<1x4x3x1x5x1xf32>
  %1 = onnx.Expand %0, %s1 : (tensor<1x4x3x1x5x1xf32>, tensor<6xi64>) -> tensor<1x4x3x2x5x2xf32>
  %2 = onnx.Reshape %1, %s2 : (tensor<1x4x3x2x5x2xf32>, tensor<4xi64>) -> tensor<1x4x6x10xf32>
  return %2 : tensor<1x4x6x10xf32>
}

// -----

// The same with Tile, in f16.
// CHECK-LABEL: func @tile(
//  CHECK-SAME:   %[[X:[a-z0-9]+]]:
//       CHECK:   %[[S:.*]] = onnx.Constant dense<[1.000000e+00, 1.000000e+00, 2.000000e+00, 2.000000e+00]>
//       CHECK:   %[[Y:.*]] = onnx.Resize %[[X]], %{{.*}}, %[[S]], %{{.*}} {coordinate_transformation_mode = "asymmetric", nearest_mode = "floor"}
//  CHECK-NEXT:   return %[[Y]]
func.func @tile(%x: tensor<1x4x3x5xf16>) -> tensor<1x4x6x10xf16> {
  %s0 = onnx.Constant dense<[1, 4, 3, 1, 5, 1]> : tensor<6xi64>
  %s2 = onnx.Constant dense<[1, 4, 6, 10]> : tensor<4xi64>
  %s1 = onnx.Constant dense<[1, 1, 1, 2, 1, 2]> : tensor<6xi64>
  %0 = onnx.Reshape %x, %s0 : (tensor<1x4x3x5xf16>, tensor<6xi64>) -> tensor<1x4x3x1x5x1xf16>
  %1 = onnx.Tile %0, %s1 : (tensor<1x4x3x1x5x1xf16>, tensor<6xi64>) -> tensor<1x4x3x2x5x2xf16>
  %2 = onnx.Reshape %1, %s2 : (tensor<1x4x3x2x5x2xf16>, tensor<4xi64>) -> tensor<1x4x6x10xf16>
  return %2 : tensor<1x4x6x10xf16>
}

// -----

// torch.stack of a value with itself: one dimension.
// CHECK-LABEL: func @concat(
//  CHECK-SAME:   %[[X:[a-z0-9]+]]:
//       CHECK:   %[[S:.*]] = onnx.Constant dense<[1.000000e+00, 1.000000e+00, 1.000000e+00, 2.000000e+00]>
//       CHECK:   %[[Y:.*]] = onnx.Resize %[[X]], %{{.*}}, %[[S]], %{{.*}} {coordinate_transformation_mode = "asymmetric", nearest_mode = "floor"}
//  CHECK-NEXT:   return %[[Y]]
func.func @concat(%x: tensor<1x4x3x5xf32>) -> tensor<1x4x3x10xf32> {
  %s0 = onnx.Constant dense<[1, 4, 3, 5, 1]> : tensor<5xi64>
  %s2 = onnx.Constant dense<[1, 4, 3, 10]> : tensor<4xi64>
  %0 = onnx.Reshape %x, %s0 : (tensor<1x4x3x5xf32>, tensor<5xi64>) -> tensor<1x4x3x5x1xf32>
  %1 = onnx.Concat %0, %0 {axis = 4 : i64} : (tensor<1x4x3x5x1xf32>, tensor<1x4x3x5x1xf32>) -> tensor<1x4x3x5x2xf32>
  %2 = onnx.Reshape %1, %s2 : (tensor<1x4x3x5x2xf32>, tensor<4xi64>) -> tensor<1x4x3x10xf32>
  return %2 : tensor<1x4x3x10xf32>
}

// -----

// Dimensions in front may be split and merged meanwhile.
// CHECK-LABEL: func @merged_batch(
//  CHECK-SAME:   %[[X:[a-z0-9]+]]:
//       CHECK:   %[[S:.*]] = onnx.Constant dense<[1.000000e+00, 1.000000e+00, 3.000000e+00, 3.000000e+00]>
//       CHECK:   %[[Y:.*]] = onnx.Resize %[[X]], %{{.*}}, %[[S]], %{{.*}} {coordinate_transformation_mode = "asymmetric", nearest_mode = "floor"}
//  CHECK-NEXT:   return %[[Y]]
func.func @merged_batch(%x: tensor<2x4x3x5xf32>) -> tensor<2x4x9x15xf32> {
  %s0 = onnx.Constant dense<[2, 2, 2, 3, 1, 5, 1]> : tensor<7xi64>
  %s2 = onnx.Constant dense<[2, 4, 9, 15]> : tensor<4xi64>
  %s1 = onnx.Constant dense<[2, 2, 2, 3, 3, 5, 3]> : tensor<7xi64>
  %0 = onnx.Reshape %x, %s0 : (tensor<2x4x3x5xf32>, tensor<7xi64>) -> tensor<2x2x2x3x1x5x1xf32>
  %1 = onnx.Expand %0, %s1 : (tensor<2x2x2x3x1x5x1xf32>, tensor<7xi64>) -> tensor<2x2x2x3x3x5x3xf32>
  %2 = onnx.Reshape %1, %s2 : (tensor<2x2x2x3x3x5x3xf32>, tensor<4xi64>) -> tensor<2x4x9x15xf32>
  return %2 : tensor<2x4x9x15xf32>
}

// -----

// torch.repeat_interleave of one dimension after the other.
// CHECK-LABEL: func @two_steps(
//  CHECK-SAME:   %[[X:[a-z0-9]+]]:
//       CHECK:   %[[S:.*]] = onnx.Constant dense<[1.000000e+00, 1.000000e+00, 2.000000e+00, 2.000000e+00]>
//       CHECK:   %[[Y:.*]] = onnx.Resize %[[X]], %{{.*}}, %[[S]], %{{.*}} {coordinate_transformation_mode = "asymmetric", nearest_mode = "floor"}
//  CHECK-NEXT:   return %[[Y]]
func.func @two_steps(%x: tensor<1x4x3x5xf32>) -> tensor<1x4x6x10xf32> {
  %s0 = onnx.Constant dense<[1, 4, 3, 1, 5]> : tensor<5xi64>
  %s1 = onnx.Constant dense<[1, 4, 3, 2, 5]> : tensor<5xi64>
  %s2 = onnx.Constant dense<[1, 4, 6, 5, 1]> : tensor<5xi64>
  %s3 = onnx.Constant dense<[1, 4, 6, 5, 2]> : tensor<5xi64>
  %s4 = onnx.Constant dense<[1, 4, 6, 10]> : tensor<4xi64>
  %s5 = onnx.Constant dense<[1, 4, 6, 5]> : tensor<4xi64>
  %0 = onnx.Reshape %x, %s0 : (tensor<1x4x3x5xf32>, tensor<5xi64>) -> tensor<1x4x3x1x5xf32>
  %1 = onnx.Expand %0, %s1 : (tensor<1x4x3x1x5xf32>, tensor<5xi64>) -> tensor<1x4x3x2x5xf32>
  %2 = onnx.Reshape %1, %s5 : (tensor<1x4x3x2x5xf32>, tensor<4xi64>) -> tensor<1x4x6x5xf32>
  %3 = onnx.Reshape %2, %s2 : (tensor<1x4x6x5xf32>, tensor<5xi64>) -> tensor<1x4x6x5x1xf32>
  %4 = onnx.Expand %3, %s3 : (tensor<1x4x6x5x1xf32>, tensor<5xi64>) -> tensor<1x4x6x5x2xf32>
  %5 = onnx.Reshape %4, %s4 : (tensor<1x4x6x5x2xf32>, tensor<4xi64>) -> tensor<1x4x6x10xf32>
  return %5 : tensor<1x4x6x10xf32>
}

// -----

// Indices that name each row twice.
// CHECK-LABEL: func @gather(
//  CHECK-SAME:   %[[X:[a-z0-9]+]]:
//       CHECK:   %[[S:.*]] = onnx.Constant dense<[1.000000e+00, 1.000000e+00, 2.000000e+00, 1.000000e+00]>
//       CHECK:   %[[Y:.*]] = onnx.Resize %[[X]], %{{.*}}, %[[S]], %{{.*}} {coordinate_transformation_mode = "asymmetric", nearest_mode = "floor"}
//  CHECK-NEXT:   return %[[Y]]
func.func @gather(%x: tensor<1x4x3x5xf32>) -> tensor<1x4x6x5xf32> {
  %i = onnx.Constant dense<[0, 0, 1, 1, 2, 2]> : tensor<6xi64>
  %0 = onnx.Gather %x, %i {axis = 2 : i64} : (tensor<1x4x3x5xf32>, tensor<6xi64>) -> tensor<1x4x6x5xf32>
  return %0 : tensor<1x4x6x5xf32>
}

// -----

// Counted from the end.
// CHECK-LABEL: func @gather_negative(
//  CHECK-SAME:   %[[X:[a-z0-9]+]]:
//       CHECK:   %[[S:.*]] = onnx.Constant dense<[1.000000e+00, 1.000000e+00, 2.000000e+00, 1.000000e+00]>
//       CHECK:   %[[Y:.*]] = onnx.Resize %[[X]], %{{.*}}, %[[S]], %{{.*}} {coordinate_transformation_mode = "asymmetric", nearest_mode = "floor"}
//  CHECK-NEXT:   return %[[Y]]
func.func @gather_negative(%x: tensor<1x4x3x5xf32>) -> tensor<1x4x6x5xf32> {
  %i = onnx.Constant dense<[-3, -3, -2, -2, -1, -1]> : tensor<6xi64>
  %0 = onnx.Gather %x, %i {axis = -2 : i64} : (tensor<1x4x3x5xf32>, tensor<6xi64>) -> tensor<1x4x6x5xf32>
  return %0 : tensor<1x4x6x5xf32>
}
