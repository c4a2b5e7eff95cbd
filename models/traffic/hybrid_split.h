// One network in two: what is simulated as flow, and what request by request.
#pragma once
#include "models/traffic/network.h"

namespace outcast::traffic::hybrid {

inline constexpr std::uint32_t nobody = 0xffffffffU;

/// Load of a stand-in, in requests per second, at a factor of 1: as good as none.
inline constexpr double unit_rate = 1e-6;

EngineKind engine_of(const Network& network, const Station& station);
/// Some stations are simulated by one engine, and some by the other.
bool is_mixed(const Network& network);

/// One of the two networks. What stands in for the other side comes after what is its own.
struct Side {
  Network network;
  std::vector<std::uint32_t> stations, sources;  ///< their indices in the whole network
};

/// The calls of one caller to one provider on the other side.
struct Crossing {
  std::uint32_t station = 0;      ///< stands in for the provider, on the caller's side
  std::uint32_t source = 0;       ///< stands in for the caller, on the provider's side
  std::uint32_t call = 0;         ///< of that source
  std::uint32_t caller = nobody;  ///< on its side; nobody: customers
  double calls = 1;               ///< per request of the caller
};

/// Thread rule: immutable. Invariant: every station and source of the whole is on one side.
struct Split {
  explicit Split(const Network& whole);

  Side flow, request;
  std::vector<Crossing> to_request, to_flow;
  std::vector<std::uint32_t> station_at, source_at;  ///< index on its side, by index in the whole
  std::vector<EngineKind> station_side, source_side;
};

}  // namespace outcast::traffic::hybrid
