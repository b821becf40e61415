// A directive may be indented or follow a comment, and GCC leaves that before the line marker that
// it writes for what is skipped: the edits of later functions are still found.
// REQUIRES: g++
// RUN: %bindir/stcxx %gxx -std=c++17 %s -o %t && %t | %FileCheck %s
#include <cstdio>
#include <st/cache.h>

namespace {

long tabbed(long x) {
	#ifdef NO_SUCH_THING
	return x + 1;
	return x + 2;
	return x + 3;
	return x + 4;
	return x + 5;
	return x + 6;
	return x + 7;
	return x + 8;
	#else
	return x;
	#endif
}

/* a comment */ #if 0
1
2
3
4
5
6
7
8
/* one that goes on
   here */ #endif

[[st::cache_data]] long twice(long x) {
  std::printf("twice, line %d\n", __LINE__);
  return 2 * tabbed(x);
}

struct Adder {
  long by = 1;
/* one that goes on
   here */ #if 0
1
2
3
4
5
6
7
8
9
  #endif
  [[st::cache_data]] long add(long x) const {
    #ifdef NO_SUCH_THING
    1
    2
    3
    4
    5
    6
    7
    8
    9
    #endif
    std::printf("add, line %d\n", __LINE__);
    return x + by;
  }
};

} // namespace

int main() {
  std::printf("%ld %ld\n", twice(4), twice(4));
  std::printf("%ld %ld\n", Adder().add(4), Adder().add(4));
}
// CHECK: twice, line [[#@LINE-41]]
// CHECK-NEXT: 8 8
// CHECK-NEXT: add, line [[#@LINE-13]]
// CHECK-NEXT: 5 5
