// RUN: python3 %S/check_variants.py %libdir/stcache/stcache-fpdump %s
// Operators, control flow, types and conversions: each of these changes the meaning.
void sink(int);

// DIFF: OP1 OP2 OP3 OP4 OP5 OP6 OP7 OP8 OP9
#ifdef OP1
int f(int a, int b) { return a + b; }
#endif
#ifdef OP2
int f(int a, int b) { return a - b; }
#endif
#ifdef OP3
int f(int a, int b) { return b - a; }
#endif
#ifdef OP4
int f(int a, int b) { return a < b; }
#endif
#ifdef OP5
int f(int a, int b) { return a <= b; }
#endif
#ifdef OP6
int f(int a, int b) { return a & b; }
#endif
#ifdef OP7
int f(int a, int b) { return a && b; }
#endif
#ifdef OP8
int f(int a, int b) { return -a + b; }
#endif
#ifdef OP9
int f(int a, int b) { return a += b; }
#endif

// DIFF: STEP1 STEP2 STEP3
#ifdef STEP1
int f(int a) { return a++; }
#endif
#ifdef STEP2
int f(int a) { return ++a; }
#endif
#ifdef STEP3
int f(int a) { return a--; }
#endif

// DIFF: FLOW1 FLOW2 FLOW3 FLOW4 FLOW5
#ifdef FLOW1
int f(int n) { while (n > 0) { sink(n); --n; } return n; }
#endif
#ifdef FLOW2
int f(int n) { do { sink(n); --n; } while (n > 0); return n; }
#endif
#ifdef FLOW3
int f(int n) { while (n > 0) { sink(n); if (n == 3) break; --n; } return n; }
#endif
#ifdef FLOW4
int f(int n) { while (n > 0) { sink(n); if (n == 3) continue; --n; } return n; }
#endif
#ifdef FLOW5
int f(int n) { while (n > 0) sink(n); --n; return n; }
#endif

// DIFF: ELSE1 ELSE2 ELSE3
#ifdef ELSE1
int f(int n) { if (n) if (n > 2) sink(1); else sink(2); return n; }
#endif
#ifdef ELSE2
int f(int n) { if (n) { if (n > 2) sink(1); } else sink(2); return n; }
#endif
#ifdef ELSE3
int f(int n) { if (n) sink(2); else if (n > 2) sink(1); return n; }
#endif

// DIFF: CASE1 CASE2 CASE3 CASE4
#ifdef CASE1
int f(int n) { switch (n) { case 1: return 5; case 2: return 6; default: return 7; } }
#endif
#ifdef CASE2
int f(int n) { switch (n) { case 1: return 5; case 3: return 6; default: return 7; } }
#endif
#ifdef CASE3
int f(int n) { switch (n) { case 1: sink(5); case 2: return 6; default: return 7; } }
#endif
#ifdef CASE4
int f(int n) { switch (n) { case 1: return 5; default: return 7; case 2: return 6; } }
#endif

// DIFF: GOTO1 GOTO2
#ifdef GOTO1
int f(int n) { a: if (n++ < 3) goto a; b: if (n++ < 9) goto a; return n; }
#endif
#ifdef GOTO2
int f(int n) { a: if (n++ < 3) goto a; b: if (n++ < 9) goto b; return n; }
#endif

// DIFF: VARIABLE1 VARIABLE2
#ifdef VARIABLE1
int f(int a, int b) { int c = a, d = b; return c; }
#endif
#ifdef VARIABLE2
int f(int a, int b) { int c = a, d = b; return d; }
#endif

// DIFF: CONVERSION1 CONVERSION2 CONVERSION3
#ifdef CONVERSION1
bool f(int a, unsigned b) { return a < int(b); }
#endif
#ifdef CONVERSION2
bool f(int a, unsigned b) { return a < b; }
#endif
#ifdef CONVERSION3
bool f(int a, unsigned b) { return (long)a < b; }
#endif

// DIFF: TYPE1 TYPE2 TYPE3 TYPE4
#ifdef TYPE1
int f(int n) { int x = n; return x / 2; }
#endif
#ifdef TYPE2
int f(int n) { unsigned x = n; return x / 2; }
#endif
#ifdef TYPE3
int f(int n) { short x = n; return x / 2; }
#endif
#ifdef TYPE4
int f(int n) { double x = n; return x / 2; }
#endif

// DIFF: RETURN1 RETURN2
// FUNCTION(RETURN1): _Z1fi
#ifdef RETURN1
long f(int n) { return n; }
#endif
#ifdef RETURN2
short f(int n) { return n; }
#endif

// DIFF: REFERENCE1 REFERENCE2
#ifdef REFERENCE1
int f(int n) { int a = n; int b = a; b++; return a; }
#endif
#ifdef REFERENCE2
int f(int n) { int a = n; int &b = a; b++; return a; }
#endif

// DIFF: VOLATILE1 VOLATILE2
#ifdef VOLATILE1
int f(int n) { int a = n; return a + a; }
#endif
#ifdef VOLATILE2
int f(int n) { volatile int a = n; return a + a; }
#endif

// DIFF: POINTER1 POINTER2 POINTER3
#ifdef POINTER1
long f(char *p) { return *((int *)p + 1); }
#endif
#ifdef POINTER2
long f(char *p) { return *((int *)(p + 1)); }
#endif
#ifdef POINTER3
long f(char *p) { return *((unsigned *)p + 1); }
#endif

