// outcast show: the result that a store holds, as the command that made it would print it.
#include <algorithm>
#include <limits>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/compare_output.h"
#include "app/cli/run_output.h"
#include "app/cli/sweep_report.h"
#include "app/terminal/figures.h"

namespace outcast::app {
namespace {

constexpr std::uint64_t as_usual = std::numeric_limits<std::uint64_t>::max();

struct Request {
  std::string store, json;
  std::uint64_t top = as_usual;
  TailRequest tail;
  Sampling sampling;
  GateRequest gate;
};

[[noreturn]] void refuse(const std::string& why) { throw Failure(ExitCode::invalid, why); }

std::uint64_t end_of(const Store& store, std::size_t point) {
  return store.present(point).empty() ? 0 : store.present(point).back().end;
}

/// Empty: the case has the replications up to some number, and none is left out between.
std::string lacking_text(const Store& store, std::size_t point) {
  const std::uint64_t end = end_of(store, point);
  const std::vector<Stretch> missing = store.missing(point, end);
  if (end > 0 && missing.empty()) return {};
  const bool is_only = store.manifest().points.size() == 1;
  return (end == 0 ? "has no replications yet" : "lacks replications " + to_text(missing)) +
         (is_only ? "" : " of " + store.manifest().points[point].label);
}

void refuse_gaps(const Store& store) {
  std::string first;
  std::uint64_t incomplete = 0;
  for (std::size_t p = 0; p < store.manifest().points.size(); ++p) {
    const std::string lacking = lacking_text(store, p);
    if (incomplete == 0) first = lacking;
    incomplete += !lacking.empty();
  }
  if (incomplete == 0) return;
  throw Failure(ExitCode::failed, store.path() + ' ' + first +
                                      (incomplete > 1 ? " and more of others" : "") + ". outcast " +
                                      std::string(name_of(store.manifest().kind)) +
                                      " with --store and --resume computes them");
}

/// That there is more to come.
std::string unfinished_text(const Store& store) {
  std::uint64_t present = 0, wanted = 0;
  for (std::size_t p = 0; p < store.manifest().points.size(); ++p) {
    present += end_of(store, p);
    wanted += store.manifest().points[p].replications;
  }
  if (present >= wanted) return {};
  return store.path() + " is not finished: " + count_text(present) + " of " + count_text(wanted) +
         " replications\n";
}

/// Of a run or a comparison, with what the store has of each.
std::vector<Case> read_cases(const Store& store, Ending& ending) {
  refuse_gaps(store);
  std::vector<Case> cases;
  for (std::size_t p = 0; p < store.manifest().points.size(); ++p) {
    cases.push_back(case_of(store, p));
    ending.wanted = std::max(ending.wanted, end_of(store, p));
  }
  take_results(cases, store, ending.wanted);
  return cases;
}

ExitCode show_cases(Request& request, const Store& store) {
  const bool is_run = store.manifest().kind == ExperimentKind::run;
  if (!is_run && !request.tail.metrics.empty())
    refuse("--tail belongs to the store of a run, and " + store.path() + " holds a comparison");
  check(request.tail);
  const BaselineKind kind = is_run ? BaselineKind::run : BaselineKind::comparison;
  const Gate gate(request.gate, kind, request.sampling);
  Ending ending;
  const std::vector<Case> cases = read_cases(store, ending);
  gate.check(cases);
  const Outlet outlet(request.json);
  const GateReport report =
      is_run ? deliver({cases.at(0), request.sampling, ending, request.tail, gate,
                        request.top == as_usual ? usual_services : request.top},
                       outlet)
             : deliver(CompareOutput{cases, request.sampling, ending, gate}, outlet);
  print_diagnostic(unfinished_text(store));
  gate.deliver(report);
  return report.code(ExitCode::done);
}

ExitCode show_sweep(const Request& request, Store& store) {
  const GateRequest& gate = request.gate;
  const bool has_gate = !gate.requirements.empty() || !gate.baseline.empty() ||
                        !gate.junit.empty() || !gate.sarif.empty();
  if (has_gate || !request.tail.metrics.empty() || !request.tail.threshold.empty())
    refuse("tails and gates belong to the stores of runs and comparisons, and " + store.path() +
           " holds a sweep");
  StoredSweep stored = read_stored_sweep(store);
  if (!request.sampling.metrics.empty()) stored.sampling.metrics = request.sampling.metrics;
  const Outlet outlet(request.json);
  const Swept swept = sweep(*stored.plan, stored.sampling, {&store, {}, Missing::left});
  const std::vector<Sensitivity> sensitivities =
      sensitivities_of(*stored.plan, stored.sampling, swept.points);
  const SweepResult result{*stored.plan, stored.sampling, swept, sensitivities};
  const std::uint64_t top = request.top == as_usual ? usual_points : request.top;
  outlet.deliver([&] { return to_text(result, top); }, [&] { return to_json(result); });
  print_diagnostic(remarks_on(result));
  const auto complete = std::ranges::count_if(swept.points, &PointResponse::is_complete);
  if (static_cast<std::size_t>(complete) < swept.points.size())
    print_diagnostic(store.path() +
                     " is not finished: " + count_text(static_cast<std::uint64_t>(complete)) +
                     " of " + count_text(swept.points.size()) + " points are complete\n");
  return ExitCode::done;
}

ExitCode show(Request& request) {
  Store store = Store::open_to_read(request.store);
  static_cast<void>(columns_of(request.sampling));  // refuses unknown metrics
  request.sampling.seed = store.manifest().seed;
  if (store.manifest().kind == ExperimentKind::sweep) return show_sweep(request, store);
  return show_cases(request, store);
}

}  // namespace

Action declare_show(Options& options) {
  const auto request = std::make_shared<Request>();
  options.operand("STORE", request->store, "Store that a run, comparison, sweep or merge wrote");
  options.texts(
      "--metric", "NAME", request->sampling.metrics,
      "Metric to show; repeatable (default: the main ones; of a sweep: what it measured)");
  options.count("--top", request->top, {},
                "Services of a run (default 10) or points of a sweep (default 40) to list");
  declare_tail(options, request->tail);
  declare_gate(options, request->gate);
  declare_baseline(options, request->gate);
  declare_json(options, request->json);
  options.examples({"show results.db", "show all.db --json result.json",
                    "show sweep.db --metric service_minutes"});
  return [request] { return show(*request); };
}

}  // namespace outcast::app
