// RUN: python3 %S/check_variants.py %libdir/stcache/stcache-fpdump %s
// What a function reaches: callees, classes, constants, variables.
// DIFF: CALLEE1 CALLEE2 CALLEE3
#ifdef CALLEE1
static int g(int n) { return n + 1; } int f(int n) { return g(n); }
#endif
#ifdef CALLEE2
static int g(int n) { return n + 2; } int f(int n) { return g(n); }
#endif
#ifdef CALLEE3
static int g(int n) { return n + 1; } static int h(int n) { return n + 3; } int f(int n) { return h(n); }
#endif

// DIFF: DEEP1 DEEP2
#ifdef DEEP1
static int h(int n) { return n * 3; } static int g(int n) { return h(n); } int f(int n) { return g(n); }
#endif
#ifdef DEEP2
static int h(int n) { return n * 4; } static int g(int n) { return h(n); } int f(int n) { return g(n); }
#endif

// DIFF: OVERLOAD1 OVERLOAD2
#ifdef OVERLOAD1
static int g(long) { return 1; } int f(int n) { return g(n); }
#endif
#ifdef OVERLOAD2
static int g(long) { return 1; } static int g(int) { return 1; } int f(int n) { return g(n); }
#endif

// DIFF: SPACE1 SPACE2
namespace one { inline int v = 1; inline int g() { return 1; } } namespace two { inline int v = 2; inline int g() { return 2; } }
#ifdef SPACE1
int f() { using namespace one; return g() + v; }
#endif
#ifdef SPACE2
int f() { using namespace two; return g() + v; }
#endif

// DIFF: RECURSION1 RECURSION2 RECURSION3
#ifdef RECURSION1
int g(int); static int h(int n) { return n ? g(n - 1) : 1; } int g(int n) { return n ? h(n - 1) : 2; } int f(int n) { return g(n); }
#endif
#ifdef RECURSION2
int g(int); static int h(int n) { return n ? g(n - 1) : 3; } int g(int n) { return n ? h(n - 1) : 2; } int f(int n) { return g(n); }
#endif
#ifdef RECURSION3
int g(int); static int h(int n) { return n ? g(n - 1) : 1; } int g(int n) { return n ? h(n - 1) : 2; } int f(int n) { return h(n); }
#endif

// SAME: KNOT1 KNOT2
// DIFF: KNOT1 KNOT3 KNOT4
#ifdef KNOT1
static int a(int), b(int), c(int); int f(int n) { return a(n) + b(n) + c(n); } int a(int n) { return n ? b(n - 1) : 1; } int b(int n) { return n ? c(n - 1) : 1; } int c(int n) { return n ? a(n - 1) : 1; }
#endif
#ifdef KNOT2
static int c(int), b(int), a(int); int c(int n) { return n ? a(n - 1) : 1; } int b(int n) { return n ? c(n - 1) : 1; } int a(int n) { return n ? b(n - 1) : 1; } int f(int n) { return a(n) + b(n) + c(n); }
#endif
#ifdef KNOT3
static int a(int), b(int), c(int); int f(int n) { return a(n) + b(n) + c(n); } int a(int n) { return n ? c(n - 1) : 1; } int b(int n) { return n ? a(n - 1) : 1; } int c(int n) { return n ? b(n - 1) : 1; }
#endif
#ifdef KNOT4
static int a(int), b(int), c(int); int f(int n) { return a(n) + b(n) + c(n); } int a(int n) { return n ? b(n - 1) : 1; } int b(int n) { return n ? a(n - 1) : 1; } int c(int n) { return n ? a(n - 1) : 1; }
#endif

// DIFF: DEFAULT1 DEFAULT2
// SAME: DEFAULT1 DEFAULT3
#ifdef DEFAULT1
int g(int n = 1); int f() { return g(); }
#endif
#ifdef DEFAULT2
int g(int n = 2); int f() { return g(); }
#endif
#ifdef DEFAULT3
int g(int n = 2); int f() { return g(1); }
#endif

// DIFF: MEMBERINIT1 MEMBERINIT2
#ifdef MEMBERINIT1
struct S { int a = 1; S(int) {} }; int f() { return S(3).a; }
#endif
#ifdef MEMBERINIT2
struct S { int a = 2; S(int) {} }; int f() { return S(3).a; }
#endif

