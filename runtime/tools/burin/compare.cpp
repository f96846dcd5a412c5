//===- compare.cpp - burin compare ----------------------------------------===//
//
// Runs a model on two devices, kernel by kernel, and says where they part. Two
// plans of one model (for OpenCL and for Vulkan, with and without an
// optimization) have different kernels; results are the same tensor where they
// come from the same node of the model and have the same shape.
//
//===----------------------------------------------------------------------===//

#include "runtime/base/strings.h"
#include "runtime/drivers/drivers.h"
#include "runtime/format/dtype.h"
#include "runtime/tools/burin/command.h"
#include "runtime/tools/burin/plan_facts.h"
#include "runtime/tools/burin/run_inputs.h"
#include "runtime/tools/burin/tensor_stats.h"

#include <cstdio>
#include <unistd.h>

namespace burin::tools {

namespace {

struct CompareArguments {
  std::vector<std::string> plans, devices, inputs, entries;
  double bound = 1e-2;
  bool isolate = false, poison = false;
};

/// What a dispatch of the first plan wrote.
struct Result {
  std::string kernel;
  TensorDesc desc;
  std::vector<uint8_t> bytes;
  bool isMatched = false;
};
using Results = std::map<std::string, Result>;

/// Names the results of a run, so that those of another run have the same.
class ResultNames {
public:
  explicit ResultNames(bool isSamePlan) : isSamePlan(isSamePlan) {}
  std::string get(const DispatchView &view, size_t argument,
                  const PlanFacts::DispatchFacts &facts);

private:
  bool isSamePlan;
  std::map<std::string, size_t> repeats;
};

/// Sees every result of a run.
class Side : public DispatchInspector {
public:
  explicit Side(bool isSamePlan) : names(isSamePlan) {}
  Status after(const DispatchView &view) override;

protected:
  virtual Status take(const DispatchView &view, size_t argument,
                      const std::string &name, Result result) = 0;
  PlanFacts facts; ///< of the plan that runs, from its first dispatch on

private:
  ResultNames names;
};

/// The run that is believed.
class FirstSide : public Side {
public:
  using Side::Side;
  Results results;

protected:
  Status take(const DispatchView &, size_t, const std::string &name,
              Result result) override {
    results[name] = std::move(result);
    return okStatus();
  }
};

/// The run that is compared; prints a line for each result.
class SecondSide : public Side {
public:
  SecondSide(bool isSamePlan, Results &expected,
             const CompareArguments &arguments)
      : Side(isSamePlan), expected(expected), arguments(arguments),
        isSamePlan(isSamePlan) {}
  Status finish() const;

protected:
  Status take(const DispatchView &view, size_t argument,
              const std::string &name, Result result) override;

private:
  void print(const DispatchView &view, const Result &first,
             const Result &second, const Difference &difference);

