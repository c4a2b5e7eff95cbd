// Which incidents conditional estimation simulates: cells drawn with the probability that makes the
// estimate most precise for its cost.
#pragma once
#include <span>
#include <vector>

#include "app/risk/cells.h"

namespace outcast::app {

/// What the first draws found of a response, such as the harm: its squares and the cost, of all
/// draws and by the numbers of their cells.
class Pilot {
 public:
  struct Sums {
    double n = 0, squares = 0, cost = 0, squared_sizes = 0;
  };
  explicit Pilot(std::span<const Cell> cells);
  void add(const Cell& cell, double response, double cost);
  bool has_found_something() const { return all_.squares > 0; }
  /// What to expect of a cell: by likeness, where few draws lean on those of the same mistake and
  /// on the algebraic size of the cascade.
  Sums of(const Cell& cell) const;

 private:
  Sums all_;
  std::vector<Sums> by_mistake_, by_likeness_;
};

/// Shares by the root of the squared response in place of its standard deviation (the weights vary
/// with the response, not with its spread), a tenth of them defensive: sim::defensive_shares.
/// `rates`: of the response, by cell. The pilot has found something.
std::vector<double> planned_shares(std::span<const Cell> cells, std::span<const double> rates,
                                   const Pilot& pilot);

/// One draw of a plan.
struct Draw {
  std::uint32_t cell = 0;
  cascade::Initiation initiation{};  ///< empty where the case has no such cell
  double weight = 0;  ///< the sum of weight x harm over a sweep estimates the harm per horizon
};

inline constexpr std::uint32_t independent_sweeps = 32;

/// Independent sweeps of `length` draws each, one after the other. Within a sweep cells are drawn
/// systematically: from one random start at equal distances along the cumulated shares, so that a
/// cell's number of draws is never off by one or more. Each sweep has moments of its own, so that
/// sweeps are independent, and their spread tells what the choice of campaigns adds.
struct Sweeps {
  std::uint32_t count = independent_sweeps;
  std::uint64_t length = 0;
  std::uint64_t first = 0;  ///< number of the first replication
};
/// A quarter of the incidents are for the pilot, the others for the estimate. Neither shares luck
/// with the other, nor with campaigns.
inline Sweeps pilot_sweeps(std::uint64_t incidents) {
  return {.count = 8, .length = incidents / 32, .first = 1ULL << 40};
}
inline Sweeps final_sweeps(std::uint64_t incidents) {
  return {.length = incidents * 3 / 4 / independent_sweeps, .first = 1ULL << 41};
}
/// `moments`: those of each sweep, at least as many as there are sweeps.
std::vector<Draw> draw(std::span<const Cell> cells, std::span<const Moments> moments,
                       const Sweeps& sweeps, std::uint64_t seed);

}  // namespace outcast::app
