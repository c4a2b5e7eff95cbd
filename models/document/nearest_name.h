// The name that was probably meant: hints for misspelt names.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/document/problem.h"

namespace outcast::document {

/// Insertions, deletions, substitutions and swaps of neighbours that turn one text into the other.
/// Source: optimal string alignment (Damerau 1964, restricted).
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The nearest candidate (the first of equals) within a third of the name's length (at least 1);
/// empty: none is near.
std::string_view nearest_name(std::string_view name, std::span<const std::string_view> candidates);

/// `Did you mean "auth"?`, or else the candidates if they are few (`Known: "a", "b".`), or else
/// nothing.
std::string did_you_mean(std::string_view name, std::span<const std::string_view> candidates);

/// The text in double quotes, shortened when long.
std::string quoted(std::string_view text);

}  // namespace outcast::document
