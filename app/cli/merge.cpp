// outcast merge: the shards of one experiment become one store.
#include "app/store/merge.h"

#include <memory>

#include "app/cli/commands.h"
#include "app/terminal/figures.h"
#include "app/terminal/output.h"

namespace outcast::app {
namespace {

struct Request {
  std::vector<std::string> stores;
  std::string output;
};

std::string contents_of(const Store& store) {
  std::uint64_t replications = 0;
  const std::size_t points = store.manifest().points.size();
  for (std::size_t p = 0; p < points; ++p)
    for (const Stretch& stretch : store.present(p)) replications += stretch.count();
  return store.path() + ": " + count_text(replications) + " replications" +
         (points > 1 ? " of " + count_text(points) + " points" : "") + '\n';
}

ExitCode merge_stores(const Request& request) {
  if (request.output.empty()) throw Failure(ExitCode::invalid, "-o must name the store to write");
  merge(request.stores, request.output);
  const Store merged = Store::open_to_read(request.output);
  print(contents_of(merged));
  constexpr std::size_t most_lines = 20;
  const std::vector<Gap> gaps = gaps_of(merged);
  for (std::size_t i = 0; i < gaps.size() && i < most_lines; ++i)
    print_diagnostic("missing of " + gaps[i].label + ": replications " +
                     to_text(gaps[i].stretches) + '\n');
  if (gaps.size() > most_lines)
    print_diagnostic("and of " + count_text(gaps.size() - most_lines) + " more points\n");
  return ExitCode::done;
}

}  // namespace

Action declare_merge(Options& options) {
  const auto request = std::make_shared<Request>();
  options.operands("STORE", request->stores, "Stores of one experiment, such as its shards");
  options.text("-o,--output", "F.db", request->output, "Store to write; must not exist");
  options.examples({"run scenario.json -n 1M --store a.db --shard 1/2",
                    "run scenario.json -n 1M --store b.db --shard 2/2", "merge a.db b.db -o all.db",
                    "show all.db"});
  return [request] { return merge_stores(*request); };
}

}  // namespace outcast::app
