// Two independent runs: whether the second is larger than chance explains, over many figures.
#pragma once
#include <span>
#include <vector>

#include "sim/stats/estimate.h"
#include "sim/stats/quantile.h"

namespace outcast::sim {

/// The probability that equal truths give means that far apart in that direction (`after` larger),
/// by Welch's t with Satterthwaite's degrees of freedom; NaN where a sample has fewer than two
/// values. Two samples without any spread are told apart by permutation: 1 / C(n + m, n).
/// Source: Welch, The generalization of "Student's" problem, Biometrika 34 (1947).
double chance_of_larger_mean(const Estimate& before, const Estimate& after);

/// The same of a quantile, from two intervals of the default confidence, by the halves that face
/// each other: z = 1.96 difference / sqrt(half^2 + half^2). NaN where a facing half is infinite,
/// or has no length (lumps of equal values), which tells nothing of chances below 2.5 %.
/// Source: Zou and Donner, Construction of confidence limits about effect measures, Statistics in
/// Medicine 27 (2008).
double chance_of_larger_quantile(const Quantile& before, const Quantile& after);

/// Which of several chances are too small for chance, so that among all with nothing behind them
/// one is picked with probability `level` at most. NaN is never picked and not counted.
/// Source: Holm, A simple sequentially rejective multiple test procedure, Scandinavian Journal of
/// Statistics 6 (1979).
std::vector<bool> holm(std::span<const double> chances, double level);

}  // namespace outcast::sim
