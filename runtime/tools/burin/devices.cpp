//===- devices.cpp - burin devices ----------------------------------------===//

#include "runtime/drivers/drivers.h"
#include "runtime/tools/burin/command.h"

#include <cstdio>
#include <nlohmann/json.hpp>

namespace burin::tools {

/// A target description in the form that burinc reads, as far as the driver
/// knows the facts; 0 stands for unknown.
static nlohmann::ordered_json describe(const DeviceInfo &info) {
  nlohmann::ordered_json json;
  json["name"] = info.name;
  json["driver"] = info.driver;
  json["vendor"] = info.vendor;
  json["platform"] = info.platform;
  json["driver_version"] = info.driverVersion;
  json["api_version"] = info.apiVersion;
  json["kind"] = info.isCpu ? "cpu" : "gpu";
  json["local_memory_bytes"] = info.localMemoryBytes;
  json["max_workgroup_size"] = info.maxWorkgroupSize;
  json["max_workgroup_dims"] = info.maxWorkgroupDims;
  json["max_workgroup_counts"] = info.maxWorkgroupCounts;
  json["subgroup_size"] = info.subgroupSize;
  json["fp16"] = info.fp16;
  json["storage_16bit"] = info.storage16;
  json["cooperative_matrices"] = info.matrixShapes;
  json["max_allocation_bytes"] = info.maxAllocationBytes;
  json["max_argument_bytes"] = info.maxArgBytes;
  json["max_kernel_arguments"] = info.maxKernelArgs;
  json["global_memory_bytes"] = info.globalMemoryBytes;
  json["buffer_alignment"] = info.bufferAlignment;
  json["compute_units"] = info.computeUnits;
  json["clock_mhz"] = info.clockMHz;
  json["opencl_c"] = info.acceptsOpenCLC;
  json["spirv"] = info.acceptsSPIRV;
  json["extensions"] = info.extensions;
  return json;
}

static void printDevice(const DeviceInfo &info) {
  std::printf("%-10s %s (%s)\n", info.id.c_str(), printable(info.name).c_str(),
              printable(info.platform).c_str());
  std::printf("           driver %s; %u compute units, memory %s, largest "
              "buffer %s,\n           local memory %s, work groups to %llu%s\n",
              printable(info.driverVersion).c_str(), info.computeUnits,
              bytesText(info.globalMemoryBytes).c_str(),
              bytesText(info.maxAllocationBytes).c_str(),
              bytesText(info.localMemoryBytes).c_str(),
              static_cast<unsigned long long>(info.maxWorkgroupSize),
              info.fp16 ? ", fp16" : "");
}

static void printVulkan(const DeviceInfo &info) {
  std::printf(
      "           sub-groups of %u, %s, buffers seen by kernels to %s\n",
      info.subgroupSize,
      info.storage16 ? "16-bit storage" : "no 16-bit storage",
      bytesText(info.maxArgBytes).c_str());
  if (info.matrixShapes.empty())
    std::printf("           no cooperative matrices\n");
  for (const std::string &shape : info.matrixShapes)
    std::printf("           cooperative matrix %s\n", shape.c_str());
}

static void list() {
  for (const std::string &driver : driverNames()) {
    std::string reason;
    for (const DeviceInfo &info : listDevices(driver, &reason)) {
      printDevice(info);
      if (info.driver == "vulkan")
        printVulkan(info);
    }
    if (!reason.empty())
      std::printf("%-10s no device: %s\n", driver.c_str(), reason.c_str());
  }
}

static Status describeDevice(const std::string &spec) {
  BURIN_ASSIGN_OR_RETURN(auto device, openDevice(spec));
  using nlohmann::json;
  std::printf("%s\n", describe(device->info())
                          .dump(2, ' ', false, json::error_handler_t::replace)
                          .c_str());
  return okStatus();
}

void registerDevices(CLI::App &app) {
  struct Arguments {
    bool describe = false;
    std::string device;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App *command =
      app.add_subcommand("devices", "List the devices that plans can run on");
  command->add_flag("--describe", arguments->describe,
                    "print a device's target description as JSON");
  command->add_option("--device", arguments->device,
                      "DRIVER:N, the device to describe");
  command->footer("\nExamples:\n  burin devices\n  burin devices --describe "
                  "--device opencl:0 > my-gpu.json");
  command->callback([arguments] {
    if (arguments->describe)
      finish(describeDevice(arguments->device));
    else
      list();
  });
}

} // namespace burin::tools
