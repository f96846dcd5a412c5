//===- tensor.h - Tensors in host memory -----------------------*- C++ -*-===//
#ifndef BURIN_RUNTIME_CORE_TENSOR_H
#define BURIN_RUNTIME_CORE_TENSOR_H

#include "runtime/base/span.h"
#include "runtime/base/status.h"
#include "runtime/format/plan.h"

#include <string>
#include <vector>

namespace burin {

/// A dense row-major tensor that owns its bytes.
struct HostTensor {
  DType dtype = DType::kF32;
  std::vector<int64_t> shape;
  std::vector<uint8_t> data;

  /// Zeros. Error: kInvalidArgument if the size overflows.
  static StatusOr<HostTensor> zeros(DType dtype, std::vector<int64_t> shape);
};

/// A named tensor to read from; owns nothing.
struct InputTensor {
  std::string name; ///< empty: by position
  DType dtype = DType::kF32;
  std::vector<int64_t> shape;
  ByteSpan data;

  InputTensor() = default;
  InputTensor(std::string name, DType dtype, std::vector<int64_t> shape,
              ByteSpan data)
      : name(std::move(name)), dtype(dtype), shape(std::move(shape)),
        data(data) {}
  InputTensor(std::string name, const HostTensor &tensor)
      : name(std::move(name)), dtype(tensor.dtype), shape(tensor.shape),
        data(tensor.data) {}
};

/// A named tensor to write to; owns nothing.
struct OutputTensor {
  std::string name; ///< empty: by position
  DType dtype = DType::kF32;
  std::vector<int64_t> shape;
  MutableByteSpan data;

  OutputTensor() = default;
  OutputTensor(std::string name, DType dtype, std::vector<int64_t> shape,
               MutableByteSpan data)
      : name(std::move(name)), dtype(dtype), shape(std::move(shape)),
        data(data) {}
  OutputTensor(std::string name, HostTensor &tensor)
      : name(std::move(name)), dtype(tensor.dtype), shape(tensor.shape),
        data(tensor.data) {}
};

/// Converts `count` elements, any numeric type to any other: floats round to
/// nearest even (towards zero when the result is an integer), and a value that
/// an integer type cannot hold is an error (kInvalidArgument), as is NaN.
Status convertElements(DType from, const void *in, DType to, void *out,
                       uint64_t count);

/// A copy of `tensor` with another element type.
StatusOr<HostTensor> convertTensor(const HostTensor &tensor, DType to);

} // namespace burin

#endif // BURIN_RUNTIME_CORE_TENSOR_H
