// The user interface and the functions behind it. Everything is called in each frame, and cached.
#include "app.h"
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <imgui.h>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <st/cache.h>
#include <vector>

Stopwatch cached_calls;

namespace {

struct Table {
  std::vector<std::string> names;
  std::vector<std::vector<std::string>> columns;

  const std::vector<std::string> &column(const std::string &name) const {
    static const std::vector<std::string> none;
    const auto at = std::find(names.begin(), names.end(), name);
    return at == names.end() ? none : columns[static_cast<std::size_t>(at - names.begin())];
  }
};

/// Takes a line apart, which may go over several if there are quotes.
std::vector<std::string> next_row(const char *&at, const char *end) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (; at != end && (quoted || *at != '\n'); ++at)
    if (*at == '"') {
      if (quoted && at + 1 != end && at[1] == '"')
        cells.back() += *++at;
      else
        quoted = !quoted;
    } else if (*at == ',' && !quoted) {
      cells.emplace_back();
    } else if (*at != '\r' || quoted) {
      cells.back() += *at;
    }
  at += at != end;
  return cells;
}

/// Reads a number as people write it: "$1,102.50".
bool to_number(const std::string &cell, float &number) {
  std::string digits;
  for (const char c : cell)
    if (c != '$' && c != ',' && c != ' ')
      digits += c;
  char *end = nullptr;
  number = std::strtof(digits.c_str(), &end);
  return !digits.empty() && *end == '\0' && std::isfinite(number);
}

