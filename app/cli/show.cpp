// outcast show: the result that a store holds.
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/run_output.h"
#include "app/store/merge.h"
#include "app/study/stored_simulation.h"
#include "app/terminal/figures.h"

namespace outcast::app {
namespace {

struct Request {
  std::string store, json;
  std::uint64_t top = 10;
  TailRequest tail;
  Sampling sampling;
  GateRequest gate;
};

/// A result has the replications up to some number: none is left out between.
void refuse_gaps(const Store& store) {
  const auto& present = store.present(0);
  const std::uint64_t end = present.empty() ? 0 : present.back().end;
  const std::vector<Stretch> missing = store.missing(0, end);
  if (missing.empty() && end > 0) return;
  throw Failure(ExitCode::failed, store.path() +
                                      (end == 0 ? " has no replications yet"
                                                : " lacks replications " + to_text(missing)) +
                                      ". outcast run with --store and --resume computes them");
}

ExitCode show(Request& request) {
  const Store store = Store::open_to_read(request.store);
  const Point& point = store.manifest().points.at(0);
  if (store.manifest().kind != ExperimentKind::run)
    throw Failure(ExitCode::invalid, store.path() + " holds a " +
                                         std::string(name_of(store.manifest().kind)) +
                                         ", not one run; outcast export gives its rows");
  static_cast<void>(columns_of(request.sampling));  // refuses unknown metrics
  check(request.tail);
  const Gate gate(request.gate, request.sampling);
  refuse_gaps(store);
  Case subject = case_of(store, 0);
  const Outlet outlet(request.json);
  request.sampling.seed = store.manifest().seed;
  const Ending ending{.wanted = store.present(0).back().end};
  const Summary summary = summarise_stored(subject, store, ending.wanted);
  const GateReport report =
      deliver({subject, &store, summary, request.sampling, ending, request.tail, gate, request.top},
              outlet);
  if (ending.wanted < point.replications)
    print_diagnostic(store.path() + " is not finished: " + count_text(ending.wanted) + " of " +
                     count_text(point.replications) + " replications\n");
  gate.deliver(report);
  return report.code(ExitCode::done);
}

}  // namespace

Action declare_show(Options& options) {
  const auto request = std::make_shared<Request>();
  options.operand("STORE", request->store, "Store that a run or a merge has written");
  options.texts("--metric", "NAME", request->sampling.metrics, "Metric to show; repeatable");
  options.count("--top", request->top, {}, "Services to list (default 10)");
  declare_tail(options, request->tail);
  declare_gate(options, request->gate);
  declare_baseline(options, request->gate);
  declare_json(options, request->json);
  options.examples({"show results.db", "show all.db --json result.json"});
  return [request] { return show(*request); };
}

}  // namespace outcast::app
