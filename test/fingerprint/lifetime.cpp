// RUN: python3 %S/check_variants.py %libdir/stcache/stcache-fpdump %s
// When objects begin and end, and which functions that runs.
#include <initializer_list>
#include <new>
extern int counter; void sink(int); int more(int);
struct Guard { int v; Guard(int n = 0) : v(n) {} Guard(const Guard &o) : v(o.v) { counter++; } ~Guard() { counter--; } const Guard &self() const { return *this; } int *begin() { return &v; } int *end() { return &v + 1; } };
struct Plain { int a, b; };

// DIFF: ALIAS1 ALIAS2
// SAME: ALIAS1 ALIAS3
#ifdef ALIAS1
int f(int a) { const int &r = a; a++; return r; }
#endif
#ifdef ALIAS2
int f(int a) { const int &r = (int)a; a++; return r; }
#endif
#ifdef ALIAS3
int f(int a) { const int &r = (const int &)a; a++; return r; }
#endif

// DIFF: ALIASCLASS1 ALIASCLASS2
#ifdef ALIASCLASS1
int f(Plain a) { const Plain &r = a; a.a++; return r.a; }
#endif
#ifdef ALIASCLASS2
int f(Plain a) { const Plain &r = Plain(a); a.a++; return r.a; }
#endif

// DIFF: EXTENDED1 EXTENDED2
#ifdef EXTENDED1
int f() { const Guard &r = Guard(1); sink(2); return r.v; }
#endif
#ifdef EXTENDED2
int f() { const Guard &r = Guard(1).self(); sink(2); return r.v; }
#endif

// DIFF: PARENTHESES1 PARENTHESES2
struct Holder { const Guard &g; };
#ifdef PARENTHESES1
void f() { Holder h{Guard(1)}; sink(2); }
#endif
#ifdef PARENTHESES2
void f() { Holder h(Guard(1)); sink(2); }
#endif

// DIFF: CONSTIFSCOPE1 CONSTIFSCOPE2
#ifdef CONSTIFSCOPE1
void f() { if constexpr (true) Guard g; sink(1); }
#endif
#ifdef CONSTIFSCOPE2
void f() { Guard g; sink(1); }
#endif

// DIFF: CONSTIFINIT1 CONSTIFINIT2
#ifdef CONSTIFINIT1
void f() { if constexpr (Guard g; true) sink(1); sink(2); }
#endif
#ifdef CONSTIFINIT2
void f() { Guard g; sink(1); sink(2); }
#endif

// DIFF: ORDER1 ORDER2
#ifdef ORDER1
void f() { Guard a(1), b(2); }
#endif
#ifdef ORDER2
void f() { Guard b(2), a(1); }
#endif

// DIFF: RANGETEMPORARY1 RANGETEMPORARY2
// FLAGS(RANGETEMPORARY1): -std=c++20
// FLAGS(RANGETEMPORARY2): -std=c++23
Guard make(); struct Range { Guard g; int a[2]; int *begin() { return a; } int *end() { return a + 2; } Range &self() { return *this; } }; Range range();
#if defined RANGETEMPORARY1 || defined RANGETEMPORARY2
int f() { int s = 0; for (int x : range().self()) s += x; return s; }
#endif

// DIFF: FUNCTIONTRY1 FUNCTIONTRY2
struct Thrower { Thrower(int n) { if (n) throw n; } };
#ifdef FUNCTIONTRY1
struct S { Thrower t; S(int n) try : t(n) { sink(1); } catch (...) { sink(2); } }; void f(int n) { S s(n); }
#endif
#ifdef FUNCTIONTRY2
struct S { Thrower t; S(int n) : t(n) { try { sink(1); } catch (...) { sink(2); } } }; void f(int n) { S s(n); }
#endif

// DIFF: UNWIND1 UNWIND2
#ifdef UNWIND1
struct M { ~M() { counter++; } }; struct S { M m; S(int n) { if (n) throw n; } }; S *f(int n) { return new S(n); }
#endif
#ifdef UNWIND2
struct M { ~M() { counter--; } }; struct S { M m; S(int n) { if (n) throw n; } }; S *f(int n) { return new S(n); }
#endif

