// What makes a system weaker never makes it lose less, replication by replication, under the same
// luck.
//
// Two domains are exact. In `lasting` systems nothing ever comes up again, so a unit goes down at
// most once, each call tosses its one coin, and a unit falls at the time of its earliest way of
// falling: that is monotone in every fault, call, probability and threshold. In `passing` systems
// all times are fixed, so the times at which a unit is down are a monotone function of the times at
// which its providers are.
//
// Outside of the two they do not hold, by the model's own rules:
// - A call tosses a coin for each outage of its provider. A second fault that joins two outages
// into
//   one takes a toss away: its dependants are hit with p, not 1 - (1 - p)^2.
// - Services that wait for each other in a circle are started once all else is quiet. What lets the
//   system come to rest earlier lets them start earlier.
// - A crew that is called earlier is done earlier, and restarts that queue change their turns.
#include <doctest/doctest.h>

#include <functional>

#include "tests/laws/metamorphic/losses.h"
#include "tests/laws/random_systems.h"

namespace outcast::laws {
namespace {

using cascade::Scenario;
using sim::Distribution;
using system::Dependency;

constexpr std::uint64_t systems = 60;

/// Holds losses against each other, and counts how often they differ, so that no law holds only
/// because nothing happens.
class Comparisons {
 public:
  void check(const Losses& narrow, const Losses& wide) {
    CHECK(excess(narrow, wide) == "");
    ++made_;
    differing_ += !excess(wide, narrow).empty();
  }
  /// Checks that what `weaken` makes of the scenario loses at least as much.
  void check_weaker(const Scenario& scenario, std::uint64_t replication,
                    const std::function<void(Scenario&)>& weaken) {
    Scenario weaker = scenario;
    weaken(weaker);
    check(losses_of(scenario, replication), losses_of(weaker, replication));
  }
  void check_that_many_differ() const {
    INFO(differing_, " of ", made_, " comparisons differ");
    CHECK(differing_ >= 20);
  }

 private:
  int made_ = 0, differing_ = 0;
};

using Compare = std::function<void(Comparisons&, const Scenario&, std::uint64_t replication)>;

void for_each_lasting_system(Comparisons& comparisons, const Compare& compare) {
  for (std::uint64_t s = 0; s < systems; ++s) {
    CAPTURE(s);
    for (std::uint64_t r = 0; r < 5; ++r) compare(comparisons, lasting_system(s), r);
  }
}

void for_each_passing_system(Comparisons& comparisons, const Compare& compare) {
  for (std::uint64_t s = 0; s < systems; ++s) {
    CAPTURE(s);
    compare(comparisons, passing_system(s), 0);
  }
}

void compare_both(const Compare& compare) {
  Comparisons lasting, passing;
  for_each_lasting_system(lasting, compare);
  lasting.check_that_many_differ();
  for_each_passing_system(passing, compare);
  passing.check_that_many_differ();
}

TEST_CASE("a hard dependency less never widens an outage") {
  // Alternatives of a group are not meant: one less of them is one less to fall back on.
  compare_both([](Comparisons& compared, const Scenario& with, std::uint64_t replication) {
    const Losses wide = losses_of(with, replication);
    for (std::size_t d = 0; d < with.topology.dependencies.size(); ++d) {
      const Dependency& removed = with.topology.dependencies[d];
      if (removed.need != system::Need::hard || !removed.group.empty()) continue;
      Scenario without = with;
      without.topology.dependencies.erase(without.topology.dependencies.begin() +
                                          static_cast<std::ptrdiff_t>(d));
      CAPTURE(removed.from);
      CAPTURE(removed.to);
      compared.check(losses_of(without, replication), wide);
    }
  });
}

TEST_CASE("an alternative less never narrows an outage") {
  compare_both([](Comparisons& compared, const Scenario& with, std::uint64_t replication) {
    for (std::size_t d = 0; d < with.topology.dependencies.size(); ++d) {
      const Dependency& removed = with.topology.dependencies[d];
      if (removed.group.empty()) continue;
      const auto members =
          std::count_if(with.topology.dependencies.begin(), with.topology.dependencies.end(),
                        [&](const Dependency& other) { return other.group == removed.group; });
      if (members == removed.at_least) continue;  // the others would have to do with fewer
      compared.check_weaker(with, replication, [d](Scenario& weaker) {
        weaker.topology.dependencies.erase(weaker.topology.dependencies.begin() +
                                           static_cast<std::ptrdiff_t>(d));
      });
    }
  });
}

TEST_CASE("a fault more never narrows an outage") {
  compare_both([](Comparisons& compared, const Scenario& scenario, std::uint64_t replication) {
    for (const system::Service& service : scenario.topology.services)
      compared.check_weaker(scenario, replication, [&service](Scenario& weaker) {
        cascade::GivenFault more = weaker.what_if->faults[0];
        more.at = sim::seconds(100);
        more.service = service.id;
        weaker.what_if->faults.push_back(more);
      });
  });
}

TEST_CASE("a likelier loss never narrows an outage that lasts") {
  Comparisons comparisons;
  for_each_lasting_system(
      comparisons, [](Comparisons& compared, const Scenario& scenario, std::uint64_t replication) {
        for (const system::Service& service : scenario.topology.services)
          compared.check_weaker(scenario, replication, [&service](Scenario& weaker) {
            for (Dependency& need : weaker.topology.dependencies)
              if (need.from == service.id) need.probability = (1 + need.probability) / 2;
          });
      });
  comparisons.check_that_many_differ();
}

/// The same distribution, so many times as long.
Distribution longer(const Distribution& time, double factor) {
  if (time.is_fixed()) return Distribution(sim::Fixed{time.mean() * factor});
  return Distribution(sim::Exponential{time.mean() * factor});
}

void lengthen_faults(Scenario& scenario) {
  for (auto& fault : scenario.what_if->faults) fault.lasts = longer(*fault.lasts, 1.5);
}
void lengthen_restarts(Scenario& scenario) {
  for (auto& service : scenario.topology.services) service.restart = longer(service.restart, 1.5);
}
void lengthen_reconnections(Scenario& scenario) {
  for (auto& need : scenario.topology.dependencies)
    need.recovers_after = longer(need.recovers_after, 1.5);
}

TEST_CASE("a longer fault, restart or reconnection never shortens an outage that passes") {
  for (const auto lengthen : {lengthen_faults, lengthen_restarts, lengthen_reconnections}) {
    Comparisons comparisons;
    for_each_passing_system(comparisons, [lengthen](Comparisons& compared, const Scenario& scenario,
                                                    std::uint64_t replication) {
      compared.check_weaker(scenario, replication, lengthen);
    });
    comparisons.check_that_many_differ();
  }
}

TEST_CASE("a shorter cache or delay never shortens an outage") {
  compare_both([](Comparisons& compared, const Scenario& scenario, std::uint64_t replication) {
    compared.check_weaker(scenario, replication, [](Scenario& weaker) {
      for (auto& need : weaker.topology.dependencies)
        if (need.need != system::Need::async) need.survives = longer(need.survives, 0.5);
    });
    compared.check_weaker(scenario, replication, [](Scenario& weaker) {
      for (auto& need : weaker.topology.dependencies) need.delay = longer(need.delay, 0.5);
    });
  });
}

}  // namespace
}  // namespace outcast::laws
