// Order and wording of problems.
#include "models/document/problem.h"

#include <algorithm>
#include <tuple>

namespace outcast::document {
namespace {

auto key(const Problem& p) {
  return std::tie(p.at.file, p.at.line, p.at.column, p.at.pointer, p.what, p.why);
}

}  // namespace

std::string to_text(const Problem& problem) {
  std::string text = problem.at.file;
  if (problem.at.line > 0)
    text += ':' + std::to_string(problem.at.line) + ':' + std::to_string(problem.at.column);
  text += ": ";
  if (!problem.at.pointer.empty()) text += problem.at.pointer + ": ";
  text += problem.what;
  if (!problem.why.empty()) text += " (" + problem.why + ')';
  if (!problem.hint.empty()) text += ". " + problem.hint;
  return text;
}

void Problems::add(Problem problem) {
  if (count_++ < kept_most) problems_.push_back(std::move(problem));
}

std::vector<Problem> Problems::sorted() const {
  std::vector<Problem> sorted = problems_;
  std::ranges::stable_sort(sorted,
                           [](const Problem& a, const Problem& b) { return key(a) < key(b); });
  const auto same = [](const Problem& a, const Problem& b) { return key(a) == key(b); };
  sorted.erase(std::unique(sorted.begin(), sorted.end(), same), sorted.end());
  return sorted;
}

std::string Problems::to_text(std::size_t most) const {
  const std::vector<Problem> all = sorted();
  const std::size_t total = all.size() + (count_ - problems_.size());
  std::string text;
  for (std::size_t i = 0; i < std::min(most, all.size()); ++i)
    text += document::to_text(all[i]) + '\n';
  if (total > most) text += "and " + std::to_string(total - most) + " more\n";
  return text;
}

}  // namespace outcast::document
