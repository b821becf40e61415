// Pure: goto, switch, labels, loops and early returns in scanners.
// RUN: %stcxx -O1 -pthread %s -o %t.cached && %t.cached > %t.cached.txt
// RUN: %cxx_uncached -O1 -pthread %s -o %t.plain && %t.plain > %t.plain.txt
// RUN: diff %t.plain.txt %t.cached.txt
#include <st/cache.h>
#include <cstdio>
#include <string>
#include <vector>

[[st::cache_data]] std::string strip_comments(const std::string& s) {
  std::string out;
  std::size_t i = 0;
code:
  if (i >= s.size()) return out;
  if (s[i] == '/' && i + 1 < s.size()) {
    if (s[i + 1] == '/') goto line;
    if (s[i + 1] == '*') { i += 2; goto block; }
  }
  if (s[i] == '"') goto text;
  out += s[i++];
  goto code;
line:
  while (i < s.size() && s[i] != '\n') ++i;
  goto code;
block:
  for (; i + 1 < s.size(); ++i)
    if (s[i] == '*' && s[i + 1] == '/') { i += 2; goto code; }
  return out + "<open>";
text:
  do out += s[i++]; while (i < s.size() && s[i] != '"');
  if (i < s.size()) out += s[i++];
  goto code;
}
enum class State { start, sign, whole, point, fraction, bad };
[[st::cache_data]] State next(State s, char c) {
  const bool digit = c >= '0' && c <= '9';
  switch (s) {
    case State::start:
      if (c == '-' || c == '+') return State::sign;
      [[fallthrough]];
    case State::sign:
      return digit ? State::whole : State::bad;
    case State::whole:
      if (c == '.') return State::point;
      return digit ? s : State::bad;
    case State::point:
    case State::fraction:
      return digit ? State::fraction : State::bad;
    case State::bad: break;
  }
  return State::bad;
}
[[st::cache_data]] bool is_number(const char* s) {
  State state = State::start;
  for (; *s; ++s)
    if ((state = next(state, *s)) == State::bad) return false;
  return state == State::whole || state == State::fraction;
}
// Duff's device: cases inside of a loop.
[[st::cache_data]] int duff(int n) {
  int sum = 0, left = (n + 3) / 4;
  if (n <= 0) return -1;
  switch (n % 4) {
    case 0: do { sum += 1;
    case 3: sum += 10;
    case 2: sum += 100;
    case 1: sum += 1000;
    } while (--left > 0);
  }
  return sum;
}

int main() {
  for (int round = 0; round < 2; ++round) {
    for (const char* s : {"a // b\nc", "x /* y */ z", "\"/* kept */\" // gone", "/* open", "a / b"}) std::printf("<%s> ", strip_comments(s).c_str());
    for (const char* s : {"1", "-1.5", "+", "1.", "1.x", "", "12.34", "--1"}) std::printf("%d", is_number(s));
    for (int n = 0; n < 9; ++n) std::printf(" %d", duff(n));
    std::puts("");
  }
}
