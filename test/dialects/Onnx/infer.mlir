// RUN: burin-opt %s --onnx-infer-shapes --split-input-file | FileCheck %s

// CHECK-LABEL: @broadcast
// CHECK-SAME: -> (tensor<2x3x4xf32>, tensor<2x3x4xi1>, tensor<2x3x4xf32>)
func.func @broadcast(%a: tensor<2x1x4xf32>, %b: tensor<3x1xf32>) -> (tensor<*xf32>, tensor<*xi1>, tensor<*xf32>) {
  %0 = onnx.Add %a, %b : (tensor<2x1x4xf32>, tensor<3x1xf32>) -> tensor<*xf32>
  %1 = onnx.Less %a, %b : (tensor<2x1x4xf32>, tensor<3x1xf32>) -> tensor<*xi1>
  %2 = onnx.Where %1, %a, %b : (tensor<*xi1>, tensor<2x1x4xf32>, tensor<3x1xf32>) -> tensor<*xf32>
  return %0, %1, %2 : tensor<*xf32>, tensor<*xi1>, tensor<*xf32>
}

// -----
// CHECK-LABEL: @matmul
// CHECK-SAME: -> (tensor<5x2x3x7xf32>, tensor<7xf32>, tensor<2x3xf32>, tensor<f32>)
func.func @matmul(%a: tensor<2x3x4xf32>, %b: tensor<5x1x4x7xf32>, %v: tensor<4xf32>, %m: tensor<4x7xf32>)
    -> (tensor<*xf32>, tensor<*xf32>, tensor<*xf32>, tensor<*xf32>) {
  %0 = onnx.MatMul %a, %b : (tensor<2x3x4xf32>, tensor<5x1x4x7xf32>) -> tensor<*xf32>
  %1 = onnx.MatMul %v, %m : (tensor<4xf32>, tensor<4x7xf32>) -> tensor<*xf32>
  %2 = onnx.MatMul %a, %v : (tensor<2x3x4xf32>, tensor<4xf32>) -> tensor<*xf32>
  %3 = onnx.MatMul %v, %v : (tensor<4xf32>, tensor<4xf32>) -> tensor<*xf32>
  return %0, %1, %2, %3 : tensor<*xf32>, tensor<*xf32>, tensor<*xf32>, tensor<*xf32>
}

// -----
// CHECK-LABEL: @conv
// CHECK-SAME: -> (tensor<1x8x4x4xf32>, tensor<1x8x3x3xf32>, tensor<1x8x4x4xf32>, tensor<1x5x5x8xf32>)
func.func @conv(%x: tensor<1x4x7x7xf32>, %w: tensor<8x2x3x3xf32>, %l: tensor<1x7x7x4xf32>, %k: tensor<3x3x4x8xf32>)
    -> (tensor<*xf32>, tensor<*xf32>, tensor<*xf32>, tensor<*xf32>) {
  %n = onnx.NoValue : none
  %0 = onnx.Conv %x, %w, %n {group = 2 : i64, pads = array<i64: 1, 1, 1, 1>, strides = array<i64: 2, 2>} : (tensor<1x4x7x7xf32>, tensor<8x2x3x3xf32>, none) -> tensor<*xf32>
  %1 = onnx.Conv %x, %w, %n {group = 2 : i64, dilations = array<i64: 2, 2>} : (tensor<1x4x7x7xf32>, tensor<8x2x3x3xf32>, none) -> tensor<*xf32>
  %2 = onnx.Conv %x, %w, %n {group = 2 : i64, auto_pad = "SAME_UPPER", strides = array<i64: 2, 2>} : (tensor<1x4x7x7xf32>, tensor<8x2x3x3xf32>, none) -> tensor<*xf32>
  %3 = onnx.Conv %l, %k, %n {channels_last} : (tensor<1x7x7x4xf32>, tensor<3x3x4x8xf32>, none) -> tensor<*xf32>
  return %0, %1, %2, %3 : tensor<*xf32>, tensor<*xf32>, tensor<*xf32>, tensor<*xf32>
}

