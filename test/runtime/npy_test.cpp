//===- npy_test.cpp - NumPy's array files ---------------------------------===//

#include "runtime/core/npy.h"
#include "runtime/format/dtype.h"
#include "test/runtime/test_util.h"

namespace burin {
namespace {

std::vector<uint8_t> file(const std::string &header, size_t dataBytes,
                          uint8_t major = 1) {
  std::vector<uint8_t> bytes = {0x93, 'N', 'U', 'M', 'P', 'Y', major, 0};
  for (int i = 0; i < (major == 1 ? 2 : 4); ++i)
    bytes.push_back(uint8_t(header.size() >> (8 * i)));
  bytes.insert(bytes.end(), header.begin(), header.end());
  bytes.resize(bytes.size() + dataBytes);
  return bytes;
}

StatusCode code(const std::string &header, size_t dataBytes,
                uint8_t major = 1) {
  return decodeNpy(file(header, dataBytes, major), "t.npy").status().code();
}

TEST(Npy, RoundTripsEveryType) {
  for (uint8_t i = 0; i < kDTypeCount; ++i) {
    if (DType(i) == DType::kBF16)
      continue;
    for (std::vector<int64_t> shape :
         {std::vector<int64_t>{}, {5}, {2, 3, 4}, {0, 7}}) {
      HostTensor tensor = *HostTensor::zeros(DType(i), shape);
      for (size_t k = 0; k < tensor.data.size(); ++k)
        tensor.data[k] = uint8_t(k);
      auto bytes = encodeNpy(tensor);
      ASSERT_TRUE(bytes.ok());
      auto back = decodeNpy(*bytes, "t.npy");
      ASSERT_TRUE(back.ok()) << back.status().toString();
      EXPECT_EQ(back->dtype, tensor.dtype);
      EXPECT_EQ(back->shape, tensor.shape);
      EXPECT_EQ(back->data, tensor.data);
      for (size_t size = 0; size < bytes->size(); ++size)
        ASSERT_FALSE(decodeNpy(ByteSpan(bytes->data(), size), "t.npy").ok());
    }
  }
}

TEST(Npy, AcceptsWhatNumPyWrites) {
  EXPECT_EQ(
      code("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), } \n",
           24),
      StatusCode::kOk);
  EXPECT_EQ(code("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }\n",
                 12, 2),
            StatusCode::kOk);
  EXPECT_EQ(
      code("{'descr': '<f4', 'fortran_order': True, 'shape': (3,), }", 12, 3),
      StatusCode::kOk);
  auto wide = decodeNpy(
      file("{'descr': '<f8', 'fortran_order': False, 'shape': (), }\n", 8),
      "t");
  ASSERT_TRUE(wide.ok());
  EXPECT_EQ(wide->dtype, DType::kF32);
}

TEST(Npy, RefusesTheRest) {
  auto good = [](const char *descr, const char *shape) {
    return std::string("{'descr': '") + descr +
           "', 'fortran_order': False, 'shape': " + shape + "}";
  };
  EXPECT_EQ(code(good(">f4", "(1,)"), 4), StatusCode::kUnimplemented);
  EXPECT_EQ(code(good("<c8", "(1,)"), 8), StatusCode::kUnimplemented);
  EXPECT_EQ(code(good("|O", "(1,)"), 8), StatusCode::kUnimplemented);
  EXPECT_EQ(
      code("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 2)}", 16),
      StatusCode::kUnimplemented);
  EXPECT_EQ(code(good("<f4", "(2,)"), 4), StatusCode::kDataLoss);
  EXPECT_EQ(code(good("<f4", "(2,)"), 12), StatusCode::kDataLoss);
  EXPECT_EQ(code(good("<f4", "(-1,)"), 4), StatusCode::kDataLoss);
  EXPECT_EQ(code(good("<f4", "(1"), 4), StatusCode::kDataLoss);
  EXPECT_EQ(code(good("<f4", "(4294967296, 4294967296)"), 4),
            StatusCode::kDataLoss);
  EXPECT_EQ(code(good("<f4", "(99999999999999999999,)"), 4),
            StatusCode::kDataLoss);
  EXPECT_EQ(code("{'descr': '<f4', 'shape': (1,)}", 4), StatusCode::kDataLoss);
  EXPECT_EQ(
      code("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'x': 1}",
           4),
      StatusCode::kDataLoss);
  EXPECT_EQ(code("", 0), StatusCode::kDataLoss);
  EXPECT_EQ(code(good("<f4", "(1,)"), 4, 9), StatusCode::kDataLoss);
}

} // namespace
} // namespace burin
