// outcast export: a store's rows or responses for other tools.
#include "app/store/export.h"

#include <memory>

#include "app/cli/commands.h"
#include "app/terminal/figures.h"
#include "app/terminal/output.h"

namespace outcast::app {
namespace {

struct Request {
  std::string store, output, table = "rows";
};

/// Which points are left out.
std::string unfinished_text(const Store& store) {
  const std::size_t points = store.manifest().points.size();
  std::size_t ended = 0;
  for (std::size_t p = 0; p < points; ++p) ended += store.response(p).has_value();
  if (ended == points) return {};
  return store.path() + " is not finished: " + count_text(ended) + " of " + count_text(points) +
         " points have a response\n";
}

ExitCode export_store(const Request& request) {
  if (request.output.empty())
    throw Failure(ExitCode::invalid, "-o must name the file to write: .csv, .json or .nc");
  static_cast<void>(format_of(request.output));  // refuses unknown formats before any work
  const ExportTable table = table_named(request.table);
  const Store store = Store::open_to_read(request.store);
  export_table(store, table, request.output);
  if (table == ExportTable::responses) print_diagnostic(unfinished_text(store));
  return ExitCode::done;
}

}  // namespace

Action declare_export(Options& options) {
  const auto request = std::make_shared<Request>();
  options.operand("STORE", request->store, "Store of results");
  options.text("-o,--output", "FILE", request->output,
               "File to write; its ending says how: .csv, .json or .nc (NetCDF-4)");
  options.text("--table", "NAME", request->table,
               "rows (default): a line per replication; responses, of a sweep: a line per point");
  options.examples({"export results.db -o results.csv", "export sweep.db -o sweep.nc",
                    "export sweep.db --table responses -o responses.csv"});
  return [request] { return export_store(*request); };
}

}  // namespace outcast::app
