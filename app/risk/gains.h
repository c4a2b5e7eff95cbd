// What each step of the estimate gains, measured from the sweeps themselves.
#pragma once
#include "app/risk/sample.h"
#include "sim/stats/variance_reduction.h"

namespace outcast::app {

enum class ControlVariate { used, left_out };

/// Variance times cost (events) before a step, divided by the same after it.
struct Gains {
  /// One per replication in place of campaigns, cells drawn at random by their rates.
  sim::VarianceReduction one_incident;
  sim::VarianceReduction allocation;  ///< drawn by rate x harm / sqrt(cost), a tenth by the rates
  sim::VarianceReduction sweeps;      ///< cells in even steps in place of random ones
  sim::VarianceReduction control;     ///< the algebraic size of the cells' cascades
  ControlVariate use = ControlVariate::left_out;
};

struct Controlled {
  sim::Estimate harm;
  Gains gains;
  sim::VarianceReduction reduction;  ///< by all steps that are used
};

/// The harm per horizon, and what each step gained. The control is used where it gains with 99.9 %:
/// it has nothing to explain within a cell, so that it helps only where sweeps miss many cells.
Controlled estimate_harm(const Sample& sample, const sim::Table& campaigns);

}  // namespace outcast::app
