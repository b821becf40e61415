// RUN: python3 %S/check_variants.py %libdir/stcache/stcache-fpdump %s
// Constants, and what classes and templates were made of.
extern int counter; int more(int); void sink(int);

// DIFF: BITSIGN1 BITSIGN2
#ifdef BITSIGN1
struct S { int a : 3; }; int f(S *s) { return s->a; }
#endif
#ifdef BITSIGN2
struct S { unsigned a : 3; }; int f(S *s) { return s->a; }
#endif

// DIFF: UNDERLYING1 UNDERLYING2
#ifdef UNDERLYING1
enum class E : int { a = 1 }; bool f(E *e) { return *e < E::a; }
#endif
#ifdef UNDERLYING2
enum class E : unsigned { a = 1 }; bool f(E *e) { return *e < E::a; }
#endif

// SAME: INITORDER1 INITORDER2
// DIFF: INITORDER1 INITORDER3
#ifdef INITORDER1
struct S { int a, b; S(int n) : a(more(n)), b(more(1)) {} }; int f(int n) { return S(n).b; }
#endif
#ifdef INITORDER2
struct S { int a, b; S(int n) : b(more(1)), a(more(n)) {} }; int f(int n) { return S(n).b; }
#endif
#ifdef INITORDER3
struct S { int b, a; S(int n) : a(more(n)), b(more(1)) {} }; int f(int n) { return S(n).b; }
#endif

// DIFF: STATICCALL1 STATICCALL2
// FLAGS(STATICCALL1): -std=c++23
// FLAGS(STATICCALL2): -std=c++23
#ifdef STATICCALL1
struct F { static int operator()(int n) { return n + 1; } }; int f(F *p, int n) { return p[0](n); }
#endif
#ifdef STATICCALL2
struct F { static int operator()(int n) { return n + 2; } }; int f(F *p, int n) { return p[0](n); }
#endif

// DIFF: SUBSCRIPT1 SUBSCRIPT2
// FLAGS(SUBSCRIPT1): -std=c++23
// FLAGS(SUBSCRIPT2): -std=c++23
#ifdef SUBSCRIPT1
struct M { int operator[](int a, int b) { return a * b; } }; int f(M m, int n) { return m[n, 2]; }
#endif
#ifdef SUBSCRIPT2
struct M { int operator[](int a, int b) { return a + b; } }; int f(M m, int n) { return m[n, 2]; }
#endif

// DIFF: INHERITEDDEFAULT1 INHERITEDDEFAULT2
#ifdef INHERITEDDEFAULT1
struct B { int v; B(int a, int b = 1) : v(a + b) {} }; struct D : B { using B::B; int w = 3; }; int f(int n) { D d(n); return d.v + d.w; }
#endif
#ifdef INHERITEDDEFAULT2
struct B { int v; B(int a, int b = 1) : v(a + b) {} }; struct D : B { using B::B; int w = 4; }; int f(int n) { D d(n); return d.v + d.w; }
#endif

// DIFF: METHODPOINTER1 METHODPOINTER2 METHODPOINTER3
#ifdef METHODPOINTER1
struct B { virtual int v() { return 1; } int w() { return 2; } }; struct D : B { int v() override { return 3; } }; int f(B &b) { auto p = &B::v; return (b.*p)(); }
#endif
#ifdef METHODPOINTER2
struct B { virtual int v() { return 1; } int w() { return 2; } }; struct D : B { int v() override { return 4; } }; int f(B &b) { auto p = &B::v; return (b.*p)(); }
#endif
#ifdef METHODPOINTER3
struct B { virtual int v() { return 1; } int w() { return 2; } }; struct D : B { int v() override { return 3; } }; int f(B &b) { auto p = &B::w; return (b.*p)(); }
#endif

// DIFF: CONVERSIONTEMPLATE1 CONVERSIONTEMPLATE2
struct Any { template <class T> operator T() const { return sizeof(T); } };
#ifdef CONVERSIONTEMPLATE1
long f(Any a) { int n = a; return n; }
#endif
#ifdef CONVERSIONTEMPLATE2
long f(Any a) { long n = a; return n; }
#endif

// DIFF: MUTABLE1 MUTABLE2
struct G { int operator()() { return 1; } int operator()() const { return 2; } };
#ifdef MUTABLE1
int f(G g) { return [g]() { return g(); }(); }
#endif
#ifdef MUTABLE2
int f(G g) { return [g]() mutable { return g(); }(); }
#endif

// DIFF: ELEMENT1 ELEMENT2
#ifdef ELEMENT1
static int table[4]; static constexpr int *p = &table[1]; int f() { return *p; }
#endif
#ifdef ELEMENT2
static int table[4]; static constexpr int *p = &table[2]; int f() { return *p; }
#endif

