// RUN: burin-opt %s --onnx-convert-precision=precision=f16 --split-input-file | FileCheck %s
// RUN: burin-opt %s --onnx-convert-precision=precision=f16 --onnx-convert-precision=precision=f16 --split-input-file | FileCheck %s
// RUN: burin-opt %s --onnx-convert-precision=precision=f32 --split-input-file | FileCheck %s --check-prefix=F32
// RUN: not burin-opt %s --onnx-convert-precision=precision=f64 --split-input-file 2>&1 | FileCheck %s --check-prefix=BAD
// BAD: error: onnx-convert-precision: precision is f16 or f32, not 'f64'

// Weights take a recipe step, literals saturate, integers stay.
// CHECK-LABEL: func @storage(
//  CHECK-SAME:   %[[X:.*]]: tensor<2x4xf16>, %[[I:.*]]: tensor<2xi64>) -> tensor<2x4xf16>
//   CHECK-DAG:   %[[C:.*]] = onnx.Constant dense<[6.550400e+04, -6.550400e+04, 0xFC00, 1.000000e+00]> : tensor<4xf16>
//   CHECK-DAG:   %[[W:.*]] = plan.constant "w" {{.*}} of tensor<4x4xf32> recipe [#plan.cast<f16>] -> tensor<4x4xf16>
//       CHECK:   onnx.MatMul %[[X]], %[[W]] : (tensor<2x4xf16>, tensor<4x4xf16>) -> tensor<2x4xf16>
// F32-LABEL: func @storage(
//  F32-SAME:   tensor<2x4xf32>
//       F32:   plan.constant "w" {{.*}} of tensor<4x4xf32> -> tensor<4x4xf32>
func.func @storage(%x: tensor<2x4xf32>, %i: tensor<2xi64>) -> tensor<2x4xf32> {
  %c = onnx.Constant dense<[3.4028234e+38, -3.4028234e+38, 0xFF800000, 1.0]> : tensor<4xf32>
  %w = plan.constant "w" #plan.file<0, offset = 0, length = 64> of tensor<4x4xf32> -> tensor<4x4xf32>
  %0 = onnx.MatMul %x, %w : (tensor<2x4xf32>, tensor<4x4xf32>) -> tensor<2x4xf32>
  %1 = onnx.Add %0, %c : (tensor<2x4xf32>, tensor<4xf32>) -> tensor<2x4xf32>
  return %1 : tensor<2x4xf32>
}

// -----

// Casts between float types vanish; bf16 is converted as well.
// CHECK-LABEL: func @casts(
//   CHECK-NOT:   onnx.Cast
//       CHECK:   onnx.Sigmoid %arg0 : (tensor<4xf16>) -> tensor<4xf16>
//   CHECK-NOT:   onnx.Cast
// F32-LABEL: func @casts(
//   F32-NOT:   onnx.Cast
//       F32:   onnx.Sigmoid %arg0 : (tensor<4xf32>) -> tensor<4xf32>
func.func @casts(%x: tensor<4xbf16>) -> tensor<4xbf16> {
  %0 = onnx.Cast %x {to = f32} : (tensor<4xbf16>) -> tensor<4xf32>
  %1 = onnx.Sigmoid %0 : (tensor<4xf32>) -> tensor<4xf32>
  %2 = onnx.Cast %1 {to = bf16} : (tensor<4xf32>) -> tensor<4xbf16>
  return %2 : tensor<4xbf16>
}

// -----

