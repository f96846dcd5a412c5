#include "passes/OnnxToLinalg/Patterns.h"
void mlir::burin::populatePoolPatterns(PatternCollector &) {}
