// Pure: lambdas in, around and returned through cached functions.
// RUN: %stcxx -O1 -pthread %s -o %t.cached && %t.cached > %t.cached.txt
// RUN: %cxx_uncached -O1 -pthread %s -o %t.plain && %t.plain > %t.plain.txt
// RUN: diff %t.plain.txt %t.cached.txt
#include <st/cache.h>
#include <algorithm>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

[[st::cache_data]] std::vector<int> apply_all(std::vector<int> v, int a, int b) {
  auto compose = [](auto f, auto g) { return [=](auto x) { return f(g(x)); }; };
  auto add = [a](int x) { return x + a; };
  auto times = [&b](int x) { return x * b; };
  std::function<int(int)> both = compose(add, times);
  std::transform(v.begin(), v.end(), v.begin(), both);
  std::for_each(v.begin(), v.end(), [&, n = 0](int& x) mutable { x += n++ * (a - b); });
  return v;
}
[[st::cache_data]] int recursive_lambda(int n) {
  auto fib = [](auto& self, int k) -> int { return k < 2 ? k : self(self, k - 1) + self(self, k - 2); };
  return fib(fib, n);
}
[[st::cache_data]] std::string builder(const std::string& name, int times) {
  std::string out;
  const auto append = [&out, name](int i) -> std::string& { return out += name + std::to_string(i) + ' '; };
  for (int i = 0; i < times; ++i) append(i) += [i] { return i % 2 ? '-' : '+'; }();
  return out;
}
struct Machine {
  int state;
  [[st::cache_data]] int run(const std::string& program) const {
    int s = state;
    auto step = [this, &s](char c) {
      switch (c) {
        case '+': s += state; break;
        case '-': s -= 1; break;
        case '*': s *= [=] { return state + 1; }(); break;
        default: s = [copy = *this] { return copy.state; }();
      }
    };
    for (char c : program) step(c);
    return s;
  }
};
template <class T>
[[st::cache_data]] T fold(const std::vector<T>& v, T start) {
  auto go = [&, i = std::size_t{0}](auto&& self) mutable -> T { return i == v.size() ? start : (start = start * T(3) + v[i++], self(self)); };
  return go(go);
}
// A static table of lambdas in the body, and a cached function called in a default member initialiser.
[[st::cache_data]] double table(int which, double x) {
  static double (*const functions[])(double) = {[](double y) { return y + 1; }, [](double y) { return y * 2; }, [](double y) { return y * y; }};
  return functions[which](x);
}
struct Lazy {
  int n = recursive_lambda(10);
  double d = table(2, 1.5);
};

int main() {
  for (int round = 0; round < 2; ++round) {
    for (int x : apply_all({1, 2, 3, 4}, 10, round + 2)) std::printf("%d ", x);
    std::printf("%d %s", recursive_lambda(15), builder("n", 3).c_str());
    for (const char* p : {"+-*", "", "x*+", "***"}) std::printf("%d %d ", Machine{3}.run(p), Machine{-2}.run(p));
    std::printf("%d %.2f ", fold<int>({1, 2, 3}, 1), fold<double>({1.5, 2.5}, 0.5));
    for (int i = 0; i < 3; ++i) std::printf("%.2f ", table(i, 1.5));
    std::printf("%d %.2f\n", Lazy{}.n, Lazy{}.d);
  }
}
