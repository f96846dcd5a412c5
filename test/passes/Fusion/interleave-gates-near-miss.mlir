// RUN: burin-opt %s --interleave-gates | FileCheck %s
// RUN: burin-opt %s --interleave-gates -o %t.mlir
// RUN: not grep "reshape<" %t.mlir

#id = affine_map<(d0, d1) -> (d0, d1)>
#last = affine_map<(d0, d1) -> (d1)>

// The weight is computed: nothing can permute it beforehand.
// CHECK-LABEL: func.func @computed_weight
// CHECK-COUNT-2: tensor.extract_slice
func.func @computed_weight(%x: tensor<8x16xf32>, %w: tensor<16x64xf32>) -> tensor<8x32xf32> {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<8x64xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<8x64xf32>) -> tensor<8x64xf32>
  %0 = linalg.matmul ins(%x, %w : tensor<8x16xf32>, tensor<16x64xf32>) outs(%z : tensor<8x64xf32>) -> tensor<8x64xf32>
  %h = tensor.extract_slice %0[0, 0] [8, 32] [1, 1] : tensor<8x64xf32> to tensor<8x32xf32>
  %g = tensor.extract_slice %0[0, 32] [8, 32] [1, 1] : tensor<8x64xf32> to tensor<8x32xf32>
  %e2 = tensor.empty() : tensor<8x32xf32>
  %1 = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%h, %g : tensor<8x32xf32>, tensor<8x32xf32>) outs(%e2 : tensor<8x32xf32>) {
  ^bb0(%a: f32, %c: f32, %o: f32):
    %m = arith.mulf %a, %c : f32
    linalg.yield %m : f32
  } -> tensor<8x32xf32>
  return %1 : tensor<8x32xf32>
}

// Somebody else reads the wide tensor.
// CHECK-LABEL: func.func @read_whole
// CHECK-COUNT-2: tensor.extract_slice
func.func @read_whole(%x: tensor<8x16xf32>) -> (tensor<8x32xf32>, tensor<8x64xf32>) {
  %w = plan.constant "w" #plan.file<0, offset = 0, length = 4096> of tensor<16x64xf32> -> tensor<16x64xf32>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<8x64xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<8x64xf32>) -> tensor<8x64xf32>
  %0 = linalg.matmul ins(%x, %w : tensor<8x16xf32>, tensor<16x64xf32>) outs(%z : tensor<8x64xf32>) -> tensor<8x64xf32>
  %h = tensor.extract_slice %0[0, 0] [8, 32] [1, 1] : tensor<8x64xf32> to tensor<8x32xf32>
  %g = tensor.extract_slice %0[0, 32] [8, 32] [1, 1] : tensor<8x64xf32> to tensor<8x32xf32>
  %e2 = tensor.empty() : tensor<8x32xf32>
  %1 = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%h, %g : tensor<8x32xf32>, tensor<8x32xf32>) outs(%e2 : tensor<8x32xf32>) {
  ^bb0(%a: f32, %c: f32, %o: f32):
    %m = arith.mulf %a, %c : f32
    linalg.yield %m : f32
  } -> tensor<8x32xf32>
  return %1, %0 : tensor<8x32xf32>, tensor<8x64xf32>
}

// Slices that overlap are no halves.
// CHECK-LABEL: func.func @overlapping
// CHECK-COUNT-2: tensor.extract_slice
func.func @overlapping(%x: tensor<8x16xf32>) -> tensor<8x32xf32> {
  %w = plan.constant "w" #plan.file<0, offset = 0, length = 4096> of tensor<16x64xf32> -> tensor<16x64xf32>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<8x64xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<8x64xf32>) -> tensor<8x64xf32>
  %0 = linalg.matmul ins(%x, %w : tensor<8x16xf32>, tensor<16x64xf32>) outs(%z : tensor<8x64xf32>) -> tensor<8x64xf32>
  %h = tensor.extract_slice %0[0, 0] [8, 32] [1, 1] : tensor<8x64xf32> to tensor<8x32xf32>
  %g = tensor.extract_slice %0[0, 16] [8, 32] [1, 1] : tensor<8x64xf32> to tensor<8x32xf32>
  %e2 = tensor.empty() : tensor<8x32xf32>
  %1 = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%h, %g : tensor<8x32xf32>, tensor<8x32xf32>) outs(%e2 : tensor<8x32xf32>) {
  ^bb0(%a: f32, %c: f32, %o: f32):
    %m = arith.mulf %a, %c : f32
    linalg.yield %m : f32
  } -> tensor<8x32xf32>
  return %1 : tensor<8x32xf32>
}

// A computed tensor varies along the columns: its order is fixed.
// CHECK-LABEL: func.func @computed_bias
// CHECK-COUNT-2: tensor.extract_slice
func.func @computed_bias(%x: tensor<8x16xf32>, %b: tensor<64xf32>) -> tensor<8x32xf32> {
  %w = plan.constant "w" #plan.file<0, offset = 0, length = 4096> of tensor<16x64xf32> -> tensor<16x64xf32>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<8x64xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<8x64xf32>) -> tensor<8x64xf32>
  %0 = linalg.matmul ins(%x, %w : tensor<8x16xf32>, tensor<16x64xf32>) outs(%z : tensor<8x64xf32>) -> tensor<8x64xf32>
  %s = linalg.generic {indexing_maps = [#id, #last, #id], iterator_types = ["parallel", "parallel"]}
      ins(%0, %b : tensor<8x64xf32>, tensor<64xf32>) outs(%e : tensor<8x64xf32>) {
  ^bb0(%a: f32, %c: f32, %o: f32):
    %m = arith.addf %a, %c : f32
    linalg.yield %m : f32
  } -> tensor<8x64xf32>
  %h = tensor.extract_slice %s[0, 0] [8, 32] [1, 1] : tensor<8x64xf32> to tensor<8x32xf32>
  %g = tensor.extract_slice %s[0, 32] [8, 32] [1, 1] : tensor<8x64xf32> to tensor<8x32xf32>
  %e2 = tensor.empty() : tensor<8x32xf32>
  %1 = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%h, %g : tensor<8x32xf32>, tensor<8x32xf32>) outs(%e2 : tensor<8x32xf32>) {
  ^bb0(%a: f32, %c: f32, %o: f32):
    %m = arith.mulf %a, %c : f32
    linalg.yield %m : f32
  } -> tensor<8x32xf32>
  return %1 : tensor<8x32xf32>
}
