// outcast rank: which services, dependencies and roles matter most.
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/rank_report.h"
#include "app/terminal/output.h"
#include "models/cascade/initiating_event.h"

namespace outcast::app {
namespace {

struct Request {
  std::string scenario, variant, json;
  std::uint64_t top = 10, incidents = 20'000;
  RankRequest rank;
};

/// Empty where the scenario is no campaign, or one in which nothing can go wrong.
std::optional<Risk> campaign_of(const Case& subject, const Request& request,
                                AssessedIncidents& incidents) {
  if (subject.scenario().what_if || cascade::initiating_events(subject.blueprint).empty())
    return {};
  return assess(subject,
                {.metric = std::string(harm_metric(subject.scenario())),
                 .incidents = request.incidents,
                 .luck = request.rank.sampling},
                incidents);
}

ExitCode rank(Request request) {
  const Case subject = read_case(request.scenario, request.variant);
  const Outlet outlet(request.json);
  Ranking ranking =
      rank_structure(subject.scenario(), static_cast<std::size_t>(request.rank.most_services));
  AssessedIncidents incidents;
  const std::optional<Risk> campaign = campaign_of(subject, request, incidents);
  const CampaignIncidents again = replay(incidents);
  ExitCode code = campaign ? campaign->code : ExitCode::done;
  if (code == ExitCode::done) {
    if (campaign) request.rank.campaign = &again;
    code = simulate_ranking(subject.blueprint, request.rank, ranking);
  }
  std::vector<RoleReport> roles;
  for (const access::Role& role : subject.scenario().roles)
    roles.push_back(report_of(subject.scenario(), role));
  const std::vector<ServiceWarning> warnings = early_warnings(subject.blueprint);
  const RankResult result{subject, ranking, roles, request.rank, warnings, campaign};
  outlet.deliver([&] { return to_text(result, request.top); }, [&] { return to_json(result); });
  if (code != ExitCode::done)
    print_diagnostic("interrupted: what was simulated so far is reported\n");
  return code;
}

}  // namespace

Action declare_rank(Options& options) {
  const auto request = std::make_shared<Request>();
  options.operand("SCENARIO", request->scenario, "Scenario file");
  options.text("--variant", "NAME", request->variant, "Variant of the scenario");
  options.count("-n,--replications", request->rank.sampling.replications, {1, 1'000'000'000},
                "Replications of each experiment: every service crashing alone, the base, and the "
                "base with every service down (default 1,000)");
  options.count("--incidents", request->incidents, {320, 1'000'000'000},
                "Incidents to simulate of a campaign (default 20,000)");
  options.count("--services", request->rank.most_services, {},
                "Services to simulate, those with the largest expected cascade, and as many "
                "dependencies (default 500)");
  options.count("--top", request->top, {}, "Lines of each table (default 10)");
  declare_luck(options, request->rank.sampling);
  declare_json(options, request->json);
  options.examples({"rank scenario.json", "rank scenario.json -n 200 --top 50 --json rank.json"});
  return [request] { return rank(*request); };
}

}  // namespace outcast::app