// DIFF: CTORINIT1 CTORINIT2
#ifdef CTORINIT1
struct S { int a, b; S(int n) : a(n), b(1) {} }; int f() { return S(3).a; }
#endif
#ifdef CTORINIT2
struct S { int a, b; S(int n) : a(1), b(n) {} }; int f() { return S(3).a; }
#endif

// DIFF: CONSTEXPR1 CONSTEXPR2
#ifdef CONSTEXPR1
constexpr int k = 4; int f(int n) { return n + k; }
#endif
#ifdef CONSTEXPR2
constexpr int k = 5; int f(int n) { return n + k; }
#endif

// DIFF: TABLE1 TABLE2
// SAME: TABLE1 TABLE3
#ifdef TABLE1
static constexpr int table[] = {1, 2, 3}; int f(int n) { return table[n]; }
#endif
#ifdef TABLE2
static constexpr int table[] = {1, 2, 4}; int f(int n) { return table[n]; }
#endif
#ifdef TABLE3
struct T { int a[3]; }; constexpr int three() { return 3; } static constexpr int table[3] = {2 - 1, 2, three()}; int f(int n) { return table[n]; }
#endif

// DIFF: GLOBAL1 GLOBAL2 GLOBAL3 GLOBAL4
#ifdef GLOBAL1
int level = 1; int other = 1; int f(int n) { return n + level; }
#endif
#ifdef GLOBAL2
int level = 2; int other = 1; int f(int n) { return n + level; }
#endif
#ifdef GLOBAL3
int level = 1; int other = 1; int f(int n) { return n + other; }
#endif
#ifdef GLOBAL4
long level = 1; int other = 1; int f(int n) { return n + level; }
#endif

// DIFF: GLOBALINIT1 GLOBALINIT2
#ifdef GLOBALINIT1
static int make() { return 1; } int level = make(); int f(int n) { return n + level; }
#endif
#ifdef GLOBALINIT2
static int make() { return 2; } int level = make(); int f(int n) { return n + level; }
#endif

// DIFF: ENUMERATOR1 ENUMERATOR2
#ifdef ENUMERATOR1
enum E { a = 1, b }; int f(int n) { return n + b; }
#endif
#ifdef ENUMERATOR2
enum E { a = 2, b }; int f(int n) { return n + b; }
#endif

// DIFF: LAYOUT1 LAYOUT2 LAYOUT3 LAYOUT4
#ifdef LAYOUT1
struct S { int a; int b; }; int f(S *s) { return s->b; }
#endif
#ifdef LAYOUT2
struct S { int b; int a; }; int f(S *s) { return s->b; }
#endif
#ifdef LAYOUT3
struct S { int a; long c; int b; }; int f(S *s) { return s->b; }
#endif
#ifdef LAYOUT4
struct __attribute__((packed)) S { char c; int a; int b; }; int f(S *s) { return s->b; }
#endif

// DIFF: SIZEOF1 SIZEOF2
#ifdef SIZEOF1
struct S { int a; }; int f(int n) { return n + sizeof(S); }
#endif
#ifdef SIZEOF2
struct S { int a, b; }; int f(int n) { return n + sizeof(S); }
#endif

// DIFF: BITFIELD1 BITFIELD2
#ifdef BITFIELD1
struct S { unsigned a : 3; unsigned b : 5; }; int f(S *s) { return s->a; }
#endif
#ifdef BITFIELD2
struct S { unsigned a : 4; unsigned b : 4; }; int f(S *s) { return s->a; }
#endif

// DIFF: STRIDE1 STRIDE2
#ifdef STRIDE1
struct S { int a; }; S *f(S *s) { return s + 1; }
#endif
#ifdef STRIDE2
struct S { int a[4]; }; S *f(S *s) { return s + 1; }
#endif

// DIFF: BASE1 BASE2
#ifdef BASE1
struct A { int a; }; struct B { int b; }; struct C : A, B {}; B *f(C *c) { return c; }
#endif
#ifdef BASE2
struct A { int a; }; struct B { int b; }; struct C : B, A {}; B *f(C *c) { return c; }
#endif

