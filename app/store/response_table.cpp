// A row for each point and metric; the view has a column for each parameter.
#include "app/store/response_table.h"

#include <cmath>
#include <limits>

namespace outcast::app {
namespace {

constexpr const char* table = R"(
CREATE TABLE response (point INTEGER NOT NULL, metric INTEGER NOT NULL,
  replications INTEGER NOT NULL, n INTEGER NOT NULL, mean REAL, sd REAL, low REAL, high REAL,
  PRIMARY KEY (point, metric)) WITHOUT ROWID;
)";

/// As SQL writes it between two of these marks.
std::string marked(const std::string& text, char mark) {
  std::string found(1, mark);
  for (const char c : text) found += std::string(c == mark ? 2 : 1, c);
  return found + mark;
}

/// Names that meet one of another column, SQLite tells apart by a number.
std::string parameter_column(const std::string& name) {
  return "(SELECT value FROM parameter WHERE parameter.point = response.point AND "
         "parameter.name = " +
         marked(name, '\'') + ") AS " + marked(name, '"') + ", ";
}

/// SQLite takes NaN for NULL.
double null_unless_finite(double value) {
  return std::isfinite(value) ? value : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

void make_response_table(const Database& database, const Manifest& manifest) {
  std::string view = "CREATE VIEW responses AS SELECT response.point, ";
  for (const std::string& name : parameter_names(manifest)) view += parameter_column(name);
  view +=
      "metric.name AS metric, metric.unit, replications, n, mean, sd, low, high "
      "FROM response JOIN metric ON metric.id = response.metric "
      "ORDER BY response.point, response.metric";
  database.execute(table + view);
}

void write_response(const Database& database, std::size_t point, const Response& response) {
  Statement insert = database.prepare("INSERT INTO response VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  for (std::uint64_t metric = 0; metric < response.metrics.size(); ++metric) {
    const sim::Estimate& estimate = response.metrics[metric];
    insert.bind(std::uint64_t{point}).bind(metric).bind(response.replications).bind(estimate.n);
    for (const double value :
         {estimate.mean, estimate.sd, estimate.interval.low, estimate.interval.high})
      insert.bind(null_unless_finite(value));
    insert.run();
  }
}

std::optional<Response> read_response(const Database& database, std::size_t point) {
  Statement query = database.prepare(
      "SELECT replications, n, mean, sd, low, high FROM response WHERE point = ? ORDER BY metric");
  query.bind(std::uint64_t{point});
  Response response;
  while (query.step()) {
    response.replications = query.number(0);
    response.metrics.push_back({.n = query.number(1),
                                .mean = query.real(2),
                                .sd = query.real(3),
                                .interval = {query.real(4), query.real(5)}});
  }
  if (response.metrics.empty()) return {};
  return response;
}

}  // namespace outcast::app
