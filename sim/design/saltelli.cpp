// The matrices A, B and AB, and products of their answers.
#include "sim/design/saltelli.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace outcast::sim {
namespace {

/// The rows that are complete. Invariant: `at(row, 0)` is A's point, 1 B's, 2 + d that with B's d.
struct Rows {
  std::size_t dimensions;
  const Responses& responses;
  std::vector<std::size_t> first{};  ///< the first point of each row

  std::span<const double> at(std::size_t row, std::size_t which) const {
    return responses.of(first[row] + which);
  }
};

Rows complete_rows(std::size_t dimensions, const Responses& responses) {
  Rows rows{dimensions, responses};
  const std::size_t points = dimensions + 2;
  for (std::size_t first = 0; first + points <= responses.points(); first += points) {
    bool is_complete = true;
    for (std::size_t i = 0; i < points; ++i)
      is_complete = is_complete && responses.is_complete(first + i);
    if (is_complete) rows.first.push_back(first);
  }
  return rows;
}

/// Variance, then first-order and total contributions of each dimension.
struct Sums {
  double variance = 0;
  std::vector<double> first, total;
};

/// Each batch about its own mean: what all points share in a batch is no variance.
std::vector<double> batch_centres(const Rows& rows, const Weights& weights) {
  std::vector<double> centre(rows.responses.batches, 0.0);
  const double n = std::accumulate(weights.cases.begin(), weights.cases.end(), 0.0);
  for (std::size_t r = 0; r < rows.first.size(); ++r)
    for (std::size_t b = 0; b < centre.size(); ++b)
      centre[b] += weights.cases[r] * (rows.at(r, 0)[b] + rows.at(r, 1)[b]) / (2 * n);
  return centre;
}

/// x - y, batch by batch.
void subtract(std::span<const double> x, std::span<const double> y, std::vector<double>& out) {
  for (std::size_t b = 0; b < out.size(); ++b) out[b] = x[b] - y[b];
}

Sums sums_of(const Rows& rows, const Weights& weights) {
  const std::size_t batches = rows.responses.batches;
  const std::vector<double> centre = batch_centres(rows, weights);
  Sums sums{0, std::vector<double>(rows.dimensions, 0.0),
            std::vector<double>(rows.dimensions, 0.0)};
  std::vector<double> a(batches), b(batches), change(batches);
  double n = 0;
  for (std::size_t r = 0; r < rows.first.size(); ++r) {
    const double weight = weights.cases[r];
    if (weight == 0) continue;
    n += weight;
    subtract(rows.at(r, 0), centre, a);
    subtract(rows.at(r, 1), centre, b);
    sums.variance += weight * (noiseless_product(a, a, weights) + noiseless_product(b, b, weights));
    for (std::size_t d = 0; d < rows.dimensions; ++d) {
      subtract(rows.at(r, 2 + d), rows.at(r, 0), change);
      sums.first[d] += weight * noiseless_product(b, change, weights);
      sums.total[d] += weight * noiseless_product(change, change, weights) / 2;
    }
  }
  sums.variance /= 2 * n - 1;
  for (double& value : sums.first) value /= n;
  for (double& value : sums.total) value /= n;
  return sums;
}

/// First-order shares, then total ones.
std::vector<double> shares_of(const Sums& sums) {
  std::vector<double> shares = sums.first;
  shares.insert(shares.end(), sums.total.begin(), sums.total.end());
  for (double& share : shares)
    share = sums.variance > 0 ? share / sums.variance : std::numeric_limits<double>::quiet_NaN();
  return shares;
}

/// What the batches of a point of A differ by, beyond what all points share, for its mean.
double noise_of(const Rows& rows, const Weights& all) {
  const std::size_t batches = rows.responses.batches;
  if (batches == 1 || rows.first.empty()) return 0;
  const std::vector<double> centre = batch_centres(rows, all);
  std::vector<double> apart(batches);
  double sum = 0;
  for (std::size_t r = 0; r < rows.first.size(); ++r) {
    subtract(rows.at(r, 0), centre, apart);
    double square = 0;
    for (const double x : apart) square += x * x;
    sum += square / static_cast<double>(batches) - noiseless_product(apart, apart, all);
  }
  return sum / static_cast<double>(rows.first.size() * batches);
}

}  // namespace

Points saltelli(const Points& doubled) {
  const std::size_t dimensions = doubled.dimensions / 2;
  Points points{.dimensions = dimensions};
  for (std::size_t r = 0; r < doubled.count(); ++r) {
    const auto a = doubled[r].first(dimensions), b = doubled[r].subspan(dimensions);
    points.add(a);
    points.add(b);
    for (std::size_t d = 0; d < dimensions; ++d) {
      points.add(a);
      points.coordinates[points.coordinates.size() - dimensions + d] = b[d];
    }
  }
  return points;
}

SobolIndices estimate_sobol_indices(std::size_t dimensions, const Responses& responses,
                                    const Bootstrap& bootstrap) {
  const Rows rows = complete_rows(dimensions, responses);
  SobolIndices indices{.rows = rows.first.size()};
  const Weights all = equal_weights(rows.first.size(), responses.batches);
  const Sums sums = sums_of(rows, all);
  indices.variance = sums.variance;
  indices.noise = sums.variance > 0 ? noise_of(rows, all) / sums.variance : 0;
  const std::vector<double> shares = shares_of(sums);
  const std::vector<Interval> intervals = bootstrap_intervals(
      all, 2 * dimensions, bootstrap,
      [&](const Weights& weights) { return shares_of(sums_of(rows, weights)); });
  for (std::size_t d = 0; d < dimensions; ++d) {
    indices.first.push_back({shares[d], intervals[d]});
    indices.total.push_back({shares[dimensions + d], intervals[dimensions + d]});
  }
  return indices;
}

}  // namespace outcast::sim
