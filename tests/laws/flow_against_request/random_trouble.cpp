// How the random systems are drawn: from the leaves of the tree to its root, since a caller's slots
// and timeout depend on what it calls.
#include "tests/laws/flow_against_request/random_trouble.h"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <vector>

namespace outcast::laws {
namespace {

using traffic::Answer;
using traffic::Call;
using traffic::Condition;
using traffic::Station;

class Dice {
 public:
  Dice(std::uint64_t seed, std::uint32_t attempt)
      : stream_(sim::Streams(seed, 0).stream(sim::purpose("trouble"), sim::Entity{}, attempt)) {}
  double between(double low, double high) { return low + (high - low) * stream_.uniform(); }
  unsigned whole(unsigned low, unsigned high) {
    return low + static_cast<unsigned>(stream_.uniform() * (high - low + 1));
  }
  bool one_in_three() { return whole(0, 2) == 0; }

 private:
  sim::Stream stream_;
};

/// A station, and how it is called.
struct Node {
  std::size_t parent = 0;
  double calls = 1;      ///< per request of the parent
  double rate = 0;       ///< requests per second
  double service = 0;    ///< seconds
  double slowest = 0;    ///< seconds that its calls take
  double timeout = 0;    ///< seconds, of its caller
  unsigned retries = 0;  ///< of its caller
};

std::vector<Node> draw_tree(Dice& dice) {
  const double rate = dice.between(20, 150);
  std::vector<Node> nodes(dice.whole(1, 4));
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    Node& node = nodes[i];
    if (i > 0) node.parent = dice.whole(0, static_cast<unsigned>(i) - 1);
    if (i > 0 && dice.one_in_three()) node.calls = dice.between(0.3, 1);
    node.rate = i == 0 ? rate : nodes[node.parent].rate * node.calls;
    node.service = dice.between(0.01, 0.1);
    node.timeout = std::max(0.1, dice.between(4, 15) * node.service);
    node.retries = dice.whole(0, 2);
  }
  for (std::size_t i = nodes.size() - 1; i > 0; --i) {
    Node& parent = nodes[nodes[i].parent];
    parent.timeout = std::max(parent.timeout, 1.2 * nodes[i].timeout + 4 * parent.service);
    parent.slowest = std::max(parent.slowest, nodes[i].service + nodes[i].slowest);
  }
  return nodes;
}

/// Requests per timeout, of the station that has the fewest.
double least_load(const std::vector<Node>& nodes) {
  double least = nodes[0].rate * nodes[0].timeout;
  for (const Node& node : nodes) least = std::min(least, node.rate * node.timeout);
  return least;
}

/// Mean `mean`, and a coefficient of variation of 1, about 0.5, or 0.
sim::Distribution draw_service_time(Dice& dice, double mean) {
  switch (dice.whole(0, 2)) {
    case 0:
      return sim::Distribution(sim::Exponential{mean});
    case 1:
      return sim::Distribution(sim::Lognormal{.median = mean * std::exp(-0.125), .sigma = 0.5});
    default:
      return sim::Distribution(sim::Fixed{mean});
  }
}

Station draw_station(Dice& dice, const Node& node, std::size_t index) {
  Station station;
  station.id = "s" + std::to_string(index);
  station.entity = sim::entity(station.id);
  station.serving.service_time = draw_service_time(dice, node.service);
  const double held = node.rate * (node.service + node.slowest);
  station.serving.concurrency = static_cast<unsigned>(std::ceil(held / dice.between(0.3, 0.85)));
  if (dice.one_in_three()) station.serving.queue = dice.whole(1, 3) * station.serving.concurrency;
  return station;
}

Call draw_call(Dice& dice, const Node& node, std::size_t index) {
  Call call;
  call.entity = sim::entity("call of s" + std::to_string(index));
  call.providers = {traffic::StationIndex{static_cast<std::uint32_t>(index)}};
  call.policy.calls = node.calls;
  call.policy.timeout = sim::Duration::from_seconds(node.timeout);
  call.policy.retry = {.attempts = node.retries,
                       .backoff = sim::Duration::from_seconds(0.3 * node.timeout),
                       .jitter = 0.5};
  if (dice.one_in_three())
    call.policy.retry.budget = traffic::RetryBudget{.share = 0.2, .burst = 10};
  return call;
}

Condition draw_condition(Dice& dice) {
  switch (dice.whole(0, 3)) {
    case 0:
      return {.capacity = dice.between(0, 0.6)};
    case 1:
      return {.slowness = dice.between(1.5, 4)};
    case 2:
      return {.answer = Answer::hangs};
    default:
      return {.answer = Answer::refuses};
  }
}

/// Stations, then the calls of each, and those of the customers last.
void place(Dice& dice, const std::vector<Node>& nodes, traffic::Network& network) {
  for (std::size_t i = 0; i < nodes.size(); ++i)
    network.stations.push_back(draw_station(dice, nodes[i], i));
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    network.stations[i].first_call = static_cast<std::uint32_t>(network.calls.size());
    for (std::size_t j = i + 1; j < nodes.size(); ++j)
      if (nodes[j].parent == i) network.calls.push_back(draw_call(dice, nodes[j], j));
    network.stations[i].call_count =
        static_cast<std::uint32_t>(network.calls.size()) - network.stations[i].first_call;
  }
  traffic::Source customers;
  customers.id = "customers";
  customers.entity = sim::entity(customers.id);
  customers.load.rate = nodes[0].rate;
  customers.first_call = static_cast<std::uint32_t>(network.calls.size());
  customers.call_count = 1;
  network.calls.push_back(draw_call(dice, nodes[0], 0));
  network.sources.push_back(customers);
}

