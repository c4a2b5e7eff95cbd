// outcast risk: what harm a campaign must be expected to bring, and by whom, from one incident per
// replication.
#include "app/risk/risk.h"

#include <algorithm>
#include <memory>
#include <span>

#include "app/cli/commands.h"
#include "app/cli/compared_cases.h"
#include "app/cli/risk_comparison_report.h"
#include "app/cli/risk_report.h"
#include "app/terminal/output.h"

namespace outcast::app {
namespace {

struct Request {
  ComparedCases cases;
  std::string json, metric;
  std::uint64_t top = 10;
  RiskRequest risk;
};

bool has_customers(const Case& subject) { return !subject.scenario().customers.empty(); }

/// Customers' minutes where all cases have customers.
std::string metric_of(const Request& request, std::span<const Case> cases) {
  const bool can_count_customers = std::ranges::all_of(cases, has_customers);
  if (request.metric.empty()) return std::string(additive_metrics[can_count_customers ? 0 : 1]);
  if (std::ranges::find(additive_metrics, request.metric) == additive_metrics.end())
    throw Failure(ExitCode::invalid,
                  "the harm of a campaign is the sum of its incidents' only for customer_minutes "
                  "and service_minutes, not for \"" +
                      request.metric + '"');
  return request.metric;
}

ExitCode end(ExitCode code) {
  if (code != ExitCode::done)
    print_diagnostic("interrupted: the sweeps finished so far are reported\n");
  return code;
}

ExitCode assess_one(Request request) {
  const Case subject = read_case(request.cases.scenarios[0], request.cases.variant);
  request.risk.metric = metric_of(request, {&subject, 1});
  const Outlet outlet(request.json);
  const Risk found = assess(subject, request.risk);
  const RiskResult result{subject, found, request.risk};
  outlet.deliver([&] { return to_text(result, request.top); }, [&] { return to_json(result); });
  return end(found.code);
}

ExitCode compare_several(Request request) {
  const std::vector<Case> cases = read_cases(request.cases);
  request.risk.metric = metric_of(request, cases);
  const Outlet outlet(request.json);
  const RiskComparison found = compare(cases, request.risk);
  const RiskComparisonResult result{cases, found, request.risk};
  outlet.deliver([&] { return to_text(result); }, [&] { return to_json(result); });
  return end(found.code);
}

ExitCode risk(const Request& request) {
  const bool is_alone = request.cases.scenarios.size() == 1 && request.cases.variants.empty();
  return is_alone ? assess_one(request) : compare_several(request);
}

}  // namespace

Action declare_risk(Options& options) {
  const auto request = std::make_shared<Request>();
  options.operands("SCENARIO", request->cases.scenarios,
                   "Scenario file: a campaign; several are compared with the first");
  options.text("--variant", "NAME", request->cases.variant, "Variant of every scenario given");
  options.texts("--variants", "A,B", request->cases.variants,
                "Variants to compare with it, under the same luck");
  options.text("--metric", "NAME", request->metric,
               "customer_minutes (the default where there are customers) or service_minutes");
  options.count("-n,--incidents", request->risk.incidents, {320, 1'000'000'000},
                "Incidents to simulate of each case, a quarter of them to plan the others (default "
                "100,000)");
  options.count("--campaigns", request->risk.campaigns, {64, 100'000'000},
                "Campaigns that leave the states in which incidents begin (default 1,000)");
  options.count("--top", request->top, {},
                "Lines of each table, when there is one case (default 10)");
  declare_luck(options, request->risk.luck);
  declare_json(options, request->json);
  options.examples({"risk scenario.json", "risk scenario.json --variant guarded -n 1M",
                    "risk scenario.json --variants guarded,frozen",
                    "risk one-region.json two-regions.json"});
  return [request] { return risk(*request); };
}

}  // namespace outcast::app
