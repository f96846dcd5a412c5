// RUN: burin-opt %s --fold-layer-norms | FileCheck %s
// RUN: burin-opt %s --fold-layer-norms | burin-opt --fold-layer-norms | FileCheck %s
// RUN: burin-opt %s --fold-layer-norms --outline-groups --verify-groups | FileCheck %s --check-prefix=GROUP
// RUN: burin-opt %s --fold-layer-norms --remarks-filter=fusion 2>&1 | FileCheck %s --check-prefix=REMARK

// CHECK-DAG: #[[ID:.*]] = affine_map<(d0, d1) -> (d0, d1)>
// CHECK-DAG: #[[MEAN:.*]] = affine_map<(d0, d1) -> (d0, 0)>
// CHECK-DAG: #[[INVERSE:.*]] = affine_map<(d0, d1) -> (d0, 1)>
// CHECK-DAG: #[[COLUMN:.*]] = affine_map<(d0, d1) -> (d1)>

// The weight is scaled before it is rounded; its column sums are those of the
// rounded weight.
// CHECK-LABEL: func.func @matmul
// CHECK-DAG: %[[W:.*]] = plan.constant "w" {{.*}} recipe [#plan.multiply<{{.*}}offset = 100{{.*}}>, #plan.cast<f16>] -> tensor<16x32xf16>
// CHECK-DAG: %[[C:.*]] = plan.constant "w.column_sums" {{.*}} recipe [#plan.multiply<{{.*}}offset = 100{{.*}}>, #plan.cast<f16>, #plan.sum] -> tensor<32xf32>
// CHECK-DAG: %[[T:.*]] = plan.constant "w.shift" {{.*}} recipe [#plan.multiply<{{.*}}offset = 200{{.*}}>, #plan.sum] -> tensor<32xf32>
// CHECK-DAG: %[[S:.*]] = fused.row_statistics epsilon = 9.99999974E-6 ins(%arg0 : tensor<8x16xf16>) {{.*}} -> tensor<8x2xf32>
// CHECK-NOT: fused.layer_norm
// CHECK: %[[P:.*]] = linalg.matmul ins(%arg0, %[[W]]
// CHECK: %[[Y:.*]] = linalg.generic {indexing_maps = [#[[ID]], #[[INVERSE]], #[[COLUMN]], #[[MEAN]], #[[COLUMN]], #[[ID]]]
// CHECK-SAME: ins(%[[P]], %[[S]], %[[T]], %[[S]], %[[C]]
// CHECK: arith.mulf
// CHECK: arith.subf
// CHECK: arith.mulf
// CHECK: arith.addf
// CHECK: return %[[Y]]
// GROUP-LABEL: func.func @matmul
// GROUP: %[[S:.*]] = call @row_statistics_0(%arg0)
// GROUP: call @matmul_1(%arg0, %{{.*}}, %[[S]], %{{.*}}, %{{.*}})
// REMARK: [Passed] norm{{.*}}saves 256 bytes
func.func @matmul(%x: tensor<8x16xf16>) -> tensor<8x32xf32> {
  %w = plan.constant "w" #plan.file<0, offset = 0, length = 2048> of tensor<16x32xf32> recipe [#plan.cast<f16>] -> tensor<16x32xf16>
  %g = plan.constant "g" #plan.file<0, offset = 100, length = 32> of tensor<16xf16> -> tensor<16xf16>
  %b = plan.constant "b" #plan.file<0, offset = 200, length = 32> of tensor<16xf16> -> tensor<16xf16>
  %e = tensor.empty() : tensor<8x16xf16>
  %n = fused.layer_norm epsilon = 1.0e-5 ins(%x, %g, %b : tensor<8x16xf16>, tensor<16xf16>, tensor<16xf16>) outs(%e : tensor<8x16xf16>) -> tensor<8x16xf16>
  %zero = arith.constant 0.0 : f32
  %e1 = tensor.empty() : tensor<8x32xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e1 : tensor<8x32xf32>) -> tensor<8x32xf32>
  %y = linalg.matmul ins(%n, %w : tensor<8x16xf16>, tensor<16x32xf16>) outs(%z : tensor<8x32xf32>) -> tensor<8x32xf32>
  return %y : tensor<8x32xf32>
}

// A root mean square has no mean: nothing to subtract. Two users share statistics.
// CHECK-LABEL: func.func @rms_twice
// CHECK: %[[S:.*]] = fused.row_statistics {{.*}} rms
// CHECK: linalg.generic {indexing_maps = [#[[ID]], #[[INVERSE]], #[[COLUMN]], #[[ID]]]{{.*}} ins(%{{.*}}, %[[S]], %{{.*}} :
// CHECK-NOT: arith.subf
// CHECK: linalg.generic {indexing_maps = [#[[ID]], #[[INVERSE]], #[[COLUMN]], #[[ID]]]{{.*}} ins(%{{.*}}, %[[S]], %{{.*}} :
// CHECK: return
func.func @rms_twice(%x: tensor<8x16xf32>) -> (tensor<8x32xf32>, tensor<8x32xf32>) {
  %w = plan.constant "w" #plan.file<0, offset = 0, length = 2048> of tensor<16x32xf32> -> tensor<16x32xf32>
  %v = plan.constant "v" #plan.file<0, offset = 2048, length = 2048> of tensor<16x32xf32> -> tensor<16x32xf32>
  %g = plan.constant "g" #plan.file<0, offset = 100, length = 64> of tensor<16xf32> -> tensor<16xf32>
  %b = plan.constant "b" #plan.file<0, offset = 200, length = 64> of tensor<16xf32> -> tensor<16xf32>
  %e = tensor.empty() : tensor<8x16xf32>
  %n = fused.layer_norm epsilon = 1.0e-5 rms ins(%x, %g, %b : tensor<8x16xf32>, tensor<16xf32>, tensor<16xf32>) outs(%e : tensor<8x16xf32>) -> tensor<8x16xf32>
  %zero = arith.constant 0.0 : f32
  %e1 = tensor.empty() : tensor<8x32xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e1 : tensor<8x32xf32>) -> tensor<8x32xf32>
  %y = linalg.matmul ins(%n, %w : tensor<8x16xf32>, tensor<16x32xf32>) outs(%z : tensor<8x32xf32>) -> tensor<8x32xf32>
  %u = linalg.matmul ins(%n, %v : tensor<8x16xf32>, tensor<16x32xf32>) outs(%z : tensor<8x32xf32>) -> tensor<8x32xf32>
  return %y, %u : tensor<8x32xf32>, tensor<8x32xf32>
}
