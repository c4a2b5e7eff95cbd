// Quantile functions and means of the distributions, each in closed form but the gamma's.
#include "sim/kernel/distribution.h"

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "sim/kernel/portable_math.h"

namespace outcast::sim {

namespace {

/// No promotion to long double, which is not the same everywhere. (Inside, Boost still asks libm: a
/// gamma may differ in its last bits between machines, as no other distribution does.)
using InDouble = boost::math::policies::policy<boost::math::policies::promote_double<false>>;

// 1 - u is exact for every u that a stream gives, so log(1 - u) loses nothing against log1p(-u).

double quantile_of(const Fixed& d, double) { return d.value; }
double quantile_of(const Exponential& d, double u) { return -d.mean * portable_log(1 - u); }
double quantile_of(const Lognormal& d, double u) {
  return d.median * portable_exp(d.sigma * normal_quantile(u));
}
double quantile_of(const Weibull& d, double u) {
  return d.scale * portable_pow(-portable_log(1 - u), 1 / d.shape);
}
double quantile_of(const Gamma& d, double u) {
  return d.scale * boost::math::gamma_p_inv(d.shape, u, InDouble());
}
double quantile_of(const Pareto& d, double u) {
  return d.scale * portable_pow(1 - u, -1 / d.shape);
}
double quantile_of(const Triangular& d, double u) {
  const double width = d.high - d.low;
  const double rise = d.mode - d.low;
  return u * width < rise ? d.low + std::sqrt(u * width * rise)
                          : d.high - std::sqrt((1 - u) * width * (d.high - d.mode));
}
double quantile_of(const Uniform& d, double u) { return d.low + u * (d.high - d.low); }
double quantile_of(const Empirical& d, double u) {
  const auto last = static_cast<double>(d.values.size() - 1);
  const double rank = std::clamp(u * (last + 1) - 0.5, 0.0, last);
  const auto below = static_cast<std::size_t>(rank);
  const std::size_t above = std::min(below + 1, d.values.size() - 1);
  return std::lerp(d.values[below], d.values[above], rank - static_cast<double>(below));
}

double mean_of(const Fixed& d) { return d.value; }
double mean_of(const Exponential& d) { return d.mean; }
double mean_of(const Lognormal& d) { return d.median * std::exp(d.sigma * d.sigma / 2); }
double mean_of(const Weibull& d) { return d.scale * std::tgamma(1 + 1 / d.shape); }
double mean_of(const Gamma& d) { return d.shape * d.scale; }
double mean_of(const Pareto& d) {
  return d.shape > 1 ? d.scale * d.shape / (d.shape - 1) : std::numeric_limits<double>::infinity();
}
double mean_of(const Triangular& d) { return (d.low + d.mode + d.high) / 3; }
double mean_of(const Uniform& d) { return (d.low + d.high) / 2; }
double mean_of(const Empirical& d) {
  return std::accumulate(d.values.begin(), d.values.end(), 0.0) /
         static_cast<double>(d.values.size());
}

}  // namespace

Distribution::Distribution(DistributionParameters parameters) : parameters_(std::move(parameters)) {
  if (auto* empirical = std::get_if<Empirical>(&parameters_))
    std::sort(empirical->values.begin(), empirical->values.end());
}

double Distribution::quantile(double u) const {
  return std::visit([u](const auto& kind) { return quantile_of(kind, u); }, parameters_);
}

double Distribution::mean() const {
  return std::visit([](const auto& kind) { return mean_of(kind); }, parameters_);
}

}  // namespace outcast::sim
