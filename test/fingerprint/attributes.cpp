// RUN: python3 %S/check_variants.py %libdir/stcache/stcache-fpdump %s
// Attributes: those that change what runs or what the optimiser may take for granted, and others.
extern int counter; void sink(int); int more(int);

// DIFF: FUNCTION1 FUNCTION2 FUNCTION3 FUNCTION4 FUNCTION5 FUNCTION6 FUNCTION7 FUNCTION8
// SAME: FUNCTION8 FUNCTION9
#ifdef FUNCTION1
int g(int *p);
#endif
#ifdef FUNCTION2
__attribute__((pure)) int g(int *p);
#endif
#ifdef FUNCTION3
__attribute__((const)) int g(int *p);
#endif
#ifdef FUNCTION4
__attribute__((noreturn)) int g(int *p);
#endif
#ifdef FUNCTION5
__attribute__((nonnull)) int g(int *p);
#endif
#ifdef FUNCTION6
int g(int *p) __asm__("other");
#endif
#ifdef FUNCTION7
__attribute__((weak)) int g(int *p);
#endif
#ifdef FUNCTION8
__attribute__((nonnull(1))) int g(int *p);
#endif
#ifdef FUNCTION9
[[gnu::nonnull(1)]] int g(int *p);
#endif
#if defined FUNCTION1 || defined FUNCTION2 || defined FUNCTION3 || defined FUNCTION4 || defined FUNCTION5 || defined FUNCTION6 || defined FUNCTION7 || defined FUNCTION8 || defined FUNCTION9
int f(int *p) { int a = g(p); if (!p) counter++; return a + g(p); }
#endif

// DIFF: RESULT1 RESULT2 RESULT3 RESULT4
#ifdef RESULT1
int *g(unsigned long n);
#endif
#ifdef RESULT2
__attribute__((malloc)) int *g(unsigned long n);
#endif
#ifdef RESULT3
__attribute__((returns_nonnull)) int *g(unsigned long n);
#endif
#ifdef RESULT4
__attribute__((alloc_size(1))) int *g(unsigned long n);
#endif
#if defined RESULT1 || defined RESULT2 || defined RESULT3 || defined RESULT4
long f() { int *p = g(16); return p ? __builtin_dynamic_object_size(p, 0) : 1; }
#endif

// DIFF: TARGET1 TARGET2 TARGET3
#ifdef TARGET1
static int g(int n) { return n + 1; } int f(int n) { return g(n); }
#endif
#ifdef TARGET2
__attribute__((target("avx2"))) static int g(int n) { return n + 1; } int f(int n) { return g(n); }
#endif
#ifdef TARGET3
__attribute__((target("avx512f"))) static int g(int n) { return n + 1; } int f(int n) { return g(n); }
#endif

// DIFF: VERSIONS1 VERSIONS2
#ifdef VERSIONS1
__attribute__((target_clones("avx2", "default"))) int g(int n) { return n + 1; } int f(int n) { return g(n); }
#endif
#ifdef VERSIONS2
__attribute__((target_clones("sse4.2", "default"))) int g(int n) { return n + 1; } int f(int n) { return g(n); }
#endif

// DIFF: ALIAS1 ALIAS2
extern "C" { int one() { return 1; } int two() { return 2; } }
#ifdef ALIAS1
extern "C" int g() __attribute__((alias("one"))); int f() { return g(); }
#endif
#ifdef ALIAS2
extern "C" int g() __attribute__((alias("two"))); int f() { return g(); }
#endif

// DIFF: IFUNC1 IFUNC2
typedef int (*Chosen)(); extern "C" { Chosen pick() { return one; } Chosen choose() { return two; } }
#ifdef IFUNC1
extern "C" int g() __attribute__((ifunc("pick"))); int f() { return g(); }
#endif
#ifdef IFUNC2
extern "C" int g() __attribute__((ifunc("choose"))); int f() { return g(); }
#endif

// DIFF: CONVENTION1 CONVENTION2
#ifdef CONVENTION1
int g(int a, int b); int f(int n) { return g(n, 1); }
#endif
#ifdef CONVENTION2
__attribute__((ms_abi)) int g(int a, int b); int f(int n) { return g(n, 1); }
#endif

// DIFF: ASSUME1 ASSUME2 ASSUME3
// FLAGS(ASSUME1): -std=c++23
// FLAGS(ASSUME2): -std=c++23
// FLAGS(ASSUME3): -std=c++23
#ifdef ASSUME1
int f(int n) { return n / 2; }
#endif
#ifdef ASSUME2
int f(int n) { [[assume(n > 0)]]; return n / 2; }
#endif
#ifdef ASSUME3
int f(int n) { [[assume(n > 1)]]; return n / 2; }
#endif

// DIFF: VARIABLE1 VARIABLE2 VARIABLE3 VARIABLE4
#ifdef VARIABLE1
extern int x; int f() { return x; }
#endif
#ifdef VARIABLE2
extern int x __asm__("y"); int f() { return x; }
#endif
#ifdef VARIABLE3
extern int x __attribute__((weak)); int f() { return x; }
#endif
#ifdef VARIABLE4
extern int x; extern int x __attribute__((nodebug, alias("z"))); extern "C" { int z = 3; } int f() { return x; }
#endif

