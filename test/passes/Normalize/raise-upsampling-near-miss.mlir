// RUN: burin-opt %s --onnx-simplify --onnx-raise-upsampling --split-input-file | FileCheck %s
// RUN: burin-opt %s --onnx-simplify --onnx-raise-upsampling --onnx-simplify --onnx-raise-upsampling --split-input-file | FileCheck %s
// RUN: burin-opt %s --onnx-simplify --onnx-raise-upsampling --split-input-file --remarks-filter="raise.*" 2>&1 | FileCheck %s --check-prefix=REMARK

// REMARK: [Missed] upsampling{{.*}}it does not repeat each element equally often
// REMARK: [Missed] upsampling{{.*}}it repeats runs of elements, not each of them

// half_pixel with floor reads one position too early.
// CHECK-LABEL: func @floor_of_half_pixel(
//       CHECK:   onnx.Resize {{.*}}nearest_mode = "floor"
func.func @floor_of_half_pixel(%x: tensor<1x4x3x5xf32>) -> tensor<1x4x6x10xf32> {
  %none = onnx.NoValue : none
  %v = onnx.Constant dense<[1.0, 1.0, 2.0, 2.0]> : tensor<4xf32>
  %0 = onnx.Resize %x, %none, %v, %none {nearest_mode = "floor"} : (tensor<1x4x3x5xf32>, none, tensor<4xf32>, none) -> tensor<1x4x6x10xf32>
  return %0 : tensor<1x4x6x10xf32>
}

// -----

// asymmetric with ceil reads one position too late.
// CHECK-LABEL: func @ceil(
//       CHECK:   onnx.Resize {{.*}}nearest_mode = "ceil"
func.func @ceil(%x: tensor<1x4x3x5xf32>) -> tensor<1x4x6x10xf32> {
  %none = onnx.NoValue : none
  %v = onnx.Constant dense<[1.0, 1.0, 2.0, 2.0]> : tensor<4xf32>
  %0 = onnx.Resize %x, %none, %v, %none {coordinate_transformation_mode = "asymmetric", nearest_mode = "ceil"} : (tensor<1x4x3x5xf32>, none, tensor<4xf32>, none) -> tensor<1x4x6x10xf32>
  return %0 : tensor<1x4x6x10xf32>
}

// -----

// x.5 is rounded up: 0, 1, 1, 2, ...
// CHECK-LABEL: func @prefer_ceil(
//       CHECK:   onnx.Resize {{.*}}nearest_mode = "round_prefer_ceil"
func.func @prefer_ceil(%x: tensor<1x4x3x5xf32>) -> tensor<1x4x6x10xf32> {
  %none = onnx.NoValue : none
  %v = onnx.Constant dense<[1.0, 1.0, 2.0, 2.0]> : tensor<4xf32>
  %0 = onnx.Resize %x, %none, %v, %none {coordinate_transformation_mode = "asymmetric", nearest_mode = "round_prefer_ceil"} : (tensor<1x4x3x5xf32>, none, tensor<4xf32>, none) -> tensor<1x4x6x10xf32>
  return %0 : tensor<1x4x6x10xf32>
}

// -----

// Corners are aligned: the repetition is uneven.
// CHECK-LABEL: func @align_corners(
//       CHECK:   onnx.Resize {{.*}}coordinate_transformation_mode = "align_corners"
func.func @align_corners(%x: tensor<1x4x3x5xf32>) -> tensor<1x4x6x10xf32> {
  %none = onnx.NoValue : none
  %v = onnx.Constant dense<[1.0, 1.0, 2.0, 2.0]> : tensor<4xf32>
  %0 = onnx.Resize %x, %none, %v, %none {coordinate_transformation_mode = "align_corners"} : (tensor<1x4x3x5xf32>, none, tensor<4xf32>, none) -> tensor<1x4x6x10xf32>
  return %0 : tensor<1x4x6x10xf32>
}

// -----

