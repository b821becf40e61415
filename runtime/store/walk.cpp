#include "walk.h"
#include <cstring>
#include <new>
#include <unistd.h>
#include <vector>

namespace st::store {
namespace {

// LMDB 0.9's format on 64-bit little-endian machines.
constexpr std::uint32_t lmdb_magic = 0xBEEFC0DE;
constexpr std::uint32_t lmdb_version = 1;
constexpr std::uint64_t no_page = ~std::uint64_t{0};
constexpr std::size_t page_header_size = 16;
constexpr std::size_t node_header_size = 8;
constexpr unsigned deepest = 32;
constexpr std::size_t longest_key = 511;

enum page_flags : std::uint16_t { branch = 1, leaf = 2, overflow = 4, meta = 8 };
enum node_flags : std::uint16_t { big_data = 1 };
// Of the free list's tree; MDB_NOSUBDIR is the environment's, and is kept there.
constexpr std::uint16_t integer_key_no_subdir = 0x4008;

struct tree {
  std::uint32_t pad; // the free list's: the page size
  std::uint16_t flags;
  std::uint16_t depth;
  std::uint64_t branch_pages;
  std::uint64_t leaf_pages;
  std::uint64_t overflow_pages;
  std::uint64_t entries;
  std::uint64_t root;
};
static_assert(sizeof(tree) == 48);

struct meta_page {
  std::uint32_t magic;
  std::uint32_t version;
  std::uint64_t address;
  std::uint64_t map_size;
  tree free;
  tree main;
  std::uint64_t last_page;
  std::uint64_t transaction;
};
static_assert(sizeof(meta_page) == 136);

struct page_header {
  std::uint64_t number;
  std::uint16_t pad;
  std::uint16_t flags;
  std::uint16_t lower;
  std::uint16_t upper;
};
static_assert(sizeof(page_header) == page_header_size);

struct node {
  std::uint16_t low;
  std::uint16_t high;
  std::uint16_t flags;
  std::uint16_t key_size;
  std::uint32_t data_size() const { return low | std::uint32_t{high} << 16; }
  std::uint64_t child() const { return data_size() | std::uint64_t{flags} << 32; }
};
static_assert(sizeof(node) == node_header_size);

template <class T> T load(const unsigned char *from) {
  T value;
  std::memcpy(&value, from, sizeof(value));
  return value;
}

std::size_t page_size() noexcept {
  static const auto size = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  return size;
}

int compare(bytes_view a, bytes_view b) {
  const std::size_t common = a.size() < b.size() ? a.size() : b.size();
  const int order = common ? std::memcmp(a.data(), b.data(), common) : 0;
  return order != 0 ? order : a.size() < b.size() ? -1 : a.size() > b.size();
}
int compare_numbers(bytes_view a, bytes_view b) {
  const auto x = load<std::uint64_t>(a.data());
  const auto y = load<std::uint64_t>(b.data());
  return x < y ? -1 : x > y;
}

bool read_meta(bytes_view file, std::size_t which, meta_page &m) {
  const std::size_t at = which * page_size();
  if (file.size() < at + page_header_size + sizeof(m))
    return false;
  const auto header = load<page_header>(file.data() + at);
  m = load<meta_page>(file.data() + at + page_header_size);
  return header.number == which && header.flags == meta && m.magic == lmdb_magic &&
         m.version == lmdb_version && m.free.pad == page_size() &&
         m.free.flags == integer_key_no_subdir && m.main.pad == 0 && m.main.flags == 0 &&
         m.last_page >= 1 && m.last_page < (std::uint64_t{1} << 47) / page_size();
}

class walker {
public:
  walker(bytes_view file, const meta_page &m)
      : file_(file), meta_(m), size_(page_size()), seen_(pages_within(file, m)) {
    seen_[0] = seen_[1] = true;
  }

  bool check() {
    return check_tree(meta_.main, false) && check_tree(meta_.free, true) && free_pages_are_free();
  }

private:
  struct counts {
    std::uint64_t branch_pages = 0, leaf_pages = 0, overflow_pages = 0, entries = 0;
  };
  struct bounds {
    bytes_view low, high; // of the keys below a page; null: none
  };

  // Pages beyond the end of the file may be named by the free list, but by nothing else: they were
  // taken and given back without having been written.
  static std::size_t pages_within(bytes_view file, const meta_page &m) {
    const std::uint64_t count = file.size() / page_size();
    return static_cast<std::size_t>(m.last_page + 1 < count ? m.last_page + 1 : count);
  }

  bool claim(std::uint64_t first, std::uint64_t count) {
    if (first < 2 || first >= seen_.size() || count > seen_.size() - first)
      return false;
    for (std::uint64_t i = first; i < first + count; ++i) {
      if (seen_[i])
        return false;
      seen_[i] = true;
    }
    return true;
  }

