// Incidents that wait for a crew are a queue: the crews are its servers, mending is the service.
// closed_form.json: erlang_c, mg1, mm1_sojourn, and mminf_transient for changes under way.
#include <doctest/doctest.h>

#include <cmath>

#include "tests/laws/availability/repairable.h"

namespace outcast::laws {
namespace {

constexpr double seconds_per_week = 7 * 86400.0;

/// A team whose every change breaks its one service at once; so incidents arrive as a Poisson
/// process.
class BreakingTeam : public Repairable {
 public:
  BreakingTeam(double horizon, double rate, unsigned crews) : Repairable(horizon) {
    service("site");
    last_service().team = "dev";
    change::Author author{.id = "dev"};
    author.defect.fill(1);
    scenario.authors.push_back(author);
    scenario.teams.push_back(
        {.id = "dev", .changes_per_week = rate * seconds_per_week, .human = "dev", .crews = crews});
    scenario.defects[change::Kind::code] = {{.mode = "crash"}};
  }
};

struct Stay {
  double mean = 0;              ///< from the onset of an incident until it is mended
  std::vector<double> above{};  ///< share of incidents that stay longer than each of the limits
};

/// Incidents that begin after the warm-up and soon enough to end before the horizon.
Stay stay_of(const cascade::World& world, double warm_up, double reserve,
             const std::vector<double>& limits) {
  Stay stay{.above = std::vector<double>(limits.size(), 0)};
  double n = 0;
  for (const cascade::Incident& incident : world.incidents()) {
    const double onset = static_cast<double>(incident.onset.nanoseconds) * 1e-9;
    if (onset < warm_up || onset > world.end().since({}).seconds() - reserve) continue;
    const double stays = incident.mitigated.since(incident.onset).seconds();
    stay.mean += stays;
    for (std::size_t i = 0; i < limits.size(); ++i) stay.above[i] += stays > limits[i];
    ++n;
  }
  stay.mean /= n;
  for (double& share : stay.above) share /= n;
  REQUIRE(stay.mean < reserve);  // else some were not mended before the horizon: never() is large
  return stay;
}

std::vector<Stay> stays_of(const cascade::Scenario& scenario, std::uint64_t count,
                           const std::vector<double>& limits = {}) {
  const auto blueprint = cascade::draft(scenario);
  cascade::World world(blueprint);
  std::vector<Stay> stays;
  for (std::uint64_t r = 0; r < count; ++r) {
    world.replicate(1, r, nullptr);
    stays.push_back(stay_of(world, 500, 500, limits));
  }
  return stays;
}

std::vector<double> means_of(const std::vector<Stay>& stays) {
  std::vector<double> means;
  for (const Stay& stay : stays) means.push_back(stay.mean);
  return means;
}

TEST_CASE("incidents wait for one of ten crews as long as Erlang's C says") {
  BreakingTeam b(3000, 8, 10);
  b.scenario.response.fix = exponential(1);
  check_mean("wait", means_of(stays_of(b.scenario, 40)), 1 + 0.20459007539822177);
}

TEST_CASE("the wait for one crew grows with the variance of mending (Pollaczek and Khinchine)") {
  struct Case {
    const char* name;
    sim::Distribution fix;
    double wait;
  };
  const Case cases[] = {{"exponential", exponential(1), 4.0},
                        {"fixed", sim::Distribution(sim::Fixed{1}), 2.0},
                        {"Erlang 4", sim::Distribution(sim::Gamma{4, 0.25}), 2.5}};
  for (const Case& c : cases) {
    BreakingTeam b(6000, 0.8, 1);
    b.scenario.response.fix = c.fix;
    check_mean(c.name, means_of(stays_of(b.scenario, 100)), 1 + c.wait);
  }
}

TEST_CASE("with one crew an incident's length is exponential with rate mu - lambda") {
  BreakingTeam b(6000, 0.8, 1);
  b.scenario.response.fix = exponential(1);
  const std::vector<double> limits = {1, 5, 10, 20};
  const auto stays = stays_of(b.scenario, 100, limits);
  for (std::size_t i = 0; i < limits.size(); ++i) {
    std::vector<double> shares;
    for (const Stay& stay : stays) shares.push_back(stay.above[i]);
    check_mean("longer than " + std::to_string(limits[i]), shares, std::exp(-0.2 * limits[i]));
  }
}

TEST_CASE("changes under way are Poisson with mean (lambda / mu)(1 - exp(-mu t))") {
  struct Moment {
    double at, mean;
  };
  constexpr Moment moments[] = {
      {1, 7.8693868057473315}, {4, 17.293294335267746}, {20, 19.99909200140475}};
  for (const Moment& moment : moments) {
    BreakingTeam b(moment.at, 10, 0);
    b.scenario.authors[0].defect.fill(0);
    b.scenario.lead_time = exponential(0.5);
    const auto blueprint = cascade::draft(b.scenario);
    cascade::World world(blueprint);
    std::vector<double> under_way, squares;
    for (std::uint64_t r = 0; r < 5000; ++r) {
      world.replicate(1, r, nullptr);
      under_way.push_back(world.tally().changes_under_way);
      squares.push_back(std::pow(under_way.back() - moment.mean, 2));
    }
    check_mean("under way", under_way, moment.mean);
    check_mean("variance", squares, moment.mean);
  }
}

}  // namespace
}  // namespace outcast::laws
