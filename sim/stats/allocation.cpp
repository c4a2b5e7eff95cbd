// Shares, and whole numbers in proportion to them.
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

std::vector<std::uint64_t> allocate(std::span<const double> shares, std::uint64_t total,
                                    std::uint64_t least) {
  std::vector<std::uint64_t> counts(shares.size(), 0);
  const auto is_used = [](double share) { return share > 0; };
  const auto used = static_cast<std::uint64_t>(std::ranges::count_if(shares, is_used));
  if (used == 0) return counts;
  const std::uint64_t floor = std::min(least, total / used);
  const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
  const auto free = static_cast<double>(total - floor * used);
  // What a cell gets beyond the floor is what its share claims beyond it.
  std::vector<double> claims(shares.size(), 0.0);
  for (std::size_t i = 0; i < shares.size(); ++i)
    claims[i] =
        std::max(0.0, shares[i] / sum * static_cast<double>(total) - static_cast<double>(floor));
  const double claimed = std::accumulate(claims.begin(), claims.end(), 0.0);
  std::vector<std::pair<double, std::size_t>> remainders;
  std::uint64_t given = 0;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    if (!is_used(shares[i])) continue;
    const double exact = claimed > 0 ? claims[i] / claimed * free : 0;
    counts[i] = floor + static_cast<std::uint64_t>(exact);
    given += counts[i];
    remainders.emplace_back(std::floor(exact) - exact, i);
  }
  std::ranges::sort(remainders);
  for (std::size_t i = 0; given < total; i = (i + 1) % remainders.size(), ++given)
    ++counts[remainders[i].second];
  return counts;
}

}  // namespace outcast::sim
