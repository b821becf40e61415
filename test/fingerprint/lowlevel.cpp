// RUN: python3 %S/check_variants.py %libdir/stcache/stcache-fpdump %s
// Literals, builtins, layouts, extensions of the compiler, flags and pragmas.
void sink(int); int more(int); extern int counter;
typedef int v4 __attribute__((vector_size(16))); typedef int x4 __attribute__((ext_vector_type(4))); typedef float f4 __attribute__((vector_size(16)));

// DIFF: STRING1 STRING2 STRING3 STRING4 STRING5
#ifdef STRING1
auto f() { return "ab"; }
#endif
#ifdef STRING2
auto f() { return u8"ab"; }
#endif
#ifdef STRING3
auto f() { return L"ab"; }
#endif
#ifdef STRING4
auto f() { return u"ab"; }
#endif
#ifdef STRING5
auto f() { return "ab\0"; }
#endif

// DIFF: CHARACTER1 CHARACTER2 CHARACTER3
#ifdef CHARACTER1
auto f() { return 'a'; }
#endif
#ifdef CHARACTER2
auto f() { return u8'a'; }
#endif
#ifdef CHARACTER3
auto f() { return L'a'; }
#endif

// DIFF: GNUCASE1 GNUCASE2 GNUCASE3
#ifdef GNUCASE1
int f(int n) { switch (n) { case 1 ... 3: return 1; } return 0; }
#endif
#ifdef GNUCASE2
int f(int n) { switch (n) { case 1 ... 4: return 1; } return 0; }
#endif
#ifdef GNUCASE3
int f(int n) { switch (n) { case 1: case 3: return 1; } return 0; }
#endif

// DIFF: ENUMCASE1 ENUMCASE2
enum Color { red, green };
#ifdef ENUMCASE1
int f(Color c) { switch (c) { case red: return 1; case green: return 2; } return 0; }
#endif
#ifdef ENUMCASE2
int f(Color c) { switch (c) { case green: return 1; case red: return 2; } return 0; }
#endif

// DIFF: COMPUTED1 COMPUTED2
#ifdef COMPUTED1
int f(int n) { static void *t[] = {&&a, &&b}; goto *t[n]; a: return 1; b: return 2; }
#endif
#ifdef COMPUTED2
int f(int n) { static void *t[] = {&&b, &&a}; goto *t[n]; a: return 1; b: return 2; }
#endif

// DIFF: DUFF1 DUFF2
#ifdef DUFF1
int f(int n) { switch (n) { case 0: do { sink(1); case 1: sink(2); } while (n--); } return 0; }
#endif
#ifdef DUFF2
int f(int n) { switch (n) { case 0: do { sink(1); sink(2); case 1:; } while (n--); } return 0; }
#endif

// DIFF: STMTEXPR1 STMTEXPR2
#ifdef STMTEXPR1
int f(int n) { return ({ int k = n; sink(k); k; }); }
#endif
#ifdef STMTEXPR2
int f(int n) { return ({ int k = n; sink(k); n; }); }
#endif

// DIFF: SIZEOFVLA1 SIZEOFVLA2
#ifdef SIZEOFVLA1
int f(int n) { int a[n]; n++; return sizeof a; }
#endif
#ifdef SIZEOFVLA2
int f(int n) { int a[n]; n++; return sizeof(int[n]); }
#endif

// DIFF: VLATYPE1 VLATYPE2
#ifdef VLATYPE1
int f(int n) { typedef int T[n]; n++; T a; a[0] = 1; return sizeof a; }
#endif
#ifdef VLATYPE2
int f(int n) { n++; typedef int T[n]; T a; a[0] = 1; return sizeof a; }
#endif

// DIFF: COMPLEXOP1 COMPLEXOP2 COMPLEXOP3
#ifdef COMPLEXOP1
_Complex double f(_Complex double a, double b) { return a * b; }
#endif
#ifdef COMPLEXOP2
_Complex double f(_Complex double a, double b) { return a * (_Complex double)b; }
#endif
#ifdef COMPLEXOP3
_Complex double f(_Complex double a, double b) { return a * (b * 1.0i); }
#endif

// DIFF: VECTORKIND1 VECTORKIND2
#ifdef VECTORKIND1
v4 f(v4 a, v4 b) { return a < 1 ? a : b; }
#endif
#ifdef VECTORKIND2
x4 f(x4 a, x4 b) { return a < 1 ? a : b; }
#endif

