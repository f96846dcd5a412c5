//===- generate.h - burin generate -----------------------------*- C++ -*-===//
#ifndef BURIN_RUNTIME_TOOLS_BURIN_GENERATE_H
#define BURIN_RUNTIME_TOOLS_BURIN_GENERATE_H

#include <string>

namespace burin {

/// `burin generate PIPELINE PROMPT ...`: `argv[0]` is the name to show in the
/// help. With `embedded` set, the pipeline is that file and there is no
/// PIPELINE argument: the program is a self-contained executable. Returns the
/// exit status: 0, 1 on failure, 2 on wrong usage, 130 when interrupted.
int generateMain(int argc, char **argv, const std::string &embedded = "");

/// The path of this program if a pipeline is appended to it, else empty. What
/// main then calls is generateMain(argc, argv, path).
std::string embeddedPipeline();

} // namespace burin

#endif // BURIN_RUNTIME_TOOLS_BURIN_GENERATE_H
