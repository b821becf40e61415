//===- DirectivesText.cpp - Edits of what GCC has preprocessed ------------===//

#include "DirectivesText.h"

#include "clang/Basic/LangOptions.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"

using namespace clang;
using namespace llvm;

namespace stcache::tool {
namespace {

/// A line of an inclusion of a file, by where it stands in the text.
struct Line {
  size_t Begin, End; // without the line break
};

/// One inclusion of a file. Directives of the user's can give parts of it other names.
struct Inclusion {
  StringMap<DenseMap<unsigned, Line>> Parts;

  /// Where the line is that Clang sees as Presumed.
  const Line *find(const PresumedLoc &Presumed, StringRef FileName) const {
    for (const auto &Part : Parts) {
      if (Part.first() != Presumed.getFilename() && Part.first() != FileName)
        continue;
      auto Found = Part.second.find(Presumed.getLine());
      if (Found != Part.second.end())
        return &Found->second;
    }
    return nullptr;
  }
};

/// A line marker: # 12 "name" 1 3
struct Marker {
  unsigned Line;
  std::string Name;
  bool Enters = false, Returns = false;

  static std::optional<Marker> read(StringRef Text) {
    Marker M;
    if (!Text.consume_front("# ") || Text.consumeInteger(10, M.Line) || !Text.consume_front(" \""))
      return std::nullopt;
    while (!Text.empty() && Text[0] != '"') {
      if (Text[0] == '\\' && Text.size() > 1)
        Text = Text.drop_front();
      M.Name += Text[0];
      Text = Text.drop_front();
    }
    if (!Text.consume_front("\""))
      return std::nullopt;
    SmallVector<StringRef, 4> Flags;
    Text.split(Flags, ' ', -1, /*KeepEmpty=*/false);
    M.Enters = is_contained(Flags, "1");
    M.Returns = is_contained(Flags, "2");
    return M;
  }
};

/// What names a file in markers: its name, but one for all names of the same file.
class FileNames {
public:
  StringRef operator()(StringRef Name) {
    auto [It, New] = Known.try_emplace(Name);
    if (!New)
      return It->second;
    sys::fs::UniqueID Id;
    if (Name.starts_with("<") || sys::fs::getUniqueID(Name, Id))
      return It->second = It->first();
    return It->second = ById.try_emplace({Id.getDevice(), Id.getFile()}, It->first()).first->second;
  }

private:
  StringMap<StringRef> Known;
  std::map<std::pair<uint64_t, uint64_t>, StringRef> ById;
};

/// Where directives and line markers begin: after space and comments, and not in a raw string.
std::vector<size_t> findDirectives(StringRef Text, const LangOptions &Lang) {
  Lexer L(SourceLocation(), Lang, Text.begin(), Text.begin(), Text.end());
  std::vector<size_t> All;
  Token T;
  do {
    L.LexFromRawLexer(T);
    if (T.is(tok::hash) && T.isAtStartOfLine())
      All.push_back(L.getBufferLocation() - Text.begin() - T.getLength());
  } while (T.isNot(tok::eof));
  return All;
}

std::vector<Inclusion> readInclusions(StringRef Text, const LangOptions &Lang, FileNames &Names) {
  std::vector<size_t> Directives = findDirectives(Text, Lang);
  auto Directive = Directives.begin();
  std::vector<Inclusion> All;
  std::vector<size_t> Stack;
  DenseMap<unsigned, Line> *Lines = nullptr;
  unsigned Number = 1;
  for (size_t Begin = 0; Begin < Text.size();) {
    size_t End = std::min(Text.find('\n', Begin), Text.size());
    std::optional<Marker> M;
    if (Directive != Directives.end() && *Directive < End)
      M = Marker::read(Text.slice(*Directive++, End));
    if (M) {
      if (M->Enters || Stack.empty()) {
        Stack.push_back(All.size());
        All.emplace_back();
      } else if (M->Returns && Stack.size() > 1) {
        Stack.pop_back();
      }
      Lines = &All[Stack.back()].Parts[Names(M->Name)];
      Number = M->Line;
    } else {
      if (Lines)
        (*Lines)[Number] = {Begin, End};
      ++Number;
    }
    Begin = End + 1;
  }
  return All;
}

/// The edits of one line, in order.
struct LineEdit {
  unsigned Begin, End; // columns
  std::string Text;
};
using LineEdits = std::map<unsigned, std::vector<LineEdit>>;

/// An edit over several lines becomes one of each: line breaks stay.
void split(const SourceManager &SM, const TextEdit &E, LineEdits &Out) {
  StringRef Source = SM.getBufferData(E.File);
  unsigned Begin = E.Begin;
  std::string Text = E.Text;
  while (true) {
    size_t Break = Source.slice(Begin, E.End).find('\n');
    unsigned End = Break == StringRef::npos ? E.End : Begin + Break;
    unsigned LineStart = Begin - (SM.getColumnNumber(E.File, Begin) - 1);
    std::string Here = Text;
    if (Break != StringRef::npos) {
      size_t TextBreak = Text.find('\n');
      Here = Text.substr(0, TextBreak);
      Text = TextBreak == std::string::npos ? "" : Text.substr(TextBreak + 1);
    }
    Out[SM.getLineNumber(E.File, Begin)].push_back(
        {Begin - LineStart, End - LineStart, std::move(Here)});
    if (Break == StringRef::npos)
      return;
    Begin = End + 1;
  }
}

StringRef sourceLine(const SourceManager &SM, FileID File, unsigned Line) {
  StringRef Source = SM.getBufferData(File);
  SourceLocation Start = SM.translateLineCol(File, Line, 1);
  StringRef Rest = Source.drop_front(SM.getFileOffset(Start));
  return Rest.take_until([](char C) { return C == '\n'; });
}

} // namespace

Expected<std::string> editDirectivesText(const RewrittenFile &File, StringRef Text) {
  const SourceManager &SM = File.SM;
  MapVector<FileID, LineEdits> Wanted;
  for (const TextEdit &E : File.Source.Edits)
    split(SM, E, Wanted[E.File]);

  FileNames Names;
  std::vector<Inclusion> All = readInclusions(Text, File.LangOpts, Names);
  std::vector<std::pair<Line, const std::vector<LineEdit> *>> Changes;
  std::vector<bool> Taken(All.size());
  for (auto &[Id, Edits] : Wanted) {
    OptionalFileEntryRef Entry = SM.getFileEntryRefForID(Id);
    StringRef Name = Entry ? Names(Entry->getName()) : "";
    // Each line as it is in both, or it is another inclusion.
    std::vector<Line> Places;
    unsigned Different = 0; // the line where the last inclusion is another
    auto IsHere = [&](const Inclusion &In) {
      Places.clear();
      for (const auto &[Number, Of] : Edits) {
        PresumedLoc At = SM.getPresumedLoc(SM.translateLineCol(Id, Number, 1));
        const Line *L = In.find(At, Name);
        if (!L || Text.slice(L->Begin, L->End) != sourceLine(SM, Id, Number)) {
          Different = std::max(Different, Number);
          return false;
        }
        Places.push_back(*L);
      }
      return true;
    };
    size_t I = 0;
    while (I < All.size() && (Taken[I] || !IsHere(All[I])))
      ++I;
    if (I == All.size())
      return createStringError("GCC and Clang do not see the same text in '" +
                               (Entry ? Entry->getName() : "a file") + "', line " +
                               Twine(Different));
    Taken[I] = true;
    for (auto [Place, Edit] : zip(Places, Edits))
      Changes.push_back({Place, &Edit.second});
  }
  sort(Changes, [](const auto &A, const auto &B) { return A.first.Begin < B.first.Begin; });

  // The first line names the file; what has to be known everywhere comes next.
  size_t Begin = Text.find('\n') + 1;
  std::string Result =
      Text.substr(0, Begin).str() + File.Source.Head + "\n" + Text.substr(0, Begin).str();
  for (const auto &[At, Edits] : Changes) {
    for (const LineEdit &E : *Edits) {
      Result += Text.slice(Begin, At.Begin + E.Begin);
      Result += E.Text;
      Begin = std::max<size_t>(Begin, At.Begin + E.End);
    }
  }
  Result += Text.drop_front(Begin);
  if (!Result.empty() && Result.back() != '\n')
    Result += '\n';
  return Result + File.Source.Tail;
}

} // namespace stcache::tool