// The timestep embedding: f32 from the graph's input to one cast after Concat.
// CHECK-LABEL: func @timestep(
//  CHECK-SAME:   %[[T:.*]]: tensor<1x1xf32>, %{{.*}}: tensor<1x8xf16>) -> tensor<1x8xf16>
//       CHECK:   %[[F:.*]] = onnx.Constant {{.*}} : tensor<1x4xf32>
//       CHECK:   %[[M:.*]] = onnx.Mul %[[T]], %[[F]] : {{.*}} -> tensor<1x4xf32>
//       CHECK:   onnx.Sin %[[M]] : (tensor<1x4xf32>) -> tensor<1x4xf32>
//       CHECK:   onnx.Cos %[[M]] : (tensor<1x4xf32>) -> tensor<1x4xf32>
//       CHECK:   %[[C:.*]] = onnx.Concat {{.*}} -> tensor<1x8xf32>
//  CHECK-NEXT:   %[[E:.*]] = onnx.Cast %[[C]] {to = f16}
//   CHECK-NOT:   onnx.Cast
//       CHECK:   onnx.Add %[[E]], %arg1 : (tensor<1x8xf16>, tensor<1x8xf16>) -> tensor<1x8xf16>
func.func @timestep(%t: tensor<1x1xf16>, %x: tensor<1x8xf32>) -> tensor<1x8xf32> {
  %f = onnx.Constant dense<[[1.0, 0.1, 0.01, 0.001]]> : tensor<1x4xf32>
  %0 = onnx.Cast %t {to = f32} : (tensor<1x1xf16>) -> tensor<1x1xf32>
  %1 = onnx.Mul %0, %f : (tensor<1x1xf32>, tensor<1x4xf32>) -> tensor<1x4xf32>
  %2 = onnx.Sin %1 : (tensor<1x4xf32>) -> tensor<1x4xf32>
  %3 = onnx.Cos %1 : (tensor<1x4xf32>) -> tensor<1x4xf32>
  %4 = onnx.Concat %2, %3 {axis = 1 : i64} : (tensor<1x4xf32>, tensor<1x4xf32>) -> tensor<1x8xf32>
  %5 = onnx.Add %4, %x : (tensor<1x8xf32>, tensor<1x8xf32>) -> tensor<1x8xf32>
  return %5 : tensor<1x8xf32>
}

// -----

// The exporter's own cast is the exit; an integer timestep stays an integer.
// CHECK-LABEL: func @integer_timestep(
//  CHECK-SAME:   tensor<1x1xi64>) -> tensor<1x4xf16>
//       CHECK:   onnx.Cast %arg0 {to = f32} : (tensor<1x1xi64>) -> tensor<1x1xf32>
//       CHECK:   onnx.Sin {{.*}} -> tensor<1x4xf32>
//       CHECK:   onnx.Cast {{.*}} : (tensor<1x4xf32>) -> tensor<1x4xf16>
//   CHECK-NOT:   onnx.Cast
func.func @integer_timestep(%t: tensor<1x1xi64>) -> tensor<1x4xf16> {
  %f = onnx.Constant dense<[[1.0, 0.1, 0.01, 0.001]]> : tensor<1x4xf32>
  %0 = onnx.Cast %t {to = f32} : (tensor<1x1xi64>) -> tensor<1x1xf32>
  %1 = onnx.Mul %0, %f : (tensor<1x1xf32>, tensor<1x4xf32>) -> tensor<1x4xf32>
  %2 = onnx.Sin %1 : (tensor<1x4xf32>) -> tensor<1x4xf32>
  %3 = onnx.Cast %2 {to = f16} : (tensor<1x4xf32>) -> tensor<1x4xf16>
  return %3 : tensor<1x4xf16>
}

// -----

// An input that also feeds the network has the storage type and one cast.
// CHECK-LABEL: func @shared_input(
//  CHECK-SAME:   %[[T:.*]]: tensor<1x4xf16>)
//       CHECK:   %[[C:.*]] = onnx.Cast %[[T]] {to = f32}
//       CHECK:   onnx.Sin %[[C]] : (tensor<1x4xf32>) -> tensor<1x4xf32>
//       CHECK:   onnx.Relu %[[T]] : (tensor<1x4xf16>) -> tensor<1x4xf16>
func.func @shared_input(%t: tensor<1x4xf32>) -> (tensor<1x4xf32>, tensor<1x4xf32>) {
  %0 = onnx.Sin %t : (tensor<1x4xf32>) -> tensor<1x4xf32>
  %1 = onnx.Relu %t : (tensor<1x4xf32>) -> tensor<1x4xf32>
  return %0, %1 : tensor<1x4xf32>, tensor<1x4xf32>
}

// -----

