//===- writer.cpp - Plan files, writing -----------------------------------===//

#include "runtime/format/writer.h"

#include "runtime/base/strings.h"
#include "runtime/format/layout.h"
#include "runtime/format/verify.h"

#include <cstring>
#include <xxhash.h>

namespace burin {

namespace layout {

uint64_t planChecksum(ByteSpan file) {
  static const uint8_t zeros[8] = {};
  XXH3_state_t *state = XXH3_createState();
  if (!state)
    return 0;
  XXH3_64bits_reset(state);
  XXH3_64bits_update(state, file.data(), kChecksumOffset);
  XXH3_64bits_update(state, zeros, sizeof zeros);
  XXH3_64bits_update(state, file.data() + kTableOffset,
                     file.size() - kTableOffset);
  uint64_t digest = XXH3_64bits_digest(state);
  XXH3_freeState(state);
  return digest;
}

} // namespace layout

namespace {

template <typename T> void appendInteger(std::vector<uint8_t> &out, T value) {
  for (size_t i = 0; i < sizeof(T); ++i)
    out.push_back(uint8_t(value >> (8 * i)));
}

/// Appends records to one byte vector for each section.
class Encoder {
public:
  static constexpr bool kReading = false;

  void begin(layout::Section section) { current = section; }

  template <typename T> void integer(const T &value) {
    appendInteger(sections[current], value);
  }
  void real(float value) {
    uint32_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    integer(bits);
  }
  template <typename E>
  void enumeration(const E &value, uint8_t, const char *) {
    integer(uint8_t(value));
  }
  void flag(bool value, uint16_t since, const char *) {
    integer(uint8_t(value));
    if (value && minor < since)
      minor = since;
  }
  void zeros(size_t count) {
    sections[current].insert(sections[current].end(), count, 0);
  }
  void string(const std::string &value) {
    reference(layout::kStrings, value.size());
    std::vector<uint8_t> &out = sections[layout::kStrings];
    out.insert(out.end(), value.begin(), value.end());
  }
  void shape(const std::vector<int64_t> &value) {
    reference(layout::kShapes, value.size());
    for (int64_t dimension : value)
      appendInteger(sections[layout::kShapes], uint64_t(dimension));
  }
  template <typename T>
  void list(layout::Section section, const std::vector<T> &items) {
    reference(section, items.size());
    table(section, items);
  }
  template <typename T>
  void table(layout::Section section, const std::vector<T> &items) {
    layout::Section outer = current;
    current = section;
    for (const T &item : items)
      layout::record(*this, item);
    current = outer;
  }

  StatusOr<std::vector<uint8_t>> finish();

private:
  /// Position and count of records that are about to be appended.
  void reference(layout::Section section, uint64_t count) {
    uint64_t first =
        sections[section].size() / layout::kSections[section].recordSize;
    tooLarge |= first + count > UINT32_MAX;
    integer(uint32_t(first));
    integer(uint32_t(count));
  }

  layout::Section current = layout::kInfo;
  std::vector<uint8_t> sections[layout::kSectionCount];
  bool tooLarge = false;
  uint16_t minor = 0; // the first version that has all that was written
};

} // namespace

static void padTo8(std::vector<uint8_t> &out) {
  out.resize((out.size() + layout::kSectionAlignment - 1) /
             layout::kSectionAlignment * layout::kSectionAlignment);
}

static void storeInteger(std::vector<uint8_t> &out, size_t at, uint64_t value) {
  for (size_t i = 0; i < 8; ++i)
    out[at + i] = uint8_t(value >> (8 * i));
}

StatusOr<std::vector<uint8_t>> Encoder::finish() {
  if (tooLarge)
    return invalidArgument("plan too large: a section exceeds 2^32 records");
  std::vector<uint8_t> out(layout::kMagic, layout::kMagic + 8);
  appendInteger(out, layout::kMajor);
  appendInteger(out, minor);
  appendInteger(out, uint32_t(layout::kSectionCount));
  appendInteger(out, uint64_t(0)); // total size
  appendInteger(out, uint64_t(0)); // checksum
  uint64_t offset = layout::kHeaderSize;
  for (uint32_t i = 0; i < layout::kSectionCount; ++i) {
    appendInteger(out, i + 1);
    appendInteger(out, layout::kSections[i].recordSize);
    appendInteger(out, offset);
    appendInteger(out, uint64_t(sections[i].size()));
    offset += (sections[i].size() + 7) / 8 * 8;
  }
  for (const std::vector<uint8_t> &section : sections) {
    out.insert(out.end(), section.begin(), section.end());
    padTo8(out);
  }
  storeInteger(out, 16, out.size());
  storeInteger(out, layout::kChecksumOffset, layout::planChecksum(out));
  return out;
}

StatusOr<std::vector<uint8_t>> serializePlan(const Plan &plan) {
  BURIN_RETURN_IF_ERROR(verifyPlan(plan));
  Encoder encoder;
  layout::planRecords(encoder, plan);
  return encoder.finish();
}

Status writePlan(const Plan &plan, const std::string &path) {
  auto bytes = serializePlan(plan);
  if (!bytes.ok())
    return bytes.status().withContext(strCat("cannot write ", path));
  return writeFileAtomically(path, *bytes);
}

} // namespace burin
