// RUN: burin-opt %s --onnx-channels-last --cse --split-input-file | FileCheck %s
// RUN: burin-opt %s --onnx-channels-last --onnx-channels-last --cse --split-input-file | FileCheck %s
// RUN: burin-opt %s --onnx-channels-last --split-input-file --remarks-filter="layout.*" 2>&1 | FileCheck %s --check-prefix=REMARK

// One transpose at the input, one at the output, the weight by recipe.
// REMARK: [Missed] channels-last{{.*}}a layout transpose stays between the graph's input and onnx.Conv
// REMARK: [Missed] channels-last{{.*}}a layout transpose stays between onnx.Conv and the graph's output
// CHECK-LABEL: func @conv(
//   CHECK-DAG:   %[[W:.*]] = plan.constant "w" {{.*}} recipe [#plan.transpose<[2, 3, 1, 0]>] -> tensor<3x3x4x6xf16>
//   CHECK-DAG:   %[[X:.*]] = onnx.Transpose %arg0 {perm = array<i64: 0, 2, 3, 1>} : (tensor<1x4x8x10xf16>) -> tensor<1x8x10x4xf16>
//       CHECK:   %[[Y:.*]] = onnx.Conv %[[X]], %[[W]], %arg1 {channels_last, kernel_shape = array<i64: 3, 3>, pads = array<i64: 1, 1, 1, 1>, strides = array<i64: 2, 1>} : {{.*}} -> tensor<1x4x10x6xf16>
//       CHECK:   onnx.Transpose %[[Y]] {perm = array<i64: 0, 3, 1, 2>} : (tensor<1x4x10x6xf16>) -> tensor<1x6x4x10xf16>
func.func @conv(%x: tensor<1x4x8x10xf16>, %b: tensor<6xf16>) -> tensor<1x6x4x10xf16> {
  %w = plan.constant "w" #plan.synthetic<seed = 1, mean = 0.0 : f32, stddev = 1.0 : f32> of tensor<6x4x3x3xf16> -> tensor<6x4x3x3xf16>
  %0 = onnx.Conv %x, %w, %b {pads = array<i64: 1, 1, 1, 1>, strides = array<i64: 2, 1>} : (tensor<1x4x8x10xf16>, tensor<6x4x3x3xf16>, tensor<6xf16>) -> tensor<1x6x4x10xf16>
  return %0 : tensor<1x6x4x10xf16>
}

// -----

// A weight that is computed is transposed at run time.
// CHECK-LABEL: func @runtime_weight(
//       CHECK:   onnx.Transpose %arg1 {perm = array<i64: 2, 3, 1, 0>} : (tensor<6x4x3x3xf16>) -> tensor<3x3x4x6xf16>
//       CHECK:   onnx.Conv {{.*}}channels_last
func.func @runtime_weight(%x: tensor<1x4x8x8xf16>, %w: tensor<6x4x3x3xf16>) -> tensor<1x6x6x6xf16> {
  %n = onnx.NoValue : none
  %0 = onnx.Conv %x, %w, %n : (tensor<1x4x8x8xf16>, tensor<6x4x3x3xf16>, none) -> tensor<1x6x6x6xf16>
  return %0 : tensor<1x6x6x6xf16>
}

// -----

