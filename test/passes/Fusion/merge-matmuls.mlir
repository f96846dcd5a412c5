// RUN: burin-opt %s -split-input-file --merge-matmuls | FileCheck %s
// RUN: burin-opt %s -split-input-file --merge-matmuls --merge-matmuls | FileCheck %s

#id = affine_map<(d0, d1) -> (d0, d1)>

// Query, key and value: one matmul, rounded once, read as three slices.
// CHECK-LABEL: func.func @three
// CHECK-SAME: %[[X:.*]]: tensor<8x64xf16>
// CHECK: %[[W:.*]] = plan.constant "q+k+v" #plan.concat<dim = 1, [
// CHECK-SAME: <#plan.file<0, offset = 0, length = 8192> of tensor<64x32xf32> recipe [#plan.cast<f16>]>
// CHECK-SAME: <#plan.file<0, offset = 8192, length = 12288> of tensor<48x64xf32> recipe [#plan.transpose<[1, 0]>, #plan.cast<f16>]>
// CHECK-SAME: of tensor<64x112xf16> -> tensor<64x112xf16>
// CHECK: %[[M:.*]] = linalg.matmul ins(%[[X]], %[[W]] : tensor<8x64xf16>, tensor<64x112xf16>)
// CHECK: %[[R:.*]] = linalg.generic {{.*}} ins(%[[M]] : tensor<8x112xf32>)
// CHECK: tensor.extract_slice %[[R]][0, 0] [8, 32] [1, 1]
// CHECK: tensor.extract_slice %[[R]][0, 32] [8, 48] [1, 1]
// CHECK: tensor.extract_slice %[[R]][0, 80] [8, 32] [1, 1]
// CHECK-NOT: linalg.matmul
func.func @three(%x: tensor<8x64xf16>) -> (tensor<8x32xf16>, tensor<8x48xf16>, tensor<8x32xf16>) {
  %wq = plan.constant "q" #plan.file<0, offset = 0, length = 8192> of tensor<64x32xf32> recipe [#plan.cast<f16>] -> tensor<64x32xf16>
  %wk = plan.constant "k" #plan.file<0, offset = 8192, length = 12288> of tensor<48x64xf32> recipe [#plan.transpose<[1, 0]>, #plan.cast<f16>] -> tensor<64x48xf16>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<8x32xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<8x32xf32>) -> tensor<8x32xf32>
  %e2 = tensor.empty() : tensor<8x48xf32>
  %z2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<8x48xf32>) -> tensor<8x48xf32>
  %h = tensor.empty() : tensor<8x32xf16>
  %h2 = tensor.empty() : tensor<8x48xf16>
  %q = linalg.matmul ins(%x, %wq : tensor<8x64xf16>, tensor<64x32xf16>) outs(%z : tensor<8x32xf32>) -> tensor<8x32xf32>
  %qh = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%q : tensor<8x32xf32>) outs(%h : tensor<8x32xf16>) {
  ^bb0(%a: f32, %o: f16):
    %t = arith.truncf %a : f32 to f16
    linalg.yield %t : f16
  } -> tensor<8x32xf16>
  %k = linalg.matmul ins(%x, %wk : tensor<8x64xf16>, tensor<64x48xf16>) outs(%z2 : tensor<8x48xf32>) -> tensor<8x48xf32>
  %kh = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%k : tensor<8x48xf32>) outs(%h2 : tensor<8x48xf16>) {
  ^bb0(%a: f32, %o: f16):
    %t = arith.truncf %a : f32 to f16
    linalg.yield %t : f16
  } -> tensor<8x48xf16>
  // A constant may be defined behind the first op.
  %wv = plan.constant "v" #plan.file<0, offset = 20480, length = 8192> of tensor<64x32xf32> recipe [#plan.cast<f16>] -> tensor<64x32xf16>
  %v = linalg.matmul ins(%x, %wv : tensor<8x64xf16>, tensor<64x32xf16>) outs(%z : tensor<8x32xf32>) -> tensor<8x32xf32>
  %vh = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%v : tensor<8x32xf32>) outs(%h : tensor<8x32xf16>) {
  ^bb0(%a: f32, %o: f16):
    %t = arith.truncf %a : f32 to f16
    linalg.yield %t : f16
  } -> tensor<8x32xf16>
  return %qh, %kh, %vh : tensor<8x32xf16>, tensor<8x48xf16>, tensor<8x32xf16>
}

