//===- spirv_module.cpp - What a SPIR-V module says of itself -------------===//

#include "runtime/drivers/vulkan/spirv_module.h"

#include "runtime/base/checked.h"
#include "runtime/base/strings.h"

#include <algorithm>
#include <set>
#include <unordered_map>

namespace burin::vulkan {

namespace {

// From the SPIR-V specification, section 3.
constexpr uint32_t kMagic = 0x07230203;
constexpr size_t kHeaderWords = 5;
constexpr uint32_t kMaxBound = 0x3FFFFF; // universal limits
enum Op : uint32_t {
  OpExtension = 10,
  OpExtInstImport = 11,
  OpMemoryModel = 14,
  OpEntryPoint = 15,
  OpExecutionMode = 16,
  OpCapability = 17,
  OpTypeInt = 21,
  OpTypeFloat = 22,
  OpTypeVector = 23,
  OpTypeArray = 28,
  OpTypeRuntimeArray = 29,
  OpTypeStruct = 30,
  OpTypePointer = 32,
  OpConstant = 43,
  OpFunction = 54,
  OpFunctionEnd = 56,
  OpVariable = 59,
  OpDecorate = 71,
  OpLabel = 248,
  OpBranch = 249,
  OpBranchConditional = 250,
  OpSwitch = 251,
  OpKill = 252,
  OpReturn = 253,
  OpReturnValue = 254,
  OpUnreachable = 255,
  OpTypeCooperativeMatrixKHR = 4456,
};
constexpr uint32_t kGLCompute = 5, kLocalSize = 17;
constexpr uint32_t kBinding = 33, kDescriptorSet = 34;
constexpr uint32_t kWorkgroup = 4, kStorageBuffer = 12, kPushConstant = 9;
constexpr uint32_t kLogical = 0; // addressing model
constexpr int kMaxTypeDepth = 16;

bool isTerminator(uint32_t op) {
  return (op >= OpBranch && op <= OpUnreachable) || op == 4416 /*Terminate*/;
}

struct Variable {
  uint32_t pointerType, storage;
};

class Reader {
public:
  explicit Reader(ByteSpan bytes) : bytes(bytes) {}
  StatusOr<SPIRVModule> run();

private:
  uint32_t word(size_t index) const {
    const uint8_t *p = bytes.data() + index * 4;
    return uint32_t(p[0]) | uint32_t(p[1]) << 8 | uint32_t(p[2]) << 16 |
           uint32_t(p[3]) << 24;
  }
  /// Word `i` of the instruction at hand.
  uint32_t operand(size_t i) const { return word(at + i); }
  Status error(const std::string &text) const {
    return Status(StatusCode::kBuildFailure,
                  strCat("SPIR-V, word ", at, ": ", text));
  }
  Status need(size_t words) const {
    return length < words ? error("instruction is too short") : okStatus();
  }
  bool isId(uint32_t id) const { return id > 0 && id < bound; }
  Status header();
  Status instruction(uint32_t op);
  Status structure(uint32_t op);
  Status define(uint32_t id);
  Status text(size_t first, std::string &out) const;
  Status entryPoint();
  Status executionMode();
  Status decorate();
  Status matrixType();
  Status typeSize(uint32_t type, int depth, uint64_t &out) const;
  Status finish();
  Status bindings();

