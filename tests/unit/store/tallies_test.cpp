// Sums survive being packed, to the last bit.
#include "app/store/tallies.h"

#include <doctest/doctest.h>

#include <limits>

namespace outcast::app {
namespace {

constexpr std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();

cascade::EnsembleResult everything() {
  cascade::EnsembleResult result;
  result.services.resize(3);
  result.services[1].hits = {1, 127, 128};
  result.services[1].lost_ms_squared = {largest, 300};
  result.successes.resize(2);
  result.successes[1].sum = largest - 1;
  result.traffic.sources.resize(1);
  result.traffic.stations.resize(2);
  result.traffic.stations[1].latencies[47] = 16'384;
  result.traffic.stations[1].series.resize(2);
  result.traffic.stations[1].series[1].replications = 5;
  result.traffic.stations[1].latency_series.resize(1);
  result.traffic.stations[1].latency_series[0][3] = 9;
  return result;
}

TEST_CASE("packed sums are unpacked to the same") {
  const auto packed = pack_tallies(everything());
  cascade::EnsembleResult result;
  CHECK(add_tallies(packed, result));
  CHECK(pack_tallies(result) == packed);
  CHECK(result.services[1].lost_ms_squared.high == largest);
  CHECK(result.traffic.stations[1].latency_series[0][3] == 9);
}

TEST_CASE("unpacked sums are added") {
  cascade::EnsembleResult result = everything();
  CHECK(add_tallies(pack_tallies(everything()), result));
  CHECK(result.services[1].hits.sum == 254);
  CHECK(result.traffic.stations[1].series[1].replications == 10);
}

TEST_CASE("bytes that end too early, or too late, are no sums") {
  auto packed = pack_tallies(everything());
  packed.push_back(std::byte{0});
  cascade::EnsembleResult result;
  for (std::size_t length = 0; length <= packed.size(); ++length)
    CHECK(add_tallies(std::span(packed).first(length), result) == (length == packed.size() - 1));
}

TEST_CASE("a length beyond the bytes is refused before room is made for it") {
  std::vector<std::byte> packed(9, std::byte{0xff});
  packed.push_back(std::byte{1});
  cascade::EnsembleResult result;
  CHECK(!add_tallies(packed, result));
}

}  // namespace
}  // namespace outcast::app
