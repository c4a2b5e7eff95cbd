// Comma-separated values (RFC 4180): rows, one line per replication, and responses, one per point.
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

void write_place_head(TextFile& file, const std::vector<std::string>& names) {
  file << "point,label";
  for (const std::string& name : names) file << "," << field(name);
}

/// Which point it is.
void write_place(TextFile& file, const Store& store, std::size_t p,
                 const std::vector<std::string>& names) {
  const Point& point = store.manifest().points[p];
  file.number(std::uint64_t{p});
  file << "," << field(point.label);
  for (const std::string& name : names) write_coordinate(file, find_parameter(point, name));
}

void write_response(TextFile& file, const Response& response) {
  file << ",";
  file.number(response.replications);
  for (const sim::Estimate& estimate : response.metrics) {
    for (const double value :
         {estimate.mean, estimate.sd, estimate.interval.low, estimate.interval.high}) {
      file << ",";
      file.number(value, "");
    }
    file << ",";
    file.number(estimate.n);
  }
  file << "\n";
}

}  // namespace

void write_csv(const Store& store, const std::string& path) {
  const std::vector<std::string> names = parameter_names(store.manifest());
  TextFile file(path);
  write_place_head(file, names);
  file << ",replication";
  for (const cascade::Metric& metric : cascade::metrics()) file << "," << metric.name;
  file << "\n";
  for (std::size_t p = 0; p < store.manifest().points.size(); ++p) {
    const auto write_row = [&](std::uint64_t replication,
                               std::span<const std::span<const double>> columns, std::size_t r) {
      write_place(file, store, p, names);
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

void write_responses_csv(const Store& store, const std::string& path) {
  const std::vector<std::string> names = parameter_names(store.manifest());
  TextFile file(path);
  write_place_head(file, names);
  file << ",replications";
  for (const cascade::Metric& metric : cascade::metrics())
    for (const std::string_view column : {"_mean", "_sd", "_low", "_high", "_n"})
      file << "," << metric.name << column;
  file << "\n";
  for (std::size_t p = 0; p < store.manifest().points.size(); ++p)
    if (const std::optional<Response> response = store.response(p)) {
      write_place(file, store, p, names);
      write_response(file, *response);
    }
  file.close();
}

}  // namespace outcast::app
