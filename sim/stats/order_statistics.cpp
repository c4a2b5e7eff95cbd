// Small samples: selection in a copy. Large ones: a radix selection that narrows each rank down to
// its value by 16 bits a pass.
#include "sim/stats/order_statistics.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace outcast::sim {
namespace {

constexpr unsigned digit_bits = 16;
constexpr std::uint64_t digits = std::uint64_t{1} << digit_bits;
constexpr std::uint64_t sign_bit = std::uint64_t{1} << 63;

/// Whole numbers in the order of the values.
std::uint64_t key_of(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value == 0 ? 0.0 : value);
  return bits & sign_bit ? ~bits : bits | sign_bit;
}

double value_of(std::uint64_t key) {
  return std::bit_cast<double>(key & sign_bit ? key & ~sign_bit : ~key);
}

/// A rank on its way: the leading bits of its value's key, and its rank among the values that share
/// them.
struct Search {
  std::uint64_t leading = 0;
  std::uint64_t rank = 0;
};

/// How often each next digit follows each of the leading bits that are searched.
class DigitCounts {
 public:
  explicit DigitCounts(std::span<const Search> searches) {
    for (const Search& search : searches) leading_.push_back(search.leading);
    std::ranges::sort(leading_);
    leading_.erase(std::unique(leading_.begin(), leading_.end()), leading_.end());
    counts_.resize(leading_.size() * digits);
  }
  void add(std::uint64_t leading, std::uint64_t digit) {
    const auto at = std::ranges::lower_bound(leading_, leading);
    if (at == leading_.end() || *at != leading) return;
    ++counts_[static_cast<std::size_t>(at - leading_.begin()) * digits + digit];
  }
  /// Takes the search one digit further.
  void advance(Search& search) const {
    const auto at = std::ranges::lower_bound(leading_, search.leading) - leading_.begin();
    const std::uint64_t* count = &counts_[static_cast<std::size_t>(at) * digits];
    std::uint64_t digit = 0;
    for (; search.rank > count[digit]; ++digit) search.rank -= count[digit];
    search.leading = search.leading << digit_bits | digit;
  }

 private:
  std::vector<std::uint64_t> leading_;  // sorted
  std::vector<std::uint64_t> counts_;
};

std::vector<double> by_passes(const Sample& sample, std::span<const std::uint64_t> ranks) {
  std::vector<Search> searches;
  for (const std::uint64_t rank : ranks) searches.push_back({0, rank});
  for (unsigned known = 0; known < 64; known += digit_bits) {
    DigitCounts counts(searches);
    const unsigned rest = 64 - known - digit_bits;
    sample([&](std::span<const double> piece) {
      for (const double value : piece) {
        if (std::isnan(value)) continue;
        const std::uint64_t key = key_of(value);
        counts.add(known == 0 ? 0 : key >> (64 - known), key >> rest & (digits - 1));
      }
    });
    for (Search& search : searches) counts.advance(search);
  }
  std::vector<double> values;
  for (const Search& search : searches) values.push_back(value_of(search.leading));
  return values;
}

/// Puts the values of the given places (ascending, from 0) where sorting would put them; the
/// middle place first, so that each half is searched for its own places only.
void place(std::span<double> values, std::size_t offset, std::span<const std::size_t> places) {
  if (places.empty()) return;
  const std::size_t middle = places.size() / 2;
  const std::size_t at = places[middle] - offset;
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
  place(values.first(at), offset, places.first(middle));
  place(values.subspan(at + 1), offset + at + 1, places.subspan(middle + 1));
}

std::vector<double> in_a_copy(const Sample& sample, std::uint64_t n,
                              std::span<const std::uint64_t> ranks) {
  std::vector<double> values;
  values.reserve(n);
  sample([&](std::span<const double> piece) {
    for (const double value : piece)
      if (!std::isnan(value)) values.push_back(value == 0 ? 0.0 : value);
  });
  std::vector<std::size_t> places;
  for (const std::uint64_t rank : ranks) places.push_back(rank - 1);
  std::ranges::sort(places);
  places.erase(std::unique(places.begin(), places.end()), places.end());
  place(values, 0, places);
  std::vector<double> found;
  for (const std::uint64_t rank : ranks) found.push_back(values[rank - 1]);
  return found;
}

}  // namespace

std::vector<double> order_statistics(const Sample& sample, std::uint64_t n,
                                     std::span<const std::uint64_t> ranks,
                                     std::uint64_t largest_copied) {
  return n <= largest_copied ? in_a_copy(sample, n, ranks) : by_passes(sample, ranks);
}

}  // namespace outcast::sim