// DIFF: FLOAT1 FLOAT2 FLOAT3
#ifdef FLOAT1
float f(float x) { return x * 0.1f; }
#endif
#ifdef FLOAT2
float f(float x) { return x * 0.1; }
#endif
#ifdef FLOAT3
float f(float x) { return x * 0.2f; }
#endif

// DIFF: PRAGMA1 PRAGMA2 PRAGMA3
#ifdef PRAGMA1
double f(double a, double b, double c) { return a * b + c; }
#endif
#ifdef PRAGMA2
double f(double a, double b, double c) { _Pragma("STDC FP_CONTRACT OFF") return a * b + c; }
#endif
#ifdef PRAGMA3
double f(double a, double b, double c) { _Pragma("clang fp reassociate(on)") return a * b + c; }
#endif

// DIFF: FLAG1 FLAG2 FLAG3 FLAG4
// FLAGS(FLAG2): -ffast-math
// FLAGS(FLAG3): -fwrapv
// FLAGS(FLAG4): -funsigned-char
// NEUTRAL: FLAG1 FLAG5 FLAG6 FLAG7 FLAG8 FLAG9
// FLAGS(FLAG5): -O2
// FLAGS(FLAG6): -g -fdebug-info-for-profiling
// FLAGS(FLAG7): -std=c++17
// FLAGS(FLAG8): -std=c++23 -DNDEBUG=1
// FLAGS(FLAG9): -std=gnu++17 -fPIC -march=x86-64-v2 -O3
#if defined FLAG1 || defined FLAG2 || defined FLAG3 || defined FLAG4 || defined FLAG5 || defined FLAG6 || defined FLAG7 || defined FLAG8 || defined FLAG9
#include <string>
#include <vector>
double f(double a, double b, char c) { std::vector<std::string> v; v.push_back("x"); for (auto &s : v) a += s.size(); return a * b + c + v.size(); }
#endif

// DIFF: ASM1 ASM2 ASM3
#ifdef ASM1
int f(int n) { asm("add $1, %0" : "+r"(n)); return n; }
#endif
#ifdef ASM2
int f(int n) { asm("add $2, %0" : "+r"(n)); return n; }
#endif
#ifdef ASM3
int f(int n) { asm volatile("add $1, %0" : "+r"(n) : : "memory"); return n; }
#endif

// DIFF: TERNARY1 TERNARY2
#ifdef TERNARY1
int f(int a, int b) { return a ? b : 3; }
#endif
#ifdef TERNARY2
int f(int a, int b) { return a ?: b; }
#endif

// DIFF: SCOPE1 SCOPE2
struct Guard { ~Guard(); };
#ifdef SCOPE1
void f() { { Guard g; } sink(1); }
#endif
#ifdef SCOPE2
void f() { Guard g; sink(1); }
#endif

// DIFF: TRY1 TRY2 TRY3
#ifdef TRY1
int f(int n) { try { sink(n); } catch (int) { return 1; } return 0; }
#endif
#ifdef TRY2
int f(int n) { try { sink(n); } catch (long) { return 1; } return 0; }
#endif
#ifdef TRY3
int f(int n) { try { sink(n); } catch (...) { return 1; } return 0; }
#endif

// DIFF: STATIC1 STATIC2 STATIC3
#ifdef STATIC1
int f(int n) { static int calls = 0; return n + ++calls; }
#endif
#ifdef STATIC2
int f(int n) { static int calls = 1; return n + ++calls; }
#endif
#ifdef STATIC3
int f(int n) { int calls = 0; return n + ++calls; }
#endif

// DIFF: STATICLOCAL1 STATICLOCAL2
#ifdef STATICLOCAL1
auto f() { static int a, b; return [] { return a; }(); }
#endif
#ifdef STATICLOCAL2
auto f() { static int a, b; return [] { return b; }(); }
#endif

// DIFF: BINDING1 BINDING2
#ifdef BINDING1
struct P { int a, b; }; int f(P p) { auto [x, y] = p; return x; }
#endif
#ifdef BINDING2
struct P { int a, b; }; int f(P p) { auto [x, y] = p; return y; }
#endif

// DIFF: VLA1 VLA2
#ifdef VLA1
int f(int n) { int a[n]; a[0] = n; return a[0] + sizeof a; }
#endif
#ifdef VLA2
int f(int n) { int a[n + 1]; a[0] = n; return a[0] + sizeof a; }
#endif

// DIFF: ATOMIC1 ATOMIC2 ATOMIC3
#ifdef ATOMIC1
int f(int *p) { return __atomic_load_n(p, __ATOMIC_SEQ_CST); }
#endif
#ifdef ATOMIC2
int f(int *p) { return __atomic_load_n(p, __ATOMIC_RELAXED); }
#endif
#ifdef ATOMIC3
int f(int *p) { return __atomic_fetch_add(p, 0, __ATOMIC_SEQ_CST); }
#endif

// DIFF: BUILTIN1 BUILTIN2
#ifdef BUILTIN1
int f(unsigned n) { return __builtin_popcount(n); }
#endif
#ifdef BUILTIN2
int f(unsigned n) { return __builtin_ctz(n); }
#endif

// DIFF: COUNTER1 COUNTER2
#ifdef COUNTER1
int f(int n) { return n + __COUNTER__; }
#endif
#ifdef COUNTER2
enum { used = __COUNTER__ }; int f(int n) { return n + __COUNTER__; }
#endif
