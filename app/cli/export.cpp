// outcast export: a store's rows for other tools.
#include "app/store/export.h"

#include <memory>

#include "app/cli/commands.h"

namespace outcast::app {
namespace {

struct Request {
  std::string store, output;
};

ExitCode export_store(const Request& request) {
  if (request.output.empty())
    throw Failure(ExitCode::invalid, "-o must name the file to write: .csv, .json or .nc");
  static_cast<void>(format_of(request.output));  // refuses unknown formats before any work
  export_rows(Store::open_to_read(request.store), request.output);
  return ExitCode::done;
}

}  // namespace

Action declare_export(Options& options) {
  const auto request = std::make_shared<Request>();
  options.operand("STORE", request->store, "Store of results");
  options.text("-o,--output", "FILE", request->output,
               "File to write; its ending says how: .csv, .json or .nc (NetCDF-4)");
  options.examples({"export results.db -o results.csv", "export sweep.db -o sweep.nc"});
  return [request] { return export_store(*request); };
}

}  // namespace outcast::app
