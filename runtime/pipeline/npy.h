//===- npy.h - NumPy's array files -----------------------------*- C++ -*-===//
#ifndef BURIN_RUNTIME_PIPELINE_NPY_H
#define BURIN_RUNTIME_PIPELINE_NPY_H

#include "runtime/base/span.h"
#include "runtime/base/status.h"

#include <string>
#include <vector>

namespace burin {

struct FloatArray {
  std::vector<int64_t> shape;
  std::vector<float> values; ///< row-major
};

/// Reads a little-endian float16, float32 or float64 array in C order.
/// `name` is the file in messages. Errors: kDataLoss, kUnimplemented for other
/// element types and Fortran order.
StatusOr<FloatArray> parseNpy(ByteSpan bytes, const std::string &name);

} // namespace burin

#endif // BURIN_RUNTIME_PIPELINE_NPY_H
