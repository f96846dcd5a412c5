//===- burin-translate.cpp - Model files to MLIR, for tests ---------------===//
#include "compiler/Import/OnnxImporter.h"

#include "mlir/IR/AsmState.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Support/FileUtilities.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/ToolOutputFile.h"

namespace cl = llvm::cl;

static cl::opt<std::string> importOnnx("import-onnx", cl::Required,
                                       cl::value_desc("FILE.onnx"),
                                       cl::desc("Import an ONNX model"));
static cl::opt<std::string>
    output("o", cl::init("-"), cl::value_desc("FILE"),
           cl::desc("Where the MLIR goes (default: standard output)"));
static cl::opt<bool>
    allowMissing("allow-missing-weights",
                 cl::desc("Absent external weight files are no error"));

int main(int argc, char **argv) {
  llvm::InitLLVM init(argc, argv);
  mlir::registerAsmPrinterCLOptions();
  cl::ParseCommandLineOptions(argc, argv, "Burin model translation\n");
  mlir::MLIRContext context;
  mlir::burin::ImportOptions options;
  options.allowMissingWeights = allowMissing;
  auto module = mlir::burin::importOnnxModel(context, importOnnx, options);
  if (failed(module))
    return 1;
  std::string error;
  auto file = mlir::openOutputFile(output, &error);
  if (!file) {
    llvm::errs() << error << "\n";
    return 1;
  }
  (*module)->print(file->os());
  file->os() << "\n";
  file->keep();
  return 0;
}
