// Rows as NetCDF-4: metrics over point and replication, with the parameters as coordinates.
#include <netcdf.h>

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include "app/store/export.h"
#include "app/terminal/exit_code.h"

namespace outcast::app {
namespace {

constexpr double no_value = std::numeric_limits<double>::quiet_NaN();

/// A file that is being written. Every failure of the library arrives as a Failure.
class NetcdfFile {
 public:
  explicit NetcdfFile(const std::string& path) : path_(path) {
    check(nc_create(path.c_str(), NC_NETCDF4 | NC_CLOBBER, &id_));
  }
  ~NetcdfFile() {
    if (id_ >= 0) nc_abort(id_);
  }
  NetcdfFile(const NetcdfFile&) = delete;
  NetcdfFile& operator=(const NetcdfFile&) = delete;

  int dimension(const std::string& name, std::size_t size) const {
    int id = 0;
    check(nc_def_dim(id_, name.c_str(), size, &id));
    return id;
  }
  int variable(const std::string& name, nc_type type, const std::vector<int>& dimensions) const {
    int id = 0;
    check(nc_def_var(id_, name.c_str(), type, static_cast<int>(dimensions.size()),
                     dimensions.data(), &id));
    return id;
  }
  void attribute(int variable, const char* name, const std::string& text) const {
    check(nc_put_att_text(id_, variable, name, text.size(), text.c_str()));
  }
  int id() const { return id_; }
  void check(int code) const {
    if (code != NC_NOERR)
      throw Failure(ExitCode::failed, "cannot write " + path_ + ": " + nc_strerror(code));
  }
  void close() {
    const int id = std::exchange(id_, -1);
    check(nc_close(id));
  }

