// Elements are kept with results and emitted again, in order and once, by every call that finds one:
// in memory and on disk, nested, in other threads, when the body throws.
// RUN: rm -rf %t.store && %stcxx -std=c++17 -pthread %s -o %t
// RUN: env STCACHE_DIR=%t.store %t first
// RUN: env STCACHE_DIR=%t.store %t second
#include <st/cache.h>

#include <atomic>
#include <cassert>
#include <chrono>
#include <cstring>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

static std::atomic<int> runs{0};
static std::vector<std::string> said;
template <class F> static std::vector<std::string> during(F f) {
  said.clear();
  f();
  return said;
}
using Said = std::vector<std::string>;

[[st::cache_data]] int plain(int n) {
  ++runs;
  st::write("plain", n, 2.5, true);
  st::success("done");
  return n;
}
[[st::cache_data(max_entries = 1)]] int outer(int n) {
  ++runs;
  st::header("outer");
  const int a = plain(n) + plain(n);
  st::text("end");
  return a;
}
[[st::cache_data]] void nothing(int n) {
  ++runs;
  st::info(n);
}
[[st::cache_resource]] int &object(int n) {
  ++runs;
  static int all[10];
  st::warning("made", n);
  return all[n];
}
[[st::cache_resource(validate = [](const int *p) { return *p < 2; })]] int *checked(int n) {
  ++runs;
  static int value;
  value = 0;
  st::write("checked");
  return &value;
}
[[st::cache_data]] int throws(int n) {
  st::error("about to throw");
  throw std::runtime_error("thrown");
}
[[st::cache_data]] int catches(int n) {
  ++runs;
  try {
    throws(n);
  } catch (const std::runtime_error &) {
  }
  return n;
}
[[st::cache_data(cache_if = [](int) { return false; })]] int unkept(int n) {
  st::write("unkept");
  return n;
}
[[st::cache_data]] int around_unkept(int n) { return unkept(n); }
[[st::cache_data(persist = disk)]] std::string stored(int n) {
  ++runs;
  st::table(std::vector<std::tuple<std::string, int>>{{"a\tb", 1}, {"c", 22}}, {"name", "value"});
  st::line_chart(std::map<std::string, std::vector<double>>{{"up", {1, 2, 3}}, {"down", {3, 1.5}}});
  return std::string(n, 'x');
}
[[st::cache_data(persist = disk)]] std::vector<int> stored_around(int n) {
  ++runs;
  stored(n);
  st::write(std::optional<int>(), std::vector<int>{1, 2}, std::pair(1, "b"));
  return std::vector<int>(100, n);
}
[[st::cache_data(persist = disk)]] int stored_silent(int n) {
  ++runs;
  return n;
}
[[st::cache_data]] int slow(int n) {
  ++runs;
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  st::write("slow");
  return n;
}

int main(int, char **argv) {
  st::set_element_sink([](const st::Element &e) { said.push_back(e.kind + ":" + e.text); });

  const Said of_plain = {"write:plain 3 2.5 true", "success:done"};
  for (int i = 0; i < 3; ++i)
    assert(during([] { plain(3); }) == of_plain);
  assert(runs == 1);

  Said of_outer = {"header:outer", of_plain[0], of_plain[1], of_plain[0], of_plain[1], "text:end"};
  for (int i = 0; i < 3; ++i)
    assert(during([] { assert(outer(3) == 6); }) == of_outer);
  assert(runs == 2);
  plain(4);
  assert(during([] { outer(4); }).size() == 6 && runs == 4); // the inner one was a hit
  assert(during([] { outer(4); }).size() == 6 && runs == 4);

  runs = 0;
  for (int i = 0; i < 2; ++i) {
    assert(during([] { nothing(1); }) == Said{"info:1"});
    assert(during([] { object(2) += 1; }) == Said{"warning:made 2"});
    assert(during([] { *checked(1) += 1; }) == Said{"write:checked"});
  }
  assert(runs == 3);
  assert(during([] { checked(1); }) == Said{"write:checked"} && runs == 4); // rejected: said anew, once

  runs = 0;
  for (int i = 0; i < 2; ++i) {
    assert(during([] { catches(1); }) == Said{"error:about to throw"});
    assert(during([] { around_unkept(1); }) == Said{"write:unkept"});
  }
  assert(runs == 1);

  runs = 0;
  Said of_stored = {"table:name\tvalue\na\\tb\t1\nc\t22\n",
                    "line_chart:down\t3\t1.5\nup\t1\t2\t3\n"};
  Said of_stored_around = of_stored;
  of_stored_around.push_back("write:none [1, 2] (1, b)");
  for (int i = 0; i < 2; ++i) {
    assert(during([] { assert(stored(3) == "xxx"); }) == of_stored);
    assert(during([] { assert(stored_around(3) == std::vector<int>(100, 3)); }) == of_stored_around);
    assert(during([] { assert(stored_silent(3) == 3); }).empty());
  }
  assert(runs == (std::strcmp(argv[1], "first") == 0 ? 3 : 0));

  // Whoever waits for a computation says what it said, too; threads do not mix.
  runs = 0;
  std::atomic<int> heard{0};
  st::set_element_sink([&heard](const st::Element &e) { heard += e.text == "slow"; });
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([] { slow(1); });
  for (std::thread &t : threads)
    t.join();
  assert(runs == 1 && heard == 4);

  // A sink may call cached functions, even one that another thread computes while it waits for the
  // sink.
  runs = 0;
  st::set_element_sink([](const st::Element &e) {
    if (e.text == "begin")
      slow(2);
  });
  std::thread other([] { slow(2); });
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  st::write("begin");
  other.join();
  assert(runs > 0);

  // What a sink emits is dropped, what it throws arrives.
  st::set_element_sink([](const st::Element &e) {
    st::write("from the sink");
    throw std::runtime_error(e.text);
  });
  try {
    plain(3);
    return 1;
  } catch (const std::runtime_error &e) {
    assert(std::string(e.what()) == "plain 3 2.5 true");
  }
  st::set_element_sink(nullptr);
}