  Results &expected;
  const CompareArguments &arguments;
  bool isSamePlan;
  size_t matched = 0, unmatched = 0, over = 0;
  std::string firstOver;
};

} // namespace

std::string ResultNames::get(const DispatchView &view, size_t argument,
                             const PlanFacts::DispatchFacts &facts) {
  if (isSamePlan)
    return strCat(view.entry, " ", view.dispatch, " ", argument);
  std::string name = strCat(facts.node.empty() ? view.get().label : facts.node,
                            " ", shapeText(facts.arguments[argument].shape));
  return strCat(name, " ", repeats[name]++);
}

Status Side::after(const DispatchView &view) {
  if (facts.entries.empty())
    facts = readPlanFacts(view.plan);
  const PlanFacts::DispatchFacts &dispatch =
      facts.entries[view.entry][view.dispatch];
  for (size_t i = 0; i < view.bound.args.size(); ++i) {
    if (view.bound.args[i].access == Access::kRead)
      continue;
    if (!isKnown(dispatch.arguments[i]))
      return failedPrecondition(
          strCat(dispatchName(view.bound), ": the plan does not say of what "
                                           "type its results are; compile it "
                                           "with this version's burinc"));
    std::string name = names.get(view, i, dispatch);
    BURIN_ASSIGN_OR_RETURN(std::vector<uint8_t> bytes, view.read(i));
    BURIN_RETURN_IF_ERROR(take(view, i, name,
                               {view.getKernel().name, dispatch.arguments[i],
                                std::move(bytes), false}));
  }
  return okStatus();
}

Status SecondSide::take(const DispatchView &view, size_t argument,
                        const std::string &name, Result second) {
  auto found = expected.find(name);
  if (found == expected.end() || found->second.isMatched) {
    ++unmatched;
    return okStatus();
  }
  Result &first = found->second;
  BURIN_ASSIGN_OR_RETURN(auto wanted, toFloats(first.desc, first.bytes));
  BURIN_ASSIGN_OR_RETURN(auto actual, toFloats(second.desc, second.bytes));
  print(view, first, second, computeDifference(wanted, actual));
  // What follows starts from the first side's values.
  const BoundArg &arg = view.bound.args[argument];
  if (arguments.isolate && first.desc.dtype == second.desc.dtype)
    BURIN_RETURN_IF_ERROR(
        view.device.write(*arg.buffer, arg.offset, first.bytes));
  first.isMatched = true;
  first.bytes = {};
  ++matched;
  return okStatus();
}

void SecondSide::print(const DispatchView &view, const Result &first,
                       const Result &second, const Difference &difference) {
  if (matched == 0)
    std::printf("%2s%5s  %11s  %10s  %-22s %-28s %s\n", "", "#", "relative L2",
                "largest", "result", "kernel", "node");
  bool isOver = !(difference.relativeL2 <= arguments.bound);
  bool isFirst = isOver && over++ == 0;
  std::string kernel = first.kernel;
  if (second.kernel != first.kernel)
    kernel += " | " + second.kernel;
  const std::string &node = facts.entries[view.entry][view.dispatch].node;
  std::string where = printable(node.empty() ? view.get().label : node);
  bool isBold = isFirst && ::isatty(STDOUT_FILENO);
  std::printf("%s%2s%5zu  %11.2e  %10.2e  %-22s %-28s %s%s\n",
              isBold ? "\033[1m" : "",
              isFirst  ? ">"
              : isOver ? "!"
                       : "",
              view.dispatch, difference.relativeL2, difference.largest,
              strCat(dtypeName(second.desc.dtype), " ",
                     shapeText(second.desc.shape))
                  .c_str(),
              kernel.c_str(), where.c_str(), isBold ? "\033[0m" : "");
  if (isFirst)
    firstOver = strCat("entry '", view.getEntry().name, "', dispatch ",
                       view.dispatch, ", kernel ", kernel, ", node ", where);
}

Status SecondSide::finish() const {
  std::printf("%zu results compared", matched);
  if (!isSamePlan)
    std::printf("; %zu of the first plan and %zu of the second have no "
                "counterpart (other kernels)",
                expected.size() - matched, unmatched);
  std::printf("\n");
  if (matched == 0)
    return failedPrecondition("the plans have no result in common");
  if (over == 0)
    return okStatus();
  char bound[32];
  std::snprintf(bound, sizeof bound, "%g", arguments.bound);
  return dataLoss(strCat(over, " results differ by more than ", bound,
                         "; the first: ", firstOver));
}

/// Opens plan and device number `index`, of those given.
static StatusOr<std::unique_ptr<Session>>
openSide(const CompareArguments &arguments, size_t index, Side &side) {
  const std::string &path =
      arguments.plans[std::min(index, arguments.plans.size() - 1)];
  std::string spec;
  if (index < arguments.devices.size())
    spec = arguments.devices[index];
  BURIN_ASSIGN_OR_RETURN(auto device, openDeviceFor(path, spec));
  std::printf("%-6s  %s on %s (%s)\n", index == 0 ? "first" : "second",
              printable(path).c_str(), device->info().id.c_str(),
              printable(device->info().name).c_str());
  SessionOptions options;
  options.poisonArena = arguments.poison;
  options.inspector = &side;
  options.progress = openProgress();
  options.cancel = interruptFlag();
  return Session::open(device, path, options);
}

/// Runs the chosen entry points. Inputs that were not given are noise, which
/// `inputs` keeps for the other side.
static Status runSide(Session &session, const CompareArguments &arguments,
                      InputTensors &inputs) {
  BURIN_ASSIGN_OR_RETURN(auto names,
                         chooseEntries(session.plan(), arguments.entries));
  std::vector<const Entry *> entries;
  for (const std::string &name : names) {
    BURIN_ASSIGN_OR_RETURN(const Entry *entry, session.entry(name));
    entries.push_back(entry);
  }
  BURIN_RETURN_IF_ERROR(checkInputsUsed(inputs, entries));
  RunOptions options;
  options.cancel = interruptFlag();
  for (const Entry *entry : entries) {
    for (const TensorDesc &desc : entry->inputs) {
      if (!inputs.count(desc.name)) {
        BURIN_ASSIGN_OR_RETURN(inputs[desc.name],
                               makeRandomInput(desc, inputs.size() + 1));
      }
      BURIN_RETURN_IF_ERROR(session.setInput(
          entry->name, InputTensor(desc.name, inputs[desc.name]), true));
    }
    BURIN_RETURN_IF_ERROR(session.execute(entry->name, options));
  }
  return okStatus();
}

static Status compare(const CompareArguments &arguments) {
  if (arguments.plans.size() > 2 || arguments.devices.size() > 2)
    return invalidArgument("two sides are compared: give one or two plans, and "
                           "--device once for each side");
  if (arguments.plans.size() == 1 && arguments.devices.size() < 2)
    return invalidArgument("one plan is compared on two devices: give --device "
                           "twice, the one to believe first");
  BURIN_ASSIGN_OR_RETURN(InputTensors inputs, readInputs(arguments.inputs));
  bool isSamePlan = arguments.plans.size() == 1;
  FirstSide first(isSamePlan);
  {
    BURIN_ASSIGN_OR_RETURN(auto session, openSide(arguments, 0, first));
    BURIN_RETURN_IF_ERROR(runSide(*session, arguments, inputs));
  }
  SecondSide second(isSamePlan, first.results, arguments);
  BURIN_ASSIGN_OR_RETURN(auto session, openSide(arguments, 1, second));
  BURIN_RETURN_IF_ERROR(runSide(*session, arguments, inputs));
  return second.finish();
}

static const char kFooter[] = R"(
Each kernel runs on its own and its result is read back: slow, and as much host
memory as all results of the first side together. A line for each result that
both sides have; '>' marks the first over the bound, '!' the others. Errors add
up along a model: --isolate gives every kernel of the second side the results of
the first to read, so that only kernels that are wrong themselves are marked.
Inputs that are not given are noise.

Examples:
  burin compare unet.plan --device vulkan:1 --device vulkan:0
      one plan on two drivers; the first is believed
  burin compare unet-opencl.plan unet-vulkan.plan --isolate
      two plans of a model, by the model's nodes
  burin compare plain.plan fused.plan --device opencl:0 --device opencl:0)";

void registerCompare(CLI::App &app) {
  auto arguments = std::make_shared<CompareArguments>();
  CLI::App *command = app.add_subcommand(
      "compare", "Find the kernel whose result differs on another device");
  command
      ->add_option("plans", arguments->plans,
                   "one plan, or two of the same model: believed, suspected")
      ->required();
  command->add_option("--device", arguments->devices,
                      "DRIVER:N of the first side, then of the second")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command->add_option("--in", arguments->inputs,
                      "NAME=FILE.npy, an input of both sides");
  command->add_option("--entry", arguments->entries,
                      "entry point; several run in the order given");
  command
      ->add_option("--bound", arguments->bound,
                   "relative L2 that is no fault (1e-2)")
      ->check(CLI::NonNegativeNumber);
  command->add_flag("--isolate", arguments->isolate,
                    "kernels of the second side read results of the first");
  command->add_flag("--poison", arguments->poison,
                    "fill scratch memory with NaN first");
  command->footer(kFooter);
  command->callback([arguments] { finish(compare(*arguments)); });
}

} // namespace burin::tools