// Interpolation is no repetition.
// CHECK-LABEL: func @linear(
//       CHECK:   onnx.Resize {{.*}}mode = "linear"
func.func @linear(%x: tensor<1x4x3x5xf32>) -> tensor<1x4x6x10xf32> {
  %none = onnx.NoValue : none
  %v = onnx.Constant dense<[1.0, 1.0, 2.0, 2.0]> : tensor<4xf32>
  %0 = onnx.Resize %x, %none, %v, %none {mode = "linear"} : (tensor<1x4x3x5xf32>, none, tensor<4xf32>, none) -> tensor<1x4x6x10xf32>
  return %0 : tensor<1x4x6x10xf32>
}

// -----

// Half as many again: no whole factor.
// CHECK-LABEL: func @uneven_size(
//       CHECK:   onnx.Resize %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}} : (tensor<1x4x4x4xf32>, none, none, tensor<4xi64>)
func.func @uneven_size(%x: tensor<1x4x4x4xf32>) -> tensor<1x4x6x6xf32> {
  %none = onnx.NoValue : none
  %v = onnx.Constant dense<[1, 4, 6, 6]> : tensor<4xi64>
  %0 = onnx.Resize %x, %none, %none, %v : (tensor<1x4x4x4xf32>, none, none, tensor<4xi64>) -> tensor<1x4x6x6xf32>
  return %0 : tensor<1x4x6x6xf32>
}

// -----

// 2.1 gives twice the size, but other positions.
// CHECK-LABEL: func @scale_beside_size(
//       CHECK:   onnx.Constant dense<[1.000000e+00, 1.000000e+00, 2.100000e+00, 2.100000e+00]>
//       CHECK:   onnx.Resize {{.*}}coordinate_transformation_mode = "asymmetric"} :
func.func @scale_beside_size(%x: tensor<1x4x3x5xf32>) -> tensor<1x4x6x10xf32> {
  %none = onnx.NoValue : none
  %v = onnx.Constant dense<[1.0, 1.0, 2.1, 2.1]> : tensor<4xf32>
  %0 = onnx.Resize %x, %none, %v, %none {coordinate_transformation_mode = "asymmetric", nearest_mode = "round_prefer_floor"} : (tensor<1x4x3x5xf32>, none, tensor<4xf32>, none) -> tensor<1x4x6x10xf32>
  return %0 : tensor<1x4x6x10xf32>
}

// -----

// Thirds are rounded up before the next element begins.
// CHECK-LABEL: func @three_rounded(
//       CHECK:   onnx.Resize {{.*}}coordinate_transformation_mode = "asymmetric"} :
func.func @three_rounded(%x: tensor<1x4x3x5xf32>) -> tensor<1x4x9x15xf32> {
  %none = onnx.NoValue : none
  %v = onnx.Constant dense<[1.0, 1.0, 3.0, 3.0]> : tensor<4xf32>
  %0 = onnx.Resize %x, %none, %v, %none {coordinate_transformation_mode = "asymmetric"} : (tensor<1x4x3x5xf32>, none, tensor<4xf32>, none) -> tensor<1x4x9x15xf32>
  return %0 : tensor<1x4x9x15xf32>
}

// -----

// Fewer elements, not more.
// CHECK-LABEL: func @downsampling(
//       CHECK:   onnx.Resize %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}} : (tensor<1x4x6x10xf32>, none, none, tensor<4xi64>)
func.func @downsampling(%x: tensor<1x4x6x10xf32>) -> tensor<1x4x3x5xf32> {
  %none = onnx.NoValue : none
  %v = onnx.Constant dense<[1, 4, 3, 5]> : tensor<4xi64>
  %0 = onnx.Resize %x, %none, %none, %v : (tensor<1x4x6x10xf32>, none, none, tensor<4xi64>) -> tensor<1x4x3x5xf32>
  return %0 : tensor<1x4x3x5xf32>
}

// -----

// The batch is repeated: a broadcast.
// CHECK-LABEL: func @batch(
//       CHECK:   onnx.Resize %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}} : (tensor<1x4x3x5xf32>, none, none, tensor<4xi64>)
func.func @batch(%x: tensor<1x4x3x5xf32>) -> tensor<2x4x3x5xf32> {
  %none = onnx.NoValue : none
  %v = onnx.Constant dense<[2, 4, 3, 5]> : tensor<4xi64>
  %0 = onnx.Resize %x, %none, %none, %v : (tensor<1x4x3x5xf32>, none, none, tensor<4xi64>) -> tensor<2x4x3x5xf32>
  return %0 : tensor<2x4x3x5xf32>
}

