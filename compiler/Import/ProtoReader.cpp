//===- ProtoReader.cpp - Model file to ModelProto -------------------------===//
#include "ProtoReader.h"

#include "mlir/IR/Diagnostics.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/FileSystem.h"
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/stubs/logging.h>
#include <google/protobuf/wire_format_lite.h>

using namespace mlir;
using namespace mlir::burin;
using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;

namespace {

/// protobuf addresses messages with `int`.
constexpr uint64_t kMaxFileBytes = std::numeric_limits<int32_t>::max();
/// Bytes of a range token in a stripped `raw_data`.
constexpr size_t kTokenBytes = 8;
/// Shorter packed float data is left to libprotobuf.
constexpr uint32_t kMinFloatRange = 1024;

enum class Message { Model, Graph, Function, Node, Attribute, Tensor };

struct ChildField {
  Message parent;
  int field;
  Message child;
};

/// The fields through which a tensor can be reached. Subgraphs are left out:
/// the importer has no operator that takes one.
constexpr ChildField kChildFields[] = {
    {Message::Model, proto::ModelProto::kGraphFieldNumber, Message::Graph},
    {Message::Model, proto::ModelProto::kFunctionsFieldNumber,
     Message::Function},
    {Message::Graph, proto::GraphProto::kNodeFieldNumber, Message::Node},
    {Message::Graph, proto::GraphProto::kInitializerFieldNumber,
     Message::Tensor},
    {Message::Function, proto::FunctionProto::kNodeFieldNumber, Message::Node},
    {Message::Node, proto::NodeProto::kAttributeFieldNumber,
     Message::Attribute},
    {Message::Attribute, proto::AttributeProto::kTFieldNumber, Message::Tensor},
};

/// Copies a serialized ModelProto without the data of its tensors.
class Stripper {
public:
  Stripper(StringRef bytes, std::vector<ByteRange> &ranges)
      : bytes(bytes), ranges(ranges),
        in(reinterpret_cast<const uint8_t *>(bytes.data()),
           static_cast<int>(bytes.size())) {}

  bool run(std::string &out) {
    return stripMessage(Message::Model, bytes.size(), out);
  }

private:
  bool stripMessage(Message message, uint64_t end, std::string &out);
  bool stripTensor(uint64_t end, std::string &out);
  bool stripChild(Message child, uint32_t tag, uint64_t end, std::string &out);
  /// Reads a length that must fit before `end`.
  bool readLength(uint64_t end, uint32_t &length) {
    return in.ReadVarint32(&length) && length <= end - position();
  }
  /// Copies the field whose tag started at `begin` verbatim.
  bool copyField(uint64_t begin, uint32_t tag, uint64_t end, std::string &out) {
    if (!WireFormatLite::SkipField(&in, tag) || position() > end)
      return false;
    out.append(bytes.data() + begin, position() - begin);
    return true;
  }
  uint64_t position() const {
    return static_cast<uint64_t>(in.CurrentPosition());
  }
  static void appendVarint(uint32_t value, std::string &out) {
    for (; value >= 0x80; value >>= 7)
      out.push_back(static_cast<char>(value | 0x80));
    out.push_back(static_cast<char>(value));
  }
  void appendToken(ByteRange range, std::string &out);

