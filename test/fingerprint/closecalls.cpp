// RUN: python3 %S/check_variants.py %libdir/stcache/stcache-fpdump %s
// Close calls, and known holes (XFAIL).
#include <array>
#include <exception>
#include <string_view>
#include <utility>
extern int counter; int more(int);

// SAME: PARAMETER1 PARAMETER2
#ifdef PARAMETER1
int f(int n, int *const p) { return n + *p; }
#endif
#ifdef PARAMETER2
int f(const int _n, int *_p) { return _n + *_p; }
#endif

// NEUTRAL: LINKAGE1 LINKAGE2 LINKAGE3
#ifdef LINKAGE1
static int g(int n) { return n + 1; } int f(int n) { return g(n); }
#endif
#ifdef LINKAGE2
inline int g(int n) { return n + 1; } int f(int n) { return g(n); }
#endif
#ifdef LINKAGE3
int g(int n); __attribute__((always_inline)) inline int g(int n) { return n + 1; } inline int f(int n) { return g(n); } auto keep = &f;
#endif

// SAME: STATICNAME1 STATICNAME2
// DIFF: STATICNAME1 STATICNAME3
#ifdef STATICNAME1
int f(int n) { static int calls = 2; auto g = [] { return ++calls; }; return n + g(); }
#endif
#ifdef STATICNAME2
int f(int n) { static int times = 2; auto h = [] { return ++times; }; return n + h(); }
#endif
#ifdef STATICNAME3
int f(int n) { static int calls = 3; auto g = [] { return ++calls; }; return n + g(); }
#endif

// SAME: LOCALENUM1 LOCALENUM2
// DIFF: LOCALENUM1 LOCALENUM3
#ifdef LOCALENUM1
int f(int n) { enum State { idle, busy }; State s = n ? busy : idle; return s == busy; }
#endif
#ifdef LOCALENUM2
int f(int n) { enum Mode { off, on, broken }; Mode s = n ? on : off; return s == on; }
#endif
#ifdef LOCALENUM3
int f(int n) { enum State { busy, idle }; State s = n ? busy : idle; return s == busy; }
#endif

// SAME: OBJECT1 OBJECT2
// NEUTRAL: OBJECT1 OBJECT2 OBJECT4
// DIFF: OBJECT1 OBJECT3
#ifdef OBJECT1
struct P { int x, y; }; constexpr P p{1, 2}; int f(int n) { return n + p.y; }
#endif
#ifdef OBJECT2
struct P { int x, y; }; constexpr P p{5 - 4, 1 + 1}; int f(int n) { return n + p.y; }
#endif
#ifdef OBJECT3
struct P { int x, y; }; constexpr P p{1, 3}; int f(int n) { return n + p.y; }
#endif
#ifdef OBJECT4
struct P { int x, y; constexpr P(int n) : x(n), y(n + 1) {} }; constexpr P p{1}; int f(int n) { return n + p.y; }
#endif

// DIFF: ARRAY1 ARRAY2
#ifdef ARRAY1
constexpr std::array<int, 3> a{1, 2, 3}; int f(int n) { return a[n]; }
#endif
#ifdef ARRAY2
constexpr std::array<int, 3> a{1, 2, 4}; int f(int n) { return a[n]; }
#endif

// DIFF: VIEW1 VIEW2
#ifdef VIEW1
static constexpr std::string_view name = "one"; int f(int n) { return name[n]; }
#endif
#ifdef VIEW2
static constexpr std::string_view name = "two"; int f(int n) { return name[n]; }
#endif

// DIFF: POINTERTABLE1 POINTERTABLE2 POINTERTABLE3
#ifdef POINTERTABLE1
static int a(int n) { return n; } static int b(int n) { return -n; } static int (*const table[])(int) = {a, b}; int f(int n) { return table[n](n); }
#endif
#ifdef POINTERTABLE2
static int a(int n) { return n; } static int b(int n) { return ~n; } static int (*const table[])(int) = {a, b}; int f(int n) { return table[n](n); }
#endif
#ifdef POINTERTABLE3
static int a(int n) { return n; } static int b(int n) { return -n; } static int (*const table[])(int) = {b, a}; int f(int n) { return table[n](n); }
#endif

