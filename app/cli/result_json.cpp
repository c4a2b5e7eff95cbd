// Builds the JSON of results; numbers that are not finite become null.
#include "app/cli/result_json.h"

#include <nlohmann/json.hpp>

#include "app/cli/estimate_json.h"
#include "app/cli/tail_report.h"

namespace outcast::app {
namespace {

using Json = nlohmann::ordered_json;
using app::json_of;

constexpr std::array<const char*, quantile_levels.size()> quantile_names = {"p5",  "p25", "p50",
                                                                            "p75", "p95", "p99"};

std::string text_of(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

Json json_of(const sim::Proportion& share) {
  return {{"share", share.share}, {"ci95", json_of(share.interval)}};
}

Json json_of(const std::vector<sim::Quantile>& quantiles) {
  Json json = Json::object();
  for (std::size_t i = 0; i < quantiles.size(); ++i)
    json[quantile_names[i]] = {{"value", quantiles[i].value},
                               {"ci95", json_of(quantiles[i].interval)}};
  return json;
}

Json json_of(const std::vector<MetricSummary>& metrics) {
  Json json = Json::object();
  for (const MetricSummary& m : metrics)
    json[std::string(m.metric.name)] = {{"unit", m.metric.unit},
                                        {"n", m.estimate.n},
                                        {"mean", m.estimate.mean},
                                        {"ci95", json_of(m.estimate.interval)},
                                        {"sd", m.estimate.sd},
                                        {"skewness", m.estimate.skewness},
                                        {"quantiles", json_of(m.quantiles)}};
  return json;
}

Json json_of(const std::vector<ServiceSummary>& services) {
  Json json = Json::array();
  for (const ServiceSummary& s : services)
    json.push_back(
        {{"id", s.id},
         {"hit", json_of(s.hit)},
         {"root", s.root},
         {"downtime_minutes", {{"mean", s.downtime.mean}, {"ci95", json_of(s.downtime.interval)}}},
         {"down_at_end", s.down_at_end}});
  return json;
}

Json json_of(const std::vector<RequestSummary>& requests) {
  Json json = Json::array();
  for (const RequestSummary& r : requests) {
    Json one = {
        {"id", r.id},
        {"n", r.success.n},
        {"success", {{"mean", r.success.mean}, {"ci95", json_of(r.success.interval)}}},
        {"latency_seconds", {{"p50", r.latency[0]}, {"p95", r.latency[1]}, {"p99", r.latency[2]}}},
        {"overload_minutes", r.overload_minutes}};
    for (const RequestStep& step : r.series)
      one["series"].push_back({{"n", step.success.n},
                               {"mean", step.success.mean},
                               {"ci95", json_of(step.success.interval)},
                               {"latency_seconds", {{"p50", step.p50}, {"p99", step.p99}}}});
    json.push_back(std::move(one));
  }
  return json;
}

Json json_of(const TrafficSummary& traffic) {
  Json json = {{"customers", json_of(traffic.customers)}, {"units", json_of(traffic.units)}};
  if (traffic.series_step > 0) json["series_step_seconds"] = traffic.series_step;
  return json;
}

Json json_of(const Case& subject) {
  Json json = {{"name", subject.scenario().name}};
  if (!subject.variant.empty()) json["variant"] = subject.variant;
  if (!subject.scenario().shows.empty()) json["shows"] = subject.scenario().shows;
  json["digest"] = subject.digest;
  return json;
}

Json json_of(const scenario::Observed& observed, const std::vector<Observation>& observations) {
  Json json = Json::object();
  for (const Observation& o : observations)
    json[std::string(o.predicted.metric.name)] = {
        {"observed", o.value},
        {"predicted", {o.predicted.quantiles[p5].value, o.predicted.quantiles[p95].value}},
        {"inside", o.is_inside()},
        {"share_at_or_below", o.share_below},
        {"n", o.predicted.estimate.n}};
  if (!observed.source.empty()) json["source"] = observed.source;
  if (!observed.note.empty()) json["note"] = observed.note;
  return json;
}

Json json_of(const std::vector<SuccessSummary>& successes) {
  Json json = Json::object();
  for (const SuccessSummary& s : successes) {
    json[s.audience] = {{"n", s.share.n},
                        {"mean", s.share.mean},
                        {"ci95", json_of(s.share.interval)},
                        {"sd", s.share.sd}};
    if (s.observed) json[s.audience]["observed"] = s.observed->live;
  }
  return json;
}

Json json_of(const sim::ControlledEstimate& found) {
  return {{"n", found.estimate.n},
          {"mean", found.estimate.mean},
          {"ci95", json_of(found.estimate.interval)},
          {"variance_reduction", json_of(found.reduction)}};
}

void add_ending(Json& json, const Sampling& sampling, const Ending& ending) {
  if (ending.is_cut_short()) json["interrupted"] = true;
  if (sampling.precision)
    json["precision"] = {{"wanted", *sampling.precision},
                         {"reached", ending.widest.relative},
                         {"metric", ending.widest.metric},
                         {"capped", ending.is_capped}};
}

void add_summary(Json& json, const Case& subject, const Summary& summary) {
  json["incident"] = json_of(summary.incidents);
  json["metrics"] = json_of(summary.metrics);
  json["services"] = json_of(summary.services);
  if (!summary.traffic.empty()) json["traffic"] = json_of(summary.traffic);
  if (!summary.successes.empty()) json["success_rate"] = json_of(summary.successes);
  if (!summary.observed.empty()) json["observed"] = json_of(subject.observed, summary.observed);
  json["hash"] = summary.hash;
}

/// What the gate says of one case: `position` among those that it judged.
void add_verdicts(Json& json, const Gate& gate, const GateReport& report, const Case& subject,
                  std::size_t position) {
  const std::vector<Verdict>& verdicts = report.verdicts[position];
  if (!verdicts.empty()) json["requirements"] = Json::parse(to_json(verdicts));
  if (!gate.baseline()) return;
  if (const BaselineCase* earlier = gate.baseline()->find(subject))
    json["since_baseline"] =
        Json::parse(to_json(*earlier, gate.baseline()->seed, report.changes[position]));
}

const char* name_of(cascade::Better better) {
  if (better == cascade::Better::neither) return "neither";
  return better == cascade::Better::lower ? "lower" : "higher";
}

Json json_of(const Differences& differences) {
  Json json = Json::object();
  for (const MetricDifference& d : differences) {
    Json& one = json[std::string(d.metric.name)];
    one = {{"unit", d.metric.unit},
           {"n", d.paired.difference.n},
           {"mean", d.paired.difference.mean},
           {"ci95", json_of(d.paired.difference.interval)},
           {"sd", d.paired.difference.sd},
           {"skewness", d.paired.difference.skewness},
           {"higher", json_of(d.paired.higher)},
           {"lower", json_of(d.paired.lower)},
           {"better", name_of(d.metric.better)},
           {"only_in_first", d.paired.only_in_a},
           {"only_in_this", d.paired.only_in_b},
           {"holds_zero", d.is_open()},
           {"variance_reduction", json_of(d.gain)}};
    if (d.metric.better != cascade::Better::neither)
      one["beats_first"] = {{"share", d.beats.share}, {"ci95", json_of(d.beats.interval)}};
    if (d.together) one["together95"] = json_of(*d.together);
  }
  return json;
}

Json json_of_case(const CompareResult& result, std::size_t i) {
  Json json = {{"label", result.cases[i].label},
               {"scenario", json_of(result.cases[i])},
               {"replications", result.summaries[i].replications}};
  add_summary(json, result.cases[i], result.summaries[i]);
  add_verdicts(json, result.gate, result.report, result.cases[i], i);
  if (i > 0) json["difference_from_first"] = json_of(result.differences[i]);
  return json;
}

}  // namespace

std::string to_json(const RunResult& result) {
  Json json = {{"outcast", OUTCAST_VERSION},
               {"scenario", json_of(result.subject)},
               {"seed", result.sampling.seed},
               {"replications", result.summary.replications}};
  add_ending(json, result.sampling, result.ending);
  add_summary(json, result.subject, result.summary);
  for (const ControlledMean& m : result.controlled)
    json["controlled"][std::string(m.metric.name)] = json_of(m.found);
  if (!result.tails.empty()) json["tails"] = Json::parse(to_json(result.tails));
  if (!result.warnings.empty()) json["early_warning"] = Json::parse(to_json(result.warnings));
  add_verdicts(json, result.gate, result.report, result.subject, 0);
  return text_of(json);
}

std::string to_json(const CompareResult& result) {
  Json json = {{"outcast", OUTCAST_VERSION}, {"seed", result.sampling.seed}};
  add_ending(json, result.sampling, result.ending);
  json["together"] = {{"intervals", (result.cases.size() - 1) * result.compared.size()},
                      {"method", "Bonferroni"}};
  for (const std::size_t column : result.compared)
    json["together"]["metrics"].push_back(cascade::metrics()[column].name);
  Json cases = Json::array();
  for (std::size_t i = 0; i < result.cases.size(); ++i) cases.push_back(json_of_case(result, i));
  json["cases"] = std::move(cases);
  return text_of(json);
}

}  // namespace outcast::app
