//===- TensorImport.cpp - TensorProto to constants ------------------------===//
#include "TensorImport.h"

#include "dialects/Onnx/OnnxDialect.h"
#include "dialects/Plan/PlanDialect.h"
#include "mlir/IR/Diagnostics.h"
#include "llvm/Support/Endian.h"
#include <cmath>

using namespace mlir;
using namespace mlir::burin;

namespace {

/// Literals up to this size live in the IR and take part in folding.
constexpr uint64_t kMaxLiteralBytes = 1024;
constexpr uint64_t kMaxShapeLiteralBytes = 64 * 1024;
/// Typed (not raw) data has no byte range to refer to, so it is copied.
constexpr uint64_t kMaxTypedBytes = 1024 * 1024;

bool belongsInIr(Type elementType, uint64_t bytes) {
  return bytes <=
         (elementType.isInteger(64) ? kMaxShapeLiteralBytes : kMaxLiteralBytes);
}

/// Number of elements in the typed fields, and whether only the field that the
/// data type calls for is set.
struct TypedData {
  uint64_t count = 0;
  bool rightField = true;
};

TypedData inspectTypedData(const proto::TensorProto &tensor) {
  uint64_t floats = tensor.float_data_size(), ints = tensor.int32_data_size(),
           longs = tensor.int64_data_size(),
           unsigneds = tensor.uint64_data_size(),
           doubles = tensor.double_data_size(),
           others = tensor.string_data_size();
  uint64_t count = ints;
  switch (tensor.data_type()) {
  case proto::TensorProto::FLOAT:
    count = floats;
    break;
  case proto::TensorProto::DOUBLE:
    count = doubles;
    break;
  case proto::TensorProto::INT64:
    count = longs;
    break;
  case proto::TensorProto::UINT32:
  case proto::TensorProto::UINT64:
    count = unsigneds;
    break;
  default:
    break;
  }
  return {count, floats + ints + longs + unsigneds + doubles + others == count};
}

/// The bits of element `index` of a typed field, to be truncated to the type.
uint64_t getTypedBits(const proto::TensorProto &tensor, int index) {
  switch (tensor.data_type()) {
  case proto::TensorProto::FLOAT:
    return llvm::bit_cast<uint32_t>(tensor.float_data(index));
  case proto::TensorProto::DOUBLE:
    return llvm::bit_cast<uint64_t>(tensor.double_data(index));
  case proto::TensorProto::INT64:
    return static_cast<uint64_t>(tensor.int64_data(index));
  case proto::TensorProto::UINT32:
  case proto::TensorProto::UINT64:
    return tensor.uint64_data(index);
  default:
    // f16 and bf16 are stored as their bit patterns.
    return static_cast<uint64_t>(
        static_cast<int64_t>(tensor.int32_data(index)));
  }
}

/// `bytes` are little-endian elements, one byte per boolean.
DenseElementsAttr makeElements(RankedTensorType type, ArrayRef<char> bytes) {
  if (!type.getElementType().isInteger(1))
    return DenseElementsAttr::getFromRawBuffer(type, bytes);
  SmallVector<bool> bits(bytes.size());
  llvm::transform(bytes, bits.begin(), [](char c) { return c != 0; });
  return DenseElementsAttr::get(type, ArrayRef<bool>(bits));
}

} // namespace

std::string mlir::burin::getDataTypeName(int32_t dataType) {
  if (proto::TensorProto::DataType_IsValid(dataType)) {
    static constexpr StringLiteral names[] = {
        "UNDEFINED",      "FLOAT",        "UINT8",          "INT8",
        "UINT16",         "INT16",        "INT32",          "INT64",
        "STRING",         "BOOL",         "FLOAT16",        "DOUBLE",
        "UINT32",         "UINT64",       "COMPLEX64",      "COMPLEX128",
        "BFLOAT16",       "FLOAT8E4M3FN", "FLOAT8E4M3FNUZ", "FLOAT8E5M2",
        "FLOAT8E5M2FNUZ", "UINT4",        "INT4",           "FLOAT4E2M1",
        "FLOAT8E8M0",     "UINT2",        "INT2",           "FLOAT6E2M3",
        "FLOAT6E3M2"};
    if (dataType >= 0 && static_cast<size_t>(dataType) < std::size(names))
      return names[dataType].str();
  }
  return "number " + std::to_string(dataType);
}

