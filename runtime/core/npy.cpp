//===- npy.cpp - Tensors in NumPy's array files ---------------------------===//

#include "runtime/core/npy.h"

#include "runtime/base/checked.h"
#include "runtime/base/file.h"
#include "runtime/base/strings.h"
#include "runtime/format/dtype.h"

#include <cstring>
#include <optional>
#include <string_view>

namespace burin {

static constexpr uint8_t kMagic[6] = {0x93, 'N', 'U', 'M', 'P', 'Y'};
static constexpr size_t kMaxHeader = 64 << 10;

namespace {

struct TypeName {
  const char *descr; // after the byte-order character
  DType dtype;
};

const TypeName kTypes[] = {
    {"f4", DType::kF32}, {"f2", DType::kF16},  {"i1", DType::kI8},
    {"u1", DType::kU8},  {"i2", DType::kI16},  {"u2", DType::kU16},
    {"i4", DType::kI32}, {"u4", DType::kU32},  {"i8", DType::kI64},
    {"u8", DType::kU64}, {"b1", DType::kBool},
};

/// Parses the header, a Python dict literal with three known keys.
class HeaderParser {
public:
  explicit HeaderParser(std::string_view text) : rest(text) {}

  bool parse() {
    if (!accept('{'))
      return false;
    while (!accept('}')) {
      std::string_view key;
      if (!string(key) || !accept(':') || !value(key))
        return false;
      if (!accept(',') && !peek('}'))
        return false;
    }
    skipSpace();
    return rest.empty() && descr && fortran && shape;
  }

  std::optional<std::string_view> descr;
  std::optional<bool> fortran;
  std::optional<std::vector<int64_t>> shape;

private:
  void skipSpace() {
    while (!rest.empty() && (rest[0] == ' ' || rest[0] == '\n'))
      rest.remove_prefix(1);
  }
  bool peek(char c) {
    skipSpace();
    return !rest.empty() && rest[0] == c;
  }
  bool accept(char c) {
    if (!peek(c))
      return false;
    rest.remove_prefix(1);
    return true;
  }
  bool word(std::string_view text) {
    skipSpace();
    if (rest.substr(0, text.size()) != text)
      return false;
    rest.remove_prefix(text.size());
    return true;
  }
  bool string(std::string_view &out) {
    if (!peek('\'') && !peek('"'))
      return false;
    size_t end = rest.find(rest[0], 1);
    if (end == std::string_view::npos)
      return false;
    out = rest.substr(1, end - 1);
    rest.remove_prefix(end + 1);
    return true;
  }
  bool value(std::string_view key) {
    if (key == "descr" && !descr)
      return string(descr.emplace());
    if (key == "fortran_order" && !fortran) {
      fortran = word("True");
      return *fortran || word("False");
    }
    if (key == "shape" && !shape)
      return tuple(shape.emplace());
    return false;
  }
  bool tuple(std::vector<int64_t> &out) {
    if (!accept('('))
      return false;
    while (!accept(')')) {
      skipSpace();
      uint64_t number = 0;
      size_t digits = 0;
      for (; digits < rest.size() && rest[digits] >= '0' && rest[digits] <= '9';
           ++digits)
        if (digits < 18)
          number = number * 10 + uint64_t(rest[digits] - '0');
      if (digits == 0 || digits > 18 || out.size() >= 32)
        return false;
      rest.remove_prefix(digits);
      out.push_back(int64_t(number));
      if (!accept(',') && !peek(')'))
        return false;
    }
    return true;
  }

