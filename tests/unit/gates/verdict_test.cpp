// A requirement is held against the whole interval.
#include "app/gates/verdict.h"

#include <doctest/doctest.h>

#include <cmath>

#include "app/gates/check.h"

using namespace outcast;
using app::Ruling;

namespace {

/// A case whose replications had these numbers of incidents; NaN: no value.
app::Case case_of(const std::vector<double>& incidents) {
  app::Case subject;
  subject.result.table.resize(incidents.size());
  for (std::size_t r = 0; r < incidents.size(); ++r)
    subject.result.table.row(r)[*cascade::column_of("incidents")] = incidents[r];
  subject.result.finished = incidents.size();
  return subject;
}

app::Verdict verdict_of(const std::string& text, const std::vector<double>& incidents) {
  return app::judge(app::read_requirements({text}).at(0), case_of(incidents));
}

Ruling ruling_of(const std::string& text, const std::vector<double>& incidents) {
  return verdict_of(text, incidents).ruling;
}

/// 0, 1, .. n - 1
std::vector<double> numbers(std::size_t n) {
  std::vector<double> values(n);
  for (std::size_t i = 0; i < n; ++i) values[i] = static_cast<double>(i);
  return values;
}

}  // namespace

TEST_CASE("a mean passes when its whole interval keeps to the limit") {
  // mean 4.5, sd 3.03, t(9) = 2.262: [2.34, 6.66]
  CHECK(ruling_of("mean(incidents) <= 6.7", numbers(10)) == Ruling::passed);
  CHECK(ruling_of("mean(incidents) <= 6.6", numbers(10)) == Ruling::undecided);
  CHECK(ruling_of("mean(incidents) <= 2.4", numbers(10)) == Ruling::undecided);
  CHECK(ruling_of("mean(incidents) <= 2.3", numbers(10)) == Ruling::breached);
  CHECK(ruling_of("mean(incidents) >= 2.3", numbers(10)) == Ruling::passed);
  CHECK(ruling_of("mean(incidents) >= 6.7", numbers(10)) == Ruling::breached);
}

TEST_CASE("a strict comparison is not met by its limit") {
  const std::vector<double> twos(10, 2);
  CHECK(ruling_of("mean(incidents) <= 2", twos) == Ruling::passed);
  CHECK(ruling_of("mean(incidents) < 2", twos) == Ruling::breached);
  CHECK(ruling_of("mean(incidents) > 2", twos) == Ruling::breached);
}

TEST_CASE("a percentile without an upper end is undecided below every limit") {
  CHECK(ruling_of("p99(incidents) <= 1000", numbers(100)) == Ruling::undecided);
  CHECK(ruling_of("p99(incidents) <= 1000", numbers(400)) == Ruling::passed);
}

TEST_CASE("an expected shortfall is judged on the whole interval of the tail's mean") {
  // 0 .. 999: the worst 5 % are 950 .. 999, mean 974.5. Above the edge (949) the excesses have the
  // mean 1.275 and sd 6.5 over all values: t(49) = 2.01 times 6.5 / 0.05 / sqrt(1000), about 8.3.
  // Their skewness of 5.5 makes 9.5 of it above the mean.
  const app::Verdict verdict = verdict_of("es95(incidents) <= 990", numbers(1000));
  CHECK(verdict.measured.value == doctest::Approx(974.5));
  CHECK(verdict.measured.interval.high == doctest::Approx(984.03).epsilon(1e-5));
  CHECK(verdict.ruling == Ruling::passed);
  CHECK(app::reason_text(verdict).empty());
  CHECK(ruling_of("es95(incidents) <= 980", numbers(1000)) == Ruling::undecided);
  CHECK(ruling_of("es95(incidents) <= 960", numbers(1000)) == Ruling::breached);
}

TEST_CASE("a shortfall of few values says so, and of a single one it is undecided") {
  const app::Verdict few = verdict_of("es95(incidents) <= 1000", numbers(100));
  CHECK(few.ruling == Ruling::passed);
  CHECK(app::reason_text(few).find("few values make this tail (5)") != std::string::npos);
  CHECK(ruling_of("es99(incidents) <= 1000", numbers(100)) == Ruling::undecided);
}

TEST_CASE("P counts the replications in which its comparison holds") {
  const app::Verdict verdict = verdict_of("P(incidents >= 90) <= 20%", numbers(100));
  CHECK(verdict.measured.value == doctest::Approx(0.1));
  CHECK(verdict.ruling == Ruling::passed);  // Wilson: [5.5 %, 17.4 %]
  CHECK(ruling_of("P(incidents >= 90) <= 17%", numbers(100)) == Ruling::undecided);
}

TEST_CASE("the largest of the replications is judged as it is, with how rare more is") {
  const app::Verdict verdict = verdict_of("max(incidents) <= 99", numbers(100));
  CHECK(verdict.ruling == Ruling::passed);
  CHECK(app::reason_text(verdict).find("at most 3.70 % of replications") != std::string::npos);
  CHECK(ruling_of("min(incidents) >= 1", numbers(100)) == Ruling::breached);
}

TEST_CASE("replications without a value are neither counted nor hidden") {
  const double none = std::nan("");
  const app::Verdict verdict = verdict_of("mean(incidents) <= 3", {2, none, 2, none, 2});
  CHECK(verdict.ruling == Ruling::passed);
  CHECK(app::measured_text(verdict) == "2 [2, 2], n 3 of 5");
  CHECK(ruling_of("mean(incidents) <= 3", {none, none}) == Ruling::undecided);
}

TEST_CASE("an undecided requirement is breached, an undecided regression is not") {
  const app::Check required{.kind = app::CheckKind::requirement, .ruling = Ruling::undecided};
  const app::Check changed{.kind = app::CheckKind::regression, .ruling = Ruling::undecided};
  CHECK(required.is_breached());
  CHECK_FALSE(changed.is_breached());
}

TEST_CASE("what would decide an undecided mean is estimated from its half-width") {
  // Half-width 2.17, gap 1: 10 x 4.7 = 47 replications.
  const std::string reason = app::reason_text(verdict_of("mean(incidents) <= 5.5", numbers(10)));
  CHECK(reason.find("about 47 replications may decide it") != std::string::npos);
}