// A residual block: norm, Swish, conv, time embedding [N, C, 1, 1], residual.
// CHECK-LABEL: func @resnet(
//       CHECK:   %[[X:.*]] = onnx.Transpose %arg0 {perm = array<i64: 0, 2, 3, 1>}
//   CHECK-NOT:   onnx.Transpose
//       CHECK:   %[[N:.*]] = onnx.GroupNormalization %[[X]], {{.*}}channels_last
//       CHECK:   onnx.Swish %[[N]] : (tensor<2x4x4x8xf16>)
//       CHECK:   %[[C:.*]] = onnx.Conv {{.*}}channels_last
//       CHECK:   %[[T:.*]] = onnx.Reshape %arg1, %{{.*}} -> tensor<2x1x1x8xf16>
//       CHECK:   %[[A:.*]] = onnx.Add %[[C]], %[[T]] : (tensor<2x4x4x8xf16>, tensor<2x1x1x8xf16>) -> tensor<2x4x4x8xf16>
//       CHECK:   %[[R:.*]] = onnx.Add %[[X]], %[[A]]
//       CHECK:   %[[Y:.*]] = onnx.Transpose %[[R]] {perm = array<i64: 0, 3, 1, 2>}
//  CHECK-NEXT:   return %[[Y]]
func.func @resnet(%x: tensor<2x8x4x4xf16>, %t: tensor<2x8xf16>) -> tensor<2x8x4x4xf16> {
  %one = onnx.Constant dense<1.0> : tensor<8xf16>
  %k = plan.constant "w" #plan.synthetic<seed = 1, mean = 0.0 : f32, stddev = 1.0 : f32> of tensor<8x8x3x3xf16> -> tensor<8x8x3x3xf16>
  %s = onnx.Constant dense<[2, 8, 1, 1]> : tensor<4xi64>
  %0 = onnx.GroupNormalization %x, %one, %one {num_groups = 4 : i64} : (tensor<2x8x4x4xf16>, tensor<8xf16>, tensor<8xf16>) -> tensor<2x8x4x4xf16>
  %1 = onnx.Swish %0 : (tensor<2x8x4x4xf16>) -> tensor<2x8x4x4xf16>
  %2 = onnx.Conv %1, %k, %one {pads = array<i64: 1, 1, 1, 1>} : (tensor<2x8x4x4xf16>, tensor<8x8x3x3xf16>, tensor<8xf16>) -> tensor<2x8x4x4xf16>
  %3 = onnx.Reshape %t, %s : (tensor<2x8xf16>, tensor<4xi64>) -> tensor<2x8x1x1xf16>
  %4 = onnx.Add %2, %3 : (tensor<2x8x4x4xf16>, tensor<2x8x1x1xf16>) -> tensor<2x8x4x4xf16>
  %5 = onnx.Add %x, %4 : (tensor<2x8x4x4xf16>, tensor<2x8x4x4xf16>) -> tensor<2x8x4x4xf16>
  return %5 : tensor<2x8x4x4xf16>
}

// -----

// Constants follow: [C, 1, 1] takes a reshape, [1, C, H, W] a transpose step.
// CHECK-LABEL: func @constants(
//   CHECK-DAG:   plan.constant "c" {{.*}} recipe [#plan.reshape<[1, 1, 1, 8]>] -> tensor<1x1x1x8xf16>
//   CHECK-DAG:   plan.constant "p" {{.*}} recipe [#plan.transpose<[0, 2, 3, 1]>] -> tensor<1x4x4x8xf16>
//   CHECK-DAG:   %[[S:.*]] = onnx.Constant dense<5.000000e-01> : tensor<f16>
//       CHECK:   onnx.Mul %{{.*}}, %[[S]] : (tensor<2x4x4x8xf16>, tensor<f16>)
func.func @constants(%x: tensor<2x8x4x4xf16>) -> tensor<2x8x4x4xf16> {
  %one = onnx.Constant dense<1.0> : tensor<8xf16>
  %h = onnx.Constant dense<0.5> : tensor<f16>
  %c = plan.constant "c" #plan.synthetic<seed = 1, mean = 0.0 : f32, stddev = 1.0 : f32> of tensor<8x1x1xf16> -> tensor<8x1x1xf16>
  %p = plan.constant "p" #plan.synthetic<seed = 1, mean = 0.0 : f32, stddev = 1.0 : f32> of tensor<1x8x4x4xf16> -> tensor<1x8x4x4xf16>
  %0 = onnx.GroupNormalization %x, %one, %one {num_groups = 4 : i64} : (tensor<2x8x4x4xf16>, tensor<8xf16>, tensor<8xf16>) -> tensor<2x8x4x4xf16>
  %1 = onnx.Add %0, %c : (tensor<2x8x4x4xf16>, tensor<8x1x1xf16>) -> tensor<2x8x4x4xf16>
  %2 = onnx.Add %p, %1 : (tensor<1x8x4x4xf16>, tensor<2x8x4x4xf16>) -> tensor<2x8x4x4xf16>
  %3 = onnx.Mul %2, %h : (tensor<2x8x4x4xf16>, tensor<f16>) -> tensor<2x8x4x4xf16>
  return %3 : tensor<2x8x4x4xf16>
}

// -----

