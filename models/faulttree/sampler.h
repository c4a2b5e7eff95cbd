// Draws the shared events of a tree under a proposal, and integrates over all
// others exactly.
#pragma once
#include <span>
#include <vector>

#include "models/faulttree/propagation.h"
#include "models/faulttree/proposal.h"
#include "sim/kernel/stream.h"

namespace outcast::faulttree {

/// As many uniform numbers as one sample needs, from streams of its own. Thread
/// rule: one thread.
class Draws {
 public:
  Draws(sim::Streams streams, sim::Purpose purpose) : streams_(streams), purpose_(purpose) {}
  double uniform();

 private:
  sim::Streams streams_;
  sim::Purpose purpose_;
  sim::Stream stream_{{}, {}};
  std::uint32_t occurrence_ = 0;
  int left_ = 0;
};

/// What one sample says. Its mean, weight x value, is the probability of the
/// top event.
struct Sample {
  double weight = 0;
  double value = 0;  ///< probability of the top, given the events drawn
};

/// An event that was drawn, and how probable its failure was under the last
/// component.
struct Drawn {
  Node event;
  bool has_failed;
  double tilted;
};

/// Thread rule: one thread. Invariant: a sample depends on the draws alone.
class Sampler {
 public:
  /// Both must outlive it.
  Sampler(const Logic& logic, const Proposal& proposal);

  Sample draw(Draws& draws);
  std::span<const Drawn> drawn() const { return drawn_; }
  /// Adds, for every event, factor x (probability that it and the top happen,
  /// given the events drawn) to `sums`; for the last sample.
  void add_joint(double factor, std::span<double> sums);

 private:
  bool draw_event(Node event, std::size_t component, double uniform);
  std::size_t draw_component(double uniform) const;
  double weight() const;
  double integrate();
  void find_slopes();

  const Logic& logic_;
  const Proposal& proposal_;
  Propagation tilting_;
  GateProbability gate_probability_;
  std::vector<double> exact_, slopes_;
  std::vector<double> log_ratios_;  ///< by component: of its probability to nature's
  std::vector<double> tilted_;      ///< by component
  std::vector<Drawn> drawn_;
};

}  // namespace outcast::faulttree
