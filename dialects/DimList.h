//===- DimList.h - Lists of sizes in attributes ----------------*- C++ -*-===//
//
// ODS's own array parameters print an empty list but cannot parse it.
//
//===----------------------------------------------------------------------===//
#ifndef DIALECTS_DIMLIST_H
#define DIALECTS_DIMLIST_H

#include "mlir/IR/OpImplementation.h"

namespace mlir::burin {

/// `[` 1, 2, 3 `]`, possibly empty: the directive custom<DimList>.
inline ParseResult parseDimList(AsmParser &parser, SmallVector<int64_t> &dims) {
  return parser.parseCommaSeparatedList(AsmParser::Delimiter::Square, [&] {
    return parser.parseInteger(dims.emplace_back());
  });
}
inline void printDimList(AsmPrinter &printer, ArrayRef<int64_t> dims) {
  printer << '[';
  llvm::interleaveComma(dims, printer);
  printer << ']';
}

} // namespace mlir::burin

#endif // DIALECTS_DIMLIST_H
