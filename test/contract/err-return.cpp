// cache_data returns values: anything else is an error that names the type and the remedy.
// RUN: not %stcxx -DCASE=1 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C1 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=1 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=R1
// RUN: not %stcxx -DCASE=2 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C2 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=2 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=R2
// RUN: not %stcxx -DCASE=3 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C3 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=3 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=R3
// RUN: not %stcxx -DCASE=4 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C4 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=4 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=R4
// RUN: not %stcxx -DCASE=5 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C5 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=5 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=R5
// RUN: not %stcxx -DCASE=6 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C6 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=6 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=R6
// RUN: not %stcxx -DCASE=7 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C7 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=7 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=R7
// RUN: not %stcxx -DCASE=8 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C8 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=8 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=R8
// RUN: not %stcxx -DCASE=9 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C9 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=9 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=R9
// RUN: not %stcxx -DCASE=10 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C10 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=10 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=R10
// RUN: not %stcxx -DCASE=11 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C11 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=11 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=R11
// RUN: not %stcxx -DCASE=12 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C12 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=12 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=R12
// RUN: not %stcxx -DCASE=13 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C13 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=13 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=R13
// RUN: not %stcxx -DCASE=14 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C14 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=14 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=R14
// RUN: not %stcxx -DCASE=15 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C15 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=15 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=R15
// RUN: not %stcxx -DCASE=16 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C16 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=16 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=R16
// RUN: not %stcxx -DCASE=17 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C17 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=17 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=R17
// RUN: not %stcxx -DCASE=18 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C18 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=18 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=R18
// RUN: not %stcxx -DCASE=19 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=C19 --implicit-check-not='PLEASE submit'
// RUN: not %stcxx -DCASE=19 -fsyntax-only %s 2>&1 | %FileCheck %s --check-prefix=R19
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
// C1: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*int ?\*}}
[[st::cache_data]] int* f(int x) { return new int(x); }
// R1: cache_resource
#elif CASE == 2  // C string
// C2: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*char ?\*}}
[[st::cache_data]] const char* f(int x) { return "abc" + x; }
// R2: cache_resource
#elif CASE == 3  // view
// C3: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*string_view}}
[[st::cache_data]] std::string_view f(int x) { return std::string_view("abc").substr(x); }
// R3: cache_resource
#elif CASE == 4  // const reference
// C4: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*string.*&}}
[[st::cache_data]] const std::string& f(int x) { static std::string s(x, 1); return s; }
// R4: cache_resource
#elif CASE == 5  // reference
// C5: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*int ?&}}
[[st::cache_data]] int& f(int x) { static int y; return y += x; }
// R5: cache_resource
#elif CASE == 6  // unique_ptr
// C6: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*unique_ptr}}
[[st::cache_data]] std::unique_ptr<int> f(int x) { return std::make_unique<int>(x); }
// R6: cache_resource
#elif CASE == 7  // shared_ptr to a mutable object
// C7: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*shared_ptr}}
[[st::cache_data]] std::shared_ptr<int> f(int x) { return std::make_shared<int>(x); }
// R7: cache_resource
#elif CASE == 8  // weak_ptr
// C8: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*weak_ptr}}
[[st::cache_data]] std::weak_ptr<const int> f(int x) { return std::make_shared<int>(x); }
// R8: cache_resource
#elif CASE == 9  // a container of pointers
// C9: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*vector<int}}
[[st::cache_data]] std::vector<int*> f(int x) { return {new int(x)}; }
// R9: cache_resource
#elif CASE == 10  // a container of views
// C10: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*string_view}}
[[st::cache_data]] std::vector<std::string_view> f(int x) { return std::vector<std::string_view>(x); }
// R10: cache_resource
#elif CASE == 11  // a map to mutable objects
// C11: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*shared_ptr}}
[[st::cache_data]] std::map<int, std::shared_ptr<int>> f(int x) { return {{x, nullptr}}; }
// R11: cache_resource
#elif CASE == 12  // an optional owner
// C12: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*unique_ptr}}
[[st::cache_data]] std::optional<std::unique_ptr<int>> f(int x) { return std::make_unique<int>(x); }
// R12: cache_resource
#elif CASE == 13  // std::function
// C13: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*function}}
[[st::cache_data]] std::function<int(int)> f(int x) { return [x](int y) { return x + y; }; }
// R13: cache_resource
#elif CASE == 14  // reference_wrapper
// C14: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*reference_wrapper}}
[[st::cache_data]] std::reference_wrapper<int> f(int x) { static int y; y = x; return y; }
// R14: cache_resource
#elif CASE == 15  // function pointer
using FunctionPointer = int (*)(int);
// C15: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*(FunctionPointer|\(\*\))}}
[[st::cache_data]] FunctionPointer f(int x) { return x ? nullptr : nullptr; }
// R15: cache_resource
#elif CASE == 16  // a member of an aggregate is named
struct Row {
  int id;
  Row* next_row;
};
// C16: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*(Row|next_row)}}
[[st::cache_data]] Row f(int x) { return {x, nullptr}; }
// R16: cache_resource
#elif CASE == 17  // a member far inside is named
struct Cell { std::string_view title_view; };
struct Table {
  std::vector<Cell> cells;
  int n;
};
// C17: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*(Table|title_view)}}
[[st::cache_data]] Table f(int x) { return {{}, x}; }
// R17: cache_resource
#elif CASE == 18  // a class without serialize
class File {
 public:
  explicit File(int fd) : fd_(fd) {}
  File(const File&);
  ~File();

 private:
  int fd_;
};
// C18: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*File}}
[[st::cache_data]] File f(int x) { return File(x); }
// R18: cache_resource
#elif CASE == 19  // a pointer to a lock
// C19: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*mutex}}
[[st::cache_data]] std::mutex* f(int x) { static std::mutex m[3]; return m + x; }
// R19: cache_resource
#endif
