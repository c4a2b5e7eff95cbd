// What single requests show: little of chance, all of change.
#include "models/traffic/hybrid_gauge.h"

#include <doctest/doctest.h>

#include <cmath>

namespace outcast::traffic::hybrid {
namespace {

using request::Endings;
using request::Outcome;

/// So many requests a second, spread evenly over looks of 50 ms.
int news_of(RateGauge& gauge, double rate, double seconds, double& told) {
  int news = 0;
  for (int look = 1; look * 0.05 <= seconds + 1e-9; ++look) {
    const double before = std::floor(rate * 0.05 * (look - 1) + 1e-9);
    const auto heard = gauge.note(std::floor(rate * 0.05 * look + 1e-9) - before, 0.05);
    if (!heard) continue;
    told = *heard;
    ++news;
  }
  return news;
}

TEST_CASE("a rate that stays is told, and then no more") {
  RateGauge gauge;
  double told = 0;
  news_of(gauge, 100, 20, told);
  CHECK(told == doctest::Approx(100).epsilon(0.02));
  CHECK(news_of(gauge, 100, 100, told) == 0);
}

TEST_CASE("a rate that doubles is told within a second, one that ends within a second") {
  RateGauge gauge;
  double told = 0;
  news_of(gauge, 100, 60, told);
  news_of(gauge, 200, 1, told);
  CHECK(told == doctest::Approx(200).epsilon(0.15));
  news_of(gauge, 0, 1, told);
  CHECK(told < 1);
}

TEST_CASE("a rate is told as none once ten that were expected have not come, however few did") {
  RateGauge gauge;
  double told = 0;
  news_of(gauge, 0.4, 10, told);
  CHECK(told == doctest::Approx(0.4).epsilon(0.5));
  news_of(gauge, 0, 60, told);
  CHECK(told == 0);
  CHECK_FALSE(gauge.is_unsettled());
}

struct Stock {
  Endings endings;
  FateGauge gauge;
  std::optional<Condition> heard;

  void meets(Outcome outcome, int attempts, double seconds = 0.1) {
    for (int i = 0; i < attempts; ++i) {
      endings.add(outcome, seconds);
      if (i % 5 != 4) continue;
      if (const auto met = gauge.note(endings, 0.1)) heard = met;
    }
  }
};

TEST_CASE("successes beyond the service time have waited") {
  Stock stock;
  stock.meets(Outcome::right, 100, 0.3);
  CHECK(stock.heard->fate->wait == doctest::Approx(0.2));
  CHECK(stock.heard->fate->late == 0);
}

TEST_CASE("ten attempts that time out are noticed after thousands that did not") {
  Stock stock;
  stock.meets(Outcome::right, 5000);
  stock.meets(Outcome::timeout, 10);
  CHECK(stock.heard->fate->late == 1);
}

TEST_CASE("one failure in thousands is chance, and told to nobody") {
  Stock stock;
  stock.meets(Outcome::right, 5000);
  stock.heard.reset();
  stock.meets(Outcome::error, 1);
  stock.meets(Outcome::right, 99);
  CHECK_FALSE(stock.heard.has_value());
}

}  // namespace
}  // namespace outcast::traffic::hybrid
