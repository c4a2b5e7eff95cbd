// Availability at one moment, and the time until the first failure of a system.
// closed_form.json: avail_transient, mttf_2of3.
#include <doctest/doctest.h>

#include <optional>

#include "tests/laws/availability/repairable.h"

namespace outcast::laws {
namespace {

TEST_CASE("a new unit's availability at time t falls to its long-run value exponentially") {
  struct Moment {
    double at, available;
  };
  constexpr Moment moments[] = {{0.5, 0.9568030367802863},
                                {1, 0.9248019393490045},
                                {2, 0.8835323686520338},
                                {5, 0.8416311780613107}};
  for (const Moment& moment : moments) {
    Repairable b(moment.at);
    b.unit("a", exponential(0.1), exponential(0.5));
    const auto blueprint = cascade::draft(b.scenario);
    const auto result = simulate(blueprint, 200'000);
    check_share("down at " + std::to_string(moment.at),
                tally_of(result, blueprint, "a").down_at_end, result.finished,
                1 - moment.available);
  }
}

/// Remembers when a service first went down.
class FirstFall final : public cascade::Observer {
 public:
  explicit FirstFall(std::string service) : service_(std::move(service)) {}
  void observe(sim::Time at, const cascade::Note& note) override {
    if (!seconds && note.subject == service_ && note.text == "goes down")
      seconds = static_cast<double>(at.nanoseconds) * 1e-9;
  }
  std::optional<double> seconds;

 private:
  std::string service_;
};

/// First falls of the system; a replication in which it never fell counts with its horizon.
std::vector<double> first_falls(const cascade::Scenario& scenario, std::uint64_t count) {
  const auto blueprint = cascade::draft(scenario);
  cascade::World world(blueprint);
  std::vector<double> times;
  for (std::uint64_t r = 0; r < count; ++r) {
    FirstFall fall("system");
    world.replicate(1, r, &fall);
    times.push_back(fall.seconds.value_or(scenario.horizon.seconds()));
  }
  return times;
}

TEST_CASE("2 of 3 with one crew first fails after (5 lambda + mu) / (6 lambda^2) on average") {
  Repairable b(17'500);  // ten times the mean: what the horizon cuts off weighs e^-10
  for (const char* id : {"a", "b", "c"}) b.unit_of_crew(id, exponential(0.01));
  b.scenario.response.fix = exponential(1);
  b.system("system", 2, {"a", "b", "c"});
  check_mean("first failure", first_falls(b.scenario, 1500), 1750);
}

TEST_CASE("2 of 3 without repair fails after 5 / (6 lambda) on average") {
  Repairable b(1e6);
  const auto forever = sim::Distribution::fixed(sim::Duration::forever());
  for (const char* id : {"a", "b", "c"}) b.unit(id, exponential(0.01), forever);
  b.system("system", 2, {"a", "b", "c"});
  check_mean("first failure", first_falls(b.scenario, 50'000), 5 / 0.06);
}

}  // namespace
}  // namespace outcast::laws
