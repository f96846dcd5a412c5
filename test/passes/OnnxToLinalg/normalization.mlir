// RUN: burin-opt %s -split-input-file -verify-diagnostics --onnx-to-linalg --verify-linalg | FileCheck %s
// RUN: burin-opt %s -split-input-file -verify-diagnostics --onnx-to-linalg=decompose-norms --verify-linalg | FileCheck %s --check-prefix=DECOMPOSE

// CHECK-LABEL: func.func @group_channels_last
// CHECK: %[[X:.*]] = tensor.collapse_shape %{{.*}} {{\[\[}}0], [1, 2], [3]] : tensor<2x8x8x64xf16> into tensor<2x64x64xf16>
// CHECK: %[[Y:.*]] = fused.group_norm groups = 32 epsilon = 9.99999974E-6 ins(%[[X]],
// CHECK: tensor.expand_shape %[[Y]] {{.*}} output_shape [2, 8, 8, 64]
// DECOMPOSE-LABEL: func.func @group_channels_last
// DECOMPOSE: tensor<2x64x32x2xf16>
// DECOMPOSE: iterator_types = ["parallel", "reduction", "parallel", "reduction"]
// DECOMPOSE-NOT: fused
func.func @group_channels_last(%x: tensor<2x8x8x64xf16>, %s: tensor<64xf16>, %b: tensor<64xf16>) -> tensor<2x8x8x64xf16> {
  %0 = onnx.GroupNormalization %x, %s, %b {channels_last, num_groups = 32 : i64} : (tensor<2x8x8x64xf16>, tensor<64xf16>, tensor<64xf16>) -> tensor<2x8x8x64xf16>
  return %0 : tensor<2x8x8x64xf16>
}

// Channels first: mean, variance around it, then one generic.
// CHECK-LABEL: func.func @group_channels_first
// CHECK: tensor<2x4x2x64xf32>
// CHECK: iterator_types = ["parallel", "parallel", "reduction", "reduction"]
// CHECK: arith.divf
// CHECK: arith.subf
// CHECK: math.rsqrt
// CHECK: linalg.generic {{.*}}iterator_types = ["parallel", "parallel", "parallel", "parallel"]
func.func @group_channels_first(%x: tensor<2x8x8x8xf32>, %s: tensor<8xf32>, %b: tensor<8xf32>) -> tensor<2x8x8x8xf32> {
  %0 = onnx.GroupNormalization %x, %s, %b {num_groups = 4 : i64} : (tensor<2x8x8x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<2x8x8x8xf32>
  return %0 : tensor<2x8x8x8xf32>
}

// CHECK-LABEL: func.func @instance
// CHECK: tensor<2x3x16xf32>
// CHECK: math.rsqrt
func.func @instance(%x: tensor<2x3x4x4xf32>, %s: tensor<3xf32>, %b: tensor<3xf32>) -> tensor<2x3x4x4xf32> {
  %0 = onnx.InstanceNormalization %x, %s, %b : (tensor<2x3x4x4xf32>, tensor<3xf32>, tensor<3xf32>) -> tensor<2x3x4x4xf32>
  return %0 : tensor<2x3x4x4xf32>
}

// CHECK-LABEL: func.func @layer
// CHECK: fused.layer_norm epsilon = {{.*}} ins(%{{.*}} : tensor<154x768xf16>, tensor<768xf16>, tensor<768xf16>)
// CHECK: tensor.expand_shape %{{.*}} output_shape [2, 77, 768]
// DECOMPOSE-LABEL: func.func @layer
// DECOMPOSE: math.rsqrt
func.func @layer(%x: tensor<2x77x768xf16>, %s: tensor<768xf16>, %b: tensor<768xf16>) -> tensor<2x77x768xf16> {
  %0 = onnx.LayerNormalization %x, %s, %b : (tensor<2x77x768xf16>, tensor<768xf16>, tensor<768xf16>) -> tensor<2x77x768xf16>
  return %0 : tensor<2x77x768xf16>
}

// A missing bias is zero; more than one normalised dimension becomes one.
// CHECK-LABEL: func.func @layer_no_bias
// CHECK: %[[SCALE:.*]] = tensor.collapse_shape %{{.*}} : tensor<3x4xf32> into tensor<12xf32>
// CHECK: %[[ZERO:.*]] = arith.constant dense<0.000000e+00> : tensor<12xf32>
// CHECK: fused.layer_norm epsilon = {{.*}} ins(%{{.*}}, %[[SCALE]], %[[ZERO]] : tensor<2x12xf32>
func.func @layer_no_bias(%x: tensor<2x3x4xf32>, %s: tensor<3x4xf32>) -> tensor<2x3x4xf32> {
  %none = onnx.NoValue : none
  %0 = onnx.LayerNormalization %x, %s, %none {axis = 1 : i64} : (tensor<2x3x4xf32>, tensor<3x4xf32>, none) -> tensor<2x3x4xf32>
  return %0 : tensor<2x3x4xf32>
}

// fused ops take no bf16.
// CHECK-LABEL: func.func @layer_bf16
// CHECK-NOT: fused
// CHECK: math.rsqrt
func.func @layer_bf16(%x: tensor<2x4xbf16>, %s: tensor<4xbf16>, %b: tensor<4xbf16>) -> tensor<2x4xbf16> {
  %0 = onnx.LayerNormalization %x, %s, %b : (tensor<2x4xbf16>, tensor<4xbf16>, tensor<4xbf16>) -> tensor<2x4xbf16>
  return %0 : tensor<2x4xbf16>
}

// CHECK-LABEL: func.func @rms
// CHECK: fused.layer_norm epsilon = {{.*}} rms ins(
// DECOMPOSE-LABEL: func.func @rms
// DECOMPOSE-NOT: arith.subf
// DECOMPOSE: math.rsqrt
func.func @rms(%x: tensor<2x4xf32>, %s: tensor<4xf32>) -> tensor<2x4xf32> {
  %0 = onnx.RMSNormalization %x, %s : (tensor<2x4xf32>, tensor<4xf32>) -> tensor<2x4xf32>
  return %0 : tensor<2x4xf32>
}

// CHECK-LABEL: func.func @batch
// CHECK: linalg.generic
// CHECK: math.rsqrt
func.func @batch(%x: tensor<2x3x4xf32>, %s: tensor<3xf32>, %b: tensor<3xf32>, %m: tensor<3xf32>, %v: tensor<3xf32>) -> tensor<2x3x4xf32> {
  %0 = onnx.BatchNormalization %x, %s, %b, %m, %v : (tensor<2x3x4xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) -> tensor<2x3x4xf32>
  return %0 : tensor<2x3x4xf32>
}

// -----

func.func @groups(%x: tensor<2x8x8x8xf32>, %s: tensor<8xf32>, %b: tensor<8xf32>) -> tensor<2x8x8x8xf32> {
  // expected-error@+1 {{cannot be lowered: has 3 groups, which do not divide its 8 channels}}
  %0 = onnx.GroupNormalization %x, %s, %b {num_groups = 3 : i64} : (tensor<2x8x8x8xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<2x8x8x8xf32>
  return %0 : tensor<2x8x8x8xf32>
}

// -----

func.func @scale(%x: tensor<2x4xf32>, %s: tensor<3xf32>) -> tensor<2x4xf32> {
  // expected-error@+1 {{cannot be lowered: has a scale or bias that does not fit the normalised dimensions}}
  %0 = onnx.RMSNormalization %x, %s : (tensor<2x4xf32>, tensor<3xf32>) -> tensor<2x4xf32>
  return %0 : tensor<2x4xf32>
}
