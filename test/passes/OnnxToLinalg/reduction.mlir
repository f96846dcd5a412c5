// RUN: burin-opt %s -split-input-file -verify-diagnostics --onnx-to-linalg --verify-linalg | FileCheck %s

// Halves are summed in f32.
// CHECK-LABEL: func.func @mean
// CHECK: linalg.fill {{.*}} -> tensor<2xf32>
// CHECK: linalg.generic
// CHECK-SAME: iterator_types = ["parallel", "reduction", "reduction"]
// CHECK: arith.extf
// CHECK: arith.addf
// CHECK: %[[COUNT:.*]] = arith.constant 1.200000e+01 : f32
// CHECK: arith.divf %{{.*}}, %[[COUNT]]
// CHECK: arith.truncf
// CHECK: tensor.expand_shape %{{.*}} output_shape [2, 1, 1]
func.func @mean(%x: tensor<2x3x4xf16>) -> tensor<2x1x1xf16> {
  %axes = onnx.Constant dense<[1, -1]> : tensor<2xi64>
  %0 = onnx.ReduceMean %x, %axes : (tensor<2x3x4xf16>, tensor<2xi64>) -> tensor<2x1x1xf16>
  return %0 : tensor<2x1x1xf16>
}

// CHECK-LABEL: func.func @sum_all
// CHECK: iterator_types = ["reduction", "reduction"]
func.func @sum_all(%x: tensor<2x3xf32>) -> tensor<f32> {
  %none = onnx.NoValue : none
  %0 = onnx.ReduceSum %x, %none {keepdims = 0 : i64} : (tensor<2x3xf32>, none) -> tensor<f32>
  return %0 : tensor<f32>
}