// DIFF: SWIZZLE1 SWIZZLE2
#ifdef SWIZZLE1
int f(x4 a) { return a.x; }
#endif
#ifdef SWIZZLE2
int f(x4 a) { return a.y; }
#endif

// DIFF: SHUFFLE1 SHUFFLE2
#ifdef SHUFFLE1
v4 f(v4 a) { return __builtin_shufflevector(a, a, 0, 1, 2, 3); }
#endif
#ifdef SHUFFLE2
v4 f(v4 a) { return __builtin_shufflevector(a, a, 3, 1, 2, 0); }
#endif

// DIFF: CONVERTVECTOR1 CONVERTVECTOR2
#ifdef CONVERTVECTOR1
f4 f(v4 a) { return __builtin_convertvector(a, f4); }
#endif
#ifdef CONVERTVECTOR2
f4 f(v4 a) { return (f4)a; }
#endif

// DIFF: BITINT1 BITINT2 BITINT3
#ifdef BITINT1
int f(int a) { _BitInt(20) x = a; return x * x; }
#endif
#ifdef BITINT2
int f(int a) { _BitInt(21) x = a; return x * x; }
#endif
#ifdef BITINT3
int f(int a) { unsigned _BitInt(20) x = a; return x * x; }
#endif

// DIFF: ORDERING1 ORDERING2
#ifdef ORDERING1
bool f(int *p, int e) { return __atomic_compare_exchange_n(p, &e, 1, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE); }
#endif
#ifdef ORDERING2
bool f(int *p, int e) { return __atomic_compare_exchange_n(p, &e, 1, true, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED); }
#endif

// DIFF: SYNC1 SYNC2
#ifdef SYNC1
int f(int *p) { return __sync_fetch_and_add(p, 1); }
#endif
#ifdef SYNC2
int f(int *p) { return __sync_add_and_fetch(p, 1); }
#endif

// DIFF: ASMOPERAND1 ASMOPERAND2 ASMOPERAND3 ASMOPERAND4
#ifdef ASMOPERAND1
int f(int a, int b) { asm("add %1, %0" : "+r"(a) : "r"(b)); return a; }
#endif
#ifdef ASMOPERAND2
int f(int a, int b) { asm("add %2, %0" : "=r"(a) : "0"(a), "r"(b)); return a; }
#endif
#ifdef ASMOPERAND3
int f(int a, int b) { asm("add %2, %0" : "=r"(a) : "0"(b), "r"(a)); return a; }
#endif
#ifdef ASMOPERAND4
int f(int a, int b) { asm("add %1, %0" : "+r"(a) : "r"(b) : "cc", "rbx"); return a; }
#endif

// DIFF: ASMGOTO1 ASMGOTO2
#ifdef ASMGOTO1
int f(int n) { asm goto("jmp %l1" : : "r"(n) : : a, b); a: return 1; b: return 2; }
#endif
#ifdef ASMGOTO2
int f(int n) { asm goto("jmp %l1" : : "r"(n) : : b, a); a: return 1; b: return 2; }
#endif

// DIFF: REGISTER1 REGISTER2
// FLAGS(REGISTER1): -std=gnu++14
// FLAGS(REGISTER2): -std=gnu++14
#ifdef REGISTER1
int f(int n) { register int x asm("ebx") = n; asm("" : "+r"(x)); return x; }
#endif
#ifdef REGISTER2
int f(int n) { register int x asm("ecx") = n; asm("" : "+r"(x)); return x; }
#endif

// DIFF: OVERFLOW1 OVERFLOW2
#ifdef OVERFLOW1
int f(int a, int b) { int r; return __builtin_add_overflow(a, b, &r) ? 0 : r; }
#endif
#ifdef OVERFLOW2
int f(int a, int b) { unsigned r; return __builtin_add_overflow(a, b, &r) ? 0 : r; }
#endif

// DIFF: CONSTANTP1 CONSTANTP2
#ifdef CONSTANTP1
int f(int n) { return __builtin_constant_p(n) ? 1 : 2; }
#endif
#ifdef CONSTANTP2
int f(int n) { return __builtin_constant_p(3) ? 1 : 2; }
#endif

// DIFF: OFFSETOF1 OFFSETOF2
#ifdef OFFSETOF1
struct O { int a, b; }; int f() { return __builtin_offsetof(O, b); }
#endif
#ifdef OFFSETOF2
struct O { long a; int b; }; int f() { return __builtin_offsetof(O, b); }
#endif

