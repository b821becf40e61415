// RUN: python3 %S/check_variants.py %libdir/stcache/stcache-fpdump %s
// Where code stands does not count.
#include <cassert>
#include <source_location>
#include <string>
void sink(int); void say(const char *);

// NEUTRAL: LINE1 LINE2
#ifdef LINE1
int f(int n) { return n + __LINE__; }
#endif
#ifdef LINE2

int f(int n) { return n + __LINE__; }
#endif

// NEUTRAL: LINEMACRO1 LINEMACRO2
// DIFF: LINEMACRO1 LINEMACRO3
#define WHERE(x) (say(__FILE__), sink(x), sink(__LINE__ * 2))
#define ID(x) x
#ifdef LINEMACRO1
void f(int n) { WHERE(n); ID(sink(__LINE__)); if (n > ID(__LINE__)) say(ID(__FILE__)); }
#endif
#ifdef LINEMACRO2

void f(int n) {

  WHERE(n); ID(sink(__LINE__));
  if (n > ID(__LINE__)) say(ID(__FILE__)); }
#endif
#ifdef LINEMACRO3
void f(int n) { WHERE(n); ID(sink(47)); if (n > ID(__LINE__)) say(ID(__FILE__)); }
#endif

// NEUTRAL: LOCATION1 LOCATION2
// DIFF: LOCATION1 LOCATION3
int where(int n, std::source_location at = std::source_location::current()); int line(int n, int at = __builtin_LINE());
#ifdef LOCATION1
int f(int n) { return where(n) + line(n); }
#endif
#ifdef LOCATION2

int f(int n) {  return where(n)
     + line(n); }
#endif
#ifdef LOCATION3
int f(int n) { return where(n) + line(n + 1); }
#endif

// NEUTRAL: CONSTANT1 CONSTANT2
#ifdef CONSTANT1
constexpr int here = __LINE__; static int at = __LINE__; int f(int n) { return n + here + at; }
#endif
#ifdef CONSTANT2

constexpr int here = __LINE__; static int at = __LINE__; int f(int n) { return n + here + at; }
#endif

// NEUTRAL: UNIQUE1 UNIQUE2
#define CAT2(a, b) a##b
#define CAT(a, b) CAT2(a, b)
#ifdef UNIQUE1
int f(int n) { int CAT(x, __LINE__) = n; return n; }
#endif
#ifdef UNIQUE2

int f(int n) { int CAT(x, __LINE__) = n; return n; }
#endif

// NEUTRAL: STRINGIZED1 STRINGIZED2 STRINGIZED3
// DIFF: STRINGIZED1 STRINGIZED4
#define STR2(x) #x
#define STR(x) STR2(x)
#ifdef STRINGIZED1
void f() { say(__FILE__ ":" STR(__LINE__)); }
#endif
#ifdef STRINGIZED2

void f() { say(__FILE__ ":" STR(__LINE__)); }
#endif
#ifdef STRINGIZED3

#define HERE __FILE__ ":" STR(__LINE__)

void f() { say(HERE); }
#endif
#ifdef STRINGIZED4
void f() { say(__FILE__ ": " STR(__LINE__)); }
#endif

// NEUTRAL: CONCATENATED1 CONCATENATED2
// DIFF: CONCATENATED1 CONCATENATED3
#ifdef CONCATENATED1
void f() { say("at " __FILE__ "!"); }
#endif
#ifdef CONCATENATED2

#line 1 "other.cpp"
void f() { say("at " __FILE__ "!"); }
#endif
#ifdef CONCATENATED3
void f() { say("at " __FILE__ "?"); }
#endif

// NEUTRAL: FILE1 FILE2
#ifdef FILE1
void f() { say(__FILE__); }
#endif
#ifdef FILE2

#line 1 "/elsewhere/other.cpp"
void f() { say(__FILE__); }
#endif

// NEUTRAL: ASSERT1 ASSERT2
#ifdef ASSERT1
int f(int n) { assert(n > 1); return n; }
#endif
#ifdef ASSERT2

#line 7 "/elsewhere/other.cpp"
int f(int n) { assert(n >
 1); return n; }
#endif

// SAME: FUNC1 FUNC2
#ifdef FUNC1
void f() { say(__func__); say(__PRETTY_FUNCTION__); }
#endif
#ifdef FUNC2

void f()
{ say(__func__); say(__PRETTY_FUNCTION__); }
#endif

// SAME: HIDDEN1 HIDDEN2
#ifdef HIDDEN1
namespace { int g(int n) { static int calls; return n + calls++; } struct S { int v; }; } static int k = 4; int f(int n) { S s{n}; return g(s.v) + k; }
#endif
#ifdef HIDDEN2

#line 3 "/elsewhere/other.cpp"
namespace { int g(int n) { static int calls; return n + calls++; } struct S { int v; }; } static int k = 4; int f(int n) { S s{n}; return g(s.v) + k; }
#endif

// SAME: LAMBDA1 LAMBDA2
#ifdef LAMBDA1
template <class F> int run(F g) { return g(1); } int f(int n) { return run([&](int x) { return x + n; }); }
#endif
#ifdef LAMBDA2

#line 33 "/elsewhere/other.cpp"
template <class F> int run(F g) { return g(1); } int f(int n) { return run([&](int x) { return x + n; }); }
#endif
