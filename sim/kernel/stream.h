// Named random streams: every random decision of a run is found by its name, not by its turn.
#pragma once
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

/// What a draw is for ("dependency.loss", "monitor.tick"). A new random decision gets a new
/// purpose.
enum class Purpose : std::uint64_t {};
constexpr Purpose purpose(std::string_view name) { return Purpose{hash_name(name)}; }

/// Whom a draw concerns: the hash of its stable external id, so that no memory layout moves
/// anyone's luck.
enum class Entity : std::uint64_t {};
constexpr Entity entity(std::string_view id) { return Entity{hash_name(id)}; }

/// Stafford's variant 13, the finaliser of SplitMix64: a bijection in which every bit depends on
/// every bit. Source: Steele, Lea and Flood, Fast splittable generators (OOPSLA 2014).
constexpr std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

/// The draws of one decision: a counter-based sequence of at most 256 Philox blocks, made when
/// first asked for.
/// Thread rule: a value; belongs to the handler that asked for it. Invariant: the k-th number
/// depends only on (seed, replication, purpose, entity, occurrence, k).
class Stream {
 public:
  Stream(philox::Key key, philox::Counter counter) : key_(key), counter_(counter) {}
  /// A stream for tests that plays the given numbers as uniform() and coins, and throws
  /// std::out_of_range past their end. The numbers are not copied: they must outlive the stream.
  static Stream scripted(std::span<const double> numbers) {
    Stream stream({}, {});
    stream.script_ = numbers;
    stream.scripted_ = true;
    return stream;
  }

  /// 32 uniformly distributed bits.
  std::uint32_t bits() {
    if (scripted_) return static_cast<std::uint32_t>(next_of_script() * 0x1p32);
    if (drawn_ % 4 == 0) refill();
    return block_[drawn_++ % 4];
  }
  /// Uniform on the open interval (0, 1): the odd multiples of 2^-53, so that 1 - u is exact and
  /// open too. Takes two 32-bit words (one scripted number).
  double uniform() {
    if (scripted_) return next_of_script();
    const std::uint64_t high = bits();
    const std::uint64_t word = (high << 32) | bits();
    return (static_cast<double>(word >> 12) + 0.5) * 0x1p-52;
  }
  /// True with probability p, monotone in p: u < p for one u. Takes one 32-bit word (one scripted
  /// number), and a second one in the one case of 2^32 where the first cannot tell, so that rare
  /// events keep their exact probability.
  bool coin(double p) {
    if (scripted_) return next_of_script() < p;
    const double scaled = p * 0x1p32;
    const auto whole = static_cast<std::int64_t>(scaled);
    const std::int64_t word = bits();
    if (word == whole) [[unlikely]]
      return bits() * 0x1p-32 < scaled - static_cast<double>(whole);
    return word < whole;
  }
  /// Words taken so far (scripted: numbers), for tests that count draws.
  std::uint32_t drawn() const { return drawn_; }

 private:
  void refill() {
    if (drawn_ >= 4 * 256) throw_exhausted();
    block_ = philox::block({counter_[0], counter_[1], counter_[2], counter_[3] + drawn_ / 4}, key_);
  }
  double next_of_script() {
    if (drawn_ >= script_.size()) throw_exhausted();
    return script_[drawn_++];
  }
  [[noreturn]] void throw_exhausted() const;

  philox::Key key_;
  philox::Counter counter_;
  philox::Counter block_{};
  std::uint32_t drawn_ = 0;
  bool scripted_ = false;
  std::span<const double> script_{};
};

/// Gives the streams of one replication. Thread rule: immutable, shared freely.
/// Invariant: different names give different (key, counter) pairs within a seed; two seeds share a
/// key by chance only.
class Streams {
 public:
  Streams(std::uint64_t seed, std::uint64_t replication)
      : key_(mix(mix(seed) + (replication >> 32))),
        replication_(static_cast<std::uint32_t>(replication)) {}

  /// `occurrence` counts how often this entity has met this purpose; below 2^24.
  Stream stream(Purpose purpose, Entity entity, std::uint32_t occurrence) const {
    const std::uint64_t key = key_ ^ static_cast<std::uint64_t>(purpose);
    const auto id = static_cast<std::uint64_t>(entity);
    return {{low(key), high(key)}, {low(id), high(id), replication_, occurrence << 8}};
  }

 private:
  static constexpr std::uint32_t low(std::uint64_t x) { return static_cast<std::uint32_t>(x); }
  static constexpr std::uint32_t high(std::uint64_t x) {
    return static_cast<std::uint32_t>(x >> 32);
  }

  std::uint64_t key_;
  std::uint32_t replication_;
};

}  // namespace outcast::sim
