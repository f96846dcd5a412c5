//===- generate.h - burin generate -----------------------------*- C++ -*-===//
#ifndef BURIN_RUNTIME_TOOLS_BURIN_GENERATE_H
#define BURIN_RUNTIME_TOOLS_BURIN_GENERATE_H

#include <CLI/CLI.hpp>

#include <string>

namespace burin {

/// Adds the subcommand `generate PIPELINE PROMPT`. It ends the program with
/// exit status 1 on failure and wrong usage, and 130 when interrupted.
void registerGenerate(CLI::App &app);

/// The path of this program if a pipeline is appended to it, else empty. Such a
/// program does nothing but `generateMain`.
std::string embeddedPipeline();

/// `generate PROMPT` with the pipeline appended to `executable`. Returns the
/// exit status: 0, or as above.
int generateMain(int argc, char **argv, const std::string &executable);

} // namespace burin

#endif // BURIN_RUNTIME_TOOLS_BURIN_GENERATE_H
