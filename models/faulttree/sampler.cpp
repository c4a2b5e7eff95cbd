// Sequential importance sampling with approximate conditional probabilities of
// the top event, as in L'Ecuyer, Rubino, Saggadi and Tuffin, Approximate
// zero-variance importance sampling for static network reliability estimation,
// IEEE Transactions on Reliability 60 (2011).
#include "models/faulttree/sampler.h"

#include <algorithm>
#include <cmath>

#include "sim/kernel/portable_math.h"

namespace outcast::faulttree {
namespace {

double tilt(double probability, Proposal::Tilt tilt) {
  return tilt == Proposal::Tilt::root ? std::sqrt(probability) : probability;
}

}  // namespace

double Draws::uniform() {
  constexpr int per_stream = 500;  // of the 512 that a stream has
  if (left_ == 0) {
    stream_ = streams_.stream(purpose_, sim::entity("shared events"), occurrence_++);
    left_ = per_stream;
  }
  --left_;
  return stream_.uniform();
}

Sampler::Sampler(const Logic& logic, const Proposal& proposal)
    : logic_(logic),
      proposal_(proposal),
      tilting_(logic, Coupling::halfway),
      gate_probability_(logic),
      exact_(logic.events() + logic.gates.size()),
      log_ratios_(proposal.components.size()),
      tilted_(proposal.components.size()) {}

std::size_t Sampler::draw_component(double uniform) const {
  std::size_t chosen = 0;
  while (chosen + 1 < proposal_.components.size() && uniform >= proposal_.components[chosen].share)
    uniform -= proposal_.components[chosen++].share;
  return chosen;
}

/// False: the top cannot happen any more.
bool Sampler::draw_event(Node event, std::size_t component, double uniform) {
  const double p = logic_.probabilities[event];
  tilting_.assume(event, 1);
  const double if_failed = tilting_.top();
  tilting_.undo();
  tilting_.assume(event, 0);
  const double if_intact = tilting_.top();
  // Alike: the event need not matter, and is drawn as nature does.
  const bool matters = if_failed != if_intact;
  if (matters && p * if_failed + (1 - p) * if_intact <= 0) return false;
  for (std::size_t c = 0; c < tilted_.size(); ++c) {
    const Proposal::Component& by = proposal_.components[c];
    const double failed = p * tilt(if_failed, by.tilt) * by.corrections[event];
    const double intact = (1 - p) * tilt(if_intact, by.tilt);
    tilted_[c] = matters ? failed / (failed + intact) : p;
  }
  const bool fails = uniform < tilted_[component];
  if (fails) {
    tilting_.undo();
    tilting_.assume(event, 1);
  }
  drawn_.push_back({event, fails, tilted_.back()});
  if (!matters) return true;
  for (std::size_t c = 0; c < tilted_.size(); ++c) {
    const double ratio = fails ? tilted_[c] / p : (1 - tilted_[c]) / (1 - p);
    // A component that never draws this leaves the mixture to the others.
    log_ratios_[c] += ratio > 0 ? sim::portable_log(ratio) : -1e300;
  }
  return true;
}

double Sampler::weight() const {
  double mixed = 0;
  for (std::size_t c = 0; c < log_ratios_.size(); ++c)
    mixed += proposal_.components[c].share * sim::portable_exp(log_ratios_[c]);
  return 1 / mixed;
}

/// The probability of the top when every event drawn is certain: no shared
/// event is left to entangle the others.
double Sampler::integrate() {
  std::copy_n(tilting_.probabilities().begin(), logic_.events(), exact_.begin());
  for (std::size_t g = 0; g < logic_.gates.size(); ++g)
    exact_[logic_.events() + g] = gate_probability_.of(g, exact_, Coupling::independent);
  return exact_[logic_.top()];
}

Sample Sampler::draw(Draws& draws) {
  tilting_.reset();
  drawn_.clear();
  std::ranges::fill(log_ratios_, 0.0);
  const std::size_t component = draw_component(draws.uniform());
  for (const Node event : proposal_.order) {
    if (tilting_.top() == 1 || tilting_.top() == 0) break;
    if (!draw_event(event, component, draws.uniform())) return {0, 0};
  }
  const double value = integrate();
  return {value > 0 ? weight() : 0, value};
}

void Sampler::find_slopes() {
  slopes_.assign(exact_.size(), 0.0);
  slopes_[logic_.top()] = 1;
  for (std::size_t g = logic_.gates.size(); g-- > 0;) {
    const double above = slopes_[logic_.events() + g];
    if (above == 0) continue;
    const std::span<const double> of_inputs = gate_probability_.slopes(g, exact_);
    const std::span<const Node> inputs = logic_.inputs[g];
    for (std::size_t i = 0; i < inputs.size(); ++i) slopes_[inputs[i]] += above * of_inputs[i];
  }
}

void Sampler::add_joint(double factor, std::span<double> sums) {
  const double top = exact_[logic_.top()];
  if (top <= 0) return;
  find_slopes();
  for (std::size_t e = 0; e < sums.size(); ++e) {
    const double p = exact_[e];
    if (p > 0) sums[e] += factor * p * std::min(1.0, top + (1 - p) * slopes_[e]);
  }
}

}  // namespace outcast::faulttree
