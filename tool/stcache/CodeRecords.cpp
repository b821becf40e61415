//===- CodeRecords.cpp - Code of cached functions, kept beside the store --===//

#include "CodeRecords.h"

#include "WriteFile.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

#include <fingerprint/graph.h>

using namespace llvm;

namespace stcache::tool {

std::vector<const Function *> cachedFunctions(const State &S) {
  std::vector<const Function *> Found;
  for (const Function &F : S.Functions)
    if (F.Cached)
      Found.push_back(&F);
  return Found;
}

std::string CodeRecords::path(StringRef Symbol, StringRef Fingerprint) const {
  std::string Key = (Symbol + " " + Fingerprint).str();
  st::fingerprint::digest D = st::fingerprint::hash(Key.data(), Key.size());
  return Directory + "/" + stcache::Fingerprint{D.hi, D.lo}.hex() + ".json";
}

Expected<unsigned> CodeRecords::add(const State &S, ArrayRef<const Function *> Functions) const {
  if (std::error_code Why =
          sys::fs::create_directory(Directory, /*IgnoreExisting=*/true, sys::fs::owner_all))
    return createStringError(Why, "cannot make '" + Directory + "': " + Why.message());
  unsigned New = 0;
  for (const Function *F : Functions) {
    std::string Hex = S.fingerprint(*F).hex(), Path = path(F->Symbol, Hex);
    New += !sys::fs::exists(Path);
    // A known version, too: it may have moved to other lines, and counts as recorded just now.
    std::string Text;
    raw_string_ostream(Text) << toJSON(S.only({F}));
    if (Error E = writeFile(Path, Text, sys::fs::owner_read | sys::fs::owner_write))
      return std::move(E);
  }
  shrink();
  return New;
}

std::optional<State> CodeRecords::find(StringRef Symbol, StringRef Fingerprint) const {
  auto Buffer = MemoryBuffer::getFile(path(Symbol, Fingerprint));
  if (!Buffer)
    return std::nullopt;
  Expected<json::Value> Value = json::parse((*Buffer)->getBuffer());
  if (!Value) {
    consumeError(Value.takeError());
    return std::nullopt;
  }
  Expected<State> S = stateFromJSON(*Value);
  if (!S) {
    consumeError(S.takeError());
    return std::nullopt;
  }
  if (S->Functions.size() != 1 || S->Functions.front().Symbol != Symbol ||
      S->fingerprint(S->Functions.front()).hex() != Fingerprint)
    return std::nullopt;
  return std::move(*S);
}

std::error_code CodeRecords::clear() const {
  return sys::fs::remove_directories(Directory, /*IgnoreErrors=*/false);
}

void CodeRecords::shrink() const {
  struct File {
    sys::TimePoint<> Modified;
    uint64_t Size;
    std::string Path;
  };
  std::vector<File> Files;
  uint64_t Bytes = 0;
  std::error_code Why;
  for (sys::fs::directory_iterator It(Directory, Why), End; It != End && !Why; It.increment(Why))
    if (ErrorOr<sys::fs::basic_file_status> Status = It->status()) {
      Files.push_back({Status->getLastModificationTime(), Status->getSize(), It->path()});
      Bytes += Status->getSize();
    }
  sort(Files, [](const File &A, const File &B) { return A.Modified < B.Modified; });
  size_t Count = Files.size();
  for (const File &F : Files) {
    if (Count <= MostFiles && Bytes <= MostBytes)
      break;
    if (sys::fs::remove(F.Path))
      continue;
    --Count;
    Bytes -= F.Size;
  }
}

} // namespace stcache::tool
