//===- layout.h - Sections and records of a plan file ----------*- C++ -*-===//
//
// What writer and reader share: the section numbers, and one description of
// each record that both the Encoder and the Decoder walk, so that they cannot
// drift apart. docs/plan_format.md is the same in prose.
//
//===----------------------------------------------------------------------===//
#ifndef BURIN_RUNTIME_FORMAT_LAYOUT_H
#define BURIN_RUNTIME_FORMAT_LAYOUT_H

#include "runtime/base/span.h"
#include "runtime/format/plan.h"

#include <type_traits>

namespace burin::layout {

constexpr char kMagic[9] = "BURINPLN";
constexpr char kWeightsMagic[9] = "BURINWTS";
constexpr uint16_t kMajor = 1;
constexpr uint16_t kMinor = 1;
/// Weights files have not changed since.
constexpr uint16_t kWeightsMinor = 0;

/// In file order. The file stores the value + 1.
enum Section : uint32_t {
  kInfo,
  kConstants,
  kModules,
  kKernels,
  kEntries,
  kTensors,
  kDispatches,
  kBuffers,
  kShapes,
  kAccesses,
  kStrings,
  kSectionCount
};

struct SectionFacts {
  const char *name;
  uint32_t recordSize;
};

constexpr SectionFacts kSections[kSectionCount] = {
    {"info", 88},    {"constants", 64}, {"modules", 32},    {"kernels", 40},
    {"entries", 32}, {"tensors", 24},   {"dispatches", 64}, {"buffers", 24},
    {"shapes", 8},   {"accesses", 1},   {"strings", 1}};

constexpr uint64_t kChecksumOffset = 24;
constexpr uint64_t kTableOffset = 32;
constexpr uint64_t kTableEntrySize = 24;
constexpr uint64_t kHeaderSize = kTableOffset + kSectionCount * kTableEntrySize;
constexpr uint64_t kSectionAlignment = 8;

/// XXH3-64 of a plan file with the checksum field taken as zero.
uint64_t planChecksum(ByteSpan file);

/// `T &` for a codec that reads, `const T &` for one that writes.
template <typename Codec, typename T>
using Ref = std::conditional_t<Codec::kReading, T &, const T &>;

template <typename C> void record(C &c, Ref<C, TensorDesc> tensor) {
  c.string(tensor.name);
  c.shape(tensor.shape);
  c.enumeration(tensor.dtype, 12, "element type");
  c.flag(tensor.equalHalves, 1, "equal halves");
  c.zeros(6);
}

template <typename C> void record(C &c, Ref<C, BufferRef> buffer) {
  c.enumeration(buffer.space, 5, "space");
  c.zeros(3);
  c.integer(buffer.index);
  c.integer(buffer.offset);
  c.integer(buffer.size);
}

template <typename C> void record(C &c, Ref<C, Constant> constant) {
  c.string(constant.name);
  c.shape(constant.shape);
  c.enumeration(constant.dtype, 12, "element type");
  c.enumeration(constant.kind, 2, "constant kind");
  c.zeros(6);
  c.integer(constant.fileOffset);
  c.integer(constant.size);
  c.integer(constant.checksum);
  c.integer(constant.seed);
  c.real(constant.mean);
  c.real(constant.stddev);
}

template <typename C> void record(C &c, Ref<C, Module> module) {
  c.string(module.name);
  c.string(module.buildOptions);
  c.string(module.code);
  c.enumeration(module.format, 2, "code format");
  c.zeros(7);
}

template <typename C> void record(C &c, Ref<C, Access> access) {
  c.enumeration(access, 3, "access");
}

template <typename C> void record(C &c, Ref<C, Kernel> kernel) {
  c.string(kernel.name);
  c.integer(kernel.module);
  for (size_t i = 0; i < 3; ++i)
    c.integer(kernel.workgroupSize[i]);
  c.integer(kernel.localMemoryBytes);
  c.list(kAccesses, kernel.args);
}

template <typename C> void record(C &c, Ref<C, Dispatch> dispatch) {
  c.integer(dispatch.kernel);
  for (size_t i = 0; i < 3; ++i)
    c.integer(dispatch.groups[i]);
  c.list(kBuffers, dispatch.args);
  c.string(dispatch.label);
  c.integer(dispatch.flops);
  c.integer(dispatch.bytesRead);
  c.integer(dispatch.bytesWritten);
  c.integer(dispatch.weightBytes);
}

template <typename C> void record(C &c, Ref<C, Entry> entry) {
  c.string(entry.name);
  c.list(kTensors, entry.inputs);
  c.list(kTensors, entry.outputs);
  c.list(kDispatches, entry.dispatches);
}

template <typename C> void infoRecord(C &c, Ref<C, Plan> plan) {
  c.string(plan.producer);
  c.string(plan.model);
  c.string(plan.target);
  c.string(plan.precision);
  c.string(plan.metadata);
  c.string(plan.weightsFile);
  c.integer(plan.arenaBytes);
  c.integer(plan.arenaLowerBoundBytes);
  c.integer(plan.stateBytes);
  c.integer(plan.largestBufferBytes);
  c.integer(plan.weightsBytes);
}

/// The whole plan: the information record, then the four top-level tables.
template <typename C> void planRecords(C &c, Ref<C, Plan> plan) {
  c.begin(kInfo);
  infoRecord(c, plan);
  c.table(kConstants, plan.constants);
  c.table(kModules, plan.modules);
  c.table(kKernels, plan.kernels);
  c.table(kEntries, plan.entries);
}

} // namespace burin::layout

#endif // BURIN_RUNTIME_FORMAT_LAYOUT_H
