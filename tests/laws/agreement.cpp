// Checks of estimates, each with its figures (shown when a check fails, and with --success).
#include "tests/laws/agreement.h"

#include <doctest/doctest.h>

#include <cmath>

namespace outcast::laws {

double check_share(const std::string& what, std::uint64_t successes, std::uint64_t n,
                   double exact) {
  const double trials = static_cast<double>(n);
  const double share = static_cast<double>(successes) / trials;
  const double z = (share - exact) / std::sqrt(exact * (1 - exact) / trials);
  INFO(what, ": ", share, " (", successes, " of ", n, "), exact ", exact, ", z = ", z);
  CHECK(std::abs(z) < too_far);
  return z;
}

double check_mean(const std::string& what, const std::vector<double>& sample, double exact) {
  return check_mean(what, sample, exact, 0);
}

double check_mean(const std::string& what, const std::vector<double>& sample, double exact,
                  double slack) {
  const sim::Estimate estimate = sim::estimate_mean(sample);
  const double error = estimate.sd / std::sqrt(static_cast<double>(estimate.n));
  const double z = (estimate.mean - exact) / error;
  INFO(what, ": ", estimate.mean, " +- ", error, " (n = ", estimate.n, "), exact ", exact,
       ", z = ", z, ", slack ", slack);
  CHECK(std::abs(estimate.mean - exact) < too_far * error + slack);
  return z;
}

cascade::EnsembleResult simulate(const cascade::Blueprint& blueprint, std::uint64_t count,
                                 std::uint64_t seed) {
  cascade::EnsembleResult result;
  cascade::run(blueprint, seed, {.count = count, .threads = 1}, result);
  return result;
}

std::vector<double> column(const cascade::EnsembleResult& result, const char* metric) {
  return result.table.column(cascade::column_of(metric).value());
}

const cascade::ServiceTally& tally_of(const cascade::EnsembleResult& result,
                                      const cascade::Blueprint& blueprint, const std::string& id) {
  return result.services.at(system::raw(blueprint.units.find_service(id)));
}

}  // namespace outcast::laws
