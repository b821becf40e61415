// cache_resource: shared_ptr, reference, pointer and declared handle types; the same object for all callers.
// RUN: %stcxx -O1 -pthread %s -o %t && %t | %FileCheck %s
// CHECK: ok
#include <st/cache.h>
#include <memory>
#include <string>
#include "Inputs/check.h"

int runs;
struct Database {
  explicit Database(std::string u) : url(std::move(u)) {}
  Database(const Database&) = delete;
  std::string url;
  int queries = 0;
};
// A handle of the user's own: copies name one thing.
class Handle {
 public:
  explicit Handle(int fd) : fd_(std::make_shared<int>(fd)) {}
  int& fd() const { return *fd_; }

 private:
  std::shared_ptr<int> fd_;
};
template <>
inline constexpr bool st::is_handle<Handle> = true;

[[st::cache_resource]] std::shared_ptr<Database> connect(const std::string& url) { ++runs; return std::make_shared<Database>(url); }
[[st::cache_resource]] Database& reference(const std::string& url) { ++runs; return *new Database(url); }
[[st::cache_resource]] Database* pointer(const std::string& url) { ++runs; return new Database(url); }
[[st::cache_resource]] Handle handle(int fd) { ++runs; return Handle(fd); }
[[st::cache_resource]] const std::string& constant(int n) { ++runs; return *new std::string(static_cast<std::size_t>(n), 'c'); }
[[st::cache_resource]] std::shared_ptr<const Database> constant_shared(const std::string& url) { ++runs; return std::make_shared<Database>(url); }
[[st::cache_resource]] std::shared_ptr<void> erased(int n) { ++runs; return std::make_shared<int>(n); }
[[st::cache_resource]] Database* null(int) { ++runs; return nullptr; }
struct Pool {
  int size = 2;
  [[st::cache_resource]] std::shared_ptr<Database> get(int i) const { ++runs; return std::make_shared<Database>(std::to_string(i * size)); }
  template <class T>
  [[st::cache_resource]] static T& singleton() { ++runs; return *new T(); }
};
// Parameters by non-const reference are not an error for resources when excluded.
[[st::cache_resource]] std::shared_ptr<Database> with_context(int& _context, int x) { ++runs; ++_context; return std::make_shared<Database>(std::to_string(x)); }

int main() {
  auto a = connect("u"), b = connect("u");
  EXPECT(a == b);
  a->queries = 5;
  EXPECT_EQ(connect("u")->queries, 5);
  EXPECT(connect("v") != a);
  EXPECT_EQ(a.use_count(), 3);  // a, b and the cache
  EXPECT(&reference("u") == &reference("u"));
  reference("u").queries = 6;
  EXPECT_EQ(reference("u").queries, 6);
  EXPECT(&reference("v") != &reference("u"));
  EXPECT(pointer("u") == pointer("u") && pointer("u") != pointer("v"));
  handle(1).fd() = 77;
  EXPECT_EQ(handle(1).fd(), 77);
  EXPECT(&constant(3) == &constant(3));
  EXPECT(constant_shared("u") == constant_shared("u"));
  EXPECT(erased(1) == erased(1) && erased(1) != erased(2));
  EXPECT(null(1) == nullptr && null(1) == nullptr);
  EXPECT(Pool{}.get(1) == Pool{}.get(1));
  EXPECT(Pool{}.get(1) != Pool{3}.get(1));
  EXPECT(&Pool::singleton<int>() == &Pool::singleton<int>());
  Pool::singleton<std::string>() = "set";
  EXPECT(Pool::singleton<std::string>() == "set");
  int context = 0;
  EXPECT(with_context(context, 1) == with_context(context, 1));
  EXPECT_EQ(context, 1);
  EXPECT_EQ(runs, 2 + 2 + 2 + 1 + 1 + 1 + 2 + 1 + 2 + 2 + 1);

  // Cleared: the cache lets go, who holds it keeps it.
  std::weak_ptr<Database> weak = connect("w");
  EXPECT(!weak.expired());
  st::cached(connect).clear("w");
  EXPECT(weak.expired());
  st::cached(connect).clear();
  EXPECT_EQ(a.use_count(), 2);
  EXPECT(connect("u") != a);
  return check::ok();
}
