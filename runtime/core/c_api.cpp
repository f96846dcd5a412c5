//===- c_api.cpp - Running compiled models from C -------------------------===//

#include "burin/burin.h"

#include "runtime/base/strings.h"
#include "runtime/core/session.h"
#include "runtime/drivers/drivers.h"
#include "runtime/format/dtype.h"

#include <algorithm>
#include <cstring>
#include <new>

using namespace burin;

struct burin_device {
  std::shared_ptr<Device> device;
};

struct burin_session {
  std::unique_ptr<Session> session;
};

struct burin_cancel {
  std::atomic<bool> raised{false};
};

static_assert(BURIN_INTERNAL == int(StatusCode::kInternal));
static_assert(BURIN_CANCELLED == int(StatusCode::kCancelled));
static_assert(BURIN_BOOL == int(DType::kBool));

static thread_local std::string lastError;

static burin_status report(const Status &status) {
  if (!status.ok())
    lastError = status.message();
  return burin_status(status.code());
}

/// The caller's options, or as many of them as its version of the struct has.
static burin_options optionsOf(const burin_options *given) {
  burin_options options = {};
  if (given)
    std::memcpy(&options, given, std::min(given->struct_size, sizeof options));
  return options;
}

static const std::atomic<bool> *flagOf(const burin_options &options) {
  return options.cancel ? &options.cancel->raised : nullptr;
}

static SessionOptions sessionOptions(const burin_options &options) {
  SessionOptions result;
  result.verifyWeights = options.verify_weights != 0;
  result.cancel = flagOf(options);
  if (options.progress)
    result.progress = [options](const char *stage, uint64_t done,
                                uint64_t total) {
      options.progress(options.user, stage, done, total);
    };
  return result;
}

static RunOptions runOptions(const burin_options &options) {
  RunOptions result;
  result.convert = options.convert != 0;
  result.cancel = flagOf(options);
  if (options.progress)
    result.progress = [options](size_t done, size_t total) {
      options.progress(options.user, "run", done, total);
    };
  return result;
}

static Status checkTensor(const burin_tensor *tensor) {
  if (!tensor || (!tensor->data && tensor->byte_size) ||
      (!tensor->shape && tensor->rank))
    return invalidArgument("a tensor has a NULL pointer");
  if (unsigned(tensor->dtype) >= kDTypeCount)
    return invalidArgument(strCat("no element type ", unsigned(tensor->dtype)));
  return okStatus();
}

static std::string nameOf(const burin_tensor &tensor) {
  return tensor.name ? tensor.name : "";
}

static std::vector<int64_t> shapeOf(const burin_tensor &tensor) {
  return std::vector<int64_t>(tensor.shape, tensor.shape + tensor.rank);
}

static InputTensor inputOf(const burin_tensor &tensor) {
  return InputTensor(
      nameOf(tensor), DType(tensor.dtype), shapeOf(tensor),
      ByteSpan(static_cast<const uint8_t *>(tensor.data), tensor.byte_size));
}

static OutputTensor outputOf(const burin_tensor &tensor) {
  return OutputTensor(
      nameOf(tensor), DType(tensor.dtype), shapeOf(tensor),
      MutableByteSpan(static_cast<uint8_t *>(tensor.data), tensor.byte_size));
}

static burin_status nullArgument() {
  return report(invalidArgument("a required argument is NULL"));
}

const char *burin_version(void) { return BURIN_VERSION; }

const char *burin_status_name(burin_status status) {
  return statusCodeName(StatusCode(status));
}

const char *burin_last_error(void) { return lastError.c_str(); }

burin_cancel *burin_cancel_create(void) {
  return new (std::nothrow) burin_cancel;
}

void burin_cancel_raise(burin_cancel *cancel) {
  if (cancel)
    cancel->raised = true;
}

void burin_cancel_reset(burin_cancel *cancel) {
  if (cancel)
    cancel->raised = false;
}

void burin_cancel_destroy(burin_cancel *cancel) { delete cancel; }

burin_status burin_device_open(const char *spec, burin_device **device) {
  if (!device)
    return nullArgument();
  *device = nullptr;
  auto opened = openDevice(spec ? spec : "");
  if (opened.ok())
    *device = new (std::nothrow) burin_device{std::move(*opened)};
  return report(opened.status());
}

void burin_device_close(burin_device *device) { delete device; }

const char *burin_device_name(const burin_device *device) {
  return device ? device->device->info().name.c_str() : "";
}

const char *burin_device_id(const burin_device *device) {
  return device ? device->device->info().id.c_str() : "";
}

static burin_status hand(StatusOr<std::unique_ptr<Session>> opened,
                         burin_session **session) {
  if (opened.ok())
    *session = new (std::nothrow) burin_session{std::move(*opened)};
  return report(opened.status());
}