// -----
// A last window that would start in the padding is not counted.
// CHECK-LABEL: @pool
// CHECK-SAME: -> (tensor<1x1x2x2xf32>, tensor<1x1x3x3xf32>, tensor<1x1x2xf32>, tensor<1x1x1x1xf32>)
func.func @pool(%x: tensor<1x1x6x6xf32>, %s: tensor<1x1x2xf32>) -> (tensor<*xf32>, tensor<*xf32>, tensor<*xf32>, tensor<*xf32>) {
  %0 = onnx.MaxPool %x {kernel_shape = array<i64: 3, 3>, strides = array<i64: 2, 2>} : (tensor<1x1x6x6xf32>) -> tensor<*xf32>
  %1 = onnx.MaxPool %x {kernel_shape = array<i64: 3, 3>, strides = array<i64: 2, 2>, ceil_mode = 1 : i64} : (tensor<1x1x6x6xf32>) -> tensor<*xf32>
  %2 = onnx.AveragePool %s {kernel_shape = array<i64: 1>, strides = array<i64: 2>, pads = array<i64: 1, 1>, ceil_mode = 1 : i64} : (tensor<1x1x2xf32>) -> tensor<*xf32>
  %3 = onnx.GlobalAveragePool %x : (tensor<1x1x6x6xf32>) -> tensor<*xf32>
  return %0, %1, %2, %3 : tensor<*xf32>, tensor<*xf32>, tensor<*xf32>, tensor<*xf32>
}

// -----
// 0 copies a dimension unless allowzero, -1 takes the rest.
// CHECK-LABEL: @reshape
// CHECK-SAME: -> (tensor<2x12xf32>, tensor<4x2x3xf32>, tensor<0x7xf32>, tensor<6x4xf32>)
func.func @reshape(%x: tensor<2x3x4xf32>, %z: tensor<0x3xf32>) -> (tensor<*xf32>, tensor<*xf32>, tensor<*xf32>, tensor<*xf32>) {
  %a = onnx.Constant dense<[0, -1]> : tensor<2xi64>
  %b = onnx.Constant dense<[4, -1, 3]> : tensor<3xi64>
  %c = onnx.Constant dense<[0, 7]> : tensor<2xi64>
  %0 = onnx.Reshape %x, %a : (tensor<2x3x4xf32>, tensor<2xi64>) -> tensor<*xf32>
  %1 = onnx.Reshape %x, %b : (tensor<2x3x4xf32>, tensor<3xi64>) -> tensor<*xf32>
  %2 = onnx.Reshape %z, %c {allowzero = 1 : i64} : (tensor<0x3xf32>, tensor<2xi64>) -> tensor<*xf32>
  %3 = onnx.Flatten %x {axis = 2 : i64} : (tensor<2x3x4xf32>) -> tensor<*xf32>
  return %0, %1, %2, %3 : tensor<*xf32>, tensor<*xf32>, tensor<*xf32>, tensor<*xf32>
}

// -----
// Bounds clamp; negative steps; INT64_MIN and INT64_MAX mean "to the end".
// CHECK-LABEL: @slice
// CHECK-SAME: -> (tensor<3x10xf32>, tensor<10x10xf32>, tensor<0x10xf32>, tensor<1x10xf32>)
func.func @slice(%x: tensor<10x10xf32>) -> (tensor<*xf32>, tensor<*xf32>, tensor<*xf32>, tensor<*xf32>) {
  %n = onnx.NoValue : none
  %axes = onnx.Constant dense<-2> : tensor<1xi64>
  %seven = onnx.Constant dense<7> : tensor<1xi64>
  %max = onnx.Constant dense<9223372036854775807> : tensor<1xi64>
  %min = onnx.Constant dense<-9223372036854775808> : tensor<1xi64>
  %back = onnx.Constant dense<-1> : tensor<1xi64>
  %0 = onnx.Slice %x, %seven, %max, %axes, %n : (tensor<10x10xf32>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>, none) -> tensor<*xf32>
  %1 = onnx.Slice %x, %max, %min, %axes, %back : (tensor<10x10xf32>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>) -> tensor<*xf32>
  %2 = onnx.Slice %x, %max, %max, %axes, %n : (tensor<10x10xf32>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>, none) -> tensor<*xf32>
  %3 = onnx.Slice %x, %back, %min, %axes, %min : (tensor<10x10xf32>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>) -> tensor<*xf32>
  return %0, %1, %2, %3 : tensor<*xf32>, tensor<*xf32>, tensor<*xf32>, tensor<*xf32>
}

