// RUN: burin-opt %s --pass-pipeline='builtin.module(onnx-bind-dims{bind=batch=2,ids.1=77})' | FileCheck %s
// RUN: burin-opt %s --pass-pipeline='builtin.module(onnx-bind-dims{bind=batch=2,ids.1=77},onnx-bind-dims{bind=batch=2})' | FileCheck %s
// RUN: burin-opt %s --pass-pipeline='builtin.module(onnx-bind-dims{bind=batch=2})' | FileCheck %s --check-prefix=PART
// RUN: not burin-opt %s --pass-pipeline='builtin.module(onnx-bind-dims{bind=height=2})' 2>&1 | FileCheck %s --check-prefix=UNKNOWN
// RUN: not burin-opt %s --pass-pipeline='builtin.module(onnx-bind-dims{bind=ids.0=2,batch=3})' 2>&1 | FileCheck %s --check-prefix=CONTRADICTS
// RUN: not burin-opt %s --pass-pipeline='builtin.module(onnx-bind-dims{bind=sample.1=5})' 2>&1 | FileCheck %s --check-prefix=STATIC
// RUN: not burin-opt %s --pass-pipeline='builtin.module(onnx-bind-dims{bind=batch})' 2>&1 | FileCheck %s --check-prefix=FORM
// RUN: not burin-opt %s --pass-pipeline='builtin.module(onnx-bind-dims{bind=batch=0})' 2>&1 | FileCheck %s --check-prefix=FORM
// RUN: not burin-opt %s --pass-pipeline='builtin.module(onnx-bind-dims{bind=batch=-1})' 2>&1 | FileCheck %s --check-prefix=FORM
// RUN: not burin-opt %s --pass-pipeline='builtin.module(onnx-bind-dims{bind=batch=99999999999})' 2>&1 | FileCheck %s --check-prefix=FORM

// CHECK: @main(%{{.*}}: tensor<2x4xf32> {{.*}}, %{{.*}}: tensor<2x77xi64>
// PART: @main(%{{.*}}: tensor<2x4xf32> {{.*}}, %{{.*}}: tensor<2x?xi64>
// UNKNOWN: the binding height=2 names no dimension of an input; can be bound: batch, ids.1
// CONTRADICTS: the binding batch=3 contradicts axis 0 of input ids, which has size 2
// STATIC: the binding sample.1=5 contradicts axis 1 of input sample, which has size 4
// FORM: is not of the form NAME=SIZE or INPUT.AXIS=SIZE with a positive 31-bit size
func.func @main(%arg0: tensor<?x4xf32> {plan.name = "sample", plan.dims = ["batch", "4"]},
                %arg1: tensor<?x?xi64> {plan.name = "ids", plan.dims = ["batch", ""]}) -> tensor<?x4xf32> {
  return %arg0 : tensor<?x4xf32>
}