  const unsigned char *page(std::uint64_t number) const { return file_.data() + number * size_; }

  bool check_tree(const tree &t, bool is_free_list) {
    free_list_ = is_free_list;
    counts_ = {};
    depth_ = t.depth;
    if (t.root == no_page) {
      if (t.depth != 0)
        return false;
    } else if (t.depth == 0 || t.depth > deepest || !check_page(t.root, 1, {})) {
      return false;
    }
    return counts_.branch_pages == t.branch_pages && counts_.leaf_pages == t.leaf_pages &&
           counts_.overflow_pages == t.overflow_pages && counts_.entries == t.entries;
  }

  int order(bytes_view a, bytes_view b) const {
    return free_list_ ? compare_numbers(a, b) : compare(a, b);
  }

  bool check_page(std::uint64_t number, unsigned level, const bounds &within) {
    if (!claim(number, 1))
      return false;
    const unsigned char *const at = page(number);
    const auto header = load<page_header>(at);
    const bool is_leaf = level == depth_;
    if (header.number != number || header.flags != (is_leaf ? leaf : branch) ||
        header.lower < page_header_size || header.lower % 2 != 0 || header.lower > header.upper ||
        header.upper > size_)
      return false;
    ++(is_leaf ? counts_.leaf_pages : counts_.branch_pages);
    const unsigned count = (header.lower - page_header_size) / 2;
    if (count < (is_leaf || free_list_ ? 1u : 2u) || !nodes_tile(at, header, count, is_leaf))
      return false;
    return is_leaf ? check_leaf(at, count, within) : check_branch(at, count, level, within);
  }

  static unsigned offset_of(const unsigned char *at, unsigned i) {
    return load<std::uint16_t>(at + page_header_size + std::size_t{2} * i);
  }
  static node node_of(const unsigned char *at, unsigned i) {
    return load<node>(at + offset_of(at, i));
  }
  static bytes_view key_of(const unsigned char *at, unsigned i) {
    return {at + offset_of(at, i) + node_header_size, node_of(at, i).key_size};
  }
  static bytes_view data_of(const unsigned char *at, unsigned i) {
    const node n = node_of(at, i);
    return {at + offset_of(at, i) + node_header_size + n.key_size,
            n.flags & big_data ? sizeof(std::uint64_t) : n.data_size()};
  }

  // Nodes fill the upper part of a page without gaps; LMDB moves them relying on that.
  bool nodes_tile(const unsigned char *at, const page_header &header, unsigned count,
                  bool is_leaf) {
    std::uint64_t taken[512]; // a bit for every two bytes of the largest page
    std::memset(taken, 0, size_ / 16);
    std::uint64_t total = 0;
    for (unsigned i = 0; i < count; ++i) {
      const unsigned offset = offset_of(at, i);
      if (offset % 2 != 0 || offset < header.upper || offset + node_header_size > size_)
        return false;
      const node n = load<node>(at + offset);
      std::uint64_t length = node_header_size + n.key_size;
      if (is_leaf) {
        if ((n.flags & ~big_data) != 0)
          return false;
        length += n.flags & big_data ? sizeof(std::uint64_t) : n.data_size();
      }
      if (n.key_size > longest_key || length > largest_node())
        return false;
      length += length % 2;
      if (offset + length > size_)
        return false;
      for (std::uint64_t unit = offset / 2; unit < (offset + length) / 2; ++unit) {
        const std::uint64_t bit = std::uint64_t{1} << unit % 64;
        if (taken[unit / 64] & bit)
          return false;
        taken[unit / 64] |= bit;
      }
      total += length;
    }
    return total == size_ - header.upper;
  }
  std::size_t largest_node() const {
    return (((size_ - page_header_size) / 2) & ~std::size_t{1}) - sizeof(std::uint16_t);
  }

  bool check_leaf(const unsigned char *at, unsigned count, const bounds &within) {
    bytes_view low = within.low;
    bool strictly = false; // the first key may be equal to what the branch has
    for (unsigned i = 0; i < count; ++i) {
      const bytes_view key = key_of(at, i);
      if (free_list_ ? key.size() != sizeof(std::uint64_t) : key.empty())
        return false;
      if (low.data()) {
        const int sign = order(low, key);
        if (sign > 0 || (sign == 0 && strictly))
          return false;
      }
      if (within.high.data() && order(key, within.high) >= 0)
        return false;
      bytes_view data = data_of(at, i);
      if ((node_of(at, i).flags & big_data) != 0 && !check_overflow(node_of(at, i), data))
        return false;
      if (free_list_ && !collect_free(key, data))
        return false;
      low = key;
      strictly = true;
    }
    counts_.entries += count;
    return true;
  }

