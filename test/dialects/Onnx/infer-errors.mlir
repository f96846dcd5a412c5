// RUN: burin-opt %s --onnx-infer-shapes --split-input-file --verify-diagnostics

func.func @broadcast(%a: tensor<2x3xf32>, %b: tensor<2xf32>) {
  // expected-error @below {{cannot broadcast [2, 3] with [2]}}
  %r = onnx.Add %a, %b : (tensor<2x3xf32>, tensor<2xf32>) -> tensor<*xf32>
  return
}

// -----
func.func @element_types(%a: tensor<2xf32>, %b: tensor<2xf16>) {
  // expected-error @below {{mixes element types 'f32' and 'f16'}}
  %r = onnx.Add %a, %b : (tensor<2xf32>, tensor<2xf16>) -> tensor<*xf32>
  return
}

// -----
func.func @float_only(%a: tensor<2xi64>) {
  // expected-error @below {{needs floating-point elements}}
  %r = onnx.Sqrt %a : (tensor<2xi64>) -> tensor<*xf32>
  return
}

// -----
func.func @matmul(%a: tensor<2x3xf32>) {
  // expected-error @below {{inner dimensions differ: 3 and 2}}
  %r = onnx.MatMul %a, %a : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<*xf32>
  return
}

// -----
func.func @gemm(%a: tensor<2x3xf32>, %c: tensor<5xf32>) {
  // expected-error @below {{cannot broadcast [2, 2] with [5]}}
  %r = onnx.Gemm %a, %a, %c {transB = 1 : i64} : (tensor<2x3xf32>, tensor<2x3xf32>, tensor<5xf32>) -> tensor<*xf32>
  return
}

// -----
func.func @conv_channels(%x: tensor<1x4x7x7xf32>, %w: tensor<8x3x3x3xf32>) {
  %n = onnx.NoValue : none
  // expected-error @below {{channels of weights and input differ: 3 and 4}}
  %r = onnx.Conv %x, %w, %n : (tensor<1x4x7x7xf32>, tensor<8x3x3x3xf32>, none) -> tensor<*xf32>
  return
}

// -----
func.func @conv_stride(%x: tensor<1x4x7x7xf32>, %w: tensor<8x4x3x3xf32>) {
  %n = onnx.NoValue : none
  // expected-error @below {{strides contains 0}}
  %r = onnx.Conv %x, %w, %n {strides = array<i64: 0, 1>} : (tensor<1x4x7x7xf32>, tensor<8x4x3x3xf32>, none) -> tensor<*xf32>
  return
}

// -----
func.func @conv_group(%x: tensor<1x4x7x7xf32>, %w: tensor<8x4x3x3xf32>) {
  %n = onnx.NoValue : none
  // expected-error @below {{has the group count}}
  %r = onnx.Conv %x, %w, %n {group = 0 : i64} : (tensor<1x4x7x7xf32>, tensor<8x4x3x3xf32>, none) -> tensor<*xf32>
  return
}

// -----
func.func @conv_small(%x: tensor<1x4x2x2xf32>, %w: tensor<8x4x3x3xf32>) {
  %n = onnx.NoValue : none
  // expected-error @below {{has a window of 3 on a padded size of 2}}
  %r = onnx.Conv %x, %w, %n : (tensor<1x4x2x2xf32>, tensor<8x4x3x3xf32>, none) -> tensor<*xf32>
  return
}

// -----
func.func @conv_pads(%x: tensor<1x4x7x7xf32>, %w: tensor<8x4x3x3xf32>) {
  %n = onnx.NoValue : none
  // expected-error @below {{padded size that overflows}}
  %r = onnx.Conv %x, %w, %n {pads = array<i64: 9223372036854775807, 0, 0, 0>} : (tensor<1x4x7x7xf32>, tensor<8x4x3x3xf32>, none) -> tensor<*xf32>
  return
}

