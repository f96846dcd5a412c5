//===- burin-opt.cpp - Every pass by itself, for tests --------------------===//
#include "codegen/Passes.h"
#include "dialects/Fused/FusedDialect.h"
#include "dialects/Kernel/KernelDialect.h"
#include "dialects/Onnx/OnnxDialect.h"
#include "dialects/Plan/PlanDialect.h"
#include "passes/Fusion/Passes.h"
#include "passes/Hoist/Passes.h"
#include "passes/Normalize/Passes.h"
#include "passes/OnnxToLinalg/Passes.h"
#include "passes/Shape/Passes.h"
#include "passes/Weights/Passes.h"

#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/InitAllPasses.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"

int main(int argc, char **argv) {
  mlir::DialectRegistry registry;
  mlir::registerAllDialects(registry);
  mlir::registerAllExtensions(registry);
  mlir::registerAllPasses();
  registry.insert<mlir::burin::fused::FusedDialect, mlir::burin::kernel::KernelDialect,
                  mlir::burin::onnx::OnnxDialect, mlir::burin::plan::PlanDialect>();
  mlir::burin::registerShapePasses();
  mlir::burin::registerNormalizePasses();
  mlir::burin::registerOnnxToLinalgPasses();
  mlir::burin::registerFusionPasses();
  mlir::burin::registerHoistPasses();
  mlir::burin::registerWeightsPasses();
  mlir::burin::registerCodegenPasses();
  return mlir::asMainReturnCode(mlir::MlirOptMain(argc, argv, "Burin pass driver\n", registry));
}
