// Distributions as written in files: each law's parameters, and the impossible ones.
#include <doctest/doctest.h>

#include <cmath>

#include "models/document/forms.h"

using namespace outcast;
using namespace outcast::document;

namespace {

sim::Distribution read(std::string_view text, std::string& problem_text) {
  Document document;
  Problems problems;
  sim::Distribution out;
  Reader reader{document, problems};
  Form<sim::Distribution>::read(reader, document.read_text(text, "d", problems), out, unlimited);
  problem_text = problems.to_text();
  return out;
}

template <class Law>
Law law(std::string_view text) {
  std::string problems;
  const sim::Distribution distribution = read(text, problems);
  REQUIRE(problems == "");
  REQUIRE(std::holds_alternative<Law>(distribution.parameters()));
  return std::get<Law>(distribution.parameters());
}

std::string problems_of(std::string_view text) {
  std::string problems;
  read(text, problems);
  return problems;
}

}  // namespace

TEST_CASE("a duration is a fixed distribution in seconds") {
  CHECK(law<sim::Fixed>(R"("90s")").value == 90);
  CHECK(law<sim::Fixed>(R"("250ms")").value == 0.25);
  CHECK(law<sim::Fixed>(R"({"fixed": {"value": "2h"}})").value == 7200);
  std::string problems;
  CHECK(sim::Duration::from_seconds(read(R"("forever")", problems).mean()) ==
        sim::Duration::forever());
}

TEST_CASE("a lognormal is given by two of median, mean, p90 and sigma") {
  const auto median_p90 = law<sim::Lognormal>(R"({"lognormal": {"median": "40m", "p90": "3h"}})");
  CHECK(median_p90.median == 2400);
  CHECK(median_p90.sigma == doctest::Approx(1.1736378).epsilon(1e-6));
  const auto median_sigma = law<sim::Lognormal>(R"({"lognormal": {"median": "1m", "sigma": 0.5}})");
  CHECK(median_sigma.median == 60);
  CHECK(median_sigma.sigma == 0.5);
  const auto mean_sigma = law<sim::Lognormal>(R"({"lognormal": {"mean": "100s", "sigma": 1}})");
  CHECK(mean_sigma.median == doctest::Approx(60.653066).epsilon(1e-7));
}

TEST_CASE("a lognormal of mean and p90 has that mean and that p90") {
  const auto fitted = law<sim::Lognormal>(R"({"lognormal": {"mean": "10m", "p90": "20m"}})");
  CHECK(fitted.median * std::exp(fitted.sigma * fitted.sigma / 2) == doctest::Approx(600));
  CHECK(fitted.median * std::exp(1.2815515655446004 * fitted.sigma) == doctest::Approx(1200));
}

TEST_CASE("weibull and gamma take the scale or the mean") {
  CHECK(law<sim::Weibull>(R"({"weibull": {"shape": 2, "scale": "1h"}})").scale == 3600);
  CHECK(law<sim::Weibull>(R"({"weibull": {"shape": 2, "mean": "100s"}})").scale ==
        doctest::Approx(112.837917));
  CHECK(law<sim::Gamma>(R"({"gamma": {"shape": 4, "scale": "1m"}})").scale == 60);
  CHECK(law<sim::Gamma>(R"({"gamma": {"shape": 4, "mean": "1m"}})").scale == 15);
}

TEST_CASE("the other laws are read by their parameters") {
  CHECK(law<sim::Exponential>(R"({"exponential": {"mean": "2m"}})").mean == 120);
  CHECK(law<sim::Pareto>(R"({"pareto": {"shape": 1.5, "scale": "10s"}})").scale == 10);
  CHECK(law<sim::Triangular>(R"({"triangular": {"low": "1s", "mode": "2s", "high": "5s"}})").mode ==
        2);
  CHECK(law<sim::Uniform>(R"({"uniform": {"low": "0s", "high": "1m"}})").high == 60);
  CHECK(law<sim::Empirical>(R"({"empirical": {"values": ["3s", "1s", "2s"]}})").values ==
        std::vector<double>{1, 2, 3});
}

TEST_CASE("impossible distributions are problems") {
  CHECK(problems_of(R"({"lognormal": {"median": "3h", "p90": "40m"}})") ==
        "d:1:39: /lognormal/p90: p90 must be above the median\n");
  CHECK(
      problems_of(R"({"lognormal": {"mean": "1m", "p90": "3m"}})") ==
      "d:1:37: /lognormal/p90: no lognormal has this mean and p90 (p90 must be above the mean and "
      "at most 2.27 times it)\n");
  CHECK(
      problems_of(R"({"lognormal": {"median": "1m"}})") ==
      "d:1:15: /lognormal: a lognormal takes two parameters (median or mean, together with p90 or "
      "sigma)\n");
  CHECK(problems_of(R"({"exponential": {"mean": "0s"}})") ==
        "d:1:26: /exponential/mean: \"0s\" is out of range (must be above 0)\n");
  CHECK(problems_of(R"({"weibull": {"shape": -1, "scale": "1s"}})") ==
        "d:1:23: /weibull/shape: -1 is out of range (must be above 0)\n");
  CHECK(problems_of(R"({"weibull": {"shape": 1e-9, "mean": "1s"}})") ==
        "d:1:23: /weibull/shape: the shape is too extreme for a given mean\n");
  CHECK(problems_of(R"({"gamma": {"shape": 1}})") ==
        "d:1:11: /gamma: give the scale or the mean (one of them sets the other)\n");
  CHECK(problems_of(R"({"triangular": {"low": "3s", "mode": "2s", "high": "5s"}})") ==
        "d:1:16: /triangular: low, mode and high must rise\n");
  CHECK(problems_of(R"({"uniform": {"low": "2s", "high": "1s"}})") ==
        "d:1:13: /uniform: low must be below high\n");
  CHECK(problems_of(R"({"empirical": {"values": []}})") ==
        "d:1:26: /empirical/values: an empirical distribution needs values\n");
  CHECK(problems_of(R"({"median": "3h", "p90": "40m"})") ==
        "d:1:1: a distribution names exactly one law (as in {\"lognormal\": {\"median\": \"40m\", "
        "\"p90\": \"3h\"}}). Known: \"fixed\", \"exponential\", \"lognormal\", \"weibull\", "
        "\"gamma\", \"pareto\", \"triangular\", \"uniform\", \"empirical\".\n");
  CHECK(problems_of(R"({"lognorml": {}})") ==
        "d:1:2: /lognorml: unknown distribution \"lognorml\". Did you mean \"lognormal\"?\n");
}
