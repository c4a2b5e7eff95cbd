// Requirements as people write and misspell them.
#include "app/gates/requirement.h"

#include <doctest/doctest.h>

#include "app/terminal/exit_code.h"
#include "models/cascade/metrics.h"

using namespace outcast;
using app::Comparison;
using app::Measure;
using app::Requirement;

namespace {

Requirement read(const std::string& text) { return app::read_requirements({text}).at(0); }

std::string complaint_of(const std::vector<std::string>& texts) {
  try {
    app::read_requirements(texts);
  } catch (const app::Failure& failure) {
    CHECK(failure.code == app::ExitCode::invalid);
    return failure.what();
  }
  return {};
}

bool complains(const std::string& text, const std::string& words) {
  const std::string complaint = complaint_of({text});
  CAPTURE(complaint);
  return complaint.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("a requirement bounds a function of a metric") {
  const Requirement r = read(" p95( blast_radius )<=0.2 ");
  CHECK(r.measure == Measure::quantile);
  CHECK(r.level == doctest::Approx(0.95));
  CHECK(r.column == *cascade::column_of("blast_radius"));
  CHECK(r.comparison == Comparison::at_most);
  CHECK(r.limit.value == 0.2);
  CHECK(r.text == "p95(blast_radius) <= 0.2");
}

TEST_CASE("percentiles may have decimals, and other functions have names") {
  CHECK(read("p99.9(incidents) < 3").level == doctest::Approx(0.999));
  CHECK(read("mean(incidents) < 3").measure == Measure::mean);
  CHECK(read("sd(incidents) < 3").measure == Measure::deviation);
  CHECK(read("max(incidents) < 3").measure == Measure::largest);
  CHECK(read("min(success_rate) > 3%").measure == Measure::smallest);
}

TEST_CASE("an expected shortfall is written with its level, as a percentile is") {
  const Requirement r = read("es97.5(customer_minutes) <= 8h");
  CHECK(r.measure == Measure::shortfall);
  CHECK(r.level == doctest::Approx(0.975));
  CHECK(r.limit.value == 480);
  CHECK(complains("es(incidents) < 1", "unknown function \"es\""));
  CHECK(complains("es100(incidents) < 1", "an expected shortfall such as es95"));
  CHECK(complains("es95(success_rate) > 0.9", "Its losses are requests_failed"));
}

TEST_CASE("P is the share of replications in which a comparison holds") {
  const Requirement r = read("P(customers_hit >= 50%) < 1 %");
  CHECK(r.measure == Measure::share);
  CHECK(r.event == Comparison::at_least);
  CHECK(r.threshold == 0.5);
  CHECK(r.comparison == Comparison::below);
  CHECK(r.limit.value == doctest::Approx(0.01));
}

TEST_CASE("a time limit is a duration, or a number in the metric's own unit") {
  CHECK(read("mean(time_to_recover) <= 15m").limit.value == 15);
  CHECK(read("mean(time_to_recover) <= 2 h").limit.value == 120);
  CHECK(read("mean(time_to_recover) <= 90s").limit.value == 1.5);
  CHECK(read("mean(time_to_recover) <= 15").limit.value == 15);
  CHECK(read("mean(lead_time) <= 2d").limit.value == 48);
  CHECK(read("mean(lead_time) <= 12h").limit.value == 12);
  CHECK(read("P(time_to_recover > 4h) <= 0.05").threshold == 240);
}

TEST_CASE("values are shown in the unit in which the limit was written") {
  CHECK(read("mean(blast_radius) < 5%").limit.scale.factor == 100);
  CHECK(read("mean(blast_radius) < 0.05").limit.scale.factor == 1);
  CHECK(read("mean(time_to_recover) < 4h").limit.scale.factor == doctest::Approx(1.0 / 60));
  CHECK(read("mean(lead_time) < 30m").limit.scale.factor == 60);
}

TEST_CASE("what cannot be read is said with its place") {
  CHECK(complains("blast_radius <= 0.2", "expected \"(\" after \"blast_radius\""));
  CHECK(complains("mean(blast_radius <= 0.2", "expected \")\""));
  CHECK(
      complains("mean(blast_radius) = 0.2", "expected a comparison: <=, <, >= or > at \"= 0.2\""));
  CHECK(complains("mean(blast_radius)", "expected a comparison: <=, <, >= or > at its end"));
  CHECK(complains("mean(blast_radius) <=", "expected a number"));
  CHECK(complains("", "expected a function"));
}

TEST_CASE("names and limits without a meaning are refused with a hint") {
  CHECK(complains("mean(blast_radus) < 1", "Did you mean \"blast_radius\"?"));
  CHECK(complains("median(blast_radius) < 1", "unknown function \"median\""));
  CHECK(complains("p100(blast_radius) < 1", "unknown function \"p100\""));
  CHECK(complains("mean(blast_radius) < 20", "Did you mean \"20%\"?"));
  CHECK(complains("mean(blast_radius) < 20m", "a share is written 0.2 or 20%"));
  CHECK(complains("mean(incidents) < 20%", "unknown unit \"%\""));
  CHECK(complains("mean(time_to_recover) < 20%", "unknown unit \"%\""));
  CHECK(complains("mean(incidents) < -1", "no metric is ever below 0"));
  CHECK(complains("mean(incidents) < nan", "expected a number"));
  CHECK(complains("mean(incidents > 1) < 1", "belongs to P"));
  CHECK(complains("P(incidents) < 1", "such as P(incidents > 0.5)"));
}

TEST_CASE("all problems of all requirements are told at once") {
  const std::string complaint =
      complaint_of({"mean(blast_radus) < 20x", "sum(incidents) < 1", "mean(incidents) < 1"});
  for (const char* words : {"blast_radus", "sum"})
    CHECK(complaint.find(words) != std::string::npos);
  CHECK(complaint.find("mean(incidents)") == std::string::npos);
}
