// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// 77 rows, 40 columns and a k of 40 fill no tile: copies are told how
// many halves are inside, and read nothing where it is none; the stores are guarded.
// CHECK-LABEL: gpu.func @g
// CHECK: memref.alloc() : memref<8192xf16, #gpu.address_space<workgroup>>
// CHECK: arith.cmpi slt
// CHECK: %[[INSIDE:.*]] = arith.andi
// CHECK: %[[COUNT:.*]] = arith.select %[[INSIDE]], %c8{{.*}}, %c0{{.*}} : index
// CHECK: nvgpu.device_async_copy {{.*}}, 8, %[[COUNT]] {bypassL1}
// CHECK: nvgpu.mma.sync
// CHECK: scf.if
// CHECK: vector.store {{.*}} vector<8xf32>
func.func private @g(%a: tensor<77x40xf16>, %b: tensor<40x40xf16>) -> tensor<77x40xf32> attributes {kernel.config = #kernel.config<schedule = "matrix-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 2, 32], vector = 2>} {
  %z = arith.constant dense<0.0> : tensor<77x40xf32>
  %0 = linalg.matmul ins(%a, %b : tensor<77x40xf16>, tensor<40x40xf16>) outs(%z : tensor<77x40xf32>) -> tensor<77x40xf32>
  return %0 : tensor<77x40xf32>
}
func.func @main(%a: tensor<77x40xf16>, %b: tensor<40x40xf16>) -> tensor<77x40xf32> {
  %r = call @g(%a, %b) : (tensor<77x40xf16>, tensor<40x40xf16>) -> tensor<77x40xf32>
  return %r : tensor<77x40xf32>
}
