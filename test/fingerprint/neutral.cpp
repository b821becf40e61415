// RUN: python3 %S/check_variants.py %libdir/stcache/stcache-fpdump %s
// What a reader would call the same code.
#include <cassert>
void sink(int);
int more(int);

// SAME: LAYOUT1 LAYOUT2 LAYOUT4
// NEUTRAL: LAYOUT1 LAYOUT2 LAYOUT3 LAYOUT4
// DIFF: LAYOUT1 LAYOUT5
#ifdef LAYOUT1
int f(int a, int b) { return a + b * 2; }
#endif
#ifdef LAYOUT2
// A comment.
int
f(int   a, /* another */ int b)
{
  return a
    + b * 2;
}
#endif
#ifdef LAYOUT3
int unrelated() { return 7; }
struct Unrelated { int x; };
int f(int first, int second) { return (first + ((second) * 2)); }
#endif
#ifdef LAYOUT4
#define TWICE(x) x * 2
int f(int _a, int _b) { ; { return _a + TWICE(_b); } }
#endif
#ifdef LAYOUT5
int f(int a, int b) { return (a + b) * 2; }
#endif

// SAME: BRACES1 BRACES2 BRACES3
#ifdef BRACES1
int f(int n) { int r = 0; for (int i = 0; i < n; ++i) if (i & 1) r += i; else if (i > 4) r -= i; else sink(i); while (n--) ; do r++; while (r < 3); return r; }
#endif
#ifdef BRACES2
int f(int n) {
  int r = 0;
  for (int i = 0; i < n; ++i) {
    if (i & 1) {
      r += i;
    } else if (i > 4) {
      r -= i;
    } else {
      sink(i);
    }
  }
  while (n--) {
  }
  do {
    r++;
  } while (r < 3);
  return r;
}
#endif
#ifdef BRACES3
int f(int count) {
  int sum = 0;;
  for (int k = 0; k < count; ++k)
    if (k & 1) { sum += k; } else { if (k > 4) sum -= k; else { { sink(k); } } }
  while (count--) {;}
  do { sum++; } while ((sum < 3));
  { return sum; }
}
#endif

// SAME: LOCALS1 LOCALS2
// NEUTRAL: LOCALS1 LOCALS3
#ifdef LOCALS1
int f(int n) { int a = n, b = a + 1; const int c = b; again: if (n--) goto again; return a * b + c; }
#endif
#ifdef LOCALS2
int f(int n) { int x = n; int y = x + 1; int const z = y; retry: if (n--) { goto retry; } return x * y + z; }
#endif
#ifdef LOCALS3
int f(int n) { auto a = n; using I = int; I b = a + 1; static_assert(sizeof(I) == 4); const auto c = b; again: if (n--) goto again; return a * b + c; }
#endif

// SAME: THIS1 THIS2
// DIFF: THIS1 THIS3
// FUNCTION(THIS1): _ZN1S1fEi
// FUNCTION(THIS2): _ZN1S1fEi
// FUNCTION(THIS3): _ZN1S1fEi
#ifdef THIS1
struct S { int a, b; int g() { return b; } int f(int n); };
int S::f(int n) { return a + g() + n; }
#endif
#ifdef THIS2
class S { public: int a; protected: int b; private: int g() { return this->b; } public: int f(int m); };
int S::f(int m) { return this->a + this->g() + m; }
#endif
#ifdef THIS3
struct S { int a, b; int g() { return b; } int f(int n); };
int S::f(int n) { return b + g() + n; }
#endif

// SAME: ALIAS1 ALIAS2 ALIAS3
#ifdef ALIAS1
unsigned long f(unsigned long n) { unsigned long r = n; const unsigned long *p = &r; return *p; }
#endif
#ifdef ALIAS2
typedef unsigned long word;
word f(word n) { auto r = n; word const *p = &r; return *p; }
#endif
#ifdef ALIAS3
namespace q { using size = unsigned long; template <class T> using ptr = const T *; }
auto f(q::size n) -> decltype(n) { decltype(n) r = n; q::ptr<q::size> p = &r; return *p; }
#endif

