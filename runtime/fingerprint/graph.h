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
  explicit composer(const graph &whole) : in(whole), state(whole.nodes.size()), out(state.size()) {
    for (const node &n : in.nodes)
      any_absent |= n.absent;
  }

  std::vector<outcome> run() {
    merge();
    components();
    for (std::size_t i = 0; i < in.nodes.size(); ++i)
      out[i] = out[same(i)];
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

  std::uint32_t same(std::size_t n) const noexcept { return state[n].same; }
  bool is_absent(std::uint32_t n) const noexcept { return any_absent && in.nodes[n].absent; }

  // Calls use(position, target, alone) once for each of the distinct targets at each position.
  template <class Use> void each_distinct(const node &n, Use use) {
    for (std::uint32_t i = n.first, end = n.first + n.count; i < end;) {
      const std::uint32_t position = in.edges[i].position;
      std::uint32_t next = i + 1;
      while (next < end && in.edges[next].position == position)
        ++next;
      if (next == i + 1) {
        if (!is_absent(in.edges[i].target))
          use(position, same(in.edges[i].target), true);
      } else {
        distinct.clear();
        for (std::uint32_t j = i; j < next; ++j)
          if (!is_absent(in.edges[j].target))
            distinct.push_back(same(in.edges[j].target));
        std::sort(distinct.begin(), distinct.end());
        distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
        for (const std::uint32_t target : distinct)
          use(position, target, false);
      }
      i = next;
    }
  }

  // Adds up what n refers to outside of its component; use(position, target) gets the rest. In a
  // set, members with the same total count once: a redundant noexcept makes no second one.
  template <class Use> void sum_outside(const node &n, digest &sum, bool &throws, Use use) {
    std::uint32_t last = 0;
    totals.clear();
    each_distinct(n, [&](std::uint32_t p, std::uint32_t t, bool alone) {
      if (state[t].index == current)
        return use(p, t);
      const outcome &target = out[t];
      throws |= target.may_throw;
      if (!alone) {
        if (p != last)
          totals.clear();
        last = p;
        if (std::find(totals.begin(), totals.end(), target.total) != totals.end())
          return;
        totals.push_back(target.total);
      }
      sum += at(p, target.total);
    });
    throws = throws && !n.inert;
  }

  // Finds which nodes are the same. First guess: those with the same identity; as a rule that
  // holds, and one look at the references of the duplicates shows it.
  void merge() {
    const std::size_t count = in.nodes.size();
    std::size_t candidates = 0;
    for (std::size_t i = 0; i < count; ++i) {
      state[i].same = static_cast<std::uint32_t>(i);
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
        state[i].same = first[number];
        duplicates.push_back(static_cast<std::uint32_t>(i));
      }
    }
    for (const std::uint32_t i : duplicates)
      if (!in.nodes[i].fixed && !alike(in.nodes[i], in.nodes[same(i)]))
        return refine();
  }

  // From numbers to the first node of each number.
  void represent(std::size_t numbers) {
    std::vector<std::uint32_t> first(numbers, UINT32_MAX);
    for (std::size_t i = 0; i < state.size(); ++i) {
      std::uint32_t &f = first[number[i]];
      if (f == UINT32_MAX)
        f = static_cast<std::uint32_t>(i);
      state[i].same = f;
    }
  }

  bool alike(const node &a, const node &b) {
    left.clear();
    each_distinct(a, [&](std::uint32_t p, std::uint32_t t, bool) { left.push_back({p, t}); });
    std::size_t i = 0;
    bool equal = true;
    each_distinct(b, [&](std::uint32_t p, std::uint32_t t, bool) {
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
        each_distinct(in.nodes[i],
                      [&](std::uint32_t p, std::uint32_t t, bool) { sum += at(p, colours[t]); });
        next[i] = in.nodes[i].fixed ? colours[i] : finish(sum);
      }
      colours.swap(next);
    }
  }

  // Tarjan's algorithm, with its own stack: chains of calls can be long.
  void components() {
    const std::size_t count = in.nodes.size();
    std::vector<frame> frames;
    std::uint32_t last = 0;
    const auto enter = [&](std::uint32_t n) {
      state[n].index = state[n].low = ++last;
      open.push_back(n);
      frames.push_back({n, in.nodes[n].first});
    };
    for (std::uint32_t root = 0; root < count; ++root) {
      if (same(root) != root || state[root].index)
        continue;
      enter(root);
      while (!frames.empty()) {
        const std::uint32_t n = frames.back().n;
        if (frames.back().next < in.nodes[n].first + in.nodes[n].count) {
          const std::uint32_t to = same(in.edges[frames.back().next++].target);
          if (!state[to].index)
            enter(to);
          else if (state[to].index != done)
            state[n].low = std::min(state[n].low, state[to].index);
          continue;
        }
        frames.pop_back();
        if (!frames.empty()) {
          std::uint32_t &low = state[frames.back().n].low;
          low = std::min(low, state[n].low);
        }
        if (state[n].low != state[n].index)
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
          state[m].index = done;
      }
    }
  }

  bool refers_to_itself(std::uint32_t n) const {
    bool found = false;
    each_edge(in.nodes[n], [&](const edge &e) { found |= same(e.target) == n; });
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

  // members refer to each other. While they are worked on, low is each one's place.
  void component() {
    const std::size_t count = members.size();
    for (std::size_t i = 0; i < count; ++i) {
      state[members[i]].low = static_cast<std::uint32_t>(i);
      state[members[i]].index = current;
    }
    std::vector<digest> colours(count), next(count);
    std::vector<unsigned char> throws(count);
    std::vector<std::uint32_t> starts{0};
    std::vector<edge> inside; // target: place among the members
    for (std::size_t i = 0; i < count; ++i) {
      const node &x = in.nodes[members[i]];
      colours[i] = x.base;
      bool any = x.throws;
      sum_outside(x, colours[i], any,
                  [&](std::uint32_t p, std::uint32_t t) { inside.push_back({p, state[t].low}); });
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
  struct node_state {
    std::uint32_t same = 0; // the node that stands for it
    std::uint32_t index = 0, low = 0;
  };
  bool any_absent = false;
  std::vector<node_state> state;
  std::vector<outcome> out;
  std::vector<std::uint32_t> number; // of its class
  std::vector<std::uint32_t> open, members, distinct;
  std::vector<edge> left;
  std::vector<digest> totals;
};

} // namespace detail

/// Totals of all nodes. Edges must stay within the graph. Linear in its size, but for refining.
inline std::vector<outcome> compose(const graph &g) { return detail::composer(g).run(); }

} // namespace st::fingerprint

#endif // ST_FINGERPRINT_GRAPH_H
