//===- status.h - Errors as values -----------------------------*- C++ -*-===//
//
// The runtime is built without exceptions: everything that can fail returns a
// Status or a StatusOr<T>, and ignoring one is a compile-time warning.
//
//===----------------------------------------------------------------------===//
#ifndef BURIN_RUNTIME_BASE_STATUS_H
#define BURIN_RUNTIME_BASE_STATUS_H

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace burin {

/// The values are part of the C API (burin_status in burin.h).
enum class StatusCode : int32_t {
  kOk = 0,
  kInvalidArgument = 1,    ///< the caller passed something wrong
  kNotFound = 2,           ///< no such file, device, entry or tensor
  kDataLoss = 3,           ///< a file is damaged or breaks its format
  kFailedPrecondition = 4, ///< right call, wrong time or wrong device
  kOutOfMemory = 5,        ///< host or device memory is exhausted
  kUnimplemented = 6,      ///< this device or version cannot do it
  kBuildFailure = 7,       ///< the device's compiler refused a kernel
  kDeviceLost = 8,         ///< the device must be opened anew
  kCancelled = 9,          ///< the cancel flag was raised
  kIo = 10,                ///< the operating system refused a file operation
  kInternal = 11,          ///< a bug in Burin or in a driver
};

/// "InvalidArgument" and so on, for messages.
const char *statusCodeName(StatusCode code);

/// Success, or a code with a message for a person. Success costs no allocation.
class [[nodiscard]] Status {
public:
  Status() = default;
  Status(StatusCode code, std::string message) {
    if (code != StatusCode::kOk)
      state = std::make_shared<const State>(State{code, std::move(message)});
  }

  bool ok() const { return !state; }
  StatusCode code() const { return state ? state->code : StatusCode::kOk; }
  /// Empty on success.
  const std::string &message() const;
  /// "DataLoss: model.plan: ..." or "Ok".
  std::string toString() const;
  /// The same error with `context` and ": " in front of its message.
  Status withContext(const std::string &context) const;

private:
  struct State {
    StatusCode code;
    std::string message;
  };
  std::shared_ptr<const State> state;
};

inline Status okStatus() { return Status(); }
Status invalidArgument(std::string message);
Status notFound(std::string message);
Status dataLoss(std::string message);
Status failedPrecondition(std::string message);
Status outOfMemory(std::string message);
Status unimplemented(std::string message);
Status cancelled(std::string message);
Status ioError(std::string message);
Status internalError(std::string message);

/// A value or the error that stands in its way.
template <typename T> class [[nodiscard]] StatusOr {
public:
  StatusOr(Status error) : error(std::move(error)) {
    if (this->error.ok())
      this->error =
          internalError("StatusOr made from an ok Status without a value");
  }
  StatusOr(T value) : stored(std::move(value)) {}

  bool ok() const { return stored.has_value(); }
  const Status &status() const { return error; }

  /// The value; only after ok().
  T &value() & { return *stored; }
  const T &value() const & { return *stored; }
  T &&value() && { return std::move(*stored); }
  T &operator*() & { return *stored; }
  const T &operator*() const & { return *stored; }
  T &&operator*() && { return std::move(*stored); }
  T *operator->() { return &*stored; }
  const T *operator->() const { return &*stored; }

private:
  Status error;
  std::optional<T> stored;
};

} // namespace burin

#define BURIN_STATUS_CONCAT_IMPL(a, b) a##b
#define BURIN_STATUS_CONCAT(a, b) BURIN_STATUS_CONCAT_IMPL(a, b)

/// Returns from the enclosing function if `expr` is an error.
#define BURIN_RETURN_IF_ERROR(expr)                                            \
  do {                                                                         \
    if (::burin::Status burinStatus = (expr); !burinStatus.ok())               \
      return burinStatus;                                                      \
  } while (false)

#define BURIN_ASSIGN_OR_RETURN_IMPL(temporary, lhs, expr)                      \
  auto temporary = (expr);                                                     \
  if (!temporary.ok())                                                         \
    return temporary.status();                                                 \
  lhs = std::move(temporary).value()

/// `lhs` becomes the value of `expr`, or the error is returned.
#define BURIN_ASSIGN_OR_RETURN(lhs, expr)                                      \
  BURIN_ASSIGN_OR_RETURN_IMPL(BURIN_STATUS_CONCAT(burinOr, __LINE__), lhs, expr)

#endif // BURIN_RUNTIME_BASE_STATUS_H
