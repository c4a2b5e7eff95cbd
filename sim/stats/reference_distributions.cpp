// Boost.Math stays in this file: it takes seconds to compile.
#include "sim/stats/reference_distributions.h"

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>

namespace outcast::sim {

double student_quantile(double p, double freedom) {
  return boost::math::quantile(boost::math::students_t(freedom), p);
}

double student_tail(double t, double freedom) {
  return boost::math::cdf(boost::math::complement(boost::math::students_t(freedom), t));
}

double chi_squared_quantile(double p, double freedom) {
  return boost::math::quantile(boost::math::chi_squared(freedom), p);
}

double binomial_cdf(std::int64_t k, std::uint64_t n, double p) {
  if (k < 0) return 0;
  if (static_cast<std::uint64_t>(k) >= n) return 1;
  const auto successes = static_cast<double>(k);
  return boost::math::ibetac(successes + 1, static_cast<double>(n) - successes, p);
}

}  // namespace outcast::sim
