// How a network is split: stand-ins take the places of what is on the other side.
#include "models/traffic/hybrid_split.h"

#include <algorithm>

namespace outcast::traffic::hybrid {
namespace {

/// Slots of a stand-in: nobody ever waits for one.
constexpr unsigned enough = 1'000'000'000;

/// Its stand-in asks once per request, and never again: what comes after is up to the real caller.
CallPolicy one_attempt(const CallPolicy& policy) {
  return {.timeout = policy.timeout, .cancels = policy.cancels, .importance = policy.importance};
}

Station stand_in_for(const Station& provider, const std::string& caller) {
  Station station;
  station.id = caller + " > " + provider.id;
  station.entity = sim::entity(station.id);
  station.serving.service_time = provider.serving.service_time;
  station.serving.gives_up_after = provider.serving.gives_up_after;
  station.serving.concurrency = enough;
  return station;
}

class Splitter {
 public:
  Splitter(const Network& whole, Split& split) : whole_(whole), split_(split) {}

  void split() {
    split_.flow.network.settings = split_.request.network.settings = whole_.settings;
    for (const Station& s : whole_.stations) number(s);
    for (const Source& s : whole_.sources) number(s);
    for (std::uint32_t i = 0; i < whole_.stations.size(); ++i)
      connect(split_.station_side[i], whole_.stations[i],
              side(split_.station_side[i]).network.stations[split_.station_at[i]],
              split_.station_at[i]);
    for (std::uint32_t i = 0; i < whole_.sources.size(); ++i)
      connect(split_.source_side[i], whole_.sources[i],
              side(split_.source_side[i]).network.sources[split_.source_at[i]], nobody);
    for (const Border& border : borders_) stand_in(border);
  }

 private:
  /// A call that is to go to a provider on the other side.
  struct Border {
    EngineKind caller_side;
    std::uint32_t call, provider;  ///< by index on the caller's side, in the whole
    std::size_t place;             ///< among the providers of the call
    std::uint32_t station;         ///< that calls, on its side; nobody: customers
    std::string caller;
  };

  Side& side(EngineKind kind) { return kind == EngineKind::request ? split_.request : split_.flow; }

  void number(const Station& station) {
    const EngineKind kind = engine_of(whole_, station);
    Side& own = side(kind);
    split_.station_side.push_back(kind);
    split_.station_at.push_back(static_cast<std::uint32_t>(own.stations.size()));
    own.stations.push_back(static_cast<std::uint32_t>(split_.station_side.size() - 1));
    own.network.stations.push_back(station);
  }

  /// Customers are simulated one by one where all that they call is.
  void number(const Source& source) {
    const bool are_single = std::ranges::all_of(whole_.calls_of(source), [&](const Call& call) {
      return std::ranges::all_of(call.providers, [&](StationIndex p) {
        return split_.station_side[raw(p)] == EngineKind::request;
      });
    });
    const EngineKind kind = are_single ? EngineKind::request : EngineKind::flow;
    Side& own = side(kind);
    split_.source_side.push_back(kind);
    split_.source_at.push_back(static_cast<std::uint32_t>(own.sources.size()));
    own.sources.push_back(static_cast<std::uint32_t>(split_.source_side.size() - 1));
    own.network.sources.push_back(source);
  }

  template <class Caller>
  void connect(EngineKind kind, const Caller& in_whole, Caller& caller, std::uint32_t station) {
    std::vector<Call>& calls = side(kind).network.calls;
    caller.first_call = static_cast<std::uint32_t>(calls.size());
    for (const Call& call : whole_.calls_of(in_whole)) {
      calls.push_back(call);
      for (std::size_t p = 0; p < call.providers.size(); ++p) {
        const std::uint32_t provider = raw(call.providers[p]);
        calls.back().providers[p] = StationIndex{split_.station_at[provider]};
        if (split_.station_side[provider] != kind)
          borders_.push_back({kind, static_cast<std::uint32_t>(calls.size() - 1), provider, p,
                              station, in_whole.id});
      }
    }
  }

  void stand_in(const Border& border) {
    const bool is_flow = border.caller_side == EngineKind::flow;
    Network& near = side(border.caller_side).network;
    Network& far = (is_flow ? split_.request : split_.flow).network;
    Call& call = near.calls[border.call];
    const auto station = static_cast<std::uint32_t>(near.stations.size());
    near.stations.push_back(stand_in_for(whole_.stations[border.provider], border.caller));
    call.providers[border.place] = StationIndex{station};

    const auto source = static_cast<std::uint32_t>(far.sources.size());
    const auto copy = static_cast<std::uint32_t>(far.calls.size());
    const sim::Entity entity = near.stations.back().entity;
    far.calls.push_back({.entity = entity,
                         .policy = one_attempt(call.policy),
                         .providers = {StationIndex{split_.station_at[border.provider]}}});
    far.sources.push_back({.id = near.stations.back().id,
                           .entity = entity,
                           .load = {.rate = unit_rate},
                           .first_call = copy,
                           .call_count = 1});
    (is_flow ? split_.to_request : split_.to_flow)
        .push_back({station, source, copy, border.station, std::max(1., call.policy.calls)});
  }

  const Network& whole_;
  Split& split_;
  std::vector<Border> borders_;
};

}  // namespace

/// All that is not simulated by request flows, as the scenario says.
EngineKind engine_of(const Network& network, const Station& station) {
  const EngineKind kind = station.serving.engine.value_or(network.settings.engine);
  return kind == EngineKind::request ? kind : EngineKind::flow;
}

bool is_mixed(const Network& network) {
  return std::ranges::any_of(network.stations, [&](const Station& s) {
    return engine_of(network, s) != engine_of(network, network.stations.front());
  });
}

Split::Split(const Network& whole) { Splitter(whole, *this).split(); }

}  // namespace outcast::traffic::hybrid
