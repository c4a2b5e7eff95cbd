// Actual beside intended, the reasons, and the consequences.
#include "app/cli/access_report.h"

#include <algorithm>
#include <map>

#include "app/terminal/figures.h"
#include "app/terminal/table.h"

namespace outcast::app {
namespace {

using access::May;

std::string share_text(std::size_t part, std::size_t all) {
  const double percent = all == 0 ? 0 : 100 * static_cast<double>(part) / static_cast<double>(all);
  return count_text(part) + " of " + count_text(all) + " (" + fixed_text(percent, 1) + " %)";
}

bool is_untouchable(const ServiceAccess& service) {
  return service.modify.may == May::no && service.destroy.may == May::no;
}

std::string may_text(const ServiceAccess& service, const access::Access& access) {
  if (service.is_bare) return "yes (no ARN)";
  return access.may == May::depends ? "depends" : std::string(access::to_text(access.may));
}

std::string reach_table(const RoleReport& role) {
  Table table({text_column("service"), text_column("destroy"), text_column("meant"),
               text_column("modify"), text_column("meant"), text_column("")});
  for (std::size_t s = 0; s < role.actual.services.size(); ++s) {
    const ServiceAccess &is = role.actual.services[s], &meant = role.intended.services[s];
    if (is_untouchable(is) && is_untouchable(meant)) continue;
    table.row({is.service, may_text(is, is.destroy), may_text(meant, meant.destroy),
               may_text(is, is.modify), may_text(meant, meant.modify),
               role.is_wider(s) ? "wider than intended" : ""});
  }
  return table.empty() ? "it may modify and destroy nothing\n" : table.to_text();
}

/// Reasons that services share, each once, with the services in written order.
std::string reasons_text(const RoleReport& role) {
  std::vector<std::pair<std::string, std::string>> reasons;
  const auto note = [&](const std::string& reason, const std::string& service) {
    const auto at = std::ranges::find(reasons, reason, &std::pair<std::string, std::string>::first);
    if (at == reasons.end())
      reasons.emplace_back(reason, service);
    else
      at->second += ", " + service;
  };
  for (const ServiceAccess& service : role.actual.services) {
    if (service.is_bare || is_untouchable(service)) continue;
    note("destroy  " + access::to_text(service.destroy), service.service);
    note("modify   " + access::to_text(service.modify), service.service);
  }
  std::string text;
  for (const auto& [reason, services] : reasons)
    text += "  " + wrapped(printable(reason), 4) + "\n" +
            wrapped("      " + printable(services), 6) + '\n';
  return text.empty() ? text : "why\n" + text;
}

std::string fall_text(const std::string& what, const RoleReach& reach) {
  const std::size_t all = reach.services.size();
  std::string text = what + ": it may destroy " + share_text(reach.destroys, all) +
                     "; if it did, " + share_text(reach.fall.services, all) + " would fall, and " +
                     fixed_text(100 * reach.fall.customers, 1) + " % of the customers with them";
  return wrapped(text, 2) + '\n';
}

/// As the simulation has it: nothing is known to forbid what has no ARN.
std::string bare_text(const RoleReport& role) {
  const auto bare = static_cast<std::size_t>(
      std::ranges::count_if(role.actual.services, &ServiceAccess::is_bare));
  if (bare == 0) return {};
  return wrapped(count_text(bare) +
                     " services list no ARN: no policy stands in the way, and they "
                     "count as within reach",
                 2) +
         '\n';
}

std::string text_of(const RoleReport& role) {
  std::string text = toned("role " + printable(role.id), Tone::bold, Channel::out);
  text += (role.principal.empty() ? "" : "  " + printable(role.principal)) + "\n\n";
  text += fall_text("as it is", role.actual);
  if (role.has_intention) text += fall_text("as intended", role.intended);
  if (role.has_intention)
    text += role.wider_count() == 0
                ? "it is nowhere wider than intended\n"
                : "misconfigured: wider than intended on " +
                      share_text(role.wider_count(), role.actual.services.size()) + '\n';
  text += bare_text(role);
  text += wrapped("approves its own changes: " + access::to_text(role.actual.approve), 2) + '\n';
  return text + '\n' + reach_table(role) + '\n' + reasons_text(role) + '\n';
}

}  // namespace

std::string to_text(const Case& subject, const std::vector<RoleReport>& roles) {
  std::string text = toned(printable(title_of(subject)), Tone::bold, Channel::out) + '\n';
  text += wrapped(
              "What falls is the structural cascade: every hard dependency for serving counts as "
              "certain, nobody mends.",
              0) +
          "\n\n";
  for (const RoleReport& role : roles) text += text_of(role);
  text.pop_back();
  return text;
}

}  // namespace outcast::app
