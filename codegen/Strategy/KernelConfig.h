//===- KernelConfig.h - Configs of groups: checks, names, others -*- C++ -*-===//
#ifndef CODEGEN_STRATEGY_KERNELCONFIG_H
#define CODEGEN_STRATEGY_KERNELCONFIG_H

#include "codegen/Common/Group.h"
#include "codegen/Common/Target.h"
#include "dialects/Kernel/KernelDialect.h"

#include <string>

namespace mlir::burin::codegen {

/// Module attribute: configs that were measured, a dictionary from signatures to
/// configs as text. `apply-tuning` reads it.
constexpr llvm::StringLiteral kTuningAttrName = "burin.tuning";
/// Module attribute: how often the model calls each group that has candidates, a
/// dictionary from signatures to integers. `enumerate-candidates` writes it.
constexpr llvm::StringLiteral kCandidateCallsAttrName = "burin.candidate_calls";

/// Fails with a diagnostic on a config that no schedule can obey for `group`, or
/// that exceeds a limit of `target`.
LogicalResult verifyKernelConfig(Group &group, kernel::ConfigAttr config, const Target &target);

/// "g" and 16 hexadecimal digits that depend on what the group computes and on
/// its shapes, and on nothing else: not on names, locations or decisions.
std::string getGroupSignature(func::FuncOp func);

/// `chosen`, and up to `limit` - 1 other configs that verify: those that the
/// target's tiles give first, then neighbours of `chosen` by the number of
/// parameters that differ. Emits no diagnostics.
SmallVector<kernel::ConfigAttr> enumerateConfigs(Group &group, kernel::ConfigAttr chosen,
                                                 const Target &target, int64_t limit);

} // namespace mlir::burin::codegen

#endif // CODEGEN_STRATEGY_KERNELCONFIG_H
