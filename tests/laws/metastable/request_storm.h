// A station without capacity for a while, and customers who retry: the test system of the laws.
#pragma once
#include "models/traffic/request_engine.h"
#include "tests/traffic_builder.h"

namespace outcast::laws {

/// 20 slots with exponential service times of 0.1 s, first in first out, no bound; a timeout of 1
/// s, retries 0.5 s later, +- 50 %; work on abandoned requests is done. The trigger comes at 10 s.
struct Storm {
  static constexpr double capacity = 200;  ///< per second
  static constexpr double trigger = 10;    ///< seconds

  test::TrafficBuilder builder;
  traffic::Station& station;
  traffic::Source& customers;
  traffic::Call& call;

  Storm(unsigned retries, double utilisation)
      : station(builder.station("station", 20, 0.1)),
        customers(builder.source("customers", utilisation * capacity)),
        call(builder.call("customers", {"station"})) {
    call.policy.timeout = sim::seconds(1);
    call.policy.retry = {
        .attempts = retries, .backoff = sim::Duration::from_seconds(0.5), .jitter = 0.5};
    builder.settings.series_step = sim::seconds(1);
  }

  /// The engine of a network, and how to bring a replication through a trigger.
  class Engine {
   public:
    Engine(Storm& storm, double length) : length_(length), network_(make(storm, length)) {}

    /// Share of the requests of the last fifth of the time that succeed after such an outage.
    double goodput_after(double outage, std::uint64_t replication) {
      const auto at = [](double seconds) {
        return sim::Time{sim::Duration::from_seconds(seconds).nanoseconds};
      };
      engine_.begin(11, replication);
      engine_.set_condition(at(trigger), traffic::StationIndex{0}, {.capacity = 0});
      engine_.set_condition(at(trigger + outage), traffic::StationIndex{0}, {});
      while (engine_.next() < at(length_)) engine_.advance(at(length_));
      engine_.finish(at(length_));
      const auto& series = engine_.books().sources[0].series;
      traffic::Answers last;
      for (std::size_t i = series.size() * 4 / 5; i < series.size(); ++i) last += series[i];
      return last.succeeded / last.all();
    }

   private:
    static traffic::Network make(Storm& storm, double length) {
      storm.builder.settings.series_length = sim::Duration::from_seconds(length);
      return storm.builder.network();
    }

    double length_;
    traffic::Network network_;
    traffic::RequestEngine engine_{network_};
  };
};

}  // namespace outcast::laws
