// Streams: found by name, counted, monotone, and without a pattern that a simple test would see.
#include "sim/kernel/stream.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <set>
#include <stdexcept>
#include <vector>

using namespace outcast::sim;

namespace {

/// The first number of the stream with this name.
std::uint64_t first(std::uint64_t seed, std::uint64_t replication, const char* why, const char* who,
                    std::uint32_t occurrence) {
  Stream stream = Streams(seed, replication).stream(purpose(why), entity(who), occurrence);
  const std::uint64_t high = stream.bits();
  return high << 32 | stream.bits();
}

/// Whether a chi-square statistic with many degrees of freedom is within four standard deviations.
bool is_plausible(double statistic, double degrees) {
  return std::fabs(statistic - degrees) < 4 * std::sqrt(2 * degrees);
}

/// The sum of (observed - expected)^2 / expected over equally likely cells.
double chi_square(const std::vector<int>& cells) {
  double draws = 0, statistic = 0;
  for (const int n : cells) draws += n;
  const double expected = draws / static_cast<double>(cells.size());
  for (const int n : cells) statistic += (n - expected) * (n - expected) / expected;
  return statistic;
}

}  // namespace

TEST_CASE("the k-th number does not depend on what else was asked for, nor when") {
  const Streams streams(1, 0);
  Stream a = streams.stream(purpose("loss"), entity("web"), 0);
  Stream b = streams.stream(purpose("loss"), entity("auth"), 0);
  const std::vector<double> interleaved{a.uniform(), b.uniform(), a.uniform(), b.uniform()};

  Stream later_b = streams.stream(purpose("loss"), entity("auth"), 0);
  Stream later_a = streams.stream(purpose("loss"), entity("web"), 0);
  CHECK(later_b.uniform() == interleaved[1]);
  CHECK(later_b.uniform() == interleaved[3]);
  CHECK(later_a.uniform() == interleaved[0]);
  CHECK(later_a.uniform() == interleaved[2]);
}

TEST_CASE("each part of the name changes the numbers") {
  const std::set<std::uint64_t> numbers{
      first(1, 0, "loss", "web", 0),  first(2, 0, "loss", "web", 0),
      first(1, 1, "loss", "web", 0),  first(1, 1ULL << 32, "loss", "web", 0),
      first(1, 0, "delay", "web", 0), first(1, 0, "loss", "auth", 0),
      first(1, 0, "loss", "web", 1),  first(1, 0, "loss", "web", 1U << 23),
      first(0, 0, "loss", "web", 0),  first(1ULL << 63, 0, "loss", "web", 0),
  };
  CHECK(numbers.size() == 10);
}

TEST_CASE("the numbers of a name are the same in every version") {
  // Computed apart from this code, by a few lines of Python from the papers' definitions.
  CHECK(first(1, 2, "dependency.loss", "web", 3) == 0xaf173c1d346083ebULL);
}

TEST_CASE("words of a stream are the words of consecutive Philox blocks") {
  const philox::Key key{1, 2};
  Stream stream(key, {3, 4, 5, 6 << 8});
  for (std::uint32_t block = 0; block < 3; ++block)
    for (const std::uint32_t word : philox::block({3, 4, 5, (6 << 8) + block}, key))
      CHECK(stream.bits() == word);
}

TEST_CASE("a stream ends after 256 blocks, before it would run into the next occurrence") {
  Stream stream = Streams(1, 0).stream(purpose("loss"), entity("web"), 0);
  for (int i = 0; i < 4 * 256; ++i) stream.bits();
  CHECK_THROWS_AS(stream.bits(), std::out_of_range);
}

TEST_CASE("a uniform takes two words and a coin one") {
  Stream stream = Streams(1, 0).stream(purpose("loss"), entity("web"), 0);
  CHECK(stream.drawn() == 0);
  stream.uniform();
  CHECK(stream.drawn() == 2);
  stream.coin(0.5);
  CHECK(stream.drawn() == 3);
}

TEST_CASE("uniforms are inside (0, 1) and fill 100 cells evenly") {
  std::vector<int> cells(100);
  double least = 1, greatest = 0;
  for (std::uint32_t i = 0; i < 100'000; ++i) {
    const double u = Streams(1, 0).stream(purpose("u"), entity("x"), i).uniform();
    least = std::min(least, u);
    greatest = std::max(greatest, u);
    ++cells[static_cast<std::size_t>(u * 100)];
  }
  CHECK(least > 0);
  CHECK(greatest < 1);
  CHECK(is_plausible(chi_square(cells), 99));
}

TEST_CASE("neighbouring names are not correlated") {
  std::vector<int> cells(16 * 16);
  for (std::uint64_t replication = 0; replication < 200; ++replication)
    for (std::uint32_t i = 0; i < 500; ++i) {
      const auto bits = [&](std::uint64_t r, std::uint32_t occurrence) {
        return Streams(1, r).stream(purpose("u"), Entity{7}, occurrence).bits() % 16;
      };
      ++cells[16 * bits(replication, 2 * i) + bits(replication + 1, 2 * i + 1)];
    }
  CHECK(is_plausible(chi_square(cells), 255));
}

TEST_CASE("a coin is true as often as it should be") {
  for (const double p : {0.0, 0.001, 0.3, 0.999, 1.0}) {
    constexpr int tosses = 100'000;
    int heads = 0;
    for (std::uint32_t i = 0; i < tosses; ++i)
      heads += Streams(3, 0).stream(purpose("coin"), entity("x"), i).coin(p);
    CAPTURE(p);
    CHECK(std::fabs(heads - tosses * p) <= 4 * std::sqrt(tosses * p * (1 - p)));
  }
}

TEST_CASE("a coin that is true stays true when its probability rises") {
  for (std::uint32_t i = 0; i < 2'000; ++i) {
    const Stream stream = Streams(3, 0).stream(purpose("coin"), entity("x"), i);
    bool was_true = false;
    for (const double p : {0.0, 0.01, 0.2, 0.200001, 0.5, 0.99, 1.0}) {
      const bool is_true = Stream(stream).coin(p);
      CHECK((is_true || !was_true));
      was_true = is_true;
    }
  }
}

TEST_CASE("a coin that its first word cannot decide takes a second one") {
  const Stream stream = Streams(3, 0).stream(purpose("coin"), entity("x"), 0);
  const double word = Stream(stream).bits();
  Stream never = stream, always = stream, undecided = stream;
  CHECK_FALSE(never.coin((word - 1) * 0x1p-32));
  CHECK(never.drawn() == 1);
  CHECK(always.coin((word + 1) * 0x1p-32));
  CHECK(always.drawn() == 1);
  undecided.coin((word + 0.5) * 0x1p-32);
  CHECK(undecided.drawn() == 2);
}

TEST_CASE("a scripted stream plays its numbers as uniforms and coins, and throws past its end") {
  const std::array numbers{0.25, 0.5, 0.75};
  Stream stream = Stream::scripted(numbers);
  CHECK(stream.uniform() == 0.25);
  CHECK_FALSE(stream.coin(0.5));
  CHECK(stream.coin(0.76));
  CHECK(stream.drawn() == 3);
  CHECK_THROWS_AS(stream.uniform(), std::out_of_range);
  CHECK_THROWS_AS(stream.coin(0.5), std::out_of_range);
}

TEST_CASE("an empty script has no numbers") {
  Stream stream = Stream::scripted({});
  CHECK_THROWS_AS(stream.uniform(), std::out_of_range);
}
