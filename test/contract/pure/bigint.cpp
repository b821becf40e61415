// Pure: arithmetic with big numbers in a class with private digits.
// RUN: %stcxx -O1 -pthread %s -o %t.cached && %t.cached > %t.cached.txt
// RUN: %cxx_uncached -O1 -pthread %s -o %t.plain && %t.plain > %t.plain.txt
// RUN: diff %t.plain.txt %t.cached.txt
#include <st/cache.h>
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

class Big {
 public:
  Big(std::uint64_t n = 0) {
    for (; n; n /= 10) d_.push_back(static_cast<std::uint8_t>(n % 10));
  }
  [[st::cache_data]] friend Big operator+(const Big& a, const Big& b) {
    Big out;
    int carry = 0;
    for (std::size_t i = 0; i < std::max(a.d_.size(), b.d_.size()) || carry; ++i) {
      const int s = carry + (i < a.d_.size() ? a.d_[i] : 0) + (i < b.d_.size() ? b.d_[i] : 0);
      out.d_.push_back(static_cast<std::uint8_t>(s % 10));
      carry = s / 10;
    }
    return out;
  }
  [[st::cache_data]] Big operator*(const Big& o) const;
  [[st::cache_data]] bool operator<(const Big& o) const noexcept {
    if (d_.size() != o.d_.size()) return d_.size() < o.d_.size();
    return std::lexicographical_compare(d_.rbegin(), d_.rend(), o.d_.rbegin(), o.d_.rend());
  }
  [[st::cache_data]] explicit operator std::string() const {
    std::string out;
    for (auto it = d_.rbegin(); it != d_.rend(); ++it) out += static_cast<char>('0' + *it);
    return out.empty() ? "0" : out;
  }
  template <class Archive>
  void serialize(Archive& ar, const unsigned /*version*/) { ar & d_; }

 private:
  std::vector<std::uint8_t> d_;
};
Big Big::operator*(const Big& o) const {
  Big out;
  out.d_.resize(d_.size() + o.d_.size() + 1);
  for (std::size_t i = 0; i < d_.size(); ++i) {
    int carry = 0;
    for (std::size_t j = 0; j < o.d_.size() || carry; ++j) {
      const int s = out.d_[i + j] + carry + (j < o.d_.size() ? d_[i] * o.d_[j] : 0);
      out.d_[i + j] = static_cast<std::uint8_t>(s % 10);
      carry = s / 10;
    }
  }
  while (!out.d_.empty() && !out.d_.back()) out.d_.pop_back();
  return out;
}
[[st::cache_data]] Big factorial(unsigned n) { return n < 2 ? Big(1) : factorial(n - 1) * Big(n); }
[[st::cache_data]] Big fib(unsigned n) { return n < 2 ? Big(n) : fib(n - 1) + fib(n - 2); }
[[st::cache_data]] std::pair<Big, Big> min_max(Big a, Big b) { return a < b ? std::pair(a, b) : std::pair(b, a); }

int main() {
  for (unsigned n : {0u, 1u, 5u, 15u, 20u}) std::printf("%s %s\n", std::string(factorial(n)).c_str(), std::string(fib(n)).c_str());
  for (unsigned n = 0; n < 10; ++n) {
    auto [a, b] = min_max(fib(n), factorial(n / 2));
    std::printf("%s<=%s ", std::string(a).c_str(), std::string(b).c_str());
  }
  std::puts("");
}
