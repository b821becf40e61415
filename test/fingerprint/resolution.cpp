// RUN: python3 %S/check_variants.py %libdir/stcache/stcache-fpdump %s
// The same text, but another function, conversion or type was meant.
#include <compare>
#include <concepts>
#include <tuple>
#include <utility>
extern int counter; void sink(int); int more(int);

// DIFF: ADL1 ADL2
namespace n { struct T { int v; }; }
#ifdef ADL1
namespace n { int g(T t) { return t.v + 1; } } template <class U> int g(U) { return 0; } int f(n::T t) { return g(t); }
#endif
#ifdef ADL2
namespace n { int h(T t) { return t.v + 1; } } template <class U> int g(U) { return 0; } int f(n::T t) { return g(t); }
#endif

// DIFF: USING1 USING2
namespace one { int g(long) { return 1; } } namespace two { int g(int) { return 2; } }
#ifdef USING1
int f() { using one::g; return g(3); }
#endif
#ifdef USING2
int f() { using one::g; using two::g; return g(3); }
#endif

// DIFF: CONSTOVERLOAD1 CONSTOVERLOAD2
struct C { int v; int g() { return v; } int g() const { return -v; } int h() & { return v; } int h() && { return -v; } };
#ifdef CONSTOVERLOAD1
int f(C &c) { return c.g(); }
#endif
#ifdef CONSTOVERLOAD2
int f(const C &c) { return c.g(); }
#endif

// DIFF: REFOVERLOAD1 REFOVERLOAD2
#ifdef REFOVERLOAD1
int f(C &c) { return c.h(); }
#endif
#ifdef REFOVERLOAD2
int f(C &c) { return std::move(c).h(); }
#endif

// DIFF: DEFAULTTEMPLATE1 DEFAULTTEMPLATE2
#ifdef DEFAULTTEMPLATE1
template <class T = int> int g() { return sizeof(T); } int f() { return g(); }
#endif
#ifdef DEFAULTTEMPLATE2
template <class T = char> int g() { return sizeof(T); } int f() { return g(); }
#endif

// DIFF: REDECLARED1 REDECLARED2 REDECLARED3
#ifdef REDECLARED1
int g(int a, int b = 2); int g(int a = 1, int b); int f() { return g(); }
#endif
#ifdef REDECLARED2
int g(int a, int b = 2); int g(int a = 3, int b); int f() { return g(); }
#endif
#ifdef REDECLARED3
int g(int a, int b = 1); int g(int a = 2, int b); int f() { return g(); }
#endif

// DIFF: CONVERTING1 CONVERTING2
// NEUTRAL: CONVERTING2 CONVERTING3
struct A { int v; }; struct B : A { int w; operator A() const; };
#ifdef CONVERTING1
struct X { operator int() const { return 1; } operator long() const { return 2; } }; int g(int n) { return n; } int f(X x) { return g(x); }
#endif
#ifdef CONVERTING2
struct X { operator int() const { return 1; } operator long() const { return 2; } }; int g(long n) { return n; } int f(X x) { return g(x); }
#endif
#ifdef CONVERTING3
struct X { operator short() const { return 1; } operator long() const { return 2; } }; int g(long n) { return n; } int f(X x) { return g(x); }
#endif

// DIFF: BASEORUSER1 BASEORUSER2
struct Y { int v; Y(int n) : v(n) {} Y(const Y &o) : v(o.v) {} };
#ifdef BASEORUSER1
struct Z : Y { using Y::Y; operator int() const { return 9; } }; int f(Z z) { Y y = z; return y.v; }
#endif
#ifdef BASEORUSER2
struct Z : Y { using Y::Y; operator int() const { return 9; } }; int f(Z z) { Y y = int(z); return y.v; }
#endif

// DIFF: EXPLICIT1 EXPLICIT2
struct P { P(int) { counter++; } explicit P(double) { counter--; } };
#ifdef EXPLICIT1
void f() { P p = 1.5; }
#endif
#ifdef EXPLICIT2
void f() { P p(1.5); }
#endif

// DIFF: EXPLICITOBJECT1 EXPLICITOBJECT2
// FLAGS(EXPLICITOBJECT1): -std=c++23
// FLAGS(EXPLICITOBJECT2): -std=c++23
#ifdef EXPLICITOBJECT1
struct O { int v; int g(this O &self) { return ++self.v; } }; int f(O o) { o.g(); return o.v; }
#endif
#ifdef EXPLICITOBJECT2
struct O { int v; int g(this O self) { return ++self.v; } }; int f(O o) { o.g(); return o.v; }
#endif

