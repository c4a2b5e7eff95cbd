// Two lanes of 64 bits, each stirred by a bijection for every number.
#include "sim/ensemble/digest.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstdio>

#include "sim/kernel/stream.h"

namespace outcast::sim {
namespace {

constexpr std::uint64_t golden = 0x9e3779b97f4a7c15ULL;  // 2^64 / the golden ratio

std::uint64_t canonical_bits(double value) {
  if (std::isnan(value)) return 0x7ff8000000000000ULL;
  return value == 0 ? 0 : std::bit_cast<std::uint64_t>(value);
}

}  // namespace

Digest::Digest(std::size_t columns)
    : left_(hash_name("outcast table, left")), right_(hash_name("outcast table, right")) {
  add(std::uint64_t{columns});
}

void Digest::add(std::uint64_t word) {
  left_ = mix(left_ ^ word) + golden;
  right_ = mix(right_ + word) ^ golden;
}

void Digest::add(std::span<const double> row) {
  for (const double value : row) add(canonical_bits(value));
}

std::string Digest::hex() const {
  std::array<char, 33> text{};
  std::snprintf(text.data(), text.size(), "%016llx%016llx",
                static_cast<unsigned long long>(left_),    // NOLINT: what printf wants
                static_cast<unsigned long long>(right_));  // NOLINT
  return text.data();
}

std::string digest(const Table& table) {
  Digest digest(table.columns());
  for (std::size_t r = 0; r < table.rows(); ++r) digest.add(table.row(r));
  return digest.hex();
}

}  // namespace outcast::sim
