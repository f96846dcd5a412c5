// RUN: burin-opt %s --fold-group-norms | FileCheck %s
// RUN: burin-opt %s --fold-group-norms --fold-group-norms | FileCheck %s
// RUN: burin-opt %s --fold-group-norms --fuse-elementwise-chains --canonicalize | FileCheck %s --check-prefix=FUSED
// RUN: burin-opt %s --fold-group-norms --fuse-elementwise-chains --canonicalize --outline-groups | FileCheck %s --check-prefix=GROUPS

#id = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
// Mean and inverse deviation of each group of 5 channels, applied to what the reader
// loads, then SiLU, then padding.
// CHECK-DAG: #[[$ID:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
// CHECK-DAG: #[[$MEAN:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, 0, d3 floordiv 5)>
// CHECK-DAG: #[[$INVERSE:.*]] = affine_map<(d0, d1, d2, d3) -> (d0, 1, d3 floordiv 5)>
// CHECK-DAG: #[[$CHANNEL:.*]] = affine_map<(d0, d1, d2, d3) -> (d3)>
// CHECK-LABEL: func.func @winograd(
// CHECK-NOT: fused.group_norm
// CHECK: %[[S:.*]] = fused.group_statistics epsilon = 9.99999974E-6 ins(%{{.*}} : tensor<2x64x20xf16>) outs(%{{.*}} : tensor<2x2x4xf32>)
// CHECK: %[[N:.*]] = linalg.generic {indexing_maps = [#[[$ID]], #[[$MEAN]], #[[$INVERSE]], #[[$CHANNEL]], #[[$CHANNEL]], #[[$ID]]], {{.*}}} ins(%arg0, %[[S]], %[[S]], %arg1, %arg1 : {{.*}} attrs = {fused.inline}
// CHECK: %[[FACTOR:.*]] = arith.mulf
// CHECK: arith.subf
// CHECK: arith.mulf %{{.*}}, %[[FACTOR]]
// CHECK: arith.addf
// CHECK: %[[A:.*]] = linalg.generic {{.*}} ins(%[[N]] : {{.*}} attrs = {fused.inline}
// CHECK: tensor.pad %[[A]]
// One op, still marked, that no kernel of its own computes.
// FUSED-LABEL: func.func @winograd(
// FUSED: fused.group_statistics
// FUSED: linalg.generic {{.*}} attrs = {fused.inline}
// FUSED: arith.subf
// FUSED: math.exp
// FUSED-NOT: linalg.generic
// FUSED: tensor.pad
// GROUPS-LABEL: func.func @winograd(
// GROUPS: %[[S:.*]] = call @group_statistics_0(%{{.*}}) : (tensor<2x64x20xf16>) -> tensor<2x2x4xf32>
// GROUPS-NEXT: call @winograd_input_1(%arg0, %[[S]], %arg1)
// GROUPS-NEXT: return
func.func @winograd(%x: tensor<2x8x8x20xf16>, %g: tensor<20xf16>) -> tensor<36x8x20xf16> {
  %c = tensor.collapse_shape %x [[0], [1, 2], [3]] : tensor<2x8x8x20xf16> into tensor<2x64x20xf16>
  %e = tensor.empty() : tensor<2x64x20xf16>
  %n = fused.group_norm groups = 4 epsilon = 1.0e-5 ins(%c, %g, %g : tensor<2x64x20xf16>, tensor<20xf16>, tensor<20xf16>) outs(%e : tensor<2x64x20xf16>) {kernel.norm_prologue} -> tensor<2x64x20xf16>
  %v = tensor.expand_shape %n [[0], [1, 2], [3]] output_shape [2, 8, 8, 20] : tensor<2x64x20xf16> into tensor<2x8x8x20xf16>
  %one = arith.constant 1.0 : f32
  %ee = tensor.empty() : tensor<2x8x8x20xf16>
  %a = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%v : tensor<2x8x8x20xf16>) outs(%ee : tensor<2x8x8x20xf16>) {
  ^bb0(%in: f16, %out: f16):
    %wide = arith.extf %in : f16 to f32
    %m = arith.negf %wide : f32
    %p = math.exp %m : f32
    %d = arith.addf %p, %one : f32
    %r = arith.divf %one, %d : f32
    %q = arith.mulf %wide, %r : f32
    %o = arith.truncf %q : f32 to f16
    linalg.yield %o : f16
  } -> tensor<2x8x8x20xf16>
  %z = arith.constant 0.0 : f16
  %p = tensor.pad %a low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%i: index, %j: index, %k: index, %l: index):
    tensor.yield %z : f16
  } : tensor<2x8x8x20xf16> to tensor<2x10x10x20xf16>
  %we = tensor.empty() : tensor<36x8x20xf16>
  %y = fused.winograd_input tile = 4 ins(%p : tensor<2x10x10x20xf16>) outs(%we : tensor<36x8x20xf16>) -> tensor<36x8x20xf16>
  return %y : tensor<36x8x20xf16>
}