// DIFF: DEDUCING1 DEDUCING2
// FLAGS(DEDUCING1): -std=c++23
// FLAGS(DEDUCING2): -std=c++23
#ifdef DEDUCING1
struct O { template <class S> int g(this S &&s) { return s.k(); } int k() const { return 1; } }; struct Q : O { int k() const { return 2; } }; int f(Q q) { return q.g(); }
#endif
#ifdef DEDUCING2
struct O { template <class S> int g(this S &&s) { return s.k(); } int k() const { return 1; } }; struct Q : O { int k() const { return 3; } }; int f(Q q) { return q.g(); }
#endif

// DIFF: REVERSED1 REVERSED2
struct R { int v; }; struct S { int v; };
#ifdef REVERSED1
bool operator==(const R &a, const S &b) { return a.v > b.v; } bool f(R r, S s) { return s == r; }
#endif
#ifdef REVERSED2
bool operator==(const S &a, const R &b) { return a.v > b.v; } bool f(R r, S s) { return s == r; }
#endif

// DIFF: DEFAULTEDEQ1 DEFAULTEDEQ2 DEFAULTEDEQ3
#ifdef DEFAULTEDEQ1
struct E { int a, b; bool operator==(const E &) const = default; }; bool f(E x, E y) { return x == y; }
#endif
#ifdef DEFAULTEDEQ2
struct E { int a, b; bool operator==(const E &o) const { return a == o.a; } }; bool f(E x, E y) { return x == y; }
#endif
#ifdef DEFAULTEDEQ3
struct I { int v; bool operator==(const I &o) const { return v == -o.v; } }; struct E { I a; int b; bool operator==(const E &) const = default; }; bool f(E x, E y) { return x == y; }
#endif

// DIFF: DEFAULTEDMEMBER1 DEFAULTEDMEMBER2
#ifdef DEFAULTEDMEMBER1
struct I { int v; auto operator<=>(const I &o) const { return v <=> o.v; } bool operator==(const I &) const = default; }; struct E { I a; auto operator<=>(const E &) const = default; }; bool f(E x, E y) { return x < y; }
#endif
#ifdef DEFAULTEDMEMBER2
struct I { int v; auto operator<=>(const I &o) const { return o.v <=> v; } bool operator==(const I &) const = default; }; struct E { I a; auto operator<=>(const E &) const = default; }; bool f(E x, E y) { return x < y; }
#endif

// DIFF: ORDERING1 ORDERING2
#ifdef ORDERING1
struct E { int a; std::strong_ordering operator<=>(const E &) const = default; }; auto f(E x, E y) { return x <=> y; }
#endif
#ifdef ORDERING2
struct E { int a; std::weak_ordering operator<=>(const E &) const = default; }; auto f(E x, E y) { return x <=> y; }
#endif

// DIFF: CONSTRAINED1 CONSTRAINED2
template <class T> concept Small = sizeof(T) <= 4; template <class T> concept Any = true;
#ifdef CONSTRAINED1
template <class T> int g(T) { return 1; } template <Small T> int g(T) { return 2; } int f(int n) { return g(n); }
#endif
#ifdef CONSTRAINED2
template <class T> int g(T) { return 1; } template <Small T> int g(T) { return 2; } int f(long n) { return g(n); }
#endif

// DIFF: REQUIRES1 REQUIRES2
#ifdef REQUIRES1
struct W { int x; }; template <class T> int g(T) { return requires(T t) { t.x; } ? 1 : 2; } int f(W w) { return g(w); }
#endif
#ifdef REQUIRES2
struct W { int y; }; template <class T> int g(T) { return requires(T t) { t.x; } ? 1 : 2; } int f(W w) { return g(w); }
#endif

// DIFF: NOEXCEPTVALUE1 NOEXCEPTVALUE2
#ifdef NOEXCEPTVALUE1
int g() noexcept; int f() { return noexcept(g()) ? 1 : 2; }
#endif
#ifdef NOEXCEPTVALUE2
int g(); int f() { return noexcept(g()) ? 1 : 2; }
#endif

// DIFF: TUPLEGET1 TUPLEGET2
struct Pair { int a, b; }; namespace std { template <> struct tuple_size<Pair> { static constexpr int value = 2; }; template <size_t I> struct tuple_element<I, Pair> { using type = int; }; }
#ifdef TUPLEGET1
template <int I> int get(Pair p) { return I ? p.a : p.b; } int f(Pair p) { auto [x, y] = p; return x; }
#endif
#ifdef TUPLEGET2
template <int I> int get(Pair p) { return I ? p.b : p.a; } int f(Pair p) { auto [x, y] = p; return x; }
#endif

