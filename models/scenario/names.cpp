// Looking names up, and telling two of them apart.
#include "models/scenario/names.h"

#include <unordered_map>

#include "models/document/nearest_name.h"
#include "sim/kernel/stream.h"

namespace outcast::scenario {

using document::Position;
using document::Problems;
using document::quoted;
using document::Value;
using document::ValueKind;

void Names::require(std::string_view name, Value at, Problems& problems) const {
  if (name.empty() || contains(name)) return;
  problems.add({at.position(), "unknown " + kind_ + ' ' + quoted(name),
                all_.empty() ? "there is none" : "",
                problems.is_crowded() ? "" : document::did_you_mean(name, all_)});
}

void Names::require_all(const std::vector<std::string>& names, Value list,
                        Problems& problems) const {
  for (std::size_t i = 0; i < names.size(); ++i) require(names[i], element(list, i), problems);
}

void Names::check_definitions(Value list, Problems& problems) const {
  std::unordered_map<std::uint64_t, std::size_t> first;
  for (std::size_t i = 0; i < all_.size(); ++i) {
    const Value at = element(list, i);
    if (all_[i].empty()) {
      if (list.is(ValueKind::object) || at.find("id"))
        problems.add({id_position(at), "the id of a " + kind_ + " is empty"});
      continue;
    }
    const auto [known, is_new] = first.emplace(sim::hash_name(all_[i]), i);
    if (is_new) continue;
    const Position written = id_position(element(list, known->second));
    if (all_[known->second] != all_[i])
      problems.add({id_position(at),
                    quoted(all_[i]) + " and " + quoted(all_[known->second]) + " have the same hash",
                    "their random numbers would be the same", "Change one of the two ids."});
    else if (list.is(ValueKind::array))  // in a list by name the parser has reported it
      problems.add({id_position(at), "duplicate " + kind_ + ' ' + quoted(all_[i]),
                    "first defined in line " + std::to_string(written.line)});
  }
}

Value element(Value list, std::size_t i) { return i < list.size() ? list[i] : list; }

Position id_position(Value element) {
  const Value id = element.find("id");
  return id ? id.position() : element.key_position();
}

}  // namespace outcast::scenario
