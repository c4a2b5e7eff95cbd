// The distributions that intervals are measured with: Student's t, chi-squared, F, the binomial.
#pragma once
#include <cstdint>

namespace outcast::sim {

/// The value that Student's t with `freedom` degrees of freedom does not exceed with probability
/// `p`. 0 < p < 1, freedom > 0. Source: Student, The probable error of a mean, Biometrika 6 (1908).
double student_quantile(double p, double freedom);
/// The probability that Student's t exceeds `t`.
double student_tail(double t, double freedom);

/// The same of chi-squared with `freedom` degrees of freedom, which n - 1 times the ratio of a
/// normal sample's variance to the true one follows.
double chi_squared_quantile(double p, double freedom);

/// Probability of at most `k` successes in `n` trials of probability `p`; 0 for k < 0, 1 for
/// k >= n. By the incomplete beta function, so that n of ten millions costs no more than n of ten.
double binomial_cdf(std::int64_t k, std::uint64_t n, double p);

}  // namespace outcast::sim