  StringRef bytes;
  std::vector<ByteRange> &ranges;
  CodedInputStream in;
};

bool isLengthDelimited(uint32_t tag) {
  return WireFormatLite::GetTagWireType(tag) ==
         WireFormatLite::WIRETYPE_LENGTH_DELIMITED;
}

bool Stripper::stripMessage(Message message, uint64_t end, std::string &out) {
  if (message == Message::Tensor)
    return stripTensor(end, out);
  while (position() < end) {
    uint64_t begin = position();
    uint32_t tag = in.ReadTag();
    if (tag == 0 || position() > end)
      return false;
    const ChildField *child =
        llvm::find_if(kChildFields, [&](const ChildField &c) {
          return c.parent == message &&
                 c.field == WireFormatLite::GetTagFieldNumber(tag);
        });
    bool isChild = child != std::end(kChildFields) && isLengthDelimited(tag);
    if (!(isChild ? stripChild(child->child, tag, end, out)
                  : copyField(begin, tag, end, out)))
      return false;
  }
  return position() == end;
}

bool Stripper::stripChild(Message child, uint32_t tag, uint64_t end,
                          std::string &out) {
  uint32_t length;
  if (!readLength(end, length))
    return false;
  std::string content;
  if (!stripMessage(child, position() + length, content))
    return false;
  appendVarint(tag, out);
  appendVarint(static_cast<uint32_t>(content.size()), out);
  out += content;
  return true;
}

void Stripper::appendToken(ByteRange range, std::string &out) {
  appendVarint(
      WireFormatLite::MakeTag(proto::TensorProto::kRawDataFieldNumber,
                              WireFormatLite::WIRETYPE_LENGTH_DELIMITED),
      out);
  appendVarint(kTokenBytes, out);
  char token[kTokenBytes];
  llvm::support::endian::write64le(token, ranges.size());
  out.append(token, kTokenBytes);
  ranges.push_back(range);
}

/// Replaces `raw_data` by a token. A long packed `float_data` of an f32 tensor
/// is the same bytes on the wire, so it becomes raw data too.
bool Stripper::stripTensor(uint64_t end, std::string &out) {
  std::optional<ByteRange> raw, floats;
  uint64_t dataType = 0, numFloatFields = 0;
  std::string floatFields;
  while (position() < end) {
    uint64_t begin = position();
    uint32_t tag = in.ReadTag(), length;
    if (tag == 0 || position() > end)
      return false;
    int field = WireFormatLite::GetTagFieldNumber(tag);
    if (field == proto::TensorProto::kRawDataFieldNumber &&
        isLengthDelimited(tag)) {
      if (!readLength(end, length))
        return false;
      raw = ByteRange{position(), length};
      if (!in.Skip(static_cast<int>(length)))
        return false;
      continue;
    }
    if (field == proto::TensorProto::kFloatDataFieldNumber) {
      ++numFloatFields;
      if (!isLengthDelimited(tag)) {
        if (!copyField(begin, tag, end, floatFields))
          return false;
        continue;
      }
      if (!readLength(end, length))
        return false;
      if (length >= kMinFloatRange)
        floats = ByteRange{position(), length};
      if (!in.Skip(static_cast<int>(length)))
        return false;
      floatFields.append(bytes.data() + begin, position() - begin);
      continue;
    }
    uint64_t before = out.size();
    if (!copyField(begin, tag, end, out))
      return false;
    if (field == proto::TensorProto::kDataTypeFieldNumber &&
        out.size() - before == 2)
      dataType = static_cast<uint8_t>(out.back());
  }
  bool floatsAreRaw = !raw && floats && numFloatFields == 1 &&
                      dataType == proto::TensorProto::FLOAT;
  if (raw || floatsAreRaw)
    appendToken(raw ? *raw : *floats, out);
  if (!floatsAreRaw)
    out += floatFields;
  return position() == end;
}

} // namespace

FailureOr<std::unique_ptr<ModelFile>> ModelFile::open(Location loc,
                                                      StringRef path) {
  // Opening a pipe or a device would block or never end.
  llvm::sys::fs::file_status status;
  if (std::error_code error = llvm::sys::fs::status(path, status))
    return emitError(loc) << "cannot open the model '" << path
                          << "': " << error.message();
  if (!llvm::sys::fs::is_regular_file(status))
    return emitError(loc) << "the model '" << path << "' is not a regular file";
  if (status.getSize() == 0 || status.getSize() > kMaxFileBytes)
    return emitError(loc)
           << "the model '" << path << "' has " << status.getSize()
           << " bytes; an ONNX file has 1 to " << kMaxFileBytes
           << " (larger models keep their weights in external files)";
  auto buffer = llvm::MemoryBuffer::getFile(path, /*IsText=*/false,
                                            /*RequiresNullTerminator=*/false);
  if (!buffer)
    return emitError(loc) << "cannot read the model '" << path
                          << "': " << buffer.getError().message();

  auto file = std::make_unique<ModelFile>();
  file->buffer = std::move(*buffer);
  StringRef bytes = file->buffer->getBuffer();
  google::protobuf::LogSilencer silencer;
  std::string stripped;
  if (bytes.size() > kMaxFileBytes ||
      !Stripper(bytes, file->ranges).run(stripped) ||
      !file->model.ParseFromString(stripped))
    return emitError(loc) << "'" << path
                          << "' is not an ONNX model: its protobuf encoding is "
                             "broken or cut off";
  return file;
}

ByteRange ModelFile::getRawRange(const proto::TensorProto &tensor) const {
  // A token is written by the stripper only, but a tensor inside a subgraph
  // keeps its own bytes: anything that is no token reads as empty.
  if (tensor.raw_data().size() != kTokenBytes)
    return {};
  uint64_t index = llvm::support::endian::read64le(tensor.raw_data().data());
  return index < ranges.size() ? ranges[index] : ByteRange{};
}