// DIFF: OFFSETINDEX1 OFFSETINDEX2
struct OI { int a[4]; short b[4]; };
#ifdef OFFSETINDEX1
int f(int n) { return __builtin_offsetof(OI, a[n]); }
#endif
#ifdef OFFSETINDEX2
int f(int n) { return __builtin_offsetof(OI, b[n]); }
#endif

// DIFF: OBJECTSIZE1 OBJECTSIZE2
#ifdef OBJECTSIZE1
int f() { char a[8]; return __builtin_object_size(a, 0); }
#endif
#ifdef OBJECTSIZE2
int f() { char a[9]; return __builtin_object_size(a, 0); }
#endif

// DIFF: BITCAST1 BITCAST2
#ifdef BITCAST1
unsigned f(float x) { return __builtin_bit_cast(unsigned, x); }
#endif
#ifdef BITCAST2
unsigned f(float x) { return (unsigned)x; }
#endif

// DIFF: LAUNDER1 LAUNDER2
#ifdef LAUNDER1
const int *f(const int *p) { return __builtin_launder(p); }
#endif
#ifdef LAUNDER2
const int *f(const int *p) { return __builtin_assume_aligned(p, 64) ? p : p + 1, (const int *)__builtin_assume_aligned(p, 64); }
#endif

// DIFF: UNUSUALFIELDS1 UNUSUALFIELDS2 UNUSUALFIELDS3
struct Nothing {};
#ifdef UNUSUALFIELDS1
struct S { [[no_unique_address]] Nothing n; int a; }; int f(S *s) { return s->a; }
#endif
#ifdef UNUSUALFIELDS2
struct S { Nothing n; int a; }; int f(S *s) { return s->a; }
#endif
#ifdef UNUSUALFIELDS3
struct S { Nothing n; volatile int a; }; int f(S *s) { return s->a; }
#endif

// DIFF: PACKED1 PACKED2
#ifdef PACKED1
struct S { char c; int a; }; int f(S *s) { return s->a; }
#endif
#ifdef PACKED2
#pragma pack(push, 1)
struct S { char c; int a; }; int f(S *s) { return s->a; }
#endif

// DIFF: TAIL1 TAIL2
#ifdef TAIL1
struct S { int a; char c; }; struct D : S { char d; }; void f(D *p, D *q) { *(S *)p = *q; }
#endif
#ifdef TAIL2
struct S { int a; private: char c; }; struct D : S { char d; }; void f(D *p, D *q) { *(S *)p = *q; }
#endif

// DIFF: ALIGNED1 ALIGNED2
#ifdef ALIGNED1
long f() { char a[64]; return (long)a % 64; }
#endif
#ifdef ALIGNED2
long f() { alignas(64) char a[64]; return (long)a % 64; }
#endif

// DIFF: ALIGNEDGLOBAL1 ALIGNEDGLOBAL2
#ifdef ALIGNEDGLOBAL1
char buffer[64]; long f() { return (long)buffer % 64; }
#endif
#ifdef ALIGNEDGLOBAL2
alignas(64) char buffer[64]; long f() { return (long)buffer % 64; }
#endif

// DIFF: BLOCK1 BLOCK2 BLOCK3
// FLAGS(BLOCK1): -fblocks
// FLAGS(BLOCK2): -fblocks
// FLAGS(BLOCK3): -fblocks
#ifdef BLOCK1
static int g(int n) { return n + 1; } int f(int n) { return ^(int k) { return g(k) + n; }(3); }
#endif
#ifdef BLOCK2
static int g(int n) { return n + 2; } int f(int n) { return ^(int k) { return g(k) + n; }(3); }
#endif
#ifdef BLOCK3
static int g(int n) { return n + 1; } int f(int n) { return ^(int k) { return g(n) + k; }(3); }
#endif

// DIFF: OPENMP1 OPENMP2 OPENMP3
// FLAGS(OPENMP1): -fopenmp
// FLAGS(OPENMP2): -fopenmp
// FLAGS(OPENMP3): -fopenmp
#ifdef OPENMP1
static int g() { return 2; }
int f(int n) { int s = 0;
#pragma omp parallel for num_threads(g()) reduction(+ : s)
for (int i = 0; i < n; ++i) s += more(i); return s; }
#endif
#ifdef OPENMP2
static int g() { return 3; }
int f(int n) { int s = 0;
#pragma omp parallel for num_threads(g()) reduction(+ : s)
for (int i = 0; i < n; ++i) s += more(i); return s; }
#endif
#ifdef OPENMP3
static int g() { return 2; }
int f(int n) { int s = 0;
#pragma omp parallel for num_threads(g()) reduction(- : s)
for (int i = 0; i < n; ++i) s += more(i); return s; }
#endif

