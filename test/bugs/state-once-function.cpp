// A function that std::call_once calls changes what it fills once, as a lambda given to it does.
// XFAIL: *
// RUN: %stcxx -fsyntax-only -Werror %s
#include <mutex>
#include <st/cache.h>
#include <vector>

static std::once_flag flag;
static std::vector<int> squares;
static void fill() { squares = {0, 1, 4, 9}; }
[[st::cache_data]] int square(int x) {
  std::call_once(flag, fill);
  return squares[x];
}
