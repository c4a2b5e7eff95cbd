// Which share of the replications each cell of a sample gets.
#pragma once
#include <span>
#include <vector>

namespace outcast::sim {

/// One kind of beginning: how often nature draws it, and what a pilot run found out.
struct Cell {
  double rate = 0;  ///< in any unit
  double sd = 1;    ///< of the values that begin so
  double cost = 1;  ///< of one replication, in any unit
};

/// Shares of the replications in proportion to rate x sd / sqrt(cost): the least variance for the
/// cost. Source: Neyman, On the two different aspects of the representative method, JRSS 97 (1934);
/// with costs Cochran, Sampling techniques, 3rd edition (1977), section 5.5. All equal to the rates
/// where no cell varies.
std::vector<double> neyman_shares(std::span<const Cell> cells);

/// The same mixed with a `defensive` share in proportion to the rates, so that no weight of
/// importance sampling exceeds 1 / defensive, however wrong the pilot was. Source: Hesterberg,
/// Weighted average importance sampling and defensive mixture distributions, Technometrics 37
/// (1995).
std::vector<double> defensive_shares(std::span<const Cell> cells, double defensive);

}  // namespace outcast::sim
