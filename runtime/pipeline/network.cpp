//===- network.cpp - One compiled network of a pipeline -------------------===//
#include "runtime/pipeline/network.h"

#include "runtime/base/strings.h"
#include "runtime/format/reader.h"

using namespace burin;

namespace {

constexpr const char *kEntry = "main";

template <typename T>
Status setTensor(Session &session, const TensorDesc &desc, DType dtype,
                 Span<const T> values) {
  InputTensor tensor(desc.name, dtype, desc.shape,
                     {reinterpret_cast<const uint8_t *>(values.data()),
                      values.size() * sizeof(T)});
  return session.setInput(kEntry, tensor, /*convert=*/true);
}

} // namespace

size_t burin::elements(const std::vector<int64_t> &shape) {
  size_t count = 1;
  for (int64_t dimension : shape)
    count *= static_cast<size_t>(dimension);
  return count;
}

StatusOr<std::unique_ptr<Session>>
burin::openSession(std::shared_ptr<Device> device, const PipelineSource &source,
                   const std::string &member, const SessionOptions &options) {
  BURIN_ASSIGN_OR_RETURN(FileRange range, source.find(member));
  auto plan = readPlanFile(range);
  if (!plan.ok())
    return plan.status().withContext(member);
  FileRange weights;
  if (!plan->weightsFile.empty()) {
    std::string sibling =
        member.substr(0, member.rfind('/') + 1) + plan->weightsFile;
    BURIN_ASSIGN_OR_RETURN(weights, source.find(sibling));
  }
  auto session =
      Session::create(std::move(device), std::move(*plan), weights, options);
  if (!session.ok())
    return session.status().withContext(member);
  return session;
}

StatusOr<std::unique_ptr<Network>>
SessionNetwork::open(std::shared_ptr<Device> device,
                     const PipelineSource &source, const std::string &member,
                     const SessionOptions &options) {
  BURIN_ASSIGN_OR_RETURN(
      std::unique_ptr<Session> session,
      openSession(std::move(device), source, member, options));
  auto entry = session->entry(kEntry);
  if (!entry.ok())
    return entry.status().withContext(member);
  const Entry *found = *entry;
  return std::unique_ptr<Network>(
      new SessionNetwork(std::move(session), found));
}

Status SessionNetwork::setInput(size_t index, Span<const float> values) {
  return setTensor(*session, entry->inputs[index], DType::kF32, values);
}

Status SessionNetwork::setInput(size_t index, Span<const int32_t> values) {
  return setTensor(*session, entry->inputs[index], DType::kI32, values);
}

Status SessionNetwork::execute(const std::atomic<bool> *cancel) {
  RunOptions options;
  options.cancel = cancel;
  return session->execute(kEntry, options);
}

Status SessionNetwork::getOutput(size_t index, Span<float> values) {
  const TensorDesc &desc = entry->outputs[index];
  OutputTensor tensor(desc.name, DType::kF32, desc.shape,
                      {reinterpret_cast<uint8_t *>(values.data()),
                       values.size() * sizeof(float)});
  return session->getOutput(kEntry, tensor, /*convert=*/true);
}
