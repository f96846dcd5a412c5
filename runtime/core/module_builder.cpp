//===- module_builder.cpp - Building device code in parallel --------------===//

#include "runtime/core/module_builder.h"

#include "runtime/base/strings.h"

#include <algorithm>
#include <cstdlib>
#include <mutex>
#include <thread>

namespace burin {

static std::vector<uint32_t> usedModules(const Plan &plan) {
  std::vector<bool> used(plan.modules.size());
  for (const Entry &entry : plan.entries)
    for (const Dispatch &dispatch : entry.dispatches)
      used[plan.kernels[dispatch.kernel].module] = true;
  std::vector<uint32_t> indexes;
  for (uint32_t i = 0; i < used.size(); ++i)
    if (used[i])
      indexes.push_back(i);
  return indexes;
}

namespace {
/// What the worker threads share.
struct Work {
  Work(Device &device, const Plan &plan, const SessionOptions &options,
       std::vector<uint32_t> order)
      : device(device), plan(plan), options(options), order(std::move(order)),
        modules(plan.modules.size()), errors(this->order.size()) {}

  Device &device;
  const Plan &plan;
  const SessionOptions &options;
  std::vector<uint32_t> order;
  std::vector<std::unique_ptr<DeviceModule>> modules;
  std::vector<Status> errors; // one for each element of `order`
  std::atomic<size_t> next{0};
  std::atomic<bool> failed{false};
  std::mutex mutex; // guards done and the progress callback
  size_t done = 0;
};
} // namespace

static void buildOne(Work &work, size_t position) {
  const Module &module = work.plan.modules[work.order[position]];
  auto built = work.device.createModule(module);
  if (!built.ok()) {
    work.errors[position] =
        built.status().withContext(strCat("module '", module.name, "'"));
    work.failed = true;
    return;
  }
  work.modules[work.order[position]] = std::move(*built);
  std::lock_guard<std::mutex> lock(work.mutex);
  ++work.done;
  if (work.options.progress)
    work.options.progress("kernels", work.done, work.order.size());
}

static void buildLoop(Work &work) {
  while (!work.failed) {
    size_t position = work.next++;
    if (position >= work.order.size())
      return;
    if (work.options.cancel && work.options.cancel->load()) {
      work.errors[position] = cancelled("cancelled while building kernels");
      work.failed = true;
      return;
    }
    buildOne(work, position);
  }
}

/// Affinity does not serve here: the standard library counts the machine's processors.
unsigned getBuildThreads(const SessionOptions &options) {
  if (options.buildThreads)
    return options.buildThreads;
  const char *text = std::getenv("BURIN_BUILD_THREADS");
  return text ? std::max(0, std::atoi(text)) : 0;
}

static size_t countThreads(const SessionOptions &options) {
  unsigned wanted = getBuildThreads(options);
  return wanted ? wanted : std::max(1u, std::thread::hardware_concurrency());
}

StatusOr<std::vector<std::unique_ptr<DeviceModule>>>
buildModules(Device &device, const Plan &plan, const SessionOptions &options) {
  Work work(device, plan, options, usedModules(plan));
  size_t threads = std::min(countThreads(options), work.order.size());
  std::vector<std::thread> workers;
  for (size_t i = 1; i < threads; ++i)
    workers.emplace_back([&work] { buildLoop(work); });
  buildLoop(work);
  for (std::thread &worker : workers)
    worker.join();
  for (const Status &status : work.errors)
    BURIN_RETURN_IF_ERROR(status);
  return std::move(work.modules);
}

} // namespace burin
