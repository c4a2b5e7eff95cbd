// Batches of replications, and means over cases that share their luck.
#include "sim/design/responses.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "sim/stats/reference_distributions.h"

namespace outcast::sim {
namespace {

constexpr double no_value = std::numeric_limits<double>::quiet_NaN();

double average(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Sum of squares about the mean.
double squares_about(std::span<const double> values, double mean) {
  double sum = 0;
  for (const double value : values) sum += (value - mean) * (value - mean);
  return sum;
}

/// A variance and the degrees of freedom that it is known with.
struct Variance {
  double value = 0, freedom = 1;
};

/// The mean squares of both factors and of what neither explains.
struct MeanSquares {
  double cases = 0, batches = 0, rest = 0;
};

MeanSquares mean_squares(std::span<const double> table, std::size_t columns, double mean) {
  const std::size_t rows = table.size() / columns;
  std::vector<double> of_rows, of_columns(columns, 0.0);
  for (std::size_t r = 0; r < rows; ++r) {
    of_rows.push_back(average(table.subspan(r * columns, columns)));
    for (std::size_t c = 0; c < columns; ++c)
      of_columns[c] += table[r * columns + c] / static_cast<double>(rows);
  }
  const auto r = static_cast<double>(rows), c = static_cast<double>(columns);
  const double cases = c * squares_about(of_rows, mean);
  const double batches = r * squares_about(of_columns, mean);
  const double rest = std::max(0.0, squares_about(table, mean) - cases - batches);
  return {cases / (r - 1), batches / (c - 1), rest / ((r - 1) * (c - 1))};
}

Variance variance_of_mean(std::span<const double> table, std::size_t columns, double mean) {
  const double size = static_cast<double>(table.size());
  const double r = size / static_cast<double>(columns), c = static_cast<double>(columns);
  if (columns == 1) return {squares_about(table, mean) / (r - 1) / r, r - 1};
  const MeanSquares ms = mean_squares(table, columns, mean);
  const double least = std::max(ms.cases, ms.batches);
  if (least == 0) return {0, r - 1};
  if (ms.cases + ms.batches - ms.rest <= least)
    return {least / size, ms.cases >= ms.batches ? r - 1 : c - 1};
  const double sum = ms.cases + ms.batches - ms.rest;
  const double freedom = sum * sum /
                         (ms.cases * ms.cases / (r - 1) + ms.batches * ms.batches / (c - 1) +
                          ms.rest * ms.rest / ((r - 1) * (c - 1)));
  return {sum / size, std::max(1.0, freedom)};
}

}  // namespace

double Responses::mean_of(std::size_t point) const { return average(of(point)); }

bool Responses::is_complete(std::size_t point) const {
  return std::ranges::none_of(of(point), [](double x) { return std::isnan(x); });
}

std::size_t batches_of(std::uint64_t replications) {
  return std::clamp<std::size_t>(replications, 1, most_batches);
}

std::vector<double> batch_means(std::span<const double> sample, std::size_t batches) {
  std::vector<double> means(batches, 0.0);
  std::vector<std::size_t> counts(batches, 0);
  for (std::size_t r = 0; r < sample.size(); ++r) {
    if (std::isnan(sample[r])) continue;
    means[r % batches] += sample[r];
    ++counts[r % batches];
  }
  for (std::size_t b = 0; b < batches; ++b)
    means[b] = counts[b] == 0 ? no_value : means[b] / static_cast<double>(counts[b]);
  return means;
}

Estimate estimate_crossed_mean(std::span<const double> table, std::size_t batches,
                               double confidence) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const std::uint64_t cases = table.size() / batches;
  if (cases == 0) return {0, no_value, no_value, {-infinity, infinity}};
  const double mean = average(table);
  if (cases == 1) return {1, mean, no_value, {-infinity, infinity}};
  const Variance variance = variance_of_mean(table, batches, mean);
  const double deviation = std::sqrt(variance.value);
  const double half = student_quantile((1 + confidence) / 2, variance.freedom) * deviation;
  return {
      cases, mean, deviation * std::sqrt(static_cast<double>(cases)), {mean - half, mean + half}};
}

}  // namespace outcast::sim
