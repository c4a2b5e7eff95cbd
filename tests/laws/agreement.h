// Holds what was simulated against the exact answer, in standard errors.
#pragma once
#include <string>
#include <vector>

#include "models/cascade/ensemble.h"
#include "sim/stats/estimate.h"

namespace outcast::laws {

/// An estimate further away than so many standard errors is wrong, not unlucky: each test has a
/// fixed seed, and by chance one in 16,000 would lie there (two-sided normal tail).
inline constexpr double too_far = 4.0;

/// Checks a share of `n` trials against its exact probability; returns z.
double check_share(const std::string& what, std::uint64_t successes, std::uint64_t n, double exact);
/// Checks the mean of a sample; returns z.
double check_mean(const std::string& what, const std::vector<double>& sample, double exact);
/// As check_mean, and lets the sample's own limit differ from `exact` by `slack` (finite size).
double check_mean(const std::string& what, const std::vector<double>& sample, double exact,
                  double slack);

/// Replications 0 .. count of the scenario, on one thread.
cascade::EnsembleResult simulate(const cascade::Blueprint& blueprint, std::uint64_t count,
                                 std::uint64_t seed = 1);
std::vector<double> column(const cascade::EnsembleResult& result, const char* metric);
const cascade::ServiceTally& tally_of(const cascade::EnsembleResult& result,
                                      const cascade::Blueprint& blueprint, const std::string& id);

}  // namespace outcast::laws
