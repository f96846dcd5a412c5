// RUN: burin-opt %s | burin-opt | FileCheck %s

// CHECK-LABEL: func.func @group_norm
// CHECK: fused.group_norm groups = 4 epsilon = 9.99999974E-6 ins(%{{.*}} : tensor<2x64x8xf16>, tensor<8xf32>, tensor<8xf32>) outs(%{{.*}} : tensor<2x64x8xf32>) -> tensor<2x64x8xf32>
func.func @group_norm(%x: tensor<2x64x8xf16>, %s: tensor<8xf32>, %b: tensor<8xf32>, %o: tensor<2x64x8xf32>) -> tensor<2x64x8xf32> {
  %0 = fused.group_norm groups = 4 epsilon = 1.0e-5 ins(%x, %s, %b : tensor<2x64x8xf16>, tensor<8xf32>, tensor<8xf32>)
    outs(%o : tensor<2x64x8xf32>) -> tensor<2x64x8xf32>
  return %0 : tensor<2x64x8xf32>
}

// CHECK-LABEL: func.func @layer_norm
// CHECK: fused.layer_norm epsilon = {{.*}} ins(
// CHECK-NOT: rms
// CHECK: return
func.func @layer_norm(%x: tensor<16x8xf32>, %s: tensor<8xf32>, %b: tensor<8xf32>, %o: tensor<16x8xf32>) -> tensor<16x8xf32> {
  %0 = fused.layer_norm epsilon = 1.0e-5 ins(%x, %s, %b : tensor<16x8xf32>, tensor<8xf32>, tensor<8xf32>)
    outs(%o : tensor<16x8xf32>) -> tensor<16x8xf32>
  return %0 : tensor<16x8xf32>
}

// CHECK-LABEL: func.func @rms_norm
// CHECK: fused.layer_norm epsilon = {{.*}} rms ins(
func.func @rms_norm(%x: tensor<16x8xf32>, %s: tensor<8xf32>, %b: tensor<8xf32>, %o: tensor<16x8xf32>) -> tensor<16x8xf32> {
  %0 = fused.layer_norm epsilon = 1.0e-5 rms ins(%x, %s, %b : tensor<16x8xf32>, tensor<8xf32>, tensor<8xf32>)
    outs(%o : tensor<16x8xf32>) -> tensor<16x8xf32>
  return %0 : tensor<16x8xf32>
}
