// From text to the flat tree, by the events of the JSON library's parser.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "models/document/document.h"
#include "models/document/nearest_name.h"
#include "models/document/syntax_problem.h"

namespace outcast::document {
namespace {

/// Counts what the parser has taken from the text: at each event, the end of the token.
class CountingIterator {
 public:
  using iterator_category = std::forward_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator() = default;
  CountingIterator(const char* at, const char** taken) : at_(at), taken_(taken) {}
  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    *taken_ = ++at_;
    return *this;
  }
  CountingIterator operator++(int) {
    const CountingIterator before = *this;
    ++*this;
    return before;
  }
  bool operator==(const CountingIterator& other) const { return at_ == other.at_; }
  bool operator!=(const CountingIterator& other) const { return at_ != other.at_; }

 private:
  const char* at_ = nullptr;
  const char** taken_ = nullptr;
};

std::vector<std::uint32_t> line_starts(std::string_view text) {
  std::vector<std::uint32_t> starts{0};
  for (std::size_t at = text.find('\n'); at != text.npos; at = text.find('\n', at + 1))
    starts.push_back(static_cast<std::uint32_t>(at + 1));
  return starts;
}

}  // namespace

/// Turns the parser's events into nodes. A container's children wait on one stack until it ends.
/// Invariant: between events, `open_` are the containers around the place of parsing.
class TreeBuilder {
 public:
  using number_integer_t = nlohmann::json::number_integer_t;
  using number_unsigned_t = nlohmann::json::number_unsigned_t;
  using number_float_t = nlohmann::json::number_float_t;
  using string_t = nlohmann::json::string_t;
  using binary_t = nlohmann::json::binary_t;

  TreeBuilder(Document& document, std::string_view text, Problems& problems)
      : document_(document), text_(text), problems_(problems), taken_(text.data()) {}

  Value build(const std::string& file) {
    file_ = static_cast<std::uint16_t>(document_.read_.size());
    document_.read_.push_back({file, line_starts(text_)});
    const char* const end = text_.data() + text_.size();
    const bool whole = nlohmann::json::sax_parse(CountingIterator(text_.data(), &taken_),
                                                 CountingIterator(end, &taken_), this,
                                                 nlohmann::json::input_format_t::json, true, true);
    return whole ? Value{&document_, root_} : Value{};
  }

  bool null() { return scalar({.offset = literal_start(4), .kind = ValueKind::null}); }
  bool boolean(bool truth) {
    return scalar(
        {.offset = literal_start(truth ? 4 : 5), .kind = ValueKind::boolean, .truth = truth});
  }
  bool number_integer(number_integer_t number) { return this->number(static_cast<double>(number)); }
  bool number_unsigned(number_unsigned_t number) {
    return this->number(static_cast<double>(number));
  }
  bool number_float(number_float_t number, const string_t&) { return this->number(number); }
  bool string(string_t& text) {
    auto& strings = document_.strings_;
    const auto first = static_cast<std::uint32_t>(strings.size());
    strings += text;
    return scalar({.offset = offset(string_start(text_, taken())),
                   .first = first,
                   .count = static_cast<std::uint32_t>(text.size()),
                   .kind = ValueKind::string});
  }
  bool binary(binary_t&) { return false; }  // JSON text has none

