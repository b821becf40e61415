// RUN: python3 %S/check_variants.py %libdir/stcache/stcache-fpdump %s
// FLAGS: -x c -std=gnu17
// What C has and C++ has not, or has otherwise.
extern int counter; void sink(int); int more(int);

// DIFF: OLDSTYLE1 OLDSTYLE2
#ifdef OLDSTYLE1
int f(a, b) int a; char b; { return a + b; }
#endif
#ifdef OLDSTYLE2
int f(a, b) int a; unsigned char b; { return a + b; }
#endif

// DIFF: UNDECLARED1 UNDECLARED2
#ifdef UNDECLARED1
int g(); int f(int n) { return g(n, 1); }
#endif
#ifdef UNDECLARED2
int g(); int f(int n) { return g(n, 1.0); }
#endif

// DIFF: PROTOTYPE1 PROTOTYPE2
#ifdef PROTOTYPE1
int g(float); int f(float x) { return g(x); }
#endif
#ifdef PROTOTYPE2
int g(); int f(float x) { return g(x); }
#endif

// DIFF: LITERAL1 LITERAL2
struct P { int x, y; }; int take(struct P *);
#ifdef LITERAL1
int f(int n) { return take(&(struct P){n, 1}); }
#endif
#ifdef LITERAL2
int f(int n) { return take(&(struct P){1, n}); }
#endif

// DIFF: GENERIC1 GENERIC2
#ifdef GENERIC1
int f(int n) { return _Generic(n, int: 1, long: 2); }
#endif
#ifdef GENERIC2
int f(long n) { return _Generic(n, int: 1, long: 2); }
#endif

// SAME: SELECTED1 SELECTED2
#ifdef SELECTED1
int f(int n) { return _Generic(n, int: more(n), long: 2); }
#endif
#ifdef SELECTED2
int f(int n) { return more(n); }
#endif

// DIFF: DESIGNATED1 DESIGNATED2
// SAME: DESIGNATED1 DESIGNATED3
#ifdef DESIGNATED1
int f(int n) { int a[] = {[2] = n, [0] = 1}; return a[2]; }
#endif
#ifdef DESIGNATED2
int f(int n) { int a[] = {[1] = n, [2] = 1}; return a[2]; }
#endif
#ifdef DESIGNATED3
int f(int n) { int a[] = {1, 0, n}; return a[2]; }
#endif

// DIFF: RANGE1 RANGE2
#ifdef RANGE1
int f(int n) { static const int a[8] = {[1 ... 3] = 5}; return a[n]; }
#endif
#ifdef RANGE2
int f(int n) { static const int a[8] = {[1 ... 4] = 5}; return a[n]; }
#endif

// DIFF: UPDATED1 UPDATED2
struct Q { struct P p; int z; };
#ifdef UPDATED1
int f(struct P p) { struct Q q = {.p = p, .p.x = 1}; return q.p.y; }
#endif
#ifdef UPDATED2
int f(struct P p) { struct Q q = {.p = p, .p.y = 1}; return q.p.y; }
#endif

// DIFF: FLEXIBLE1 FLEXIBLE2
struct Flex { int n; int a[]; };
#ifdef FLEXIBLE1
static struct Flex x = {2, {1, 2}}; int f(int n) { return x.a[n]; }
#endif
#ifdef FLEXIBLE2
static struct Flex x = {2, {1, 3}}; int f(int n) { return x.a[n]; }
#endif

// DIFF: PARAMETERVLA1 PARAMETERVLA2
#ifdef PARAMETERVLA1
int f(int n, int a[n]) { return n + a[0]; }
#endif
#ifdef PARAMETERVLA2
int f(int n, int a[n++]) { return n + a[0]; }
#endif

// DIFF: ROWS1 ROWS2
#ifdef ROWS1
int f(int n, int a[][n]) { return a[1][0]; }
#endif
#ifdef ROWS2
int f(int n, int a[][n + 1]) { return a[1][0]; }
#endif

// DIFF: STATICBOUND1 STATICBOUND2
#ifdef STATICBOUND1
int f(int a[4]) { return a ? a[0] : 1; }
#endif
#ifdef STATICBOUND2
int f(int a[static 4]) { return a ? a[0] : 1; }
#endif