// CHECK-LABEL: func.func @sum_noop
// CHECK-NEXT: return
func.func @sum_noop(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %none = onnx.NoValue : none
  %0 = onnx.ReduceSum %x, %none {noop_with_empty_axes = 1 : i64} : (tensor<2x3xf32>, none) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// The smallest unsigned value is 0, not INT_MIN.
// CHECK-LABEL: func.func @max_unsigned
// CHECK: %[[ZERO:.*]] = arith.constant 0 : i8
// CHECK: linalg.fill ins(%[[ZERO]]
// CHECK: arith.maxui
func.func @max_unsigned(%x: tensor<2x3xui8>) -> tensor<2x1xui8> {
  %axes = onnx.Constant dense<1> : tensor<1xi64>
  %0 = onnx.ReduceMax %x, %axes : (tensor<2x3xui8>, tensor<1xi64>) -> tensor<2x1xui8>
  return %0 : tensor<2x1xui8>
}

// The maximum is subtracted before exp.
// CHECK-LABEL: func.func @log_sum_exp
// CHECK: arith.maximumf
// CHECK: arith.subf
// CHECK: math.exp
// CHECK: math.log
// CHECK: arith.addf
func.func @log_sum_exp(%x: tensor<2x3xf32>) -> tensor<2x1xf32> {
  %axes = onnx.Constant dense<1> : tensor<1xi64>
  %0 = onnx.ReduceLogSumExp %x, %axes : (tensor<2x3xf32>, tensor<1xi64>) -> tensor<2x1xf32>
  return %0 : tensor<2x1xf32>
}

// CHECK-LABEL: func.func @arg_max
// CHECK: arith.maximumf
// CHECK: linalg.index 1
// CHECK: arith.cmpf oeq
// CHECK: arith.minsi
// CHECK: arith.extsi %{{.*}} : i32 to i64
func.func @arg_max(%x: tensor<2x3xf32>) -> tensor<2xi64> {
  %0 = onnx.ArgMax %x {axis = 1 : i64, keepdims = 0 : i64} : (tensor<2x3xf32>) -> tensor<2xi64>
  return %0 : tensor<2xi64>
}

// CHECK-LABEL: func.func @arg_min_last
// CHECK: arith.minimumf
// CHECK: arith.maxsi
func.func @arg_min_last(%x: tensor<2x3xf32>) -> tensor<1x3xi64> {
  %0 = onnx.ArgMin %x {select_last_index = 1 : i64} : (tensor<2x3xf32>) -> tensor<1x3xi64>
  return %0 : tensor<1x3xi64>
}

// CHECK-LABEL: func.func @softmax
// CHECK-NOT: linalg.generic
// CHECK: linalg.softmax dimension(3) ins(%{{.*}} : tensor<2x8x64x77xf16>)
func.func @softmax(%x: tensor<2x8x64x77xf16>) -> tensor<2x8x64x77xf16> {
  %0 = onnx.Softmax %x : (tensor<2x8x64x77xf16>) -> tensor<2x8x64x77xf16>
  return %0 : tensor<2x8x64x77xf16>
}

// CHECK-LABEL: func.func @softmax_first_axis
// CHECK: linalg.generic
// CHECK: linalg.softmax dimension(1) ins(%{{.*}} : tensor<3x2xf32>)
// CHECK: linalg.generic
func.func @softmax_first_axis(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.Softmax %x {axis = 0 : i64} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @log_softmax
// CHECK: arith.maximumf
// CHECK: math.exp
// CHECK: math.log
// CHECK: arith.subf
func.func @log_softmax(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = onnx.LogSoftmax %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @cum_sum
// CHECK: iterator_types = ["parallel", "parallel", "reduction"]
// CHECK: arith.cmpi slt
// CHECK: arith.select
func.func @cum_sum(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %axis = onnx.Constant dense<1> : tensor<i64>
  %0 = onnx.CumSum %x, %axis {exclusive = 1 : i64} : (tensor<2x3xf32>, tensor<i64>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @reducemin
// CHECK: "reduction"
// CHECK: arith.minimumf
func.func @reducemin(%x: tensor<2x3xf32>) -> tensor<2x1xf32> {
  %axes = onnx.Constant dense<1> : tensor<1xi64>
  %0 = onnx.ReduceMin %x, %axes : (tensor<2x3xf32>, tensor<1xi64>) -> tensor<2x1xf32>
  return %0 : tensor<2x1xf32>
}

// CHECK-LABEL: func.func @reduceprod
// CHECK: "reduction"
// CHECK: arith.mulf
func.func @reduceprod(%x: tensor<2x3xf32>) -> tensor<2x1xf32> {
  %axes = onnx.Constant dense<1> : tensor<1xi64>
  %0 = onnx.ReduceProd %x, %axes : (tensor<2x3xf32>, tensor<1xi64>) -> tensor<2x1xf32>
  return %0 : tensor<2x1xf32>
}

// CHECK-LABEL: func.func @reducel1
// CHECK: "reduction"
// CHECK: math.absf
func.func @reducel1(%x: tensor<2x3xf32>) -> tensor<2x1xf32> {
  %axes = onnx.Constant dense<1> : tensor<1xi64>
  %0 = onnx.ReduceL1 %x, %axes : (tensor<2x3xf32>, tensor<1xi64>) -> tensor<2x1xf32>
  return %0 : tensor<2x1xf32>
}

// CHECK-LABEL: func.func @reducel2
// CHECK: "reduction"
// CHECK: math.sqrt
func.func @reducel2(%x: tensor<2x3xf32>) -> tensor<2x1xf32> {
  %axes = onnx.Constant dense<1> : tensor<1xi64>
  %0 = onnx.ReduceL2 %x, %axes : (tensor<2x3xf32>, tensor<1xi64>) -> tensor<2x1xf32>
  return %0 : tensor<2x1xf32>
}

// CHECK-LABEL: func.func @reducelogsum
// CHECK: "reduction"
// CHECK: math.log
func.func @reducelogsum(%x: tensor<2x3xf32>) -> tensor<2x1xf32> {
  %axes = onnx.Constant dense<1> : tensor<1xi64>
  %0 = onnx.ReduceLogSum %x, %axes : (tensor<2x3xf32>, tensor<1xi64>) -> tensor<2x1xf32>
  return %0 : tensor<2x1xf32>
}

// CHECK-LABEL: func.func @reducesumsquare
// CHECK: "reduction"
// CHECK: arith.mulf
func.func @reducesumsquare(%x: tensor<2x3xf32>) -> tensor<2x1xf32> {
  %axes = onnx.Constant dense<1> : tensor<1xi64>
  %0 = onnx.ReduceSumSquare %x, %axes : (tensor<2x3xf32>, tensor<1xi64>) -> tensor<2x1xf32>
  return %0 : tensor<2x1xf32>
}

// -----

func.func @axis_out_of_range(%x: tensor<2x3xf32>) -> tensor<2x1xf32> {
  %axes = onnx.Constant dense<2> : tensor<1xi64>
  // expected-error@+1 {{cannot be lowered: has axes that are out of range or not unique}}
  %0 = onnx.ReduceSum %x, %axes : (tensor<2x3xf32>, tensor<1xi64>) -> tensor<2x1xf32>
  return %0 : tensor<2x1xf32>
}

// -----

func.func @dynamic_axes(%x: tensor<2x3xf32>, %axes: tensor<1xi64>) -> tensor<2x1xf32> {
  // expected-error@+1 {{cannot be lowered: needs literal axes}}
  %0 = onnx.ReduceSum %x, %axes : (tensor<2x3xf32>, tensor<1xi64>) -> tensor<2x1xf32>
  return %0 : tensor<2x1xf32>
}
