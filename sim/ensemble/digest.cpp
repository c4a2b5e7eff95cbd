// Two lanes of 64 bits, each stirred by a bijection for every number.
#include "sim/ensemble/digest.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstdio>

#include "sim/kernel/stream.h"

namespace outcast::sim {
namespace {

std::uint64_t canonical_bits(double value) {
  if (std::isnan(value)) return 0x7ff8000000000000ULL;
  return value == 0 ? 0 : std::bit_cast<std::uint64_t>(value);
}

/// Each step is a bijection of the lane for a given word and of the word for a given lane, so no
/// single change can go unseen; a change of several must deceive both lanes, which take the word in
/// different ways (exclusive or, addition) from different beginnings.
class Lanes {
 public:
  void add(std::uint64_t word) {
    left_ = mix(left_ ^ word) + golden;
    right_ = mix(right_ + word) ^ golden;
  }
  std::string hex() const {
    std::array<char, 33> text{};
    std::snprintf(text.data(), text.size(), "%016llx%016llx",
                  static_cast<unsigned long long>(left_),    // NOLINT: what printf wants
                  static_cast<unsigned long long>(right_));  // NOLINT
    return text.data();
  }

 private:
  static constexpr std::uint64_t golden = 0x9e3779b97f4a7c15ULL;  // 2^64 / the golden ratio
  std::uint64_t left_ = hash_name("outcast table, left");
  std::uint64_t right_ = hash_name("outcast table, right");
};

}  // namespace

std::string digest(const Table& table) {
  Lanes lanes;
  lanes.add(table.columns());
  for (std::size_t r = 0; r < table.rows(); ++r) {
    for (const double value : table.row(r)) lanes.add(canonical_bits(value));
  }
  return lanes.hex();
}

}  // namespace outcast::sim