// DIFF: ANONYMOUS1 ANONYMOUS2
#ifdef ANONYMOUS1
struct S { struct { int a, b; }; union { int c; float d; }; }; int f(struct S *s) { return s->b + s->c; }
#endif
#ifdef ANONYMOUS2
struct S { struct { int b, a; }; union { int c; float d; }; }; int f(struct S *s) { return s->b + s->c; }
#endif

// SAME: TENTATIVE1 TENTATIVE2
// DIFF: TENTATIVE1 TENTATIVE3
#ifdef TENTATIVE1
int x = 3; int f(void) { return x; }
#endif
#ifdef TENTATIVE2
int x; extern int x; int f(void) { return x; } int x = 3;
#endif
#ifdef TENTATIVE3
int x; int f(void) { return x; }
#endif

// DIFF: ENUM1 ENUM2
#ifdef ENUM1
enum E { a = 1, b }; int f(enum E e) { return e == b; }
#endif
#ifdef ENUM2
enum E { a = 2, b }; int f(enum E e) { return e == b; }
#endif

// DIFF: VOLATILE1 VOLATILE2
#ifdef VOLATILE1
int f(int *p) { return *p + *p; }
#endif
#ifdef VOLATILE2
int f(volatile int *p) { return *p + *p; }
#endif

// DIFF: ATOMIC1 ATOMIC2
#ifdef ATOMIC1
int f(int *p) { return *p += 1; }
#endif
#ifdef ATOMIC2
int f(_Atomic int *p) { return *p += 1; }
#endif

// DIFF: RESTRICT1 RESTRICT2
#ifdef RESTRICT1
int f(int *p, int *q) { *p = 1; *q = 2; return *p; }
#endif
#ifdef RESTRICT2
int f(int *restrict p, int *restrict q) { *p = 1; *q = 2; return *p; }
#endif

// DIFF: CHOOSE1 CHOOSE2
#ifdef CHOOSE1
int f(int n) { return __builtin_choose_expr(sizeof(int) == 4, n, -n); }
#endif
#ifdef CHOOSE2
int f(int n) { return __builtin_choose_expr(sizeof(int) == 8, n, -n); }
#endif

// DIFF: COMPATIBLE1 COMPATIBLE2
#ifdef COMPATIBLE1
int f(int n) { return __builtin_types_compatible_p(__typeof__(n), int) ? n : 0; }
#endif
#ifdef COMPATIBLE2
int f(int n) { return __builtin_types_compatible_p(__typeof__(n), long) ? n : 0; }
#endif

// DIFF: OWNBUILTIN1 OWNBUILTIN2
#ifdef OWNBUILTIN1
int abs(int n) { return n + 1; } int f(int n) { return abs(n); }
#endif
#ifdef OWNBUILTIN2
int abs(int n) { return n + 2; } int f(int n) { return abs(n); }
#endif

// DIFF: NESTED1 NESTED2
#ifdef NESTED1
int f(int n) { struct T { struct { int a, b; } in; } t = {{n, 1}}; return t.in.a; }
#endif
#ifdef NESTED2
int f(int n) { struct T { struct { int a, b; } in; } t = {{1, n}}; return t.in.a; }
#endif

// DIFF: UNIONCAST1 UNIONCAST2
union U { int i; float f; }; int useU(union U u);
#ifdef UNIONCAST1
int f(int n) { return useU((union U)n); }
#endif
#ifdef UNIONCAST2
int f(float n) { return useU((union U)n); }
#endif

// DIFF: WRAP1 WRAP2
// FLAGS(WRAP2): -fwrapv
#if defined WRAP1 || defined WRAP2
int f(int n) { return n + 1 > n; }
#endif

// SAME: NAMES1 NAMES2
#ifdef NAMES1
static int g(int n) { return n * 2; } int f(int n) { struct A { int v; } a = {n}; again: if (a.v--) goto again; return g(a.v); }
#endif
#ifdef NAMES2
static int g(int k);
int f(int count) { struct B { int v; } b = {count}; retry: if (b.v--) { goto retry; } return (g(b.v)); }
static int g(int k) { return k * 2; }
#endif
