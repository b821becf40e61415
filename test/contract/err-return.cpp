// cache_data returns values: anything else is an error that names the type and the remedy.
// RUN: not %stcxx -DCASE=1 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C1 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=2 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C2 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=3 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C3 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=4 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C4 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=5 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C5 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=6 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C6 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=7 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C7 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=8 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C8 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=9 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C9 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=10 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C10 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=11 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C11 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=12 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C12 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=13 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C13 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=14 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C14 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=15 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C15 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=16 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C16 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=17 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C17 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=18 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C18 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=19 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C19 --implicit-check-not='PLEASE submit'
#include <st/cache.h>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#if CASE == 1  // pointer
// C1: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*int ?\*.*}}
[[st::cache_data]] int* f(int x) { return new int(x); }
// C1: cache_resource
#elif CASE == 2  // C string
// C2: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*char ?\*.*}}
[[st::cache_data]] const char* f(int x) { return "abc" + x; }
// C2: cache_resource
#elif CASE == 3  // view
// C3: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*string_view.*}}
[[st::cache_data]] std::string_view f(int x) { return std::string_view("abc").substr(x); }
// C3: cache_resource
#elif CASE == 4  // const reference
// C4: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*string.*&.*}}
[[st::cache_data]] const std::string& f(int x) { static std::string s(x, 1); return s; }
// C4: cache_resource
#elif CASE == 5  // reference
// C5: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*int ?&.*}}
[[st::cache_data]] int& f(int x) { static int y; return y += x; }
// C5: cache_resource
#elif CASE == 6  // unique_ptr
// C6: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*unique_ptr.*}}
[[st::cache_data]] std::unique_ptr<int> f(int x) { return std::make_unique<int>(x); }
// C6: cache_resource
#elif CASE == 7  // shared_ptr to a mutable object
// C7: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*shared_ptr.*}}
[[st::cache_data]] std::shared_ptr<int> f(int x) { return std::make_shared<int>(x); }
// C7: cache_resource
#elif CASE == 8  // weak_ptr
// C8: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*weak_ptr.*}}
[[st::cache_data]] std::weak_ptr<const int> f(int x) { return std::make_shared<int>(x); }
// C8: cache_resource
#elif CASE == 9  // a container of pointers
// C9: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*vector<int.*}}
[[st::cache_data]] std::vector<int*> f(int x) { return {new int(x)}; }
// C9: cache_resource
#elif CASE == 10  // a container of views
// C10: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*string_view.*}}
[[st::cache_data]] std::vector<std::string_view> f(int x) { return std::vector<std::string_view>(x); }
// C10: cache_resource
#elif CASE == 11  // a map to mutable objects
// C11: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*shared_ptr.*}}
[[st::cache_data]] std::map<int, std::shared_ptr<int>> f(int x) { return {{x, nullptr}}; }
// C11: cache_resource
#elif CASE == 12  // an optional owner
// C12: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*unique_ptr.*}}
[[st::cache_data]] std::optional<std::unique_ptr<int>> f(int x) { return std::make_unique<int>(x); }
// C12: cache_resource
#elif CASE == 13  // std::function
// C13: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*function.*}}
[[st::cache_data]] std::function<int(int)> f(int x) { return [x](int y) { return x + y; }; }
// C13: cache_resource
#elif CASE == 14  // reference_wrapper
// C14: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*reference_wrapper.*}}
[[st::cache_data]] std::reference_wrapper<int> f(int x) { static int y; y = x; return y; }
// C14: cache_resource
#elif CASE == 15  // function pointer
using FunctionPointer = int (*)(int);
// C15: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*(FunctionPointer|\(\*\)).*}}
[[st::cache_data]] FunctionPointer f(int x) { return x ? nullptr : nullptr; }
// C15: cache_resource
#elif CASE == 16  // a member of an aggregate is named
struct Row {
  int id;
  Row* next_row;
};
// C16: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*(Row|next_row).*}}
[[st::cache_data]] Row f(int x) { return {x, nullptr}; }
// C16: cache_resource
#elif CASE == 17  // a member far inside is named
struct Cell { std::string_view title_view; };
struct Table {
  std::vector<Cell> cells;
  int n;
};
// C17: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*(Table|title_view).*}}
[[st::cache_data]] Table f(int x) { return {{}, x}; }
// C17: cache_resource
#elif CASE == 18  // a class without serialize
class File {
 public:
  explicit File(int fd) : fd_(fd) {}
  File(const File&);
  ~File();

 private:
  int fd_;
};
// C18: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*File.*}}
[[st::cache_data]] File f(int x) { return File(x); }
// C18: cache_resource
#elif CASE == 19  // a pointer to a lock
// C19: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*mutex.*}}
[[st::cache_data]] std::mutex* f(int x) { static std::mutex m[3]; return m + x; }
// C19: cache_resource
#endif
