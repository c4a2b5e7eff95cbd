// Amazon Resource Names: their six parts, and patterns of them. Rules: IAM user guide, "IAM
// identifiers", "IAM JSON policy elements: Resource", "Condition operators".
#include "models/access/arn.h"

#include <vector>

namespace outcast::access {
namespace {

constexpr std::size_t arn_parts = 6;

/// At most six parts; the last keeps its colons.
template <class Text>
std::vector<Text> parts_of(Text text) {
  std::vector<Text> out;
  while (out.size() + 1 < arn_parts) {
    const auto colon = text.find(':');
    if (colon == Text::npos) break;
    out.push_back(text.substr(0, colon));
    text = text.substr(colon + 1);
  }
  out.push_back(text);
  return out;
}

/// In an ARN of IAM itself the word before the slash ("user", "role") takes no wildcard, unless it
/// is all there is.
bool is_vague_iam_type(const Glob& resource) {
  const Glob word = resource.substr(0, resource.find('/'));
  return has_wildcard(word) && resource != Glob{any_run};
}

/// A `*` at the end of a part may run on over colons; other wildcards before the resource stay
/// within their part.
Glob bounded(const Glob& part) {
  Glob out = part;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (out[i] == any_one) out[i] = one_in_part;
    if (out[i] == any_run && i + 1 < out.size()) out[i] = run_in_part;
  }
  return out;
}

}  // namespace

std::optional<Arn> arn_of(std::string_view text) {
  const auto parts = parts_of(text);
  if (parts.size() < arn_parts || parts[0] != "arn") return {};
  return Arn{std::string(parts[1]), std::string(parts[2]), std::string(parts[3]),
             std::string(parts[4]), std::string(parts[5])};
}

std::string resource_type(const Arn& arn) {
  const auto start = arn.resource.find_first_not_of('/');  // API Gateway's begin with a slash
  if (arn.service == "s3" || start == std::string::npos) return {};
  const auto end = arn.resource.find_first_of("/:", start);
  return end == std::string::npos ? std::string{} : arn.resource.substr(start, end - start);
}

std::string_view fault_of_resource(const Glob& pattern) {
  if (pattern == Glob{any_run}) return {};
  const auto parts = parts_of(pattern);
  if (parts[0] != literal_of("arn")) return "neither an ARN nor *";
  if (parts.size() < 3 || parts[2].empty() || has_wildcard(parts[2]))
    return "the service of an ARN must be spelled out";
  if (parts.size() == arn_parts && parts[2] == literal_of("iam") && is_vague_iam_type(parts[5]))
    return "the kind of an IAM resource (user, role, policy) takes no wildcard";
  return {};
}

bool resource_matches(const Glob& pattern, std::string_view arn) {
  if (!fault_of_resource(pattern).empty()) return false;
  const auto parts = parts_of(pattern);
  Glob glob;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) glob += u':';
    glob += i + 1 < arn_parts ? bounded(parts[i]) : parts[i];
  }
  const bool is_short = parts.size() < arn_parts;
  return matches(glob, arn) || (is_short && matches(glob + Glob{u':', any_run}, arn));
}

bool arn_matches(const Glob& pattern, std::string_view arn) {
  const auto wanted = parts_of(pattern);
  const auto given = parts_of(arn);
  if (given.size() < arn_parts) return false;
  for (std::size_t i = 0; i < wanted.size(); ++i)
    if (!matches(wanted[i], given[i])) return false;
  // The guide is silent on short patterns here; a `*` at their end is read as "and whatever
  // follows".
  return wanted.size() == arn_parts || (!wanted.back().empty() && wanted.back().back() == any_run);
}

}  // namespace outcast::access
