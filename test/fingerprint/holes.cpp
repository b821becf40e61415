// RUN: python3 %S/check_variants.py %libdir/stcache/stcache-fpdump %s
// Known holes, and what is close to them.
extern int counter; int more(int);

// Assembly outside functions is not understood; what it defines counts by name.
// XFAIL-DIFF: FILEASM1 FILEASM2
#ifdef FILEASM1
asm(".globl g\ng: mov $1, %eax\nret"); extern "C" int g(); int f() { return g(); }
#endif
#ifdef FILEASM2
asm(".globl g\ng: mov $2, %eax\nret"); extern "C" int g(); int f() { return g(); }
#endif

// A local class is known by its place among those of its function that look like it.
// SAME: LOCALCLASSES1 LOCALCLASSES2
// XFAIL-SAME: LOCALCLASSES1 LOCALCLASSES3
#ifdef LOCALCLASSES1
int f(int n) { struct A { int v; }; A a{n}; return a.v; }
#endif
#ifdef LOCALCLASSES2
int f(int n) { struct Unused {}; struct A { int v; }; A a{n}; return a.v; }
#endif

#ifdef LOCALCLASSES3
int f(int n) { struct Unused { int w; }; struct A { int v; }; A a{n}; return a.v; }
#endif

// Which branch of `if consteval` is taken is not looked at.
// XFAIL-SAME: CONSTEVAL1 CONSTEVAL2
// FLAGS(CONSTEVAL1): -std=c++23
// FLAGS(CONSTEVAL2): -std=c++23
#ifdef CONSTEVAL1
constexpr int g(int n) { if consteval { return 1; } else { return n; } } int f(int n) { return g(n); }
#endif
#ifdef CONSTEVAL2
constexpr int g(int n) { if consteval { return 2; } else { return n; } } int f(int n) { return g(n); }
#endif

// Flags that decide what the optimiser takes for granted, and what is in variables without a value.
// DIFF: FLAG1 FLAG2 FLAG3 FLAG4 FLAG5
// FLAGS(FLAG2): -fno-strict-aliasing
// FLAGS(FLAG3): -ftrivial-auto-var-init=zero
// FLAGS(FLAG4): -fno-delete-null-pointer-checks
// FLAGS(FLAG5): -fno-elide-constructors
#if defined FLAG1 || defined FLAG2 || defined FLAG3 || defined FLAG4 || defined FLAG5
struct S { S(); S(const S &) { counter++; } }; S make() { S s; return s; } int f(int *p, float *q) { int n; *p = 1; *q = 2; if (!q) n = 3; make(); return *p + n; }
#endif
