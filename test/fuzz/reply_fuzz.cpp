// Any bytes as what a server answers, in pieces, and as the value of an entry. The first byte
// chooses. What is accepted as an entry is packed again.
//   reply_fuzz -max_len=20000 -max_total_time=60 corpus
#include <cstdlib>
#include <cstring>
#include <numeric>
#include <remote/reply.h>
#include <remote/wire.h>
#include <store/checksum.h>
#include <store/entry.h>

namespace {

using namespace st::store::remote;
using st::store::bytes_view;

const place where{{5, 6}, {{1, 2}, {3, 4}}};
constexpr std::size_t most_payload = 1 << 20;
volatile unsigned long seen;

void read_all(bytes_view bytes) { seen = seen + std::accumulate(bytes.begin(), bytes.end(), 0ul); }
void must(bool good) {
  if (!good)
    std::abort();
}

std::size_t elements_of(const reply &r, int depth) {
  must(depth <= 3);
  redirection to;
  if (r.what == reply::kind::error && read_redirection(r.line, to))
    must(to.slot < slots && to.port != 0 && to.host.size() <= r.line.size());
  if (r.is_text())
    read_all({r.bytes.data(), r.bytes.size()});
  std::size_t all = 1;
  must(r.elements.size() <= 6);
  for (const reply_ptr &one : r.elements) {
    must(one != nullptr);
    all += elements_of(*one, depth + 1);
  }
  return all;
}

void answer(bytes_view bytes, std::size_t piece) {
  reply_reader reader;
  must(reader.open());
  limits most;
  most.text = 2000;
  most.elements = 6;
  most.depth = 2;
  reader.expect(most);
  while (!bytes.empty()) {
    const bytes_view part = bytes.first(std::min(piece, bytes.size()));
    bytes = bytes.subspan(part.size());
    must(reader.feed(part.data(), part.size()));
    for (;;) {
      reply_ptr one;
      const auto got = reader.next(one);
      if (got == reply_reader::outcome::more)
        break;
      if (got != reply_reader::outcome::got)
        return;
      elements_of(*one, 0);
    }
  }
}

void value(bytes_view bytes) {
  aligned_bytes copy;
  must(copy.allocate(bytes.size()));
  if (!bytes.empty())
    std::memcpy(copy.data(), bytes.data(), bytes.size());
  st::store::record r;
  std::uint64_t clears = 0;
  if (st::store::read_record(bytes, where.key, r) && r.extra.size() >= 8)
    std::memcpy(&clears, r.extra.data(), 8);
  lookup found;
  const bytes_view arguments = r.has_arguments ? r.arguments : bytes_view();
  if (unpack(where, copy, arguments, 0, clears, most_payload, found) != unpacking::good)
    return;
  must(found.payload().size() <= most_payload &&
       reinterpret_cast<std::uintptr_t>(found.payload().data()) % 64 == 0);
  read_all(found.payload());
  read_all(found.extra());
  st::store::put_info info;
  info.arguments = arguments;
  info.extra = found.extra();
  aligned_bytes again;
  must(pack(where, found.payload(), info, clears, true, most_payload, again) == packing::packed);
  lookup second;
  must(unpack(where, again, arguments, 0, clears, most_payload, second) == unpacking::good);
  must(second.payload().size() == found.payload().size() &&
       std::equal(second.payload().begin(), second.payload().end(), found.payload().begin()));
}

// With a right checksum, so that the checks after it are reached: what is fuzzed are the extra
// bytes and the payload.
void mended_value(bytes_view bytes) {
  if (bytes.empty())
    return;
  const std::size_t extra = std::min<std::size_t>(bytes[0], bytes.size() - 1);
  st::store::record r;
  r.info.used = 5;
  r.extra = bytes.subspan(1, extra);
  r.payload = bytes.subspan(1 + extra);
  r.payload_size = r.payload.size();
  std::vector<unsigned char> record(st::store::record_size(r));
  st::store::write_record(record.data(), where.key, r);
  value({record.data(), record.size()});
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size) {
  if (size == 0)
    return 0;
  // At the end of its memory.
  const std::vector<unsigned char> exact(data + 1, data + size);
  const bytes_view bytes{exact.data(), exact.size()};
  switch (data[0] % 5) {
  case 0:
    answer(bytes, bytes.size() + 1);
    break;
  case 1:
    answer(bytes, 1);
    break;
  case 2:
    answer(bytes, 7);
    break;
  case 3:
    value(bytes);
    break;
  default:
    mended_value(bytes);
  }
  return 0;
}