// DIFF: LAMBDA1 LAMBDA2 LAMBDA3 LAMBDA4
#ifdef LAMBDA1
int f(int a, int b) { auto g = [&](int x) { return x + a; }; a++; return g(b); }
#endif
#ifdef LAMBDA2
int f(int a, int b) { auto g = [&](int x) { return x - a; }; a++; return g(b); }
#endif
#ifdef LAMBDA3
int f(int a, int b) { auto g = [=](int x) { return x + a; }; a++; return g(b); }
#endif
#ifdef LAMBDA4
int f(int a, int b) { auto g = [&](int x) { return x + b; }; a++; return g(b); }
#endif

// DIFF: GENERIC1 GENERIC2
#ifdef GENERIC1
int f(int a) { auto g = [a](auto x) { return x + a; }; return g(1); }
#endif
#ifdef GENERIC2
int f(int a) { auto g = [a](auto x) { return x - a; }; return g(1); }
#endif

// DIFF: INITCAPTURE1 INITCAPTURE2
#ifdef INITCAPTURE1
int f(int a) { auto g = [b = a + 1, c = a] { return b; }; return g(); }
#endif
#ifdef INITCAPTURE2
int f(int a) { auto g = [b = a + 1, c = a] { return c; }; return g(); }
#endif

// DIFF: DESTRUCTOR1 DESTRUCTOR2 DESTRUCTOR3
extern int counter;
#ifdef DESTRUCTOR1
struct S { ~S() { counter++; } }; int f() { S s; return 1; }
#endif
#ifdef DESTRUCTOR2
struct S { ~S() { counter--; } }; int f() { S s; return 1; }
#endif
#ifdef DESTRUCTOR3
struct S { }; int f() { S s; return 1; }
#endif

// DIFF: MEMBERDESTRUCTOR1 MEMBERDESTRUCTOR2
#ifdef MEMBERDESTRUCTOR1
struct M { ~M() { counter++; } }; struct S { M m[2]; }; int f() { S s; return 1; }
#endif
#ifdef MEMBERDESTRUCTOR2
struct M { ~M() { counter--; } }; struct S { M m[2]; }; int f() { S s; return 1; }
#endif

// DIFF: TEMPORARY1 TEMPORARY2
#ifdef TEMPORARY1
struct S { S() {} ~S() { counter++; } int v() { return 1; } }; int f() { return S().v(); }
#endif
#ifdef TEMPORARY2
struct S { S() {} ~S() { counter--; } int v() { return 1; } }; int f() { return S().v(); }
#endif

// DIFF: COPY1 COPY2
#ifdef COPY1
struct M { M(); M(const M &) { counter++; } int v; }; struct S { M m; }; int f(S &s) { S t = s; return t.m.v; }
#endif
#ifdef COPY2
struct M { M(); M(const M &) { counter--; } int v; }; struct S { M m; }; int f(S &s) { S t = s; return t.m.v; }
#endif

// SAME: DEFAULTED1 DEFAULTED2
// DIFF: DEFAULTED1 DEFAULTED3
#ifdef DEFAULTED1
struct M { M &operator=(const M &) { counter++; return *this; } }; struct S { M m; int i; }; void f(S &s, S &t) { s = t; }
#endif
#ifdef DEFAULTED2
struct M { M &operator=(const M &) { counter++; return *this; } }; struct S { M m; int i; S &operator=(const S &) = default; }; void f(S &s, S &t) { s = t; }
#endif
#ifdef DEFAULTED3
struct M { M &operator=(const M &) { counter--; return *this; } }; struct S { M m; int i; }; void f(S &s, S &t) { s = t; }
#endif

// DIFF: CONVERT1 CONVERT2
#ifdef CONVERT1
struct S { operator int() const { return 1; } }; int f(S s) { return s + 1; }
#endif
#ifdef CONVERT2
struct S { operator int() const { return 2; } }; int f(S s) { return s + 1; }
#endif

// DIFF: OPERATOR1 OPERATOR2
#ifdef OPERATOR1
struct S { int a; }; int operator+(S x, S y) { return x.a + y.a; } int f(S s) { return s + s; }
#endif
#ifdef OPERATOR2
struct S { int a; }; int operator+(S x, S y) { return x.a - y.a; } int f(S s) { return s + s; }
#endif

// DIFF: REWRITTEN1 REWRITTEN2
#ifdef REWRITTEN1
struct S { int a; bool operator==(const S &o) const { return a == o.a; } }; bool f(S s, S t) { return s != t; }
#endif
#ifdef REWRITTEN2
struct S { int a; bool operator==(const S &o) const { return a >= o.a; } }; bool f(S s, S t) { return s != t; }
#endif