  // Leaves the data in `data`, which named the page.
  bool check_overflow(const node &n, bytes_view &data) {
    const auto number = load<std::uint64_t>(data.data());
    if (number >= seen_.size())
      return false;
    const auto header = load<page_header>(page(number));
    const auto pages = load<std::uint32_t>(page(number) + 12);
    const std::uint64_t needed = (page_header_size - 1 + n.data_size()) / size_ + 1;
    if (header.number != number || header.flags != overflow || pages < needed ||
        !claim(number, pages))
      return false;
    counts_.overflow_pages += pages;
    data = {page(number) + page_header_size, n.data_size()};
    return true;
  }

  bool check_branch(const unsigned char *at, unsigned count, unsigned level, const bounds &within) {
    // The first key stands for all that is less than the second, and is often empty.
    for (unsigned i = 0; i < count; ++i) {
      bounds below{i == 0 ? within.low : key_of(at, i),
                   i + 1 == count ? within.high : key_of(at, i + 1)};
      if (i != 0 && (free_list_ ? below.low.size() != sizeof(std::uint64_t) : below.low.empty()))
        return false;
      if (i + 1 != count && free_list_ && below.high.size() != sizeof(std::uint64_t))
        return false;
      if (below.low.data() && below.high.data() && order(below.low, below.high) >= 0)
        return false;
      if (!check_page(node_of(at, i).child(), level + 1, below))
        return false;
    }
    return true;
  }

  // A list of pages that are free since a transaction: their count, and their numbers descending.
  bool collect_free(bytes_view key, bytes_view data) {
    // LMDB takes 0 for "none read yet", and would hand out that list's pages over and over.
    const auto transaction = load<std::uint64_t>(key.data());
    if (transaction == 0 || transaction > meta_.transaction ||
        data.size() < sizeof(std::uint64_t) || data.size() % sizeof(std::uint64_t) != 0)
      return false;
    const auto count = load<std::uint64_t>(data.data());
    if (count > data.size() / sizeof(std::uint64_t) - 1)
      return false;
    std::uint64_t last = meta_.last_page + 1;
    for (std::uint64_t i = 1; i <= count; ++i) {
      const auto number = load<std::uint64_t>(data.data() + i * sizeof(std::uint64_t));
      if (number >= last || number < 2)
        return false;
      last = number;
    }
    lists_.push_back(data.subspan(sizeof(std::uint64_t), count * sizeof(std::uint64_t)));
    return true;
  }

  // No page is free and used, or free twice.
  bool free_pages_are_free() {
    std::vector<bool> beyond;
    for (const bytes_view list : lists_)
      for (std::size_t i = 0; i < list.size(); i += sizeof(std::uint64_t)) {
        const auto number = load<std::uint64_t>(list.data() + i);
        if (number < seen_.size()) {
          if (!claim(number, 1))
            return false;
          continue;
        }
        const std::uint64_t index = number - seen_.size();
        if (index > (std::uint64_t{1} << 24))
          return false; // nobody leaves that much unwritten
        if (index >= beyond.size())
          beyond.resize(index + 1);
        if (beyond[index])
          return false;
        beyond[index] = true;
      }
    return true;
  }

  bytes_view file_;
  const meta_page &meta_;
  std::size_t size_;
  std::vector<bool> seen_;
  std::vector<bytes_view> lists_;
  counts counts_;
  unsigned depth_ = 0;
  bool free_list_ = false;
};

} // namespace

std::size_t index_header_size() noexcept {
  return page_size() + page_header_size + sizeof(meta_page);
}

bool plausible_index(bytes_view first_pages, std::uint64_t size) noexcept {
  meta_page a, b;
  return size >= 2 * page_size() && read_meta(first_pages, 0, a) && read_meta(first_pages, 1, b);
}

soundness check_index(bytes_view file, std::uint64_t transaction) noexcept {
  try {
    meta_page metas[2];
    if (!read_meta(file, 0, metas[0]) || !read_meta(file, 1, metas[1]))
      return soundness::damaged;
    const bool second =
        transaction != 0 ? transaction % 2 != 0 : metas[0].transaction < metas[1].transaction;
    const meta_page &m = metas[second];
    // Not overwritten by a writer in the middle of it.
    meta_page again;
    if ((transaction != 0 && m.transaction != transaction) || !read_meta(file, second, again) ||
        std::memcmp(&m, &again, sizeof(m)) != 0)
      return soundness::outdated;
    return walker(file, m).check() ? soundness::sound : soundness::damaged;
  } catch (const std::bad_alloc &) {
    return soundness::out_of_memory;
  } catch (...) {
    return soundness::damaged;
  }
}

} // namespace st::store
