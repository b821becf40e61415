// Odd layout: rewritten source keeps its lines and its meaning.
// RUN: %stcxx -Wall %s -o %t && %t | %FileCheck %s
// RUN: sed 's/$/\r/' %s > %t.crlf.cpp && %stcxx -Wall %t.crlf.cpp -o %t && %t | %FileCheck %s
// CHECK: 6 runs
#include <st/cache.h>
#include <cstdio>
#include <string>
int runs;
#define CACHED(...) [[st::cache_data(__VA_ARGS__)]]
[[ /* why */ nodiscard /* [[ */ , st :: cache_data // "]]"
   ( max_entries /* [ */ = /*(*/ 3 ) ]]
 std
 ::
 string
 größe
 ( int
   ñ /* } */
 )
 // here {
 {
   ++runs; const char *r = R"x({ "}")x"; return std::string(r) + std::to_string(ñ) + u8"}"[0] + '{' + std::to_string(__LINE__); }
int after [[st::cache_data]] (int x) { ++runs; return x + __LINE__; }
[[using st : cache_data(max_entries = 2), ]] int with_using(int x) { ++runs; return x
  \
  + 1; } CACHED(max_entries = 4) int one_line(int x) { ++runs; return x; } [[st::cache_data]] int two(int x) {++runs;return x;}
[[st::cache_data]]
#if defined(SOMETHING)
int conditional(long x) {
#else
int conditional(int x) {
#endif
  ++runs;
  return x * 2; }
int main() {
  for (int i = 0; i < 3; ++i) {
    std::string s = größe(1);
    if (s != "{ \"}\"1}{21") { std::puts(s.c_str()); return 1; }
    if (after(1) != 23 || with_using(1) != 2 || one_line(1) != 1 || two(1) != 1 || conditional(2) != 4) return 2;
  }
  std::printf("%d runs\n", runs);
}
