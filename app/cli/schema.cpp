// outcast schema: JSON Schemas, for editors and for those who read results.
#include <algorithm>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/result_schema.h"
#include "app/sweep/sweep_file.h"
#include "app/terminal/output.h"
#include "models/document/nearest_name.h"
#include "models/faulttree/load.h"
#include "models/scenario/scenario_file.h"

namespace outcast::app {
namespace {

ExitCode print_schema(const std::string& name) {
  std::vector<std::string_view> known = scenario::schema_names();
  known.insert(known.end(), {"sweep", "fault-tree", "result"});
  if (std::ranges::find(known, name) == known.end())
    throw Failure(ExitCode::invalid, "unknown schema " + document::quoted(name) + ". " +
                                         document::did_you_mean(name, known));
  std::string text = name == "result"       ? std::string(result_schema)
                     : name == "sweep"      ? sweep_schema()
                     : name == "fault-tree" ? faulttree::schema()
                                            : scenario::schema(name);
  if (!text.ends_with('\n')) text += '\n';
  print(text);
  return ExitCode::done;
}

}  // namespace

Action declare_schema(Options& options) {
  const auto name = std::make_shared<std::string>();
  options.operand("NAME", *name, "scenario, topology, sweep, fault-tree or result");
  options.examples({"schema scenario > scenario.schema.json"});
  return [name] { return print_schema(*name); };
}

}  // namespace outcast::app
