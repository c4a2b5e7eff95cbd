// A store's rows in the formats of other tools.
#pragma once
#include <string>
#include <vector>

#include "app/store/store.h"

namespace outcast::app {

enum class ExportFormat { csv, json, netcdf };
/// A line for each replication, or for each point of a sweep that has ended.
enum class ExportTable { rows, responses };

/// By the ending of the path: csv, json or nc. Throws Failure for others, and for nc where this
/// build cannot write it.
ExportFormat format_of(const std::string& path);

/// "rows" or "responses". Throws Failure for others.
ExportTable table_named(const std::string& name);

/// Writes all of the table, piece by piece, however long it is: the file appears whole or not at
/// all. Throws Failure where the store has no such table, or the format cannot hold it.
void export_table(const Store& store, ExportTable table, const std::string& path);

/// Nothing where the point does not have it.
const Parameter* find_parameter(const Point& point, const std::string& name);

void write_csv(const Store& store, const std::string& path);
void write_json(const Store& store, const std::string& path);
void write_responses_csv(const Store& store, const std::string& path);
void write_responses_json(const Store& store, const std::string& path);

/// One of the twins export_netcdf.cpp and export_no_netcdf.cpp is compiled.
bool can_write_netcdf();
void write_netcdf(const Store& store, const std::string& path);

}  // namespace outcast::app
