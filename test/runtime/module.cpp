// A library with a cached function, to be unloaded.
#include "wrap.h"
#include <memory>

namespace {
void (*released)(int) = nullptr;
struct counted {
  int id;
  explicit counted(int i) : id(i) {}
  ~counted() {
    if (released)
      released(id + 1000);
  }
};
void note(const std::shared_ptr<counted> &c) {
  if (released)
    released(c->id);
}
} // namespace
OPTIONS(noted, st::on_release = note)
CACHED_RESOURCE(std::shared_ptr<counted>, module_resource, (int id), noted, nullptr, 0,
                static_cast<int &&>(id)) {
  return std::make_shared<counted>(id);
}
extern "C" void module_use(int id, void (*callback)(int)) {
  released = callback;
  module_resource(id);
}
extern "C" bool module_contains(int id) { return st::cached(module_resource).contains(id); }