// -----
func.func @conv_dilation(%x: tensor<1x4x7x7xf32>, %w: tensor<8x4x3x3xf32>) {
  %n = onnx.NoValue : none
  // expected-error @below {{kernel extent that overflows}}
  %r = onnx.Conv %x, %w, %n {dilations = array<i64: 9223372036854775807, 1>} : (tensor<1x4x7x7xf32>, tensor<8x4x3x3xf32>, none) -> tensor<*xf32>
  return
}

// -----
func.func @pool_kernel(%x: tensor<1x4x7x7xf32>) {
  // expected-error @below {{kernel_shape has 1 entries, expected 2}}
  %r = onnx.MaxPool %x {kernel_shape = array<i64: 3>} : (tensor<1x4x7x7xf32>) -> tensor<*xf32>
  return
}

// -----
func.func @softmax(%x: tensor<2x3xf32>) {
  // expected-error @below {{axis 2 is out of range for rank 2}}
  %r = onnx.Softmax %x {axis = 2 : i64} : (tensor<2x3xf32>) -> tensor<*xf32>
  return
}

// -----
func.func @group_norm(%x: tensor<2x9x4xf32>, %s: tensor<9xf32>) {
  // expected-error @below {{cannot divide 9 channels into 2 groups}}
  %r = onnx.GroupNormalization %x, %s, %s {num_groups = 2 : i64} : (tensor<2x9x4xf32>, tensor<9xf32>, tensor<9xf32>) -> tensor<*xf32>
  return
}

// -----
func.func @instance_norm(%x: tensor<2x9x4xf32>, %s: tensor<8xf32>) {
  // expected-error @below {{parameters and channels differ: 8 and 9}}
  %r = onnx.InstanceNormalization %x, %s, %s : (tensor<2x9x4xf32>, tensor<8xf32>, tensor<8xf32>) -> tensor<*xf32>
  return
}

// -----
func.func @attention(%q: tensor<2x8x4x40xf32>, %k: tensor<2x8x4x64xf32>) {
  %n = onnx.NoValue : none
  // expected-error @below {{head sizes of Q and K differ: 40 and 64}}
  %r = onnx.Attention %q, %k, %k, %n : (tensor<2x8x4x40xf32>, tensor<2x8x4x64xf32>, tensor<2x8x4x64xf32>, none) -> tensor<*xf32>
  return
}

// -----
func.func @attention_heads(%q: tensor<2x8x4xf32>) {
  %n = onnx.NoValue : none
  // expected-error @below {{of rank 3 needs the number of heads}}
  %r = onnx.Attention %q, %q, %q, %n : (tensor<2x8x4xf32>, tensor<2x8x4xf32>, tensor<2x8x4xf32>, none) -> tensor<*xf32>
  return
}

// -----
func.func @transpose(%x: tensor<2x3xf32>) {
  // expected-error @below {{names axis 0 twice}}
  %r = onnx.Transpose %x {perm = array<i64: 0, 0>} : (tensor<2x3xf32>) -> tensor<*xf32>
  return
}

// -----
func.func @concat(%x: tensor<2x3xf32>, %y: tensor<2x4xf32>) {
  // expected-error @below {{sizes of axis 1 differ: 3 and 4}}
  %r = onnx.Concat %x, %y {axis = 0 : i64} : (tensor<2x3xf32>, tensor<2x4xf32>) -> tensor<*xf32>
  return
}

// -----
func.func @split(%x: tensor<7xf32>) {
  %n = onnx.NoValue : none
  // expected-error @below {{cannot split an axis of size 7 into 2 equal parts}}
  %r:2 = onnx.Split %x, %n : (tensor<7xf32>, none) -> (tensor<*xf32>, tensor<*xf32>)
  return
}

// -----
func.func @squeeze(%x: tensor<2x3xf32>) {
  %one = onnx.Constant dense<1> : tensor<1xi64>
  // expected-error @below {{cannot remove axis 1 of size 3}}
  %r = onnx.Squeeze %x, %one : (tensor<2x3xf32>, tensor<1xi64>) -> tensor<*xf32>
  return
}

