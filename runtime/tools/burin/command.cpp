//===- command.cpp - What the subcommands share ---------------------------===//

#include "runtime/tools/burin/command.h"

#include "runtime/base/file.h"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <unistd.h>

namespace burin::tools {

static std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free,
              "used in a signal handler");

static void onInterrupt(int) {
  if (interrupted.exchange(true)) {
    // The device does not come back: leave at once.
    ::signal(SIGINT, SIG_DFL);
    ::raise(SIGINT);
  }
}

const std::atomic<bool> *interruptFlag() {
  static const bool installed = [] {
    struct sigaction action = {};
    action.sa_handler = onInterrupt;
    ::sigaction(SIGINT, &action, nullptr);
    return true;
  }();
  (void)installed;
  return &interrupted;
}

static const auto programStart = std::chrono::steady_clock::now();

double secondsSinceStart() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() -
                                       programStart)
      .count();
}

Status writeJson(const std::string &path, const nlohmann::ordered_json &json) {
  using Handler = nlohmann::ordered_json::error_handler_t;
  std::string text = json.dump(2, ' ', false, Handler::replace) + "\n";
  return writeFileAtomically(
      path,
      ByteSpan(reinterpret_cast<const uint8_t *>(text.data()), text.size()));
}

void finish(const Status &status) {
  if (status.ok())
    return;
  std::fprintf(stderr, "burin: error: %s\n", status.message().c_str());
  throw CLI::RuntimeError(1);
}

OpenProgress openProgress() {
  if (!::isatty(STDERR_FILENO))
    return nullptr;
  return [](const char *stage, uint64_t done, uint64_t total) {
    if (std::string(stage) == "weights")
      std::fprintf(stderr, "\r\033[Kloading weights: %s of %s",
                   bytesText(done).c_str(), bytesText(total).c_str());
    else
      std::fprintf(stderr, "\r\033[Kbuilding kernels: %llu of %llu modules",
                   static_cast<unsigned long long>(done),
                   static_cast<unsigned long long>(total));
    if (done == total)
      std::fprintf(stderr, "\r\033[K");
    std::fflush(stderr);
  };
}

std::string printable(const std::string &text) {
  std::string out = text;
  for (char &c : out)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
      c = '?';
  return out;
}

std::string bytesText(uint64_t bytes) {
  static const char *const units[] = {"B", "kB", "MB", "GB", "TB"};
  double value = double(bytes);
  int unit = 0;
  while (value >= 1000 && unit < 4) {
    value /= 1000;
    ++unit;
  }
  char text[32];
  std::snprintf(text, sizeof text, unit == 0 ? "%.0f %s" : "%.2f %s", value,
                units[unit]);
  return text;
}

} // namespace burin::tools
