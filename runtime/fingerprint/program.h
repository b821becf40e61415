// The fingerprints of a program made of many object files, from their notes.

#ifndef ST_FINGERPRINT_PROGRAM_H
#define ST_FINGERPRINT_PROGRAM_H

#include <fingerprint/note.h>

namespace st::fingerprint {

/// The notes of a program's modules: the executable and the libraries that are loaded. Refers to
/// them, does not copy. Not thread-safe.
class program {
public:
  /// Notes that are added with the same module see each other's definitions first.
  void add(std::uint32_t module, const unsigned char *description, std::size_t size) {
    object o;
    o.module = module;
    o.description = description;
    if (o.view.open(description, size))
      objects.push_back(std::move(o));
  }

  /// To be called after the last add.
  void index() {
    std::size_t count = 0;
    for (const object &o : objects)
      count += o.view.sizes().definitions;
    definitions.clear();
    definitions.reserve(count);
    std::size_t size = 16;
    while (size < 2 * count)
      size *= 2;
    slots.assign(size, 0);
    for (std::uint32_t i = 0; i < objects.size(); ++i)
      objects[i].view.definitions([&](std::uint64_t name, std::uint32_t value) {
        std::uint32_t &slot = slot_of(name);
        definitions.push_back({name, i, value, slot});
        slot = static_cast<std::uint32_t>(definitions.size());
      });
  }

  bool empty() const noexcept { return objects.empty(); }

  /// The total of a node of the note at description; of nothing, if that was not added.
  digest total(const unsigned char *description, std::uint32_t node_number) {
    for (std::uint32_t i = 0; i < objects.size(); ++i)
      if (objects[i].description == description) {
        decode(objects[i]);
        if (node_number < objects[i].content.nodes.size())
          return total_of({i, objects[i].view.sizes().finals + node_number});
      }
    return {};
  }

  /// The total of what a symbol stands for; false if nobody defines it.
  bool total(std::uint64_t name, digest &result) {
    const std::uint32_t first = slot_of(name);
    if (!first)
      return false;
    result = total_of({definitions[first - 1].object, definitions[first - 1].value});
    return true;
  }

private:
  struct object {
    std::uint32_t module = 0;
    const unsigned char *description = nullptr;
    note_view view;
    note content; // decoded when first needed
    bool decoded = false;
    std::vector<std::uint32_t> place; // of its values in the graph under construction, plus 1
  };
  struct definition {
    std::uint64_t name;
    std::uint32_t object, value;
    std::uint32_t next; // of the same name, plus 1
  };
  struct value {
    std::uint32_t object, number;
  };

  std::uint32_t &slot_of(std::uint64_t name) {
    const std::size_t mask = slots.size() - 1;
    for (std::size_t i = static_cast<std::size_t>(name);; ++i) {
      std::uint32_t &slot = slots[i & mask];
      if (slot == 0 || definitions[slot - 1].name == name)
        return slot;
    }
  }

  static void decode(object &o) {
    if (o.decoded)
      return;
    o.view.read(o.content);
    o.decoded = true;
  }

  // The graph of what a value reaches, the value itself first.
  digest total_of(value root) {
    graph g;
    std::vector<value> found;
    std::vector<std::uint32_t> touched;
    const auto place = [&](value v) {
      object &o = objects[v.object];
      decode(o);
      if (o.place.empty()) {
        o.place.assign(o.content.finals.size() + o.content.nodes.size(), 0);
        touched.push_back(v.object);
      }
      std::uint32_t &p = o.place[v.number];
      if (!p) {
        found.push_back(v);
        g.nodes.emplace_back();
        p = static_cast<std::uint32_t>(g.nodes.size());
      }
      return p - 1;
    };
    const auto fixed = [&](const digest &d, bool throws) {
      node n;
      n.base = d;
      n.fixed = true;
      n.throws = throws;
      found.push_back({UINT32_MAX, 0});
      g.nodes.push_back(n);
      return static_cast<std::uint32_t>(g.nodes.size() - 1);
    };
    place(root);
    for (std::uint32_t at = 0; at < g.nodes.size(); ++at) {
      const value v = found[at];
      if (v.object == UINT32_MAX)
        continue;
      const object &o = objects[v.object];
      const std::uint32_t finals = static_cast<std::uint32_t>(o.content.finals.size());
      if (v.number < finals) {
        g.nodes[at] = o.content.finals[v.number];
        continue;
      }
      node n = o.content.nodes[v.number - finals];
      const std::uint32_t first = n.first, count = n.count;
      n.first = static_cast<std::uint32_t>(g.edges.size());
      for (std::uint32_t e = first; e < first + count; ++e) {
        const edge &from = o.content.edges[e];
        const std::uint32_t nodes = static_cast<std::uint32_t>(o.content.nodes.size());
        if (from.target < nodes) {
          g.edges.push_back({from.position, place({v.object, finals + from.target})});
          continue;
        }
        const std::uint32_t externals = static_cast<std::uint32_t>(o.content.externals.size());
        if (from.target >= nodes + externals) {
          g.edges.push_back({from.position, place({v.object, from.target - nodes - externals})});
          continue;
        }
        const note::external &x = o.content.externals[from.target - nodes];
        bool any = false, own = false;
        for (std::uint32_t d = slot_of(x.name); d; d = definitions[d - 1].next)
          own |= objects[definitions[d - 1].object].module == o.module;
        // What libraries add to a set, such as overriders, is looked for everywhere.
        const bool everywhere = !own || x.flags & external_optional;
        for (std::uint32_t d = slot_of(x.name); d; d = definitions[d - 1].next) {
          const definition &to = definitions[d - 1];
          if (!everywhere && objects[to.object].module != o.module)
            continue;
          any = true;
          g.edges.push_back({from.position, place({to.object, to.value})});
        }
        if (!any && !(x.flags & external_optional))
          g.edges.push_back(
              {from.position, fixed(unresolved(x.name), !(x.flags & external_nothrow))});
      }
      n.count = static_cast<std::uint32_t>(g.edges.size()) - n.first;
      g.nodes[at] = n;
    }
    const digest result = compose(g)[0].total;
    for (const std::uint32_t i : touched)
      objects[i].place.clear();
    return result;
  }

  std::vector<object> objects;
  std::vector<definition> definitions;
  std::vector<std::uint32_t> slots; // by name: the last definition, plus 1
};

} // namespace st::fingerprint

#endif // ST_FINGERPRINT_PROGRAM_H
