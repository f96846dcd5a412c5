// RUN: burin-opt %s --lower-to-kernels | FileCheck %s

// One item reduces alone: neither local memory nor barriers.
// CHECK-LABEL: gpu.func @g
// CHECK-NOT: memref.alloc
// CHECK-NOT: gpu.barrier
// CHECK: math.exp
// CHECK: vector.store
func.func private @g(%a: tensor<8x16xf32>) -> tensor<8x16xf32> attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [1, 1, 1], tile = [1], vector = 4>} {
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
