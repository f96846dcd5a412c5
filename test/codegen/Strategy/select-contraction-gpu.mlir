// RUN: burin-opt %s --select-kernel-config --verify-kernel-config | FileCheck %s

// Tiles of contractions. A GPU: 4 lanes, columns first, so that accesses coalesce.

module attributes {burin.target = {name = "gpu", kind = "gpu", local_memory_bytes = 32768, max_workgroup_size = 1024, subgroup_size = 32, vector_bytes = 16, workgroup_items = 128, register_tile = [4, 2], contraction_workgroup = [16, 8]}} {
  // Large: the target's tile and its whole work group.
  // CHECK: func.func private @large({{.*}}<schedule = "contraction", workgroup = [16, 8, 1], tile = [4, 2, 4, 0], vector = 4>
  func.func private @large(%a: tensor<512x64xf32>, %b: tensor<64x512xf32>) -> tensor<512x512xf32> {
    %z = arith.constant dense<0.0> : tensor<512x512xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<512x64xf32>, tensor<64x512xf32>) outs(%z : tensor<512x512xf32>) -> tensor<512x512xf32>
    return %0 : tensor<512x512xf32>
  }
  // n of 12 elements: accesses of 4.
  // CHECK: func.func private @n_12({{.*}}<schedule = "contraction", workgroup = [4, 8, 1], tile = [4, 1, 4, 0], vector = 4>
  func.func private @n_12(%a: tensor<512x64xf32>, %b: tensor<64x12xf32>) -> tensor<512x12xf32> {
    %z = arith.constant dense<0.0> : tensor<512x12xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<512x64xf32>, tensor<64x12xf32>) outs(%z : tensor<512x12xf32>) -> tensor<512x12xf32>
    return %0 : tensor<512x12xf32>
  }
  // n is odd: scalars, more of them per item.
  // CHECK: func.func private @n_odd({{.*}}<schedule = "contraction", workgroup = [16, 8, 1], tile = [4, 3, 4, 0], vector = 1>
  func.func private @n_odd(%a: tensor<64x64xf32>, %b: tensor<64x33xf32>) -> tensor<64x33xf32> {
    %z = arith.constant dense<0.0> : tensor<64x33xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<64x64xf32>, tensor<64x33xf32>) outs(%z : tensor<64x33xf32>) -> tensor<64x33xf32>
    return %0 : tensor<64x33xf32>
  }
  // A transposed rhs: lanes along k, which the loop is unrolled by.
  // CHECK: func.func private @transposed_rhs({{.*}}<schedule = "contraction", workgroup = [16, 8, 1], tile = [4, 4, 4, 0], vector = 4>
  func.func private @transposed_rhs(%a: tensor<64x64xf32>, %b: tensor<64x64xf32>) -> tensor<64x64xf32> {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (n, k)>, affine_map<(m, n, k) -> (m, n)>] ins(%a, %b : tensor<64x64xf32>, tensor<64x64xf32>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
  // A transposed lhs leaves the lanes along n.
  // CHECK: func.func private @transposed_lhs({{.*}}<schedule = "contraction", workgroup = [8, 8, 1], tile = [4, 2, 4, 0], vector = 4>
  func.func private @transposed_lhs(%a: tensor<64x64xf32>, %b: tensor<64x64xf32>) -> tensor<64x64xf32> {
    %z = arith.constant dense<0.0> : tensor<64x64xf32>
    %0 = linalg.matmul indexing_maps = [affine_map<(m, n, k) -> (k, m)>, affine_map<(m, n, k) -> (k, n)>, affine_map<(m, n, k) -> (m, n)>] ins(%a, %b : tensor<64x64xf32>, tensor<64x64xf32>) outs(%z : tensor<64x64xf32>) -> tensor<64x64xf32>
    return %0 : tensor<64x64xf32>
  }
  // One row: a tile of one row, a work group of one row.
  // CHECK: func.func private @one_row({{.*}}<schedule = "contraction", workgroup = [16, 1, 1], tile = [1, 2, 4, 0], vector = 4>
  func.func private @one_row(%a: tensor<1x32xf32>, %b: tensor<32x512xf32>) -> tensor<1x512xf32> {
    %z = arith.constant dense<0.0> : tensor<1x512xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<1x32xf32>, tensor<32x512xf32>) outs(%z : tensor<1x512xf32>) -> tensor<1x512xf32>
    return %0 : tensor<1x512xf32>
  }
  // One column: no item beside another.
  // CHECK: func.func private @one_column({{.*}}<schedule = "contraction", workgroup = [1, 8, 1], tile = [4, 1, 4, 0], vector = 1>
  func.func private @one_column(%a: tensor<512x64xf32>, %b: tensor<64x1xf32>) -> tensor<512x1xf32> {
    %z = arith.constant dense<0.0> : tensor<512x1xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<512x64xf32>, tensor<64x1xf32>) outs(%z : tensor<512x1xf32>) -> tensor<512x1xf32>
    return %0 : tensor<512x1xf32>
  }
  // Three rows: no more rows than there are.
  // CHECK: func.func private @three_rows({{.*}}<schedule = "contraction", workgroup = [8, 1, 1], tile = [3, 2, 4, 0], vector = 4>
  func.func private @three_rows(%a: tensor<3x32xf32>, %b: tensor<32x64xf32>) -> tensor<3x64xf32> {
    %z = arith.constant dense<0.0> : tensor<3x64xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<3x32xf32>, tensor<32x64xf32>) outs(%z : tensor<3x64xf32>) -> tensor<3x64xf32>
    return %0 : tensor<3x64xf32>
  }
  // A convolution without padding keeps the tile.
  // CHECK: func.func private @conv_plain({{.*}}<schedule = "contraction", workgroup = [4, 8, 1], tile = [4, 2, 4, 0], vector = 4>
  func.func private @conv_plain(%x: tensor<1x18x18x8xf32>, %w: tensor<3x3x8x32xf32>) -> tensor<1x16x16x32xf32> {
    %z = arith.constant dense<0.0> : tensor<1x16x16x32xf32>
    %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%x, %w : tensor<1x18x18x8xf32>, tensor<3x3x8x32xf32>) outs(%z : tensor<1x16x16x32xf32>) -> tensor<1x16x16x32xf32>
    return %0 : tensor<1x16x16x32xf32>
  }
  // Few work items: half of the rows for each, twice as many of them.
  // CHECK: func.func private @conv_few({{.*}}<schedule = "contraction", workgroup = [4, 8, 1], tile = [2, 2, 4, 0], vector = 4>
  func.func private @conv_few(%x: tensor<1x10x10x8xf32>, %w: tensor<3x3x8x32xf32>) -> tensor<1x8x8x32xf32> {
    %z = arith.constant dense<0.0> : tensor<1x8x8x32xf32>
    %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%x, %w : tensor<1x10x10x8xf32>, tensor<3x3x8x32xf32>) outs(%z : tensor<1x8x8x32xf32>) -> tensor<1x8x8x32xf32>
    return %0 : tensor<1x8x8x32xf32>
  }
  // With padding, rows of a tile end with an image row of 8: a divisor of it.
  // CHECK: func.func private @conv_padded({{.*}}<schedule = "contraction", workgroup = [8, 8, 1], tile = [4, 2, 4, 0], vector = 4>
  func.func private @conv_padded(%x: tensor<1x8x8x8xf32>, %w: tensor<3x3x8x64xf32>) -> tensor<1x8x8x64xf32> {
    %c0 = arith.constant 0.0 : f32
    %p = tensor.pad %x low[0, 1, 1, 0] high[0, 1, 1, 0] {
    ^bb0(%i0: index, %i1: index, %i2: index, %i3: index):
      tensor.yield %c0 : f32
    } : tensor<1x8x8x8xf32> to tensor<1x10x10x8xf32>
    %z = arith.constant dense<0.0> : tensor<1x8x8x64xf32>
    %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>} ins(%p, %w : tensor<1x10x10x8xf32>, tensor<3x3x8x64xf32>) outs(%z : tensor<1x8x8x64xf32>) -> tensor<1x8x8x64xf32>
    return %0 : tensor<1x8x8x64xf32>
  }
}