// CHECK-LABEL: func.func @convolution(
// CHECK: fused.group_statistics
// CHECK-COUNT-2: fused.inline
// GROUPS-LABEL: func.func @convolution(
// GROUPS: %[[S:.*]] = call @group_statistics_{{.*}}(
// GROUPS-NEXT: call @conv_{{[0-9]+}}(
// GROUPS-NEXT: return
func.func @convolution(%x: tensor<2x8x8x20xf16>, %g: tensor<20xf16>, %w: tensor<3x3x20x24xf16>) -> tensor<2x8x8x24xf32> {
  %c = tensor.collapse_shape %x [[0], [1, 2], [3]] : tensor<2x8x8x20xf16> into tensor<2x64x20xf16>
  %e = tensor.empty() : tensor<2x64x20xf16>
  %n = fused.group_norm groups = 4 epsilon = 1.0e-5 ins(%c, %g, %g : tensor<2x64x20xf16>, tensor<20xf16>, tensor<20xf16>) outs(%e : tensor<2x64x20xf16>) {kernel.norm_prologue} -> tensor<2x64x20xf16>
  %v = tensor.expand_shape %n [[0], [1, 2], [3]] output_shape [2, 8, 8, 20] : tensor<2x64x20xf16> into tensor<2x8x8x20xf16>
  %one = arith.constant 1.0 : f32
  %ee = tensor.empty() : tensor<2x8x8x20xf16>
  %a = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%v : tensor<2x8x8x20xf16>) outs(%ee : tensor<2x8x8x20xf16>) {
  ^bb0(%in: f16, %out: f16):
    %wide = arith.extf %in : f16 to f32
    %m = arith.negf %wide : f32
    %p = math.exp %m : f32
    %d = arith.addf %p, %one : f32
    %r = arith.divf %one, %d : f32
    %q = arith.mulf %wide, %r : f32
    %o = arith.truncf %q : f32 to f16
    linalg.yield %o : f16
  } -> tensor<2x8x8x20xf16>
  %z = arith.constant 0.0 : f16
  %p = tensor.pad %a low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%i: index, %j: index, %k: index, %l: index):
    tensor.yield %z : f16
  } : tensor<2x8x8x20xf16> to tensor<2x10x10x20xf16>
  %f = arith.constant dense<0.0> : tensor<2x8x8x24xf32>
  %y = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%p, %w : tensor<2x10x10x20xf16>, tensor<3x3x20x24xf16>) outs(%f : tensor<2x8x8x24xf32>) -> tensor<2x8x8x24xf32>
  return %y : tensor<2x8x8x24xf32>
}

// CHECK-LABEL: func.func @pointwise(
// CHECK: fused.group_statistics
// CHECK-COUNT-1: fused.inline
// GROUPS-LABEL: func.func @pointwise(
// GROUPS: %[[S:.*]] = call @group_statistics_{{.*}}(
// GROUPS-NEXT: call @conv_{{[0-9]+}}(
// GROUPS-NEXT: return
func.func @pointwise(%x: tensor<2x8x8x20xf16>, %g: tensor<20xf16>, %w: tensor<1x1x20x24xf16>) -> tensor<2x8x8x24xf32> {
  %c = tensor.collapse_shape %x [[0], [1, 2], [3]] : tensor<2x8x8x20xf16> into tensor<2x64x20xf16>
  %e = tensor.empty() : tensor<2x64x20xf16>
  %n = fused.group_norm groups = 4 epsilon = 1.0e-5 ins(%c, %g, %g : tensor<2x64x20xf16>, tensor<20xf16>, tensor<20xf16>) outs(%e : tensor<2x64x20xf16>) {kernel.norm_prologue} -> tensor<2x64x20xf16>
  %v = tensor.expand_shape %n [[0], [1, 2], [3]] output_shape [2, 8, 8, 20] : tensor<2x64x20xf16> into tensor<2x8x8x20xf16>
  %f = arith.constant dense<0.0> : tensor<2x8x8x24xf32>
  %y = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%v, %w : tensor<2x8x8x20xf16>, tensor<1x1x20x24xf16>) outs(%f : tensor<2x8x8x24xf32>) -> tensor<2x8x8x24xf32>
  return %y : tensor<2x8x8x24xf32>
}

