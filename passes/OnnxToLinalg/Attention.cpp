#include "passes/OnnxToLinalg/Patterns.h"
void mlir::burin::populateAttentionPatterns(PatternCollector &) {}
