// JSON with comments as a flat tree in which every value knows where it is written.
#pragma once
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "models/document/problem.h"

namespace outcast::document {

enum class ValueKind : std::uint8_t { null, boolean, number, string, array, object };

/// "a string", "an object", ...
std::string_view with_article(ValueKind kind);

class Document;

/// A light handle on one value. Thread rule: as its document. Invariant: the document outlives it.
class Value {
 public:
  Value() = default;  ///< nothing, and false
  explicit operator bool() const { return document_ != nullptr; }

  ValueKind kind() const;
  bool is(ValueKind kind) const { return document_ && this->kind() == kind; }
  bool boolean() const;           ///< of a boolean
  double number() const;          ///< of a number; always finite
  std::string_view text() const;  ///< of a string

  std::size_t size() const;                   ///< elements or members; 0 for all else
  Value operator[](std::size_t i) const;      ///< the i-th element or member, in written order
  Value find(std::string_view key) const;     ///< the member, or nothing
  Value nearest(std::string_view key) const;  ///< the member or, where it is absent, this value
  std::string_view key() const;               ///< its own name, if it is a member

  Position position() const;      ///< where the value is written
  Position key_position() const;  ///< where its name is written

  class Iterator;
  Iterator begin() const;
  Iterator end() const;

 private:
  friend class Document;
  friend class TreeBuilder;
  Value(const Document* document, std::uint32_t node) : document_(document), node_(node) {}
  const Document* document_ = nullptr;
  std::uint32_t node_ = 0;
};

/// Gives the text of a file, or nothing and the reason.
using FileReader =
    std::function<std::optional<std::string>(const std::string& path, std::string& why_not)>;
std::optional<std::string> read_from_disk(const std::string& path, std::string& why_not);

/// The values of one or more files in one arena. Reading, merging and destruction take no
/// recursion. Thread rule: built by one thread, then shared for reading. Invariant: a value's
/// position is where it was written, wherever merging and embedding put it.
class Document {
 public:
  static constexpr std::size_t deepest = 200;
  static constexpr std::size_t largest_file = std::size_t{256} << 20;
  static constexpr std::size_t most_bytes = std::size_t{2} << 30, most_files = 65'535;

  explicit Document(FileReader files = read_from_disk) : files_(std::move(files)) {}
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  /// The file's value, or nothing and its problems. Duplicate keys are problems, yet the value is
  /// given (the first counts).
  Value read_file(const std::string& path, Problems& problems);
  Value read_text(std::string_view text, const std::string& file, Problems& problems);

  /// The target with the patch applied; both stay as they are. Source: RFC 7386.
  Value merge_patch(Value target, Value patch);

  /// The target with `value` where the pointer (RFC 6901) leads; all on the way exists, but that
  /// the last name may be new to an object. Both stay as they are.
  Value replace(Value target, const std::vector<std::string>& pointer, Value value);

  /// A number, or a text, that counts as written at `place`.
  Value number_at(Value place, double number);
  Value text_at(Value place, std::string_view text);

  /// So that values that were needed for a moment take no room for longer: those made since the
  /// mark are gone, unless a file has been read since (then older values may refer to its values).
  struct Mark {
    std::size_t nodes = 0, children = 0, strings = 0, files = 0;
  };
  Mark mark() const;
  void forget_since(const Mark& mark);

  /// Reads the file that the string `reference` names (relative to the file it is written in) and
  /// puts its value in the string's place: `reference` itself then is the file's value. False: it
  /// could not be read.
  bool embed_file(Value reference, Problems& problems);

 private:
  friend class Value;
  friend class TreeBuilder;

  /// Scalars keep their content here, containers the range of their children.
  struct Node {
    static constexpr std::uint32_t none = 0xffffffff;
    std::uint32_t offset = 0;            ///< of the value in its file
    std::uint32_t key_offset = none;     ///< of its name
    std::uint32_t parent = none;         ///< where it was written
    std::uint32_t key = none;            ///< index into names_
    std::uint32_t index = 0;             ///< among the parent's children
    std::uint32_t first = 0, count = 0;  ///< children, or the string's bytes in strings_
    std::uint16_t file = 0;
    ValueKind kind = ValueKind::null;
    bool truth = false;
    double number = 0;
  };
  struct File {
    std::string name;
    std::vector<std::uint32_t> line_starts;
  };
  struct Merge {
    std::uint32_t result, target, patch;
  };

  std::uint32_t copy_of(std::uint32_t node);
  std::size_t own_place(std::uint32_t container, const std::string& part);
  std::uint32_t name_index(std::string_view name);
  std::string_view name_of(const Node& node) const;
  std::string pointer_to(std::uint32_t node) const;
  Position position_in(const Node& node, std::uint32_t offset) const;
  void merge_members(const Merge& merge, std::vector<Merge>& open);
  std::uint32_t merged_member(std::uint32_t target, std::uint32_t patch, std::vector<Merge>& open);

  FileReader files_;
  std::vector<File> read_;
  std::size_t bytes_read_ = 0;
  std::vector<Node> nodes_;
  std::vector<std::uint32_t> children_;
  std::string strings_;
  std::deque<std::string> names_;
  std::unordered_map<std::string_view, std::uint32_t> name_indices_;
};

/// One line of JSON without comments and spacing: members in written order, numbers in shortest
/// form.
std::string canonical_text(Value value);

class Value::Iterator {
 public:
  Iterator(Value parent, std::size_t i) : parent_(parent), i_(i) {}
  Value operator*() const { return parent_[i_]; }
  Iterator& operator++() { return ++i_, *this; }
  bool operator!=(const Iterator& other) const { return i_ != other.i_; }

 private:
  Value parent_;
  std::size_t i_;
};

}  // namespace outcast::document
