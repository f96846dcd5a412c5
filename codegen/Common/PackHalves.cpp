//===- PackHalves.cpp - Eight halves in 16 bytes --------------------------===//
#include "codegen/Common/PackHalves.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;

Value mlir::burin::codegen::packHalves(OpBuilder &b, Location loc, Value low, Value high) {
  auto pairType = VectorType::get({2}, b.getF32Type()), halfType = VectorType::get({2}, b.getF16Type());
  auto wordType = VectorType::get({1}, b.getI32Type());
  SmallVector<Value> words;
  for (Value quad : {low, high})
    for (int64_t i : {0, 2}) {
      Value first = vector::ExtractOp::create(b, loc, quad, ArrayRef<int64_t>{i});
      Value second = vector::ExtractOp::create(b, loc, quad, ArrayRef<int64_t>{i + 1});
      Value pair = vector::FromElementsOp::create(b, loc, pairType, ValueRange{first, second});
      pair = arith::TruncFOp::create(b, loc, halfType, pair);
      Value word = vector::BitCastOp::create(b, loc, wordType, pair);
      words.push_back(vector::ExtractOp::create(b, loc, word, ArrayRef<int64_t>{0}));
    }
  return vector::FromElementsOp::create(b, loc, VectorType::get({4}, b.getI32Type()), words);
}
