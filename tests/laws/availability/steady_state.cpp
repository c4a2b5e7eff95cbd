// Availability in the long run. closed_form.json: kofn_indep, kofn_crew, alt_renewal.
#include <doctest/doctest.h>

#include <cmath>

#include "tests/laws/availability/repairable.h"

namespace outcast::laws {
namespace {

TEST_CASE("units with their own repair are available for mu / (lambda + mu), k of n binomially") {
  Repairable b(1e6);  // 1,000 failures of each unit; the start, all up, weighs 1e-5 of the result
  const std::vector<std::string> units = {"a", "b", "c", "d", "e"};
  for (const std::string& id : units) b.unit(id, exponential(0.001), exponential(0.1));
  b.system("1 of 2", 1, {"a", "b"});
  b.system("2 of 2", 2, {"a", "b"});
  b.system("2 of 3", 2, {"c", "d", "e"});
  b.system("3 of 5", 3, units);
  const auto blueprint = cascade::draft(b.scenario);
  const auto result = simulate(blueprint, 300);
  check_unavailability("a", result, blueprint, 1 - 0.9900990099009901);
  check_unavailability("1 of 2", result, blueprint, 1 - 0.9999019703950592);
  check_unavailability("2 of 2", result, blueprint, 1 - 0.9802960494069208);
  check_unavailability("2 of 3", result, blueprint, 1 - 0.9997078523654738);
  check_unavailability("3 of 5", result, blueprint, 1 - 0.999990437674693);
}

/// Three units with lambda 0.05 and repair rate 1, mended by so many crews.
void check_crews(unsigned crews, double two_of_three, double one_of_three) {
  Repairable b(2e4);
  for (const char* id : {"a", "b", "c"}) b.unit_of_crew(id, exponential(0.05));
  b.scenario.response.crews = crews;
  b.scenario.response.fix = exponential(1);
  b.system("2 of 3", 2, {"a", "b", "c"});
  b.system("1 of 3", 1, {"a", "b", "c"});
  const auto blueprint = cascade::draft(b.scenario);
  const auto result = simulate(blueprint, 200);
  check_unavailability("2 of 3", result, blueprint, 1 - two_of_three);
  check_unavailability("1 of 3", result, blueprint, 1 - one_of_three);
}

TEST_CASE("one crew for three units keeps 2 of 3 available as the birth-death balance says") {
  check_crews(1, 0.9864893845164059, 0.9993566373579242);
}

TEST_CASE("three crews for three units are as good as each unit's own repair") {
  const double a = 1 / 1.05;
  check_crews(3, 0.9934132383111975, 1 - std::pow(1 - a, 3));
}

TEST_CASE("availability depends on the means alone") {
  const double scale = 100 / std::tgamma(1 + 1 / 0.7);
  const double median = 5 * std::exp(-1.2 * 1.2 / 2);
  Repairable b(1e5);
  b.unit("a", sim::Distribution(sim::Weibull{0.7, scale}),
         sim::Distribution(sim::Lognormal{median, 1.2}));
  b.unit("b", sim::Distribution(sim::Fixed{100}), sim::Distribution(sim::Uniform{0, 10}));
  const auto blueprint = cascade::draft(b.scenario);
  const auto result = simulate(blueprint, 1000);
  check_unavailability("a", result, blueprint, 1 - 0.9523809523809523);
  check_unavailability("b", result, blueprint, 1 - 0.9523809523809523);
}

}  // namespace
}  // namespace outcast::laws
