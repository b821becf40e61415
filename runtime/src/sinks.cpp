// The sinks that come with the library.
#include "columns.h"
#include "spinner.h"
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <st/elements.h>
#include <unistd.h>
#include <vector>

namespace st {
namespace detail {
namespace {

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> parts;
  for (;;) {
    const std::size_t end = text.find(at);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos)
      return parts;
    text.remove_prefix(end + 1);
  }
}

// The lines, each in its cells. What a program wrote itself need not end with a line break.
std::vector<std::vector<std::string>> cells(std::string_view text) {
  if (!text.empty() && text.back() == '\n')
    text.remove_suffix(1);
  std::vector<std::vector<std::string>> rows;
  if (!text.empty())
    for (const std::string &line : split(text, '\n'))
      rows.push_back(split(line, '\t'));
  return rows;
}

bool is_number(const std::string &text) noexcept {
  char *end = nullptr;
  std::strtod(text.c_str(), &end);
  return !text.empty() && *end == '\0';
}

std::string aligned_table(std::string_view text) {
  const auto rows = cells(text);
  std::vector<std::size_t> widths;
  std::vector<bool> numeric; // to the right, if all but the head are numbers
  for (std::size_t r = 0; r < rows.size(); ++r)
    for (std::size_t c = 0; c < rows[r].size(); ++c) {
      if (c == widths.size()) {
        widths.push_back(0);
        numeric.push_back(true);
      }
      widths[c] = std::max(widths[c], columns_of(rows[r][c]));
      if (r != 0 || rows.size() == 1)
        numeric[c] = numeric[c] && is_number(rows[r][c]);
    }
  std::string out;
  for (const auto &row : rows) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c) {
      const std::string pad(widths[c] - columns_of(row[c]), ' ');
      line += c == 0 ? "" : "  ";
      line += numeric[c] ? pad + row[c] : row[c] + pad;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + '\n';
  }
  return out;
}

constexpr std::size_t most_columns = 72;

// A line of blocks, an eighth of a character high each. Of more values than there is room for,
// neighbours share a column by their mean. What is no number leaves a gap.
std::string sparkline(const std::vector<double> &values) {
  const std::size_t columns = std::min(values.size(), most_columns);
  double low = HUGE_VAL, high = -HUGE_VAL;
  std::vector<double> shown(columns, NAN);
  for (std::size_t c = 0; c < columns; ++c) {
    double sum = 0;
    std::size_t count = 0;
    for (std::size_t i = c * values.size() / columns; i < (c + 1) * values.size() / columns; ++i)
      if (std::isfinite(values[i])) {
        sum += values[i];
        ++count;
      }
    if (count == 0 || !std::isfinite(sum))
      continue;
    shown[c] = sum / static_cast<double>(count);
    low = std::min(low, shown[c]);
    high = std::max(high, shown[c]);
  }
  static constexpr const char *blocks[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  std::string out;
  for (const double v : shown)
    if (!std::isfinite(v))
      out += ' ';
    else if (high > low)
      out +=
          blocks[std::clamp(static_cast<int>((v / 2 - low / 2) / (high / 2 - low / 2) * 8), 0, 7)];
    else
      out += blocks[3];
  return out;
}

std::string chart(std::string_view text) {
  const auto rows = cells(text);
  std::size_t name_width = 0;
  for (const auto &row : rows)
    name_width = std::max(name_width, columns_of(row[0]));
  std::string out;
  for (const auto &row : rows) {
    std::vector<double> values;
    double low = HUGE_VAL, high = -HUGE_VAL;
    for (std::size_t i = 1; i < row.size(); ++i) {
      values.push_back(is_number(row[i]) ? std::strtod(row[i].c_str(), nullptr) : NAN);
      if (std::isfinite(values.back())) {
        low = std::min(low, values.back());
        high = std::max(high, values.back());
      }
    }
    if (name_width != 0)
      out += row[0] + std::string(name_width - columns_of(row[0]) + 2, ' ');
    out += sparkline(values);
    if (low <= high) {
      out += "  ";
      print_number(out, low);
      out += " to ";
      print_number(out, high);
    }
    out += '\n';
  }
  return out;
}

struct style {
  std::string_view kind, colour, mark;
};
constexpr style styles[] = {
    {"header", "\033[1m", ""},        {"success", "\033[32m", "ok: "},
    {"info", "\033[34m", "info: "},   {"warning", "\033[33m", "warning: "},
    {"error", "\033[31m", "error: "},
};

std::string json_escaped(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char code[8];
      std::snprintf(code, sizeof code, "\\u%04x", static_cast<unsigned>(c));
      out += code;
    } else {
      out += c;
    }
  return out;
}

void put(std::FILE *to, bool terminal, const std::string &text) {
  std::optional<no_spinner> alone;
  if (terminal)
    alone.emplace();
  std::fwrite(text.data(), 1, text.size(), to);
  std::fflush(to);
}

} // namespace
} // namespace detail

terminal_sink::terminal_sink(std::FILE *stream) noexcept
    : to(stream), terminal(isatty(fileno(stream)) != 0), colours(false) {
  const char *const unwanted = std::getenv("NO_COLOR");
  colours = terminal && (!unwanted || !*unwanted);
}

void terminal_sink::operator()(const Element &e) const {
  std::string out;
  if (e.kind == "table") {
    out = detail::aligned_table(e.text);
  } else if (e.kind == "line_chart") {
    out = detail::chart(e.text);
  } else {
    const auto *const found =
        std::find_if(std::begin(detail::styles), std::end(detail::styles),
                     [&](const detail::style &s) { return s.kind == e.kind; });
    if (found == std::end(detail::styles))
      out = e.text;
    else if (colours)
      out = std::string(found->colour) + std::string(found->mark) + e.text + "\033[0m";
    else
      out = std::string(found->mark) + e.text;
    out += '\n';
  }
  detail::put(to, terminal, out);
}

void json_lines_sink::operator()(const Element &e) const {
  const std::string line = "{\"kind\":\"" + detail::json_escaped(e.kind) + "\",\"text\":\"" +
                           detail::json_escaped(e.text) + "\"}\n";
  detail::put(to, isatty(fileno(to)) != 0, line);
}

} // namespace st
