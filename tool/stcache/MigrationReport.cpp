//===- MigrationReport.cpp - What one file says of legacy attributes ------===//

#include "MigrationReport.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/xxhash.h"

#include <concepts>

using namespace llvm;

namespace stcache::tool {

TextHash hashText(StringRef Text) {
  XXH128_hash_t Hash = xxh3_128bits(arrayRefFromStringRef(Text));
  return {Hash.high64, Hash.low64};
}

namespace {

// Not JSON: paths and texts need not be UTF-8. `fields` names the parts of each structure once, for
// both directions.

constexpr StringRef Magic = "stcache migration 1\n";

template <class S, class T>
concept Either = std::same_as<std::remove_const_t<S>, T>;

template <Either<TextHash> S, class F> void fields(S &X, F Use) { Use(X[0], X[1]); }
template <Either<MigrationPoint> S, class F> void fields(S &X, F Use) {
  Use(X.File, X.Offset, X.Line, X.Column);
}
template <Either<MigrationChange> S, class F> void fields(S &X, F Use) {
  Use(X.File, X.Offset, X.Length, X.Text, X.Macro);
}
template <Either<MigrationUse::Expansion> S, class F> void fields(S &X, F Use) {
  Use(X.Macro, X.At);
}
template <Either<MigrationUse> S, class F> void fields(S &X, F Use) {
  Use(X.Shown, X.Expansions, X.Attribute, X.Function, X.Name, X.Better, X.Warning, X.Remedy,
      X.Incomplete, X.Changes);
}
template <Either<MigrationReport::File> S, class F> void fields(S &X, F Use) {
  Use(X.Path, X.Text);
}
template <Either<MigrationReport::Macro> S, class F> void fields(S &X, F Use) {
  Use(X.Name, X.At, X.Expansions);
}
template <Either<MigrationReport::Hidden> S, class F> void fields(S &X, F Use) {
  Use(X.At, X.Macro);
}
template <Either<MigrationReport> S, class F> void fields(S &X, F Use) {
  Use(X.Failed, X.Messages, X.Files, X.Macros, X.Uses, X.NotCompiled);
}

class Writer {
public:
  std::string Bytes;

  void number(uint64_t N) {
    char Raw[8];
    support::endian::write64le(Raw, N);
    Bytes.append(Raw, sizeof Raw);
  }
  void field(unsigned N) { number(N); }
  void field(uint64_t N) { number(N); }
  void field(bool B) { number(B); }
  void field(const std::string &Text) {
    number(Text.size());
    Bytes += Text;
  }
  void field(MigrationUse::Kind K) { number(uint64_t(K)); }
  template <class T> void field(const std::optional<T> &O) {
    field(O.has_value());
    if (O)
      field(*O);
  }
  template <class T> void field(const std::vector<T> &All) {
    number(All.size());
    for (const T &One : All)
      field(One);
  }
  template <class T> void field(const T &Struct) {
    fields(Struct, [&](auto &...Parts) { (field(Parts), ...); });
  }
};

class Reader {
public:
  explicit Reader(StringRef Bytes) : Bytes(Bytes) {}

  /// All was read, and was good.
  bool isDone() const { return Good && Bytes.empty(); }

  void field(unsigned &N) { N = unsigned(number(UINT32_MAX)); }
  void field(uint64_t &N) { N = number(UINT64_MAX); }
  void field(bool &B) { B = number(1) != 0; }
  void field(std::string &Text) { Text = take(number(Bytes.size())).str(); }
  void field(MigrationUse::Kind &K) {
    K = MigrationUse::Kind(number(uint64_t(MigrationUse::Kind::Resource)));
  }
  template <class T> void field(std::optional<T> &O) {
    if (number(1) != 0)
      field(O.emplace());
  }
  template <class T> void field(std::vector<T> &All) {
    // Each takes some bytes, so a hostile number allocates nothing.
    for (uint64_t Left = number(Bytes.size()); Left > 0 && Good; --Left)
      field(All.emplace_back());
  }
  template <class T> void field(T &Struct) {
    fields(Struct, [&](auto &...Parts) { (field(Parts), ...); });
  }

private:
  StringRef take(size_t N) {
    Good &= N <= Bytes.size();
    if (!Good)
      return {};
    StringRef Taken = Bytes.take_front(N);
    Bytes = Bytes.drop_front(N);
    return Taken;
  }
  uint64_t number(uint64_t Most) {
    StringRef Raw = take(8);
    uint64_t N = Good ? support::endian::read64le(Raw.data()) : 0;
    Good &= N <= Most;
    return Good ? N : 0;
  }

  StringRef Bytes;
  bool Good = true;
};

/// Whether all refers to what is there.
bool isSound(const MigrationReport &R) {
  auto Known = [&](const MigrationPoint &P) { return P.File < R.Files.size(); };
  auto SoundUse = [&](const MigrationUse &U) {
    return Known(U.Shown) && all_of(U.Expansions, [&](auto &E) { return Known(E.At); }) &&
           all_of(U.Changes, [&](const MigrationChange &C) {
             return C.File < R.Files.size() && (!C.Macro || *C.Macro < R.Macros.size());
           });
  };
  return all_of(R.Macros, [&](auto &M) { return Known(M.At); }) && all_of(R.Uses, SoundUse) &&
         all_of(R.NotCompiled, [&](auto &H) { return Known(H.At); });
}

} // namespace

std::string toBytes(const MigrationReport &Report) {
  Writer W;
  W.Bytes = Magic;
  W.field(Report);
  return std::move(W.Bytes);
}

Expected<MigrationReport> migrationReport(StringRef Bytes) {
  MigrationReport Report;
  if (Bytes.consume_front(Magic)) {
    Reader R(Bytes);
    R.field(Report);
    if (R.isDone() && isSound(Report))
      return std::move(Report);
  }
  return createStringError("what its process says of it is damaged");
}

} // namespace stcache::tool
