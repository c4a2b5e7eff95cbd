// Writes and reads the tables that docs/FORMAT.md describes.
#include "app/store/manifest_tables.h"

#include <algorithm>
#include <stdexcept>

#include "app/store/damage.h"
#include "app/store/response_table.h"
#include "app/terminal/exit_code.h"
#include "models/cascade/metrics.h"

namespace outcast::app {
namespace {

constexpr const char* tables = R"(
CREATE TABLE manifest (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE metric (id INTEGER PRIMARY KEY, name TEXT NOT NULL, unit TEXT NOT NULL);
CREATE TABLE file (path TEXT PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE point (id INTEGER PRIMARY KEY, label TEXT NOT NULL, scenario TEXT NOT NULL,
  variant TEXT NOT NULL, digest TEXT NOT NULL, replications INTEGER NOT NULL);
CREATE TABLE parameter (point INTEGER NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL,
  value NOT NULL, PRIMARY KEY (point, position)) WITHOUT ROWID;
CREATE TABLE batch (point INTEGER NOT NULL, first INTEGER NOT NULL, replications INTEGER NOT NULL,
  sums BLOB NOT NULL, PRIMARY KEY (point, first));
CREATE TABLE cells (point INTEGER NOT NULL, metric INTEGER NOT NULL, first INTEGER NOT NULL,
  doubles BLOB NOT NULL, PRIMARY KEY (point, metric, first));
)";

void write_metrics(const Database& database) {
  Statement insert = database.prepare("INSERT INTO metric VALUES (?, ?, ?)");
  std::uint64_t id = 0;
  for (const cascade::Metric& metric : cascade::metrics())
    insert.bind(id++).bind(metric.name).bind(metric.unit).run();
}

void write_parameters(const Database& database, std::uint64_t point,
                      const std::vector<Parameter>& parameters) {
  Statement insert = database.prepare("INSERT INTO parameter VALUES (?, ?, ?, ?)");
  std::uint64_t position = 0;
  for (const Parameter& parameter : parameters) {
    insert.bind(point).bind(position++).bind(parameter.name);
    if (const auto* text = std::get_if<std::string>(&parameter.value))
      insert.bind(std::string_view(*text));
    else
      insert.bind(std::get<double>(parameter.value));
    insert.run();
  }
}

void write_points(const Database& database, const std::vector<Point>& points) {
  Statement insert = database.prepare("INSERT INTO point VALUES (?, ?, ?, ?, ?, ?)");
  for (std::uint64_t i = 0; i < points.size(); ++i) {
    const Point& p = points[i];
    insert.bind(i).bind(p.label).bind(p.scenario).bind(p.variant).bind(p.digest);
    insert.bind(p.replications).run();
    write_parameters(database, i, p.parameters);
  }
}

void write_files(const Database& database, const Files& files) {
  Statement insert = database.prepare("INSERT OR REPLACE INTO file VALUES (?, ?)");
  for (const auto& [path, text] : files) insert.bind(path).bind(text).run();
}

std::string value_of(const Database& database, std::string_view name) {
  Statement query = database.prepare("SELECT value FROM manifest WHERE name = ?");
  return query.bind(name).step() ? query.text(0) : "";
}

std::uint64_t number_of(const Database& database, std::string_view name) {
  try {
    return std::stoull(value_of(database, name));
  } catch (const std::logic_error&) {
    refuse_damage(database.path(), "it does not say its " + std::string(name));
  }
}

void check_metrics(const Database& database) {
  Statement query = database.prepare("SELECT name FROM metric ORDER BY id");
  std::vector<std::string> names;
  while (query.step()) names.push_back(query.text(0));
  if (!std::ranges::equal(names, cascade::metrics(), {}, {}, &cascade::Metric::name))
    throw Failure(ExitCode::invalid, database.path() +
                                         " holds other metrics than this version of "
                                         "outcast knows: it was written by outcast " +
                                         value_of(database, "outcast"));
}

void read_points(const Database& database, std::vector<Point>& points) {
  Statement query = database.prepare(
      "SELECT label, scenario, variant, digest, replications FROM point ORDER BY id");
  while (query.step())
    points.push_back({.label = query.text(0),
                      .scenario = query.text(1),
                      .variant = query.text(2),
                      .digest = query.text(3),
                      .replications = query.number(4)});
  Statement values =
      database.prepare("SELECT point, name, value FROM parameter ORDER BY point, position");
  while (values.step()) {
    if (values.number(0) >= points.size())
      refuse_damage(database.path(), "it has parameters of no point");
    Parameter parameter{.name = values.text(1), .value = values.real(2)};
    if (values.is_text(2)) parameter.value = values.text(2);
    points[values.number(0)].parameters.push_back(std::move(parameter));
  }
}

void write_settings(const Database& database, const std::map<std::string, std::string>& settings) {
  Statement insert = database.prepare("INSERT OR REPLACE INTO manifest VALUES (?, ?)");
  for (const auto& [name, value] : settings) insert.bind(name).bind(value).run();
}

/// All that the manifest has beyond what every experiment has.
void read_settings(const Database& database, std::map<std::string, std::string>& settings) {
  Statement query = database.prepare(
      "SELECT name, value FROM manifest WHERE name NOT IN ('kind', 'outcast', 'seed', 'batch')");
  while (query.step()) settings.emplace(query.text(0), query.text(1));
}

ExperimentKind kind_named(const std::string& name) {
  for (const auto kind : {ExperimentKind::compare, ExperimentKind::sweep})
    if (name == name_of(kind)) return kind;
  return ExperimentKind::run;
}

}  // namespace

void write_manifest(const Database& database, const Manifest& manifest) {
  database.execute(tables);
  Statement insert = database.prepare("INSERT INTO manifest VALUES (?, ?)");
  insert.bind("kind").bind(name_of(manifest.kind)).run();
  insert.bind("outcast").bind(manifest.outcast).run();
  insert.bind("seed").bind(std::to_string(manifest.seed)).run();
  insert.bind("batch").bind(std::to_string(manifest.batch)).run();
  write_metrics(database);
  write_points(database, manifest.points);
  make_response_table(database, manifest);
  update_manifest(database, manifest);
}

void update_manifest(const Database& database, const Manifest& manifest) {
  write_settings(database, manifest.settings);
  write_files(database, manifest.files);
}

Manifest read_manifest(const Database& database) {
  check_metrics(database);
  Manifest manifest{.kind = kind_named(value_of(database, "kind")),
                    .outcast = value_of(database, "outcast"),
                    .seed = number_of(database, "seed"),
                    .batch = number_of(database, "batch")};
  read_settings(database, manifest.settings);
  read_points(database, manifest.points);
  Statement files = database.prepare("SELECT path, text FROM file");
  while (files.step()) manifest.files.emplace(files.text(0), files.text(1));
  return manifest;
}

}  // namespace outcast::app
