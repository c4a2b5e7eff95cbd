// The named purposes of all random decisions of the model; each decision has its own.
#pragma once
#include "sim/kernel/stream.h"

namespace outcast::cascade::purposes {

inline constexpr auto loss = sim::purpose("dependency.loss");  ///< coin, then delay, then survives
inline constexpr auto reconnect = sim::purpose("dependency.reconnect");
inline constexpr auto restart = sim::purpose("unit.restart");
inline constexpr auto black_start = sim::purpose("black_start");
inline constexpr auto given_fault = sim::purpose("what_if.fault");  ///< target, coin, lasts
inline constexpr auto draw = sim::purpose("what_if.draw");          ///< rank of a unit among some
inline constexpr auto window = sim::purpose("what_if.window");
inline constexpr auto process = sim::purpose("fault.process");
inline constexpr auto expiry = sim::purpose("fault.expiry");
inline constexpr auto onset = sim::purpose("fault.onset");
inline constexpr auto look =
    sim::purpose("monitor.look");  ///< phase of its clock, then detection threshold
inline constexpr auto false_alarm = sim::purpose("monitor.false_alarm");
inline constexpr auto report = sim::purpose("customer.report");
inline constexpr auto fallback = sim::purpose("customer.fallback");
inline constexpr auto acknowledge = sim::purpose("response.acknowledge");
inline constexpr auto diagnose = sim::purpose("response.diagnose");
inline constexpr auto break_glass = sim::purpose("response.break_glass");
inline constexpr auto remedy = sim::purpose("response.remedy");
inline constexpr auto throttle = sim::purpose("response.throttle");
inline constexpr auto failover = sim::purpose("response.failover");
inline constexpr auto notify = sim::purpose("response.notify");
inline constexpr auto arrival = sim::purpose("change.arrival");  ///< gap, then mark
inline constexpr auto author = sim::purpose("change.author");
inline constexpr auto kind = sim::purpose("change.kind");
inline constexpr auto target = sim::purpose("change.target");
inline constexpr auto defect = sim::purpose("change.defect");
inline constexpr auto outcome =
    sim::purpose("change.outcome");  ///< failure mode, then latent, then latency
inline constexpr auto destructive = sim::purpose("change.destructive");
inline constexpr auto overreach = sim::purpose("change.overreach");
inline constexpr auto asks = sim::purpose("change.asks");
inline constexpr auto moment = sim::purpose("campaign.moment");  ///< whether it is recorded
inline constexpr auto lead_time = sim::purpose("change.lead_time");
inline constexpr auto gate = sim::purpose("rollout.gate");
inline constexpr auto bake = sim::purpose("rollout.bake");
inline constexpr auto stop = sim::purpose("rollout.stop");
inline constexpr auto automatic = sim::purpose("rollout.automatic_rollback");

}  // namespace outcast::cascade::purposes
