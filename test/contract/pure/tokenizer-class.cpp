// Pure: a class that is used by value and by move, with cached && and const& members.
// RUN: %stcxx -O1 -pthread %s -o %t.cached && %t.cached > %t.cached.txt
// RUN: %cxx_uncached -O1 -pthread %s -o %t.plain && %t.plain > %t.plain.txt
// RUN: diff %t.plain.txt %t.cached.txt
#include <st/cache.h>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

class Text {
 public:
  explicit Text(std::string s) : s_(std::move(s)) {}
  [[st::cache_data]] std::vector<std::string> lines() const& { return cut(s_, '\n'); }
  [[st::cache_data]] std::vector<std::string> lines() && {
    std::string taken = std::move(s_);
    return cut(taken, '\n');
  }
  [[st::cache_data]] Text upper() const {
    Text out = *this;
    for (char& c : out.s_)
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return out;
  }
  [[st::cache_data]] Text operator+(const Text& o) const { return Text(s_ + o.s_); }
  [[st::cache_data]] char operator[](std::size_t i) const { return i < s_.size() ? s_[i] : '\0'; }
  [[st::cache_data]] operator std::string() const { return s_; }
  template <class Archive>
  void serialize(Archive& ar) { ar(s_); }
  template <class F>
  [[st::cache_data]] int count_if(F _f, int which) const {
    int n = 0;
    for (char c : s_) n += _f(c);
    return n + which - which;
  }

 private:
  [[st::cache_data]] static std::vector<std::string> cut(const std::string& s, char at) {
    std::vector<std::string> out(1);
    for (char c : s) {
      if (c == at) out.emplace_back();
      else out.back() += c;
    }
    return out;
  }
  std::string s_;
};

int main() {
  for (int round = 0; round < 2; ++round) {
    Text t("one\ntwo\n\nthree");
    for (const auto& l : t.lines()) std::printf("<%s>", l.c_str());
    for (const auto& l : Text("a\nb").lines()) std::printf("<%s>", l.c_str());
    for (const auto& l : std::move(t).lines()) std::printf("<%s>", l.c_str());
    Text u = Text("abc").upper() + Text("def");
    std::printf("%s %c %d %d %d\n", std::string(u).c_str(), u[4], u[99] == '\0', u.count_if([](char c) { return c < 'a'; }, 1), u.count_if([](char c) { return c == 'd'; }, 2));
  }
}
