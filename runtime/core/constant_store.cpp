//===- constant_store.cpp - A plan's constants on a device ----------------===//

#include "runtime/core/constant_store.h"

#include "runtime/base/checked.h"
#include "runtime/base/strings.h"
#include "runtime/format/synthetic.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace burin {

/// Copies go in pieces, so that progress shows and cancelling is quick.
static constexpr uint64_t kPieceBytes = 64 << 20;
/// Noise is made in smaller ones: two of them are host memory.
static constexpr uint64_t kNoiseBytes = 16 << 20;
/// What one thread makes at a time; a multiple of every element's size.
static constexpr uint64_t kTaskBytes = 256 << 10;
/// Bytes between two constants of a file that are copied along with them.
static constexpr uint64_t kMaxGapBytes = 64 << 10;
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
  /// Constants that share a buffer.
  struct Chunk {
    std::vector<uint32_t> members; ///< by offset
    uint64_t size = 0;
    uint64_t fileOffset = 0; ///< stored: of the buffer's first byte
  };

  Status checkSizes();
  /// Stored constants lie in their buffers as in the file, so that a buffer is
  /// one range of it.
  std::vector<Chunk> layOutStored();
  Status layOutSynthetic(std::vector<Chunk> &chunks);
  Status import(const std::vector<Chunk> &chunks);
  Status copy(const std::vector<Chunk> &chunks);
  Status generate(const std::vector<Chunk> &chunks);
  Status fillWithNoise(DeviceBuffer &buffer, const Chunk &chunk);
  StatusOr<DeviceBuffer *> createBuffer(const Chunk &chunk);
  void place(const Chunk &chunk, DeviceBuffer *buffer);
  Status advance(uint64_t bytes);

  Device &device;
  const Plan &plan;
  const WeightsFile *weights;
  const SessionOptions &options;
  ConstantStore &store;
  uint64_t limit = 0; // of one buffer
  uint64_t done = 0, total = 0;
};

Status ConstantStore::Builder::checkSizes() {
  uint64_t deviceLimit = device.info().maxAllocationBytes;
  if (deviceLimit == 0)
    deviceLimit = UINT64_MAX;
  for (const Constant &constant : plan.constants) {
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

std::vector<ConstantStore::Builder::Chunk>
ConstantStore::Builder::layOutStored() {
  std::vector<uint32_t> order;
  for (uint32_t i = 0; i < plan.constants.size(); ++i)
    if (plan.constants[i].kind == ConstantKind::kStored)
      order.push_back(i);
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    return plan.constants[a].fileOffset < plan.constants[b].fileOffset;
  });
  std::vector<Chunk> chunks;
  for (uint32_t index : order) {
    const Constant &constant = plan.constants[index];
    bool fits = !chunks.empty();
    if (fits) {
      const Chunk &last = chunks.back();
      uint64_t offset = constant.fileOffset - last.fileOffset;
      fits = offset + constant.size <= limit &&
             offset - last.size <= kMaxGapBytes;
    }
    if (!fits)
      chunks.push_back({{}, 0, constant.fileOffset});
    Chunk &chunk = chunks.back();
    store.places[index].offset = constant.fileOffset - chunk.fileOffset;
    chunk.members.push_back(index);
    chunk.size = store.places[index].offset + constant.size;
  }
  return chunks;
}

Status
ConstantStore::Builder::layOutSynthetic(std::vector<Chunk> &chunks) {
  for (uint32_t i = 0; i < plan.constants.size(); ++i) {
    const Constant &constant = plan.constants[i];
    if (constant.kind != ConstantKind::kSynthetic)
      continue;
    uint64_t offset = 0, end = constant.size;
    if (!chunks.empty() &&
        (!checkedAlignUp(chunks.back().size, kArenaAlignment, offset) ||
         !checkedAdd(offset, constant.size, end)))
      return invalidArgument("constants overflow the address space");
    if (chunks.empty() || end > limit) {
      chunks.emplace_back();
      offset = 0;
      end = constant.size;
    }
    store.places[i].offset = offset;
    chunks.back().members.push_back(i);
    chunks.back().size = end;
  }
  return okStatus();
}

Status ConstantStore::Builder::advance(uint64_t bytes) {
  done += bytes;
  if (options.progress)
    options.progress("weights", done, total);
  if (options.cancel && options.cancel->load())
    return cancelled("cancelled while loading the weights");
  return okStatus();
}

void ConstantStore::Builder::place(const Chunk &chunk, DeviceBuffer *buffer) {
  for (uint32_t index : chunk.members)
    store.places[index].buffer = buffer;
}

StatusOr<DeviceBuffer *>
ConstantStore::Builder::createBuffer(const Chunk &chunk) {
  auto buffer = device.createConstants(chunk.size);
  if (!buffer.ok())
    return buffer.status().withContext(
        strCat("constants from '", plan.constants[chunk.members.front()].name,
               "' on"));
  place(chunk, buffer->get());
  store.copied += chunk.size;
  store.buffers.push_back(std::move(*buffer));
  return store.buffers.back().get();
}

