// Where a token of JSON begins, and what the parser's complaints mean to people.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace outcast::document {

/// The opening quote of the string whose closing quote ends at `end`.
std::size_t string_start(std::string_view text, std::size_t end);
/// The first character of the number that ends at `end`, or one character before it.
std::size_t number_start(std::string_view text, std::size_t end);

struct Syntax {
  std::size_t offset;
  std::string what, why, hint;
};

/// `message` is the parser's; `end` how much it had read.
Syntax explain(std::string_view message, std::string_view text, std::size_t end);

}  // namespace outcast::document
