// Small networks of stations and sources for tests, in a few words.
#pragma once
#include <deque>
#include <string>
#include <vector>

#include "models/traffic/network.h"

namespace outcast::test {

/// References that it gives stay valid; `network()` puts everything into place.
class TrafficBuilder {
 public:
  traffic::Settings settings;

  /// One replica with so many slots and exponential service times.
  traffic::Station& station(const std::string& id, unsigned slots, double mean_service_seconds) {
    auto& station = stations_.emplace_back().what;
    station.id = id;
    station.entity = sim::entity(id);
    station.serving.service_time = sim::Distribution(sim::Exponential{mean_service_seconds});
    station.serving.concurrency = slots;
    return station;
  }
  /// Customers who call the stations, `rate` requests a second.
  traffic::Source& source(const std::string& id, double rate) {
    auto& source = sources_.emplace_back().what;
    source.id = id;
    source.entity = sim::entity(id);
    source.load.rate = rate;
    return source;
  }
  /// A call of the station or source `from` to the stations `to`.
  traffic::Call& call(const std::string& from, const std::vector<std::string>& to) {
    auto& calls = calls_of(from);
    traffic::Call& call = calls.emplace_back();
    call.entity = sim::entity(from + " -> " + to.front());
    for (const std::string& id : to) call.providers.push_back(index_of(id));
    return call;
  }
  traffic::StationIndex index_of(const std::string& id) const {
    std::uint32_t i = 0;
    while (stations_.at(i).what.id != id) ++i;
    return traffic::StationIndex{i};
  }

  traffic::Network network() const {
    traffic::Network network;
    network.settings = settings;
    for (const auto& s : stations_) network.stations.push_back(with_calls(s, network));
    for (const auto& s : sources_) network.sources.push_back(with_calls(s, network));
    return network;
  }

 private:
  template <class What>
  struct Caller {
    What what;
    std::deque<traffic::Call> calls;
  };

  template <class What>
  static What with_calls(const Caller<What>& caller, traffic::Network& network) {
    What what = caller.what;
    what.first_call = static_cast<std::uint32_t>(network.calls.size());
    what.call_count = static_cast<std::uint32_t>(caller.calls.size());
    network.calls.insert(network.calls.end(), caller.calls.begin(), caller.calls.end());
    return what;
  }
  std::deque<traffic::Call>& calls_of(const std::string& id) {
    for (auto& source : sources_)
      if (source.what.id == id) return source.calls;
    return stations_.at(raw(index_of(id))).calls;
  }

  std::deque<Caller<traffic::Station>> stations_;
  std::deque<Caller<traffic::Source>> sources_;
};

}  // namespace outcast::test
