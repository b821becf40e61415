// st::keep_unloaded: results outlive their library as bytes. Two versions of a library come and go by turns.
// RUN: for v in 1 2; do %stcxx -O1 -fPIC -shared -DVERSION=$v %s -o %t$v.so || exit 1; done
// RUN: %stcxx -O1 -pthread %s -o %t && %t %t1.so %t2.so | %FileCheck %s
// CHECK: ok
#include "../contract/Inputs/check.h"
#include <memory>
#include <st/cache.h>
#include <string>
#include <vector>

enum { data, changed, tmpl, member, shape, said, bounded, unkept, resource, kinds };

#ifdef VERSION

static int runs[kinds];

namespace {
[[st::cache_data]] std::vector<std::string> data_of(int x) {
  ++runs[data];
  return {std::to_string(x), "library"};
}
[[st::cache_data]] int changed_of(int x) {
  ++runs[changed];
  return x + VERSION;
}
template <class T> [[st::cache_data]] T twice(T x) {
  ++runs[tmpl];
  return x + x;
}
struct Adder {
  int k;
  [[st::cache_data(hash_funcs = [](int x) { return x; })]] int add(int x) const {
    ++runs[member];
    return k + x;
  }
};
// Values whose destructor and virtual functions are the library's.
struct Shape {
  int corners = 0;
  Shape() = default;
  explicit Shape(int n) : corners(n) {}
  Shape(const Shape &) = default;
  Shape &operator=(const Shape &) = default;
  virtual ~Shape() { corners = -1; }
  virtual int sum() const { return (corners - 2) * 180; }
  template <class A> void serialize(A &a, unsigned) { a & corners; }
};
[[st::cache_data]] std::shared_ptr<const std::vector<Shape>> shapes(int n) {
  ++runs[shape];
  return std::make_shared<const std::vector<Shape>>(10, Shape(n));
}
[[st::cache_data]] int speak(int x) {
  ++runs[said];
  st::text("said", x);
  return x;
}
[[st::cache_data(max_entries = 2)]] int bounded_of(int x) {
  ++runs[bounded];
  return x;
}
[[st::cache_data(persist = none)]] int unkept_of(int x) {
  ++runs[unkept];
  return x;
}
[[st::cache_resource]] std::shared_ptr<Shape> object(int x) {
  ++runs[resource];
  return std::make_shared<Shape>(x);
}
} // namespace

extern "C" void use(int x) {
  EXPECT(data_of(x) == (std::vector<std::string>{std::to_string(x), "library"}));
  EXPECT_EQ(changed_of(x), x + VERSION);
  EXPECT_EQ(twice(x), 2 * x);
  EXPECT_EQ(Adder{1}.add(x), x + 1);
  EXPECT_EQ((*shapes(x))[9].sum(), (x - 2) * 180);
  EXPECT_EQ(speak(x), x);
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(bounded_of(x + i), x + i);
  EXPECT_EQ(unkept_of(x), x);
  EXPECT_EQ(object(x)->sum(), (x - 2) * 180);
}
extern "C" const int *library_runs() { return runs; }
extern "C" bool contains(int x) {
  return st::cached(data_of).contains(x) && st::cached(shapes).contains(x);
}
extern "C" void clear_entry(int x) { st::cached(data_of).clear(x); }
extern "C" void clear_function() { st::cached(shapes).clear(); }
extern "C" unsigned long long loads() { return st::cached(data_of).stats().loads; }

#else

#include <array>
#include <dlfcn.h>
#include <malloc.h>
#include <st/reload.h>
#include <thread>

namespace {

class Library {
public:
  explicit Library(const char *path) : handle(dlopen(path, RTLD_NOW | RTLD_LOCAL)) {
    EXPECT(handle != nullptr);
  }
  ~Library() { EXPECT_EQ(dlclose(handle), 0); }
  Library(const Library &) = delete;
  Library &operator=(const Library &) = delete;
  template <class F> F *get(const char *name) const {
    F *const f = reinterpret_cast<F *>(dlsym(handle, name));
    EXPECT(f != nullptr);
    return f;
  }
  void use(int x) const { get<void(int)>("use")(x); }
  std::array<int, kinds> runs() const {
    std::array<int, kinds> result;
    const int *const counts = get<const int *()>("library_runs")();
    std::copy(counts, counts + kinds, result.begin());
    return result;
  }

private:
  void *handle;
};

std::array<int, kinds> runs_of(const char *path) {
  const Library library(path);
  library.use(5);
  return library.runs();
}

std::vector<std::string> texts;

} // namespace

