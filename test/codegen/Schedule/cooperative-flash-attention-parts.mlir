// RUN: burin-opt %s --lower-to-kernels --canonicalize --cse | FileCheck %s

// Values of 256 elements in two parts, each with a one of its own; two stages of 16 keys:
// the next block is read while this one is multiplied and stored in the other, one barrier per block.
// CHECK-LABEL: gpu.func @g
// CHECK: %[[FIRST:.*]] = arith.muli %{{.*}}, %c128 : index
// CHECK: memref.alloc() : memref<1904xvector<4xi32>, #gpu.address_space<workgroup>>
// CHECK: memref.store %cst{{.*}}
// CHECK: memref.store %cst{{.*}}
// CHECK: gpu.barrier{{$}}
// CHECK: scf.for {{.*}}%[[STAGE:[^ ]*]] = %c0)
// CHECK: vector.load %arg1
// CHECK-NOT: gpu.barrier{{$}}
// CHECK: gpu.subgroup_mma_load_matrix {{.*}} {leadDimension = 33 : index, transpose}
// CHECK: gpu.subgroup_mma_load_matrix {{.*}} {leadDimension = 19 : index} : {{.*}}"BOp"
// CHECK: %[[OTHER:.*]] = arith.subi %c832, %[[STAGE]]
// CHECK-NOT: gpu.barrier{{$}}
// CHECK: arith.addi %[[OTHER]],
// CHECK: gpu.barrier{{$}}
// CHECK: scf.yield {{.*}} %[[OTHER]] :
func.func private @g(%q: tensor<1x2x64x256xf16>, %k: tensor<1x2x64x256xf16>, %v: tensor<1x2x64x256xf16>) -> tensor<1x2x64x256xf16> attributes {kernel.config = #kernel.config<schedule = "cooperative-flash-attention", workgroup = [96, 1, 1], tile = [16, 16, 3, 2, 2], vector = 4>} {
  %e = tensor.empty() : tensor<1x2x64x256xf16>
  %0 = fused.attention scale = 0.5 ins(%q, %k, %v : tensor<1x2x64x256xf16>, tensor<1x2x64x256xf16>, tensor<1x2x64x256xf16>) outs(%e : tensor<1x2x64x256xf16>) -> tensor<1x2x64x256xf16>
  return %0 : tensor<1x2x64x256xf16>
}
// CHECK-LABEL: func.func @main
// CHECK: plan.dispatch @g::@g grid [4, 2, 1]
func.func @main(%q: tensor<1x2x64x256xf16>, %k: tensor<1x2x64x256xf16>, %v: tensor<1x2x64x256xf16>) -> tensor<1x2x64x256xf16> {
  %r = call @g(%q, %k, %v) : (tensor<1x2x64x256xf16>, tensor<1x2x64x256xf16>, tensor<1x2x64x256xf16>) -> tensor<1x2x64x256xf16>
  return %r : tensor<1x2x64x256xf16>
}
