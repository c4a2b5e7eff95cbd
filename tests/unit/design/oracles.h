// Functions whose sensitivity indices are known in closed form.
#pragma once
#include <array>
#include <cmath>
#include <numbers>
#include <span>
#include <vector>

#include "sim/design/points.h"
#include "sim/design/responses.h"

namespace outcast::sim {

/// Source: Ishigami and Homma, An importance quantification technique in uncertainty analysis for
/// computer models (1990), with a = 7 and b = 0.1.
struct Ishigami {
  static constexpr double a = 7, b = 0.1;
  static constexpr std::array first = {0.313905, 0.442411, 0.0};
  static constexpr std::array total = {0.557589, 0.442411, 0.243684};
  static constexpr double variance = 13.844588;

  double operator()(std::span<const double> point) const {
    const auto x = [&](std::size_t d) { return std::numbers::pi * (2 * point[d] - 1); };
    const double sine = std::sin(x(1));
    return std::sin(x(0)) + a * sine * sine + b * std::pow(x(2), 4) * std::sin(x(0));
  }
};

/// Source: Saltelli and Sobol', About the use of rank transformation in sensitivity analysis of
/// model output, Reliability Engineering & System Safety 50 (1995), with a = 0, 1, 4.5, 9.
struct SobolG {
  static constexpr std::array a = {0.0, 1.0, 4.5, 9.0};

  double operator()(std::span<const double> point) const {
    double product = 1;
    for (std::size_t d = 0; d < a.size(); ++d)
      product *= (std::abs(4 * point[d] - 2) + a[d]) / (1 + a[d]);
    return product;
  }
  static double variance_of(std::size_t d) { return 1.0 / 3 / ((1 + a[d]) * (1 + a[d])); }
  static double others(std::size_t but) {
    double product = 1;
    for (std::size_t d = 0; d < a.size(); ++d)
      if (d != but) product *= 1 + variance_of(d);
    return product;
  }
  static double variance() { return others(a.size()) - 1; }
  static double first(std::size_t d) { return variance_of(d) / variance(); }
  static double total(std::size_t d) { return variance_of(d) * others(d) / variance(); }
};

/// Exact answers: one batch, no noise.
template <class Function>
Responses answers(const Points& points, Function function) {
  Responses responses;
  for (std::size_t i = 0; i < points.count(); ++i) responses.means.push_back(function(points[i]));
  return responses;
}

}  // namespace outcast::sim
