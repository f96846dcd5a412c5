def LonelyPass : Pass<"lonely", "::mlir::ModuleOp"> {}
