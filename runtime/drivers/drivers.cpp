//===- drivers.cpp - Finding and opening devices --------------------------===//

#include "runtime/drivers/drivers.h"

#include "runtime/base/strings.h"
#include "runtime/drivers/null/null_device.h"
#include "runtime/drivers/opencl/opencl_device.h"
#include "runtime/drivers/vulkan/vulkan_device.h"

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

/// The first GPU, else the first device, of the drivers that compute.
static StatusOr<std::shared_ptr<Device>> openBest() {
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
      if (!devices[i].isCpu)
        return driver.open(i);
      if (!chosen) {
        chosen = &driver;
        chosenIndex = i;
      }
    }
  }
  if (!chosen)
    return notFound(strCat("no device found (", reasons, ")"));
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

StatusOr<std::shared_ptr<Device>> openDevice(const std::string &given) {
  std::string spec = given;
  if (const char *variable = std::getenv("BURIN_DEVICE");
      spec.empty() && variable)
    spec = variable;
  if (spec.empty())
    return openBest();
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

} // namespace burin