// Nobody asked.
// CHECK-LABEL: func.func @unannotated(
// CHECK: fused.group_norm
// CHECK-NOT: fused.inline
func.func @unannotated(%x: tensor<2x8x8x20xf16>, %g: tensor<20xf16>) -> tensor<36x8x20xf16> {
  %c = tensor.collapse_shape %x [[0], [1, 2], [3]] : tensor<2x8x8x20xf16> into tensor<2x64x20xf16>
  %e = tensor.empty() : tensor<2x64x20xf16>
  %n = fused.group_norm groups = 4 epsilon = 1.0e-5 ins(%c, %g, %g : tensor<2x64x20xf16>, tensor<20xf16>, tensor<20xf16>) outs(%e : tensor<2x64x20xf16>) -> tensor<2x64x20xf16>
  %v = tensor.expand_shape %n [[0], [1, 2], [3]] output_shape [2, 8, 8, 20] : tensor<2x64x20xf16> into tensor<2x8x8x20xf16>
  %one = arith.constant 1.0 : f32
  %ee = tensor.empty() : tensor<2x8x8x20xf16>
  %a = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%v : tensor<2x8x8x20xf16>) outs(%ee : tensor<2x8x8x20xf16>) {
  ^bb0(%in: f16, %out: f16):
    %wide = arith.extf %in : f16 to f32
    %m = arith.negf %wide : f32
    %p = math.exp %m : f32
    %d = arith.addf %p, %one : f32
    %r = arith.divf %one, %d : f32
    %q = arith.mulf %wide, %r : f32
    %o = arith.truncf %q : f32 to f16
    linalg.yield %o : f16
  } -> tensor<2x8x8x20xf16>
  %z = arith.constant 0.0 : f16
  %p = tensor.pad %a low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%i: index, %j: index, %k: index, %l: index):
    tensor.yield %z : f16
  } : tensor<2x8x8x20xf16> to tensor<2x10x10x20xf16>
  %we = tensor.empty() : tensor<36x8x20xf16>
  %y = fused.winograd_input tile = 4 ins(%p : tensor<2x10x10x20xf16>) outs(%we : tensor<36x8x20xf16>) -> tensor<36x8x20xf16>
  return %y : tensor<36x8x20xf16>
}

// Sums of blocks are another pass's.
// CHECK-LABEL: func.func @blocks(
// CHECK: fused.group_norm
// CHECK-NOT: fused.inline
func.func @blocks(%x: tensor<2x8x8x20xf16>, %g: tensor<20xf16>) -> tensor<36x8x20xf16> {
  %c = tensor.collapse_shape %x [[0], [1, 2], [3]] : tensor<2x8x8x20xf16> into tensor<2x64x20xf16>
  %e = tensor.empty() : tensor<2x64x20xf16>
  %n = fused.group_norm groups = 4 epsilon = 1.0e-5 ins(%c, %g, %g : tensor<2x64x20xf16>, tensor<20xf16>, tensor<20xf16>) outs(%e : tensor<2x64x20xf16>) {kernel.norm_prologue, kernel.blocks = 8 : i64} -> tensor<2x64x20xf16>
  %v = tensor.expand_shape %n [[0], [1, 2], [3]] output_shape [2, 8, 8, 20] : tensor<2x64x20xf16> into tensor<2x8x8x20xf16>
  %one = arith.constant 1.0 : f32
  %ee = tensor.empty() : tensor<2x8x8x20xf16>
  %a = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%v : tensor<2x8x8x20xf16>) outs(%ee : tensor<2x8x8x20xf16>) {
  ^bb0(%in: f16, %out: f16):
    %wide = arith.extf %in : f16 to f32
    %m = arith.negf %wide : f32
    %p = math.exp %m : f32
    %d = arith.addf %p, %one : f32
    %r = arith.divf %one, %d : f32
    %q = arith.mulf %wide, %r : f32
    %o = arith.truncf %q : f32 to f16
    linalg.yield %o : f16
  } -> tensor<2x8x8x20xf16>
  %z = arith.constant 0.0 : f16
  %p = tensor.pad %a low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%i: index, %j: index, %k: index, %l: index):
    tensor.yield %z : f16
  } : tensor<2x8x8x20xf16> to tensor<2x10x10x20xf16>
  %we = tensor.empty() : tensor<36x8x20xf16>
  %y = fused.winograd_input tile = 4 ins(%p : tensor<2x10x10x20xf16>) outs(%we : tensor<36x8x20xf16>) -> tensor<36x8x20xf16>
  return %y : tensor<36x8x20xf16>
}
