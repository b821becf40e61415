// A parameter that cannot be hashed: the error is at the parameter, with the promised text.
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
#include <st/cache.h>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>
class MyClass {
 public:
  explicit MyClass(int n) : n_(n) {}
  int n() const { return n_; }

 private:
  int n_;
};

#if CASE == 1  // by value
[[st::cache_data]] int multiply_score(int k,
// C1: :[[#@LINE+1]]:{{[0-9]+}}: error: cannot hash argument 'obj' (of type 'MyClass') in 'multiply_score'
                                      MyClass obj,
                                      int m) {
  return obj.n() * k * m;
}
#elif CASE == 2  // by reference
[[st::cache_data]] int multiply_score(int k,
// C2: :[[#@LINE+1]]:{{[0-9]+}}: error: cannot hash argument 'obj' (of type '{{.*MyClass.*}}') in 'multiply_score'
                                      const MyClass& obj) {
  return obj.n() * k;
}
#elif CASE == 3  // pointer
[[st::cache_data]] int f(int k,
// C3: :[[#@LINE+1]]:{{[0-9]+}}: error: cannot hash argument 'p' (of type 'int *') in 'f'
                         int* p) {
  return *p * k;
}
#elif CASE == 4  // pointer to const
[[st::cache_data]] int f(int k,
// C4: :[[#@LINE+1]]:{{[0-9]+}}: error: cannot hash argument 'p' (of type 'const double *') in 'f'
                         const double* p) {
  return static_cast<int>(*p) * k;
}
#elif CASE == 5  // void pointer
[[st::cache_data]] int f(int k,
// C5: :[[#@LINE+1]]:{{[0-9]+}}: error: cannot hash argument 'p' (of type 'void *') in 'f'
                         void* p) {
  return p ? k : 0;
}
#elif CASE == 6  // function pointer
[[st::cache_data]] int f(int k,
// C6: :[[#@LINE+1]]:{{[0-9]+}}: error: cannot hash argument 'callback' (of type 'int (*)(int)') in 'f'
                         int (*callback)(int)) {
  return callback(k);
}
#elif CASE == 7  // std::function
[[st::cache_data]] int f(int k,
// C7: :[[#@LINE+1]]:{{[0-9]+}}: error: cannot hash argument 'callback' (of type '{{.*function<int.*}}') in 'f'
                         std::function<int(int)> callback) {
  return callback(k);
}
#elif CASE == 8  // in a container
[[st::cache_data]] int f(int k,
// C8: :[[#@LINE+1]]:{{[0-9]+}}: error: cannot hash argument 'all' (of type '{{.*vector<MyClass>.*}}') in 'f'
                         std::vector<MyClass> all) {
  return static_cast<int>(all.size()) * k;
}
#elif CASE == 9  // in a member of an aggregate
struct Outer {
  int n;
  struct Inner {
    MyClass mine;
  } inner;
};
[[st::cache_data]] int f(int k,
// C9: :[[#@LINE+1]]:{{[0-9]+}}: error: cannot hash argument 'outer' (of type '{{.*Outer.*}}') in 'f'
                         const Outer& outer) {
  return outer.n * k;
}
#elif CASE == 10  // behind a smart pointer
[[st::cache_data]] int f(int k,
// C10: :[[#@LINE+1]]:{{[0-9]+}}: error: cannot hash argument 'p' (of type '{{.*shared_ptr<MyClass>.*}}') in 'f'
                         std::shared_ptr<MyClass> p) {
  return p->n() * k;
}
#elif CASE == 11  // a pointer in an aggregate
struct Node {
  int n;
  Node* next;
};
[[st::cache_data]] int f(int k,
// C11: :[[#@LINE+1]]:{{[0-9]+}}: error: cannot hash argument 'node' (of type 'Node') in 'f'
                         Node node) {
  return node.n * k;
}
#elif CASE == 12  // member function
struct S {
  int k;
  [[st::cache_data]] int score(int x,
// C12: :[[#@LINE+1]]:{{[0-9]+}}: error: cannot hash argument 'obj' (of type 'MyClass') in '{{(S::)?}}score'
                               MyClass obj) const {
    return obj.n() * x * k;
  }
};
#elif CASE == 13  // one instance of a template
template <class T>
[[st::cache_data]] int score(int x,
// C13: :[[#@LINE+1]]:{{[0-9]+}}: error: cannot hash argument 'obj' (of type '{{.*MyClass.*}}') in 'score{{.*}}'
                             const T& obj) {
  return x;
}
int use() {
  return score(1, 2) + score(1, MyClass(1));
}
#elif CASE == 14  // on a declaration
[[st::cache_data]] int multiply_score(int k, MyClass obj);
int multiply_score(int k,
// C14: error: cannot hash argument 'obj' (of type 'MyClass') in 'multiply_score'
                   MyClass obj) {
  return obj.n() * k;
}
#elif CASE == 15  // resource
[[st::cache_resource]] int* multiply_score(int k,
// C15: :[[#@LINE+1]]:{{[0-9]+}}: error: cannot hash argument 'obj' (of type 'MyClass') in 'multiply_score'
                                           MyClass obj) {
  return new int(obj.n() * k);
}
#elif CASE == 16  // both of two
[[st::cache_data]] int f(
// C16: :[[#@LINE+1]]:{{[0-9]+}}: error: cannot hash argument 'first' (of type 'MyClass') in 'f'
    MyClass first, int k,
// C16: :[[#@LINE+1]]:{{[0-9]+}}: error: cannot hash argument 'second' (of type 'MyClass') in 'f'
    MyClass second) {
  return first.n() + second.n() + k;
}
#elif CASE == 17  // hash_funcs for another type does not help
[[st::cache_data(hash_funcs = [](int x) { return x; })]] int multiply_score(int k,
// C17: :[[#@LINE+1]]:{{[0-9]+}}: error: cannot hash argument 'obj' (of type 'MyClass') in 'multiply_score'
                                      MyClass obj) {
  return obj.n() * k;
}
#elif CASE == 18  // the object of a member function
class S {
 public:
  explicit S(int n) : n_(n) {}
// C18: :[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}cannot hash{{.*}}'{{.*}}S{{.*}}'
  [[st::cache_data]] int score(int x) const { return n_ * x; }

 private:
  int n_;
};
#endif
