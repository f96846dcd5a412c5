// RUN: burin-opt %s -split-input-file -verify-diagnostics --lower-to-kernels

// Functions that are no group: what an element-wise chain or a root cannot hold.

// Two roots would be two kernels.
func.func private @g(%a: tensor<4x8xf32>) -> tensor<4x8xf32> attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [1, 1, 1], tile = [], vector = 1>} {
  %e = tensor.empty() : tensor<4x8xf32>
  %0 = linalg.softmax dimension(1) ins(%a : tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) -> tensor<4x8xf32>
  // expected-error @below {{is a second root in group g}}
  %1 = linalg.softmax dimension(1) ins(%0 : tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) -> tensor<4x8xf32>
  return %1 : tensor<4x8xf32>
}
func.func @main(%a: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %r = call @g(%a) : (tensor<4x8xf32>) -> tensor<4x8xf32>
  return %r : tensor<4x8xf32>
}

// -----

// The only second results that a kernel writes are sums of the first and what a group norm reads.
// expected-error @below {{has a second result that is no fused.block_sums or fused.row_sums of the first and no input of a fused.group_norm}}
func.func private @g(%a: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>) attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 1>} {
  return %a, %a : tensor<4xf32>, tensor<4xf32>
}
func.func @main(%a: tensor<4xf32>) -> tensor<4xf32> {
  %r:2 = call @g(%a) : (tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>)
  return %r#0 : tensor<4xf32>
}

// -----

// A layer norm keeps nothing.
// expected-error @below {{has a second result that is no fused.block_sums or fused.row_sums of the first and no input of a fused.group_norm}}
func.func private @g(%a: tensor<4x8xf32>, %g: tensor<8xf32>) -> (tensor<4x8xf32>, tensor<4x8xf32>) attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [1, 1, 1], tile = [], vector = 1>} {
  %e = tensor.empty() : tensor<4x8xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(m, n) -> (m, n)>, affine_map<(m, n) -> (m, n)>], iterator_types = ["parallel", "parallel"]} ins(%a : tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) {
  ^bb0(%i: f32, %o: f32):
    %t = arith.addf %i, %i : f32
    linalg.yield %t : f32
  } -> tensor<4x8xf32>
  %1 = fused.layer_norm epsilon = 1.0e-5 ins(%0, %g, %g : tensor<4x8xf32>, tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<4x8xf32>) -> tensor<4x8xf32>
  return %1, %0 : tensor<4x8xf32>, tensor<4x8xf32>
}
func.func @main(%a: tensor<4x8xf32>, %g: tensor<8xf32>) -> tensor<4x8xf32> {
  %r:2 = call @g(%a, %g) : (tensor<4x8xf32>, tensor<8xf32>) -> (tensor<4x8xf32>, tensor<4x8xf32>)
  return %r#0 : tensor<4x8xf32>
}

// -----

// A group norm keeps its own input, not another tensor.
// expected-error @below {{has a second result that is no fused.block_sums or fused.row_sums of the first and no input of a fused.group_norm}}
func.func private @g(%a: tensor<1x4x8xf32>, %g: tensor<8xf32>) -> (tensor<1x4x8xf32>, tensor<1x4x8xf32>) attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [1, 1, 1], tile = [], vector = 1>} {
  %e = tensor.empty() : tensor<1x4x8xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(b, m, n) -> (b, m, n)>, affine_map<(b, m, n) -> (b, m, n)>], iterator_types = ["parallel", "parallel", "parallel"]} ins(%a : tensor<1x4x8xf32>) outs(%e : tensor<1x4x8xf32>) {
  ^bb0(%i: f32, %o: f32):
    %t = arith.addf %i, %i : f32
    linalg.yield %t : f32
  } -> tensor<1x4x8xf32>
  %1 = fused.group_norm groups = 4 epsilon = 1.0e-5 ins(%a, %g, %g : tensor<1x4x8xf32>, tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<1x4x8xf32>) -> tensor<1x4x8xf32>
  return %1, %0 : tensor<1x4x8xf32>, tensor<1x4x8xf32>
}
func.func @main(%a: tensor<1x4x8xf32>, %g: tensor<8xf32>) -> tensor<1x4x8xf32> {
  %r:2 = call @g(%a, %g) : (tensor<1x4x8xf32>, tensor<8xf32>) -> (tensor<1x4x8xf32>, tensor<1x4x8xf32>)
  return %r#0 : tensor<1x4x8xf32>
}

// -----

// A declaration computes nothing.
// expected-error @below {{is no group: expected one block and one result}}
func.func private @g(tensor<4xf32>) -> tensor<4xf32> attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 1>}
func.func @main(%a: tensor<4xf32>) -> tensor<4xf32> {
  %r = call @g(%a) : (tensor<4xf32>) -> tensor<4xf32>
  return %r : tensor<4xf32>
}

// -----

// An op without a form for one element.
func.func private @g(%a: tensor<4xf32>) -> tensor<4xf32> attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 1>} {
  // expected-error @below {{has no element form: it cannot be inlined into a kernel}}
  %0 = tensor.insert_slice %a into %a[0] [4] [1] : tensor<4xf32> into tensor<4xf32>
  return %0 : tensor<4xf32>
}
func.func @main(%a: tensor<4xf32>) -> tensor<4xf32> {
  %r = call @g(%a) : (tensor<4xf32>) -> tensor<4xf32>
  return %r : tensor<4xf32>
}

// -----

// A fill with a value that is only known at run time.
func.func private @g(%a: tensor<4xf32>) -> tensor<4xf32> attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 1>} {
  %c0 = arith.constant 0 : index
  %v = tensor.extract %a[%c0] : tensor<4xf32>
  %e = tensor.empty() : tensor<4xf32>
  // expected-error @below {{has a fill value that is not a constant}}
  %0 = linalg.fill ins(%v : f32) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}
