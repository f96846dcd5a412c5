//===- EvaluateMovement.cpp - Constant slices, joins and gathers ----------===//
#include "Evaluator.h"

#include "dialects/Onnx/OnnxDialect.h"

using namespace mlir;
using namespace mlir::burin;

namespace {

int64_t normalize(int64_t axis, int64_t rank) {
  return axis < 0 ? axis + rank : axis;
}

/// Dot product of coordinates and strides.
int64_t linearize(ArrayRef<int64_t> coordinates, ArrayRef<int64_t> strides) {
  int64_t index = 0;
  for (auto [coordinate, stride] : llvm::zip_equal(coordinates, strides))
    index += coordinate * stride;
  return index;
}

/// result[c] = source[map(c)]; `map` changes the coordinates in place.
template <typename Map>
void gather(Literal &result, const Literal &source, Map map) {
  SmallVector<int64_t> strides = getStrides(source.shape());
  forEachIndex(result.shape(),
               [&](int64_t linear, ArrayRef<int64_t> coordinates) {
                 SmallVector<int64_t> from(coordinates);
                 map(from);
                 result.copy(linear, source, linearize(from, strides));
               });
}

/// Reshape, Squeeze and the like: the same elements in the same order.
bool evaluateSameElements(Evaluation &e) {
  e.result().ints = e.operand(0).ints;
  e.result().floats = e.operand(0).floats;
  return true;
}

bool evaluateExpand(Evaluation &e) {
  ArrayRef<int64_t> shape = e.operand(0).shape();
  size_t added = e.result().shape().size() - shape.size();
  gather(e.result(), e.operand(0), [&](SmallVector<int64_t> &c) {
    c.erase(c.begin(), c.begin() + added);
    for (auto [coordinate, dim] : llvm::zip_equal(c, shape))
      coordinate = dim == 1 ? 0 : coordinate;
  });
  return true;
}

bool evaluateTile(Evaluation &e) {
  ArrayRef<int64_t> shape = e.operand(0).shape();
  gather(e.result(), e.operand(0), [&](SmallVector<int64_t> &c) {
    for (auto [coordinate, dim] : llvm::zip_equal(c, shape))
      coordinate %= dim;
  });
  return true;
}

bool evaluateTranspose(Evaluation &e) {
  auto op = cast<onnx::TransposeOp>(e.op);
  size_t rank = e.result().shape().size();
  SmallVector<int64_t> perm =
      op.getPerm() ? SmallVector<int64_t>(*op.getPerm())
                   : llvm::to_vector(llvm::reverse(
                         llvm::seq<int64_t>(0, static_cast<int64_t>(rank))));
  gather(e.result(), e.operand(0), [&](SmallVector<int64_t> &c) {
    SmallVector<int64_t> from(rank);
    for (auto [coordinate, axis] : llvm::zip_equal(c, perm))
      from[axis] = coordinate;
    c = from;
  });
  return true;
}

bool evaluateConcat(Evaluation &e) {
  int64_t axis = normalize(cast<onnx::ConcatOp>(e.op).getAxis(),
                           e.result().type.getRank());
  SmallVector<int64_t> strides = getStrides(e.result().shape());
  int64_t offset = 0;
  for (const auto &operand : e.operands) {
    forEachIndex(operand->shape(), [&](int64_t linear, ArrayRef<int64_t> c) {
      e.result().copy(linearize(c, strides) + offset * strides[axis], *operand,
                      linear);
    });
    offset += operand->shape()[axis];
  }
  return true;
}

bool evaluateSplit(Evaluation &e) {
  int64_t axis = normalize(cast<onnx::SplitOp>(e.op).getAxis(),
                           e.operand(0).type.getRank());
  int64_t offset = 0;
  for (Literal &result : e.results) {
    gather(result, e.operand(0),
           [&](SmallVector<int64_t> &c) { c[axis] += offset; });
    offset += result.shape()[axis];
  }
  return true;
}

bool evaluateSlice(Evaluation &e) {
  ArrayRef<int64_t> shape = e.operand(0).shape();
  SmallVector<int64_t> starts(shape.size(), 0), steps(shape.size(), 1);
  for (size_t i = 0; i < e.operand(1).ints.size(); ++i) {
    int64_t axis =
        e.hasOperand(3) ? normalize(e.operand(3).ints[i], shape.size()) : i;
    int64_t step = e.hasOperand(4) ? e.operand(4).ints[i] : 1,
            start = e.operand(1).ints[i];
    start = start < 0 ? start + shape[axis] : start;
    starts[axis] = step > 0 ? std::clamp<int64_t>(start, 0, shape[axis])
                            : std::clamp<int64_t>(start, -1, shape[axis] - 1);
    steps[axis] = step;
  }
  gather(e.result(), e.operand(0), [&](SmallVector<int64_t> &c) {
    for (auto [coordinate, start, step] : llvm::zip_equal(c, starts, steps))
      // A huge step has coordinate 0 only, so the product cannot overflow.
      coordinate = start + coordinate * step;
  });
  return true;
}

bool evaluateGather(Evaluation &e) {
  const Literal &data = e.operand(0), &indices = e.operand(1);
  int64_t axis =
      normalize(cast<onnx::GatherOp>(e.op).getAxis(), data.type.getRank());
  size_t rank = indices.shape().size();
  SmallVector<int64_t> strides = getStrides(indices.shape());
  gather(e.result(), data, [&](SmallVector<int64_t> &c) {
    int64_t index =
        indices.ints[linearize(ArrayRef(c).slice(axis, rank), strides)];
    c.erase(c.begin() + axis, c.begin() + axis + rank);
    c.insert(c.begin() + axis, normalize(index, data.shape()[axis]));
  });
  return true;
}

bool evaluateGatherElements(Evaluation &e) {
  const Literal &data = e.operand(0), &indices = e.operand(1);
  int64_t axis = normalize(cast<onnx::GatherElementsOp>(e.op).getAxis(),
                           data.type.getRank());
  SmallVector<int64_t> strides = getStrides(indices.shape());
  gather(e.result(), data, [&](SmallVector<int64_t> &c) {
    c[axis] =
        normalize(indices.ints[linearize(c, strides)], data.shape()[axis]);
  });
  return true;
}

/// Where a coordinate outside of [0, dim) reads from; -1: the fill value.
int64_t mapPadded(StringRef mode, int64_t coordinate, int64_t dim) {
  if (coordinate >= 0 && coordinate < dim)
    return coordinate;
  if (mode == "edge")
    return coordinate < 0 ? 0 : dim - 1;
  if (mode == "wrap")
    return ((coordinate % dim) + dim) % dim;
  if (mode == "reflect")
    return coordinate < 0 ? -coordinate : 2 * (dim - 1) - coordinate;
  return -1;
}

bool evaluatePad(Evaluation &e) {
  const Literal &data = e.operand(0);
  StringRef mode = cast<onnx::PadOp>(e.op).getMode();
  const std::vector<int64_t> &pads = e.operand(1).ints;
  SmallVector<int64_t> before(data.shape().size(), 0);
  for (size_t i = 0; i < pads.size() / 2; ++i)
    before[e.hasOperand(3)
               ? normalize(e.operand(3).ints[i], data.type.getRank())
               : i] = pads[i];
  SmallVector<int64_t> strides = getStrides(data.shape());
  forEachIndex(
      e.result().shape(), [&](int64_t linear, ArrayRef<int64_t> coordinates) {
        int64_t from = 0;
        for (size_t i = 0; i < coordinates.size() && from >= 0; ++i) {
          int64_t mapped =
              mapPadded(mode, coordinates[i] - before[i], data.shape()[i]);
          from = mapped < 0 ? -1 : from + mapped * strides[i];
        }
        if (from >= 0)
          e.result().copy(linear, data, from);
        else if (e.hasOperand(2) && e.operand(2).size() == 1)
          e.result().copy(linear, e.operand(2), 0);
      });
  return true;
}

bool evaluateTrilu(Evaluation &e) {
  bool isUpper = cast<onnx::TriluOp>(e.op).getUpper() != 0;
  int64_t k =
      e.hasOperand(1) && e.operand(1).size() == 1 ? e.operand(1).ints[0] : 0;
  // No diagonal lies further out than the budget of elements.
  k = std::clamp(k, -2 * kMaxFoldedElements, 2 * kMaxFoldedElements);
  size_t rank = e.result().shape().size();
  forEachIndex(e.result().shape(), [&](int64_t linear, ArrayRef<int64_t> c) {
    int64_t distance = c[rank - 1] - c[rank - 2];
    if (isUpper ? distance >= k : distance <= k)
      e.result().copy(linear, e.operand(0), linear);
  });
  return true;
}

} // namespace

void mlir::burin::addMovementEvaluators(EvaluatorTable &table) {
  for (StringRef name :
       {"Identity", "Reshape", "Flatten", "Squeeze", "Unsqueeze"})
    table[name] = evaluateSameElements;
  table["Expand"] = evaluateExpand;
  table["Tile"] = evaluateTile;
  table["Transpose"] = evaluateTranspose;
  table["Concat"] = evaluateConcat;
  table["Split"] = evaluateSplit;
  table["Slice"] = evaluateSlice;
  table["Gather"] = evaluateGather;
  table["GatherElements"] = evaluateGatherElements;
  table["Pad"] = evaluatePad;
  table["Trilu"] = evaluateTrilu;
}
