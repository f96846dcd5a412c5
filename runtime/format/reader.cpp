//===- reader.cpp - Plan files, reading -----------------------------------===//

#include "runtime/format/reader.h"

#include "runtime/base/checked.h"
#include "runtime/base/strings.h"
#include "runtime/format/layout.h"
#include "runtime/format/verify.h"

#include <cstring>

namespace burin {

namespace {

template <typename T> T loadInteger(const uint8_t *data) {
  T value = 0;
  for (size_t i = 0; i < sizeof(T); ++i)
    value = T(value | T(T(data[i]) << (8 * i)));
  return value;
}

/// Reads records front to back from each section. The first error sticks;
/// after it, reads give zeros and lists are empty.
class Decoder {
public:
  static constexpr bool kReading = true;

  Decoder(ByteSpan file, const std::string &name) : file(file), name(name) {}

  /// Checks everything outside of the sections and finds them.
  Status open();
  /// The first error, or an error if a section was not read to its end.
  Status finish() const;

  void begin(layout::Section section) { current = section; }

  template <typename T> void integer(T &value) {
    value = 0;
    if (const uint8_t *data = take(sizeof(T)))
      value = loadInteger<T>(data);
  }
  void real(float &value) {
    uint32_t bits;
    integer(bits);
    std::memcpy(&value, &bits, sizeof bits);
  }
  template <typename E>
  void enumeration(E &value, uint8_t count, const char *what) {
    uint8_t stored;
    integer(stored);
    if (stored >= count)
      fail(strCat(what, " is ", stored, ", expected less than ", count));
    value = stored < count ? E(stored) : E(0);
  }
  /// A byte that files before minor version `since` keep zero.
  void flag(bool &value, uint16_t since, const char *what) {
    uint8_t stored;
    integer(stored);
    if (stored > 1)
      fail(strCat(what, " is ", stored, ", expected 0 or 1"));
    if (stored && minor < since)
      fail(strCat(what, " is set, which version ", layout::kMajor, ".", minor,
                  " does not know"));
    value = stored == 1;
    if (value && needed < since)
      needed = since;
  }
  void zeros(size_t count) {
    const uint8_t *data = take(count);
    for (size_t i = 0; data && i < count; ++i)
      if (data[i])
        return fail("reserved bytes are not zero");
  }
  void string(std::string &value);
  void shape(std::vector<int64_t> &value);
  template <typename T>
  void list(layout::Section section, std::vector<T> &items) {
    uint32_t count = reference(section);
    items.resize(count);
    readItems(section, items);
  }
  template <typename T>
  void table(layout::Section section, std::vector<T> &items) {
    items.resize(remainingRecords(section));
    readItems(section, items);
  }

private:
  struct View {
    uint64_t offset = 0; // in the file
    uint64_t size = 0;
    uint64_t position = 0; // in the section
  };

  Status openHeader();
  Status openTable();
  Status openSection(uint32_t index, uint64_t &expectedOffset);
  Status error(const std::string &what) const {
    return dataLoss(strCat(name, ": ", what));
  }

  uint64_t remaining(layout::Section section) const {
    return views[section].size - views[section].position;
  }
  uint64_t remainingRecords(layout::Section section) const {
    return remaining(section) / layout::kSections[section].recordSize;
  }
  /// Reads (first, count); the records must follow those read before.
  uint32_t reference(layout::Section section);
  /// The next bytes of the current section; null on an error.
  const uint8_t *take(uint64_t size);
  void fail(const std::string &what);

  template <typename T>
  void readItems(layout::Section section, std::vector<T> &items) {
    layout::Section outer = current;
    current = section;
    for (T &item : items) {
      if (!status.ok())
        break;
      layout::record(*this, item);
    }
    current = outer;
  }

