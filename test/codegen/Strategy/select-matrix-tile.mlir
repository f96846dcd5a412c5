// RUN: burin-opt %s --select-kernel-config --verify-kernel-config | FileCheck %s
// RUN: burin-opt %s --select-kernel-config --select-kernel-config | FileCheck %s

// The third tile is the fastest but needs 128 KB of local memory: never chosen.
// CHECK-NOT: tile = [256
module attributes {burin.target = {name = "test", kind = "gpu", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "mma.sync", matrix_tiles = [[128, 128, 64, 32, 2, 32, 1, 300, 500], [64, 64, 32, 32, 3, 32, 2, 200, 500], [256, 256, 64, 64, 4, 32, 1, 900, 500]]}} {
  // Many tiles: the large one reuses more.
  // CHECK: func.func private @large{{.*}}schedule = "matrix-contraction", workgroup = [256, 1, 1], tile = [128, 128, 64, 32, 2, 32], vector = 2
  func.func private @large(%a: tensor<4096x64xf16>, %b: tensor<64x1024xf16>) -> tensor<4096x1024xf32> {
    %z = arith.constant dense<0.0> : tensor<4096x1024xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<4096x64xf16>, tensor<64x1024xf16>) outs(%z : tensor<4096x1024xf32>) -> tensor<4096x1024xf32>
    return %0 : tensor<4096x1024xf32>
  }
  // Four large tiles would leave 12 of 16 processors idle.
  // CHECK: func.func private @small{{.*}}schedule = "matrix-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 3, 32]
  func.func private @small(%a: tensor<256x64xf16>, %b: tensor<64x256xf16>) -> tensor<256x256xf32> {
    %z = arith.constant dense<0.0> : tensor<256x256xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<256x64xf16>, tensor<64x256xf16>) outs(%z : tensor<256x256xf32>) -> tensor<256x256xf32>
    return %0 : tensor<256x256xf32>
  }
  // f32 operands have no matrix unit here.
  // CHECK: func.func private @single{{.*}}schedule = "contraction"
  func.func private @single(%a: tensor<256x64xf32>, %b: tensor<64x256xf32>) -> tensor<256x256xf32> {
    %z = arith.constant dense<0.0> : tensor<256x256xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<256x64xf32>, tensor<64x256xf32>) outs(%z : tensor<256x256xf32>) -> tensor<256x256xf32>
    return %0 : tensor<256x256xf32>
  }
  // 4 columns are no run of 8 halves, but few enough to be loaded one by one.
  // CHECK: func.func private @narrow{{.*}}schedule = "matrix-contraction"
  func.func private @narrow(%a: tensor<256x64xf16>, %b: tensor<64x4xf16>) -> tensor<256x4xf32> {
    %z = arith.constant dense<0.0> : tensor<256x4xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<256x64xf16>, tensor<64x4xf16>) outs(%z : tensor<256x4xf32>) -> tensor<256x4xf32>
    return %0 : tensor<256x4xf32>
  }
  // 12 are neither.
  // CHECK: func.func private @twelve{{.*}}schedule = "contraction"
  func.func private @twelve(%a: tensor<256x64xf16>, %b: tensor<64x12xf16>) -> tensor<256x12xf32> {
    %z = arith.constant dense<0.0> : tensor<256x12xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<256x64xf16>, tensor<64x12xf16>) outs(%z : tensor<256x12xf32>) -> tensor<256x12xf32>
    return %0 : tensor<256x12xf32>
  }
  // A prologue that computes cannot be copied asynchronously.
  // CHECK: func.func private @computed{{.*}}schedule = "contraction"
  func.func private @computed(%a: tensor<256x64xf16>, %b: tensor<64x256xf16>) -> tensor<256x256xf32> {
    %e = tensor.empty() : tensor<256x64xf16>
    %n = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%a : tensor<256x64xf16>) outs(%e : tensor<256x64xf16>) {
    ^bb0(%x: f16, %out: f16):
      %y = arith.negf %x : f16
      linalg.yield %y : f16
    } -> tensor<256x64xf16>
    %z = arith.constant dense<0.0> : tensor<256x256xf32>
    %0 = linalg.matmul ins(%n, %b : tensor<256x64xf16>, tensor<64x256xf16>) outs(%z : tensor<256x256xf32>) -> tensor<256x256xf32>
    return %0 : tensor<256x256xf32>
  }
}
