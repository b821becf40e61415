// What was put away is found if what its computation has read is as it was: files, variables, inputs.
// RUN: rm -rf %t && mkdir -p %t && %stcxx -O1 -fPIC -shared -DLIBRARY %s -o %t/library.so
// RUN: %stcxx -O1 %s -o %t/program && cd %t && ./program ./library.so | %FileCheck %s
// CHECK: ok
#include "../contract/Inputs/check.h"
#include <fstream>
#include <iterator>
#include <st/cache.h>
#include <string>

#ifdef LIBRARY

static int runs;

[[st::cache_data]] static std::string content() {
  ++runs;
  std::ifstream file(st::file("data.txt"));
  st::text("reading");
  return {std::istreambuf_iterator<char>(file), {}};
}
[[st::cache_data(experimental_allow_widgets = true)]] static std::string shown(int x) {
  ++runs;
  std::string result = std::to_string(x);
  if (st::checkbox("with content"))
    result += content() + st::text_input("end", "!");
  return result;
}

extern "C" int use(const char *expected) {
  runs = 0;
  EXPECT(shown(1) == expected);
  EXPECT(shown(1) == expected);
  return runs;
}
extern "C" bool contains() { return st::cached(shown).contains(1); }

#else

#include <dlfcn.h>
#include <map>
#include <optional>
#include <st/reload.h>
#include <vector>

static std::map<std::string, int> asked;
static std::vector<std::string> texts;

static int runs(const char *expected) {
  asked.clear();
  texts.clear();
  void *const library = dlopen("./library.so", RTLD_NOW | RTLD_LOCAL);
  EXPECT(library != nullptr);
  const int result = reinterpret_cast<int (*)(const char *)>(dlsym(library, "use"))(expected);
  EXPECT_EQ(dlclose(library), 0);
  return result;
}

static bool contains() {
  void *const library = dlopen("./library.so", RTLD_NOW | RTLD_LOCAL);
  const bool result = reinterpret_cast<bool (*)()>(dlsym(library, "contains"))();
  EXPECT_EQ(dlclose(library), 0);
  return result;
}

static void write(const char *text) { std::ofstream("data.txt") << text; }

int main() {
  std::map<std::string, std::string> values;
  st::set_input_provider([&](const st::Input &input) -> std::optional<std::string> {
    ++asked[input.label];
    const auto at = values.find(input.label);
    return at == values.end() ? std::nullopt : std::optional(at->second);
  });
  st::set_element_sink([](const st::Element &e) { texts.push_back(e.text); });
  st::keep_unloaded(1 << 20);
  write("one");

  EXPECT(!contains());
  EXPECT_EQ(runs("1"), 1);
  EXPECT(contains());
  EXPECT_EQ(runs("1"), 0);
  // Asked once by each call, and not for what is read only otherwise.
  EXPECT_EQ(asked["with content"], 2);
  EXPECT_EQ(asked["end"], 0);

  values["with content"] = "true";
  EXPECT(!contains());
  EXPECT_EQ(runs("1one!"), 2);
  EXPECT_EQ(runs("1one!"), 0);
  EXPECT_EQ(asked["with content"], 2);
  EXPECT_EQ(asked["end"], 2);
  EXPECT(texts == (std::vector<std::string>{"reading", "reading"}));

  values["end"] = "?";
  EXPECT_EQ(runs("1one?"), 1);
  write("two");
  EXPECT(!contains());
  EXPECT_EQ(runs("1two?"), 2);
  // All the earlier ones are still there.
  write("one");
  EXPECT(contains());
  EXPECT_EQ(runs("1one?"), 0);
  values["end"] = "!";
  EXPECT_EQ(runs("1one!"), 0);
  values["with content"] = "false";
  EXPECT_EQ(runs("1"), 0);
  // Two of content, and four of shown.
  EXPECT_EQ(st::unloaded().entries, 6);
  values["with content"] = "true";
  write("three");
  values["end"] = "?";
  EXPECT_EQ(runs("1three?"), 2);
  return check::ok();
}

#endif
