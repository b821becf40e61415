// How long a program takes to complete a fingerprint over all of its files: files x functions, each
// function with references of its own file and of others, all reached from one.
#include <benchmark/benchmark.h>
#include <fingerprint/file.h>
#include <fingerprint/program.h>
#include <random>

namespace {

using namespace st::fingerprint;

constexpr std::uint32_t per_file = 100;

std::uint64_t name_of(std::uint32_t f) {
  const std::string symbol = "_ZN6module8functionEi" + std::to_string(f);
  return name_hash(symbol.data(), symbol.size());
}

std::string make_note(std::uint32_t first, std::uint32_t all) {
  std::mt19937 random(first);
  file_graph file;
  std::vector<named_node> definitions;
  file.units.nodes.resize(per_file);
  for (std::uint32_t i = 0; i < per_file; ++i) {
    node &n = file.units.nodes[i];
    const std::uint32_t text = first + i;
    n.base = hash(&text, sizeof text);
    definitions.push_back({name_of(first + i), i, true});
  }
  std::vector<std::uint32_t> known(all, UINT32_MAX);
  for (std::uint32_t i = 0; i < per_file; ++i) {
    std::vector<edge> edges;
    // The next one, two of the same file (now and then one before: a cycle), one that is used
    // everywhere, one anywhere behind.
    const std::uint32_t f = first + i, behind = all - f;
    const std::uint32_t near = random() % 50 ? f + random() % 20 : f - std::min(f, i) % 20;
    for (const std::uint32_t to :
         {f + 1, f + std::uint32_t(random() % 20), near, f + std::uint32_t(random() % 1000),
          f + std::uint32_t(random() % behind)}) {
      if (to >= all)
        continue;
      std::uint32_t target = to - first;
      if (to < first || to >= first + per_file) {
        if (known[to] == UINT32_MAX)
          known[to] = file.add_external(name_of(to), 0);
        target = known[to];
      }
      edges.push_back({std::uint32_t(edges.size()), target});
    }
    file.units.nodes[i].first = std::uint32_t(file.units.edges.size());
    file.units.nodes[i].count = std::uint32_t(edges.size());
    file.units.edges.insert(file.units.edges.end(), edges.begin(), edges.end());
  }
  return write_note(note_maker(file, compose(file.units), definitions, {}).get());
}

void complete_fingerprint(benchmark::State &state) {
  const auto functions = static_cast<std::uint32_t>(state.range(0));
  std::vector<std::string> notes;
  for (std::uint32_t first = 0; first < functions; first += per_file)
    notes.push_back(make_note(first, functions));
  for (auto _ : state) {
    program p;
    for (const std::string &note : notes)
      each_note(reinterpret_cast<const unsigned char *>(note.data()), note.size(), 4,
                [&](const unsigned char *d, std::size_t size) { p.add(0, d, size); });
    p.compose();
    digest d;
    benchmark::DoNotOptimize(p.total(name_of(0), d));
    benchmark::DoNotOptimize(d);
  }
  state.counters["ns/function"] =
      benchmark::Counter(double(functions), benchmark::Counter::kIsIterationInvariantRate |
                                                benchmark::Counter::kInvert);
}
BENCHMARK(complete_fingerprint)
    ->RangeMultiplier(10)
    ->Range(100, 100000)
    ->Unit(benchmark::kMicrosecond);

} // namespace
