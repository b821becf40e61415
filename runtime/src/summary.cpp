// The table that STCACHE_STATS asks for, when the process ends.
#include "observe.h"
#include "persist.h"
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <string>
#include <unistd.h>

namespace st::detail {

constinit small_mutex departed_lock;

namespace {

enum class stats_form { none, table, json };

stats_form wanted() noexcept {
  const char *const text = std::getenv("STCACHE_STATS");
  if (!text || !*text || std::strcmp(text, "0") == 0)
    return stats_form::none;
  if (std::strcmp(text, "json") == 0)
    return stats_form::json;
  if (std::strcmp(text, "1") == 0)
    return stats_form::table;
  say("STCACHE_STATS is '%s'; known are '1' and 'json'", text);
  return stats_form::table;
}

struct row {
  std::string function;
  std::string symbol;
  cache_kind kind{};
  const char *kept = "";
  Stats counts;
};

// Of libraries that have gone. Made when there is the first, never destroyed.
constinit std::vector<row> *departed = nullptr;

row describe(function_state &f) {
  return {f.where->about->function, f.where->about->symbol, f.operations->what, kept_in(f),
          count(f)};
}

std::vector<row> all_rows() {
  std::vector<row> rows;
  {
    const lock_guard locked(departed_lock);
    if (departed)
      rows = *departed;
  }
  const lock_guard locked(registry_lock);
  for (function_state *f = functions; f; f = f->next)
    rows.push_back(describe(*f));
  // What takes the most time is what one looks for.
  std::sort(rows.begin(), rows.end(), [](const row &a, const row &b) {
    return a.counts.compute_seconds + a.counts.saved_seconds >
           b.counts.compute_seconds + b.counts.saved_seconds;
  });
  return rows;
}

Stats total(const std::vector<row> &rows) noexcept {
  Stats sum;
  for (const row &r : rows)
    add(sum, r.counts);
  return sum;
}

std::string number(double value, const char *format) {
  char text[64];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

// With a point, whatever the program's locale is.
std::string json_number(double value) {
  char text[64];
  const std::to_chars_result end =
      std::to_chars(text, text + sizeof text, value, std::chars_format::fixed, 9);
  return {text, end.ptr};
}

std::string size(unsigned long long bytes) {
  static constexpr const char *units[] = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
  auto value = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; value >= 1000 && unit + 1 < std::size(units); ++unit)
    value /= 1024;
  return number(value, unit == 0 || value >= 99.5 ? "%.0f" : "%.1f") + units[unit];
}

// A column as wide as what is in it.
void print_table(std::string &out, const std::vector<std::vector<std::string>> &cells) {
  std::vector<std::size_t> widths(cells.front().size());
  for (const auto &line : cells)
    for (std::size_t i = 0; i < line.size(); ++i)
      widths[i] = std::max(widths[i], line[i].size());
  for (const auto &line : cells) {
    // Names on the left, numbers on the right; no blanks at the end of a line.
    for (std::size_t i = 0; i < line.size() && !line[i].empty(); ++i) {
      const std::string blank(widths[i] - line[i].size(), ' ');
      if (i == 0)
        out += line[i] + blank;
      else
        out += "  " + (i + 1 == line.size() ? line[i] : blank + line[i]);
    }
    out += '\n';
  }
}

std::vector<std::string> cells(const std::string &name, const Stats &s, const char *kept) {
  return {name,
          std::to_string(s.hits),
          std::to_string(s.loads),
          std::to_string(s.misses),
          std::to_string(s.waits),
          std::to_string(s.entries),
          size(s.bytes),
          std::to_string(s.evictions),
          std::to_string(s.expirations),
          std::to_string(s.errors),
          number(s.compute_seconds, "%.3f s"),
          number(s.saved_seconds, "%.3f s"),
          kept};
}

std::string as_table(const std::vector<row> &rows) {
  std::string out;
  if (rows.empty())
    return disabled() ? "stcache: STCACHE_DISABLE is set, nothing was cached\n"
                      : "stcache: no cached function was called\n";
  std::vector<std::vector<std::string>> lines{{"stcache", "hits", "loads", "misses", "waits",
                                               "entries", "memory", "evicted", "expired", "errors",
                                               "computing", "saved", "kept in"}};
  for (const row &r : rows)
    lines.push_back(cells(r.function, r.counts, r.kept));
  if (rows.size() > 1)
    lines.push_back(cells("total", total(rows), ""));
  print_table(out, lines);
  return out;
}

std::string quoted(const std::string &text) {
  std::string out = "\"";
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", c);
      out += escape;
      continue;
    }
    if (c == '"' || c == '\\')
      out += '\\';
    out += c;
  }
  return out + '"';
}

std::string json_counts(const Stats &s) {
  std::string out;
  const auto add = [&](const char *name, const std::string &value) {
    out += std::string(", \"") + name + "\": " + value;
  };
  add("hits", std::to_string(s.hits));
  add("loads", std::to_string(s.loads));
  add("misses", std::to_string(s.misses));
  add("waits", std::to_string(s.waits));
  add("entries", std::to_string(s.entries));
  add("bytes", std::to_string(s.bytes));
  add("evictions", std::to_string(s.evictions));
  add("expirations", std::to_string(s.expirations));
  add("errors", std::to_string(s.errors));
  add("compute_seconds", json_number(s.compute_seconds));
  add("saved_seconds", json_number(s.saved_seconds));
  return out;
}

std::string as_json(const std::vector<row> &rows) {
  std::string out = "{\"stcache\": 1, \"pid\": " + std::to_string(getpid()) +
                    ", \"disabled\": " + (disabled() ? "true" : "false") + ", \"functions\": [";
  const char *separator = "";
  for (const row &r : rows) {
    out += separator + ("{\"function\": " + quoted(r.function)) +
           ", \"symbol\": " + quoted(r.symbol) + ", \"kind\": \"" +
           (r.kind == cache_kind::data ? "data" : "resource") + "\", \"kept_in\": \"" + r.kept +
           '"' + json_counts(r.counts) + '}';
    separator = ", ";
  }
  return out + "], \"total\": {" + json_counts(total(rows)).substr(2) + "}}\n";
}

// When the library is closed: after what the program does at its end.
[[gnu::destructor]] void report_all() noexcept {
  const stats_form how = wanted();
  if (how == stats_form::none)
    return;
  try {
    const std::vector<row> rows = all_rows();
    const std::string text = how == stats_form::json ? as_json(rows) : as_table(rows);
    for (std::size_t at = 0; at < text.size();) {
      const ssize_t written = ::write(STDERR_FILENO, text.data() + at, text.size() - at);
      if (written <= 0)
        break;
      at += static_cast<std::size_t>(written);
    }
  } catch (...) {
    say("there is no memory for the table of STCACHE_STATS");
  }
}

} // namespace

void count_departed(function_state &f) noexcept {
  if (wanted() == stats_form::none)
    return;
  try {
    row one = describe(f);
    const lock_guard locked(departed_lock);
    if (!departed)
      departed = new std::vector<row>;
    // A library may come and go many times.
    const auto before = std::ranges::find_if(
        *departed, [&](const row &r) { return r.symbol == one.symbol && r.kind == one.kind; });
    if (before != departed->end()) {
      before->counts.entries = before->counts.bytes = 0; // only those of the last time
      add(before->counts, one.counts);
    } else {
      departed->push_back(std::move(one));
    }
  } catch (...) {
    say("there is no memory for a row of the table of STCACHE_STATS");
  }
}

} // namespace st::detail
