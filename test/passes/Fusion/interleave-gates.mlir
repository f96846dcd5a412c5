// RUN: burin-opt %s --interleave-gates | FileCheck %s
// RUN: burin-opt %s --interleave-gates | burin-opt --interleave-gates | FileCheck %s
// RUN: burin-opt %s --interleave-gates --outline-groups --verify-groups | FileCheck %s --check-prefix=GROUP
// RUN: burin-opt %s --interleave-gates --remarks-filter=fusion 2>&1 | FileCheck %s --check-prefix=REMARK

#id = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
#last = affine_map<(d0, d1, d2) -> (d2)>

// CHECK-DAG: #[[ID:.*]] = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
// CHECK-DAG: #[[FIRST:.*]] = affine_map<(d0, d1, d2) -> (d0, d1, d2, 0)>
// CHECK-DAG: #[[SECOND:.*]] = affine_map<(d0, d1, d2) -> (d0, d1, d2, 1)>

// GEGLU with a bias: columns of weight and bias alternate, the gate reads pairs.
// CHECK-LABEL: func.func @geglu
// CHECK-DAG: %[[W:.*]] = plan.constant "w" {{.*}} recipe [#plan.cast<f16>, #plan.reshape<[16, 2, 32]>, #plan.transpose<[0, 2, 1]>, #plan.reshape<[16, 64]>] -> tensor<16x64xf16>
// CHECK-DAG: %[[B:.*]] = plan.constant "b" {{.*}} recipe [#plan.reshape<[2, 32]>, #plan.transpose<[1, 0]>, #plan.reshape<[64]>] -> tensor<64xf16>
// CHECK: linalg.matmul ins(%arg0, %[[W]]
// CHECK: linalg.generic {{.*}} ins(%{{.*}}, %[[B]]
// CHECK: %[[P:.*]] = tensor.expand_shape %{{.*}} {{\[}}[0], [1], [2, 3]] output_shape [2, 4, 32, 2]
// CHECK-NOT: tensor.extract_slice
// CHECK: linalg.generic {indexing_maps = [#[[FIRST]], #[[SECOND]], #[[ID]]]{{.*}} ins(%[[P]], %[[P]]
// One kernel, which stores half of the columns.
// GROUP-LABEL: func.func @geglu
// GROUP: %[[Y:.*]] = call @matmul_0(%arg0, %{{.*}}, %{{.*}}) : (tensor<8x16xf16>, tensor<16x64xf16>, tensor<64xf16>) -> tensor<2x4x32xf16>
// GROUP-NEXT: return %[[Y]]
// REMARK: [Passed] gate{{.*}}saves 2048 bytes
func.func @geglu(%x: tensor<8x16xf16>) -> tensor<2x4x32xf16> {
  %w = plan.constant "w" #plan.file<0, offset = 0, length = 4096> of tensor<16x64xf32> recipe [#plan.cast<f16>] -> tensor<16x64xf16>
  %b = plan.constant "b" #plan.file<0, offset = 4096, length = 128> of tensor<64xf16> -> tensor<64xf16>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<8x64xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<8x64xf32>) -> tensor<8x64xf32>
  %0 = linalg.matmul ins(%x, %w : tensor<8x16xf16>, tensor<16x64xf16>) outs(%z : tensor<8x64xf32>) -> tensor<8x64xf32>
  %1 = tensor.expand_shape %0 [[0, 1], [2]] output_shape [2, 4, 64] : tensor<8x64xf32> into tensor<2x4x64xf32>
  %e1 = tensor.empty() : tensor<2x4x64xf16>
  %2 = linalg.generic {indexing_maps = [#id, #last, #id], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%1, %b : tensor<2x4x64xf32>, tensor<64xf16>) outs(%e1 : tensor<2x4x64xf16>) {
  ^bb0(%a: f32, %c: f16, %o: f16):
    %c32 = arith.extf %c : f16 to f32
    %s = arith.addf %a, %c32 : f32
    %t = arith.truncf %s : f32 to f16
    linalg.yield %t : f16
  } -> tensor<2x4x64xf16>
  %h = tensor.extract_slice %2[0, 0, 0] [2, 4, 32] [1, 1, 1] : tensor<2x4x64xf16> to tensor<2x4x32xf16>
  %g = tensor.extract_slice %2[0, 0, 32] [2, 4, 32] [1, 1, 1] : tensor<2x4x64xf16> to tensor<2x4x32xf16>
  %e2 = tensor.empty() : tensor<2x4x32xf16>
  %3 = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%h, %g : tensor<2x4x32xf16>, tensor<2x4x32xf16>) outs(%e2 : tensor<2x4x32xf16>) {
  ^bb0(%a: f16, %c: f16, %o: f16):
    %c32 = arith.extf %c : f16 to f32
    %t = math.erf %c32 : f32
    %t16 = arith.truncf %t : f32 to f16
    %m = arith.mulf %a, %t16 : f16
    linalg.yield %m : f16
  } -> tensor<2x4x32xf16>
  return %3 : tensor<2x4x32xf16>
}