// Concat, Slice, Split, Pad and Resize remap what they say about dimensions.
// CHECK-LABEL: func @movement(
//   CHECK-DAG:   %[[PADS:.*]] = onnx.Constant dense<[0, 1, 0, 0, 0, 2, 3, 0]> : tensor<8xi64>
//   CHECK-DAG:   %[[SCALES:.*]] = onnx.Constant dense<[1.000000e+00, 2.000000e+00, 3.000000e+00, 1.000000e+00]> : tensor<4xf32>
//   CHECK-DAG:   %[[AXIS:.*]] = onnx.Constant dense<3> : tensor<1xi64>
//       CHECK:   %[[N:.*]] = onnx.GroupNormalization
//       CHECK:   %[[C:.*]] = onnx.Concat %[[N]], %[[N]] {axis = 3 : i64} : {{.*}} -> tensor<2x4x4x16xf16>
//       CHECK:   %[[S:.*]] = onnx.Slice %[[C]], %{{.*}}, %{{.*}}, %[[AXIS]], {{.*}} -> tensor<2x4x4x8xf16>
//       CHECK:   %[[P:.*]] = onnx.Pad %[[S]], %[[PADS]], {{.*}} -> tensor<2x7x7x8xf16>
//       CHECK:   %[[R:.*]] = onnx.Resize %[[P]], %{{.*}}, %[[SCALES]], {{.*}} -> tensor<2x14x21x8xf16>
//       CHECK:   %[[Q:.*]]:2 = onnx.Split %[[R]], {{.*}} {axis = 3 : i64} : {{.*}} -> (tensor<2x14x21x4xf16>, tensor<2x14x21x4xf16>)
//       CHECK:   %[[M:.*]] = onnx.Mul %[[Q]]#0, %[[Q]]#1
//       CHECK:   onnx.Transpose %[[M]] {perm = array<i64: 0, 3, 1, 2>}
//   CHECK-NOT:   onnx.Transpose
func.func @movement(%x: tensor<2x8x4x4xf16>) -> tensor<2x4x14x21xf16> {
  %none = onnx.NoValue : none
  %one = onnx.Constant dense<1.0> : tensor<8xf16>
  %pads = onnx.Constant dense<[0, 0, 1, 0, 0, 0, 2, 3]> : tensor<8xi64>
  %scales = onnx.Constant dense<[1.0, 1.0, 2.0, 3.0]> : tensor<4xf32>
  %start = onnx.Constant dense<4> : tensor<1xi64>
  %end = onnx.Constant dense<12> : tensor<1xi64>
  %axis = onnx.Constant dense<-3> : tensor<1xi64>
  %0 = onnx.GroupNormalization %x, %one, %one {num_groups = 4 : i64} : (tensor<2x8x4x4xf16>, tensor<8xf16>, tensor<8xf16>) -> tensor<2x8x4x4xf16>
  %1 = onnx.Concat %0, %0 {axis = 1 : i64} : (tensor<2x8x4x4xf16>, tensor<2x8x4x4xf16>) -> tensor<2x16x4x4xf16>
  %2 = onnx.Slice %1, %start, %end, %axis, %none : (tensor<2x16x4x4xf16>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>, none) -> tensor<2x8x4x4xf16>
  %3 = onnx.Pad %2, %pads, %none, %none : (tensor<2x8x4x4xf16>, tensor<8xi64>, none, none) -> tensor<2x8x7x7xf16>
  %4 = onnx.Resize %3, %none, %scales, %none : (tensor<2x8x7x7xf16>, none, tensor<4xf32>, none) -> tensor<2x8x14x21xf16>
  %5:2 = onnx.Split %4, %none {axis = -3 : i64} : (tensor<2x8x14x21xf16>, none) -> (tensor<2x4x14x21xf16>, tensor<2x4x14x21xf16>)
  %6 = onnx.Mul %5#0, %5#1 : (tensor<2x4x14x21xf16>, tensor<2x4x14x21xf16>) -> tensor<2x4x14x21xf16>
  return %6 : tensor<2x4x14x21xf16>
}

// -----

