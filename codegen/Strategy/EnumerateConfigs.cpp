//===- EnumerateConfigs.cpp - Other configs for the tuner to try ----------===//
//
// The verifiers know what a schedule can obey, so a search needs no knowledge of
// any schedule: it changes a parameter or two of the model's choice and asks.
//
//===----------------------------------------------------------------------===//
#include "codegen/Schedule/Schedule.h"
#include "codegen/Strategy/KernelConfig.h"
#include "codegen/Strategy/MatrixTile.h"

#include "mlir/IR/Diagnostics.h"
#include "llvm/ADT/Sequence.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace mlir::burin;
using namespace mlir::burin::codegen;

namespace {
/// A config as one list of numbers: three of the work group, the tile, the vector.
using Parameters = SmallVector<int64_t>;
/// One parameter and its other value.
using Move = std::pair<unsigned, int64_t>;
} // namespace

static Parameters flatten(kernel::ConfigAttr config) {
  Parameters all(config.getWorkgroup());
  llvm::append_range(all, config.getTile());
  all.push_back(config.getVector());
  return all;
}

static kernel::ConfigAttr unflatten(kernel::ConfigAttr like, ArrayRef<int64_t> all) {
  return kernel::ConfigAttr::get(like.getContext(), like.getSchedule(), all.take_front(3),
                                 all.drop_front(3).drop_back(), all.back());
}

/// Half and double of every parameter first; then in tiles one more and one less,
/// which reaches flags and sizes that are no powers of two. Work groups of
/// schedules without a tile are one row of items; a core runs one work group, so
/// that more items in it gain nothing.
static SmallVector<Move> getMoves(ArrayRef<int64_t> all, const Target &target) {
  constexpr int64_t kLargest = 4096;
  unsigned firstTile = 3, vector = all.size() - 1;
  SmallVector<unsigned> scaled = llvm::to_vector(llvm::seq(firstTile, vector));
  if (!target.isCpu)
    scaled.push_back(0);
  if (!target.isCpu && vector != firstTile)
    scaled.push_back(1);
  scaled.push_back(vector);
  SmallVector<Move> moves;
  auto add = [&](unsigned parameter, int64_t value) {
    if (value != all[parameter] && value >= 0 && value <= kLargest &&
        !llvm::is_contained(moves, Move(parameter, value)))
      moves.push_back({parameter, value});
  };
  for (unsigned parameter : scaled) {
    add(parameter, all[parameter] * 2);
    if (all[parameter] % 2 == 0)
      add(parameter, all[parameter] / 2);
  }
  for (unsigned parameter = firstTile; parameter < vector; ++parameter) {
    add(parameter, all[parameter] + 1);
    add(parameter, all[parameter] - 1);
  }
  return moves;
}

/// The target's tiles of matrix units, those that the model believes in first.
static SmallVector<Target::MatrixTile> sortTiles(Operation *contraction, const Target &target) {
  ContractionDims dims = ContractionDims::get(cast<linalg::LinalgOp>(contraction));
  SmallVector<std::pair<double, size_t>> order;
  for (auto [i, tile] : llvm::enumerate(target.matrixTiles))
    order.push_back({predictMatrixTile(tile, dims.size(dims.m), dims.size(dims.n), dims.size(dims.k),
                                       dims.size(dims.batch), target),
                     i});
  llvm::sort(order);
  SmallVector<Target::MatrixTile> tiles;
  for (auto [time, i] : order)
    tiles.push_back(target.matrixTiles[i]);
  return tiles;
}

/// The configs that the target's tiles of matrix units give; a tile that does not
/// fit is dropped by the verifier.
static SmallVector<kernel::ConfigAttr> getTargetConfigs(Group &group, kernel::ConfigAttr chosen, const Target &target) {
  SmallVector<kernel::ConfigAttr> configs;
  if (chosen.getSchedule() != kMatrixContractionSchedule &&
      chosen.getSchedule() != kCooperativeContractionSchedule)
    return configs;
  for (const Target::MatrixTile &tile : sortTiles(group.root, target)) {
    int64_t items = tile.blockM / tile.warpM * (tile.blockN / tile.warpN) * target.subgroupSize;
    SmallVector<int64_t> extents = getMatrixExtents(tile);
    if (chosen.getSchedule() == kCooperativeContractionSchedule) {
      std::swap(extents[4], extents[5]);
      extents.resize(6); // fetches nothing ahead
    }
    configs.push_back(kernel::ConfigAttr::get(chosen.getContext(), chosen.getSchedule(), {items, 1, 1},
                                              extents, chosen.getVector()));
  }
  return configs;
}

SmallVector<kernel::ConfigAttr> mlir::burin::codegen::enumerateConfigs(Group &group, kernel::ConfigAttr chosen,
                                                                       const Target &target, int64_t limit) {
  llvm::SmallSetVector<kernel::ConfigAttr, 16> configs;
  configs.insert(chosen);
  if (chosen.getWorkgroup().size() != 3)
    return configs.takeVector();
  ScopedDiagnosticHandler silence(chosen.getContext(), [](Diagnostic &) { return success(); });
  auto consider = [&](kernel::ConfigAttr config) {
    if (static_cast<int64_t>(configs.size()) < limit && !configs.contains(config) &&
        succeeded(verifyKernelConfig(group, config, target)))
      configs.insert(config);
  };
  for (kernel::ConfigAttr config : getTargetConfigs(group, chosen, target))
    consider(config);
  Parameters all = flatten(chosen);
  SmallVector<Move> moves = getMoves(all, target);
  auto change = [&](ArrayRef<Move> changes) {
    Parameters other = all;
    for (auto [parameter, value] : changes)
      other[parameter] = value;
    consider(unflatten(chosen, other));
  };
  for (Move move : moves)
    change(move);
  for (auto [i, first] : llvm::enumerate(moves))
    for (Move second : ArrayRef(moves).drop_front(i + 1))
      if (first.first != second.first)
        change({first, second});
  return configs.takeVector();
}