// -----

// [2, W] instead of [W, 2]: whole rows are repeated.
// CHECK-LABEL: func @rows_repeated(
//       CHECK:   onnx.Expand
//       CHECK:   onnx.Reshape
func.func @rows_repeated(%x: tensor<1x4x3x5xf32>) -> tensor<1x4x3x10xf32> {
  %s0 = onnx.Constant dense<[1, 4, 3, 1, 5]> : tensor<5xi64>
  %s2 = onnx.Constant dense<[1, 4, 3, 10]> : tensor<4xi64>
  %s1 = onnx.Constant dense<[1, 4, 3, 2, 5]> : tensor<5xi64>
  %0 = onnx.Reshape %x, %s0 : (tensor<1x4x3x5xf32>, tensor<5xi64>) -> tensor<1x4x3x1x5xf32>
  %1 = onnx.Expand %0, %s1 : (tensor<1x4x3x1x5xf32>, tensor<5xi64>) -> tensor<1x4x3x2x5xf32>
  %2 = onnx.Reshape %1, %s2 : (tensor<1x4x3x2x5xf32>, tensor<4xi64>) -> tensor<1x4x3x10xf32>
  return %2 : tensor<1x4x3x10xf32>
}

// -----

// Tile of a dimension that is larger than 1.
// CHECK-LABEL: func @tiled(
//       CHECK:   onnx.Tile
func.func @tiled(%x: tensor<1x4x3x5xf32>) -> tensor<1x4x3x10xf32> {
  %s0 = onnx.Constant dense<[1, 4, 3, 5, 1]> : tensor<5xi64>
  %s2 = onnx.Constant dense<[1, 4, 3, 10]> : tensor<4xi64>
  %s1 = onnx.Constant dense<[1, 1, 1, 2, 1]> : tensor<5xi64>
  %0 = onnx.Reshape %x, %s0 : (tensor<1x4x3x5xf32>, tensor<5xi64>) -> tensor<1x4x3x5x1xf32>
  %1 = onnx.Tile %0, %s1 : (tensor<1x4x3x5x1xf32>, tensor<5xi64>) -> tensor<1x4x3x10x1xf32>
  %2 = onnx.Reshape %1, %s2 : (tensor<1x4x3x10x1xf32>, tensor<4xi64>) -> tensor<1x4x3x10xf32>
  return %2 : tensor<1x4x3x10xf32>
}

// -----

// The repeated value is used elsewhere.
// CHECK-LABEL: func @shared(
//       CHECK:   onnx.Expand
//       CHECK:   onnx.Reshape
func.func @shared(%x: tensor<1x4x3x5xf32>) -> (tensor<1x4x6x10xf32>, tensor<1x4x3x2x5x2xf32>) {
  %s0 = onnx.Constant dense<[1, 4, 3, 1, 5, 1]> : tensor<6xi64>
  %s2 = onnx.Constant dense<[1, 4, 6, 10]> : tensor<4xi64>
  %s1 = onnx.Constant dense<[1, 4, 3, 2, 5, 2]> : tensor<6xi64>
  %0 = onnx.Reshape %x, %s0 : (tensor<1x4x3x5xf32>, tensor<6xi64>) -> tensor<1x4x3x1x5x1xf32>
  %1 = onnx.Expand %0, %s1 : (tensor<1x4x3x1x5x1xf32>, tensor<6xi64>) -> tensor<1x4x3x2x5x2xf32>
  %2 = onnx.Reshape %1, %s2 : (tensor<1x4x3x2x5x2xf32>, tensor<4xi64>) -> tensor<1x4x6x10xf32>
  return %2, %1 : tensor<1x4x6x10xf32>, tensor<1x4x3x2x5x2xf32>
}

// -----

