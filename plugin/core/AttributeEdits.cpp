#include "AttributeEdits.h"

#include "clang/AST/Expr.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace stcache {
namespace {

/// A token, or the invocation of the macro that it came from, or of the one around that...
struct Level {
  SourceLocation Begin, End;
};

/// From the token itself outwards.
SmallVector<Level, 4> levels(const SourceManager &SM, SourceLocation Loc) {
  SmallVector<Level, 4> Result = {{Loc, Loc}};
  while (Loc.isMacroID()) {
    if (SM.isMacroArgExpansion(Loc)) {
      Loc = SM.getImmediateSpellingLoc(Loc);
      Result.push_back({Loc, Loc});
    } else {
      CharSourceRange Macro = SM.getImmediateExpansionRange(Loc);
      Loc = Macro.getBegin();
      Result.push_back({Loc, Macro.getEnd()});
    }
  }
  return Result;
}

bool isBlank(char C) { return C == ' ' || C == '\t'; }

/// Behind blanks, line breaks and, in a macro's body, escaped ones.
unsigned skipSpace(StringRef Text, unsigned At, bool Lines) {
  while (At < Text.size()) {
    StringRef Rest = Text.substr(At);
    if (isBlank(Rest.front()) || (Lines && (Rest.front() == '\n' || Rest.front() == '\r')))
      ++At;
    else if (Lines && Rest.starts_with("\\\n"))
      At += 2;
    else if (Lines && Rest.starts_with("\\\r\n"))
      At += 3;
    else
      break;
  }
  return At;
}

} // namespace

AttributeEdits::AttributeEdits(const SourceManager &SM, const LangOptions &Lang,
                               ArrayRef<Token> Tokens, ArrayRef<Expr *> Arguments)
    : SM(SM), Lang(Lang), Tokens(Tokens) {
  unsigned I = 0;
  for (const Expr *E : Arguments) {
    while (I < Tokens.size() && Tokens[I].getLocation() != E->getBeginLoc())
      ++I;
    if (I == Tokens.size() || !Tokens[I - 1].isOneOf(tok::l_paren, tok::comma))
      fail("its options cannot be told apart");
    Starts.push_back(I);
  }
  if (!Tokens.empty())
    Starts.push_back(unsigned(Tokens.size()) - 1);
  else
    fail("it is in a precompiled header");
}

void AttributeEdits::fail(StringRef Reason) {
  if (Why.empty())
    Why = Reason.str();
}

bool AttributeEdits::isEditable(SourceLocation Spelled) {
  if (SM.isWrittenInScratchSpace(Spelled))
    fail("a macro puts it together with ##");
  else if (SM.isWrittenInCommandLineFile(Spelled) || SM.isWrittenInBuiltinFile(Spelled))
    fail("it comes from a macro that the command line defines");
  else if (SM.isInSystemHeader(Spelled))
    fail("it comes from a system header");
  else if (!SM.getFileEntryRefForID(SM.getFileID(Spelled)))
    fail("it is in no file");
  return Why.empty();
}

/// Where tokens First to Last stand at a level (a file or the expansion of a macro), if they are
/// all that stands there.
std::optional<AttributeEdits::Region> AttributeEdits::regionAt(FileID Where, unsigned First,
                                                               unsigned Last) const {
  Region Found{FileID(), 0, 0, {}};
  auto Place = [&](const Token &T) -> std::optional<Region> {
    for (const Level &L : levels(SM, T.getLocation())) {
      if (SM.getFileID(L.Begin) != Where || SM.getFileID(L.End) != Where)
        continue;
      auto [File, Begin] = SM.getDecomposedSpellingLoc(L.Begin);
      SourceLocation End = SM.getSpellingLoc(L.End);
      unsigned EndOffset = SM.getFileOffset(End) + Lexer::MeasureTokenLength(End, SM, Lang);
      return Region{File, Begin, EndOffset, {}};
    }
    return std::nullopt;
  };
  for (unsigned I = First; I <= Last; ++I) {
    std::optional<Region> R = Place(Tokens[I]);
    if (!R || (I != First && (R->File != Found.File || R->Begin < Found.Begin)))
      return std::nullopt;
    if (I == First)
      Found = *R;
    Found.End = std::max(Found.End, R->End);
  }
  for (unsigned I = 0; I < Tokens.size(); ++I) {
    if (I >= First && I <= Last)
      continue;
    if (std::optional<Region> R = Place(Tokens[I]);
        R && R->File == Found.File && R->Begin < Found.End && R->End > Found.Begin)
      return std::nullopt;
  }
  Found.Buffer = SM.getBufferData(Found.File);
  return Found;
}

