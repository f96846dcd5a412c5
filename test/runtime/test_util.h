//===- test_util.h - Helpers of the runtime's tests ------------*- C++ -*-===//
#ifndef BURIN_TEST_RUNTIME_TEST_UTIL_H
#define BURIN_TEST_RUNTIME_TEST_UTIL_H

#include "runtime/base/status.h"

#include <filesystem>
#include <gtest/gtest.h>
#include <string>
#include <unistd.h>

#define ASSERT_OK(expr)                                                        \
  do {                                                                         \
    ::burin::Status assertOk = (expr);                                         \
    ASSERT_TRUE(assertOk.ok()) << assertOk.toString();                         \
  } while (false)

namespace burin::test {

/// A directory that lives as long as the object.
class TempDirectory {
public:
  TempDirectory() {
    std::string pattern = testing::TempDir() + "burinXXXXXX";
    name = ::mkdtemp(pattern.data());
  }
  ~TempDirectory() { std::filesystem::remove_all(name); }
  std::string operator/(const std::string &file) const {
    return name + "/" + file;
  }
  std::string name;
};

inline bool contains(const Status &status, const std::string &text) {
  return status.message().find(text) != std::string::npos;
}

} // namespace burin::test

#endif // BURIN_TEST_RUNTIME_TEST_UTIL_H
