// What is imagined never to fail: no difference where it was not touched, and never more harm.
#include <doctest/doctest.h>

#include <algorithm>

#include "models/cascade/metrics.h"
#include "models/cascade/trial.h"
#include "tests/laws/random_systems.h"

namespace outcast::laws {
namespace {

using cascade::Blueprint;
using cascade::ServiceIndex;
using cascade::Spared;
using cascade::Trial;

constexpr std::uint64_t replications = 5;

struct Outcome {
  std::vector<double> losses;
  cascade::TouchedServices touched;
  bool operator==(const Outcome&) const = default;
};

Outcome outcome_of(const Blueprint& blueprint, const Trial& trial) {
  std::vector<std::size_t> columns;
  for (const char* metric : {"service_minutes", "customer_minutes", "services_hit", "incidents"})
    columns.push_back(*cascade::column_of(metric));
  std::vector<cascade::TouchedServices> touched(1);
  const auto worker = cascade::make_trial_worker(
      blueprint, 1, {[&](std::uint64_t) { return trial; }, columns, touched});
  std::vector<double> row(columns.size());
  worker->replicate(0, row);
  return {row, touched[0]};
}

/// Every service, and every pair of services with a dependency.
std::vector<Spared> all_spared(const Blueprint& blueprint) {
  std::vector<Spared> all;
  for (std::uint32_t s = 0; s < blueprint.units.service_count(); ++s)
    all.push_back({.service = ServiceIndex{s}});
  for (const system::Dependency& d : blueprint.scenario.topology.dependencies)
    all.push_back({.caller = blueprint.units.find_service(d.from),
                   .provider = blueprint.units.find_service(d.to)});
  return all;
}

bool is_touched(const Outcome& outcome, const Spared& spared) {
  const auto has = [&](ServiceIndex s) { return std::ranges::binary_search(outcome.touched, s); };
  return spared.service != system::no_service ? has(spared.service)
                                              : has(spared.caller) && has(spared.provider);
}

template <class Check>
void for_each_sparing(const Blueprint& blueprint, Check check) {
  for (std::uint64_t r = 0; r < replications; ++r) {
    const Outcome base = outcome_of(blueprint, {.replication = r});
    for (const Spared& spared : all_spared(blueprint))
      check(base, spared,
            outcome_of(blueprint, {.replication = r, .imagined = {.spared = spared}}));
  }
}

TEST_CASE("sparing what a replication does not touch changes nothing") {
  int untouched = 0;
  for (std::uint64_t number = 0; number < 20; ++number)
    for (const auto& scenario : {lasting_system(number), passing_system(number)}) {
      CAPTURE(number);
      for_each_sparing(cascade::draft(scenario),
                       [&](const Outcome& base, const Spared& spared, const Outcome& outcome) {
                         if (is_touched(base, spared)) return;
                         CHECK(outcome == base);
                         ++untouched;
                       });
    }
  CHECK(untouched > 1000);
}

TEST_CASE("sparing never adds harm where faults last") {
  int less = 0;
  for (std::uint64_t number = 0; number < 20; ++number) {
    CAPTURE(number);
    for_each_sparing(cascade::draft(lasting_system(number)),
                     [&](const Outcome& base, const Spared&, const Outcome& outcome) {
                       CHECK(outcome.losses[0] <= base.losses[0]);
                       CHECK(outcome.losses[1] <= base.losses[1] + 1e-9);
                       less += outcome.losses[0] < base.losses[0];
                     });
  }
  CHECK(less > 100);
}

}  // namespace
}  // namespace outcast::laws
