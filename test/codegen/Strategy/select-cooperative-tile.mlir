// RUN: burin-opt %s --select-kernel-config | FileCheck %s
// RUN: burin-opt %s --select-kernel-config --select-kernel-config --verify-kernel-config | FileCheck %s

// 256 x 256 would be fastest, but needs more local memory than there is.
module attributes {burin.target = {name = "test", kind = "gpu", api = "vulkan", local_memory_bytes = 49152, max_workgroup_size = 256, subgroup_size = 32, vector_bytes = 16, workgroup_items = 64, register_tile = [4, 2], contraction_workgroup = [8, 8], compute_units = 16, registers_per_item = 255, matrix_unit = "cooperative-matrix", matrix_tiles = [[128, 128, 64, 32, 1, 32, 2, 300, 500], [64, 64, 32, 32, 1, 32, 2, 200, 500], [256, 256, 64, 64, 1, 32, 1, 900, 500]]}} {
  // CHECK: func.func private @large{{.*}}schedule = "cooperative-contraction", workgroup = [256, 1, 1], tile = [128, 128, 64, 32, 32, 1], vector = 4
  func.func private @large(%a: tensor<4096x640xf16>, %b: tensor<640x4096xf16>) -> tensor<4096x4096xf32> {
    %z = arith.constant dense<0.0> : tensor<4096x4096xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<4096x640xf16>, tensor<640x4096xf16>) outs(%z : tensor<4096x4096xf32>) -> tensor<4096x4096xf32>
    return %0 : tensor<4096x4096xf32>
  }
  // Large tiles would leave most processors idle.
  // CHECK: func.func private @small{{.*}}schedule = "cooperative-contraction", workgroup = [128, 1, 1], tile = [64, 64, 32, 32, 32, 1]
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
  // 4 columns are no run of 8 halves: another schedule.
  // CHECK: func.func private @narrow{{.*}}schedule = "cooperative-narrow"
  func.func private @narrow(%a: tensor<256x64xf16>, %b: tensor<64x4xf16>) -> tensor<256x4xf32> {
    %z = arith.constant dense<0.0> : tensor<256x4xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<256x64xf16>, tensor<64x4xf16>) outs(%z : tensor<256x4xf32>) -> tensor<256x4xf32>
    return %0 : tensor<256x4xf32>
  }
  // Keys of an attention: both operands run along k.
  // CHECK: func.func private @keys{{.*}}schedule = "cooperative-contraction", workgroup = [256, 1, 1], tile = [128, 128, 64, 32, 32, 1], vector = 4
  func.func private @keys(%a: tensor<4096x640xf16>, %b: tensor<4096x640xf16>) -> tensor<4096x4096xf32> {
    %z = arith.constant dense<0.0> : tensor<4096x4096xf32>
    %0 = linalg.matmul indexing_maps = [affine_map<(m, n, k) -> (m, k)>, affine_map<(m, n, k) -> (n, k)>, affine_map<(m, n, k) -> (m, n)>] ins(%a, %b : tensor<4096x640xf16>, tensor<4096x640xf16>) outs(%z : tensor<4096x4096xf32>) -> tensor<4096x4096xf32>
    return %0 : tensor<4096x4096xf32>
  }
  // A transposed lhs has no runs along k.
  // CHECK: func.func private @transposed{{.*}}schedule = "contraction"
  func.func private @transposed(%t: tensor<64x256xf16>, %b: tensor<64x256xf16>) -> tensor<256x256xf32> {
    %e = tensor.empty() : tensor<256x64xf16>
    %a = linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d1, d0)>, affine_map<(d0, d1) -> (d0, d1)>], iterator_types = ["parallel", "parallel"]} ins(%t : tensor<64x256xf16>) outs(%e : tensor<256x64xf16>) {
    ^bb0(%x: f16, %out: f16):
      linalg.yield %x : f16
    } -> tensor<256x64xf16>
    %z = arith.constant dense<0.0> : tensor<256x256xf32>
    %0 = linalg.matmul ins(%a, %b : tensor<256x64xf16>, tensor<64x256xf16>) outs(%z : tensor<256x256xf32>) -> tensor<256x256xf32>
    return %0 : tensor<256x256xf32>
  }
}
