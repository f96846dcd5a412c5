//===- weights.cpp - Weights files ----------------------------------------===//

#include "runtime/base/checked.h"
#include "runtime/base/strings.h"
#include "runtime/format/layout.h"
#include "runtime/format/reader.h"
#include "runtime/format/writer.h"

#include <cstring>
#include <xxhash.h>

namespace burin {

/// Magic, major and minor version; the rest of the first page is zero.
static void fillHeader(uint8_t (&header)[12]) {
  std::memcpy(header, layout::kWeightsMagic, 8);
  header[8] = uint8_t(layout::kMajor & 0xff);
  header[9] = uint8_t(layout::kMajor >> 8);
  header[10] = uint8_t(layout::kWeightsMinor & 0xff);
  header[11] = uint8_t(layout::kWeightsMinor >> 8);
}

struct WeightsWriter::State {
  explicit State(AtomicFile file)
      : file(std::move(file)), hash(XXH3_createState()) {}
  ~State() { XXH3_freeState(hash); }

  AtomicFile file;
  XXH3_state_t *hash;
  bool open = false; // between beginConstant and endConstant
  uint64_t start = 0;
};

WeightsWriter::WeightsWriter(std::unique_ptr<State> state)
    : state(std::move(state)) {}
WeightsWriter::WeightsWriter(WeightsWriter &&) noexcept = default;
WeightsWriter::~WeightsWriter() = default;

StatusOr<WeightsWriter> WeightsWriter::create(const std::string &path) {
  BURIN_ASSIGN_OR_RETURN(AtomicFile file, AtomicFile::create(path));
  uint8_t header[12];
  fillHeader(header);
  BURIN_RETURN_IF_ERROR(file.append(ByteSpan(header, sizeof header)));
  auto state = std::make_unique<State>(std::move(file));
  if (!state->hash)
    return outOfMemory(strCat(path, ": no memory for a checksum state"));
  return WeightsWriter(std::move(state));
}

Status WeightsWriter::beginConstant() {
  if (state->open)
    return failedPrecondition("beginConstant before endConstant");
  BURIN_RETURN_IF_ERROR(state->file.padTo(kConstantAlignment));
  state->start = state->file.size();
  state->open = true;
  XXH3_64bits_reset(state->hash);
  return okStatus();
}

Status WeightsWriter::append(ByteSpan bytes) {
  if (!state->open)
    return failedPrecondition("append outside of a constant");
  if (!bytes.empty())
    XXH3_64bits_update(state->hash, bytes.data(), bytes.size());
  return state->file.append(bytes);
}

StatusOr<WeightsWriter::Placement> WeightsWriter::endConstant() {
  if (!state->open)
    return failedPrecondition("endConstant without beginConstant");
  state->open = false;
  Placement placement;
  placement.fileOffset = state->start;
  placement.size = state->file.size() - state->start;
  placement.checksum = XXH3_64bits_digest(state->hash);
  return placement;
}

StatusOr<WeightsWriter::Placement> WeightsWriter::addConstant(ByteSpan bytes) {
  BURIN_RETURN_IF_ERROR(beginConstant());
  BURIN_RETURN_IF_ERROR(append(bytes));
  return endConstant();
}

StatusOr<uint64_t> WeightsWriter::finish() {
  if (state->open)
    return failedPrecondition("finish inside of a constant");
  BURIN_RETURN_IF_ERROR(state->file.padTo(kConstantAlignment));
  BURIN_RETURN_IF_ERROR(state->file.commit());
  return state->file.size();
}

static Status checkConstant(const WeightsFile &weights,
                            const Constant &constant, const std::string &path) {
  if (checksum64(weights.bytes(constant)) == constant.checksum)
    return okStatus();
  return dataLoss(strCat(path, ": constant '", constant.name,
                         "' does not match its checksum: the file is damaged "
                         "or belongs to another plan"));
}

StatusOr<WeightsFile> WeightsFile::open(const FileRange &range,
                                        const Plan &plan) {
  WeightsFile weights;
  BURIN_ASSIGN_OR_RETURN(weights.file, MappedFile::open(range));
  if (weights.file.size() != plan.weightsBytes)
    return dataLoss(strCat(range.path, ": has ", weights.file.size(),
                           " bytes, the plan expects ", plan.weightsBytes,
                           ": it belongs to another plan or is incomplete"));
  uint8_t header[12];
  fillHeader(header);
  if (weights.file.size() < sizeof header ||
      std::memcmp(weights.file.bytes().data(), header, sizeof header) != 0)
    return dataLoss(strCat(range.path, ": not a Burin weights file of version ",
                           layout::kMajor, ".", layout::kWeightsMinor));
  uint64_t budget = kQuickCheckBytes;
  for (const Constant &constant : plan.constants) {
    if (constant.kind != ConstantKind::kStored || constant.size > budget)
      continue;
    budget -= constant.size;
    BURIN_RETURN_IF_ERROR(checkConstant(weights, constant, range.path));
  }
  return weights;
}

ByteSpan WeightsFile::bytes(const Constant &constant) const {
  if (!rangeFits(constant.fileOffset, constant.size, file.size()))
    return {};
  return file.bytes().subspan(constant.fileOffset, constant.size);
}

Status WeightsFile::verifyChecksums(const Plan &plan) const {
  for (const Constant &constant : plan.constants)
    if (constant.kind == ConstantKind::kStored)
      BURIN_RETURN_IF_ERROR(checkConstant(*this, constant, file.path()));
  return okStatus();
}

std::string weightsPathFor(const Plan &plan, const std::string &planPath) {
  if (plan.weightsFile.empty())
    return {};
  size_t slash = planPath.rfind('/');
  if (slash == std::string::npos)
    return plan.weightsFile;
  return planPath.substr(0, slash + 1) + plan.weightsFile;
}

} // namespace burin
