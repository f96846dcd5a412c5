//===- OpSchema.cpp - Operand and result counts of operators --------------===//
#include "OpSchema.h"

#include "llvm/ADT/StringMap.h"

using namespace mlir::burin;

static constexpr unsigned kVariadic = OpSchema::kVariadic;

static constexpr llvm::StringLiteral kUnary[] = {"Abs",
                                                 "Neg",
                                                 "Ceil",
                                                 "Floor",
                                                 "Round",
                                                 "Sign",
                                                 "Reciprocal",
                                                 "Sqrt",
                                                 "Exp",
                                                 "Log",
                                                 "Erf",
                                                 "Sin",
                                                 "Cos",
                                                 "Tan",
                                                 "Asin",
                                                 "Acos",
                                                 "Atan",
                                                 "Sinh",
                                                 "Cosh",
                                                 "Asinh",
                                                 "Acosh",
                                                 "Atanh",
                                                 "Tanh",
                                                 "Sigmoid",
                                                 "Relu",
                                                 "HardSwish",
                                                 "Softplus",
                                                 "Softsign",
                                                 "Mish",
                                                 "Not",
                                                 "Identity",
                                                 "LeakyRelu",
                                                 "Elu",
                                                 "Celu",
                                                 "ThresholdedRelu",
                                                 "Swish",
                                                 "Selu",
                                                 "Gelu",
                                                 "IsNaN",
                                                 "HardSigmoid",
                                                 "IsInf",
                                                 "Size",
                                                 "Shape",
                                                 "Flatten",
                                                 "Transpose",
                                                 "EyeLike",
                                                 "Softmax",
                                                 "LogSoftmax",
                                                 "ArgMax",
                                                 "ArgMin",
                                                 "GlobalAveragePool",
                                                 "GlobalMaxPool"};

static constexpr llvm::StringLiteral kBinary[] = {"Add",
                                                  "Sub",
                                                  "Mul",
                                                  "Div",
                                                  "Pow",
                                                  "PRelu",
                                                  "And",
                                                  "Or",
                                                  "Xor",
                                                  "Mod",
                                                  "Equal",
                                                  "Less",
                                                  "LessOrEqual",
                                                  "Greater",
                                                  "GreaterOrEqual",
                                                  "MatMul",
                                                  "CastLike",
                                                  "Reshape",
                                                  "Unsqueeze",
                                                  "Expand",
                                                  "Tile",
                                                  "Gather",
                                                  "GatherElements",
                                                  "GatherND",
                                                  "CumSum"};

static constexpr llvm::StringLiteral kReduce[] = {
    "ReduceMean",      "ReduceSum",      "ReduceMax", "ReduceMin",
    "ReduceProd",      "ReduceL1",       "ReduceL2",  "ReduceLogSum",
    "ReduceLogSumExp", "ReduceSumSquare"};

static constexpr llvm::StringLiteral kVariadicInputs[] = {"Max", "Min", "Sum",
                                                          "Mean"};

static constexpr OpSchema kOthers[] = {
    {"Attention", 3, 4, 1, ""},
    {"AveragePool", 1, 1, 1, "kernel_shape"},
    {"BatchNormalization", 5, 5, 1, ""},
    {"Cast", 1, 1, 1, "to"},
    {"Clip", 1, 3, 1, ""},
    {"Concat", 1, kVariadic, 1, "axis"},
    {"ConstantOfShape", 1, 1, 1, ""},
    {"Conv", 2, 3, 1, ""},
    {"ConvTranspose", 2, 3, 1, ""},
    {"DepthToSpace", 1, 1, 1, "blocksize"},
    {"Dropout", 1, 3, 2, ""},
    {"Gemm", 2, 3, 1, ""},
    {"GroupNormalization", 3, 3, 1, "num_groups"},
    {"InstanceNormalization", 3, 3, 1, ""},
    {"LayerNormalization", 2, 3, 1, ""},
    {"MaxPool", 1, 1, 1, "kernel_shape"},
    {"Pad", 2, 4, 1, ""},
    {"RMSNormalization", 2, 2, 1, ""},
    {"Range", 3, 3, 1, ""},
    {"Resize", 1, 4, 1, ""},
    {"Slice", 3, 5, 1, ""},
    {"SpaceToDepth", 1, 1, 1, "blocksize"},
    {"Split", 1, 2, kVariadic, ""},
    {"Squeeze", 1, 2, 1, ""},
    {"Trilu", 1, 2, 1, ""},
    {"Where", 3, 3, 1, ""},
};

static llvm::StringMap<OpSchema> buildSchemas() {
  llvm::StringMap<OpSchema> schemas;
  for (llvm::StringRef name : kUnary)
    schemas[name] = {name, 1, 1, 1, ""};
  for (llvm::StringRef name : kBinary)
    schemas[name] = {name, 2, 2, 1, ""};
  for (llvm::StringRef name : kReduce)
    schemas[name] = {name, 1, 2, 1, ""};
  for (llvm::StringRef name : kVariadicInputs)
    schemas[name] = {name, 1, kVariadic, 1, ""};
  for (const OpSchema &schema : kOthers)
    schemas[schema.name] = schema;
  return schemas;
}

const OpSchema *mlir::burin::findOpSchema(llvm::StringRef name) {
  static const llvm::StringMap<OpSchema> schemas = buildSchemas();
  auto it = schemas.find(name);
  return it == schemas.end() ? nullptr : &it->second;
}

// Rounding and saturation of Cast concern 8-bit floats only, which are no
// element types here. Statistics are always computed in f32 (stash_type 1).
static constexpr IgnoredAttribute kIgnored[] = {
    {"Attention", "qk_matmul_output_mode", false, 0},
    {"Attention", "softmax_precision", true, 1},
    {"BatchNormalization", "momentum", false, 0},
    {"BatchNormalization", "spatial", true, 1},
    {"BatchNormalization", "training_mode", true, 0},
    {"Cast", "round_mode", false, 0},
    {"Cast", "saturate", false, 0},
    {"CastLike", "round_mode", false, 0},
    {"CastLike", "saturate", false, 0},
    {"Dropout", "ratio", false, 0},
    {"Dropout", "seed", false, 0},
    {"GroupNormalization", "stash_type", true, 1},
    {"LayerNormalization", "stash_type", true, 1},
    {"MaxPool", "storage_order", false, 0},
    {"RMSNormalization", "stash_type", true, 1},
};

llvm::ArrayRef<IgnoredAttribute> mlir::burin::getIgnoredAttributes() {
  return kIgnored;
}