  std::string_view rest;
};

} // namespace

static HostTensor narrowDoubles(ByteSpan data, std::vector<int64_t> shape) {
  HostTensor tensor;
  tensor.shape = std::move(shape);
  tensor.data.resize(data.size() / 2);
  for (size_t i = 0; i < data.size() / 8; ++i) {
    double wide;
    std::memcpy(&wide, data.data() + 8 * i, 8);
    float narrow = float(wide);
    std::memcpy(tensor.data.data() + 4 * i, &narrow, 4);
  }
  return tensor;
}

/// Finds the header's text and where the data starts.
static bool splitHeader(ByteSpan bytes, std::string_view &header,
                        size_t &dataOffset) {
  if (bytes.size() < 10 || std::memcmp(bytes.data(), kMagic, 6) != 0)
    return false;
  uint8_t major = bytes[6];
  size_t prefix = major == 1 ? 10 : 12;
  if (major < 1 || major > 3 || bytes.size() < prefix)
    return false;
  size_t size = bytes[8] | size_t(bytes[9]) << 8;
  if (major > 1)
    size |= size_t(bytes[10]) << 16 | size_t(bytes[11]) << 24;
  if (size > kMaxHeader || size > bytes.size() - prefix)
    return false;
  header = std::string_view(
      reinterpret_cast<const char *>(bytes.data()) + prefix, size);
  dataOffset = prefix + size;
  return true;
}

static Status checkDataSize(ByteSpan data, const std::vector<int64_t> &shape,
                            uint64_t elementSize, const std::string &name) {
  uint64_t bytes = 0;
  if (!elementCount(shape, bytes) || !checkedMul(bytes, elementSize, bytes) ||
      bytes != data.size())
    return dataLoss(strCat(name, ": shape ", shapeText(shape),
                           " does not fit the ", data.size(),
                           " bytes of data"));
  return okStatus();
}

StatusOr<HostTensor> decodeNpy(ByteSpan bytes, const std::string &name) {
  std::string_view text;
  size_t dataOffset = 0;
  if (!splitHeader(bytes, text, dataOffset))
    return dataLoss(strCat(name, ": not a NumPy .npy file"));
  HeaderParser header(text);
  if (!header.parse())
    return dataLoss(strCat(name, ": malformed .npy header"));
  if (*header.fortran && header.shape->size() > 1)
    return unimplemented(strCat(name, ": Fortran order; save it with "
                                      "numpy.ascontiguousarray"));
  ByteSpan data = bytes.subspan(dataOffset, bytes.size() - dataOffset);
  std::string_view descr = *header.descr;
  bool littleEndian = descr.size() == 3 && (descr[0] == '<' || descr[0] == '|');
  if (littleEndian && descr.substr(1) == "f8") {
    BURIN_RETURN_IF_ERROR(checkDataSize(data, *header.shape, 8, name));
    return narrowDoubles(data, std::move(*header.shape));
  }
  for (const TypeName &type : kTypes) {
    if (!littleEndian || descr.substr(1) != type.descr)
      continue;
    BURIN_RETURN_IF_ERROR(
        checkDataSize(data, *header.shape, dtypeSize(type.dtype), name));
    HostTensor tensor;
    tensor.dtype = type.dtype;
    tensor.shape = std::move(*header.shape);
    tensor.data.assign(data.begin(), data.end());
    return tensor;
  }
  return unimplemented(
      strCat(name, ": element type '", descr, "' is not supported"));
}

StatusOr<HostTensor> readNpyFile(const std::string &path) {
  BURIN_ASSIGN_OR_RETURN(MappedFile file, MappedFile::open(path));
  return decodeNpy(file.bytes(), path);
}

StatusOr<std::vector<uint8_t>> encodeNpy(const HostTensor &tensor) {
  const char *descr = nullptr;
  for (const TypeName &type : kTypes)
    if (type.dtype == tensor.dtype)
      descr = type.descr;
  if (!descr)
    return unimplemented(
        strCat("NumPy has no type for ", dtypeName(tensor.dtype)));
  std::string shape;
  for (int64_t dimension : tensor.shape)
    shape += strCat(dimension, ",");
  std::string header =
      strCat("{'descr': '", dtypeSize(tensor.dtype) == 1 ? "|" : "<", descr,
             "', 'fortran_order': False, 'shape': (", shape, "), }");
  // The data starts at a multiple of 64, after a newline.
  size_t total = (10 + header.size() + 1 + 63) / 64 * 64;
  header.resize(total - 10 - 1, ' ');
  header += '\n';
  std::vector<uint8_t> out(kMagic, kMagic + 6);
  out.push_back(1);
  out.push_back(0);
  out.push_back(uint8_t(header.size() & 0xff));
  out.push_back(uint8_t(header.size() >> 8));
  out.insert(out.end(), header.begin(), header.end());
  out.insert(out.end(), tensor.data.begin(), tensor.data.end());
  return out;
}

Status writeNpyFile(const std::string &path, const HostTensor &tensor) {
  auto bytes = encodeNpy(tensor);
  if (!bytes.ok())
    return bytes.status().withContext(path);
  return writeFileAtomically(path, *bytes);
}

} // namespace burin
