//===- GroupSignature.cpp - What a group computes, as a name --------------===//
#include "codegen/Strategy/KernelConfig.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/xxhash.h"

using namespace mlir;
using namespace mlir::burin;

/// The body with values numbered in order and attributes spelled out in place, so
/// that equal computations have equal texts.
std::string mlir::burin::codegen::getGroupSignature(func::FuncOp func) {
  OwningOpRef<func::FuncOp> copy(func.clone());
  copy->setName("g");
  copy->setPrivate();
  copy->walk([](Operation *op) {
    // What a strategy wrote: decisions, and texts that explain them.
    SmallVector<StringAttr> decisions;
    for (NamedAttribute attr : op->getDiscardableAttrs()) {
      StringRef dialect = attr.getName().strref().split('.').first;
      if (dialect == "kernel" || dialect == "plan")
        decisions.push_back(attr.getName());
    }
    for (StringAttr name : decisions)
      op->removeDiscardableAttr(name);
  });
  copy->removeArgAttrsAttr();
  copy->removeResAttrsAttr();
  std::string text;
  llvm::raw_string_ostream stream(text);
  copy->print(stream, OpPrintingFlags().printGenericOpForm().useLocalScope().assumeVerified());
  return "g" + llvm::utohexstr(llvm::xxh3_64bits(text), /*LowerCase=*/true, /*Width=*/16);
}
