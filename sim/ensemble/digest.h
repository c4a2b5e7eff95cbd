// A fingerprint of a table: two runs agree when theirs do.
#pragma once
#include <cstdint>
#include <span>
#include <string>

#include "sim/ensemble/ensemble.h"

namespace outcast::sim {

/// Takes a table row by row. Two lanes of 64 bits: each step is a bijection of the lane for a given
/// word and of the word for a given lane, so no single change can go unseen; a change of several
/// must deceive both lanes, which take the word in different ways (exclusive or, addition) from
/// different beginnings.
class Digest {
 public:
  explicit Digest(std::size_t columns);
  void add(std::span<const double> row);
  /// 32 hexadecimal digits that depend on the number of columns and on every bit of every row, in
  /// order; only that all NaN count as one value, and -0 as 0. Not against forgery: tables that
  /// differ by chance share a digest once in 2^128.
  std::string hex() const;

 private:
  void add(std::uint64_t word);
  std::uint64_t left_, right_;
};

std::string digest(const Table& table);

}  // namespace outcast::sim
