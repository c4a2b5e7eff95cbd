// Chooses the format, and gives the file its name once it is whole.
#include "app/store/export.h"

#include <algorithm>

#include "app/store/part_file.h"
#include "app/terminal/exit_code.h"
#include "models/document/nearest_name.h"

namespace outcast::app {

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

void export_rows(const Store& store, const std::string& path) {
  const ExportFormat format = format_of(path);
  PartFile file(path);
  switch (format) {
    case ExportFormat::csv:
      write_csv(store, file.beside());
      break;
    case ExportFormat::json:
      write_json(store, file.beside());
      break;
    case ExportFormat::netcdf:
      write_netcdf(store, file.beside());
      break;
  }
  file.place();
}

std::vector<std::string> parameter_names(const Manifest& manifest) {
  std::vector<std::string> names;
  for (const Point& point : manifest.points)
    for (const Parameter& parameter : point.parameters)
      if (std::ranges::find(names, parameter.name) == names.end()) names.push_back(parameter.name);
  return names;
}

const Parameter* find_parameter(const Point& point, const std::string& name) {
  const auto found = std::ranges::find(point.parameters, name, &Parameter::name);
  return found == point.parameters.end() ? nullptr : &*found;
}

}  // namespace outcast::app
