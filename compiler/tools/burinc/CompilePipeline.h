//===- CompilePipeline.h - A diffusers folder to plans ---------*- C++ -*-===//
#ifndef COMPILER_TOOLS_BURINC_COMPILEPIPELINE_H
#define COMPILER_TOOLS_BURINC_COMPILEPIPELINE_H

#include "compiler/Pipelines/CompileModel.h"

namespace mlir::burin {

/// Compiles every network of the diffusers ONNX folder `modelFolder` into
/// `outputFolder` and makes it a pipeline that `burin generate` takes.
/// Dimensions come from the networks' config.json (batch 2 for guidance, the
/// trained latent size, 77 tokens); `options.bindings` override them by name.
/// `stats` receives one entry per network.
LogicalResult compilePipeline(StringRef modelFolder, StringRef outputFolder,
                              const CompileOptions &options,
                              std::vector<std::pair<std::string, CompileStats>> &stats);

/// compilePipeline into a temporary folder, then one program: the `burin`
/// beside this compiler with the folder's files behind it.
LogicalResult compileExecutable(StringRef modelFolder, StringRef program,
                                const CompileOptions &options,
                                std::vector<std::pair<std::string, CompileStats>> &stats);

} // namespace mlir::burin

#endif // COMPILER_TOOLS_BURINC_COMPILEPIPELINE_H