std::string describe(const Trouble& trouble, const std::vector<Node>& nodes) {
  std::ostringstream text;
  text.precision(3);
  text << nodes[0].rate << "/s";
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const traffic::Serving& serving = trouble.network.stations[i].serving;
    text << ", s" << i;
    if (i > 0) text << " of s" << nodes[i].parent << " x " << nodes[i].calls;
    text << " (" << serving.concurrency << " slots of " << nodes[i].service << " s, timeout "
         << nodes[i].timeout << " s, " << nodes[i].retries << " retries";
    if (serving.queue) text << ", queue " << *serving.queue;
    text << ")";
  }
  const Condition& condition = trouble.condition;
  text << "; s" << raw(trouble.victim) << " for " << trouble.ends - Trouble::begins << " s";
  if (condition.answer == Answer::hangs) text << " hangs";
  if (condition.answer == Answer::refuses) text << " refuses";
  if (condition.capacity < 1) text << " has " << condition.capacity << " of its slots";
  if (condition.slowness > 1) text << " takes " << condition.slowness << " times as long";
  return text.str();
}

}  // namespace

Trouble draw_trouble(std::uint64_t seed, double least_per_timeout) {
  std::uint32_t attempt = 0;
  Dice dice(seed, attempt);
  std::vector<Node> nodes = draw_tree(dice);
  while (least_load(nodes) < least_per_timeout) {
    dice = Dice(seed, ++attempt);
    nodes = draw_tree(dice);
  }
  Trouble trouble;
  place(dice, nodes, trouble.network);
  trouble.victim = traffic::StationIndex{dice.whole(0, static_cast<unsigned>(nodes.size()) - 1)};
  trouble.condition = draw_condition(dice);
  trouble.ends = Trouble::begins + dice.between(1, 15);
  trouble.text = describe(trouble, nodes);
  return trouble;
}

std::vector<double> success_shares(const Trouble& trouble, traffic::Network network,
                                   std::uint64_t replications) {
  const auto at = [](double seconds) {
    return sim::Time{sim::Duration::from_seconds(seconds).nanoseconds};
  };
  network.settings = {.engine = network.settings.engine,
                      .warm_up = sim::seconds(5),
                      .series_step = sim::seconds(5),
                      .series_length = sim::seconds(120)};
  const auto engine = traffic::make_engine(network);
  std::vector<double> shares;
  for (std::uint64_t r = 0; r < replications; ++r) {
    engine->begin(1, r);
    engine->set_condition(at(Trouble::begins), trouble.victim, trouble.condition);
    engine->set_condition(at(trouble.ends), trouble.victim, {});
    while (engine->next() < at(150)) engine->advance(at(150));
    engine->finish(at(150));
    traffic::Answers answers;
    for (const traffic::Answers& step : engine->books().sources[0].series) answers += step;
    shares.push_back(answers.succeeded / answers.all());
  }
  return shares;
}

}  // namespace outcast::laws