  ByteSpan file;
  const std::string &name;
  Status status;
  uint16_t minor = 0;  // version of the file
  uint16_t needed = 0; // the first version that has all that was read
  layout::Section current = layout::kInfo;
  View views[layout::kSectionCount];
};

} // namespace

void Decoder::fail(const std::string &what) {
  if (!status.ok())
    return;
  const View &view = views[current];
  uint32_t recordSize = layout::kSections[current].recordSize;
  // The position is behind the field just read.
  uint64_t record = view.position ? (view.position - 1) / recordSize : 0;
  status = error(strCat("section '", layout::kSections[current].name,
                        "', record ", record, " (before byte ",
                        view.offset + view.position, "): ", what));
}

const uint8_t *Decoder::take(uint64_t size) {
  if (!status.ok())
    return nullptr;
  View &view = views[current];
  if (size > view.size - view.position) {
    fail(strCat("needs ", size, " bytes, ", view.size - view.position,
                " are left"));
    return nullptr;
  }
  const uint8_t *data = file.data() + view.offset + view.position;
  view.position += size;
  return data;
}

uint32_t Decoder::reference(layout::Section section) {
  uint32_t first, count;
  integer(first);
  integer(count);
  if (!status.ok())
    return 0;
  const layout::SectionFacts &facts = layout::kSections[section];
  uint64_t expected = views[section].position / facts.recordSize;
  // Empty strings and lists count as well: the form is canonical.
  if (first != expected) {
    fail(strCat("refers to record ", first, " of '", facts.name, "', expected ",
                expected));
    return 0;
  }
  if (count > remainingRecords(section)) {
    fail(strCat("refers to ", count, " records of '", facts.name, "', ",
                remainingRecords(section), " are left"));
    return 0;
  }
  return count;
}

void Decoder::string(std::string &value) {
  uint32_t count = reference(layout::kStrings);
  layout::Section outer = current;
  current = layout::kStrings;
  if (const uint8_t *data = take(count))
    value.assign(reinterpret_cast<const char *>(data), count);
  current = outer;
}

void Decoder::shape(std::vector<int64_t> &value) {
  uint32_t rank = reference(layout::kShapes);
  value.resize(rank);
  layout::Section outer = current;
  current = layout::kShapes;
  for (int64_t &dimension : value) {
    uint64_t bits;
    integer(bits);
    dimension = int64_t(bits);
  }
  current = outer;
}

Status Decoder::openHeader() {
  if (file.size() < layout::kHeaderSize)
    return error(strCat("too short for a plan: ", file.size(),
                        " bytes, the header alone has ", layout::kHeaderSize));
  if (std::memcmp(file.data(), layout::kMagic, 8) != 0)
    return error("not a Burin plan (wrong magic)");
  auto major = loadInteger<uint16_t>(file.data() + 8);
  minor = loadInteger<uint16_t>(file.data() + 10);
  if (major != layout::kMajor || minor > layout::kMinor)
    return unimplemented(
        strCat(name, ": plan format ", major, ".", minor, "; this build reads ",
               layout::kMajor, ".0 to ", layout::kMajor, ".", layout::kMinor,
               ": compile the model again or use a matching burin"));
  auto total = loadInteger<uint64_t>(file.data() + 16);
  if (total != file.size())
    return error(strCat("header: total size is ", total, ", the file has ",
                        file.size(), " bytes (truncated or appended to?)"));
  auto stored = loadInteger<uint64_t>(file.data() + layout::kChecksumOffset);
  if (stored != layout::planChecksum(file))
    return error("header: checksum mismatch, the file is damaged");
  return okStatus();
}

Status Decoder::openSection(uint32_t index, uint64_t &expectedOffset) {
  const uint8_t *entry =
      file.data() + layout::kTableOffset + index * layout::kTableEntrySize;
  const layout::SectionFacts &facts = layout::kSections[index];
  std::string where = strCat("section table, '", facts.name, "': ");
  auto id = loadInteger<uint32_t>(entry);
  auto recordSize = loadInteger<uint32_t>(entry + 4);
  if (id != index + 1 || recordSize != facts.recordSize)
    return error(strCat(where, "id ", id, " with records of ", recordSize,
                        " bytes, expected id ", index + 1, " with ",
                        facts.recordSize));
  View &view = views[index];
  view.offset = loadInteger<uint64_t>(entry + 8);
  view.size = loadInteger<uint64_t>(entry + 16);
  if (view.offset != expectedOffset)
    return error(
        strCat(where, "offset ", view.offset, ", expected ", expectedOffset));
  if (!rangeFits(view.offset, view.size, file.size()))
    return error(strCat(where, "size ", view.size, " exceeds the file"));
  if (view.size % recordSize != 0)
    return error(
        strCat(where, "size ", view.size, " is no multiple of ", recordSize));
  uint64_t end = view.offset + view.size;
  if (!checkedAlignUp(end, layout::kSectionAlignment, expectedOffset) ||
      expectedOffset > file.size())
    return error(strCat(where, "padding exceeds the file"));
  for (uint64_t i = end; i < expectedOffset; ++i)
    if (file[i])
      return error(strCat(where, "padding is not zero"));
  return okStatus();
}

Status Decoder::openTable() {
  auto count = loadInteger<uint32_t>(file.data() + 12);
  if (count != layout::kSectionCount)
    return error(strCat("header: ", count, " sections, expected ",
                        uint32_t(layout::kSectionCount)));
  uint64_t expectedOffset = layout::kHeaderSize;
  for (uint32_t i = 0; i < layout::kSectionCount; ++i)
    BURIN_RETURN_IF_ERROR(openSection(i, expectedOffset));
  if (expectedOffset != file.size())
    return error(
        strCat("sections end at byte ", expectedOffset, " of ", file.size()));
  return okStatus();
}

Status Decoder::open() {
  BURIN_RETURN_IF_ERROR(openHeader());
  return openTable();
}

Status Decoder::finish() const {
  BURIN_RETURN_IF_ERROR(status);
  for (uint32_t i = 0; i < layout::kSectionCount; ++i)
    if (remaining(layout::Section(i)) != 0)
      return error(strCat("section '", layout::kSections[i].name,
                          "': ", remaining(layout::Section(i)),
                          " bytes are used by nothing"));
  if (minor != needed)
    return error(strCat("header: version ", layout::kMajor, ".", minor,
                        ", the contents are those of ", layout::kMajor, ".",
                        needed));
  return okStatus();
}

StatusOr<Plan> readPlan(ByteSpan bytes, const std::string &name) {
  Decoder decoder(bytes, name);
  BURIN_RETURN_IF_ERROR(decoder.open());
  Plan plan;
  layout::planRecords(decoder, plan);
  BURIN_RETURN_IF_ERROR(decoder.finish());
  BURIN_RETURN_IF_ERROR(verifyPlan(plan, name));
  return plan;
}

StatusOr<Plan> readPlanFile(const FileRange &file) {
  BURIN_ASSIGN_OR_RETURN(MappedFile mapped, MappedFile::open(file));
  return readPlan(mapped.bytes(), file.path);
}

} // namespace burin
