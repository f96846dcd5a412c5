// RUN: burin-opt %s --lower-to-kernels --canonicalize --cse | FileCheck %s

// d 512 does not fit: queries and keys pass in parts of 32 elements, values in
// parts of 8 rows; each waits until the part before has been read. All 64 keys are
// one block.
// CHECK-LABEL: gpu.func @g
// CHECK-DAG: memref.alloc() : memref<576xf32, #gpu.address_space<workgroup>>
// CHECK-DAG: memref.alloc() : memref<4096xf32, #gpu.address_space<workgroup>>
// CHECK: scf.for %[[DEPTH:.*]] = %c0 to %c512 step %c32
// CHECK: gpu.barrier
// CHECK: vector.load %arg0{{.*}}, vector<4xf16>
// CHECK: vector.load %arg1{{.*}}, vector<8xf16>
// CHECK: gpu.barrier
// CHECK: scf.for %{{.*}} = %c0 to %c32 step %c4
// CHECK: scf.for %[[PART:.*]] = %c0 to %c64 step %c8
// CHECK: gpu.barrier
// CHECK: vector.load %arg2{{.*}}, vector<8xf16>
// CHECK: gpu.barrier
// CHECK: scf.for %{{.*}} = %c0 to %c8 step %c4
func.func private @g(%q: tensor<1x1x16x512xf16>, %k: tensor<1x1x64x512xf16>, %v: tensor<1x1x64x512xf16>) -> tensor<1x1x16x512xf16> attributes {kernel.config = #kernel.config<schedule = "flash-attention", workgroup = [16, 8, 1], tile = [2, 1, 32, 8, 8], vector = 4>} {
  %e = tensor.empty() : tensor<1x1x16x512xf16>
  %0 = fused.attention scale = 0.5 ins(%q, %k, %v : tensor<1x1x16x512xf16>, tensor<1x1x64x512xf16>, tensor<1x1x64x512xf16>) outs(%e : tensor<1x1x16x512xf16>) -> tensor<1x1x16x512xf16>
  return %0 : tensor<1x1x16x512xf16>
}
// CHECK-LABEL: func.func @main
// CHECK: plan.dispatch @g::@g grid [1, 1, 1]
func.func @main(%q: tensor<1x1x16x512xf16>, %k: tensor<1x1x64x512xf16>, %v: tensor<1x1x64x512xf16>) -> tensor<1x1x16x512xf16> {
  %r = call @g(%q, %k, %v) : (tensor<1x1x16x512xf16>, tensor<1x1x64x512xf16>, tensor<1x1x64x512xf16>) -> tensor<1x1x16x512xf16>
  return %r : tensor<1x1x16x512xf16>
}
