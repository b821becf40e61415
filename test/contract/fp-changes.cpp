// Each of these edits changes the fingerprint.
// RUN: %stcxx -O1 -DVARIANT=0 %s -o %t.0 && %t.0 > %t.0.txt
// RUN: %stcxx -O1 -DVARIANT=1 %s -o %t.1 && %t.1 > %t.1.txt && not cmp -s %t.0.txt %t.1.txt
// RUN: %stcxx -O1 -DVARIANT=2 %s -o %t.2 && %t.2 > %t.2.txt && not cmp -s %t.0.txt %t.2.txt
// RUN: %stcxx -O1 -DVARIANT=3 %s -o %t.3 && %t.3 > %t.3.txt && not cmp -s %t.0.txt %t.3.txt
// RUN: %stcxx -O1 -DVARIANT=4 %s -o %t.4 && %t.4 > %t.4.txt && not cmp -s %t.0.txt %t.4.txt
// RUN: %stcxx -O1 -DVARIANT=5 %s -o %t.5 && %t.5 > %t.5.txt && not cmp -s %t.0.txt %t.5.txt
// RUN: %stcxx -O1 -DVARIANT=6 %s -o %t.6 && %t.6 > %t.6.txt && not cmp -s %t.0.txt %t.6.txt
// RUN: %stcxx -O1 -DVARIANT=7 %s -o %t.7 && %t.7 > %t.7.txt && not cmp -s %t.0.txt %t.7.txt
// RUN: %stcxx -O1 -DVARIANT=8 %s -o %t.8 && %t.8 > %t.8.txt && not cmp -s %t.0.txt %t.8.txt
// RUN: %stcxx -O1 -DVARIANT=9 %s -o %t.9 && %t.9 > %t.9.txt && not cmp -s %t.0.txt %t.9.txt
// RUN: %stcxx -O1 -DVARIANT=10 %s -o %t.10 && %t.10 > %t.10.txt && not cmp -s %t.0.txt %t.10.txt
// RUN: %stcxx -O1 -DVARIANT=11 %s -o %t.11 && %t.11 > %t.11.txt && not cmp -s %t.0.txt %t.11.txt
// RUN: %stcxx -O1 -DVARIANT=12 %s -o %t.12 && %t.12 > %t.12.txt && not cmp -s %t.0.txt %t.12.txt
// RUN: %stcxx -O1 -DVARIANT=13 %s -o %t.13 && %t.13 > %t.13.txt && not cmp -s %t.0.txt %t.13.txt
// RUN: %stcxx -O1 -DVARIANT=14 %s -o %t.14 && %t.14 > %t.14.txt && not cmp -s %t.0.txt %t.14.txt
// RUN: %stcxx -O1 -DVARIANT=15 %s -o %t.15 && %t.15 > %t.15.txt && not cmp -s %t.0.txt %t.15.txt
// RUN: %stcxx -O1 -DVARIANT=16 %s -o %t.16 && %t.16 > %t.16.txt && not cmp -s %t.0.txt %t.16.txt
// RUN: %stcxx -O1 -DVARIANT=17 %s -o %t.17 && %t.17 > %t.17.txt && not cmp -s %t.0.txt %t.17.txt
// RUN: %stcxx -O1 -DVARIANT=18 %s -o %t.18 && %t.18 > %t.18.txt && not cmp -s %t.0.txt %t.18.txt
// RUN: %stcxx -O1 -DVARIANT=19 %s -o %t.19 && %t.19 > %t.19.txt && not cmp -s %t.0.txt %t.19.txt
// RUN: %stcxx -O1 -DVARIANT=20 %s -o %t.20 && %t.20 > %t.20.txt && not cmp -s %t.0.txt %t.20.txt
// RUN: %stcxx -O1 -DVARIANT=21 %s -o %t.21 && %t.21 > %t.21.txt && not cmp -s %t.0.txt %t.21.txt
// RUN: %stcxx -O1 -DVARIANT=22 %s -o %t.22 && %t.22 > %t.22.txt && not cmp -s %t.0.txt %t.22.txt
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
#elif VARIANT == 1  // an operator
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
    else sum += row.size;
  }
  auto twice = [](int z) { return z * 2; };
  return twice(sum) + table_size + fast + Base().v(x);
}
#elif VARIANT == 2  // a literal
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
    if (i % 2 == 1) sum += middle(i) + add<1>(i);
    else sum -= row.size;
  }
  auto twice = [](int z) { return z * 2; };
  return twice(sum) + table_size + fast + Base().v(x);
}
#elif VARIANT == 3  // control flow
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
    while (i % 2 == 0) sum += middle(i) + add<1>(i);
    sum -= row.size;
  }
  auto twice = [](int z) { return z * 2; };
  return twice(sum) + table_size + fast + Base().v(x);
}
#elif VARIANT == 4  // a comparison
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
  for (int i = 0; i <= y; ++i) {
    if (i % 2 == 0) sum += middle(i) + add<1>(i);
    else sum -= row.size;
  }
  auto twice = [](int z) { return z * 2; };
  return twice(sum) + table_size + fast + Base().v(x);
}
#elif VARIANT == 5  // a type that matters
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
  unsigned char sum = kScale;
  Row row{x};
  for (int i = 0; i < y; ++i) {
    if (i % 2 == 0) sum += middle(i) + add<1>(i);
    else sum -= row.size;
  }
  auto twice = [](int z) { return z * 2; };
  return twice(sum) + table_size + fast + Base().v(x);
}
#elif VARIANT == 6  // another overload
constexpr int kScale = 10;
static int table_size = 5;
enum Mode { fast = 1, safe = 2 };
struct Row { int id; int size = 3; };
int leaf(int x) { return x * 2; }
int leaf(long x) { return static_cast<int>(x * 2); }
inline int middle(int x, int y = 4) { return leaf(static_cast<long>(x)) + y; }
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
#elif VARIANT == 7  // the body of a callee
constexpr int kScale = 10;
static int table_size = 5;
enum Mode { fast = 1, safe = 2 };
struct Row { int id; int size = 3; };
int leaf(int x) { return x * 3; }
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
#elif VARIANT == 8  // a default argument that is used
constexpr int kScale = 10;
static int table_size = 5;
enum Mode { fast = 1, safe = 2 };
struct Row { int id; int size = 3; };
int leaf(int x) { return x * 2; }
int leaf(long x) { return static_cast<int>(x * 2); }
inline int middle(int x, int y = 5) { return leaf(x) + y; }
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
#elif VARIANT == 9  // a member initialiser that is used
constexpr int kScale = 10;
static int table_size = 5;
enum Mode { fast = 1, safe = 2 };
struct Row { int id; int size = 4; };
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
#elif VARIANT == 10  // another member
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
    else sum -= row.id;
  }
  auto twice = [](int z) { return z * 2; };
  return twice(sum) + table_size + fast + Base().v(x);
}
#elif VARIANT == 11  // a constant
constexpr int kScale = 11;
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
#elif VARIANT == 12  // the initial value of a mutable global
constexpr int kScale = 10;
static int table_size = 6;
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
#elif VARIANT == 13  // the value of an enumerator
constexpr int kScale = 10;
static int table_size = 5;
enum Mode { fast = 3, safe = 2 };
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
#elif VARIANT == 14  // a template argument
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
    if (i % 2 == 0) sum += middle(i) + add<2>(i);
    else sum -= row.size;
  }
  auto twice = [](int z) { return z * 2; };
  return twice(sum) + table_size + fast + Base().v(x);
}
#elif VARIANT == 15  // the body of a template
constexpr int kScale = 10;
static int table_size = 5;
enum Mode { fast = 1, safe = 2 };
struct Row { int id; int size = 3; };
int leaf(int x) { return x * 2; }
int leaf(long x) { return static_cast<int>(x * 2); }
inline int middle(int x, int y = 4) { return leaf(x) + y; }
template <int N> int add(int x) { return x - N; }
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
#elif VARIANT == 16  // the body of a lambda
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
  auto twice = [](int z) { return z * 3; };
  return twice(sum) + table_size + fast + Base().v(x);
}
#elif VARIANT == 17  // a layout of a record
constexpr int kScale = 10;
static int table_size = 5;
enum Mode { fast = 1, safe = 2 };
struct Row { long id; int size = 3; };
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
#elif VARIANT == 18  // a virtual function
constexpr int kScale = 10;
static int table_size = 5;
enum Mode { fast = 1, safe = 2 };
struct Row { int id; int size = 3; };
int leaf(int x) { return x * 2; }
int leaf(long x) { return static_cast<int>(x * 2); }
inline int middle(int x, int y = 4) { return leaf(x) + y; }
template <int N> int add(int x) { return x + N; }
struct Base { virtual ~Base() = default; virtual int v(int x) const { return x + 1; } };
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
#elif VARIANT == 19  // version
constexpr int kScale = 10;
static int table_size = 5;
enum Mode { fast = 1, safe = 2 };
struct Row { int id; int size = 3; };
int leaf(int x) { return x * 2; }
int leaf(long x) { return static_cast<int>(x * 2); }
inline int middle(int x, int y = 4) { return leaf(x) + y; }
template <int N> int add(int x) { return x + N; }
struct Base { virtual ~Base() = default; virtual int v(int x) const { return x; } };
[[st::cache_data(max_entries = 10, version = "2")]] int f(int x, int y) {
  int sum = kScale;
  Row row{x};
  for (int i = 0; i < y; ++i) {
    if (i % 2 == 0) sum += middle(i) + add<1>(i);
    else sum -= row.size;
  }
  auto twice = [](int z) { return z * 2; };
  return twice(sum) + table_size + fast + Base().v(x);
}
#elif VARIANT == 20  // hash_funcs
constexpr int kScale = 10;
static int table_size = 5;
enum Mode { fast = 1, safe = 2 };
struct Row { int id; int size = 3; };
int leaf(int x) { return x * 2; }
int leaf(long x) { return static_cast<int>(x * 2); }
inline int middle(int x, int y = 4) { return leaf(x) + y; }
template <int N> int add(int x) { return x + N; }
struct Base { virtual ~Base() = default; virtual int v(int x) const { return x; } };
[[st::cache_data(hash_funcs = [](int k) { return k % 10; })]] int f(int x, int y) {
  int sum = kScale;
  Row row{x};
  for (int i = 0; i < y; ++i) {
    if (i % 2 == 0) sum += middle(i) + add<1>(i);
    else sum -= row.size;
  }
  auto twice = [](int z) { return z * 2; };
  return twice(sum) + table_size + fast + Base().v(x);
}
#elif VARIANT == 21  // the order of two operands
constexpr int kScale = 10;
static int table_size = 5;
enum Mode { fast = 1, safe = 2 };
struct Row { int id; int size = 3; };
int leaf(int x) { return x * 2; }
int leaf(long x) { return static_cast<int>(x * 2); }
inline int middle(int x, int y = 4) { return y - leaf(x); }
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
#elif VARIANT == 22  // a statement dropped
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
  Row row{};
  for (int i = 0; i < y; ++i) {
    if (i % 2 == 0) sum += middle(i) + add<1>(i);
    else sum -= row.size;
  }
  auto twice = [](int z) { return z * 2; };
  return twice(sum) + table_size + fast + Base().v(x);
}
#endif

int main() { std::printf("%s\n", std::string(st::cached(f).fingerprint()).c_str()); }
