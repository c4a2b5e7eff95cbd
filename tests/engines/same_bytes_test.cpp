// Same seed, same bytes: for any number of threads, any shards, any history of a world, and whether
// somebody listens or not.
#include <doctest/doctest.h>

#include <map>
#include <stop_token>
#include <string>

#include "models/cascade/ensemble.h"
#include "models/cascade/world.h"
#include "sim/ensemble/digest.h"
#include "tests/laws/networks.h"
#include "tests/laws/random_systems.h"

namespace outcast {
namespace {

using cascade::Blueprint;
using cascade::EnsembleResult;
using cascade::World;

constexpr std::uint64_t seed = 11, replications = 96;

/// A what-if with chance, one that recovers, a cascade over thousands of services, and campaigns
/// with teams, changes, monitors, crews and fault processes, without and with every safeguard.
const std::map<std::string, Blueprint>& blueprints() {
  static const auto all = [] {
    laws::Dice dice(1);
    cascade::Scenario guarded = laws::campaign(4);
    laws::switch_on_all_safeguards(guarded);
    std::map<std::string, Blueprint> made;
    made.emplace("lasting", cascade::draft(laws::lasting_system(3)));
    made.emplace("passing", cascade::draft(laws::passing_system(3)));
    made.emplace("large", cascade::draft(laws::percolating(laws::erdos_renyi(3000, 3, dice), 0.6)));
    made.emplace("campaign", cascade::draft(laws::campaign(4)));
    made.emplace("guarded campaign", cascade::draft(std::move(guarded)));
    return made;
  }();
  return all;
}

/// All that an ensemble gives: the rows, and the sums by service.
std::string digest_of(const EnsembleResult& result) {
  std::string text = sim::digest(result.table);
  for (const cascade::ServiceTally& tally : result.services) {
    for (const std::uint64_t sum :
         {tally.hits.replications, tally.hits.sum, tally.hits.squares,
          tally.own_faults.replications, tally.own_faults.sum, tally.own_faults.squares,
          tally.down_at_end, tally.lost_ms, tally.lost_ms_squared.high, tally.lost_ms_squared.low})
      text += " " + std::to_string(sum);
  }
  return text;
}

EnsembleResult run_on(const Blueprint& blueprint, unsigned threads,
                      std::uint64_t count = replications) {
  EnsembleResult result;
  cascade::run(blueprint, seed, {.count = count, .threads = threads}, result);
  return result;
}

TEST_CASE("one, two and eight threads give the same bytes") {
  for (const auto& named : blueprints()) {
    CAPTURE(named.first);
    const Blueprint& blueprint = named.second;
    const std::string expected = digest_of(run_on(blueprint, 1));
    CHECK(digest_of(run_on(blueprint, 2)) == expected);
    CHECK(digest_of(run_on(blueprint, 8)) == expected);
  }
}

TEST_CASE("shards of any size, on any number of threads, add up to the whole run") {
  for (const auto& named : blueprints()) {
    CAPTURE(named.first);
    const Blueprint& blueprint = named.second;
    EnsembleResult shards;
    std::uint64_t first = 0;
    unsigned threads = 1;
    for (const std::uint64_t count : {1, 30, 0, 47, 18}) {
      cascade::run(blueprint, seed, {.first = first, .count = count, .threads = threads++}, shards);
      first += count;
    }
    REQUIRE(first == replications);
    CHECK(shards.finished == replications);
    CHECK(digest_of(shards) == digest_of(run_on(blueprint, 1)));
  }
}

TEST_CASE("a run that is stopped gives what a shorter one gives, sums by service as well") {
  for (const auto& named : blueprints()) {
    CAPTURE(named.first);
    const Blueprint& blueprint = named.second;
    std::stop_source source;
    EnsembleResult stopped;
    cascade::run(blueprint, seed,
                 {.count = replications,
                  .threads = 8,
                  .stop = source.get_token(),
                  .progress =
                      [&](std::uint64_t finished) {
                        if (finished >= 20) source.request_stop();
                      }},
                 stopped);
    CHECK(digest_of(stopped) == digest_of(run_on(blueprint, 1, stopped.finished)));
  }
}

TEST_CASE("a worker counts the replications it is told of, and no others") {
  for (const auto& named : blueprints()) {
    CAPTURE(named.first);
    const Blueprint& blueprint = named.second;
    cascade::CascadeWorker worker(blueprint, seed);
    std::vector<double> row(cascade::metrics().size());
    const auto hits = [&](std::uint64_t replication, std::uint64_t end) {
      worker.replicate(replication, row);
      worker.count_before(end);
      std::uint64_t sum = 0;
      for (const cascade::ServiceTally& tally : worker.tallies().services) sum += tally.hits.sum;
      return sum;
    };
    const std::uint64_t of_one = hits(0, 1);
    CHECK(of_one > 0);
    CHECK(hits(2, 1) == of_one);  // replication 1 is still at work elsewhere
    CHECK(hits(3, 3) > of_one);
  }
}

TEST_CASE("another seed gives other bytes") {
  for (const auto& named : blueprints()) {
    CAPTURE(named.first);
    const Blueprint& blueprint = named.second;
    EnsembleResult other;
    cascade::run(blueprint, seed + 1, {.count = replications, .threads = 1}, other);
    const bool has_luck = named.first != "passing";
    CHECK((digest_of(other) != digest_of(run_on(blueprint, 1))) == has_luck);
  }
}

/// What a world was left with, as text.
std::string remains_of(World& world) {
  std::string text = std::to_string(world.end().nanoseconds);
  const auto add = [&](auto number) { text += " " + std::to_string(number); };
  for (std::uint32_t i = 0; i < world.units().size(); ++i) {
    const cascade::UnitState& unit = world.units()[i];
    add(system::raw(unit.unit));
    add(unit.lost_ns);
    add(unit.hits);
    add(unit.loss);
  }
  for (const cascade::Incident& incident : world.incidents()) {
    text += "\n";
    for (const sim::Time at : {incident.onset, incident.detected, incident.notified,
                               incident.mitigated, incident.recovered})
      add(at.nanoseconds);
  }
  const cascade::Tally& tally = world.tally();
  for (const std::uint64_t count :
       {tally.peak_affected, std::uint64_t{tally.changes_shipped},
        std::uint64_t{tally.changes_refused}, std::uint64_t{tally.rollbacks},
        std::uint64_t{tally.false_alarms}, std::uint64_t{tally.circular_waits}})
    add(count);
  return text;
}

std::string remains_of_fresh(const Blueprint& blueprint, std::uint64_t replication) {
  World world(blueprint);
  world.replicate(seed, replication, nullptr);
  return remains_of(world);
}

class Listener final : public cascade::Observer {
 public:
  void observe(sim::Time, const cascade::Note&) override { ++notes; }
  int notes = 0;
};

TEST_CASE("listening changes nothing") {
  for (const auto& named : blueprints()) {
    CAPTURE(named.first);
    const Blueprint& blueprint = named.second;
    Listener listener;
    for (std::uint64_t r = 0; r < 12; ++r) {
      World world(blueprint);
      world.replicate(seed, r, &listener);
      CHECK(remains_of(world) == remains_of_fresh(blueprint, r));
    }
    CHECK(listener.notes > 0);
  }
}

TEST_CASE("what a world did before changes nothing") {
  for (const auto& named : blueprints()) {
    CAPTURE(named.first);
    const Blueprint& blueprint = named.second;
    World reused(blueprint);
    for (const std::uint64_t r : {7, 0, 3, 3, 1'000'000, 2, 11}) {
      reused.replicate(seed, r, nullptr);
      CHECK(remains_of(reused) == remains_of_fresh(blueprint, r));
    }
  }
}

TEST_CASE("the campaigns exercise what they are meant to") {
  const auto& blueprint = blueprints().at("guarded campaign");
  const EnsembleResult result = run_on(blueprint, 1);
  for (const char* metric : {"incidents", "changes_shipped", "changes_refused", "rollbacks",
                             "false_alarms", "services_hit", "customer_minutes"}) {
    CAPTURE(metric);
    double sum = 0;
    for (const double value : result.table.column(cascade::column_of(metric).value())) sum += value;
    CHECK(sum > 0);
  }
}

}  // namespace
}  // namespace outcast
