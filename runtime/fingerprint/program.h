// The fingerprints of a program made of many object files, from their notes.

#ifndef ST_FINGERPRINT_PROGRAM_H
#define ST_FINGERPRINT_PROGRAM_H

#include <fingerprint/note.h>

namespace st::fingerprint {

/// The notes of a program's modules: the executable and the libraries that are loaded. First all
/// are added, then compose() is called once, then it can be asked. Not thread-safe.
///
/// A name stands for what the module of the object that refers to it defines, and for what the
/// program itself defines, which comes before what libraries have; or else for what any other
/// module defines, all of it if there are several; or else for itself.
class program {
public:
  /// module: 0 is the program itself. The note must stay where it is until compose() is done.
  void add(std::uint32_t module, const unsigned char *description, std::size_t size) {
    object o;
    o.module = module;
    o.description = description;
    if (o.view.open(description, size))
      objects.push_back(o);
  }

  void compose() {
    enter_names();
    std::vector<outcome> outcomes = fingerprint::compose(make_graph());
    totals.reserve(values);
    for (std::uint32_t i = 0; i < values; ++i)
      totals.push_back(outcomes[i].total);
  }

  /// The total of a node of the note at description; of nothing, if that was not added.
  digest total(const unsigned char *description, std::uint32_t node_number) const {
    for (const object &o : objects)
      if (o.description == description && node_number < o.view.sizes().nodes)
        return totals[o.first + o.view.sizes().finals + node_number];
    return {};
  }

  /// The total of what a symbol stands for; false if nobody defines it.
  bool total(std::uint64_t name, digest &result) const {
    const std::uint32_t first = slots[slot_of(name)];
    if (first)
      result = totals[definitions[first - 1].value];
    return first;
  }

private:
  struct object {
    std::uint32_t module = 0;
    std::uint32_t first = 0; // of its values in the graph
    const unsigned char *description = nullptr;
    note_view view;
  };
  struct definition {
    std::uint64_t name;
    std::uint32_t value;
    std::uint32_t module;
    std::uint32_t next; // of the same name, plus 1
  };

  std::size_t slot_of(std::uint64_t name) const {
    const std::size_t mask = slots.size() - 1;
    std::size_t i = static_cast<std::size_t>(name) & mask;
    while (slots[i] && definitions[slots[i] - 1].name != name)
      i = (i + 1) & mask;
    return i;
  }

  void enter_names() {
    std::size_t count = 0;
    for (object &o : objects) {
      count += o.view.sizes().definitions;
      o.first = values;
      values += o.view.sizes().finals + o.view.sizes().nodes;
    }
    definitions.reserve(count);
    std::size_t size = 16;
    while (size < 2 * count)
      size *= 2;
    slots.assign(size, 0);
    for (const object &o : objects)
      o.view.definitions([&](std::uint64_t name, std::uint32_t value) {
        std::uint32_t &slot = slots[slot_of(name)];
        definitions.push_back({name, o.first + value, o.module, slot});
        slot = static_cast<std::uint32_t>(definitions.size());
      });
  }

  // What an object's external stands for: some of found.
  struct resolution {
    std::uint32_t first, count;
  };

  graph make_graph() {
    graph g;
    std::size_t bytes = 0;
    for (const object &o : objects)
      bytes += o.view.stream_size();
    g.nodes.resize(values);
    g.edges.reserve(bytes / 2);
    std::vector<resolution> resolved;
    std::vector<std::uint32_t> found;
    for (const object &o : objects) {
      const note_view::counts &sizes = o.view.sizes();
      // The names are all over the table: let the memory fetch them at the same time.
      for (std::uint32_t i = 0; i < sizes.externals; ++i)
        __builtin_prefetch(&slots[o.view.external_name(i) & (slots.size() - 1)]);
      for (std::uint32_t i = 0; i < sizes.externals; ++i)
        if (const std::uint32_t d = slots[o.view.external_name(i) & (slots.size() - 1)])
          __builtin_prefetch(&definitions[d - 1]);
      resolved.clear();
      found.clear();
      std::uint32_t at = o.first;
      node *last = nullptr;
      const auto add_edge = [&](std::uint32_t position, std::uint32_t target) {
        g.edges.push_back({position, target});
        ++last->count;
      };
      o.view.read(
          [&](std::uint32_t number, unsigned char flags) {
            const auto first = static_cast<std::uint32_t>(found.size());
            resolve(o.module, o.view.external_name(number), flags, found);
            resolved.push_back({first, static_cast<std::uint32_t>(found.size()) - first});
          },
          [&](const node &x) { g.nodes[at++] = x; },
          [&](const node &x) {
            last = &g.nodes[at++];
            *last = x;
            last->first = static_cast<std::uint32_t>(g.edges.size());
          },
          [&](std::uint32_t position, std::uint32_t target) {
            if (target < sizes.nodes)
              return add_edge(position, o.first + sizes.finals + target);
            target -= sizes.nodes;
            if (target >= sizes.externals)
              return add_edge(position, o.first + target - sizes.externals);
            const resolution &r = resolved[target];
            for (std::uint32_t i = r.first; i < r.first + r.count; ++i)
              add_edge(position, found[i]);
          });
    }
    for (const unknown &x : unknowns) {
      node n;
      n.base = unresolved(x.name);
      n.fixed = n.unique = true;
      n.throws = !(x.flags & external_nothrow);
      g.nodes.push_back(n);
    }
    return g;
  }

  void resolve(std::uint32_t module, std::uint64_t name, unsigned char flags,
               std::vector<std::uint32_t> &found) {
    const std::size_t before = found.size();
    const std::uint32_t first = slots[slot_of(name)];
    // To a set, such as the overriders of a function, every module adds.
    const bool everywhere = flags & external_optional;
    for (std::uint32_t d = first; d; d = definitions[d - 1].next)
      if (everywhere || definitions[d - 1].module == module || definitions[d - 1].module == 0)
        found.push_back(definitions[d - 1].value);
    if (found.size() != before || everywhere)
      return;
    for (std::uint32_t d = first; d; d = definitions[d - 1].next)
      found.push_back(definitions[d - 1].value);
    if (first)
      return;
    found.push_back(values + static_cast<std::uint32_t>(unknowns.size()));
    unknowns.push_back({name, flags});
  }

  struct unknown {
    std::uint64_t name;
    unsigned char flags;
  };

  std::vector<object> objects;
  std::vector<definition> definitions;
  std::vector<std::uint32_t> slots; // by name: the last definition, plus 1
  std::vector<unknown> unknowns;    // their nodes follow those of the values
  std::uint32_t values = 0;
  std::vector<digest> totals;
};

} // namespace st::fingerprint

#endif // ST_FINGERPRINT_PROGRAM_H
