// The bootstrap of cases that share the luck of their batches.
#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "sim/design/draws.h"
#include "sim/stats/estimate.h"

namespace outcast::sim {

/// How often each case, and each batch, counts.
struct Weights {
  std::vector<double> cases, batches;

  double pairs() const { return pairs_; }  ///< of two different batches; one batch: of itself
  void renew();                            ///< after a change of `batches`

 private:
  double pairs_ = 1;
};

Weights equal_weights(std::size_t cases, std::size_t batches);

/// The product of two answers, averaged over all pairs of different batches, whose noise is
/// independent; of one batch with itself where there is but one.
double noiseless_product(std::span<const double> x, std::span<const double> y,
                         const Weights& weights);

/// How many resamples an interval is made of, and with which luck.
struct Bootstrap {
  std::uint64_t seed = 1;
  std::size_t resamples = 1'000;
  double confidence = default_confidence;
};

/// For each of `count` statistics the percentile interval over resamples in which cases and batches
/// are drawn anew with replacement; a value that is not finite in some resample has no interval.
/// `compute` gives the statistics of one resample. Sources: Efron and Tibshirani, An Introduction
/// to the Bootstrap (1993), chapter 13; Owen, The pigeonhole bootstrap, Annals of Applied
/// Statistics 1 (2007): drawing both factors errs on the wide side.
std::vector<Interval> bootstrap_intervals(
    const Weights& shape, std::size_t count, const Bootstrap& bootstrap,
    const std::function<std::vector<double>(const Weights&)>& compute);

}  // namespace outcast::sim