// DIFF: DELEGATE1 DELEGATE2
#ifdef DELEGATE1
struct S { S() {} S(int n) : S() { if (n) throw n; } ~S() { counter++; } }; S *f(int n) { return new S(n); }
#endif
#ifdef DELEGATE2
struct S { S() {} S(int n) : S() { if (n) throw n; } ~S() { counter--; } }; S *f(int n) { return new S(n); }
#endif

// DIFF: NEWDELETE1 NEWDELETE2
#ifdef NEWDELETE1
struct S { S(int n) { throw n; } static void operator delete(void *p) { counter++; } }; S *f(int n) { return new S(n); }
#endif
#ifdef NEWDELETE2
struct S { S(int n) { throw n; } static void operator delete(void *p) { counter--; } }; S *f(int n) { return new S(n); }
#endif

// DIFF: NEWFORM1 NEWFORM2 NEWFORM3 NEWFORM4 NEWFORM5
#ifdef NEWFORM1
void *f(void *p) { return new Plain; }
#endif
#ifdef NEWFORM2
void *f(void *p) { return new Plain(); }
#endif
#ifdef NEWFORM3
void *f(void *p) { return new (p) Plain(); }
#endif
#ifdef NEWFORM4
void *f(void *p) { return new (std::nothrow) Plain(); }
#endif
#ifdef NEWFORM5
void *f(void *p) { return new Plain[1](); }
#endif

// DIFF: COOKIE1 COOKIE2
#ifdef COOKIE1
struct S { int a; S(); }; S *f(int n) { return new S[n]; }
#endif
#ifdef COOKIE2
struct S { int a; S(); ~S(); }; S *f(int n) { return new S[n]; }
#endif

// DIFF: ARRAYDELETE1 ARRAYDELETE2
#ifdef ARRAYDELETE1
void f(Guard *p) { delete p; }
#endif
#ifdef ARRAYDELETE2
void f(Guard *p) { delete[] p; }
#endif

// DIFF: DELETENONVIRTUAL1 DELETENONVIRTUAL2
#ifdef DELETENONVIRTUAL1
struct B { ~B() { counter++; } }; struct D : B { ~D() { counter--; } }; void f(D *d) { delete (B *)d; }
#endif
#ifdef DELETENONVIRTUAL2
struct B { virtual ~B() { counter++; } }; struct D : B { ~D() { counter--; } }; void f(D *d) { delete (B *)d; }
#endif

// DIFF: GLOBALDELETE1 GLOBALDELETE2
#ifdef GLOBALDELETE1
struct B { virtual ~B(); }; void f(B *b) { delete b; }
#endif
#ifdef GLOBALDELETE2
struct B { virtual ~B(); }; void f(B *b) { ::delete b; }
#endif

// DIFF: DELETINGOVERRIDER1 DELETINGOVERRIDER2
#ifdef DELETINGOVERRIDER1
struct B { virtual ~B() {} }; struct D : B { ~D() {} static void operator delete(void *p) { counter++; } }; void f(B *b) { delete b; }
#endif
#ifdef DELETINGOVERRIDER2
struct B { virtual ~B() {} }; struct D : B { ~D() {} static void operator delete(void *p) { counter--; } }; void f(B *b) { delete b; }
#endif

// DIFF: DESTROYING1 DESTROYING2
#ifdef DESTROYING1
struct S { ~S() { counter++; } static void operator delete(void *) { sink(1); } }; void f(S *s) { delete s; }
#endif
#ifdef DESTROYING2
struct S { ~S() { counter++; } static void operator delete(S *, std::destroying_delete_t) { sink(1); } }; void f(S *s) { delete s; }
#endif

