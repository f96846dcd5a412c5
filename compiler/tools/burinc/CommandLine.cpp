//===- CommandLine.cpp - What burinc is asked to do -----------------------===//
//
// Apart from the compiler's sources: CLI11 needs exceptions and RTTI, and
// LLVM's own option parser shares its names with every option of libLLVM.
//
//===----------------------------------------------------------------------===//
#include "CommandLine.h"

#include <CLI/CLI.hpp>

constexpr char kFooter[] = R"(
examples:
  burinc unet/model.onnx --target cpu-pocl --bind batch=2,height=64,width=64 -o unet.plan
      compile one ONNX model to a plan; run it with `burin run` or `burin bench`
  burinc stable-diffusion-onnx/ --target cpu-pocl -o sd/
      compile a diffusers ONNX folder; then: burin generate sd/ "a red apple" -o apple.png
  burinc stable-diffusion-onnx/ --target cpu-pocl --emit executable -o sd-program
      the same as one program that runs wherever an OpenCL or Vulkan driver is
  burinc unet/model.onnx --target my-gpu.json --bind batch=2 --emit-candidates 8 -o candidates.plan
      then, on the device: burin tune candidates.plan -o tuning.json; then compile with --tuning tuning.json
  burinc model.onnx --target cpu-pocl --bind batch=1 --compile-to linalg
      print the IR after a phase

a dimension that is left dynamic is an error that lists the names to bind.)";

std::optional<int> burinc::parseCommandLine(int argc, char **argv,
                                            const std::vector<std::string> &phases,
                                            const std::vector<std::string> &optimizations,
                                            CommandLine &line) {
  CLI::App app("burinc compiles diffusion models ahead of time for a named GPU");
  app.footer(kFooter);
  app.add_option("input", line.input, "MODEL.onnx, or a folder with a diffusers ONNX pipeline")
      ->type_name("MODEL");
  app.add_option("--target", line.target,
                 "device to compile for: a shipped target (--list-targets) or a JSON file")
      ->type_name("NAME");
  app.add_option("--api", line.api, "how the device is driven (default: the target's)")
      ->check(CLI::IsMember({"opencl", "vulkan"}));
  app.add_option("-o,--output", line.output, "plan file, pipeline folder or program to write")
      ->type_name("PATH");
  app.add_option("--bind", line.bind, "sizes of symbolic dimensions: batch=2,height=64,width=64")
      ->delimiter(',')
      ->type_name("NAME=SIZE");
  app.add_option("--hoist", line.hoist,
                 "inputs that change rarely: what depends on nothing else runs when they change (a folder's "
                 "UNet: encoder_hidden_states)")
      ->delimiter(',')
      ->type_name("NAME");
  app.add_option("--guidance", line.guidance,
                 "inputs whose two batch halves are equal: what depends on nothing else is computed once; the "
                 "plan refuses other inputs (a folder's UNet: sample)")
      ->delimiter(',')
      ->type_name("NAME");
  app.add_option("--precision", line.precision,
                 "storage of activations and weights (default: the target's)")
      ->check(CLI::IsMember({"f16", "f32"}));
  app.add_option("--synthetic-weights", line.syntheticSeed,
                 "replace weight data that is missing by noise of this seed")
      ->type_name("SEED");
  app.add_option("--stats", line.stats, "write kernel counts, bytes, FLOPs, memory and time as JSON")
      ->type_name("FILE");
  app.add_option("--attention", line.attention,
                 "how attention is computed: auto asks the cost model of the target")
      ->check(CLI::IsMember({"auto", "flash", "partial", "plain"}))
      ->capture_default_str();
  app.add_option("--winograd", line.winograd,
                 "3x3 convolutions with fewer multiplications: auto asks the cost model of the target; precise does, too, "
                 "but takes F(4x4) in f32 only (a pipeline's decoder gets that)")
      ->check(CLI::IsMember({"auto", "precise", "off", "f2", "f4"}))
      ->capture_default_str();
  app.add_option("--winograd-scratch", line.winogradScratch,
                 "memory that one such convolution may take for its transforms (default: what the "
                 "network leaves free)")
      ->check(CLI::Range(0, 1 << 20))
      ->type_name("MIB");
  app.add_option("--winograd-traffic", line.winogradTraffic,
                 "by how much --winograd auto may raise the bytes that a network moves (default: the target's, or 5, "
                 "or any where a CPU's caches hold them)")
      ->check(CLI::Range(0, 1000))
      ->type_name("PERCENT");
  app.add_option("--split-parts", line.splitParts,
                 "on matrix units: sums every contraction that can be in so many parts, to measure what that is worth "
                 "(default: the cost model of the target decides)")
      ->check(CLI::Range(2, 16))
      ->type_name("N");
  app.add_option("--group-norm-prologues", line.groupNormPrologues,
                 "group norms applied by the kernel that reads them: auto asks the cost model of the target")
      ->check(CLI::IsMember({"auto", "always", "off"}))
      ->capture_default_str();
  app.add_option("--tuning", line.tuning,
                 "configs that `burin tune` measured; none: the cost model alone (default: what is shipped for the target)")
      ->type_name("FILE");
  app.add_option("--emit-candidates", line.candidates,
                 "instead of the model: up to N configs of each of its kernels, a plan for `burin tune`")
      ->check(CLI::Range(2, 64))
      ->type_name("N");
  app.add_option("--candidate-schedules", line.candidateSchedules,
                 "with --emit-candidates: only of kernels that have one of these schedules (burin tune --merge keeps the rest)")
      ->delimiter(',')
      ->type_name("SCHEDULE");
  app.add_option("--disable", line.disabled, "optimizations to leave out (--list-optimizations)")
      ->delimiter(',')
      ->check(CLI::IsMember(optimizations))
      ->type_name("NAME");
  app.add_option("--compile-to", line.compileTo, "stop after a phase and print the IR")
      ->check(CLI::IsMember(phases));
  app.add_option("--remarks", line.remarks, "write each fusion and strategy decision as YAML")
      ->type_name("FILE");
  app.add_option("--dump-kernels", line.dumpKernels, "write the generated sources into a folder")
      ->type_name("DIR");
  app.add_option("--emit", line.emit,
                 "plan, or executable: one program that needs only an OpenCL or Vulkan driver")
      ->check(CLI::IsMember({"plan", "executable"}))
      ->capture_default_str();
  app.add_flag("--poison-local", line.poisonLocal,
               "for finding faults: kernels fill their local memory with NaN first (see also burin run --poison)");
  app.add_flag("--timing", line.timing, "print the time of every pass");
  app.add_flag("--quiet", line.quiet, "print nothing but errors");
  app.add_flag("--list-targets", line.listTargets, "print the shipped targets and stop");
  app.add_flag("--list-optimizations", line.listOptimizations,
               "print what --disable takes and stop");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError &error) {
    return app.exit(error) == 0 ? 0 : 1;
  }
  return std::nullopt;
}
