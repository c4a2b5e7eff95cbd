// What a role can break: every action on every target is judged twice, with the unknown keys
// against and for the role.
#include "models/access/reach.h"

#include <algorithm>
#include <array>

#include "models/access/actions.h"
#include "models/access/arn.h"

namespace outcast::access {
namespace {

void learn(Context& context, const char* key, std::vector<std::string> values) {
  context.try_emplace(key, std::move(values));
}

std::string second_word(std::string_view path) {
  const auto start = path.find('/');
  if (start == std::string_view::npos) return {};
  const auto rest = path.substr(start + 1);
  return std::string(rest.substr(0, rest.find('/')));
}

/// A session's aws:PrincipalArn is that of its role.
std::string principal_arn(const Arn& arn, const std::string& principal) {
  if (resource_type(arn) != "assumed-role") return principal;
  return "arn:" + arn.partition + ":iam::" + arn.account + ":role/" + second_word(arn.resource);
}

void learn_principal(Context& context, const std::string& principal) {
  const auto arn = arn_of(principal);
  if (!arn) return;
  learn(context, "aws:PrincipalArn", {principal_arn(*arn, principal)});
  learn(context, "aws:PrincipalAccount", {arn->account});
  const std::string type = resource_type(*arn);
  if (type == "user") {
    learn(context, "aws:PrincipalType", {"User"});
    learn(context, "aws:username", {arn->resource.substr(arn->resource.rfind('/') + 1)});
  } else if (type == "role" || type == "assumed-role") {
    learn(context, "aws:PrincipalType", {"AssumedRole"});
    learn(context, "aws:username", {});  // only users have one
  }
}

/// Requests to the global services go to us-east-1. Source: IAM user guide, aws:RequestedRegion.
std::string region_of(const Arn& arn) {
  constexpr std::array global{"iam", "route53", "cloudfront", "organizations"};
  const bool is_global = std::ranges::find(global, arn.service) != global.end();
  return arn.region.empty() && is_global ? "us-east-1" : arn.region;
}

void learn_resource(Context& context, const std::string& resource) {
  const auto arn = arn_of(resource);
  if (!arn) return;
  if (!arn->account.empty()) learn(context, "aws:ResourceAccount", {arn->account});
  if (!region_of(*arn).empty()) learn(context, "aws:RequestedRegion", {region_of(*arn)});
}

Request request_for(const Role& role, const Target& target) {
  Request out{
      .action = {}, .resource = target.arn, .context = target.known, .principal = role.principal};
  for (const auto& [key, value] : role.context)
    out.context.try_emplace(
        key, value.empty() ? std::vector<std::string>{} : std::vector<std::string>{value});
  learn_principal(out.context, role.principal);
  learn_resource(out.context, target.arn);
  out.unlisted = Unlisted::unknown;
  return out;
}

Access judge(const PolicySet& policies, const Request& request) {
  Access out{May::no, request.action, explain(policies, request, Assume::worst)};
  if (out.because.decision == Decision::allowed) {
    out.may = May::yes;
  } else if (auto best = explain(policies, request, Assume::best);
             best.decision == Decision::allowed) {
    out.may = May::depends;
    out.depends_on = unknown_keys(policies, request);
  } else {
    out.because = std::move(best);
  }
  return out;
}

bool is_wider(const Reach& a, const Reach& b) {
  return a.modify.may > b.modify.may || a.destroy.may > b.destroy.may;
}

}  // namespace

Target target_of(std::string arn, std::vector<std::string> modify,
                 std::vector<std::string> destroy) {
  Actions usual = default_actions(arn);
  return {std::move(arn), modify.empty() ? std::move(usual.modify) : std::move(modify),
          destroy.empty() ? std::move(usual.destroy) : std::move(destroy)};
}

Access access_to(const Role& role, const PolicySet& policies, const Target& target,
                 std::span<const std::string> actions) {
  Request request = request_for(role, target);
  Access out;
  for (const std::string& action : actions) {
    request.action = action;
    Access one = judge(policies, request);
    if (out.action.empty() || one.may > out.may) out = std::move(one);
    if (out.may == May::yes) break;
  }
  return out;
}

Reach reach_of(const Role& role, const PolicySet& policies, const Target& target) {
  return {target.arn, access_to(role, policies, target, target.modify),
          access_to(role, policies, target, target.destroy)};
}

std::vector<Reach> reach_of(const Role& role, const PolicySet& policies,
                            std::span<const Target> targets) {
  std::vector<Reach> out;
  for (const Target& target : targets) out.push_back(reach_of(role, policies, target));
  return out;
}

std::vector<Excess> wider_than_intended(const Role& role, std::span<const Target> targets) {
  std::vector<Excess> out;
  if (!role.intended) return out;
  for (const Target& target : targets) {
    Excess excess{reach_of(role, *role.intended, target), reach_of(role, role.actual, target)};
    if (is_wider(excess.actual, excess.intended)) out.push_back(std::move(excess));
  }
  return out;
}

std::string_view to_text(May may) {
  switch (may) {
    case May::no:
      return "no";
    case May::depends:
      return "depends";
    case May::yes:
      return "yes";
  }
  return {};
}

std::string to_text(const Access& access) {
  std::string out(to_text(access.may));
  if (access.action.empty()) return out + ": no action is known";
  if (access.may != May::depends) return out + ": " + access.action + " " + to_text(access.because);
  out += ": " + access.action + " depends on ";
  for (const std::string& key : access.depends_on)
    out += (&key == &access.depends_on[0] ? "" : ", ") + key;
  return out;
}

}  // namespace outcast::access
