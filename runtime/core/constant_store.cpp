//===- constant_store.cpp - A plan's constants on a device ----------------===//

#include "runtime/core/constant_store.h"

#include "runtime/base/checked.h"
#include "runtime/base/strings.h"
#include "runtime/format/synthetic.h"

#include <algorithm>
#include <thread>

namespace burin {

/// Copies go in pieces, so that progress shows and cancelling is quick.
static constexpr uint64_t kPieceBytes = 64 << 20;
/// Larger buffers gain nothing and fragment memory.
static constexpr uint64_t kChunkBytes = uint64_t(1) << 30;

class ConstantStore::Builder {
public:
  Builder(Device &device, const Plan &plan, const WeightsFile *weights,
          const SessionOptions &options, ConstantStore &store)
      : device(device), plan(plan), weights(weights), options(options),
        store(store) {}

  Status run();

private:
  Status checkSizes();
  /// Constants of a kind in file order (stored) or plan order (synthetic).
  std::vector<uint32_t> ordered(ConstantKind kind) const;
  Status importStored(const std::vector<uint32_t> &order);
  Status copyAll(const std::vector<uint32_t> &order);
  Status fillChunk(DeviceBuffer &buffer, Span<const uint32_t> members);
  Status upload(DeviceBuffer &buffer, const Constant &constant,
                uint64_t offset);
  Status advance(uint64_t bytes);

  Device &device;
  const Plan &plan;
  const WeightsFile *weights;
  const SessionOptions &options;
  ConstantStore &store;
  uint64_t limit = 0; // of one buffer
  uint64_t done = 0, total = 0;
  std::vector<uint8_t> scratch;
};

Status ConstantStore::Builder::checkSizes() {
  uint64_t deviceLimit = device.info().maxAllocationBytes;
  if (deviceLimit == 0)
    deviceLimit = UINT64_MAX;
  for (const Constant &constant : plan.constants) {
    total += constant.size;
    if (constant.size > deviceLimit)
      return failedPrecondition(
          strCat("constant '", constant.name, "' has ", constant.size,
                 " bytes, ", device.info().name, " allocates at most ",
                 deviceLimit, " in one buffer"));
    limit = std::max(limit, constant.size);
  }
  limit = std::max(limit, std::min(deviceLimit, kChunkBytes));
  return okStatus();
}

std::vector<uint32_t> ConstantStore::Builder::ordered(ConstantKind kind) const {
  std::vector<uint32_t> order;
  for (uint32_t i = 0; i < plan.constants.size(); ++i)
    if (plan.constants[i].kind == kind)
      order.push_back(i);
  if (kind == ConstantKind::kStored)
    std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
      return plan.constants[a].fileOffset < plan.constants[b].fileOffset;
    });
  return order;
}

Status ConstantStore::Builder::advance(uint64_t bytes) {
  done += bytes;
  if (options.progress)
    options.progress("weights", done, total);
  if (options.cancel && options.cancel->load())
    return cancelled("cancelled while loading the weights");
  return okStatus();
}

/// Each buffer spans consecutive constants of the file.
Status
ConstantStore::Builder::importStored(const std::vector<uint32_t> &order) {
  for (size_t begin = 0; begin < order.size();) {
    uint64_t start = plan.constants[order[begin]].fileOffset;
    size_t end = begin;
    uint64_t size = 0;
    while (end < order.size()) {
      const Constant &next = plan.constants[order[end]];
      if (next.fileOffset + next.size - start > limit)
        break;
      size = next.fileOffset + next.size - start;
      ++end;
    }
    BURIN_ASSIGN_OR_RETURN(
        auto buffer,
        device.importHostMemory(weights->bytes().data() + start, size));
    for (size_t i = begin; i < end; ++i)
      store.places[order[i]] = {buffer.get(),
                                plan.constants[order[i]].fileOffset - start};
    store.buffers.push_back(std::move(buffer));
    store.imported += size;
    BURIN_RETURN_IF_ERROR(advance(size));
    begin = end;
  }
  return okStatus();
}

Status ConstantStore::Builder::upload(DeviceBuffer &buffer,
                                      const Constant &constant,
                                      uint64_t offset) {
  for (uint64_t at = 0; at < constant.size; at += kPieceBytes) {
    uint64_t size = std::min(kPieceBytes, constant.size - at);
    ByteSpan piece;
    if (constant.kind == ConstantKind::kStored) {
      piece = weights->bytes(constant).subspan(at, size);
    } else {
      scratch.resize(std::max<size_t>(scratch.size(), size));
      MutableByteSpan out(scratch.data(), size);
      BURIN_RETURN_IF_ERROR(generateSynthetic(
          constant, at, out, std::thread::hardware_concurrency()));
      piece = out;
    }
    Status status = device.write(buffer, offset + at, piece);
    if (!status.ok())
      return status.withContext(strCat("constant '", constant.name, "'"));
    BURIN_RETURN_IF_ERROR(advance(size));
  }
  return okStatus();
}

Status ConstantStore::Builder::fillChunk(DeviceBuffer &buffer,
                                         Span<const uint32_t> members) {
  for (uint32_t index : members)
    BURIN_RETURN_IF_ERROR(
        upload(buffer, plan.constants[index], store.places[index].offset));
  return okStatus();
}

Status ConstantStore::Builder::copyAll(const std::vector<uint32_t> &order) {
  for (size_t begin = 0; begin < order.size();) {
    uint64_t size = 0;
    size_t end = begin;
    for (; end < order.size(); ++end) {
      uint64_t offset, next;
      if (!checkedAlignUp(size, kArenaAlignment, offset) ||
          !checkedAdd(offset, plan.constants[order[end]].size, next))
        return invalidArgument("constants overflow the address space");
      if (end > begin && next > limit)
        break;
      store.places[order[end]].offset = offset;
      size = next;
    }
    auto buffer = device.createBuffer(size);
    if (!buffer.ok())
      return buffer.status().withContext(strCat(
          "constants from '", plan.constants[order[begin]].name, "' on"));
    for (size_t i = begin; i < end; ++i)
      store.places[order[i]].buffer = buffer->get();
    BURIN_RETURN_IF_ERROR(fillChunk(
        **buffer, Span<const uint32_t>(order.data() + begin, end - begin)));
    store.buffers.push_back(std::move(*buffer));
    store.copied += size;
    begin = end;
  }
  return okStatus();
}

Status ConstantStore::Builder::run() {
  store.places.resize(plan.constants.size());
  BURIN_RETURN_IF_ERROR(checkSizes());
  std::vector<uint32_t> stored = ordered(ConstantKind::kStored);
  bool inPlace = false;
  if (!stored.empty() && device.info().sharesHostMemory) {
    Status status = importStored(stored);
    inPlace = status.ok();
    if (!inPlace && status.code() != StatusCode::kUnimplemented)
      return status;
  }
  if (!inPlace) {
    store.buffers.clear();
    store.imported = 0;
    done = 0;
    BURIN_RETURN_IF_ERROR(copyAll(stored));
  }
  return copyAll(ordered(ConstantKind::kSynthetic));
}

StatusOr<ConstantStore> ConstantStore::create(Device &device, const Plan &plan,
                                              const WeightsFile *weights,
                                              const SessionOptions &options) {
  ConstantStore store;
  Builder builder(device, plan, weights, options, store);
  BURIN_RETURN_IF_ERROR(builder.run());
  return store;
}

} // namespace burin