 private:
  std::string path_;
  int id_ = -1;
};

/// "/teams/front/adoption" is called "teams.front.adoption": a name may not hold a slash.
std::string netcdf_name(const std::string& parameter, std::set<std::string>& taken) {
  std::string name = parameter.substr(parameter.starts_with('/') ? 1 : 0);
  std::ranges::replace(name, '/', '.');
  if (name.empty()) name = "parameter";
  while (!taken.insert(name).second) name += '_';
  return name;
}

void put_texts(const NetcdfFile& file, int variable, const std::vector<std::string>& texts) {
  std::vector<const char*> pointers;
  for (const std::string& text : texts) pointers.push_back(text.c_str());
  if (!pointers.empty()) file.check(nc_put_var_string(file.id(), variable, pointers.data()));
}

bool is_number(const Manifest& manifest, const std::string& parameter) {
  return std::ranges::all_of(manifest.points, [&](const Point& point) {
    const Parameter* found = find_parameter(point, parameter);
    return found == nullptr || std::holds_alternative<double>(found->value);
  });
}

std::string text_of(const Parameter* parameter) {
  if (parameter == nullptr) return "";
  const auto* text = std::get_if<std::string>(&parameter->value);
  return text != nullptr ? *text : std::to_string(std::get<double>(parameter->value));
}

void put_parameter(const NetcdfFile& file, int variable, const Manifest& manifest,
                   const std::string& parameter) {
  file.attribute(variable, "long_name", parameter);
  if (!is_number(manifest, parameter)) {
    std::vector<std::string> texts;
    for (const Point& point : manifest.points)
      texts.push_back(text_of(find_parameter(point, parameter)));
    return put_texts(file, variable, texts);
  }
  std::vector<double> numbers;
  for (const Point& point : manifest.points) {
    const Parameter* found = find_parameter(point, parameter);
    numbers.push_back(found == nullptr ? no_value : std::get<double>(found->value));
  }
  file.check(nc_put_var_double(file.id(), variable, numbers.data()));
}

std::uint64_t end_of(const Store& store) {
  std::uint64_t end = 0;
  for (std::size_t p = 0; p < store.manifest().points.size(); ++p)
    if (!store.present(p).empty()) end = std::max(end, store.present(p).back().end);
  return end;
}

/// What each point is, and the parameters, one value per point; gives their names for the metrics
/// to refer to.
std::string define_coordinates(const NetcdfFile& file, const Manifest& manifest, int points) {
  std::set<std::string> taken = {"point", "replication", "label", "scenario", "variant", "digest"};
  for (const cascade::Metric& metric : cascade::metrics()) taken.emplace(metric.name);
  const auto put = [&](const char* name, std::string Point::*text) {
    std::vector<std::string> texts;
    for (const Point& point : manifest.points) texts.push_back(point.*text);
    put_texts(file, file.variable(name, NC_STRING, {points}), texts);
  };
  put("label", &Point::label);
  put("scenario", &Point::scenario);
  put("variant", &Point::variant);
  put("digest", &Point::digest);
  std::string names = "label";
  for (const std::string& parameter : parameter_names(manifest)) {
    const std::string name = netcdf_name(parameter, taken);
    const nc_type type = is_number(manifest, parameter) ? NC_DOUBLE : NC_STRING;
    put_parameter(file, file.variable(name, type, {points}), manifest, parameter);
    names += ' ' + name;
  }
  return names;
}

int define_metric(const NetcdfFile& file, const cascade::Metric& metric,
                  const std::vector<int>& dimensions, const std::vector<std::size_t>& chunk) {
  const int variable = file.variable(std::string(metric.name), NC_DOUBLE, dimensions);
  file.check(nc_def_var_chunking(file.id(), variable, NC_CHUNKED, chunk.data()));
  file.check(nc_def_var_deflate(file.id(), variable, 1, 1, 1));
  file.check(nc_def_var_fill(file.id(), variable, NC_FILL, &no_value));
  file.attribute(variable, "units", std::string(metric.unit));
  file.attribute(variable, "long_name", std::string(metric.what));
  return variable;
}

void put_metric(const NetcdfFile& file, int variable, const Store& store, std::size_t column) {
  for (std::size_t p = 0; p < store.manifest().points.size(); ++p) {
    auto stretch = store.present(p).begin();
    store.read(p, {&column, 1}, Store::all, [&](std::span<const std::span<const double>> piece) {
      const std::size_t start[] = {p, stretch->first}, count[] = {1, piece[0].size()};
      file.check(nc_put_vara_double(file.id(), variable, start, count, piece[0].data()));
      ++stretch;
    });
  }
}

void put_numbers(const NetcdfFile& file, int dimension, std::uint64_t end) {
  const int variable = file.variable("replication", NC_INT64, {dimension});
  std::vector<long long> numbers(1024);
  for (std::size_t first = 0; first < end; first += numbers.size()) {
    for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<long long>(first + i);
    const std::size_t count = std::min<std::size_t>(numbers.size(), end - first);
    file.check(nc_put_vara_longlong(file.id(), variable, &first, &count, numbers.data()));
  }
}

}  // namespace

bool can_write_netcdf() { return true; }

void write_netcdf(const Store& store, const std::string& path) {
  const Manifest& manifest = store.manifest();
  const std::uint64_t end = end_of(store);
  NetcdfFile file(path);
  file.attribute(NC_GLOBAL, "outcast", manifest.outcast);
  file.attribute(NC_GLOBAL, "kind", std::string(name_of(manifest.kind)));
  file.attribute(NC_GLOBAL, "seed", std::to_string(manifest.seed));
  const int points = file.dimension("point", std::max<std::size_t>(1, manifest.points.size()));
  const int replications = file.dimension("replication", std::max<std::uint64_t>(1, end));
  const std::string coordinates = define_coordinates(file, manifest, points);
  put_numbers(file, replications, end);
  const std::vector<std::size_t> chunk = {
      1, static_cast<std::size_t>(std::clamp<std::uint64_t>(end, 1, manifest.batch))};
  for (std::size_t c = 0; c < cascade::metrics().size(); ++c) {
    const int variable = define_metric(file, cascade::metrics()[c], {points, replications}, chunk);
    file.attribute(variable, "coordinates", coordinates);
    put_metric(file, variable, store, c);
  }
  file.close();
}

}  // namespace outcast::app
