// What customers lose, from the state of the units that serve them.
#include <algorithm>

#include "models/cascade/purposes.h"
#include "models/cascade/world.h"

namespace outcast::cascade {

using sim::Duration;
using system::raw;
using system::whole;

/// Has everybody who uses the unit look again at the end of this instant.
void World::mark_customers(Context& c, UnitState& u) {
  for (const std::uint32_t node : blueprint_.customers_of[raw(u.unit)]) {
    CustomerState& state = customers_.touch(node);
    if (std::exchange(state.is_look_due, true)) continue;
    after(c, Duration::zero(), EventType::customers_look,
          {origins_.customers + node, state.sequence}, node);
  }
}

/// A service with several units in reach is as good as its best; an endpoint that needs k services
/// is as good as the k-th best of them.
double World::loss_of(const CustomerNode& node) {
  std::vector<Share>& losses = losses_of_services_;
  losses.clear();
  for (const auto& units : node.services) {
    Share least = whole;
    for (const UnitIndex u : units) {
      const UnitState* state = units_.find(raw(u));
      least = std::min(least, state == nullptr ? 0 : state->loss);
    }
    losses.push_back(least);
  }
  std::ranges::nth_element(losses, losses.begin() + (node.at_least - 1));
  return system::from_share(losses[node.at_least - 1]);
}

void World::look_at_customers(Context& c, std::uint32_t index) {
  CustomerState& state = customers_.touch(index);
  state.is_look_due = false;
  const CustomerNode& node = blueprint_.customers[index];
  double loss =
      is_source(index) ? customers_lose(blueprint_.traffic->source_of[index]) : loss_of(node);
  const auto& fallback = blueprint_.scenario.customers[node.group].fallback;
  if (state.has_switched && fallback) loss = std::min(loss, fallback->loss);
  const double before = state.loss;
  if (loss == before) return;
  book_customers(state, c.now());
  state.loss = loss;
  if (before == 0) hit(c, state);
  if (loss == 0) --customers_affected_;
  const bool is_news = !is_source(index) || before == 0 || before >= 1 || loss == 0 || loss >= 1;
  if (c.is_observed() && is_news)
    tell(c, "customers", node.id,
         loss == 0   ? "are served again"
         : loss >= 1 ? "lose everything"
                     : "lose a part");
}

/// Books what they have lost since the last time; what lies in the window counts there too.
void World::book_customers(CustomerState& state, sim::Time until) {
  const auto ns = [](Duration time) { return static_cast<double>(time.nanoseconds); };
  state.lost_ns += state.loss * ns(until.since(state.since));
  const sim::Time from = std::max(state.since, window_.from), to = std::min(until, window_.until);
  if (from < to) state.lost_in_window_ns += state.loss * ns(to.since(from));
  state.since = until;
}

/// Nothing changes after the end, but the window may still be open.
void World::close_customers() {
  for (std::uint32_t i = 0; i < customers_.size(); ++i) {
    CustomerState& state = customers_[i];
    book_customers(state, end_);
    const sim::Time from = std::max(end_, window_.from);
    if (from < window_.until)
      state.lost_in_window_ns +=
          state.loss * static_cast<double>(window_.until.since(from).nanoseconds);
  }
}

std::vector<std::uint32_t> World::touched_customers() const {
  std::vector<std::uint32_t> nodes;
  for (std::uint32_t i = 0; i < customers_.size(); ++i) nodes.push_back(customers_.key(i));
  std::ranges::sort(nodes);
  return nodes;
}

void World::hit(Context& c, CustomerState& state) {
  state.was_hit = true;
  ++customers_affected_;
  for (const std::uint32_t incident : open_) await_call(c, incident);
}

/// They know: those with a fallback use it until all is well.
void World::switch_customers(Context& c, std::uint32_t index) {
  if (open_.empty()) return;
  CustomerState& state = customers_.touch(index);
  state.has_switched = true;
  look_at_customers(c, index);
}

void World::release_customers(Context& c) {
  for (std::uint32_t i = 0; i < customers_.size(); ++i) {
    CustomerState& state = customers_[i];
    if (!std::exchange(state.has_switched, false) || std::exchange(state.is_look_due, true))
      continue;
    const std::uint32_t node = customers_.key(i);
    after(c, Duration::zero(), EventType::customers_look,
          {origins_.customers + node, state.sequence}, node);
  }
}

}  // namespace outcast::cascade
