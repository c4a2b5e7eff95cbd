// outcast attribute: what each safeguard or variant is worth, and its price in delivery speed.
#include <memory>

#include "app/attribution/players.h"
#include "app/cli/attribute_report.h"
#include "app/cli/commands.h"
#include "app/terminal/figures.h"
#include "app/terminal/output.h"

namespace outcast::app {
namespace {

struct Request {
  std::string scenario, json;
  std::vector<std::string> variants;
  std::uint64_t top = 10;
  AttributionRequest attribution;
};

/// One variant is where to start from; several are the players.
Case read_subject(Request& request) {
  AttributionRequest& attribution = request.attribution;
  if (request.variants.size() == 1) return read_case(request.scenario, request.variants[0]);
  Case subject = read_case(request.scenario, "");
  if (!request.variants.empty() && !attribution.safeguards.empty())
    throw Failure(ExitCode::invalid,
                  "several --variant are the players, and so are --safeguards: give one of them");
  attribution.variants = request.variants;
  if (attribution.safeguards.empty() && attribution.variants.empty())
    learn_from_variants(subject, attribution.safeguards);
  return subject;
}

ExitCode show_attribution(Request request) {
  const Case subject = read_subject(request);
  const Outlet outlet(request.json);
  const Attribution found = attribute(subject, request.attribution);
  if (found.replications == 0) {
    print_diagnostic("interrupted before the first replications of all coalitions were finished\n");
    return found.code;
  }
  const AttributeResult result{subject, request.attribution, found};
  outlet.deliver([&] { return to_text(result, request.top); }, [&] { return to_json(result); });
  if (found.code != ExitCode::done)
    print_diagnostic("interrupted: " + count_text(found.replications) +
                     " replications of every coalition are finished and reported\n");
  return found.code;
}

}  // namespace

Action declare_attribute(Options& options) {
  const auto request = std::make_shared<Request>();
  AttributionRequest& attribution = request->attribution;
  options.operand("SCENARIO", request->scenario, "Scenario file");
  options.texts("--variant", "NAME", request->variants,
                "Variant of the scenario; several: each of them, with all that it changes, is "
                "one player in the place of the safeguards");
  options.texts("--safeguards", "A,B", attribution.safeguards,
                "Safeguards to attribute to; those that are off are tried with their settings "
                "(default: those that are on and, without --variant, those that a variant "
                "switches on)");
  options.text("--metric", "NAME", attribution.metric,
               "What they are worth in (default: customer_minutes or, without customers, "
               "service_minutes)");
  options.count("-n,--replications", attribution.sampling.replications, {2, 1'000'000'000},
                "Replications of each coalition (default 1,000)");
  options.count("--permutations", attribution.permutations, {2, 1'000'000},
                "Estimate Shapley values from this many random orders and their reverses (default: "
                "exact up to 12 safeguards, 100 beyond)");
  options.count("--top", request->top, {}, "Coalitions of the front to list (default 10)");
  declare_luck(options, attribution.sampling);
  declare_json(options, request->json);
  options.examples({"attribute scenario.json",
                    "attribute scenario.json --variant guarded --metric blast_radius",
                    "attribute scenario.json --variant two-cells,slow-rollout,kill-switch",
                    "attribute scenario.json --safeguards peer_review,staged_rollout --json -"});
  return [request] { return show_attribution(*request); };
}

}  // namespace outcast::app
