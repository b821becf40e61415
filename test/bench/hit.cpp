// A hit of int f(int) with 1000 entries, beside a memo by hand of std::mutex and
// std::unordered_map. Read the ratios: the process always has a second thread, as glibc makes
// mutexes cheaper in a process without.
#include "../runtime/wrap.h"
#include <benchmark/benchmark.h>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unistd.h>
#include <unordered_map>
#include <vector>

namespace {

constexpr int entries = 1000;

CACHED_DATA(int, plain, (int x), nullptr, nullptr, 0, static_cast<int &&>(x)) { return x + 1; }
OPTIONS(hour, st::ttl = 3600)
CACHED_DATA(int, with_ttl, (int x), hour, nullptr, 0, static_cast<int &&>(x)) { return x + 1; }
OPTIONS(many, st::max_entries = 100000)
CACHED_DATA(int, bounded, (int x), many, nullptr, 0, static_cast<int &&>(x)) { return x + 1; }
CACHED_DATA(std::shared_ptr<const std::string>, shared, (int x), nullptr, nullptr, 0,
            static_cast<int &&>(x)) {
  return std::make_shared<const std::string>(std::to_string(x));
}
CACHED_DATA(std::vector<char>, megabyte, (int x), nullptr, nullptr, 0, static_cast<int &&>(x)) {
  return std::vector<char>(1 << 20, static_cast<char>(x));
}

__attribute__((noinline)) int by_hand(int x) {
  static std::mutex lock;
  static std::unordered_map<int, int> memo;
  const std::lock_guard<std::mutex> guard(lock);
  const auto at = memo.find(x);
  return at != memo.end() ? at->second : memo.emplace(x, x + 1).first->second;
}

// Arguments in an order that cannot be foreseen.
const std::vector<int> &arguments() {
  static const std::vector<int> list = [] {
    std::vector<int> v;
    unsigned random = 1;
    for (int i = 0; i < 1 << 14; ++i)
      v.push_back(static_cast<int>((random = random * 1664525u + 1013904223u) >> 16) % entries);
    return v;
  }();
  return list;
}

template <int (*F)(int)> void many_keys(benchmark::State &state) {
  const std::vector<int> &list = arguments();
  for (int i = 0; i < entries; ++i)
    F(i);
  std::size_t i = 0;
  for (auto _ : state)
    benchmark::DoNotOptimize(F(list[i++ & 0x3fff]));
}
template <int (*F)(int)> void one_key(benchmark::State &state) {
  F(1);
  for (auto _ : state)
    benchmark::DoNotOptimize(F(1));
}
void miss(benchmark::State &state) {
  int x = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(plain(x++));
    if (x % 100000 == 0) {
      state.PauseTiming();
      st::cached(plain).clear();
      state.ResumeTiming();
    }
  }
  st::cached(plain).clear();
}
void shared_hit(benchmark::State &state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(shared(1));
}
void megabyte_hit(benchmark::State &state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(megabyte(1));
}
void megabyte_copy(benchmark::State &state) {
  const std::vector<char> original(1 << 20, 1);
  for (auto _ : state) {
    std::vector<char> copy(original);
    benchmark::DoNotOptimize(copy);
  }
}

BENCHMARK(many_keys<plain>)->Threads(1)->Threads(2);
BENCHMARK(many_keys<with_ttl>)->Threads(1)->Threads(2);
BENCHMARK(many_keys<bounded>)->Threads(1)->Threads(2);
BENCHMARK(many_keys<by_hand>)->Threads(1)->Threads(2);
BENCHMARK(one_key<plain>)->Threads(1)->Threads(2);
BENCHMARK(one_key<by_hand>)->Threads(1)->Threads(2);
BENCHMARK(miss);
BENCHMARK(shared_hit);
BENCHMARK(megabyte_hit);
BENCHMARK(megabyte_copy);

} // namespace

int main(int argc, char **argv) {
  std::thread([] { pause(); }).detach();
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