// DIFF: BINDINGREF1 BINDINGREF2
struct Two { int a, b; };
#ifdef BINDINGREF1
int f(Two t) { auto [x, y] = t; x++; return t.a; }
#endif
#ifdef BINDINGREF2
int f(Two t) { auto &[x, y] = t; x++; return t.a; }
#endif

// DIFF: CONSTIF1 CONSTIF2
template <class T> struct is_int { static constexpr bool value = false; };
#ifdef CONSTIF1
template <> struct is_int<int> { static constexpr bool value = true; }; template <class T> int g(T n) { if constexpr (is_int<T>::value) return n; else return -n; } int f(int n) { return g(n); }
#endif
#ifdef CONSTIF2
template <class T> int g(T n) { if constexpr (is_int<T>::value) return n; else return -n; } int f(int n) { return g(n); }
#endif

// DIFF: CLASSARGUMENT1 CLASSARGUMENT2
// SAME: CLASSARGUMENT1 CLASSARGUMENT3
struct K { int a, b; };
#ifdef CLASSARGUMENT1
template <K k> int g(int n) { return n + k.a; } int f(int n) { return g<K{1, 2}>(n); }
#endif
#ifdef CLASSARGUMENT2
template <K k> int g(int n) { return n + k.a; } int f(int n) { return g<K{2, 1}>(n); }
#endif
#ifdef CLASSARGUMENT3
constexpr K constant{3 - 2, 2}; template <K k> int g(int n) { return n + k.a; } int f(int n) { return g<constant>(n); }
#endif

// DIFF: OBJECTADDRESS1 OBJECTADDRESS2
#ifdef OBJECTADDRESS1
template <K k> const int *g() { return &k.a; } const int *f() { return g<K{1, 2}>(); }
#endif
#ifdef OBJECTADDRESS2
template <K k> const int *g() { return &k.b; } const int *f() { return g<K{1, 2}>(); }
#endif

// DIFF: TEMPLATETEMPLATE1 TEMPLATETEMPLATE2
template <class T> struct Box { int g() { return 1; } }; template <class T> struct Bag { int g() { return 2; } };
#ifdef TEMPLATETEMPLATE1
template <template <class> class B> int g() { return B<int>().g(); } int f() { return g<Box>(); }
#endif
#ifdef TEMPLATETEMPLATE2
template <template <class> class B> int g() { return B<int>().g(); } int f() { return g<Bag>(); }
#endif

// DIFF: PACKORDER1 PACKORDER2
#ifdef PACKORDER1
template <class... T> void g(T... t) { (sink(t), ...); } void f() { g(1, 2); }
#endif
#ifdef PACKORDER2
template <class... T> void g(T... t) { (..., sink(t)); } void f() { g(2, 1); }
#endif

// DIFF: FOLD1 FOLD2
#ifdef FOLD1
template <class... T> int g(T... t) { return (t - ...); } int f(int a, int b, int c) { return g(a, b, c); }
#endif
#ifdef FOLD2
template <class... T> int g(T... t) { return (... - t); } int f(int a, int b, int c) { return g(a, b, c); }
#endif

// DIFF: POINTERARGUMENT1 POINTERARGUMENT2
static int plus(int n) { return n + 1; } static int minus(int n) { return n - 1; }
#ifdef POINTERARGUMENT1
template <int (*g)(int)> int h(int n) { return g(n); } int f(int n) { return h<plus>(n); }
#endif
#ifdef POINTERARGUMENT2
template <int (*g)(int)> int h(int n) { return g(n); } int f(int n) { return h<minus>(n); }
#endif

// DIFF: STATICTEMPLATE1 STATICTEMPLATE2
#ifdef STATICTEMPLATE1
template <class T> int g() { static int n = 1; return ++n; } int f() { return g<int>() + g<long>(); }
#endif
#ifdef STATICTEMPLATE2
template <class T> int g() { static int n = 1; return ++n; } int f() { return g<int>() + g<int>(); }
#endif

// DIFF: LOCALTYPE1 LOCALTYPE2
#ifdef LOCALTYPE1
template <class T> int g() { static int n; return ++n; } int f() { struct A {}; struct B {}; return g<A>() + g<B>(); }
#endif
#ifdef LOCALTYPE2
template <class T> int g() { static int n; return ++n; } int f() { struct A {}; struct B {}; return g<A>() + g<A>(); }
#endif

// DIFF: CLOSURETYPE1 CLOSURETYPE2
#ifdef CLOSURETYPE1
template <class T> int g(T) { static int n; return ++n; } int f() { auto a = [] {}; auto b = [] {}; return g(a) + g(b); }
#endif
#ifdef CLOSURETYPE2
template <class T> int g(T) { static int n; return ++n; } int f() { auto a = [] {}; auto b = [] {}; return g(a) + g(a); }
#endif

