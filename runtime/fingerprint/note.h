// The note in which an object file carries the fingerprints of what it defines.
//
// ELF note: section .note.stcache, name "stcache" in 12 bytes (so that no padding depends on the
// alignment), type 1. All numbers are in the byte order of the machine; a varint is LEB128. The
// description:
//
//   u32     format (note_format), version of the fingerprint's algorithm
//   u32     counts: finals, nodes, externals, definitions
//   digest  finals + nodes; of a final its total, of a node its base (graph.h)
//   u64     definitions: name_hash of the symbol
//   u64     externals: name_hash of the symbol
//   byte    a stream:
//
//    - for each definition a varint: its value less that of the definition before;
//    - for each external a byte: external_flag;
//    - of the finals a bitmap: 1 if an exception can leave it;
//    - a varint: how many nodes come first without being referred to;
//    - for each node a varint, 16 * edges + (1 throws, 2 nothrow, 4 inert, 8 unique), and for each
//      edge a varint, 4 * target + step of the position; a step of 3 is followed by a varint, what
//      is above 3.
//
// A value is a final, or finals + a node. A target is 0 for the next node that was not referred to
// before, 1 for the next such external; else 2 + 3 * n + kind, where kind is 0 for the node, 1 for
// the external that is n before the last such, and 2 for the final n. A name may be defined several
// times.

#ifndef ST_FINGERPRINT_NOTE_H
#define ST_FINGERPRINT_NOTE_H

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <fingerprint/graph.h>
#include <string>
#include <vector>

namespace st::fingerprint {

inline constexpr std::uint32_t note_type = 1, note_format = 1;
inline constexpr char note_name[12] = "stcache";
inline constexpr char note_section[] = ".note.stcache";
inline constexpr std::size_t note_header_size = 12 + sizeof note_name; ///< then the description

enum external_flag : unsigned char { external_nothrow = 1, external_optional = 2 };

/// What a note holds, taken apart.
struct note {
  struct external {
    std::uint64_t name;
    unsigned char flags;
  };
  struct definition {
    std::uint64_t name;
    std::uint32_t value; ///< a final, or finals.size() + a node
  };

  std::uint32_t version = 0;
  std::vector<node> finals; ///< fixed ones
  std::vector<node> nodes;  ///< edges: into edges
  std::vector<edge> edges;  ///< target: a node, an external, a final, numbered on
  std::vector<external> externals;
  std::vector<definition> definitions; ///< ascending by value
  std::uint32_t roots = 0;             ///< nodes from here on are first met as targets, in order

