//===- arena_picture.cpp - What lives in the arena, and when ------------------------===//

#include "runtime/tools/burin/arena_picture.h"

#include <algorithm>
#include <cstddef>
#include <set>

namespace burin::tools {

namespace {

/// A piece of the arena that no range splits, live during dispatches
/// [first, last].
struct LivePiece {
  uint64_t begin, end;
  size_t first, last;
};

/// Follows one piece through the dispatches.
struct PieceState {
  bool written = false;
  size_t first = 0, last = 0;
};

} // namespace

static std::vector<uint64_t> boundaries(const Entry &entry) {
  std::set<uint64_t> points;
  for (const Dispatch &dispatch : entry.dispatches)
    for (const BufferRef &arg : dispatch.args)
      if (arg.space == Space::kArena) {
        points.insert(arg.offset);
        points.insert(arg.offset + arg.size);
      }
  return std::vector<uint64_t>(points.begin(), points.end());
}

static std::vector<LivePiece> livePieces(const Plan &plan, const Entry &entry) {
  std::vector<uint64_t> points = boundaries(entry);
  std::vector<PieceState> states(points.size());
  std::vector<LivePiece> pieces;
  auto close = [&](size_t i) {
    if (states[i].written)
      pieces.push_back(
          {points[i], points[i + 1], states[i].first, states[i].last});
  };
  for (size_t t = 0; t < entry.dispatches.size(); ++t) {
    const Dispatch &dispatch = entry.dispatches[t];
    const Kernel &kernel = plan.kernels[dispatch.kernel];
    for (size_t a = 0; a < dispatch.args.size(); ++a) {
      const BufferRef &arg = dispatch.args[a];
      if (arg.space != Space::kArena)
        continue;
      auto at = std::lower_bound(points.begin(), points.end(), arg.offset);
      for (size_t i = size_t(at - points.begin());
           points[i] < arg.offset + arg.size; ++i) {
        if (kernel.args[a] == Access::kWrite) {
          close(i);
          states[i] = {true, t, t};
        }
        states[i].last = t;
      }
    }
  }
  for (size_t i = 0; i + 1 < points.size(); ++i)
    close(i);
  return pieces;
}

std::vector<uint64_t> liveArenaBytes(const Plan &plan, const Entry &entry) {
  std::vector<uint64_t> live(entry.dispatches.size());
  for (const LivePiece &piece : livePieces(plan, entry))
    for (size_t t = piece.first; t <= piece.last; ++t)
      live[t] += piece.end - piece.begin;
  return live;
}

std::vector<LiveTensor> liveTensors(const Plan &plan, const Entry &entry) {
  std::vector<LiveTensor> tensors;
  std::vector<size_t> open; // indices of those that no later one has replaced
  auto overlapping = [&](const BufferRef &arg, auto &&use) {
    for (size_t i = 0; i < open.size(); ++i) {
      LiveTensor &tensor = tensors[open[i]];
      if (tensor.offset < arg.offset + arg.size &&
          arg.offset < tensor.offset + tensor.bytes && !use(tensor))
        open.erase(open.begin() + std::ptrdiff_t(i--));
    }
  };
  for (size_t t = 0; t < entry.dispatches.size(); ++t) {
    const Dispatch &dispatch = entry.dispatches[t];
    const std::vector<Access> &accesses = plan.kernels[dispatch.kernel].args;
    for (size_t a = 0; a < dispatch.args.size(); ++a)
      if (dispatch.args[a].space == Space::kArena &&
          accesses[a] == Access::kRead)
        overlapping(dispatch.args[a], [&](LiveTensor &tensor) {
          tensor.last = t;
          return true;
        });
    for (size_t a = 0; a < dispatch.args.size(); ++a) {
      const BufferRef &arg = dispatch.args[a];
      if (arg.space != Space::kArena || accesses[a] == Access::kRead)
        continue;
      overlapping(arg, [&](LiveTensor &tensor) {
        tensor.endsInPlace = accesses[a] == Access::kReadWrite;
        if (tensor.endsInPlace && t > tensor.first)
          tensor.last = t - 1;
        return false;
      });
      open.push_back(tensors.size());
      tensors.push_back({arg.offset, arg.size, t, t, false});
    }
  }
  return tensors;
}

/// Length of the overlap of [a, b) and [c, d).
static double overlap(double a, double b, double c, double d) {
  return std::max(0.0, std::min(b, d) - std::max(a, c));
}

std::string arenaPicture(const Plan &plan, const Entry &entry, size_t rows,
                         size_t columns) {
  size_t steps = entry.dispatches.size();
  if (plan.arenaBytes == 0 || steps == 0)
    return {};
  columns = std::min(columns, steps);
  double cellBytes = double(plan.arenaBytes) / double(rows);
  double cellSteps = double(steps) / double(columns);
  std::vector<double> area(rows * columns);
  for (const LivePiece &piece : livePieces(plan, entry)) {
    size_t top = size_t(double(piece.begin) / cellBytes);
    size_t left = size_t(double(piece.first) / cellSteps);
    for (size_t r = top; r < rows && double(r) * cellBytes < double(piece.end);
         ++r)
      for (size_t c = left;
           c < columns && double(c) * cellSteps < double(piece.last + 1); ++c)
        area[r * columns + c] +=
            overlap(double(piece.begin), double(piece.end),
                    double(r) * cellBytes, double(r + 1) * cellBytes) *
            overlap(double(piece.first), double(piece.last + 1),
                    double(c) * cellSteps, double(c + 1) * cellSteps);
  }
  std::string picture;
  for (size_t r = 0; r < rows; ++r) {
    picture += "  ";
    for (size_t c = 0; c < columns; ++c) {
      double share = area[r * columns + c] / (cellBytes * cellSteps);
      picture += share > 0.5 ? '#' : share > 0 ? ':' : '.';
    }
    picture += '\n';
  }
  return picture;
}

} // namespace burin::tools
