// RUN: burin-opt %s -split-input-file --share-guidance-halves=inputs=sample | FileCheck %s --implicit-check-not=plan.equal_halves

#id2 = affine_map<(d0, d1) -> (d0, d1)>

// The input is not the named one.
// CHECK-LABEL: func.func @main
// CHECK: linalg.matmul {{.*}} -> tensor<2x16xf32>
func.func @main(%x: tensor<2x8xf32> {plan.name = "text"}, %s: tensor<2x16xf32> {plan.name = "sample"}) -> tensor<2x16xf32> {
  %w = plan.constant "w" #plan.file<0, offset = 0, length = 512> of tensor<8x16xf32> -> tensor<8x16xf32>
  %m = linalg.matmul ins(%x, %w : tensor<2x8xf32>, tensor<8x16xf32>) outs(%s : tensor<2x16xf32>) -> tensor<2x16xf32>
  return %m : tensor<2x16xf32>
}

// -----

// An odd batch has no halves.
// CHECK-LABEL: func.func @main
// CHECK: linalg.matmul {{.*}} -> tensor<3x16xf32>
func.func @main(%x: tensor<3x8xf32> {plan.name = "sample"}) -> tensor<3x16xf32> {
  %w = plan.constant "w" #plan.file<0, offset = 0, length = 512> of tensor<8x16xf32> -> tensor<8x16xf32>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<3x16xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<3x16xf32>) -> tensor<3x16xf32>
  %m = linalg.matmul ins(%x, %w : tensor<3x8xf32>, tensor<8x16xf32>) outs(%z : tensor<3x16xf32>) -> tensor<3x16xf32>
  return %m : tensor<3x16xf32>
}

// -----

// A matmul that sums over the batch, and one whose rows are columns of the input.
#a = affine_map<(d0, d1, d2) -> (d2, d0)>
#b = affine_map<(d0, d1, d2) -> (d2, d1)>
#c = affine_map<(d0, d1, d2) -> (d0, d1)>
// CHECK-LABEL: func.func @main
// CHECK: linalg.generic {{.*}} outs(%{{.*}} : tensor<8x16xf32>)
func.func @main(%x: tensor<2x8xf32> {plan.name = "sample"}) -> tensor<8x16xf32> {
  %w = plan.constant "w" #plan.file<0, offset = 0, length = 128> of tensor<2x16xf32> -> tensor<2x16xf32>
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<8x16xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<8x16xf32>) -> tensor<8x16xf32>
  %m = linalg.generic {indexing_maps = [#a, #b, #c], iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%x, %w : tensor<2x8xf32>, tensor<2x16xf32>) outs(%z : tensor<8x16xf32>) {
  ^bb0(%p: f32, %q: f32, %o: f32):
    %s = arith.mulf %p, %q : f32
    %t = arith.addf %s, %o : f32
    linalg.yield %t : f32
  } -> tensor<8x16xf32>
  return %m : tensor<8x16xf32>
}

// -----

// The position in the batch takes part: after the matmul the halves differ, and
// the matmul alone is shared no more than its reader allows.
#id2 = affine_map<(d0, d1) -> (d0, d1)>
// CHECK-LABEL: func.func @main
// CHECK: linalg.index 0
// CHECK: linalg.matmul {{.*}} -> tensor<2x16xf32>
func.func @main(%x: tensor<2x8xf32> {plan.name = "sample"}) -> tensor<2x16xf32> {
  %w = plan.constant "w" #plan.file<0, offset = 0, length = 512> of tensor<8x16xf32> -> tensor<8x16xf32>
  %zero = arith.constant 0.0 : f32
  %e8 = tensor.empty() : tensor<2x8xf32>
  %i = linalg.generic {indexing_maps = [#id2, #id2], iterator_types = ["parallel", "parallel"]} ins(%x : tensor<2x8xf32>) outs(%e8 : tensor<2x8xf32>) {
  ^bb0(%a: f32, %o: f32):
    %n = linalg.index 0 : index
    %k = arith.index_cast %n : index to i32
    %f = arith.sitofp %k : i32 to f32
    %s = arith.addf %a, %f : f32
    linalg.yield %s : f32
  } -> tensor<2x8xf32>
  %e = tensor.empty() : tensor<2x16xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<2x16xf32>) -> tensor<2x16xf32>
  %m = linalg.matmul ins(%i, %w : tensor<2x8xf32>, tensor<8x16xf32>) outs(%z : tensor<2x16xf32>) -> tensor<2x16xf32>
  return %m : tensor<2x16xf32>
}

// -----