  bool empty() const noexcept { return nodes.empty() && definitions.empty(); }
};

namespace detail {

inline void put_varint(std::string &out, std::uint64_t n) {
  for (; n >= 0x80; n >>= 7)
    out += static_cast<char>(n | 0x80);
  out += static_cast<char>(n);
}

template <class T> void put_raw(std::string &out, const T &x) {
  out.append(reinterpret_cast<const char *>(&x), sizeof x);
}

} // namespace detail

/// The whole note, header and padding included.
inline std::string write_note(const note &n) {
  using namespace detail;
  std::string d;
  for (const std::size_t x : {std::size_t{note_format}, std::size_t{n.version}, n.finals.size(),
                              n.nodes.size(), n.externals.size(), n.definitions.size()})
    put_raw(d, static_cast<std::uint32_t>(x));
  for (const auto *const values : {&n.finals, &n.nodes})
    for (const node &v : *values)
      put_raw(d, v.base);
  for (const note::definition &x : n.definitions)
    put_raw(d, x.name);
  for (const note::external &x : n.externals)
    put_raw(d, x.name);
  std::uint32_t last = 0;
  for (const note::definition &x : n.definitions) {
    put_varint(d, x.value - last);
    last = x.value;
  }
  for (const note::external &x : n.externals)
    d += static_cast<char>(x.flags);
  for (std::size_t i = 0; i < n.finals.size(); i += 8) {
    unsigned char bits = 0;
    for (std::size_t j = i; j < n.finals.size() && j < i + 8; ++j)
      bits |= static_cast<unsigned char>(n.finals[j].throws << (j - i));
    d += static_cast<char>(bits);
  }
  put_varint(d, n.roots);
  const auto nodes = static_cast<std::uint32_t>(n.nodes.size());
  const auto externals = static_cast<std::uint32_t>(n.externals.size());
  std::uint32_t next_node = n.roots, next_external = 0;
  const auto code_of = [&](std::uint32_t target) -> std::uint64_t {
    if (target < nodes) {
      if (target == next_node)
        return ++next_node, 0;
      return 2 + 3 * std::uint64_t{next_node - 1 - target};
    }
    target -= nodes;
    if (target >= externals)
      return 2 + 3 * std::uint64_t{target - externals} + 2;
    if (target == next_external)
      return ++next_external, 1;
    return 2 + 3 * std::uint64_t{next_external - 1 - target} + 1;
  };
  for (const node &x : n.nodes) {
    put_varint(d,
               std::uint64_t{x.count} << 4 |
                   static_cast<unsigned>(x.throws | x.nothrow << 1 | x.inert << 2 | x.unique << 3));
    std::uint32_t position = 0;
    for (std::uint32_t e = x.first; e < x.first + x.count; ++e) {
      const std::uint32_t step = n.edges[e].position - position;
      position = n.edges[e].position;
      put_varint(d, code_of(n.edges[e].target) << 2 | std::min(step, 3u));
      if (step >= 3)
        put_varint(d, step - 3);
    }
  }
  d.resize((d.size() + 7) / 8 * 8);
  std::string out;
  put_raw(out, static_cast<std::uint32_t>(sizeof note_name));
  put_raw(out, static_cast<std::uint32_t>(d.size()));
  put_raw(out, note_type);
  out.append(note_name, sizeof note_name);
  out += d;
  return out;
}

/// A note in place. Reading it is bounded by the note's size whatever it holds.
class note_view {
public:
  struct counts {
    std::uint32_t format, version, finals, nodes, externals, definitions;
  };

  /// False if this is no description of a note in this format.
  bool open(const unsigned char *description, std::size_t size) noexcept {
    if (size < sizeof head)
      return false;
    std::memcpy(&head, description, sizeof head);
    const std::uint64_t fixed = sizeof head + 16 * (std::uint64_t{head.finals} + head.nodes) +
                                8 * (std::uint64_t{head.definitions} + head.externals);
    if (head.format != note_format || fixed > size)
      return false;
    values = description + sizeof head;
    names = values + 16 * (std::size_t{head.finals} + head.nodes);
    external_names = names + 8 * std::size_t{head.definitions};
    stream = external_names + 8 * std::size_t{head.externals};
    end = description + size;
    return true;
  }

  const counts &sizes() const noexcept { return head; }
  std::uint64_t definition_name(std::uint32_t i) const noexcept {
    return read64(names + 8 * std::size_t{i});
  }
  std::uint64_t external_name(std::uint32_t i) const noexcept {
    return read64(external_names + 8 * std::size_t{i});
  }

  std::size_t stream_size() const noexcept { return static_cast<std::size_t>(end - stream); }

