// Verdicts and changes as JSON; numbers that are not finite become null.
#include <nlohmann/json.hpp>

#include "app/gates/gate.h"

namespace outcast::app {
namespace {

using Json = nlohmann::ordered_json;

Json interval_json(const sim::Interval& interval) { return {interval.low, interval.high}; }

Json figure_json(const Figures& figures, Statistic statistic) {
  const bool is_mean = statistic == Statistic::mean;
  return {{"value", is_mean ? figures.mean.mean : figures.tail.value},
          {"ci95", interval_json(is_mean ? figures.mean.interval : figures.tail.interval)},
          {"n", figures.mean.n}};
}

const char* trend_text(Trend trend) {
  switch (trend) {
    case Trend::not_worse:
      return "not worse";
    case Trend::worse:
      return "worse";
    case Trend::untestable:
      return "untestable";
  }
  return "";
}

}  // namespace

std::string to_json(const std::vector<Verdict>& verdicts) {
  Json json = Json::array();
  for (const Verdict& verdict : verdicts) {
    const Requirement& requirement = verdict.requirement;
    const cascade::Metric& metric = cascade::metrics()[requirement.column];
    json.push_back({{"requirement", requirement.text},
                    {"metric", metric.name},
                    {"unit", requirement.measure == Measure::share ? "share" : metric.unit},
                    {"limit", requirement.limit.value},
                    {"value", verdict.measured.value},
                    {"ci95", interval_json(verdict.measured.interval)},
                    {"n", verdict.measured.n},
                    {"verdict", to_text(verdict.ruling)}});
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string to_json(const BaselineCase& earlier, std::uint64_t seed,
                    const std::vector<Change>& changes) {
  Json list = Json::array();
  for (const Change& change : changes)
    list.push_back({{"figure", name_of(change)},
                    {"unit", cascade::metrics()[change.column].unit},
                    {"before", figure_json(change.before, change.statistic)},
                    {"now", figure_json(change.now, change.statistic)},
                    {"chance", change.chance},
                    {"trend", trend_text(change.trend)}});
  const Json json = {{"digest", earlier.digest},
                     {"seed", seed},
                     {"replications", earlier.replications},
                     {"false_alarm_at_most", regression_level},
                     {"changes", std::move(list)}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace outcast::app
