// The table of responses: what each point of a sweep answered, for any tool that reads SQLite.
#pragma once
#include <optional>
#include <vector>

#include "app/store/database.h"
#include "app/store/manifest.h"
#include "sim/stats/estimate.h"

namespace outcast::app {

/// What a point answered over so many of its replications, from the first.
struct Response {
  std::uint64_t replications = 0;
  std::vector<sim::Estimate> metrics{};  ///< in the order of cascade::metrics()
};

/// Makes the table, and the view that shows it beside the parameters of the points.
void make_response_table(const Database& database, const Manifest& manifest);
void write_response(const Database& database, std::size_t point, const Response& response);
/// Nothing where the point has none. Ends that are infinite come back as NaN.
std::optional<Response> read_response(const Database& database, std::size_t point);

}  // namespace outcast::app
