//===- main.cpp - The burin program ---------------------------------------===//

#include "runtime/tools/burin/command.h"

#ifdef BURIN_HAS_GENERATE
#include "runtime/tools/burin/generate.h"
#endif

#include <CLI/CLI.hpp>

#include <cstdio>
#include <cstdlib>
#include <iostream>

using Register = void (*)(CLI::App &app);

static const Register kCommands[] = {
#ifdef BURIN_HAS_GENERATE
    burin::registerGenerate,
#endif
    burin::tools::registerRun,         burin::tools::registerBench,
    burin::tools::registerCompare,     burin::tools::registerTune,
    burin::tools::registerMaterialize, burin::tools::registerInspect,
    burin::tools::registerDevices,
};

static const char kFooter[] = R"(
Examples:
  burin devices                          which devices there are
  burin inspect unet.plan                what a compiled model needs and does
  burin run unet.plan --in sample=x.npy --out out_sample=y.npy
  burin bench unet.plan --device opencl:0 --json unet.json
  burin tune candidates.plan -o tuning.json   (see burinc --emit-candidates)
  burin compare unet.plan --device opencl:0 --device opencl:1

'burin COMMAND --help' explains a command. Plans are made by burinc.
Environment: BURIN_DEVICE (default device), BURIN_CACHE_DIR and BURIN_NO_CACHE
(built kernels), BURIN_BUILD_THREADS=1 (a driver that is not thread-safe),
BURIN_POISON=1, BURIN_SYNC=1 and BURIN_CHECK_FINITE=1 (finding errors: see
'burin run --help' and 'burin compare --help').)";

static int run(int argc, char **argv) {
#ifdef BURIN_HAS_GENERATE
  std::string pipeline = burin::embeddedPipeline();
  if (!pipeline.empty())
    return burin::generateMain(argc, argv, pipeline);
#endif
  CLI::App app("Runs diffusion models that burinc has compiled.", "burin");
  app.set_version_flag("--version", BURIN_VERSION);
  app.require_subcommand(1);
  app.footer(kFooter);
  for (Register add : kCommands)
    add(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError &error) {
    // CLI11 has a code for each kind of mistake; scripts want one.
    return app.exit(error) == 0 ? 0 : 1;
  }
  return 0;
}

int main(int argc, char **argv) {
  int code = run(argc, argv);
  // Everything of ours is closed by now. OpenCL drivers tear themselves down in
  // exit handlers, and some crash there when two of them are loaded; a run that
  // succeeded must not end in a signal.
  std::cout.flush();
  std::cerr.flush();
  std::fflush(nullptr);
  std::_Exit(code);
}