// DIFF: NESTEDLAMBDA1 NESTEDLAMBDA2 NESTEDLAMBDA3
#ifdef NESTEDLAMBDA1
int f(int a) { auto g = [&] { return [&] { return ++a; }(); }; g(); return a; }
#endif
#ifdef NESTEDLAMBDA2
int f(int a) { auto g = [=]() mutable { return [&] { return ++a; }(); }; g(); return a; }
#endif
#ifdef NESTEDLAMBDA3
int f(int a) { auto g = [&] { return [=]() mutable { return ++a; }(); }; g(); return a; }
#endif

// DIFF: GENERICLAMBDA1 GENERICLAMBDA2
#ifdef GENERICLAMBDA1
int f(int n) { auto g = [](auto... x) { return sizeof...(x) + (0 + ... + x); }; return g(n) + g(n, n); }
#endif
#ifdef GENERICLAMBDA2
int f(int n) { auto g = [](auto... x) { return sizeof...(x) + (1 * ... * x); }; return g(n) + g(n, n); }
#endif

// DIFF: CAPTUREDPACK1 CAPTUREDPACK2
#ifdef CAPTUREDPACK1
template <class... T> int g(T... t) { return [... u = t + 1] { return (u + ...); }(); } int f(int n) { return g(n, n); }
#endif
#ifdef CAPTUREDPACK2
template <class... T> int g(T... t) { return [... u = t + 2] { return (u + ...); }(); } int f(int n) { return g(n, n); }
#endif

// DIFF: COVARIANT1 COVARIANT2
#ifdef COVARIANT1
struct V { virtual V *me() { return this; } int a; }; struct U { int u; }; struct D : U, V { D *me() override { return this; } }; V *f(V *v) { return v->me(); }
#endif
#ifdef COVARIANT2
struct V { virtual V *me() { return this; } int a; }; struct U { int u; }; struct D : U, V { D *me() override { return nullptr; } }; V *f(V *v) { return v->me(); }
#endif

// DIFF: CROSSCAST1 CROSSCAST2
struct L { virtual ~L(); }; struct M { virtual ~M(); };
#ifdef CROSSCAST1
struct D : L, M {}; void *f(L *l) { return dynamic_cast<D *>(l); }
#endif
#ifdef CROSSCAST2
struct D : M, L {}; void *f(L *l) { return dynamic_cast<D *>(l); }
#endif

// DIFF: ARROW1 ARROW2
struct In { int v; };
#ifdef ARROW1
struct Ptr { In a, b; In *operator->() { return &a; } }; int f(Ptr p) { return p->v; }
#endif
#ifdef ARROW2
struct Ptr { In a, b; In *operator->() { return &b; } }; int f(Ptr p) { return p->v; }
#endif

// DIFF: COMMA1 COMMA2
#ifdef COMMA1
struct G { int v; }; int f(G a, G b) { return (a, b).v; }
#endif
#ifdef COMMA2
struct G { int v; }; G operator,(G a, G b) { return a; } int f(G a, G b) { return (a, b).v; }
#endif

// DIFF: USERASSERT1 USERASSERT2
#ifdef USERASSERT1
namespace mine { void __assert(int n) { counter += n; } } void f(int n) { mine::__assert(n); }
#endif
#ifdef USERASSERT2
namespace mine { void __assert(int n) { counter -= n; } } void f(int n) { mine::__assert(n); }
#endif

// DIFF: PRETTY1 PRETTY2
#ifdef PRETTY1
template <class T> const char *name() { return __PRETTY_FUNCTION__; } enum E { a }; const char *f() { return name<int>(); }
#endif
#ifdef PRETTY2
template <class T> const char *name() { return __PRETTY_FUNCTION__; } enum E { a }; const char *f() { return name<E>(); }
#endif

// SAME: FUNCTIONNAME1 FUNCTIONNAME2
#ifdef FUNCTIONNAME1
static int g(int n) { return n + 1; } int run(int (*)(int), int); int f(int n) { int (*p)(int) = g; return run(g, n) + p(n); }
#endif
#ifdef FUNCTIONNAME2
static int g(int n) { return n + 1; } int run(int (*)(int), int); int f(int n) { int (*p)(int) = &g; return run(&g, n) + (*p)(n); }
#endif

// SAME: DEREFERENCED1 DEREFERENCED2
#ifdef DEREFERENCED1
struct Obj { int v; int g() { return v; } }; int f(Obj *o) { return o->g() + o->v; }
#endif
#ifdef DEREFERENCED2
struct Obj { int v; int g() { return v; } }; int f(Obj *o) { return (*o).g() + (*o).v; }
#endif