// DIFF: CONSTEXPRTABLE1 CONSTEXPRTABLE2
#ifdef CONSTEXPRTABLE1
static int a(int n) { return n; } static constexpr int (*table[])(int) = {a}; int f(int n) { return table[n](n); }
#endif
#ifdef CONSTEXPRTABLE2
static int a(int n) { return -n; } static constexpr int (*table[])(int) = {a}; int f(int n) { return table[n](n); }
#endif

// DIFF: CONSTEXPRSCOPE1 CONSTEXPRSCOPE2
struct Guard { ~Guard() { counter++; } };
#ifdef CONSTEXPRSCOPE1
void f() { if constexpr (sizeof(int) == 4) { Guard g; } more(1); }
#endif
#ifdef CONSTEXPRSCOPE2
void f() { Guard g; more(1); }
#endif

// SAME: TAKEN1 TAKEN2
#ifdef TAKEN1
void f() { if constexpr (sizeof(int) == 4) { more(1); more(2); } else { more(3); } }
#endif
#ifdef TAKEN2
void f() { if constexpr (sizeof(long) == 8) { more(1); more(2); } else { more(4); } }
#endif

// SAME: OUTOFLINE1 OUTOFLINE2
// NEUTRAL: OUTOFLINE1 OUTOFLINE2
// FUNCTION(OUTOFLINE1): _ZN1S1fEv
// FUNCTION(OUTOFLINE2): _ZN1S1fEv
#ifdef OUTOFLINE1
struct S { int a = 1; int f() { return a; } }; int use() { return S().f(); }
#endif
#ifdef OUTOFLINE2
struct S { int a = 1; int f(); }; int S::f() { return a; } int use() { return S().f(); }
#endif

// DIFF: MOVE1 MOVE2
struct Movable { Movable(); Movable(const Movable &) { counter++; } Movable(Movable &&) { counter--; } };
#ifdef MOVE1
Movable f(Movable &m) { return m; }
#endif
#ifdef MOVE2
Movable f(Movable &m) { return std::move(m); }
#endif

// SAME: CASTMOVE1 CASTMOVE2
#ifdef CASTMOVE1
Movable f(Movable &m) { return static_cast<Movable &&>(m); }
#endif
#ifdef CASTMOVE2
Movable f(Movable &m) { return (Movable &&)m; }
#endif

// DIFF: CALLOPERATOR1 CALLOPERATOR2
#ifdef CALLOPERATOR1
struct F { int operator()(int n) const { return n + 1; } }; int f(int n) { return F()(n); }
#endif
#ifdef CALLOPERATOR2
struct F { int operator()(int n) const { return n + 2; } }; int f(int n) { return F()(n); }
#endif

// DIFF: DEFAULTLAMBDA1 DEFAULTLAMBDA2
#ifdef DEFAULTLAMBDA1
template <class F = int (*)(int)> int run(int n, F g = [](int x) { return x + 1; }) { return g(n); } int f(int n) { return run(n); }
#endif
#ifdef DEFAULTLAMBDA2
template <class F = int (*)(int)> int run(int n, F g = [](int x) { return x + 2; }) { return g(n); } int f(int n) { return run(n); }
#endif

// DIFF: STATICCALL1 STATICCALL2
#ifdef STATICCALL1
struct S { static int g(int n) { return n + 1; } }; int f(S s, int n) { return s.g(n); }
#endif
#ifdef STATICCALL2
struct S { static int g(int n) { return n + 2; } }; int f(S s, int n) { return s.g(n); }
#endif

// DIFF: OVERRIDEBYLIBRARY1 OVERRIDEBYLIBRARY2
#ifdef OVERRIDEBYLIBRARY1
struct X : std::exception { const char *what() const noexcept override { return "one"; } }; void f() { throw X(); }
#endif
#ifdef OVERRIDEBYLIBRARY2
struct X : std::exception { const char *what() const noexcept override { return "two"; } }; void f() { throw X(); }
#endif

// DIFF: FINAL1 FINAL2
// NEUTRAL: FINAL1 FINAL3
#ifdef FINAL1
struct B { virtual int v() { return 1; } }; struct D final : B { int v() override { return 2; } }; int f(D &d) { return d.v(); }
#endif
#ifdef FINAL2
struct B { virtual int v() { return 1; } }; struct D final : B { int v() override { return 3; } }; int f(D &d) { return d.v(); }
#endif
#ifdef FINAL3
struct B { virtual int v() { return 9; } }; struct D final : B { int v() override { return 2; } }; int f(D &d) { return d.v(); }
#endif

