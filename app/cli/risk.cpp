// outcast risk: what harm a campaign must be expected to bring, and by whom, from one incident per
// replication.
#include "app/risk/risk.h"

#include <algorithm>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/risk_report.h"
#include "app/terminal/output.h"

namespace outcast::app {
namespace {

struct Request {
  std::string scenario, variant, json, metric;
  std::uint64_t top = 10;
  RiskRequest risk;
};

/// Customers' minutes where there are customers.
std::string metric_of(const Request& request, const Case& subject) {
  const bool has_customers = !subject.scenario().customers.empty();
  if (request.metric.empty()) return std::string(additive_metrics[has_customers ? 0 : 1]);
  if (std::ranges::find(additive_metrics, request.metric) == additive_metrics.end())
    throw Failure(ExitCode::invalid,
                  "the harm of a campaign is the sum of its incidents' only for customer_minutes "
                  "and service_minutes, not for \"" +
                      request.metric + '"');
  return request.metric;
}

ExitCode risk(Request request) {
  const Case subject = read_case(request.scenario, request.variant);
  request.risk.metric = metric_of(request, subject);
  const Outlet outlet(request.json);
  const Risk found = assess(subject, request.risk);
  const RiskResult result{subject, found, request.risk};
  outlet.deliver([&] { return to_text(result, request.top); }, [&] { return to_json(result); });
  if (found.code != ExitCode::done)
    print_diagnostic("interrupted: the sweeps finished so far are reported\n");
  return found.code;
}

}  // namespace

Action declare_risk(Options& options) {
  const auto request = std::make_shared<Request>();
  options.operand("SCENARIO", request->scenario, "Scenario file: a campaign");
  options.text("--variant", "NAME", request->variant, "Variant of the scenario");
  options.text("--metric", "NAME", request->metric,
               "customer_minutes (the default where there are customers) or service_minutes");
  options.count("-n,--incidents", request->risk.incidents, {320, 1'000'000'000},
                "Incidents to simulate, a quarter of them to plan the others (default 100,000)");
  options.count("--campaigns", request->risk.campaigns, {64, 100'000'000},
                "Campaigns that leave the states in which incidents begin (default 1,000)");
  options.count("--top", request->top, {}, "Lines of each table (default 10)");
  declare_luck(options, request->risk.luck);
  declare_json(options, request->json);
  options.examples({"risk scenario.json", "risk scenario.json --variant guarded -n 1M"});
  return [request] { return risk(*request); };
}

}  // namespace outcast::app