// Attention's entry and exit as the UNet has them: both transposes cancel.
// CHECK-LABEL: func @attention_unet(
//       CHECK:   onnx.Transpose %arg0
//   CHECK-NOT:   onnx.Transpose
//       CHECK:   %[[N:.*]] = onnx.GroupNormalization
//       CHECK:   %[[T:.*]] = onnx.Reshape %[[N]], %{{.*}} -> tensor<2x16x8xf16>
//       CHECK:   %[[S:.*]] = onnx.Softmax %[[T]]
//       CHECK:   %[[B:.*]] = onnx.Reshape %[[S]], %{{.*}} -> tensor<2x4x4x8xf16>
//       CHECK:   %[[A:.*]] = onnx.Add %[[B]], %[[N]]
//       CHECK:   onnx.Transpose %[[A]] {perm = array<i64: 0, 3, 1, 2>}
func.func @attention_unet(%x: tensor<2x8x4x4xf16>) -> tensor<2x8x4x4xf16> {
  %one = onnx.Constant dense<1.0> : tensor<8xf16>
  %s0 = onnx.Constant dense<[2, 16, 8]> : tensor<3xi64>
  %s1 = onnx.Constant dense<[2, 4, 4, 8]> : tensor<4xi64>
  %0 = onnx.GroupNormalization %x, %one, %one {num_groups = 4 : i64} : (tensor<2x8x4x4xf16>, tensor<8xf16>, tensor<8xf16>) -> tensor<2x8x4x4xf16>
  %1 = onnx.Transpose %0 {perm = array<i64: 0, 2, 3, 1>} : (tensor<2x8x4x4xf16>) -> tensor<2x4x4x8xf16>
  %2 = onnx.Reshape %1, %s0 : (tensor<2x4x4x8xf16>, tensor<3xi64>) -> tensor<2x16x8xf16>
  %3 = onnx.Softmax %2 : (tensor<2x16x8xf16>) -> tensor<2x16x8xf16>
  %4 = onnx.Reshape %3, %s1 : (tensor<2x16x8xf16>, tensor<4xi64>) -> tensor<2x4x4x8xf16>
  %5 = onnx.Transpose %4 {perm = array<i64: 0, 3, 1, 2>} : (tensor<2x4x4x8xf16>) -> tensor<2x8x4x4xf16>
  %6 = onnx.Add %5, %0 : (tensor<2x8x4x4xf16>, tensor<2x8x4x4xf16>) -> tensor<2x8x4x4xf16>
  return %6 : tensor<2x8x4x4xf16>
}

// -----

// As the VAE has them: [N, C, H, W] -> [N, C, HW] -> [N, HW, C] and back.
// CHECK-LABEL: func @attention_vae(
//       CHECK:   onnx.Transpose %arg0
//   CHECK-NOT:   onnx.Transpose
//       CHECK:   onnx.Softmax {{.*}} -> tensor<2x16x8xf16>
//       CHECK:   %[[A:.*]] = onnx.Add {{.*}} -> tensor<2x4x4x8xf16>
//       CHECK:   onnx.Transpose %[[A]] {perm = array<i64: 0, 3, 1, 2>}
//   CHECK-NOT:   onnx.Transpose
func.func @attention_vae(%x: tensor<2x8x4x4xf16>) -> tensor<2x8x4x4xf16> {
  %one = onnx.Constant dense<1.0> : tensor<8xf16>
  %s0 = onnx.Constant dense<[2, 8, 16]> : tensor<3xi64>
  %s1 = onnx.Constant dense<[2, 8, 4, 4]> : tensor<4xi64>
  %0 = onnx.Reshape %x, %s0 : (tensor<2x8x4x4xf16>, tensor<3xi64>) -> tensor<2x8x16xf16>
  %n = onnx.GroupNormalization %x, %one, %one {num_groups = 4 : i64} : (tensor<2x8x4x4xf16>, tensor<8xf16>, tensor<8xf16>) -> tensor<2x8x4x4xf16>
  %r = onnx.Reshape %n, %s0 : (tensor<2x8x4x4xf16>, tensor<3xi64>) -> tensor<2x8x16xf16>
  %1 = onnx.GroupNormalization %r, %one, %one {num_groups = 4 : i64} : (tensor<2x8x16xf16>, tensor<8xf16>, tensor<8xf16>) -> tensor<2x8x16xf16>
  %2 = onnx.Transpose %1 {perm = array<i64: 0, 2, 1>} : (tensor<2x8x16xf16>) -> tensor<2x16x8xf16>
  %3 = onnx.Softmax %2 : (tensor<2x16x8xf16>) -> tensor<2x16x8xf16>
  %4 = onnx.Transpose %3 {perm = array<i64: 0, 2, 1>} : (tensor<2x16x8xf16>) -> tensor<2x8x16xf16>
  %5 = onnx.Reshape %4, %s1 : (tensor<2x8x16xf16>, tensor<4xi64>) -> tensor<2x8x4x4xf16>
  %6 = onnx.Add %5, %n : (tensor<2x8x4x4xf16>, tensor<2x8x4x4xf16>) -> tensor<2x8x4x4xf16>
  return %6 : tensor<2x8x4x4xf16>
}

// -----

