//===- interval_set.h - Which bytes have been written ----------*- C++ -*-===//
#ifndef BURIN_RUNTIME_FORMAT_INTERVAL_SET_H
#define BURIN_RUNTIME_FORMAT_INTERVAL_SET_H

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>

namespace burin {

/// A set of bytes as disjoint, maximal half-open intervals.
class IntervalSet {
public:
  void insert(uint64_t begin, uint64_t end) {
    if (begin >= end)
      return;
    auto next = intervals.upper_bound(begin);
    if (next != intervals.begin()) {
      auto previous = std::prev(next);
      if (previous->second >= begin) {
        begin = previous->first;
        end = std::max(end, previous->second);
        next = intervals.erase(previous);
      }
    }
    while (next != intervals.end() && next->first <= end) {
      end = std::max(end, next->second);
      next = intervals.erase(next);
    }
    intervals.emplace(begin, end);
  }

  bool contains(uint64_t begin, uint64_t end) const {
    auto next = intervals.upper_bound(begin);
    return next != intervals.begin() && std::prev(next)->second >= end;
  }

  /// True when any byte of [begin, end) is in the set.
  bool overlaps(uint64_t begin, uint64_t end) const {
    auto next = intervals.lower_bound(end); // the first that starts at or behind
    return next != intervals.begin() && std::prev(next)->second > begin &&
           begin < end;
  }

private:
  std::map<uint64_t, uint64_t> intervals; // begin -> end
};

} // namespace burin

#endif // BURIN_RUNTIME_FORMAT_INTERVAL_SET_H
