// RUN: burin-opt %s | burin-opt | FileCheck %s

// CHECK-LABEL: func.func @self
// CHECK: fused.attention scale = 1.581000e-01 ins(%{{.*}}, %{{.*}}, %{{.*}} : tensor<2x8x64x40xf16>, tensor<2x8x77x40xf16>, tensor<2x8x77x40xf16>) outs(%{{.*}} : tensor<2x8x64x40xf16>) -> tensor<2x8x64x40xf16>
func.func @self(%q: tensor<2x8x64x40xf16>, %k: tensor<2x8x77x40xf16>, %o: tensor<2x8x64x40xf16>) -> tensor<2x8x64x40xf16> {
  %0 = fused.attention scale = 0.1581 ins(%q, %k, %k : tensor<2x8x64x40xf16>, tensor<2x8x77x40xf16>, tensor<2x8x77x40xf16>)
    outs(%o : tensor<2x8x64x40xf16>) -> tensor<2x8x64x40xf16>
  return %0 : tensor<2x8x64x40xf16>
}

// CHECK-LABEL: func.func @causal
// CHECK: fused.attention scale = 1.250000e-01 causal ins(
func.func @causal(%q: tensor<1x12x77x64xf32>, %o: tensor<1x12x77x64xf32>) -> tensor<1x12x77x64xf32> {
  %0 = fused.attention scale = 0.125 causal ins(%q, %q, %q : tensor<1x12x77x64xf32>, tensor<1x12x77x64xf32>, tensor<1x12x77x64xf32>)
    outs(%o : tensor<1x12x77x64xf32>) -> tensor<1x12x77x64xf32>
  return %0 : tensor<1x12x77x64xf32>
}

// A mask may broadcast in any dimension.
// CHECK-LABEL: func.func @masks
// CHECK: fused.attention {{.*}} ins(%{{.*}}, %{{.*}}, %{{.*}}, %{{.*}} : tensor<2x4x6x8xf32>, tensor<2x4x10x8xf32>, tensor<2x4x10x8xf32>, tensor<2x1x6x10xi1>)
// CHECK: fused.attention {{.*}} tensor<1x4x1x10xf32>)
// CHECK: fused.attention {{.*}} tensor<1x1x6x1xf16>)
func.func @masks(%q: tensor<2x4x6x8xf32>, %k: tensor<2x4x10x8xf32>, %o: tensor<2x4x6x8xf32>, %a: tensor<2x1x6x10xi1>,
                 %b: tensor<1x4x1x10xf32>, %c: tensor<1x1x6x1xf16>) -> (tensor<2x4x6x8xf32>, tensor<2x4x6x8xf32>, tensor<2x4x6x8xf32>) {
  %0 = fused.attention scale = 1.0 ins(%q, %k, %k, %a : tensor<2x4x6x8xf32>, tensor<2x4x10x8xf32>, tensor<2x4x10x8xf32>, tensor<2x1x6x10xi1>)
    outs(%o : tensor<2x4x6x8xf32>) -> tensor<2x4x6x8xf32>
  %1 = fused.attention scale = 1.0 ins(%q, %k, %k, %b : tensor<2x4x6x8xf32>, tensor<2x4x10x8xf32>, tensor<2x4x10x8xf32>, tensor<1x4x1x10xf32>)
    outs(%o : tensor<2x4x6x8xf32>) -> tensor<2x4x6x8xf32>
  %2 = fused.attention scale = 1.0 ins(%q, %k, %k, %c : tensor<2x4x6x8xf32>, tensor<2x4x10x8xf32>, tensor<2x4x10x8xf32>, tensor<1x1x6x1xf16>)
    outs(%o : tensor<2x4x6x8xf32>) -> tensor<2x4x6x8xf32>
  return %0, %1, %2 : tensor<2x4x6x8xf32>, tensor<2x4x6x8xf32>, tensor<2x4x6x8xf32>
}

// Query heads may share keys; values may have a size of their own.
// CHECK-LABEL: func.func @grouped
// CHECK: fused.attention {{.*}} tensor<1x8x6x32xf32>, tensor<1x2x10x32xf32>, tensor<1x2x10x48xf32>) outs(%{{.*}} : tensor<1x8x6x48xf16>) -> tensor<1x8x6x48xf16>
func.func @grouped(%q: tensor<1x8x6x32xf32>, %k: tensor<1x2x10x32xf32>, %v: tensor<1x2x10x48xf32>, %o: tensor<1x8x6x48xf16>) -> tensor<1x8x6x48xf16> {
  %0 = fused.attention scale = 1.0 ins(%q, %k, %v : tensor<1x8x6x32xf32>, tensor<1x2x10x32xf32>, tensor<1x2x10x48xf32>)
    outs(%o : tensor<1x8x6x48xf16>) -> tensor<1x8x6x48xf16>
  return %0 : tensor<1x8x6x48xf16>
}

// CHECK-LABEL: func.func @annotated
// CHECK: fused.attention {{.*}} {kernel.attention = #kernel.config<schedule = "plain-attention", workgroup = [1, 1, 1], tile = [4], vector = 1>}
func.func @annotated(%q: tensor<1x1x4x8xf32>, %o: tensor<1x1x4x8xf32>) -> tensor<1x1x4x8xf32> {
  %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<1x1x4x8xf32>, tensor<1x1x4x8xf32>, tensor<1x1x4x8xf32>) outs(%o : tensor<1x1x4x8xf32>)
    {kernel.attention = #kernel.config<schedule = "plain-attention", workgroup = [1, 1, 1], tile = [4], vector = 1>} -> tensor<1x1x4x8xf32>
  return %0 : tensor<1x1x4x8xf32>
}

// CHECK-LABEL: func.func @statistics
// CHECK: fused.softmax_statistics ins(%{{.*}} : tensor<16x77xf32>) outs(%{{.*}} : tensor<16x2xf32>) -> tensor<16x2xf32>
func.func @statistics(%x: tensor<16x77xf32>, %o: tensor<16x2xf32>) -> tensor<16x2xf32> {
  %0 = fused.softmax_statistics ins(%x : tensor<16x77xf32>) outs(%o : tensor<16x2xf32>) -> tensor<16x2xf32>
  return %0 : tensor<16x2xf32>
}
