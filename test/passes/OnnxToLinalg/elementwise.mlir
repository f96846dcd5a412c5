// RUN: burin-opt %s -split-input-file -verify-diagnostics --onnx-to-linalg --verify-linalg | FileCheck %s

// Halves are widened to f32 on load and narrowed when they are stored;
// dimensions of size 1 are read at 0, missing ones are dropped.
// CHECK-DAG: #[[$ID:.*]] = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
// CHECK-DAG: #[[$UNIT:.*]] = affine_map<(d0, d1, d2) -> (d1, 0)>
// CHECK-LABEL: func.func @broadcast_half
// CHECK: %[[INIT:.*]] = tensor.empty() : tensor<2x3x4xf16>
// CHECK: linalg.generic {indexing_maps = [#[[$ID]], #[[$UNIT]], #[[$ID]]], iterator_types = ["parallel", "parallel", "parallel"]}
// CHECK-SAME: outs(%[[INIT]]
// CHECK: %[[X:.*]] = arith.extf %{{.*}} : f16 to f32
// CHECK: %[[Y:.*]] = arith.extf %{{.*}} : f16 to f32
// CHECK: %[[SUM:.*]] = arith.addf %[[X]], %[[Y]] : f32
// CHECK: %[[NARROW:.*]] = arith.truncf %[[SUM]] : f32 to f16
// CHECK: linalg.yield %[[NARROW]]
func.func @broadcast_half(%x: tensor<2x3x4xf16>, %y: tensor<3x1xf16>) -> tensor<2x3x4xf16> {
  %0 = onnx.Add %x, %y : (tensor<2x3x4xf16>, tensor<3x1xf16>) -> tensor<2x3x4xf16>
  return %0 : tensor<2x3x4xf16>
}

// CHECK-LABEL: func.func @gelu_erf
// CHECK: math.erf
func.func @gelu_erf(%x: tensor<4xbf16>) -> tensor<4xbf16> {
  %0 = onnx.Gelu %x : (tensor<4xbf16>) -> tensor<4xbf16>
  return %0 : tensor<4xbf16>
}