// A constant with a batch of its own, a concat along the batch, a pad of the batch, a
// slice of it, and a view whose rows are not rows of the batch.
#id2 = affine_map<(d0, d1) -> (d0, d1)>
// CHECK-LABEL: func.func @main
// CHECK: linalg.matmul {{.*}} -> tensor<2x8xf32>
// CHECK: linalg.matmul {{.*}} -> tensor<4x8xf32>
// CHECK: linalg.matmul {{.*}} -> tensor<4x8xf32>
// CHECK: linalg.matmul {{.*}} -> tensor<2x8xf32>
func.func @main(%x: tensor<2x8xf32> {plan.name = "sample"}, %c: tensor<2x8xf32> {plan.name = "c"})
    -> (tensor<2x8xf32>, tensor<4x8xf32>, tensor<4x8xf32>, tensor<2x8xf32>) {
  %w = plan.constant "w" #plan.file<0, offset = 0, length = 256> of tensor<8x8xf32> -> tensor<8x8xf32>
  %zero = arith.constant 0.0 : f32
  %table = arith.constant dense<[[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0], [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0]]> : tensor<2x8xf32>
  %e = tensor.empty() : tensor<2x8xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<2x8xf32>) -> tensor<2x8xf32>
  %e4 = tensor.empty() : tensor<4x8xf32>
  %z4 = linalg.fill ins(%zero : f32) outs(%e4 : tensor<4x8xf32>) -> tensor<4x8xf32>
  %s = linalg.generic {indexing_maps = [#id2, #id2, #id2], iterator_types = ["parallel", "parallel"]} ins(%x, %table : tensor<2x8xf32>, tensor<2x8xf32>) outs(%e : tensor<2x8xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %v = arith.addf %a, %b : f32
    linalg.yield %v : f32
  } -> tensor<2x8xf32>
  %0 = linalg.matmul ins(%s, %w : tensor<2x8xf32>, tensor<8x8xf32>) outs(%z : tensor<2x8xf32>) -> tensor<2x8xf32>
  %cat = tensor.concat dim(0) %x, %x : (tensor<2x8xf32>, tensor<2x8xf32>) -> tensor<4x8xf32>
  %1 = linalg.matmul ins(%cat, %w : tensor<4x8xf32>, tensor<8x8xf32>) outs(%z4 : tensor<4x8xf32>) -> tensor<4x8xf32>
  %pad = tensor.pad %x low[1, 0] high[1, 0] {
  ^bb0(%i: index, %j: index):
    tensor.yield %zero : f32
  } : tensor<2x8xf32> to tensor<4x8xf32>
  %2 = linalg.matmul ins(%pad, %w : tensor<4x8xf32>, tensor<8x8xf32>) outs(%z4 : tensor<4x8xf32>) -> tensor<4x8xf32>
  %row = tensor.extract_slice %x[0, 0] [1, 8] [1, 1] : tensor<2x8xf32> to tensor<1x8xf32>
  %wide = tensor.concat dim(0) %row, %row : (tensor<1x8xf32>, tensor<1x8xf32>) -> tensor<2x8xf32>
  %3 = linalg.matmul ins(%wide, %w : tensor<2x8xf32>, tensor<8x8xf32>) outs(%z : tensor<2x8xf32>) -> tensor<2x8xf32>
  return %0, %1, %2, %3 : tensor<2x8xf32>, tensor<4x8xf32>, tensor<4x8xf32>, tensor<2x8xf32>
}

// -----

// Nothing but element-wise arithmetic would be saved: giving it back costs more.
#id2 = affine_map<(d0, d1) -> (d0, d1)>
// CHECK-LABEL: func.func @main
// CHECK-NOT: tensor.extract_slice
// CHECK: math.exp
// CHECK: linalg.matmul {{.*}} -> tensor<2x16xf32>
func.func @main(%x: tensor<2x8xf32> {plan.name = "sample"}, %w: tensor<8x16xf32> {plan.name = "w"}, %z: tensor<2x16xf32> {plan.name = "z"}) -> tensor<2x16xf32> {
  %e = tensor.empty() : tensor<2x8xf32>
  %y = linalg.generic {indexing_maps = [#id2, #id2], iterator_types = ["parallel", "parallel"]} ins(%x : tensor<2x8xf32>) outs(%e : tensor<2x8xf32>) {
  ^bb0(%a: f32, %o: f32):
    %s = math.exp %a : f32
    linalg.yield %s : f32
  } -> tensor<2x8xf32>
  %m = linalg.matmul ins(%y, %w : tensor<2x8xf32>, tensor<8x16xf32>) outs(%z : tensor<2x16xf32>) -> tensor<2x16xf32>
  return %m : tensor<2x16xf32>
}

// -----

// Without the named input there is no contract to make: what depends on the timestep
// only stays as it is.
// CHECK-LABEL: func.func @main
// CHECK: linalg.matmul {{.*}} -> tensor<2x16xf32>
#all = affine_map<(d0, d1) -> (0, d1)>
#id = affine_map<(d0, d1) -> (d0, d1)>
func.func @main(%x: tensor<2x16xf32> {plan.name = "sample"}, %t: tensor<1x8xf32> {plan.name = "timestep"}, %c: tensor<2x16xf32> {plan.name = "c"}) -> tensor<2x16xf32> {
  %w = plan.constant "w" #plan.file<0, offset = 0, length = 512> of tensor<8x16xf32> -> tensor<8x16xf32>
  %zero = arith.constant 0.0 : f32
  %e8 = tensor.empty() : tensor<2x8xf32>
  %b = linalg.generic {indexing_maps = [#all, #id], iterator_types = ["parallel", "parallel"]} ins(%t : tensor<1x8xf32>) outs(%e8 : tensor<2x8xf32>) {
  ^bb0(%a: f32, %o: f32):
    linalg.yield %a : f32
  } -> tensor<2x8xf32>
  %e = tensor.empty() : tensor<2x16xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<2x16xf32>) -> tensor<2x16xf32>
  %m = linalg.matmul ins(%b, %w : tensor<2x8xf32>, tensor<8x16xf32>) outs(%z : tensor<2x16xf32>) -> tensor<2x16xf32>
  %y = linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]} ins(%m, %c : tensor<2x16xf32>, tensor<2x16xf32>) outs(%e : tensor<2x16xf32>) {
  ^bb0(%a: f32, %d: f32, %o: f32):
    %s = arith.addf %a, %d : f32
    linalg.yield %s : f32
  } -> tensor<2x16xf32>
  return %y : tensor<2x16xf32>
}
