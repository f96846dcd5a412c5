// RUN: burin-opt %s -split-input-file -verify-diagnostics

func.func @key_size(%q: tensor<2x4x6x8xf32>, %k: tensor<2x4x10x16xf32>, %v: tensor<2x4x10x8xf32>, %o: tensor<2x4x6x8xf32>) {
  // expected-error @below {{(C1) expected static [B, H, Nq, D], [B, Hk, Nk, D], [B, Hk, Nk, Dv] and [B, H, Nq, Dv] with Hk dividing H}}
  %0 = fused.attention scale = 1.0 ins(%q, %k, %v : tensor<2x4x6x8xf32>, tensor<2x4x10x16xf32>, tensor<2x4x10x8xf32>)
    outs(%o : tensor<2x4x6x8xf32>) -> tensor<2x4x6x8xf32>
  return
}

// -----

func.func @value_length(%q: tensor<2x4x6x8xf32>, %k: tensor<2x4x10x8xf32>, %v: tensor<2x4x9x8xf32>, %o: tensor<2x4x6x8xf32>) {
  // expected-error @below {{(C1) expected static}}
  %0 = fused.attention scale = 1.0 ins(%q, %k, %v : tensor<2x4x6x8xf32>, tensor<2x4x10x8xf32>, tensor<2x4x9x8xf32>)
    outs(%o : tensor<2x4x6x8xf32>) -> tensor<2x4x6x8xf32>
  return
}

// -----

func.func @batch(%q: tensor<2x4x6x8xf32>, %k: tensor<1x4x10x8xf32>, %o: tensor<2x4x6x8xf32>) {
  // expected-error @below {{(C1) expected static}}
  %0 = fused.attention scale = 1.0 ins(%q, %k, %k : tensor<2x4x6x8xf32>, tensor<1x4x10x8xf32>, tensor<1x4x10x8xf32>)
    outs(%o : tensor<2x4x6x8xf32>) -> tensor<2x4x6x8xf32>
  return
}

// -----

func.func @heads_do_not_divide(%q: tensor<2x4x6x8xf32>, %k: tensor<2x3x10x8xf32>, %o: tensor<2x4x6x8xf32>) {
  // expected-error @below {{(C1) expected static}}
  %0 = fused.attention scale = 1.0 ins(%q, %k, %k : tensor<2x4x6x8xf32>, tensor<2x3x10x8xf32>, tensor<2x3x10x8xf32>)
    outs(%o : tensor<2x4x6x8xf32>) -> tensor<2x4x6x8xf32>
  return
}

// -----

func.func @result_value_size(%q: tensor<2x4x6x8xf32>, %k: tensor<2x4x10x8xf32>, %v: tensor<2x4x10x16xf32>, %o: tensor<2x4x6x8xf32>) {
  // expected-error @below {{(C1) expected static}}
  %0 = fused.attention scale = 1.0 ins(%q, %k, %v : tensor<2x4x6x8xf32>, tensor<2x4x10x8xf32>, tensor<2x4x10x16xf32>)
    outs(%o : tensor<2x4x6x8xf32>) -> tensor<2x4x6x8xf32>
  return
}

// -----

func.func @dynamic(%q: tensor<2x4x?x8xf32>, %o: tensor<2x4x?x8xf32>) {
  // expected-error @below {{(C1) expected static}}
  %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<2x4x?x8xf32>, tensor<2x4x?x8xf32>, tensor<2x4x?x8xf32>)
    outs(%o : tensor<2x4x?x8xf32>) -> tensor<2x4x?x8xf32>
  return
}

// -----

func.func @result_type(%q: tensor<2x4x6x8xf32>, %o: tensor<2x4x6x8xf32>) {
  // expected-error @below {{(C1) expected static}}
  %0 = fused.attention scale = 1.0 ins(%q, %q, %q : tensor<2x4x6x8xf32>, tensor<2x4x6x8xf32>, tensor<2x4x6x8xf32>)
    outs(%o : tensor<2x4x6x8xf32>) -> tensor<2x4x6x8xf16>
  return
}

// -----

func.func @element_types(%q: tensor<2x4x6x8xf32>, %k: tensor<2x4x6x8xf16>, %o: tensor<2x4x6x8xf32>) {
  // expected-error @below {{(C2) expected query, key and value of one element type}}
  %0 = fused.attention scale = 1.0 ins(%q, %k, %k : tensor<2x4x6x8xf32>, tensor<2x4x6x8xf16>, tensor<2x4x6x8xf16>)
    outs(%o : tensor<2x4x6x8xf32>) -> tensor<2x4x6x8xf32>
  return
}

// -----

func.func @mask(%q: tensor<2x4x6x8xf32>, %m: tensor<2x2x6x6xf32>, %o: tensor<2x4x6x8xf32>) {
  // expected-error @below {{(C3) expected extents of the mask to be 1 or those of the scores, got 'tensor<2x2x6x6xf32>'}}
  %0 = fused.attention scale = 1.0 ins(%q, %q, %q, %m : tensor<2x4x6x8xf32>, tensor<2x4x6x8xf32>, tensor<2x4x6x8xf32>, tensor<2x2x6x6xf32>)
    outs(%o : tensor<2x4x6x8xf32>) -> tensor<2x4x6x8xf32>
  return
}

// -----

func.func @mask_type(%q: tensor<2x4x6x8xf32>, %m: tensor<1x1x6x6xi32>, %o: tensor<2x4x6x8xf32>) {
  // expected-error @below {{operand #3 must be 4D tensor of 1-bit signless integer or 16-bit float or 32-bit float values}}
  %0 = fused.attention scale = 1.0 ins(%q, %q, %q, %m : tensor<2x4x6x8xf32>, tensor<2x4x6x8xf32>, tensor<2x4x6x8xf32>, tensor<1x1x6x6xi32>)
    outs(%o : tensor<2x4x6x8xf32>) -> tensor<2x4x6x8xf32>
  return
}

// -----

func.func @scale(%q: tensor<2x4x6x8xf32>, %o: tensor<2x4x6x8xf32>) {
  // expected-error @below {{(C4) expected a finite scale}}
  %0 = fused.attention scale = 0x7F800000 ins(%q, %q, %q : tensor<2x4x6x8xf32>, tensor<2x4x6x8xf32>, tensor<2x4x6x8xf32>)
    outs(%o : tensor<2x4x6x8xf32>) -> tensor<2x4x6x8xf32>
  return
}

// -----

func.func @statistics(%x: tensor<16x77xf32>, %o: tensor<16x3xf32>) {
  // expected-error @below {{(C1) expected static [R, C], [R, 2] and [R, 2], got 'tensor<16x77xf32>', 'tensor<16x3xf32>'}}
  %0 = fused.softmax_statistics ins(%x : tensor<16x77xf32>) outs(%o : tensor<16x3xf32>) -> tensor<16x3xf32>
  return
}

// -----

func.func @statistics_rows(%x: tensor<16x77xf32>, %o: tensor<8x2xf32>) {
  // expected-error @below {{(C1) expected static [R, C], [R, 2] and [R, 2]}}
  %0 = fused.softmax_statistics ins(%x : tensor<16x77xf32>) outs(%o : tensor<8x2xf32>) -> tensor<8x2xf32>
  return
}
