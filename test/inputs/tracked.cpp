// Files and variables that a body reads are part of the key: in memory and on disk, in nested calls, back at an earlier
// state the earlier result is found.
// RUN: rm -rf %t.dir && mkdir %t.dir && %stcxx -std=c++17 -pthread %s -o %t
// RUN: cd %t.dir && env STCACHE_DIR=%t.dir/store %t first
// RUN: cd %t.dir && env STCACHE_DIR=%t.dir/store %t second
#include <st/cache.h>

#include <atomic>
#include <cassert>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

static std::atomic<int> runs{0};
template <class F> static int runs_of(F f) {
  const int before = runs;
  f();
  return runs - before;
}

static void write(const std::string &path, const std::string &text) { std::ofstream(path) << text; }
static std::string read(const std::string &path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

[[st::cache_data]] std::string content(const std::string &path) {
  ++runs;
  return read(st::file(path));
}
[[st::cache_data]] std::string two(const std::string &path) {
  ++runs;
  // The second is read only if the first says so.
  std::string text = read(st::file(path));
  if (text == "more")
    text += read(st::file(path + ".more"));
  return text;
}
[[st::cache_data]] std::string outer(const std::string &path) {
  ++runs;
  return "outer " + content(path) + two(path);
}
[[st::cache_data]] std::string variable(int n) {
  ++runs;
  const auto value = st::env("ST_TEST_VARIABLE");
  return std::to_string(n) + (value ? "=" + *value : " unset");
}
[[st::cache_data(persist = disk)]] std::string stored(const std::string &path) {
  ++runs;
  st::write("read", path);
  return read(st::file(path)) + st::env("ST_TEST_VARIABLE").value_or("");
}
[[st::cache_data(persist = disk)]] std::string stored_outer(const std::string &path) {
  ++runs;
  return "(" + stored(path) + ")";
}
[[st::cache_data(persist = disk, max_entries = 2)]] std::string stored_bounded(const std::string &path) {
  ++runs;
  return read(st::file(path));
}
[[st::cache_data]] std::size_t count(const std::filesystem::path &directory) {
  ++runs;
  std::size_t bytes = 0;
  for (const auto &entry : std::filesystem::recursive_directory_iterator(st::file(directory)))
    if (entry.is_regular_file())
      bytes += read(entry.path()).size();
  return bytes;
}
[[st::cache_data]] int changes_it(int n) {
  ++runs;
  st::file("changing");
  write("changing", std::to_string(runs));
  return n;
}
[[st::cache_data]] std::string wavers(int n) {
  ++runs;
  std::string text = read(st::file("wavering"));
  write("wavering", "other");
  text += read(st::file("wavering"));
  write("wavering", "as before");
  return text + std::to_string(n);
}
[[st::cache_resource]] std::string *resource(const std::string &path) {
  ++runs;
  return new std::string(read(st::file(path)));
}
static std::atomic<bool> entered{false}, go_on{false};
[[st::cache_data]] std::string slow(const std::string &path) {
  ++runs;
  std::string text = read(st::file(path));
  entered = true;
  while (!go_on)
    std::this_thread::yield();
  return text;
}
[[st::cache_data]] int many(int n) {
  ++runs;
  int sum = 0;
  for (int i = 0; i < n; ++i)
    sum += static_cast<int>(read(st::file("many" + std::to_string(i))).size());
  return sum;
}

static void in_memory() {
  write("a", "one");
  assert(runs_of([] { assert(content("a") == "one"); }) == 1);
  assert(runs_of([] { assert(content("a") == "one"); }) == 0);
  // The same size, in the same second.
  write("a", "two");
  assert(runs_of([] { assert(content("a") == "two"); }) == 1);
  write("a", "one");
  assert(runs_of([] { assert(content("a") == "one"); }) == 0);
  std::filesystem::remove("a");
  assert(runs_of([] { assert(content("a") == ""); }) == 1);
  write("a", "");
  assert(runs_of([] { assert(content("a") == ""); }) == 1); // empty is not missing
  std::filesystem::remove("a");
  assert(runs_of([] { assert(content("a") == ""); }) == 0);
  for (int i = 0; i < 200; ++i) {
    const std::string text = std::to_string(100 + i);
    write("a", text);
    assert(content("a") == text);
  }

  write("a", "more");
  write("a.more", "1");
  assert(runs_of([] { assert(two("a") == "more1"); }) == 1);
  write("a.more", "2");
  assert(runs_of([] { assert(two("a") == "more2"); }) == 1);
  write("a", "less");
  assert(runs_of([] { assert(two("a") == "less"); }) == 1);
  write("a.more", "3");
  assert(runs_of([] { assert(two("a") == "less"); }) == 0); // nobody asks
  write("a", "more");
  assert(runs_of([] { assert(two("a") == "more3"); }) == 1);
  write("a.more", "1");
  assert(runs_of([] { assert(two("a") == "more1"); }) == 0);

  assert(runs_of([] { assert(outer("a") == "outer moremore1"); }) == 2); // content was not known
  write("a.more", "2");
  assert(runs_of([] { assert(outer("a") == "outer moremore2"); }) == 1); // both inner ones were
  write("a.more", "1");
  assert(runs_of([] { assert(outer("a") == "outer moremore1"); }) == 0);

  unsetenv("ST_TEST_VARIABLE");
  assert(runs_of([] { assert(variable(1) == "1 unset"); }) == 1);
  setenv("ST_TEST_VARIABLE", "", 1);
  assert(runs_of([] { assert(variable(1) == "1="); }) == 1);
  setenv("ST_TEST_VARIABLE", "x", 1);
  assert(runs_of([] { assert(variable(1) == "1=x"); }) == 1);
  unsetenv("ST_TEST_VARIABLE");
  assert(runs_of([] { assert(variable(1) == "1 unset"); }) == 0);

  // Handles see the state of now.
  assert(st::cached(variable).contains(1));
  setenv("ST_TEST_VARIABLE", "y", 1);
  assert(!st::cached(variable).contains(1));
  assert(runs_of([] { variable(1); variable(2); }) == 2);
  assert(st::cached(variable).stats().entries == 5);
  st::cached(variable).clear(1);
  assert(st::cached(variable).stats().entries == 1);
  assert(!st::cached(variable).contains(1) && st::cached(variable).contains(2));
  setenv("ST_TEST_VARIABLE", "x", 1);
  assert(runs_of([] { assert(variable(1) == "1=x"); }) == 1); // cleared, too
  st::cached(variable).clear();
  assert(st::cached(variable).stats().entries == 0);
  assert(runs_of([] { variable(1); variable(2); }) == 2);
  unsetenv("ST_TEST_VARIABLE");

  std::filesystem::create_directories("d/e");
  write("d/1", "a");
  assert(runs_of([] { assert(count("d") == 1); }) == 1);
  write("d/e/2", "bc");
  assert(runs_of([] { assert(count("d") == 3); }) == 1);
  assert(runs_of([] { assert(count("d") == 3); }) == 0);
  write("d/e/2", "cb");
  assert(runs_of([] { count("d"); }) == 1);
  std::filesystem::remove("d/e/2");
  assert(runs_of([] { assert(count("d") == 1); }) == 0);
  std::filesystem::rename("d/1", "d/3");
  assert(runs_of([] { count("d"); }) == 1);

  // What changes while it is computed is not kept.
  write("changing", "0");
  assert(runs_of([] { changes_it(1); changes_it(1); }) == 2);
  assert(st::cached(changes_it).stats().entries == 0);
  write("wavering", "as before");
  assert(runs_of([] { wavers(1); wavers(1); }) == 2);
  assert(st::cached(wavers).stats().entries == 0);

  write("r", "1");
  std::string *const first = resource("r");
  assert(resource("r") == first);
  write("r", "2");
  std::string *const second = resource("r");
  assert(second != first && *second == "2");
  write("r", "1");
  assert(resource("r") == first);

  // One computes, the other waits, and gets what belongs to the file as it is then.
  write("s", "old");
  std::string a, b;
  std::thread one([&] { a = slow("s"); });
  while (!entered)
    std::this_thread::yield();
  std::thread other([&] { b = slow("s"); });
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  go_on = true;
  one.join();
  other.join();
  assert(a == "old" && b == "old");
  assert(runs_of([] { assert(slow("s") == "old"); }) == 0);
  // It changed meanwhile: the one who waited looks again.
  st::cached(slow).clear();
  entered = go_on = false;
  std::thread third([&] { a = slow("s"); });
  while (!entered)
    std::this_thread::yield();
  std::thread fourth([&] { b = slow("s"); });
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  write("s", "new");
  go_on = true;
  third.join();
  fourth.join();
  assert(a == "old" && b == "new");
  assert(runs_of([] { assert(slow("s") == "new"); }) == 0);

  for (int i = 0; i < 100; ++i)
    write("many" + std::to_string(i), std::string(i, 'x'));
  assert(runs_of([] { assert(many(100) == 4950); }) == 1);
  assert(runs_of([] { assert(many(100) == 4950); }) == 0);
  write("many50", "");
  assert(runs_of([] { assert(many(100) == 4900); }) == 1);
  assert(runs_of([] { assert(many(100) == 4900); }) == 0);
}

int main(int, char **argv) {
  const bool first = std::strcmp(argv[1], "first") == 0;
  if (first)
    in_memory();
  int said = 0;
  st::set_element_sink([&said](const st::Element &) { ++said; });
  const int once = first ? 1 : 0;
  write("stored", "1");
  setenv("ST_TEST_VARIABLE", "v", 1);
  assert(runs_of([] { assert(stored("stored") == "1v"); }) == once);
  assert(runs_of([] { assert(stored_outer("stored") == "(1v)"); }) == once);
  write("stored", "2");
  assert(runs_of([] { assert(stored_outer("stored") == "(2v)"); }) == 2 * once);
  setenv("ST_TEST_VARIABLE", "w", 1);
  assert(runs_of([] { assert(stored_outer("stored") == "(2w)"); }) == 2 * once);
  assert(said == 4);
  assert(runs_of([] { assert(stored("stored") == "2w"); }) == 0);
  write("stored", "1");
  setenv("ST_TEST_VARIABLE", "v", 1);
  assert(runs_of([] { assert(stored_outer("stored") == "(1v)"); }) == 0);
  assert(said == 6);

  // Steps do not count as entries.
  for (const char *text : {"x", "y", "x", "y"}) {
    write("bounded", text);
    stored_bounded("bounded");
  }
  assert(runs == 0 || first);

  if (!first) {
    // What is cleared does not come back with the step it hung on.
    st::cached(stored).clear("stored");
    assert(!st::cached(stored).contains("stored"));
    assert(runs_of([] { stored("stored"); }) == 1);
    write("stored", "2");
    assert(runs_of([] { stored("stored"); }) == 1);
  }
}
