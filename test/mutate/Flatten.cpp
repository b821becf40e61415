#include "Flatten.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include <set>

using namespace llvm;

namespace mutate {

namespace {

class Flattener {
public:
  explicit Flattener(const FlattenOptions &Options) : Options(Options) {}

  bool add(StringRef Path, unsigned Depth) {
    auto Buffer = MemoryBuffer::getFile(Path);
    if (!Buffer || Nesting > 50)
      return false;
    ++Nesting;
    StringRef Rest = (*Buffer)->getBuffer();
    bool Guarded = isGuarded(Rest);
    bool Once = Guarded || Rest.contains("\n#pragma once") || Rest.starts_with("#pragma once");
    if (Once && !Seen.insert(real(Path)).second) {
      --Nesting;
      return true;
    }
    // An include guard is no condition.
    int Open = Depth;
    bool First = true;
    while (!Rest.empty()) {
      StringRef Line;
      std::tie(Line, Rest) = Rest.split('\n');
      StringRef Directive = Line.ltrim();
      if (Directive.consume_front("#")) {
        Directive = Directive.ltrim();
        if (Directive.starts_with("if")) {
          if (!(First && Guarded))
            ++Open;
          First = false;
        } else if (Directive.starts_with("endif")) {
          if (Open > int(Depth))
            --Open;
        } else if (Directive.starts_with("pragma once")) {
          continue;
        } else if (Directive.consume_front("include")) {
          if (include(Path, Directive.trim(), Open, Line))
            continue;
        }
      }
      Body += Line;
      Body += '\n';
    }
    --Nesting;
    return true;
  }

  std::string Front, Body;

private:
  static std::string real(StringRef Path) {
    SmallString<256> Real;
    return sys::fs::real_path(Path, Real) ? Path.str() : std::string(Real);
  }

  static bool isGuarded(StringRef Text) {
    while (!Text.empty()) {
      StringRef Line;
      std::tie(Line, Text) = Text.split('\n');
      Line = Line.ltrim();
      if (Line.consume_front("#"))
        return Line.ltrim().starts_with("ifndef") && Text.ltrim().starts_with("#define");
    }
    return false;
  }

  bool include(StringRef From, StringRef What, unsigned Depth, StringRef Line) {
    if (What.size() < 3 || (What[0] != '"' && What[0] != '<'))
      return false;
    bool Quoted = What[0] == '"';
    size_t End = What.find(Quoted ? '"' : '>', 1);
    if (End == StringRef::npos)
      return false;
    StringRef Name = What.slice(1, End);
    std::vector<std::string> Dirs;
    if (Quoted)
      Dirs.push_back(sys::path::parent_path(From).str());
    Dirs.insert(Dirs.end(), Options.Dirs.begin(), Options.Dirs.end());
    for (const std::string &Dir : Dirs) {
      SmallString<256> Candidate(Dir);
      sys::path::append(Candidate, Name);
      if (sys::fs::is_regular_file(Candidate))
        return add(Candidate, Depth);
    }
    if (Depth > 0 || !Options.Hoist)
      return false;
    Front += Line;
    Front += '\n';
    return true;
  }

  const FlattenOptions &Options;
  std::set<std::string> Seen;
  unsigned Nesting = 0;
};

} // namespace

std::string flatten(const std::string &Path, const FlattenOptions &Options) {
  Flattener F(Options);
  if (!F.add(Path, 0))
    return "";
  return F.Front + std::string(FrontMarker) + F.Body;
}

} // namespace mutate
