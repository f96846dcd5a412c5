//===- SPIRVBinary.cpp - Words of a converted kernel module ---------------===//
#include "codegen/SPIRV/SPIRVBinary.h"

#include "mlir/Target/SPIRV/Serialization.h"
#include "llvm/Support/Endian.h"

using namespace mlir;
using namespace mlir::burin::codegen;

spirv::ModuleOp mlir::burin::codegen::getSPIRVModule(gpu::GPUModuleOp module) {
  auto modules = module.getOps<spirv::ModuleOp>();
  return modules.empty() ? spirv::ModuleOp() : *modules.begin();
}

unsigned mlir::burin::codegen::countBindings(spirv::ModuleOp module) {
  unsigned count = 0;
  for (auto variable : module.getOps<spirv::GlobalVariableOp>())
    if (std::optional<uint32_t> binding = variable.getBinding())
      count = std::max(count, *binding + 1);
  return count;
}

FailureOr<std::string> mlir::burin::codegen::serializeSPIRV(gpu::GPUModuleOp module) {
  spirv::ModuleOp spirvModule = getSPIRVModule(module);
  SmallVector<uint32_t, 0> words;
  if (!spirvModule || failed(spirv::serialize(spirvModule, words)))
    return module.emitOpError("could not be written as SPIR-V");
  std::string bytes(words.size() * 4, '\0');
  for (auto [i, word] : llvm::enumerate(words))
    llvm::support::endian::write32le(&bytes[i * 4], word);
  return bytes;
}