// Shared, not copied, for each caller. Computed anew when the file's content changes: st::file.
[[st::cache_data]]
std::shared_ptr<const Table> load(const std::string &path) {
  std::ifstream file(st::file(path), std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  auto table = std::make_shared<Table>();
  const char *at = text.data(), *const end = at + text.size();
  table->names = next_row(at, end);
  table->columns.resize(table->names.size());
  std::size_t rows = 0, ragged = 0;
  for (; at != end; ++rows) {
    std::vector<std::string> cells = next_row(at, end);
    ragged += cells.size() != table->names.size();
    cells.resize(table->names.size());
    for (std::size_t i = 0; i < cells.size(); ++i)
      table->columns[i].push_back(std::move(cells[i]));
  }
  if (text.empty())
    st::error("nothing can be read from", path);
  else
    st::success(rows, "rows of", table->names.size(), "columns in",
                path.substr(path.rfind('/') + 1));
  if (ragged != 0)
    st::warning(ragged, "rows have another number of cells");
  return table;
}

struct Names {
  std::vector<std::string> numbers; // columns of numbers, those with fractions first
  std::vector<std::string> groups;  // columns that say a few things again and again
};

[[st::cache_data]]
Names names(const std::string &path) {
  const auto table = load(path);
  Names result;
  std::ptrdiff_t fractions = 0;
  for (const std::string &name : table->names) {
    std::set<std::string> different;
    std::size_t numbers = 0, filled = 0, points = 0;
    for (const std::string &cell : table->column(name)) {
      float number;
      filled += !cell.empty();
      numbers += to_number(cell, number);
      points += cell.find('.') != std::string::npos;
      if (different.size() <= 60)
        different.insert(cell);
    }
    if (filled != 0 && numbers * 10 > filled * 9 && different.size() > 60)
      result.numbers.insert(
          points * 2 > filled ? result.numbers.begin() + fractions++ : result.numbers.end(), name);
    else if (different.size() > 1 && different.size() <= 60)
      result.groups.push_back(name);
  }
  return result;
}

[[st::cache_data]]
std::shared_ptr<const std::vector<float>> values(const std::string &path,
                                                 const std::string &column) {
  const auto table = load(path);
  auto result = std::make_shared<std::vector<float>>();
  std::size_t other = 0;
  for (const std::string &cell : table->column(column)) {
    float number = NAN;
    other += !to_number(cell, number);
    result->push_back(number);
  }
  if (other != 0)
    st::warning(other, "cells of", column, "are no numbers");
  return result;
}

struct Histogram {
  std::vector<float> counts;
  float low = 0, high = 0;
};

// Draws its own inputs, in each frame; their values are part of the key.
[[st::cache_data(experimental_allow_widgets = true, max_entries = 200)]]
Histogram histogram(const std::string &path, const std::string &column) {
  const int bins = st::slider("Bins", 10, 200, 80);
  const double share = st::slider("Share of values", 0.5, 1.0, 0.98);
  const bool logarithmic = st::checkbox("Logarithmic counts");
  const auto all = values(path, column);
  std::vector<float> sorted;
  std::copy_if(all->begin(), all->end(), std::back_inserter(sorted),
               [](float x) { return !std::isnan(x); });
  std::sort(sorted.begin(), sorted.end());
  Histogram result{std::vector<float>(static_cast<std::size_t>(bins)), 0, 0};
  if (sorted.empty())
    return result;
  const auto last = static_cast<double>(sorted.size() - 1);
  const auto shown = static_cast<std::size_t>(last * share);
  result.low = sorted.front();
  result.high = sorted[shown];
  const float width = std::max(result.high - result.low, 1e-6f) / static_cast<float>(bins);
  for (std::size_t i = 0; i <= shown; ++i) {
    const int bin = std::min(static_cast<int>((sorted[i] - result.low) / width), bins - 1);
    ++result.counts[static_cast<std::size_t>(bin)];
  }
  if (logarithmic)
    for (float &count : result.counts)
      count = std::log10(count + 1);
  return result;
}

struct Group {
  std::string name;
  int rows = 0;
  float mean = 0, most = 0;
};

[[st::cache_data]]
std::vector<Group> groups(const std::string &path, const std::string &column,
                          const std::string &by) {
  const auto numbers = values(path, column);
  const auto table = load(path);
  const std::vector<std::string> &keys = table->column(by);
  std::map<std::string, Group> found;
  std::map<std::string, double> sums;
  for (std::size_t i = 0; i < keys.size(); ++i)
    if (const float x = (*numbers)[i]; !std::isnan(x)) {
      Group &group = found[keys[i]];
      ++group.rows;
      group.most = std::max(group.most, x);
      sums[keys[i]] += static_cast<double>(x);
    }
  std::vector<Group> result;
  for (auto &[name, group] : found) {
    group.name = name.empty() ? "(none)" : name;
    group.mean = static_cast<float>(sums[name] / group.rows);
    result.push_back(group);
  }
  std::sort(result.begin(), result.end(),
            [](const Group &a, const Group &b) { return a.mean > b.mean; });
  return result;
}

template <class Call> auto timed(Call &&call) {
  cached_calls.start();
  auto result = call();
  cached_calls.stop();
  return result;
}

void draw_groups(const std::vector<Group> &rows, const std::string &by) {
  constexpr int flags = ImGuiTableFlags_Borders | ImGuiTableFlags_RowBg | ImGuiTableFlags_ScrollY;
  if (!ImGui::BeginTable("groups", 4, flags))
    return;
  ImGui::TableSetupScrollFreeze(0, 1);
  for (const char *name : {by.c_str(), "rows", "mean", "most"})
    ImGui::TableSetupColumn(name);
  ImGui::TableHeadersRow();
  for (const Group &row : rows) {
    ImGui::TableNextColumn();
    ImGui::TextUnformatted(row.name.c_str());
    ImGui::TableNextColumn();
    ImGui::Text("%d", row.rows);
    for (const float x : {row.mean, row.most}) {
      ImGui::TableNextColumn();
      ImGui::Text("%.2f", static_cast<double>(x));
    }
  }
  ImGui::EndTable();
}

template <class F> void print_counts(const char *name, F function) {
  const st::Stats s = st::cached(function).stats();
  if (s.misses + s.hits == 0)
    return; // STCACHE_DISABLE
  std::printf("  %-9s  computed %llu times, found %llu times\n", name, s.misses, s.hits);
}

} // namespace

void draw_app(const std::string &path) {
  const Names columns = timed([&] { return names(path); });
  const std::string number = st::selectbox("Number", columns.numbers);
  const std::string by = st::selectbox("By", columns.groups);
  const Histogram h = timed([&] { return histogram(path, number); });
  const std::vector<Group> rows = timed([&] { return groups(path, number, by); });

  char range[200];
  std::snprintf(range, sizeof range, "%s, from %.6g to %.6g", number.c_str(),
                static_cast<double>(h.low), static_cast<double>(h.high));
  ImGui::PlotLines("##plot", h.counts.data(), static_cast<int>(h.counts.size()), 0, range, 0,
                   FLT_MAX, ImVec2(ImGui::GetContentRegionAvail().x, 200));
  draw_groups(rows, by);
}

void print_counts() {
  print_counts("load", load);
  print_counts("names", names);
  print_counts("values", values);
  print_counts("histogram", histogram);
  print_counts("groups", groups);
}
