// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// Maximum, sum, map: local memory and barriers between the items.
// CHECK-LABEL: gpu.func @g
// CHECK: scf.for
// CHECK: arith.maxnumf
// CHECK: memref.alloc() : memref<4xf32, #gpu.address_space<workgroup>>
// CHECK: gpu.barrier
// CHECK: math.exp
// CHECK: gpu.barrier
// CHECK: arith.divf
// CHECK: vector.store
func.func private @g(%a: tensor<8x16xf32>) -> tensor<8x16xf32> attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [4, 1, 1], tile = [0], vector = 4>} {
  %e = tensor.empty() : tensor<8x16xf32>
  %0 = linalg.softmax dimension(1) ins(%a : tensor<8x16xf32>) outs(%e : tensor<8x16xf32>) -> tensor<8x16xf32>
  return %0 : tensor<8x16xf32>
}
// CHECK-LABEL: func.func @main
// CHECK: plan.dispatch @g::@g
func.func @main(%a: tensor<8x16xf32>) -> tensor<8x16xf32> {
  %r = call @g(%a) : (tensor<8x16xf32>) -> tensor<8x16xf32>
  return %r : tensor<8x16xf32>
}