std::optional<AttributeEdits::Region> AttributeEdits::regionOf(unsigned First,
                                                               unsigned Last) const {
  for (const Level &L : levels(SM, Tokens[First].getLocation()))
    if (std::optional<Region> R = regionAt(SM.getFileID(L.Begin), First, Last))
      return R;
  return std::nullopt;
}

void AttributeEdits::rename(StringRef To) {
  if (!Why.empty())
    return;
  SourceLocation Spelled = SM.getSpellingLoc(Tokens.front().getLocation());
  if (!isEditable(Spelled))
    return;
  auto [File, Begin] = SM.getDecomposedLoc(Spelled);
  unsigned End = Begin + Lexer::MeasureTokenLength(Spelled, SM, Lang);
  // An escaped line break before a name is part of it for the lexer.
  Begin = skipSpace(SM.getBufferData(File), Begin, /*Lines=*/true);
  Changes.push_back({File, Begin, End - Begin, To.str()});
}

/// What is left of a region without its tokens: comments, with the space before them.
static std::string commentsOf(StringRef Text, const LangOptions &Lang) {
  std::string Source = Text.str(), Result; // the lexer needs a zero at the end
  Lexer Raw(SourceLocation(), Lang, Source.data(), Source.data(), Source.data() + Source.size());
  Raw.SetCommentRetentionState(true);
  size_t Behind = 0; // the last token
  Token T;
  while (!Raw.LexFromRawLexer(T) || T.isNot(tok::eof)) {
    size_t End = size_t(Raw.getBufferLocation() - Source.data());
    if (T.is(tok::comment)) {
      Result.append(Source, Behind, End - Behind);
      if (StringRef(Source).substr(End - T.getLength()).starts_with("//"))
        for (; End < Source.size() && StringRef("\r\n \t").contains(Source[End]); ++End)
          Result += Source[End];
    }
    Behind = End;
    if (T.is(tok::eof))
      break;
  }
  return Result;
}

void AttributeEdits::dropTokens(unsigned First, unsigned Last, bool UpToNext) {
  std::optional<Region> R = regionOf(First, Last);
  if (!R) {
    fail("macros spread its options in a way that leaves no place to change");
    return;
  }
  if (!isEditable(SM.getComposedLoc(R->File, R->Begin)))
    return;
  unsigned End = R->End;
  // A comma goes with the space, or the line break, before it.
  if (Tokens[First].is(tok::comma))
    if (std::optional<Region> Before = regionOf(First - 1, First - 1);
        Before && Before->File == R->File &&
        skipSpace(R->Buffer, Before->End, /*Lines=*/true) == R->Begin)
      R->Begin = Before->End;
  if (UpToNext) {
    unsigned Next = skipSpace(R->Buffer, End, /*Lines=*/true);
    // A comment on the same line stays there.
    bool Comment = R->Buffer.substr(skipSpace(R->Buffer, End, /*Lines=*/false)).starts_with("/");
    End = Comment ? skipSpace(R->Buffer, End, /*Lines=*/false) : Next;
  }
  Changes.push_back(
      {R->File, R->Begin, End - R->Begin, commentsOf(R->Buffer.slice(R->Begin, R->End), Lang)});
}

bool AttributeEdits::dropAll() {
  std::optional<Region> R = regionOf(1, unsigned(Tokens.size()) - 1);
  if (!R || !commentsOf(R->Buffer.slice(R->Begin, R->End), Lang).empty())
    return false;
  unsigned Begin = R->Begin;
  while (Begin > 0 && isBlank(R->Buffer[Begin - 1]))
    --Begin;
  if (!isEditable(SM.getComposedLoc(R->File, R->Begin)))
    return true;
  Changes.push_back({R->File, Begin, R->End - Begin, ""});
  return true;
}

void AttributeEdits::drop(ArrayRef<unsigned> Arguments) {
  if (!Why.empty() || Arguments.empty())
    return;
  unsigned Count = unsigned(Starts.size()) - 1;
  if (Arguments.size() == Count) {
    if (!dropAll())
      dropTokens(Starts.front(), Starts.back() - 1, /*UpToNext=*/false);
    return;
  }
  for (size_t I = 0; I < Arguments.size();) {
    unsigned First = Arguments[I], Last = First;
    for (++I; I < Arguments.size() && Arguments[I] == Last + 1; ++I)
      ++Last;
    if (Last + 1 < Count)
      dropTokens(Starts[First], Starts[Last + 1] - 1, /*UpToNext=*/true);
    else
      dropTokens(Starts[First] - 1, Starts[Count] - 1, /*UpToNext=*/false);
  }
}

} // namespace stcache
