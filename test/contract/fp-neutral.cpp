// None of these edits changes the fingerprint.
// RUN: %stcxx -O1 -DVARIANT=0 %s -o %t.0 && %t.0 > %t.0.txt
// RUN: %stcxx -O1 -DVARIANT=1 %s -o %t.1 && %t.1 > %t.1.txt && cmp %t.0.txt %t.1.txt
// RUN: %stcxx -O1 -DVARIANT=2 %s -o %t.2 && %t.2 > %t.2.txt && cmp %t.0.txt %t.2.txt
// RUN: %stcxx -O1 -DVARIANT=3 %s -o %t.3 && %t.3 > %t.3.txt && cmp %t.0.txt %t.3.txt
// RUN: %stcxx -O1 -DVARIANT=4 %s -o %t.4 && %t.4 > %t.4.txt && cmp %t.0.txt %t.4.txt
// RUN: %stcxx -O1 -DVARIANT=5 %s -o %t.5 && %t.5 > %t.5.txt && cmp %t.0.txt %t.5.txt
// RUN: %stcxx -O1 -DVARIANT=6 %s -o %t.6 && %t.6 > %t.6.txt && cmp %t.0.txt %t.6.txt
// RUN: %stcxx -O1 -DVARIANT=7 %s -o %t.7 && %t.7 > %t.7.txt && cmp %t.0.txt %t.7.txt
// RUN: %stcxx -O1 -DVARIANT=8 %s -o %t.8 && %t.8 > %t.8.txt && cmp %t.0.txt %t.8.txt
// RUN: %stcxx -O1 -DVARIANT=9 %s -o %t.9 && %t.9 > %t.9.txt && cmp %t.0.txt %t.9.txt
// RUN: %stcxx -O1 -DVARIANT=10 %s -o %t.10 && %t.10 > %t.10.txt && cmp %t.0.txt %t.10.txt
// RUN: %stcxx -O1 -DVARIANT=11 %s -o %t.11 && %t.11 > %t.11.txt && cmp %t.0.txt %t.11.txt
// RUN: %stcxx -O1 -DVARIANT=12 %s -o %t.12 && %t.12 > %t.12.txt && cmp %t.0.txt %t.12.txt
// RUN: %stcxx -O1 -DVARIANT=13 %s -o %t.13 && %t.13 > %t.13.txt && cmp %t.0.txt %t.13.txt
// RUN: %stcxx -O1 -DVARIANT=14 %s -o %t.14 && %t.14 > %t.14.txt && cmp %t.0.txt %t.14.txt
// RUN: %stcxx -O1 -DVARIANT=15 %s -o %t.15 && %t.15 > %t.15.txt && cmp %t.0.txt %t.15.txt
// RUN: %stcxx -O1 -DVARIANT=16 %s -o %t.16 && %t.16 > %t.16.txt && cmp %t.0.txt %t.16.txt
// RUN: %stcxx -O1 -DVARIANT=17 %s -o %t.17 && %t.17 > %t.17.txt && cmp %t.0.txt %t.17.txt
// RUN: %stcxx -O1 -DVARIANT=18 %s -o %t.18 && %t.18 > %t.18.txt && cmp %t.0.txt %t.18.txt
// RUN: %stcxx -O1 -DVARIANT=19 %s -o %t.19 && %t.19 > %t.19.txt && cmp %t.0.txt %t.19.txt
// RUN: %stcxx -O1 -DVARIANT=20 %s -o %t.20 && %t.20 > %t.20.txt && cmp %t.0.txt %t.20.txt
// The same at other optimisation levels, with debug information and by another name of the file.
// RUN: %stcxx -O0 -g -DVARIANT=0 %s -o %t.o0 && %t.o0 > %t.o0.txt && cmp %t.0.txt %t.o0.txt
// RUN: %stcxx -O3 -DNDEBUG -DVARIANT=0 %s -o %t.o3 && %t.o3 > %t.o3.txt && cmp %t.0.txt %t.o3.txt
// RUN: %stcxx -std=c++20 -DVARIANT=0 %s -o %t.20 && %t.20 > %t.20.txt && cmp %t.0.txt %t.20.txt
// RUN: cp %s %t.copy.cpp && %stcxx -DVARIANT=0 %t.copy.cpp -o %t.copy && %t.copy > %t.copy.txt && cmp %t.0.txt %t.copy.txt
#include <st/cache.h>
#include <cstdio>
#include <string>
#include <vector>

