//===- CostModel.cpp - Time of a kernel from bytes and FLOPs --------------===//
#include "codegen/Common/CostModel.h"

using namespace mlir::burin::codegen;

double mlir::burin::codegen::predictNanoseconds(const Target &target, const KernelWork &work) {
  int64_t gflops = work.usesMatrixUnits && target.matrixGflops > 0 ? target.matrixGflops
                                                                   : target.f32Gflops;
  double memory = work.bytes * 1e3 / target.bandwidthMBps;
  double arithmetic = static_cast<double>(work.flops) / gflops;
  return target.launchNanoseconds + std::max(memory, arithmetic);
}