// -----
// CHECK-LABEL: @split
// CHECK-SAME: -> (tensor<3xf32>, tensor<3xf32>, tensor<1xf32>, tensor<2xf32>, tensor<5xf32>)
func.func @split(%x: tensor<7xf32>) -> (tensor<*xf32>, tensor<*xf32>, tensor<*xf32>, tensor<*xf32>, tensor<*xf32>) {
  %n = onnx.NoValue : none
  %sizes = onnx.Constant dense<[2, 5]> : tensor<2xi64>
  %0:3 = onnx.Split %x, %n {num_outputs = 3 : i64} : (tensor<7xf32>, none) -> (tensor<*xf32>, tensor<*xf32>, tensor<*xf32>)
  %1:2 = onnx.Split %x, %sizes : (tensor<7xf32>, tensor<2xi64>) -> (tensor<*xf32>, tensor<*xf32>)
  return %0#0, %0#1, %0#2, %1#0, %1#1 : tensor<*xf32>, tensor<*xf32>, tensor<*xf32>, tensor<*xf32>, tensor<*xf32>
}

// -----
// CHECK-LABEL: @reduce
// CHECK-SAME: -> (tensor<2x1x4xf32>, tensor<f32>, tensor<2x3x4xf32>, tensor<2x4xi64>)
func.func @reduce(%x: tensor<2x3x4xf32>) -> (tensor<*xf32>, tensor<*xf32>, tensor<*xf32>, tensor<*xi64>) {
  %n = onnx.NoValue : none
  %axes = onnx.Constant dense<-2> : tensor<1xi64>
  %0 = onnx.ReduceMean %x, %axes : (tensor<2x3x4xf32>, tensor<1xi64>) -> tensor<*xf32>
  %1 = onnx.ReduceSum %x, %n {keepdims = 0 : i64} : (tensor<2x3x4xf32>, none) -> tensor<*xf32>
  %2 = onnx.ReduceSum %x, %n {noop_with_empty_axes = 1 : i64} : (tensor<2x3x4xf32>, none) -> tensor<*xf32>
  %3 = onnx.ArgMax %x {axis = 1 : i64, keepdims = 0 : i64} : (tensor<2x3x4xf32>) -> tensor<*xi64>
  return %0, %1, %2, %3 : tensor<*xf32>, tensor<*xf32>, tensor<*xf32>, tensor<*xi64>
}

// -----
// CHECK-LABEL: @resize
// CHECK-SAME: -> (tensor<1x4x16x16xf16>, tensor<1x4x5x7xf16>, tensor<1x4x10x10xf16>)
func.func @resize(%x: tensor<1x4x8x8xf16>) -> (tensor<*xf16>, tensor<*xf16>, tensor<*xf16>) {
  %n = onnx.NoValue : none
  %scales = onnx.Constant dense<[1.0, 1.0, 2.0, 2.0]> : tensor<4xf32>
  %sizes = onnx.Constant dense<[5, 7]> : tensor<2xi64>
  %wide = onnx.Constant dense<[10, 20]> : tensor<2xi64>
  %0 = onnx.Resize %x, %n, %scales, %n : (tensor<1x4x8x8xf16>, none, tensor<4xf32>, none) -> tensor<*xf16>
  %1 = onnx.Resize %x, %n, %n, %sizes {axes = array<i64: 2, 3>} : (tensor<1x4x8x8xf16>, none, none, tensor<2xi64>) -> tensor<*xf16>
  %2 = onnx.Resize %x, %n, %n, %wide {axes = array<i64: 2, 3>, keep_aspect_ratio_policy = "not_larger"} : (tensor<1x4x8x8xf16>, none, none, tensor<2xi64>) -> tensor<*xf16>
  return %0, %1, %2 : tensor<*xf16>, tensor<*xf16>, tensor<*xf16>
}