// SAME: LITERAL1 LITERAL2 LITERAL3
// DIFF: LITERAL1 LITERAL4 LITERAL5 LITERAL6
#ifdef LITERAL1
long f(long n) { double d = 1.0; unsigned u = 16; char c = 'a'; const char *s = "ab"; bool b = true; int *p = nullptr; return n * 60 + long(d) + u + c + s[0] + b + !p; }
#endif
#ifdef LITERAL2
long f(long n) { double d = 1; unsigned u = 0x10u; char c = 97; const char *s = "a" "b"; bool b = 1; int *p = 0; return n * 60L + (long)d + u + c + s[0] + b + !p; }
#endif
#ifdef LITERAL3
#define SIXTY 60
long f(long n) { double d = double(1.); unsigned u = static_cast<unsigned>(16); char c = '\x61'; const char *s = "\141b"; bool b = !false; int *p = __null; return n * (long)SIXTY + static_cast<long>(d) + (unsigned)u + (char)c + s[0] + b + !p; }
#endif
#ifdef LITERAL4
long f(long n) { double d = 1.0; unsigned u = 16; char c = 'a'; const char *s = "ab"; bool b = true; int *p = nullptr; return n * 61 + long(d) + u + c + s[0] + b + !p; }
#endif
#ifdef LITERAL5
long f(long n) { double d = 1.0; unsigned u = 16; char c = 'a'; const char *s = "ac"; bool b = true; int *p = nullptr; return n * 60 + long(d) + u + c + s[0] + b + !p; }
#endif
#ifdef LITERAL6
long f(long n) { double d = 1.0; unsigned u = 16; char c = 'b'; const char *s = "ab"; bool b = true; int *p = nullptr; return n * 60 + long(d) + u + c + s[0] + b + !p; }
#endif

// NEUTRAL: FOLD1 FOLD2 FOLD3 FOLD4 FOLD5
// DIFF: FOLD1 FOLD6
#ifdef FOLD1
int f(int n) { return n * 3600; }
#endif
#ifdef FOLD2
int f(int n) { return n * (60 * 60); }
#endif
#ifdef FOLD3
constexpr int hour = 60 * 60;
int f(int n) { return n * hour; }
#endif
#ifdef FOLD4
constexpr int minutes(int k) { return k * 60; }
int f(int n) { return n * minutes(60); }
#endif
#ifdef FOLD5
enum { seconds = 3600 };
static const int hour = seconds;
int f(int n) { return n * hour; }
#endif
#ifdef FOLD6
constexpr int hour = 60 * 61;
int f(int n) { return n * hour; }
#endif

// NEUTRAL: ATTR1 ATTR2
// NEUTRAL: ATTR1 ATTR2 ATTR3
#ifdef ATTR1
int f(int n) { if (n) return 1; switch (n) { case 1: n++; case 2: n--; } return n; }
#endif
#ifdef ATTR2
[[nodiscard]] [[deprecated]] int f([[maybe_unused]] int n) { if (n) [[likely]] return 1; switch (n) { case 1: n++; [[fallthrough]]; case 2: { n--; } } return n; }
#endif
#ifdef ATTR3
__attribute__((noinline, cold)) int f(int n) { if (n) [[unlikely]] { return 1; } switch (n) { case 1: n++; case 2: n--; } return n; }
#endif

// DIFF: ASSERT1 ASSERT3
#ifdef ASSERT1
int f(int n) { assert(n > 1); return n; }
#endif
#ifdef ASSERT3
int f(int n) { assert(n > 2); return n; }
#endif
// NEUTRAL: ASSERT1 ASSERTTEXT1 ASSERTTEXT2
#ifdef ASSERTTEXT1
int f(int n) { assert(n > 1); return n; }
#endif
#ifdef ASSERTTEXT2


int f(int value) { assert( (value) >/**/1 ); return value; }
#endif

