// A report on a CSV file, asked for again and again, as a user interface or a server would:
// loading, filtering and adding up are functions whose results are kept, in memory and on disk.
//
//   ./rides FILE.csv [FILTER-COLUMN FILTER-TEXT VALUE-COLUMN]

#include <st/cache.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

using namespace std::chrono_literals;

struct Table {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
};

// RFC 4180: quoted fields may hold commas, doubled quotes and line ends.
std::vector<std::string> split_record(const std::string &text, std::size_t &at) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (; at < text.size(); ++at) {
    char c = text[at];
    if (quoted) {
      if (c != '"')
        fields.back() += c;
      else if (at + 1 < text.size() && text[at + 1] == '"')
        fields.back() += text[++at];
      else
        quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',') {
      fields.emplace_back();
    } else if (c == '\n') {
      ++at;
      break;
    } else if (c != '\r') {
      fields.back() += c;
    }
  }
  return fields;
}

// Large and only read: callers share one table that nobody can change, which costs no copy.
[[st::cache_data(ttl = 1h, show_spinner = "Loading ...", persist = disk)]]
std::shared_ptr<const Table> load(const std::string &path) {
  std::ifstream in(path, std::ios::binary);
  if (!in)
    throw std::runtime_error("cannot read " + path);
  std::ostringstream buffer;
  buffer << in.rdbuf();
  const std::string text = std::move(buffer).str();

  auto table = std::make_shared<Table>();
  std::size_t at = 0;
  table->columns = split_record(text, at);
  while (at < text.size()) {
    auto record = split_record(text, at);
    if (record.size() == table->columns.size())
      table->rows.push_back(std::move(record));
  }
  return table;
}

std::size_t column_index(const Table &table, const std::string &name) {
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (table.columns[i] == name)
      return i;
  throw std::runtime_error("no column '" + name + "'");
}

// "$1,102.50" and "1102.5" are the same number.
double to_number(const std::string &field) {
  std::string digits;
  for (char c : field)
    if ((c >= '0' && c <= '9') || c == '.' || c == '-')
      digits += c;
  return digits.empty() ? 0 : std::strtod(digits.c_str(), nullptr);
}

// Which rows match: a copy for each caller, small enough.
[[st::cache_data(max_entries = 100, persist = disk)]]
std::vector<std::size_t> filter(const std::string &path, const std::string &column,
                                const std::string &text) {
  auto table = load(path);
  const std::size_t index = column_index(*table, column);
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < table->rows.size(); ++row)
    if (table->rows[row][index].find(text) != std::string::npos)
      rows.push_back(row);
  return rows;
}

struct Summary {
  std::size_t rows = 0;
  double sum = 0, least = 0, most = 0;
};

[[st::cache_data(max_entries = 100, persist = disk)]]
std::map<std::string, Summary> aggregate(const std::string &path, const std::string &column,
                                         const std::string &text, const std::string &value) {
  auto table = load(path);
  const std::size_t group = column_index(*table, column);
  const std::size_t number = column_index(*table, value);
  std::map<std::string, Summary> result;
  for (std::size_t row : filter(path, column, text)) {
    const double x = to_number(table->rows[row][number]);
    Summary &s = result[table->rows[row][group]];
    s.least = s.rows == 0 || x < s.least ? x : s.least;
    s.most = s.rows == 0 || x > s.most ? x : s.most;
    s.sum += x; // edit me
    ++s.rows;
  }
  return result;
}

template <class Work> double milliseconds(Work &&work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
      .count();
}

void print_stats(const char *name, const st::Stats &stats) {
  std::printf("  %-10s %llu computed in %.3f s, %llu from the store, %llu hits in all, %.3f s saved\n",
              name, stats.misses, stats.compute_seconds, stats.loads, stats.hits,
              stats.saved_seconds);
}

int main(int argc, char **argv) try {
  if (argc != 2 && argc != 5) {
    std::fprintf(stderr, "usage: %s FILE.csv [FILTER-COLUMN FILTER-TEXT VALUE-COLUMN]\n", argv[0]);
    return 2;
  }
  const std::string path = argv[1];
  const std::string column = argc == 5 ? argv[2] : "city", text = argc == 5 ? argv[3] : "a",
                    value = argc == 5 ? argv[4] : "fare";

  auto time = [](const char *what, auto work) {
    const double first = milliseconds(work), second = milliseconds(work);
    constexpr int calls = 1000;
    const double later = milliseconds([&] {
      for (int i = 0; i < calls; ++i)
        work();
    });
    std::printf("%-10s first call %10.3f ms   second %9.4f ms   later %9.5f ms\n", what, first,
                second, later / calls);
  };
  time("load", [&] { load(path); });
  time("filter", [&] { filter(path, column, text); });
  time("aggregate", [&] { aggregate(path, column, text, value); });

  std::size_t rows = 0;
  double sum = 0;
  for (const auto &[name, summary] : aggregate(path, column, text, value)) {
    rows += summary.rows;
    sum += summary.sum;
  }
  std::printf("\n%zu of %zu rows have '%s' in %s; sum of %s: %.2f\n\n", rows,
              load(path)->rows.size(), text.c_str(), column.c_str(), value.c_str(), sum);

  print_stats("load", st::cached(load).stats());
  print_stats("filter", st::cached(filter).stats());
  print_stats("aggregate", st::cached(aggregate).stats());

  std::printf("\nfingerprints\n  load       %s\n  filter     %s\n  aggregate  %s\n",
              st::cached(load).fingerprint().c_str(), st::cached(filter).fingerprint().c_str(),
              st::cached(aggregate).fingerprint().c_str());
} catch (const std::exception &error) {
  std::fprintf(stderr, "rides: %s\n", error.what());
  return 1;
}