burin_status burin_session_open(burin_device *device, const char *plan_path,
                                const burin_options *options,
                                burin_session **session) {
  if (!device || !plan_path || !session)
    return nullArgument();
  *session = nullptr;
  return hand(Session::open(device->device, std::string(plan_path),
                            sessionOptions(optionsOf(options))),
              session);
}

burin_status
burin_session_open_range(burin_device *device, const char *plan_path,
                         uint64_t plan_offset, uint64_t plan_size,
                         const char *weights_path, uint64_t weights_offset,
                         uint64_t weights_size, const burin_options *options,
                         burin_session **session) {
  if (!device || !plan_path || !session)
    return nullArgument();
  *session = nullptr;
  FileRange plan(plan_path, plan_offset, plan_size);
  FileRange weights(weights_path ? weights_path : "", weights_offset,
                    weights_size);
  return hand(Session::open(device->device, plan, weights,
                            sessionOptions(optionsOf(options))),
              session);
}

void burin_session_close(burin_session *session) { delete session; }

size_t burin_session_entry_count(const burin_session *session) {
  return session ? session->session->plan().entries.size() : 0;
}

static const Entry *entryAt(const burin_session *session, size_t entry) {
  if (!session || entry >= session->session->plan().entries.size())
    return nullptr;
  return &session->session->plan().entries[entry];
}

const char *burin_session_entry_name(const burin_session *session,
                                     size_t entry) {
  const Entry *found = entryAt(session, entry);
  return found ? found->name.c_str() : nullptr;
}

static burin_status describe(const std::vector<TensorDesc> *tensors,
                             size_t index, burin_tensor_info *info) {
  if (!info)
    return nullArgument();
  if (!tensors || index >= tensors->size())
    return report(notFound("no such entry point or tensor"));
  const TensorDesc &tensor = (*tensors)[index];
  info->name = tensor.name.c_str();
  info->dtype = burin_dtype(tensor.dtype);
  info->rank = tensor.shape.size();
  info->shape = tensor.shape.data();
  info->byte_size = size_t(tensorBytes(tensor));
  return BURIN_OK;
}

size_t burin_session_input_count(const burin_session *session, size_t entry) {
  const Entry *found = entryAt(session, entry);
  return found ? found->inputs.size() : 0;
}

burin_status burin_session_input(const burin_session *session, size_t entry,
                                 size_t index, burin_tensor_info *info) {
  const Entry *found = entryAt(session, entry);
  return describe(found ? &found->inputs : nullptr, index, info);
}

size_t burin_session_output_count(const burin_session *session, size_t entry) {
  const Entry *found = entryAt(session, entry);
  return found ? found->outputs.size() : 0;
}

burin_status burin_session_output(const burin_session *session, size_t entry,
                                  size_t index, burin_tensor_info *info) {
  const Entry *found = entryAt(session, entry);
  return describe(found ? &found->outputs : nullptr, index, info);
}

burin_status burin_session_run(burin_session *session, const char *entry,
                               const burin_tensor *inputs, size_t input_count,
                               const burin_tensor *outputs, size_t output_count,
                               const burin_options *options) {
  if (!session || !entry || (!inputs && input_count) ||
      (!outputs && output_count))
    return nullArgument();
  std::vector<InputTensor> in;
  std::vector<OutputTensor> out;
  for (size_t i = 0; i < input_count; ++i) {
    if (Status status = checkTensor(&inputs[i]); !status.ok())
      return report(status);
    in.push_back(inputOf(inputs[i]));
  }
  for (size_t i = 0; i < output_count; ++i) {
    if (Status status = checkTensor(&outputs[i]); !status.ok())
      return report(status);
    out.push_back(outputOf(outputs[i]));
  }
  return report(
      session->session->run(entry, in, out, runOptions(optionsOf(options))));
}

burin_status burin_session_set_input(burin_session *session, const char *entry,
                                     const burin_tensor *input,
                                     const burin_options *options) {
  if (!session || !entry)
    return nullArgument();
  if (Status status = checkTensor(input); !status.ok())
    return report(status);
  return report(session->session->setInput(entry, inputOf(*input),
                                           optionsOf(options).convert != 0));
}

burin_status burin_session_execute(burin_session *session, const char *entry,
                                   const burin_options *options) {
  if (!session || !entry)
    return nullArgument();
  return report(
      session->session->execute(entry, runOptions(optionsOf(options))));
}

burin_status burin_session_get_output(burin_session *session, const char *entry,
                                      const burin_tensor *output,
                                      const burin_options *options) {
  if (!session || !entry)
    return nullArgument();
  if (Status status = checkTensor(output); !status.ok())
    return report(status);
  return report(session->session->getOutput(entry, outputOf(*output),
                                            optionsOf(options).convert != 0));
}