// -----
func.func @reshape(%x: tensor<2x3xf32>) {
  %four = onnx.Constant dense<4> : tensor<1xi64>
  // expected-error @below {{cannot turn 6 elements into 4}}
  %r = onnx.Reshape %x, %four : (tensor<2x3xf32>, tensor<1xi64>) -> tensor<*xf32>
  return
}

// -----
func.func @gather(%x: tensor<2x3xf32>) {
  %four = onnx.Constant dense<4> : tensor<1xi64>
  // expected-error @below {{index 4 is out of range for an axis of size 3}}
  %r = onnx.Gather %x, %four {axis = 1 : i64} : (tensor<2x3xf32>, tensor<1xi64>) -> tensor<*xf32>
  return
}

// -----
func.func @pad_reflect(%x: tensor<4xf32>) {
  %n = onnx.NoValue : none
  %fours = onnx.Constant dense<4> : tensor<2xi64>
  // expected-error @below {{too much for mode reflect}}
  %r = onnx.Pad %x, %fours, %n, %n {mode = "reflect"} : (tensor<4xf32>, tensor<2xi64>, none, none) -> tensor<*xf32>
  return
}

// -----
func.func @resize_cubic(%x: tensor<4xf32>) {
  %n = onnx.NoValue : none
  %four = onnx.Constant dense<4> : tensor<1xi64>
  // expected-error @below {{mode cubic is unsupported}}
  %r = onnx.Resize %x, %n, %n, %four {mode = "cubic"} : (tensor<4xf32>, none, none, tensor<1xi64>) -> tensor<*xf32>
  return
}

// -----
func.func @resize_both(%x: tensor<4xf32>) {
  %n = onnx.NoValue : none
  // expected-error @below {{needs either scales or sizes}}
  %r = onnx.Resize %x, %n, %n, %n : (tensor<4xf32>, none, none, none) -> tensor<*xf32>
  return
}

// -----
func.func @slice_step(%x: tensor<4xf32>) {
  %n = onnx.NoValue : none
  %one = onnx.Constant dense<1> : tensor<1xi64>
  %zero = onnx.Constant dense<0> : tensor<1xi64>
  %four = onnx.Constant dense<4> : tensor<1xi64>
  // expected-error @below {{has a step of zero}}
  %r = onnx.Slice %x, %one, %four, %n, %zero : (tensor<4xf32>, tensor<1xi64>, tensor<1xi64>, none, tensor<1xi64>) -> tensor<*xf32>
  return
}

// -----
func.func @depth_to_space(%x: tensor<1x6x2x2xf32>) {
  // expected-error @below {{cannot spread 6 channels over blocks of 2}}
  %r = onnx.DepthToSpace %x {blocksize = 2 : i64} : (tensor<1x6x2x2xf32>) -> tensor<*xf32>
  return
}

// -----
func.func @arg_empty(%x: tensor<0xf32>) {
  // expected-error @below {{reduces an empty axis}}
  %r = onnx.ArgMax %x : (tensor<0xf32>) -> tensor<*xi64>
  return
}

// -----
func.func @prelu(%x: tensor<2xf32>, %s: tensor<3x2xf32>) {
  // expected-error @below {{slope of larger rank}}
  %r = onnx.PRelu %x, %s : (tensor<2xf32>, tensor<3x2xf32>) -> tensor<*xf32>
  return
}

// -----
func.func @tile_overflow(%x: tensor<4xf32>) {
  %huge = onnx.Constant dense<4611686018427387904> : tensor<1xi64>
  // expected-error @below {{overflows 64 bits}}
  %r = onnx.Tile %x, %huge : (tensor<4xf32>, tensor<1xi64>) -> tensor<*xf32>
  return
}

// -----
func.func @where_condition(%x: tensor<4xf32>) {
  // expected-error @below {{needs a boolean condition}}
  %r = onnx.Where %x, %x, %x : (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) -> tensor<*xf32>
  return
}

// -----
func.func @gelu(%x: tensor<4xf32>) {
  // expected-error @below {{unknown approximation 'fast'}}
  %r = onnx.Gelu %x {approximate = "fast"} : (tensor<4xf32>) -> tensor<*xf32>
  return
}