#if VARIANT == 0
constexpr int kScale = 10;
static int table_size = 5;
enum Mode { fast = 1, safe = 2 };
struct Row { int id; int size = 3; };
int leaf(int x) { return x * 2; }
int leaf(long x) { return static_cast<int>(x * 2); }
inline int middle(int x, int y = 4) { return leaf(x) + y; }
template <int N> int add(int x) { return x + N; }
struct Base { virtual ~Base() = default; virtual int v(int x) const { return x; } };
[[st::cache_data(max_entries = 10)]] int f(int x, int y) {
  int sum = kScale;
  Row row{x};
  for (int i = 0; i < y; ++i) {
    if (i % 2 == 0) sum += middle(i) + add<1>(i);
    else sum -= row.size;
  }
  auto twice = [](int z) { return z * 2; };
  return twice(sum) + table_size + fast + Base().v(x);
}
#elif VARIANT == 1  // comments and white space
constexpr int kScale = 10;
static int table_size = 5;
enum Mode { fast = 1, safe = 2 };
struct Row { int id; int size = 3; };
int leaf(int x) { return x * 2; }
int leaf(long x) { return static_cast<int>(x * 2); }
inline int middle(int x, int y = 4) { return leaf(x) + y; }
template <int N> int add(int x) { return x + N; }
struct Base { virtual ~Base() = default; virtual int v(int x) const { return x; } };
[[st::cache_data(max_entries = 10)]] int f(int x, int y) {
  int   sum=kScale ; // scale

  /* more */
  Row row{x};
  for (int i = 0; i < y; ++i) {
    if (i % 2 == 0) sum += middle(i) + add<1>(i);
    else sum -= row.size;
  }
  auto twice = [](int z) { return z * 2; };
  return twice(sum) + table_size + fast + Base().v(x);
}
#elif VARIANT == 2  // names of locals, parameters and labels
constexpr int kScale = 10;
static int table_size = 5;
enum Mode { fast = 1, safe = 2 };
struct Row { int id; int size = 3; };
int leaf(int x) { return x * 2; }
int leaf(long x) { return static_cast<int>(x * 2); }
inline int middle(int x, int y = 4) { return leaf(x) + y; }
template <int N> int add(int x) { return x + N; }
struct Base { virtual ~Base() = default; virtual int v(int x) const { return x; } };
[[st::cache_data(max_entries = 10)]] int f(int first, int y) {
  int sum = kScale;
  Row row{first};
  for (int i = 0; i < y; ++i) {
    if (i % 2 == 0) sum += middle(i) + add<1>(i);
    else sum -= row.size;
  }
  auto twice = [](int z) { return z * 2; };
  return twice(sum) + table_size + fast + Base().v(first);
}
#elif VARIANT == 3  // names of a lambda's parameters and of locals
constexpr int kScale = 10;
static int table_size = 5;
enum Mode { fast = 1, safe = 2 };
struct Row { int id; int size = 3; };
int leaf(int x) { return x * 2; }
int leaf(long x) { return static_cast<int>(x * 2); }
inline int middle(int x, int y = 4) { return leaf(x) + y; }
template <int N> int add(int x) { return x + N; }
struct Base { virtual ~Base() = default; virtual int v(int x) const { return x; } };
[[st::cache_data(max_entries = 10)]] int f(int x, int y) {
  int sum = kScale;
  Row row{x};
  for (int i = 0; i < y; ++i) {
    if (i % 2 == 0) sum += middle(i) + add<1>(i);
    else sum -= row.size;
  }
  auto twice = [](int value) { return value * 2; };
  return twice(sum) + table_size + fast + Base().v(x);
}
#elif VARIANT == 4  // redundant parentheses
constexpr int kScale = 10;
static int table_size = 5;
enum Mode { fast = 1, safe = 2 };
struct Row { int id; int size = 3; };
int leaf(int x) { return x * 2; }
int leaf(long x) { return static_cast<int>(x * 2); }
inline int middle(int x, int y = 4) { return leaf(x) + y; }
template <int N> int add(int x) { return x + N; }
struct Base { virtual ~Base() = default; virtual int v(int x) const { return x; } };
[[st::cache_data(max_entries = 10)]] int f(int x, int y) {
  int sum = kScale;
  Row row{x};
  for (int i = 0; i < y; ++i) {
    if (i % 2 == 0) sum += middle(i) + add<1>(i);
    else sum -= row.size;
  }
  auto twice = [](int z) { return z * 2; };
  return (twice(sum)) + (table_size) + fast + Base().v(x);
}
#elif VARIANT == 5  // moved lines





