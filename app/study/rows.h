// The rows of a case, wherever they are kept.
#pragma once
#include <functional>
#include <span>

#include "sim/ensemble/ensemble.h"
#include "sim/stats/sample.h"

namespace outcast::app {

class Store;

/// Gets a piece of some columns: one span for each.
using Visitor = std::function<void(std::span<const std::span<const double>> columns)>;

/// Hands some columns of the rows to a visitor, piece by piece in the order of replications.
/// Called as often as wanted, it gives the same.
using Rows = std::function<void(std::span<const std::size_t> columns, const Visitor&)>;

/// From row `first` on; the table must outlive it.
Rows rows_of(const sim::Table& table, std::size_t first = 0);
/// The first `end` of a point; the store must outlive it.
Rows rows_of(const Store& store, std::size_t point, std::uint64_t end);

/// One column as a sample; the rows must outlive it.
sim::Sample sample_of(const Rows& rows, std::size_t column);

}  // namespace outcast::app
