// What the early warning says of random systems, held against what simulated triggers do to them.
#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "tests/laws/early_warning/random_networks.h"

namespace outcast::laws {
namespace {

using traffic::EngineKind;
using traffic::Network;

/// The first of the triggers that outlives itself.
std::optional<Trigger> lasting(const Network& network, const std::vector<Trigger>& triggers,
                               EngineKind engine, double length) {
  const auto at = std::ranges::find_if(triggers, [&](const Trigger& trigger) {
    return stays_down(network, trigger, engine, length);
  });
  return at == triggers.end() ? std::nullopt : std::optional(*at);
}

/// How often it was warned, and what came of it.
struct Confusion {
  int down[2] = {}, recovers[2] = {};  ///< not warned, warned
  int split = 0;                       ///< the engines disagree, and the request engine decided
  std::string missed, unfounded;

  void add(const Network& network, bool is_warned, bool is_down) {
    ++(is_down ? down : recovers)[is_warned];
    if (is_warned != is_down) (is_warned ? unfounded : missed) += "\n" + text_of(network);
  }
  std::string text() const {
    return "warned: " + std::to_string(down[1]) + " stay down, " + std::to_string(recovers[1]) +
           " recover; not warned: " + std::to_string(down[0]) + " stay down, " +
           std::to_string(recovers[0]) + " recover; the engines disagree on " +
           std::to_string(split) + "\nmissed:" + missed + "\nunfounded:" + unfounded;
  }
};

/// The warning against the flow engine; where they contradict, the request engine decides.
void judge(std::uint64_t number, double headroom, Confusion& found) {
  Network network = random_network(number, 1000, Calls::in_sequence);
  if (!set_headroom(network, headroom)) return;
  const bool is_warned = headroom < 1;
  const std::vector<Trigger> all = triggers(network, number);
  // Drained at 3 % above what comes, a backlog takes hours.
  const auto trigger = lasting(network, all, EngineKind::flow, 20'000);
  bool is_down = trigger.has_value();
  if (is_down != is_warned) {
    const std::vector<Trigger> doubtful = trigger ? std::vector{*trigger} : all;
    const bool by_request = lasting(network, doubtful, EngineKind::request, 2000).has_value();
    found.split += by_request != is_down;
    is_down = by_request;
  }
  found.add(network, is_warned, is_down);
}

TEST_CASE("outside 2 % of headroom 1 the warning says whether a trigger can outlive itself") {
  Confusion near, far;
  for (std::uint64_t number = 0; number < 60; ++number) {
    for (const double headroom : {0.97, 1.03}) judge(number, headroom, near);
    for (const double headroom : {0.9, 1.1}) judge(number, headroom, far);
  }
  MESSAGE("at 0.97 and 1.03: " << near.text());
  MESSAGE("at 0.9 and 1.1: " << far.text());
  CHECK(far.down[0] == 0);
  CHECK(far.down[1] > 25);
  CHECK(far.recovers[0] > 25);
  // No trigger may be found that does it, where a bounded queue refuses during the trigger.
  CHECK(far.recovers[1] <= 0.03 * far.down[1]);
  CHECK(near.recovers[1] <= 0.03 * near.down[1]);
  // Callers that hold slots also wait a little in the queues of providers that keep up: where they
  // are nearly full, this takes more than 2 % of a capacity.
  CHECK(near.down[0] <= 0.03 * near.recovers[0]);
}

TEST_CASE("request by request it is the same") {
  Confusion found;
  for (std::uint64_t number = 0; number < 12; ++number)
    for (const double headroom : {0.85, 1.15}) {
      Network network = random_network(number, 300, Calls::side_by_side);
      if (!set_headroom(network, headroom)) continue;
      std::vector<Trigger> first = triggers(network, number);
      first.resize(3);
      const bool is_down = lasting(network, first, EngineKind::request, 600).has_value();
      found.add(network, headroom < 1, is_down);
    }
  MESSAGE(found.text());
  CHECK(found.down[0] == 0);
  CHECK(found.recovers[1] == 0);
  CHECK(found.down[1] >= 5);
  CHECK(found.recovers[0] >= 5);
}

}  // namespace
}  // namespace outcast::laws
