// Reads losses off a world.
#include "tests/laws/metamorphic/losses.h"

#include "models/cascade/world.h"

namespace outcast::laws {
namespace {

/// Books divide times by 2^16: each change of a unit's loss may lose that many nanoseconds.
constexpr std::int64_t rounding = 10'000'000;

template <class Number>
std::string excess_of(const std::map<std::string, Number>& narrow,
                      const std::map<std::string, Number>& wide) {
  for (const auto& [id, lost] : narrow) {
    const auto other = wide.find(id);
    if (other == wide.end()) return id + " is hit";
    if (lost > other->second + rounding)
      return id + " loses " + std::to_string(static_cast<double>(lost) * 1e-9) + " s, not " +
             std::to_string(static_cast<double>(other->second) * 1e-9) + " s";
  }
  return "";
}

}  // namespace

Losses losses_of(const cascade::Scenario& scenario, std::uint64_t replication) {
  const auto blueprint = cascade::draft(scenario);
  cascade::World world(blueprint);
  world.replicate(1, replication, nullptr);
  Losses losses;
  for (std::uint32_t i = 0; i < world.units().size(); ++i)
    if (const auto& unit = world.units()[i]; unit.hits > 0)
      losses.of_unit[blueprint.units.id(unit.unit)] = unit.lost_ns;
  for (std::uint32_t i = 0; i < world.customers().size(); ++i)
    if (world.customers()[i].was_hit)
      losses.of_customers[blueprint.customers[world.customers().key(i)].id] =
          world.customers()[i].lost_ns;
  return losses;
}

std::string excess(const Losses& narrow, const Losses& wide) {
  const std::string of_units = excess_of(narrow.of_unit, wide.of_unit);
  return of_units.empty() ? excess_of(narrow.of_customers, wide.of_customers) : of_units;
}

}  // namespace outcast::laws
