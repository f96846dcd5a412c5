// RUN: burin-opt %s -pass-pipeline='builtin.module(gpu.module(poison-local-memory))' -o %t.mlir
// RUN: FileCheck %s < %t.mlir
// RUN: burin-opt %t.mlir -pass-pipeline='builtin.module(gpu.module(poison-local-memory))' | FileCheck %s

// Every item fills its share before anything else; where memory is allocated does not matter.
// CHECK-LABEL: gpu.func @two
// CHECK-DAG: %[[Y:.*]] = gpu.thread_id y
// CHECK-DAG: %[[X:.*]] = gpu.thread_id x
// CHECK: %[[ROW:.*]] = arith.muli %[[Y]], %{{.*}} : index
// CHECK: %[[ITEM:.*]] = arith.addi %[[ROW]], %[[X]] : index
// CHECK: %[[FLOATS:.*]] = memref.alloc() : memref<40xf32
// CHECK: %[[NAN:.*]] = arith.constant 0xFFFFFFFF : f32
// CHECK: %[[END:.*]] = arith.constant 40 : index
// CHECK: %[[STEP:.*]] = arith.constant 16 : index
// CHECK: scf.for %[[I:.*]] = %[[ITEM]] to %[[END]] step %[[STEP]] {
// CHECK-NEXT: memref.store %[[NAN]], %[[FLOATS]][%[[I]]]
// CHECK: %[[UNITS:.*]] = memref.alloc() : memref<8xvector<4xi32>
// CHECK: %[[ONES:.*]] = arith.constant dense<-1> : vector<4xi32>
// CHECK: memref.store %[[ONES]], %[[UNITS]][
// CHECK: gpu.barrier
// CHECK-NOT: scf.for
// CHECK: memref.store %{{.*}}, %[[FLOATS]]
// CHECK: gpu.barrier
// CHECK-NOT: gpu.barrier
// CHECK: gpu.return
gpu.module @two {
  gpu.func @two(%a: memref<64xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 8, 2, 1>} {
    %i = gpu.thread_id x
    %v = memref.load %a[%i] : memref<64xf32, #gpu.address_space<global>>
    %f = memref.alloc() : memref<40xf32, #gpu.address_space<workgroup>>
    memref.store %v, %f[%i] : memref<40xf32, #gpu.address_space<workgroup>>
    gpu.barrier
    %u = memref.alloc() : memref<8xvector<4xi32>, #gpu.address_space<workgroup>>
    %w = memref.load %u[%i] : memref<8xvector<4xi32>, #gpu.address_space<workgroup>>
    memref.store %w, %u[%i] : memref<8xvector<4xi32>, #gpu.address_space<workgroup>>
    gpu.return
  }
}

// Halves, and one item alone.
// CHECK-LABEL: gpu.func @halves
// CHECK: arith.constant 0xFFFF : f16
// CHECK: gpu.barrier
gpu.module @halves {
  gpu.func @halves(%a: memref<64xf16, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 1, 1, 1>} {
    %c0 = arith.constant 0 : index
    %m = memref.alloc() : memref<4xf16, #gpu.address_space<workgroup>>
    %v = memref.load %m[%c0] : memref<4xf16, #gpu.address_space<workgroup>>
    memref.store %v, %a[%c0] : memref<64xf16, #gpu.address_space<global>>
    gpu.return
  }
}

// Nothing to fill.
// CHECK-LABEL: gpu.func @none
// CHECK-NOT: gpu.barrier
gpu.module @none {
  gpu.func @none(%a: memref<64xf32, #gpu.address_space<global>>) kernel attributes {known_block_size = array<i32: 8, 1, 1>} {
    gpu.return
  }
}
