// The fingerprints of a graph of code: what the compiler side does for one file and the running
// program for all of its files, by the same algorithm.
//
// A node is a function, a variable, a layout. Its text was hashed without what it refers to; each
// reference has a position in that text. The fingerprint of a node is
//
//   total(n) = finish(base(n) + sum over references r of at(position(r), total(target(r))))
//
// with sums modulo 2^128. A sum can be made in parts: a file adds what it knows of a node to its
// base, and leaves the references to other files for later. Hence which file a function is in
// makes no difference.
//
// Cycles: nodes that cannot be told apart by anything they reach are one node (an inline function
// that several files have copies of). Of the rest, the members of a strongly connected component
// are hashed together: colours are refined until they differ, and the sum of all is added to each.

#ifndef ST_FINGERPRINT_GRAPH_H
#define ST_FINGERPRINT_GRAPH_H

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace st::fingerprint {

struct digest {
  std::uint64_t lo = 0, hi = 0;

  digest &operator+=(const digest &d) noexcept {
    lo += d.lo;
    hi += d.hi + (lo < d.lo);
    return *this;
  }
  friend auto operator<=>(const digest &, const digest &) = default;
};

inline digest hash(const void *bytes, std::size_t size, std::uint64_t seed = 0) noexcept {
  const XXH128_hash_t h = XXH3_128bits_withSeed(bytes, size, seed);
  return {h.low64, h.high64};
}

/// A total's part in the sum of a node that refers to it.
inline digest at(std::uint32_t position, const digest &total) noexcept {
  const std::uint64_t raw[2] = {total.lo, total.hi};
  return hash(raw, sizeof raw, position + std::uint64_t{1});
}

inline digest finish(const digest &sum) noexcept {
  const std::uint64_t raw[3] = {sum.lo, sum.hi, 0x74f1b5a2c6d3e897u};
  return hash(raw, sizeof raw);
}

/// How the symbol of a function or variable is known across files.
inline std::uint64_t name_hash(const char *symbol, std::size_t size) noexcept {
  return XXH3_64bits(symbol, size);
}

/// The total of a function that no file defines.
inline digest unresolved(std::uint64_t name) noexcept { return hash(&name, sizeof name, 1); }

struct node {
  digest base;             ///< the total itself, if fixed
  std::uint32_t first = 0; ///< of its edges
  std::uint32_t count = 0; ///< of its edges
  bool fixed = false;      ///< has no edges, and its total is known
  bool throws = false;     ///< its own text may throw; if fixed: an exception can leave it
  bool nothrow = false;    ///< has a non-throwing exception specification
  bool inert = false;      ///< exceptions are no matter: a variable, a layout
  bool absent = false;     ///< references to it count for nothing
  bool unique = false;     ///< no other node can be the same: it has a name of its own
};

struct edge {
  std::uint32_t position; ///< ascending; several at one position are a set
  std::uint32_t target;
};

struct graph {
  std::vector<node> nodes;
  std::vector<edge> edges;
};

struct outcome {
  digest total;
  bool may_throw = false; ///< an exception can leave it
};

namespace detail {

/// Numbers for digests: equal ones get the same.
class numbering {
public:
  explicit numbering(std::size_t expected) {
    std::size_t size = 64;
    while (size < 2 * expected)
      size *= 2;
    slots.assign(size, 0);
    keys.reserve(expected);
  }
  std::uint32_t operator()(const digest &d) {
    const std::size_t mask = slots.size() - 1;
    for (std::size_t i = static_cast<std::size_t>(d.lo);; ++i) {
      std::uint32_t &slot = slots[i & mask];
      if (slot == 0) {
        keys.push_back(d);
        slot = static_cast<std::uint32_t>(keys.size());
        return slot - 1;
      }
      if (keys[slot - 1] == d)
        return slot - 1;
    }
  }
  std::size_t size() const noexcept { return keys.size(); }

private:
  std::vector<std::uint32_t> slots; // number + 1
  std::vector<digest> keys;
};

class composer {
public:
  explicit composer(const graph &whole) : in(whole), out(whole.nodes.size()) {}

  std::vector<outcome> run() {
    merge();
    components();
    for (std::size_t i = 0; i < in.nodes.size(); ++i)
      out[i] = out[same[i]];
    return std::move(out);
  }

private:
  // What tells nodes apart without looking at what they refer to.
  static digest identity(const node &n) noexcept {
    digest d = n.base;
    d += {static_cast<std::uint64_t>(n.fixed | n.throws << 1 | n.nothrow << 2 | n.inert << 3), 0};
    return d;
  }

  template <class Use> void each_edge(const node &n, Use use) const {
    for (std::uint32_t i = n.first, end = n.first + n.count; i < end; ++i)
      use(in.edges[i]);
  }

  // Calls use(position, target) once for each of the distinct targets at each position.
  template <class Map, class Use> void each_distinct(const node &n, const Map &target_of, Use use) {
    for (std::uint32_t i = n.first, end = n.first + n.count; i < end;) {
      const std::uint32_t position = in.edges[i].position;
      std::uint32_t next = i + 1;
      while (next < end && in.edges[next].position == position)
        ++next;
      if (next == i + 1) {
        if (!in.nodes[in.edges[i].target].absent)
          use(position, target_of(in.edges[i].target));
      } else {
        distinct.clear();
        for (std::uint32_t j = i; j < next; ++j)
          if (!in.nodes[in.edges[j].target].absent)
            distinct.push_back(target_of(in.edges[j].target));
        std::sort(distinct.begin(), distinct.end());
        distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
        for (const std::uint32_t target : distinct)
          use(position, target);
      }
      i = next;
    }
  }

  // Adds up what n refers to outside of its component; use(position, target) gets the rest. In a
  // set, members with the same total count once: a redundant noexcept makes no second one.
  template <class Use> void sum_outside(const node &n, digest &sum, bool &throws, Use use) {
    std::uint32_t last = 0;
    totals.clear();
    each_distinct(
        n, [this](std::uint32_t t) { return same[t]; },
        [&](std::uint32_t p, std::uint32_t t) {
          if (index[t] == current)
            return use(p, t);
          throws |= out[t].may_throw;
          if (p != last)
            totals.clear();
          last = p;
          if (std::find(totals.begin(), totals.end(), out[t].total) != totals.end())
            return;
          totals.push_back(out[t].total);
          sum += at(p, out[t].total);
        });
    throws = throws && !n.inert;
  }

  // Finds which nodes are the same. First guess: those with the same identity; as a rule that
  // holds, and one look at the references of the duplicates shows it.
  void merge() {
    const std::size_t count = in.nodes.size();
    same.resize(count);
    std::size_t candidates = 0;
    for (std::size_t i = 0; i < count; ++i) {
      same[i] = static_cast<std::uint32_t>(i);
      candidates += !in.nodes[i].unique;
    }
    numbering classes(candidates);
    std::vector<std::uint32_t> first, duplicates;
    for (std::size_t i = 0; i < count; ++i) {
      if (in.nodes[i].unique)
        continue;
      const std::uint32_t number = classes(identity(in.nodes[i]));
      if (number == first.size()) {
        first.push_back(static_cast<std::uint32_t>(i));
      } else {
        same[i] = first[number];
        duplicates.push_back(static_cast<std::uint32_t>(i));
      }
    }
    for (const std::uint32_t i : duplicates)
      if (!in.nodes[i].fixed && !alike(in.nodes[i], in.nodes[same[i]]))
        return refine();
  }

  // From numbers to the first node of each number.
  void represent(std::size_t numbers) {
    std::vector<std::uint32_t> first(numbers, UINT32_MAX);
    for (std::size_t i = 0; i < same.size(); ++i) {
      std::uint32_t &f = first[number[i]];
      if (f == UINT32_MAX)
        f = static_cast<std::uint32_t>(i);
      same[i] = f;
    }
  }

  bool alike(const node &a, const node &b) {
    const auto target_of = [this](std::uint32_t t) { return same[t]; };
    left.clear();
    each_distinct(a, target_of, [&](std::uint32_t p, std::uint32_t t) { left.push_back({p, t}); });
    std::size_t i = 0;
    bool equal = true;
    each_distinct(b, target_of, [&](std::uint32_t p, std::uint32_t t) {
      equal = equal && i < left.size() && left[i].position == p && left[i].target == t;
      ++i;
    });
    return equal && i == left.size();
  }

  // Partition refinement: the coarsest partition in which equal nodes refer to equal nodes.
  void refine() {
    const std::size_t count = in.nodes.size();
    number.resize(count);
    std::vector<digest> colours(count), next(count);
    for (std::size_t i = 0; i < count; ++i) {
      colours[i] = identity(in.nodes[i]);
      if (in.nodes[i].unique)
        colours[i] += {i, i};
    }
    for (std::size_t before = 0;;) {
      numbering classes(count);
      for (std::size_t i = 0; i < count; ++i)
        number[i] = classes(colours[i]);
      represent(classes.size());
      if (classes.size() == before)
        return;
      before = classes.size();
      for (std::size_t i = 0; i < count; ++i) {
        digest sum = colours[i];
        each_distinct(
            in.nodes[i], [this](std::uint32_t t) { return same[t]; },
            [&](std::uint32_t p, std::uint32_t t) { sum += at(p, colours[t]); });
        next[i] = in.nodes[i].fixed ? colours[i] : finish(sum);
      }
      colours.swap(next);
    }
  }

  // Tarjan's algorithm, with its own stack: chains of calls can be long.
  void components() {
    const std::size_t count = in.nodes.size();
    index.assign(count, 0);
    low.resize(count);
    std::vector<frame> frames;
    std::uint32_t last = 0;
    const auto enter = [&](std::uint32_t n) {
      index[n] = low[n] = ++last;
      open.push_back(n);
      frames.push_back({n, in.nodes[n].first});
    };
    for (std::uint32_t root = 0; root < count; ++root) {
      if (same[root] != root || index[root])
        continue;
      enter(root);
      while (!frames.empty()) {
        const std::uint32_t n = frames.back().n;
        if (frames.back().next < in.nodes[n].first + in.nodes[n].count) {
          const std::uint32_t to = same[in.edges[frames.back().next++].target];
          if (!index[to])
            enter(to);
          else if (index[to] != done)
            low[n] = std::min(low[n], index[to]);
          continue;
        }
        frames.pop_back();
        if (!frames.empty())
          low[frames.back().n] = std::min(low[frames.back().n], low[n]);
        if (low[n] != index[n])
          continue;
        members.clear();
        std::uint32_t member;
        do {
          member = open.back();
          open.pop_back();
          members.push_back(member);
        } while (member != n);
        if (members.size() == 1 && !refers_to_itself(n))
          single(n);
        else
          component();
        for (const std::uint32_t m : members)
          index[m] = done;
      }
    }
  }

  bool refers_to_itself(std::uint32_t n) const {
    bool found = false;
    each_edge(in.nodes[n], [&](const edge &e) { found |= same[e.target] == n; });
    return found;
  }

  /// A specification that forbids exceptions is an effect only where there can be some.
  static digest noexcept_mark() noexcept { return {0x9ae16a3b2f90404fu, 0xc949d7c7509e6557u}; }

  void single(std::uint32_t n) {
    const node &x = in.nodes[n];
    if (x.fixed) {
      out[n] = {x.base, x.throws};
      return;
    }
    digest sum = x.base;
    bool throws = x.throws;
    sum_outside(x, sum, throws, [](std::uint32_t, std::uint32_t) {});
    if (throws && x.nothrow)
      sum += noexcept_mark();
    out[n] = {finish(sum), throws && !x.nothrow};
  }

  // members refer to each other. While they are worked on, low holds each one's place.
  void component() {
    const std::size_t count = members.size();
    for (std::size_t i = 0; i < count; ++i) {
      low[members[i]] = static_cast<std::uint32_t>(i);
      index[members[i]] = current;
    }
    std::vector<digest> colours(count), next(count);
    std::vector<char> throws(count);
    std::vector<std::uint32_t> starts{0};
    std::vector<edge> inside; // target: place among the members
    for (std::size_t i = 0; i < count; ++i) {
      const node &x = in.nodes[members[i]];
      colours[i] = x.base;
      bool any = x.throws;
      sum_outside(x, colours[i], any,
                  [&](std::uint32_t p, std::uint32_t t) { inside.push_back({p, low[t]}); });
      throws[i] = any;
      starts.push_back(static_cast<std::uint32_t>(inside.size()));
    }
    for (bool changed = true; changed;) {
      changed = false;
      for (std::size_t i = 0; i < count; ++i) {
        if (throws[i] || in.nodes[members[i]].inert)
          continue;
        for (std::uint32_t e = starts[i]; e < starts[i + 1]; ++e)
          if (throws[inside[e].target] && !in.nodes[members[inside[e].target]].nothrow)
            throws[i] = changed = true;
      }
    }
    for (std::size_t i = 0; i < count; ++i)
      if (throws[i] && in.nodes[members[i]].nothrow)
        colours[i] += noexcept_mark();

    // Until no more members are told apart, but once at least.
    for (std::size_t before = 0;;) {
      for (std::size_t i = 0; i < count; ++i) {
        digest sum = colours[i];
        for (std::uint32_t e = starts[i]; e < starts[i + 1]; ++e)
          sum += at(inside[e].position, colours[inside[e].target]);
        next[i] = finish(sum);
      }
      colours.swap(next);
      numbering different(count);
      for (const digest &c : colours)
        different(c);
      if (different.size() == before || different.size() == count)
        break;
      before = different.size();
    }
    digest all;
    for (const digest &c : colours)
      all += at(0, c);
    for (std::size_t i = 0; i < count; ++i) {
      digest sum = colours[i];
      sum += all;
      out[members[i]] = {finish(sum), throws[i] && !in.nodes[members[i]].nothrow};
    }
  }

  struct frame {
    std::uint32_t n, next;
  };
  static constexpr std::uint32_t done = UINT32_MAX, current = UINT32_MAX - 1;

  const graph &in;
  std::vector<outcome> out;
  std::vector<std::uint32_t> same;   // the node that stands for it
  std::vector<std::uint32_t> number; // of its class
  std::vector<std::uint32_t> index, low, open, members, distinct;
  std::vector<edge> left;
  std::vector<digest> totals;
};

} // namespace detail

/// Totals of all nodes. Edges must stay within the graph. Linear in its size, but for refining.
inline std::vector<outcome> compose(const graph &g) { return detail::composer(g).run(); }

} // namespace st::fingerprint

#endif // ST_FINGERPRINT_GRAPH_H
