//===- drivers.cpp - Finding and opening devices --------------------------===//

#include "runtime/drivers/drivers.h"

#include "runtime/base/strings.h"
#include "runtime/drivers/null/null_device.h"
#include "runtime/drivers/opencl/opencl_device.h"
#include "runtime/drivers/vulkan/vulkan_device.h"
#include "runtime/format/reader.h"

#include <cstdlib>

namespace burin {

namespace {
struct Driver {
  const char *name;
  std::vector<DeviceInfo> (*list)(std::string *reason);
  StatusOr<std::shared_ptr<Device>> (*open)(size_t index);
};
} // namespace

static std::vector<DeviceInfo> listNull(std::string *) {
  return listNullDevices();
}

static StatusOr<std::shared_ptr<Device>> openNull(size_t index) {
  if (index != 0)
    return notFound("the null driver has one device, null:0");
  return std::shared_ptr<Device>(openNullDevice());
}

/// In order of preference.
static const Driver kDrivers[] = {
    {"opencl", listOpenCLDevices, openOpenCLDevice},
    {"vulkan", listVulkanDevices, openVulkanDevice},
    {"null", listNull, openNull},
};

std::vector<std::string> driverNames() {
  std::vector<std::string> names;
  for (const Driver &driver : kDrivers)
    names.push_back(driver.name);
  return names;
}

std::vector<DeviceInfo> listDevices(const std::string &name,
                                    std::string *reason) {
  for (const Driver &driver : kDrivers)
    if (name == driver.name)
      return driver.list(reason);
  if (reason)
    *reason = strCat("no driver '", name, "'");
  return {};
}

static bool accepts(const DeviceInfo &info, CodeFormat format) {
  return format == CodeFormat::kSPIRV ? info.acceptsSPIRV : info.acceptsOpenCLC;
}

/// The first GPU, else the first device, of the drivers that compute; only of
/// those that accept `format`, if it is given.
static StatusOr<std::shared_ptr<Device>> openBest(const CodeFormat *format) {
  std::string reasons;
  const Driver *chosen = nullptr;
  size_t chosenIndex = 0;
  for (const Driver &driver : kDrivers) {
    if (std::string(driver.name) == "null")
      continue;
    std::string reason;
    std::vector<DeviceInfo> devices = driver.list(&reason);
    if (!reason.empty())
      reasons += strCat(reasons.empty() ? "" : "; ", driver.name, ": ", reason);
    for (size_t i = 0; i < devices.size(); ++i) {
      if (format && !accepts(devices[i], *format))
        continue;
      if (!devices[i].isCpu)
        return driver.open(i);
      if (!chosen) {
        chosen = &driver;
        chosenIndex = i;
      }
    }
  }
  if (!chosen)
    return notFound(strCat("no device found",
                           !format ? ""
                           : *format == CodeFormat::kSPIRV
                               ? " that runs the plan's SPIR-V"
                               : " that runs the plan's OpenCL C",
                           reasons.empty() ? "" : strCat(" (", reasons, ")")));
  return chosen->open(chosenIndex);
}

/// False unless `text` is a decimal number of at most 4 digits.
static bool parseIndex(const std::string &text, size_t &index) {
  if (text.empty() || text.size() > 4)
    return false;
  index = 0;
  for (char c : text) {
    if (c < '0' || c > '9')
      return false;
    index = index * 10 + size_t(c - '0');
  }
  return true;
}

/// What the caller or the environment asks for; empty if neither does.
static std::string requestedDevice(const std::string &given) {
  const char *variable = std::getenv("BURIN_DEVICE");
  return given.empty() && variable ? variable : given;
}

StatusOr<std::shared_ptr<Device>> openDevice(const std::string &given) {
  std::string spec = requestedDevice(given);
  if (spec.empty())
    return openBest(nullptr);
  size_t colon = spec.find(':');
  std::string name = spec.substr(0, colon);
  size_t index = 0;
  if (colon != std::string::npos && !parseIndex(spec.substr(colon + 1), index))
    return invalidArgument(
        strCat("device '", spec, "' is not of the form DRIVER or DRIVER:N"));
  std::string known;
  for (const Driver &driver : kDrivers) {
    if (name == driver.name)
      return driver.open(index);
    known += strCat(known.empty() ? "" : ", ", driver.name);
  }
  return notFound(strCat("no driver '", name, "'; there are: ", known));
}

StatusOr<std::shared_ptr<Device>> openDeviceFor(const FileRange &planFile,
                                                const std::string &given) {
  if (!requestedDevice(given).empty())
    return openDevice(given);
  BURIN_ASSIGN_OR_RETURN(Plan plan, readPlanFile(planFile));
  return openBest(plan.modules.empty() ? nullptr : &plan.modules[0].format);
}

} // namespace burin