int main(int, char **paths) {
  const char *const v1 = paths[1], *const v2 = paths[2];
  st::set_element_sink([](const st::Element &e) { texts.push_back(e.text); });
  using counts = std::array<int, kinds>;
  const counts all{1, 1, 1, 1, 1, 1, 3, 1, 1};

  // Nobody has asked for it.
  for (int i = 0; i < 2; ++i)
    EXPECT(runs_of(v1) == all);
  EXPECT_EQ(st::unloaded().entries, 0);

  st::keep_unloaded(1 << 20);
  EXPECT(runs_of(v1) == all);
  const st::Unloaded first = st::unloaded();
  EXPECT_EQ(first.entries, 6 + 2);
  EXPECT(first.bytes > 0);

  // What the other version shares is there; what has changed runs, and so does what cannot be kept.
  // Of three results, two were left.
  EXPECT(runs_of(v2) == (counts{0, 1, 0, 0, 0, 0, 1, 1, 1}));
  EXPECT_EQ(st::unloaded().entries, 7 + 2);
  texts.clear();
  EXPECT(runs_of(v1) == (counts{0, 0, 0, 0, 0, 0, 1, 1, 1}));
  EXPECT(texts == std::vector<std::string>{"said 5"});

  // Again and again, with more threads; nothing grows.
  std::size_t used = 0;
  for (int round = 0; round < 100; ++round) {
    const Library library(round % 2 ? v1 : v2);
    std::thread other([&] { library.use(5); });
    library.use(5);
    other.join();
    const counts runs = library.runs();
    for (int kind : {data, changed, tmpl, member, shape, said})
      EXPECT_EQ(runs[static_cast<std::size_t>(kind)], 0);
    EXPECT(runs[resource] == 1);
    texts = {};
    if (round == 50)
      used = mallinfo2().uordblks;
    if (round == 98)
      EXPECT(mallinfo2().uordblks < used + 16384);
  }
  EXPECT_EQ(st::unloaded().entries, 7 + 2);

  // max_entries holds for what is put away, too.
  for (int x = 6; x < 20; x += 6) {
    const Library library(v1);
    library.use(x);
  }
  EXPECT_EQ(st::unloaded().entries, 7 + 3 * 6 + 2);

  // Handles know what is put away, before the first call, too.
  {
    const Library library(v1);
    EXPECT(library.get<bool(int)>("contains")(5));
    EXPECT(!library.get<bool(int)>("contains")(7));
    library.get<void(int)>("clear_entry")(5);
    library.use(5);
    EXPECT(library.runs() == (counts{1, 0, 0, 0, 0, 0, 3, 1, 1}));
    EXPECT_EQ(library.get<unsigned long long()>("loads")(), 0);
  }
  {
    const Library library(v2);
    library.get<void()>("clear_function")();
    library.use(5);
    EXPECT(library.runs() == (counts{0, 0, 0, 0, 1, 0, 1, 1, 1}));
    EXPECT_EQ(library.get<unsigned long long()>("loads")(), 1);
  }
  st::cache_data.clear();
  EXPECT_EQ(st::unloaded().entries, 0);
  EXPECT(runs_of(v1) == all);

  // Within the limit, what was put away first goes.
  const std::uint64_t one_use = st::unloaded().bytes;
  st::keep_unloaded(3 * one_use);
  for (int x = 10; x < 20; ++x) {
    const Library library(v1);
    library.use(x);
  }
  EXPECT(st::unloaded().bytes <= 3 * one_use);
  EXPECT(st::unloaded().bytes > one_use);
  {
    const Library library(v1);
    library.use(19);
    EXPECT_EQ(library.runs()[data], 0);
    library.use(10);
    EXPECT_EQ(library.runs()[data], 1);
  }
  st::keep_unloaded(0);
  EXPECT_EQ(st::unloaded().entries, 0);
  EXPECT_EQ(st::unloaded().bytes, 0);
  EXPECT(runs_of(v1) == all);
  return check::ok();
}

#endif
