// RUN: python3 %S/check_variants.py %libdir/stcache/stcache-fpdump %s
// What test/mutate found in real code.
#include <map>
#include <new>

// The object of a method is the same, however it is written.
// SAME: ARROW1 ARROW2
struct P { int a; int g(int n) const { return a + n; } };
#ifdef ARROW1
int f(const P *p) { return p->g(1); }
#endif
#ifdef ARROW2
int f(const P *p) { return (*p).g(1); }
#endif

// SAME: CONSTOBJECT1 CONSTOBJECT2
#ifdef CONSTOBJECT1
int f(P *p) { return p->g(1); }
#endif
#ifdef CONSTOBJECT2
int f(P *p) { return (*p).g(1); }
#endif

// An object with a destructor is returned in memory, one without in registers.
// DIFF: RETURNED1 RETURNED2
#ifdef RETURNED1
struct R { int a; }; R f() { return {}; }
#endif
#ifdef RETURNED2
struct R { int a; ~R() {} }; R f() { return {}; }
#endif

// DIFF: PASSED1 PASSED2
#ifdef PASSED1
struct R { int a; }; int f(R, int n) { return n; }
#endif
#ifdef PASSED2
struct R { int a, b, c, d, e; }; int f(R, int n) { return n; }
#endif

// A static object is destroyed at exit.
// DIFF: ATEXIT1 ATEXIT2
void release(int);
#ifdef ATEXIT1
struct D { int a = 1; ~D() { release(a); } }; int f() { static D d; return d.a; }
#endif
#ifdef ATEXIT2
struct D { int a = 1; ~D() { release(a); release(a); } }; int f() { static D d; return d.a; }
#endif

// Comparison of a library's container goes through friends of a class template.
// FLAGS(FRIEND1): -std=c++17
// FLAGS(FRIEND2): -std=c++17
// FLAGS(SPACESHIP1): -std=c++20
// FLAGS(SPACESHIP2): -std=c++20
// DIFF: FRIEND1 FRIEND2
// DIFF: SPACESHIP1 SPACESHIP2
// The -std= as such is neutral, also where the library does things in another way under it.
// NEUTRAL: FRIEND1 SPACESHIP1
// NEUTRAL: FRIEND2 SPACESHIP2
#if defined FRIEND1 || defined SPACESHIP1
struct K { int i; bool operator<(const K &o) const { return i < o.i; } };
#else
struct K { int i; bool operator<(const K &o) const { return i > o.i; } };
#endif
#if defined FRIEND1 || defined FRIEND2 || defined SPACESHIP1 || defined SPACESHIP2
bool f(const std::map<K, int> &a, const std::map<K, int> &b) { return a < b; }
#endif

// DIFF: ALIGNED1 ALIGNED2
#ifdef ALIGNED1
const int *f() { static int n; return &n; }
#endif
#ifdef ALIGNED2
const int *f() { alignas(32) static int n; return &n; }
#endif

// What a constructor has made is destroyed when it throws.
// DIFF: UNWIND1 UNWIND2
struct Thrower { Thrower(); };
#ifdef UNWIND1
struct M { ~M() { release(1); } }; struct C { M m; Thrower t; C(int); }; C::C(int) {} void f(void *p) { new (p) C(1); }
#endif
#ifdef UNWIND2
struct M { ~M() { release(2); } }; struct C { M m; Thrower t; C(int); }; C::C(int) {} void f(void *p) { new (p) C(1); }
#endif

// The caller takes for granted what it was told of a function elsewhere.
// DIFF: SIGNATURE1 SIGNATURE2
#ifdef SIGNATURE1
extern "C" void g(int); void f() { g(1); }
#endif
#ifdef SIGNATURE2
extern "C" int g(int); void f() { g(1); }
#endif

// DIFF: TABLES1 TABLES2 TABLES3
struct Base { virtual ~Base(); };
#ifdef TABLES1
struct T : Base { T(); }; T::T() {} void f(void *p) { new (p) T; }
#endif
#ifdef TABLES2
struct T : virtual Base { T(); }; T::T() {} void f(void *p) { new (p) T; }
#endif
#ifdef TABLES3
struct Other { virtual void g(); }; struct T : Base, Other { T(); }; T::T() {} void f(void *p) { new (p) T; }
#endif

// operator delete is told the size.
// DIFF: SIZED1 SIZED2
#ifdef SIZED1
struct Z { int a[4]; }; void f(Z *p) { delete p; }
#endif
#ifdef SIZED2
struct Z { int a[5]; }; void f(Z *p) { delete p; }
#endif

// The member is of a base class.
// SAME: INHERITED1 INHERITED2
struct Parent { int a; }; struct Child : Parent {};
#ifdef INHERITED1
int f(Child *p) { return p->a; }
#endif
#ifdef INHERITED2
int f(Child *p) { return (*p).a; }
#endif

// Declared so here, defined elsewhere.
// DIFF: DECLARED1 DECLARED2
#ifdef DECLARED1
extern int t; int f() { return t; }
#endif
#ifdef DECLARED2
extern __thread int t; int f() { return t; }
#endif
