// RUN: burin-opt %s -split-input-file -verify-diagnostics

func.func @shapes_differ(%x: tensor<2x64x8xf32>, %s: tensor<8xf32>, %o: tensor<2x32x8xf32>) {
  // expected-error @below {{(C1) expected input and init of one static shape, got 'tensor<2x64x8xf32>' and 'tensor<2x32x8xf32>'}}
  %0 = fused.group_norm groups = 4 epsilon = 1.0e-5 ins(%x, %s, %s : tensor<2x64x8xf32>, tensor<8xf32>, tensor<8xf32>)
    outs(%o : tensor<2x32x8xf32>) -> tensor<2x32x8xf32>
  return
}

// -----

func.func @dynamic(%x: tensor<2x?x8xf32>, %s: tensor<8xf32>, %o: tensor<2x?x8xf32>) {
  // expected-error @below {{(C1) expected input and init of one static shape}}
  %0 = fused.group_norm groups = 4 epsilon = 1.0e-5 ins(%x, %s, %s : tensor<2x?x8xf32>, tensor<8xf32>, tensor<8xf32>)
    outs(%o : tensor<2x?x8xf32>) -> tensor<2x?x8xf32>
  return
}

// -----

func.func @result_type(%x: tensor<4x8xf32>, %s: tensor<8xf32>, %o: tensor<4x8xf32>) {
  // expected-error @below {{(C1) expected the result to have the type of init}}
  %0 = fused.layer_norm epsilon = 1.0e-5 ins(%x, %s, %s : tensor<4x8xf32>, tensor<8xf32>, tensor<8xf32>)
    outs(%o : tensor<4x8xf32>) -> tensor<4x8xf16>
  return
}

// -----

func.func @scale(%x: tensor<4x8xf32>, %s: tensor<4xf32>, %b: tensor<8xf32>, %o: tensor<4x8xf32>) {
  // expected-error @below {{(C1) expected scale and bias of 8 channels, got 'tensor<4xf32>'}}
  %0 = fused.layer_norm epsilon = 1.0e-5 ins(%x, %s, %b : tensor<4x8xf32>, tensor<4xf32>, tensor<8xf32>)
    outs(%o : tensor<4x8xf32>) -> tensor<4x8xf32>
  return
}

// -----

func.func @bias(%x: tensor<1x4x8xf32>, %s: tensor<8xf32>, %b: tensor<1xf32>, %o: tensor<1x4x8xf32>) {
  // expected-error @below {{(C1) expected scale and bias of 8 channels, got 'tensor<1xf32>'}}
  %0 = fused.group_norm groups = 2 epsilon = 1.0e-5 ins(%x, %s, %b : tensor<1x4x8xf32>, tensor<8xf32>, tensor<1xf32>)
    outs(%o : tensor<1x4x8xf32>) -> tensor<1x4x8xf32>
  return
}

// -----

func.func @groups_do_not_divide(%x: tensor<1x4x8xf32>, %s: tensor<8xf32>, %o: tensor<1x4x8xf32>) {
  // expected-error @below {{(C2) expected groups to divide 8 channels, got 3}}
  %0 = fused.group_norm groups = 3 epsilon = 1.0e-5 ins(%x, %s, %s : tensor<1x4x8xf32>, tensor<8xf32>, tensor<8xf32>)
    outs(%o : tensor<1x4x8xf32>) -> tensor<1x4x8xf32>
  return
}

// -----

func.func @no_groups(%x: tensor<1x4x8xf32>, %s: tensor<8xf32>, %o: tensor<1x4x8xf32>) {
  // expected-error @below {{(C2) expected groups to divide 8 channels, got 0}}
  %0 = fused.group_norm groups = 0 epsilon = 1.0e-5 ins(%x, %s, %s : tensor<1x4x8xf32>, tensor<8xf32>, tensor<8xf32>)
    outs(%o : tensor<1x4x8xf32>) -> tensor<1x4x8xf32>
  return
}

// -----

func.func @epsilon(%x: tensor<1x4x8xf32>, %s: tensor<8xf32>, %o: tensor<1x4x8xf32>) {
  // expected-error @below {{(C2) expected epsilon to be non-negative}}
  %0 = fused.group_norm groups = 2 epsilon = -1.0e-5 ins(%x, %s, %s : tensor<1x4x8xf32>, tensor<8xf32>, tensor<8xf32>)
    outs(%o : tensor<1x4x8xf32>) -> tensor<1x4x8xf32>
  return
}
