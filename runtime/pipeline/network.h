//===- network.h - One compiled network of a pipeline ----------*- C++ -*-===//
#ifndef BURIN_RUNTIME_PIPELINE_NETWORK_H
#define BURIN_RUNTIME_PIPELINE_NETWORK_H

#include "runtime/base/span.h"
#include "runtime/base/status.h"
#include "runtime/core/session.h"
#include "runtime/format/plan.h"
#include "runtime/pipeline/source.h"

#include <atomic>
#include <memory>
#include <string>
#include <vector>

namespace burin {

/// Static inputs in, outputs out. Values pass as float32 or int32, whatever
/// element type the network has inside. Tests stand in for it.
class Network {
public:
  virtual ~Network() = default;

  virtual const std::vector<TensorDesc> &inputs() const = 0;
  virtual const std::vector<TensorDesc> &outputs() const = 0;

  /// `values` has as many elements as the input. An input keeps its value over
  /// any number of executions.
  virtual Status setInput(size_t index, Span<const float> values) = 0;
  virtual Status setInput(size_t index, Span<const int32_t> values) = 0;
  virtual Status execute(const std::atomic<bool> *cancel) = 0;
  virtual Status getOutput(size_t index, Span<float> values) = 0;

  /// What runs it, or null: the network's entry point is "main" of it.
  virtual Session *runsOn() { return nullptr; }
};

/// Elements of a verified shape.
size_t elements(const std::vector<int64_t> &shape);

/// Opens the plan `member` of `source` and the weights file that it names.
StatusOr<std::unique_ptr<Session>> openSession(std::shared_ptr<Device> device,
                                               const PipelineSource &source,
                                               const std::string &member,
                                               const SessionOptions &options);

/// The entry point "main" of a session.
class SessionNetwork : public Network {
public:
  /// As openSession.
  static StatusOr<std::unique_ptr<Network>> open(std::shared_ptr<Device> device,
                                                 const PipelineSource &source,
                                                 const std::string &member,
                                                 const SessionOptions &options);

  const std::vector<TensorDesc> &inputs() const override {
    return entry->inputs;
  }
  const std::vector<TensorDesc> &outputs() const override {
    return entry->outputs;
  }
  Status setInput(size_t index, Span<const float> values) override;
  Status setInput(size_t index, Span<const int32_t> values) override;
  Status execute(const std::atomic<bool> *cancel) override;
  Status getOutput(size_t index, Span<float> values) override;
  Session *runsOn() override { return session.get(); }

private:
  SessionNetwork(std::unique_ptr<Session> session, const Entry *entry)
      : session(std::move(session)), entry(entry) {}

  std::unique_ptr<Session> session;
  const Entry *entry; ///< owned by the session's plan
};

} // namespace burin

#endif // BURIN_RUNTIME_PIPELINE_NETWORK_H
