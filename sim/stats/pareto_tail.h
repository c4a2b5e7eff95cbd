// The generalised Pareto distribution, fitted to what exceeds a threshold.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "sim/stats/estimate.h"

namespace outcast::sim {

/// P(X > x) = share x (1 + shape (x - threshold) / scale)^(-1 / shape) for x above the threshold.
/// A shape of zero is an exponential tail; above zero it is heavy, as of a Pareto distribution with
/// the exponent 1 / shape (from 1 on without a mean); below zero the tail ends.
struct ParetoTail {
  double threshold = 0;
  double share = 0;  ///< of the values that exceed it
  double scale = 1, shape = 0;

  double exceedance(double x) const;
  /// What is exceeded with this probability, at most `share`.
  double level(double probability) const;
};

/// Of excesses over a threshold, all above zero, ascending, two or more. Source: Zhang and
/// Stephens, A new and efficient estimation method for the generalized Pareto distribution,
/// Technometrics 51 (2009): nearly as precise as maximum likelihood, and defined for every sample
/// and shape.
ParetoTail fit_excesses(std::span<const double> excesses);

/// How well a fitted tail is known, and how well it fits.
struct TailFit {
  ParetoTail tail;
  std::uint64_t n = 0, exceedances = 0;
  Interval shape{}, scale{};
  double anderson_darling = 0;
  /// Share of samples of the fitted tail that fit worse; a small one refuses the fit.
  double p_value = 0;
  double qq_correlation = 0;            ///< of the excesses with the quantiles of the fit
  Estimate mean_excess{};               ///< over the threshold
  std::vector<ParetoTail> resampled{};  ///< fits to samples of the fitted tail

  /// Of the level that is exceeded with this probability.
  Interval level_interval(double probability, double confidence = default_confidence) const;
};

/// Fewer exceedances are not fitted.
inline constexpr std::uint64_t fewest_exceedances = 20;

/// The fit to the values above `threshold`, of which there are fewest_exceedances or more.
/// Intervals and p-value by 400 samples drawn from the fitted tail, or fewer, down to 100, where
/// more than 5,000 values exceed it (parametric bootstrap: Efron and Tibshirani 1993; the p-value
/// as in Choulakian and Stephens, Goodness-of-fit tests for the generalized Pareto distribution,
/// Technometrics 43 (2001), whose tables hold for some shapes only). Same seed, same fit. Values
/// are finite.
TailFit fit_tail(std::span<const double> sample, double threshold, std::uint64_t seed);

/// Thresholds to try, ascending: those that the 2,000, 1,000, 500 .. largest values exceed, but not
/// more than a fifth of all nor fewer than 50; none where there are too few values.
std::vector<double> candidate_thresholds(std::span<const double> sample);

/// The first of the fits, in the order of their thresholds, that the data do not refuse (p-value of
/// 10 % or more); the last one if all are refused. There is at least one. After Bader, Yan and
/// Zhang, Automated threshold selection for extreme value analysis, Annals of Applied Statistics 12
/// (2018).
std::size_t choose_fit(std::span<const TailFit> fits);

}  // namespace outcast::sim
