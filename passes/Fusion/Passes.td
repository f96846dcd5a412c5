//===- Passes.td - Passes of the Fusion phase ----------------*- tablegen -*-===//

#ifndef PASSES_FUSION_PASSES_TD
#define PASSES_FUSION_PASSES_TD

include "mlir/Pass/PassBase.td"

#endif // PASSES_FUSION_PASSES_TD
