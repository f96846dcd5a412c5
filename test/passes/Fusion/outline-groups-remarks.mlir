// RUN: burin-opt %s --outline-groups --split-input-file --remarks-filter="fusion" 2>&1 | FileCheck %s
// RUN: burin-opt %s --outline-groups=prologues=false --split-input-file --remarks-filter="fusion" 2>&1 | FileCheck %s --check-prefix=OFF

#id = affine_map<(d0, d1) -> (d0, d1)>

// 8 x 64 f32 neither written nor read.
// CHECK: [Passed] prologue{{.*}}linalg.generic joined the group of linalg.softmax: saves 4096 bytes
// OFF: [Missed] prologue{{.*}}not in the kernel of linalg.softmax: prologues are disabled; would save 4096 bytes
func.func @cheap(%x: tensor<8x64xf32>) -> tensor<8x64xf32> {
  %e = tensor.empty() : tensor<8x64xf32>
  %0 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<8x64xf32>) outs(%e : tensor<8x64xf32>) {
  ^bb0(%i0: f32, %o: f32):
    %s = arith.negf %i0 : f32
    linalg.yield %s : f32
  } -> tensor<8x64xf32>
  %s = linalg.softmax dimension(1) ins(%0 : tensor<8x64xf32>) outs(%e : tensor<8x64xf32>) -> tensor<8x64xf32>
  return %s : tensor<8x64xf32>
}

// -----

#id = affine_map<(d0, d1) -> (d0, d1)>

// CHECK: [Missed] prologue{{.*}}linalg.softmax: its transcendental functions would be computed more than once; would save 4096 bytes
func.func @transcendental(%x: tensor<8x64xf32>) -> tensor<8x64xf32> {
  %e = tensor.empty() : tensor<8x64xf32>
  %0 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<8x64xf32>) outs(%e : tensor<8x64xf32>) {
  ^bb0(%i0: f32, %o: f32):
    %s = math.exp %i0 : f32
    linalg.yield %s : f32
  } -> tensor<8x64xf32>
  %s = linalg.softmax dimension(1) ins(%0 : tensor<8x64xf32>) outs(%e : tensor<8x64xf32>) -> tensor<8x64xf32>
  return %s : tensor<8x64xf32>
}

// -----

#id = affine_map<(d0, d1) -> (d0, d1)>

// CHECK: [Missed] prologue{{.*}}linalg.softmax: other ops read it as well; would save 4096 bytes
func.func @shared(%x: tensor<8x64xf32>) -> (tensor<8x64xf32>, tensor<8x64xf32>) {
  %e = tensor.empty() : tensor<8x64xf32>
  %0 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x : tensor<8x64xf32>) outs(%e : tensor<8x64xf32>) {
  ^bb0(%i0: f32, %o: f32):
    %s = arith.negf %i0 : f32
    linalg.yield %s : f32
  } -> tensor<8x64xf32>
  %s = linalg.softmax dimension(1) ins(%0 : tensor<8x64xf32>) outs(%e : tensor<8x64xf32>) -> tensor<8x64xf32>
  return %s, %0 : tensor<8x64xf32>, tensor<8x64xf32>
}

// -----

#id = affine_map<(d0, d1) -> (d0, d1)>

// A matmul's rows are read once per tile of columns.
// CHECK: [Missed] prologue{{.*}}linalg.matmul: its kernel reads each element many times; would save 1024 bytes
func.func @matmul(%a: tensor<8x16xf32>, %b: tensor<16x64xf32>) -> tensor<8x64xf32> {
  %z = arith.constant 0.0 : f32
  %ea = tensor.empty() : tensor<8x16xf32>
  %e = tensor.empty() : tensor<8x64xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<8x64xf32>) -> tensor<8x64xf32>
  %0 = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%a : tensor<8x16xf32>) outs(%ea : tensor<8x16xf32>) {
  ^bb0(%i0: f32, %o: f32):
    %s = math.exp %i0 : f32
    linalg.yield %s : f32
  } -> tensor<8x16xf32>
  %m = linalg.matmul ins(%0, %b : tensor<8x16xf32>, tensor<16x64xf32>) outs(%f : tensor<8x64xf32>) -> tensor<8x64xf32>
  return %m : tensor<8x64xf32>
}
