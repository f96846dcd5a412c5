//===- CompilePipeline.cpp - A diffusers folder to plans ------------------===//
#include "CompilePipeline.h"

#include "runtime/pipeline/archive.h"
#include "runtime/pipeline/manifest.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/WithColor.h"

#include <map>

using namespace mlir;
using namespace mlir::burin;

static LogicalResult fail(const Twine &message) {
  llvm::WithColor::error(llvm::errs(), "burinc") << message << "\n";
  return failure();
}

static std::string join(StringRef folder, const Twine &name) {
  SmallString<128> path(folder);
  llvm::sys::path::append(path, name);
  return path.str().str();
}

/// config.json of one network, or an empty object when it has none.
static FailureOr<llvm::json::Object> readConfig(StringRef folder, StringRef network) {
  std::string path = join(folder, network + "/config.json");
  auto file = llvm::MemoryBuffer::getFile(path);
  if (!file)
    return llvm::json::Object();
  auto json = llvm::json::parse((*file)->getBuffer());
  if (!json)
    return fail(path + ": " + llvm::toString(json.takeError()));
  if (llvm::json::Object *object = json->getAsObject())
    return std::move(*object);
  return fail(path + ": expected a JSON object");
}

namespace {
/// Sizes of symbolic dimensions by name; what the user binds comes last.
using Bindings = std::map<std::string, int64_t>;

struct PipelineShapes {
  Bindings user;
  ::burin::CompiledShapes latents;
  int64_t pixelsPerLatent = 8;
};
} // namespace

static LogicalResult parseBindings(const CompileOptions &options, Bindings &bindings) {
  for (StringRef binding : options.bindings) {
    auto [name, text] = binding.split('=');
    int64_t value = 0;
    if (name.empty() || text.getAsInteger(10, value) || value < 1)
      return fail("--bind " + binding + ": expected NAME=SIZE with a positive size");
    bindings[name.str()] = value;
  }
  return success();
}

static int64_t get(const Bindings &bindings, StringRef name, int64_t fallback) {
  auto it = bindings.find(name.str());
  return it == bindings.end() ? fallback : it->second;
}

static LogicalResult readShapes(StringRef folder, const CompileOptions &options, PipelineShapes &shapes) {
  FailureOr<llvm::json::Object> unet = readConfig(folder, "unet"), vae = readConfig(folder, "vae_decoder"),
                                text = readConfig(folder, "text_encoder");
  if (failed(unet) || failed(vae) || failed(text) || failed(parseBindings(options, shapes.user)))
    return failure();
  int64_t size = unet->getInteger("sample_size").value_or(64);
  if (const llvm::json::Array *blocks = vae->getArray("block_out_channels"))
    if (!blocks->empty() && blocks->size() <= 8)
      shapes.pixelsPerLatent = int64_t(1) << (blocks->size() - 1);
  shapes.latents.latentHeight = get(shapes.user, "height", size);
  shapes.latents.latentWidth = get(shapes.user, "width", size);
  shapes.latents.sequenceLength =
      get(shapes.user, "sequence", text->getInteger("max_position_embeddings").value_or(77));
  return success();
}

/// NAME=SIZE for every dimension name that exporters use for this network.
static std::vector<std::string> getBindings(StringRef network, const PipelineShapes &shapes) {
  bool isEncoder = network == "vae_encoder", isVae = isEncoder || network == "vae_decoder";
  // Guidance runs text encoder and UNet on the negative and the positive
  // prompt at once; pictures are decoded one at a time.
  int64_t batch = isVae ? 1 : get(shapes.user, "batch", 2);
  int64_t scale = isEncoder ? shapes.pixelsPerLatent : 1;
  Bindings all = {{"batch", batch},
                  {"batch_size", batch},
                  {"height", shapes.latents.latentHeight * scale},
                  {"width", shapes.latents.latentWidth * scale},
                  {"steps", 1},
                  {"sequence", shapes.latents.sequenceLength},
                  {"sequence_length", shapes.latents.sequenceLength}};
  for (const auto &[name, value] : shapes.user)
    if (!all.count(name))
      all[name] = value;
  std::vector<std::string> bindings;
  for (const auto &[name, value] : all)
    bindings.push_back(name + "=" + std::to_string(value));
  return bindings;
}

