// The search for the best case as JSON.
#include <nlohmann/json.hpp>

#include "app/cli/best_report.h"

namespace outcast::app {
namespace {

using Json = nlohmann::ordered_json;

const char* name_of(Choice verdict) {
  switch (verdict) {
    case Choice::decided:
      return "decided";
    case Choice::no_difference:
      return "no difference";
    case Choice::capped:
      return "capped";
    case Choice::interrupted:
      break;
  }
  return "interrupted";
}

Json json_of(const BestResult& result, std::size_t i) {
  const Case& subject = result.cases[i];
  const Candidate& candidate = result.best.candidates[i];
  Json scenario = {{"name", subject.scenario().name}};
  if (!subject.variant.empty()) scenario["variant"] = subject.variant;
  scenario["digest"] = subject.digest;
  Json json = {{"label", subject.label},
               {"scenario", std::move(scenario)},
               {"replications", candidate.replications},
               {"n", candidate.mean.n},
               {"mean", candidate.mean.mean},
               {"ci95", {candidate.mean.interval.low, candidate.mean.interval.high}},
               {"sd", candidate.mean.sd}};
  if (!candidate.is_left())
    json["dropped"] = {{"after", *candidate.dropped_at},
                       {"behind", result.cases[candidate.dropped_by].label}};
  return json;
}

}  // namespace

std::string to_json(const BestResult& result) {
  const BestCase& best = result.best;
  Json json = {{"outcast", OUTCAST_VERSION}, {"seed", result.sampling.seed}};
  if (best.verdict == Choice::interrupted) json["interrupted"] = true;
  Json left = Json::array(), cases = Json::array();
  for (const std::size_t i : result.left()) left.push_back(result.cases[i].label);
  for (std::size_t i = 0; i < result.cases.size(); ++i) cases.push_back(json_of(result, i));
  json["best"] = {{"metric", best.metric.name},
                  {"unit", best.metric.unit},
                  {"better", best.metric.better == cascade::Better::lower ? "lower" : "higher"},
                  {"verdict", name_of(best.verdict)},
                  {"left", std::move(left)},
                  {"confidence", best.confidence},
                  {"indifference", best.indifference},
                  {"procedure", "Kim and Nelson 2001"},
                  {"batch", best.batch},
                  {"batch_advised", best.batch_advised},
                  {"spent", best.spent()},
                  {"without_dropping", best.without_dropping()}};
  json["cases"] = std::move(cases);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace outcast::app