Status ConstantStore::Builder::import(const std::vector<Chunk> &chunks) {
  for (const Chunk &chunk : chunks) {
    BURIN_ASSIGN_OR_RETURN(
        auto buffer,
        device.importHostMemory(weights->bytes().data() + chunk.fileOffset,
                                chunk.size));
    place(chunk, buffer.get());
    store.buffers.push_back(std::move(buffer));
    store.imported += chunk.size;
    BURIN_RETURN_IF_ERROR(advance(chunk.size));
  }
  return okStatus();
}

Status ConstantStore::Builder::copy(const std::vector<Chunk> &chunks) {
  for (const Chunk &chunk : chunks) {
    BURIN_ASSIGN_OR_RETURN(DeviceBuffer * buffer, createBuffer(chunk));
    for (uint64_t at = 0; at < chunk.size; at += kPieceBytes) {
      uint64_t size = std::min(kPieceBytes, chunk.size - at);
      Status status = device.write(
          *buffer, at, weights->bytes().subspan(chunk.fileOffset + at, size));
      if (!status.ok())
        return status.withContext(strCat("weights at ", chunk.fileOffset + at));
      BURIN_RETURN_IF_ERROR(advance(size));
    }
  }
  return okStatus();
}

namespace {
/// Elements of one constant and where they go.
struct NoiseTask {
  const Constant *constant;
  uint64_t offset; ///< in the constant
  MutableByteSpan out;
};
} // namespace

/// Runs tasks on all processors; the sizes were checked, so none can fail.
static void makeNoise(const std::vector<NoiseTask> &tasks) {
  std::atomic<size_t> next{0};
  auto work = [&] {
    for (size_t i = next++; i < tasks.size(); i = next++)
      (void)generateSynthetic(*tasks[i].constant, tasks[i].offset,
                              tasks[i].out, 1);
  };
  size_t count = std::min<size_t>(
      std::max(1u, std::thread::hardware_concurrency()), tasks.size());
  std::vector<std::thread> workers;
  for (size_t i = 1; i < count; ++i)
    workers.emplace_back(work);
  work();
  for (std::thread &worker : workers)
    worker.join();
}

Status ConstantStore::Builder::fillWithNoise(DeviceBuffer &buffer,
                                             const Chunk &chunk) {
  std::vector<uint8_t> pieces[2];
  auto make = [&](uint64_t at) {
    std::vector<uint8_t> &piece = pieces[at / kNoiseBytes % 2];
    piece.assign(std::min(kNoiseBytes, chunk.size - at), 0);
    std::vector<NoiseTask> tasks;
    for (uint32_t index : chunk.members) {
      const Constant &constant = plan.constants[index];
      uint64_t start = store.places[index].offset;
      uint64_t begin = std::max(start, at);
      uint64_t end = std::min(start + constant.size, at + piece.size());
      for (; begin < end; begin += kTaskBytes)
        tasks.push_back(
            {&constant, begin - start,
             MutableByteSpan(piece.data() + (begin - at),
                             std::min(kTaskBytes, end - begin))});
    }
    makeNoise(tasks);
  };
  make(0);
  for (uint64_t at = 0; at < chunk.size; at += kNoiseBytes) {
    // The next piece is made while this one is on its way.
    std::thread maker;
    if (at + kNoiseBytes < chunk.size)
      maker = std::thread(make, at + kNoiseBytes);
    const std::vector<uint8_t> &piece = pieces[at / kNoiseBytes % 2];
    Status status = device.write(buffer, at, piece);
    if (maker.joinable())
      maker.join();
    if (!status.ok())
      return status.withContext("synthetic constants");
    BURIN_RETURN_IF_ERROR(advance(piece.size()));
  }
  return okStatus();
}

Status ConstantStore::Builder::generate(const std::vector<Chunk> &chunks) {
  for (const Chunk &chunk : chunks) {
    for (uint32_t index : chunk.members) // refuses types that have no noise
      BURIN_RETURN_IF_ERROR(
          generateSynthetic(plan.constants[index], 0, MutableByteSpan(), 1));
    BURIN_ASSIGN_OR_RETURN(DeviceBuffer * buffer, createBuffer(chunk));
    BURIN_RETURN_IF_ERROR(fillWithNoise(*buffer, chunk));
  }
  return okStatus();
}

Status ConstantStore::Builder::run() {
  store.places.resize(plan.constants.size());
  BURIN_RETURN_IF_ERROR(checkSizes());
  std::vector<Chunk> stored = layOutStored(), synthetic;
  BURIN_RETURN_IF_ERROR(layOutSynthetic(synthetic));
  for (const std::vector<Chunk> *chunks : {&stored, &synthetic})
    for (const Chunk &chunk : *chunks)
      total += chunk.size;
  bool inPlace = false;
  if (!stored.empty() && device.info().sharesHostMemory) {
    Status status = import(stored);
    inPlace = status.ok();
    if (!inPlace && status.code() != StatusCode::kUnimplemented)
      return status;
  }
  if (!inPlace) {
    store.buffers.clear();
    store.imported = 0;
    done = 0;
    BURIN_RETURN_IF_ERROR(copy(stored));
  }
  return generate(synthetic);
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
