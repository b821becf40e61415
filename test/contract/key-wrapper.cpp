// optional, variant, tuple, pair, chrono, filesystem::path; smart pointers by pointee, null unlike every value.
// RUN: %stcxx -O1 %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>
#include "Inputs/key.h"

using namespace std::chrono_literals;

template <class T>
std::shared_ptr<T> sp(T t) { return std::make_shared<T>(std::move(t)); }
template <class T>
std::unique_ptr<T> up(T t) { return std::make_unique<T>(std::move(t)); }

struct Node {
  int value;
  std::shared_ptr<Node> next;
};

int main() {
  using S = std::string;
  using O = std::optional<int>;
  EXPECT_SAME(O(1), O(1));
  EXPECT_DIFFER(O(), O(0));
  EXPECT_DIFFER(O(1), O(2));
  using OO = std::optional<std::optional<int>>;
  EXPECT_DIFFER(OO(), OO(O()));
  EXPECT_DIFFER(OO(O()), OO(O(0)));
  EXPECT_DIFFER((std::vector<O>{O(), O(1)}), (std::vector<O>{O(1), O()}));

  using V = std::variant<int, long, S, std::monostate, bool>;
  EXPECT_SAME(V(1), V(1));
  EXPECT_DIFFER(V(1), V(1L));
  EXPECT_DIFFER(V(1), V(true));
  EXPECT_DIFFER(V(std::monostate{}), V(0));
  EXPECT_DIFFER(V(S()), V(std::monostate{}));
  using Twice = std::variant<int, int>;
  EXPECT_DIFFER(Twice(std::in_place_index<0>, 1), Twice(std::in_place_index<1>, 1));

  EXPECT_DIFFER(std::pair(1, 2), std::pair(2, 1));
  EXPECT_SAME(std::pair(S("a"), 2), std::pair(S("a"), 2));
  EXPECT_DIFFER(std::tuple(S("ab"), S("c")), std::tuple(S("a"), S("bc")));
  EXPECT_SAME(std::tuple<>(), std::tuple<>());
  EXPECT_DIFFER(std::tuple(1, O(), 2), std::tuple(1, O(2), 2));

  EXPECT_DIFFER(1s, 2s);
  EXPECT_SAME(60s, 60s);
  EXPECT_DIFFER(std::chrono::system_clock::time_point(1s), std::chrono::system_clock::time_point(2s));
  EXPECT_DIFFER(std::chrono::duration<double>(0.0), std::chrono::duration<double>(0.5));
  using P = std::filesystem::path;
  EXPECT_SAME(P("/a/b"), P("/a/b"));
  EXPECT_SAME(P("/a/b"), P("/a") / "b");
  EXPECT_DIFFER(P("/a/b"), P("/a/c"));
  EXPECT_DIFFER(P("/ab"), P("/a/b"));
  EXPECT_DIFFER(P(), P("."));

  // Smart pointers.
  EXPECT_SAME(sp(1), sp(1));
  EXPECT_DIFFER(sp(1), sp(2));
  EXPECT_DIFFER(std::shared_ptr<int>(), sp(0));
  EXPECT_SAME(std::shared_ptr<int>(), std::shared_ptr<int>());
  EXPECT_DIFFER(std::shared_ptr<S>(), sp(S()));
  EXPECT_DIFFER((std::shared_ptr<std::vector<int>>()), sp(std::vector<int>()));
  EXPECT_SAME(up(S("a")), up(S("a")));
  EXPECT_DIFFER(up(S("a")), up(S("b")));
  EXPECT_DIFFER(std::unique_ptr<int>(), up(0));
  EXPECT_SAME(std::shared_ptr<const int>(sp(4)), std::shared_ptr<const int>(sp(4)));
  EXPECT_DIFFER(sp(sp(1)), sp(std::shared_ptr<int>()));
  EXPECT_DIFFER(sp(std::shared_ptr<int>()), std::shared_ptr<std::shared_ptr<int>>());
  using VS = std::vector<std::shared_ptr<int>>;
  EXPECT_DIFFER((VS{nullptr, sp(1)}), (VS{sp(1), nullptr}));
  EXPECT_DIFFER((VS{nullptr}), (VS{}));
  EXPECT_DIFFER(std::optional<std::shared_ptr<int>>(), std::optional<std::shared_ptr<int>>(nullptr));
  // A list by pointers: content, to its end.
  Node one{1, sp(Node{2, nullptr})}, same{1, sp(Node{2, nullptr})}, longer{1, sp(Node{2, sp(Node{3, nullptr})})};
  EXPECT_SAME(one, same);
  EXPECT_DIFFER(one, longer);
  // The pointee changes, so does the key.
  auto p = sp(10);
  const int before = id(p);
  *p = 11;
  EXPECT(id(p) != before);
  *p = 10;
  EXPECT(id(p) == before);
  return check::ok();
}
