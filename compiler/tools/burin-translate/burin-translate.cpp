//===- burin-translate.cpp - Files to MLIR and back, for tests ------------===//
#include "codegen/SPIRV/SPIRVBinary.h"
#include "compiler/Import/OnnxImporter.h"
#include "compiler/Pipelines/SamplerModule.h"
#include "runtime/format/reader.h"

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
    buildSampler("build-sampler", cl::value_desc("PLAN,PLAN"),
                 cl::desc("Make what lies between the UNet and the VAE decoder of these plans"));
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

static llvm::LogicalResult runBuildSampler(mlir::MLIRContext &context) {
  auto [unetPath, vaePath] = llvm::StringRef(buildSampler).split(',');
  burin::StatusOr<burin::Plan> unet = burin::readPlanFile(unetPath.str()), vae = burin::readPlanFile(vaePath.str());
  for (const auto *plan : {&unet, &vae})
    if (!plan->ok()) {
      llvm::errs() << plan->status().toString() << "\n";
      return llvm::failure();
    }
  auto tensors = mlir::burin::findSamplerTensors(context, *unet, *vae);
  if (failed(tensors))
    return llvm::failure();
  auto module = mlir::burin::buildSamplerModule(context, *tensors);
  if (failed(module))
    return llvm::failure();
  return writeFile(output, [&](llvm::raw_ostream &os) {
    (*module)->print(os);
    os << "\n";
  });
}

int main(int argc, char **argv) {
  llvm::InitLLVM init(argc, argv);
  mlir::registerAsmPrinterCLOptions();
  cl::ParseCommandLineOptions(argc, argv, "Burin translation\n");
  if (!importOnnx.empty() + !exportSpirv.empty() + !buildSampler.empty() != 1) {
    llvm::errs() << "burin-translate: give one of --import-onnx, --export-spirv and --build-sampler\n";
    return 1;
  }
  mlir::MLIRContext context;
  if (!buildSampler.empty())
    return failed(runBuildSampler(context));
  return failed(importOnnx.empty() ? runExport(context) : runImport(context));
}
