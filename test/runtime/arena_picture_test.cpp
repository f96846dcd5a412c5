//===- arena_picture_test.cpp - The memory plan as text -------------------===//

#include "runtime/tools/burin/arena_picture.h"

#include <gtest/gtest.h>

namespace burin::tools {
namespace {

/// Four dispatches over an arena of two halves A and B:
/// write A; A -> B; (nothing of the arena); read B.
Plan makePlan() {
  Plan plan;
  plan.arenaBytes = 2048;
  Access read = Access::kRead, write = Access::kWrite;
  Kernel none, writer, mover, reader;
  writer.args = {write};
  mover.args = {read, write};
  reader.args = {read};
  plan.kernels = {none, writer, mover, reader};
  BufferRef a{Space::kArena, 0, 0, 1024}, b{Space::kArena, 0, 1024, 1024};
  auto dispatch = [](uint32_t kernel, std::vector<BufferRef> args) {
    Dispatch dispatch;
    dispatch.kernel = kernel;
    dispatch.args = std::move(args);
    return dispatch;
  };
  Entry entry;
  entry.dispatches = {dispatch(1, {a}), dispatch(2, {a, b}), dispatch(0, {}),
                      dispatch(3, {b})};
  plan.entries = {entry};
  return plan;
}

TEST(ArenaPicture, ShowsLifetimes) {
  Plan plan = makePlan();
  EXPECT_EQ(liveArenaBytes(plan, plan.entries[0]),
            (std::vector<uint64_t>{1024, 2048, 1024, 1024}));
  EXPECT_EQ(arenaPicture(plan, plan.entries[0], 2, 72), "  ##..\n  .###\n");
  EXPECT_EQ(arenaPicture(plan, plan.entries[0], 1, 2), "  #:\n");
  EXPECT_EQ(arenaPicture(plan, plan.entries[0], 2, 2), "  #.\n  :#\n");
}

TEST(ArenaPicture, IsEmptyWithoutAnArena) {
  Plan plan = makePlan();
  plan.entries[0].dispatches.clear();
  EXPECT_EQ(arenaPicture(plan, plan.entries[0]), "");
}

} // namespace
} // namespace burin::tools
