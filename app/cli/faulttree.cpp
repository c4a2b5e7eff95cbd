// outcast faulttree: the probability of a tree's top event, however rare, and
// what matters for it.
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/faulttree_report.h"
#include "app/study/half_widths.h"
#include "app/terminal/figures.h"
#include "app/terminal/interrupt.h"
#include "app/terminal/output.h"
#include "app/terminal/progress.h"
#include "models/faulttree/load.h"

namespace outcast::app {
namespace {

struct Request {
  std::string file, json;
  std::optional<double> precision = 0.1;
  std::uint64_t top = 10;
  Sampling sampling{.at_most = sim::default_replication_cap};
};

faulttree::FaultTree read_tree(const std::string& path) {
  document::Problems problems;
  auto tree = faulttree::load(path, problems);
  if (!tree) {
    std::string text = problems.to_text();
    text.pop_back();  // the last end of line
    throw Failure(ExitCode::invalid, path + " has problems\n" + text);
  }
  return std::move(*tree);
}

faulttree::RareEvent estimate(const faulttree::FaultTree& tree, const Request& request,
                              const Interrupt& interrupt) {
  Progress progress;
  const auto show = [&](std::uint64_t done, std::uint64_t wanted, double half_width) {
    progress.expect(wanted);
    progress.tell_precision(to_text(HalfWidth{"probability", half_width}));
    progress.show(done);
  };
  return estimate_top(
      tree, {.precision = *request.precision,
             .at_most = request.sampling.at_most,
             .computing = {.seed = request.sampling.seed,
                           .ensemble = {.threads = static_cast<unsigned>(request.sampling.threads),
                                        .stop = interrupt.token()}},
             .progress = show});
}

ExitCode run_tree(const Request& request) {
  const faulttree::FaultTree tree = read_tree(request.file);
  const Outlet outlet(request.json);
  const Interrupt interrupt;
  const faulttree::RareEvent found = estimate(tree, request, interrupt);
  const TreeResult result{tree, found, *request.precision, request.sampling.seed};
  outlet.deliver([&] { return to_text(result, request.top); }, [&] { return to_json(result); });
  if (found.ending == sim::Precision::open)
    print_diagnostic("interrupted: the samples so far are reported\n");
  if (found.ending == sim::Precision::capped)
    print_diagnostic("the precision was not reached within " +
                     count_text(request.sampling.at_most) + " samples. --at-most allows more\n");
  return found.ending == sim::Precision::open ? interrupt.exit_code() : ExitCode::done;
}

}  // namespace

Action declare_faulttree(Options& options) {
  const auto request = std::make_shared<Request>();
  options.operand("TREE", request->file, "Fault tree file");
  options.share("--precision", request->precision,
                "Go on until the half-width of the 95 % interval is below this "
                "share of the "
                "probability (default 10%)");
  options.count("--at-most", request->sampling.at_most, {64, 1'000'000'000},
                "Samples at which it gives up (default 10,000,000)");
  options.count("--top", request->top, {}, "Events to show, the most important (default 10)");
  declare_luck(options, request->sampling);
  declare_json(options, request->json);
  options.examples(
      {"faulttree tree.json", "faulttree tree.json --precision 1% --json tree.result"});
  return [request] { return run_tree(*request); };
}

}  // namespace outcast::app
