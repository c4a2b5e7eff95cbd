// What a design's points answered, with the luck of its replications kept apart.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/stats/estimate.h"

namespace outcast::sim {

/// Replications with the same remainder are one batch.
inline constexpr std::size_t most_batches = 8;

/// Of each point the mean of each batch of replications, in the order of the design.
///
/// All points share the luck of a replication (common random numbers). That makes differences
/// between points far more precise, but the noise of two points is not independent: whoever
/// multiplies the answers of two points, or squares one, counts their common noise as an effect.
/// Answers of different batches have independent noise, so their products have none on average;
/// that is what the batches are for. With one batch the answers are taken as exact.
struct Responses {
  std::size_t batches = 1;
  std::vector<double> means{};  ///< by point, then batch; NaN: no replication had a value

  std::size_t points() const { return means.size() / batches; }
  std::span<const double> of(std::size_t point) const {
    return {means.data() + point * batches, batches};
  }
  double mean_of(std::size_t point) const;
  bool is_complete(std::size_t point) const;  ///< every batch has a value
};

/// How many batches replications make: 8, or as many as there are.
std::size_t batches_of(std::uint64_t replications);

/// The batch means of a sample by replication; NaN in it are left out.
std::vector<double> batch_means(std::span<const double> sample, std::size_t batches);

/// The mean of a table of cases by batches in which both cases and batches are drawn: cases share
/// the luck of a batch. Its variance is that of two crossed random factors, (MS cases + MS batches
/// - MS rest) / size, never below what either factor alone gives; the interval is Student's with
/// Satterthwaite's degrees of freedom. With one batch it is that of the cases alone.
/// Source: Searle, Casella and McCulloch, Variance Components (1992), chapter 4.
Estimate estimate_crossed_mean(std::span<const double> table, std::size_t batches,
                               double confidence = default_confidence);

}  // namespace outcast::sim
