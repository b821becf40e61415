// The part of a file's graph that its note has to hold (note.h).

#ifndef ST_FINGERPRINT_FILE_H
#define ST_FINGERPRINT_FILE_H

#include <fingerprint/note.h>
#include <utility>

namespace st::fingerprint {

/// The graph of one file. What other files define are nodes of it, too, without edges.
struct file_graph {
  struct external {
    std::uint32_t node;
    std::uint64_t name; ///< name_hash
    unsigned char flags;
  };

  graph units;
  std::vector<external> externals;

  /// Adds a node for what other files define.
  std::uint32_t add_external(std::uint64_t name, unsigned char flags, bool inert = false) {
    const auto number = static_cast<std::uint32_t>(units.nodes.size());
    units.nodes.emplace_back();
    set_external(number, name, flags, inert);
    return number;
  }

  /// Makes a node one that other files define: for this file, its name stands for it.
  void set_external(std::uint32_t number, std::uint64_t name, unsigned char flags,
                    bool inert = false) {
    node n;
    n.base = unresolved(name);
    n.fixed = true;
    n.throws = !inert && !(flags & external_nothrow);
    n.absent = flags & external_optional;
    units.nodes[number] = n;
    externals.push_back({number, name, flags});
  }

  /// For each node, whether it reaches none of these.
  std::vector<char> not_reaching(std::vector<std::uint32_t> those) const {
    const std::size_t count = units.nodes.size();
    std::vector<std::uint32_t> first(count + 1), users(units.edges.size());
    for (const edge &e : units.edges)
      ++first[e.target + 1];
    for (std::size_t i = 0; i < count; ++i)
      first[i + 1] += first[i];
    std::vector<std::uint32_t> next(first.begin(), first.end() - 1);
    for (std::uint32_t n = 0; n < count; ++n)
      for (std::uint32_t e = units.nodes[n].first; e < units.nodes[n].first + units.nodes[n].count;
           ++e)
        users[next[units.edges[e].target]++] = n;
    std::vector<char> result(count, 1);
    for (const std::uint32_t n : those)
      result[n] = 0;
    while (!those.empty()) {
      const std::uint32_t n = those.back();
      those.pop_back();
      for (std::uint32_t u = first[n]; u < first[n + 1]; ++u)
        if (std::exchange(result[users[u]], char{0}))
          those.push_back(users[u]);
    }
    return result;
  }
};

struct named_node {
  std::uint64_t name; ///< name_hash
  std::uint32_t node; ///< none that is external
  bool unique;        ///< no other file has this node
};

/// Makes the note of a file.
///
/// A closed node is one that reaches nothing but what every file that has it has, too: neither
/// what is external nor what is unique to this file. Its total goes into the sums of those that
/// refer to it. All others are nodes of the note, so that the copies of an inline function, in
/// whatever files, look the same.
class note_maker {
public:
  static constexpr std::uint32_t none = UINT32_MAX;

  /// file: with what compose(file.units) made of it. definitions: for other files. functions:
  /// nodes that the file itself will ask for.
  note_maker(const file_graph &file, const std::vector<outcome> &outcomes,
             const std::vector<named_node> &definitions,
             const std::vector<std::uint32_t> &functions)
      : file(file), outcomes(outcomes), number(file.units.nodes.size(), none) {
    for (const file_graph::external &x : file.externals)
      external.push_back(x.node);
    std::sort(external.begin(), external.end());
    complete = file.not_reaching(external);
    std::vector<std::uint32_t> open = external;
    for (const named_node &d : definitions)
      if (d.unique)
        open.push_back(d.node);
    unique.assign(file.units.nodes.size(), 0);
    for (std::size_t i = external.size(); i < open.size(); ++i)
      unique[open[i]] = 1;
    closed = file.not_reaching(std::move(open));
    external_number.assign(file.units.nodes.size(), none);
    for (const named_node &d : definitions)
      place(d.node);
    for (const std::uint32_t f : functions)
      if (!complete[f])
        place(f);
    result.roots = static_cast<std::uint32_t>(nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i)
      add(nodes[i]);
    link();
    for (const named_node &d : definitions)
      result.definitions.push_back(
          {d.name,
           number[d.node] + (closed[d.node] ? 0 : static_cast<std::uint32_t>(finals.size()))});
    const auto order = [](const note::definition &a, const note::definition &b) {
      return std::pair(a.value, a.name) < std::pair(b.value, b.name);
    };
    const auto same = [](const note::definition &a, const note::definition &b) {
      return a.value == b.value && a.name == b.name;
    };
    std::sort(result.definitions.begin(), result.definitions.end(), order);
    result.definitions.erase(
        std::unique(result.definitions.begin(), result.definitions.end(), same),
        result.definitions.end());
  }

