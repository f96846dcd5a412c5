// RUN: burin-opt %s -split-input-file -verify-diagnostics --onnx-to-linalg --verify-linalg | FileCheck %s

// CHECK-LABEL: func.func @reshape_expand
// CHECK: tensor.expand_shape %{{.*}} {{\[\[}}0], [1], [2, 3]]
// CHECK-NOT: tensor.collapse_shape
func.func @reshape_expand(%x: tensor<2x3x320xf16>) -> tensor<2x3x8x40xf16> {
  %shape = onnx.Constant dense<[2, 3, 8, 40]> : tensor<4xi64>
  %0 = onnx.Reshape %x, %shape : (tensor<2x3x320xf16>, tensor<4xi64>) -> tensor<2x3x8x40xf16>
  return %0 : tensor<2x3x8x40xf16>
}

// Only the dimensions that change are taken apart.
// CHECK-LABEL: func.func @reshape_regroup
// CHECK: tensor.collapse_shape %{{.*}} {{\[\[}}0, 1], [2]] : tensor<2x6x5xf32> into tensor<12x5xf32>
// CHECK: tensor.expand_shape %{{.*}} {{\[\[}}0, 1], [2]] output_shape [3, 4, 5]
func.func @reshape_regroup(%x: tensor<2x6x5xf32>) -> tensor<3x4x5xf32> {
  %shape = onnx.Constant dense<[3, 4, 5]> : tensor<3xi64>
  %0 = onnx.Reshape %x, %shape : (tensor<2x6x5xf32>, tensor<3xi64>) -> tensor<3x4x5xf32>
  return %0 : tensor<3x4x5xf32>
}

// CHECK-LABEL: func.func @reshape_scalar
// CHECK: tensor.collapse_shape %{{.*}} [] : tensor<1x1xf32> into tensor<f32>
func.func @reshape_scalar(%x: tensor<1x1xf32>) -> tensor<f32> {
  %shape = onnx.Constant dense<> : tensor<0xi64>
  %0 = onnx.Reshape %x, %shape : (tensor<1x1xf32>, tensor<0xi64>) -> tensor<f32>
  return %0 : tensor<f32>
}

// CHECK-LABEL: func.func @flatten
// CHECK: tensor.collapse_shape %{{.*}} {{\[\[}}0], [1, 2]]
func.func @flatten(%x: tensor<2x3x4xf32>) -> tensor<2x12xf32> {
  %0 = onnx.Flatten %x : (tensor<2x3x4xf32>) -> tensor<2x12xf32>
  return %0 : tensor<2x12xf32>
}

// CHECK-LABEL: func.func @squeeze
// CHECK: tensor.collapse_shape
// CHECK-LABEL: func.func @unsqueeze
// CHECK: tensor.expand_shape
func.func @squeeze(%x: tensor<2x1x4xf32>) -> tensor<2x4xf32> {
  %axes = onnx.Constant dense<1> : tensor<1xi64>
  %0 = onnx.Squeeze %x, %axes : (tensor<2x1x4xf32>, tensor<1xi64>) -> tensor<2x4xf32>
  return %0 : tensor<2x4xf32>
}
func.func @unsqueeze(%x: tensor<2x4xf32>) -> tensor<2x1x4xf32> {
  %axes = onnx.Constant dense<1> : tensor<1xi64>
  %0 = onnx.Unsqueeze %x, %axes : (tensor<2x4xf32>, tensor<1xi64>) -> tensor<2x1x4xf32>
  return %0 : tensor<2x1x4xf32>
}

// -----

// Result dimension d is input dimension perm[d], so the input map is the
// inverse permutation.
// CHECK-DAG: #[[$IN:.*]] = affine_map<(d0, d1, d2) -> (d1, d2, d0)>
// CHECK-DAG: #[[$OUT:.*]] = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
// CHECK-LABEL: func.func @transpose
// CHECK: linalg.generic {indexing_maps = [#[[$IN]], #[[$OUT]]]
// CHECK: tensor<4x2x3xf16>
func.func @transpose(%x: tensor<2x3x4xf16>) -> tensor<4x2x3xf16> {
  %0 = onnx.Transpose %x {perm = array<i64: 2, 0, 1>} : (tensor<2x3x4xf16>) -> tensor<4x2x3xf16>
  return %0 : tensor<4x2x3xf16>
}

