//===- command.h - The subcommands of burin --------------------*- C++ -*-===//
#ifndef BURIN_RUNTIME_TOOLS_BURIN_COMMAND_H
#define BURIN_RUNTIME_TOOLS_BURIN_COMMAND_H

#include "runtime/base/status.h"
#include "runtime/core/session.h"

#include <CLI/CLI.hpp>
#include <atomic>
#include <nlohmann/json.hpp>
#include <string>

namespace burin::tools {

/// Each adds one subcommand to the program.
void registerRun(CLI::App &app);
void registerBench(CLI::App &app);
void registerCompare(CLI::App &app);
void registerTune(CLI::App &app);
void registerMaterialize(CLI::App &app);
void registerInspect(CLI::App &app);
void registerDevices(CLI::App &app);

/// For the end of a subcommand: an error is printed to stderr and ends the
/// program with exit code 1.
void finish(const Status &status);

/// Raised by Ctrl-C from the first call on. A second Ctrl-C ends the program.
const std::atomic<bool> *interruptFlag();

/// Prints "kernels 3/12" and the like on one line of stderr, if that is a
/// terminal.
OpenProgress openProgress();

/// Seconds since the program was loaded.
double secondsSinceStart();

/// Writes `json` to `path`, indented, under its name only when complete.
Status writeJson(const std::string &path, const nlohmann::ordered_json &json);

/// The device's name or the plan's text with control characters made visible.
std::string printable(const std::string &text);
/// "1.72 GB".
std::string bytesText(uint64_t bytes);

} // namespace burin::tools

#endif // BURIN_RUNTIME_TOOLS_BURIN_COMMAND_H