  bool start_object(std::size_t) { return start(ValueKind::object); }
  bool start_array(std::size_t) { return start(ValueKind::array); }
  bool key(string_t& name) {
    key_ = document_.name_index(name);
    key_offset_ = offset(string_start(text_, taken()));
    return true;
  }
  bool end_object() {
    report_duplicates();
    return end();
  }
  bool end_array() { return end(); }

  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& error) {
    const Syntax syntax = explain(error.what(), text_, taken());
    problem(syntax.offset, syntax.what, syntax.why, syntax.hint);
    return false;
  }

 private:
  using Node = Document::Node;
  struct Open {
    std::uint32_t node;
    std::size_t first_child;  ///< on the stack of waiting children
  };

  static std::uint32_t offset(std::size_t bytes) { return static_cast<std::uint32_t>(bytes); }
  std::size_t taken() const { return static_cast<std::size_t>(taken_ - text_.data()); }
  std::uint32_t literal_start(std::size_t length) const { return offset(taken() - length); }

  void problem(std::size_t at, std::string what, std::string why = {}, std::string hint = {}) {
    const Position position = document_.position_in({.file = file_}, offset(at));
    problems_.add({position, std::move(what), std::move(why), std::move(hint)});
  }

  bool number(double number) {
    return scalar({.offset = offset(number_start(text_, taken())),
                   .kind = ValueKind::number,
                   .number = number == 0 ? 0 : number});  // no negative zero
  }

  bool scalar(Node node) {
    add(node);
    return true;
  }

  std::uint32_t add(Node node) {
    const auto index = static_cast<std::uint32_t>(document_.nodes_.size());
    node.file = file_;
    if (open_.empty()) {
      root_ = index;
    } else {
      node.parent = open_.back().node;
      node.index = offset(waiting_.size() - open_.back().first_child);
      node.key = key_;
      node.key_offset = key_offset_;
      waiting_.push_back(index);
    }
    key_ = key_offset_ = Node::none;
    document_.nodes_.push_back(node);
    return index;
  }

  bool start(ValueKind kind) {
    if (open_.size() == Document::deepest) {
      problem(taken() - 1, "nested too deep",
              "at most " + std::to_string(Document::deepest) + " levels");
      return false;
    }
    const std::uint32_t node = add({.offset = literal_start(1), .kind = kind});
    open_.push_back({node, waiting_.size()});
    return true;
  }

  bool end() {
    const auto first = waiting_.begin() + static_cast<std::ptrdiff_t>(open_.back().first_child);
    Node& node = document_.nodes_[open_.back().node];
    node.first = offset(document_.children_.size());
    node.count = offset(static_cast<std::size_t>(waiting_.end() - first));
    document_.children_.insert(document_.children_.end(), first, waiting_.end());
    waiting_.erase(first, waiting_.end());
    open_.pop_back();
    return true;
  }

  void report_duplicates() {
    const auto& nodes = document_.nodes_;
    std::vector<std::uint32_t> members(
        waiting_.begin() + static_cast<std::ptrdiff_t>(open_.back().first_child), waiting_.end());
    const auto by_key = [&](std::uint32_t a, std::uint32_t b) {
      return nodes[a].key < nodes[b].key;
    };
    std::ranges::stable_sort(members, by_key);
    for (std::size_t i = 1; i < members.size(); ++i) {
      const Node &first = nodes[members[i - 1]], &again = nodes[members[i]];
      if (first.key != again.key) continue;
      const Position written = document_.position_in(first, first.key_offset);
      problems_.add({Value(&document_, members[i]).key_position(),
                     "duplicate key " + quoted(document_.name_of(again)),
                     "first written in line " + std::to_string(written.line)});
    }
  }

  Document& document_;
  std::string_view text_;
  Problems& problems_;
  const char* taken_;
  std::uint16_t file_ = 0;
  std::uint32_t root_ = 0;
  std::uint32_t key_ = Node::none, key_offset_ = Node::none;
  std::vector<Open> open_;
  std::vector<std::uint32_t> waiting_;
};

Value Document::read_text(std::string_view text, const std::string& file, Problems& problems) {
  if (text.size() > largest_file) {
    problems.add({.at = {.file = file}, .what = "too large", .why = "at most 256 MiB"});
    return {};
  }
  bytes_read_ += text.size();
  if (bytes_read_ > most_bytes || read_.size() >= most_files) {
    problems.add({.at = {.file = file},
                  .what = "too much to read",
                  .why = "at most 2 GiB and 65535 files together"});
    return {};
  }
  if (text.find_first_not_of(" \t\r\n") == text.npos) {
    problems.add({.at = {.file = file}, .what = "the file is empty"});
    return {};
  }
  return TreeBuilder(*this, text, problems).build(file);
}

}  // namespace outcast::document
