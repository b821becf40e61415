#include <cstdlib>
#include <memory>
#include <st/cache.h>
#include <string>
#include <vector>

using namespace std;
int level;
struct Point { int x, y; };
struct Model { int id; vector<Point> points; };

[[st::cache_data(max_entries = 10)]] vector<int> load(const string &path, int n) {
  vector<int> v(n);
  if (path.size() == 0) return v;
  else return vector<int>{1, 2, rand() * level};
}
[[st::cache_resource]] shared_ptr<Model> model(int id, int version) {
  auto m = make_shared<Model>();
  m->id = id;
  return m;
}
[[st::cache(allow_output_mutation = true)]] shared_ptr<Model> old(int id);
struct Scene {
  int scale = 3;
  [[st::cache_data(ttl = 60)]] Point corner(int i, int j) const { return Point{i * scale, j}; }
};
template <class T> [[st::cache_data]] T twice(T t) { return t + t; }
int main(int argc, char **argv) {
  auto m = model(1, 2);
  m->id = argc;
  int *p = 0;
  if (!p == false) level = twice(3);
  for (int i = 0; i < load("a", 3).size(); i++) level += Scene().corner(i, argc).x;
  return level;
}