// DIFF: UNRELATEDRECORD1 UNRELATEDRECORD2
#ifdef UNRELATEDRECORD1
struct S { int a; }; int g(S *s) { return s->a; } int f(S *s) { return g(s); }
#endif
#ifdef UNRELATEDRECORD2
struct S { char c; int a; }; int g(S *s) { return s->a; } int f(S *s) { return g(s); }
#endif

// NEUTRAL: PASSED1 PASSED2
#ifdef PASSED1
struct S { int a; }; int g(S *s); int f(S *s) { return g(s); }
#endif
#ifdef PASSED2
struct S { int a, b; }; int g(S *s); int f(S *s) { return g(s); }
#endif

// DIFF: TYPEDEFNAME1 TYPEDEFNAME2
#ifdef TYPEDEFNAME1
typedef struct { int a, b; } T; int f(T t) { return t.a; }
#endif
#ifdef TYPEDEFNAME2
typedef struct { int b, a; } T; int f(T t) { return t.a; }
#endif

// DIFF: CONSTEVAL1 CONSTEVAL2
// SAME: CONSTEVAL1 CONSTEVAL3
#ifdef CONSTEVAL1
consteval int k(int n) { return n + 1; } int f(int n) { return n + k(1); }
#endif
#ifdef CONSTEVAL2
consteval int k(int n) { return n + 2; } int f(int n) { return n + k(1); }
#endif
#ifdef CONSTEVAL3
consteval int k(int n) { return n * 2; } int f(int n) { return n + k(1); }
#endif

// DIFF: HEAVY1 HEAVY2
#ifdef HEAVY1
constexpr int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); } int f() { return fib(30); }
#endif
#ifdef HEAVY2
constexpr int fib(int n) { return n < 2 ? 1 : fib(n - 1) + fib(n - 2); } int f() { return fib(30); }
#endif

// DIFF: COROUTINE1 COROUTINE2
#include <coroutine>
struct Task { struct promise_type { Task get_return_object() { return {}; } std::suspend_never initial_suspend() { return {}; } std::suspend_never final_suspend() noexcept { return {}; } void return_void() {} void unhandled_exception() {} }; };
#ifdef COROUTINE1
Task f(int n) { more(n); co_return; }
#endif
#ifdef COROUTINE2
Task f(int n) { more(n + 1); co_return; }
#endif

// DIFF: VECTOR1 VECTOR2
typedef float v4 __attribute__((vector_size(16)));
#ifdef VECTOR1
v4 f(v4 a, v4 b) { return a * b; }
#endif
#ifdef VECTOR2
v4 f(v4 a, v4 b) { return __builtin_shufflevector(a, b, 0, 1, 2, 3); }
#endif

// DIFF: COMPLEX1 COMPLEX2
#ifdef COMPLEX1
double f(_Complex double z) { return __real__ z; }
#endif
#ifdef COMPLEX2
double f(_Complex double z) { return __imag__ z; }
#endif

// SAME: THROWSPEC1 THROWSPEC2
#ifdef THROWSPEC1
struct S { ~S() { counter++; } }; int f(int n) { S s; return n; }
#endif
#ifdef THROWSPEC2
struct S { ~S() noexcept { counter++; } }; int f(int n) { S s; return n; }
#endif
// Known holes. All on the safe side: a fingerprint that changes without need.
// XFAIL-SAME: CAUGHT1 CAUGHT2
#ifdef CAUGHT1
int f(int n) { try { return more(n); } catch (...) { return 0; } }
#endif
#ifdef CAUGHT2
int f(int n) noexcept { try { return more(n); } catch (...) { return 0; } }
#endif

// XFAIL-SAME: LOCALCONST1 LOCALCONST2
#ifdef LOCALCONST1
int f(int n) { const int k = 5; return n + k; }
#endif
#ifdef LOCALCONST2
int f(int n) { int k = 5; return n + k; }
#endif

// XFAIL-SAME: CONSTEXPRADDED1 CONSTEXPRADDED2
#ifdef CONSTEXPRADDED1
static int g(int n) { return n * 2; } int f(int n) { return n + g(3); }
#endif
#ifdef CONSTEXPRADDED2
static constexpr int g(int n) { return n * 2; } int f(int n) { return n + g(3); }
#endif