// The reshape back groups the dimensions differently.
// CHECK-LABEL: func @other_grouping(
//       CHECK:   onnx.Expand
//       CHECK:   onnx.Reshape
func.func @other_grouping(%x: tensor<1x4x4x4xf32>) -> tensor<1x4x2x32xf32> {
  %s0 = onnx.Constant dense<[1, 4, 4, 1, 4, 1]> : tensor<6xi64>
  %s2 = onnx.Constant dense<[1, 4, 2, 32]> : tensor<4xi64>
  %s1 = onnx.Constant dense<[1, 4, 4, 2, 4, 2]> : tensor<6xi64>
  %0 = onnx.Reshape %x, %s0 : (tensor<1x4x4x4xf32>, tensor<6xi64>) -> tensor<1x4x4x1x4x1xf32>
  %1 = onnx.Expand %0, %s1 : (tensor<1x4x4x1x4x1xf32>, tensor<6xi64>) -> tensor<1x4x4x2x4x2xf32>
  %2 = onnx.Reshape %1, %s2 : (tensor<1x4x4x2x4x2xf32>, tensor<4xi64>) -> tensor<1x4x2x32xf32>
  return %2 : tensor<1x4x2x32xf32>
}

// -----

// One pair of indices the other way round.
// CHECK-LABEL: func @gather_order(
//       CHECK:   onnx.Gather
func.func @gather_order(%x: tensor<1x4x3x5xf32>) -> tensor<1x4x6x5xf32> {
  %i = onnx.Constant dense<[0, 0, 2, 2, 1, 1]> : tensor<6xi64>
  %0 = onnx.Gather %x, %i {axis = 2 : i64} : (tensor<1x4x3x5xf32>, tensor<6xi64>) -> tensor<1x4x6x5xf32>
  return %0 : tensor<1x4x6x5xf32>
}

// -----

// Rows one after the other, twice.
// CHECK-LABEL: func @gather_rows(
//       CHECK:   onnx.Gather
func.func @gather_rows(%x: tensor<1x4x3x5xf32>) -> tensor<1x4x6x5xf32> {
  %i = onnx.Constant dense<[0, 1, 2, 0, 1, 2]> : tensor<6xi64>
  %0 = onnx.Gather %x, %i {axis = 2 : i64} : (tensor<1x4x3x5xf32>, tensor<6xi64>) -> tensor<1x4x6x5xf32>
  return %0 : tensor<1x4x6x5xf32>
}

// -----

// Rank 2 is no picture.
// CHECK-LABEL: func @matrix(
//       CHECK:   onnx.Expand
//       CHECK:   onnx.Reshape
func.func @matrix(%x: tensor<3x5xf32>) -> tensor<3x10xf32> {
  %s0 = onnx.Constant dense<[3, 5, 1]> : tensor<3xi64>
  %s2 = onnx.Constant dense<[3, 10]> : tensor<2xi64>
  %s1 = onnx.Constant dense<[3, 5, 2]> : tensor<3xi64>
  %0 = onnx.Reshape %x, %s0 : (tensor<3x5xf32>, tensor<3xi64>) -> tensor<3x5x1xf32>
  %1 = onnx.Expand %0, %s1 : (tensor<3x5x1xf32>, tensor<3xi64>) -> tensor<3x5x2xf32>
  %2 = onnx.Reshape %1, %s2 : (tensor<3x5x2xf32>, tensor<2xi64>) -> tensor<3x10xf32>
  return %2 : tensor<3x10xf32>
}

// -----

// Both axes take the smaller scale, whatever the sizes say.
// CHECK-LABEL: func @aspect_ratio(
//       CHECK:   onnx.Resize {{.*}}keep_aspect_ratio_policy = "not_larger"
func.func @aspect_ratio(%x: tensor<1x4x3x5xf32>) -> tensor<1x4x6x10xf32> {
  %none = onnx.NoValue : none
  %v = onnx.Constant dense<[7, 10]> : tensor<2xi64>
  %0 = onnx.Resize %x, %none, %none, %v {keep_aspect_ratio_policy = "not_larger", coordinate_transformation_mode = "asymmetric", nearest_mode = "floor", axes = array<i64: 2, 3>} : (tensor<1x4x3x5xf32>, none, none, tensor<2xi64>) -> tensor<1x4x6x10xf32>
  return %0 : tensor<1x4x6x10xf32>
}