// -----
// CHECK-LABEL: @attention
// CHECK-SAME: -> (tensor<2x8x64x40xf16>, tensor<2x64x320xf16>)
func.func @attention(%q: tensor<2x8x64x40xf16>, %k: tensor<2x8x77x40xf16>, %p: tensor<2x64x320xf16>, %c: tensor<2x77x320xf16>) -> (tensor<*xf16>, tensor<*xf16>) {
  %n = onnx.NoValue : none
  %0 = onnx.Attention %q, %k, %k, %n : (tensor<2x8x64x40xf16>, tensor<2x8x77x40xf16>, tensor<2x8x77x40xf16>, none) -> tensor<*xf16>
  %1 = onnx.Attention %p, %c, %c, %n {q_num_heads = 8 : i64, kv_num_heads = 8 : i64} : (tensor<2x64x320xf16>, tensor<2x77x320xf16>, tensor<2x77x320xf16>, none) -> tensor<*xf16>
  return %0, %1 : tensor<*xf16>, tensor<*xf16>
}

// -----
// CHECK-LABEL: @norms
// CHECK-SAME: -> (tensor<2x8x4xf32>, tensor<2x4x8xf32>, tensor<2x8x4xf32>)
func.func @norms(%x: tensor<2x8x4xf32>, %l: tensor<2x4x8xf32>, %c: tensor<8xf32>, %s: tensor<4xf32>) -> (tensor<*xf32>, tensor<*xf32>, tensor<*xf32>) {
  %n = onnx.NoValue : none
  %0 = onnx.GroupNormalization %x, %c, %c {num_groups = 2 : i64} : (tensor<2x8x4xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<*xf32>
  %1 = onnx.GroupNormalization %l, %c, %c {num_groups = 2 : i64, channels_last} : (tensor<2x4x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<*xf32>
  %2 = onnx.LayerNormalization %x, %s, %n : (tensor<2x8x4xf32>, tensor<4xf32>, none) -> tensor<*xf32>
  return %0, %1, %2 : tensor<*xf32>, tensor<*xf32>, tensor<*xf32>
}

// -----
// Gather of any rank, padding, blocks.
// CHECK-LABEL: @movement
// CHECK-SAME: -> (tensor<2x2x77x4xf32>, tensor<2x9xf32>, tensor<1x1x6x9xf32>, tensor<6x15xf32>)
func.func @movement(%x: tensor<2x8x4xf32>, %ids: tensor<2x77xi32>, %m: tensor<2x5xf32>, %b: tensor<1x9x2x3xf32>) -> (tensor<*xf32>, tensor<*xf32>, tensor<*xf32>, tensor<*xf32>) {
  %n = onnx.NoValue : none
  %pads = onnx.Constant dense<[1, 3]> : tensor<2xi64>
  %axes = onnx.Constant dense<-1> : tensor<1xi64>
  %three = onnx.Constant dense<3> : tensor<2xi64>
  %0 = onnx.Gather %x, %ids {axis = 1 : i64} : (tensor<2x8x4xf32>, tensor<2x77xi32>) -> tensor<*xf32>
  %1 = onnx.Pad %m, %pads, %n, %axes : (tensor<2x5xf32>, tensor<2xi64>, none, tensor<1xi64>) -> tensor<*xf32>
  %2 = onnx.DepthToSpace %b {blocksize = 3 : i64} : (tensor<1x9x2x3xf32>) -> tensor<*xf32>
  %3 = onnx.Tile %m, %three : (tensor<2x5xf32>, tensor<2xi64>) -> tensor<*xf32>
  return %0, %1, %2, %3 : tensor<*xf32>, tensor<*xf32>, tensor<*xf32>, tensor<*xf32>
}
