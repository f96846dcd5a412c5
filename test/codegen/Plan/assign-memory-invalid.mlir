// RUN: burin-opt %s -verify-diagnostics --assign-memory

gpu.module @k {
  gpu.func @k(%a: memref<4xf32>, %b: memref<4xf32>) kernel {
    gpu.return
  }
}
func.func @dynamic(%x: tensor<4xf32>) {
  // expected-error @below {{has a result without a size: 'tensor<?xf32>'}}
  %0 = plan.dispatch @k::@k grid [1, 1, 1] (%x) : (tensor<4xf32>) -> tensor<?xf32>
  return
}
