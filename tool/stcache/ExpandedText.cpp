//===- ExpandedText.cpp - A rewritten file for people and any compiler ----===//

#include "ExpandedText.h"

#include "SourceNames.h"

#include "clang/Basic/FileManager.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace clang;
using namespace llvm;

namespace stcache::tool {
namespace {

std::string absolute(StringRef Path) {
  SmallString<256> Whole(Path);
  if (sys::fs::make_absolute(Whole))
    return Path.str();
  sys::path::remove_dots(Whole, /*remove_dot_dot=*/false);
  return Whole.str().str();
}

std::vector<TextEdit> editsOf(const RewrittenFile &File, FileID Id) {
  std::vector<TextEdit> Result;
  copy_if(File.Source.Edits, std::back_inserter(Result),
          [&](const TextEdit &E) { return E.File == Id; });
  return Result;
}

class Expander {
public:
  Expander(const RewrittenFile &File, StringRef Directory)
      : File(File), SM(File.SM), Directory(Directory) {
    for (const Include &I : File.Includes)
      Includes[I.In].push_back(&I);
    for (SourceLocation Loc : File.Pragmas)
      Pragmas[SM.getFileID(Loc)].push_back(SM.getFileOffset(Loc));
    findInlined();
  }

  std::string main() {
    std::string Result;
    FileID Main = SM.getMainFileID();
    if (File.Source.KeepsAttributes)
      Result += "#if defined(__clang__)\n"
                "#pragma clang diagnostic ignored \"-Wunknown-attributes\"\n"
                "#elif __GNUC__ >= 12\n"
                "#pragma GCC diagnostic ignored_attributes \"st::\"\n"
                "#endif\n";
    if (!File.Source.Head.empty())
      Result += File.Source.Head + "\n";
    if (!Result.empty())
      Result += line(Main, 1);
    Result += text(Main);
    if (!StringRef(Result).ends_with("\n"))
      Result += '\n';
    return Result + File.Source.Tail;
  }

  std::string text(FileID Id) const {
    StringRef Source = SM.getBufferData(Id);
    std::vector<TextEdit> All = editsOf(File, Id);
    addIncludes(Id, Source, All);
    std::stable_sort(All.begin(), All.end(),
                     [](const TextEdit &A, const TextEdit &B) { return A.Begin < B.Begin; });
    return applyEdits(Source, All, 0, Source.size());
  }

private:
  /// Files with edits, and all inclusions on the way to them. Where a file stands in the text, a
  /// later directive that would bring it again, because it has `#pragma once` and no guard, must
  /// not find it on disk.
  void findInlined() {
    auto Add = [&](FileID Id) {
      for (; Id.isValid() && Id != SM.getMainFileID() && Inlined.insert(Id).second;
           Id = SM.getFileID(SM.getIncludeLoc(Id)))
        if (OptionalFileEntryRef Entry = SM.getFileEntryRefForID(Id))
          InlinedFiles.insert(&Entry->getFileEntry());
    };
    for (const TextEdit &E : File.Source.Edits)
      Add(E.File);
    for (bool Again = true; Again;) {
      Again = false;
      for (const Include &I : File.Includes)
        if (InlinedFiles.contains(&I.To.getFileEntry()) && I.In != SM.getMainFileID() &&
            !Inlined.contains(I.In)) {
          Add(I.In);
          Again = true;
        }
    }
  }

  std::string line(FileID Id, unsigned Number) const {
    return "#line " + std::to_string(Number) + " " +
           quoted(SM.getPresumedLoc(SM.getLocForStartOfFile(Id)).getFilename()) + "\n";
  }

  void addIncludes(FileID Id, StringRef Source, std::vector<TextEdit> &All) const {
    bool IsMain = Id == SM.getMainFileID();
    if (!IsMain)
      if (auto Own = Pragmas.find(Id); Own != Pragmas.end())
        for (unsigned At : Own->second) {
          size_t End = std::min(Source.find('\n', At), Source.size());
          StringRef Words = Source.slice(At, End);
          if (Words.contains("once") || Words.contains("system_header"))
            All.push_back({Id, At, unsigned(End), ""});
        }
    auto Own = Includes.find(Id);
    if (Own == Includes.end())
      return;
    for (const Include *I : Own->second) {
      unsigned End = std::min(Source.find_first_of("\r\n", I->NameEnd), Source.size());
      if (I->Entered.isValid() && Inlined.contains(I->Entered)) {
        std::string Text = line(I->Entered, 1) + text(I->Entered);
        if (!StringRef(Text).ends_with("\n"))
          Text += '\n';
        std::string Back = line(Id, SM.getLineNumber(Id, I->Hash) + 1);
        All.push_back({Id, I->Hash, End, Text + StringRef(Back).rtrim('\n').str()});
      } else if (!I->Entered.isValid() && InlinedFiles.contains(&I->To.getFileEntry())) {
        All.push_back({Id, I->Hash, End, ""});
      } else if (I->IsNext || isBeside(*I)) {
        if (!IsMain || I->IsNext || !isHere(Id))
          All.push_back({Id, I->Hash, I->NameEnd, "#include " + quoted(absolute(I->To.getName()))});
      }
    }
  }

  /// Found because it is in the directory of the file that includes it?
  bool isBeside(const Include &I) const {
    OptionalFileEntryRef In = SM.getFileEntryRefForID(I.In);
    if (I.IsAngled || !In)
      return false;
    SmallString<256> Beside(sys::path::parent_path(In->getName()));
    sys::path::append(Beside, I.Spelled);
    return absolute(Beside) == absolute(I.To.getName());
  }

  bool isHere(FileID Id) const {
    OptionalFileEntryRef Entry = SM.getFileEntryRefForID(Id);
    return Entry && absolute(sys::path::parent_path(absolute(Entry->getName()))) == Directory;
  }

  const RewrittenFile &File;
  const SourceManager &SM;
  StringRef Directory;
  DenseMap<FileID, std::vector<const Include *>> Includes;
  DenseMap<FileID, std::vector<unsigned>> Pragmas;
  DenseSet<FileID> Inlined;
  DenseSet<const FileEntry *> InlinedFiles;
};

} // namespace

std::string editedFile(const RewrittenFile &File, FileID Id) {
  StringRef Source = File.SM.getBufferData(Id);
  return applyEdits(Source, editsOf(File, Id), 0, Source.size());
}

std::string editedLines(const RewrittenFile &File, SourceRange Range) {
  auto [Id, Begin] = File.SM.getDecomposedLoc(File.SM.getExpansionLoc(Range.getBegin()));
  unsigned End = File.SM.getFileOffset(File.SM.getExpansionRange(Range.getEnd()).getEnd());
  StringRef Source = File.SM.getBufferData(Id);
  size_t First = Begin == 0 ? 0 : Source.rfind('\n', Begin - 1) + 1;
  size_t Last = std::min(Source.find('\n', End), Source.size());
  return applyEdits(Source, editsOf(File, Id), First, Last) + "\n";
}

std::string expandedText(const RewrittenFile &File, StringRef Directory) {
  return Expander(File, Directory).main();
}

} // namespace stcache::tool