// Reductions: axes follow; without kept dimensions the order may be right.
// CHECK-LABEL: func @reduce(
//   CHECK-DAG:   %[[A:.*]] = onnx.Constant dense<[1, 2]> : tensor<2xi64>
//       CHECK:   %[[R:.*]] = onnx.ReduceMean %{{.*}}, %[[A]] {keepdims = 0 : i64} : (tensor<2x4x4x8xf16>, tensor<2xi64>) -> tensor<2x8xf16>
//  CHECK-NEXT:   return %[[R]]
func.func @reduce(%x: tensor<2x8x4x4xf16>) -> tensor<2x8xf16> {
  %one = onnx.Constant dense<1.0> : tensor<8xf16>
  %axes = onnx.Constant dense<[2, 3]> : tensor<2xi64>
  %0 = onnx.GroupNormalization %x, %one, %one {num_groups = 4 : i64} : (tensor<2x8x4x4xf16>, tensor<8xf16>, tensor<8xf16>) -> tensor<2x8x4x4xf16>
  %1 = onnx.ReduceMean %0, %axes {keepdims = 0 : i64} : (tensor<2x8x4x4xf16>, tensor<2xi64>) -> tensor<2x8xf16>
  return %1 : tensor<2x8xf16>
}

// -----

// Softmax over channels.
// CHECK-LABEL: func @softmax(
//       CHECK:   onnx.Softmax %{{.*}} {axis = 3 : i64} : (tensor<2x4x4x8xf16>)
func.func @softmax(%x: tensor<2x8x4x4xf16>) -> tensor<2x8x4x4xf16> {
  %one = onnx.Constant dense<1.0> : tensor<8xf16>
  %0 = onnx.GroupNormalization %x, %one, %one {num_groups = 4 : i64} : (tensor<2x8x4x4xf16>, tensor<8xf16>, tensor<8xf16>) -> tensor<2x8x4x4xf16>
  %1 = onnx.Softmax %0 {axis = 1 : i64} : (tensor<2x8x4x4xf16>) -> tensor<2x8x4x4xf16>
  return %1 : tensor<2x8x4x4xf16>
}

// -----

//===--- Near misses -----------------------------------------------------------===//

// Grouped convolutions stay channels first.
// CHECK-LABEL: func @grouped(
//   CHECK-NOT:   onnx.Transpose
//   CHECK-NOT:   channels_last
//       CHECK:   onnx.Conv %arg0
func.func @grouped(%x: tensor<1x4x8x8xf16>, %w: tensor<4x1x3x3xf16>) -> tensor<1x4x6x6xf16> {
  %n = onnx.NoValue : none
  %0 = onnx.Conv %x, %w, %n {group = 4 : i64} : (tensor<1x4x8x8xf16>, tensor<4x1x3x3xf16>, none) -> tensor<1x4x6x6xf16>
  return %0 : tensor<1x4x6x6xf16>
}

// -----

// So do convolutions in one dimension.
// CHECK-LABEL: func @conv1d(
//   CHECK-NOT:   channels_last
//       CHECK:   onnx.Conv %arg0
func.func @conv1d(%x: tensor<1x4x8xf16>, %w: tensor<6x4x3xf16>) -> tensor<1x6x6xf16> {
  %n = onnx.NoValue : none
  %0 = onnx.Conv %x, %w, %n : (tensor<1x4x8xf16>, tensor<6x4x3xf16>, none) -> tensor<1x6x6xf16>
  return %0 : tensor<1x6x6xf16>
}

// -----

// Heads of attention are no layout: their transposes stay above the scale.
// CHECK-LABEL: func @heads(
//       CHECK:   %[[T:.*]] = onnx.Transpose %arg0 {perm = array<i64: 0, 2, 1, 3>}
//       CHECK:   onnx.Mul %[[T]], %{{.*}}
func.func @heads(%x: tensor<2x16x4x8xf16>) -> tensor<2x4x16x8xf16> {
  %s = onnx.Constant dense<0.5> : tensor<f16>
  %0 = onnx.Transpose %x {perm = array<i64: 0, 2, 1, 3>} : (tensor<2x16x4x8xf16>) -> tensor<2x4x16x8xf16>
  %1 = onnx.Mul %0, %s : (tensor<2x4x16x8xf16>, tensor<f16>) -> tensor<2x4x16x8xf16>
  return %1 : tensor<2x4x16x8xf16>
}

// -----