// CHECK-LABEL: func.func @transpose_identity
// CHECK-NEXT: return
func.func @transpose_identity(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.Transpose %x {perm = array<i64: 0, 1>} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @depth_to_space
// CHECK: tensor.expand_shape %{{.*}} output_shape [1, 2, 2, 3, 4, 5]
// CHECK: linalg.generic
// CHECK: tensor.collapse_shape %{{.*}} into tensor<1x3x8x10xf32>
func.func @depth_to_space(%x: tensor<1x12x4x5xf32>) -> tensor<1x3x8x10xf32> {
  %0 = onnx.DepthToSpace %x {blocksize = 2 : i64} : (tensor<1x12x4x5xf32>) -> tensor<1x3x8x10xf32>
  return %0 : tensor<1x3x8x10xf32>
}

// CHECK-LABEL: func.func @space_to_depth
// CHECK: tensor.expand_shape %{{.*}} output_shape [1, 3, 4, 2, 5, 2]
func.func @space_to_depth(%x: tensor<1x3x8x10xf32>) -> tensor<1x12x4x5xf32> {
  %0 = onnx.SpaceToDepth %x {blocksize = 2 : i64} : (tensor<1x3x8x10xf32>) -> tensor<1x12x4x5xf32>
  return %0 : tensor<1x12x4x5xf32>
}

// -----

// CHECK-DAG: #[[$IN:.*]] = affine_map<(d0, d1, d2) -> (0, d2)>
// CHECK-LABEL: func.func @expand
// CHECK: linalg.generic {indexing_maps = [#[[$IN]],
func.func @expand(%x: tensor<1x4xf32>) -> tensor<2x3x4xf32> {
  %shape = onnx.Constant dense<[2, 3, 4]> : tensor<3xi64>
  %0 = onnx.Expand %x, %shape : (tensor<1x4xf32>, tensor<3xi64>) -> tensor<2x3x4xf32>
  return %0 : tensor<2x3x4xf32>
}

// CHECK-LABEL: func.func @tile
// CHECK: tensor.expand_shape %{{.*}} output_shape [2, 1, 4]
// CHECK: linalg.generic
// CHECK: tensor.collapse_shape %{{.*}} : tensor<2x3x4xf32> into tensor<2x12xf32>
func.func @tile(%x: tensor<2x4xf32>) -> tensor<2x12xf32> {
  %repeats = onnx.Constant dense<[1, 3]> : tensor<2xi64>
  %0 = onnx.Tile %x, %repeats : (tensor<2x4xf32>, tensor<2xi64>) -> tensor<2x12xf32>
  return %0 : tensor<2x12xf32>
}

// Empty operands contribute nothing.
// CHECK-LABEL: func.func @concat
// CHECK-SAME: (%[[X:.*]]: tensor<2x3xf32>, %[[Y:.*]]: tensor<2x1xf32>, %{{.*}}: tensor<2x0xf32>)
// CHECK: tensor.concat dim(1) %[[X]], %[[Y]] : (tensor<2x3xf32>, tensor<2x1xf32>) -> tensor<2x4xf32>
func.func @concat(%x: tensor<2x3xf32>, %y: tensor<2x1xf32>, %z: tensor<2x0xf32>) -> tensor<2x4xf32> {
  %0 = onnx.Concat %x, %y, %z {axis = -1 : i64} : (tensor<2x3xf32>, tensor<2x1xf32>, tensor<2x0xf32>) -> tensor<2x4xf32>
  return %0 : tensor<2x4xf32>
}

// CHECK-LABEL: func.func @split
// CHECK: tensor.extract_slice %{{.*}}[0, 0] [2, 3] [1, 1]
// CHECK: tensor.extract_slice %{{.*}}[0, 3] [2, 1] [1, 1]
func.func @split(%x: tensor<2x4xf32>) -> (tensor<2x3xf32>, tensor<2x1xf32>) {
  %sizes = onnx.Constant dense<[3, 1]> : tensor<2xi64>
  %0, %1 = onnx.Split %x, %sizes {axis = 1 : i64} : (tensor<2x4xf32>, tensor<2xi64>) -> (tensor<2x3xf32>, tensor<2x1xf32>)
  return %0, %1 : tensor<2x3xf32>, tensor<2x1xf32>
}

// CHECK-LABEL: func.func @slice
// CHECK: tensor.extract_slice %{{.*}}[0, 1] [3, 4] [1, 2]
func.func @slice(%x: tensor<3x9xf32>) -> tensor<3x4xf32> {
  %starts = onnx.Constant dense<-8> : tensor<1xi64>
  %ends = onnx.Constant dense<9223372036854775807> : tensor<1xi64>
  %axes = onnx.Constant dense<1> : tensor<1xi64>
  %steps = onnx.Constant dense<2> : tensor<1xi64>
  %0 = onnx.Slice %x, %starts, %ends, %axes, %steps : (tensor<3x9xf32>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>) -> tensor<3x4xf32>
  return %0 : tensor<3x4xf32>
}

// -----

// CHECK-DAG: #[[$IN:.*]] = affine_map<(d0) -> (-d0 + 4)>
// CHECK-LABEL: func.func @slice_reversed
// CHECK: linalg.generic {indexing_maps = [#[[$IN]],
func.func @slice_reversed(%x: tensor<5xf32>) -> tensor<5xf32> {
  %none = onnx.NoValue : none
  %starts = onnx.Constant dense<-1> : tensor<1xi64>
  %ends = onnx.Constant dense<-9223372036854775807> : tensor<1xi64>
  %steps = onnx.Constant dense<-1> : tensor<1xi64>
  %0 = onnx.Slice %x, %starts, %ends, %none, %steps : (tensor<5xf32>, tensor<1xi64>, tensor<1xi64>, none, tensor<1xi64>) -> tensor<5xf32>
  return %0 : tensor<5xf32>
}

// CHECK-LABEL: func.func @pad_constant
// CHECK: %[[FILL:.*]] = arith.constant 2.000000e+00 : f32
// CHECK: tensor.pad %{{.*}} low[0, 1] high[0, 2]
// CHECK: tensor.yield %[[FILL]]
func.func @pad_constant(%x: tensor<2x3xf32>) -> tensor<2x6xf32> {
  %none = onnx.NoValue : none
  %pads = onnx.Constant dense<[0, 1, 0, 2]> : tensor<4xi64>
  %value = onnx.Constant dense<2.0> : tensor<f32>
  %0 = onnx.Pad %x, %pads, %value, %none : (tensor<2x3xf32>, tensor<4xi64>, tensor<f32>, none) -> tensor<2x6xf32>
  return %0 : tensor<2x6xf32>
}

// CHECK-LABEL: func.func @pad_reflect
// CHECK: arith.constant dense<[2, 1, 0, 1, 2, 1]> : tensor<6xi32>
// CHECK: tensor.extract
func.func @pad_reflect(%x: tensor<2x3xf32>) -> tensor<2x6xf32> {
  %none = onnx.NoValue : none
  %pads = onnx.Constant dense<[0, 2, 0, 1]> : tensor<4xi64>
  %0 = onnx.Pad %x, %pads, %none, %none {mode = "reflect"} : (tensor<2x3xf32>, tensor<4xi64>, none, none) -> tensor<2x6xf32>
  return %0 : tensor<2x6xf32>
}

// CHECK-LABEL: func.func @pad_edge
// CHECK: arith.constant dense<[0, 0, 0, 1, 2, 2]> : tensor<6xi32>
func.func @pad_edge(%x: tensor<2x3xf32>) -> tensor<2x6xf32> {
  %none = onnx.NoValue : none
  %pads = onnx.Constant dense<[2, 1]> : tensor<2xi64>
  %axes = onnx.Constant dense<1> : tensor<1xi64>
  %0 = onnx.Pad %x, %pads, %none, %axes {mode = "edge"} : (tensor<2x3xf32>, tensor<2xi64>, none, tensor<1xi64>) -> tensor<2x6xf32>
  return %0 : tensor<2x6xf32>
}

// CHECK-LABEL: func.func @shape
// CHECK: arith.constant dense<[3, 4]> : tensor<2xi64>
func.func @shape(%x: tensor<2x3x4xf32>) -> tensor<2xi64> {
  %0 = onnx.Shape %x {start = 1 : i64} : (tensor<2x3x4xf32>) -> tensor<2xi64>
  return %0 : tensor<2xi64>
}

// CHECK-LABEL: func.func @size
// CHECK: arith.constant dense<24> : tensor<i64>
func.func @size(%x: tensor<2x3x4xf32>) -> tensor<i64> {
  %0 = onnx.Size %x : (tensor<2x3x4xf32>) -> tensor<i64>
  return %0 : tensor<i64>
}

// CHECK-LABEL: func.func @constant_of_shape
// CHECK: arith.constant dense<7> : tensor<2x2xi32>
func.func @constant_of_shape() -> tensor<2x2xi32> {
  %shape = onnx.Constant dense<2> : tensor<2xi64>
  %0 = onnx.ConstantOfShape %shape {value = dense<7> : tensor<1xi32>} : (tensor<2xi64>) -> tensor<2x2xi32>
  return %0 : tensor<2x2xi32>
}

// CHECK-LABEL: func.func @range
// CHECK: linalg.index 0
// CHECK: arith.addf
func.func @range(%start: tensor<f32>, %limit: tensor<f32>, %delta: tensor<f32>) -> tensor<4xf32> {
  %0 = onnx.Range %start, %limit, %delta : (tensor<f32>, tensor<f32>, tensor<f32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: func.func @eye_like
// CHECK: arith.cmpi eq
func.func @eye_like(%x: tensor<2x2xf32>) -> tensor<2x2xf32> {
  %0 = onnx.EyeLike %x : (tensor<2x2xf32>) -> tensor<2x2xf32>
  return %0 : tensor<2x2xf32>
}

// CHECK-LABEL: func.func @trilu
// CHECK: arith.cmpi sge
func.func @trilu(%x: tensor<3x2x2xf32>) -> tensor<3x2x2xf32> {
  %none = onnx.NoValue : none
  %0 = onnx.Trilu %x, %none : (tensor<3x2x2xf32>, none) -> tensor<3x2x2xf32>
  return %0 : tensor<3x2x2xf32>
}

// -----

func.func @slice_dynamic(%x: tensor<5xf32>, %starts: tensor<1xi64>) -> tensor<3xf32> {
  %none = onnx.NoValue : none
  // expected-error@+1 {{cannot be lowered: needs literal starts}}
  %0 = onnx.Slice %x, %starts, %starts, %none, %none : (tensor<5xf32>, tensor<1xi64>, tensor<1xi64>, none, none) -> tensor<3xf32>
  return %0 : tensor<3xf32>
}

// -----

// A wrong result type must not become an out-of-bounds read.
func.func @slice_too_long(%x: tensor<5xf32>) -> tensor<4xf32> {
  %none = onnx.NoValue : none
  %starts = onnx.Constant dense<2> : tensor<1xi64>
  // expected-error@+1 {{cannot be lowered: reads outside its input}}
  %0 = onnx.Slice %x, %starts, %starts, %none, %none : (tensor<5xf32>, tensor<1xi64>, tensor<1xi64>, none, none) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// -----

func.func @pad_mode(%x: tensor<3xf32>) -> tensor<4xf32> {
  %none = onnx.NoValue : none
  %pads = onnx.Constant dense<[0, 1]> : tensor<2xi64>
  // expected-error@+1 {{cannot be lowered: has an unknown mode mirror}}
  %0 = onnx.Pad %x, %pads, %none, %none {mode = "mirror"} : (tensor<3xf32>, tensor<2xi64>, none, none) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// -----

func.func @dynamic(%x: tensor<?xf32>) -> tensor<?xf32> {
  // expected-error@+1 {{needs tensors of static shape and number elements, got tensor<?xf32>; bind dynamic dimensions first}}
  %0 = onnx.Relu %x : (tensor<?xf32>) -> tensor<?xf32>
  return %0 : tensor<?xf32>
}