// DIFF: SPACESHIP1 SPACESHIP2
#include <compare>
#ifdef SPACESHIP1
struct S { int a, b; auto operator<=>(const S &) const = default; }; bool f(S s, S t) { return s < t; }
#endif
#ifdef SPACESHIP2
struct S { int b, a; auto operator<=>(const S &) const = default; }; bool f(S s, S t) { return s < t; }
#endif

// DIFF: ADDRESS1 ADDRESS2
#ifdef ADDRESS1
static int g(int n) { return n + 1; } int run(int (*)(int), int); int f(int n) { return run(g, n); }
#endif
#ifdef ADDRESS2
static int g(int n) { return n + 2; } int run(int (*)(int), int); int f(int n) { return run(&g, n); }
#endif

// SAME: DECAY1 DECAY2
#ifdef DECAY1
static int g(int n) { return n + 1; } int run(int (*)(int), int); int f(int n) { return run(g, n); }
#endif
#ifdef DECAY2
static int g(int n) { return n + 1; } int run(int (*)(int), int); int f(int n) { return run(g, n); }
#endif

// DIFF: VIRTUAL1 VIRTUAL2 VIRTUAL3 VIRTUAL4
#ifdef VIRTUAL1
struct B { virtual int v() { return 1; } }; struct D : B { int v() override { return 2; } }; int f(B &b) { return b.v(); }
#endif
#ifdef VIRTUAL2
struct B { virtual int v() { return 1; } }; struct D : B { int v() override { return 3; } }; int f(B &b) { return b.v(); }
#endif
#ifdef VIRTUAL3
struct B { virtual int v() { return 1; } }; struct D : B { }; struct E : D { int v() override { return 3; } }; int f(B &b) { return b.v(); }
#endif
#ifdef VIRTUAL4
struct B { int v() { return 1; } }; struct D : B { int v() { return 2; } }; int f(B &b) { return b.v(); }
#endif

// DIFF: OVERRIDERS1 OVERRIDERS2
// NEUTRAL: OVERRIDERS1 OVERRIDERS3
#ifdef OVERRIDERS1
struct B { virtual int v() = 0; }; struct D : B { int v() override { return 2; } }; struct E : B { int v() override { return 3; } }; int f(B &b) { return b.v(); }
#endif
#ifdef OVERRIDERS2
struct B { virtual int v() = 0; }; struct D : B { int v() override { return 2; } }; struct E : B { int v() override { return 4; } }; int f(B &b) { return b.v(); }
#endif
#ifdef OVERRIDERS3
struct B { virtual int v() = 0; }; struct E : B { int v() override { return 3; } }; struct D : B { int v() override { return 2; } }; int f(B &b) { return b.v(); }
#endif

// DIFF: BASECALL1 BASECALL2
#ifdef BASECALL1
struct B { virtual int v() { return 1; } }; struct D : B { int v() override { return B::v() + 1; } }; int f() { D d; return d.v(); }
#endif
#ifdef BASECALL2
struct B { virtual int v() { return 5; } }; struct D : B { int v() override { return B::v() + 1; } }; int f() { D d; return d.v(); }
#endif

// DIFF: VIRTUALDESTRUCTOR1 VIRTUALDESTRUCTOR2
#ifdef VIRTUALDESTRUCTOR1
struct B { virtual ~B() {} }; struct D : B { ~D() { counter++; } }; void f(B *b) { delete b; }
#endif
#ifdef VIRTUALDESTRUCTOR2
struct B { virtual ~B() {} }; struct D : B { ~D() { counter--; } }; void f(B *b) { delete b; }
#endif

// DIFF: NEW1 NEW2 NEW3
#ifdef NEW1
struct S { int a = 1; }; S *f() { return new S; }
#endif
#ifdef NEW2
struct S { int a = 2; }; S *f() { return new S; }
#endif
#ifdef NEW3
struct S { int a = 1; void *operator new(decltype(sizeof 0) n) { return ::operator new(n + 1); } }; S *f() { return new S; }
#endif

// DIFF: RANGE1 RANGE2
#ifdef RANGE1
struct R { int a[3]; int *begin() { return a; } int *end() { return a + 3; } }; int f(R r) { int s = 0; for (int x : r) s += x; return s; }
#endif
#ifdef RANGE2
struct R { int a[3]; int *begin() { return a; } int *end() { return a + 2; } }; int f(R r) { int s = 0; for (int x : r) s += x; return s; }
#endif