// DIFF: POINTERS1 POINTERS2 POINTERS3
struct Entry { const char *name; int (*run)(int); }; static int up(int n) { return n + 1; } static int down(int n) { return n - 1; }
#ifdef POINTERS1
static constexpr Entry entry{"a", up}; int f(int n) { return entry.run(n) + entry.name[n]; }
#endif
#ifdef POINTERS2
static constexpr Entry entry{"a", down}; int f(int n) { return entry.run(n) + entry.name[n]; }
#endif
#ifdef POINTERS3
static constexpr Entry entry{"b", up}; int f(int n) { return entry.run(n) + entry.name[n]; }
#endif

// DIFF: UNION1 UNION2
union U { int i; float f; };
#ifdef UNION1
static constexpr U u{.i = 1}; const void *f() { return &u; }
#endif
#ifdef UNION2
static constexpr U u{.f = 1}; const void *f() { return &u; }
#endif

// DIFF: CONSTOBJECT1 CONSTOBJECT2
struct R { int v; R(int n); };
#ifdef CONSTOBJECT1
static const R r(1); int f() { return r.v; }
#endif
#ifdef CONSTOBJECT2
static const R r(2); int f() { return r.v; }
#endif

// DIFF: CONSTMEMBER1 CONSTMEMBER2
int take(const int &);
#ifdef CONSTMEMBER1
struct S { static const int k = 1; }; const int S::k; int f() { return take(S::k); }
#endif
#ifdef CONSTMEMBER2
struct S { static const int k = 2; }; const int S::k; int f() { return take(S::k); }
#endif

// DIFF: REFERENCE1 REFERENCE2
int one, two;
#ifdef REFERENCE1
static int &r = one; int f() { return r; }
#endif
#ifdef REFERENCE2
static int &r = two; int f() { return r; }
#endif

// DIFF: EXTENDEDCONSTANT1 EXTENDEDCONSTANT2
#ifdef EXTENDEDCONSTANT1
static constexpr const int &r = 5; const int *f() { return &r; }
#endif
#ifdef EXTENDEDCONSTANT2
static constexpr const int &r = 6; const int *f() { return &r; }
#endif

// DIFF: LOCALMEMBERS1 LOCALMEMBERS2
#ifdef LOCALMEMBERS1
int f(int n) { struct H { int v = 1; int a() { return b() + v; } int b() { return 2; } } h; return h.a() + n; }
#endif
#ifdef LOCALMEMBERS2
int f(int n) { struct H { int v = 1; int a() { return b() + v; } int b() { return 3; } } h; return h.a() + n; }
#endif

// DIFF: HIDDENFRIEND1 HIDDENFRIEND2
#ifdef HIDDENFRIEND1
struct S { int v; friend int g(S s) { return s.v; } }; int f(S s) { return g(s); }
#endif
#ifdef HIDDENFRIEND2
struct S { int v; friend int g(S s) { return -s.v; } }; int f(S s) { return g(s); }
#endif

// DIFF: GUIDE1 GUIDE2
template <class T> struct Box { T v; Box(int n) : v(n) {} int size() { return sizeof(T); } };
#ifdef GUIDE1
Box(int) -> Box<int>; int f(int n) { Box b(n); return b.size(); }
#endif
#ifdef GUIDE2
Box(int) -> Box<long>; int f(int n) { Box b(n); return b.size(); }
#endif

// DIFF: PARTIAL1 PARTIAL2
template <class T> struct Trait { static int g() { return 1; } };
#ifdef PARTIAL1
template <class T> struct Trait<T *> { static int g() { return 2; } }; int f() { return Trait<int *>::g(); }
#endif
#ifdef PARTIAL2
template <class T> struct Trait<T &> { static int g() { return 2; } }; int f() { return Trait<int *>::g(); }
#endif

// DIFF: CONDITION1 CONDITION2
struct C { int v; explicit operator bool() const { return v; } ~C() { counter++; } }; C make();
#ifdef CONDITION1
void f() { if (C c = make()) sink(c.v); sink(1); }
#endif
#ifdef CONDITION2
void f() { C c = make(); if (c) sink(c.v); sink(1); }
#endif

// DIFF: TERNARYTHROW1 TERNARYTHROW2
#ifdef TERNARYTHROW1
int f(int n) { return n ? n : throw 1; }
#endif
#ifdef TERNARYTHROW2
int f(int n) { return n ? n : throw 2; }
#endif

// DIFF: TYPEIDVALUE1 TYPEIDVALUE2
#include <typeinfo>
struct Poly { virtual ~Poly(); }; Poly &next();
#ifdef TYPEIDVALUE1
const std::type_info &f(Poly &p) { return typeid(p); }
#endif
#ifdef TYPEIDVALUE2
const std::type_info &f(Poly &p) { return typeid(next()); }
#endif

// DIFF: UNNAMEDSPACE1 UNNAMEDSPACE2
#ifdef UNNAMEDSPACE1
namespace { int g() { return 1; } } int f() { return g(); }
#endif
#ifdef UNNAMEDSPACE2
namespace { int g() { return 2; } } int f() { return g(); }
#endif