FailureOr<Type> mlir::burin::convertElementType(Location loc, int32_t dataType,
                                                const Twine &what,
                                                bool narrowDouble) {
  Builder b(loc.getContext());
  if (narrowDouble && dataType == proto::TensorProto::DOUBLE)
    return Type(b.getF32Type());
  switch (dataType) {
  case proto::TensorProto::FLOAT:
    return Type(b.getF32Type());
  case proto::TensorProto::FLOAT16:
    return Type(b.getF16Type());
  case proto::TensorProto::BFLOAT16:
    return Type(b.getBF16Type());
  case proto::TensorProto::BOOL:
    return Type(b.getI1Type());
  case proto::TensorProto::INT8:
    return Type(b.getI8Type());
  case proto::TensorProto::INT16:
    return Type(b.getIntegerType(16));
  case proto::TensorProto::INT32:
    return Type(b.getI32Type());
  case proto::TensorProto::INT64:
    return Type(b.getI64Type());
  case proto::TensorProto::UINT8:
    return Type(b.getIntegerType(8, /*isSigned=*/false));
  case proto::TensorProto::UINT16:
    return Type(b.getIntegerType(16, /*isSigned=*/false));
  case proto::TensorProto::UINT32:
    return Type(b.getIntegerType(32, /*isSigned=*/false));
  case proto::TensorProto::UINT64:
    return Type(b.getIntegerType(64, /*isSigned=*/false));
  default:
    return emitError(loc)
           << what << " has the unsupported element type "
           << getDataTypeName(dataType)
           << "; supported are f32, f16, bf16, bool and 8 to 64 bit integers";
  }
}

FailureOr<TensorImporter::Header>
TensorImporter::readHeader(Location loc, const proto::TensorProto &tensor,
                           StringRef name) {
  FailureOr<Type> element = convertElementType(
      loc, tensor.data_type(), "tensor '" + name + "'", /*narrowDouble=*/true);
  if (failed(element))
    return failure();
  if (tensor.dims_size() > kMaxRank)
    return emitError(loc) << "tensor '" << name << "' has "
                          << tensor.dims_size() << " dimensions, more than "
                          << kMaxRank;
  SmallVector<int64_t> shape(tensor.dims().begin(), tensor.dims().end());
  if (llvm::any_of(shape, [](int64_t d) { return d < 0; }))
    return emitError(loc) << "tensor '" << name << "' has a negative dimension";
  Header header;
  header.type = RankedTensorType::get(shape, *element);
  FailureOr<int64_t> bytes = plan::getTensorBytes(header.type);
  if (failed(bytes))
    return emitError(loc) << "the size of tensor '" << name
                          << "' overflows 64 bits";
  header.bytes = static_cast<uint64_t>(*bytes);
  header.isDouble = tensor.data_type() == proto::TensorProto::DOUBLE;
  if (header.isDouble &&
      (header.bytes > kMaxLiteralBytes ||
       tensor.data_location() == proto::TensorProto::EXTERNAL))
    return emitError(loc) << "tensor '" << name
                          << "' has the unsupported element type DOUBLE; only "
                             "small literals may "
                             "have it, export the weights as f32 or f16";
  if (header.isDouble)
    header.bytes *= 2;
  header.isExternal = tensor.data_location() == proto::TensorProto::EXTERNAL;
  header.isRaw = tensor.has_raw_data();
  if (tensor.has_segment())
    return emitError(loc) << "tensor '" << name
                          << "' is stored in segments, which are unsupported";

  TypedData typed = inspectTypedData(tensor);
  if (header.isRaw + header.isExternal +
          (typed.count > 0 || !typed.rightField) >
      1)
    return emitError(loc) << "tensor '" << name
                          << "' has data in more than one place";
  if (!header.isExternal && tensor.external_data_size() > 0)
    return emitError(loc)
           << "tensor '" << name
           << "' lists external data but is not marked as external";
  if (!typed.rightField)
    return emitError(loc) << "tensor '" << name << "' of type "
                          << getDataTypeName(tensor.data_type())
                          << " keeps its data in the field of another type";
  if (header.isRaw && file.getRawRange(tensor).length != header.bytes)
    return emitError(loc) << "tensor '" << name << "' has "
                          << file.getRawRange(tensor).length
                          << " bytes of data, but its shape and type need "
                          << header.bytes;
  if (!header.isRaw && !header.isExternal &&
      typed.count != static_cast<uint64_t>(header.type.getNumElements()))
    return emitError(loc) << "tensor '" << name << "' has " << typed.count
                          << " elements of data, but its shape needs "
                          << header.type.getNumElements();
  return header;
}