func.func @main(%a: tensor<4xf32>) -> tensor<4xf32> {
  %r = call @g(%a) : (tensor<4xf32>) -> tensor<4xf32>
  return %r : tensor<4xf32>
}

// -----

// Padding with a value that is only known at run time.
func.func private @g(%a: tensor<4xf32>) -> tensor<6xf32> attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 1>} {
  %c0 = arith.constant 0 : index
  %v = tensor.extract %a[%c0] : tensor<4xf32>
  // expected-error @below {{has a padding that is not a constant}}
  %0 = tensor.pad %a low[1] high[1] {
  ^bb0(%i: index):
    tensor.yield %v : f32
  } : tensor<4xf32> to tensor<6xf32>
  return %0 : tensor<6xf32>
}
func.func @main(%a: tensor<4xf32>) -> tensor<6xf32> {
  %r = call @g(%a) : (tensor<4xf32>) -> tensor<6xf32>
  return %r : tensor<6xf32>
}

// -----

// A body that uses a value of the function, not of its element.
func.func private @g(%a: tensor<4xf32>) -> tensor<4xf32> attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 1>} {
  %c0 = arith.constant 0 : index
  %v = tensor.extract %a[%c0] : tensor<4xf32>
  %e = tensor.empty() : tensor<4xf32>
  %0 = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]} ins(%a : tensor<4xf32>) outs(%e : tensor<4xf32>) {
  ^bb0(%x: f32, %o: f32):
    // expected-error @below {{uses a value that a kernel does not have}}
    %s = arith.addf %x, %v : f32
    linalg.yield %s : f32
  } -> tensor<4xf32>
  return %0 : tensor<4xf32>
}
func.func @main(%a: tensor<4xf32>) -> tensor<4xf32> {
  %r = call @g(%a) : (tensor<4xf32>) -> tensor<4xf32>
  return %r : tensor<4xf32>
}

// -----

// A body that yields such a value.
func.func private @g(%a: tensor<4xf32>) -> tensor<4xf32> attributes {kernel.config = #kernel.config<schedule = "elementwise", workgroup = [8, 1, 1], tile = [], vector = 1>} {
  %c0 = arith.constant 0 : index
  %v = tensor.extract %a[%c0] : tensor<4xf32>
  %e = tensor.empty() : tensor<4xf32>
  // expected-error @below {{yields a value that a kernel does not have}}
  %0 = linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]} ins(%a : tensor<4xf32>) outs(%e : tensor<4xf32>) {
  ^bb0(%x: f32, %o: f32):
    linalg.yield %v : f32
  } -> tensor<4xf32>
  return %0 : tensor<4xf32>
}
func.func @main(%a: tensor<4xf32>) -> tensor<4xf32> {
  %r = call @g(%a) : (tensor<4xf32>) -> tensor<4xf32>
  return %r : tensor<4xf32>
}

// -----

// A softmax over another dimension than the last is no row.
func.func private @g(%a: tensor<4x8xf32>) -> tensor<4x8xf32> attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [1, 1, 1], tile = [], vector = 1>} {
  %e = tensor.empty() : tensor<4x8xf32>
  // expected-error @below {{has a row schedule for the last dimension only}}
  %0 = linalg.softmax dimension(0) ins(%a : tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) -> tensor<4x8xf32>
  return %0 : tensor<4x8xf32>
}
func.func @main(%a: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %r = call @g(%a) : (tensor<4x8xf32>) -> tensor<4x8xf32>
  return %r : tensor<4x8xf32>
}

// -----

// A root that is read in two ways has no one place to store to.
func.func private @g(%a: tensor<4x8xf32>) -> tensor<4x8xf32> attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [1, 1, 1], tile = [], vector = 1>} {
  %e = tensor.empty() : tensor<4x8xf32>
  // expected-error @below {{is used in more than one way inside group g}}
  %0 = linalg.softmax dimension(1) ins(%a : tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) -> tensor<4x8xf32>
  %1 = tensor.extract_slice %0[0, 0] [4, 4] [1, 1] : tensor<4x8xf32> to tensor<4x4xf32>
  %2 = tensor.extract_slice %0[0, 4] [4, 4] [1, 1] : tensor<4x8xf32> to tensor<4x4xf32>
  %3 = tensor.concat dim(1) %2, %1 : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x8xf32>
  return %3 : tensor<4x8xf32>
}
func.func @main(%a: tensor<4x8xf32>) -> tensor<4x8xf32> {
  %r = call @g(%a) : (tensor<4x8xf32>) -> tensor<4x8xf32>
  return %r : tensor<4x8xf32>
}

// -----

// A slice of a root drops elements that its kernel computes.
func.func private @g(%a: tensor<4x8xf32>) -> tensor<4x4xf32> attributes {kernel.config = #kernel.config<schedule = "row", workgroup = [1, 1, 1], tile = [], vector = 1>} {
  %e = tensor.empty() : tensor<4x8xf32>
  %0 = linalg.softmax dimension(1) ins(%a : tensor<4x8xf32>) outs(%e : tensor<4x8xf32>) -> tensor<4x8xf32>
  // expected-error @below {{cannot follow a root in its group}}
  %1 = tensor.extract_slice %0[0, 0] [4, 4] [1, 1] : tensor<4x8xf32> to tensor<4x4xf32>
  return %1 : tensor<4x4xf32>
}
func.func @main(%a: tensor<4x8xf32>) -> tensor<4x4xf32> {
  %r = call @g(%a) : (tensor<4x8xf32>) -> tensor<4x4xf32>
  return %r : tensor<4x4xf32>
}