  ByteSpan bytes;
  size_t at = 0, length = 0; // the instruction at hand
  uint32_t bound = 0;
  SPIRVModule module;
  uint32_t entryId = 0;
  bool hasMemoryModel = false, inFunction = false, inBlock = false;
  bool entryIsFunction = false;
  std::set<uint32_t> defined; // results of the instructions read here
  std::unordered_map<uint32_t, std::vector<uint32_t>> types; // by id, words
  std::unordered_map<uint32_t, uint32_t> constants, binding, descriptorSet;
  std::unordered_map<uint32_t, Variable> variables;
};

} // namespace

Status Reader::header() {
  if (bytes.size() % 4 != 0 || bytes.size() < kHeaderWords * 4)
    return error(strCat(bytes.size(), " bytes are no module"));
  if (word(0) != kMagic)
    return error("the magic number is wrong");
  module.version = word(1);
  if ((module.version >> 16) != 1 || (module.version & 0xFF0000FF) != 0 ||
      ((module.version >> 8) & 0xFF) > 6)
    return error(strCat("unknown version ", module.version));
  bound = word(3);
  if (bound == 0 || bound > kMaxBound)
    return error(strCat("bound ", bound, " is out of range"));
  if (word(4) != 0)
    return error("the reserved word is not 0");
  return okStatus();
}

/// A string ends with a zero byte inside its instruction.
Status Reader::text(size_t first, std::string &out) const {
  const uint8_t *begin = bytes.data() + (at + first) * 4;
  const uint8_t *end = bytes.data() + (at + length) * 4;
  const uint8_t *zero = std::find(begin, end, uint8_t(0));
  if (first >= length || zero == end)
    return error("string without an end");
  out.assign(begin, zero);
  return okStatus();
}

Status Reader::define(uint32_t id) {
  if (!isId(id))
    return error(strCat("id ", id, " is out of range"));
  if (!defined.insert(id).second)
    return error(strCat("id ", id, " is defined twice"));
  return okStatus();
}

Status Reader::entryPoint() {
  BURIN_RETURN_IF_ERROR(need(4));
  if (operand(1) != kGLCompute)
    return error("entry point of another execution model than GLCompute");
  if (entryId)
    return error("more than one entry point; a module must hold one kernel");
  entryId = operand(2);
  if (!isId(entryId))
    return error("the entry point's id is out of range");
  BURIN_RETURN_IF_ERROR(text(3, module.entryPoint));
  if (module.entryPoint.empty())
    return error("the entry point has no name");
  return okStatus();
}

Status Reader::executionMode() {
  BURIN_RETURN_IF_ERROR(need(3));
  if (operand(1) != entryId || operand(2) != kLocalSize)
    return okStatus();
  BURIN_RETURN_IF_ERROR(need(6));
  for (size_t i = 0; i < 3; ++i)
    module.workgroupSize[i] = operand(3 + i);
  return okStatus();
}

Status Reader::decorate() {
  BURIN_RETURN_IF_ERROR(need(3));
  uint32_t decoration = operand(2);
  if (decoration != kBinding && decoration != kDescriptorSet)
    return okStatus();
  BURIN_RETURN_IF_ERROR(need(4));
  (decoration == kBinding ? binding : descriptorSet)[operand(1)] = operand(3);
  return okStatus();
}

/// VkComponentTypeKHR of a scalar type; UINT32_MAX if there is none.
static uint32_t componentType(const std::vector<uint32_t> &type) {
  if (type.size() < 2)
    return UINT32_MAX;
  uint32_t bits = type[1];
  if (type[0] == OpTypeFloat)
    return bits == 16 ? 0 : bits == 32 ? 1 : bits == 64 ? 2 : UINT32_MAX;
  if (type[0] != OpTypeInt || type.size() < 3)
    return UINT32_MAX;
  for (uint32_t i = 0; i < 4; ++i)
    if (bits == 8u << i)
      return (type[2] ? 3 : 7) + i; // SPIR-V: 1 is signed
  return UINT32_MAX;
}

Status Reader::matrixType() {
  BURIN_RETURN_IF_ERROR(need(7));
  MatrixType matrix;
  auto component = types.find(operand(2));
  auto rows = constants.find(operand(4)), columns = constants.find(operand(5)),
       use = constants.find(operand(6));
  if (component == types.end() || rows == constants.end() ||
      columns == constants.end() || use == constants.end())
    return error("cooperative matrix type of undefined ids");
  matrix.component = componentType(component->second);
  matrix.rows = rows->second;
  matrix.columns = columns->second;
  matrix.use = use->second;
  if (std::find(module.matrices.begin(), module.matrices.end(), matrix) ==
      module.matrices.end())
    module.matrices.push_back(matrix);
  return okStatus();
}

/// Functions and blocks must nest: a driver walks them without looking.
Status Reader::structure(uint32_t op) {
  if (op == OpFunction) {
    BURIN_RETURN_IF_ERROR(need(5));
    if (inFunction)
      return error("function inside a function");
    inFunction = true;
    entryIsFunction |= operand(2) == entryId;
    return define(operand(2));
  }
  if (op == OpFunctionEnd) {
    if (!inFunction || inBlock)
      return error("function ends where none is, or inside a block");
    inFunction = false;
    return okStatus();
  }
  if (op == OpLabel) {
    BURIN_RETURN_IF_ERROR(need(2));
    if (!inFunction || inBlock)
      return error("block outside of a function, or inside another");
    inBlock = true;
    return define(operand(1));
  }
  if (isTerminator(op)) {
    if (!inBlock)
      return error("branch outside of a block");
    inBlock = false;
  }
  return okStatus();
}

Status Reader::instruction(uint32_t op) {
  switch (op) {
  case OpCapability:
    BURIN_RETURN_IF_ERROR(need(2));
    module.capabilities.push_back(operand(1));
    return okStatus();
  case OpExtension:
    module.extensions.emplace_back();
    return text(1, module.extensions.back());
  case OpMemoryModel:
    BURIN_RETURN_IF_ERROR(need(3));
    if (hasMemoryModel || operand(1) != kLogical)
      return error("needs one memory model, with logical addressing");
    hasMemoryModel = true;
    return okStatus();
  case OpEntryPoint:
    return entryPoint();
  case OpExecutionMode:
    return executionMode();
  case OpDecorate:
    return decorate();
  case OpTypeInt:
  case OpTypeFloat:
  case OpTypeVector:
  case OpTypeArray:
  case OpTypeRuntimeArray:
  case OpTypeStruct:
  case OpTypePointer: {
    static_assert(OpTypeStruct == 30, "structs may be empty");
    BURIN_RETURN_IF_ERROR(need(op == OpTypeStruct ? 2
                               : op == OpTypeFloat || op == OpTypeRuntimeArray
                                   ? 3
                                   : 4));
    BURIN_RETURN_IF_ERROR(define(operand(1)));
    std::vector<uint32_t> &type = types[operand(1)];
    type.push_back(op);
    for (size_t i = 2; i < length; ++i)
      type.push_back(operand(i));
    return okStatus();
  }
  case OpTypeCooperativeMatrixKHR:
    return matrixType();
  case OpConstant:
    BURIN_RETURN_IF_ERROR(need(4));
    BURIN_RETURN_IF_ERROR(define(operand(2)));
    constants[operand(2)] = operand(3);
    return okStatus();
  case OpVariable:
    BURIN_RETURN_IF_ERROR(need(4));
    BURIN_RETURN_IF_ERROR(define(operand(2)));
    variables[operand(2)] = {operand(1), operand(3)};
    return okStatus();
  default:
    return structure(op);
  }
}

/// Bytes of a type in local memory, without padding.
Status Reader::typeSize(uint32_t id, int depth, uint64_t &out) const {
  auto found = types.find(id);
  if (found == types.end() || depth > kMaxTypeDepth)
    return error(strCat("local memory of unknown type ", id));
  const std::vector<uint32_t> &type = found->second;
  switch (type[0]) {
  case OpTypeInt:
  case OpTypeFloat:
    out = type[1] / 8;
    return okStatus();
  case OpTypeVector:
  case OpTypeArray: {
    uint64_t element = 0, count = type[2];
    if (type[0] == OpTypeArray) {
      auto constant = constants.find(type[2]);
      if (constant == constants.end())
        return error("local array without a constant extent");
      count = constant->second;
    }
    BURIN_RETURN_IF_ERROR(typeSize(type[1], depth + 1, element));
    return checkedMul(element, count, out) ? okStatus()
                                           : error("local array is too large");
  }
  case OpTypeStruct:
    out = 0;
    for (size_t i = 1; i < type.size(); ++i) {
      uint64_t member = 0;
      BURIN_RETURN_IF_ERROR(typeSize(type[i], depth + 1, member));
      if (!checkedAdd(out, member, out))
        return error("local struct is too large");
    }
    return okStatus();
  default:
    return error(strCat("local memory of unknown type ", id));
  }
}

Status Reader::bindings() {
  std::set<uint32_t> used;
  for (const auto &[id, variable] : variables) {
    if (variable.storage == kPushConstant)
      return error("push constants, which no plan provides");
    if (variable.storage == kWorkgroup) {
      auto pointer = types.find(variable.pointerType);
      uint64_t size = 0;
      if (pointer == types.end() || pointer->second[0] != OpTypePointer)
        return error("variable without a pointer type");
      BURIN_RETURN_IF_ERROR(typeSize(pointer->second[2], 0, size));
      if (!checkedAdd(module.localMemoryBytes, size, module.localMemoryBytes))
        return error("local memory is too large");
    }
    auto number = binding.find(id);
    if (number == binding.end()) {
      if (variable.storage == kStorageBuffer)
        return error("storage buffer without a binding");
      continue;
    }
    auto set = descriptorSet.find(id);
    if (variable.storage != kStorageBuffer || set == descriptorSet.end() ||
        set->second != 0)
      return error("binding that is no storage buffer of set 0");
    used.insert(number->second);
  }
  module.bindings = uint32_t(used.size());
  if (!used.empty() && *used.rbegin() != used.size() - 1)
    return error("bindings are not numbered from 0 without gaps");
  return okStatus();
}

Status Reader::finish() {
  if (inFunction)
    return error("the last function has no end");
  if (!hasMemoryModel)
    return error("no memory model");
  if (!entryId || !entryIsFunction)
    return error("no entry point");
  if (std::count(module.workgroupSize.begin(), module.workgroupSize.end(), 0u))
    return error("the entry point has no work-group size");
  return bindings();
}

StatusOr<SPIRVModule> Reader::run() {
  BURIN_RETURN_IF_ERROR(header());
  size_t total = bytes.size() / 4;
  for (at = kHeaderWords; at < total; at += length) {
    length = operand(0) >> 16;
    if (length == 0 || length > total - at)
      return error("instruction runs out of the module");
    BURIN_RETURN_IF_ERROR(instruction(operand(0) & 0xFFFF));
  }
  BURIN_RETURN_IF_ERROR(finish());
  return module;
}

StatusOr<SPIRVModule> readSPIRV(ByteSpan bytes) { return Reader(bytes).run(); }

} // namespace burin::vulkan
