//===- verify.cpp - What must hold of a plan ------------------------------===//

#include "runtime/format/verify.h"

#include "runtime/base/checked.h"
#include "runtime/base/strings.h"
#include "runtime/format/dtype.h"
#include "runtime/format/verify_flow.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace burin {

namespace {

/// Checks the parts of a plan one by one; every method returns the first error.
class Verifier {
public:
  Verifier(const Plan &plan, const std::string &name)
      : plan(plan), name(name) {}

  Status run();

private:
  Status error(const std::string &what) const {
    return dataLoss(strCat(name, ": ", what));
  }
  Status info() const;
  Status constant(const Constant &constant, const std::string &where) const;
  Status constants() const;
  Status storedRanges() const;
  Status modules() const;
  Status kernel(const Kernel &kernel, const std::string &where) const;
  Status kernels() const;
  Status tensors(const std::vector<TensorDesc> &tensors,
                 const std::string &where) const;
  Status entries() const;
  Status dispatch(const Entry &entry, const Dispatch &dispatch,
                  const std::string &where) const;
  Status argument(const Entry &entry, const BufferRef &arg, Access access,
                  const std::string &where) const;
  /// Size of what `arg` refers to; the index is checked.
  StatusOr<uint64_t> spaceSize(const Entry &entry, const BufferRef &arg,
                               const std::string &where) const;
  Status shape(DType dtype, const std::vector<int64_t> &shape,
               const std::string &where, uint64_t &bytes) const;

  const Plan &plan;
  const std::string &name;
};

bool isIdentifier(const std::string &text) {
  auto isHead = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  if (text.empty() || !isHead(text[0]))
    return false;
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return isHead(c) || (c >= '0' && c <= '9');
  });
}

bool hasNul(const std::string &text) {
  return text.find('\0') != std::string::npos;
}

bool isPlainFileName(const std::string &text) {
  return !text.empty() && text != "." && text != ".." &&
         text.find('/') == std::string::npos &&
         text.find('\\') == std::string::npos && !hasNul(text);
}

} // namespace

Status Verifier::shape(DType dtype, const std::vector<int64_t> &shape,
                       const std::string &where, uint64_t &bytes) const {
  if (uint8_t(dtype) >= kDTypeCount)
    return error(strCat(where, ": invalid element type ", uint8_t(dtype)));
  if (shape.size() > kMaxRank)
    return error(
        strCat(where, ": rank ", shape.size(), ", at most ", kMaxRank));
  for (int64_t dimension : shape)
    if (dimension < 1)
      return error(strCat(where, ": dimension ", dimension, " in shape ",
                          shapeText(shape), ", expected >= 1"));
  if (!tensorBytes(dtype, shape, bytes))
    return error(strCat(where, ": shape ", shapeText(shape), " overflows"));
  return okStatus();
}

Status Verifier::info() const {
  if (plan.arenaLowerBoundBytes > plan.arenaBytes)
    return error(strCat("info: arena of ", plan.arenaBytes,
                        " bytes is below its lower bound ",
                        plan.arenaLowerBoundBytes));
  if (plan.weightsFile.empty() != (plan.weightsBytes == 0))
    return error("info: weights file name and size must be given together");
  if (!plan.weightsFile.empty() && !isPlainFileName(plan.weightsFile))
    return error(strCat("info: weights file '", plan.weightsFile,
                        "' must be a plain file name beside the plan"));
  return okStatus();
}

Status Verifier::constant(const Constant &constant,
                          const std::string &where) const {
  uint64_t bytes = 0;
  BURIN_RETURN_IF_ERROR(shape(constant.dtype, constant.shape, where, bytes));
  if (constant.size != bytes)
    return error(strCat(where, ": size is ", constant.size, ", shape ",
                        shapeText(constant.shape), " of ",
                        dtypeName(constant.dtype), " needs ", bytes));
  if (constant.kind == ConstantKind::kSynthetic) {
    if (constant.dtype != DType::kF32 && constant.dtype != DType::kF16 &&
        constant.dtype != DType::kBF16)
      return error(strCat(where, ": synthetic constant of type ",
                          dtypeName(constant.dtype)));
    if (!std::isfinite(constant.mean) || !std::isfinite(constant.stddev) ||
        constant.stddev < 0)
      return error(
          strCat(where, ": mean and stddev must be finite, stddev >= 0"));
    return okStatus();
  }
  if (constant.kind != ConstantKind::kStored)
    return error(strCat(where, ": invalid kind ", uint8_t(constant.kind)));
  if (constant.fileOffset % kConstantAlignment != 0 ||
      constant.fileOffset < kConstantAlignment)
    return error(strCat(where, ": file offset ", constant.fileOffset,
                        " is no positive multiple of ", kConstantAlignment));
  if (!rangeFits(constant.fileOffset, constant.size, plan.weightsBytes))
    return error(strCat(where, ": ", constant.size, " bytes at ",
                        constant.fileOffset, " exceed the weights file of ",
                        plan.weightsBytes));
  return okStatus();
}

