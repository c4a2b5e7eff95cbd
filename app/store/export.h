// A store's rows in the formats of other tools.
#pragma once
#include <string>
#include <vector>

#include "app/store/store.h"

namespace outcast::app {

enum class ExportFormat { csv, json, netcdf };

/// By the ending of the path: csv, json or nc. Throws Failure for others, and for nc where this
/// build cannot write it.
ExportFormat format_of(const std::string& path);

/// Writes all rows, piece by piece, however many they are: the file appears whole or not at all.
void export_rows(const Store& store, const std::string& path);

/// The names of the coordinates of all points, in the order of their first mention.
std::vector<std::string> parameter_names(const Manifest& manifest);
/// Nothing where the point does not have it.
const Parameter* find_parameter(const Point& point, const std::string& name);

void write_csv(const Store& store, const std::string& path);
void write_json(const Store& store, const std::string& path);

/// One of the twins export_netcdf.cpp and export_no_netcdf.cpp is compiled.
bool can_write_netcdf();
void write_netcdf(const Store& store, const std::string& path);

}  // namespace outcast::app