// NEUTRAL: NOEXCEPT1 NOEXCEPT2 NOEXCEPT3
// DIFF: NOEXCEPT4 NOEXCEPT5
#ifdef NOEXCEPT1
static int g(int n) { return n * n; }
int f(int n) { return g(n); }
#endif
#ifdef NOEXCEPT2
static int g(int n) noexcept { return n * n; }
int f(int n) noexcept(false) { return g(n); }
#endif
#ifdef NOEXCEPT3
static int g(int n) noexcept(true) { return n * n; }
int f(int n) noexcept { return g(n); }
#endif
#ifdef NOEXCEPT4
int f(int n) { return more(n); }
#endif
#ifdef NOEXCEPT5
int f(int n) noexcept { return more(n); }
#endif

// SAME: UNEVALUATED1 UNEVALUATED2
#ifdef UNEVALUATED1
int f(int n) { return sizeof(n) + noexcept(more(n)) + int(sizeof(decltype(more(n)))); }
#endif
#ifdef UNEVALUATED2
int other(int);
int f(int k) { return sizeof(k) + noexcept(other(k + 1)) + int(sizeof(decltype(other(3)))); }
#endif

// SAME: SHAPE1 SHAPE2
#ifdef SHAPE1
struct Point { int x, y; };
int f(Point *p) { Point q{1, 2}; return p->x + q.y; }
#endif
#ifdef SHAPE2
struct Point { int x; int y; enum { unused }; using T = int; static_assert(true); friend void fr(Point); };
int f(Point *p) { Point q = {1, 2}; return (*p).x + q.y; }
#endif

// NEUTRAL: ENUM1 ENUM2
// DIFF: ENUM1 ENUM3
#ifdef ENUM1
enum class Color { red, green };
int f(Color c) { return c == Color::green ? 1 : 0; }
#endif
#ifdef ENUM2
enum class Color { red, green, blue };
int f(Color c) { return c == Color::green ? 1 : 0; }
#endif
#ifdef ENUM3
enum class Color { red, violet, green };
int f(Color c) { return c == Color::green ? 1 : 0; }
#endif

// NEUTRAL: LOCALCLASS1 LOCALCLASS2
// DIFF: LOCALCLASS1 LOCALCLASS3
#ifdef LOCALCLASS1
template <class T> int run(T t) { return t.go() + int(sizeof(T)); }
int f(int n) { struct Helper { int v; int go() { return v + 1; } }; return run(Helper{n}); }
#endif
#ifdef LOCALCLASS2
template <class T> int run(T t) { return t.go() + int(sizeof(T)); }
int f(int n) { struct Other { int v; int go() { return v + 1; } }; return run(Other{n}); }
#endif
#ifdef LOCALCLASS3
template <class T> int run(T t) { return t.go() + int(sizeof(T)); }
int f(int n) { struct Helper { int v; int go() { return v + 2; } }; return run(Helper{n}); }
#endif

// NEUTRAL: HEADER1 HEADER2
#ifdef HEADER1
static int helper(int n) { return n + 1; }
int f(int n) { return helper(n); }
#endif
#ifdef HEADER2
#include "Inputs/helper.h"
int f(int n) { return helper(n); }
#endif

// NEUTRAL: ORDER1 ORDER2
#ifdef ORDER1
static int a(int n) { return n + 1; }
static int b(int n) { return n + 2; }
int f(int n) { return a(n) * b(n); }
#endif
#ifdef ORDER2
static int b(int n);
static int a(int n);
int f(int n) { return a(n) * b(n); }
static int b(int n) { return n + 2; }
static int a(int n) { return n + 1; }
#endif

// SAME: CAPTURE1 CAPTURE2
#ifdef CAPTURE1
int f(int a, int b) { auto g = [=](int x) { return a + b + x; }; return g(1); }
#endif
#ifdef CAPTURE2
int f(int a, int b) { auto lambda = [a, b](int y) -> int { return a + b + y; }; return lambda(1); }
#endif