  /// Reads the stream in its order. Numbers that point outside of the note are left out:
  /// external(number, flags), final(node), then for each node node(node), whose first and count
  /// are not set, and its edges edge(position, target).
  template <class External, class Final, class Node, class Edge>
  void read(External external, Final final, Node node_, Edge edge_) const {
    const unsigned char *p = stream;
    for (std::uint32_t i = 0; i < head.definitions; ++i)
      varint(p);
    for (std::uint32_t i = 0; i < head.externals; ++i)
      external(i, p < end ? *p++ : static_cast<unsigned char>(0));
    for (std::uint32_t i = 0; i < head.finals; ++i) {
      node x;
      x.base = digest_at(i);
      x.fixed = true;
      x.throws = p < end && (*p >> i % 8 & 1);
      final(x);
      if (p < end && (i % 8 == 7 || i + 1 == head.finals))
        ++p;
    }
    std::uint64_t next_node = varint(p), next_external = 0;
    for (std::uint32_t i = 0; i < head.nodes; ++i) {
      node x;
      x.base = digest_at(head.finals + i);
      const std::uint64_t packed = varint(p);
      x.throws = packed & 1;
      x.nothrow = packed >> 1 & 1;
      x.inert = packed >> 2 & 1;
      x.unique = packed >> 3 & 1;
      node_(x);
      std::uint64_t position = 0;
      for (std::uint64_t k = packed >> 4; k && p < end; --k) {
        const std::uint64_t word = varint(p), code = word >> 2;
        position += word & 3;
        if ((word & 3) == 3)
          position += varint(p);
        const std::uint64_t kind = code < 2 ? code : (code - 2) % 3, back = (code - 2) / 3;
        std::uint64_t target, limit, base;
        if (kind == 0) {
          target = code == 0 ? next_node++ : next_node - 1 - back;
          limit = head.nodes;
          base = 0;
        } else if (kind == 1) {
          target = code == 1 ? next_external++ : next_external - 1 - back;
          limit = head.externals;
          base = head.nodes;
        } else {
          target = back;
          limit = head.finals;
          base = std::uint64_t{head.nodes} + head.externals;
        }
        if (target < limit)
          edge_(static_cast<std::uint32_t>(position), static_cast<std::uint32_t>(base + target));
      }
    }
  }

  /// The definitions alone.
  template <class Use> void definitions(Use use) const {
    const unsigned char *p = stream;
    std::uint64_t value = 0;
    for (std::uint32_t i = 0; i < head.definitions; ++i) {
      value += varint(p);
      if (value < std::uint64_t{head.finals} + head.nodes)
        use(definition_name(i), static_cast<std::uint32_t>(value));
    }
  }

private:
  static std::uint64_t read64(const unsigned char *p) noexcept {
    std::uint64_t x;
    std::memcpy(&x, p, sizeof x);
    return x;
  }
  digest digest_at(std::uint32_t i) const noexcept {
    digest d;
    std::memcpy(&d, values + 16 * std::size_t{i}, sizeof d);
    return d;
  }
  std::uint64_t varint(const unsigned char *&p) const noexcept {
    std::uint64_t n = 0;
    for (unsigned shift = 0; p < end && shift < 64; shift += 7) {
      const unsigned char byte = *p++;
      n |= std::uint64_t{byte & 0x7fu} << shift;
      if (byte < 0x80)
        break;
    }
    return n;
  }

  counts head{};
  const unsigned char *values = nullptr, *names = nullptr, *external_names = nullptr,
                      *stream = nullptr, *end = nullptr;
};

/// Calls use(description, size) for each of stcache's notes in a segment or section of notes that
/// are aligned to 4 bytes (or 8, where the linker mixes them with others).
template <class Use>
void each_note(const unsigned char *p, std::size_t size, std::size_t alignment, Use use) {
  const auto padded = [=](std::size_t n) { return (n + alignment - 1) / alignment * alignment; };
  while (size >= 12) {
    std::uint32_t head[3]; // sizes of name and description, type
    std::memcpy(head, p, sizeof head);
    const std::size_t begin = padded(sizeof head + std::size_t{head[0]});
    const std::size_t whole = padded(begin + head[1]);
    const unsigned char *const description = p + begin;
    if (begin + head[1] > size)
      return;
    if (head[0] == sizeof note_name && head[2] == note_type &&
        std::memcmp(p + sizeof head, note_name, sizeof note_name) == 0)
      use(description, std::size_t{head[1]});
    if (whole > size)
      return;
    p += whole;
    size -= whole;
  }
}

} // namespace st::fingerprint

#endif // ST_FINGERPRINT_NOTE_H