  const note &get() const noexcept { return result; }

  /// Which of the note's nodes it is; none for one whose fingerprint is complete.
  std::uint32_t node_of(std::uint32_t n) const noexcept { return complete[n] ? none : number[n]; }

private:
  bool is_external(std::uint32_t n) const {
    return std::binary_search(external.begin(), external.end(), n);
  }

  void place(std::uint32_t n) {
    if (number[n] != none)
      return;
    std::vector<std::uint32_t> &list = closed[n] ? finals : nodes;
    number[n] = static_cast<std::uint32_t>(list.size());
    list.push_back(n);
  }

  void add(std::uint32_t n) {
    const graph &g = file.units;
    node x = g.nodes[n];
    x.unique = unique[n];
    const std::uint32_t end = x.first + x.count;
    std::uint32_t e = x.first;
    x.first = static_cast<std::uint32_t>(result.edges.size());
    while (e < end) {
      std::uint32_t next = e;
      bool open = false; // other files may add to this set
      for (; next < end && g.edges[next].position == g.edges[e].position; ++next)
        open |= g.nodes[g.edges[next].target].absent;
      summed.clear();
      for (; e < next; ++e) {
        const std::uint32_t to = g.edges[e].target;
        if (!closed[to] || open) {
          if (!is_external(to))
            place(to);
          result.edges.push_back(g.edges[e]);
        } else if (std::find(summed.begin(), summed.end(), outcomes[to].total) == summed.end()) {
          summed.push_back(outcomes[to].total);
          x.base += at(g.edges[e].position, outcomes[to].total);
          x.throws |= !x.inert && outcomes[to].may_throw;
        }
      }
    }
    x.count = static_cast<std::uint32_t>(result.edges.size()) - x.first;
    result.nodes.push_back(x);
  }

  // From the numbers of the graph to those of the note, when all are known.
  void link() {
    for (const edge &e : result.edges)
      if (std::uint32_t &x = external_number[e.target]; x == none && is_external(e.target)) {
        x = static_cast<std::uint32_t>(result.externals.size());
        result.externals.push_back({});
      }
    for (const file_graph::external &x : file.externals)
      if (external_number[x.node] != none)
        result.externals[external_number[x.node]] = {x.name, x.flags};
    const auto externals = static_cast<std::uint32_t>(result.externals.size());
    const auto count = static_cast<std::uint32_t>(nodes.size());
    for (edge &e : result.edges)
      e.target = external_number[e.target] != none ? count + external_number[e.target]
                 : closed[e.target]                ? count + externals + number[e.target]
                                                   : number[e.target];
    for (const std::uint32_t n : finals) {
      node x;
      x.base = outcomes[n].total;
      x.fixed = true;
      x.throws = outcomes[n].may_throw;
      result.finals.push_back(x);
    }
  }

  const file_graph &file;
  const std::vector<outcome> &outcomes;
  std::vector<char> complete, closed, unique;
  std::vector<std::uint32_t> number, external_number; // of the note, by node
  std::vector<std::uint32_t> nodes, finals, external;
  std::vector<digest> summed;
  note result;
};

} // namespace st::fingerprint

#endif // ST_FINGERPRINT_FILE_H