// -----

#id2 = affine_map<(d0, d1) -> (d0, d1)>
#id = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
#last = affine_map<(d0, d1, d2) -> (d2)>

// A bias behind a view, one of them a literal, and a factor that all share: the
// biases become one constant, the factor stays.
// CHECK-LABEL: func.func @bias
// CHECK-SAME: %[[X:[a-z0-9]+]]: tensor<8x64xf32>, %[[S:[a-z0-9]+]]: tensor<1xf32>
// CHECK-DAG: %[[B:.*]] = plan.constant "b0+splat" #plan.concat<dim = 0, [{{.*}}<dense<5.000000e-01> : tensor<16xf32> of tensor<16xf32> recipe []>]>
// CHECK-DAG: %[[W:.*]] = plan.constant "w0+w1"
// CHECK: %[[M:.*]] = linalg.matmul ins(%[[X]], %[[W]] : tensor<8x64xf32>, tensor<64x32xf32>)
// CHECK: %[[V:.*]] = tensor.expand_shape %[[M]] {{\[\[}}0, 1], [2]] output_shape [2, 4, 32]
// CHECK: %[[R:.*]] = linalg.generic {{.*}} ins(%[[V]], %[[B]], %[[S]] : tensor<2x4x32xf32>, tensor<32xf32>, tensor<1xf32>)
// CHECK: tensor.extract_slice %[[R]][0, 0, 0] [2, 4, 16]
// CHECK: tensor.extract_slice %[[R]][0, 0, 16] [2, 4, 16]
func.func @bias(%x: tensor<8x64xf32>, %s: tensor<1xf32>) -> (tensor<2x4x16xf32>, tensor<2x4x16xf32>) {
  %w0 = plan.constant "w0" #plan.file<0, offset = 0, length = 4096> of tensor<64x16xf32> -> tensor<64x16xf32>
  %w1 = plan.constant "w1" #plan.file<0, offset = 4096, length = 4096> of tensor<64x16xf32> -> tensor<64x16xf32>
  %b0 = plan.constant "b0" #plan.file<0, offset = 8192, length = 64> of tensor<16xf32> -> tensor<16xf32>
  %b1 = arith.constant dense<0.5> : tensor<16xf32>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<8x16xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<8x16xf32>) -> tensor<8x16xf32>
  %r = tensor.empty() : tensor<2x4x16xf32>
  %m0 = linalg.matmul ins(%x, %w0 : tensor<8x64xf32>, tensor<64x16xf32>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  %v0 = tensor.expand_shape %m0 [[0, 1], [2]] output_shape [2, 4, 16] : tensor<8x16xf32> into tensor<2x4x16xf32>
  %r0 = linalg.generic {indexing_maps = [#id, #last, affine_map<(d0, d1, d2) -> (0)>, #id], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%v0, %b0, %s : tensor<2x4x16xf32>, tensor<16xf32>, tensor<1xf32>) outs(%r : tensor<2x4x16xf32>) {
  ^bb0(%a: f32, %b: f32, %c: f32, %o: f32):
    %t = arith.addf %a, %b : f32
    %u = arith.mulf %t, %c : f32
    linalg.yield %u : f32
  } -> tensor<2x4x16xf32>
  %m1 = linalg.matmul ins(%x, %w1 : tensor<8x64xf32>, tensor<64x16xf32>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  %v1 = tensor.expand_shape %m1 [[0, 1], [2]] output_shape [2, 4, 16] : tensor<8x16xf32> into tensor<2x4x16xf32>
  %r1 = linalg.generic {indexing_maps = [#id, #last, affine_map<(d0, d1, d2) -> (0)>, #id], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%v1, %b1, %s : tensor<2x4x16xf32>, tensor<16xf32>, tensor<1xf32>) outs(%r : tensor<2x4x16xf32>) {
  ^bb0(%a: f32, %b: f32, %c: f32, %o: f32):
    %t = arith.addf %a, %b : f32
    %u = arith.mulf %t, %c : f32
    linalg.yield %u : f32
  } -> tensor<2x4x16xf32>
  return %r0, %r1 : tensor<2x4x16xf32>, tensor<2x4x16xf32>
}

// -----

#id = affine_map<(d0, d1) -> (d0, d1)>
#one = affine_map<(d0, d1) -> (0)>

// A factor that both share is a constant defined behind the first op.
// CHECK-LABEL: func.func @late_constant
// CHECK: %[[F:.*]] = plan.constant "factor"
// CHECK: %[[M:.*]] = linalg.matmul {{.*}} tensor<64x32xf32>
// CHECK: linalg.generic {{.*}} ins(%[[M]], %[[F]] : tensor<8x32xf32>, tensor<1xf32>)
// CHECK-NOT: linalg.matmul
func.func @late_constant(%x: tensor<8x64xf32>) -> (tensor<8x16xf32>, tensor<8x16xf32>) {
  %w0 = plan.constant "w0" #plan.file<0, offset = 0, length = 4096> of tensor<64x16xf32> -> tensor<64x16xf32>
  %w1 = plan.constant "w1" #plan.file<0, offset = 4096, length = 4096> of tensor<64x16xf32> -> tensor<64x16xf32>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<8x16xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<8x16xf32>) -> tensor<8x16xf32>
  %0 = linalg.matmul ins(%x, %w0 : tensor<8x64xf32>, tensor<64x16xf32>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  %f = plan.constant "factor" #plan.file<0, offset = 8192, length = 4> of tensor<1xf32> -> tensor<1xf32>
  %r0 = linalg.generic {indexing_maps = [#id, #one, #id], iterator_types = ["parallel", "parallel"]}
      ins(%0, %f : tensor<8x16xf32>, tensor<1xf32>) outs(%e : tensor<8x16xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %t = arith.mulf %a, %b : f32
    linalg.yield %t : f32
  } -> tensor<8x16xf32>
  %1 = linalg.matmul ins(%x, %w1 : tensor<8x64xf32>, tensor<64x16xf32>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  %r1 = linalg.generic {indexing_maps = [#id, #one, #id], iterator_types = ["parallel", "parallel"]}
      ins(%1, %f : tensor<8x16xf32>, tensor<1xf32>) outs(%e : tensor<8x16xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %t = arith.mulf %a, %b : f32
    linalg.yield %t : f32
  } -> tensor<8x16xf32>
  return %r0, %r1 : tensor<8x16xf32>, tensor<8x16xf32>
}

// -----

// 1 x 1 convolutions, and splat biases that are one splat together.
// CHECK-LABEL: func.func @convolution
// CHECK: %[[W:.*]] = plan.constant "w0+w1" #plan.concat<dim = 3, [
// CHECK: linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>}
// CHECK-SAME: ins(%{{.*}}, %[[W]] : tensor<1x4x4x8xf32>, tensor<1x1x8x48xf32>)
// CHECK: tensor.extract_slice {{.*}}[0, 0, 0, 0] [1, 4, 4, 16]
// CHECK: tensor.extract_slice {{.*}}[0, 0, 0, 16] [1, 4, 4, 32]
// CHECK-NOT: linalg.conv_2d
func.func @convolution(%x: tensor<1x4x4x8xf32>) -> (tensor<1x4x4x16xf32>, tensor<1x4x4x32xf32>) {
  %w0 = plan.constant "w0" #plan.file<0, offset = 0, length = 512> of tensor<1x1x8x16xf32> -> tensor<1x1x8x16xf32>
  %w1 = plan.constant "w1" #plan.file<0, offset = 512, length = 1024> of tensor<1x1x8x32xf32> -> tensor<1x1x8x32xf32>
  %zero = arith.constant 0.0 : f32
  %e0 = tensor.empty() : tensor<1x4x4x16xf32>
  %e1 = tensor.empty() : tensor<1x4x4x32xf32>
  %z0 = linalg.fill ins(%zero : f32) outs(%e0 : tensor<1x4x4x16xf32>) -> tensor<1x4x4x16xf32>
  %z1 = linalg.fill ins(%zero : f32) outs(%e1 : tensor<1x4x4x32xf32>) -> tensor<1x4x4x32xf32>
  %0 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>}
      ins(%x, %w0 : tensor<1x4x4x8xf32>, tensor<1x1x8x16xf32>) outs(%z0 : tensor<1x4x4x16xf32>) -> tensor<1x4x4x16xf32>
  %1 = linalg.conv_2d_nhwc_hwcf {dilations = dense<1> : tensor<2xi64>, strides = dense<1> : tensor<2xi64>}
      ins(%x, %w1 : tensor<1x4x4x8xf32>, tensor<1x1x8x32xf32>) outs(%z1 : tensor<1x4x4x32xf32>) -> tensor<1x4x4x32xf32>
  return %0, %1 : tensor<1x4x4x16xf32>, tensor<1x4x4x32xf32>
}

// -----

// Noise of one distribution stays noise: nothing is stored.
// CHECK-LABEL: func.func @noise
// CHECK: plan.constant "w0+w1" #plan.synthetic<seed = {{[0-9]+}}, mean = 0.000000e+00 : f32, stddev = 1.250000e-01 : f32> of tensor<64x32xf16> -> tensor<64x32xf16>
// CHECK: linalg.matmul
// CHECK-NOT: linalg.matmul
func.func @noise(%x: tensor<8x64xf16>) -> (tensor<8x16xf32>, tensor<8x16xf32>) {
  %w0 = plan.constant "w0" #plan.synthetic<seed = 1, mean = 0.0 : f32, stddev = 0.125 : f32> of tensor<64x16xf32> recipe [#plan.cast<f16>] -> tensor<64x16xf16>
  %w1 = plan.constant "w1" #plan.synthetic<seed = 2, mean = 0.0 : f32, stddev = 0.125 : f32> of tensor<64x16xf32> recipe [#plan.cast<f16>] -> tensor<64x16xf16>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<8x16xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<8x16xf32>) -> tensor<8x16xf32>
  %0 = linalg.matmul ins(%x, %w0 : tensor<8x64xf16>, tensor<64x16xf16>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  %1 = linalg.matmul ins(%x, %w1 : tensor<8x64xf16>, tensor<64x16xf16>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  return %0, %1 : tensor<8x16xf32>, tensor<8x16xf32>
}

// -----

// Another matmul runs in between: together only because so little stays live.
// CHECK-LABEL: func.func @far_apart
// CHECK: plan.constant "w0+w1"
func.func @far_apart(%x: tensor<8x64xf32>, %y: tensor<8x64xf32>, %u: tensor<64x16xf32>) -> (tensor<8x16xf32>, tensor<8x16xf32>, tensor<8x16xf32>) {
  %w0 = plan.constant "w0" #plan.file<0, offset = 0, length = 4096> of tensor<64x16xf32> -> tensor<64x16xf32>
  %w1 = plan.constant "w1" #plan.file<0, offset = 4096, length = 4096> of tensor<64x16xf32> -> tensor<64x16xf32>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<8x16xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<8x16xf32>) -> tensor<8x16xf32>
  %0 = linalg.matmul ins(%x, %w0 : tensor<8x64xf32>, tensor<64x16xf32>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  %1 = linalg.matmul ins(%y, %u : tensor<8x64xf32>, tensor<64x16xf32>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  %2 = linalg.matmul ins(%x, %w1 : tensor<8x64xf32>, tensor<64x16xf32>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  return %0, %1, %2 : tensor<8x16xf32>, tensor<8x16xf32>, tensor<8x16xf32>
}
