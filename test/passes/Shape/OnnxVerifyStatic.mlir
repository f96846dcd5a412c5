// RUN: burin-opt %s --onnx-verify-static --split-input-file --verify-diagnostics

func.func @fine(%x: tensor<2x4xf32>) -> tensor<2x4xf32> {
  %n = onnx.NoValue : none
  %w = plan.constant "w" #plan.missing<"why"> of tensor<4xf32> -> tensor<4xf32>
  %y = onnx.Clip %x, %n, %n : (tensor<2x4xf32>, none, none) -> tensor<2x4xf32>
  %z = onnx.Add %y, %w : (tensor<2x4xf32>, tensor<4xf32>) -> tensor<2x4xf32>
  return %z : tensor<2x4xf32>
}

// -----
// expected-error @below {{has dynamic input dimensions: sample axis 0 (batch), sample axis 2 (sample.2); give each a size, for example --bind batch=2}}
func.func @unbound(%x: tensor<?x4x?xf32> {plan.name = "sample", plan.dims = ["batch", "4", ""]}) -> tensor<?x4x?xf32> {
  return %x : tensor<?x4x?xf32>
}

// -----
// expected-error @below {{input 'argument 0' has no known rank}}
func.func @unranked(%x: tensor<*xf32>) -> tensor<*xf32> {
  return %x : tensor<*xf32>
}

// -----
func.func @dynamic(%x: tensor<4xf32>, %s: tensor<2xi64>) -> tensor<?x?xf32> {
  // expected-error @below {{has a result of unknown shape}}
  %y = onnx.Reshape %x, %s : (tensor<4xf32>, tensor<2xi64>) -> tensor<?x?xf32>
  return %y : tensor<?x?xf32>
}

// -----
func.func @shape(%x: tensor<4xf32>) -> tensor<1xi64> {
  // expected-error @below {{computes a shape that is not known at compile time}}
  %y = onnx.Shape %x : (tensor<4xf32>) -> tensor<1xi64>
  return %y : tensor<1xi64>
}

// -----
func.func @large(%x: tensor<1xf32>) -> tensor<17179869185xf32> {
  %s = onnx.Constant dense<17179869185> : tensor<1xi64>
  // expected-error @below {{of more than 64 GiB}}
  %y = onnx.Expand %x, %s : (tensor<1xf32>, tensor<1xi64>) -> tensor<17179869185xf32>
  return %y : tensor<17179869185xf32>
}

// -----
func.func @foreign(%x: tensor<4xf32>) -> tensor<4xf32> {
  // expected-error @below {{is no operation of the onnx or plan dialect}}
  %y = arith.negf %x : tensor<4xf32>
  return %y : tensor<4xf32>
}
