//===- burin-translate.cpp - Files to MLIR and back, for tests ------------===//
#include "codegen/SPIRV/SPIRVBinary.h"
#include "compiler/Import/OnnxImporter.h"

#include "mlir/Dialect/SPIRV/IR/SPIRVDialect.h"
#include "mlir/IR/AsmState.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Support/FileUtilities.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/ToolOutputFile.h"

namespace cl = llvm::cl;

static cl::opt<std::string> importOnnx("import-onnx", cl::value_desc("FILE.onnx"),
                                       cl::desc("Import an ONNX model"));
static cl::opt<std::string>
    exportSpirv("export-spirv", cl::value_desc("FILE.mlir"),
                cl::desc("Write KERNEL.spv for each converted kernel into the folder -o"));
static cl::opt<std::string>
    output("o", cl::init("-"), cl::value_desc("FILE"),
           cl::desc("Where the result goes (default: standard output)"));
static cl::opt<bool>
    allowMissing("allow-missing-weights",
                 cl::desc("Absent external weight files are no error"));

static llvm::LogicalResult writeFile(llvm::StringRef path,
                                     llvm::function_ref<void(llvm::raw_ostream &)> write) {
  std::string error;
  auto file = mlir::openOutputFile(path, &error);
  if (!file) {
    llvm::errs() << error << "\n";
    return llvm::failure();
  }
  write(file->os());
  file->keep();
  return llvm::success();
}

static llvm::LogicalResult runImport(mlir::MLIRContext &context) {
  mlir::burin::ImportOptions options;
  options.allowMissingWeights = allowMissing;
  auto module = mlir::burin::importOnnxModel(context, importOnnx, options);
  if (failed(module))
    return llvm::failure();
  return writeFile(output, [&](llvm::raw_ostream &os) {
    (*module)->print(os);
    os << "\n";
  });
}

static llvm::LogicalResult runExport(mlir::MLIRContext &context) {
  context.loadDialect<mlir::gpu::GPUDialect, mlir::spirv::SPIRVDialect>();
  auto module = mlir::parseSourceFile<mlir::ModuleOp>(exportSpirv, &context);
  if (!module || llvm::sys::fs::create_directories(output))
    return llvm::failure();
  for (auto kernel : module->getOps<mlir::gpu::GPUModuleOp>()) {
    auto words = mlir::burin::codegen::serializeSPIRV(kernel);
    llvm::SmallString<128> path(output);
    llvm::sys::path::append(path, kernel.getName() + ".spv");
    if (failed(words) || failed(writeFile(path, [&](llvm::raw_ostream &os) { os << *words; })))
      return llvm::failure();
  }
  return llvm::success();
}

int main(int argc, char **argv) {
  llvm::InitLLVM init(argc, argv);
  mlir::registerAsmPrinterCLOptions();
  cl::ParseCommandLineOptions(argc, argv, "Burin translation\n");
  if (importOnnx.empty() == exportSpirv.empty()) {
    llvm::errs() << "burin-translate: give one of --import-onnx and --export-spirv\n";
    return 1;
  }
  mlir::MLIRContext context;
  return failed(importOnnx.empty() ? runExport(context) : runImport(context));
}
