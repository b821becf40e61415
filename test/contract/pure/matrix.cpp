// Pure: matrices as aggregates and as a class template with cached operators.
// RUN: %stcxx -O1 -pthread %s -o %t.cached && %t.cached > %t.cached.txt
// RUN: %cxx_uncached -O1 -pthread %s -o %t.plain && %t.plain > %t.plain.txt
// RUN: diff %t.plain.txt %t.cached.txt
#include <st/cache.h>
#include <array>
#include <cstdio>
#include <vector>

template <class T, std::size_t N>
struct Matrix {
  std::array<std::array<T, N>, N> m{};
  [[st::cache_data]] Matrix operator*(const Matrix& o) const {
    Matrix out;
    for (std::size_t i = 0; i < N; ++i)
      for (std::size_t j = 0; j < N; ++j)
        for (std::size_t k = 0; k < N; ++k) out.m[i][j] += m[i][k] * o.m[k][j];
    return out;
  }
  [[st::cache_data]] Matrix power(unsigned n) const {
    if (n == 0) return identity();
    const Matrix half = power(n / 2);
    return n % 2 ? half * half * *this : half * half;
  }
  [[st::cache_data]] static Matrix identity() {
    Matrix out;
    for (std::size_t i = 0; i < N; ++i) out.m[i][i] = T(1);
    return out;
  }
  [[st::cache_data]] T trace() const;
};
template <class T, std::size_t N>
T Matrix<T, N>::trace() const {
  T sum{};
  for (std::size_t i = 0; i < N; ++i) sum += m[i][i];
  return sum;
}
using Dynamic = std::vector<std::vector<double>>;
[[st::cache_data]] double determinant(const Dynamic& a) {
  if (a.size() == 1) return a[0][0];
  double sum = 0;
  for (std::size_t c = 0; c < a.size(); ++c) {
    Dynamic minor;
    for (std::size_t r = 1; r < a.size(); ++r) {
      minor.push_back(a[r]);
      minor.back().erase(minor.back().begin() + static_cast<std::ptrdiff_t>(c));
    }
    sum += (c % 2 ? -1 : 1) * a[0][c] * determinant(minor);
  }
  return sum;
}

int main() {
  Matrix<unsigned long long, 2> fib{{{{1, 1}, {1, 0}}}};
  for (unsigned n = 0; n < 60; n += 7) std::printf("%llu %llu\n", fib.power(n).m[0][1], fib.power(n).trace());
  Matrix<double, 3> rotation{{{{0, -1, 0}, {1, 0, 0}, {0, 0, 1}}}};
  for (int round = 0; round < 2; ++round)
    for (unsigned n = 0; n < 6; ++n) std::printf("%.1f %.1f\n", rotation.power(n).trace(), rotation.power(n).m[0][1]);
  Dynamic d;
  for (int i = 0; i < 6; ++i) {
    d.emplace_back();
    for (int j = 0; j < 6; ++j) d.back().push_back((i * 7 + j * 3) % 11 - (i == j ? 4 : 0));
  }
  for (int round = 0; round < 2; ++round) std::printf("%.3f\n", determinant(d));
}
