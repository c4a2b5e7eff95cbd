// What counts as worse than an earlier result.
#include "app/gates/baseline.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdio>
#include <fstream>

#include "app/gates/verdict.h"
#include "app/terminal/exit_code.h"

using namespace outcast;
using app::Trend;

namespace {

const std::size_t incidents = *cascade::column_of("incidents");
const std::size_t success = *cascade::column_of("success_rate");

/// 1,000 replications with `mean` incidents on average, spread evenly over 20, and a success rate.
app::Case case_around(double mean, double success_rate = 0.5) {
  app::Case subject;
  subject.result.table.resize(1000);
  for (std::size_t r = 0; r < 1000; ++r) {
    const double step = (static_cast<double>(r) - 499.5) / 50;
    subject.result.table.row(r)[incidents] = mean + step;
    subject.result.table.row(r)[success] = success_rate + step / 100;
  }
  subject.result.finished = 1000;
  return subject;
}

app::Baseline baseline_of(const app::Case& earlier, std::size_t column) {
  const std::vector<double> values = earlier.result.table.column(column);
  const std::array<double, 1> level = {column == success ? 0.05 : 0.95};
  app::Baseline baseline;
  baseline.cases.resize(1);
  baseline.cases[0].metrics[column] = {sim::estimate_mean(values),
                                       sim::estimate_quantiles(values, level)[0]};
  return baseline;
}

std::vector<Trend> trends(const app::Case& earlier, const app::Case& now, std::size_t column) {
  const auto changes = app::changes_since(baseline_of(earlier, column), {&now, 1});
  std::vector<Trend> found;
  for (const app::Change& change : changes.at(0)) found.push_back(change.trend);
  return found;
}

struct TextFile {
  explicit TextFile(const std::string& text) { std::ofstream(path) << text; }
  ~TextFile() { std::remove(path); }
  static constexpr const char* path = "baseline_test.json";
};

std::string refusal_of(const std::string& text) {
  const TextFile file(text);
  try {
    app::read_baseline(TextFile::path, app::BaselineKind::run, {incidents});
  } catch (const app::Failure& failure) {
    CHECK(failure.code == app::ExitCode::invalid);
    return failure.what();
  }
  return {};
}

bool refuses(const std::string& text, const std::string& words) {
  const std::string refusal = refusal_of(text);
  CAPTURE(refusal);
  return refusal.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("a mean and a tail that moved far beyond their noise are worse") {
  // sd of the mean's difference 0.26: 3 is more than ten of them.
  CHECK(trends(case_around(20), case_around(23), incidents) ==
        std::vector{Trend::worse, Trend::worse});
}

TEST_CASE("a move within the noise is not worse, nor is one to the better") {
  const std::vector fine{Trend::not_worse, Trend::not_worse};
  CHECK(trends(case_around(20), case_around(20.3), incidents) == fine);
  CHECK(trends(case_around(20), case_around(15), incidents) == fine);
}

TEST_CASE("of a metric of which more is better, less is worse") {
  CHECK(trends(case_around(1, 0.5), case_around(1, 0.4), success)[0] == Trend::worse);
  CHECK(trends(case_around(1, 0.5), case_around(1, 0.6), success)[0] == Trend::not_worse);
}

TEST_CASE("a tail that is one lump of equal values is not tested") {
  app::Case lump = case_around(20);
  for (std::size_t r = 0; r < 1000; ++r) lump.result.table.row(r)[incidents] = 20;
  CHECK(trends(lump, case_around(30), incidents) == std::vector{Trend::worse, Trend::untestable});
}

TEST_CASE("cases of a comparison are held against those of the same label, and no other") {
  app::Baseline baseline = baseline_of(case_around(20), incidents);
  baseline.kind = app::BaselineKind::comparison;
  baseline.cases.push_back(baseline.cases[0]);
  baseline.cases[0].label = "as it is";
  baseline.cases[1].label = "gone";
  std::vector<app::Case> cases = {case_around(30), case_around(23), case_around(20)};
  cases[0].label = "new";
  cases[1].label = cases[2].label = "as it is";
  const auto changes = app::changes_since(baseline, cases);
  REQUIRE(changes.size() == 3);
  CHECK(changes[0].empty());
  CHECK(changes[1][0].trend == Trend::worse);
  CHECK(changes[2][0].trend == Trend::not_worse);
}

TEST_CASE("a file that is no result of this version is refused with what to do") {
  CHECK(refuses("", "is empty"));
  CHECK(refuses("{", "is no JSON: it goes wrong at byte 2"));
  CHECK(refuses("[]", "is no result of outcast"));
  CHECK(refuses(R"({"outcast": "0.0.1", "metrics": {}, "replications": 1})", "version \"0.0.1\""));
  CHECK(refuses(R"({"outcast": "0.1.0", "cases": [{"metrics": {}}]})", "of a comparison"));
  CHECK(refuses(R"({"outcast": "0.1.0", "roles": []})", "of another command"));
  CHECK(refuses(R"({"outcast": "0.1.0", "best": {}, "cases": [{"label": "a"}]})",
                "of another command"));
  CHECK(refuses(R"({"outcast": "0.1.0", "metrics": {}, "replications": 1})",
                "no metric \"incidents\""));
  CHECK(refuses(R"({"outcast": "0.1.0", "metrics": {"incidents": {"unit": "count"}},
                    "replications": 1})",
                "not as outcast writes it"));
}
