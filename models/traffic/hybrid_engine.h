// Both engines at once: some stations as flow, some request by request.
#pragma once
#include "models/traffic/flow_engine.h"
#include "models/traffic/hybrid_gauge.h"
#include "models/traffic/hybrid_split.h"
#include "models/traffic/request_engine.h"

namespace outcast::traffic::hybrid {

/// Two engines, each with its side of the network and with stand-ins for the other. At the end of
/// every step they tell each other at which rate requests cross the border, and what they meet
/// there. docs/MODEL.md (Both at once) has what is neglected.
/// Thread rule: one owner. Invariants: as Engine; within a step the engine whose next event is the
/// earlier one goes on, so neither is ahead of a report of the other; at equal times the world
/// comes first, then what crosses the border, then flow.
class HybridEngine final : public Engine {
 public:
  explicit HybridEngine(const Network& network);

  void begin(std::uint64_t seed, std::uint64_t replication) override;
  void set_condition(sim::Time at, StationIndex station, const Condition& condition) override;
  void set_load(sim::Time at, std::uint32_t source, double factor) override;
  sim::Time next() const override;
  void advance(sim::Time until) override;
  std::span<const Report> reports() const override { return reports_; }
  void finish(sim::Time end) override;
  const Books& books() const override { return books_; }
  std::uint64_t events() const override { return flow_.events() + request_.events() + meetings_; }
  std::string exhausted() const override;

 private:
  /// A flow of attempts into the request side.
  struct Inflow {
    FateGauge fate;
    double told = 0;   ///< attempts per second
    double ended = 0;  ///< attempts
    sim::Time ended_at{};
  };
  /// Single requests into the flow side.
  struct Outflow {
    RateGauge rate;
    double received = 0;
    Condition told;
  };

  // hybrid_engine.cpp: they take turns.
  sim::Time border_due() const;
  void advance_to(sim::Time until);
  void collect(const Engine& engine, const Side& side);
  void collect_books(const Books& books, const Side& side);
  bool is_exhausted() const { return events() > most_events_; }

  // hybrid_border.cpp: what they tell each other.
  sim::Duration find_step() const;
  void meet(sim::Time at);
  void tell_requests(const Crossing& crossing, Inflow& inflow, sim::Time at);
  bool stands_still(const Crossing& crossing, const Inflow& inflow, sim::Time at) const;
  double attempts_at(const Crossing& crossing) const;
  void tell_flow(const Crossing& crossing, Outflow& outflow, sim::Time at);
  double room_for(const Crossing& crossing, double ended) const;
  StationIndex provider_of(const Crossing& crossing) const;
  bool is_news(const Crossing& crossing, const Condition& met, const Condition& told) const;

  const std::uint64_t most_events_;
  const Split split_;
  const sim::Duration step_;
  flow::FlowEngine flow_;
  request::RequestEngine request_;
  std::vector<Inflow> inflows_;
  std::vector<Outflow> outflows_;
  sim::Time met_{};  ///< when they met last
  std::uint64_t meetings_ = 0;
  bool is_at_rest_ = false;  ///< since they met
  std::vector<Report> reports_;
  Books books_;
};

}  // namespace outcast::traffic::hybrid