// DIFF: VIRTUALBASE1 VIRTUALBASE2
#ifdef VIRTUALBASE1
struct V { V(int n) { counter += n; } ~V() { counter--; } }; struct A : virtual V { A() : V(1) {} }; struct B : A { B() : V(2) {} }; void f() { B b; }
#endif
#ifdef VIRTUALBASE2
struct V { V(int n) { counter += n; } ~V() { counter--; } }; struct A : virtual V { A() : V(1) {} }; struct B : A { B() : V(3) {} }; void f() { B b; }
#endif

// DIFF: RETURNED1 RETURNED2
#ifdef RETURNED1
Guard f(int n) { Guard a(n); return a; }
#endif
#ifdef RETURNED2
Guard f(int n) { Guard a(n); return Guard(a); }
#endif

// DIFF: PAREN1 PAREN2
#ifdef PAREN1
struct E { int v = 1; }; int f() { E e[3](E{5}); return e[2].v; }
#endif
#ifdef PAREN2
struct E { int v = 2; }; int f() { E e[3](E{5}); return e[2].v; }
#endif

// DIFF: LISTS1 LISTS2
struct L { int v; L(std::initializer_list<int> l) : v(l.size()) {} L(int a, int b) : v(a) {} };
#ifdef LISTS1
int f() { return L{1, 2}.v; }
#endif
#ifdef LISTS2
int f() { return L(1, 2).v; }
#endif

// DIFF: STARTHIS1 STARTHIS2
// FUNCTION(STARTHIS1): _ZN1S1fEv
// FUNCTION(STARTHIS2): _ZN1S1fEv
#ifdef STARTHIS1
struct S { int a; int f(); }; int S::f() { auto g = [this] { return a; }; a++; return g(); }
#endif
#ifdef STARTHIS2
struct S { int a; int f(); }; int S::f() { auto g = [*this] { return a; }; a++; return g(); }
#endif

// DIFF: THROWNCOPY1 THROWNCOPY2
#ifdef THROWNCOPY1
void f(Guard &g) { try { throw g; } catch (Guard &h) { h.v++; } }
#endif
#ifdef THROWNCOPY2
void f(Guard &g) { try { throw g; } catch (Guard h) { h.v++; } }
#endif

// DIFF: RETHROW1 RETHROW2
#ifdef RETHROW1
void f(int n) { try { more(n); } catch (int &e) { e++; throw; } }
#endif
#ifdef RETHROW2
void f(int n) { try { more(n); } catch (int &e) { e++; throw e; } }
#endif

// DIFF: CATCHORDER1 CATCHORDER2
struct Base { virtual ~Base(); }; struct Derived : Base {};
#ifdef CATCHORDER1
int f(int n) { try { return more(n); } catch (Derived &) { return 1; } catch (Base &) { return 2; } }
#endif
#ifdef CATCHORDER2
int f(int n) { try { return more(n); } catch (Base &) { return 2; } catch (Derived &) { return 1; } }
#endif

// DIFF: CATCHBASE1 CATCHBASE2
#ifdef CATCHBASE1
struct E : Base {}; int f() { try { throw E(); } catch (Base &) { return 1; } catch (...) { return 2; } }
#endif
#ifdef CATCHBASE2
struct E : private Base {}; int f() { try { throw E(); } catch (Base &) { return 1; } catch (...) { return 2; } }
#endif

// DIFF: THREAD1 THREAD2 THREAD3
#ifdef THREAD1
int f() { static int n = more(1); return ++n; }
#endif
#ifdef THREAD2
int f() { thread_local int n = more(1); return ++n; }
#endif
#ifdef THREAD3
int f() { static int n; n = more(1); return ++n; }
#endif

// DIFF: NESTEDSTATIC1 NESTEDSTATIC2
#ifdef NESTEDSTATIC1
int f() { static int a; auto g = [] { static int b; return [] { return ++a; }(); }; return g() + g(); }
#endif
#ifdef NESTEDSTATIC2
int f() { static int a; auto g = [] { static int b; return [] { return ++b; }(); }; return g() + g(); }
#endif
