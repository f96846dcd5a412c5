//===- CooperativeUnits.h - 16 bytes at a time -----------------*- C++ -*-===//
//
// What the schedules on cooperative matrices share: local memory that is an array
// of units of 16 bytes, the way of 8 halves from a tensor to such a unit, and the
// types of 16 x 16 fragments.
//
//===----------------------------------------------------------------------===//
#ifndef CODEGEN_SCHEDULE_COOPERATIVEUNITS_H
#define CODEGEN_SCHEDULE_COOPERATIVEUNITS_H

#include "codegen/Schedule/Schedule.h"

#include "mlir/Dialect/GPU/IR/GPUDialect.h"

namespace mlir::burin::codegen {

constexpr int64_t kFragmentEdge = 16; ///< rows and columns of a fragment
constexpr int64_t kUnitWords = 4;     ///< f32 in a unit
constexpr int64_t kUnitHalves = 8;    ///< halves in a unit

/// vector<4xi32>.
VectorType getUnitType(OpBuilder &builder);

/// Local memory of `units` units.
Value allocateUnits(ScheduleContext &context, int64_t units);

/// 8 halves at one of `locations` (ElementEmitter::locate with a width of 8) as a
/// unit; zeros where they are not inside.
Value loadUnit(ScheduleContext &context, ArrayRef<ElementLocation> locations);

/// The same in two parts: until its unit is used a load is on its way, so that the zeros
/// come with the use.
struct LoadedUnit {
  Value unit;   ///< any that can be read where not inside
  Value inside; ///< null: always
};
LoadedUnit loadUnmasked(ScheduleContext &context, ArrayRef<ElementLocation> locations);
Value maskUnit(ScheduleContext &context, const LoadedUnit &loaded);
/// Whether the one of two is inside that `selected` takes; null: always.
Value selectInside(ScheduleContext &context, Value selected, Value mine, Value other);

/// A 16 x 16 matrix: "AOp", "BOp" of halves, "COp" of f32.
gpu::MMAMatrixType getFragmentType(OpBuilder &builder, StringRef role);

/// The fragment whose rows (columns with `transpose`) start at unit `at` of
/// `memory` and follow each other every `rowUnits` units.
Value loadFragment(ScheduleContext &context, Value memory, Value at, int64_t rowUnits, StringRef role,
                   bool transpose = false);
void storeFragment(ScheduleContext &context, Value fragment, Value memory, Value at, int64_t rowUnits);
/// A COp of zeros.
Value zeroFragment(ScheduleContext &context);
/// a * b + c.
Value multiplyFragments(ScheduleContext &context, Value a, Value b, Value c);

/// The COp of `lanes` lanes whose elements are `compute(fragments' elements)`: whichever
/// a lane holds, it holds the same of every COp.
Value mapFragments(ScheduleContext &context, int64_t lanes, ArrayRef<Value> fragments,
                   llvm::function_ref<Value(ArrayRef<Value>)> compute);
/// Of a COp, those of this lane.
SmallVector<Value> getElements(ScheduleContext &context, int64_t lanes, Value fragment);
/// A COp rounded to halves, which may be stored.
Value roundFragment(ScheduleContext &context, Value fragment);

/// What the items of a sub-group wrote before it, all of them see.
void subgroupBarrier(ScheduleContext &context);
/// Whether `condition` holds for any item of the sub-group.
Value anyInSubgroup(ScheduleContext &context, Value condition);

} // namespace mlir::burin::codegen

#endif // CODEGEN_SCHEDULE_COOPERATIVEUNITS_H
