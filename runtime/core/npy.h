//===- npy.h - Tensors in NumPy's array files ------------------*- C++ -*-===//
#ifndef BURIN_RUNTIME_CORE_NPY_H
#define BURIN_RUNTIME_CORE_NPY_H

#include "runtime/core/tensor.h"

#include <string>

namespace burin {

/// Reads a little-endian array in C order, format versions 1 to 3. float64
/// becomes f32; complex, strings, objects, big-endian and Fortran order are
/// kUnimplemented; a malformed file is kDataLoss. `name` is used in messages.
StatusOr<HostTensor> decodeNpy(ByteSpan bytes, const std::string &name);
StatusOr<HostTensor> readNpyFile(const std::string &path);

/// The bytes of a version 1 file. bf16 has no NumPy type: kUnimplemented.
StatusOr<std::vector<uint8_t>> encodeNpy(const HostTensor &tensor);
/// Written atomically.
Status writeNpyFile(const std::string &path, const HostTensor &tensor);

} // namespace burin

#endif // BURIN_RUNTIME_CORE_NPY_H
