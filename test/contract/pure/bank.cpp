// Pure: value types with invariants: money, dates, an order book.
// RUN: %stcxx -O1 -pthread %s -o %t.cached && %t.cached > %t.cached.txt
// RUN: %cxx_uncached -O1 -pthread %s -o %t.plain && %t.plain > %t.plain.txt
// RUN: diff %t.plain.txt %t.cached.txt
#include <st/cache.h>
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

struct Date {
  int y, m, d;
  [[st::cache_data]] bool leap() const { return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0; }
  [[st::cache_data]] std::int64_t days() const {
    static const int before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    const std::int64_t past = y - 1;
    return past * 365 + past / 4 - past / 100 + past / 400 + before[m - 1] + (m > 2 && leap()) + d;
  }
};
[[st::cache_data]] std::int64_t operator-(const Date& a, const Date& b) { return a.days() - b.days(); }
enum class Currency : char { eur, usd };
struct Money {
  std::int64_t cents = 0;
  Currency currency = Currency::eur;
};
[[st::cache_data]] std::optional<Money> operator+(const Money& a, const Money& b) {
  if (a.currency != b.currency) return std::nullopt;
  return Money{a.cents + b.cents, a.currency};
}
[[st::cache_data]] Money interest(Money m, std::chrono::hours time, unsigned basis_points) {
  m.cents += m.cents * static_cast<std::int64_t>(basis_points) * time.count() / (10000 * 24 * 365);
  return m;
}
struct Order {
  unsigned id : 20;
  unsigned buy : 1;
  int price;
  int amount;
};
struct Trade {
  unsigned buyer, seller;
  int price, amount;
};
[[st::cache_data]] std::vector<Trade> settle(const std::vector<Order>& orders) {
  std::vector<Order> buys, sells;
  for (const Order& o : orders) (o.buy ? buys : sells).push_back(o);
  auto by_price = [](const Order& a, const Order& b) { return std::make_tuple(a.price, unsigned{a.id}) < std::make_tuple(b.price, unsigned{b.id}); };
  std::sort(sells.begin(), sells.end(), by_price);
  std::sort(buys.rbegin(), buys.rend(), by_price);
  std::vector<Trade> out;
  for (std::size_t b = 0, s = 0; b < buys.size() && s < sells.size() && buys[b].price >= sells[s].price;) {
    const int n = std::min(buys[b].amount, sells[s].amount);
    out.push_back({buys[b].id, sells[s].id, (buys[b].price + sells[s].price) / 2, n});
    if (!(buys[b].amount -= n)) ++b;
    if (!(sells[s].amount -= n)) ++s;
  }
  return out;
}

int main() {
  using namespace std::chrono_literals;
  for (int round = 0; round < 2; ++round) {
    for (int y : {1900, 2000, 2023, 2024}) std::printf("%d %lld ", Date{y, 3, 1}.leap(), static_cast<long long>(Date{y, 3, 1} - Date{y, 2, 28}));
    const auto sum = Money{150} + Money{275}, none = Money{1, Currency::usd} + Money{1};
    std::printf("%lld %d ", static_cast<long long>(sum->cents), none.has_value());
    for (auto t : {24h, 24h * 365, 0h}) std::printf("%lld ", static_cast<long long>(interest({100000}, t, 250).cents));
    std::vector<Order> orders{{1, 1, 100, 5}, {2, 0, 98, 3}, {3, 0, 99, 4}, {4, 1, 97, 9}, {5, 0, 97, 1}};
    for (const auto& t : settle(orders)) std::printf("%u-%u@%dx%d ", t.buyer, t.seller, t.price, t.amount);
    orders[0].price = 98;
    for (const auto& t : settle(orders)) std::printf("%u-%u@%dx%d ", t.buyer, t.seller, t.price, t.amount);
    std::puts("");
  }
}