static LogicalResult compileNetwork(StringRef modelFolder, StringRef outputFolder, StringRef network,
                                    const PipelineShapes &shapes, CompileOptions options,
                                    std::vector<std::pair<std::string, CompileStats>> &stats) {
  options.bindings = getBindings(network, shapes);
  options.ignoreUnknownBindings = true;
  options.ignoreUnknownInputs = true;
  if (options.hoist.empty() && network == "unet") // a prompt lasts for all steps
    options.hoist = {"encoder_hidden_states"};
  if (options.guidance.empty() && network == "unet") // the same latents for every prompt
    options.guidance = {"sample"};
  // Its errors are what one sees: 5.5e-3 with F(4x4) in f16 everywhere, 2.3e-3 without (SD 1.5, relative L2).
  if (options.winograd == "auto" && network == "vae_decoder")
    options.winograd = "precise";
  if (!options.remarksFile.empty())
    options.remarksFile += "." + network.str();
  if (options.progress)
    options.progress = [inner = options.progress, network](StringRef stage, double fraction) {
      inner((network + " " + stage).str(), fraction);
    };
  DialectRegistry registry;
  registerCompilerDialects(registry);
  MLIRContext context(registry);
  FailureOr<CompileStats> compiled =
      compileModel(context, join(modelFolder, network + "/model.onnx"),
                   join(outputFolder, network + ".plan"), options);
  if (failed(compiled))
    return fail("cannot compile " + network);
  stats.emplace_back(network.str(), std::move(*compiled));
  return success();
}

/// What lies between the networks, from their plans in `stats`.
static LogicalResult compileBetween(StringRef outputFolder, CompileOptions options,
                                    std::vector<std::pair<std::string, CompileStats>> &stats) {
  auto getPlan = [&](StringRef network) -> const ::burin::Plan & {
    return llvm::find_if(stats, [&](const auto &entry) { return entry.first == network; })->second.plan;
  };
  if (!options.remarksFile.empty())
    options.remarksFile += ".sampler";
  if (options.progress)
    options.progress = [inner = options.progress](StringRef stage, double fraction) {
      inner(("sampler " + stage).str(), fraction);
    };
  DialectRegistry registry;
  registerCompilerDialects(registry);
  MLIRContext context(registry);
  FailureOr<SamplerTensors> tensors = findSamplerTensors(context, getPlan("unet"), getPlan("vae_decoder"));
  if (failed(tensors))
    return fail("cannot connect the networks");
  FailureOr<CompileStats> compiled = compileSampler(context, *tensors, join(outputFolder, "sampler.plan"), options);
  if (failed(compiled))
    return fail("cannot compile what lies between the networks");
  stats.emplace_back("sampler", std::move(*compiled));
  return success();
}

LogicalResult mlir::burin::compilePipeline(StringRef modelFolder, StringRef outputFolder,
                                           const CompileOptions &options,
                                           std::vector<std::pair<std::string, CompileStats>> &stats) {
  if (options.stopAfter != Phase::kPlan)
    return fail("--compile-to works on one model: pass MODEL.onnx, not a folder");
  PipelineShapes shapes;
  if (failed(readShapes(modelFolder, options, shapes)))
    return failure();
  if (std::error_code error = llvm::sys::fs::create_directories(outputFolder))
    return fail("cannot create " + outputFolder + ": " + error.message());
  bool any = false;
  for (StringRef network : {"text_encoder", "unet", "vae_decoder", "vae_encoder"}) {
    bool present = llvm::sys::fs::exists(join(modelFolder, network + "/model.onnx"));
    if (!present && network == "vae_encoder") // only needed to start from a picture
      continue;
    if (!present)
      return fail(modelFolder + " has no " + network + "/model.onnx: is it a diffusers ONNX folder?");
    if (failed(compileNetwork(modelFolder, outputFolder, network, shapes, options, stats)))
      return failure();
    any = true;
  }
  if (failed(compileBetween(outputFolder, options, stats)))
    return failure();
  shapes.latents.hasSampler = true;
  ::burin::Status manifest =
      ::burin::writePipelineManifest(modelFolder.str(), outputFolder.str(), shapes.latents);
  if (!any || !manifest.ok())
    return fail(manifest.toString());
  return success();
}

LogicalResult mlir::burin::compileExecutable(StringRef modelFolder, StringRef program,
                                             const CompileOptions &options,
                                             std::vector<std::pair<std::string, CompileStats>> &stats) {
  std::string self = llvm::sys::fs::getMainExecutable(nullptr, reinterpret_cast<void *>(&join));
  std::string stub = join(llvm::sys::path::parent_path(self), "burin");
  if (!llvm::sys::fs::exists(stub))
    return fail("the runtime program 'burin' must be beside burinc, at " + stub);
  SmallString<128> folder;
  if (std::error_code error = llvm::sys::fs::createUniqueDirectory(
          Twine(program) + ".parts", folder))
    return fail("cannot create a temporary folder: " + error.message());
  LogicalResult compiled = compilePipeline(modelFolder, folder, options, stats);
  if (succeeded(compiled)) {
    ::burin::Status written = ::burin::writeExecutable(stub, folder.str().str(), program.str());
    if (!written.ok())
      compiled = fail(written.toString());
  }
  llvm::sys::fs::remove_directories(folder);
  return compiled;
}