Status Verifier::constants() const {
  std::set<std::string> names;
  for (size_t i = 0; i < plan.constants.size(); ++i) {
    const Constant &c = plan.constants[i];
    std::string where = strCat("constant ", i, " '", c.name, "'");
    if (c.name.empty() || !names.insert(c.name).second)
      return error(strCat(where, ": name is empty or not unique"));
    BURIN_RETURN_IF_ERROR(constant(c, where));
  }
  return storedRanges();
}

Status Verifier::storedRanges() const {
  std::vector<const Constant *> stored;
  for (const Constant &constant : plan.constants)
    if (constant.kind == ConstantKind::kStored)
      stored.push_back(&constant);
  std::sort(stored.begin(), stored.end(),
            [](const Constant *a, const Constant *b) {
              return a->fileOffset < b->fileOffset;
            });
  for (size_t i = 1; i < stored.size(); ++i)
    if (stored[i - 1]->fileOffset + stored[i - 1]->size > stored[i]->fileOffset)
      return error(strCat("constants '", stored[i - 1]->name, "' and '",
                          stored[i]->name, "' overlap in the weights file"));
  return okStatus();
}

Status Verifier::modules() const {
  std::set<std::string> names;
  for (size_t i = 0; i < plan.modules.size(); ++i) {
    const Module &module = plan.modules[i];
    std::string where = strCat("module ", i, " '", module.name, "'");
    if (module.name.empty() || !names.insert(module.name).second)
      return error(strCat(where, ": name is empty or not unique"));
    if (uint8_t(module.format) > uint8_t(CodeFormat::kSPIRV))
      return error(strCat(where, ": invalid code format"));
    if (module.code.empty())
      return error(strCat(where, ": no code"));
    if (hasNul(module.buildOptions))
      return error(strCat(where, ": NUL in the build options"));
    if (module.format == CodeFormat::kOpenCLC && hasNul(module.code))
      return error(strCat(where, ": NUL in source text"));
    if (module.format == CodeFormat::kSPIRV && module.code.size() % 4 != 0)
      return error(strCat(where, ": SPIR-V of ", module.code.size(),
                          " bytes is not made of whole words"));
  }
  return okStatus();
}

Status Verifier::kernel(const Kernel &kernel, const std::string &where) const {
  if (!isIdentifier(kernel.name))
    return error(strCat(where, ": name is no identifier"));
  if (kernel.module >= plan.modules.size())
    return error(strCat(where, ": module index ", kernel.module, " of ",
                        plan.modules.size()));
  uint64_t items = 1;
  for (uint32_t size : kernel.workgroupSize)
    if (size == 0 || !checkedMul(items, size, items))
      return error(strCat(where, ": work-group size has a zero or overflows"));
  if (items > kMaxWorkgroupSize)
    return error(strCat(where, ": work group of ", items, " items, at most ",
                        kMaxWorkgroupSize));
  if (kernel.args.size() > kMaxKernelArgs)
    return error(strCat(where, ": ", kernel.args.size(), " arguments, at most ",
                        kMaxKernelArgs));
  for (Access access : kernel.args)
    if (uint8_t(access) > uint8_t(Access::kReadWrite))
      return error(strCat(where, ": invalid access"));
  return okStatus();
}

Status Verifier::kernels() const {
  // One function may be listed once for every way to access its arguments.
  std::set<std::tuple<uint32_t, std::string, std::vector<Access>>> names;
  for (size_t i = 0; i < plan.kernels.size(); ++i) {
    const Kernel &k = plan.kernels[i];
    std::string where = strCat("kernel ", i, " '", k.name, "'");
    BURIN_RETURN_IF_ERROR(kernel(k, where));
    if (!names.emplace(k.module, k.name, k.args).second)
      return error(strCat(where, ": listed twice for its module"));
  }
  return okStatus();
}

Status Verifier::tensors(const std::vector<TensorDesc> &tensors,
                         const std::string &where) const {
  std::set<std::string> names;
  for (const TensorDesc &tensor : tensors) {
    std::string here = strCat(where, " '", tensor.name, "'");
    if (tensor.name.empty() || !names.insert(tensor.name).second)
      return error(strCat(here, ": name is empty or not unique"));
    uint64_t bytes = 0;
    BURIN_RETURN_IF_ERROR(shape(tensor.dtype, tensor.shape, here, bytes));
    if (tensor.equalHalves && (tensor.shape.empty() || tensor.shape[0] % 2))
      return error(strCat(here, ": equal halves of a tensor without halves"));
  }
  return okStatus();
}

