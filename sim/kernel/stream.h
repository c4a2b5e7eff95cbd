// Named random streams: every random decision of a run is found by its name, not by its turn.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "sim/kernel/philox.h"

namespace outcast::sim {

/// 64-bit FNV-1a: names become keys that depend on the text alone. Source: Fowler, Noll, Vo.
constexpr std::uint64_t hash_name(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return hash;
}

/// What a draw is for ("dependency.loss", "monitor.tick"). A new random decision gets a new purpose.
enum class Purpose : std::uint64_t {};
constexpr Purpose purpose(std::string_view name) { return Purpose{hash_name(name)}; }

/// Whom a draw concerns: the hash of its stable external id, so that no memory layout moves anyone's luck.
enum class Entity : std::uint64_t {};
constexpr Entity entity(std::string_view id) { return Entity{hash_name(id)}; }

/// The draws of one decision: a counter-based sequence of at most 256 Philox blocks.
/// Thread rule: a value; belongs to the handler that asked for it.
/// Invariant: the k-th number depends only on (seed, replication, purpose, entity, occurrence, k).
class Stream {
 public:
  Stream(philox::Key key, philox::Counter counter) : key_(key), counter_(counter) {}
  /// A stream for tests that plays the given numbers as uniform() and coins, and throws std::out_of_range past their end.
  static Stream scripted(std::span<const double> numbers);

  /// 32 uniformly distributed bits.
  std::uint32_t bits();
  /// Uniform on the open interval (0, 1), 53 bits. Takes two 32-bit words (one scripted number).
  double uniform();
  /// True with probability p, monotone in p: u < p for one u. Takes one 32-bit word (one scripted number).
  bool coin(double p);
  /// Words taken so far (scripted: numbers), for tests that count draws.
  std::uint32_t drawn() const { return drawn_; }

 private:
  void refill();

  philox::Key key_{};
  philox::Counter counter_{};
  std::array<std::uint32_t, 4> block_{};
  std::uint32_t drawn_ = 0;
  std::span<const double> script_{};
  bool scripted_ = false;
};

/// Gives the streams of one replication. Thread rule: immutable, shared freely.
class Streams {
 public:
  Streams(std::uint64_t seed, std::uint64_t replication) : seed_(seed), replication_(replication) {}
  /// `occurrence` counts how often this entity has met this purpose; below 2^24.
  Stream stream(Purpose purpose, Entity entity, std::uint32_t occurrence) const;

 private:
  std::uint64_t seed_;
  std::uint64_t replication_;
};

}  // namespace outcast::sim