// DIFF: RANGEREF1 RANGEREF2
#ifdef RANGEREF1
int f() { int a[3] = {}; for (int x : a) x++; return a[0]; }
#endif
#ifdef RANGEREF2
int f() { int a[3] = {}; for (int &x : a) x++; return a[0]; }
#endif

// DIFF: MEMBERPOINTER1 MEMBERPOINTER2
#ifdef MEMBERPOINTER1
struct S { int a, b; }; int f(S s) { int S::*p = &S::a; return s.*p; }
#endif
#ifdef MEMBERPOINTER2
struct S { int a, b; }; int f(S s) { int S::*p = &S::b; return s.*p; }
#endif

// DIFF: METHODPOINTER1 METHODPOINTER2
#ifdef METHODPOINTER1
struct S { int g() { return 1; } }; int f(S s) { auto p = &S::g; return (s.*p)(); }
#endif
#ifdef METHODPOINTER2
struct S { int g() { return 2; } }; int f(S s) { auto p = &S::g; return (s.*p)(); }
#endif

// DIFF: UNION1 UNION2
#ifdef UNION1
union U { int a; float b; }; int f(U u) { return u.a; }
#endif
#ifdef UNION2
union U { int a; float b; }; int f(U u) { return u.b; }
#endif

// DIFF: ANONYMOUS1 ANONYMOUS2
#ifdef ANONYMOUS1
struct S { union { int a; float b; }; struct { int c, d; }; }; int f(S s) { return s.c; }
#endif
#ifdef ANONYMOUS2
struct S { union { int a; float b; }; struct { int c, d; }; }; int f(S s) { return s.d; }
#endif

// DIFF: INHERITED1 INHERITED2
#ifdef INHERITED1
struct B { int a; B(int n) : a(n + 1) {} }; struct D : B { using B::B; }; int f(int n) { return D(n).a; }
#endif
#ifdef INHERITED2
struct B { int a; B(int n) : a(n + 2) {} }; struct D : B { using B::B; }; int f(int n) { return D(n).a; }
#endif

// DIFF: DESIGNATED1 DESIGNATED2
// SAME: DESIGNATED1 DESIGNATED3
#ifdef DESIGNATED1
struct S { int a, b, c; }; int f(int n) { S s{.b = n}; return s.b + s.c; }
#endif
#ifdef DESIGNATED2
struct S { int a, b, c; }; int f(int n) { S s{.c = n}; return s.b + s.c; }
#endif
#ifdef DESIGNATED3
struct S { int a, b, c; }; int f(int n) { S s{0, n, 0}; return s.b + s.c; }
#endif

// DIFF: CLEANUP1 CLEANUP2
#ifdef CLEANUP1
static void done(int *p) { counter++; } int f(int n) { __attribute__((cleanup(done))) int a = n; return a; }
#endif
#ifdef CLEANUP2
static void done(int *p) { counter--; } int f(int n) { __attribute__((cleanup(done))) int a = n; return a; }
#endif

// DIFF: THROWN1 THROWN2
#ifdef THROWN1
struct X { int a; X(int n) : a(n) {} }; void f() { throw X(1); }
#endif
#ifdef THROWN2
struct X { int a; X(int n) : a(n + 1) {} }; void f() { throw X(1); }
#endif

// DIFF: LITERALOP1 LITERALOP2
#ifdef LITERALOP1
int operator""_k(unsigned long long n) { return n * 1000; } int f() { return 3_k; }
#endif
#ifdef LITERALOP2
int operator""_k(unsigned long long n) { return n * 1024; } int f() { return 3_k; }
#endif

// DIFF: TYPEID1 TYPEID2
#include <typeinfo>
#ifdef TYPEID1
const std::type_info &f() { return typeid(int); }
#endif
#ifdef TYPEID2
const std::type_info &f() { return typeid(long); }
#endif

// DIFF: DYNAMIC1 DYNAMIC2
#ifdef DYNAMIC1
struct B { virtual ~B(); }; struct D : B {}; struct E : B {}; void *f(B *b) { return dynamic_cast<D *>(b); }
#endif
#ifdef DYNAMIC2
struct B { virtual ~B(); }; struct D : B {}; struct E : B {}; void *f(B *b) { return dynamic_cast<E *>(b); }
#endif
