// Lays columns out side by side, then hangs or omits some where the terminal is narrow.
#include "app/terminal/table.h"

#include <algorithm>

namespace outcast::app {
namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t widest_text = 100;  // longer lines of running text tire the eye

std::string padded(const std::string& text, std::size_t width, Align align) {
  const std::string space(width - std::min(width, width_of(text)), ' ');
  return align == Align::left ? text + space : space + text;
}

/// The i-th line of a head, of two at most; one that has one line stands above the cells.
std::string line_of_head(const std::string& head, std::size_t line) {
  const auto end = head.find('\n');
  if (end == std::string::npos) return line == 1 ? head : "";
  return line == 0 ? head.substr(0, end) : head.substr(end + 1);
}

std::string ended(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line.empty() ? line : line + '\n';
}

}  // namespace

/// One place of the printed line: a column, and others that hang below it.
struct Table::Place {
  std::size_t column = 0;
  std::vector<std::size_t> below{};
  std::size_t width = 0;
};

struct Table::Layout {
  std::vector<Place> places;
  std::size_t width = 0;
  std::size_t hanging = 0;  ///< lines below the first
};

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

void Table::row(std::vector<std::string> cells) {
  for (std::string& cell : cells) cell = printable(cell);
  cells.resize(columns_.size());
  rows_.push_back(std::move(cells));
}

std::size_t Table::cell_width(std::size_t column) const {
  const std::string& head = columns_[column].head;
  std::size_t width = std::max(width_of(line_of_head(head, 0)), width_of(line_of_head(head, 1)));
  for (const auto& row : rows_) width = std::max(width, width_of(row[column]));
  return width;
}

Table::Layout Table::layout(Fit fit) const {
  const bool hang = fit >= Fit::hanging;
  const bool keep_first = fit == Fit::all || fit == Fit::hanging;
  Layout layout;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    const Column& column = columns_[c];
    if (column.omission == Omission::first && !keep_first) continue;
    if (column.omission == Omission::then && fit == Fit::least) continue;
    if (!hang || !column.hangs || layout.places.empty()) {
      layout.places.push_back({.column = c, .width = cell_width(c)});
      continue;
    }
    Place& above = layout.places.back();
    above.below.push_back(c);
    above.width = std::max(above.width, cell_width(c) + width_of(column.hangs_as));
    layout.hanging = std::max(layout.hanging, above.below.size());
  }
  for (const Place& place : layout.places) layout.width += place.width + gap;
  layout.width -= std::min(layout.width, gap);
  return layout;
}

Table::Layout Table::layout_for(std::size_t width) const {
  for (const Fit fit : {Fit::all, Fit::without_first, Fit::hanging, Fit::hanging_without_first})
    if (Layout found = layout(fit); found.width <= width) return found;
  return layout(Fit::least);
}

std::string Table::head_text(const Layout& layout) const {
  std::string text;
  for (const std::size_t line : {0, 1}) {
    std::string heads;
    for (const Place& place : layout.places)
      heads += padded(line_of_head(columns_[place.column].head, line), place.width,
                      columns_[place.column].align) +
               std::string(gap, ' ');
    text += ended(std::move(heads));
  }
  return text;
}

std::string Table::row_text(const Layout& layout, const std::vector<std::string>& row) const {
  std::string text;
  for (std::size_t line = 0; line <= layout.hanging; ++line) {
    std::string cells;
    for (const Place& place : layout.places) {
      std::string cell;
      if (line == 0) cell = row[place.column];
      if (line > 0 && line <= place.below.size()) {
        const std::size_t hanging = place.below[line - 1];
        cell = columns_[hanging].hangs_as + row[hanging];
      }
      cells += padded(cell, place.width, columns_[place.column].align) + std::string(gap, ' ');
    }
    text += ended(std::move(cells));
  }
  return text;
}

std::string Table::to_text(std::size_t width) const {
  const Layout layout = layout_for(width);
  std::string text = toned(head_text(layout), Tone::bold, Channel::out);
  for (const auto& row : rows_) text += row_text(layout, row);
  return text;
}

std::size_t text_width() { return std::min(columns(Channel::out), widest_text); }

std::string wrapped(std::string_view text, std::size_t indent, std::size_t width,
                    std::size_t used) {
  std::string out(std::min(text.find_first_not_of(' '), text.size()), ' ');
  text.remove_prefix(out.size());
  used += out.size();
  bool starts_line = true;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    if (!starts_line && used + 1 + width_of(word) > width) {
      out += '\n' + std::string(indent, ' ');
      used = indent;
      starts_line = true;
    }
    if (!starts_line) out += ' ', ++used;
    out += word;
    used += width_of(word);
    starts_line = false;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

}  // namespace outcast::app
