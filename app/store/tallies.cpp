// One walk over all sums, for writing and for reading.
#include "app/store/tallies.h"

namespace outcast::app {
namespace {

class Packer {
 public:
  void number(const std::uint64_t& value) {
    std::uint64_t rest = value;
    for (; rest >= 0x80; rest >>= 7) bytes_.push_back(static_cast<std::byte>(rest | 0x80));
    bytes_.push_back(static_cast<std::byte>(rest));
  }
  template <class List>
  void length(const List& list) {
    number(list.size());
  }
  std::vector<std::byte> take() { return std::move(bytes_); }

 private:
  std::vector<std::byte> bytes_;
};

/// Invariant: past the first bytes that make no sense it gives zeros, and says so.
class Unpacker {
 public:
  explicit Unpacker(std::span<const std::byte> bytes) : bytes_(bytes) {}
  void number(std::uint64_t& value) {
    value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (bytes_.empty()) break;
      const auto byte = static_cast<std::uint64_t>(bytes_.front());
      bytes_ = bytes_.subspan(1);
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return;
    }
    is_sound_ = false;
  }
  template <class List>
  void length(List& list) {
    std::uint64_t size = 0;
    number(size);
    if (size > bytes_.size()) is_sound_ = false;  // each element takes a byte at least
    list.resize(is_sound_ ? size : 0);
  }
  bool is_through() const { return is_sound_ && bytes_.empty(); }

 private:
  std::span<const std::byte> bytes_;
  bool is_sound_ = true;
};

template <class Archive, class Tally>
void walk_squares(Archive& archive, Tally& squares) {
  archive.number(squares.high);
  archive.number(squares.low);
}

template <class Archive, class Tally>
void walk_count(Archive& archive, Tally& count) {
  archive.number(count.replications);
  archive.number(count.sum);
  archive.number(count.squares);
}

template <class Archive, class Tally>
void walk_service(Archive& archive, Tally& service) {
  walk_count(archive, service.hits);
  walk_count(archive, service.own_faults);
  archive.number(service.down_at_end);
  archive.number(service.lost_ms);
  walk_squares(archive, service.lost_ms_squared);
}

template <class Archive, class Tally>
void walk_success(Archive& archive, Tally& success) {
  archive.number(success.replications);
  archive.number(success.sum);
  walk_squares(archive, success.squares);
}

template <class Archive, class Tally>
void walk_requests(Archive& archive, Tally& requests) {
  walk_success(archive, requests.success);
  for (auto& count : requests.latencies) archive.number(count);
  archive.number(requests.overload_ms);
  archive.length(requests.series);
  for (auto& step : requests.series) walk_success(archive, step);
  archive.length(requests.latency_series);
  for (auto& step : requests.latency_series)
    for (auto& count : step) archive.number(count);
}

template <class Archive, class Result>
void walk(Archive& archive, Result& result) {
  archive.length(result.services);
  for (auto& service : result.services) walk_service(archive, service);
  archive.length(result.successes);
  for (auto& success : result.successes) walk_success(archive, success);
  for (auto* accounts : {&result.traffic.sources, &result.traffic.stations}) {
    archive.length(*accounts);
    for (auto& requests : *accounts) walk_requests(archive, requests);
  }
}

template <class Tally>
void add(std::vector<Tally>& sums, const std::vector<Tally>& more) {
  if (sums.size() < more.size()) sums.resize(more.size());
  for (std::size_t i = 0; i < more.size(); ++i) sums[i] += more[i];
}

}  // namespace

std::vector<std::byte> pack_tallies(const cascade::EnsembleResult& result) {
  Packer packer;
  walk(packer, result);
  return packer.take();
}

bool add_tallies(std::span<const std::byte> packed, cascade::EnsembleResult& result) {
  cascade::EnsembleResult part;
  Unpacker unpacker(packed);
  walk(unpacker, part);
  if (!unpacker.is_through()) return false;
  add(result.services, part.services);
  add(result.successes, part.successes);
  result.traffic += part.traffic;
  return true;
}

}  // namespace outcast::app
