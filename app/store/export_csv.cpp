// Rows as comma-separated values (RFC 4180): one line per replication.
#include <numeric>

#include "app/store/export.h"
#include "app/store/text_file.h"

namespace outcast::app {
namespace {

std::string field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + '"';
}

void write_coordinate(TextFile& file, const Parameter* parameter) {
  file << ",";
  if (parameter == nullptr) return;
  if (const auto* text = std::get_if<std::string>(&parameter->value))
    file << field(*text);
  else
    file.number(std::get<double>(parameter->value), "");
}

void write_head(TextFile& file, const std::vector<std::string>& names) {
  file << "point,label";
  for (const std::string& name : names) file << "," << field(name);
  file << ",replication";
  for (const cascade::Metric& metric : cascade::metrics()) file << "," << metric.name;
  file << "\n";
}

}  // namespace

void write_csv(const Store& store, const std::string& path) {
  const std::vector<std::string> names = parameter_names(store.manifest());
  TextFile file(path);
  write_head(file, names);
  for (std::size_t p = 0; p < store.manifest().points.size(); ++p) {
    const Point& point = store.manifest().points[p];
    const auto write_row = [&](std::uint64_t replication,
                               std::span<const std::span<const double>> columns, std::size_t r) {
      file.number(std::uint64_t{p});
      file << "," << field(point.label);
      for (const std::string& name : names) write_coordinate(file, find_parameter(point, name));
      file << ",";
      file.number(replication);
      for (const std::span<const double> column : columns) {
        file << ",";
        file.number(column[r], "");
      }
      file << "\n";
    };
    auto stretch = store.present(p).begin();
    store.read_all(p, [&](std::span<const std::span<const double>> columns) {
      for (std::size_t r = 0; r < columns[0].size(); ++r) write_row(stretch->first + r, columns, r);
      ++stretch;
    });
  }
  file.close();
}

}  // namespace outcast::app
