// Pure: functions that throw by many ways, with clean-up, nesting and rethrow.
// RUN: %stcxx -O1 -pthread %s -o %t.cached && %t.cached > %t.cached.txt
// RUN: %cxx_uncached -O1 -pthread %s -o %t.plain && %t.plain > %t.plain.txt
// RUN: diff %t.plain.txt %t.cached.txt
#include <st/cache.h>
#include <cstdio>
#include <exception>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

struct Code {
  int n;
};
class ParseError : public std::runtime_error {
 public:
  ParseError(const std::string& what, std::size_t at) : std::runtime_error(what), at_(at) {}
  std::size_t at() const { return at_; }

 private:
  std::size_t at_;
};
[[st::cache_data]] int digit(char c) {
  if (c < '0' || c > '9') throw Code{c};
  return c - '0';
}
[[st::cache_data]] int number(const std::string& s) {
  int out = 0;
  std::size_t at = 0;
  try {
    for (; at < s.size(); ++at) out = out * 10 + digit(s[at]);
  } catch (const Code& c) {
    throw ParseError("no digit: " + std::string(1, static_cast<char>(c.n)), at);
  }
  return out;
}
[[st::cache_data]] int checked(int a, int b) try {
  if (b == 0) throw std::invalid_argument("zero");
  return a / b;
} catch (const std::invalid_argument&) {
  if (a == 0) return -1;
  throw;
}
[[st::cache_data]] std::string nested(int depth) {
  try {
    if (depth == 0) throw std::out_of_range("bottom");
    return nested(depth - 1);
  } catch (const std::exception&) {
    std::throw_with_nested(std::runtime_error("level " + std::to_string(depth)));
  }
}
std::string unwind(const std::exception& e) {
  std::string out = e.what();
  try {
    std::rethrow_if_nested(e);
  } catch (const std::exception& inner) {
    out += " < " + unwind(inner);
  }
  return out;
}
[[st::cache_data]] std::vector<int> collect(const std::vector<std::string>& all) {
  std::vector<int> out;
  for (const auto& s : all) {
    try {
      out.push_back(number(s));
    } catch (const ParseError& e) {
      out.push_back(-static_cast<int>(e.at()) - 1);
    }
  }
  return out;
}

int main() {
  for (int round = 0; round < 3; ++round) {
    for (const char* s : {"12", "1x", "", "99a9"}) try {
        std::printf("%d\n", number(s));
      } catch (const ParseError& e) {
        std::printf("%s at %zu\n", e.what(), e.at());
      }
    for (int b : {2, 0})
      for (int a : {0, 7}) try {
          std::printf("%d\n", checked(a, b));
        } catch (const std::exception& e) {
          std::printf("%s\n", e.what());
        }
    try {
      (void)nested(3);
    } catch (const std::exception& e) {
      std::puts(unwind(e).c_str());
    }
    for (int n : collect({"1", "2b", "c", "33"})) std::printf("%d ", n);
    std::puts("");
  }
}
