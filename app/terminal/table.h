// Tables of text that fit the terminal.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/terminal/terminal.h"

namespace outcast::app {

enum class Align { left, right };

/// What gives way where the table is too wide, in this order: `first` is left out; what hangs goes
/// below the column to its left; `then` is left out too.
enum class Omission { never, then, first };

struct Column {
  std::string head;  ///< may have two lines
  Align align = Align::right;
  bool hangs = false;
  std::string hangs_as = "";  ///< put before the text where it hangs, such as "n "
  Omission omission = Omission::never;
};

inline Column interval_column(std::string head = "95 % interval") {
  return {.head = std::move(head), .hangs = true};
}
inline Column count_column() { return {.head = "n", .hangs = true, .hangs_as = "n "}; }
/// A column of texts.
inline Column text_column(std::string head) {
  return {.head = std::move(head), .align = Align::left};
}

/// Invariant: every row has one cell per column.
class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}
  void row(std::vector<std::string> cells);
  bool empty() const { return rows_.empty(); }
  /// Lines of at most `width` characters, if that can be.
  std::string to_text(std::size_t width = columns(Channel::out)) const;

 private:
  struct Layout;
  struct Place;
  enum class Fit { all, without_first, hanging, hanging_without_first, least };
  Layout layout(Fit fit) const;
  Layout layout_for(std::size_t width) const;
  std::size_t cell_width(std::size_t column) const;
  std::string head_text(const Layout& layout) const;
  std::string row_text(const Layout& layout, const std::vector<std::string>& row) const;

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

/// Characters that a UTF-8 text takes on a terminal, wide ones not considered.
std::size_t width_of(std::string_view text);

/// For running text: the terminal's width, but no more than is pleasant to read.
std::size_t text_width();
/// Words in lines of at most `width`, all but the first indented; the first keeps its own indent.
/// `used`: what stands before the text on its line.
std::string wrapped(std::string_view text, std::size_t indent, std::size_t width = text_width(),
                    std::size_t used = 0);

}  // namespace outcast::app
