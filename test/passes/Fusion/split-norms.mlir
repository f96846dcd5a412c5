// RUN: burin-opt %s --split-norms --split-input-file --verify-diagnostics | FileCheck %s
// RUN: burin-opt %s --split-norms --split-norms --split-input-file --verify-diagnostics | FileCheck %s

// Sums per block and channel, per group, and the application; x is read as it lies.
// CHECK-DAG: #[[$PARTS:.*]] = affine_map<(d0, d1, d2, d3, d4) -> (d0, d1, d4, d3)>
// CHECK-DAG: #[[$SUM:.*]] = affine_map<(d0, d1, d2) -> (d0, 0, d2 floordiv 2)>
// CHECK-DAG: #[[$SQUARES:.*]] = affine_map<(d0, d1, d2) -> (d0, 1, d2 floordiv 2)>
// CHECK-DAG: #[[$CHANNEL:.*]] = affine_map<(d0, d1, d2) -> (d2)>
// CHECK-LABEL: func.func @few_blocks
// CHECK: %[[PARTS:.*]] = tensor.expand_shape %{{.*}} {{\[\[}}0], [1, 2], [3]] output_shape [2, 8, 8, 64]
// CHECK: %[[SUMS:.*]] = linalg.generic {indexing_maps = [#[[$PARTS]], #{{.*}}], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction"]} ins(%[[PARTS]] : tensor<2x8x8x64xf16>) outs(%{{.*}} : tensor<2x8x2x64xf32>)
// CHECK: %[[POWER:.*]] = linalg.index 2
// CHECK: arith.cmpi eq, %[[POWER]]
// CHECK: arith.mulf
// CHECK: arith.addf
// CHECK: %[[GROUPED:.*]] = tensor.expand_shape %[[SUMS]] {{.*}} output_shape [2, 8, 2, 32, 2]
// CHECK: linalg.generic {{.*}} iterator_types = ["parallel", "parallel", "parallel", "reduction", "reduction"]} ins(%[[GROUPED]] : tensor<2x8x2x32x2xf32>) outs(%{{.*}} : tensor<2x2x32xf32>)
// CHECK: %[[RESULT:.*]] = linalg.generic {indexing_maps = [#{{.*}}, #[[$SUM]], #[[$SQUARES]], #[[$CHANNEL]], #[[$CHANNEL]], #{{.*}}], iterator_types = ["parallel", "parallel", "parallel"]}
// CHECK-NOT: fused.inline
// CHECK: arith.maximumf
// CHECK: math.rsqrt
// CHECK: arith.truncf
// CHECK: return %[[RESULT]]
// CHECK-NOT: fused.group_norm
func.func @few_blocks(%x: tensor<2x64x64xf16>, %g: tensor<64xf16>, %b: tensor<64xf16>, %e: tensor<2x64x64xf16>) -> tensor<2x64x64xf16> {
  %0 = fused.group_norm groups = 32 epsilon = 1.0e-05 ins(%x, %g, %b : tensor<2x64x64xf16>, tensor<64xf16>, tensor<64xf16>) outs(%e : tensor<2x64x64xf16>) {kernel.blocks = 8 : i64} -> tensor<2x64x64xf16>
  return %0 : tensor<2x64x64xf16>
}

// -----

// More than 128 blocks are summed in two steps: one work group per group of channels has no
// time for all of them.
// CHECK-LABEL: func.func @many_blocks
// CHECK: outs(%{{.*}} : tensor<1x256x2x8xf32>)
// CHECK: output_shape [1, 32, 8, 2, 8]
// CHECK: outs(%{{.*}} : tensor<1x32x2x8xf32>)
// CHECK: outs(%{{.*}} : tensor<1x2x4xf32>)
func.func @many_blocks(%x: tensor<1x4096x8xf32>, %g: tensor<8xf32>, %e: tensor<1x4096x8xf32>) -> tensor<1x4096x8xf32> {
  %0 = fused.group_norm groups = 4 epsilon = 1.0e-05 ins(%x, %g, %g : tensor<1x4096x8xf32>, tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<1x4096x8xf32>) {kernel.blocks = 256 : i64} -> tensor<1x4096x8xf32>
  return %0 : tensor<1x4096x8xf32>
}

// -----

