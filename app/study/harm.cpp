// Finds a place in the order of harm by order statistics, so that nothing need be sorted or kept.
#include "app/study/harm.h"

#include <array>

#include "models/cascade/metrics.h"
#include "sim/stats/order_statistics.h"

namespace outcast::app {
namespace {

/// Of one replication with an incident.
struct Loss {
  std::uint64_t replication;
  double customers, services;
};

template <class Visit>
void for_each_loss(const Rows& rows, Visit visit) {
  const std::array<std::size_t, 3> columns = {*cascade::column_of("incidents"),
                                              *cascade::column_of("customer_minutes"),
                                              *cascade::column_of("service_minutes")};
  std::uint64_t replication = 0;
  rows(columns, [&](std::span<const std::span<const double>> piece) {
    for (std::size_t r = 0; r < piece[0].size(); ++r, ++replication)
      if (piece[0][r] > 0) visit(Loss{replication, piece[1][r], piece[2][r]});
  });
}

/// Some of the losses, by one of their sizes.
struct Selection {
  sim::Sample sample;
  std::uint64_t count;
};

template <class Counts>
Selection select(const Rows& rows, double Loss::*size, Counts counts) {
  Selection selection{[&rows, size, counts](const auto& visit) {
                        for_each_loss(rows, [&](const Loss& loss) {
                          if (counts(loss)) visit({&(loss.*size), 1});
                        });
                      },
                      0};
  for_each_loss(rows, [&](const Loss& loss) { selection.count += counts(loss); });
  return selection;
}

/// The size at a place (0: the largest); what remains is the place among those of that size.
double size_at(const Selection& selection, std::uint64_t& place) {
  const std::uint64_t rank = selection.count - place;
  const double size = sim::order_statistics(selection.sample, selection.count, {{rank}})[0];
  selection.sample([&](std::span<const double> piece) {
    for (const double other : piece) place -= other > size;
  });
  return size;
}

std::uint64_t replication_at(const Rows& rows, std::uint64_t place) {
  const double customers =
      size_at(select(rows, &Loss::customers, [](const Loss&) { return true; }), place);
  const auto is_as_hard = [customers](const Loss& loss) { return loss.customers == customers; };
  const double services = size_at(select(rows, &Loss::services, is_as_hard), place);
  std::optional<std::uint64_t> found;
  for_each_loss(rows, [&](const Loss& loss) {
    if (found || !is_as_hard(loss) || loss.services != services) return;
    if (place-- == 0) found = loss.replication;
  });
  return *found;
}

}  // namespace

Harm harm_in(const Rows& rows) {
  Harm harm;
  for_each_loss(rows, [&](const Loss&) { ++harm.replications; });
  if (harm.replications == 0) return harm;
  harm.worst = replication_at(rows, 0);
  harm.typical = replication_at(rows, harm.replications / 2);
  return harm;
}

}  // namespace outcast::app
