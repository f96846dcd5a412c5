// RUN: burin-opt %s --compose-linears | FileCheck %s
// RUN: burin-opt %s --compose-linears | burin-opt --compose-linears | FileCheck %s
// RUN: burin-opt %s --compose-linears --outline-groups --verify-groups | FileCheck %s --check-prefix=GROUP
// RUN: burin-opt %s --compose-linears --remarks-filter=fusion 2>&1 | FileCheck %s --check-prefix=REMARK

#id = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
#last = affine_map<(d0, d1, d2) -> (d2)>

// A feed-forward layer, its residual sum and a projection written as a 1x1 convolution.
// CHECK-LABEL: func.func @block
// CHECK-DAG: %[[W:.*]] = plan.constant "v.w" #plan.concat<dim = 0, [<{{.*}}length = 2048> of tensor<32x16xf32> recipe [#plan.cast<f16>, #plan.reshape<[32, 16]>, #plan.product<{{.*}}>]>, <{{.*}}offset = 2048{{.*}}>]> of tensor<48x16xf32> recipe [#plan.cast<f16>] -> tensor<48x16xf16>
// CHECK-DAG: %[[B:.*]] = plan.constant "w.shift" {{.*}} #plan.multiply<{{.*}}offset = 4096{{.*}}>, #plan.sum] -> tensor<16xf32>
// CHECK-DAG: %[[R:.*]] = tensor.collapse_shape %arg1
// CHECK-DAG: %[[C:.*]] = tensor.concat dim(1) %arg0, %[[R]] : (tensor<8x32xf16>, tensor<8x16xf16>) -> tensor<8x48xf16>
// CHECK-DAG: %[[P:.*]] = linalg.matmul ins(%[[C]], %[[W]]
// CHECK: %[[Y:.*]] = linalg.generic {{.*}} ins(%[[P]], %[[B]]
// CHECK: tensor.expand_shape %[[Y]] {{.*}} into tensor<2x2x2x16xf32>
// CHECK-NOT: linalg.conv
// GROUP-LABEL: func.func @block
// GROUP: call @matmul_0(%arg0, %{{.*}}, %{{.*}}, %{{.*}})
// GROUP-NOT: call
// GROUP: return
// REMARK: [Passed] linear{{.*}}saves 512 bytes
func.func @block(%h: tensor<8x32xf16>, %r: tensor<2x4x16xf16>) -> tensor<2x2x2x16xf32> {
  %v = plan.constant "v" #plan.file<0, offset = 0, length = 2048> of tensor<32x16xf32> recipe [#plan.cast<f16>] -> tensor<32x16xf16>
  %w = plan.constant "w" #plan.file<0, offset = 2048, length = 1024> of tensor<1x1x16x16xf32> recipe [#plan.cast<f16>] -> tensor<1x1x16x16xf16>
  %b = plan.constant "b" #plan.file<0, offset = 4096, length = 32> of tensor<16xf16> -> tensor<16xf16>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<8x16xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<8x16xf32>) -> tensor<8x16xf32>
  %0 = linalg.matmul ins(%h, %v : tensor<8x32xf16>, tensor<32x16xf16>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  %1 = tensor.expand_shape %0 [[0, 1], [2]] output_shape [2, 4, 16] : tensor<8x16xf32> into tensor<2x4x16xf32>
  %e1 = tensor.empty() : tensor<2x4x16xf16>
  %2 = linalg.generic {indexing_maps = [#id, #last, #id, #id], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%1, %b, %r : tensor<2x4x16xf32>, tensor<16xf16>, tensor<2x4x16xf16>) outs(%e1 : tensor<2x4x16xf16>) {
  ^bb0(%a: f32, %c: f16, %d: f16, %o: f16):
    %c32 = arith.extf %c : f16 to f32
    %s = arith.addf %a, %c32 : f32
    %t = arith.truncf %s : f32 to f16
    %u = arith.addf %t, %d : f16
    linalg.yield %u : f16
  } -> tensor<2x4x16xf16>
  %3 = tensor.expand_shape %2 [[0], [1, 2], [3]] output_shape [2, 2, 2, 16] : tensor<2x4x16xf16> into tensor<2x2x2x16xf16>
  %e2 = tensor.empty() : tensor<2x2x2x16xf32>
  %z2 = linalg.fill ins(%zero : f32) outs(%e2 : tensor<2x2x2x16xf32>) -> tensor<2x2x2x16xf32>
  %4 = linalg.conv_2d_nhwc_hwcf ins(%3, %w : tensor<2x2x2x16xf16>, tensor<1x1x16x16xf16>) outs(%z2 : tensor<2x2x2x16xf32>) -> tensor<2x2x2x16xf32>
  return %4 : tensor<2x2x2x16xf32>
}

// Noise stays noise: there is nothing to multiply.
// CHECK-LABEL: func.func @noise
// CHECK: plan.constant "v.w" #plan.synthetic<{{.*}}> of tensor<48x16xf32> -> tensor<48x16xf32>
// CHECK: linalg.matmul ins(%{{.*}} : tensor<8x48xf32>, tensor<48x16xf32>)
func.func @noise(%h: tensor<8x32xf32>, %r: tensor<8x16xf32>) -> tensor<8x16xf32> {
  %v = plan.constant "v" #plan.synthetic<seed = 1, mean = 0.0 : f32, stddev = 1.0 : f32> of tensor<32x16xf32> -> tensor<32x16xf32>
  %w = plan.constant "w" #plan.synthetic<seed = 2, mean = 0.0 : f32, stddev = 1.0 : f32> of tensor<16x16xf32> -> tensor<16x16xf32>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<8x16xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<8x16xf32>) -> tensor<8x16xf32>
  %0 = linalg.matmul ins(%h, %v : tensor<8x32xf32>, tensor<32x16xf32>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  %1 = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]}
      ins(%0, %r : tensor<8x16xf32>, tensor<8x16xf32>) outs(%e : tensor<8x16xf32>) {
  ^bb0(%a: f32, %d: f32, %o: f32):
    %s = arith.addf %a, %d : f32
    linalg.yield %s : f32
  } -> tensor<8x16xf32>
  %2 = linalg.matmul ins(%1, %w : tensor<8x16xf32>, tensor<16x16xf32>) outs(%z : tensor<8x16xf32>) -> tensor<8x16xf32>
  return %2 : tensor<8x16xf32>
}
