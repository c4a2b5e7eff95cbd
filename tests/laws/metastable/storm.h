// A station without capacity for a while, and customers who retry: the test system of the laws.
#pragma once
#include <memory>

#include "models/traffic/engine.h"
#include "tests/traffic_builder.h"

namespace outcast::laws {

/// Slots with exponential service times of 0.1 s, first in first out, no bound; a timeout of 1
/// s, retries 0.5 s later, +- 50 %; work on abandoned requests is done. The trigger comes at 10 s.
struct Storm {
  static constexpr double trigger = 10;  ///< seconds

  test::TrafficBuilder builder;
  traffic::Station& station;
  traffic::Source& customers;
  traffic::Call& call;

  Storm(unsigned retries, double utilisation, unsigned slots = 20)
      : station(builder.station("station", slots, 0.1)),
        customers(builder.source("customers", utilisation * slots / 0.1)),
        call(builder.call("customers", {"station"})) {
    call.policy.timeout = sim::seconds(1);
    call.policy.retry = {
        .attempts = retries, .backoff = sim::Duration::from_seconds(0.5), .jitter = 0.5};
    builder.settings.series_step = sim::seconds(1);
  }

  /// The engine of a network, and how to bring a replication through a trigger.
  class Engine {
   public:
    Engine(Storm& storm, double length, traffic::EngineKind kind = traffic::EngineKind::request)
        : length_(length), network_(make(storm, length, kind)) {}

    /// Share of the requests of the last fifth of the time that succeed after such an outage.
    double goodput_after(double outage, std::uint64_t replication) {
      const auto at = [](double seconds) {
        return sim::Time{sim::Duration::from_seconds(seconds).nanoseconds};
      };
      engine_->begin(11, replication);
      engine_->set_condition(at(trigger), traffic::StationIndex{0}, {.capacity = 0});
      engine_->set_condition(at(trigger + outage), traffic::StationIndex{0}, {});
      while (engine_->next() < at(length_)) engine_->advance(at(length_));
      engine_->finish(at(length_));
      const auto& series = engine_->books().sources[0].series;
      traffic::Answers last;
      for (std::size_t i = series.size() * 4 / 5; i < series.size(); ++i) last += series[i];
      return last.succeeded / last.all();
    }

    /// The outage length at which a replication tips: by bisection under the same luck.
    double critical_length(std::uint64_t replication, double precision) {
      double recovers = 0, stays_down = 5.12;
      while (stays_down - recovers > precision) {
        const double middle = (recovers + stays_down) / 2;
        (goodput_after(middle, replication) > 0.5 ? recovers : stays_down) = middle;
      }
      return (recovers + stays_down) / 2;
    }

   private:
    static traffic::Network make(Storm& storm, double length, traffic::EngineKind kind) {
      storm.builder.settings.engine = kind;
      storm.builder.settings.series_length = sim::Duration::from_seconds(length);
      return storm.builder.network();
    }

    double length_;
    traffic::Network network_;
    std::unique_ptr<traffic::Engine> engine_ = traffic::make_engine(network_);
  };
};

}  // namespace outcast::laws