// A reshape that mixes channels and pixels needs them in their old order.
// CHECK-LABEL: func @mixing_reshape(
//       CHECK:   %[[N:.*]] = onnx.GroupNormalization
//       CHECK:   %[[T:.*]] = onnx.Transpose %[[N]] {perm = array<i64: 0, 3, 1, 2>}
//       CHECK:   onnx.Reshape %[[T]]
func.func @mixing_reshape(%x: tensor<2x8x4x4xf16>) -> tensor<2x4x32xf16> {
  %one = onnx.Constant dense<1.0> : tensor<8xf16>
  %s = onnx.Constant dense<[2, 4, 32]> : tensor<3xi64>
  %0 = onnx.GroupNormalization %x, %one, %one {num_groups = 4 : i64} : (tensor<2x8x4x4xf16>, tensor<8xf16>, tensor<8xf16>) -> tensor<2x8x4x4xf16>
  %1 = onnx.Reshape %0, %s : (tensor<2x8x4x4xf16>, tensor<3xi64>) -> tensor<2x4x32xf16>
  return %1 : tensor<2x4x32xf16>
}

// -----

// A sum with another run-time tensor does not pay: a transpose for a transpose.
// CHECK-LABEL: func @runtime_operand(
//       CHECK:   %[[N:.*]] = onnx.GroupNormalization
//       CHECK:   %[[T:.*]] = onnx.Transpose %[[N]] {perm = array<i64: 0, 3, 1, 2>}
//       CHECK:   onnx.Add %[[T]], %arg1
func.func @runtime_operand(%x: tensor<2x8x4x4xf16>, %z: tensor<2x8x4x4xf16>) -> tensor<2x8x4x4xf16> {
  %one = onnx.Constant dense<1.0> : tensor<8xf16>
  %0 = onnx.GroupNormalization %x, %one, %one {num_groups = 4 : i64} : (tensor<2x8x4x4xf16>, tensor<8xf16>, tensor<8xf16>) -> tensor<2x8x4x4xf16>
  %1 = onnx.Add %0, %z : (tensor<2x8x4x4xf16>, tensor<2x8x4x4xf16>) -> tensor<2x8x4x4xf16>
  return %1 : tensor<2x8x4x4xf16>
}

// -----

// Pooling windows have no channels-last form.
// REMARK: a layout transpose stays between onnx.GroupNormalization and onnx.MaxPool
// CHECK-LABEL: func @pool(
//       CHECK:   %[[T:.*]] = onnx.Transpose %{{.*}} {perm = array<i64: 0, 3, 1, 2>}
//       CHECK:   onnx.MaxPool %[[T]]
func.func @pool(%x: tensor<2x8x4x4xf16>) -> tensor<2x8x2x2xf16> {
  %one = onnx.Constant dense<1.0> : tensor<8xf16>
  %0 = onnx.GroupNormalization %x, %one, %one {num_groups = 4 : i64} : (tensor<2x8x4x4xf16>, tensor<8xf16>, tensor<8xf16>) -> tensor<2x8x4x4xf16>
  %1 = onnx.MaxPool %0 {kernel_shape = array<i64: 2, 2>, strides = array<i64: 2, 2>} : (tensor<2x8x4x4xf16>) -> tensor<2x8x2x2xf16>
  return %1 : tensor<2x8x2x2xf16>
}

// -----

// Slices along axes known only at run time.
// CHECK-LABEL: func @runtime_axes(
//       CHECK:   onnx.Transpose %{{.*}} {perm = array<i64: 0, 3, 1, 2>}
//       CHECK:   onnx.Slice
func.func @runtime_axes(%x: tensor<2x8x4x4xf16>, %a: tensor<1xi64>) -> tensor<2x8x4x2xf16> {
  %none = onnx.NoValue : none
  %one = onnx.Constant dense<1.0> : tensor<8xf16>
  %s = onnx.Constant dense<0> : tensor<1xi64>
  %e = onnx.Constant dense<2> : tensor<1xi64>
  %0 = onnx.GroupNormalization %x, %one, %one {num_groups = 4 : i64} : (tensor<2x8x4x4xf16>, tensor<8xf16>, tensor<8xf16>) -> tensor<2x8x4x4xf16>
  %1 = onnx.Slice %0, %s, %e, %a, %none : (tensor<2x8x4x4xf16>, tensor<1xi64>, tensor<1xi64>, tensor<1xi64>, none) -> tensor<2x8x4x2xf16>
  return %1 : tensor<2x8x4x2xf16>
}