// A table read by the island and by the network exists in both types.
// CHECK-LABEL: func @shared_table(
//   CHECK-DAG:   %[[W:.*]] = onnx.Constant {{.*}} : tensor<4xf32>
//   CHECK-DAG:   %[[N:.*]] = onnx.Constant {{.*}} : tensor<4xf16>
//   CHECK-DAG:   onnx.Mul %arg0, %[[W]] : (tensor<1xf32>, tensor<4xf32>) -> tensor<4xf32>
//   CHECK-DAG:   onnx.Mul %arg1, %[[N]] : (tensor<4xf16>, tensor<4xf16>) -> tensor<4xf16>
func.func @shared_table(%t: tensor<1xf32>, %x: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>) {
  %f = onnx.Constant dense<[1.0, 0.1, 0.01, 0.001]> : tensor<4xf32>
  %0 = onnx.Mul %t, %f : (tensor<1xf32>, tensor<4xf32>) -> tensor<4xf32>
  %1 = onnx.Sin %0 : (tensor<4xf32>) -> tensor<4xf32>
  %2 = onnx.Mul %x, %f : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
  return %1, %2 : tensor<4xf32>, tensor<4xf32>
}

// -----

// A sine of what the network computes is no island.
// CHECK-LABEL: func @sine_activation(
//       CHECK:   onnx.Sin {{.*}} : (tensor<2x4xf16>) -> tensor<2x4xf16>
//   CHECK-NOT:   f32>
func.func @sine_activation(%x: tensor<2x4xf32>) -> tensor<2x4xf32> {
  %0 = onnx.Softmax %x : (tensor<2x4xf32>) -> tensor<2x4xf32>
  %1 = onnx.Sin %0 : (tensor<2x4xf32>) -> tensor<2x4xf32>
  return %1 : tensor<2x4xf32>
}

// -----

// Rotary positions: through MatMul.
// CHECK-LABEL: func @rotary(
//       CHECK:   onnx.MatMul {{.*}} : (tensor<4x1xf32>, tensor<1x8xf32>) -> tensor<4x8xf32>
//       CHECK:   onnx.Cos {{.*}} -> tensor<4x8xf32>
//       CHECK:   onnx.Cast {{.*}} -> tensor<4x8xf16>
func.func @rotary(%p: tensor<4x1xi64>, %x: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %f = plan.constant "inv_freq" #plan.file<0, offset = 0, length = 32> of tensor<1x8xf32> -> tensor<1x8xf32>
  %0 = onnx.Cast %p {to = f32} : (tensor<4x1xi64>) -> tensor<4x1xf32>
  %1 = onnx.MatMul %0, %f : (tensor<4x1xf32>, tensor<1x8xf32>) -> tensor<4x8xf32>
  %2 = onnx.Cos %1 : (tensor<4x8xf32>) -> tensor<4x8xf32>
  %3 = onnx.Mul %x, %2 : (tensor<4x8xf32>, tensor<4x8xf32>) -> tensor<4x8xf32>
  return %3 : tensor<4x8xf32>
}

// -----

// Index arithmetic: 2049 is no f16.
// CHECK-LABEL: func @index(
//  CHECK-SAME:   %arg0: tensor<4xf32>
//       CHECK:   onnx.Floor %arg0 : (tensor<4xf32>) -> tensor<4xf32>
func.func @index(%x: tensor<4xf32>) -> tensor<4xi64> {
  %0 = onnx.Floor %x : (tensor<4xf32>) -> tensor<4xf32>
  %1 = onnx.Cast %0 {to = i64} : (tensor<4xf32>) -> tensor<4xi64>
  return %1 : tensor<4xi64>
}

// -----

// Scales of Resize are f32 whatever the storage type.
// CHECK-LABEL: func @resize(
//       CHECK:   %[[S:.*]] = onnx.Constant {{.*}} : tensor<4xf32>
//       CHECK:   onnx.Resize %arg0, %{{.*}}, %[[S]], {{.*}} : (tensor<1x2x4x4xf16>, none, tensor<4xf32>, none) -> tensor<1x2x8x8xf16>
func.func @resize(%x: tensor<1x2x4x4xf32>) -> tensor<1x2x8x8xf32> {
  %n = onnx.NoValue : none
  %s = onnx.Constant dense<[1.0, 1.0, 2.0, 2.0]> : tensor<4xf32>
  %0 = onnx.Resize %x, %n, %s, %n : (tensor<1x2x4x4xf32>, none, tensor<4xf32>, none) -> tensor<1x2x8x8xf32>
  return %0 : tensor<1x2x8x8xf32>
}
