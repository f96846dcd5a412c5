//===- OnnxBase.td - The onnx dialect and its base classes -----*- tablegen -*-===//

#ifndef DIALECTS_ONNX_ONNXBASE_TD
#define DIALECTS_ONNX_ONNXBASE_TD

include "mlir/IR/OpBase.td"
include "mlir/Interfaces/SideEffectInterfaces.td"
include "dialects/Onnx/OnnxInterfaces.td"

def Onnx_Dialect : Dialect {
  let name = "onnx";
  let cppNamespace = "::mlir::burin::onnx";
  let summary = "The ONNX operators that diffusion models use";
  let description = [{
    An edge dialect: one operation per ONNX operator, in the form of the newest
    opset that the importer knows. The importer rewrites older forms (axes or
    bounds given as attributes become operands), so passes see one spelling.
    An absent optional operand is a value of type `none` made by
    `onnx.NoValue`. Floating-point computation happens in f32 whatever the
    element type.

    `plan.constant` stands for initializers; `onnx.Constant` for small literals.
    Two attributes are not ONNX: `channels_last` on Conv, pooling and
    GroupNormalization says that activations are N...C (weights of Conv are
    then [kernel..., Cin/group, Cout]).
  }];
  let dependentDialects = ["::mlir::burin::plan::PlanDialect"];
}

// A tensor, or `none` for an absent optional operand.
def Onnx_Optional : AnyTypeOf<[AnyTensor, NoneType]>;

class Onnx_Op<string mnemonic, list<Trait> traits = []>
    : Op<Onnx_Dialect, mnemonic, traits # [
        Pure, DeclareOpInterfaceMethods<ShapeInferenceInterface>]> {
  let assemblyFormat = "operands attr-dict `:` functional-type(operands, results)";
}

// y = f(x), same shape and element type.
class Onnx_Unary<string mnemonic> : Onnx_Op<mnemonic> {
  let arguments = (ins AnyTensor:$input);
  let results = (outs AnyTensor:$output);
}
// y = f(x; alpha)
class Onnx_UnaryAlpha<string mnemonic, string alpha> : Onnx_Unary<mnemonic> {
  let arguments = (ins AnyTensor:$input, DefaultValuedAttr<F32Attr, alpha>:$alpha);
}
// z = f(x, y) with ONNX (NumPy) broadcasting; z has the element type of x.
class Onnx_Binary<string mnemonic> : Onnx_Op<mnemonic> {
  let arguments = (ins AnyTensor:$lhs, AnyTensor:$rhs);
  let results = (outs AnyTensor:$output);
}
// As Onnx_Binary with an i1 result.
class Onnx_Compare<string mnemonic> : Onnx_Binary<mnemonic>;
// z = f(x0, x1, ...) with broadcasting.
class Onnx_Variadic<string mnemonic> : Onnx_Op<mnemonic> {
  let arguments = (ins Variadic<AnyTensor>:$inputs);
  let results = (outs AnyTensor:$output);
}
// Reduction over `axes` (an i64 tensor operand or none = all axes, unless
// noop_with_empty_axes).
class Onnx_Reduce<string mnemonic> : Onnx_Op<mnemonic> {
  let arguments = (ins AnyTensor:$data, Onnx_Optional:$axes,
    DefaultValuedAttr<I64Attr, "1">:$keepdims,
    DefaultValuedAttr<I64Attr, "0">:$noop_with_empty_axes);
  let results = (outs AnyTensor:$reduced);
}

#endif // DIALECTS_ONNX_ONNXBASE_TD
