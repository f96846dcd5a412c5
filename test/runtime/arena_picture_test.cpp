//===- arena_picture_test.cpp - The memory plan as text -------------------===//

#include "runtime/tools/burin/arena_picture.h"

#include <gtest/gtest.h>
#include <tuple>

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

/// Offset, bytes, first and last dispatch, in place.
using Life = std::tuple<uint64_t, uint64_t, size_t, size_t, bool>;
std::vector<Life> livesOf(const Plan &plan) {
  std::vector<Life> lives;
  for (const LiveTensor &t : liveTensors(plan, plan.entries[0]))
    lives.emplace_back(t.offset, t.bytes, t.first, t.last, t.endsInPlace);
  return lives;
}

TEST(LiveTensors, LiveFromTheirWriterToTheirLastReader) {
  EXPECT_EQ(livesOf(makePlan()), (std::vector<Life>{{0, 1024, 0, 1, false},
                                                    {1024, 1024, 1, 3, false}}));
}

TEST(LiveTensors, EndWhereTheirMemoryIsWrittenAgain) {
  Plan plan = makePlan();
  Entry &entry = plan.entries[0];
  entry.dispatches.push_back(entry.dispatches[0]); // writes A again
  entry.dispatches.push_back(entry.dispatches[1]); // reads A, writes B
  EXPECT_EQ(livesOf(plan), (std::vector<Life>{{0, 1024, 0, 1, false},
                                              {1024, 1024, 1, 3, false},
                                              {0, 1024, 4, 5, false},
                                              {1024, 1024, 5, 5, false}}));
}

TEST(LiveTensors, HandTheirMemoryOnInPlace) {
  Plan plan = makePlan();
  plan.kernels[2].args = {Access::kRead, Access::kReadWrite};
  Entry &entry = plan.entries[0];
  entry.dispatches[0].args = {entry.dispatches[1].args[1]}; // writes B
  entry.dispatches.erase(entry.dispatches.begin() + 2);
  entry.dispatches[1].args[0] = entry.dispatches[1].args[1]; // updates B
  EXPECT_EQ(livesOf(plan), (std::vector<Life>{{1024, 1024, 0, 0, true},
                                              {1024, 1024, 1, 2, false}}));
}

TEST(LiveTensors, ConstantsAndOutputsAreNotInTheArena) {
  Plan plan = makePlan();
  for (Dispatch &dispatch : plan.entries[0].dispatches)
    for (BufferRef &arg : dispatch.args)
      arg.space = Space::kOutput;
  EXPECT_TRUE(livesOf(plan).empty());
}

} // namespace
} // namespace burin::tools
