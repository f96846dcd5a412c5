// RUN: burin-opt %s --split-input-file --verify-diagnostics

func.func @tile(%x: tensor<1x8x8x4xf32>, %v: tensor<64x1x4xf32>) -> tensor<64x1x4xf32> {
  // expected-error @below {{(C1) expected tile to be 2 or 4, got 6}}
  %0 = fused.winograd_input tile = 6 ins(%x : tensor<1x8x8x4xf32>) outs(%v : tensor<64x1x4xf32>) -> tensor<64x1x4xf32>
  return %0 : tensor<64x1x4xf32>
}

// -----

// Windows of 6 by steps of 4: 4 * 2 + 2 rows, not 9.
func.func @rows(%x: tensor<1x9x10x4xf32>, %v: tensor<36x4x4xf32>) -> tensor<36x4x4xf32> {
  // expected-error @below {{(C2) expected static [N, tile * H' + 2, tile * W' + 2, C]}}
  %0 = fused.winograd_input tile = 4 ins(%x : tensor<1x9x10x4xf32>) outs(%v : tensor<36x4x4xf32>) -> tensor<36x4x4xf32>
  return %0 : tensor<36x4x4xf32>
}

// -----

func.func @windows(%x: tensor<2x10x10x4xf32>, %v: tensor<36x4x4xf32>) -> tensor<36x4x4xf32> {
  // expected-error @below {{(C2) expected static}}
  %0 = fused.winograd_input tile = 4 ins(%x : tensor<2x10x10x4xf32>) outs(%v : tensor<36x4x4xf32>) -> tensor<36x4x4xf32>
  return %0 : tensor<36x4x4xf32>
}

// -----

func.func @no_window(%x: tensor<1x2x6x4xf32>, %v: tensor<36x0x4xf32>) -> tensor<36x0x4xf32> {
  // expected-error @below {{(C2) expected static}}
  %0 = fused.winograd_input tile = 4 ins(%x : tensor<1x2x6x4xf32>) outs(%v : tensor<36x0x4xf32>) -> tensor<36x0x4xf32>
  return %0 : tensor<36x0x4xf32>
}

// -----

func.func @output_tile(%m: tensor<25x1x4xf32>, %y: tensor<1x3x3x4xf32>) -> tensor<1x3x3x4xf32> {
  // expected-error @below {{(C1) expected tile to be 2 or 4, got 3}}
  %0 = fused.winograd_output tile = 3 ins(%m : tensor<25x1x4xf32>) outs(%y : tensor<1x3x3x4xf32>) -> tensor<1x3x3x4xf32>
  return %0 : tensor<1x3x3x4xf32>
}

// -----

func.func @output_channels(%m: tensor<36x4x4xf32>, %y: tensor<1x8x8x8xf32>) -> tensor<1x8x8x8xf32> {
  // expected-error @below {{(C2) expected [(tile + 2)^2, N * ceil(H / tile) * ceil(W / tile), C]}}
  %0 = fused.winograd_output tile = 4 ins(%m : tensor<36x4x4xf32>) outs(%y : tensor<1x8x8x8xf32>) -> tensor<1x8x8x8xf32>
  return %0 : tensor<1x8x8x8xf32>
}