// DIFF: TRIVIALABI1 TRIVIALABI2
#ifdef TRIVIALABI1
struct T { int v; ~T() { counter++; } }; int g(T t) { return t.v; } int f() { return g(T{1}) + counter; }
#endif
#ifdef TRIVIALABI2
struct __attribute__((trivial_abi)) T { int v; ~T() { counter++; } }; int g(T t) { return t.v; } int f() { return g(T{1}) + counter; }
#endif

// DIFF: PASSSIZE1 PASSSIZE2
#ifdef PASSSIZE1
int g(void *p); int f() { char a[3]; return g(a); }
#endif
#ifdef PASSSIZE2
int g(void *p __attribute__((pass_object_size(0)))); int f() { char a[3]; return g(a); }
#endif

// DIFF: NOBUILTIN1 NOBUILTIN2
extern "C" void *memset(void *, int, unsigned long);
#ifdef NOBUILTIN1
void f(char *p) { memset(p, 0, 8); }
#endif
#ifdef NOBUILTIN2
__attribute__((no_builtin("memset"))) void f(char *p) { memset(p, 0, 8); }
#endif

// DIFF: FIELD1 FIELD2
#ifdef FIELD1
struct S { char c; int a; }; int f(S *s) { return s->a; }
#endif
#ifdef FIELD2
struct S { char c; int a __attribute__((packed)); }; int f(S *s) { return s->a; }
#endif

// DIFF: ENABLED1 ENABLED2
#ifdef ENABLED1
int g(int n) __attribute__((enable_if(n > 0, ""))) { return 1; } int g(int n) { return 2; } int f() { return g(1); }
#endif
#ifdef ENABLED2
int g(int n) __attribute__((enable_if(n > 1, ""))) { return 1; } int g(int n) { return 2; } int f() { return g(1); }
#endif

// NEUTRAL: IGNORED1 IGNORED2 IGNORED3
#ifdef IGNORED1
struct S { int a; }; static int g(S *s, int n) { switch (n) { case 1: n++; default: n--; } for (int i = 0; i < n; ++i) n += s->a; return n; } int f(S *s, int n) { return g(s, n); }
#endif
#ifdef IGNORED2
struct [[nodiscard]] S { [[maybe_unused]] int a; }; [[nodiscard, deprecated("x"), gnu::noinline]] __attribute__((hot, section("s"), visibility("hidden"), used, annotate("note"))) static int g([[maybe_unused]] S *s, int n) { switch (n) { case 1: n++; [[fallthrough]]; default: n--; } for (int i = 0; i < n; ++i) [[likely]] { n += s->a; } return n; } int f(S *s, int n) { [[clang::noinline]] return g(s, n); }
#endif
#ifdef IGNORED3
struct S { int a [[clang::annotate("field")]]; }; __attribute__((always_inline, flatten, minsize, unused)) static inline int g(S *s, int n) { switch (n) { case 1: n++; default: n--; }
#pragma clang loop unroll(disable)
for (int i = 0; i < n; ++i) { n += s->a; } return n; } int f(S *s, int n) { return g(s, n); }
#endif

// DIFF: MAYALIAS1 MAYALIAS2 MAYALIAS3
// SAME: MAYALIAS2 MAYALIAS4
// SAME: MAYALIAS5 MAYALIAS6
typedef int any_int __attribute__((may_alias)); typedef any_int renamed;
#ifdef MAYALIAS1
int f(int *p, float *q) { *p = 1; *q = 2; return *p; }
#endif
#ifdef MAYALIAS2
int f(any_int *p, float *q) { *p = 1; *q = 2; return *p; }
#endif
#ifdef MAYALIAS3
int f(int *p, float *q) { *p = 1; *q = 2; return *(any_int *)p; }
#endif
#ifdef MAYALIAS4
int f(renamed *p, float *q) { *p = 1; *q = 2; return *p; }
#endif
#ifdef MAYALIAS5
int f(any_int *p, float *q) { any_int *r = p; *p = 1; *q = 2; return *r; }
#endif
#ifdef MAYALIAS6
int f(any_int *p, float *q) { auto r = p; *p = 1; *q = 2; return *r; }
#endif

// DIFF: MAYALIASED1 MAYALIASED2 MAYALIASED3
#ifdef MAYALIASED1
struct S { int a[2]; }; int f(S *p, float *q) { p->a[0] = 1; *q = 2; return p->a[0]; }
#endif
#ifdef MAYALIASED2
struct S { any_int a[2]; }; int f(S *p, float *q) { p->a[0] = 1; *q = 2; return p->a[0]; }
#endif
#ifdef MAYALIASED3
struct S { int a[2]; }; typedef S any_s __attribute__((may_alias)); int f(any_s *p, float *q) { p->a[0] = 1; *q = 2; return p->a[0]; }
#endif
