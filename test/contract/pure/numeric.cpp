// Pure: floating point: integration, roots, statistics, signed zeros and NaN in keys and results.
// RUN: %stcxx -O1 -pthread %s -o %t.cached && %t.cached > %t.cached.txt
// RUN: %cxx_uncached -O1 -pthread %s -o %t.plain && %t.plain > %t.plain.txt
// RUN: diff %t.plain.txt %t.cached.txt
#include <st/cache.h>
#include <cmath>
#include <complex>
#include <cstdio>
#include <cstring>
#include <limits>
#include <utility>
#include <vector>

[[st::cache_data]] double inverse(double x) { return 1 / x; }
[[st::cache_data]] float halve(float x) { return x / 2; }
[[st::cache_data]] bool negative(double x) { return std::signbit(x); }
[[st::cache_data]] std::pair<double, double> statistics(const std::vector<double>& v) {
  double mean = 0, m2 = 0;
  std::size_t n = 0;
  for (double x : v) {
    const double delta = x - mean;
    mean += delta / static_cast<double>(++n);
    m2 += delta * (x - mean);
  }
  return {mean, n ? m2 / static_cast<double>(n) : 0};
}
enum class Function { square, cube, sine };
[[st::cache_data]] double value(Function f, double x) {
  switch (f) {
    case Function::square: return x * x;
    case Function::cube: return x * x * x;
    case Function::sine: return x - x * x * x / 6 + x * x * x * x * x / 120;
  }
  return 0;
}
[[st::cache_data]] double integrate(Function f, double a, double b, int n = 64) {
  double sum = 0;
  for (int i = 0; i < n; ++i) sum += value(f, a + (b - a) * (i + 0.5) / n);
  return sum * (b - a) / n;
}
[[st::cache_data]] double root(Function f, double y, double low, double high) noexcept {
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (value(f, middle) < y ? low : high) = middle;
  }
  return low;
}
[[st::cache_data]] std::vector<double> solve(double a, double b, double c) {
  const double d = b * b - 4 * a * c;
  if (d < 0) return {};
  if (d == 0) return {-b / (2 * a)};
  return {(-b - std::sqrt(d)) / (2 * a), (-b + std::sqrt(d)) / (2 * a)};
}
[[st::cache_data]] long double precise(long double x) { return x * 1.25L; }

int main() {
  const double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
  for (int round = 0; round < 2; ++round) {
    for (double x : {0.0, -0.0, 1.0, -inf, inf, 5e-324}) std::printf("%g %d ", inverse(x), negative(x));
    std::printf("%d %d ", std::isnan(inverse(nan)), std::isnan(halve(std::numeric_limits<float>::quiet_NaN())));
    std::printf("%g %g ", halve(0.0f), halve(-0.0f));
    auto [mean, variance] = statistics({1, 2, 3, 4.5});
    std::printf("%.6f %.6f %.6f ", mean, variance, statistics({}).first);
    for (Function f : {Function::square, Function::cube, Function::sine}) std::printf("%.9f %.9f %.9f ", integrate(f, 0, 1), integrate(f, 0, 1, 8), root(f, 0.5, 0, 1));
    for (double x : solve(1, -3, 2)) std::printf("%.3f ", x);
    std::printf("%zu %zu %.3Lf\n", solve(1, 0, 1).size(), solve(1, 2, 1).size(), precise(3.0L));
  }
}