StatusOr<uint64_t> Verifier::spaceSize(const Entry &entry, const BufferRef &arg,
                                       const std::string &where) const {
  size_t count = 1;
  switch (arg.space) {
  case Space::kArena:
  case Space::kState:
    break;
  case Space::kConstant:
    count = plan.constants.size();
    break;
  case Space::kInput:
    count = entry.inputs.size();
    break;
  case Space::kOutput:
    count = entry.outputs.size();
    break;
  default:
    return error(strCat(where, ": invalid space ", uint8_t(arg.space)));
  }
  if (arg.index >= count)
    return error(strCat(where, ": index ", arg.index, " of ", count, " in the ",
                        spaceName(arg.space), " space"));
  switch (arg.space) {
  case Space::kArena:
    return plan.arenaBytes;
  case Space::kState:
    return plan.stateBytes;
  case Space::kConstant:
    return plan.constants[arg.index].size;
  case Space::kInput:
    return tensorBytes(entry.inputs[arg.index]);
  case Space::kOutput:
    break;
  }
  return tensorBytes(entry.outputs[arg.index]);
}

Status Verifier::argument(const Entry &entry, const BufferRef &arg,
                          Access access, const std::string &where) const {
  BURIN_ASSIGN_OR_RETURN(uint64_t limit, spaceSize(entry, arg, where));
  if (arg.size == 0)
    return error(strCat(where, ": empty range"));
  if (!rangeFits(arg.offset, arg.size, limit))
    return error(strCat(where, ": ", arg.size, " bytes at ", arg.offset,
                        " exceed the ", spaceName(arg.space), " range of ",
                        limit));
  if (arg.offset % kArenaAlignment != 0)
    return error(strCat(where, ": offset ", arg.offset, " is no multiple of ",
                        kArenaAlignment));
  bool readOnly = arg.space == Space::kConstant || arg.space == Space::kInput;
  if (readOnly && access != Access::kRead)
    return error(
        strCat(where, ": kernel writes to a read-only ", spaceName(arg.space)));
  return okStatus();
}

Status Verifier::dispatch(const Entry &entry, const Dispatch &dispatch,
                          const std::string &where) const {
  if (dispatch.kernel >= plan.kernels.size())
    return error(strCat(where, ": kernel index ", dispatch.kernel, " of ",
                        plan.kernels.size()));
  const Kernel &kernel = plan.kernels[dispatch.kernel];
  for (int i = 0; i < 3; ++i) {
    uint64_t items = uint64_t(dispatch.groups[i]) * kernel.workgroupSize[i];
    if (items == 0 || items > UINT32_MAX)
      return error(strCat(where, ": ", dispatch.groups[i],
                          " groups in dimension ", i,
                          ", expected 1 to 2^32-1 work items"));
  }
  if (dispatch.args.size() != kernel.args.size())
    return error(strCat(where, ": ", dispatch.args.size(),
                        " arguments, kernel '", kernel.name, "' takes ",
                        kernel.args.size()));
  for (size_t i = 0; i < dispatch.args.size(); ++i)
    BURIN_RETURN_IF_ERROR(argument(entry, dispatch.args[i], kernel.args[i],
                                   strCat(where, ", argument ", i)));
  return okStatus();
}

Status Verifier::entries() const {
  if (plan.entries.empty())
    return error("no entry point");
  if (plan.entries.size() > kMaxEntries)
    return error(strCat(plan.entries.size(), " entry points, at most ",
                        kMaxEntries));
  std::set<std::string> names;
  for (const Entry &entry : plan.entries) {
    std::string where = strCat("entry '", entry.name, "'");
    if (entry.name.empty() || !names.insert(entry.name).second)
      return error(strCat(where, ": name is empty or not unique"));
    BURIN_RETURN_IF_ERROR(tensors(entry.inputs, strCat(where, ", input")));
    BURIN_RETURN_IF_ERROR(tensors(entry.outputs, strCat(where, ", output")));
    for (size_t i = 0; i < entry.dispatches.size(); ++i)
      BURIN_RETURN_IF_ERROR(
          dispatch(entry, entry.dispatches[i], dispatchText(entry, i)));
  }
  return okStatus();
}

Status Verifier::run() {
  BURIN_RETURN_IF_ERROR(info());
  BURIN_RETURN_IF_ERROR(constants());
  BURIN_RETURN_IF_ERROR(modules());
  BURIN_RETURN_IF_ERROR(kernels());
  BURIN_RETURN_IF_ERROR(entries());
  Status flow = verifyDataFlow(plan);
  return flow.ok() ? flow : flow.withContext(name);
}

Status verifyPlan(const Plan &plan, const std::string &name) {
  return Verifier(plan, name).run();
}

} // namespace burin