// CHECK-LABEL: func.func @gelu_tanh
// CHECK: math.tanh
func.func @gelu_tanh(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = onnx.Gelu %x {approximate = "tanh"} : (tensor<4xf32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// QuickGELU: alpha scales the argument of the sigmoid only.
// CHECK-LABEL: func.func @quick_gelu
// CHECK: ^bb0(%[[X:.*]]: f32, %{{.*}}: f32):
// CHECK: %[[ALPHA:.*]] = arith.constant 1.702
// CHECK: arith.mulf %[[ALPHA]], %[[X]]
// CHECK: arith.mulf %[[X]],
func.func @quick_gelu(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = onnx.Swish %x {alpha = 1.702 : f32} : (tensor<4xf32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: func.func @identity
// CHECK-SAME: (%[[X:.*]]: tensor<4xf32>)
// CHECK-NEXT: return %[[X]]
func.func @identity(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = onnx.Identity %x : (tensor<4xf32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: func.func @not
// CHECK: arith.xori
func.func @not(%x: tensor<4xi1>) -> tensor<4xi1> {
  %0 = onnx.Not %x : (tensor<4xi1>) -> tensor<4xi1>
  return %0 : tensor<4xi1>
}

// CHECK-LABEL: func.func @is_nan
// CHECK: arith.cmpf une
func.func @is_nan(%x: tensor<4xf16>) -> tensor<4xi1> {
  %0 = onnx.IsNaN %x : (tensor<4xf16>) -> tensor<4xi1>
  return %0 : tensor<4xi1>
}

// CHECK-LABEL: func.func @is_inf
// CHECK: arith.cmpf oeq
// CHECK: arith.ori
func.func @is_inf(%x: tensor<4xf32>) -> tensor<4xi1> {
  %0 = onnx.IsInf %x : (tensor<4xf32>) -> tensor<4xi1>
  return %0 : tensor<4xi1>
}

// Moving data needs no conversion, not even of halves.
// CHECK-LABEL: func.func @where
// CHECK-NOT: arith.extf
// CHECK: arith.select %{{.*}}, %{{.*}}, %{{.*}} : f16
func.func @where(%c: tensor<4xi1>, %x: tensor<4xf16>, %y: tensor<f16>) -> tensor<4xf16> {
  %0 = onnx.Where %c, %x, %y : (tensor<4xi1>, tensor<4xf16>, tensor<f16>) -> tensor<4xf16>
  return %0 : tensor<4xf16>
}

// CHECK-LABEL: func.func @clip_max_only
// CHECK-NOT: arith.maximumf
// CHECK: arith.minimumf
func.func @clip_max_only(%x: tensor<4xf32>, %max: tensor<f32>) -> tensor<4xf32> {
  %none = onnx.NoValue : none
  %0 = onnx.Clip %x, %none, %max : (tensor<4xf32>, none, tensor<f32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: func.func @dropout
// CHECK-SAME: (%[[X:.*]]: tensor<4xf32>)
// CHECK-NEXT: return %[[X]]
func.func @dropout(%x: tensor<4xf32>) -> tensor<4xf32> {
  %none = onnx.NoValue : none
  %0, %mask = onnx.Dropout %x, %none, %none : (tensor<4xf32>, none, none) -> (tensor<4xf32>, none)
  return %0 : tensor<4xf32>
}

// A literal exponent that multiplication covers needs no pow.
// CHECK-LABEL: func.func @square
// CHECK-NOT: math.powf
// CHECK: arith.mulf %[[X:.*]], %[[X]] : f32
func.func @square(%x: tensor<4xf32>) -> tensor<4xf32> {
  %two = onnx.Constant dense<2.0> : tensor<f32>
  %0 = onnx.Pow %x, %two : (tensor<4xf32>, tensor<f32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: func.func @pow
// CHECK: math.powf
func.func @pow(%x: tensor<4xf32>, %y: tensor<4xi32>) -> tensor<4xf32> {
  %0 = onnx.Pow %x, %y : (tensor<4xf32>, tensor<4xi32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: func.func @mod_python
// CHECK: arith.remsi
// CHECK: arith.select
func.func @mod_python(%x: tensor<4xi32>, %y: tensor<4xi32>) -> tensor<4xi32> {
  %0 = onnx.Mod %x, %y : (tensor<4xi32>, tensor<4xi32>) -> tensor<4xi32>
  return %0 : tensor<4xi32>
}

// CHECK-LABEL: func.func @fmod
// CHECK: arith.remf
func.func @fmod(%x: tensor<4xf32>, %y: tensor<4xf32>) -> tensor<4xf32> {
  %0 = onnx.Mod %x, %y {fmod = 1 : i64} : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: func.func @mod_float
// CHECK: arith.remf
// CHECK: math.copysign
func.func @mod_float(%x: tensor<4xf32>, %y: tensor<4xf32>) -> tensor<4xf32> {
  %0 = onnx.Mod %x, %y : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// CHECK-LABEL: func.func @cast_truncates
// CHECK: arith.fptosi %{{.*}} : f32 to i32
func.func @cast_truncates(%x: tensor<4xf16>) -> tensor<4xi32> {
  %0 = onnx.Cast %x {to = i32} : (tensor<4xf16>) -> tensor<4xi32>
  return %0 : tensor<4xi32>
}

// CHECK-LABEL: func.func @cast_to_bool
// CHECK: arith.cmpf une
func.func @cast_to_bool(%x: tensor<4xf32>) -> tensor<4xi1> {
  %0 = onnx.Cast %x {to = i1} : (tensor<4xf32>) -> tensor<4xi1>
  return %0 : tensor<4xi1>
}

// CHECK-LABEL: func.func @cast_like
// CHECK: arith.truncf %{{.*}} : f32 to f16
func.func @cast_like(%x: tensor<4xf32>, %y: tensor<1xf16>) -> tensor<4xf16> {
  %0 = onnx.CastLike %x, %y : (tensor<4xf32>, tensor<1xf16>) -> tensor<4xf16>
  return %0 : tensor<4xf16>
}

// CHECK-LABEL: func.func @sqrt
// CHECK: linalg.generic
// CHECK: math.sqrt
func.func @sqrt(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.Sqrt %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @exp
// CHECK: linalg.generic
// CHECK: math.exp
func.func @exp(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.Exp %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @log
// CHECK: linalg.generic
// CHECK: math.log
func.func @log(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.Log %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @erf
// CHECK: linalg.generic
// CHECK: math.erf
func.func @erf(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.Erf %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @sin
// CHECK: linalg.generic
// CHECK: math.sin
func.func @sin(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.Sin %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @cos
// CHECK: linalg.generic
// CHECK: math.cos
func.func @cos(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.Cos %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @tan
// CHECK: linalg.generic
// CHECK: math.tan
func.func @tan(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.Tan %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @asin
// CHECK: linalg.generic
// CHECK: math.asin
func.func @asin(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.Asin %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @acos
// CHECK: linalg.generic
// CHECK: math.acos
func.func @acos(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.Acos %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @atan
// CHECK: linalg.generic
// CHECK: math.atan
func.func @atan(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.Atan %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @sinh
// CHECK: linalg.generic
// CHECK: math.sinh
func.func @sinh(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.Sinh %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @cosh
// CHECK: linalg.generic
// CHECK: math.cosh
func.func @cosh(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.Cosh %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @asinh
// CHECK: linalg.generic
// CHECK: math.asinh
func.func @asinh(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.Asinh %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @acosh
// CHECK: linalg.generic
// CHECK: math.acosh
func.func @acosh(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.Acosh %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @atanh
// CHECK: linalg.generic
// CHECK: math.atanh
func.func @atanh(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.Atanh %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @tanh
// CHECK: linalg.generic
// CHECK: math.tanh
func.func @tanh(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.Tanh %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @ceil
// CHECK: linalg.generic
// CHECK: math.ceil
func.func @ceil(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.Ceil %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @floor
// CHECK: linalg.generic
// CHECK: math.floor
func.func @floor(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.Floor %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @round
// CHECK: linalg.generic
// CHECK: math.roundeven
func.func @round(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.Round %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @abs
// CHECK: linalg.generic
// CHECK: math.absf
func.func @abs(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.Abs %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @neg
// CHECK: linalg.generic
// CHECK: arith.negf
func.func @neg(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.Neg %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @reciprocal
// CHECK: linalg.generic
// CHECK: arith.divf
func.func @reciprocal(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.Reciprocal %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @relu
// CHECK: linalg.generic
// CHECK: arith.maximumf
func.func @relu(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.Relu %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @sign
// CHECK: linalg.generic
// CHECK: arith.select
func.func @sign(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.Sign %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @sigmoid
// CHECK: linalg.generic
// CHECK: math.exp
func.func @sigmoid(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.Sigmoid %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @hardswish
// CHECK: linalg.generic
// CHECK: arith.minimumf
func.func @hardswish(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.HardSwish %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @softplus
// CHECK: linalg.generic
// CHECK: math.log
func.func @softplus(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.Softplus %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @softsign
// CHECK: linalg.generic
// CHECK: math.absf
func.func @softsign(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.Softsign %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @mish
// CHECK: linalg.generic
// CHECK: math.tanh
func.func @mish(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.Mish %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @leakyrelu
// CHECK: linalg.generic
// CHECK: arith.select
func.func @leakyrelu(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.LeakyRelu %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @elu
// CHECK: linalg.generic
// CHECK: math.exp
func.func @elu(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.Elu %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @celu
// CHECK: linalg.generic
// CHECK: math.exp
func.func @celu(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.Celu %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @selu
// CHECK: linalg.generic
// CHECK: math.exp
func.func @selu(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.Selu %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @thresholdedrelu
// CHECK: linalg.generic
// CHECK: arith.select
func.func @thresholdedrelu(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.ThresholdedRelu %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @swish
// CHECK: linalg.generic
// CHECK: math.exp
func.func @swish(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.Swish %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @hardsigmoid
// CHECK: linalg.generic
// CHECK: arith.minimumf
func.func @hardsigmoid(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.HardSigmoid %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @add
// CHECK: linalg.generic
// CHECK: arith.addf
func.func @add(%x: tensor<2x3xf32>, %y: tensor<3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.Add %x, %y : (tensor<2x3xf32>, tensor<3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @sub
// CHECK: linalg.generic
// CHECK: arith.subf
func.func @sub(%x: tensor<2x3xf32>, %y: tensor<3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.Sub %x, %y : (tensor<2x3xf32>, tensor<3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @mul
// CHECK: linalg.generic
// CHECK: arith.mulf
func.func @mul(%x: tensor<2x3xf32>, %y: tensor<3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.Mul %x, %y : (tensor<2x3xf32>, tensor<3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @div
// CHECK: linalg.generic
// CHECK: arith.divf
func.func @div(%x: tensor<2x3xf32>, %y: tensor<3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.Div %x, %y : (tensor<2x3xf32>, tensor<3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @prelu
// CHECK: linalg.generic
// CHECK: arith.select
func.func @prelu(%x: tensor<2x3xf32>, %y: tensor<3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.PRelu %x, %y : (tensor<2x3xf32>, tensor<3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @max
// CHECK: linalg.generic
// CHECK-SAME: ins(%{{.*}}, %{{.*}}, %{{.*}} :
// CHECK: arith.maximumf
func.func @max(%x: tensor<2x3xf32>, %y: tensor<3xf32>, %z: tensor<f32>) -> tensor<2x3xf32> {
  %0 = onnx.Max %x, %y, %z : (tensor<2x3xf32>, tensor<3xf32>, tensor<f32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @min
// CHECK: linalg.generic
// CHECK-SAME: ins(%{{.*}}, %{{.*}}, %{{.*}} :
// CHECK: arith.minimumf
func.func @min(%x: tensor<2x3xf32>, %y: tensor<3xf32>, %z: tensor<f32>) -> tensor<2x3xf32> {
  %0 = onnx.Min %x, %y, %z : (tensor<2x3xf32>, tensor<3xf32>, tensor<f32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @sum
// CHECK: linalg.generic
// CHECK-SAME: ins(%{{.*}}, %{{.*}}, %{{.*}} :
// CHECK: arith.addf
func.func @sum(%x: tensor<2x3xf32>, %y: tensor<3xf32>, %z: tensor<f32>) -> tensor<2x3xf32> {
  %0 = onnx.Sum %x, %y, %z : (tensor<2x3xf32>, tensor<3xf32>, tensor<f32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @mean
// CHECK: linalg.generic
// CHECK-SAME: ins(%{{.*}}, %{{.*}}, %{{.*}} :
// CHECK: arith.divf
func.func @mean(%x: tensor<2x3xf32>, %y: tensor<3xf32>, %z: tensor<f32>) -> tensor<2x3xf32> {
  %0 = onnx.Mean %x, %y, %z : (tensor<2x3xf32>, tensor<3xf32>, tensor<f32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @equal
// CHECK: arith.cmpf oeq
func.func @equal(%x: tensor<2x3xf32>, %y: tensor<3xf32>) -> tensor<2x3xi1> {
  %0 = onnx.Equal %x, %y : (tensor<2x3xf32>, tensor<3xf32>) -> tensor<2x3xi1>
  return %0 : tensor<2x3xi1>
}

// CHECK-LABEL: func.func @less
// CHECK: arith.cmpf olt
func.func @less(%x: tensor<2x3xf32>, %y: tensor<3xf32>) -> tensor<2x3xi1> {
  %0 = onnx.Less %x, %y : (tensor<2x3xf32>, tensor<3xf32>) -> tensor<2x3xi1>
  return %0 : tensor<2x3xi1>
}

// CHECK-LABEL: func.func @lessorequal
// CHECK: arith.cmpi sle
func.func @lessorequal(%x: tensor<2x3xi32>, %y: tensor<3xi32>) -> tensor<2x3xi1> {
  %0 = onnx.LessOrEqual %x, %y : (tensor<2x3xi32>, tensor<3xi32>) -> tensor<2x3xi1>
  return %0 : tensor<2x3xi1>
}

// CHECK-LABEL: func.func @greater
// CHECK: arith.cmpi ugt
func.func @greater(%x: tensor<2x3xui8>, %y: tensor<3xui8>) -> tensor<2x3xi1> {
  %0 = onnx.Greater %x, %y : (tensor<2x3xui8>, tensor<3xui8>) -> tensor<2x3xi1>
  return %0 : tensor<2x3xi1>
}

// CHECK-LABEL: func.func @greaterorequal
// CHECK: arith.cmpi sge
func.func @greaterorequal(%x: tensor<2x3xi64>, %y: tensor<3xi64>) -> tensor<2x3xi1> {
  %0 = onnx.GreaterOrEqual %x, %y : (tensor<2x3xi64>, tensor<3xi64>) -> tensor<2x3xi1>
  return %0 : tensor<2x3xi1>
}

// CHECK-LABEL: func.func @and
// CHECK: arith.andi
func.func @and(%x: tensor<2x3xi1>, %y: tensor<3xi1>) -> tensor<2x3xi1> {
  %0 = onnx.And %x, %y : (tensor<2x3xi1>, tensor<3xi1>) -> tensor<2x3xi1>
  return %0 : tensor<2x3xi1>
}

// CHECK-LABEL: func.func @or
// CHECK: arith.ori
func.func @or(%x: tensor<2x3xi1>, %y: tensor<3xi1>) -> tensor<2x3xi1> {
  %0 = onnx.Or %x, %y : (tensor<2x3xi1>, tensor<3xi1>) -> tensor<2x3xi1>
  return %0 : tensor<2x3xi1>
}

// CHECK-LABEL: func.func @xor
// CHECK: arith.xori
func.func @xor(%x: tensor<2x3xi1>, %y: tensor<3xi1>) -> tensor<2x3xi1> {
  %0 = onnx.Xor %x, %y : (tensor<2x3xi1>, tensor<3xi1>) -> tensor<2x3xi1>
  return %0 : tensor<2x3xi1>
}

// -----

// Every op that cannot be lowered is named, not only the first.
func.func @two_errors(%x: tensor<4xi32>) -> tensor<4xi32> {
  // expected-error@+1 {{'onnx.Exp' op cannot be lowered: is defined on floating-point elements only}}
  %0 = onnx.Exp %x : (tensor<4xi32>) -> tensor<4xi32>
  // expected-error@+1 {{'onnx.Not' op cannot be lowered: is defined on booleans only}}
  %1 = onnx.Not %0 : (tensor<4xi32>) -> tensor<4xi32>
  return %1 : tensor<4xi32>
}

// -----

func.func @dropout_training(%x: tensor<4xf32>) -> tensor<4xf32> {
  %none = onnx.NoValue : none
  %training = onnx.Constant dense<true> : tensor<i1>
  // expected-error@+1 {{is in training mode}}
  %0, %mask = onnx.Dropout %x, %none, %training : (tensor<4xf32>, none, tensor<i1>) -> (tensor<4xf32>, none)
  return %0 : tensor<4xf32>
}
