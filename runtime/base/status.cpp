//===- status.cpp - Errors as values --------------------------------------===//

#include "runtime/base/status.h"

namespace burin {

const char *statusCodeName(StatusCode code) {
  switch (code) {
  case StatusCode::kOk:
    return "Ok";
  case StatusCode::kInvalidArgument:
    return "InvalidArgument";
  case StatusCode::kNotFound:
    return "NotFound";
  case StatusCode::kDataLoss:
    return "DataLoss";
  case StatusCode::kFailedPrecondition:
    return "FailedPrecondition";
  case StatusCode::kOutOfMemory:
    return "OutOfMemory";
  case StatusCode::kUnimplemented:
    return "Unimplemented";
  case StatusCode::kBuildFailure:
    return "BuildFailure";
  case StatusCode::kDeviceLost:
    return "DeviceLost";
  case StatusCode::kCancelled:
    return "Cancelled";
  case StatusCode::kIo:
    return "Io";
  case StatusCode::kInternal:
    return "Internal";
  }
  return "Unknown";
}

const std::string &Status::message() const {
  static const std::string empty;
  return state ? state->message : empty;
}

std::string Status::toString() const {
  if (ok())
    return "Ok";
  return std::string(statusCodeName(code())) + ": " + message();
}

Status Status::withContext(const std::string &context) const {
  if (ok())
    return *this;
  return Status(code(), context + ": " + message());
}

Status invalidArgument(std::string message) {
  return Status(StatusCode::kInvalidArgument, std::move(message));
}
Status notFound(std::string message) {
  return Status(StatusCode::kNotFound, std::move(message));
}
Status dataLoss(std::string message) {
  return Status(StatusCode::kDataLoss, std::move(message));
}
Status failedPrecondition(std::string message) {
  return Status(StatusCode::kFailedPrecondition, std::move(message));
}
Status outOfMemory(std::string message) {
  return Status(StatusCode::kOutOfMemory, std::move(message));
}
Status unimplemented(std::string message) {
  return Status(StatusCode::kUnimplemented, std::move(message));
}
Status cancelled(std::string message) {
  return Status(StatusCode::kCancelled, std::move(message));
}
Status ioError(std::string message) {
  return Status(StatusCode::kIo, std::move(message));
}
Status internalError(std::string message) {
  return Status(StatusCode::kInternal, std::move(message));
}

} // namespace burin
