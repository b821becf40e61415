// Elements: output that belongs to a result. What a cached function emits is kept with its result
// and emitted again by every call that finds it.
#ifndef ST_ELEMENTS_H
#define ST_ELEMENTS_H

#include <cstdio>
#include <initializer_list>
#include <st/detail/print.h>
#include <st/detail/sink.h>
#include <string>
#include <string_view>

namespace st {

/// One piece of output. `kind` is the name of the function that made it: "write", "text",
/// "markdown", "header", "success", "info", "warning", "error", "table" or "line_chart".
///
/// The text of a table has a line for each row, the head first, and a tab between cells. That of a
/// chart has a line for each series: its name, which may be empty, and its values, with a tab
/// before each. Lines end with a line break. In cells and names, tabs, line breaks and backslashes
/// are written as `\t`, `\n` and `\\`.
struct Element {
  std::string kind;
  std::string text;
};

namespace detail {

/// To the sink, and to the record of the computation that the thread is in.
STCACHE_API void emit(const char *kind, std::string &&text);

/// Takes over the object.
STCACHE_API void set_sink(erased_sink<Element>) noexcept;

template <class... T> std::string joined(const T &...values) {
  std::string text;
  const char *between = "";
  ((text += between, between = " ", detail::print(text, values)), ...);
  return text;
}

STCACHE_API void append_escaped(std::string &to, std::string_view cell);

template <class T> void append_cell(std::string &line, const T &value) {
  std::string cell;
  detail::print(cell, value);
  detail::append_escaped(line, cell);
}

template <class Row> void append_row(std::string &table, const Row &row) {
  const char *between = "";
  detail::for_each_part(row, [&](const auto &cell) {
    table += between;
    between = "\t";
    detail::append_cell(table, cell);
  });
  table += '\n';
}

} // namespace detail

/// Emits the values with spaces between them. They may be strings, numbers, enumerators, what can
/// be written to a std::ostream, and containers, pairs, tuples and optionals of such.
///
/// Goes to the current sink before the function returns, whatever it throws passes to the caller.
/// All of these may be called from any thread; what another thread emits than the one that computes
/// is not kept.
template <class... T> void write(const T &...values) {
  detail::emit("write", detail::joined(values...));
}
template <class... T> void text(const T &...values) {
  detail::emit("text", detail::joined(values...));
}
template <class... T> void markdown(const T &...values) {
  detail::emit("markdown", detail::joined(values...));
}
template <class... T> void header(const T &...values) {
  detail::emit("header", detail::joined(values...));
}
template <class... T> void success(const T &...values) {
  detail::emit("success", detail::joined(values...));
}
template <class... T> void info(const T &...values) {
  detail::emit("info", detail::joined(values...));
}
template <class... T> void warning(const T &...values) {
  detail::emit("warning", detail::joined(values...));
}
template <class... T> void error(const T &...values) {
  detail::emit("error", detail::joined(values...));
}

/// A table of rows: containers, tuples or pairs of cells; `head` names the columns.
template <class Rows>
void table(const Rows &rows, std::initializer_list<std::string_view> head = {}) {
  std::string text;
  if (head.size() != 0)
    detail::append_row(text, head);
  for (const auto &row : rows)
    detail::append_row(text, row);
  detail::emit("table", static_cast<std::string &&>(text));
}

/// A chart of one series of numbers, or of several with names (a map from names to series).
template <class Series> void line_chart(const Series &series) {
  std::string text;
  const auto add = [&text](const auto &values) {
    for (const auto &value : values) {
      text += '\t';
      detail::print(text, value);
    }
    text += '\n';
  };
  if constexpr (detail::is_pair_range<Series>)
    for (const auto &[name, values] : series) {
      detail::append_cell(text, name);
      add(values);
    }
  else
    add(series);
  detail::emit("line_chart", static_cast<std::string &&>(text));
}

/// Sends elements elsewhere: to a callable that takes one `const st::Element &`, which is copied
/// and kept until another is set; nullptr sets the default, a terminal_sink for standard output.
///
/// Calls of it are never made at the same time. What it emits itself is dropped. What it throws
/// passes to whoever emitted. Thread-safe.
template <class Sink> void set_element_sink(Sink sink) {
  detail::set_sink(detail::erase_sink<Element>(new Sink(static_cast<Sink &&>(sink))));
}
inline void set_element_sink(std::nullptr_t) noexcept {
  detail::set_sink(detail::erased_sink<Element>());
}

/// Writes elements for people: colours where the stream is a terminal (and NO_COLOR is not set),
/// aligned tables, charts drawn in text. The stream must outlive the sink.
class STCACHE_API terminal_sink {
public:
  explicit terminal_sink(std::FILE *stream) noexcept;
  void operator()(const Element &) const;

private:
  std::FILE *to;
  bool terminal;
  bool colours;
};

/// Writes each element as a line {"kind":"...","text":"..."}. The stream must outlive the sink.
class STCACHE_API json_lines_sink {
public:
  explicit json_lines_sink(std::FILE *stream) noexcept : to(stream) {}
  void operator()(const Element &) const;

private:
  std::FILE *to;
};

} // namespace st

#endif // ST_ELEMENTS_H