constexpr int kScale = 10;
static int table_size = 5;
enum Mode { fast = 1, safe = 2 };
struct Row { int id; int size = 3; };
int leaf(int x) { return x * 2; }
int leaf(long x) { return static_cast<int>(x * 2); }
inline int middle(int x, int y = 4) { return leaf(x) + y; }
template <int N> int add(int x) { return x + N; }
struct Base { virtual ~Base() = default; virtual int v(int x) const { return x; } };
[[st::cache_data(max_entries = 10)]] int f(int x, int y) {
  int sum = kScale;
  Row row{x};
  for (int i = 0; i < y; ++i) {
    if (i % 2 == 0) sum += middle(i) + add<1>(i);
    else sum -= row.size;
  }
  auto twice = [](int z) { return z * 2; };
  return twice(sum) + table_size + fast + Base().v(x);
}
#elif VARIANT == 6  // order of declarations
static int table_size = 5;
constexpr int kScale = 10;
enum Mode { fast = 1, safe = 2 };
struct Row { int id; int size = 3; };
int leaf(int x) { return x * 2; }
int leaf(long x) { return static_cast<int>(x * 2); }
inline int middle(int x, int y = 4) { return leaf(x) + y; }
template <int N> int add(int x) { return x + N; }
struct Base { virtual ~Base() = default; virtual int v(int x) const { return x; } };
[[st::cache_data(max_entries = 10)]] int f(int x, int y) {
  int sum = kScale;
  Row row{x};
  for (int i = 0; i < y; ++i) {
    if (i % 2 == 0) sum += middle(i) + add<1>(i);
    else sum -= row.size;
  }
  auto twice = [](int z) { return z * 2; };
  return twice(sum) + table_size + fast + Base().v(x);
}
#elif VARIANT == 7  // unrelated functions
constexpr int kScale = 10;
static int table_size = 5;
enum Mode { fast = 1, safe = 2 };
struct Row { int id; int size = 3; };
int unrelated(int x) { return x; }
int leaf(int x) { return x * 2; }
int leaf(long x) { return static_cast<int>(x * 2); }
inline int middle(int x, int y = 4) { return leaf(x) + y; }
template <int N> int add(int x) { return x + N; }
struct Base { virtual ~Base() = default; virtual int v(int x) const { return x; } };
[[st::cache_data(max_entries = 10)]] int f(int x, int y) {
  int sum = kScale;
  Row row{x};
  for (int i = 0; i < y; ++i) {
    if (i % 2 == 0) sum += middle(i) + add<1>(i);
    else sum -= row.size;
  }
  auto twice = [](int z) { return z * 2; };
  return twice(sum) + table_size + fast + Base().v(x);
}
#elif VARIANT == 8  // ttl and other options
constexpr int kScale = 10;
static int table_size = 5;
enum Mode { fast = 1, safe = 2 };
struct Row { int id; int size = 3; };
int leaf(int x) { return x * 2; }
int leaf(long x) { return static_cast<int>(x * 2); }
inline int middle(int x, int y = 4) { return leaf(x) + y; }
template <int N> int add(int x) { return x + N; }
struct Base { virtual ~Base() = default; virtual int v(int x) const { return x; } };
[[st::cache_data(max_entries = 20, ttl = 3600, show_spinner = false)]] int f(int x, int y) {
  int sum = kScale;
  Row row{x};
  for (int i = 0; i < y; ++i) {
    if (i % 2 == 0) sum += middle(i) + add<1>(i);
    else sum -= row.size;
  }
  auto twice = [](int z) { return z * 2; };
  return twice(sum) + table_size + fast + Base().v(x);
}
#elif VARIANT == 9  // braces
constexpr int kScale = 10;
static int table_size = 5;
enum Mode { fast = 1, safe = 2 };
struct Row { int id; int size = 3; };
int leaf(int x) { return x * 2; }
int leaf(long x) { return static_cast<int>(x * 2); }
inline int middle(int x, int y = 4) { return leaf(x) + y; }
template <int N> int add(int x) { return x + N; }
struct Base { virtual ~Base() = default; virtual int v(int x) const { return x; } };
[[st::cache_data(max_entries = 10)]] int f(int x, int y) {
  int sum = kScale;
  Row row{x};
  for (int i = 0; i < y; ++i) {
    if (i % 2 == 0) sum += middle(i) + add<1>(i);
    else { sum -= row.size; }
  }
  auto twice = [](int z) { return z * 2; };
  return twice(sum) + table_size + fast + Base().v(x);
}
#elif VARIANT == 10  // spelling of types
constexpr int kScale = 10;
static int table_size = 5;
enum Mode { fast = 1, safe = 2 };
struct Row { int id; int size = 3; };
int leaf(int x) { return x * 2; }
int leaf(long x) { return static_cast<int>(x * 2); }
inline int middle(int x, int y = 4) { return leaf(x) + y; }
template <int N> int add(int x) { return x + N; }
struct Base { virtual ~Base() = default; virtual int v(int x) const { return x; } };
[[st::cache_data(max_entries = 10)]] int f(int x, int y) {
  auto sum = kScale;
  Row row{x};
  for (int i = 0; i < y; ++i) {
    if (i % 2 == 0) sum += middle(i) + add<1>(i);
    else sum -= row.size;
  }
  auto twice = [](int z) { return z * 2; };
  return twice(sum) + table_size + fast + Base().v(x);
}
#elif VARIANT == 11  // an alias
constexpr int kScale = 10;
static int table_size = 5;
enum Mode { fast = 1, safe = 2 };
struct Row { int id; int size = 3; };
int leaf(int x) { return x * 2; }
int leaf(long x) { return static_cast<int>(x * 2); }
inline int middle(int x, int y = 4) { return leaf(x) + y; }
template <int N> int add(int x) { return x + N; }
struct Base { virtual ~Base() = default; virtual int v(int x) const { return x; } };
[[st::cache_data(max_entries = 10)]] int f(int x, int y) {
  using Number = int;
  Number sum = kScale;
  Row row{x};
  for (int i = 0; i < y; ++i) {
    if (i % 2 == 0) sum += middle(i) + add<1>(i);
    else sum -= row.size;
  }
  auto twice = [](int z) { return z * 2; };
  return twice(sum) + table_size + fast + Base().v(x);
}
#elif VARIANT == 12  // a cast without effect
constexpr int kScale = 10;
static int table_size = 5;
enum Mode { fast = 1, safe = 2 };
struct Row { int id; int size = 3; };
int leaf(int x) { return x * 2; }
int leaf(long x) { return static_cast<int>(x * 2); }
inline int middle(int x, int y = 4) { return leaf(x) + y; }
template <int N> int add(int x) { return x + N; }
struct Base { virtual ~Base() = default; virtual int v(int x) const { return x; } };
[[st::cache_data(max_entries = 10)]] int f(int x, int y) {
  int sum = kScale;
  Row row{x};
  for (int i = 0; i < y; ++i) {
    if (i % 2 == 0) sum += middle(i) + add<1>(i);
    else sum -= row.size;
  }
  auto twice = [](int z) { return z * 2; };
  return static_cast<int>(twice(sum)) + table_size + fast + Base().v(x);
}
#elif VARIANT == 13  // static_assert
constexpr int kScale = 10;
static int table_size = 5;
enum Mode { fast = 1, safe = 2 };
struct Row { int id; int size = 3; };
int leaf(int x) { return x * 2; }
int leaf(long x) { return static_cast<int>(x * 2); }
inline int middle(int x, int y = 4) { return leaf(x) + y; }
template <int N> int add(int x) { return x + N; }
struct Base { virtual ~Base() = default; virtual int v(int x) const { return x; } };
[[st::cache_data(max_entries = 10)]] int f(int x, int y) {
  static_assert(sizeof(int) == 4);
  int sum = kScale;
  Row row{x};
  for (int i = 0; i < y; ++i) {
    if (i % 2 == 0) sum += middle(i) + add<1>(i);
    else sum -= row.size;
  }
  auto twice = [](int z) { return z * 2; };
  return twice(sum) + table_size + fast + Base().v(x);
}
#elif VARIANT == 14  // an attribute without meaning
constexpr int kScale = 10;
static int table_size = 5;
enum Mode { fast = 1, safe = 2 };
struct Row { int id; int size = 3; };
int leaf(int x) { return x * 2; }
int leaf(long x) { return static_cast<int>(x * 2); }
inline int middle(int x, int y = 4) { return leaf(x) + y; }
template <int N> int add(int x) { return x + N; }
struct Base { virtual ~Base() = default; virtual int v(int x) const { return x; } };
[[st::cache_data(max_entries = 10)]] int f(int x, int y) {
  [[maybe_unused]] int sum = kScale;
  Row row{x};
  for (int i = 0; i < y; ++i) {
    if (i % 2 == 0) sum += middle(i) + add<1>(i);
    else sum -= row.size;
  }
  auto twice = [](int z) { return z * 2; };
  return twice(sum) + table_size + fast + Base().v(x);
}
#elif VARIANT == 15  // an enumerator appended
constexpr int kScale = 10;
static int table_size = 5;
enum Mode { fast = 1, safe = 2, careful = 3 };
struct Row { int id; int size = 3; };
int leaf(int x) { return x * 2; }
int leaf(long x) { return static_cast<int>(x * 2); }
inline int middle(int x, int y = 4) { return leaf(x) + y; }
template <int N> int add(int x) { return x + N; }
struct Base { virtual ~Base() = default; virtual int v(int x) const { return x; } };
[[st::cache_data(max_entries = 10)]] int f(int x, int y) {
  int sum = kScale;
  Row row{x};
  for (int i = 0; i < y; ++i) {
    if (i % 2 == 0) sum += middle(i) + add<1>(i);
    else sum -= row.size;
  }
  auto twice = [](int z) { return z * 2; };
  return twice(sum) + table_size + fast + Base().v(x);
}
#elif VARIANT == 16  // how a constant was computed
constexpr int kScale = 5 * 2;
static int table_size = 5;
enum Mode { fast = 1, safe = 2 };
struct Row { int id; int size = 3; };
int leaf(int x) { return x * 2; }
int leaf(long x) { return static_cast<int>(x * 2); }
inline int middle(int x, int y = 4) { return leaf(x) + y; }
template <int N> int add(int x) { return x + N; }
struct Base { virtual ~Base() = default; virtual int v(int x) const { return x; } };
[[st::cache_data(max_entries = 10)]] int f(int x, int y) {
  int sum = kScale;
  Row row{x};
  for (int i = 0; i < y; ++i) {
    if (i % 2 == 0) sum += middle(i) + add<1>(i);
    else sum -= row.size;
  }
  auto twice = [](int z) { return z * 2; };
  return twice(sum) + table_size + fast + Base().v(x);
}
#elif VARIANT == 17  // an unused overload changed
constexpr int kScale = 10;
static int table_size = 5;
enum Mode { fast = 1, safe = 2 };
struct Row { int id; int size = 3; };
int leaf(int x) { return x * 2; }
int leaf(long x) { return static_cast<int>(x * 7); }
inline int middle(int x, int y = 4) { return leaf(x) + y; }
template <int N> int add(int x) { return x + N; }
struct Base { virtual ~Base() = default; virtual int v(int x) const { return x; } };
[[st::cache_data(max_entries = 10)]] int f(int x, int y) {
  int sum = kScale;
  Row row{x};
  for (int i = 0; i < y; ++i) {
    if (i % 2 == 0) sum += middle(i) + add<1>(i);
    else sum -= row.size;
  }
  auto twice = [](int z) { return z * 2; };
  return twice(sum) + table_size + fast + Base().v(x);
}
#elif VARIANT == 18  // text that a macro produced
constexpr int kScale = 10;
static int table_size = 5;
enum Mode { fast = 1, safe = 2 };
struct Row { int id; int size = 3; };
int leaf(int x) { return x * 2; }
int leaf(long x) { return static_cast<int>(x * 2); }
inline int middle(int x, int y = 4) { return leaf(x) + y; }
template <int N> int add(int x) { return x + N; }
struct Base { virtual ~Base() = default; virtual int v(int x) const { return x; } };
[[st::cache_data(max_entries = 10)]] int f(int x, int y) {
#define DECLARE_SUM int sum = kScale;
  DECLARE_SUM
  Row row{x};
  for (int i = 0; i < y; ++i) {
    if (i % 2 == 0) sum += middle(i) + add<1>(i);
    else sum -= row.size;
  }
  auto twice = [](int z) { return z * 2; };
  return twice(sum) + table_size + fast + Base().v(x);
}
#elif VARIANT == 19  // an underscore before a parameter, which changes the key alone
constexpr int kScale = 10;
static int table_size = 5;
enum Mode { fast = 1, safe = 2 };
struct Row { int id; int size = 3; };
int leaf(int x) { return x * 2; }
int leaf(long x) { return static_cast<int>(x * 2); }
inline int middle(int x, int y = 4) { return leaf(x) + y; }
template <int N> int add(int x) { return x + N; }
struct Base { virtual ~Base() = default; virtual int v(int x) const { return x; } };
[[st::cache_data(max_entries = 10)]] int f(int x, int _y) {
  int sum = kScale;
  Row row{x};
  for (int i = 0; i < _y; ++i) {
    if (i % 2 == 0) sum += middle(i) + add<1>(i);
    else sum -= row.size;
  }
  auto twice = [](int z) { return z * 2; };
  return twice(sum) + table_size + fast + Base().v(x);
}
#elif VARIANT == 20  // a literal in another base
constexpr int kScale = 0xa;
static int table_size = 5;
enum Mode { fast = 1, safe = 2 };
struct Row { int id; int size = 3; };
int leaf(int x) { return x * 2; }
int leaf(long x) { return static_cast<int>(x * 2); }
inline int middle(int x, int y = 4) { return leaf(x) + y; }
template <int N> int add(int x) { return x + N; }
struct Base { virtual ~Base() = default; virtual int v(int x) const { return x; } };
[[st::cache_data(max_entries = 10)]] int f(int x, int y) {
  int sum = kScale;
  Row row{x};
  for (int i = 0; i < y; ++i) {
    if (i % 2 == 0) sum += middle(i) + add<1>(i);
    else sum -= row.size;
  }
  auto twice = [](int z) { return z * 2; };
  return twice(sum) + table_size + fast + Base().v(x);
}
#endif

int main() { std::printf("%s\n", std::string(st::cached(f).fingerprint()).c_str()); }
