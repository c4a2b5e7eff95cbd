// Shares in proportion to what a cell adds to the variance.
#include "sim/stats/allocation.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace outcast::sim {
namespace {

std::vector<double> normalised(std::vector<double> parts) {
  const double sum = std::accumulate(parts.begin(), parts.end(), 0.0);
  for (double& part : parts) part /= sum;
  return parts;
}

std::vector<double> natural_shares(std::span<const Cell> cells) {
  std::vector<double> rates;
  for (const Cell& cell : cells) rates.push_back(cell.rate);
  return normalised(std::move(rates));
}

}  // namespace

std::vector<double> neyman_shares(std::span<const Cell> cells) {
  std::vector<double> parts;
  for (const Cell& cell : cells) parts.push_back(cell.rate * cell.sd / std::sqrt(cell.cost));
  const bool is_steady = std::ranges::all_of(parts, [](double part) { return part == 0; });
  return is_steady ? natural_shares(cells) : normalised(std::move(parts));
}

std::vector<double> defensive_shares(std::span<const Cell> cells, double defensive) {
  std::vector<double> shares = neyman_shares(cells);
  const std::vector<double> natural = natural_shares(cells);
  for (std::size_t i = 0; i < shares.size(); ++i)
    shares[i] = (1 - defensive) * shares[i] + defensive * natural[i];
  return shares;
}

}  // namespace outcast::sim
