// Whether the members of each group of alternatives belong together.
#include "models/scenario/check_groups.h"

#include <algorithm>
#include <map>

#include "models/document/nearest_name.h"
#include "models/scenario/names.h"

namespace outcast::scenario {
namespace {

using document::Problems;
using document::quoted;
using document::Value;
using system::Dependency;

using Members = std::vector<std::size_t>;  ///< positions in the list of dependencies

/// What a later member must share with the first, told for the one that does not.
void check_member(const Dependency& first, const Dependency& member, Value at, Problems& problems) {
  const std::string group = "group " + quoted(member.group);
  if (member.from != first.from)
    return problems.add(
        {at.nearest("group").position(),
         group + " mixes the callers " + quoted(first.from) + " and " + quoted(member.from),
         "a group holds alternatives of one caller", "Use one group name per caller."});
  if (member.at_least != first.at_least)
    problems.add({at.nearest("at_least").position(), group + " has two values of \"at_least\"",
                  "all members share one", "Write the same in each member."});
  if (member.needed_for != first.needed_for || member.need != first.need)
    problems.add({at.nearest(member.need != first.need ? "need" : "for").position(),
                  group + " mixes needs", "all members share \"need\" and \"for\""});
}

void check_group(const std::vector<Dependency>& dependencies, const Members& members, Value list,
                 Problems& problems) {
  const Dependency& first = dependencies[members.front()];
  for (std::size_t i = 1; i < members.size(); ++i) {
    const Dependency& member = dependencies[members[i]];
    const Value at = element(list, members[i]);
    check_member(first, member, at, problems);
    const auto same = [&](std::size_t earlier) {
      return dependencies[earlier].to == member.to && dependencies[earlier].from == member.from;
    };
    if (std::any_of(members.begin(), members.begin() + static_cast<std::ptrdiff_t>(i), same))
      problems.add({at.nearest("to").position(),
                    quoted(member.to) + " is twice in group " + quoted(member.group),
                    "alternatives are different services"});
  }
  const auto of_first = [&](std::size_t i) { return dependencies[i].from == first.from; };
  const auto count = static_cast<std::size_t>(std::ranges::count_if(members, of_first));
  if (first.at_least > count)
    problems.add({element(list, members.front()).nearest("at_least").position(),
                  "at least " + std::to_string(first.at_least) + " of group " +
                      quoted(first.group) + ", which has " + std::to_string(count),
                  "the caller could never work"});
}

}  // namespace

void check_groups(const std::vector<Dependency>& dependencies, Value list, Problems& problems) {
  std::map<std::string_view, Members> groups;
  for (std::size_t i = 0; i < dependencies.size(); ++i)
    if (!dependencies[i].group.empty()) groups[dependencies[i].group].push_back(i);
  for (const auto& [name, members] : groups) check_group(dependencies, members, list, problems);
}

}  // namespace outcast::scenario