/// f64 elements as f32. A finite value that f32 cannot hold is an error.
static FailureOr<DenseElementsAttr> narrowElements(Location loc, StringRef name,
                                                   RankedTensorType type,
                                                   ArrayRef<char> bytes) {
  SmallVector<float> values;
  for (size_t i = 0; i < bytes.size(); i += sizeof(double)) {
    auto wide = llvm::bit_cast<double>(
        llvm::support::endian::read64le(bytes.data() + i));
    auto narrow = static_cast<float>(wide);
    if (std::isfinite(wide) && !std::isfinite(narrow))
      return emitError(loc) << "tensor '" << name << "' has the f64 value "
                            << wide << ", which f32 cannot hold";
    values.push_back(narrow);
  }
  return DenseElementsAttr::get(type, ArrayRef<float>(values));
}

FailureOr<DenseElementsAttr>
TensorImporter::readElements(Location loc, const proto::TensorProto &tensor,
                             StringRef name, const Header &header) {
  if (header.isRaw) {
    StringRef bytes = file.getBytes(file.getRawRange(tensor));
    ArrayRef<char> data(bytes.data(), bytes.size());
    return header.isDouble
               ? narrowElements(loc, name, header.type, data)
               : FailureOr<DenseElementsAttr>(makeElements(header.type, data));
  }
  uint64_t width = header.type.getNumElements()
                       ? header.bytes / header.type.getNumElements()
                       : 0;
  SmallVector<char> bytes;
  for (int64_t i = 0, e = header.type.getNumElements(); i < e; ++i) {
    char element[8];
    llvm::support::endian::write64le(element,
                                     getTypedBits(tensor, static_cast<int>(i)));
    bytes.append(element, element + width);
  }
  if (header.isDouble)
    return narrowElements(loc, name, header.type, bytes);
  return makeElements(header.type, bytes);
}

FailureOr<DenseElementsAttr>
TensorImporter::importLiteral(Location loc, const proto::TensorProto &tensor,
                              StringRef name) {
  FailureOr<Header> header = readHeader(loc, tensor, name);
  if (failed(header))
    return failure();
  if (header->isExternal || header->bytes > kMaxTypedBytes)
    return emitError(loc) << "tensor '" << name
                          << "' must be stored inline and be at most "
                          << kMaxTypedBytes << " bytes";
  return readElements(loc, tensor, name, *header);
}

FailureOr<Value> TensorImporter::import(OpBuilder &builder, Location loc,
                                        const proto::TensorProto &tensor,
                                        StringRef name) {
  FailureOr<Header> header = readHeader(loc, tensor, name);
  if (failed(header))
    return failure();
  bool isTyped = !header->isRaw && !header->isExternal;
  if (isTyped && header->bytes > kMaxTypedBytes)
    return emitError(loc) << "tensor '" << name << "' keeps " << header->bytes
                          << " bytes of data in a typed field; save it as raw "
                             "or external data";
  if (isTyped || header->isDouble ||
      (header->isRaw &&
       belongsInIr(header->type.getElementType(), header->bytes))) {
    FailureOr<DenseElementsAttr> elements =
        readElements(loc, tensor, name, *header);
    if (failed(elements))
      return failure();
    if (header->isDouble ||
        belongsInIr(header->type.getElementType(), header->bytes))
      return onnx::ConstantOp::create(builder, loc, header->type, *elements)
          .getResult();
    return plan::ConstantOp::create(
               builder, loc, header->type, builder.getStringAttr(name),
               *elements, TypeAttr::get(header->type), builder.getArrayAttr({}))
        .getResult();
  }
  Attribute source;
  if (header->isExternal) {
    FailureOr<Attribute> resolved =
        external.resolve(loc, tensor, header->bytes);
    if (failed(resolved))
      return failure();
    source = *resolved;
  } else {
    ByteRange range = file.getRawRange(tensor);
    source = plan::FileSourceAttr::get(builder.getContext(), 0,
                                       static_cast<int64_t>(range.offset),
                                       static_cast<int64_t>(range.length));
  }
  return plan::ConstantOp::create(
             builder, loc, header->type, builder.getStringAttr(name), source,
             TypeAttr::get(header->type), builder.getArrayAttr({}))
      .getResult();
}