// DIFF: PRAGMA1 PRAGMA2 PRAGMA3 PRAGMA4 PRAGMA5 PRAGMA6 PRAGMA7
double sum(double);
#ifdef PRAGMA1
double f(double a, double b, double c) { return a * b + c; }
#endif
#ifdef PRAGMA2
double f(double a, double b, double c) {
#pragma STDC FENV_ACCESS ON
return a * b + c; }
#endif
#ifdef PRAGMA3
double f(double a, double b, double c) {
#pragma clang fp contract(fast)
return a * b + c; }
#endif
#ifdef PRAGMA4
double f(double a, double b, double c) {
#pragma clang fp exceptions(strict)
return a * b + c; }
#endif
#ifdef PRAGMA5
double f(double a, double b, double c) {
#pragma clang fp reciprocal(on)
return a * b + c; }
#endif
#ifdef PRAGMA6
#pragma float_control(precise, off)
double f(double a, double b, double c) { return a * b + c; }
#endif
#ifdef PRAGMA7
#pragma STDC FENV_ROUND FE_UPWARD
double f(double a, double b, double c) { return a * b + c; }
#endif

// DIFF: FPFLAG1 FPFLAG2 FPFLAG3 FPFLAG4 FPFLAG5 FPFLAG6 FPFLAG7 FPFLAG8 FPFLAG9
// FLAGS(FPFLAG2): -ffp-contract=off
// FLAGS(FPFLAG3): -ffp-contract=fast
// FLAGS(FPFLAG4): -frounding-math
// FLAGS(FPFLAG5): -ffp-exception-behavior=strict
// FLAGS(FPFLAG6): -fno-honor-nans
// FLAGS(FPFLAG7): -fno-signed-zeros
// FLAGS(FPFLAG8): -mfma
// FLAGS(FPFLAG9): -fapprox-func
// NEUTRAL: FPFLAG1 FPFLAG10
// FLAGS(FPFLAG10): -msse4.2
#if defined FPFLAG1 || defined FPFLAG2 || defined FPFLAG3 || defined FPFLAG4 || defined FPFLAG5 || defined FPFLAG6 || defined FPFLAG7 || defined FPFLAG8 || defined FPFLAG9 || defined FPFLAG10
double f(double a, double b, double c) { return a * b + c; }
#endif

// NEUTRAL: FMA1 FMA2
// FLAGS(FMA2): -mfma
#if defined FMA1 || defined FMA2
double f(double a, double b, double c) { return a * b < c; }
#endif

// DIFF: ERRNO1 ERRNO2
// FLAGS(ERRNO2): -fno-math-errno
extern "C" double sqrt(double);
#if defined ERRNO1 || defined ERRNO2
double f(double a) { return sqrt(a); }
#endif

// DIFF: COMPLEXFLAG1 COMPLEXFLAG2
// FLAGS(COMPLEXFLAG2): -fcx-limited-range
#if defined COMPLEXFLAG1 || defined COMPLEXFLAG2
_Complex double f(_Complex double a, _Complex double b) { return a / b; }
#endif

// DIFF: LONGDOUBLE1 LONGDOUBLE2
// FLAGS(LONGDOUBLE2): -mlong-double-64
#if defined LONGDOUBLE1 || defined LONGDOUBLE2
long double f(long double a, long double b) { return a * b; }
#endif

// DIFF: WCHAR1 WCHAR2
// FLAGS(WCHAR2): -fshort-wchar
#if defined WCHAR1 || defined WCHAR2
wchar_t f(wchar_t *p) { return p[1]; }
#endif

// DIFF: SHORTENUM1 SHORTENUM2
// FLAGS(SHORTENUM2): -fshort-enums
#if defined SHORTENUM1 || defined SHORTENUM2
enum E { a, b }; int f(E *p) { return p[1]; }
#endif

// DIFF: CHARFLAG1 CHARFLAG2
// FLAGS(CHARFLAG2): -fno-signed-char
#if defined CHARFLAG1 || defined CHARFLAG2
int f(char c) { return c; }
#endif

// DIFF: FLOAT16FLAG1 FLOAT16FLAG2
// FLAGS(FLOAT16FLAG2): -Xclang -ffloat16-excess-precision=none
#if defined FLOAT16FLAG1 || defined FLOAT16FLAG2
_Float16 f(_Float16 a, _Float16 b, _Float16 c) { return a * b + c; }
#endif