// The application and SiLU go to the kernel that reads them.
#id = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
// CHECK-LABEL: func.func @applied_by_reader
// CHECK-NOT: fused.group_norm
// CHECK: outs(%{{.*}} : tensor<2x2x4xf32>)
// CHECK: linalg.generic {{.*}} ins(%arg0, {{.*}} attrs = {fused.inline}
// CHECK: math.rsqrt
// CHECK: linalg.generic {{.*}} attrs = {fused.inline}
// CHECK: math.exp
func.func @applied_by_reader(%x: tensor<2x8x8x20xf16>, %g: tensor<20xf16>) -> tensor<36x8x20xf16> {
  %c = tensor.collapse_shape %x [[0], [1, 2], [3]] : tensor<2x8x8x20xf16> into tensor<2x64x20xf16>
  %e = tensor.empty() : tensor<2x64x20xf16>
  %n = fused.group_norm groups = 4 epsilon = 1.0e-5 ins(%c, %g, %g : tensor<2x64x20xf16>, tensor<20xf16>, tensor<20xf16>) outs(%e : tensor<2x64x20xf16>) {kernel.norm_prologue, kernel.blocks = 8 : i64} -> tensor<2x64x20xf16>
  %v = tensor.expand_shape %n [[0], [1, 2], [3]] output_shape [2, 8, 8, 20] : tensor<2x64x20xf16> into tensor<2x8x8x20xf16>
  %one = arith.constant 1.0 : f32
  %ee = tensor.empty() : tensor<2x8x8x20xf16>
  %a = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%v : tensor<2x8x8x20xf16>) outs(%ee : tensor<2x8x8x20xf16>) {
  ^bb0(%in: f16, %out: f16):
    %w = arith.extf %in : f16 to f32
    %m = arith.negf %w : f32
    %p = math.exp %m : f32
    %d = arith.addf %p, %one : f32
    %r = arith.divf %one, %d : f32
    %q = arith.mulf %w, %r : f32
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

// -----

// Nobody asked.
// CHECK-LABEL: func.func @unannotated
// CHECK: fused.group_norm
func.func @unannotated(%x: tensor<1x4096x8xf32>, %g: tensor<8xf32>, %e: tensor<1x4096x8xf32>) -> tensor<1x4096x8xf32> {
  %0 = fused.group_norm groups = 4 epsilon = 1.0e-05 ins(%x, %g, %g : tensor<1x4096x8xf32>, tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<1x4096x8xf32>) -> tensor<1x4096x8xf32>
  return %0 : tensor<1x4096x8xf32>
}

// -----

func.func @uneven(%x: tensor<1x4095x8xf32>, %g: tensor<8xf32>, %e: tensor<1x4095x8xf32>) -> tensor<1x4095x8xf32> {
  // expected-error @+1 {{cannot be split as kernel.blocks says: it has 4095 positions}}
  %0 = fused.group_norm groups = 4 epsilon = 1.0e-05 ins(%x, %g, %g : tensor<1x4095x8xf32>, tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<1x4095x8xf32>) {kernel.blocks = 64 : i64} -> tensor<1x4095x8xf32>
  return %0 : tensor<1x4095x8xf32>
}

// -----

func.func @one_block(%x: tensor<1x4096x8xf32>, %g: tensor<8xf32>, %e: tensor<1x4096x8xf32>) -> tensor<1x4096x8xf32> {
  // expected-error @+1 {{cannot be split as kernel.blocks says}}
  %0 = fused.group_norm groups = 4 epsilon = 1.0e-05 ins(%x, %g, %g : tensor<1x4096x8xf32>, tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<1x4096x8xf32>) {kernel.blocks = 1 : i64} -> tensor<1x4096x8xf32>
  return %0 : tensor<1x4096x8xf32>
}

// -----

// What makes x may sum the blocks.
// CHECK-LABEL: func.func @by_the_producer
// CHECK: %[[SUMS:.*]] = fused.block_sums ins(%arg0 : tensor<2x64x64xf16>) outs(%{{.*}} : tensor<2x8x2x64xf32>) -> tensor<2x8x2x64xf32>
// CHECK: %[[GROUPED:.*]] = tensor.expand_shape %[[SUMS]] {{.*}} output_shape [2, 8, 2, 32, 2]
// CHECK: linalg.generic {{.*}} ins(%[[GROUPED]] : tensor<2x8x2x32x2xf32>) outs(%{{.*}} : tensor<2x2x32xf32>)
func.func @by_the_producer(%x: tensor<2x64x64xf16>, %g: tensor<64xf16>, %b: tensor<64xf16>, %e: tensor<2x64x64xf16>) -> tensor<2x64x64xf16> {
  %0 = fused.group_norm groups = 32 epsilon = 1.0e-05 ins(%x, %g, %b : tensor<2x64x64xf16>, tensor<64xf16>, tensor<64xf16>) outs(%e : tensor<2x64x64xf16>) {kernel.blocks = 8 : i64, kernel.statistics = "producer"} -> tensor<2x64x64xf16>
  return %0 : tensor<2x64x64xf16>
}

// -----

func.func @unknown_statistics(%x: tensor<1x4096x8xf32>, %g: tensor<8xf32>, %e: tensor<1x4096x8xf32>) -> tensor<1x4096x8xf32> {
  // expected-error @+1 {{has an unknown kernel.statistics: "consumer"}}
  %0 = fused.group_norm groups = 4 epsilon = 1.0e-05 ins(%x, %g, %g : tensor<1x4096x8xf32>, tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<1x4096x8xf32>) {kernel.blocks = 64 : i64, kernel.statistics = "consumer"} -> tensor<1x4096x8xf32>
  return %0 : tensor<1x4096x8xf32>
}

// -----

// Each part of a concatenation is summed where it is made; groups take channels of both.
// CHECK-LABEL: func.func @concatenation
// CHECK: %[[V0:.*]] = tensor.collapse_shape %arg0
// CHECK: %[[S0:.*]] = fused.block_sums ins(%[[V0]] : tensor<2x64x24xf16>) outs(%{{.*}} : tensor<2x8x2x24xf32>)
// CHECK: %[[V1:.*]] = tensor.collapse_shape %arg1
// CHECK: %[[S1:.*]] = fused.block_sums ins(%[[V1]] : tensor<2x64x40xf16>) outs(%{{.*}} : tensor<2x8x2x40xf32>)
// CHECK: %[[SUMS:.*]] = tensor.concat dim(3) %[[S0]], %[[S1]] : (tensor<2x8x2x24xf32>, tensor<2x8x2x40xf32>) -> tensor<2x8x2x64xf32>
// CHECK: tensor.expand_shape %[[SUMS]] {{.*}} output_shape [2, 8, 2, 4, 16]
func.func @concatenation(%x: tensor<2x8x8x24xf16>, %y: tensor<2x8x8x40xf16>, %g: tensor<64xf16>, %e: tensor<2x64x64xf16>) -> tensor<2x64x64xf16> {
  %c = tensor.concat dim(3) %x, %y : (tensor<2x8x8x24xf16>, tensor<2x8x8x40xf16>) -> tensor<2x8x8x64xf16>
  %v = tensor.collapse_shape %c [[0], [1, 2], [3]] : tensor<2x8x8x64xf16> into tensor<2x64x64xf16>
  %0 = fused.group_norm groups = 4 epsilon = 1.0e-05 ins(%v, %g, %g : tensor<2x64x64xf16>, tensor<64xf16>, tensor<64xf16>) outs(%e : tensor<2x64x64xf16>) {kernel.blocks = 8 : i64, kernel.statistics = "producer"} -> tensor<2x64x64xf16>
  return %0 : tensor<2x64x64xf16>
}

// -----

// A concatenation of images has one set of channels.
// CHECK-LABEL: func.func @concatenated_images
// CHECK: tensor.concat dim(0)
// CHECK: fused.block_sums ins(%{{.*}} : tensor<2x64x64xf16>)
// CHECK-NOT: tensor.concat
func.func @concatenated_images(%x: tensor<1x64x64xf16>, %g: tensor<64xf16>, %e: tensor<2x64x64xf16>) -> tensor<2x64x64xf16> {
  %c = tensor.concat dim(0) %x, %x : (tensor<1x64x64xf16>, tensor<1x64x64xf16>) -> tensor<2x64x64xf16>
  %0 = fused.group_norm groups = 4 epsilon = 1.0e-05 ins(%c, %g, %g : tensor<2x64x64xf16>, tensor<64xf16>, tensor<64xf16>) outs(%e : tensor<2x64x64xf16>) {kernel.blocks = 8 : i64, kernel.statistics = "producer"} -> tensor<2x64x64xf16>
  return %0 : tensor<2x64x64xf16>
}

// -----

// One image for both of the batch has one set of sums.
#copy = affine_map<(n, s, c) -> (0, s, c)>
#id = affine_map<(n, s, c) -> (n, s, c)>
// CHECK-DAG: #[[$REPEAT:.*]] = affine_map<(d0, d1, d2, d3) -> (0, d1, d2, d3)>
// CHECK-LABEL: func.func @repeated_image
// CHECK-DAG: %[[A:.*]] = fused.block_sums ins(%arg0 : tensor<2x64x16xf16>) {{.*}} -> tensor<2x8x2x16xf32>
// CHECK-DAG: %[[B:.*]] = fused.block_sums ins(%arg1 : tensor<1x64x16xf16>) {{.*}} -> tensor<1x8x2x16xf32>
// CHECK: %[[BOTH:.*]] = linalg.generic {indexing_maps = [#[[$REPEAT]], #{{.*}}], {{.*}} ins(%[[B]] : tensor<1x8x2x16xf32>)
// CHECK: tensor.concat dim(3) %[[A]], %[[BOTH]]
func.func @repeated_image(%x: tensor<2x64x16xf16>, %i: tensor<1x64x16xf16>, %g: tensor<32xf16>) -> tensor<2x64x32xf16> {
  %e = tensor.empty() : tensor<2x64x16xf16>
  %r = linalg.generic {indexing_maps = [#copy, #id], iterator_types = ["parallel", "parallel", "parallel"]} ins(%i : tensor<1x64x16xf16>) outs(%e : tensor<2x64x16xf16>) {
  ^bb0(%in: f16, %out: f16):
    linalg.yield %in : f16
  } -> tensor<2x64x16xf16>
  %c = tensor.concat dim(2) %x, %r : (tensor<2x64x16xf16>, tensor<2x64x16xf16>) -> tensor<2x64x32xf16>
  %f = tensor.empty() : tensor<2x64x32xf16>
  %n = fused.group_norm groups = 4 epsilon = 1.0e-5 ins(%c, %g, %g : tensor<2x64x32xf16>, tensor<32xf16>, tensor<32xf16>) outs(%f : tensor<2x64x32xf16>) {kernel.blocks = 8 : i64, kernel.statistics = "producer"} -> tensor<2x64x32xf16>
  return %n : tensor<2x64x32xf16>
}
