// Chooses the format, and gives the file its name once it is whole.
#include "app/store/export.h"

#include <algorithm>

#include "app/store/part_file.h"
#include "app/terminal/exit_code.h"
#include "models/document/nearest_name.h"

namespace outcast::app {
namespace {

void check_responses(const Store& store, ExportFormat format) {
  const ExperimentKind kind = store.manifest().kind;
  if (kind != ExperimentKind::sweep)
    throw Failure(ExitCode::invalid, "responses belong to the store of a sweep, and " +
                                         store.path() + " holds a " + std::string(name_of(kind)));
  if (format == ExportFormat::netcdf)
    throw Failure(
        ExitCode::invalid,
        "responses are written as .csv or .json; .nc holds rows, by point and replication");
}

using Writer = void (*)(const Store& store, const std::string& path);

Writer writer_of(ExportTable table, ExportFormat format) {
  if (table == ExportTable::responses)
    return format == ExportFormat::csv ? write_responses_csv : write_responses_json;
  if (format == ExportFormat::netcdf) return write_netcdf;
  return format == ExportFormat::csv ? write_csv : write_json;
}

}  // namespace

ExportFormat format_of(const std::string& path) {
  if (path.ends_with(".csv")) return ExportFormat::csv;
  if (path.ends_with(".json")) return ExportFormat::json;
  if (!path.ends_with(".nc"))
    throw Failure(ExitCode::invalid, "the file to export to must end in .csv, .json or .nc, not " +
                                         document::quoted(path));
  if (!can_write_netcdf())
    throw Failure(ExitCode::invalid,
                  "this outcast was built without NetCDF (Debian: libnetcdf-dev), so .nc cannot be "
                  "written; .csv and .json can");
  return ExportFormat::netcdf;
}

ExportTable table_named(const std::string& name) {
  if (name == "rows") return ExportTable::rows;
  if (name == "responses") return ExportTable::responses;
  throw Failure(ExitCode::invalid,
                "--table must be rows or responses, not " + document::quoted(name));
}

void export_table(const Store& store, ExportTable table, const std::string& path) {
  const ExportFormat format = format_of(path);
  if (table == ExportTable::responses) check_responses(store, format);
  PartFile file(path);
  writer_of(table, format)(store, file.beside());
  file.place();
}

const Parameter* find_parameter(const Point& point, const std::string& name) {
  const auto found = std::ranges::find(point.parameters, name, &Parameter::name);
  return found == point.parameters.end() ? nullptr : &*found;
}

}  // namespace outcast::app
